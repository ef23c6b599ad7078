"""One worksheet: its rows, with what is odd about their cells."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hotline_rules.adapters.files.damage import no_rows, set_aside
from hotline_rules.adapters.files.formulas import CellNotes
from hotline_rules.adapters.files.headings import (
    PREVIEW,
    column_letters,
    find_headings,
)
from hotline_rules.adapters.model import Finding, Place, Row, Sheet, Spoiled
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from python_calamine import CalamineSheet

    from hotline_rules.adapters.files.headings import Headings, Preview
    from hotline_rules.adapters.model import Cell, SetAside

_ROUNDED_FROM = 10**15
"""A spreadsheet keeps fifteen digits of a number; what is longer may be rounded."""


class Worksheet:
    """A worksheet whose rows are read with what is odd about its cells."""

    def __init__(
        self,
        file: str,
        name: str,
        sheet: CalamineSheet,
        notes: CellNotes | None,
        findings: Callable[[Finding], None],
    ) -> None:
        self._file, self._name, self._sheet = file, name, sheet
        self._notes = notes or CellNotes()
        self._findings = findings
        # The reader leaves out what it takes for empty at the edges of a sheet.
        begins = sheet.start[1] if sheet.start else 0
        odd = [column for _, column in self._notes.spoiled]
        self._left = min(begins, *odd) if odd else begins
        self._before = [None] * (begins - self._left)
        self._merged = _downward(sheet.merged_cell_ranges or ())

    @property
    def holds_anything(self) -> bool:
        """Say whether any cell of the sheet is filled."""
        return self._sheet.start is not None or bool(self._notes.spoiled)

    def headings(self, told: int | None) -> Headings | Text:
        """Find the headings, or say why they are not clear."""
        found: list[Preview] = []
        for number, cells in self._rows():
            if told is not None and number > told:
                break
            if any(cell is not None for cell in cells):
                found.append((number, cells))
            if told is None and len(found) == PREVIEW:
                break
        return find_headings(found, told, self._left)

    def opened(self, headings: Headings) -> Sheet:
        """Answer the sheet, its findings told."""
        for finding in headings.found(self._file, self._name):
            self._findings(finding)
        place = Place(self._file, self._name, headings.row)
        self._tell_formulas(place)
        self._tell_merged(headings.row, place)

        def rows() -> Iterator[Row | SetAside]:
            return self._below(headings, place)

        return Sheet(self._file, self._name, headings.names, headings.row, rows)

    def holds_rows(self, headings: Headings) -> bool:
        """Say whether anything stands below the headings."""
        return any(
            number > headings.row and any(cell is not None for cell in cells)
            for number, cells in self._rows()
        )

    def without_headings(self) -> Sheet:
        """Answer a sheet of which every row is set aside."""

        def rows() -> Iterator[SetAside]:
            for number, cells in self._rows():
                shown = [str(cell) for cell in cells if cell is not None]
                if shown:
                    place = Place(self._file, self._name, number)
                    yield set_aside(place, " ".join(shown), "sheet-without-headings")

        return Sheet(self._file, self._name, (), 0, rows)

    def _below(self, headings: Headings, place: Place) -> Iterator[Row | SetAside]:
        wide = len(headings.names)
        count = 0
        beyond: list[str] = []
        for number, cells in self._rows():
            if number <= headings.row or not any(cell is not None for cell in cells):
                continue
            fitted = tuple(cells[:wide])
            outside = next((c for c in cells[wide:] if c is not None), None)
            if outside is not None:
                at = wide + list(cells[wide:]).index(outside)
                beyond.append(f"{column_letters(self._left + at)}{number}")
            if any(cell is not None for cell in fitted):
                count += 1
                fitted += (None,) * (wide - len(fitted))
                at_row = Place(self._file, self._name, number)
                if headings.stand_again(fitted):
                    yield set_aside(at_row, " ".join(headings.names), "headings-again")
                else:
                    yield Row(at_row, fitted)
        if beyond:
            self._findings(_finding("cells-beyond-headings", place, _beyond(beyond)))
        if not count:
            self._findings(no_rows(place))

    def _rows(self) -> Iterator[Preview]:
        """Yield every row with its number from 1, the odd cells marked."""
        spoiled: dict[int, list[tuple[int, Spoiled]]] = {}
        for (row, column), cell in self._notes.spoiled.items():
            spoiled.setdefault(row, []).append((column - self._left, cell))
        reaching: dict[int, tuple[int, Cell]] = {}
        for index, raw in enumerate(self._sheet.iter_rows()):
            cells = self._before + [
                (cell or None) if type(cell) is str else _value(cell) for cell in raw
            ]
            _mark(cells, spoiled.pop(index, ()))
            if reaching or index in self._merged:
                self._fill(index, cells, reaching)
            yield index + 1, cells
        for index in sorted(spoiled):
            cells = []
            _mark(cells, spoiled[index])
            yield index + 1, cells

    def _fill(
        self, index: int, cells: list[Cell], reaching: dict[int, tuple[int, Cell]]
    ) -> None:
        """Fill the cells below the first of a merged one, and note those that begin."""
        for column, (last, value) in list(reaching.items()):
            if index > last:
                del reaching[column]
            else:
                cells[column] = value
        for column, last in self._merged.get(index, ()):
            at = column - self._left
            if 0 <= at < len(cells):
                reaching[at] = (last, cells[at])

    def _tell_formulas(self, place: Place) -> None:
        if self._notes.formulas:
            shown = "、".join(self._notes.examples)
            self._findings(
                _finding("formulas", place, _formulas(shown, self._notes.formulas))
            )

    def _tell_merged(self, headings_row: int, place: Place) -> None:
        below = [
            f"{column_letters(c)}{r + 1}:{column_letters(last_c)}{last_r + 1}"
            for (r, c), (last_r, last_c) in self._sheet.merged_cell_ranges or ()
            if r >= headings_row
        ]
        if below:
            self._findings(_finding("merged-cells", place, _merged(below)))


def _mark(cells: list[Cell], odd: Iterable[tuple[int, Spoiled]]) -> None:
    """Put the odd cells of a row where they stand."""
    for column, cell in odd:
        cells += [None] * (column + 1 - len(cells))
        cells[column] = cell


def _downward(
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]],
) -> dict[int, list[tuple[int, int]]]:
    """Return by first row the columns of cells merged downwards, with the last row."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (first, column), (last, _) in ranges:
        if last > first:
            found.setdefault(first, []).append((column, last))
    return found


