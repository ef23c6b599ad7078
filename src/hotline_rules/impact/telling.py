"""Differences in sentences, Chinese and English."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.explain.names import Names
from hotline_rules.explain.wording import NOTHING, join, same, say, short_instant
from hotline_rules.explain.words import (
    COLOURS,
    END_REASONS,
    FLAGS,
    STATES,
    STATES_OF_ACTIONS,
    STATES_OF_PENALTIES,
    STATES_OF_POWERS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hotline_rules.impact.differences import Difference
    from hotline_rules.rulebook import Rulebook

SECTIONS = {
    "deadlines": Text("时限", "deadlines"),
    "light": Text("灯", "light"),
    "penalties": Text("牌和扣分", "penalties"),
    "actions": Text("应办事项", "actions"),
    "statuses": Text("状态", "statuses"),
    "rungs": Text("阶梯", "rungs"),
    "missing": Text("缺少的事实和数值", "what is missing"),
}
_NONE = Text("无", "none")
_FIELDS = {
    "due_at": Text("到期", "due"),
    "inclusive": Text("到期那一刻还算按时", "due instant included"),
    "original_due_at": Text("原到期", "due at first"),
    "soft_due_at": Text("争取时限", "target"),
    "started_at": Text("起算时刻", "start"),
    "ended_at": Text("了结时刻", "ended"),
    "end_reason": Text("终止原因", "reason"),
    "remaining_seconds": Text("停表时剩余秒数", "seconds left"),
    "certainty": Text("确定程度", "certainty"),
    "state": Text("状态", "state"),
    "flags": Text("标志", "flags"),
    "kind": Text("种类", "kind"),
    "colour": Text("现在", "now"),
    "peak": Text("最重", "worst"),
    "since": Text("开始时刻", "since"),
    "until": Text("结束时刻", "until"),
    "at": Text("时刻", "at"),
    "points": Text("分值", "points"),
    "concurrent": Text("并存的", "beside"),
    "done_at": Text("办理时刻", "done"),
    "notice": Text("通知单", "notice"),
    "action": Text("事项", "action"),
    "bearer": Text("责任人", "bearer"),
    "actor": Text("由谁办", "by"),
    "unit": Text("单位", "unit"),
}
_CERTAINTY = {
    "final": Text("确定", "final"),
    "provisional": Text("暂定", "provisional"),
}
_INSTANTS = frozenset(
    {
        *("due_at", "original_due_at", "soft_due_at", "started_at", "ended_at"),
        *("since", "until", "at", "done_at"),
    }
)
# An end at midnight is the 24:00 of the day before, unless midnight is still in time.
_ENDS = frozenset({"due_at", "original_due_at"})
# What goes without saying where the state is said.
_FOLLOW_STATE = frozenset({"ended_at", "end_reason", "remaining_seconds", "done_at"})
_STATES: dict[str, Mapping[str, Text]] = {
    "penalties": STATES_OF_PENALTIES,
    "actions": STATES_OF_ACTIONS,
}


class Teller:
    """Says differences; each side by the words of its own profile.

    Args of the constructor:
        old, new: the rulebooks before the change and after it.
    """

    def __init__(self, old: Rulebook, new: Rulebook) -> None:
        self._old = Names(old)
        self._new = Names(new)

    def sentence(self, one: Difference) -> Text:
        """One difference as one sentence, without a full stop."""
        if one.after is None:
            return self._lone(self._old, one, one.before or {}, "不再有", "no longer")
        if one.before is None:
            return self._lone(self._new, one, one.after, "新增", "now")
        told = [self._field(one, field) for field in _worth_telling(one)]
        changes = join(told, "；", "; ")
        return say("{0}：{1}", "{0}: {1}", self._subject(self._new, one), changes)

    def articles(self, clauses: Iterable[str]) -> list[str]:
        """The articles of some clauses, each once, by the profile that has them."""
        found = {}
        for clause in clauses:
            cite = self._new.cite(clause)
            found[cite.article if cite.document else self._old.cite(clause).article] = 1
        return list(found)

    def penalty(self, kind: str) -> Text:
        """The name of a kind of penalty, by the new profile."""
        return self._new.penalty(kind)

    def _lone(
        self, names: Names, one: Difference, record: Mapping[str, Any], zh: str, en: str
    ) -> Text:
        subject = self._subject(names, one)
        shown = self._gist(names, one.section, record)
        return say(f"{zh}{{0}}{{1}}", f"{en}: {{0}}{{1}}", subject, shown)

    def _subject(self, names: Names, one: Difference) -> Text:
        record = one.after if one.after is not None else one.before
        assert record is not None  # a difference has a record on one side
        title = self._title(names, one.section, record)
        number = _number(one.key) if one.section in _NUMBERED else 1
        again = say("第{0}次", "no. {0}", number) if number > 1 else NOTHING
        about = join((NOTHING if one.unit is None else same(one.unit), again))
        return say("{0}（{1}）", "{0} ({1})", title, about) if about.zh else title

    def _title(self, names: Names, section: str, record: Mapping[str, Any]) -> Text:
        match section:
            case "light":
                return SECTIONS["light"]
            case "deadlines":
                return _quoted("时限", "limit", names.rule(record["rule"]))
            case "penalties":
                kind, rule = names.penalty(record["kind"]), names.rule(record["rule"])
                return say("{0}“{1}”", "{0} “{1}”", kind, rule)
            case "actions":
                return _quoted("应办事项", "action", names.titled(record["action"]))
            case "statuses":
                status = names.status(record["status"], record["kind"])
                return _quoted("状态", "status", status)
            case "rungs":
                ladder, rung = record["ladder"], names.titled(record["rung"])
                return say("{0}“{1}”", "{0} “{1}”", names.ladder(ladder), rung)
            case _:
                sort = next(s for s in _SORTS if s in record)
                name = record[sort]
                about = names.fact(name) if sort == "fact" else names.titled(name)
                return _quoted("缺少的", "missing", about)

    def _gist(self, names: Names, section: str, record: Mapping[str, Any]) -> Text:
        """What matters of a record that is there on one side only."""
        keys = {
            "deadlines": ("due_at", "state"),
            "penalties": ("at", "state"),
            "actions": ("due_at", "state"),
            "statuses": ("since",),
            "rungs": ("since",),
        }.get(section, ())
        parts = [
            value if key == "state" else say("{0}{1}", "{0} {1}", _FIELDS[key], value)
            for key in keys
            if record[key] is not None
            for value in (self._value(names, section, key, record),)
        ]
        gist = join(parts)
        return say("（{0}）", " ({0})", gist) if gist.zh else NOTHING

    def _field(self, one: Difference, field: str) -> Text:
        assert one.before is not None  # only pairs of records have fields
        assert one.after is not None
        return say(
            "{0}由“{1}”改为“{2}”",
            "{0} from “{1}” to “{2}”",
            _FIELDS.get(field, same(field)),
            self._value(self._old, one.section, field, one.before),
            self._value(self._new, one.section, field, one.after),
        )

    def _value(
        self, names: Names, section: str, field: str, record: Mapping[str, Any]
    ) -> Text:
        value = record.get(field)
        if field == "state":
            return _state(section, record)
        if value is None or value in ([], ""):
            return _NONE
        if field in _INSTANTS:
            inclusive = field not in _ENDS or record["inclusive"]
            return same(_end(value, inclusive=inclusive))
        if field == "kind" and section == "penalties":
            return names.penalty(value)
        return self._word(names, field, value)

    def _word(self, names: Names, field: str, value: Any) -> Text:
        match field:
            case "bearer" | "actor":
                unit = value["unit"]
                return names.role(value["role"], 0) if unit is None else same(unit)
            case "flags":
                return join((FLAGS.get(flag, same(flag)) for flag in value), "、")
            case "colour" | "peak":
                return COLOURS[value]
            case "certainty":
                return _CERTAINTY[value]
            case "end_reason":
                return END_REASONS.get(value) or names.titled(value)
            case "action" | "notice":
                return names.titled(value)
            case _:
                return names.value(value)


def _worth_telling(one: Difference) -> list[str]:
    """The fields that differ, without what goes without saying beside another."""
    if "state" in one.fields:
        silent = _FOLLOW_STATE
    elif one.section == "light" and len(one.fields) > 1:
        silent = frozenset({"since"})
    else:
        return list(one.fields)
    return [field for field in one.fields if field not in silent]


def _state(section: str, record: Mapping[str, Any]) -> Text:
    known = _STATES.get(section)
    if known is None:
        known = STATES_OF_POWERS if record.get("kind") == "power" else STATES
    return known.get(record["state"], same(record["state"]))


def _quoted(zh: str, en: str, title: Text) -> Text:
    return say(f"{zh}“{{0}}”", f"{en} “{{0}}”", title)


_SORTS = ("parameter", "fact", "conflict")
_NUMBERED = frozenset({"deadlines", "penalties", "actions"})


def _number(id_: str) -> int:
    """Which occurrence an id names: ``handle:unit:2`` is the second."""
    last = id_.rpartition(":")[2]
    return int(last) if last.isdecimal() else 1


def _end(iso: str, *, inclusive: bool) -> str:
    """An end for people; midnight is the 24:00 of the day before."""
    if inclusive or iso[11:19] != "00:00:00":
        return short_instant(iso)
    return f"{date.fromisoformat(iso[:10]) - timedelta(days=1)} 24:00"
