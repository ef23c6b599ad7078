"""Spans: counted time between two instants, what is left, and what pauses add."""

from collections.abc import Callable, Iterator, Sequence

from hotline_rules.calendar import Timeline, WorkingCalendar, date_of_day
from hotline_rules.clock.amount import (
    Amount,
    CalendarDays,
    Elapsed,
    Months,
    WorkingDays,
    WorkingTime,
    size,
)
from hotline_rules.clock.days import DayCounting, month_end, same_number
from hotline_rules.clock.end import End
from hotline_rules.clock.hours import HourAmount, HourCounting
from hotline_rules.clock.settings import CountingSettings

Pause = tuple[int, int]


class SpanCounting:
    """Counted time between instants under one counting."""

    __slots__ = ("_days", "_hours", "_settings", "calendar")

    def __init__(
        self,
        calendar: WorkingCalendar,
        settings: CountingSettings,
        days: DayCounting,
        hours: HourCounting,
    ) -> None:
        """Bind to the parts of a clock."""
        self.calendar = calendar
        self._settings = settings
        self._days = days
        self._hours = hours

    def elapsed(self, start: int, until: int, kind: type[Amount]) -> Amount:
        """Return the counted time from a start on, as the settings let it begin."""
        return kind(self.counter(start, kind)(until))

    def counter(self, start: int, kind: type[Amount]) -> Callable[[int], int]:
        """Return what counts the time from a start on, to any instant asked for.

        The number is in the smallest unit of the kind: seconds, half days, days.
        """
        if kind is Elapsed or kind is WorkingTime:
            received = self._hours.received(start)
            return lambda until: size(self.between(received, until, kind))
        if kind is WorkingDays and self._settings.halves_split_at:
            half, half_of = self._days.half_base_of(start), self._days.half_base
            return lambda until: max(half_of(until) - half, 0)
        base, day_of = self._days.base_of(start), self.calendar.day_of
        if kind is Months:
            return lambda until: self._months(base, max(day_of(until), base))
        if kind is CalendarDays:
            return lambda until: max(day_of(until) - base, 0)
        index = self.calendar.working_index
        begun = index(base + 1)
        return lambda until: 2 * max(index(day_of(until) + 1) - begun, 0)

    def between(self, start: int, until: int, kind: type[Amount]) -> Amount:
        """Return the counted time between two instants, the first day not counted.

        The settings of the beginning play no part: it is what a pause adds.
        """
        if kind is Elapsed or kind is WorkingTime:
            line = self._line(kind)
            if line is None:
                return Elapsed(max(until - start, 0))
            return kind(max(line.used(until) - line.used(start), 0))
        if kind is WorkingDays and self._settings.halves_split_at:
            halves = self._days.half_base(until) - self._days.half_base(start)
            return WorkingDays(max(halves, 0))
        day_of = self.calendar.day_of
        if kind is Months:
            base = day_of(start)
            return Months(_whole_months(base, max(day_of(until), base)))
        return self._whole_days(day_of(start), day_of(until), kind)

    def remaining(self, now: int, end: End, kind: type[Amount]) -> Amount:
        """Return the counted time from now to an end."""
        if kind is Elapsed or kind is WorkingTime:
            return self.between(now, end.at, kind)
        return self.between(now, end.last_instant, kind)

    def gain(
        self,
        end: End,
        kind: type[Amount],
        pauses: Sequence[Pause],
        at_most: Amount | None,
        after: Callable[[End, Amount], End],
    ) -> Amount:
        """Return what pauses add to an end, in the unit of the limit."""
        unit = CalendarDays if kind is Months else kind
        total, moved = 0, end
        for start, until in self.capped(pauses, at_most):
            if start >= moved.first_late:
                break
            total += size(self.between(start, until, unit))
            moved = after(end, unit(total)) if total else end
        return unit(total)

    def capped(
        self, pauses: Sequence[Pause], at_most: Amount | None
    ) -> Iterator[Pause]:
        """Yield the pauses in order, merged, and cut where the cap is used up."""
        if at_most is None:
            yield from merged(pauses)
            return
        pauses = merged(pauses)
        kind, left = self._budget(pauses[0][0], at_most) if pauses else (Elapsed, 0)
        for start, until in pauses:
            used = size(self.between(start, until, kind))
            if used > left:
                yield start, self._reaching(start, left, kind)
                return
            yield start, until
            left -= used

    def _line(self, kind: type[HourAmount]) -> Timeline | None:
        """Return the open time in which a span runs; `None`: all time counts.

        CHOICE: where a counting of days does not say what rest days do to hours, an
        elapsed span (the cap of a pause, say) is time on the wall.
        """
        settings = self._settings
        if (
            kind is Elapsed
            and settings.rest_days_in_hours is None
            and settings.hours_counted == "around_the_clock"
        ):
            return None
        return self._hours.line(kind)

    def _budget(self, first: int, at_most: Amount) -> tuple[type[Amount], int]:
        """Return a cap as a unit and a number of it.

        CHOICE: months are as many calendar days as they have from the first pause on,
        for several pauses shorter than a month would never use up a month.
        """
        if isinstance(at_most, Months):
            day = self.calendar.day_of(first)
            return CalendarDays, same_number(day, at_most.months) - day
        return type(at_most), size(at_most)

    def exhausted_at(self, start: int, pauses: Sequence[Pause], at_most: Amount) -> int:
        """Return when a pause that begins now has used up what is left of the cap."""
        earlier = merged(pauses)
        first = earlier[0][0] if earlier else start
        kind, left = self._budget(first, at_most)
        for begun, until in earlier:
            left -= size(self.between(begun, until, kind))
        return self._reaching(start, max(left, 0), kind)

    def _reaching(self, start: int, amount: int, kind: type[Amount]) -> int:
        """Return the first instant at which so much lies between it and a start."""
        if amount == 0:
            return start
        calendar, day = self.calendar, self.calendar.day_of(start)
        if kind is Elapsed or kind is WorkingTime:
            line = self._line(kind)
            if line is None:
                return start + amount
            return line.faces(line.used(start) + amount)[0]
        if kind is WorkingDays and self._settings.halves_split_at:
            return self._days.start_of_half(self._days.half_base(start) + amount)
        if kind is WorkingDays:
            index = calendar.working_index(day + 1) + amount // 2
            return calendar.start_of(calendar.nth_working(index - 1))
        return calendar.start_of(day + amount)

    def nominal(self, start: int, amount: Amount) -> int:
        """Return an amount in the unit of its trace: months in days, as they fall."""
        if not isinstance(amount, Months):
            return size(amount)
        base = self._days.base_of(start)
        if self._settings.first_day == "counted":
            return month_end(base + 1, amount.months) - base
        return same_number(base, amount.months) - base

    def _whole_days(self, base: int, day: int, kind: type[Amount]) -> Amount:
        """Return the days after a base up to and including a day."""
        if kind is CalendarDays:
            return CalendarDays(max(day - base, 0))
        index = self.calendar.working_index
        return WorkingDays.whole(max(index(day + 1) - index(base + 1), 0))

    def _months(self, base: int, day: int) -> int:
        """Return the whole months after a base up to and including a day."""
        if self._settings.first_day != "counted":
            return _whole_months(base, day)
        months = _whole_months(base, day) + 1
        while months and month_end(base + 1, months) > day:
            months -= 1
        return months


def merged(pauses: Sequence[Pause]) -> list[Pause]:
    """Return pauses in order, those that overlap or touch made one."""
    result: list[Pause] = []
    for start, until in sorted(pauses):
        if until <= start:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], until))
        else:
            result.append((start, until))
    return result


def _whole_months(base: int, day: int) -> int:
    first, last = date_of_day(base), date_of_day(day)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if same_number(base, months) <= day else months - 1
