"""CSV and its kin: lines to rows, in flat memory, nothing swallowed.

A line that is damaged is set aside alone. TRAP: a quote that is never closed would make
one cell of all that follows; so a row spans at most `_LINES` lines, and what does not
come out even is given up at its first line and read on from the second.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

from hotline_rules.adapters.files.damage import no_rows, set_aside
from hotline_rules.adapters.files.headings import PREVIEW, find_headings
from hotline_rules.adapters.files.lines import read_lines
from hotline_rules.adapters.files.refusals import (
    empty,
    headings_unclear,
    unreadable,
)
from hotline_rules.adapters.model import (
    Finding,
    Place,
    Row,
    SetAside,
    Sheet,
    Spoiled,
)
from hotline_rules.adapters.separators import likeliest_separator
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hotline_rules.adapters.files.encoding import Encoding
    from hotline_rules.adapters.files.headings import Headings, Preview
    from hotline_rules.adapters.files.lines import Line
    from hotline_rules.adapters.files.source import Source
    from hotline_rules.adapters.model import Cell

_LINES = 1000
_SAMPLE = 100
_SAID_DELIMITER = re.compile(r"sep=([,;\t|])\s*", re.IGNORECASE)
_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_GUARDED = re.compile(r'="([^"]*)"')

Record = tuple[int, str, "list[str]", str]
"""Line number, text, cells, and a slug of `reasons` or an empty text."""


def open_delimited(
    source: Source,
    encoding: Encoding,
    heading_row: int | None,
    findings: Callable[[Finding], None],
) -> Sheet:
    """Open a text file as a table.

    Raises:
        UnreadableFile: when it is empty, or has no clear headings.
    """
    sample = _sample(source, encoding)
    said = _SAID_DELIMITER.fullmatch(sample[0].lstrip("\ufeff"))
    delimiter = said[1] if said else likeliest_separator(sample)
    skipped = 1 if said else 0
    preview = _preview(source, encoding, delimiter, skipped, heading_row)
    headings = find_headings(preview, heading_row)
    if isinstance(headings, Text):
        raise headings_unclear(source.name, headings)
    for finding in headings.found(source.name, None):
        findings(finding)

    def rows() -> Iterator[Row | SetAside]:
        records = _records(read_lines(source, encoding), delimiter)
        below = (record for record in records if record[0] > headings.row)
        return _fitted(below, headings, source.name, findings)

    return Sheet(source.name, None, headings.names, headings.row, rows)


def _sample(source: Source, encoding: Encoding) -> list[str]:
    """Return the first lines that are whole."""
    lines = [line for line in _first(source, encoding, _SAMPLE) if line[1].strip()]
    if not lines:
        raise empty(source.name)
    whole = [text for _, text, slug in lines if not slug]
    if not whole:
        raise unreadable(source.name, *_NO_TEXT)
    return whole


def _first(source: Source, encoding: Encoding, count: int) -> list[Line]:
    with closing(read_lines(source, encoding)) as lines:
        return list(islice(lines, count))


def _preview(
    source: Source,
    encoding: Encoding,
    delimiter: str,
    skipped: int,
    told: int | None,
) -> list[Preview]:
    count = max(_SAMPLE, (told or 0) + _LINES)
    lines = _first(source, encoding, count)
    found: list[Preview] = []
    for number, _, cells, slug in _records(iter(lines[skipped:]), delimiter):
        if told is not None and number > told:
            break
        if not slug and any(cell.strip() for cell in cells):
            found.append((number, cells))
        if told is None and len(found) == PREVIEW:
            break
    return found


# --- lines to records ----------------------------------------------------------------


class _Feed:
    """Lines for the reader of `csv`; what a row took can be given back.

    TRAP: one reader serves the whole file, since making one costs as much as a row.
    It starts afresh after an error, and asks again after the end of its lines.
    """

    def __init__(self, lines: Iterator[Line], delimiter: str) -> None:
        self._lines = lines
        self._again: deque[Line] = deque()
        self._reader = csv.reader(self, delimiter=delimiter, strict=True)
        self._taken: list[Line] = []
        self._first: Line | None = None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """Hand a line to the reader, until the row has enough of them."""
        line, self._first = self._first, None
        if line is None and len(self._taken) < _LINES:
            line = self.line()
            if line is not None and line[2]:
                self._again.appendleft(line)
                line = None
        if line is None:
            raise StopIteration
        self._taken.append(line)
        return line[1]

    def line(self) -> Line | None:
        """Take the next line, `None` after the last."""
        return self._again.popleft() if self._again else next(self._lines, None)

    def record(self, line: Line) -> Record:
        """Read the row that begins with a line, quotes and all."""
        self._first, self._taken = line, []
        try:
            cells = next(self._reader)
        except csv.Error:
            self._again.extendleft(reversed(self._taken[1:]))
            slug = "bad-quotes" if _ended(line[1]) else "cut-off"
            return line[0], line[1], [], slug
        text = line[1] if len(self._taken) == 1 else "".join(t[1] for t in self._taken)
        if '="' in text:
            cells = [_unguarded(cell) for cell in cells]
        return line[0], text, cells, ""


def _records(lines: Iterator[Line], delimiter: str) -> Iterator[Record]:
    """Cut lines into cells; a quoted cell may go over several lines."""
    feed = _Feed(lines, delimiter)
    while (line := feed.line()) is not None:
        number, text, slug = line
        if slug:
            yield number, text, [], slug
        elif '"' in text:
            yield feed.record(line)
        elif text.strip():
            yield number, text, text.rstrip("\r\n").split(delimiter), ""


def _ended(text: str) -> bool:
    return text.endswith(("\n", "\r"))


def _unguarded(cell: str) -> str:
    """Take off `="…"`, which keeps a spreadsheet from rounding long numbers."""
    guarded = _GUARDED.fullmatch(cell) if cell.startswith("=") else None
    return guarded[1] if guarded else cell


# --- records to rows -----------------------------------------------------------------


def _fitted(
    records: Iterator[Record],
    headings: Headings,
    file: str,
    findings: Callable[[Finding], None],
) -> Iterator[Row | SetAside]:
    wide = len(headings.names)
    count = 0
    place, text, slug = Place(file, None, headings.row), "\n", ""
    for number, text, cells, slug in records:
        place = Place(file, None, number)
        if not slug and not any(map(str.strip, cells)):
            continue
        if not slug and len(cells) != wide:
            cells, slug = _of_width(cells, wide, text)
        if not slug and headings.stand_again(cells):
            slug = "headings-again"
        count += 1
        if slug:
            yield set_aside(place, text, slug, len(cells), wide)
            continue
        yield Row(place, _values(cells, text))
    if not count:
        findings(no_rows(Place(file, None, headings.row)))
    elif not slug and not _ended(text):
        findings(Finding("last-line-open", place, None, None, _LAST_LINE_OPEN))


def _values(cells: list[str], text: str) -> tuple[Cell, ...]:
    if "E+" not in text and "e+" not in text:
        return tuple([cell or None for cell in cells])
    return tuple(
        [
            Spoiled(cell, "number-rounded")
            if _ROUNDED.fullmatch(cell.strip())
            else cell or None
            for cell in cells
        ]
    )


def _of_width(cells: list[str], wide: int, text: str) -> tuple[list[str], str]:
    if len(cells) < wide:
        return cells, "too-few-cells" if _ended(text) else "cut-off"
    if any(cell.strip() for cell in cells[wide:]):
        return cells, "too-many-cells"
    return cells[:wide], ""


_LAST_LINE_OPEN = Text(
    "最后一行没有换行符。有的程序本来就不写，也可能是文件被截断了：请核对最后一行的"
    "最后一格是否完整",
    "the last line has no line end. Some programs write none, but the file may be cut "
    "off: check that the last cell of the last row is whole",
)
_NO_TEXT = (
    Text("开头的各行都读不出文字", "none of the first lines can be read as text"),
    Text(
        "编码可能不对：不写 --encoding，由程序判定；还不行，请导出方改用 UTF-8 导出",
        "the encoding may be another: leave out --encoding and have it judged, or have "
        "the file exported again as UTF-8",
    ),
)
