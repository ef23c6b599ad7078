"""The figures at the head of the page: a row with a bar for each month and unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from hotline_rules.report import figures

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.report.figures import Figure
    from hotline_rules.report.summary import Summary

_SHOWN = 24
_WIDTH, _HEIGHT = 90, 14
# What a bar is made of, in this order, and what it is drawn as.
_PIECES = (
    (figures.MET, "met"),
    (figures.MET_LATE, "metlate"),
    (figures.OVERDUE, "overdue"),
    (figures.RUNNING, "running"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A month or a unit.

    Attributes:
        value: as the filter of the page knows it.
        cells: its numbers, in the order of the headings.
        bar: drawn.
    """

    name: str
    value: str
    cells: tuple[str, ...]
    bar: Markup


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one sort.

    Attributes:
        filter: the filter of the page that a row sets; `rest` are the rows that are
            folded away at first.
    """

    filter: str
    rows: tuple[Row, ...]
    rest: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Charts:
    """Everything that the figures of a page say.

    Attributes:
        headings: titles of the numbers, each with what it counts.
        totals: the whole, for each heading, and the pieces of a bar for the legend.
    """

    headings: tuple[tuple[str, str], ...]
    totals: tuple[str, ...]
    pieces: tuple[tuple[str, str], ...]
    months: Block
    units: Block


def charts(summary: Summary, lang: Language, nobody: str) -> Charts:
    """Put the figures of a summary into rows.

    Args:
        summary: of the run.
        lang: of the headings.
        nobody: what is said for a unit that nobody knows.
    """
    shown = _shown(summary)
    months = [(month, month, summary.total(month=month)) for month in summary.months]
    units = [
        (unit or nobody, unit or "", summary.total(unit=unit)) for unit in summary.units
    ]
    units.sort(key=lambda unit: (-_late(unit[2]), -sum(unit[2].values()), unit[0]))
    whole = summary.total()
    return Charts(
        headings=tuple((one.title.in_(lang), one.meaning.in_(lang)) for one in shown),
        totals=tuple(f"{whole[one.id]:,}" for one in shown),
        pieces=tuple((one.title.in_(lang), kind) for one, kind in _PIECES),
        months=_block("month", _rows(months, shown)),
        units=_block("unit", _rows(units, shown)),
    )


def _block(filter_: str, rows: tuple[Row, ...]) -> Block:
    return Block(filter_, rows[:_SHOWN], rows[_SHOWN:])


def _shown(summary: Summary) -> list[Figure]:
    """The figures of work and limits, and of effective cards."""
    cards = [
        one
        for one in summary.figures
        if one.id.startswith("cards.") and one.id.endswith(".effective")
    ]
    return [figures.DISPATCHED, figures.DUE, *(one for one, _ in _PIECES), *cards]


def _rows(
    counted: Iterable[tuple[str, str, Counter[str]]], shown: list[Figure]
) -> tuple[Row, ...]:
    listed = list(counted)
    most = max((_whole(numbers) for _, _, numbers in listed), default=0)
    return tuple(
        Row(
            name,
            value,
            tuple(f"{numbers[one.id]:,}" for one in shown),
            _bar(numbers, most),
        )
        for name, value, numbers in listed
    )


def _whole(numbers: Counter[str]) -> int:
    return sum(numbers[one.id] for one, _ in _PIECES)


def _late(numbers: Counter[str]) -> int:
    return numbers[figures.MET_LATE.id] + numbers[figures.OVERDUE.id]


def _bar(numbers: Counter[str], most: int) -> Markup:
    """The pieces side by side; told apart by pattern. The numbers stand beside it."""
    pieces, x = [], 0.0
    for one, kind in _PIECES:
        width = numbers[one.id] * _WIDTH / most if most else 0.0
        if width:
            # A single one in thousands is still seen.
            width = max(width, 1.5)
            box = f'x="{x:.1f}" y="1" width="{width:.1f}" height="{_HEIGHT - 2}"'
            pieces.append(f'<rect {box} class="piece {kind}"/>')
            x += width
    return Markup(  # numbers and our own words only
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
        f' aria-hidden="true">{"".join(pieces)}</svg>'
    )
