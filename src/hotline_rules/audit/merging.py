"""Tables of a run from its parts, in streaming form: Parquet, CSV, JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Literal, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from hotline_rules.adapters.cells import as_text
from hotline_rules.audit.disk import put_in_place, sync_folder
from hotline_rules.audit.errors import written
from hotline_rules.calendar import Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

Format = Literal["parquet", "csv", "jsonl"]
FORMATS: tuple[Format, ...] = ("parquet", "csv", "jsonl")

_ROWS_A_GROUP = 16_384
# Nearly every value of these is another: a dictionary of them would be thrown away.
_MANIFOLD = frozenset({"id", "because", "reason", "payload", "text", "message"})


class Sink(Protocol):
    """Takes the rows of a table, some thousand at a time."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Take rows."""

    def close(self) -> None:
        """Write what is left."""


class _Parquet:
    def __init__(self, file: Any, schema: pa.Schema) -> None:
        words = [leaf for one in schema for leaf in _words(one)]
        self._writer = pq.ParquetWriter(
            file, schema, compression="zstd", use_dictionary=words
        )
        self._schema = schema
        self._waiting: list[pa.RecordBatch] = []
        self._rows = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Take rows; they are written in groups of some size."""
        self._waiting.append(batch)
        self._rows += batch.num_rows
        if self._rows >= _ROWS_A_GROUP:
            self._flush()

    def close(self) -> None:
        """Write what is left."""
        if self._waiting:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        table = pa.Table.from_batches(self._waiting, self._schema)
        self._writer.write_table(table, row_group_size=max(self._rows, 1))
        self._waiting, self._rows = [], 0


def _words(column: pa.Field) -> list[str]:
    """The leaf of a column whose texts come again and again, if it is one."""
    if column.name in _MANIFOLD:
        return []
    if column.type == pa.list_(pa.string()):
        return [f"{column.name}.list.element"]
    return [column.name] if column.type == pa.string() else []


class _Csv:
    """For spreadsheets: a mark of UTF-8, local times, nothing that is a formula."""

    def __init__(self, file: Any, schema: pa.Schema, zone: Zone) -> None:
        self._text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
        self._writer = csv.writer(self._text)
        self._writer.writerow(schema.names)
        self._shown = [_shown(column.type) for column in schema]
        self._zone = zone

    def write(self, batch: pa.RecordBatch) -> None:
        """Write rows."""
        zone = self._zone
        columns = [
            [None if value is None else show(value, zone) for value in _plain(column)]
            for show, column in zip(self._shown, batch.columns, strict=True)
        ]
        self._writer.writerows(zip(*columns, strict=True))

    def close(self) -> None:
        """Leave the file to its owner."""
        self._text.detach()


def _local(value: int, zone: Zone) -> str:
    local = datetime(1970, 1, 1) + timedelta(seconds=zone.local(value))  # noqa: DTZ001
    return local.isoformat(" ")


def _shown(kind: pa.DataType) -> Callable[[Any, Zone], Any]:
    """How the values of a column stand in a cell."""
    if pa.types.is_timestamp(kind):
        return _local
    if pa.types.is_list(kind):
        return lambda value, _: as_text(" ".join(map(str, value)))
    if pa.types.is_boolean(kind):
        return lambda value, _: "true" if value else "false"
    if pa.types.is_string(kind):
        return lambda value, _: as_text(value)
    return lambda value, _: value


class _Jsonl:
    def __init__(self, file: Any, schema: pa.Schema, zone: Zone) -> None:
        self._file = file
        self._names = schema.names
        self._instants = [pa.types.is_timestamp(one.type) for one in schema]
        self._zone = zone
        self._encode = json.JSONEncoder(
            ensure_ascii=False, separators=(",", ":")
        ).encode

    def write(self, batch: pa.RecordBatch) -> None:
        """Write rows, an object a line."""
        columns = [
            [None if value is None else self._iso(value) for value in _plain(column)]
            if instant
            else column.to_pylist()
            for instant, column in zip(self._instants, batch.columns, strict=True)
        ]
        for row in zip(*columns, strict=True):
            line = self._encode(dict(zip(self._names, row, strict=True)))
            self._file.write(line.encode() + b"\n")

    def _iso(self, at: int) -> str:
        offset = timezone(timedelta(seconds=self._zone.offset_at(at)))
        return datetime.fromtimestamp(at, offset).isoformat()

    def close(self) -> None:
        """Nothing is left."""


def _plain(column: pa.Array) -> list[Any]:
    """Values as Python has them; instants as seconds since 1970."""
    if pa.types.is_timestamp(column.type):
        seconds = pa.timestamp("s", column.type.tz)
        column = column.cast(seconds).cast(pa.int64())
    return column.to_pylist()  # type: ignore[no-any-return]


def merge_table(
    folder: Path,
    table: str,
    schema: pa.Schema,
    batches: Iterable[pa.RecordBatch],
    formats: Iterable[Format],
) -> int:
    """Write a table in the formats asked for; answer how many rows it has.

    Args:
        folder: of the tables; the files have the name of the table.
        table: its name.
        schema: its columns; instants are timestamps in one zone.
        batches: its rows, in their order; read once.
        formats: any of `FORMATS`.

    Raises:
        AuditError: the disk is full, or a file cannot be written.
    """
    rows = 0
    zone = Zone.load(_zone_of(schema))
    with ExitStack() as stack:
        sinks = [
            stack.enter_context(_sink(folder / f"{table}.{one}", schema, one, zone))
            for one in formats
        ]
        for batch in batches:
            rows += batch.num_rows
            for sink in sinks:
                sink.write(batch)
    return rows


@contextmanager
def _sink(path: Path, schema: pa.Schema, form: Format, zone: Zone) -> Iterator[Sink]:
    beside = path.with_name(path.name + ".tmp")
    with written(path), beside.open("wb") as file:
        sink: Sink
        match form:
            case "parquet":
                sink = _Parquet(file, schema)
            case "csv":
                sink = _Csv(file, schema, zone)
            case "jsonl":
                sink = _Jsonl(file, schema, zone)
        try:
            yield sink
        finally:
            sink.close()
    put_in_place(beside, path)
    sync_folder(path.parent)


def _zone_of(schema: pa.Schema) -> str:
    """The zone of the instants; of a table without any it does not matter."""
    found = [one.type.tz for one in schema if pa.types.is_timestamp(one.type)]
    return found[0] if found else "UTC"
