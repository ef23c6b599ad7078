"""What a run holds while it folds a history: records that change.

These classes are slotted and mutable on purpose: they live in the hot path and
never leave the run. What leaves it are the records of ``result``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hotline_rules.clock import End
    from hotline_rules.evaluate.plan import (
        BoundChange,
        BoundLimit,
        BoundMark,
        CasePlan,
        RulePlan,
    )
    from hotline_rules.rulebook import Value

# run, trigger, event at hand, limit -> true, false, unknown
Check = Callable[[Any, Any, Any, Any], "bool | None"]
PatternCheck = tuple[str, "Check | None", bool]


_NONE: frozenset[Any] = frozenset()
_NO_BOUNDS: Mapping[str, tuple[int, int | None]] = MappingProxyType({})


class Occurrence:
    """Something that happened: recorded, or made by the engine.

    Attributes:
        at: the instant.
        type: event type, or ``handle.opened`` and the like.
        unit: the unit in question (named, or the holder of the ticket).
        named_unit: the unit that the event itself names, or ``None``.
        payload: flat payload; a caused event carries its cause's.
        number: number of the recorded event; ``None`` for the engine's own.
        evidence: numbers of the recorded events behind it.
        limit: the instance that an engine event is about.
        application: the pending application it is provisional under.
        seq: order of processing, unique in a run.
    """

    __slots__ = (
        "application",
        "at",
        "evidence",
        "limit",
        "named_unit",
        "number",
        "payload",
        "seq",
        "type",
        "unit",
    )

    def __init__(
        self,
        at: int,
        type: str,  # noqa: A002 - the word of histories
        unit: str | None,
        payload: dict[str, Any],
        number: int | None,
        evidence: tuple[int, ...],
    ) -> None:
        self.at = at
        self.type = type
        self.unit = unit
        self.named_unit = unit
        self.payload = payload
        self.number = number
        self.evidence = evidence
        self.limit: Instance | None = None
        self.application: Application | None = None
        self.seq = 0

    def with_evidence(self, evidence: tuple[int, ...]) -> Occurrence:
        """The same occurrence as one rule sees it, with what it looked back at."""
        same = Occurrence(
            self.at, self.type, self.unit, self.payload, self.number, evidence
        )
        same.named_unit = self.named_unit
        same.limit, same.application = self.limit, self.application
        same.seq = self.seq
        return same


@dataclass(slots=True, eq=False)
class Move:
    """What came of one application, decision or change of facts for a limit.

    Kept for explanations only; nothing in the engine reads it.

    Attributes:
        change: id of the change; empty when the facts changed that choose the case.
        outcome: ``granted``, ``refused``, ``without_effect`` or ``reclassified``.
        asked, decided: numbers of the events; ``None`` where there was none.
        before, after: the end of the limit.
        wish: the end asked for, before any cap; ``None`` when none was.
    """

    change: str
    outcome: str
    at: int
    asked: int | None
    decided: int | None
    before: End | None
    after: End | None
    wish: End | None = None


@dataclass(slots=True, eq=False)
class Cause:
    """What brought an end about anew: a change, or other facts.

    Kept for the evidence only; nothing in the engine reads it.

    Attributes:
        how: ``moved``; ``started``: counted from another start; or what a change of
            facts did: ``follow``, ``restart``, ``late_known``, ``run_out`` (nothing).
        change: id; empty when the facts changed that choose the case.
        asked, decided: numbers of the events; ``None`` where there was none.
        counting: of the change's point; ``None``: that of the case.
        cut: the cap at which the end was put; ``None`` where none bound.
        old: what the case before came to when asked again.
    """

    how: str
    change: str
    at: int
    asked: int | None
    decided: int | None
    counting: str | None = None
    cut: Value[Any] | None = None
    old: Value[Any] | None = None


@dataclass(slots=True, eq=False)
class Stage:
    """How an end stood until something brought it about anew; for the evidence only.

    Attributes:
        by: what brought it about; ``None``: the opening of the limit.
        chosen: the value of the row that told the end; ``None`` without a table.
        end: without the pauses.
    """

    by: Cause | None
    body: CasePlan
    chosen: Value[Any] | None
    start: int
    end: End | None
    pauses: tuple[tuple[int, int], ...]
    pause_cap: Any


@dataclass(slots=True, eq=False)
class Reached:
    """A mark as it was reached: how its limit stood then; for the evidence only.

    Attributes:
        bounds: of its point after a change of case, as in `Instance`.
    """

    mark: BoundMark
    limit: BoundLimit
    start: int
    due: End | None
    pauses: tuple[tuple[int, int], ...]
    pause_cap: Any
    bounds: tuple[int, int | None] | None


_OF_A_LIMIT = (
    "application",
    "applications",
    "base_end",
    "body",
    "bounds",
    "by",
    "carded",
    "changed_by",
    "chosen",
    "cites",
    "done",
    "end",
    "end_reason",
    "ended_at",
    "epoch",
    "evidence",
    "facts",
    "fired",
    "first_end",
    "flags",
    "grants",
    "light",
    "light_cites",
    "marks",
    "met_at",
    "met_by",
    "moves",
    "n",
    "over",
    "parent",
    "pause_cap",
    "paused_at",
    "paused_by",
    "pauses",
    "period",
    "readings",
    "rule",
    "soft_end",
    "stages",
    "start",
    "trigger",
    "unit",
    "verdict",
    "who",
)


class Instance:
    """A limit that was opened: one clock of one rule.

    Its values are immutable, and replaced, never changed in place. All are set when it
    is made: looking up a default of the class costs more, each time.

    Attributes:
        end: its end now; ``None`` when the source gives no time.
        first_end: the end before the first move.
        bounds: after a change of case, per mark the point counted from the change
            and that of the case before.
        moves: what came of the changes asked for, in order; for explanations.
        met_by: the end by which the verdict was given, for the evidence.
        by, chosen, stages: how its end came about, and how it stood before.
        period: how often it was moved; marks fire once per period.
        carded: names of marks that lie ahead again but have brought their penalty.
        epoch: raised whenever its timers become stale.
        verdict: ``met``, ``met_late`` (for a power: used, used late) or ``None``.
        over: nothing more is owed or permitted.
    """

    __slots__ = _OF_A_LIMIT

    def __init__(
        self,
        rule: RulePlan,
        body: CasePlan,
        trigger: Occurrence,
        n: int,
        flags: tuple[str, ...],
        facts: tuple[tuple[str, Any], ...],
    ) -> None:
        self.rule = rule
        self.body = body
        self.trigger = trigger
        self.unit = trigger.unit
        self.n = n
        self.start = trigger.at
        self.evidence = trigger.evidence
        self.application = trigger.application
        self.parent: Instance | None = trigger.limit
        self.flags = flags
        self.facts = facts
        self.cites = body.cites
        self.readings = body.readings
        self.end: End | None = None
        self.base_end: End | None = None
        self.first_end: End | None = None
        self.soft_end: int | None = None
        self.period = 0
        self.epoch = 0
        self.over = False
        self.verdict: str | None = None
        self.met_at: int | None = None
        self.met_by: End | None = None
        self.ended_at: int | None = None
        self.end_reason: str | None = None
        self.paused_at: int | None = None
        self.paused_by: BoundChange | None = None
        self.pauses: tuple[tuple[int, int], ...] = ()
        self.pause_cap: Any = None
        self.marks: tuple[BoundMark, ...] = ()
        self.fired: frozenset[str] = _NONE
        self.carded: frozenset[str] = _NONE
        self.bounds: Mapping[str, tuple[int, int | None]] = _NO_BOUNDS
        self.light = 0
        self.light_cites: tuple[str, ...] = ()
        self.applications: tuple[Application, ...] = ()
        self.grants: tuple[str, ...] = ()
        self.changed_by: tuple[str, ...] = ()
        self.moves: tuple[Move, ...] = ()
        self.by: Cause | None = None
        self.chosen: Value[Any] | None = None
        self.stages: tuple[Stage, ...] = ()
        self.done: frozenset[int] = _NONE
        self.who: tuple[str, str | None] | None = None

    def copy(self) -> Instance:
        """Another one like it, to be asked how things would be if it were otherwise."""
        same = Instance(
            self.rule, self.body, self.trigger, self.n, self.flags, self.facts
        )
        for name in _OF_A_LIMIT:
            setattr(same, name, getattr(self, name))
        return same


class Application:
    """An application for a change that waits for its decision.

    Attributes:
        late: heard, but only for the future.
        flags: from the validity of the document that allows it.
        protects: what falls due meanwhile is provisional.
        wish: the end asked for, before any cap; known when it is granted.
        cut: the cap that put the end before the wish.
        outcomes: everything provisional under it.
        peak: the worst light that is.
    """

    __slots__ = (
        "asked",
        "change",
        "cut",
        "flags",
        "instance",
        "late",
        "outcomes",
        "peak",
        "protects",
        "wish",
    )

    def __init__(
        self,
        change: BoundChange,
        instance: Instance,
        asked: Occurrence,
        flags: tuple[str, ...],
        *,
        late: bool,
    ) -> None:
        self.change = change
        self.instance = instance
        self.asked = asked
        self.flags = flags
        self.late = late
        self.protects = False
        self.wish: End | None = None
        self.cut: Value[Any] | None = None
        self.outcomes: list[Any] = []
        self.peak = 0


@dataclass(slots=True, eq=False)
class PenaltyState:
    """A penalty as it stands."""

    id: str
    kind: str
    unit: str | None
    at: int
    state: str
    points: str | None
    rule: str
    flags: set[str]
    cites: tuple[str, ...]
    readings: tuple[str, ...]
    evidence: tuple[int, ...]
    trigger: Occurrence
    act: Occurrence | None
    key: tuple[object, ...] | None  # of what only one is imposed for; None: of a mark
    instance: Instance | None
    due: End | None  # of that limit when the mark was reached
    reached: Reached | None
    period: int
    application: Application | None
    facts: tuple[tuple[str, Any], ...]
    ladders: tuple[tuple[Any, int], ...]
    concurrent: list[str] = field(default_factory=list)
    absorbed_by: set[tuple[str, object]] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class Interval:
    """A status or a rung: from one instant to another."""

    name: str
    kind: str | None
    unit: str | None
    since: int
    since_seq: int
    rule: str
    until: int | None
    until_seq: int | None
    cites: tuple[str, ...]
    readings: tuple[str, ...]
    evidence: tuple[int, ...]
    flags: set[str]
    key: str
    trigger: Occurrence
    application: Application | None
    facts: tuple[tuple[str, Any], ...] = ()
    step: str = ""
    absorbed_by: set[tuple[str, object]] = field(default_factory=set)


@dataclass(slots=True, eq=False)
class LightSource:
    """A light shown by a rule until an event."""

    colour: int
    cites: tuple[str, ...]
    key: str
    unit: str | None
    application: Application | None


@dataclass(slots=True, eq=False)
class MissingEntry:
    """Something not known, and the rules that stay undetermined for it."""

    sort: str  # parameter, fact, conflict
    name: str
    rules: list[str]
    cites: list[str]
    detail: str = ""
