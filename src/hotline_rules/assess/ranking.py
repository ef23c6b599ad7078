"""Places among the units of a month, computed and published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hotline_rules.assess.records import Figure, Row
from hotline_rules.rulebook import Rank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotline_rules.assess.plan import AssessPlan
    from hotline_rules.assess.records import Why
    from hotline_rules.evaluate.recorded import Recorded
    from hotline_rules.rulebook import Measure


@dataclass(frozen=True, slots=True, order=True)
class PublishedRanking:
    """A rank that was made public; of several for a month the newest counts."""

    at: int
    rank: int
    n: int
    tie: bool
    group: str

    @classmethod
    def of(cls, event: Recorded) -> PublishedRanking | None:
        """The ranking that an event publishes; ``None`` when it names no rank."""
        payload = event.payload
        rank, n = payload.get("rank"), payload.get("n")
        if not _is_count(rank):
            return None
        group = payload.get("group")
        return cls(
            at=event.at,
            rank=int(str(rank)),
            n=int(str(n)) if _is_count(n) else 0,
            tie=payload.get("tie") is True,
            group=group if isinstance(group, str) else "",
        )

    def because(self) -> dict[str, int | str | bool | None]:
        """What was published beside the rank."""
        return {"n": self.n or None, "tie": self.tie, "group": self.group or None}


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def add_ranks(
    rows: Sequence[Row], plan: AssessPlan, units: Mapping[str, Mapping[str, Any]]
) -> list[Row]:
    """The rows of a month with the ranks that its measures compute.

    Args:
        rows: of all units of the month; the one without a unit is never ranked.
        plan: the measures.
        units: the facts of units, which make the groups.
    """
    made: list[dict[str, Figure]] = [dict(row.figures) for row in rows]
    for id_, measure in plan.measures.items():
        if isinstance(measure.form, Rank):
            ranked = _Ranking(measure, measure.form, rows, units)
            for figures, row in zip(made, rows, strict=True):
                figures[id_] = ranked.figure(row)
    return [
        replace(row, figures={id_: figures[id_] for id_ in plan.measures})
        for row, figures in zip(rows, made, strict=True)
    ]


class _Ranking:
    """One measure's ranking of one month."""

    def __init__(
        self,
        measure: Measure,
        form: Rank,
        rows: Sequence[Row],
        units: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self._measure = measure
        self._form = form
        self._units = units
        self._groups: dict[object, list[tuple[Fraction, ...]]] = {}
        for row in rows:
            key = self._key(row)
            if key is not None and self._lacks(row) is None:
                self._groups.setdefault(self._group(row), []).append(key)

    def figure(self, row: Row) -> Figure:
        because: dict[str, int | str | bool | None] = {
            id_: _text(row.figures[id_].value) for id_ in self._form.by
        }
        key, lacks = self._key(row), self._lacks(row)
        if self._form.within is not None:
            group = self._group(row)
            because["group"] = None if group is None else str(group)
        if key is None or lacks is not None or row.unit is None:
            return self._unranked(row, because, lacks)
        others = self._groups[self._group(row)]
        better = [other for other in others if other < key]
        dense = self._form.ties == "dense"
        because |= {"n": len(others), "tie": others.count(key) > 1}
        return Figure(
            measure=self._measure.id,
            value=1 + len(set(better) if dense else better),
            because=because,
        )

    def _unranked(
        self, row: Row, because: dict[str, int | str | bool | None], lacks: str | None
    ) -> Figure:
        missing = {name for id_ in self._form.by for name in row.figures[id_].missing}
        if lacks is not None and row.unit is not None:
            missing.add(lacks)
        why: Why = "missing" if missing else "no_cases"
        return Figure(
            measure=self._measure.id,
            value=None,
            why="not_ranked" if row.unit is None else why,
            because=because,
            missing=tuple(sorted(missing)),
        )

    def _key(self, row: Row) -> tuple[Fraction, ...] | None:
        """What a row is ordered by, the best first; ``None``: it cannot be."""
        values = [row.figures[id_].value for id_ in self._form.by]
        if row.unit is None or None in values:
            return None
        sign = -1 if self._form.best == "highest" else 1
        return tuple(sign * Fraction(value) for value in values if value is not None)

    def _group(self, row: Row) -> object:
        if self._form.within is None:
            return ""
        name = self._form.within.name
        if name == "name":
            return row.unit
        return self._units.get(row.unit or "", {}).get(name)

    def _lacks(self, row: Row) -> str | None:
        """The fact that would say which group a unit is in, if it is not known."""
        within = self._form.within
        if within is None or self._group(row) is not None:
            return None
        return str(within)


def _text(value: int | Decimal | None) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value
