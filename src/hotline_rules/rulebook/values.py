"""Values that a profile may choose: constants, tables, extremes, gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

if TYPE_CHECKING:
    from hotline_rules.clock import Amount
    from hotline_rules.rulebook.conditions import Condition, Fact

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the profile something stands; 1-based, for people only."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """One row of a table: when it holds, what it gives, by which clause."""

    when: Condition
    value: Value[T]
    cites: tuple[str, ...]
    readings: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """Rows under a stated hit policy.

    Attributes:
        hit: ``first``: the first row that holds; ``unique``: two rows that hold
            with different results are a conflict. A row whose condition is
            unknown, before one is found that holds, makes the result unknown.
    """

    hit: Literal["first", "unique"]
    rows: tuple[Row[T], ...]


@dataclass(frozen=True, slots=True)
class Extreme(Generic[T]):
    """The earliest or the latest of several points."""

    which: Literal["earliest", "latest"]
    parts: tuple[Value[T], ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A number that the source leaves to a text we do not have."""

    parameter: str
    title: str
    where: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constant(Generic[T]):
    """A value that needs no choice."""

    value: T
    readings: tuple[str, ...] = ()


Value: TypeAlias = Constant[T] | Table[T] | Extreme[T] | Missing


# Points of time -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Anchor:
    """A point that a limit knows.

    ``due`` the end now, ``first_due`` the end before any change, ``start`` the
    start of the clock.
    """

    name: Literal["due", "first_due", "start"]


@dataclass(frozen=True, slots=True)
class LimitDue:
    """``handle.due``: the end of the parent, else of the unit's latest such limit."""

    rule: str


@dataclass(frozen=True, slots=True)
class FactPoint:
    """A date (its 24:00) or instant carried by a fact."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A date written in the profile; its 24:00."""

    day: int


@dataclass(frozen=True, slots=True)
class FactAmount:
    """``asked.days working days``: the number comes from a fact."""

    fact: Fact
    unit: Literal[
        "minutes",
        "hours",
        "working hours",
        "working days",
        "calendar days",
        "months",
    ]


@dataclass(frozen=True, slots=True)
class Shifted:
    """An amount before or after a point."""

    amount: Amount | FactAmount
    direction: Literal["before", "after"]
    base: Point


@dataclass(frozen=True, slots=True)
class FirstWorkingDayAfter:
    """Opening, or end, of the first working day after a point."""

    base: Point
    edge: Literal["opening", "end"]


@dataclass(frozen=True, slots=True)
class EndOfDay:
    """24:00 of the day of the start."""


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """24:00 of the given day of the month of the start."""

    day: int


Point = (
    Anchor
    | LimitDue
    | FactPoint
    | FixedDay
    | Shifted
    | FirstWorkingDayAfter
    | EndOfDay
    | DayOfMonth
)


@dataclass(frozen=True, slots=True)
class Within:
    """An amount counted from the start."""

    amount: Amount | FactAmount


@dataclass(frozen=True, slots=True)
class Until:
    """A point that is the end."""

    point: Point


@dataclass(frozen=True, slots=True)
class NoTime:
    """The source gives no time: owed, without a date."""


LimitValue = Within | Until | NoTime


@dataclass(frozen=True, slots=True)
class MarkPoint:
    """When a mark is reached.

    Attributes:
        past: true for ``past X``: the first late instant, closing face. False:
            the point itself, opening face.
    """

    point: Point
    past: bool
