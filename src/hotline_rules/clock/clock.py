"""The clock: one named counting bound to a calendar, and all points computed on it.

Every point of a limit, its end and its marks, comes from the same functions, so that
"1 working day after due" can never be counted otherwise than the limit itself.
"""

from collections.abc import Callable, Sequence

from hotline_rules.calendar import WorkingCalendar, date_of_day, day_of_date
from hotline_rules.clock.adder import make_adder, make_late
from hotline_rules.clock.amount import Amount, size
from hotline_rules.clock.days import DayCounting, same_number
from hotline_rules.clock.end import End
from hotline_rules.clock.hours import HourCounting
from hotline_rules.clock.settings import CountingSettings
from hotline_rules.clock.shift import make_earlier, make_later
from hotline_rules.clock.span import Pause, SpanCounting
from hotline_rules.clock.trace import Trace, counted_days, trace_of


class Clock:
    """Deadlines, marks, pauses and spans of one counting on one calendar.

    Immutable in effect: the only thing that changes are caches of pure results, keyed
    by day and so bounded by the calendar's range. Methods raise `BeyondCalendarError`
    when a point lies outside it, and `ValueError` when a setting they need was not
    given (`settings_used` names them; the checks of a profile see to it).
    """

    __slots__ = (
        "_adders",
        "_days",
        "_earlier",
        "_hours",
        "_late_after",
        "_later",
        "_spans",
        "calendar",
        "settings",
    )

    def __init__(self, calendar: WorkingCalendar, settings: CountingSettings) -> None:
        """Bind settings to a calendar.

        Raises:
            ValueError: office hours are asked for and the calendar has none.
        """
        if not calendar.open_hours and (
            settings.last_day_ends == "business_close"
            or settings.hours_counted == "office_hours"
        ):
            raise ValueError(f"calendar `{calendar.id}` has no office hours")
        self.calendar = calendar
        self.settings = settings
        self._days = DayCounting(calendar, settings)
        self._hours = HourCounting(calendar, settings, self._days)
        self._spans = SpanCounting(calendar, settings, self._days, self._hours)
        self._adders: dict[Amount, Callable[[int], End]] = {}
        self._late_after: dict[Amount, Callable[[int], int]] = {}
        self._later: dict[Amount, Callable[[End], End]] = {}
        self._earlier: dict[Amount, Callable[[End], End]] = {}

    def adder(self, amount: Amount) -> Callable[[int], End]:
        """Return the function from a start instant to the end of a limit.

        Args:
            amount: of the limit, above zero.

        Raises:
            ValueError: the amount is zero, or the settings do not suffice.

        Source:
            Civil Code, arts. 200 to 204, by analogy; the readings T01, T04 to T07.
        """
        found = self._adders.get(amount)
        if found is None:
            _check_size(amount)
            make = make_adder(self.calendar, self._days, self._hours, amount)
            found = self._adders[amount] = make
        return found

    def late_after(self, amount: Amount) -> Callable[[int], int]:
        """Return the function from a start instant to the first late instant.

        Always `adder(amount)(start).first_late`, in about half the time: for callers
        that need neither the other face of the end nor its trace.

        Args:
            amount: of the limit, above zero.

        Raises:
            ValueError: as `adder`.
        """
        found = self._late_after.get(amount)
        if found is None:
            _check_size(amount)
            make = make_late(self.calendar, self._days, self._hours, amount)
            found = self._late_after[amount] = make
        return found

    def later(self, amount: Amount) -> Callable[[End], End]:
        """Return the function of an end to the point so much after it.

        The day of the end is never counted again, whatever `first_day` says: it
        belongs to the limit. So Friday 24:00 and one working day is Monday 24:00.
        """
        found = self._later.get(amount)
        if found is None:
            make = make_later(self.calendar, self._days, self._hours, amount)
            found = self._later[amount] = make
        return found

    def earlier(self, amount: Amount) -> Callable[[End], End]:
        """Return the function of an end to the point so much before it.

        Counted in working time: between the point and the end lies exactly the amount.
        Monday 24:00 less one working day is Friday 24:00, which opens Monday 00:00;
        Saturday 24:00 less one working day is Thursday 24:00, for Saturday adds nothing
        to Friday. Nothing rolls on the way back.
        """
        found = self._earlier.get(amount)
        if found is None:
            make = make_earlier(self.calendar, self._days, self._hours, amount)
            found = self._earlier[amount] = make
        return found

    def after(self, end: End, amount: Amount) -> End:
        """Return the point so much after an end: "1 working day after due"."""
        return self.later(amount)(end)

    def before(self, end: End, amount: Amount) -> End:
        """Return the point so much before an end: "1 working day before due"."""
        return self.earlier(amount)(end)

    def end_of_date(self, day: int) -> End:
        """Return the end of a plain date: its 24:00, after `end_on_rest_day`."""
        last = self._days.rolled(day)
        calendar = self.calendar
        at = calendar.zone.start_of(last + 1)
        opening = max(at, calendar.start_of(calendar.next_working(last + 1)))
        if self.settings.rest_days_after == "on_time":
            at = opening
        return End(at, inclusive=False, opening=opening)

    def end_at(self, instant: int) -> End:
        """Return the end at a promised instant, inclusive.

        If it falls on a rest day and ends there are `rolled`, it is the end of the next
        working day; with `same_time`, the same time of that day.
        """
        day = self.calendar.day_of(instant)
        last = self._days.rolled(day)
        if last == day or self.settings.last_day_ends == "same_time":
            return self._days.at_same_time(last, instant, inclusive=True)
        return self._days.end_of_working_day(last)

    def next_working_day(self, point: End | int) -> tuple[int, End]:
        """Return the first working day after the day of a point.

        Returns:
            its first instant (of business, if days end at `business_close`), its end.
        """
        instant = point.last_instant if isinstance(point, End) else point
        day = self.calendar.next_working(self.calendar.day_of(instant) + 1)
        return self._days.open_of(day), self._days.end_of_working_day(day)

    def day_of_month(self, instant: int, number: int) -> End:
        """Return the end of a day of the instant's month, the last if it is shorter.

        Args:
            instant: any instant of the month.
            number: 1 to 31.
        """
        when = date_of_day(self.calendar.zone.day_of(instant))
        first = day_of_date(when.replace(day=1))
        return self.end_of_date(min(first + number, same_number(first, 1)) - 1)

    def end_of_day(self, instant: int) -> End:
        """Return the end of the instant's own day; it never rolls.

        After the close of business it is 24:00, so that it never lies behind.
        """
        day = self.calendar.day_of(instant)
        at = self._days.close_of(day)
        if at <= instant:
            at = self.calendar.end_of(day)
        return End(at, inclusive=False, opening=at)

    def paused(
        self,
        end: End,
        kind: type[Amount],
        pauses: Sequence[Pause],
        at_most: Amount | None = None,
    ) -> End:
        """Return an end after pauses: each adds its own time, in the limit's unit.

        A limit in hours gains the seconds of the pause that would have counted; one in
        working days the working days after the day on which the pause begins, up to and
        including the day on which it ends; one in calendar days or months the calendar
        days. What begins after the limit has run out adds nothing.

        Args:
            end: without the pauses.
            kind: class of the limit's amount.
            pauses: `[from, until)`, in any order; overlaps count once.
            at_most: cap on all pauses together, in any unit.
        """
        gain = self._spans.gain(end, kind, pauses, at_most, self.after)
        return self.after(end, gain) if size(gain) else end

    def pause_exhausted(
        self, start: int, pauses: Sequence[Pause], at_most: Amount
    ) -> int:
        """Return the instant at which a pause beginning now has used up its cap.

        Args:
            start: of the pause.
            pauses: earlier ones, `[from, until)`.
            at_most: cap on all pauses together, in any unit.
        """
        return self._spans.exhausted_at(start, pauses, at_most)

    def elapsed(self, start: int, until: int, kind: type[Amount]) -> Amount:
        """Return the counted time from a start to an instant, never below zero.

        For days it is the number of the day on which `until` falls: 5 on the whole
        last day of five; so `elapsed(s, adder(a)(s).last_instant)` is `a`. Half days
        are counted when the counting splits its days. Months are whole ones.
        """
        return self._spans.elapsed(start, until, kind)

    def remaining(self, now: int, end: End, kind: type[Amount]) -> Amount:
        """Return the counted time from now to an end, zero when it has passed.

        For days the number of days still to come after today: 0 on the last day.
        """
        return self._spans.remaining(now, end, kind)

    def trace(
        self,
        start: int,
        end: End,
        amount: Amount | type[Amount],
        pauses: Sequence[Pause] = (),
        at_most: Amount | None = None,
    ) -> Trace:
        """Return day by day from the start to the end what counted and why not.

        Args:
            start: the instant from which the limit was counted.
            end: the end that was reached.
            amount: of the limit, or only its class when the end was moved since.
            pauses: as in `paused`.
            at_most: as in `paused`.

        Raises:
            ValueError: the end lies more than 4,000 days after the start.
        """
        return trace_of(self._spans, start, end, amount, pauses, at_most)

    def counted_days(
        self, start: int, end: End, kind: type[Amount]
    ) -> tuple[int, bytes]:
        """Return the first day of a trace without pauses, and which days counted.

        Much quicker than the trace; two limits that agree in it have the same days.

        Args:
            start: the instant from which the limit was counted.
            end: the end that was reached.
            kind: of the amount of the limit.

        Returns:
            The local day of the start; a byte for each day from it to that of the end,
            1 where any of it counted.

        Raises:
            ValueError: the end lies more than 4,000 days after the start.
        """
        return counted_days(self._spans, start, end, kind)


def _check_size(amount: Amount) -> None:
    if not size(amount):
        raise ValueError("a limit is longer than nothing")
