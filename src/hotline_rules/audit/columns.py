"""The columns of a run as Arrow knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.audit.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

Rows = dict[str, list[tuple[Any, ...]]]
"""Rows by table, in the order of the tables' columns."""

_SECOND = 1_000  # Parquet has no timestamps of whole seconds, so that all are in ms


def no_rows() -> Rows:
    """A place for the rows of every table."""
    return {name: [] for name in TABLES}


def schema_of(table: str, zone: str) -> pa.Schema:
    """The columns of a table; instants are in the zone of the profile."""
    types = {
        "int": pa.int64(),
        "text": pa.string(),
        "flag": pa.bool_(),
        "instant": pa.timestamp("ms", zone),
    }
    return pa.schema([(name, types[kind]) for name, kind in TABLES[table]])


def batch_of(
    table: str, rows: Sequence[tuple[Any, ...]], schema: pa.Schema
) -> pa.RecordBatch:
    """Rows as columns; instants come as UTC epoch seconds.

    Args:
        table: of `tables.TABLES`.
        rows: in the order of its columns.
        schema: of `schema_of`, which needs not be made for each batch.
    """
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    made = []
    for (_, kind), values, field in zip(TABLES[table], columns, schema, strict=True):
        if kind == "instant":
            seconds = pa.array(values, pa.int64())
            made.append(pc.multiply(seconds, _SECOND).cast(field.type))
        else:
            made.append(pa.array(values, field.type))
    return pa.RecordBatch.from_arrays(made, schema=schema)
