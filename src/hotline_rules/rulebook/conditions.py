"""Facts, tests, patterns and conditions of a compiled profile, as plain data.

Nothing here evaluates; ``evaluate`` turns these trees into closures. Logic is
three-valued (true, false, unknown), see docs/profile-format.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from hotline_rules.clock import Amount

FactScope = Literal[
    "ticket",  # attribute of the history (subject ticket)
    "unit",  # attribute of the unit in question
    "item",  # attribute of the knowledge-base item
    "here",  # payload of the event that the pattern is looking at
    "event",  # payload of the trigger; also type at weekday day month time
    "asked",  # payload of the application a change answers
    "granted",  # payload of the decision that grants it
    "this",  # start, due of the limit in question (instants)
    "finding",  # latest finding of that code: true, false, unknown
    "status",  # does the status hold now (for the unit, or the ticket)
    "limit",  # state of the latest instance of that rule for the unit
    "rung",  # step the named ladder stands on now
]


@dataclass(frozen=True, slots=True)
class Fact:
    """A dotted name: where to look, and for what.

    Attributes:
        scope: which record holds it.
        name: key inside the record.
        absent_means: value of an absent attribute; ``None`` when absence is
            unknown. Only for scopes ``ticket``, ``unit`` and ``item``.
    """

    scope: FactScope
    name: str
    absent_means: bool | str | int | None = None

    def __str__(self) -> str:
        return f"{self.scope}.{self.name}"


@dataclass(frozen=True, slots=True)
class DayValue:
    """A calendar date as an operand; ``day`` counts from 1970-01-01, local."""

    day: int


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time of day as an operand, in seconds after local midnight."""

    seconds: int


Scalar = str | int | Decimal | bool | DayValue | TimeOfDay
Operand = Scalar | Fact | tuple[Scalar | Fact, ...]
Operator = Literal[
    "is",
    "in",
    "present",  # operand True
    "absent",  # operand True
    "unknown",  # operand True; a finding not made
    "at_least",
    "at_most",
    "more_than",
    "less_than",
    "before",
    "after",
    "on",  # operand "rest_day" | "working_day"
    "contains",
    "empty",  # operand True
    "in_bottom",  # reads the event's rank, n and tie; operand is how many
    "same_month_as",
    "same_year_as",
    "kind",  # of a status that holds; operand is a tuple of kinds
]


@dataclass(frozen=True, slots=True)
class Always:
    """The condition that holds, does not hold, or cannot be known."""

    value: bool | None = True


ALWAYS = Always()


@dataclass(frozen=True, slots=True)
class Test:
    """One fact against one operand."""

    __test__ = False  # not a test case, whatever pytest thinks of the name

    fact: Fact
    operator: Operator
    operand: Operand


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when every part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when one part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary; unknown stays unknown."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Pattern:
    """Picks events of one type.

    Attributes:
        event: event type, recorded or engine-made (``handle.opened``).
        where: condition on it; its ``here`` facts are the event's payload.
        same_unit: in a look-back, only events of the unit in question.
        any_unit: in what meets or ends a limit, also events that name another unit
            than the limit is about.
    """

    event: str
    where: Condition = ALWAYS
    same_unit: bool = False
    any_unit: bool = False


Patterns = tuple[Pattern, ...]  # any of them; () never


@dataclass(frozen=True, slots=True)
class Happened:
    """There is such an event, up to now (the trigger included)."""

    patterns: Patterns


@dataclass(frozen=True, slots=True)
class Count:
    """How many such events there are, put to numeric tests.

    Attributes:
        of: what is counted.
        tests: operator and number, all of which must hold.
        distinct: payload key; then different values are counted.
        since: only after the newest of these; zero if there is none.
        in_last: only within this amount before now (calendar days or elapsed).
        not_followed_by: leave out an event followed, for the same unit, by one
            of these before the next counted event of that unit.
    """

    of: Patterns
    tests: tuple[tuple[Operator, int], ...]
    distinct: str | None = None
    since: Patterns | None = None
    in_last: Amount | None = None
    not_followed_by: Patterns | None = None


@dataclass(frozen=True, slots=True)
class MonthsInARow:
    """How many months in a row, up to the trigger's, have such an event.

    Attributes:
        of: what a month must have to count.
        tests: operator and number, all of which must hold.
        every: then the number must be a multiple of this, too.
        skipping: months that have one of these neither count nor break the run.
    """

    of: Patterns
    tests: tuple[tuple[Operator, int], ...]
    every: int | None = None
    skipping: Patterns = ()


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest such event satisfies a condition; unknown if there is none."""

    of: Patterns
    satisfies: Condition


@dataclass(frozen=True, slots=True)
class AtTheAct:
    """The condition as it stood when the act in question was done."""

    condition: Condition


Condition = (
    Always
    | Test
    | AllOf
    | AnyOf
    | Not
    | Happened
    | Count
    | MonthsInARow
    | Latest
    | AtTheAct
)
