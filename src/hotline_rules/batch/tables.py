"""The tables of a batch: those of `frames`, and where what was refused stands."""

from __future__ import annotations

import pyarrow as pa

from hotline_rules.frames import schemas

IDS = "ids"  # of every ticket, and the place of its first row; for the run alone

REFUSED = pa.schema(
    [
        ("file", pa.string()),
        ("row", pa.int64()),
        ("id", pa.string()),
        ("code", pa.string()),
        ("column", pa.string()),
        ("message", pa.string()),
    ]
)

TABLES = (
    *("tickets", "deadlines", "lights", "penalties", "actions", "statuses", "rungs"),
    *("missing", "anomalies", "refused"),
)


def schemas_of(zone: str) -> dict[str, pa.Schema]:
    """The columns of every table that is written, and of `IDS`.

    Args:
        zone: of the profile.
    """
    found = schemas(zone)
    return {
        **{table: found[table] for table in TABLES if table != "refused"},
        "refused": REFUSED,
        IDS: pa.schema([("id", pa.string()), ("place", pa.int64())]),
    }
