"""Counting by walking: day after day, shift after shift, nothing looked up.

Shares no code with `calendar` and `clock`: local time comes from `datetime` and
`zoneinfo`, and what the clock computes with tables is stepped to here. Instants are
epoch seconds. What the words of a counting mean is told in docs/time.md.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
Point = tuple[int, bool, int]
"""Closing face, whether that instant is included, opening face."""

Shifts = tuple[tuple[int, int], ...]
_LONGEST = 40_000  # days; a walk that goes on has lost its way


class LostError(ValueError):
    """A walk that finds no working day, or leaves the years that dates can name."""


@dataclass(frozen=True, slots=True)
class World:
    """A place: its zone, its rest days, its office hours, the start of its days.

    Attributes:
        shifts: office hours of a working day in seconds after 00:00; ``None`` if the
            calendar has none.
        starts: seconds after 00:00 at which a day begins.
    """

    zone: ZoneInfo
    works: Callable[[date], bool]
    shifts: Callable[[date], Shifts] | None = None
    starts: int = 0

    def wall(self, day: date, seconds: int) -> int:
        """The instant at which a clock shows so many seconds after 00:00 of a day."""
        naive = datetime.combine(day, time()) + timedelta(seconds=seconds)
        return int(naive.replace(tzinfo=self.zone).timestamp())

    def local(self, instant: int) -> datetime:
        """What the clock on the wall shows."""
        moment = datetime.fromtimestamp(instant, UTC).astimezone(self.zone)
        return moment.replace(tzinfo=None, fold=0)

    def day(self, instant: int) -> date:
        """The day on which an instant falls."""
        return (self.local(instant) - timedelta(seconds=self.starts)).date()

    def begin(self, day: date) -> int:
        """The first instant of a day."""
        return self.wall(day, self.starts)

    def next_working(self, day: date) -> date:
        """The day itself if it is worked, else the next one that is."""
        for _ in range(_LONGEST):
            if self.works(day):
                return day
            day += DAY
        raise LostError(f"no working day after {day}")

    def hours(self, day: date) -> Shifts:
        """The office hours of a day, none on a rest day."""
        return self.shifts(day) if self.shifts is not None and self.works(day) else ()

    def open(self, day: date, *, office: bool) -> Iterator[tuple[int, int]]:
        """The stretches of a day that are open, as instants."""
        if not self.works(day):
            return
        if not office:
            yield self.begin(day), self.begin(day + DAY)
            return
        for opens, closes in self.hours(day):
            first, last = self.wall(day, opens), self.wall(day, closes)
            if first < last:
                yield first, last

    def opening(self, instant: int, *, office: bool) -> int:
        """The instant itself if it is open then, else the next one that is."""
        day = self.day(instant)
        for _ in range(_LONGEST):
            for first, last in self.open(day, office=office):
                if instant < last:
                    return max(first, instant)
            day += DAY
        raise LostError(f"nothing opens after {instant}")


@dataclass(frozen=True, slots=True)
class Way:
    """The settings of a counting, each a word; ``None``: not given."""

    first_day: str | None = "not_counted"
    receipt: str = "any_time"
    last_day_ends: str | None = "24:00"
    at_the_limit: str | None = "strict"
    rest_days_after: str | None = "late"
    end_on_rest_day: str | None = "stays"
    rest_days_in_hours: str | None = "count"
    hours_counted: str = "around_the_clock"
    halves_split_at: int | None = None


def months_on(day: date, months: int) -> date:
    """The day of the same number so many months on, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Walker:
    """Counts under one world and one way."""

    def __init__(self, world: World, way: Way) -> None:
        self.world = world
        self.way = way
        self.office = way.hours_counted == "office_hours"

    # Days ------------------------------------------------------------------------

    def close(self, day: date) -> int:
        """When a last day ends."""
        shifts = self.world.hours(day)
        if self.way.last_day_ends == "business_close" and shifts:
            return self.world.wall(day, shifts[-1][1])
        return self.world.begin(day + DAY)

    def open(self, day: date) -> int:
        """When a day begins, in the sense in which it ends."""
        shifts = self.world.hours(day)
        if self.way.last_day_ends == "business_close" and shifts:
            return self.world.wall(day, shifts[0][0])
        return self.world.begin(day)

    def received(self, start: int) -> int:
        """When something counts as received."""
        if self.way.receipt == "any_time":
            return start
        return self.world.opening(start, office=self.world.shifts is not None)

    def first_days(self, start: int) -> Iterator[date]:
        """The days that may be day 1, day 2 …, rest days among them."""
        world = self.world
        start = self.received(start)
        day = world.day(start)
        if self.way.first_day == "counted" and start < self.close(day):
            yield day
        if self.way.first_day == "next_working_day":
            shifts = world.hours(day)
            closing = world.wall(day, shifts[-1][1]) if shifts else None
            if closing is not None and start >= closing:
                day += DAY
            day = world.next_working(day)
        for _ in range(_LONGEST):
            day += DAY
            yield day
        raise LostError(f"a count from {start} never ends")

    def working_end(self, day: date) -> Point:
        """The end of a last day after which only working time counts."""
        opening = self.open(self.world.next_working(day + DAY))
        at = opening if self.way.rest_days_after == "on_time" else self.close(day)
        return at, False, opening

    def calendar_end(self, day: date) -> Point:
        """The end of a last day after which every day counts."""
        at = self.close(day)
        return at, False, at

    def roll(self, day: date) -> date:
        """A last day moved off the rest days, if the way says so."""
        if self.way.end_on_rest_day == "rolled":
            return self.world.next_working(day)
        return day

    def same_time(self, day: date, like: int, *, inclusive: bool) -> Point:
        """The end of a day at the time of day of an instant."""
        world = self.world
        of = like if inclusive else like - 1
        moved = world.local(of) + (day - world.day(of))
        if not inclusive:
            moved += timedelta(seconds=1)
        at = int(moved.replace(tzinfo=world.zone).timestamp())
        strict = self.way.at_the_limit != "reached_counts"
        return at, inclusive and strict, at

    def working_days(self, start: int, number: int) -> Point:
        """So many working days from a start."""
        last = None
        for day in self.first_days(start):
            number -= self.world.works(day)
            if number == 0:
                last = day
                break
        assert last is not None
        if self.way.last_day_ends == "same_time":
            return self.same_time(last, start, inclusive=True)
        return self.working_end(last)

    def calendar_days(self, start: int, number: int) -> Point:
        """So many days of the calendar from a start."""
        days = self.first_days(start)
        for _ in range(number - 1):
            next(days)
        return self._calendar_end_of(self.roll(next(days)), start)

    def months(self, start: int, number: int) -> Point:
        """So many months from a start."""
        first = next(self.first_days(start))
        if self.way.first_day == "counted":
            day = months_on(first, number)
            if day.day == first.day:
                day -= DAY
        else:
            day = months_on(first - DAY, number)
        return self._calendar_end_of(self.roll(day), start)

    def _calendar_end_of(self, day: date, start: int) -> Point:
        if self.way.last_day_ends == "same_time":
            return self.same_time(day, start, inclusive=True)
        return self.calendar_end(day)

    def halves(self, start: int, number: int) -> Point:
        """So many half working days; that of the start counts if the first day does."""
        world = self.world
        start = self.received(start)
        day = world.day(start)
        if self.way.first_day == "next_working_day":
            base = next(self.first_days(start)) - DAY
            if base != day:
                start, day = world.begin(base), base
        half = (day, start >= self._split(day))
        if world.works(day) and self.way.first_day != "counted":
            half = _next_half(half)
        elif not world.works(day):
            half = (day + DAY, False)
        return self._end_of_half(self._walk_halves(half, number))

    def _split(self, day: date) -> int:
        assert self.way.halves_split_at is not None
        return self.world.wall(day, self.way.halves_split_at)

    def _walk_halves(self, half: tuple[date, bool], number: int) -> tuple[date, bool]:
        """The half day that is number so many, the one given being the first."""
        for _ in range(2 * _LONGEST):
            number -= self.world.works(half[0])
            if number == 0:
                return half
            half = _next_half(half)
        raise LostError(f"no half days after {half[0]}")

    def _end_of_half(self, half: tuple[date, bool]) -> Point:
        day, afternoon = half
        if afternoon:
            return self.working_end(day)
        at = self._split(day)
        return at, False, at

    # From an end -------------------------------------------------------------------

    def day_of_end(self, end: Point) -> date:
        """The day to which an end belongs."""
        at, inclusive, _ = end
        return self.world.day(at if inclusive else at - 1)

    def working_days_after(self, end: Point, number: int) -> Point:
        """So many working days after an end, whose own day never counts again."""
        day = self.day_of_end(end)
        while number:
            day += DAY
            number -= self.world.works(day)
        return self._working_like(day, end)

    def working_days_before(self, end: Point, number: int) -> Point:
        """The latest working day with exactly so many working days after it."""
        day = self.day_of_end(end)
        while number or not self.world.works(day):
            number -= self.world.works(day)
            day -= DAY
        return self._working_like(day, end)

    def halves_after(self, end: Point, number: int) -> Point:
        """So many half working days after an end."""
        at, inclusive, _ = end
        last = at if inclusive else at - 1
        day = self.world.day(last)
        half = _next_half((day, last >= self._split(day)))
        if not self.world.works(day):
            half = (day + DAY, False)
        return self._end_of_half(self._walk_halves(half, number))

    def _working_like(self, day: date, end: Point) -> Point:
        if self.way.last_day_ends == "same_time":
            return self.same_time(day, end[0], inclusive=end[1])
        return self.working_end(day)

    def calendar_days_after(self, end: Point, number: int) -> Point:
        """So many days after an end."""
        return self._like(self.roll(self.day_of_end(end) + number * DAY), end)

    def calendar_days_before(self, end: Point, number: int) -> Point:
        """So many days before an end; nothing rolls on the way back."""
        return self._like(self.day_of_end(end) - number * DAY, end)

    def months_after(self, end: Point, number: int) -> Point:
        """So many months after an end."""
        return self._like(self.roll(months_on(self.day_of_end(end), number)), end)

    def months_before(self, end: Point, number: int) -> Point:
        """So many months before an end."""
        return self._like(months_on(self.day_of_end(end), -number), end)

    def _like(self, day: date, end: Point) -> Point:
        if self.way.last_day_ends == "same_time":
            return self.same_time(day, end[0], inclusive=end[1])
        return self.calendar_end(day)

    # Dates -----------------------------------------------------------------------

    def end_of_date(self, day: date) -> Point:
        """The 24:00 of a plain date."""
        last = self.roll(day)
        at = self.world.wall(last + DAY, 0)
        opening = max(at, self.world.begin(self.world.next_working(last + DAY)))
        if self.way.rest_days_after == "on_time":
            at = opening
        return at, False, opening

    def end_at(self, instant: int) -> Point:
        """A promised instant, included."""
        day = self.world.day(instant)
        last = self.roll(day)
        if last == day or self.way.last_day_ends == "same_time":
            return self.same_time(last, instant, inclusive=True)
        return self.working_end(last)

    def end_of_day(self, start: int) -> Point:
        """The end of the day of a start, which never lies behind it."""
        day = self.world.day(start)
        at = self.close(day)
        if at <= start:
            at = self.world.begin(day + DAY)
        return at, False, at

    def first_working_day(self, end: Point) -> tuple[Point, Point]:
        """The first working day after a point: its opening, and its end."""
        day = self.world.next_working(self.day_of_end(end) + DAY)
        opens = self.open(day)
        return (opens, False, opens), self.working_end(day)

    def day_of_month(self, start: int, number: int) -> Point:
        """The end of a day of the month of a start."""
        first = self.world.local(start).date().replace(day=1)
        last = monthrange(first.year, first.month)[1]
        return self.end_of_date(first.replace(day=min(number, last)))

    # Hours -----------------------------------------------------------------------

    def hours(
        self, start: int, seconds: int, *, inclusive: bool = True, office: bool = False
    ) -> Point:
        """Walk through open time; back when the number is negative.

        Args:
            start: an instant.
            seconds: how far.
            inclusive: whether the end includes its instant, unless reaching counts.
            office: of hours that are office hours by themselves.
        """
        strict = inclusive and self.way.at_the_limit != "reached_counts"
        office = office or self.office
        if office or self.way.rest_days_in_hours == "pause":
            step = self._backward if seconds < 0 else self._forward
            at, opening = step(start, abs(seconds), office=office)
            late = self.way.rest_days_after == "on_time"
            return (opening if late else at), strict, opening
        return self._on_the_wall(start + seconds, strict=strict, back=seconds < 0)

    def _on_the_wall(self, at: int, *, strict: bool, back: bool) -> Point:
        world, rests = self.world, self.way.rest_days_in_hours
        day = world.day(at if strict else at - 1)
        if back or rests == "count" or world.works(day):
            return at, strict, at
        working = world.next_working(day)
        if rests == "end_roll_24":
            return self.working_end(working)
        if rests == "end_roll_same_time":
            local = world.local(at) + (working - day)
            at = int(local.replace(tzinfo=world.zone).timestamp())
        else:
            at = world.opening(world.begin(working), office=world.shifts is not None)
        return at, strict, at

    def _forward(self, at: int, seconds: int, *, office: bool) -> tuple[int, int]:
        """Both faces of the point so many open seconds on."""
        day = self.world.day(at)
        for _ in range(_LONGEST):
            for first, last in self.world.open(day, office=office):
                first = max(first, at)
                if seconds <= last - first:
                    closing = first + seconds
                    return closing, self.world.opening(closing, office=office)
                seconds -= max(last - first, 0)
            day += DAY
        raise LostError(f"no open time after {at}")

    def _backward(self, at: int, seconds: int, *, office: bool) -> tuple[int, int]:
        """Both faces of the point so many open seconds back."""
        day = self.world.day(at)
        for _ in range(_LONGEST):
            for first, last in reversed(list(self.world.open(day, office=office))):
                last = min(last, at)
                if first >= last:
                    continue
                if seconds < last - first:
                    closing = last - seconds
                    return closing, self.world.opening(closing, office=office)
                seconds -= last - first
            day -= DAY
        raise LostError(f"no open time before {at}")

    def open_seconds(self, start: int, until: int, *, office: bool = False) -> int:
        """Seconds between two instants that count as hours."""
        office = office or self.office
        if not office and self.way.rest_days_in_hours != "pause":
            return max(until - start, 0)
        total, day = 0, self.world.day(start)
        while self.world.begin(day) < until:
            for first, last in self.world.open(day, office=office):
                total += max(min(last, until) - max(first, start), 0)
            day += DAY
        return total

    def working_days_between(self, start: int, until: int) -> int:
        """Working days after the day of one instant, that of the other included."""
        day, last, count = self.world.day(start), self.world.day(until), 0
        while day < last:
            day += DAY
            count += self.world.works(day)
        return count

    def calendar_days_between(self, start: int, until: int) -> int:
        """Days after the day of one instant, that of the other included."""
        return max((self.world.day(until) - self.world.day(start)).days, 0)

    def halves_between(self, start: int, until: int) -> int:
        """Halves after the half of one instant, that of the other included."""
        half, count = self._half(start), 0
        last = self._half(until)
        while half < last:
            half = _next_half(half)
            count += self.world.works(half[0])
        return count

    def _half(self, instant: int) -> tuple[date, bool]:
        day = self.world.day(instant)
        return day, instant >= self._split(day)


def _next_half(half: tuple[date, bool]) -> tuple[date, bool]:
    day, afternoon = half
    return (day + DAY, False) if afternoon else (day, True)


def merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that overlap or touch made one."""
    found: list[tuple[int, int]] = []
    for start, until in sorted(spans):
        if start >= until:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((start, until))
    return found
