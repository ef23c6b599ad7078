"""The whole compiled profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from hotline_rules.calendar import CalendarData
    from hotline_rules.clock import CountingSettings
    from hotline_rules.rulebook.conditions import Condition, Patterns
    from hotline_rules.rulebook.measures import Measure
    from hotline_rules.rulebook.rules import Change, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One sentence of a document.

    Attributes:
        id: of the register (``ZB-11-3-a``).
        document: index into ``Rulebook.documents``.
        article: path as people write it (``第十一条（三）``).
        gist, en: what it says, in our words, in Chinese and in English.
        line: of the document's text, from 1; ``None`` when not recorded.
        kind: the class of the register (``clock``, ``penalty`` …), empty if unsaid.
        computable: ``full`` from events and the calendar; ``finding`` needs a finding
            too; ``none`` yields nothing.
        no_rule: why it yields nothing; empty for all others.
    """

    id: str
    document: int
    article: str
    gist: str = ""
    en: str = ""
    line: int | None = None
    kind: str = ""
    computable: Literal["full", "finding", "none"] = "full"
    no_rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text and when it applies.

    Attributes:
        first_day, end_day: local days in force, end exclusive; ``None`` open.
        disputed: spans of local days (end exclusive) that carry ``review``.
        after_end: what happens to a ticket whose law instant lies past the end.
        law_at_duties, law_at_actions, law_at_procedure: events whose latest
            occurrence for the unit is the instant that decides; empty: the trigger
            itself.
        replaces: indices of documents it takes the place of.
        issuer: who issued it; empty when the profile does not say.
        issued: local day of issue.
        cites: clauses that say when it applies.
    """

    id: str
    title: str
    number: str
    first_day: int | None
    end_day: int | None
    disputed: tuple[tuple[int, int], ...] = ()
    after_end: Literal["apply_and_flag", "refuse"] = "apply_and_flag"
    law_at_duties: Patterns = ()
    law_at_actions: Patterns = ()
    law_at_procedure: Patterns = ()
    replaces: tuple[int, ...] = ()
    issuer: str = ""
    issued: int | None = None
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotOffered:
    """A way to read a clause that cannot be chosen here, and why not."""

    option: str
    means: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A disputed clause, its options and the one in use.

    Attributes:
        options: those that can be chosen, with what they mean; the default first.
        not_offered: those that cannot be chosen.
        basis: whether the choice follows from a source or is our assumption.
    """

    code: str
    slug: str
    about: str
    options: tuple[tuple[str, str], ...]
    chosen: str
    basis: Literal["cited", "assumed"]
    ground: str
    cites: tuple[str, ...] = ()
    not_offered: tuple[NotOffered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """A named way of counting, and the readings its settings came through."""

    id: str
    title: str
    calendar: str
    settings: CountingSettings
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Ordered steps, weakest first, and what happens when several meet.

    Attributes:
        same: what the steps must share: ``limit``, ``act``, ``ticket``, ``unit``, or
            names of facts of the trigger.
    """

    id: str
    title: str
    steps: tuple[str, ...]
    same: tuple[str, ...]
    lower: Literal["absorbed", "listed", "kept"]
    cites: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusWord:
    """A status: of the ticket or of a unit."""

    id: str
    title: str
    of: Literal["ticket", "unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWord:
    """A role: titles by day, and whether it belongs to the unit in question."""

    id: str
    titles: tuple[tuple[int | None, int | None, str], ...]
    of_unit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWord:
    """A recorded event: its payload keys, and which of them names the unit.

    Attributes:
        payload: keys and their types (see docs/profile-format.md).
        key_titles: keys that the profile has a title for.
    """

    id: str
    title: str
    payload: tuple[tuple[str, str], ...]
    unit_key: str = "unit"
    key_titles: tuple[tuple[str, str], ...] = ()

    @property
    def month_key(self) -> str | None:
        """The payload key that says which month it is about, if there is one."""
        return next((key for key, type_ in self.payload if type_ == "month"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCondition:
    """A condition that the profile has a name for; rules hold it spelled out."""

    id: str
    title: str
    condition: Condition
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Events that the profile has one name for; rules hold them spelled out."""

    id: str
    title: str
    patterns: Patterns
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeWord:
    """An attribute: its type, allowed values, and the events that set it.

    Attributes:
        set_by: event type and payload key; a value not among ``one_of`` sets
            nothing, so ``reclassified.to`` finds the attribute it belongs to.
        told_by: another attribute, a value of it, and the value of this one that it
            tells, where this one is not recorded at the start.
        absent_means: what its absence means; ``None``: nothing, it is unknown.
        ground: why its absence means that.
    """

    id: str
    title: str
    type: str
    one_of: tuple[str, ...] = ()
    set_by: tuple[tuple[str, str], ...] = ()
    told_by: tuple[tuple[str, str, bool | str | int], ...] = ()
    absent_means: bool | str | int | None = None
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rulebook:
    """A profile without YAML: picklable, immutable, shared between threads.

    Compared by identity, so that plans made for it can be kept beside it.

    Attributes:
        format: version of the profile language.
        zone: IANA name.
        outside_validity: ``apply``: documents apply outside their days, flagged.
        holder_gained, holder_lost: events by which a unit gets and loses the
            ticket, so that events naming no unit find theirs.
        dispatches, closings: events by which a ticket comes to a unit, in whatever
            role, and is closed; measures place cases in months by them.
        units: attributes of known units.
        measures: in the order of the columns; the built-in ones come first.
        conditions, moments: what the profile has names for, to call it by them.
    """

    id: str
    title: str
    format: int
    zone: str
    outside_validity: Literal["profile", "apply"] = "profile"
    documents: tuple[Document, ...]
    clauses: tuple[Clause, ...]
    readings: tuple[Reading, ...]
    calendars: tuple[CalendarData, ...]
    countings: tuple[Counting, ...]
    events: tuple[EventWord, ...]
    attributes: tuple[AttributeWord, ...]
    statuses: tuple[StatusWord, ...]
    roles: tuple[RoleWord, ...]
    findings: tuple[str, ...]
    titles: tuple[tuple[str, str], ...] = ()  # actions, notices, penalties … to Chinese
    units: tuple[tuple[str, tuple[tuple[str, str | bool | int], ...]], ...] = ()
    holder_gained: Patterns = ()
    holder_lost: Patterns = ()
    dispatches: Patterns = ()
    closings: Patterns = ()
    rules: tuple[Rule, ...]
    changes: tuple[Change, ...]
    ladders: tuple[Ladder, ...] = field(default=())
    measures: tuple[Measure, ...] = ()
    conditions: tuple[NamedCondition, ...] = ()
    moments: tuple[Moment, ...] = ()
