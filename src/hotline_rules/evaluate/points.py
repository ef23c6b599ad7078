"""Points of a limit, its end and its marks, as closures over a clock."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import BeyondCalendarError
from hotline_rules.clock import (
    Amount,
    CalendarDays,
    Clock,
    Elapsed,
    End,
    Months,
    WorkingDays,
    WorkingTime,
)
from hotline_rules.evaluate.choices import Notes, Reader, Undetermined, bind_value
from hotline_rules.evaluate.facts import bind_fact
from hotline_rules.evaluate.instants import as_end
from hotline_rules.rulebook import (
    Anchor,
    EndOfDay,
    FactAmount,
    FactPoint,
    FirstWorkingDayAfter,
    FixedDay,
    LimitDue,
    LimitValue,
    MarkPoint,
    Point,
    Shifted,
    Until,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotline_rules.evaluate.facts import Binder
    from hotline_rules.rulebook import Value

_MOST = 100_000  # of any unit; a longer amount in a payload is a slip
_BEYOND = Undetermined("beyond", "calendar")


@dataclass(frozen=True, slots=True)
class PointBinder:
    """Makes closures for points counted by one clock."""

    clock: Clock
    binder: Binder

    def limit(self, value: Value[LimitValue]) -> Reader:
        """Closure giving an End, ``None`` for no time, or Undetermined."""
        return bind_value(value, self._limit_leaf, self.binder)

    def point(self, value: Value[Point]) -> Reader:
        """Closure giving an End or Undetermined."""
        return bind_value(value, self._point, self.binder)

    def mark(self, value: Value[MarkPoint]) -> Reader:
        """Closure giving the first instant at which the mark is reached."""
        return bind_value(value, self._mark_leaf, self.binder)

    def _limit_leaf(self, limit: LimitValue) -> Reader:
        match limit:
            case Within():
                return self._from_start(limit.amount)
            case Until():
                return self._point(limit.point)
            case _:
                return lambda run, occ, inst, notes: None

    def _mark_leaf(self, mark: MarkPoint) -> Reader:
        point, past = self._point(mark.point), mark.past
        if past and mark.point == Anchor("due"):
            return _past_due

        def read(run: Any, occ: Any, inst: Any, notes: Notes) -> Any:
            end = point(run, occ, inst, notes)
            if isinstance(end, Undetermined) or end is None:
                return end
            return end.at + end.inclusive if past else end.opening

        return read

    def _point(self, point: Point) -> Reader:
        clock = self.clock
        match point:
            case Anchor():
                return _ANCHORS[point.name]
            case LimitDue():
                rule = point.rule
                return lambda run, occ, inst, notes: _due_of(run, inst, rule, notes)
            case FactPoint():
                return self._fact_point(point)
            case FixedDay():
                day = point.day
                return _guarded(lambda run, occ, inst, notes: clock.end_of_date(day))
            case Shifted():
                return self._shifted(point)
            case FirstWorkingDayAfter():
                return self._first_working_day(point)
            case EndOfDay():
                return _guarded(
                    lambda run, occ, inst, notes: clock.end_of_day(inst.start)
                )
            case _:
                number = point.day
                return _guarded(
                    lambda run, occ, inst, notes: clock.day_of_month(inst.start, number)
                )

    def _from_start(self, amount: Amount | FactAmount) -> Reader:
        clock = self.clock
        if isinstance(amount, FactAmount):
            return self._from_start_by_fact(amount)
        add = clock.adder(amount)
        kind = type(amount)

        def read(run: Any, occ: Any, inst: Any, notes: Notes) -> Any:
            try:
                end = add(inst.start)
            except BeyondCalendarError:
                return _BEYOND
            return run.paused_end(clock, end, kind, inst) if inst.pauses else end

        return read

    def _from_start_by_fact(self, amount: FactAmount) -> Reader:
        read_amount = self._amount(amount)
        clock = self.clock

        def read(run: Any, occ: Any, inst: Any, notes: Notes) -> Any:
            given = read_amount(run, occ, inst)
            if isinstance(given, Undetermined):
                return given
            try:
                end = clock.adder(given)(inst.start)
            except BeyondCalendarError:
                return _BEYOND
            return run.paused_end(clock, end, type(given), inst) if inst.pauses else end

        return read

    def _amount(self, amount: FactAmount) -> Callable[[Any, Any, Any], Any]:
        read = bind_fact(amount.fact, self.binder)
        make, name = _AMOUNTS[amount.unit], str(amount.fact)
        if make is _halves and self.clock.settings.halves_split_at is None:
            make = _count(_whole_days)  # half a day is nothing that this clock counts

        def given(run: Any, occ: Any, inst: Any) -> Any:
            value = read(run, occ, occ, inst)
            found = None if value is None else _whole_amount(value, make)
            return Undetermined("fact", name) if found is None else found

        return given

    def _fact_point(self, point: FactPoint) -> Reader:
        read = bind_fact(point.fact, self.binder)
        clock, zone, name = self.clock, self.binder.zone, str(point.fact)
        counted = point.fact.scope == "this" or point.fact.name == "at"

        def given(run: Any, occ: Any, inst: Any, notes: Notes) -> Any:
            value = read(run, occ, occ, inst)
            if value.__class__ is int and not counted:
                value = None  # a payload writes no seconds: 20210312 is no date
            end = None if value is None else as_end(value, clock, zone)
            return Undetermined("fact", name) if end is None else end

        return _guarded(given)

    def _shifted(self, point: Shifted) -> Reader:
        if point.direction == "after" and point.base == Anchor("start"):
            return self._from_start(point.amount)
        base = self._point(point.base)
        after = point.direction == "after"
        clock = self.clock
        if isinstance(point.amount, FactAmount):
            shift_by = clock.after if after else clock.before
            return self._shifted_by_fact(base, shift_by, point.amount)
        shift = (clock.later if after else clock.earlier)(point.amount)

        def read(run: Any, occ: Any, inst: Any, notes: Notes) -> Any:
            end = base(run, occ, inst, notes)
            if isinstance(end, Undetermined) or end is None:
                return end
            try:
                return shift(end)
            except BeyondCalendarError:
                return _BEYOND

        return read

    def _shifted_by_fact(
        self, base: Reader, shift: Callable[[End, Amount], End], amount: FactAmount
    ) -> Reader:
        read_amount = self._amount(amount)

        def read(run: Any, occ: Any, inst: Any, notes: Notes) -> Any:
            end, given = base(run, occ, inst, notes), read_amount(run, occ, inst)
            if isinstance(given, Undetermined):
                return given
            if isinstance(end, Undetermined) or end is None:
                return end
            try:
                return shift(end, given)
            except BeyondCalendarError:
                return _BEYOND

        return read

    def _first_working_day(self, point: FirstWorkingDayAfter) -> Reader:
        base, clock = self._point(point.base), self.clock
        opening = point.edge == "opening"

        def read(run: Any, occ: Any, inst: Any, notes: Notes) -> Any:
            end = base(run, occ, inst, notes)
            if isinstance(end, Undetermined) or end is None:
                return end
            starts, ends = clock.next_working_day(end)
            return End(starts, False, starts) if opening else ends  # noqa: FBT003 - fields of a point

        return _guarded(read)


def _guarded(read: Reader) -> Reader:
    """A reader that says so when its point lies beyond the calendar."""

    def guarded(run: Any, occ: Any, inst: Any, notes: Notes) -> Any:
        try:
            return read(run, occ, inst, notes)
        except BeyondCalendarError:
            return _BEYOND

    return guarded


def _due(run: Any, occ: Any, inst: Any, notes: Notes) -> Any:
    return inst.end


def _past_due(run: Any, occ: Any, inst: Any, notes: Notes) -> Any:
    end = inst.end
    return None if end is None else end.at + end.inclusive


def _first_due(run: Any, occ: Any, inst: Any, notes: Notes) -> Any:
    return inst.end if inst.first_end is None else inst.first_end


def _start(run: Any, occ: Any, inst: Any, notes: Notes) -> Any:
    return End(inst.start, True, inst.start)  # noqa: FBT003 - fields of a point


_ANCHORS: Mapping[str, Reader] = {
    "due": _due,
    "first_due": _first_due,
    "start": _start,
}


def _due_of(run: Any, inst: Any, rule: str, notes: Notes) -> Any:
    """The end of the ancestor of that rule, else of the unit's latest instance."""
    found = inst.parent
    while found is not None and found.rule.id != rule:
        found = found.parent
    if found is None:
        found = run.latest_instance(rule, inst.unit)
    if found is None or found.end is None:
        return Undetermined("fact", f"{rule}.due")
    notes.readings += found.body.limit.readings  # the other end was counted by these
    return found.end


def _whole_amount(value: object, make: Callable[[Decimal], Amount | None]) -> Any:
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
        return make(number) if 0 < number <= _MOST else None
    except InvalidOperation:  # no number, or one that compares with nothing
        return None


def _halves(number: Decimal) -> Amount | None:
    return WorkingDays(int(number * 2)) if number * 2 == int(number * 2) else None


def _whole_days(days: int) -> Amount:
    return WorkingDays(2 * days)


def _seconds(
    kind: Callable[[int], Amount], each: int
) -> Callable[[Decimal], Amount | None]:
    return lambda number: kind(int(number * each)) if number * each >= 1 else None


def _count(kind: Callable[[int], Amount]) -> Callable[[Decimal], Amount | None]:
    return lambda number: kind(int(number)) if number == int(number) else None


_AMOUNTS: Mapping[str, Callable[[Decimal], Amount | None]] = {
    "minutes": _seconds(Elapsed, 60),
    "hours": _seconds(Elapsed, 3_600),
    "working hours": _seconds(WorkingTime, 3_600),
    "working days": _halves,
    "calendar days": _count(CalendarDays),
    "months": _count(Months),
}
