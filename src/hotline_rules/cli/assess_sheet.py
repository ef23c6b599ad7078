"""Units and months for spreadsheets: CSV whose cells never become formulas."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from hotline_rules.adapters.cells import as_text

if TYPE_CHECKING:
    from typing import TextIO

    from hotline_rules.assess import AssessmentTable
    from hotline_rules.diagnostics.model import Language


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
