"""Every kind of fault, declared once.

A slug stays for ever and is never given a new meaning. The sentence about a certain
fault is written in the check that reports it; here stands only the title of its kind.
Inside a group the constants are in alphabetical order.
"""

from hotline_rules.diagnostics.model import Code, Severity, Text


def _error(slug: str, zh: str, en: str) -> Code:
    return Code(slug, Severity.ERROR, Text(zh, en))


def _warning(slug: str, zh: str, en: str) -> Code:
    return Code(slug, Severity.WARNING, Text(zh, en))


def _note(slug: str, zh: str, en: str) -> Code:
    return Code(slug, Severity.NOTE, Text(zh, en))


# --- reading a file: bytes, characters, YAML -----------------------------------------

ALIAS = _error("alias", "使用了 YAML 别名", "a YAML alias is used")
ANCHOR = _error("anchor", "使用了 YAML 锚点", "a YAML anchor is used")
BAD_DATE = _error("bad-date", "日期写法不对", "not a date of the calendar")
BOM = _error("bom", "文件里有 BOM", "the file holds a byte order mark")
CHECKS_WAIT = _note("checks-wait", "后续检查暂缓", "later checks wait")
COLON_SPACE = _error(
    "colon-space", "冒号后面缺空格", "no space after the colon of a key"
)
CONTROL_CHARACTER = _error(
    "control-character", "有看不见的控制字符", "an invisible control character"
)
DIRECTIVE = _error("directive", "使用了 YAML 指令", "a YAML directive is used")
DUPLICATE_KEY = _error("duplicate-key", "同一个键写了两次", "a key is given twice")
EMPTY_FILE = _error("empty-file", "文件是空的", "the file is empty")
FILE_TOO_BIG = _error("file-too-big", "文件太大", "the file is too big")
FULLWIDTH_MARK = _error(
    "fullwidth-mark", "结构符号用了全角", "a full-width mark in a structural place"
)
KEY_NOT_TEXT = _error("key-not-text", "键不是文字", "a key that is not text")
MERGE_KEY = _error("merge-key", "使用了合并键", "a merge key is used")
NESTED_TOO_DEEP = _error("nested-too-deep", "嵌套太深", "nested too deeply")
NOT_A_MAPPING = _error(
    "not-a-mapping", "文件最外层不是“键: 值”", "the file does not hold keys"
)
NOT_UTF8 = _error("not-utf8", "文件编码不是 UTF-8", "the file is not UTF-8")
ODD_NUMBER = _error("odd-number", "数字写法有歧义", "a number of doubtful meaning")
SEVERAL_DOCUMENTS = _error(
    "several-documents", "一个文件里有几个文档", "several documents in one file"
)
TAB_INDENTATION = _error("tab-indentation", "用制表符缩进", "indented with a tab")
TAG = _error("tag", "使用了 YAML 标签", "a YAML tag is used")
YAML_SYNTAX = _error("yaml-syntax", "YAML 读不通", "the YAML cannot be read")

# --- shape of a profile: keys and kinds of values ------------------------------------

BAD_FORM = _error("bad-form", "写法不符合格式", "the text does not have its form")
IDLE_KEY = _error("idle-key", "键不起作用", "a key without effect")
KEYS_CLASH = _error("keys-clash", "几个键不能同时写", "keys that exclude each other")
MISSING_KEY = _error("missing-key", "缺少必填的键", "a required key is missing")
MISSING_VALUE = _error("missing-value", "键后面没有值", "a key without a value")
UNKNOWN_KEY = _error("unknown-key", "不认识的键", "an unknown key")
UNKNOWN_WORD = _error("unknown-word", "不在可选范围内", "not one of the words allowed")
WRONG_KIND = _error("wrong-kind", "值的种类不对", "a value of the wrong kind")

# --- meaning of a profile: names, references, rules ----------------------------------

