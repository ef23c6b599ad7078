"""A rulebook bound to a calendar: tables from event types to what they set going.

A plan is made once for a rulebook and a state of knowledge of the calendar, and is
shared by all evaluations; nothing in it changes afterwards.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from hotline_rules.clock import CalendarDays, Months, WorkingDays
from hotline_rules.evaluate.instants import EPOCH_ORDINAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.calendar import WorkingCalendar, Zone
    from hotline_rules.clock import Amount, Clock
    from hotline_rules.evaluate.choices import Reader
    from hotline_rules.evaluate.facts import Binder
    from hotline_rules.evaluate.fitting import Kind
    from hotline_rules.evaluate.stages import Stage
    from hotline_rules.evaluate.state import Check
    from hotline_rules.evaluate.titles import Titles
    from hotline_rules.evaluate.unknowns import Found
    from hotline_rules.evaluate.waking import BitsOfThings
    from hotline_rules.rulebook import (
        AttributeWord,
        Case,
        Change,
        Condition,
        Ladder,
        Limit,
        Mark,
        Pattern,
        Rule,
        Rulebook,
        StatusEffect,
        Who,
    )

COLOURS = ("none", "yellow", "red")
RANKS = {"none": 0, "yellow": 1, "red": 2}


@dataclass(slots=True, eq=False)
class BoundPenalty:
    """A penalty effect; ``name`` is that of the rule or mark that imposes it."""

    kind: str
    name: str
    points: Reader | None
    act: tuple[tuple[str, Check | None], ...]
    one_per: tuple[Any, ...]
    steps: tuple[str, ...]
    ladders: tuple[tuple[BoundLadder, int], ...]


@dataclass(slots=True, eq=False)
class BoundLadder:
    """A ladder; ``same`` are words or fact readers."""

    ladder: Ladder
    same: tuple[Any, ...]


@dataclass(slots=True, eq=False)
class BoundEffects:
    """Effects of a rule or mark named ``name``."""

    name: str
    status: StatusEffect | None
    status_of_unit: bool
    light: Reader | int | None
    penalty: BoundPenalty | None
    rung: tuple[str, str] | None
    rung_ladders: tuple[tuple[BoundLadder, int], ...]
    any: bool


@dataclass(slots=True, eq=False)
class BoundMark:
    """A mark: when it is reached, and what it brings."""

    mark: Mark
    name: str
    at: Reader | None
    check: Check | None
    effects: BoundEffects
    flags: tuple[tuple[str, Check | None], ...]
    clock: Clock
    heard: bool


@dataclass(slots=True, eq=False)
class BoundLimit:
    """A limit with its clock and its closures; ``readings`` of its way of counting."""

    limit: Limit
    duty: bool
    clock: Clock
    who: Reader
    plain_who: Who | None
    within: Reader
    target: Reader | None
    at_least: Reader | None
    at_most: Reader | None
    amount: Amount | None
    kind: type[Amount] | None
    on_calendar: bool
    marks: tuple[BoundMark, ...]
    keys: tuple[Any, ...]
    follows_parent: bool
    per_unit: bool
    first_only: bool
    replaces: bool
    readings: tuple[str, ...]


@dataclass(slots=True, eq=False)
class CasePlan:
    """The body of a rule for one value of the fact it goes by."""

    case: Case
    name: str
    check: Check | None
    limit: BoundLimit | None
    effects: BoundEffects
    flags: tuple[tuple[str, Check | None], ...]
    cites: tuple[str, ...]
    readings: tuple[str, ...]
    condition: Condition
    facts: tuple[tuple[str, Any], ...]
    looks_back: tuple[Found, ...]  # what its condition rests on, beside the trigger
    acts: tuple[tuple[str, Check | None], ...]


@dataclass(slots=True, eq=False)
class RulePlan:
    """A rule; ``order`` is its rank among all rules, by id."""

    rule: Rule
    id: str
    order: int
    by: Any
    by_name: str
    single: CasePlan | None
    cases: dict[object, CasePlan]
    otherwise: CasePlan | None
    document: int
    law_slot: int | None
    plain_from: int  # instants of law at which nothing is said of validity
    plain_until: int
    becomes_true: Check | None
    wakes: int  # bits (``waking``) of which one is set before a case can hold
    wakes_when: int  # and before ``becomes_true`` can
    same_clock: bool
    follows: str
    uniform: bool
    grouped: bool
    heard: Mapping[str, str]  # its events that something listens to: word, name
    time_listened: bool
    bit: int = 0  # set when a limit of it is opened
    wakes_meeting: int = 0  # bits before its limits can be met, or used without right
    acts: frozenset[str] = frozenset()  # types of events that may meet them


@dataclass(slots=True, eq=False)
class BoundChange:
    """A change and its closures; ``counting`` of its points."""

    change: Change
    order: int
    check: Check | None
    point: Reader | None
    caps: tuple[Reader, ...]
    marks: tuple[BoundMark, ...] | None
    clock: Clock | None
    targets: frozenset[str]
    readings: tuple[str, ...]
    document: int
    counting: str | None
    law_slot: int | None = None


# What it sleeps without, the pattern, the rules that it opens.
Opening = tuple[int, "Check | None", "list[RulePlan]"]


@dataclass(slots=True, eq=False)
class TypePlan:
    """What one type of event sets going, in the order of the stages."""

    name: str
    unit_key: str = "unit"
    report: tuple[str, ...] = ()  # keys that make a report on a month the same
    logged: bool = False
    gains: list[Check | None] = field(default_factory=list)
    loses: list[Check | None] = field(default_factory=list)
    laws: list[tuple[int, Check | None]] = field(default_factory=list)
    sets: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    forwards: bool = False
    finding: bool = False
    asks: list[tuple[BoundChange, Check | None, bool]] = field(default_factory=list)
    grants: list[tuple[BoundChange, Check | None]] = field(default_factory=list)
    refuses: list[tuple[BoundChange, Check | None]] = field(default_factory=list)
    stops: list[tuple[BoundChange, Check | None]] = field(default_factory=list)
    restarts: list[tuple[BoundChange, Check | None]] = field(default_factory=list)
    meets: list[tuple[RulePlan, Pattern, Check | None]] = field(default_factory=list)
    ends: list[tuple[RulePlan, str, bool, Check | None]] = field(default_factory=list)
    marks_on: list[tuple[RulePlan, BoundMark, Check | None]] = field(
        default_factory=list
    )
    leaves: list[tuple[str, str, Check | None]] = field(default_factory=list)
    opens: list[tuple[Condition, Check | None, list[RulePlan]]] = field(
        default_factory=list
    )
    moves_whens: bool = False  # a condition that rules wait for may look back at it
    # What the lists come to, when they are filled: the stages of an occurrence and the
    # rules it may open, both with the bits (``waking``) without one of which they are
    # passed over; those without which the whole occurrence is; and the one it sets.
    # Openings whose pattern asks for a word of the payload stand under that word;
    # `only_asks`: nothing to do for an event that has none of them.
    stages: tuple[tuple[int, Stage], ...] = ()
    openings: tuple[Opening, ...] = ()
    openings_by: tuple[tuple[str, dict[object, tuple[Opening, ...]]], ...] = ()
    only_asks: bool = False
    wakes: int = 0
    bit: int = 0


@dataclass(slots=True, eq=False)
class Plan:
    """Everything an evaluation needs, apart from the history."""

    rulebook: Rulebook
    subject: str
    zone: Zone
    calendar: WorkingCalendar
    calendars: Mapping[str, WorkingCalendar]
    clocks: Mapping[str, Clock]
    binder: Binder
    types: dict[str, TypePlan]
    recorded: dict[str, TypePlan]  # of events that a history may hold
    known: Mapping[str, Mapping[str, Kind | None]]  # event, key
    attributes: Mapping[str, Kind | None]
    told: tuple[AttributeWord, ...]  # attributes that others may tell
    rules: Mapping[str, RulePlan]
    whens: tuple[RulePlan, ...]
    whens_read_limits: bool
    whens_wake: int  # bits without one of which none of them is true
    bits: BitsOfThings
    changes: tuple[BoundChange, ...]
    units: Mapping[str, dict[str, Any]]
    clocks_needed: tuple[str, ...]  # clock.day_starts …
    readings: Mapping[str, str]
    documents: tuple[DocumentPlan, ...]
    titles: Titles

    def back_from(self, at: int, amount: Amount) -> int:
        """The first instant that lies within an amount before ``at``.

        CHOICE: an hour means elapsed time, both ends included; of days, the day of
        ``at`` is the last one, so that the last 7 calendar days are a week.
        """
        zone, day = self.zone, self.zone.day_of(at)
        match amount:
            case CalendarDays(days):
                return zone.start_of(day - days + 1)
            case WorkingDays(halves):
                calendar = self.calendar
                first = calendar.working_index(day + 1) - (halves + 1) // 2
                return zone.start_of(calendar.nth_working(max(first, 0)))
            case Months(months):
                return zone.start_of(_months_before(day, months) + 1)
            case _:
                return at - amount.seconds


def _months_before(day: int, months: int) -> int:
    """The same day of an earlier month, or that month's last."""
    today = date.fromordinal(day + EPOCH_ORDINAL)
    count = max(today.year * 12 + today.month - 1 - months, 12)
    year, month = count // 12, count % 12 + 1
    last = monthrange(year, month)[1]
    earlier = today.replace(year=year, month=month, day=min(today.day, last))
    return earlier.toordinal() - EPOCH_ORDINAL


@dataclass(slots=True, eq=False)
class DocumentPlan:
    """When a document applies, and when others do in its place; ends are exclusive."""

    index: int
    start: int | None
    end: int | None
    disputed: tuple[tuple[int, int], ...]
    refuses_after: bool
    replaced: tuple[
        tuple[int, int], ...
    ] = ()  # instants at which others take its place

    def is_replaced(self, at: int) -> bool:
        """Whether a document that takes its place is in force."""
        return any(first <= at < end for first, end in self.replaced)
