"""The file: styles, set-up of sheets for screen and print, lists row by row."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from hotline_rules.diagnostics import Text
from hotline_rules.report.workbook.cells import DAY, clean, serial

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from hotline_rules.calendar import Zone
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.report.workbook.sheet import Column, Listing

    Put = Callable[[int, int, Any], object]

MOST_ROWS = 1_048_576  # of a sheet, its heading included
_A4 = 9
_HEADING_HEIGHT = 32
_LINE, _EDGE = 14, 3  # points of a line of text, and above and below all of them
_MOST_LINES = 25
# TRAP: without a date of its own the file would bear that of the run, and the same
# input would not give the same bytes.
_NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - a spreadsheet knows no zones
_FONTS = Text("宋体", "Calibri")
_PAGES = Text("第 &P 页，共 &N 页", "page &P of &N")
_DATES = {
    "zh": ('yyyy"年"m"月"d"日" hh:mm', 'yyyy"年"m"月"d"日" hh:mm:ss'),
    "en": ("yyyy-mm-dd hh:mm", "yyyy-mm-dd hh:mm:ss"),
}
_CLOSING = {"zh": 'yyyy"年"m"月"d"日" "24:00"', "en": 'yyyy-mm-dd "24:00"'}
_TINTS: dict[str, dict[str, Any]] = {
    "red": {"bg_color": "#F8CBAD", "bold": True},
    "yellow": {"bg_color": "#FFF2CC"},
    "faint": {"font_color": "#595959", "italic": True},
}
_NUMBERS = {"number": "#,##0", "plain": "0", "decimal": "#,##0.0", "percent": "0.0%"}

_NOTHING = Text("（没有）", "(none)")


class Book:
    """A workbook that is written once, from the first row of a sheet to the last.

    Cells are written by what they are, never guessed from what they look like: a text
    that begins with ``=`` is a text.
    """

    def __init__(
        self, path: Path, zone: Zone, lang: Language, title: str, most_rows: int
    ) -> None:
        """Begin the file.

        Args:
            path: it is written when the book is closed.
            zone: of local times.
            lang: of headings and dates.
            title: stands above printed pages.
            most_rows: of a sheet; a list goes on in a further one.
        """
        font = {"font_name": _FONTS.in_(lang), "font_size": 10}
        # Rows wait here until the file is put together; gone whatever happens.
        self._waiting = TemporaryDirectory()
        self._file = xlsxwriter.Workbook(
            str(path),
            {
                "tmpdir": self._waiting.name,
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": font,
            },
        )
        self._file.use_zip64()
        self._file.set_properties({"title": clean(title), "created": _NO_TIME})
        self.zone, self.lang, self.most_rows = zone, lang, most_rows
        self._title = title
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._dates = [self.cell(num_format=one, align="left") for one in _DATES[lang]]
        self._closing = self.cell(num_format=_CLOSING[lang], align="left")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Put the file together, unless something went wrong.

        Raises:
            OSError: it cannot be written.
        """
        with self._waiting:
            try:
                if kind is None:
                    self._file.close()
            except FileCreateError as error:
                # The writer wraps what the system said, which the caller wants to see.
                raise error.args[0] from None
            finally:
                for sheet in self._file.worksheets():
                    sheet.row_data_fh.close()

    def style(self, **properties: Any) -> Any:
        """The format with those properties; of equal ones there is one."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            self._styles[key] = self._file.add_format({"valign": "top", **properties})
        return self._styles[key]

    def cell(self, **properties: Any) -> Any:
        """The format of a cell of a table."""
        return self.style(border=1, border_color="#BFBFBF", **properties)

    def chart(self, **options: Any) -> Any:
        """An empty chart."""
        return self._file.add_chart(options)

    def sheet(self, name: str, widths: Sequence[int]) -> Any:
        """An empty sheet, set up for print: landscape, as wide as the paper."""
        sheet = self._file.add_worksheet(name)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.hide_gridlines(2)
        title = self._title.replace("&", "&&")[:120]
        sheet.set_header(f"&L{title}&R{name}")
        sheet.set_footer("&C" + _PAGES.in_(self.lang))
        return sheet

    def heading(self, sheet: Any, row: int, columns: Sequence[Column]) -> None:
        """Write the headings of a list."""
        look = {"bold": True, "bg_color": "#D9E1F2", "text_wrap": True}
        sheet.set_row(row, _HEADING_HEIGHT)
        for place, column in enumerate(columns):
            align = "center" if column.kind in _NUMBERS else "left"
            style = self.cell(**look, valign="vcenter", align=align)
            sheet.write_string(row, place, column.title.in_(self.lang), style)

    def list(self, listing: Listing) -> int:
        """Write a list on as many sheets as it takes; answers how many rows it has."""
        part = _Part(self, listing, 1)
        total = 0
        for values in listing.rows:
            if part.row == self.most_rows:
                part.finish()
                part = _Part(self, listing, part.number + 1)
            part.write(values)
            total += 1
        if not total:
            part.say(_NOTHING.in_(self.lang))
        part.finish()
        return total

    def writer(self, sheet: Any, column: Column) -> Put:
        """What writes a value of a column to a row and a place."""
        if column.kind in ("text", "long"):
            return self._texts(sheet, column)
        if column.kind in _NUMBERS:
            style = self.cell(num_format=_NUMBERS[column.kind])
            return partial(_put_number, sheet.write_number, style)
        if column.kind == "end":
            return partial(self._put_end, sheet.write_number)
        return partial(self._put_instant, sheet.write_number)

    def _texts(self, sheet: Any, column: Column) -> Put:
        wrap = {"text_wrap": True} if column.kind == "long" else {}
        plain = self.cell(**wrap)
        tinted = {
            text: self.cell(**wrap, **_TINTS[tint])
            for text, tint in column.tints.items()
        }
        return partial(_put_text, sheet.write_string, plain, tinted)

    def _put_instant(self, write: Any, row: int, place: int, at: int) -> None:
        local = self.zone.local(at)
        style = self._dates[1 if local % 60 else 0]
        write(row, place, serial(local), style)

    def _put_end(self, write: Any, row: int, place: int, end: tuple[int, bool]) -> None:
        """Write until when; the end of a day as the last second of that very day.

        So a limit that ends with 8 March at 24:00 is found, sorted and filtered under
        8 March, and shown as `24:00`.
        """
        at, inclusive = end
        local = self.zone.local(at)
        if inclusive or local % DAY:
            self._put_instant(write, row, place, at)
        else:
            write(row, place, serial(local - 1), self._closing)


class _Part:
    """One sheet of a list."""

    def __init__(self, book: Book, listing: Listing, number: int) -> None:
        above = () if number > 1 else listing.above
        self._head = len(above) + 1 if above else 0
        self.number, self.row = number, self._head + 1
        self._columns = listing.columns
        name = listing.name.in_(book.lang)
        if number > 1:
            name += f"（{number}）" if book.lang == "zh" else f" ({number})"
        self._sheet = book.sheet(name, [one.width for one in listing.columns])
        for row, said in enumerate(above):
            self._sheet.write_string(row, 0, clean(said.in_(book.lang)), book.style())
        book.heading(self._sheet, self._head, listing.columns)
        self._sheet.freeze_panes(self._head + 1, 1)
        self._sheet.repeat_rows(self._head)
        self._printed = listing.printed or len(listing.columns)
        self._puts = [book.writer(self._sheet, one) for one in listing.columns]
        self._wrapped = [
            (place, column.width)
            for place, column in enumerate(listing.columns)
            if column.kind == "long"
        ]
        self._blank = book.cell()

    def write(self, values: Sequence[Any]) -> None:
        """Write the next row, as high as its longest text needs."""
        row, sheet = self.row, self._sheet
        lines = max((lines_of(values[p], w) for p, w in self._wrapped), default=1)
        sheet.set_row(row, height_of(lines))
        for place, (put, value) in enumerate(zip(self._puts, values, strict=True)):
            if value is None:
                sheet.write_blank(row, place, None, self._blank)
            else:
                put(row, place, value)
        self.row += 1

    def say(self, text: str) -> None:
        """Write a word where there are no rows."""
        self._sheet.write_string(self._head + 1, 0, text)

    def finish(self) -> None:
        """Lay filters over what was written, and say what goes on paper."""
        head = self._head
        self._sheet.autofilter(head, 0, self.row - 1, len(self._columns) - 1)
        last = max(self.row - 1, head + 1)
        self._sheet.print_area(0, 0, last, self._printed - 1)


def lines_of(text: str | None, width: int) -> int:
    """How many lines a text takes in a column, about."""
    if not text:
        return 1
    # A Chinese character has three bytes and takes two columns.
    wide = (len(text.encode("utf-8", "replace")) + len(text)) // 2
    return -(-wide // (width - 1))


def height_of(lines: int) -> int:
    """The height of a row with so many lines, in points."""
    return min(lines, _MOST_LINES) * _LINE + _EDGE


def _put_text(
    write: Any, plain: Any, tinted: dict[str, Any], row: int, place: int, text: str
) -> None:
    write(row, place, clean(text), tinted.get(text, plain))


def _put_number(write: Any, style: Any, row: int, place: int, number: float) -> None:
    write(row, place, number, style)
