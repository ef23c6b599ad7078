"""The compiled working calendar: which local days count, why, and as known when.

Immutable after `build_calendar`; the two time lines and the digest are made on first
use and are pure functions of the rest, so threads may share a calendar.
"""

from dataclasses import dataclass
from typing import Literal

from hotline_rules.calendar.data import OpenHours
from hotline_rules.calendar.days import (
    DAY_SECONDS,
    FIRST_DAY,
    LAST_DAY,
    BeyondCalendarError,
)
from hotline_rules.calendar.timeline import Timeline
from hotline_rules.calendar.zone import Zone
from hotline_rules.diagnostics import Text

ReasonKind = Literal[
    "working",
    "weekend",
    "holiday",
    "makeup",
    "regional",
    "overlay",
    "statutory_unannounced",
]


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day counts or does not.

    Attributes:
        working: whether it counts as a working day.
        kind: what decided: the weekday (`working`, `weekend`), a national notice
            (`holiday`, `makeup`), a notice of the region, the profile's own entry, or a
            statutory festival of a year not announced yet.
        name: the holiday or, without one, the kind, in words.
        notice: id of the notice; `None` when none speaks of the day.
        provisional: a notice that was not known yet may still change the day.
    """

    working: bool
    kind: ReasonKind
    name: Text
    notice: str | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class DayChange:
    """What a notice or a statutory festival makes of one day."""

    working: bool
    kind: ReasonKind
    name: Text
    notice: str | None


WORKING = Text("工作日", "working day")
WEEKEND_REST = Text("周末", "weekend")
# Days of which no notice speaks, by whether they work and whether one may still speak.
_PLAIN = {
    (working, provisional): DayReason(
        working=working,
        kind="working" if working else "weekend",
        name=WORKING if working else WEEKEND_REST,
        notice=None,
        provisional=provisional,
    )
    for working in (True, False)
    for provisional in (True, False)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Certainty:
    """Which days are settled, and which a yearly notice covers.

    Attributes:
        first: first settled day.
        end: first day after it that is not settled.
        announced: first day and day after the last that yearly notices cover; `None`
            when the calendar needs no notices.
    """

    first: int
    end: int
    announced: tuple[int, int] | None


class WorkingCalendar:
    """Which local days of a place are working days, in prefix sums.

    Days run from `day_starts` after 00:00 (0 for nearly all calendars) to the same time
    of the next day; `day_of` and `start_of` respect that. Whatever takes a day raises
    `BeyondCalendarError` outside 1969-01-01 to 2101-12-31.

    Attributes:
        id: of the topmost layer that is not a profile's own.
        digest: `sha256:` of everything that decides a day, with `known_on`.
        zone: of the local days.
        known_on: the day whose knowledge this is; `None`: everything in the data.
        known_until: last announced day; `None` when no notice is needed.
        certain_from: first instant whose day is settled.
        certain_until: first instant after `certain_from` whose day is not.
        day_starts: seconds after 00:00 at which a day begins.
        open_hours: office hours; empty when the calendar has none.
        changes: days that are not what their weekday makes them, or are named.
    """

    __slots__ = (
        "_certainty",
        "_days",
        "_office",
        "_prefix",
        "_round_the_clock",
        "_working",
        "certain_from",
        "certain_until",
        "changes",
        "day_starts",
        "digest",
        "id",
        "known_on",
        "known_until",
        "open_hours",
        "rest_weekdays",
        "zone",
    )

    def __init__(
        self,
        *,
        id_: str,
        digest: str,
        zone: Zone,
        known_on: int | None,
        rest_weekdays: tuple[int, ...],
        changes: dict[int, DayChange],
        certainty: Certainty,
        open_hours: tuple[OpenHours, ...],
        day_starts: int,
        tables: tuple[bytes, list[int], list[int]],
    ) -> None:
        """Keep the parts; called by `build_calendar` only."""
        self.id = id_
        self.digest = digest
        self.zone = zone
        self.known_on = known_on
        announced = certainty.announced
        self.known_until = None if announced is None else announced[1] - 1
        self.rest_weekdays = rest_weekdays
        self.changes = changes
        self.open_hours = open_hours
        self.day_starts = day_starts
        self._certainty = certainty
        self._working, self._prefix, self._days = tables
        self._office: Timeline | None = None
        self._round_the_clock: Timeline | None = None
        self.certain_from = self.start_of(certainty.first)
        self.certain_until = self.end_of(certainty.end - 1)

    def day_of(self, instant: int) -> int:
        """Return the day on which an instant falls (from `day_starts` on)."""
        return (self.zone.local(instant) - self.day_starts) // DAY_SECONDS

    def start_of(self, day: int) -> int:
        """Return the first instant of a day (at `day_starts`)."""
        _index(day)
        return self.zone.instant_of(day * DAY_SECONDS + self.day_starts)

    def end_of(self, day: int) -> int:
        """Return the first instant after a day: its 24:00."""
        _index(day)
        return self.zone.instant_of((day + 1) * DAY_SECONDS + self.day_starts)

    def is_working(self, day: int) -> bool:
        """Answer whether a day is a working day."""
        return bool(self._working[_index(day)])

    def is_certain(self, day: int) -> bool:
        """Answer whether no yearly notice still to come can change a day."""
        return self._certainty.first <= day < self._certainty.end

    def working_index(self, day: int) -> int:
        """Return the number of working days in the range before a day."""
        return self._prefix[_index(day)]

    def nth_working(self, index: int) -> int:
        """Return the working day that has `index` working days before it."""
        # TRAP: a negative index would wrap to the year 2101 in silence.
        if not 0 <= index < len(self._days):
            raise BeyondCalendarError(f"no working day number {index} in the calendar")
        return self._days[index]

    def next_working(self, day: int) -> int:
        """Return the day itself if it is a working day, else the next one."""
        return self.nth_working(self.working_index(day))

    def why(self, day: int) -> DayReason:
        """Return why a day is a working day or not, and whose word that is."""
        provisional = not self.is_certain(day)
        change = self.changes.get(day)
        if change:
            working, kind = change.working, change.kind
            return DayReason(working, kind, change.name, change.notice, provisional)
        return _PLAIN[self.is_working(day), provisional]

    def shifts(self, day: int) -> tuple[tuple[int, int], ...]:
        """Return the office hours of a day as local seconds since its 00:00.

        Empty on a rest day, without office hours, and on days outside every season.
        """
        return self.hours_on(day) if self.is_working(day) else ()

    def hours_on(self, day: int) -> tuple[tuple[int, int], ...]:
        """Return the office hours that a day would have as a working day."""
        for hours in self.open_hours:
            if hours.covers(day):
                return hours.shifts
        return ()

    @property
    def round_the_clock(self) -> Timeline:
        """The time line of working days from their first instant to their last."""
        line = self._round_the_clock
        if line is None:
            line = self._round_the_clock = Timeline(self._whole_days())
        return line

    @property
    def office(self) -> Timeline:
        """The time line of office hours.

        Raises:
            ValueError: the calendar has no office hours.
        """
        line = self._office
        if line is None:
            if not self.open_hours:
                raise ValueError(f"calendar `{self.id}` has no office hours")
            line = self._office = Timeline(self._office_segments())
        return line

    def _whole_days(self) -> list[tuple[int, int]]:
        """List the runs of consecutive working days as instants."""
        working, runs = self._working, []
        first = working.find(1)
        while first >= 0:
            after = working.find(0, first)
            last = (after if after >= 0 else len(working)) - 1
            start = self.start_of(first + FIRST_DAY)
            runs.append((start, self.end_of(last + FIRST_DAY)))
            first = working.find(1, last + 1)
        return runs

    def _office_segments(self) -> list[tuple[int, int]]:
        """List the shifts of all working days as instants."""
        segments = []
        for day in self._days:
            midnight, offset = day * DAY_SECONDS, self.zone.steady_offset(day)
            for opens, closes in self.hours_on(day):
                if offset is not None:
                    start = midnight + opens - offset
                    segments.append((start, start + closes - opens))
                    continue
                start = self.zone.instant_of(midnight + opens)
                end = self.zone.instant_of(midnight + closes)
                # TRAP: a shift inside a skipped hour has no length.
                if start < end:
                    segments.append((start, end))
        return segments


def _index(day: int) -> int:
    """Return the position of a day in the tables."""
    # TRAP: a bare negative index wraps to the far end of the list in silence.
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BeyondCalendarError(f"day {day} lies outside the calendar's range")
    return day - FIRST_DAY
