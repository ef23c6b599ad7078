"""Counting by seconds: elapsed hours that rest days stop, move or leave alone."""

from collections.abc import Callable
from functools import partial

from hotline_rules.calendar import DAY_SECONDS, Timeline, WorkingCalendar
from hotline_rules.clock.amount import Elapsed, WorkingTime
from hotline_rules.clock.days import DayCounting, opening_from
from hotline_rules.clock.end import End
from hotline_rules.clock.settings import CountingSettings

HourAmount = Elapsed | WorkingTime
Mover = Callable[[int, bool], End]


class HourCounting:
    """The seconds of a counting: on the open line of a calendar, or on the wall."""

    __slots__ = ("_calendar", "_days", "_settings")

    def __init__(
        self, calendar: WorkingCalendar, settings: CountingSettings, days: DayCounting
    ) -> None:
        """Bind the settings to a calendar; `days` says how a day ends."""
        self._calendar = calendar
        self._settings = settings
        self._days = days

    def line(self, kind: type[HourAmount]) -> Timeline | None:
        """Return the open time in which such an amount runs; `None`: all time counts.

        Raises:
            ValueError: office hours are wanted and the calendar has none, or elapsed
                hours without the setting `rest_days_in_hours`.
        """
        if kind is WorkingTime or self._settings.hours_counted == "office_hours":
            return self._calendar.office
        match self._settings.rest_days_in_hours:
            case "pause":
                return self._calendar.round_the_clock
            case None:
                raise ValueError("hours need the setting `rest_days_in_hours`")
            case _:
                return None

    @property
    def is_received_any_time(self) -> bool:
        """Whether hours run from the very instant of receipt."""
        return self._settings.receipt == "any_time"

    def received(self, start: int) -> int:
        """Return the instant from which hours run."""
        if self.is_received_any_time:
            return start
        return opening_from(self._calendar, start)

    def mover(self, kind: type[HourAmount], seconds: int) -> Mover:
        """Return the function (instant, inclusive) -> End for a number of seconds.

        Args:
            kind: class of the amount; it decides which time is open.
            seconds: above zero, or below it to count back; then no end rolls.
        """
        line = self.line(kind)
        if line is None:
            return partial(self._on_the_wall, seconds)
        return self._along(line, seconds)

    def _along(self, line: Timeline, seconds: int) -> Mover:
        """Return how to move along open time; rest days stop the clock (T01 pause)."""
        late = self._settings.rest_days_after == "on_time"
        strict = self._settings.at_the_limit != "reached_counts"
        walk = line.mover(seconds)

        def move(instant: int, inclusive: bool) -> End:  # noqa: FBT001
            closing, opening = walk(instant)
            return End(opening if late else closing, inclusive and strict, opening)

        return move

    def _on_the_wall(self, seconds: int, instant: int, inclusive: bool) -> End:  # noqa: FBT001
        """Move in elapsed time; an end on a rest day moves as T01 says."""
        strict = self._settings.at_the_limit != "reached_counts"
        at = instant + seconds
        day = self._calendar.day_of(at if inclusive else at - 1)
        working = self._calendar.is_working(day)
        if self._settings.rest_days_in_hours == "count" or seconds < 0 or working:
            return End(at, inclusive and strict, at)
        landing = self._calendar.next_working(day)
        match self._settings.rest_days_in_hours:
            case "end_roll_same_time":
                local = self._calendar.zone.local(at) + (landing - day) * DAY_SECONDS
                at = self._calendar.zone.instant_of(local)
            case "end_roll_24":
                return self._days.end_of_working_day(landing)
            case _:
                at = opening_from(self._calendar, self._calendar.start_of(landing))
        return End(at, inclusive and strict, at)