def _value(cell: object) -> Cell:
    match cell:
        case float():
            if not cell.is_integer():
                return cell
            number = int(cell)
            if abs(number) >= _ROUNDED_FROM:
                return Spoiled(str(number), "number-rounded")
            return number
        case timedelta():
            seconds = round(cell.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        case _:
            return cell  # type: ignore[return-value]  # the kinds that calamine gives


# --- sentences -----------------------------------------------------------------------


def _finding(slug: str, place: Place, message: Text) -> Finding:
    return Finding(slug, place, None, None, message)


def _beyond(cells: Sequence[str]) -> Text:
    return Text(
        f"列名以外的格子里还有内容，没有读：{cells[0]} 等 {len(cells)} 行",
        f"cells beyond the headings were not read: {cells[0]}, in {len(cells)} rows",
    )


def _formulas(shown: str, count: int) -> Text:
    return Text(
        f"{shown} 等 {count} 格是公式，取的是文件保存时算出的结果",
        f"{count} cells are formulas ({shown}); the values computed when the file was "
        "saved are taken",
    )


def _merged(ranges: Sequence[str]) -> Text:
    return Text(
        f"数据里有 {len(ranges)} 处合并单元格，如 {ranges[0]}；"
        "竖向合并的，各行都取合并格的内容",
        f"{len(ranges)} cells among the data are merged, such as {ranges[0]}; each row "
        "takes what the merged cell holds",
    )
