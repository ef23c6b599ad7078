"""What the words of the closed lists mean, in Chinese, for editors.

By key, then by word: a word under one key means the same in every block. A test holds
the table against the schemas.
"""

_TYPES: dict[str | int, str] = {
    "flag": "是或者否；没有记录就是否",
    "yes_no": "是或者否；没有记录就是不知道",
    "text": "文字",
    "number": "数字",
    "date": "日期，也可以是时刻",
    "instant": "时刻",
    "unit": "单位",
    "list": "列表",
    "month": "月份，如 2021-03",
    "time": "钟点，如 12:00",
}

# Key to its words: what each one says.
MEANINGS: dict[str, dict[str | int, str]] = {
    "format": {1: "第一版"},
    "class": {
        "clock": "计时",
        "threshold": "界限",
        "penalty": "处罚",
        "procedure": "程序",
        "classification": "归类",
        "escalation": "升级",
        "required-action": "应办事项",
        "unit-assessment": "单位考核",
        "decision-table": "取值表",
        "record-keeping": "存档",
        "validity": "效力",
        "organisational": "组织分工",
    },
    "computable": {
        "full": "由事件和日历就能算出来",
        "finding": "还要有人作出认定",
        "none": "不能算，在 no_rule 里写明为什么",
    },
    "after_end": {
        "apply_and_flag": "期满以后仍然适用，结果里标明",
        "refuse": "期满以后不再适用",
    },
    "type": _TYPES,
    "payload": _TYPES,
    "until": {"open": "没有终止的日子"},
    "from": {"open": "没有起始的日子"},
    "absorbed": {"left_out": "不数", "counted": "照数"},
    "points": {"given": "处罚自己写明的分数"},
    "of": {"ticket": "整件工单的状态", "unit": "其中一个单位的状态"},
    "basis": {"cited": "有条文依据", "assumed": "条文没有写，是推定的"},
    "hit": {
        "first": "取第一个成立的",
        "unique": "只能有一个成立，或者结果相同",
        "all": "成立的都算",
    },
    "is": {"rest_day": "休息日", "working_day": "工作日"},
    "first_day": {
        "not_counted": "当天不算，从次日数起",
        "counted": "当天算第一天",
        "next_working_day": "从下一个工作日数起",
    },
    "receipt": {
        "any_time": "什么时候收到都算收到",
        "next_opening": "下班以后收到的，算下一个上班时刻收到",
    },
    "last_day_ends": {
        "24:00": "最后一天二十四点",
        "business_close": "最后一天下班时",
        "same_time": "最后一天的同一钟点",
    },
    "at_the_limit": {
        "strict": "正好到时限就算超过",
        "reached_counts": "正好到时限还不算超过",
    },
    "rest_days_after": {
        "late": "末日之后休息日里才办的，算超期",
        "on_time": "末日之后休息日里办的，不算超期",
    },
    "end_on_rest_day": {
        "stays": "末日落在休息日的，不动",
        "rolled": "末日落在休息日的，顺延到下一个工作日",
    },
    "rest_days_in_hours": {
        "count": "休息日也照数",
        "pause": "休息日停表",
        "end_roll_same_time": "终点落在休息日的，顺延到下一个工作日的同一钟点",
        "end_roll_24": "终点落在休息日的，顺延到下一个工作日二十四点",
        "opening_roll": "终点落在休息日的，顺延到下一个上班时刻",
    },
    "hours_counted": {
        "around_the_clock": "昼夜都数",
        "office_hours": "只数上班时间",
    },
    "light": {"none": "不亮灯", "yellow": "黄灯", "red": "红灯"},
    "about": {
        "ticket": "关于工单",
        "unit": "关于单位",
        "knowledge_item": "关于知识库条目",
    },
    "again": {
        "replaces": "重新计时，原来的了结",
        "ignored": "不理会，仍按原来的计时",
    },
    "forwarding": {
        "same_clock": "转交之后仍是同一个期限，下级单位办的就是本单位办的",
        "own_clock": "下级单位另有自己的期限",
    },
    "if_facts_change": {
        "keep": "仍按触发时的类别",
        "follow": "按新的类别，从原来的起点重算",
        "restart": "按新的类别，从改变时起重新计时",
    },
    "while_pending": {
        "counts": "等待期间照样计时",
        "counts_provisionally": "照样计时，其间到期的后果只是暂定；批准的就作废",
        "stops": "等待期间停表",
    },
    "granted_by": {"asking": "申请即准"},
    "beyond": {
        "cut": "只延到上限",
        "cut_unless_exceptional": "只延到上限，特别批准的除外",
        "refuse": "不准",
    },
    "times": {"no_limit": "不限次数"},
    "lower": {
        "absorbed": "被较重的吸收，仍留记录",
        "listed": "被吸收，并写进较重的那一项",
        "kept": "各算各的",
    },
    "only": {"every": "每次都数", "first": "只看第一次", "last": "只看最后一次"},
    "best": {"highest": "高的在前", "lowest": "低的在前"},
    "ties": {"share": "并列的占位：1 2 2 4", "dense": "并列的不占位：1 2 2 3"},
    "per": {"unit": "按单位、按月算"},
    "month_of": {
        "due": "到期的那个月",
        "issue": "产生的那个月",
        "event": "了结的那个月，或者事件本身的那个月",
        "dispatch": "派发的那个月",
        "closing": "办结的那个月",
    },
    # calendar files
    "kind": {"national": "全国的", "regional": "一个地区的，在全国的之上"},
    "unannounced_years": {"statutory": "还没有公布的年份，按法定节日推"},
    "rest_days": {
        "monday": "星期一",
        "tuesday": "星期二",
        "wednesday": "星期三",
        "thursday": "星期四",
        "friday": "星期五",
        "saturday": "星期六",
        "sunday": "星期日",
    },
    # case files
    "subject": {
        "ticket": "一件工单的历史",
        "unit": "一个单位的历史",
        "knowledge_item": "一个知识库条目的历史",
    },
    "outside_validity": {
        "profile": "照规则文件写的办",
        "apply": "施行之前、届满之后也适用",
    },
}

