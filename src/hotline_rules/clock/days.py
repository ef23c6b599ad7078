"""Counting by days: working days, half days, calendar days, months.

Every point is found in two steps: from a *base* (the day, or half day, after which day
1 begins) to a last day, then from the last day to the instants at which it ends.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date

from hotline_rules.calendar import (
    DAY_SECONDS,
    FIRST_DAY,
    LAST_DAY,
    BeyondCalendarError,
    WorkingCalendar,
    date_of_day,
    day_of_date,
)
from hotline_rules.clock.amount import CalendarDays, Months, WorkingDays
from hotline_rules.clock.end import End
from hotline_rules.clock.settings import CountingSettings, seconds_of

FIRST_YEAR = date_of_day(FIRST_DAY).year
LAST_YEAR = date_of_day(LAST_DAY).year
DayAmount = WorkingDays | CalendarDays | Months


class DayCounting:
    """The days of a counting: from a base to a last day, and when that day ends."""

    __slots__ = ("_calendar", "_settings", "_split")

    def __init__(self, calendar: WorkingCalendar, settings: CountingSettings) -> None:
        """Bind the settings to a calendar."""
        self._calendar = calendar
        self._settings = settings
        split = settings.halves_split_at
        self._split = None if split is None else seconds_of(split)

    def close_of(self, day: int) -> int:
        """Return the first instant after a day's business, or its 24:00.

        LAW: Civil Code, art. 203(2): the last day ends at 24:00; where there are
        business hours, when business stops. A day without business ends at 24:00.
        """
        if self._settings.last_day_ends == "business_close":
            return self.closing_of(day)
        return self._calendar.end_of(day)

    def closing_of(self, day: int) -> int:
        """Return when the office closes on a day; its 24:00 if it never opens."""
        shifts = self._calendar.shifts(day)
        if shifts:
            return self._calendar.zone.instant_of(day * DAY_SECONDS + shifts[-1][1])
        return self._calendar.end_of(day)

    def open_of(self, day: int) -> int:
        """Return the first instant of a day as the setting of its end divides it."""
        shifts = self._calendar.shifts(day)
        if shifts and self._settings.last_day_ends == "business_close":
            return self._calendar.zone.instant_of(day * DAY_SECONDS + shifts[0][0])
        return self._calendar.start_of(day)

    def end_of_working_day(self, day: int) -> End:
        """Return the end of a last day after which only working time counts."""
        opening = self.open_of(self._calendar.next_working(day + 1))
        at = self.close_of(day)
        # CHOICE: T07-rest-day `on_time` means that no working time has passed yet, so
        # the limit closes where working time opens again.
        if self._settings.rest_days_after == "on_time":
            at = opening
        return End(at, inclusive=False, opening=opening)

    def end_of_calendar_day(self, day: int) -> End:
        """Return the end of a last day after which every day counts."""
        at = self.close_of(day)
        return End(at, inclusive=False, opening=at)

    def rolled(self, day: int) -> int:
        """Move a last day off the rest days, if that is the setting.

        LAW: Civil Code, art. 203(1): the day after the rest days becomes the last day.
        """
        if self._settings.end_on_rest_day == "rolled":
            return self._calendar.next_working(day)
        return day

    @property
    def ends_at_same_time(self) -> bool:
        """Whether a last day ends at the time of day of the start."""
        return self._settings.last_day_ends == "same_time"

    @property
    def depends_on_the_hour(self) -> bool:
        """Whether the time of day of a start can move its last day."""
        settings = self._settings
        if settings.receipt != "any_time" or settings.first_day == "next_working_day":
            return True
        return settings.first_day == "counted" and settings.last_day_ends != "24:00"

    def check_base(self) -> None:
        """Refuse to count days without the setting that says where they begin.

        Raises:
            ValueError: `first_day` was not given.
        """
        if self._settings.first_day is None:
            raise ValueError("counting days needs the setting `first_day`")

    def check_halves(self) -> None:
        """Refuse to count half days without a split, or to the same time of day.

        Raises:
            ValueError: the settings do not say where a half day ends.
        """
        self.check_base()
        if self.ends_at_same_time:
            raise ValueError("half days cannot end at the `same_time`")
        if self._split is None:
            raise ValueError("half working days need the setting `halves_split_at`")

    def base_of(self, start: int) -> int:
        """Return the day after which day 1 begins (T04)."""
        calendar = self._calendar
        if self._settings.receipt == "next_opening":
            start = opening_from(calendar, start)
        day = calendar.day_of(start)
        match self._settings.first_day:
            case "counted":
                # A day whose business is over when it starts cannot be day 1.
                return day if start >= self.close_of(day) else day - 1
            case "next_working_day":
                late = calendar.is_working(day) and start >= self.closing_of(day)
                return calendar.next_working(day + 1 if late else day)
            case _:
                return day

    def last_day(self, base: int, amount: DayAmount) -> int:
        """Return the last day of an amount of whole days or months after a base."""
        match amount:
            case WorkingDays(halves):
                index = self._calendar.working_index(base + 1)
                return self._calendar.nth_working(index + halves // 2 - 1)
            case CalendarDays(days):
                return self.rolled(base + days)
            case _:
                return self.rolled(same_number(base, amount.months))

    def last_day_from(self, start: int, amount: DayAmount) -> int:
        """Return the last day of an amount that starts at an instant."""
        base = self.base_of(start)
        if isinstance(amount, Months) and self._settings.first_day == "counted":
            return self.rolled(month_end(base + 1, amount.months))
        return self.last_day(base, amount)

    def ending(self, amount: DayAmount) -> Callable[[int], End]:
        """Return how a last day of such an amount ends."""
        if isinstance(amount, WorkingDays):
            return self.end_of_working_day
        return self.end_of_calendar_day

    def at_same_time(self, day: int, start: int, *, inclusive: bool) -> End:
        """Return the end of a last day at the time of day of an instant."""
        calendar = self._calendar
        of = start if inclusive else start - 1
        local = calendar.zone.local(of) + (0 if inclusive else 1)
        moved = (day - calendar.day_of(of)) * DAY_SECONDS
        at = calendar.zone.instant_of(local + moved)
        strict = self._settings.at_the_limit != "reached_counts"
        return End(at, inclusive and strict, at)

    def half_base(self, instant: int) -> int:
        """Return the half days in the calendar up to and including an instant's."""
        calendar = self._calendar
        day = calendar.day_of(instant)
        passed = 2 * calendar.working_index(day)
        if not calendar.is_working(day):
            return passed
        return passed + (1 if instant < self._split_of(day) else 2)

    def half_base_of(self, start: int) -> int:
        """Return the half day after which half day 1 begins."""
        calendar = self._calendar
        if self._settings.receipt == "next_opening":
            start = opening_from(calendar, start)
        if self._settings.first_day == "next_working_day":
            base = self.base_of(start)
            if base != calendar.day_of(start):
                start = calendar.start_of(base)
        counted = self._settings.first_day == "counted"
        working = calendar.is_working(calendar.day_of(start))
        return self.half_base(start) - (counted and working)

    def end_of_half(self, number: int) -> End:
        """Return the end of the half day with that many up to and including it."""
        day = self._calendar.nth_working((number - 1) // 2)
        if number % 2 == 0:
            return self.end_of_working_day(day)
        at = self._split_of(day)
        return End(at, inclusive=False, opening=at)

    def start_of_half(self, number: int) -> int:
        """Return the start of the half day that `end_of_half` ends."""
        day = self._calendar.nth_working((number - 1) // 2)
        return self._calendar.start_of(day) if number % 2 else self._split_of(day)

    def _split_of(self, day: int) -> int:
        if self._split is None:
            raise ValueError("half working days need the setting `halves_split_at`")
        return self._calendar.zone.instant_of(day * DAY_SECONDS + self._split)


def opening_from(calendar: WorkingCalendar, instant: int) -> int:
    """Return the instant itself if the calendar is open then, else the next opening."""
    line = calendar.office if calendar.open_hours else calendar.round_the_clock
    return line.opening_from(instant)


def same_number(day: int, months: int) -> int:
    """Return the day of the same number so many months on, or the month's last.

    LAW: Civil Code, art. 202. `months` may be negative.
    """
    when = date_of_day(day)
    year, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BeyondCalendarError(f"the year {year} lies outside the calendar's range")
    last = monthrange(year, month + 1)[1]
    return day_of_date(date(year, month + 1, min(when.day, last)))


def month_end(first: int, months: int) -> int:
    """Return the last day of a run of months whose first day counts.

    CHOICE: the day before the one of the same number; where the month has no such day,
    its last. So 31 January + 1 month ends on 28 February, 1 March on 31 March.
    """
    when = date_of_day(first)
    last = same_number(first, months)
    return last if date_of_day(last).day < when.day else last - 1
