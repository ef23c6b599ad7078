"""How much hangs on each reading that was tried, for the head of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.report.page.words import FRAME
from hotline_rules.report.trials import question, sums, tried

if TYPE_CHECKING:
    from hotline_rules.report.page.telling import Telling
    from hotline_rules.report.terms import Terms
    from hotline_rules.report.trials import Tried
    from hotline_rules.report.weights import Weights


@dataclass(frozen=True, slots=True)
class Trial:
    """An option that was tried.

    Attributes:
        question: the reading, and what the clause leaves open.
        used: the option in use, and whether that rests on a source.
        means: what the option tried means.
        articles: of the clauses concerned.
        cells: cards that fall, are new, move; the same of late limits.
    """

    question: str
    used: str
    means: str
    articles: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighing:
    """What all trials come to, in words.

    Attributes:
        sentences: how much stands, and how much hangs on readings.
        rows: the options that change something.
        idle: those that do not.
        undecided: how many these are.
    """

    sentences: tuple[str, ...]
    rows: tuple[Trial, ...]
    idle: tuple[Trial, ...]
    undecided: str


def weighing(
    weights: Weights | None, telling: Telling, terms: Terms
) -> Weighing | None:
    """Say what the trials of a run come to; ``None`` where none was made."""
    if weights is None:
        return None
    names = terms.names
    told = [(one.weight, _row(one, telling, terms)) for one in tried(weights, names)]
    idle = tuple(row for weight, row in told if not weight.decides)
    return Weighing(
        sentences=tuple(map(telling.say, sums(weights, names))),
        rows=tuple(row for weight, row in told if weight.decides),
        idle=idle,
        undecided=telling.say(FRAME["undecided"]).format(len(idle)),
    )


def _row(one: Tried, telling: Telling, terms: Terms) -> Trial:
    weight = one.weight
    numbers = (
        counted[what]
        for what in ("card", "late")
        for counted in (weight.falls, weight.new, weight.moves)
    )
    used = telling.say(FRAME["used"]).format(one.used, telling.say(one.basis))
    return Trial(
        question=telling.say(question(weight.reading, terms.names)),
        used=used,
        means=one.means,
        articles=telling.say(terms.articles(" ".join(one.cites))),
        cells=tuple(f"{number:,}" for number in numbers),
    )
