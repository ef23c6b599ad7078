"""What comes out: records with integer instants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hotline_rules.clock import End
    from hotline_rules.evaluate.state import Instance, Occurrence, Reached

Facts = tuple[tuple[str, Any], ...]

# TRAP: these records are slotted but not frozen, since freezing doubles the cost of
# making one and a batch makes millions. Nothing assigns to them after they are made.


@dataclass(slots=True, eq=True)
class Because:
    """The evidence: numbers of events, facts with their values, days on request.

    Attributes:
        trigger: what set it going.
        pending: number of the event that asked for what may still undo it.
    """

    events: tuple[int, ...]
    facts: Facts
    trigger: Occurrence = field(compare=False, repr=False)
    pending: int | None = field(compare=False)


@dataclass(slots=True, eq=True)
class Deadline:
    """A limit: due instant, state, and what it rests on. See docs/results.md.

    Instants are UTC epoch seconds; ``due_at`` is included when ``inclusive``.
    """

    id: str
    rule: str
    title: str
    kind: str
    role: str
    unit: str | None
    started_at: int
    due_at: int | None
    inclusive: bool
    original_due_at: int | None
    soft_due_at: int | None
    state: str
    ended_at: int | None
    end_reason: str | None
    remaining_seconds: int | None
    certainty: str
    flags: tuple[str, ...]
    readings: tuple[str, ...]
    cites: tuple[str, ...]
    because: Because
    instance: Instance = field(compare=False, repr=False)


@dataclass(slots=True, eq=True)
class Light:
    """The light of the ticket and the worst it ever was.

    Attributes:
        shown_by: id of the deadline that shows it, the first of several; ``None``
            when it is out or shown by a rule without a limit.
    """

    colour: str
    since: int | None
    peak: str
    cites: tuple[str, ...]
    shown_by: str | None = None


@dataclass(slots=True, eq=True)
class Basis:
    """The limit whose mark brought a penalty, and how it stood at that time."""

    limit: str
    due: End | None
    reached: Reached = field(compare=False, repr=False)


@dataclass(slots=True, eq=True)
class Penalty:
    """A penalty; ``at`` is the first late instant, ``points`` ``None`` if unknown."""

    id: str
    kind: str
    unit: str | None
    at: int
    state: str
    points: str | None
    rule: str
    flags: tuple[str, ...]
    concurrent: tuple[str, ...]
    readings: tuple[str, ...]
    cites: tuple[str, ...]
    because: Because
    basis: Basis | None = None


@dataclass(slots=True, eq=True)
class Action:
    """Somebody must do something, by ``due_at`` or without a date.

    ``soft_due_at`` is the date that the source only aims at.
    """

    id: str
    action: str
    notice: str | None
    role: str
    unit: str | None
    since: int
    due_at: int | None
    inclusive: bool
    soft_due_at: int | None
    state: str
    done_at: int | None
    rule: str
    flags: tuple[str, ...]
    readings: tuple[str, ...]
    cites: tuple[str, ...]
    because: Because


@dataclass(slots=True, eq=True)
class Status:
    """A status from an instant to another, or until now."""

    status: str
    kind: str | None
    unit: str | None
    since: int
    until: int | None
    rule: str
    flags: tuple[str, ...]
    readings: tuple[str, ...]
    cites: tuple[str, ...]
    because: Because


@dataclass(slots=True, eq=True)
class Rung:
    """A rung of a ladder, reached and perhaps left."""

    ladder: str
    rung: str
    unit: str | None
    since: int
    until: int | None
    rule: str
    flags: tuple[str, ...]
    readings: tuple[str, ...]
    cites: tuple[str, ...]
    because: Because


@dataclass(slots=True, eq=True)
class Missing:
    """What is not known, and the rules that stay undetermined for it."""

    sort: str
    name: str
    rules: tuple[str, ...]
    cites: tuple[str, ...]
    detail: str


@dataclass(slots=True, eq=True)
class State:
    """Everything that is true of a history at an instant."""

    deadlines: tuple[Deadline, ...]
    light: Light
    penalties: tuple[Penalty, ...]
    actions: tuple[Action, ...]
    statuses: tuple[Status, ...]
    rungs: tuple[Rung, ...]
    missing: tuple[Missing, ...]
