"""What people call the things that results name by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.rulebook import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.rulebook import Rulebook

# Payload keys in Chinese; in English a key's own words say it.
KEYS = {
    "about": "对象",
    "act_id": "所指行为",
    "addressee_role": "约谈对象",
    "advice": "告知的途径",
    "agenda": "议题",
    "attended": "到场",
    "basic_facts": "基本情况",
    "basis": "依据",
    "by": "作出者",
    "by_role": "作出者",
    "caller_ref": "诉求人编号",
    "card": "牌的编号",
    "cause": "原因",
    "changed_by": "改过期限的事项",
    "channel": "渠道",
    "clause": "条款",
    "clear": "清楚",
    "code": "认定事项",
    "colour": "颜色",
    "consequence": "后果",
    "contacted": "联系上",
    "content": "内容",
    "copies": "份数",
    "date": "日期",
    "days": "天数",
    "decision": "决定",
    "demand_reasonable": "诉求合理",
    "document": "文件",
    "due": "期限",
    "due_at": "期限",
    "due_override": "转办单所印期限",
    "duplicate": "重复工单",
    "evidence": "证据",
    "exceptional": "特殊批准",
    "feasible": "具备条件",
    "form": "形式",
    "from": "来自",
    "from_unit": "转出单位",
    "ground": "理由",
    "group": "分组",
    "guidance": "指引",
    "handled": "已处理",
    "handlers": "经办人员",
    "immediate": "能马上改好",
    "internal_due": "内部期限",
    "invalid": "无效工单",
    "item": "条目",
    "key": "重点",
    "kind": "类别",
    "last_month": "上个月",
    "lawful": "合法合策",
    "lead": "主办、牵头",
    "lead_named": "写明主办单位",
    "leader_signed": "领导已签字",
    "legal_basis_cited": "引用依据",
    "level": "层级",
    "materials": "材料",
    "matter_ref": "事项编号",
    "minutes": "会议纪要",
    "mode": "方式",
    "month": "月份",
    "n": "次数",
    "name": "名称",
    "of_ticket": "原工单",
    "owner_unit": "责任单位",
    "parent": "上级单位",
    "participants": "参加单位",
    "period": "考核月份",
    "plan": "方案",
    "procedure": "程序",
    "process_described": "写明办理经过",
    "process_ok": "过程满意",
    "promised_due": "承诺时间",
    "rank": "名次",
    "rates": "各项比率",
    "reason": "理由",
    "replied_caller": "已回复诉求人",
    "result": "结果",
    "result_ok": "结果满意",
    "role": "身份",
    "rule": "规则",
    "same_facts": "同一事实",
    "same_person": "同一人",
    "same_reason": "同一理由",
    "sealed": "已盖章",
    "site_checked": "到过现场",
    "skipped": "当月没有考核",
    "stance": "已表态",
    "status": "状态",
    "sub_kind": "细类",
    "suggested_unit": "建议单位",
    "system": "所属系统",
    "ticket": "工单",
    "tie": "并列",
    "time": "时限",
    "to": "送往",
    "to_role": "收到的人",
    "to_unit": "转入单位",
    "type": "类别",
    "unable_reason": "未能联系的原因",
    "undone": "应办未办",
    "unit": "单位",
    "urgency": "紧急程度",
    "version": "版本",
}

_TRIGGER = {
    "type": "事件",
    "at": "发生时间",
    "weekday": "星期",
    "day": "日期",
    "time": "时刻",
}


class Titles:
    """Chinese titles of one profile, by id.

    Attributes:
        rules: of rules, of the entries that cases share, of changes and marks.
        events: of recorded events.
        keys: of payload keys, by event and key; those that the profile declares.
        documents: of documents, by id.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.rules: dict[str, str] = {}
        for name, title in rule_titles(rulebook):
            self.rules.setdefault(name, title)
        self.events = {one.id: one.title for one in rulebook.events}
        self.keys = {
            (one.id, key): title
            for one in rulebook.events
            for key, title in one.key_titles
        }
        self._payloads = {one.id: dict(one.payload) for one in rulebook.events}
        self._declared = {key: title for (_, key), title in self.keys.items()}
        self.documents = {one.id: one.title for one in rulebook.documents}
        self._words = {**dict(parameter_titles(rulebook)), **dict(rulebook.titles)}
        self._attributes = {one.id: one.title for one in rulebook.attributes}
        self._statuses = {one.id: one.title for one in rulebook.statuses}
        self._ladders = {one.id: one.title for one in rulebook.ladders}

    def rule(self, id_: str) -> str:
        """The title of a rule, change or mark; an unknown id stands for itself."""
        return self.rules.get(id_) or id_

    def word(self, id_: str) -> str:
        """The title of an action, a notice, a finding, a value."""
        return self._words.get(id_, id_)

    def happening(self, id_: str) -> str:
        """The title of a recorded event, else of a rule or change."""
        return self.events.get(id_) or self.rule(id_)

    def fact(self, name: str) -> str:
        """A fact by its dotted name; one without a scope is an attribute."""
        scope, _, key = name.rpartition(".")
        match scope:
            case "" | "ticket" | "unit" | "item":
                title = self._attributes.get(key, key)
                return KEYS.get(key, key) if title == key else title
            case "finding":
                return f"认定“{self.word(key)}”"
            case "status":
                return f"状态“{self._statuses.get(key, key)}”"
            case "limit":
                return f"“{self.rule(key)}”的状态"
            case "rung":
                return f"“{self._ladders.get(key, key)}”所在阶段"
            case "asked":
                return f"申请中的{self.key(key)}"
            case "granted":
                return f"决定中的{self.key(key)}"
            case "event":
                return _TRIGGER.get(key) or self.key(key)
            case _:
                if key == "due" and scope in self.rules:
                    return f"“{self.rule(scope)}”的期限"
                return self.key(key)

    def key(self, key: str, event: str = "") -> str:
        """A payload key, of one type of event where that is known."""
        own = key in self._payloads.get(event, (key,))
        found = self.keys.get((event, key)) or (not own and _TRIGGER.get(key))
        found = found or KEYS.get(key) or self._declared.get(key)
        return found or _TRIGGER.get(key) or self._attributes.get(key, key)


