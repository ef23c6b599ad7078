"""Rules, limits, marks and changes of a compiled profile, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from hotline_rules.rulebook.conditions import ALWAYS

if TYPE_CHECKING:
    from decimal import Decimal

    from hotline_rules.clock import Amount
    from hotline_rules.rulebook.conditions import Condition, Fact, Patterns
    from hotline_rules.rulebook.values import (
        LimitValue,
        MarkPoint,
        Place,
        Point,
        Value,
    )

Colour = Literal["none", "yellow", "red"]
LawAt = Literal["duties", "actions", "procedure"]


@dataclass(frozen=True, slots=True)
class Who:
    """A role, and the unit it acts for when that is not the unit in question."""

    role: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class StatusEffect:
    """Enter a status; ``until`` is empty for ``never``."""

    status: str
    kind: str | None
    until: Patterns


@dataclass(frozen=True, slots=True)
class LightEffect:
    """Show a light; of a mark it lasts as long as the limit says."""

    colour: Colour
    until: Patterns = ()


@dataclass(frozen=True, slots=True)
class RungEffect:
    """Reach a rung of a ladder; left when a higher one is, or on ``until``."""

    ladder: str
    step: str
    until: Patterns = ()


@dataclass(frozen=True, slots=True)
class PenaltyEffect:
    """Impose a penalty.

    Attributes:
        kind: of the vocabulary (``yellow_card``, ``points`` …).
        points: for ``points``; missing when the source gives no number.
        act: the event the penalty is about; empty: the trigger.
        one_per: ``unit``, ``ticket``, ``event``, ``act`` or fact names; empty for
            marks (one per instance and period).
        voided_by: events that undo it.
    """

    kind: str
    points: Value[Decimal] | None = None
    act: Patterns = ()
    one_per: tuple[Key, ...] = ()
    voided_by: Patterns = ()


@dataclass(frozen=True, slots=True)
class Effects:
    """What follows at once: any of these."""

    status: StatusEffect | None = None
    light: LightEffect | None = None
    penalty: PenaltyEffect | None = None
    rung: RungEffect | None = None


NO_EFFECTS = Effects()


@dataclass(frozen=True, slots=True)
class FlagRule:
    """A flag on the outcome, under a condition."""

    flag: str
    when: Condition


Key: TypeAlias = "Literal['unit', 'ticket', 'event', 'act'] | Fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A named point of a limit and what it brings.

    Attributes:
        at: when; ``None`` for a mark ``on`` an event.
        on: events that reach it if the duty is then still unmet.
        counting: id of the counting of its points; that of the limit if ``None``.
    """

    id: str
    title: str
    cites: tuple[str, ...]
    readings: tuple[str, ...]
    at: Value[MarkPoint] | None
    on: Patterns = ()
    condition: Condition = ALWAYS
    effects: Effects = NO_EFFECTS
    flags: tuple[FlagRule, ...] = ()
    counting: str | None = None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Somebody must, or may, do something by an end.

    Attributes:
        mode: ``must``: a duty; ``may``: a power.
        act: what meets the duty or uses the power.
        all_of: all of ``act`` since the opening, not any.
        action: name of the required action shown, or ``None``.
        notice: name of the notice that the action sends, or ``None``.
        within: the end. ``NoTime`` never; a missing parameter is ``Missing``.
        target: soft end, shown as ``soft_due_at``.
        at_least, at_most: bounds of the end.
        counting: id of the counting; ``None`` only where no time is counted.
        one_per: what distinguishes instances.
        again: what a further trigger does to a running instance of the same key.
        ends_on: reason and events that end it without blame.
        same_clock: what an inner unit does counts as the outer unit's.
        if_facts_change: for cases by a fact; see ``Rule.by``.
    """

    who: Value[Who]
    mode: Literal["must", "may"]
    act: Patterns
    all_of: bool = False
    action: str | None = None
    notice: str | None = None
    within: Value[LimitValue]
    target: Value[LimitValue] | None = None
    at_least: Value[LimitValue] | None = None
    at_most: Value[LimitValue] | None = None
    counting: str | None = None
    one_per: tuple[Key, ...] = ("unit",)
    again: Literal["replaces", "ignored"] = "replaces"
    ends_on: tuple[tuple[str, Patterns], ...] = ()
    same_clock: bool = False
    if_facts_change: Literal["keep", "follow", "restart"] = "keep"
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The body of a rule, for some values of the fact it is chosen by.

    Attributes:
        name: the value's name, ``otherwise``, or empty for the only case.
        values: values of ``Rule.by`` that choose it; ``None`` for all others.
        rests_on: further readings to report.
    """

    name: str = ""
    values: tuple[str | bool | int, ...] | None = None
    title: str
    cites: tuple[str, ...]
    readings: tuple[str, ...] = ()
    condition: Condition = ALWAYS
    limit: Limit | None = None
    effects: Effects = NO_EFFECTS
    flags: tuple[FlagRule, ...] = ()
    place: Place


