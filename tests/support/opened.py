"""A file opened as an auditor would: its rows, what was set aside, what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules.adapters.files import UnreadableFile, open_sheets
from hotline_rules.adapters.model import Finding, Record, Row, SetAside

if TYPE_CHECKING:
    from pathlib import Path


class Opened:
    """All sheets of a file, read to the end, by the names of the sheets."""

    def __init__(self, path: Path, **options: Any) -> None:
        self.findings: list[Finding] = []
        self.sheets: dict[str | None, Table] = {}
        for sheet in open_sheets(path, findings=self.findings.append, **options):
            rows = list(sheet.rows())
            self.sheets[sheet.sheet] = Table(sheet.headings, sheet.headings_row, rows)
        self.found = {finding.code: finding.message for finding in self.findings}


class Table:
    """One sheet, read to the end; rows by their number."""

    def __init__(
        self, headings: tuple[str, ...], row: int, rows: list[Row | Record | SetAside]
    ) -> None:
        self.headings, self.headings_row = headings, row
        self.rows = {r.place.row: r.cells for r in rows if isinstance(r, Row)}
        self.records = {r.place.row: r.history for r in rows if isinstance(r, Record)}
        self.aside = {r.place.row: r.code for r in rows if isinstance(r, SetAside)}
        self.texts = [r.text for r in rows if isinstance(r, SetAside)]


class Read(Table):
    """A file of one table, written and read."""

    def __init__(self, path: Path, data: bytes | str, **options: Any) -> None:
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        opened = Opened(path, **options)
        (table,) = opened.sheets.values()
        vars(self).update(vars(table))
        self.found = opened.found


def refusal(path: Path, data: bytes | str | None = None, **options: Any) -> str:
    """Return what is said of a file of which nothing can be read."""
    if data is not None:
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    with pytest.raises(UnreadableFile) as caught:
        open_sheets(path, findings=lambda _: None, **options)
    return caught.value.render("en")
