"""Long tables of events in CSV files."""

from __future__ import annotations

import csv
import io
from itertools import chain
from typing import IO, TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.csv as pcsv

from hotline_rules.adapters.separators import likeliest_separator
from hotline_rules.audit.errors import AuditError
from hotline_rules.batch.places import PLACE, numbered
from hotline_rules.batch.quotes import (
    Counted,
    known_encoding,
    open_quote,
    refuse_open_quote,
)
from hotline_rules.batch.reading import Broken, Share, opened, reading
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_BLOCK = 1 << 21  # bytes that are parsed at once


class _Top(NamedTuple):
    """What the beginning of a file tells.

    Attributes:
        headings: the cells of its first row.
        separator: between cells.
        has_rows: whether anything but blank lines follows.
    """

    headings: list[str]
    separator: str
    has_rows: bool


class CsvTables:
    """Long tables of CSV files, all cells as text.

    Attributes:
        broken: rows that have more or fewer cells than there are headings, of what was
            read since they were last taken away.
    """

    def __init__(self, files: Sequence[Path], encoding: str, share: Share) -> None:
        self.broken: list[Broken] = []
        self._files = files
        self._encoding = known_encoding(encoding)
        self._share = share

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows of all files, with their places.

        Raises:
            AuditError: a file cannot be read at all.
        """
        for number, path in enumerate(self._files):
            with reading(path), path.open("rb") as raw:
                size = max(path.stat().st_size, 1)
                for batch in self._file(number, path, raw):
                    self._share.reached(number, raw.tell() / size)
                    yield batch

    def schema(self, path: Path) -> pa.Schema:
        """The columns of a file: all of text.

        Raises:
            AuditError: it is empty or cannot be read.
        """
        return pa.schema([(name, pa.string()) for name in self._top(path).headings])

    def is_empty(self, path: Path) -> bool:
        """Whether a file has headings and no rows.

        Raises:
            AuditError: it is empty or cannot be read.
        """
        return not self._top(path).has_rows

    def _top(self, path: Path) -> _Top:
        with reading(path), path.open("rb") as raw, self._text(path, raw) as text:
            first = text.readline()
            separator = likeliest_separator([first])
            lines = chain([first], text)
            try:
                headings = next(csv.reader(lines, delimiter=separator), [])
            except csv.Error:  # longer than any sound one
                raise open_quote(path, 1) from None
            if not headings:
                raise AuditError(
                    Text(f"{path} 是空的", f"{path} is empty"),
                    Text("第一行要有列名", "its first row has to name the columns"),
                )
            return _Top(headings, separator, any(x.strip("\r\n") for x in lines))

    def _text(self, path: Path, raw: IO[bytes]) -> IO[str]:
        encoding = "utf-8-sig" if self._encoding == "utf-8" else self._encoding
        # More is decoded than the first row, and that is not yet of interest.
        return io.TextIOWrapper(opened(path, raw), encoding, "replace", newline="")

    def _file(
        self, number: int, path: Path, raw: IO[bytes]
    ) -> Iterator[pa.RecordBatch]:
        top = self._top(path)
        counted = Counted(opened(path, raw))
        try:
            yield from self._rows(number, counted, top)
        except pa.ArrowInvalid:  # a cell longer than a block is an open quote, mostly
            self._refuse_open_quote(path, top.separator)
            raise
        if counted.quotes % 2:
            self._refuse_open_quote(path, top.separator)

    def _refuse_open_quote(self, path: Path, separator: str) -> None:
        with path.open("rb") as raw, self._text(path, raw) as text:
            refuse_open_quote(path, text, separator)

    def _rows(
        self, number: int, counted: Counted, top: _Top
    ) -> Iterator[pa.RecordBatch]:
        headings, separator = top.headings, top.separator
        id_at = headings.index("id") if "id" in headings else None
        skipped: list[int] = []

        def skip(row: pcsv.InvalidRow) -> str:
            id_ = _cell(row.text, id_at, separator)
            place = numbered(number, row.number)
            self.broken.append(
                Broken(place, id_, row.actual_columns, row.expected_columns)
            )
            skipped.append(row.number)
            return "skip"

        reader = pcsv.open_csv(
            pa.PythonFile(counted, "r"),
            pcsv.ReadOptions(
                use_threads=False,
                block_size=_BLOCK,
                encoding=self._encoding.replace("utf-8", "utf8"),  # read as it is
            ),
            pcsv.ParseOptions(
                delimiter=separator, newlines_in_values=True, invalid_row_handler=skip
            ),
            pcsv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(headings, pa.string()),
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
        row = 2
        for batch in reader:
            places: list[int] = []
            while len(places) < batch.num_rows:
                if skipped and skipped[0] == row:
                    skipped.pop(0)
                else:
                    places.append(numbered(number, row))
                row += 1
            yield self._readable(batch.append_column(PLACE, pa.array(places)))

    def _readable(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The rows whose cells are text; the others are put aside as broken."""
        wrong: set[int] = set()
        for column in batch.columns:
            try:
                column.validate(full=True)
            except pa.ArrowInvalid:
                cells = column.cast(pa.binary()).to_pylist()
                wrong.update(row for row, x in enumerate(cells) if not _is_text(x))
        if not wrong:
            return batch
        names = batch.schema.names
        ids: list[bytes | None] = [None] * batch.num_rows
        if "id" in names:
            ids = batch.column("id").cast(pa.binary()).to_pylist()
        for row in sorted(wrong):
            place, id_ = batch.column(PLACE)[row].as_py(), ids[row]
            told = id_.decode() if id_ and _is_text(id_) else None
            self.broken.append(Broken(place, told, None, len(names) - 1))
        kept = [row for row in range(batch.num_rows) if row not in wrong]
        return batch.take(pa.array(kept, pa.int64()))


def _is_text(cell: bytes | None) -> bool:
    try:
        (cell or b"").decode()
    except UnicodeDecodeError:
        return False
    return True


def _cell(text: str, at: int | None, separator: str) -> str | None:
    """A cell of a row that has too many or too few."""
    try:
        cells = next(csv.reader([text], delimiter=separator))
        return None if at is None else cells[at]
    except (IndexError, csv.Error):
        return None
