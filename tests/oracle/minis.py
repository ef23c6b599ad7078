"""Profiles in miniature: one handling limit with its marks, and what may alter it.

A `Mini` is the oracle's own data. `to_yaml` writes it in the profile language, so that
the real loader, compiler and engine judge the same rules that the oracle judges.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.oracle.points import Amount

if TYPE_CHECKING:
    from tests.oracle.points import Counting


@dataclass(frozen=True)
class Mark:
    """A named point and what it brings.

    `where` is one of `before due`, `past due`, `past after due`, `past after start`;
    the amount belongs to all but `past due`.
    """

    name: str
    where: str
    amount: Amount | None = None
    light: str | None = None
    penalty: str | None = None

    @property
    def point(self) -> str:
        match self.where:
            case "past due":
                return "past due"
            case "before due":
                return f"{self.amount} before due"
            case _:
                return f"past {self.amount} {self.where.removeprefix('past ')}"


@dataclass(frozen=True)
class Extension:
    """A request and a decision that move the end.

    Attributes:
        window: until when one may ask: `due`, an amount before it, or None: any time.
        late: with a window, whether late requests are heard (for the future only).
        to: `promised` (a date or an instant in the request) or an amount after due.
        cap: the end may not lie later than so much after the present one.
    """

    while_pending: str = "counts_provisionally"
    window: str | Amount | None = "due"
    late: bool = False
    to: str | Amount = "promised"
    cap: Amount | None = None
    beyond: str = "cut"
    times: int | None = 1
    marks: tuple[Mark, ...] | None = None


@dataclass(frozen=True)
class Pause:
    at_most: Amount | None = None


@dataclass(frozen=True)
class Mini:
    within: Amount
    counting: Counting
    marks: tuple[Mark, ...] = ()
    emergency: Amount | None = None
    if_facts_change: str = "keep"
    again: str = "replaces"
    redo: bool = False
    returns: Amount | None = None
    extension: Extension | None = None
    pause: Pause | None = None
    lower: str | None = "absorbed"
    order: tuple[int, ...] = field(default=())  # of the rules in the file; () as is


CITE = "MINI-1 第一条"

REGISTER = """\
MINI-1: {at: 第一条, gist: 小样的唯一一条}
"""

_HEAD = """\
format: 1
city: mini
title: 小样
zone: Asia/Shanghai
documents:
  mini:
    title: 小样办法
    number: 无
    issued: 2000-01-01
    in_force: {from: 2000-01-01, until: open}
    law_at: {duties: dispatched, procedure: the_event}
    after_end: apply_and_flag
    clauses: mini.register.yaml
    cite: MINI-1 第一条
words:
  statuses:
    returned_late: {title: 超期回退, of: unit}
