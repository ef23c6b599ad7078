"""The rows of each ticket put together, when there are more than memory holds.

CHOICE: by DuckDB. Given 200 MB it sorts two million rows in less than 300 MB; Polars
needs 1.3 GB for them, since its sort does not leave memory (docs/batch.md).
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from hotline_rules.audit.disk import put_in_place, replace_bytes
from hotline_rules.audit.errors import AGAIN, AuditError, written
from hotline_rules.batch.places import PLACE
from hotline_rules.batch.reading import Broken
from hotline_rules.diagnostics import Text
from hotline_rules.frames.words import tidied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from hotline_rules.audit.stages import Watcher
    from hotline_rules.batch.reading import Rows, Share

SORT = Text("排序", "sorting")
_MEMORY = "200MB"
_ROWS_A_GROUP = 50_000
_ROWS_A_BATCH = 16_384


def sorted_rows(
    rows: Rows, files: Sequence[Path], folder: Path, watcher: Watcher, share: Share
) -> Rows:
    """Put the rows of each ticket together, on disk; what was sorted before is used.

    Args:
        rows: of the files.
        files: whose columns they have.
        folder: of the run; the sorted rows stay in it until it is done.
        watcher: is told how it goes on.
        share: of what is read, from here on: of the sorted rows.

    Raises:
        AuditError: the disk is full.
    """
    home = folder / "sorted"
    made, broken = home / "rows.parquet", home / "broken.json"
    if not made.exists():
        with written(home):
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
        watcher.stage(SORT, 0, Text("行", "rows"))
        _copy(rows, files, home / "unsorted.parquet", watcher, share)
        listed = [asdict(one) for one in rows.broken]
        replace_bytes(broken, json.dumps(listed).encode())
        _sort(home)
        put_in_place(home / "sorted.tmp", made)
        (home / "unsorted.parquet").unlink()
    found = [Broken(**one) for one in json.loads(broken.read_bytes())]
    return _Sorted(made, found, share)


class _Sorted:
    """The sorted rows, with the places where they stood."""

    def __init__(self, path: Path, broken: list[Broken], share: Share) -> None:
        self.broken = broken
        self._path = path
        self._share = share

    def schema(self, _path: Path) -> pa.Schema:
        """The columns, of whatever file."""
        schema = pq.read_schema(self._path)
        return schema.remove(schema.get_field_index(PLACE))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows."""
        with pq.ParquetFile(self._path) as file:
            done, rows = 0, max(file.metadata.num_rows, 1)
            for batch in file.iter_batches(_ROWS_A_BATCH):
                yield batch
                done += batch.num_rows
                self._share.of_all(done / rows)


def _copy(
    rows: Rows, files: Sequence[Path], path: Path, watcher: Watcher, share: Share
) -> None:
    """Write all rows to one file, with ids as they are compared."""
    schemas = [rows.schema(one) for one in files]
    schema = pa.unify_schemas(schemas, promote_options="permissive")
    schema = schema.append(pa.field(PLACE, pa.int64()))
    schema = schema.set(schema.get_field_index("id"), pa.field("id", pa.string()))
    done = 0
    with written(path), pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in rows.batches():
            columns = {name: batch.column(name) for name in batch.schema.names}
            columns["id"] = _tidied(columns["id"])
            arrays = [
                columns[x.name].cast(x.type)
                if x.name in columns
                else pa.nulls(batch.num_rows, x.type)
                for x in schema
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
            done += batch.num_rows
            watcher.step(done, share.value / 2)


def _tidied(ids: Any) -> pa.Array:
    encoded = ids if pa.types.is_dictionary(ids.type) else ids.dictionary_encode()
    values = [tidied(x) for x in encoded.dictionary.to_pylist()]
    return pa.array(values, pa.string()).take(encoded.indices)


def _sort(home: Path) -> None:
    """Sort by id, then place; what does not fit in memory goes to the disk."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "threads": 1,
        "temp_directory": str(home / "spill"),
        "autoinstall_known_extensions": False,
    }
    with written(home):
        try:
            with duckdb.connect(config=config) as database:
                database.execute(
                    f"""COPY (SELECT * FROM read_parquet($1) ORDER BY id, "{PLACE}")
                    TO $2 (FORMAT parquet, COMPRESSION zstd,
                    ROW_GROUP_SIZE {_ROWS_A_GROUP})""",
                    [str(home / "unsorted.parquet"), str(home / "sorted.tmp")],
                )
        except duckdb.Error as error:
            why = str(error).partition("\n")[0]
            raise AuditError(
                Text(f"排不了序：{why}", f"cannot sort: {why}"), AGAIN
            ) from None
