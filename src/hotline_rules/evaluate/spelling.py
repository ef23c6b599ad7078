"""Amounts and points in the profile's own words, for evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import date_of_day
from hotline_rules.clock import (
    Amount,
    CalendarDays,
    Elapsed,
    Months,
    WorkingDays,
    WorkingTime,
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
    Shifted,
    Table,
    Until,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.rulebook import Value

UNITS: Mapping[type[Amount], str] = {
    Elapsed: "hours",
    WorkingTime: "working hours",
    WorkingDays: "working days",
    CalendarDays: "calendar days",
    Months: "months",
}


def amount_text(amount: Amount) -> str:
    """The amount of a limit in the profile's own words."""
    match amount:
        case Elapsed(seconds):
            hours, rest = divmod(seconds, 3_600)
            return f"{seconds // 60} minutes" if rest else f"{hours} hours"
        case WorkingDays(halves):
            whole = halves // 2
            return f"{whole}.5 working days" if halves % 2 else f"{whole} working days"
        case CalendarDays(days):
            return f"{days} calendar days"
        case Months(months):
            return f"{months} months"
        case _:
            return f"{amount.seconds // 60} working minutes"


def point_text(point: Any) -> str | None:
    """A limit, a mark or a point; ``None`` for the lack of one.

    Example:
        ``5 working days after start``, ``past due``, ``event.due``, ``handle.due``.
    """
    match point:
        case Within():
            return f"{_amount(point.amount)} after start"
        case Until():
            return point_text(point.point)
        case MarkPoint():
            return f"{'past ' if point.past else ''}{point_text(point.point)}"
        case Shifted():
            base = point_text(point.base)
            return f"{_amount(point.amount)} {point.direction} {base}"
        case FirstWorkingDayAfter():
            return (
                f"{_EDGES[point.edge]}first working day after {point_text(point.base)}"
            )
        case _:
            return _plain(point)


_EDGES = {"opening": "", "end": "end of the "}


def _plain(point: Any) -> str | None:
    """A point that rests on no other."""
    match point:
        case Anchor():
            return point.name
        case LimitDue():
            return f"{point.rule}.due"
        case FactPoint():
            return str(point.fact)
        case FixedDay():
            return date_of_day(point.day).isoformat()
        case EndOfDay():
            return "end of the day"
        case DayOfMonth():
            return f"day {point.day} of the month"
        case _:
            return None


def value_text(value: Value[Any]) -> Any:
    """A value that needs no choice; of an extreme all its parts; else ``None``.

    A table is told by its only row: the readings in use have left nothing to choose.
    """
    match value:
        case Constant():
            return point_text(value.value)
        case Extreme():
            return {value.which: [value_text(part) for part in value.parts]}
        case Table() if len(value.rows) == 1:
            return value_text(value.rows[0].value)
        case _:
            return None


def _amount(amount: Amount | FactAmount) -> str:
    if isinstance(amount, FactAmount):
        return f"{amount.fact} {amount.unit}"
    return amount_text(amount)
