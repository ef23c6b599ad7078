"""Units and months for spreadsheets: CSV whose cells never become formulas."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

    from hotline_rules.assess import AssessmentTable
    from hotline_rules.diagnostics.model import Language

# What makes a spreadsheet compute instead of show; the full-width ones do so where
# the keyboard writes them. The apostrophe itself, so that a guard can be told from it.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")  # noqa: RUF001


def write_sheet(table: AssessmentTable, stream: TextIO, lang: Language) -> None:
    """Write a row for each unit and month.

    Numbers stand as they are; texts are guarded, see `as_text`.
    """
    zh = lang == "zh"
    head = ["月份", "单位"] if zh else ["month", "unit"]
    titles = [one.title if zh else one.id for one in table.columns]
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(map(as_text, [*head, *titles, "缺少" if zh else "missing"]))
    for row in table.rows:
        figures = [row.figures[one.id] for one in table.columns]
        missing = sorted({name for one in figures for name in one.missing})
        values = ["" if one.value is None else str(one.value) for one in figures]
        unit, lacking = as_text(row.unit or ""), as_text(" ".join(missing))
        writer.writerow([row.month, unit, *values, lacking])


def as_text(cell: str) -> str:
    """Guard a text from being taken for a formula.

    TRAP: a unit's name comes from outside, and a formula in it would be computed on
    the machine of whoever opens the sheet.

    Returns:
        the text, after an apostrophe if it begins like a formula or with an
        apostrophe; taking the first apostrophe away gives the text back.

    Example:
        >>> as_text("=1+1"), as_text("'甲局"), as_text("甲局")
        ("'=1+1", "''甲局", '甲局')
    """
    return f"'{cell}" if cell.lstrip(" \u3000").startswith(_BEGINS_FORMULA) else cell
