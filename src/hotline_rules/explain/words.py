"""Words for the identifiers of results and of the vocabulary, in both languages."""

from __future__ import annotations

from hotline_rules.diagnostics import Text

SUBJECTS = {
    "ticket": Text("工单", "ticket"),
    "unit": Text("单位", "unit"),
    "knowledge_item": Text("知识库条目", "knowledge-base item"),
}

STATES = {
    "running": Text("进行中", "running"),
    "paused": Text("停表中", "paused"),
    "met": Text("按时完成", "met"),
    "met_late": Text("超期完成", "met late"),
    "overdue": Text("超期未完成", "overdue"),
    "ended": Text("已终止", "ended"),
}

STATES_OF_POWERS = {
    "running": Text("可以行使", "may be used"),
    "paused": Text("停表中", "paused"),
    "met": Text("已行使", "used"),
    "met_late": Text("逾期行使", "used late"),
    "ended": Text("已终止", "ended"),
    "lapsed": Text("期满未行使", "lapsed unused"),
}

STATES_OF_ACTIONS = {
    "open": Text("待办", "open"),
    "done": Text("已办", "done"),
    "done_late": Text("逾期办理", "done late"),
    "overdue": Text("逾期未办", "overdue"),
    "lapsed": Text("不再需要", "no longer needed"),
}

STATES_OF_PENALTIES = {
    "effective": Text("生效", "effective"),
    "absorbed": Text("被吸收", "absorbed"),
    "provisional": Text("暂定", "provisional"),
    "voided": Text("已作废", "voided"),
}

END_REASONS = {
    "returned": Text("退回获准", "the return was granted"),
    "superseded": Text("被后来的事件取代", "later events took its place"),
    "transferred": Text("移交", "transferred"),
    "refused": Text("不予受理", "intake was refused"),
    "merged": Text("合并", "merged"),
    "reclassified": Text("改变类别", "reclassified"),
    "voided": Text("申请获准，追溯作废", "the grant undid it from the start"),
    "withdrawn": Text("所依据的事由消灭", "its ground fell away"),
    "answered_directly": Text("已当场答复", "answered directly"),
    "rejected": Text("未获批准", "not approved"),
    "granted": Text("已批准", "granted"),
    "terminated": Text("终止", "terminated"),
    "classified": Text("已经归类", "it has its kind by now"),
    "not_confirmed": Text("认定为否", "the finding was: no"),
}

COLOURS = {
    "none": Text("不亮灯", "no light"),
    "yellow": Text("黄灯", "yellow light"),
    "red": Text("红灯", "red light"),
}

PENALTIES = {
    "yellow_card": Text("黄牌", "yellow card"),
    "red_card": Text("红牌", "red card"),
    "points": Text("扣分", "points"),
    "circular_criticism": Text("通报批评", "criticism in a circular"),
}

FLAGS = {
    "review": Text("须由人复核", "for a person to look at"),
    "provisional": Text("暂定", "provisional"),
    "missing_parameter": Text(
        "文件没有给出数值，不代填", "the document gives no number; none is made up"
    ),
    "gap_filled": Text(
        "文件没有写明，比照补足", "the document is silent; filled by analogy"
    ),
    "rule_expired": Text(
        "文件当时不在施行期内，仍照此计算",
        "its document was not in force at the time; applied anyway",
    ),
    "absorbed": Text("被吸收", "absorbed"),
    "concurrent": Text("与另一项并存，只算一项", "stands beside another; one counts"),
    "finding_needed": Text("要先有人认定", "somebody has to make a finding first"),
}

BASES = {
    "cited": Text("有依据", "with a source"),
    "assumed": Text("推定", "assumed"),
}

# What an event of the engine's own says, after the title of what it is about.
ENGINE_EVENTS = {
    "opened": Text("“{0}”开始计时", "“{0}” began"),
    "moved": Text("“{0}”改了期限", "the end of “{0}” was moved"),
    "ended": Text("“{0}”终止", "“{0}” was ended"),
    "met": Text("“{0}”按时完成", "“{0}” was met"),
    "met_late": Text("“{0}”超期完成", "“{0}” was met late"),
    "used": Text("“{0}”内提出", "“{0}” was used"),
    "used_late": Text("“{0}”已过才提出", "“{0}” was used late"),
    "used_without_right": Text("无权而提出“{0}”", "“{0}” was used without right"),
    "over": Text("“{0}”了结", "“{0}” was over"),
    "passed": Text("“{0}”期满未完成", "“{0}” ran out unmet"),
    "lapsed": Text("“{0}”期满未行使", "“{0}” lapsed unused"),
    "expires": Text("“{0}”期满", "“{0}” ran out"),
    "asked": Text("提出“{0}”", "“{0}” was asked for"),
    "asked_late": Text("逾期提出“{0}”", "“{0}” was asked for late"),
    "granted": Text("“{0}”获准", "“{0}” was granted"),
    "refused": Text("“{0}”未获准", "“{0}” was refused"),
    "begins": Text("成为“{0}”", "“{0}” began"),
    "ends": Text("不再是“{0}”", "“{0}” ended"),
    "when": Text("“{0}”的条件成立", "the conditions of “{0}” came to hold"),
}

