"""The tables as Arrow knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from hotline_rules.frames.tables import TABLES

if TYPE_CHECKING:
    from hotline_rules.frames.tables import Kind


def schemas(zone: str) -> dict[str, pa.Schema]:
    """The columns of every table that comes out, by its name.

    Instants are whole seconds with a zone: `timestamp[s, tz=zone]`, included or not as
    docs/frames.md says for each. `remaining_seconds` are seconds. Everything else that
    is a number counts something, is a row from 0, or numbers an event from 0.

    Args:
        zone: of the profile, such as `Asia/Shanghai` (`profile.rulebook.zone`).
    """
    types: dict[Kind, pa.DataType] = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "number": pa.int64(),
        "numbers": pa.list_(pa.int32()),
        "flag": pa.bool_(),
        "instant": pa.timestamp("s", zone),
    }
    return {
        table: pa.schema([(name, types[kind]) for name, kind in columns])
        for table, columns in TABLES.items()
    }
