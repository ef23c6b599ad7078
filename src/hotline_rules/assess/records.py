"""What an assessment answers: rows of figures, entries of a bulletin, notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from hotline_rules.diagnostics import Text
    from hotline_rules.evaluate.records import Missing
    from hotline_rules.rulebook import Measure
    from hotline_rules.rulebook.measures import CaseSort

Why = Literal["no_cases", "missing", "not_ranked"]


class ContradictionError(ValueError):
    """Histories of one id say different things, so there is no table to be had.

    Attributes:
        ids: of these histories, in the order in which the second ones came.
    """

    def __init__(self, ids: tuple[str, ...]) -> None:
        """Keep the ids."""
        self.ids = ids
        super().__init__(ids)

    def __str__(self) -> str:
        """Say which."""
        return "histories of one id that differ: " + ", ".join(self.ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One case of a list, with what a bulletin says of it.

    Attributes:
        sort, kind: what it is: a penalty and which, an event and which …
        history: id of the ticket, unit or item.
        id: of the record in its result.
        at: the instant that put it in its month; UTC epoch seconds.
        name: what it is and whose, in words.
        ground: why, in words; empty when there is nothing to say.
        articles: documents and articles as people quote them.
        flags: of the record.
        kept: absorbed since, but its month had been published before.
    """

    history: str
    id: str
    sort: CaseSort
    kind: str
    at: int
    name: Text
    ground: tuple[Text, ...]
    cites: tuple[str, ...]
    articles: tuple[Text, ...]
    flags: tuple[str, ...]
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of a unit and a month, and what it rests on.

    Attributes:
        value: ``None`` when there is none; ``why`` says why not.
        because: the counts and numbers it was computed from, by name, in order.
        missing: numbers and facts that the source or the records lack.
        flags: how many of the cases behind it carry which flag.
        cases: ids of the histories behind it, by part; empty unless kept.
        entries: the cases of a list, in order.
    """

    measure: str
    value: int | Decimal | None
    why: Why | None = None
    because: Mapping[str, int | str | bool | None] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    flags: Mapping[str, int] = field(default_factory=dict)
    cases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A unit in a month.

    Attributes:
        unit: ``None`` for cases that name no unit.
        month: ``2021-03``.
        complete: whether the month was over at the instant of judgement.
        figures: by measure, in the order of the columns.
    """

    unit: str | None
    month: str
    complete: bool
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something not known, in the histories that begin and end in the same months.

    Attributes:
        missing: what, and which rules stay undetermined for it.
        first: month of the first event.
        last: month in which the ticket was closed; ``None``: it is still open.
        histories: in how many.
        ids: of these; empty unless entries are kept.
    """

    missing: Missing
    first: str
    last: str | None
    histories: int
    ids: tuple[str, ...] = ()

    def bears_on(self, month: str) -> bool:
        """Whether what is not known could show in a month."""
        return self.first <= month and (self.last is None or month <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What the table as a whole has to say.

    Attributes:
        histories: how many results were counted, by subject.
        repeated: how many were not, because the same history had come before.
        undetermined: what was not known, and in how many histories.
        gaps: the same with the rules and the months concerned, for bulletins.
        unplaced: by measure, cases that belong to no month yet.
    """

    histories: Mapping[str, int]
    repeated: int
    undetermined: Mapping[str, int]
    gaps: tuple[Gap, ...]
    unplaced: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentTable:
    """Units and months, ordered by month, then unit.

    Attributes:
        profile: id and digest.
        as_of, known_at: of the results; UTC epoch seconds; ``None`` without results.
        columns: the measures, in the order of the columns.
    """

    profile: tuple[str, str]
    as_of: int | None
    known_at: int | None
    columns: tuple[Measure, ...]
    rows: tuple[Row, ...]
    notes: Notes
