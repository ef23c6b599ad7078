"""From a start to the end of a limit: one function per amount, made once."""

from collections.abc import Callable

from hotline_rules.calendar import DAY_SECONDS, WorkingCalendar
from hotline_rules.clock.amount import (
    Amount,
    Elapsed,
    WorkingDays,
    WorkingTime,
)
from hotline_rules.clock.days import DayAmount, DayCounting
from hotline_rules.clock.end import End
from hotline_rules.clock.hours import HourAmount, HourCounting

Adder = Callable[[int], End]


def make_adder(
    calendar: WorkingCalendar, days: DayCounting, hours: HourCounting, amount: Amount
) -> Adder:
    """Choose the function that fits an amount and the settings.

    Raises:
        ValueError: a setting that it needs was not given.
    """
    match amount:
        case Elapsed() | WorkingTime():
            return _hour_adder(hours, amount)
        case WorkingDays(halves) if halves % 2:
            days.check_halves()
            return lambda start: days.end_of_half(days.half_base_of(start) + halves)
    return _day_adder(calendar, days, amount)


def _hour_adder(hours: HourCounting, amount: HourAmount) -> Adder:
    move = hours.mover(type(amount), amount.seconds, inclusive=True)
    if hours.is_received_any_time:
        return move
    received = hours.received
    return lambda start: move(received(start))


def _day_adder(
    calendar: WorkingCalendar, days: DayCounting, amount: DayAmount
) -> Adder:
    days.check_base()
    if days.ends_at_same_time:
        return lambda start: days.at_same_time(
            days.last_day_from(start, amount), start, inclusive=True
        )
    ending = days.ending(amount)
    if days.depends_on_the_hour:
        return lambda start: ending(days.last_day_from(start, amount))
    return _adder_by_day(calendar, days, amount)


def _adder_by_day(
    calendar: WorkingCalendar, days: DayCounting, amount: DayAmount
) -> Adder:
    """Return an adder whose result depends on the start's day alone.

    A dictionary per amount, filled as days are asked for, is the fastest way there is
    in Python to add working days, and what is outside the calendar never gets into it.
    """
    ending, last_day_from = days.ending(amount), days.last_day_from
    zone = calendar.zone
    steady_from = zone.steady_from
    shift = zone.offset - calendar.day_starts
    ends: dict[int, End] = {}
    find = ends.get

    def add(start: int) -> End:
        if start >= steady_from:
            day = (start + shift) // DAY_SECONDS
        else:
            day = calendar.day_of(start)
        end = find(day)
        if end is None:
            end = ends[day] = ending(last_day_from(start, amount))
        return end

    return add
