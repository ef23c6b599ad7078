"""From a start to the end of a limit: one function per amount, made once."""

from collections.abc import Callable
from typing import TypeVar

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
Found = TypeVar("Found", End, int)


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

    def add(start: int) -> End:
        return ending(days.last_day_from(start, amount))

    return add if days.depends_on_the_hour else _kept_by_day(calendar, add)


def make_late(
    calendar: WorkingCalendar, days: DayCounting, hours: HourCounting, amount: Amount
) -> Callable[[int], int]:
    """Return the function to the first late instant alone, of `make_adder`'s end.

    Raises:
        ValueError: as `make_adder`.
    """
    if isinstance(amount, Elapsed | WorkingTime):
        return _hours_late(hours, amount)
    add = make_adder(calendar, days, hours, amount)

    def late(start: int) -> int:
        return add(start).first_late

    halves = isinstance(amount, WorkingDays) and amount.halves % 2
    if halves or days.ends_at_same_time or days.depends_on_the_hour:
        return late
    return _kept_by_day(calendar, late)


def _hours_late(hours: HourCounting, amount: HourAmount) -> Callable[[int], int]:
    late = hours.late_mover(type(amount), amount.seconds)
    if hours.is_received_any_time:
        return late
    received = hours.received
    return lambda start: late(received(start))


def _kept_by_day(
    calendar: WorkingCalendar, find: Callable[[int], Found]
) -> Callable[[int], Found]:
    """Return the same function where its result depends on the start's day alone.

    A dictionary per amount, filled as days are asked for, is the fastest way there is
    in Python to add working days, and what is outside the calendar never gets into it.
    """
    zone = calendar.zone
    steady_from = zone.steady_from
    shift = zone.offset - calendar.day_starts
    kept: dict[int, Found] = {}

    def found(start: int) -> Found:
        if start >= steady_from:
            day = (start + shift) // DAY_SECONDS
        else:
            day = calendar.day_of(start)
        try:
            return kept[day]
        except KeyError:  # found below, so that an error does not come with this one
            pass
        end = kept[day] = find(start)
        return end

    return found
