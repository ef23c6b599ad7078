"""Counting by seconds: elapsed hours that rest days stop, move or leave alone."""

from collections.abc import Callable
from functools import partial

from hotline_rules.calendar import DAY_SECONDS, Timeline, WorkingCalendar
from hotline_rules.clock.amount import Elapsed, WorkingTime
from hotline_rules.clock.days import DayCounting, opening_from
from hotline_rules.clock.end import End
from hotline_rules.clock.settings import CountingSettings

HourAmount = Elapsed | WorkingTime


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

    def mover(
        self, kind: type[HourAmount], seconds: int, *, inclusive: bool
    ) -> Callable[[int], End]:
        """Return the function from an instant to the end so many seconds on.

        Args:
            kind: class of the amount; it decides which time is open.
            seconds: above zero, or below it to count back; then no end rolls.
            inclusive: whether the end includes its instant, unless reaching counts.
        """
        line = self.line(kind)
        inclusive = inclusive and self._settings.at_the_limit != "reached_counts"
        if line is None:
            return partial(self._on_the_wall, seconds, inclusive)
        return self._along(line, seconds, inclusive)

    def late_mover(self, kind: type[HourAmount], seconds: int) -> Callable[[int], int]:
        """Return the function from an instant to the first late one so much on.

        The same as `first_late` of what `mover` gives, without the `End` around it.
        """
        line = self.line(kind)
        if line is None:
            move = self.mover(kind, seconds, inclusive=True)
            return lambda instant: move(instant).first_late
        late = 0 if self._settings.at_the_limit == "reached_counts" else 1
        if self._settings.rest_days_after == "on_time":
            walk = line.mover(seconds)
            return lambda instant: walk(instant)[1] + late
        close = line.closer(seconds)
        return (lambda instant: close(instant) + 1) if late else close

    def _along(
        self,
        line: Timeline,
        seconds: int,
        inclusive: bool,  # noqa: FBT001
    ) -> Callable[[int], End]:
        """Return how to move along open time; rest days stop the clock (T01 pause)."""
        walk = line.mover(seconds)
        if self._settings.rest_days_after == "on_time":
            return lambda instant: End(at := walk(instant)[1], inclusive, at)
        # Half the cost of calling the class, in the loop that all hour limits run.
        new = tuple.__new__

        def move(instant: int) -> End:
            closing, opening = walk(instant)
            return new(End, (closing, inclusive, opening))

        return move

    def _on_the_wall(self, seconds: int, inclusive: bool, instant: int) -> End:  # noqa: FBT001
        """Move in elapsed time; an end on a rest day moves as T01 says."""
        at = instant + seconds
        day = self._calendar.day_of(at if inclusive else at - 1)
        working = self._calendar.is_working(day)
        if self._settings.rest_days_in_hours == "count" or seconds < 0 or working:
            return End(at, inclusive, at)
        landing = self._calendar.next_working(day)
        match self._settings.rest_days_in_hours:
            case "end_roll_same_time":
                local = self._calendar.zone.local(at) + (landing - day) * DAY_SECONDS
                at = self._calendar.zone.instant_of(local)
            case "end_roll_24":
                return self._days.end_of_working_day(landing)
            case _:
                at = opening_from(self._calendar, self._calendar.start_of(landing))
        return End(at, inclusive, at)
