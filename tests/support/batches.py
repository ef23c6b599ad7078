"""Made-up tickets as the files that a batch reads."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from hotline_rules.batch.asked import Request
from hotline_rules.batch.events import EventTable
from hotline_rules.batch.run import judge_files
from hotline_rules.generating import (
    facts_by_key,
    generate_histories,
    load_habits,
    said_by_key,
)
from hotline_rules.history.instants import parse_instant
from tests.support.audits import Heard
from tests.support.frames import JUDGED, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from hotline_rules.batch.run import Outcome
    from hotline_rules.profile import Profile

AS_OF = "2024-07-01T00:00:00+08:00"
SEED = 5


def histories_of(city: str, count: int) -> list[dict[str, Any]]:
    """Some tickets of a city."""
    return list(generate_histories(city, count, SEED))


def events_of(city: str, histories: Iterable[Mapping[str, Any]]) -> pa.RecordBatch:
    """Tickets of a city as the table that `generate` writes."""
    habits = load_habits(city)
    table = EventTable(said_by_key(habits), facts_by_key(habits), habits.data["zone"])
    return table.batch(histories)


def write_events(path: Path, city: str, count: int) -> Path:
    """Write tickets as events, or as histories, by the name of the file."""
    histories = histories_of(city, count)
    name = path.name
    if name.endswith(".parquet"):
        table = pa.Table.from_batches([events_of(city, histories)])
        pq.write_table(table, path, row_group_size=97)
    elif name.endswith(".csv"):
        write_csv(path, events_of(city, histories).to_pylist())
    else:
        text = "".join(f"{json.dumps(x, ensure_ascii=False)}\n" for x in histories)
        data = text.encode()
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def write_csv(
    path: Path, rows: Sequence[Mapping[str, Any]], encoding: str = "utf-8"
) -> Path:
    """Write rows with the cells that a batch reads."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return path


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)


def csv_rows(count: int) -> list[dict[str, Any]]:
    """Events of some tickets of Qingyuan, as rows."""
    found: list[dict[str, Any]] = events_of(
        "qingyuan", histories_of("qingyuan", count)
    ).to_pylist()
    return found


def request(profile: Profile, *files: Path, **more: Any) -> Request:
    """Ask for a batch in parts of seven tickets."""
    asked: dict[str, Any] = {"as_of": parse_instant(AS_OF), "a_part": 7, **more}
    return Request(files=files, profile=profile, profile_name=profile.id, **asked)


def batch(asked: Request, folder: Path, heard: Heard | None = None) -> Outcome:
    """Judge here, in one process."""
    return judge_files(asked, folder, watcher=heard or Heard())


def rows(outcome: Outcome, table: str) -> list[dict[str, Any]]:
    """The rows of a table, instants as seconds."""
    found = []
    for batch in outcome.run.tables(table):
        fields = [
            field.with_type(pa.timestamp("s", field.type.tz))
            if pa.types.is_timestamp(field.type)
            else field
            for field in batch.schema
        ]
        whole = pa.Table.from_batches([batch]).cast(pa.schema(fields))
        found += plain({table: whole})[table]
    return found


def judged_rows(outcome: Outcome) -> dict[str, list[dict[str, Any]]]:
    """The rows of all tables of results; instants as seconds since 1970."""
    return {table: rows(outcome, table) for table in JUDGED}
