"""The trace of a limit: which days counted, which did not, and why. Made on request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hotline_rules.clock.amount import (
    Amount,
    CalendarDays,
    Elapsed,
    Months,
    WorkingDays,
    WorkingTime,
    size,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline_rules.calendar import DayReason
    from hotline_rules.clock.end import End
    from hotline_rules.clock.span import Pause, SpanCounting

Role = Literal["counted", "start", "rest", "paused", "closed", "rolled"]
Unit = Literal["seconds", "halves", "days"]
LONGEST = 4_000
_UNITS: dict[type[Amount], Unit] = {
    Elapsed: "seconds",
    WorkingTime: "seconds",
    WorkingDays: "halves",
    CalendarDays: "days",
}


@dataclass(frozen=True, slots=True)
class TraceDay:
    """One day of a trace.

    Attributes:
        day: local day.
        counted: whether any of it counted.
        role: `counted`; `start`: the day of the start, not counted; `rest`: a rest day;
            `paused`; `closed`: no counted time of a working day fell into the limit;
            `rolled`: the amount was used up, the end only moves off the rest days.
        gained: what the day added: seconds, half days, or days.
        total: the same, up to and including this day.
        why: why it is a working day or not.
    """

    day: int
    counted: bool
    role: Role
    gained: int
    total: int
    why: DayReason


@dataclass(frozen=True, slots=True)
class Trace:
    """The days of a limit, in order, with the unit in which they add up.

    Attributes:
        unit: `seconds`, `halves` (of working days) or `days`.
        start: the instant from which it was counted.
        end: the end that was reached.
        days: from the day of the start to that of the last instant.
    """

    unit: Unit
    start: int
    end: End
    days: tuple[TraceDay, ...]

    @property
    def provisional(self) -> bool:
        """Whether any day in it may still be changed by a notice to come."""
        return any(each.why.provisional for each in self.days)


def trace_of(
    spans: SpanCounting,
    start: int,
    end: End,
    amount: Amount | type[Amount],
    pauses: Sequence[Pause],
    at_most: Amount | None,
) -> Trace:
    """Walk the days of a limit; the totals come from the same functions as its end."""
    kind = amount if isinstance(amount, type) else type(amount)
    unit = CalendarDays if kind is Months else kind
    calendar = spans.calendar
    stops = tuple(spans.capped(pauses, at_most))
    cap = None if isinstance(amount, type) else spans.nominal(start, amount)
    first, untils = _untils(spans, start, end, unit)
    counted_by = spans.counter(start, unit)
    days: list[TraceDay] = []
    total = lost = 0
    for day, until in enumerate(untils, start=first):
        lost_before = lost
        if stops:
            lost = sum(
                size(spans.between(a, min(b, until), unit))
                for a, b in stops
                if a < until
            )
        before = total
        total = counted_by(until) - lost
        total = max(before, total if cap is None else min(total, cap))
        why = calendar.why(day)
        role = _role(
            gained=total > before,
            paused=lost > lost_before,
            used_up=cap is not None and total == cap,
            rest=not why.working,
            first=day == first,
        )
        days.append(TraceDay(day, total > before, role, total - before, total, why))
    return Trace(_UNITS[unit], start, end, tuple(days))


def counted_days(
    spans: SpanCounting, start: int, end: End, kind: type[Amount]
) -> tuple[int, bytes]:
    """Answer the first day of a trace without pauses, and for each day if it counted.

    All that a trace tells beside its totals follows from these two and the calendar.
    """
    first, untils = _untils(spans, start, end, kind)
    counted_by = spans.counter(start, CalendarDays if kind is Months else kind)
    total, counted = 0, bytearray()
    for until in untils:
        before, total = total, max(total, counted_by(until))
        counted.append(total > before)
    return first, bytes(counted)


def _untils(
    spans: SpanCounting, start: int, end: End, kind: type[Amount]
) -> tuple[int, list[int]]:
    """The first day of a trace, and of each day up to where it can count."""
    calendar = spans.calendar
    first, last = calendar.day_of(start), calendar.day_of(end.last_instant)
    if last - first > LONGEST:
        raise ValueError(f"a trace of {last - first} days is longer than {LONGEST}")
    less = 0 if kind is Elapsed or kind is WorkingTime else 1
    ends = [min(calendar.end_of(day), end.first_late) for day in range(first, last + 1)]
    return first, [until - less for until in ends]


def _role(
    *, gained: bool, paused: bool, used_up: bool, rest: bool, first: bool
) -> Role:
    """Name what a day was to a limit."""
    if gained:
        return "counted"
    if paused:
        return "paused"
    if first:
        return "start"
    if rest:
        return "rest"
    return "rolled" if used_up else "closed"