ARTICLE_MISMATCH = _error(
    "article-mismatch", "条文与登记表不符", "the article differs from the register"
)
ASSUMED_PENALTY = _error(
    "assumed-penalty", "推定的数字带了处罚", "a penalty rests on an assumed number"
)
BAD_AMOUNT = _error("bad-amount", "时间长度写法不对", "not an amount of time")
BAD_CITE = _error("bad-cite", "引用写法不对", "a cite of the wrong form")
BAD_POINT = _error("bad-point", "时点写法不对", "not a point of time")
BAD_TIME = _error("bad-time", "时刻写法不对", "not a time of day")
BARE_FACT = _error("bare-fact", "事实名缺少前缀", "a fact without its first part")
BEYOND_ANNOUNCED = _note(
    "beyond-announced",
    "期限可能超出已公布的放假安排",
    "limits that may end beyond the announced days",
)
CYCLE = _error("cycle", "规则互相触发成环", "rules that set each other off")
DOCUMENT_ENDS = _note(
    "document-ends",
    "文件到期，没有接替的",
    "a document that ends and is not replaced",
)
DOCUMENTS_GAP = _warning(
    "documents-gap",
    "前后两份文件之间有空档",
    "days between two documents without one in force",
)
FACT_OUT_OF_PLACE = _error(
    "fact-out-of-place", "事实用错了地方", "a fact that is not known here"
)
FACTS_CHANGE_UNSAID = _error(
    "facts-change-unsaid",
    "没有说明类别改变时怎么办",
    "not said what happens when the fact changes",
)
INSTANCES_UNSAID = _error(
    "instances-unsaid", "没有说明按什么分别计时", "not said what gets its own limit"
)
MARK_BEFORE_START = _error(
    "mark-before-start", "节点早于起点", "a mark before the start of its limit"
)
MARK_ACROSS_DUE = _warning(
    "mark-across-due",
    "节点时而在期限之前、时而在期限之后",
    "a mark now before and now after the end of its limit",
)
MARK_MAY_BE_EARLY = _warning(
    "mark-may-be-early",
    "节点有时早于起点",
    "a mark that can lie before the start of its limit",
)
MARKS_MAY_CROSS = _warning(
    "marks-may-cross", "节点次序有时颠倒", "marks that can come in the wrong order"
)
MARKS_OUT_OF_ORDER = _error(
    "marks-out-of-order", "节点次序颠倒", "marks in the wrong order"
)
MEASURE_NO_NUMBER = _error(
    "measure-no-number", "考核项不是数", "a measure that is no number"
)
MISSING_CITE = _error("missing-cite", "没有依据", "something decides without a cite")
NAME_CLASH = _error("name-clash", "名称冲突", "a name that is taken")
NEVER_HAPPENS = _warning(
    "never-happens", "等的事永远不会发生", "what is waited for never happens"
)
NEVER_HOLDS = _warning(
    "never-holds", "条件永远不成立", "a condition that can never hold"
)
NOT_A_CONSTANT = _error(
    "not-a-constant", "这里只能按读法选择", "only a reading may choose here"
)
OFFICE_HOURS_MISSING = _error(
    "office-hours-missing", "日历没有办公时间", "a calendar without office hours"
)
NOT_UNDERSTOOD = _error("not-understood", "读不懂这一条", "an entry nobody understands")
OPTION_EXTRA = _error("option-extra", "多出的选项", "a row for no option")
OPTION_MISSING = _error("option-missing", "选项没有写全", "an option without a row")
OPTION_NOT_OFFERED = _error(
    "option-not-offered", "这种读法不能选", "an option that is not offered"
)
RATE_ABOVE_WHOLE = _warning(
    "rate-above-whole", "比率可能超过百分之百", "a rate that may exceed a hundred"
)
ROW_SHADOWED = _warning(
    "row-shadowed", "永远轮不到的一行", "a row or case that is never reached"
)
ROWS_CONFLICT = _error(
    "rows-conflict", "两行同时成立、结果不同", "rows that hold together and differ"
)
ROWS_GAP = _warning("rows-gap", "有情形没有对应的行", "a case without a row")
RUNG_WITHOUT_ACTOR = _warning(
    "rung-without-actor",
    "到了一级，没有人要做什么",
    "a rung at which nobody has to do anything",
)
SETTING_MISSING = _error(
    "setting-missing", "计时方式缺少设置", "a counting lacks a setting"
)
SETTINGS_CLASH = _error(
    "settings-clash", "计时设置互相矛盾", "settings that contradict each other"
)
SETTING_UNUSED = _warning(
    "setting-unused", "计时方式有用不到的设置", "a counting has a setting without use"
)
STEP_UNREACHED = _warning(
    "step-unreached",
    "没有规则会到这一级",
    "a step of a ladder that nothing reaches",
)
UNCITED_CLAUSE = _warning(
    "uncited-clause", "条款没有被引用", "a clause that nothing cites"
)
UNIT_UNSAID = _error(
    "unit-unsaid", "没有说明是哪个单位的事件", "not said whose events are meant"
)
UNKNOWN_ACTION = _error("unknown-action", "不认识的事项", "an unknown action")
UNKNOWN_CALENDAR = _error("unknown-calendar", "没有这个日历", "an unknown calendar")
UNKNOWN_CLAUSE = _error("unknown-clause", "没有这个条款编号", "an unknown clause")
UNKNOWN_CONDITION = _error("unknown-condition", "没有这个条件", "an unknown condition")
UNKNOWN_COUNTING = _error("unknown-counting", "没有这种计时方式", "an unknown counting")
UNKNOWN_DOCUMENT = _error("unknown-document", "没有这个文件", "an unknown document")
UNKNOWN_EVENT = _error("unknown-event", "不认识的事件", "an unknown event")
UNKNOWN_FACT = _error("unknown-fact", "不认识的事实", "an unknown fact")
UNKNOWN_FINDING = _error("unknown-finding", "不认识的认定", "an unknown finding")
UNKNOWN_FLAG = _error("unknown-flag", "不认识的标记", "an unknown flag")
UNKNOWN_LADDER = _error("unknown-ladder", "没有这个阶梯", "an unknown ladder")
UNKNOWN_MEASURE = _error("unknown-measure", "没有这个考核项", "an unknown measure")
UNKNOWN_NOTICE = _error("unknown-notice", "不认识的通知", "an unknown notice")
UNKNOWN_OPTION = _error("unknown-option", "没有这个选项", "an unknown option")
UNKNOWN_PAYLOAD = _error(
    "unknown-payload", "事件没有这一项", "a key that the event does not carry"
)
UNKNOWN_PENALTY = _error("unknown-penalty", "不认识的处罚", "an unknown penalty")
UNKNOWN_READING = _error("unknown-reading", "没有这个读法", "an unknown reading")
UNKNOWN_ROLE = _error("unknown-role", "不认识的角色", "an unknown role")
UNKNOWN_RULE = _error("unknown-rule", "没有这条规则", "an unknown rule")
UNKNOWN_STATUS = _error("unknown-status", "不认识的状态", "an unknown status")
UNKNOWN_STEP = _error("unknown-step", "阶梯没有这一级", "an unknown step")
UNKNOWN_TEST = _error("unknown-test", "不认识的比较方式", "an unknown test")
UNKNOWN_VALUE = _error("unknown-value", "没有这个取值", "an unknown named value")
UNKNOWN_ZONE = _error("unknown-zone", "没有这个时区", "an unknown time zone")
UNUSED_NAME = _warning("unused-name", "定义了没有用", "defined and never used")
UNUSED_READING = _warning(
    "unused-reading", "读法不起作用", "a reading that switches nothing"
)
VALUE_UNCITED = _warning("value-uncited", "取值没有写依据", "a value without a cite")
WINDOW_TOO_LONG = _warning(
    "window-too-long", "期限已过，窗口还开着", "a window open longer than its duty"
)
WRONG_TEST = _error("wrong-test", "比较方式不合适", "a test that does not fit the fact")
WRONG_UNIT = _error("wrong-unit", "单位不对", "a wrong unit")
WRONG_VALUE = _error("wrong-value", "不在可取的值之内", "a value the fact cannot have")

