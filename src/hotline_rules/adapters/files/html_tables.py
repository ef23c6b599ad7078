"""Tables of a web page, which many systems export under the name .xls."""

from __future__ import annotations

import codecs
from contextlib import closing
from html.parser import HTMLParser
from itertools import chain
from typing import IO, TYPE_CHECKING

from hotline_rules.adapters.files.damage import no_rows, set_aside
from hotline_rules.adapters.files.headings import PREVIEW, find_headings
from hotline_rules.adapters.files.refusals import headings_unclear
from hotline_rules.adapters.files.source import BROKEN_OFF, blocks
from hotline_rules.adapters.model import Finding, Place, Row, Sheet
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from hotline_rules.adapters.files.encoding import Encoding
    from hotline_rules.adapters.files.headings import Headings, Preview
    from hotline_rules.adapters.files.source import Source
    from hotline_rules.adapters.model import SetAside

_CELLS = {"td", "th"}
_MOST_SPANNED = 1000


class _Tables(HTMLParser):
    """Collects the rows of all tables as they end, cells of several rows repeated."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[list[str]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._across = self._down = 1
        self._from_above: dict[int, tuple[int, str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_row()
            self._from_above = {}
        elif tag == "tr":
            self._end_row()
            self._row = []
        elif tag in _CELLS:
            self._end_cell()
            self._row = [] if self._row is None else self._row
            self._cell = []
            given = dict(attrs)
            self._across = _span(given.get("colspan"))
            self._down = _span(given.get("rowspan"))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS:
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_row()

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        self._fill_from_above()
        text = "".join(self._cell).replace("\xa0", " ").strip()
        if self._down > 1:
            self._from_above[len(self._row)] = (self._down - 1, text)
        self._row.append(text)
        self._row.extend([""] * (self._across - 1))
        self._cell = None

    def _fill_from_above(self) -> None:
        row = self._row
        while row is not None and len(row) in self._from_above:
            at = len(row)
            left, text = self._from_above[at]
            row.append(text)
            if left == 1:
                del self._from_above[at]
            else:
                self._from_above[at] = (left - 1, text)

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            self._fill_from_above()
            self.done.append(self._row)
        self._row = None


def _span(written: str | None) -> int:
    if written is None or not written.strip().isdecimal():
        return 1
    return min(max(int(written), 1), _MOST_SPANNED)


def open_html(
    source: Source,
    encoding: Encoding,
    heading_row: int | None,
    findings: Callable[[Finding], None],
) -> Sheet:
    """Open the tables of a page as one table; rows are counted from its first row.

    Raises:
        UnreadableFile: when it has no clear headings.
    """
    wanted = max(PREVIEW, heading_row or 0)
    preview: list[Preview] = []
    with closing(_rows(source, encoding)) as rows:
        for number, cells in rows:
            if any(cells):
                preview.append((number, cells))
            if len(preview) == wanted:
                break
    headings = find_headings(preview, heading_row)
    if isinstance(headings, Text):
        raise headings_unclear(source.name, headings)
    for finding in headings.found(source.name, None):
        findings(finding)
    findings(Finding("html-table", None, None, None, _TOLD))

    def below() -> Iterator[Row | SetAside]:
        return _fitted(source, encoding, headings, findings)

    return Sheet(source.name, None, headings.names, headings.row, below)


def _rows(
    source: Source, encoding: Encoding
) -> Generator[tuple[int, list[str]], None, None]:
    """Yield every row with its number; what is no text comes as a replacement mark."""
    parser = _Tables()
    decoder = codecs.getincrementaldecoder(encoding.codec)("replace")
    number = 0
    with source.open() as file:
        for block in chain(_whole_or_marked(file), [b""]):
            parser.feed(decoder.decode(block, final=not block))
            if not block:
                parser.close()
            for row in parser.done:
                number += 1
                yield number, row
            parser.done.clear()


def _whole_or_marked(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the blocks of a file, and one row more where it breaks off."""
    try:
        yield from blocks(file)
    except (*BROKEN_OFF, OSError):
        yield b"<tr><td>\x1a</td></tr>"


def _fitted(
    source: Source,
    encoding: Encoding,
    headings: Headings,
    findings: Callable[[Finding], None],
) -> Iterator[Row | SetAside]:
    wide = len(headings.names)
    count = 0
    for number, cells in _rows(source, encoding):
        if number <= headings.row or not any(cells):
            continue
        place = Place(source.name, None, number)
        count += 1
        slug = _fault(cells, wide)
        if not slug and headings.stand_again(cells[:wide]):
            slug = "headings-again"
        if slug:
            yield set_aside(place, "\t".join(cells), slug, len(cells), wide)
        else:
            yield Row(place, tuple([cell or None for cell in cells[:wide]]))
    if not count:
        findings(no_rows(Place(source.name, None, headings.row)))


def _fault(cells: list[str], wide: int) -> str:
    text = "".join(cells)
    if "\ufffd" in text:
        return "bad-bytes"
    if text == "\x1a":
        return "cut-off"
    if "\0" in text:
        return "nul-byte"
    if len(cells) < wide:
        return "too-few-cells"
    return "too-many-cells" if any(cells[wide:]) else ""


_TOLD = Text(
    "内容是网页表格，不论文件叫什么名字，已按网页表格读",
    "the file is a table of a web page, whatever its name says, and was read as such",
)
