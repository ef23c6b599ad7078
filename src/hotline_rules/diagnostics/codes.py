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
KEYS_CLASH = _error("keys-clash", "几个键不能同时写", "keys that exclude each other")
MISSING_KEY = _error("missing-key", "缺少必填的键", "a required key is missing")
NOT_EVALUATED = _note(
    "not-evaluated", "目前只检查、不计算", "checked only, not evaluated yet"
)
UNKNOWN_KEY = _error("unknown-key", "不认识的键", "an unknown key")
UNKNOWN_WORD = _error("unknown-word", "不在可选范围内", "not one of the words allowed")
WRONG_KIND = _error("wrong-kind", "值的种类不对", "a value of the wrong kind")

# --- meaning of a profile: names, references, rules ----------------------------------

# --- finding and loading files -------------------------------------------------------

FILE_NOT_FOUND = _error("file-not-found", "找不到文件", "there is no such file")
FILE_UNREADABLE = _error("file-unreadable", "文件读不出来", "the file cannot be read")
UNKNOWN_PROFILE = _error("unknown-profile", "没有这个规则文件", "no such profile")

# --- histories -----------------------------------------------------------------------

BAD_INSTANT = _error("bad-instant", "时间写法不对", "not an instant")
BAD_JSON = _error("bad-json", "JSON 读不通", "the JSON cannot be read")
HISTORY_KIND = _error(
    "history-kind", "历史里值的种类不对", "a value of the wrong kind in a history"
)
HISTORY_MISSING = _error(
    "history-missing", "历史里缺少必填的键", "a required key is missing in a history"
)
INSTANT_OUT_OF_RANGE = _error(
    "instant-out-of-range", "时间超出范围", "an instant out of range"
)
NAIVE_INSTANT = _error("naive-instant", "时间没有时区", "a time without an offset")
UNKNOWN_SUBJECT = _error(
    "unknown-subject", "不认识的历史对象", "an unknown subject of a history"
)


def all_codes() -> tuple[Code, ...]:
    """Return every declared code in the order of their slugs."""
    found = [value for value in globals().values() if isinstance(value, Code)]
    return tuple(sorted(found, key=lambda code: code.slug))