# What stands inside `count`, `latest` and `months_in_a_row`: meaning, example.
LOOK_BACK_KEYS: dict[str, tuple[str, object]] = {
    "of": ("数哪一种事件", {"dispatched": {"unit": "same"}}),
    "is": ("最近一次的内容", {"decision": "approved"}),
    "at_least": ("不少于几次（含）", 3),
    "at_most": ("不多于几次（含）", 3),
    "more_than": ("多于几次（不含）", 2),
    "less_than": ("少于几次（不含）", 4),
    "distinct": ("按哪一项去重，相同的只数一次", "unit"),
    "since": ("从哪件事最近一次发生起数", "redo_ordered"),
    "in_last": ("只看最近多长时间", "30 calendar days"),
    "not_followed_by": ("后面没有这件事的才数", "return_decided"),
    "skipping": ("哪样的月份跳过不看", "assessment_published"),
    "every": ("每满几个月算一次", 3),
}

# Tests that are written as a block: meaning, example.
OPERATOR_MEANINGS: dict[str, tuple[str, object]] = {
    "at_least": ("不小于（含）", 3),
    "at_most": ("不大于（含）", 3),
    "more_than": ("大于（不含）", 3),
    "less_than": ("小于（不含）", 3),
    "before": ("早于（不含）", "12:00"),
    "after": ("晚于（不含）", "2021-03-08"),
    "on": ("落在休息日，还是工作日", "rest_day"),
    "contains": ("列表里有", "张店区"),
    "empty": ("列表是空的", True),
    "in_bottom": ("排名在后几名", 3),
    "same_month_as": ("同一个月", "event.month"),
    "same_year_as": ("同一年", "event.month"),
}

# Blocks of keys by the model behind them: what one is.
BLOCKS: dict[str, str] = {
    "ByChoice": "按一个事实、一个读法或文件选择：每个值写一行，其余写 otherwise",
    "Row": "决策表的一行：if 条件，is 结果",
    "TableChoice": "决策表：从上往下看哪一行成立",
    "EarliestChoice": "几个里取最早的",
    "LatestChoice": "几个里取最晚的",
    "Period": "从一天到一天，两头都算",
    "PayloadKey": "事件里的一项：种类，或者只能取哪些值",
    "Titled": "一个有名称的词",
    "Status": "一种状态：属于工单还是单位，分哪几类",
    "DatedTitle": "一段时间里的名称",
    "Role": "一个角色：谁来承担",
    "ValueBy": "按一个事实取值：每个值写一行",
    "Value": "一个取值：常数、决策表，或者源文件没有给的数（missing）",
    "Season": "在文件有效期之内，只在哪一段适用",
    "Bounds": "时限的上下限",
    "Mark": "期限上的一个节点：什么时候到（at），到了怎样",
    "CaseBlock": "一种情形：写出来的键代替规则自己的",
    "Cases": "各种情形：按一个事实分（by），或者各写各的条件",
    "Rule": "一条规则：由什么触发（from、when），谁（who）必须（must）或可以（may）"
    "在多长时间内（within）做什么，随后怎样",
    "Change": "一种变更：延期、退单、停表等，改变正在走的期限（changes）",
    "Counted": "数什么：期限、处罚、状态、事件四者之一",
    "InForce": "有效期，第一天和最后一天都算",
    "LawAt": "期限和处罚、程序，各按哪一刻的规定",
    "Document": "规则所依据的一份文件",
    "Attribute": "工单的一项属性",
    "Event": "一种要记录的事件，或者给事件起的名字（is）",
    "NamedCondition": "一个起了名的条件，别处写 condition.名字",
    "Words": "本市自己的用语；通用的词不用写",
    "OpenHours": "一段时间里的上班时间",
    "ExtraDay": "本市自己放假或者上班的日子",
    "Calendar": "一个日历：哪些天是工作日",
    "Counting": "一种计时方式；用到哪几项写哪几项，没有默认值",
    "NotOffered": "一种不能选的读法，写明为什么",
    "Reading": "一条有争议的条款：有哪几种读法，现在取哪一种，为什么",
    "Ladder": "一架阶梯：各级的轻重次序，几级相遇时怎么办",
    "RateOf": "比率：of 分子，over 分母",
    "ScoreOf": "得分：满分、目标、每低一个百分点扣几分",
    "RankOf": "排名：按什么排，并列怎么办",
    "Measure": "一个考核项：按单位、按月算",
}