@dataclass(frozen=True, slots=True)
class Season:
    """Days on which a rule is in force.

    Attributes:
        first_day, end_day: local days, end exclusive; ``None`` is open. For
            ``every_year`` they are month * 100 + day, both included.
    """

    first_day: int | None
    end_day: int | None
    every_year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A trigger and what follows.

    Attributes:
        id: ``handle``; a case that is a rule of its own ``supervise.overdue``.
        about: the subjects of the histories it reads.
        trigger: events it starts from; empty for a ``when`` rule.
        becomes_true: the condition of a ``when`` rule, else ``None``.
        by: the fact whose value picks the case; ``None``: there is one case.
        document: index of the document that decides whether it applies.
        law_at: ``duties``, ``actions`` or ``procedure`` of that document.
        group, hit: rules made from the cases of one entry share ``group``; ``all``
            hold together, of ``first`` only the first whose condition is true,
            of ``unique`` two that hold are a conflict.
    """

    id: str
    about: tuple[Literal["ticket", "unit", "knowledge_item"], ...] = ("ticket",)
    trigger: Patterns = ()
    becomes_true: Condition | None = None
    by: Fact | None = None
    cases: tuple[Case, ...]
    document: int
    law_at: LawAt
    season: Season | None = None
    group: str | None = None
    hit: Literal["all", "first", "unique"] = "all"
    place: Place


@dataclass(frozen=True, slots=True)
class MovesTo:
    """Another end: the later of the old one and this, after the caps.

    Attributes:
        not_after: caps, the earliest binds.
        beyond: what happens to a longer wish.
    """

    point: Value[Point]
    not_after: tuple[Value[Point], ...] = ()
    beyond: Literal["cut", "cut_unless_exceptional", "refuse"] = "cut"


@dataclass(frozen=True, slots=True)
class EndsWith:
    """The limit ends without blame."""

    reason: str


@dataclass(frozen=True, slots=True)
class Pauses:
    """The clock stands still from one event to the other, ``at_most`` in all."""

    starts: Patterns
    stops: Patterns
    at_most: Amount | None = None


@dataclass(frozen=True, slots=True)
class StartsFrom:
    """The clock gets another start."""

    point: Value[Point]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An event that alters a running limit.

    Attributes:
        targets: ids of the rules whose limits it alters.
        granted_by: empty when ``asking_suffices``.
        marks: replace those of the limit after the move; ``None`` keeps them.
        counting: of the new points; ``None``: that of the limit.
        times: how many grants an instance takes; ``None`` no limit.
    """

    id: str
    title: str
    cites: tuple[str, ...]
    readings: tuple[str, ...] = ()
    condition: Condition = ALWAYS
    targets: tuple[str, ...]
    asked_by: Patterns = ()
    asked_late_by: Patterns = ()
    granted_by: Patterns = ()
    refused_by: Patterns = ()
    asking_suffices: bool = False
    while_pending: Literal["counts", "stops", "counts_provisionally"] = "counts"
    effect: MovesTo | EndsWith | Pauses | StartsFrom
    times: int | None = None
    marks: tuple[Mark, ...] | None = None
    counting: str | None = None
    document: int
    law_at: LawAt
    place: Place
