"""The files of a batch: which there are, of what form, and their rows in pieces.

Everything is read once, in order and in pieces of bounded size, by one process; the
rows are judged by others.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Literal, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from hotline_rules.audit.errors import AuditError
from hotline_rules.batch.places import PLACE, numbered
from hotline_rules.batch.quotes import Counted, known_encoding, refuse_open_quote
from hotline_rules.diagnostics import Text, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

Form = Literal["parquet", "csv", "jsonl"]
_FORMS: dict[str, Form] = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_ROWS_A_BATCH = 16_384
_BLOCK = 1 << 21  # bytes of a CSV that are parsed at once
_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that a table cannot hold.

    Attributes:
        place: where it stands.
        id: of its ticket, as far as it can be told.
        cells: how many it has; ``None``: some of them are no text of the encoding.
        expected: how many headings there are.
    """

    place: int
    id: str | None
    cells: int | None
    expected: int


class Rows(Protocol):
    """A table in pieces."""

    broken: list[Broken]

    def schema(self, path: Path) -> pa.Schema:
        """The columns of a file."""

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows, with their places."""


class Share:
    """How much of all files has been read, 0 to 1, by their bytes."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._sizes = [max(path.stat().st_size, 1) for path in files]
        self._total = sum(self._sizes)
        self.value = 0.0

    def reached(self, file: int, share: float) -> None:
        """Take which share of a file has been read."""
        done = sum(self._sizes[:file]) + self._sizes[file] * share
        self.value = done / self._total

    def of_all(self, share: float) -> None:
        """Take which share of everything has been read."""
        self.value = share


def files_of(given: Iterable[Path]) -> list[Path]:
    """The files meant: of a folder all data files in it, by name.

    Raises:
        AuditError: there is no such file, or nothing in a folder.
    """
    found: list[Path] = []
    for path in given:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(
            one
            for one in path.rglob("*")
            if one.is_file()
            and _suffix(one) in _FORMS
            and not any(x.startswith(("_", ".")) for x in one.relative_to(path).parts)
        )
        if not inside:
            raise AuditError(
                Text(
                    f"{path} 里没有 .parquet、.csv 或 .jsonl 文件",
                    f"there is no .parquet, .csv or .jsonl file in {path}",
                ),
                _CHECK,
            )
        found += inside
    return list(dict.fromkeys(found))


def refuse_within(given: Iterable[Path], folder: Path) -> None:
    """Refuse to write into a folder of the input, from which it would be read again.

    Args:
        given: files and folders to be read.
        folder: to be written.

    Raises:
        AuditError: the folder lies in one of those given, or is one.
    """
    for path in given:
        if path.is_dir() and folder.resolve().is_relative_to(path.resolve()):
            raise AuditError(
                Text(
                    f"结果文件夹 {folder} 在数据文件夹 {path} 里，"
                    "再次运行时会把结果当成数据",
                    f"{folder} lies in {path}: results would be read as events",
                ),
                Text("用 -o 另给一个文件夹", "give another folder with -o"),
            )


_CHECK = Text("核对文件名和目录", "check the path")


def form_of(files: Sequence[Path]) -> Form:
    """The form of all files, by their names.

    Raises:
        AuditError: a name says nothing, or some are histories and some events.
    """
    forms: dict[Form, Path] = {}
    for path in files:
        form = _FORMS.get(_suffix(path))
        if form is None:
            raise AuditError(
                Text(
                    f"从文件名看不出 {path} 是什么格式",
                    f"the name of {path} does not say what it is",
                ),
                Text(
                    "事件表叫 .parquet 或 .csv，历史叫 .jsonl；后两种可以再加 .gz",
                    "events are called .parquet or .csv, histories .jsonl; the last "
                    "two may also end in .gz",
                ),
            )
        forms.setdefault(form, path)
    if len(forms) > 1:
        one, other, *_ = forms.values()
        raise AuditError(
            Text(
                f"{one.name} 和 {other.name} 格式不同，不能一起判断",
                f"{one.name} and {other.name} are of different forms",
            ),
            Text("每种格式各运行一次", "run each form by itself"),
        )
    return next(iter(forms))


def _suffix(path: Path) -> str:
    suffixes = [one.lower() for one in path.suffixes]
    if suffixes[-1:] == [".gz"]:
        return suffixes[-2] if len(suffixes) > 1 else ""
    return suffixes[-1] if suffixes else ""


def parquet_batches(files: Sequence[Path], share: Share) -> Iterator[pa.RecordBatch]:
    """The rows of Parquet files, with their places.

    Raises:
        AuditError: a file is no Parquet, or damaged.
    """
    count = pa.array(range(_ROWS_A_BATCH), pa.int64())
    for number, path in enumerate(files):
        with _reading(path), pq.ParquetFile(path, buffer_size=_BUFFER) as file:
            rows, done = max(file.metadata.num_rows, 1), 0
            for batch in file.iter_batches(_ROWS_A_BATCH, use_threads=False):
                size = batch.num_rows
                places = pc.add(count.slice(0, size), numbered(number, done + 1))
                yield batch.append_column(PLACE, places)
                done += size
                share.reached(number, done / rows)