FIXED_EVENTS = {
    "card.issued": Text("发牌", "a card was issued"),
    "card.voided": Text("牌作废", "a card was voided"),
    "card.absorbed": Text("牌被吸收", "a card was absorbed"),
    "clock.day_starts": Text("新的一天开始", "a day began"),
    "clock.month_starts": Text("新的一月开始", "a month began"),
    "clock.year_starts": Text("新的一年开始", "a year began"),
    "clock.history_starts": Text("经过开始", "the history began"),
}

VALUES = {
    "consultation": Text("咨询", "consultation"),
    "request": Text("求决", "request"),
    "normal": Text("一般", "normal"),
    "emergency": Text("紧急", "emergency"),
    "city": Text("市级", "city"),
    "county": Text("县级", "county"),
    "provincial": Text("省级", "provincial"),
    "approved": Text("同意", "approved"),
    "rejected": Text("不同意", "rejected"),
    "phone": Text("电话", "phone"),
    "website": Text("网站", "website"),
    "system": Text("系统", "system"),
    "lead": Text("主办", "lead"),
    "co": Text("协办", "co-handler"),
    "accept_first": Text("首接", "accepts first"),
    "platform": Text("平台", "platform"),
    "difficult": Text("疑难", "difficult"),
    "no_taker": Text("无单位承接", "no taker"),
    "high_frequency": Text("高频", "high frequency"),
    "historical_systemic": Text("历史性、系统性", "historical or systemic"),
    "unclear_reply": Text("答复不清", "unclear reply"),
    "urge": Text("催办", "urge"),
    "ok": Text("到位", "adequate"),
    "inadequate": Text("不到位", "inadequate"),
    "city_government": Text("市政府", "city government"),
    "system_superior": Text("系统上级", "superior of the system"),
    "on_site_meeting": Text("现场会", "meeting on the spot"),
    "on_site": Text("现场查看", "on the spot"),
    "group": Text("线上群会", "group meeting"),
    "mediation": Text("调解", "mediation"),
    "in_person": Text("当面", "in person"),
    "kb_item": Text("知识库条目", "knowledge-base item"),
    "unit": Text("单位", "unit"),
    "litigation": Text("诉讼", "litigation"),
    "arbitration": Text("仲裁", "arbitration"),
    "discipline": Text("纪检", "discipline"),
    "review": Text("复议", "administrative review"),
    "disclosure": Text("信息公开", "disclosure"),
    "petition": Text("信访", "petition"),
    "secret": Text("涉密", "secret"),
    "privacy": Text("隐私", "privacy"),
    "public_order": Text("公序良俗", "public order"),
    "same_facts_and_reason": Text("同一事实和理由", "same facts and reason"),
    "demand_not_met": Text("诉求未满足", "demand not met"),
    "leak": Text("泄密", "leak"),
    "major_petition": Text("重大信访", "major petition"),
    "skip_level_petition": Text("越级信访", "skip-level petition"),
    "unsigned": Text("未签收", "unsigned"),
    "due_soon": Text("临期", "due soon"),
    "centre": Text("热线中心", "centre"),
    "county_leader": Text("县领导", "county leader"),
    "on_time": Text("按时", "on time"),
    "late": Text("逾期", "late"),
    "adequate": Text("到位", "adequate"),
    "refused": Text("拒不整改", "refused"),
    "repeated": Text("重复", "repeated"),
    "cross": Text("交叉", "cross"),
    "multi_channel": Text("多渠道", "several channels"),
    "legacy": Text("历史遗留", "legacy"),
    "other": Text("其他", "other"),
    "verified": Text("属实", "verified"),
    "not_verified": Text("不属实", "not verified"),
    "praise": Text("表扬", "praise"),
    "criticism": Text("批评", "criticism"),
    "accountability": Text("问责", "accountability"),
    "opened": Text("已立项", "opened"),
    "yellow": Text("黄", "yellow"),
    "red": Text("红", "red"),
    "data_administration": Text("政务服务数据管理局", "data administration"),
    "redo_ordered": Text("重办", "redo ordered"),
    **STATES,
    "lapsed": STATES_OF_POWERS["lapsed"],
    "monday": Text("星期一", "Monday"),
    "tuesday": Text("星期二", "Tuesday"),
    "wednesday": Text("星期三", "Wednesday"),
    "thursday": Text("星期四", "Thursday"),
    "friday": Text("星期五", "Friday"),
    "saturday": Text("星期六", "Saturday"),
    "sunday": Text("星期日", "Sunday"),
    "district_government": Text("区县政府", "district government"),
    "zone": Text("功能区", "zone"),
    "city_unit": Text("市政府直属单位", "unit of the city"),
    "city_department": Text("市政府部门", "city department"),
    "enterprise": Text("企事业单位", "enterprise"),
    "unlisted": Text("没有登记类别", "not listed"),
    "handling_unit": Text("承办单位", "handling unit"),
    "hotline_centre": Text("热线中心", "hotline centre"),
    "main_leader": Text("主要负责人", "main leader"),
    "deputy_leader": Text("分管负责人", "deputy leader"),
    "none": Text("无", "none"),
}

# Payload keys where a kind of ticket is changed.
KEYS_OF_CHANGE = {"from": "原为", "to": "改为"}
