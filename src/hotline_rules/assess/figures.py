"""From the counts of a unit and month to its figures: exact, rounded where it is said.

A measure is rounded before another uses it. Without cases there is no rate, without a
rate no score; a number that the source lacks makes what needs it lack it too, by name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from hotline_rules.assess.records import Figure
from hotline_rules.assess.rounding import as_decimal, rounded
from hotline_rules.assess.tally import Tally, merged
from hotline_rules.rulebook import (
    CountOf,
    Listing,
    Missing,
    Points,
    PublishedRank,
    Rank,
    Rate,
    Score,
    Sum,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.assess.plan import AssessPlan
    from hotline_rules.assess.ranking import PublishedRanking
    from hotline_rules.assess.records import Why
    from hotline_rules.rulebook import Measure

Because = dict[str, int | str | bool | None]


@dataclass(slots=True)
class _Number:
    """A number on its way to a figure; ``exact`` is not rounded yet."""

    exact: Fraction | None
    because: Because
    missing: tuple[str, ...] = ()

    @property
    def why(self) -> Why | None:
        if self.exact is not None:
            return None
        return "missing" if self.missing else "no_cases"


class Figures:
    """The figures of one unit in one month."""

    def __init__(
        self,
        plan: AssessPlan,
        tallies: Mapping[int, Tally],
        published: PublishedRanking | None,
        *,
        keeps_cases: bool,
    ) -> None:
        """Take what was counted.

        Args:
            plan: the measures and their slots.
            tallies: by slot; a slot without cases may be absent.
            published: the rank made public, if any.
            keeps_cases: whether figures name the histories behind them.
        """
        self._plan = plan
        self._tallies = tallies
        self._published = published
        self._keeps_cases = keeps_cases
        self._made: dict[str, Figure] = {}

    def all(self) -> dict[str, Figure]:
        """Every figure but the ranks, which take all units together."""
        return {
            id_: self._figure(id_)
            for id_, measure in self._plan.measures.items()
            if not isinstance(measure.form, Rank)
        }

    def _figure(self, id_: str) -> Figure:
        figure = self._made.get(id_)
        if figure is None:
            figure = self._made[id_] = self._make(self._plan.measures[id_])
        return figure

    def _make(self, measure: Measure) -> Figure:
        form = measure.form
        match form:
            case PublishedRank() | Rank():  # a rank is made of all units together
                return _published(measure, self._published)
            case CountOf() | Listing():
                return self._counted(measure)
            case Rate():
                return self._finished(measure, self._rate(measure))
            case Points():
                return self._finished(measure, self._points(measure, form))
            case Score():
                return self._finished(measure, self._score(form))
            case Sum():
                return self._finished(measure, self._sum(form))

    def _finished(self, measure: Measure, number: _Number) -> Figure:
        return self._with_cases(_figure_of(measure, number))

    # What was counted ---------------------------------------------------------------

    def _part(self, measure: Measure, part: str) -> Tally:
        slots = self._plan.parts(measure.id)[part]
        return merged(self._tallies[n] for n in slots if n in self._tallies)

    def _counted(self, measure: Measure) -> Figure:
        part = "list" if isinstance(measure.form, Listing) else "count"
        tally = self._part(measure, part)
        entries = sorted(tally.entries, key=lambda e: (e.at, e.history, e.id))
        number = _bounded(measure, Fraction(tally.n))
        figure = Figure(
            measure=measure.id,
            value=int(number) if number.denominator == 1 else as_decimal(number, None),
            because={part: tally.n},
            entries=tuple(entries),
        )
        return self._with_cases(figure)

    def _rate(self, measure: Measure) -> _Number:
        of, over = self._part(measure, "of").n, self._part(measure, "over").n
        because: Because = {"of": of, "over": over}
        return _Number(Fraction(100 * of, over) if over else None, because)

    def _points(self, measure: Measure, form: Points) -> _Number:
        total, because = Fraction(0), Because()
        missing: list[str] = []
        for kind, worth in form.each:
            tally = self._part(measure, kind)
            because[kind] = tally.n
            match worth:
                case None:
                    total += tally.points
                    missing += tally.unknown
                case Missing():
                    missing += [worth.parameter] if tally.n else []
                case _:
                    total += tally.n * Fraction(worth)
        if missing:
            because["known"] = str(as_decimal(total, None))
        named = tuple(sorted(set(missing)))
        return _Number(None if missing else total, because, named)

    # What is made of it ---------------------------------------------------------------

    def _value(self, id_: str) -> Fraction | None:
        value = self._figure(id_).value
        return None if value is None else Fraction(value)

    def _score(self, form: Score) -> _Number:
        figure, source = self._figure(form.source), self._value(form.source)
        given = {
            "full": form.full,
            "target": form.target,
            "lose": form.lose,
            "least": form.least,
        }
        because: Because = {form.source: _text(figure.value)}
        because |= {
            name: None if isinstance(one, Missing) else str(one)
            for name, one in given.items()
        }
        lacking = {one.parameter for one in given.values() if isinstance(one, Missing)}
        numbers = {
            name: Fraction(one)
            for name, one in given.items()
            if not isinstance(one, Missing)
        }
        if lacking or source is None:
            return _Number(None, because, tuple(sorted({*lacking, *figure.missing})))
        shortfall = max(numbers["target"] - source, Fraction(0))
        score = numbers["full"] - numbers["lose"] * shortfall
        return _Number(max(score, numbers["least"]), because)

    def _sum(self, form: Sum) -> _Number:
        total, because = Fraction(0), Because()
        missing: set[str] = set()
        complete = True
        for ids, sign in ((form.parts, 1), (form.minus, -1)):
            for id_ in ids:
                figure, value = self._figure(id_), self._value(id_)
                because[id_] = _text(figure.value)
                missing.update(figure.missing)
                complete = complete and value is not None
                total += sign * (value or 0)
        if isinstance(form.rest_of, Missing):
            missing.add(form.rest_of.parameter)
            complete = False
        elif form.rest_of is not None:
            because["rest_of"] = str(form.rest_of)
            total = Fraction(form.rest_of) - total
        return _Number(total if complete else None, because, tuple(sorted(missing)))

    # Evidence -------------------------------------------------------------------------

    def _with_cases(self, figure: Figure) -> Figure:
        parts = self._plan.parts(figure.measure)
        tallies = {part: merged(self._of(slots)) for part, slots in parts.items()}
        flags = merged(self._of(tuple(dict.fromkeys(sum(parts.values(), ()))))).flags
        cases = {part: tuple(sorted(one.ids)) for part, one in tallies.items()}
        return replace(
            figure,
            flags=dict(sorted(flags.items())),
            cases=cases if self._keeps_cases else {},
        )

    def _of(self, slots: tuple[int, ...]) -> list[Tally]:
        return [self._tallies[n] for n in slots if n in self._tallies]


def _bounded(measure: Measure, number: Fraction) -> Fraction:
    if measure.at_least is not None:
        number = max(number, Fraction(measure.at_least))
    if measure.at_most is not None:
        number = min(number, Fraction(measure.at_most))
    return number


def _figure_of(measure: Measure, number: _Number) -> Figure:
    """Round, then hold within the bounds."""
    value = None
    if number.exact is not None:
        exact = _bounded(measure, rounded(number.exact, measure.places))
        value = as_decimal(exact, measure.places)
    return Figure(
        measure=measure.id,
        value=value,
        why=number.why,
        because=number.because,
        missing=number.missing,
    )


def _published(measure: Measure, published: PublishedRanking | None) -> Figure:
    if published is None:
        return Figure(measure=measure.id, value=None, why="not_ranked")
    return Figure(measure=measure.id, value=published.rank, because=published.because())


def _text(value: int | Decimal | None) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value
