"""The tasks of a batch, in order: stretches of the files, each of whole tickets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from hotline_rules.audit.errors import AuditError
from hotline_rules.audit.question import shown_names
from hotline_rules.batch.cutting import cut
from hotline_rules.batch.judging import EventsTask, LinesTask
from hotline_rules.batch.lines import has_lines, line_stretches
from hotline_rules.batch.parquet_tables import ParquetTables
from hotline_rules.batch.places import PLACE, place_of
from hotline_rules.batch.reading import Share
from hotline_rules.diagnostics import Text
from hotline_rules.frames.errors import FrameError
from hotline_rules.frames.judge import ColumnJudge
from hotline_rules.frames.words import tidied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from hotline_rules.audit.stages import Watcher
    from hotline_rules.batch.asked import Request
    from hotline_rules.batch.inputs import Form
    from hotline_rules.batch.reading import Broken, Rows, RowsOfFiles

_BYTES_A_LINE = 10_000  # with longer ones in the middle a stretch has fewer
_MOST_BROKEN = 100_000


_ONE_COLUMN = Text(
    "整行成了一列：CSV 的列与列之间要用逗号、分号或者制表符，第一行是列名",
    "there is one column only: put commas, semicolons or tabs between the columns of a "
    "CSV, and their names in its first row",
)


class Source(Protocol):
    """Reads the files.

    Attributes:
        share: of the files that has been read.
        empty: the files in which there is nothing to judge.
    """

    share: Share
    empty: Sequence[Path]

    def prepare(self, folder: Path, watcher: Watcher) -> None:
        """Do what has to be done before, such as sorting.

        Args:
            folder: of the run, for what is sorted.
            watcher: is told how it goes on.

        Raises:
            AuditError: the disk is full.
        """

    def tasks(self) -> Iterator[EventsTask | LinesTask]:
        """The stretches, numbered from 1; the same ones every time."""


def open_source(request: Request, form: Form) -> Source:
    """Choose how the files are read, and see whether they can be.

    Args:
        request: what is asked.
        form: of the files.

    Raises:
        AuditError: a file cannot be read, or lacks a column.
    """
    share = Share(request.files)
    if form == "jsonl":
        blank = [path for path in request.files if not has_lines(path)]
        return Lines(request.files, request.a_part, share, blank)
    if form == "csv":
        from hotline_rules.batch.csv_tables import CsvTables

        cells = CsvTables(request.files, request.encoding, share)
        return Events(cells, request, share, _try_columns(request, cells))
    tables = ParquetTables(request.files, share)
    empty = _try_columns(request, tables)
    tables.agree(tuple(shown_names(request.files).values()))
    return Events(tables, request, share, empty)


def _try_columns(request: Request, rows: RowsOfFiles) -> list[Path]:
    """See before the work whether every file can be read; answer the empty ones."""
    judge = ColumnJudge(request.profile, as_of=request.as_of)
    names = shown_names(request.files)
    for path, name in zip(request.files, names.values(), strict=True):
        schema = rows.schema(path)
        try:
            judge.judge(schema.empty_table())
        except FrameError as error:
            raise AuditError(
                Text(f"{name}：{error.message.zh}", f"{name}: {error.message.en}"),
                error.fix if len(schema) > 1 else _ONE_COLUMN,
            ) from None
    return [path for path in request.files if rows.is_empty(path)]


class Events:
    """Stretches of tables of events."""

    def __init__(
        self, rows: Rows, request: Request, share: Share, empty: Sequence[Path]
    ) -> None:
        self.share = share
        self.empty = empty
        self._rows = rows
        self._request = request

    def prepare(self, folder: Path, watcher: Watcher) -> None:
        """Put the rows of each ticket together, if that was asked for."""
        if self._request.sort:
            from hotline_rules.batch.sorting import sorted_rows

            files = self._request.files
            self._rows = sorted_rows(self._rows, files, folder, watcher, self.share)

    def tasks(self) -> Iterator[EventsTask]:
        """The stretches, numbered from 1.

        A row that the table could not hold goes with its ticket, and one of nobody
        knows which ticket with the last stretch.
        """
        part = 0
        for part, one in enumerate(
            cut(self._rows.batches(), self._request.a_part), start=1
        ):
            broken = self._broken_of(set(one.ids))
            yield EventsTask(part, one.rows, one.ids, one.places, broken)
        if self._rows.broken:
            schema = self._rows.schema(self._request.files[0])
            schema = schema.append(pa.field(PLACE, pa.int64()))
            none, rest = schema.empty_table(), tuple(self._rows.broken)
            yield EventsTask(part + 1, none, [], [], rest)

    def _broken_of(self, ids: set[str]) -> tuple[Broken, ...]:
        rows = self._rows
        if not rows.broken:
            return ()
        found = tuple(one for one in rows.broken if tidied(one.id) in ids)
        rows.broken[:] = [one for one in rows.broken if tidied(one.id) not in ids]
        if len(rows.broken) > _MOST_BROKEN:
            raise self._no_table(rows.broken[0])
        return found

    def _no_table(self, one: Broken) -> AuditError:
        names = tuple(shown_names(self._request.files).values())
        file, row = place_of(one.place, names)
        return AuditError(
            Text(
                f"{file} 里读不成 {one.expected} 格文字的行太多，如第 {row} 行",
                f"too many rows of {file} are not {one.expected} cells of text, such "
                f"as row {row}",
            ),
            Text(
                "核对分隔符、引号和编码（--encoding）",
                "check its separators, quotes and --encoding",
            ),
        )


@dataclass(slots=True)
class Lines:
    """Stretches of JSON Lines, a history a line."""

    files: Sequence[Path]
    a_part: int
    share: Share
    empty: Sequence[Path] = ()

    def prepare(self, folder: Path, watcher: Watcher) -> None:
        """Nothing has to be done before."""

    def tasks(self) -> Iterator[LinesTask]:
        """The stretches, numbered from 1."""
        size = self.a_part * _BYTES_A_LINE
        for part, lines in enumerate(
            line_stretches(self.files, self.a_part, size, self.share), start=1
        ):
            yield LinesTask(part, lines)
