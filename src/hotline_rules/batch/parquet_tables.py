"""Long tables of events in Parquet files.

Each program that writes Parquet has habits of its own: times in its zone and unit, text
that repeats as a dictionary. What means the same is brought to one type as it is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hotline_rules.audit.errors import AuditError
from hotline_rules.batch.places import PLACE, numbered
from hotline_rules.batch.reading import BUFFER, Broken, Share, reading
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_ROWS_A_BATCH = 16_384
_UNITS = ("s", "ms", "us")  # from the coarsest; nanoseconds become microseconds


class ParquetTables:
    """The rows of Parquet files; none of them is ever broken.

    Args:
        files: in their order.
        share: is told how far it has come.
    """

    def __init__(self, files: Sequence[Path], share: Share) -> None:
        self.broken: list[Broken] = []
        self._files = files
        self._share = share
        self._common: dict[str, pa.DataType] = {}

    def schema(self, path: Path) -> pa.Schema:
        """The columns of a file, those of several files in their common type.

        Raises:
            AuditError: it is no Parquet, or damaged.
        """
        with reading(path):
            return _with_types(pq.read_schema(path), self._common)

    def is_empty(self, path: Path) -> bool:
        """Whether a file has no rows.

        Raises:
            AuditError: it is no Parquet, or damaged.
        """
        with reading(path):
            return not pq.read_metadata(path).num_rows

    def agree(self, names: Sequence[str]) -> None:
        """Find the types in which all files can be read together.

        Args:
            names: what to call the files.

        Raises:
            AuditError: a column means different things in two files.
        """
        told: dict[str, dict[pa.DataType, str]] = {}
        for path, name in zip(self._files, names, strict=True):
            for column in self.schema(path):
                told.setdefault(column.name, {}).setdefault(column.type, name)
        for name, types in told.items():
            common = _common_type(name, types)
            if common is not None:
                self._common[name] = common

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows, with their places.

        Raises:
            AuditError: a file is no Parquet, or damaged.
        """
        count = pa.array(range(_ROWS_A_BATCH), pa.int64())
        for number, path in enumerate(self._files):
            with reading(path), pq.ParquetFile(path, buffer_size=BUFFER) as file:
                rows, done = max(file.metadata.num_rows, 1), 0
                for batch in _batches(file):
                    size = batch.num_rows
                    places = pc.add(count.slice(0, size), numbered(number, done + 1))
                    yield self._cast(batch).append_column(PLACE, places)
                    done += size
                    self._share.reached(number, done / rows)

    def _cast(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        schema = _with_types(batch.schema, self._common)
        if schema.equals(batch.schema):
            return batch
        arrays = [
            column if column.type == field.type else _as_type(column, field.type)
            for column, field in zip(batch.columns, schema, strict=True)
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _batches(file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    """The rows of a file, group by group."""
    # TRAP: a reader of several groups holds more and more the further it comes.
    for group in range(file.num_row_groups):
        yield from file.iter_batches(_ROWS_A_BATCH, [group], use_threads=False)


def _with_types(schema: pa.Schema, types: Mapping[str, pa.DataType]) -> pa.Schema:
    return pa.schema(
        [field.with_type(types.get(field.name, field.type)) for field in schema]
    )


def _as_type(column: pa.Array, type_: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    # Instants are judged by the second: nothing is lost with their nanoseconds.
    return pc.cast(column, options=pc.CastOptions(type_, allow_time_truncate=True))


def _common_type(name: str, types: Mapping[pa.DataType, str]) -> pa.DataType | None:
    """The one type for a column, by the files that have the types.

    Returns:
        ``None`` where nothing has to be done: there is one type only, or numbers of
        several widths, which go together as they are.

    Raises:
        AuditError: they mean different things.
    """
    if len(types) == 1:
        return None
    plain = {type_: _plain(type_) for type_ in types}
    found = pa.null()
    for type_, one in plain.items():
        try:
            found = _together(found, one)
        except pa.ArrowException:
            apart = (x for x in plain if not _go_together(plain[x], one))
            other = next(apart, next(iter(plain)))
            raise _differ(name, (types[other], other), (types[type_], type_)) from None
    habits = (pa.types.is_timestamp, pa.types.is_string, pa.types.is_dictionary)
    changed = any(is_one(type_) for type_ in (found, *types) for is_one in habits)
    return found if changed else None


def _plain(type_: pa.DataType) -> pa.DataType:
    """A type without what is a habit of whoever wrote it."""
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    if pa.types.is_large_string(type_) or pa.types.is_string_view(type_):
        return pa.string()
    if pa.types.is_timestamp(type_) and type_.tz is not None:
        unit = type_.unit if type_.unit in _UNITS else _UNITS[-1]
        return pa.timestamp(unit, "UTC")
    return type_


def _together(one: pa.DataType, other: pa.DataType) -> pa.DataType:
    schemas = [pa.schema([("", type_)]) for type_ in (one, other)]
    return pa.unify_schemas(schemas, promote_options="permissive").field(0).type


def _go_together(one: pa.DataType, other: pa.DataType) -> bool:
    try:
        _together(one, other)
    except pa.ArrowException:
        return False
    return True


def _differ(
    name: str, one: tuple[str, pa.DataType], other: tuple[str, pa.DataType]
) -> AuditError:
    return AuditError(
        Text(
            f"列“{name}”在 {one[0]} 里是 {one[1]} 类型，在 {other[0]} 里是 {other[1]}"
            " 类型，不能放在一起",
            f"column `{name}` is {one[1]} in {one[0]} and {other[1]} in {other[0]}, "
            "which do not go together",
        ),
        Text("先把各文件的这一列转换成同一类型", "convert the column to one type"),
    )
