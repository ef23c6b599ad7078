"""Units and months as a table for people: one table a month, aligned in Chinese."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.diagnostics.render import display_width, visible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from hotline_rules.assess import AssessmentTable, Figure, Row
    from hotline_rules.diagnostics.model import Language

_GAP = "  "
_UNIT = Text("单位", "unit")
_NO_UNIT = Text("（未写明单位）", "(no unit)")
_NOTHING = Text("没有可以汇总的。", "There is nothing to sum up.")
_OPEN = Text("（未满月）", " (not over)")
_MISSING = Text("缺", "n/a")


def write_table(table: AssessmentTable, stream: TextIO, lang: Language) -> None:
    """Write a table for each month, and what has to be said of them all."""
    if not table.rows:
        stream.write(_NOTHING.in_(lang) + "\n")
    for number, (month, rows) in enumerate(groupby(table.rows, lambda row: row.month)):
        stream.write("\n" if number else "")
        _write_month(month, list(rows), table, stream, lang)
    for line in _notes(table, lang):
        stream.write(line + "\n")


def _write_month(
    month: str,
    rows: list[Row],
    table: AssessmentTable,
    stream: TextIO,
    lang: Language,
) -> None:
    stream.write(month + ("" if rows[0].complete else _OPEN.in_(lang)) + "\n")
    head = [one.title if lang == "zh" else one.id for one in table.columns]
    lines = [[_UNIT.in_(lang), *head]]
    for row in rows:
        cells = [_cell(row.figures[one.id], lang) for one in table.columns]
        unit = _NO_UNIT.in_(lang) if row.unit is None else visible(row.unit)
        lines.append([unit, *cells])
    widths = [max(map(display_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        first, *others = zip(line, widths, strict=True)
        cells = [_padded(*first), *(_padded(*one, right=True) for one in others)]
        stream.write(_GAP.join(cells).rstrip() + "\n")
    for text in _lacking(rows, lang):
        stream.write(text + "\n")


def _cell(figure: Figure, lang: Language) -> str:
    """A number; a dash where there was nothing to compute, a word where one lacks."""
    if figure.value is None:
        return _MISSING.in_(lang) if figure.why == "missing" else "—"
    tie = "=" if figure.because.get("tie") is True else ""
    return f"{tie}{figure.value}"


def _padded(text: str, width: int, *, right: bool = False) -> str:
    blank = " " * (width - display_width(text))
    return blank + text if right else text + blank


def _lacking(rows: Iterable[Row], lang: Language) -> list[str]:
    """Name the numbers that are missing."""
    missing = {
        name for row in rows for one in row.figures.values() for name in one.missing
    }
    if not missing:
        return []
    colon = "：" if lang == "zh" else ": "
    comma = "、" if lang == "zh" else ", "
    return [_MISSING.in_(lang) + colon + comma.join(sorted(missing))]


def _notes(table: AssessmentTable, lang: Language) -> list[str]:
    notes, lines = table.notes, []
    zh = lang == "zh"
    if notes.undetermined:
        told = [f"{name} {number}" for name, number in notes.undetermined.items()]
        lines.append(
            f"未定（缺少的事实或数值，件数）：{'、'.join(told)}"
            if zh
            else f"undetermined (what is not known, histories): {', '.join(told)}"
        )
    if notes.unplaced:
        titles = {one.id: one.title for one in table.columns}
        told = [
            f"{titles[id_] if zh else id_} {number}"
            for id_, number in notes.unplaced.items()
        ]
        lines.append(
            f"还算不到哪个月：{'、'.join(told)}"
            if zh
            else f"in no month yet: {', '.join(told)}"
        )
    return ["", *lines] if lines else []
