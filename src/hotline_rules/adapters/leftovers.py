"""What was set aside and what is odd, as sheets for people.

A text that a spreadsheet would take for a formula gets an apostrophe in front
(`cells.as_text`), for somebody else typed them; what cannot be shown is a question
mark.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from hotline_rules.adapters.cells import as_text
from hotline_rules.adapters.reasons import REASONS
from hotline_rules.diagnostics import Text
from hotline_rules.diagnostics.render import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from hotline_rules.adapters.model import Finding, SetAside
    from hotline_rules.diagnostics.model import Language

BOM = "\ufeff"  # a spreadsheet takes a CSV file for one in its own encoding without it

_NUMBER = Text("序号", "number")
_FILE, _SHEET, _ROW = Text("文件", "file"), Text("工作表", "sheet"), Text("行", "row")
_CODE, _TITLE = Text("代码", "code"), Text("类别", "kind")
_TEXT, _REASON = Text("内容", "text"), Text("原因", "reason")
_TICKET, _UNIT = Text("工单", "ticket"), Text("单位", "unit")
_FOUND = Text("发现", "finding")


def write_set_aside(rows: Iterable[SetAside], stream: TextIO, lang: Language) -> int:
    """Write rows that became part of no history, as CSV; answer how many."""
    head = (_NUMBER, _FILE, _SHEET, _ROW, _TEXT, _CODE, _TITLE, _REASON)
    return _write(
        head,
        (
            (
                one.place.file,
                one.place.sheet or "",
                one.place.row,
                one.text,
                one.code,
                title_of(one.code).in_(lang),
                one.reason.in_(lang),
            )
            for one in rows
        ),
        stream,
        lang,
    )


def write_findings(found: Iterable[Finding], stream: TextIO, lang: Language) -> int:
    """Write what is odd about the data, as CSV; answer how many."""
    head = (_NUMBER, _FILE, _SHEET, _ROW, _TICKET, _UNIT, _CODE, _TITLE, _FOUND)
    return _write(
        head,
        (
            (
                one.place.file if one.place else "",
                (one.place.sheet or "") if one.place else "",
                one.place.row if one.place else "",
                one.ticket or "",
                one.unit or "",
                one.code,
                title_of(one.code).in_(lang),
                one.message.in_(lang),
            )
            for one in found
        ),
        stream,
        lang,
    )


def title_of(code: str) -> Text:
    """Answer what a slug stands for; the slug itself where nobody knows."""
    return REASONS.get(code, Text(code, code))


def _write(
    head: Sequence[Text],
    rows: Iterable[Sequence[str | int]],
    stream: TextIO,
    lang: Language,
) -> int:
    stream.write(BOM)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([one.in_(lang) for one in head])
    number = 0
    for number, row in enumerate(rows, start=1):
        guarded = [
            as_text(visible(cell)) if isinstance(cell, str) else cell for cell in row
        ]
        writer.writerow([number, *guarded])
    return number