def parquet_schema(path: Path) -> pa.Schema:
    """The columns of a Parquet file.

    Raises:
        AuditError: it is no Parquet, or damaged.
    """
    with _reading(path):
        return pq.read_schema(path)


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
            with _reading(path), path.open("rb") as raw:
                size = max(path.stat().st_size, 1)
                for batch in self._file(number, path, raw):
                    self._share.reached(number, raw.tell() / size)
                    yield batch

    def schema(self, path: Path) -> pa.Schema:
        """The columns of a file: all of text.

        Raises:
            AuditError: it is empty or cannot be read.
        """
        return pa.schema([(name, pa.string()) for name in self.headings(path)])

    def headings(self, path: Path) -> list[str]:
        """The headings of a file.

        Raises:
            AuditError: it is empty or cannot be read.
        """
        with _reading(path), path.open("rb") as raw, self._text(path, raw) as text:
            headings = next(csv.reader(text), [])
        if not headings:
            raise AuditError(
                Text(f"{path} 是空的", f"{path} is empty"),
                Text("第一行要有列名", "its first row has to name the columns"),
            )
        return headings

    def _text(self, path: Path, raw: IO[bytes]) -> IO[str]:
        encoding = "utf-8-sig" if self._encoding == "utf-8" else self._encoding
        # More is decoded than the first row, and that is not yet of interest.
        return io.TextIOWrapper(opened(path, raw), encoding, "replace", newline="")

    def _file(
        self, number: int, path: Path, raw: IO[bytes]
    ) -> Iterator[pa.RecordBatch]:
        headings = self.headings(path)
        id_at = headings.index("id") if "id" in headings else None
        skipped: list[int] = []

        def skip(row: pcsv.InvalidRow) -> str:
            id_ = _cell(row.text, id_at)
            place = numbered(number, row.number)
            self.broken.append(
                Broken(place, id_, row.actual_columns, row.expected_columns)
            )
            skipped.append(row.number)
            return "skip"

        counted = Counted(opened(path, raw))
        reader = pcsv.open_csv(
            pa.PythonFile(counted, "r"),
            pcsv.ReadOptions(
                use_threads=False,
                block_size=_BLOCK,
                encoding=self._encoding.replace("utf-8", "utf8"),  # read as it is
            ),
            pcsv.ParseOptions(newlines_in_values=True, invalid_row_handler=skip),
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
        if counted.quotes % 2:
            with path.open("rb") as again, self._text(path, again) as text:
                refuse_open_quote(path, text)

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


def _cell(text: str, at: int | None) -> str | None:
    """A cell of a row that has too many or too few."""
    try:
        return None if at is None else next(csv.reader([text]))[at]
    except (IndexError, csv.Error):
        return None


def opened(path: Path, raw: IO[bytes]) -> IO[bytes]:
    """What a file holds; unpacked where its name ends in ``.gz``."""
    if path.suffix.lower() == ".gz":
        return gzip.open(raw, "rb")  # type: ignore[return-value]
    return raw


@dataclass(frozen=True, slots=True)
class LinesRead:
    """Some lines of a file.

    Attributes:
        first: the place of the first.
        data: all of them, each with its end.
        number: how many are not blank.
    """

    first: int
    data: bytes
    number: int


def line_stretches(
    files: Sequence[Path], lines: int, size: int, share: Share
) -> Iterator[LinesRead]:
    """The lines of files, some at a time; never those of two files together.

    Args:
        files: of JSON Lines.
        lines: that a stretch has at most, blank ones not counted.
        size: bytes after which it ends.
        share: is told how far it has come.

    Raises:
        AuditError: a file cannot be read.
    """
    for number, path in enumerate(files):
        with _reading(path), path.open("rb") as raw:
            whole = max(path.stat().st_size, 1)
            kept: list[bytes] = []
            first = count = long = 0
            for row, line in enumerate(opened(path, raw), start=1):
                first = first or row
                kept.append(line)
                long += len(line)
                count += not line.isspace()
                if count == lines or long >= size:
                    yield LinesRead(numbered(number, first), b"".join(kept), count)
                    share.reached(number, raw.tell() / whole)
                    kept, first, count, long = [], 0, 0, 0
            if kept:
                yield LinesRead(numbered(number, first), b"".join(kept), count)
            share.reached(number, 1.0)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Tell what keeps a file from being read in words of people.

    Raises:
        AuditError: for whatever the system or a library says of it.
    """
    try:
        yield
    except (OSError, EOFError, zlib.error, pa.ArrowException, UnicodeError) as error:
        why = reason_of(error)
        raise AuditError(
            Text(f"读不了 {path}：{why.zh}", f"cannot read {path}: {why.en}"),
            Text(
                "核对文件是否完整、格式和编码是否如文件名所说",
                "see whether the file is whole, and of the form its name says",
            ),
        ) from None
