"""The points of a limit as functions of its start, for every row they can come from.

The functions are those of the engine itself, so that a proof about them can never
count otherwise than the engine does. What a start alone does not tell (a date that a
ticket carries) has no course here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from types import SimpleNamespace
from typing import Any, Generic, Literal, TypeVar

from hotline_rules.clock import Amount, Clock, Elapsed, End, Months
from hotline_rules.clock.amount import size
from hotline_rules.evaluate.choices import Notes
from hotline_rules.evaluate.facts import Binder
from hotline_rules.evaluate.points import PointBinder
from hotline_rules.profile.worlds import Demand
from hotline_rules.rulebook import (
    Anchor,
    Case,
    Constant,
    DayOfMonth,
    EndOfDay,
    Extreme,
    FactAmount,
    FirstWorkingDayAfter,
    FixedDay,
    LimitDue,
    MarkPoint,
    Missing,
    NoTime,
    Place,
    Point,
    Rule,
    Shifted,
    Table,
    Test,
    Until,
    Value,
    Within,
)

T = TypeVar("T")
MOST_WAYS = 64


@dataclass(frozen=True, slots=True)
class Way(Generic[T]):
    """One way a choice can come out.

    Attributes:
        value: without tables.
        demands: the conditions under which it is this one.
        place: of the row that gives it; None where nothing is chosen.
    """

    value: Constant[T] | Extreme[T]
    demands: tuple[Demand, ...] = ()
    place: Place | None = None


def ways(value: Value[T] | None, origin: str = "") -> list[Way[T]]:
    """Return the ways a choice can come out; those left open by the source are none.

    Args:
        value: the choice.
        origin: the event whose payload the `event.` facts of its rows are.
    """
    return list(islice(_ways(value, origin), MOST_WAYS))


def _ways(value: Value[T] | None, origin: str) -> Iterator[Way[T]]:
    match value:
        case Constant():
            yield Way(value)
        case Table():
            passed: tuple[Demand, ...] = ()
            for row in value.rows:
                own = Demand(row.when, wanted=True, origin=origin)
                for way in _ways(row.value, origin):
                    demands = (*passed, own, *way.demands)
                    yield Way(way.value, demands, way.place or row.place)
                if value.hit == "first":
                    passed = (*passed, Demand(row.when, wanted=False, origin=origin))
        case Extreme():
            for parts in product(*(ways(part, origin) for part in value.parts)):
                demands = tuple(demand for part in parts for demand in part.demands)
                yield Way(
                    Extreme(value.which, tuple(part.value for part in parts)), demands
                )
        case Missing() | None:
            return


def case_demands(rule: Rule, case: Case, origin: str) -> tuple[Demand, ...]:
    """Return the conditions under which a rule comes to a case."""
    demands = [Demand(case.condition, wanted=True, origin=origin)]
    if rule.by is None:
        return tuple(demands)
    if case.values is not None:
        demands.append(Demand(Test(rule.by, "in", case.values), True, origin))  # noqa: FBT003
    else:
        others = tuple(v for one in rule.cases for v in one.values or ())
        demands.append(Demand(Test(rule.by, "in", others), False, origin))  # noqa: FBT003
    return tuple(demands)


# --- what a start alone tells --------------------------------------------------------


def constants(value: Constant[T] | Extreme[T]) -> Iterator[T]:
    """Yield every plain value inside a way."""
    if isinstance(value, Constant):
        yield value.value
    else:
        for part in value.parts:
            assert isinstance(part, Constant | Extreme)
            yield from constants(part)


def is_counted(point: Point, parent: str | None = None) -> bool:
    """Say whether a point is told by the start of its limit, and of a parent's."""
    match point:
        case Anchor() | EndOfDay() | DayOfMonth():
            return True
        case Shifted():
            fixed = not isinstance(point.amount, FactAmount)
            return fixed and is_counted(point.base, parent)
        case FirstWorkingDayAfter():
            return is_counted(point.base, parent)
        case LimitDue():
            return point.rule == parent
        case _:
            return False


def is_told_by_end(point: Point) -> bool:
    """Say whether a point is told by the end of its limit alone."""
    match point:
        case Anchor():
            return point.name != "start"
        case Shifted():
            fixed = not isinstance(point.amount, FactAmount)
            return fixed and is_told_by_end(point.base)
        case FirstWorkingDayAfter():
            return is_told_by_end(point.base)
        case _:
            return False


def limit_is_counted(
    way: Way[Within | Until | NoTime], parent: str | None = None
) -> bool:
    """Say whether a start tells the end of a limit that comes out this way."""
    return all(_leaf_is_counted(leaf, parent) for leaf in constants(way.value))


def _leaf_is_counted(leaf: Within | Until | NoTime, parent: str | None) -> bool:
    match leaf:
        case Within():
            return not isinstance(leaf.amount, FactAmount) and bool(size(leaf.amount))
        case Until():
            return is_counted(leaf.point, parent)
        case _:
            return False


# --- courses -------------------------------------------------------------------------


Reader = Callable[[Any, Any, Any, Notes], Any]

