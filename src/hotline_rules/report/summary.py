"""Figures per unit and month, counted from the tables of a run.

Each figure is defined in `figures`. Months are local, of the zone of the profile; every
limit, card and ticket is in one month, so that months and units add up to the whole.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.report import figures
from hotline_rules.report.figures import Figure, card_figure, card_figures
from hotline_rules.report.nearness import Margin
from hotline_rules.report.reading import (
    batches,
    in_period,
    last_instant,
    local_month,
    month_number,
    month_text,
    period_of,
    tally,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import EllipsisType

    from hotline_rules.audit.period import Period
    from hotline_rules.report.reading import Run
    from hotline_rules.report.terms import Terms

Key = tuple[str | None, str]
"""A unit (``None``: nobody knows whose) and a month as ``2021-03``."""

_SETTLED = pa.array(["met", "met_late", "overdue"])
_RUNNING = pa.array(["running", "paused"])
_EVENTS = {
    "return_requested": figures.RETURNS_ASKED.id,
    "return_decided": figures.RETURNS_GRANTED.id,
    "extension_requested": figures.EXTENSIONS_ASKED.id,
    "extension_decided": figures.EXTENSIONS_GRANTED.id,
}
_DECISIONS = pa.array([one for one in _EVENTS if one.endswith("_decided")])
_RULE_EXPIRED = "rule_expired"
_GRANTED = '"decision": ?"approved"'


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run comes to.

    Attributes:
        figures: in the order of the columns.
        numbers: by unit and month, by id of the figure; no entry is 0.
        standings: tickets of the period by their standing.
    """

    figures: tuple[Figure, ...]
    numbers: Mapping[Key, Mapping[str, int]]
    standings: Mapping[str, int]

    @property
    def months(self) -> tuple[str, ...]:
        """The months that anything was counted in, the first one first."""
        return tuple(sorted({month for _, month in self.numbers}))

    @property
    def units(self) -> tuple[str | None, ...]:
        """The units by name; what is nobody's comes last."""
        found = {unit for unit, _ in self.numbers}
        named = sorted(unit for unit in found if unit is not None)
        return (*named, None) if None in found else tuple(named)

    def total(
        self, *, unit: str | EllipsisType | None = ..., month: str | None = None
    ) -> Counter[str]:
        """The numbers of a unit, of a month, or of all.

        Args:
            unit: one of `units`; left out, all of them.
            month: one of `months`; left out, all of them.
        """
        found: Counter[str] = Counter()
        for (whose, when), numbers in self.numbers.items():
            if unit in (..., whose) and month in (None, when):
                found.update(numbers)
        return found


def summarise(run: Run, terms: Terms) -> Summary:
    """Count the figures of a run.

    Args:
        run: with the tables `tickets`, `deadlines`, `penalties` and `events`; what
            lies outside its period is not counted.
        terms: of the profile that judged.
    """
    counting = _Counting(terms, period_of(run), Margin.of(run))
    for piece in batches(run, "tickets", ("unit", "month", "standing", "missing")):
        counting.tickets(piece)
    for piece in batches(run, "deadlines", _DEADLINES):
        counting.deadlines(piece)
    for piece in batches(run, "penalties", _PENALTIES):
        counting.penalties(piece)
    for piece in batches(run, "events", ("type", "at", "unit", "payload")):
        counting.events(piece)
    return counting.summary()


_DEADLINES = (
    *("kind", "role", "unit", "started_at", "due_at", "inclusive"),
    *("state", "ended_at", "flags"),
)

_PENALTIES = ("unit", "at", "kind", "state", "flags")


