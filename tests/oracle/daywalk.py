"""A slow second opinion on the clock: it walks day by day and minute by minute.

It shares no code with `calendar` and `clock`: local time comes from `datetime` and
`zoneinfo`, months from `dateutil`, and nothing is looked up that could be stepped to.
Instants are epoch seconds on whole minutes, as are all times of day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
Point = tuple[int, bool, int]


@dataclass(frozen=True)
class World:
    """A place: its zone, its rest days, its office hours, the start of its days."""

    zone: ZoneInfo
    rests: Callable[[date], bool]
    shifts: tuple[tuple[int, int], ...] = ()
    starts: int = 0

    def wall(self, day: date, seconds: int) -> int:
        """The instant at which a clock shows so many seconds after 00:00 of a day."""
        naive = datetime.combine(day, time()) + timedelta(seconds=seconds)
        return int(naive.replace(tzinfo=self.zone).timestamp())

    def local(self, instant: int) -> datetime:
        moment = datetime.fromtimestamp(instant, UTC).astimezone(self.zone)
        return moment.replace(tzinfo=None, fold=0)

    def day(self, instant: int) -> date:
        return (self.local(instant) - timedelta(seconds=self.starts)).date()

    def begin(self, day: date) -> int:
        return self.wall(day, self.starts)

    def works(self, day: date) -> bool:
        return not self.rests(day)

    def next_working(self, day: date) -> date:
        while self.rests(day):
            day += DAY
        return day

    def is_open(self, instant: int, *, office: bool) -> bool:
        """Whether the minute that begins at an instant is open."""
        local = self.local(instant)
        if not self.works(self.day(instant)):
            return False
        if not office:
            return True
        second = local.hour * 3600 + local.minute * 60
        return any(a <= second < b for a, b in self.shifts)


@dataclass(frozen=True)
class Way:
    """The settings of a counting, each a word."""

    first_day: str = "not_counted"
    receipt: str = "any_time"
    last_day_ends: str = "24:00"
    at_the_limit: str = "strict"
    rest_days_after: str = "late"
    end_on_rest_day: str = "stays"
    rest_days_in_hours: str = "count"
    hours_counted: str = "around_the_clock"
    halves_split_at: int | None = None


class Walker:
    """Counts under one world and one way."""

    def __init__(self, world: World, way: Way) -> None:
        self.world = world
        self.way = way

    # days

    def close(self, day: date) -> int:
        w = self.world
        if self.way.last_day_ends == "business_close" and w.shifts and w.works(day):
            return w.wall(day, w.shifts[-1][1])
        return w.begin(day + DAY)

    def open(self, day: date) -> int:
        w = self.world
        if self.way.last_day_ends == "business_close" and w.shifts and w.works(day):
            return w.wall(day, w.shifts[0][0])
        return w.begin(day)

    def received(self, start: int) -> int:
        if self.way.receipt == "any_time":
            return start
        while not self.world.is_open(start, office=bool(self.world.shifts)):
            start += 60
        return start

    def first_days(self, start: int) -> Iterator[date]:
        """The days that may be day 1, day 2 …, rest days among them."""
        w = self.world
        start = self.received(start)
        day = w.day(start)
        if self.way.first_day == "counted" and start < self.close(day):
            yield day
        if self.way.first_day == "next_working_day":
            closing = w.wall(day, w.shifts[-1][1]) if w.shifts else w.begin(day + DAY)
            if w.works(day) and start >= closing:
                day += DAY
            day = w.next_working(day)
        while True:
            day += DAY
            yield day

    def working_end(self, day: date) -> Point:
        opening = self.open(self.world.next_working(day + DAY))
        at = opening if self.way.rest_days_after == "on_time" else self.close(day)
        return at, False, opening

    def calendar_end(self, day: date) -> Point:
        at = self.close(day)
        return at, False, at

    def roll(self, day: date) -> date:
        return (
            self.world.next_working(day)
            if self.way.end_on_rest_day == "rolled"
            else day
        )

    def same_time(self, day: date, like: int, *, inclusive: bool) -> Point:
        w = self.world
        of = like if inclusive else like - 60
        local = w.local(of)
        moved = local + (day - w.day(of))
        if not inclusive:
            moved += timedelta(minutes=1)
        at = int(moved.replace(tzinfo=w.zone).timestamp())
        return at, inclusive and self.way.at_the_limit == "strict", at

    def working_days(self, start: int, number: int) -> Point:
        for day in self.first_days(start):
            if self.world.works(day):
                number -= 1
                if number == 0:
                    break
        if self.way.last_day_ends == "same_time":
            return self.same_time(day, start, inclusive=True)
        return self.working_end(day)

    def calendar_days(self, start: int, number: int) -> Point:
        days = self.first_days(start)
        for _ in range(number - 1):
            next(days)
        day = self.roll(next(days))
        if self.way.last_day_ends == "same_time":
            return self.same_time(day, start, inclusive=True)
        return self.calendar_end(day)

    def months(self, start: int, number: int) -> Point:
        first = next(self.first_days(start))
        if self.way.first_day == "counted":
            day = first + relativedelta(months=number)
            if first.day == 1 or day.day == first.day:
                day -= DAY
        else:
            day = (first - DAY) + relativedelta(months=number)
        day = self.roll(day)
        if self.way.last_day_ends == "same_time":
            return self.same_time(day, start, inclusive=True)
        return self.calendar_end(day)

    def halves(self, start: int, number: int) -> Point:
        """Walk over half days; the one of the start counts if the first day does."""
        split = self.way.halves_split_at
        assert split is not None
        w = self.world
        start = self.received(start)
        day = w.day(start)
        if self.way.first_day == "next_working_day":
            base = next(self.first_days(start)) - DAY
            if base != day:
                start, day = w.begin(base), base
        afternoon = start >= w.wall(day, split)
        if not (self.way.first_day == "counted" and w.works(day)):
            day, afternoon = (day + DAY, False) if afternoon else (day, True)
        if not w.works(w.day(start)) and w.day(start) == day:
            day, afternoon = day + DAY, False
        while True:
            if w.works(day):
                number -= 1
                if number == 0:
                    break
            day, afternoon = (day + DAY, False) if afternoon else (day, True)
        if afternoon:
            return self.working_end(day)
        at = w.wall(day, split)
        return at, False, at

    # from an end

    def day_of_end(self, end: Point) -> date:
        at, inclusive, _ = end
        return self.world.day(at if inclusive else at - 1)

    def working_days_after(self, end: Point, number: int) -> Point:
        day = self.day_of_end(end)
        while number:
            day += DAY
            number -= self.world.works(day)
        if self.way.last_day_ends == "same_time":
            return self.same_time(day, end[0], inclusive=end[1])
        return self.working_end(day)

    def working_days_before(self, end: Point, number: int) -> Point:
        """The latest working day with exactly `number` working days after it."""
        day = self.day_of_end(end)
        while number or not self.world.works(day):
            number -= self.world.works(day)
            day -= DAY
        if self.way.last_day_ends == "same_time":
            return self.same_time(day, end[0], inclusive=end[1])
        return self.working_end(day)

    def calendar_days_after(self, end: Point, number: int) -> Point:
        day = self.roll(self.day_of_end(end) + number * DAY)
        if self.way.last_day_ends == "same_time":
            return self.same_time(day, end[0], inclusive=end[1])
        return self.calendar_end(day)

    def calendar_days_before(self, end: Point, number: int) -> Point:
        day = self.day_of_end(end) - number * DAY
        if self.way.last_day_ends == "same_time":
            return self.same_time(day, end[0], inclusive=end[1])
        return self.calendar_end(day)

    # hours

    def hours(self, start: int, minutes: int, *, inclusive: bool = True) -> Point:
        """Walk minute by minute; back when the number is negative."""
        strict = inclusive and self.way.at_the_limit == "strict"
        office = self.way.hours_counted == "office_hours"
        if office or self.way.rest_days_in_hours == "pause":
            at, opening = self._open_minutes(start, minutes, office=office)
            late = self.way.rest_days_after == "on_time"
            return (opening if late else at), strict, opening
        at = start + minutes * 60
        w = self.world
        day = w.day(at if strict else at - 1)
        if minutes < 0 or self.way.rest_days_in_hours == "count" or w.works(day):
            return at, strict, at
        working = w.next_working(day)
        if self.way.rest_days_in_hours == "end_roll_24":
            return self.working_end(working)
        if self.way.rest_days_in_hours == "end_roll_same_time":
            local = w.local(at) + (working - day)
            at = int(local.replace(tzinfo=w.zone).timestamp())
        else:
            at = w.begin(working)
            while not w.is_open(at, office=bool(w.shifts)):
                at += 60
        return at, strict, at

    def _open_minutes(self, at: int, minutes: int, *, office: bool) -> tuple[int, int]:
        is_open = self._is_open(office)
        if minutes < 0:
            while minutes:
                at -= 60
                minutes += is_open(at)
            while not is_open(at - 60):
                at -= 60
        else:
            while minutes:
                minutes -= is_open(at)
                at += 60
        closing = at
        while not is_open(at):
            at += 60
        return closing, at

    def _is_open(self, office: bool) -> Callable[[int], bool]:
        return lru_cache(None)(lambda t: self.world.is_open(t, office=office))

    def open_minutes_between(self, start: int, until: int, *, office: bool) -> int:
        return sum(
            self.world.is_open(t, office=office) for t in range(start, until, 60)
        )

    def working_days_between(self, start: int, until: int) -> int:
        """Working days after the day of one instant, the day of the other included."""
        day, last, count = self.world.day(start), self.world.day(until), 0
        while day < last:
            day += DAY
            count += self.world.works(day)
        return count
