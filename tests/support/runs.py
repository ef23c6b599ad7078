"""Runs by hand: tables of a few rows, with the interface of a run's directory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hotline_rules.audit.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHANGHAI = timezone(timedelta(hours=8))
_TYPES = {
    "int": pa.int64(),
    "text": pa.string(),
    "flag": pa.bool_(),
    "instant": pa.timestamp("ms", "Asia/Shanghai"),
}


def at(text: str) -> datetime:
    """An instant in Shanghai: `2021-03-08 16:30`."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass
class HandRun:
    """A run whose tables are lists of rows; a column that a row lacks is empty.

    Rows come in batches of `size`, so that tables never end where others do.
    """

    manifest: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    size: int = 2

    def tables(
        self, name: str, columns: Sequence[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        chosen = columns or [column for column, _ in TABLES[name]]
        kinds = dict(TABLES[name])
        schema = pa.schema([(one, _TYPES[kinds[one]]) for one in chosen])
        rows = self.rows.get(name, [])
        for first in range(0, len(rows), self.size):
            part = rows[first : first + self.size]
            listed = [{one: row.get(one) for one in chosen} for row in part]
            yield pa.RecordBatch.from_pylist(listed, schema=schema)