@dataclass(slots=True)
class _Counting:
    """The numbers as far as they have been counted."""

    terms: Terms
    period: Period | None
    margin: Margin
    numbers: dict[Key, Counter[str]] = field(default_factory=dict)
    standings: Counter[str] = field(default_factory=Counter)
    cards: set[tuple[str, str]] = field(default_factory=set)

    def summary(self) -> Summary:
        """Everything that was counted."""
        cards = card_figures(self.cards, self.terms.names)
        counted = {figure for numbers in self.numbers.values() for figure in numbers}
        expired = (figures.EXPIRED, figures.CARDS_EXPIRED)
        listed = (
            *(figures.DISPATCHED, *figures.LIMITS, *cards),
            *(one for one in expired if one.id in counted),
            *(*figures.PROCEDURE, figures.UNDETERMINED),
        )
        return Summary(listed, self.numbers, dict(self.standings))

    def tickets(self, piece: Any) -> None:
        """Count tickets in the month that the table says."""
        months = month_number(piece["month"])
        columns = (piece["unit"], piece["standing"], pc.greater(piece["missing"], 0))
        for unit, standing, lacking, month, number in self._in(months, *columns):
            self._add(unit, month, figures.DISPATCHED.id, number)
            self.standings[standing] += number
            if lacking:
                self._add(unit, month, figures.UNDETERMINED.id, number)

    def deadlines(self, piece: Any) -> None:
        """Count duties: settled ones by their end, running ones by their start."""
        duties = piece.filter(pc.equal(piece["kind"], "duty"))
        settled = duties.filter(pc.is_in(duties["state"], value_set=_SETTLED))
        due = local_month(last_instant(settled), self.terms.zone)
        near = self.margin.holds(settled, self.terms.zone)
        columns = (settled["role"], settled["unit"], settled["state"], near)
        tallied = self._in(due, *columns, _expired(settled))
        for role, unit, state, close, expired, month, number in tallied:
            whose = self.terms.bearer(role, unit)
            self._add(whose, month, figures.DUE.id, number)
            self._add(whose, month, state, number)
            if close:
                self._add(whose, month, figures.NEAR.id, number)
            if expired:
                self._add(whose, month, figures.EXPIRED.id, number)
        running = duties.filter(pc.is_in(duties["state"], value_set=_RUNNING))
        began = local_month(running["started_at"], self.terms.zone)
        for role, unit, month, number in self._in(
            began, running["role"], running["unit"]
        ):
            whose = self.terms.bearer(role, unit)
            self._add(whose, month, figures.RUNNING.id, number)

    def penalties(self, piece: Any) -> None:
        """Count penalties by kind and state."""
        months = local_month(piece["at"], self.terms.zone)
        columns = (piece["unit"], piece["kind"], piece["state"], _expired(piece))
        for unit, kind, state, expired, month, number in self._in(months, *columns):
            if expired and state == "effective":
                self._add(unit, month, figures.CARDS_EXPIRED.id, number)
            self.cards.add((kind, state))
            figure = card_figure(kind, state, self.terms.names)
            self._add(unit, month, figure.id, number)

    def events(self, piece: Any) -> None:
        """Count what was asked for and what was granted."""
        asked = piece.filter(pc.is_in(piece["type"], value_set=pa.array([*_EVENTS])))
        decided = pc.is_in(asked["type"], value_set=_DECISIONS)
        granted = pc.match_substring_regex(asked["payload"], _GRANTED)
        asked = asked.filter(pc.if_else(decided, granted, True))  # noqa: FBT003
        months = local_month(asked["at"], self.terms.zone)
        for unit, type_, month, number in self._in(
            months, asked["unit"], asked["type"]
        ):
            self._add(unit, month, _EVENTS[type_], number)

    def _in(self, months: Any, *columns: Any) -> Iterator[tuple[Any, ...]]:
        """Tally columns of the period: their values, the month, the number."""
        kept = in_period(months, self.period)
        chosen = (pc.filter(one, kept) for one in (*columns, months))
        yield from tally(chosen)

    def _add(self, unit: str | None, month: int, figure: str, number: int) -> None:
        counter = self.numbers.setdefault((unit, month_text(month)), Counter())
        counter[figure] += number


def _expired(piece: Any) -> Any:
    """Which rows are of a document that was not in force and is applied anyway."""
    found = pc.match_substring(piece["flags"], _RULE_EXPIRED)
    return pc.fill_null(found, False)  # noqa: FBT003 - the library's own call
