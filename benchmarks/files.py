"""Files of events, as many tickets as wanted, and the batch command run over them.

What the generator draws is repeated under other ids: what is drawn anew each time would
take longer to make than to judge.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from benchmarks.memory import run_watched

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from benchmarks.memory import Ran

CITY = "qingyuan"
AS_OF = "2026-09-21T00:00:00+08:00"  # after the last event of every ticket
DRAWN = 20_000
PROGRAM = (sys.executable, "-m", "hotline_rules")
TABLES = ("tickets", "deadlines", "lights", "penalties", "actions", "statuses")


def parquet_of(tickets: int, folder: Path) -> Path:
    """Write a table of events of exactly so many tickets."""
    made = folder / f"{tickets}.parquet"
    if made.exists():
        return made
    drawn = _drawn(min(tickets, DRAWN), "parquet", folder)
    events = pq.read_table(drawn)
    last = _in_groups(events, tickets % DRAWN)
    with pq.ParquetWriter(made, events.schema, compression="zstd") as writer:
        for number in range(tickets // DRAWN):
            writer.write_table(_renamed(events, number))
        if last.num_rows:
            writer.write_table(_renamed(last, tickets // DRAWN))
    return made


def csv_of(tickets: int, folder: Path) -> Path:
    """Write the same table as CSV, times in ISO 8601."""
    made = folder / f"{tickets}.csv"
    events = pq.ParquetFile(parquet_of(tickets, folder))
    with made.open("wb") as file:
        for number, batch in enumerate(events.iter_batches()):
            header = csv.WriteOptions(include_header=not number)
            csv.write_csv(_with_texts(pa.table(batch)), file, header)
    return made


def lines_of(tickets: int, folder: Path) -> Path:
    """Write the same tickets as histories in JSON Lines."""
    made = folder / f"{tickets}.jsonl"
    drawn = _drawn(min(tickets, DRAWN), "jsonl", folder).read_text(encoding="utf-8")
    lines = drawn.splitlines()
    with made.open("w", encoding="utf-8") as file:
        for number in range(tickets):
            times, place = divmod(number, DRAWN)
            # An id stands first in its line, and its city in it is known.
            line = lines[place].replace('"id": "', f'"id": "{times:04d}-', 1)
            file.write(f"{line}\n")
    return made


def batch(
    file: Path, jobs: int, out: Path, options: tuple[str, ...] = ()
) -> tuple[Ran, Path]:
    """Run the command; return what it took, and the folder of its tables."""
    command = [*PROGRAM, "batch", str(file), "--profile", CITY, "--as-of", AS_OF]
    command += ["--outside-validity", "apply", "--jobs", str(jobs), "-o", str(out)]
    return run_watched([*command, *options], out.parent), out / "tables"


def read_tables(folder: Path) -> dict[str, pa.Table]:
    """Read the tables of results of a run."""
    return {name: pq.read_table(folder / f"{name}.parquet") for name in TABLES}


def differing(one: Mapping[str, pa.Table], two: Mapping[str, pa.Table]) -> list[str]:
    """Return the names of the tables that are not the same, row by row."""
    return [name for name in TABLES if not one[name].equals(two[name])]


def _drawn(tickets: int, form: str, folder: Path) -> Path:
    made = folder / f"drawn-{tickets}.{form}"
    if not made.exists():
        command = [*PROGRAM, "generate", CITY, "--count", str(tickets)]
        subprocess.run([*command, "--format", form, "-o", str(made)], check=True)
    return made


def _in_groups(events: pa.Table, tickets: int) -> pa.Table:
    """Return the rows of the first so many tickets; rows of a ticket lie together."""
    ids = pc.unique(events["id"]).slice(0, tickets)
    return events.filter(pc.is_in(events["id"], ids))


def _renamed(events: pa.Table, number: int) -> pa.Table:
    prefix = pa.scalar(f"{number:04d}-")
    ids = pc.binary_join_element_wise(prefix, events["id"], "")
    return events.set_column(events.schema.get_field_index("id"), "id", ids)


def _with_texts(events: pa.Table) -> pa.Table:
    for name in ("at", "recorded_at"):
        # Seconds first: `%S` of milliseconds has a fraction.
        whole = events[name].cast(pa.timestamp("s", events[name].type.tz))
        text = pc.strftime(whole, "%Y-%m-%dT%H:%M:%S%z")
        events = events.set_column(events.schema.get_field_index(name), name, text)
    return events