# --- finding and loading files -------------------------------------------------------

EXTRA_MISSING = _error(
    "extra-missing", "缺少一部分安装", "a part of the installation is missing"
)
FILE_NOT_FOUND = _error("file-not-found", "找不到文件", "there is no such file")
FILE_UNREADABLE = _error("file-unreadable", "文件读不出来", "the file cannot be read")
HEADINGS_UNCLEAR = _error(
    "headings-unclear", "找不到列名", "the headings were not found"
)
OTHER_PROFILE = _error(
    "other-profile", "案例写给另一套规则", "golden cases for another profile"
)
UNKNOWN_PROFILE = _error("unknown-profile", "没有这个规则文件", "no such profile")

# --- calendars -----------------------------------------------------------------------

CANCEL_UNSAID = _error(
    "cancel-unsaid", "没有写明作废调休上班", "a make-up day is dropped without a word"
)
CANCELS_NOTHING = _error(
    "cancels-nothing", "没有可作废的调休上班日", "there is no make-up day to cancel"
)
DAY_CONTRADICTED = _error(
    "day-contradicted", "同一天又放假又上班", "a day both off and working"
)
DAY_OUTSIDE_YEAR = _error(
    "day-outside-year", "日子不在通知所管的年份", "a day outside the notice's year"
)
DAY_TWICE = _error("day-twice", "同一天写了两次", "a day is given twice")
HOURS_GAP = _warning(
    "hours-gap", "有的日子没有办公时间", "days without any office hours"
)
HOURS_OVERLAP = _error("hours-overlap", "办公时间互相重叠", "office hours that overlap")
ISSUED_TOO_LATE = _warning(
    "issued-too-late", "通知晚于它所改的日子", "a notice after the days it changes"
)
WORKING_ALREADY = _error(
    "working-already", "本来就是工作日", "a make-up day that is a working day anyway"
)
YEAR_SKIPPED = _warning("year-skipped", "中间缺一年的通知", "a year without its notice")
YEAR_TWICE = _error("year-twice", "同一年有两个年度通知", "two notices for one year")