def parameter_titles(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Titles of the numbers that the documents leave open."""
    for rule in rulebook.rules:
        for case in rule.cases:
            limit, penalty = case.limit, case.effects.penalty
            if limit is not None:
                for value in (limit.within, limit.target):
                    yield from _gaps(value)
                for mark in limit.marks:
                    yield from _gaps(mark.at)
                    if mark.effects.penalty is not None:
                        yield from _gaps(mark.effects.penalty.points)
            if penalty is not None:
                yield from _gaps(penalty.points)


def _gaps(value: Any) -> Iterator[tuple[str, str]]:
    """The gaps in a value, those in the rows of tables included."""
    if isinstance(value, Missing):
        yield value.parameter, value.title
    for row in getattr(value, "rows", ()):
        yield from _gaps(row.value)
    for part in getattr(value, "parts", ()):
        yield from _gaps(part)


def rule_titles(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Titles of rules, of the entries that cases share, of changes and marks."""
    for rule in rulebook.rules:
        titles = tuple(dict.fromkeys(case.title for case in rule.cases))
        if rule.group is not None:
            yield rule.group, titles[0]
        yield rule.id, "、".join(titles)
        for case in rule.cases:
            for mark in case.limit.marks if case.limit is not None else ():
                yield f"{rule.id}.{mark.id}", mark.title
    for change in rulebook.changes:
        yield change.id, change.title
        for mark in change.marks or ():
            for target in change.targets:
                yield f"{target}.{mark.id}", mark.title
