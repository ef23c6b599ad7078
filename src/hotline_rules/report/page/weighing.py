"""How much hangs on each reading that was tried, for the head of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.report.page.words import FRAME

if TYPE_CHECKING:
    from hotline_rules.report.page.telling import Telling
    from hotline_rules.report.weights import Weight, Weights

_OUTCOMES = ("falls", "new", "moves")


@dataclass(frozen=True, slots=True)
class Trial:
    """An option that changes something.

    Attributes:
        cells: cards that fall, are new, move; the same of late limits.
    """

    reading: str
    about: str
    option: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighing:
    """What all trials come to, in words.

    Attributes:
        idle: how many options change nothing; empty where all do.
    """

    sentence: str
    rows: tuple[Trial, ...]
    idle: str


def weighing(weights: Weights | None, telling: Telling) -> Weighing | None:
    """Say what the trials of a run come to; ``None`` where none was made."""
    if weights is None:
        return None
    numbers = [
        f"{number:,}"
        for number in (
            weights.standing("card"),
            weights.hanging_on("card"),
            weights.standing("late"),
            weights.hanging_on("late"),
        )
    ]
    rows = tuple(_row(one, telling) for one in weights.tried if one.decides)
    idle = len(weights.tried) - len(rows)
    return Weighing(
        telling.say(FRAME["standing"]).format(*numbers),
        rows,
        telling.say(FRAME["undecided"]).format(idle) if idle else "",
    )


def _row(one: Weight, telling: Telling) -> Trial:
    known = telling.names.readings.get(one.reading)
    cells = tuple(
        f"{number:,}" if number else ""
        for what in ("card", "late")
        for number in (getattr(one, name)[what] for name in _OUTCOMES)
    )
    about = "" if known is None else known.about
    return Trial(one.reading, about, telling.option(one.reading, one.option), cells)