# --- histories -----------------------------------------------------------------------

BAD_INSTANT = _error("bad-instant", "时间写法不对", "not an instant")
BAD_JSON = _error("bad-json", "JSON 读不通", "the JSON cannot be read")
HISTORY_DIFFERS = _error(
    "history-differs", "同一编号的历史内容不同", "histories of one id that differ"
)
HISTORY_KIND = _error(
    "history-kind", "历史里值的种类不对", "a value of the wrong kind in a history"
)
HISTORY_MISSING = _error(
    "history-missing", "历史里缺少必填的键", "a required key is missing in a history"
)
HISTORY_REPEATED = _warning(
    "history-repeated", "同一条历史给了两次", "a history that is given twice"
)
INSTANT_OUT_OF_RANGE = _error(
    "instant-out-of-range", "时间超出范围", "an instant out of range"
)
NAIVE_INSTANT = _error("naive-instant", "时间没有时区", "a time without an offset")
UNKNOWN_SUBJECT = _error(
    "unknown-subject", "不认识的历史对象", "an unknown subject of a history"
)

# --- mappings of exports -------------------------------------------------------------

MAPPING_MISSING = _error(
    "mapping-missing", "表格没有对照表", "a table without a mapping"
)
UNCONFIRMED = _error("unconfirmed", "对照表有待确认的地方", "a mapping to be confirmed")
UNKNOWN_COLUMN = _error(
    "unknown-column", "表里没有这一列", "the file has no such column"
)


def all_codes() -> tuple[Code, ...]:
    """Return every declared code in the order of their slugs."""
    found = [value for value in globals().values() if isinstance(value, Code)]
    return tuple(sorted(found, key=lambda code: code.slug))
