"""The words that a table shows for the identifiers of results."""

from __future__ import annotations

from hotline_rules.diagnostics import Text

COLUMNS = (
    Text("工单", "history"),
    Text("责任人", "bearer"),
    Text("时限", "limit"),
    Text("到期", "due"),
    Text("状态", "state"),
    Text("亮灯", "light"),
    Text("牌", "cards"),
    Text("下次变化", "next change"),
)

STATES = {
    "running": Text("进行中", "running"),
    "paused": Text("已暂停", "paused"),
    "met": Text("按时", "met"),
    "met_late": Text("超期办结", "met late"),
    "overdue": Text("超期未办", "overdue"),
    "ended": Text("已终止", "ended"),
    "undetermined": Text("未定", "unknown"),
}

STATES_OF_POWERS = {
    "running": Text("可行使", "may be used"),
    "paused": Text("已暂停", "paused"),
    "met": Text("已行使", "used"),
    "met_late": Text("逾期行使", "used late"),
    "ended": Text("已终止", "ended"),
    "lapsed": Text("未行使", "lapsed"),
}

REASONS = {
    "returned": Text("已退回", "returned"),
    "superseded": Text("被替代", "superseded"),
    "transferred": Text("已移交", "transferred"),
    "refused": Text("不予受理", "refused"),
    "merged": Text("已合并", "merged"),
    "reclassified": Text("改类", "reclassified"),
    "rejected": Text("未获批准", "rejected"),
    "granted": Text("已批准", "granted"),
}

LIGHTS = {
    "none": Text("—", "-"),
    "yellow": Text("黄", "yellow"),
    "red": Text("红", "red"),
}

PENALTIES = {
    "yellow_card": Text("黄牌", "yellow"),
    "red_card": Text("红牌", "red"),
    "points": Text("扣分", "points"),
    "circular_criticism": Text("通报批评", "criticism"),
    "talk_deputy_leader": Text("约谈分管领导", "talk"),
    "talk_main_leader": Text("约谈主要领导", "talk"),
    "talk_vice_mayor": Text("副市长约谈", "talk"),
}

IN_BRACKETS = Text(
    "括号里的牌不生效：被吸收、暂定或已撤销。",
    "Cards in brackets are without effect: absorbed, provisional or voided.",
)

WITH_A_STAR = Text(
    "带 * 的是暂定：所依据的日历还没有公布。",
    "With a star: provisional, the calendar behind it is not announced yet.",
)

ROLES = {
    "platform": Text("热线平台", "platform"),
    "hotline_administrator": Text("热线管理机构", "administrator"),
    "county_hotline_office": Text("县区热线机构", "county office"),
    "unit": Text("承办单位", "unit"),
    "lead_unit": Text("主办单位", "lead unit"),
    "co_handler": Text("协办单位", "co-handler"),
}
