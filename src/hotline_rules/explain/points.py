"""Points, amounts and counting settings in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hotline_rules.clock import WorkingDays, settings_used
from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.logic import bind_condition
from hotline_rules.explain.wording import (
    NOTHING,
    amount_text,
    date_text,
    join,
    same,
    say,
)
from hotline_rules.rulebook import (
    Anchor,
    Constant,
    DayOfMonth,
    EndOfDay,
    Extreme,
    FactAmount,
    FactPoint,
    FirstWorkingDayAfter,
    FixedDay,
    LimitDue,
    MarkPoint,
    NoTime,
    Shifted,
    Table,
    Until,
    Within,
)

if TYPE_CHECKING:
    from hotline_rules.clock import Amount, CountingSettings
    from hotline_rules.evaluate.facts import Binder
    from hotline_rules.explain.names import Names

Given = Callable[[Any], object]

_ANCHORS = {
    "due": Text("期满", "the end"),
    "first_due": Text("原期限期满", "the first end"),
    "start": Text("起算", "the start"),
    "now": Text("该事件", "the event"),
}
_FACT_UNITS = {
    "minutes": Text("分钟", "minutes"),
    "hours": Text("小时", "hours"),
    "working hours": Text("小时办公时间", "hours of office time"),
    "working days": Text("个工作日", "working days"),
    "calendar days": Text("个自然日", "calendar days"),
    "months": Text("个月", "months"),
}

_SETTINGS = {
    ("receipt", "next_opening"): Text(
        "下班后收到的算下次上班时收到", "what arrives while closed arrives at opening"
    ),
    ("first_day", "not_counted"): Text(
        "起算当天不计", "the day of the start is not counted"
    ),
    ("first_day", "counted"): Text(
        "起算当天计为第一天", "the day of the start is the first"
    ),
    ("first_day", "next_working_day"): Text(
        "下班后收到的算下一工作日收到，收到当天不计",
        "after closing counts as the next working day, which is not counted",
    ),
    ("last_day_ends", "24:00"): Text(
        "最后一天到24:00为止", "the last day ends at 24:00"
    ),
    ("last_day_ends", "business_close"): Text(
        "最后一天到下班为止", "the last day ends at the close of business"
    ),
    ("last_day_ends", "same_time"): Text(
        "最后一天到与起算相同的钟点为止", "the last day ends at the time of the start"
    ),
    ("at_the_limit", "reached_counts"): Text(
        "到了期满那一刻就算超", "the instant of the end is late"
    ),
    ("rest_days_after", "on_time"): Text(
        "其后紧接的休息日里完成不算超",
        "on the rest days that follow it is still on time",
    ),
    ("end_on_rest_day", "rolled"): Text(
        "最后一天是休息日的顺延到下一工作日",
        "an end on a rest day moves to a working day",
    ),
    ("end_on_rest_day", "stays"): Text(
        "最后一天是休息日的不顺延", "an end on a rest day stays"
    ),
    ("rest_days_in_hours", "count"): Text(
        "昼夜、休息日都算", "nights and rest days count"
    ),
    ("rest_days_in_hours", "pause"): Text(
        "工作日全天计入，休息日停表", "working days count in full, rest days not at all"
    ),
    ("rest_days_in_hours", "end_roll_same_time"): Text(
        "休息日照算，末端落在休息日的移到下一工作日同一钟点",
        "rest days count; an end on one moves to the same time of the next working day",
    ),
    ("rest_days_in_hours", "end_roll_24"): Text(
        "休息日照算，末端落在休息日的移到下一工作日24:00",
        "rest days count; an end on one moves to 24:00 of the next working day",
    ),
    ("rest_days_in_hours", "opening_roll"): Text(
        "休息日照算，末端落在休息日的移到下一工作日零点",
        "rest days count; an end on one moves to 00:00 of the next working day",
    ),
    ("hours_counted", "office_hours"): Text("只计办公时间", "only office hours count"),
}


# What goes without saying in an explanation, and is said in a list of all settings.
_QUIET = {
    ("receipt", "any_time"): Text(
        "随时收到随时起算", "what arrives counts from when it arrives"
    ),
    ("at_the_limit", "strict"): Text(
        "正好在期满那一刻完成不算超", "exactly at the end is on time"
    ),
    ("rest_days_after", "late"): Text(
        "其后紧接的休息日里完成算超", "on the rest days that follow it is late"
    ),
    ("hours_counted", "around_the_clock"): Text(
        "小时按昼夜连续计", "hours run around the clock"
    ),
}


def setting_text(name: str, word: str) -> Text:
    """One setting of a counting in words."""
    if name == "halves_split_at":
        return say("一天在{0}分为两半", "a day is divided at {0}", word)
    return _SETTINGS.get((name, word)) or _QUIET.get((name, word)) or same(word)


def counting_text(
    settings: CountingSettings, kind: type[Amount], *, halves: bool
) -> Text:
    """The settings that this kind of amount uses, in words."""
    names = ("receipt", *settings_used(kind, halves=halves), "hours_counted")
    found = (_SETTINGS.get((name, str(getattr(settings, name)))) for name in names)
    return join((one for one in found if one is not None), "，", "; ")


def counting_of(settings: CountingSettings, amount: Amount) -> Text:
    """The same for an amount."""
    halves = isinstance(amount, WorkingDays) and bool(amount.halves % 2)
    return counting_text(settings, type(amount), halves=halves)


def point_text(point: Any, names: Names, given: Given | None = None) -> Text:
    """A point of time as the profile tells it.

    Args:
        point: of a rulebook.
        names: for rules and facts.
        given: the value of a fact that an amount comes from, where it is known.
    """
    match point:
        case Anchor():
            return _ANCHORS[point.name]
        case LimitDue():
            return say("“{0}”期满", "the end of “{0}”", names.rule(point.rule))
        case FactPoint():
            return names.fact(str(point.fact))
        case FixedDay():
            return date_text(point.day)
        case Shifted():
            return _shifted(point, names, given)
        case FirstWorkingDayAfter():
            return _first_working_day(point, names)
        case EndOfDay():
            return Text("起算当天24:00", "24:00 of the day of the start")
        case DayOfMonth():
            return say("当月{0}日24:00", "24:00 of day {0} of the month", point.day)
        case _:
            return NOTHING


def _shifted(point: Shifted, names: Names, given: Given | None) -> Text:
    amount = _amount(point.amount, names, given)
    base = point_text(point.base, names, given)
    if point.direction == "after":
        return say("{1}后{0}", "{0} after {1}", amount, base)
    return say("{1}前{0}", "{0} before {1}", amount, base)


def _first_working_day(point: FirstWorkingDayAfter, names: Names) -> Text:
    base = point_text(point.base, names)
    if point.edge == "opening":
        return say(
            "{0}之后第一个工作日开始",
            "the opening of the first working day after {0}",
            base,
        )
    return say(
        "{0}之后第一个工作日终了",
        "the end of the first working day after {0}",
        base,
    )


def mark_text(mark: MarkPoint, names: Names) -> Text:
    """The point of a mark; the end of the limit itself is told as the limit."""
    if mark.point == Anchor("due"):
        return Text("期限", "the limit")
    if mark.point == Anchor("first_due"):
        return Text("原期限", "the first limit")
    return point_text(mark.point, names)


def limit_text(value: Any, names: Names) -> Text:
    """How long a limit is: an amount, or up to a point."""
    match value:
        case Within():
            return _amount(value.amount, names)
        case Until():
            return say("到{0}为止", "until {0}", point_text(value.point, names))
        case NoTime():
            return Text("没有写明时间", "no time is given")
        case _:
            return NOTHING


def _amount(amount: Any, names: Names, given: Given | None = None) -> Text:
    if isinstance(amount, FactAmount):
        unit = _FACT_UNITS[amount.unit]
        value = None if given is None else given(amount.fact)
        if value is not None:
            return say("{0}{1}", "{0} {1}", value, unit)
        return say("（{0}）{1}", "[{0}] {1}", names.fact(str(amount.fact)), unit)
    return amount_text(amount)


def chosen(value: Any, binder: Binder, run: Any, occ: Any, inst: Any) -> Any:
    """The bare value that a constant, a table or an extreme comes to; else ``None``.

    The conditions of rows are asked as the engine asks them.
    """
    match value:
        case Constant():
            return value.value
        case Extreme():
            parts = [chosen(one, binder, run, occ, inst) for one in value.parts]
            return parts[0] if len(set(map(str, parts))) == 1 else None
        case Table():
            for row in value.rows:
                check = bind_condition(row.when, binder)
                if check is None or check(run, occ, occ, inst) is True:
                    return chosen(row.value, binder, run, occ, inst)
            return None
        case _:
            return None