_BODY = SimpleNamespace(limit=SimpleNamespace(readings=()))


class _Instance:
    """A limit that runs, as far as the engine's functions of points look at it."""

    __slots__ = (
        "body",
        "end",
        "first_end",
        "parent",
        "pauses",
        "rule",
        "start",
        "unit",
    )

    def __init__(self, start: int, end: Any, parent: Any, rule: Any) -> None:
        self.start, self.end, self.parent, self.rule = start, end, parent, rule
        self.first_end = self.unit = None
        self.pauses = ()
        self.body = _BODY


class Course:
    """The end of a limit and points told by it, as functions of one start.

    Attributes:
        clocks: those that anything here is counted by.
        by_date: whether the number of a day in its month matters.
    """

    def __init__(
        self,
        counting: str,
        way: Way[Within | Until | NoTime] | Literal["instant", "date"],
        clocks: Mapping[str, Clock],
        binder: Binder,
        *,
        rule: str = "",
        parent: "Course | None" = None,
    ) -> None:
        """Bind the end of a limit.

        Args:
            counting: of the limit.
            way: how its end comes out; or, where its start does not tell that, whether
                every instant or every date is to be an end: then the "start" is it.
            clocks: by counting.
            binder: of the engine; only its zone is used.
            rule: id of the rule whose limit it is.
            parent: the course of the limit whose end a `LimitDue` means.

        Raises:
            ValueError: a counting lacks a setting that is needed here.
        """
        self._clocks = clocks
        self._own = clocks[counting]
        self._binder = binder
        self._parent = parent
        self._rule = SimpleNamespace(id=rule)
        self._trail: list[Callable[[Any], tuple[int, ...]]] = []
        self.clocks: list[Clock] = [self._own, *(parent.clocks if parent else ())]
        self.by_date: bool = parent is not None and parent.by_date
        self.points: list[Reader] = []
        self._free = way if isinstance(way, str) else None
        self._end: Reader | None = None
        if not isinstance(way, str):
            points = PointBinder(self._own, binder)
            self._end = points.limit(way.value)
            for leaf in constants(way.value):
                point = (
                    Shifted(leaf.amount, "after", Anchor("start"))
                    if isinstance(leaf, Within)
                    else leaf.point
                    if isinstance(leaf, Until)
                    else Anchor("start")
                )
                self._follow(point, self._own)

    def add_mark(self, way: Way[MarkPoint], counting: str | None) -> None:
        """Add a point of a mark; its instant is the next of `at`."""
        clock = self._own if counting is None else self._clocks[counting]
        if clock not in self.clocks:
            self.clocks.append(clock)
        self.points.append(PointBinder(clock, self._binder).mark(way.value))
        for leaf in constants(way.value):
            self._follow(leaf.point, clock)

    def _follow(self, point: Point, clock: Clock) -> None:
        """Note the instants on the way to a point, at which its function may bend."""
        read = PointBinder(clock, self._binder).point(Constant(point))
        self._trail.append(lambda inst: _both_faces(read(None, None, inst, Notes())))
        if isinstance(point, DayOfMonth | FixedDay):
            self.by_date = True
        if isinstance(point, Shifted | FirstWorkingDayAfter):
            if isinstance(point, Shifted):
                self._follow_amount(point, clock)
            if not isinstance(point.base, Anchor):
                self._follow(point.base, clock)

    def _follow_amount(self, point: Shifted, clock: Clock) -> None:
        amount = point.amount
        assert isinstance(amount, Amount)
        self.by_date = self.by_date or isinstance(amount, Months)
        if isinstance(amount, Elapsed):
            # Where an end rolls, it is the instant before rolling that crosses a day.
            base = PointBinder(clock, self._binder).point(Constant(point.base))
            sign = 1 if point.direction == "after" else -1
            moved = sign * amount.seconds
            self._trail.append(
                lambda inst: (base(None, None, inst, Notes()).at + moved,)
            )

    def instance(self, start: int) -> Any:
        """Return the limit that starts at an instant, as far as its points see it.

        A point beyond the calendar is not an `End` but says so.
        """
        parent = None
        if self._parent is not None:
            parent = self._parent.instance(start)
        inst = _Instance(start, None, parent, self._rule)
        if self._end is not None:
            inst.end = self._end(None, None, inst, Notes())
        elif self._free == "instant":
            inst.end = self._own.end_at(start)
        else:
            inst.end = self._own.end_of_date(self._own.calendar.zone.day_of(start))
        return inst

    def at(self, inst: Any) -> list[Any]:
        """Return the instants of the added marks, or why one cannot be told."""
        return [read(None, None, inst, Notes()) for read in self.points]

    def trail(self, inst: Any) -> list[int]:
        """Return all instants on the way to the points.

        Raises:
            AttributeError: a point cannot be told.
        """
        own = [at for read in self._trail for at in read(inst)]
        if inst.end is not None:
            own += _both_faces(inst.end)
        return own


def _both_faces(end: End) -> tuple[int, ...]:
    return (end.at, end.opening)
