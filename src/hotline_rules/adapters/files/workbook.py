"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods): each sheet a table."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from python_calamine import (
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from hotline_rules.adapters.files.archive import LARGEST, open_archive, too_big
from hotline_rules.adapters.files.damage import no_rows
from hotline_rules.adapters.files.formulas import CellNotes, cell_notes
from hotline_rules.adapters.files.headings import column_letters
from hotline_rules.adapters.files.refusals import (
    damaged,
    headings_unclear,
    read_by_library,
    unreadable,
)
from hotline_rules.adapters.files.worksheet import Worksheet
from hotline_rules.adapters.model import Finding, Place
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from python_calamine import CalamineWorkbook

    from hotline_rules.adapters.files.refusals import UnreadableFile
    from hotline_rules.adapters.files.source import Source
    from hotline_rules.adapters.model import Sheet

_MOST_CELLS = 1 << 26
_SECTOR = 512
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def open_workbook(
    source: Source,
    wanted: str | None,
    heading_row: int | None,
    findings: Callable[[Finding], None],
) -> Iterator[Sheet]:
    """Open the sheets of a workbook, hidden ones only when they are asked for.

    Raises:
        UnreadableFile: when it is locked, damaged or too big, when the sheet asked for
            is not there, or when no sheet holds a table.
    """
    data = source.whole(LARGEST)
    if data is None:
        raise too_big(source.name, LARGEST)
    notes = _notes(data, source.name)
    book = _loaded(data, source.name)
    why = Text("里面没有工作表", "it holds no worksheet")
    without_rows: list[Sheet] = []
    without_headings: list[Sheet] = []
    none = True
    for name in _chosen(book, source.name, wanted, findings):
        with read_by_library(source.name):
            sheet = book.get_sheet_by_name(name)
        table = Worksheet(source.name, name, sheet, notes.get(name), findings)
        headings = table.headings(heading_row)
        if isinstance(headings, Text):
            if table.holds_anything:
                why = Text(f"工作表“{name}”：{headings.zh}", f"`{name}`: {headings.en}")
                without_headings.append(table.without_headings())
        elif table.holds_rows(headings):
            none = False
            yield table.opened(headings)
        else:
            without_rows.append(table.opened(headings))
    if none and not without_rows:
        raise headings_unclear(source.name, why)
    if none:
        yield from without_rows
    else:  # a word or two on a sheet of its own is no table
        for left in without_rows:
            findings(no_rows(Place(left.file, left.sheet, left.headings_row)))
    yield from without_headings


def _notes(data: bytes, name: str) -> dict[str, CellNotes]:
    """Look at a workbook before its reader does: is it locked, or too big?"""
    if not data.startswith(b"PK"):
        if _LOCKED in data:
            raise _locked(name)
        if len(data) % _SECTOR:  # the reader of .xls would fall over the last one
            raise damaged(name)
        return {}
    with open_archive(io.BytesIO(data), name) as archive:
        notes = cell_notes(archive, name)
    for sheet, note in notes.items():
        # The reader makes room for every cell between the first and the last.
        if note.rows * note.columns > _MOST_CELLS:
            raise _too_wide(name, sheet, note)
    return notes


def _loaded(data: bytes, name: str) -> CalamineWorkbook:
    with read_by_library(name):
        try:
            return load_workbook(io.BytesIO(data))
        except PasswordError:
            raise _locked(name) from None


def _chosen(
    book: CalamineWorkbook,
    name: str,
    wanted: str | None,
    findings: Callable[[Finding], None],
) -> list[str]:
    """Return the names of the sheets to read."""
    sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    if wanted is not None:
        if wanted not in [sheet.name for sheet in sheets]:
            raise _no_such_sheet(name, wanted, [sheet.name for sheet in sheets])
        return [wanted]
    chosen: list[str] = []
    for sheet in sheets:
        if sheet.visible == SheetVisibleEnum.Visible:
            chosen.append(sheet.name)
        else:
            with read_by_library(name):
                rows = book.get_sheet_by_name(sheet.name).height
            place = Place(name, sheet.name, 1)
            findings(Finding("hidden-sheet", place, None, None, _hidden(rows)))
    return chosen


# --- sentences -----------------------------------------------------------------------


def _hidden(rows: int) -> Text:
    return Text(
        f"这个工作表是隐藏的，有 {rows} 行，没有读。要读它，写 --sheet 和它的名称",
        f"the sheet is hidden and was not read; it has {rows} rows. To read it, name "
        "it with --sheet",
    )


def _locked(name: str) -> UnreadableFile:
    return unreadable(
        name,
        Text("工作簿设了打开密码", "the workbook is protected by a password"),
        Text(
            "用 Excel 或 WPS 输入密码打开，另存为一份不设密码的文件，再导入那一份",
            "open it with the password, save a copy without one, and import the copy",
        ),
    )


def _too_wide(name: str, sheet: str, note: CellNotes) -> UnreadableFile:
    last = f"{column_letters(note.columns - 1)}{note.rows}"
    return unreadable(
        name,
        Text(
            f"工作表“{sheet}”一直到 {last} 都有内容，大得读不了",
            f"the sheet `{sheet}` reaches as far as {last}, too far to be read",
        ),
        Text(
            "多半是表外误填了一格：按 Ctrl+End 找到它，删掉多余的行和列；"
            "确实有这么多数据的，导出为 CSV",
            "mostly a stray cell: find it with Ctrl+End and delete what lies beyond "
            "the table; if there is so much, export CSV",
        ),
    )


def _no_such_sheet(name: str, wanted: str, there: Sequence[str]) -> UnreadableFile:
    return unreadable(
        name,
        Text(f"没有工作表“{wanted}”", f"there is no sheet `{wanted}`"),
        Text(
            f"有这些：{'、'.join(there)}",
            f"there are these: {', '.join(there)}",
        ),
    )
