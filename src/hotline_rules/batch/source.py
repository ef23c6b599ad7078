"""The tasks of a batch, in order: stretches of the files, each of whole tickets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from hotline_rules.audit.errors import AuditError
from hotline_rules.audit.question import shown_names
from hotline_rules.batch.cutting import cut
from hotline_rules.batch.inputs import (
    CsvTables,
    Share,
    line_stretches,
    parquet_batches,
    parquet_schema,
)
from hotline_rules.batch.judging import EventsTask, LinesTask
from hotline_rules.batch.places import PLACE, place_of
from hotline_rules.diagnostics import Text
from hotline_rules.frames.errors import FrameError
from hotline_rules.frames.judge import ColumnJudge
from hotline_rules.frames.words import tidied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from hotline_rules.audit.stages import Watcher
    from hotline_rules.batch.asked import Request
    from hotline_rules.batch.inputs import Broken, Form, Rows

_BYTES_A_LINE = 10_000  # with longer ones in the middle a stretch has fewer
_MOST_BROKEN = 100_000


class Source(Protocol):
    """Reads the files.

    Attributes:
        share: of the files that has been read.
    """

    share: Share

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
        return Lines(request.files, request.a_part, share)
    rows: Rows = (
        _Parquet(request.files, share)
        if form == "parquet"
        else CsvTables(request.files, request.encoding, share)
    )
    _try_columns(request, rows)
    return Events(rows, request, share)


class _Parquet:
    """The rows of Parquet files; none of them is ever broken."""

    def __init__(self, files: Sequence[Path], share: Share) -> None:
        self.broken: list[Broken] = []
        self._files = files
        self._share = share

    def schema(self, path: Path) -> pa.Schema:
        """The columns of a file."""
        return parquet_schema(path)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows, with their places."""
        return parquet_batches(self._files, self._share)


def _try_columns(request: Request, rows: Rows) -> None:
    """See before the work whether the columns of every file can be read."""
    judge = ColumnJudge(request.profile, as_of=request.as_of)
    names = shown_names(request.files)
    whole = pa.schema([])
    for path in request.files:
        schema = rows.schema(path)
        try:
            judge.judge(schema.empty_table())
            whole = pa.unify_schemas([whole, schema], promote_options="permissive")
        except pa.ArrowException as error:
            raise _differ(names[str(path)], error) from None
        except FrameError as error:
            name = names[str(path)]
            raise AuditError(
                Text(f"{name}：{error.message.zh}", f"{name}: {error.message.en}"),
                error.fix,
            ) from None


def _differ(name: str, error: pa.ArrowException) -> AuditError:
    """A column of a file has a type that cannot be put together with the others'."""
    why = str(error).partition("\n")[0]
    return AuditError(
        Text(
            f"{name} 有一列和前面文件的类型不同，不能放在一起：{why}",
            f"a column of {name} is of another type than in the files before: {why}",
        ),
        Text("先把各文件的列转换成同一类型", "convert the columns to the same types"),
    )


class Events:
    """Stretches of tables of events."""

    def __init__(self, rows: Rows, request: Request, share: Share) -> None:
        self.share = share
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

    def prepare(self, folder: Path, watcher: Watcher) -> None:
        """Nothing has to be done before."""

    def tasks(self) -> Iterator[LinesTask]:
        """The stretches, numbered from 1."""
        size = self.a_part * _BYTES_A_LINE
        for part, lines in enumerate(
            line_stretches(self.files, self.a_part, size, self.share), start=1
        ):
            yield LinesTask(part, lines)
