"""Ends and marks by walking day by day, on plain `datetime` without a zone.

Written from the contract (two faces, inclusive or not) and from the meaning of the
settings of a counting, not from the engine: it shares no code with `clock`. Slow and
short on purpose: every amount is taken off one day, or one stretch of a day, at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import chinese_calendar

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)

IsWorking = Callable[[date], bool]
_WORKING: dict[date, bool] = {}


def national(day: date) -> bool:
    """Answer whether offices work, by a package that has nothing to do with ours."""
    known = _WORKING.get(day)
    if known is None:
        known = _WORKING[day] = bool(chinese_calendar.is_workday(day))
    return known


def always(_day: date) -> bool:
    return True


@dataclass(frozen=True)
class Point:
    """A point of a limit: its closing face, inclusive or not, and its opening face."""

    at: datetime
    inclusive: bool
    opening: datetime

    @property
    def first_late(self) -> datetime:
        return self.at + SECOND if self.inclusive else self.at

    @property
    def day(self) -> date:
        """The day it belongs to: Friday 24:00 is Friday's."""
        return (self.at if self.inclusive else self.at - SECOND).date()


@dataclass(frozen=True)
class Amount:
    number: int
    unit: str  # "working days", "calendar days", "hours"

    def __str__(self) -> str:
        return f"{self.number} {self.unit[:-1] if self.number == 1 else self.unit}"


@dataclass(frozen=True)
class Counting:
    """The settings of `counting` that the miniatures use."""

    calendar: str = "CN"
    first_day: str = "not_counted"
    last_day_ends: str = "24:00"
    at_the_limit: str = "strict"
    rest_days_after: str = "late"
    end_on_rest_day: str = "stays"
    rest_days_in_hours: str = "pause"

    @property
    def is_working(self) -> IsWorking:
        return national if self.calendar == "CN" else always


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def next_opening(at: datetime, is_working: IsWorking) -> datetime:
    """The first instant from `at` on that lies in a working day."""
    while not is_working(at.date()):
        at = midnight(at.date() + DAY)
    return at


def end_of(day: date, counting: Counting) -> Point:
    """24:00 of a day."""
    closing = midnight(day + DAY)
    opening = next_opening(closing, counting.is_working)
    if counting.rest_days_after == "on_time":
        return Point(opening, inclusive=False, opening=opening)
    return Point(closing, inclusive=False, opening=opening)


def last_day(
    day: date, number: int, counting: Counting, *, in_calendar_days: bool
) -> date:
    """The day on which a limit of that many days, received on `day`, runs out."""
    counts: IsWorking = always if in_calendar_days else counting.is_working
    if counting.first_day == "next_working_day":
        while not counting.is_working(day):
            day += DAY
    if counting.first_day == "counted":
        day -= DAY
    for _ in range(number):
        day += DAY
        while not counts(day):
            day += DAY
    if in_calendar_days and counting.end_on_rest_day == "rolled":
        while not counting.is_working(day):
            day += DAY
    return day


def end_after(start: datetime, amount: Amount, counting: Counting) -> Point:
    """Where a limit ends that is counted from an instant."""
    if amount.unit == "hours":
        return hours_after(start, timedelta(hours=amount.number), counting)
    calendar_days = amount.unit == "calendar days"
    day = last_day(
        start.date(), amount.number, counting, in_calendar_days=calendar_days
    )
    if counting.last_day_ends == "same_time":
        at = datetime.combine(day, start.time())
        return Point(at, inclusive=counting.at_the_limit == "strict", opening=at)
    return end_of(day, counting)


def hours_after(start: datetime, span: timedelta, counting: Counting) -> Point:
    """Where an hour limit ends; exactly at its end is still in time."""
    is_working = counting.is_working
    strict = counting.at_the_limit == "strict"
    if counting.rest_days_in_hours == "pause":
        at = start
        while True:
            if not is_working(at.date()):
                at = midnight(at.date() + DAY)
                continue
            left_today = midnight(at.date() + DAY) - at
            if span <= left_today:
                break
            span -= left_today
            at += left_today
        at += span
        opening = next_opening(at, is_working)
        if counting.rest_days_after == "on_time":
            at = opening
        return Point(at, inclusive=strict, opening=opening)
    at = start + span
    plain = Point(at, inclusive=strict, opening=at)
    if counting.rest_days_in_hours == "count" or is_working(plain.day):
        return plain
    working = next_opening(midnight(plain.day), is_working)
    if counting.rest_days_in_hours == "end_roll_same_time":
        at += working.date() - plain.day
        return Point(at, inclusive=strict, opening=at)
    if counting.rest_days_in_hours == "end_roll_24":
        return end_of(working.date(), counting)
    return Point(working, inclusive=strict, opening=working)


def later(point: Point, amount: Amount, counting: Counting) -> Point:
    """So much after a point."""
    if amount.unit == "hours":
        return hours_after(point.at, timedelta(hours=amount.number), counting)
    day = point.day
    counts: IsWorking = (
        always if amount.unit == "calendar days" else counting.is_working
    )
    for _ in range(amount.number):
        day += DAY
        while not counts(day):
            day += DAY
    if amount.unit == "calendar days" and counting.end_on_rest_day == "rolled":
        while not counting.is_working(day):
            day += DAY
    if counting.last_day_ends == "same_time":
        at = datetime.combine(day, point.at.time())
        return Point(at, inclusive=point.inclusive, opening=at)
    return end_of(day, counting)


def earlier(point: Point, amount: Amount, counting: Counting) -> Point:
    """So much before a point, with the face at which little time is left."""
    is_working = counting.is_working
    if amount.unit == "hours":
        return _hours_before(point, timedelta(hours=amount.number), counting)
    if amount.unit == "calendar days":
        at = point.at - amount.number * DAY
        return Point(at, inclusive=point.inclusive, opening=at)
    day = point.day
    while not is_working(day):
        day -= DAY
    # `day` is the last working day that is not yet over before the point.
    for _ in range(amount.number):
        day -= DAY
        while not is_working(day):
            day -= DAY
    if counting.last_day_ends == "same_time":
        at = datetime.combine(day, point.at.time())
        return Point(at, inclusive=point.inclusive, opening=at)
    return end_of(day, counting)


def _hours_before(point: Point, span: timedelta, counting: Counting) -> Point:
    if counting.rest_days_in_hours != "pause":
        at = point.at - span
        return Point(at, inclusive=point.inclusive, opening=at)
    at = point.at
    while True:
        day_before = (at - SECOND).date()
        if not counting.is_working(day_before):
            at = midnight(day_before)
            continue
        today = at - midnight(day_before)
        if span <= today:
            break
        span -= today
        at -= today
    at -= span
    # CHOICE: what begins because little time is left begins at the opening face.
    closing = at
    while closing == midnight(closing.date()) and not counting.is_working(
        (closing - SECOND).date()
    ):
        closing = midnight((closing - SECOND).date())
    return Point(closing, point.inclusive, next_opening(at, counting.is_working))


def open_seconds(start: datetime, until: datetime, is_working: IsWorking) -> int:
    """Seconds of working days between two instants."""
    total = 0
    at = start
    while at < until:
        step = min(until, midnight(at.date() + DAY))
        if is_working(at.date()):
            total += int((step - at).total_seconds())
        at = step
    return total


def days_between(start: date, until: date, counts: IsWorking) -> int:
    """Counting days after `start` up to and with `until`."""
    total = 0
    while start < until:
        start += DAY
        total += counts(start)
    return total
