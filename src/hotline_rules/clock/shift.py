"""From an end to a point after or before it: the marks of a limit, its extensions."""

from collections.abc import Callable

from hotline_rules.calendar import WorkingCalendar
from hotline_rules.clock.amount import (
    Amount,
    CalendarDays,
    Elapsed,
    WorkingDays,
    WorkingTime,
)
from hotline_rules.clock.days import DayAmount, DayCounting, same_number
from hotline_rules.clock.end import End
from hotline_rules.clock.hours import HourAmount, HourCounting

Shift = Callable[[End], End]


def make_later(
    calendar: WorkingCalendar, days: DayCounting, hours: HourCounting, amount: Amount
) -> Shift:
    """Return the function from an end to the point so much after it."""
    match amount:
        case Elapsed(seconds) | WorkingTime(seconds):
            return _by_hours(hours, type(amount), seconds)
        case WorkingDays(halves) if halves % 2:
            return lambda end: days.end_of_half(
                days.half_base(end.last_instant) + halves
            )
    return _by_days(calendar, days, amount, lambda base: days.last_day(base, amount))


def make_earlier(
    calendar: WorkingCalendar, days: DayCounting, hours: HourCounting, amount: Amount
) -> Shift:
    """Return the function from an end to the point so much before it."""
    match amount:
        case Elapsed(seconds) | WorkingTime(seconds):
            return _by_hours(hours, type(amount), -seconds)
        case WorkingDays(halves) if halves % 2:
            return lambda end: days.end_of_half(
                days.half_base(end.last_instant) - halves
            )
        case WorkingDays(halves):
            index, nth = calendar.working_index, calendar.nth_working
            number = halves // 2 + 1
            return _by_days(
                calendar, days, amount, lambda base: nth(index(base + 1) - number)
            )
        case CalendarDays(few):
            return _by_days(calendar, days, amount, lambda base: base - few)
        case _:
            back = -amount.months
            return _by_days(
                calendar, days, amount, lambda base: same_number(base, back)
            )


def _by_hours(hours: HourCounting, kind: type[HourAmount], seconds: int) -> Shift:
    """Return the shift by seconds; what comes out is inclusive as the end was."""
    including = hours.mover(kind, seconds, inclusive=True)
    excluding = hours.mover(kind, seconds, inclusive=False)
    return lambda end: (including if end.inclusive else excluding)(end.at)


def _by_days(
    calendar: WorkingCalendar,
    days: DayCounting,
    amount: DayAmount,
    last_day: Callable[[int], int],
) -> Shift:
    """Return the shift from the day of an end to the end of a last day, kept by day."""
    day_of = calendar.day_of
    if days.ends_at_same_time:
        return lambda end: days.at_same_time(
            last_day(day_of(end.last_instant)), end.at, inclusive=end.inclusive
        )
    ending = days.ending(amount)
    found: dict[int, End] = {}

    def shift(end: End) -> End:
        base = day_of(end.at if end.inclusive else end.at - 1)
        point = found.get(base)
        if point is None:
            point = found[base] = ending(last_day(base))
        return point

    return shift
