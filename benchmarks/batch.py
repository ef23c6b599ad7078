"""Files to files on one core: events in Parquet, CSV or JSON Lines to tables."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.files import batch, csv_of, differing, lines_of, parquet_of, read_tables
from benchmarks.story import Table, Told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from benchmarks.memory import Ran
    from benchmarks.story import Scale

GOALS = {"parquet": 25_000, "csv": 12_000, "jsonl": 12_000}
NAMES = {"parquet": "Parquet", "csv": "CSV", "jsonl": "JSON Lines"}


def run(scale: Scale, folder: Path) -> Told:
    """Compare the three forms of the same tickets."""
    tickets = scale.batch[1]
    makers = {"parquet": parquet_of, "csv": csv_of, "jsonl": lines_of}
    files = {form: make(tickets, folder) for form, make in makers.items()}
    ran: dict[str, list[Ran]] = {form: [] for form in files}
    for number in range(min(3, scale.rounds)):
        tables = {}
        for form, file in files.items():
            one, made = batch(file, 1, folder / f"run-{form}-{number}")
            ran[form].append(one)
            tables[form] = read_tables(made)
        _check(tables)
    told = Told()
    rows = []
    for form, each in ran.items():
        seconds = median(one.seconds for one in each)
        rate = tickets / seconds
        cpu = median(one.cpu_seconds for one in each) / tickets * 1e6
        size = files[form].stat().st_size / 1e6
        row = (NAMES[form], f"{size:,.0f}", f"{seconds:.1f}", f"{rate:,.0f}")
        goal = f"≥ {GOALS[form]:,}"
        rows.append(
            (*row, goal, f"{cpu:.0f}", f"{max(x.largest_mb for x in each):.0f}")
        )
        told.numbers[form] = f"{rate:,.0f}"
    headings = ("", "MB", "seconds", "tickets a second", "goal")
    headings += ("µs of the processor a ticket", "largest process, MB")
    title = f"{tickets:,} tickets, one worker, to tables in Parquet"
    told.parts.append(Table(title, headings, rows))
    return told


def _check(tables: Mapping[str, Mapping[str, Any]]) -> None:
    first = tables["parquet"]
    for form in ("csv", "jsonl"):
        others = differing(first, tables[form])
        if others:
            raise SystemExit(f"{NAMES[form]} gives other tables: {', '.join(others)}")
