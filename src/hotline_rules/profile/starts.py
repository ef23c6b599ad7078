"""A search over every start instant, by way of the instants at which anything bends.

Every function of the clock takes an instant to an instant, and between two *edges* of
the calendar (the start of a day, the opening and closing of the office, the middle of a
split day) it either stays where it is or moves along second by second, as long as its
result, or the instant before its end is rolled, crosses no edge either. The same goes
for one such function after another. So from a start it is enough to know how far the
start itself and every instant on the way to the points are from the next edge: until
the nearest of these nothing bends, and the difference of two points is a straight
line there, which is greatest at one of its ends. Both ends are looked at, and the
second on either side of each, for an end may include its instant or not.

What a point is depends only on the working days, and their office hours, between the
first and the last day that any of the instants touches. Days around which these are
the same need one look; points told by the number of a day in its month are looked at
on every day.

`tests/unit/test_proofs_by_walking.py` holds this against a walk over every minute.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from hotline_rules.calendar import (
    DAY_SECONDS,
    WorkingCalendar,
    Zone,
    day_of_date,
)
from hotline_rules.clock.settings import seconds_of
from hotline_rules.evaluate.choices import Undetermined
from hotline_rules.profile.courses import Course

FIRST, LAST = date(2010, 1, 1), date(2037, 12, 31)  # where no notice says how far
PLEASANT = (9, 10, 14, 16)  # hours of the day at which people expect a start


class Seen(NamedTuple):
    """The instants of one start: the limits with their ends, and the marks."""

    start: int
    instances: tuple[Any, ...]
    marks: tuple[tuple[int, ...], ...]


Verdict = Callable[[Seen], bool]


class Starts:
    """Every start of some limits that begin together."""

    def __init__(
        self, courses: list[Course], zone: Zone, prefer: tuple[int, int] | None = None
    ) -> None:
        """Prepare the search.

        Args:
            courses: of limits that start at the same instant.
            zone: of the profile.
            prefer: days, end exclusive, to take a witness from if there is one.
        """
        self._courses = courses
        self._zone = zone
        clocks = [clock for course in courses for clock in course.clocks]
        self._calendars = list({id(c.calendar): c.calendar for c in clocks}.values())
        self._splits = {
            seconds_of(clock.settings.halves_split_at)
            for clock in clocks
            if clock.settings.halves_split_at is not None
        }
        self._by_date = any(course.by_date for course in courses)
        self._edges: dict[object, list[int]] = {}
        self.first, self.end = _horizon(self._calendars, zone)
        self._prefer = prefer or (self.first, self.end)

    def seen(self, start: int) -> Seen | None:
        """Return the instants of a start; None where one cannot be told."""
        instances = tuple(course.instance(start) for course in self._courses)
        marks = tuple(
            tuple(course.at(inst))
            for course, inst in zip(self._courses, instances, strict=True)
        )
        ends = (inst.end for inst in instances)
        for value in (*ends, *(at for each in marks for at in each)):
            if value is None or isinstance(value, Undetermined):
                return None
        return Seen(start, instances, marks)

    def search(self, is_bad: Verdict) -> tuple[Seen | None, Seen | None]:
        """Return a start for which a verdict holds, and one for which it does not.

        Either is None when there is none among the starts whose points are announced.
        """
        bad = good = None
        for day in self._days():
            for start in self._bends(day):
                seen = self.seen(start)
                if seen is None:
                    continue
                if is_bad(seen):
                    bad = bad or self._pleasant(seen, is_bad)
                else:
                    good = good or seen
                if bad and good:
                    return bad, good
        return bad, good

    def _pleasant(self, found: Seen, is_bad: Verdict) -> Seen:
        """Return a witness of the same day at an hour that needs no explaining."""
        midnight = self._zone.start_of(self._zone.day_of(found.start))
        for hour in PLEASANT:
            seen = self.seen(midnight + hour * 3_600)
            if seen is not None and is_bad(seen):
                return seen
        return found

    # Days ---------------------------------------------------------------------

    def _days(self) -> Iterator[int]:
        """Yield a day of every kind, those of the preferred stretch first.

        A day is of a kind known already if all around it, as far as any instant of
        that kind reaches, working days and office hours lie the same.
        """
        first, end = self._prefer
        inside = range(max(first, self.first), min(end, self.end))
        is_working = self._calendars[0].is_working
        plain = (d for d in inside if is_working(d))
        odd = (d for d in inside if not is_working(d))
        outside = (d for d in range(self.first, self.end) if d not in inside)
        flags = [self._flags(calendar) for calendar in self._calendars]
        kinds: dict[tuple[int, int], set[object]] = {}
        for day in (*plain, *odd, *outside):
            at = day - self.first
            if not self._by_date and any(
                at + reach[0] >= 0 and _around(flags, at, *reach) in known
                for reach, known in kinds.items()
            ):
                continue
            reach = self._reach(day)
            if reach is None:
                continue
            if at + reach[0] < 0 or at + reach[1] > self.end - self.first:
                continue  # some point lies beyond what is announced
            kinds.setdefault(reach, set()).add(_around(flags, at, *reach))
            yield day

    def _flags(self, calendar: WorkingCalendar) -> tuple[object, ...] | bytes:
        days = range(self.first, self.end)
        if calendar.open_hours:
            return tuple(calendar.shifts(day) for day in days)
        return bytes(map(calendar.is_working, days))

    def _reach(self, day: int) -> tuple[int, int] | None:
        """Return the days, seen from a day, that the instants of its starts touch.

        Within one day every function keeps to the order of days, so its first and its
        last second reach farthest. One day more on either side is for the faces of a
        midnight.
        """
        midnight = self._zone.start_of(day)
        trail: list[int] = []
        for start in (midnight, midnight + DAY_SECONDS - 1):
            found = self._trail(start)
            if found is None:
                return None
            trail += found
        back = (min(trail) - midnight) // DAY_SECONDS
        return back - 1, (max(trail) - midnight) // DAY_SECONDS + 2

    # Instants -----------------------------------------------------------------

    def _trail(self, start: int) -> list[int] | None:
        trail = [start]
        try:
            for course in self._courses:
                trail += course.trail(course.instance(start))
        except AttributeError:  # a point that cannot be told has no instant
            return None
        return trail

    def _bends(self, day: int) -> Iterator[int]:
        """Yield the starts of a day among which every extreme of a difference is."""
        start = self._zone.start_of(day)
        end = start + DAY_SECONDS
        while start < end:
            yield start
            here, then = self._trail(start), self._trail(start + 1)
            ahead = 1
            if here is not None and then is not None:
                pairs = zip(here, then, strict=True)
                ahead = min(self._steady(at, later) for at, later in pairs)
            elif here is None and then is None:
                ahead = self._to_edge(start)
            start += ahead

    def _steady(self, at: int, later: int) -> int:
        """Return how long an instant goes on as it does, seen one second apart."""
        if later == at:
            return DAY_SECONDS
        return self._to_edge(at) if later == at + 1 else 1

    def _to_edge(self, instant: int) -> int:
        """Return the seconds to the next edge, or to the second beside it."""
        local = self._zone.local(instant)
        day, second = divmod(local, DAY_SECONDS)
        edges = self._edges_of(day)
        return edges[bisect_right(edges, second)] - second

    def _edges_of(self, day: int) -> list[int]:
        """Return the edges of a day and the seconds beside them, in seconds."""
        hours = tuple(calendar.hours_on(day) for calendar in self._calendars)
        found = self._edges.get(hours)
        if found is None:
            at = {0, DAY_SECONDS, *self._splits}
            at.update(calendar.day_starts for calendar in self._calendars)
            at.update(edge for each in hours for shift in each for edge in shift)
            beside = {edge + step for edge in at for step in (-1, 0, 1)}
            beside |= {DAY_SECONDS, DAY_SECONDS + 1}
            found = self._edges[hours] = sorted(e for e in beside if e > 0)
        return found


def _around(
    flags: list[tuple[object, ...] | bytes], at: int, back: int, ahead: int
) -> object:
    """Return what the days around one are like."""
    return tuple(each[at + back : at + ahead] for each in flags)


def _horizon(calendars: list[WorkingCalendar], zone: Zone) -> tuple[int, int]:
    """Return the days on which all of some calendars are announced, end exclusive.

    Where no calendar needs notices it is 28 years, in which every date falls on every
    weekday. Times at which the zone moves its clocks are left out.
    """
    first, end = day_of_date(FIRST), day_of_date(LAST) + 1
    for calendar in calendars:
        if calendar.known_until is None:
            continue
        end = min(end, calendar.day_of(calendar.certain_until))
        first = max(first, calendar.day_of(calendar.certain_from))
    return max(first, zone.day_of(zone.steady_from) + 1), end


def in_force(first_day: int | None, end_day: int | None) -> tuple[int, int]:
    """Return the days of a document as a stretch to take a witness from."""
    first = day_of_date(FIRST) if first_day is None else first_day
    return first, day_of_date(LAST) if end_day is None else end_day