"""


def to_yaml(mini: Mini) -> str:
    """The same rules in the profile language."""
    rules = rules_of(mini)
    order = mini.order if len(mini.order) == len(rules) else range(len(rules))
    text = _HEAD + _counting(mini) + "rules:\n" + "".join(rules[i] for i in order)
    if mini.lower and _penalties(mini):
        text += (
            "ladders:\n  lateness: {title: 一次迟延一张牌, "
            "weakest_first: [yellow_card, red_card], "
            f"same: limit, lower: {mini.lower}}}\n"
        )
    return text


def _penalties(mini: Mini) -> bool:
    marks = mini.marks + ((mini.extension and mini.extension.marks) or ())
    return any(mark.penalty for mark in marks)


def _counting(mini: Mini) -> str:
    """The countings: of the limit, of the power, of the date an hour limit moves to."""
    counting, extension = mini.counting, mini.extension
    days = {"CN": "CN", "every day": '"every day"'}[counting.calendar]
    main = {mini.within.unit, *_units(mini.marks)}
    if mini.emergency:
        main |= {mini.emergency.unit}
    moved = _units_of_extension(extension) if extension else set()
    dates = set()
    if mini.within.unit == "hours":
        dates = moved
    else:
        main |= moved
    returning = set()
    if mini.returns and mini.returns.unit == mini.within.unit:
        main |= {mini.returns.unit}
    elif mini.returns:
        returning = {mini.returns.unit}
    lines = [
        f"calendars:\n  office: {{title: 工作日, days: {days}}}\n",
        "counting:\n",
    ]
    for name, kinds in (("main", main), ("returning", returning), ("dates", dates)):
        if kinds:
            lines += [f"  {name}: {{{_settings(counting, kinds)}}}\n"]
    return "".join(lines)


def _units(marks: tuple[Mark, ...]) -> set[str]:
    return {mark.amount.unit for mark in marks if mark.amount}


def _units_of_extension(extension: Extension) -> set[str]:
    amounts = [extension.window, extension.to, extension.cap]
    kinds = {amount.unit for amount in amounts if isinstance(amount, Amount)}
    if extension.to == "promised":
        kinds |= {"date"}
    return kinds | _units(extension.marks or ())


# What each kind of amount looks at; a setting nobody looks at is an error.
_DAYS = {"first_day", "last_day_ends", "at_the_limit"}
_LOOKED_AT = {
    "hours": {"rest_days_in_hours", "at_the_limit", "rest_days_after"},
    "working days": _DAYS | {"rest_days_after"},
    "calendar days": _DAYS | {"end_on_rest_day"},
    "date": {"end_on_rest_day", "rest_days_after"},
}


def _settings(counting: Counting, kinds: set[str]) -> str:
    names = sorted(set().union(*(_LOOKED_AT[kind] for kind in kinds)))
    values = "".join(f', {name}: "{getattr(counting, name)}"' for name in names)
    return f"title: 计时, calendar: office{values}"


def _marks(marks: tuple[Mark, ...], indent: str) -> str:
    lines = [f"{indent}marks:\n"]
    for mark in marks:
        effects = "".join(
            f", {key}: {value}"
            for key, value in (("light", mark.light), ("penalty", mark.penalty))
            if value
        )
        lines += [
            f"{indent}  {mark.name}: {{at: {mark.point}{effects}, cite: {CITE}}}\n"
        ]
    return "".join(lines) if marks else ""


def rules_of(mini: Mini) -> list[str]:
    rules = [_handle(mini)]
    if mini.returns:
        rules += _returning(mini)
    if mini.extension:
        rules += _extension(mini, mini.extension)
    if mini.pause:
        rules += [_pause(mini.pause)]
    return rules


def _handle(mini: Mini) -> str:
    trigger = "[dispatched, redo_ordered]" if mini.redo else "dispatched"
    text = (
        f"  handle:\n    title: 办理时限\n    cite: {CITE}\n    from: {trigger}\n"
        "    who: unit\n    must: result_submitted\n    one_per: unit\n"
        f"    again: {mini.again}\n    counted: main\n"
    )
    if mini.returns:
        text += "    ends_on: {returned: {return_decided: {decision: approved}}}\n"
    if mini.emergency:
        text += (
            f"    if_facts_change: {mini.if_facts_change}\n    cases:\n"
            "      by: ticket.urgency\n"
            f"      normal: {{within: {mini.within}}}\n"
            f"      emergency: {{within: {mini.emergency}}}\n"
        )
    else:
        text += f"    within: {mini.within}\n"
    return text + _marks(mini.marks, "    ")


def _returning(mini: Mini) -> list[str]:
    assert mini.returns is not None
    counted = "main" if mini.returns.unit == mini.within.unit else "returning"
    return [
        f"  return:\n    title: 回退窗口\n    cite: {CITE}\n    from: handle.opened\n"
        "    who: unit\n    may: return_requested\n    one_per: unit\n"
        f"    again: replaces\n    counted: {counted}\n    within: {mini.returns}\n"
        "    ends_on: {superseded: handle.over}\n",
        f"  late_return: {{title: 超期回退, cite: {CITE}, from: return.used_late, "
        "status: returned_late, until: never}\n",
    ]


def _extension(mini: Mini, extension: Extension) -> list[str]:
    rules = []
    asked = "extension_requested"
    if extension.window is not None:
        point = "due" if extension.window == "due" else None
        until = "handle.due" if point else f"{extension.window} before handle.due"
        rules += [
            f"  ask:\n    title: 申请延期窗口\n    cite: {CITE}\n"
            "    from: handle.opened\n    who: unit\n    may: extension_requested\n"
            f"    one_per: unit\n    again: replaces\n    within: until {until}\n"
            "    counted: main\n    ends_on: {superseded: handle.over}\n"
        ]
        asked = "ask.used"
    to = (
        "asked.promised_due"
        if extension.to == "promised"
        else f"{extension.to} after due"
    )
    text = (
        f"  extension:\n    title: 延期\n    cite: {CITE}\n    changes: handle\n"
        f"    asked_by: {asked}\n"
        "    granted_by: {extension_decided: {decision: approved}}\n"
        "    refused_by: {extension_decided: {decision: rejected}}\n"
        f"    while_pending: {extension.while_pending}\n    moves_to: {to}\n"
    )
    if extension.window is not None and extension.late:
        text += "    asked_late_by: ask.used_late\n"
    if mini.within.unit == "hours":
        text += "    counted: dates\n"
    if extension.cap:
        text += f"    not_after: [{extension.cap} after due]\n"
        text += f"    beyond: {extension.beyond}\n"
    if extension.times is not None:
        text += f"    times: {extension.times}\n"
    return [*rules, text + _marks(extension.marks or (), "    ")]


def _pause(pause: Pause) -> str:
    most = f"    at_most: {pause.at_most}\n" if pause.at_most else ""
    return (
        f"  standstill:\n    title: 暂停\n    cite: {CITE}\n    changes: handle\n"
        "    granted_by: asking\n    asked_by: paused\n"
        f"    pauses_from: paused\n    pauses_until: resumed\n{most}"
    )
