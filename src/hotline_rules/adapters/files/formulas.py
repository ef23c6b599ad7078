"""Cells of a worksheet that its reader shows as empty or plain: errors, formulas.

The reader of workbooks gives the value that was computed when the file was saved, an
empty cell where there is none and for errors such as #N/A. Which cells these are is
read here from the text of the sheet.
"""

from __future__ import annotations

import html
import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from hotline_rules.adapters.files.archive import unpacked
from hotline_rules.adapters.files.refusals import damaged
from hotline_rules.adapters.model import Spoiled

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable

_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>\s*'
    rb"(?:<f\b[^>]*?(/>|>([^<]*)</f>)\s*)?"
    rb"(?:<v>([^<]+)</v>)?"
)
_FILLED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*[^/>]>')
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_READ = (".xml", ".rels", ".bin")
_BOOK = "xl/workbook.xml"
_LONGEST_CELL = 1 << 20


@dataclass(slots=True)
class CellNotes:
    """What the text of a worksheet says beyond the values of its cells.

    Attributes:
        spoiled: cells with an error or a formula without a value, by row and column,
            both counted from 0.
        formulas: how many cells are computed.
        examples: the first of them, as a spreadsheet calls them.
        rows, columns: how far its filled cells reach.
    """

    spoiled: dict[tuple[int, int], Spoiled] = field(default_factory=dict)
    formulas: int = 0
    examples: list[str] = field(default_factory=list)
    rows: int = 0
    columns: int = 0


def cell_notes(archive: zipfile.ZipFile, name: str) -> dict[str, CellNotes]:
    """Read all parts of a workbook once, and note the odd cells of each sheet.

    Raises:
        UnreadableFile: when a part is damaged, or unpacks to too much.
    """
    sheets = {part: sheet for sheet, part in _parts(archive, name).items()}
    found: dict[str, CellNotes] = {}
    for part in archive.infolist():
        if not part.filename.endswith(_READ):
            continue  # pictures and such
        blocks = unpacked(archive, part, name)
        if part.filename in sheets:
            found[sheets[part.filename]] = _noted(blocks)
        deque(blocks, maxlen=0)
    return found


def _parts(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Return the part that holds each worksheet, by the sheet's name."""
    names = set(archive.namelist())
    relations = "xl/_rels/workbook.xml.rels"
    if _BOOK not in names or relations not in names:
        return {}  # a workbook of another make has no such text
    try:
        book = ElementTree.fromstring(_text(archive, _BOOK, name))
        links = ElementTree.fromstring(_text(archive, relations, name))
    except ElementTree.ParseError:
        raise damaged(name) from None
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    return {
        sheet.get("name", ""): _path(targets.get(sheet.get(f"{_RELATIONS}id")) or "")
        for sheet in book.iter()
        if sheet.tag.endswith("}sheet")
    }


def _text(archive: zipfile.ZipFile, part: str, name: str) -> bytes:
    return b"".join(unpacked(archive, archive.getinfo(part), name))


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _noted(blocks: Iterable[bytes]) -> CellNotes:
    notes = CellNotes()
    rest = b""
    for block in blocks:
        text = rest + block
        cut = text.rfind(b"<c ")
        if cut < 0 or len(text) - cut > _LONGEST_CELL:
            cut = len(text)
        rest = text[cut:]
        _note(text[:cut], notes)
    _note(rest, notes)
    return notes


def _note(text: bytes, notes: CellNotes) -> None:
    filled = _FILLED.findall(text)
    if filled:
        notes.rows = max(notes.rows, int(filled[-1][1]))  # rows come in order
        reach = max(_column(letters) for letters in {letters for letters, _ in filled})
        notes.columns = max(notes.columns, reach + 1)
    if b"<f" not in text and b't="e"' not in text:
        return
    for letters, row, attributes, formula, written, value in _CELL.findall(text):
        error = b't="e"' in attributes
        if formula:
            notes.formulas += 1
            if len(notes.examples) < 3:
                notes.examples.append((letters + row).decode())
        if error:
            spoiled = Spoiled(_plain(value), "excel-error")
        elif formula and not value:
            spoiled = Spoiled(f"={_plain(written)}", "formula-not-computed")
        else:
            continue
        notes.spoiled[int(row) - 1, _column(letters)] = spoiled


def _plain(text: bytes) -> str:
    return html.unescape(text.decode("utf-8", "replace"))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
