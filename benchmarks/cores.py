"""One worker against all cores, and how a batch grows up to a million tickets."""

from __future__ import annotations

import os
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.files import batch, differing, parquet_of, read_tables
from benchmarks.story import Curve, Table, Told

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.memory import Ran
    from benchmarks.story import Scale

YEAR = 20_000_000
WORKERS = tuple(sorted({1, 2, os.cpu_count() or 1}))


def run(scale: Scale, folder: Path) -> Told:
    """Measure both."""
    told = Told()
    fewest = by_workers(scale, told, folder)
    by_tickets(scale, told, folder, fewest)
    return told


def by_workers(scale: Scale, told: Told, folder: Path) -> Ran:
    """Take turns with one worker and with more, over a quarter of the tickets.

    Returns:
        the run of middle length with all workers.
    """
    tickets = scale.batch[0] // 4
    file = parquet_of(tickets, folder)
    ran: dict[int, list[Ran]] = {jobs: [] for jobs in WORKERS}
    for number in range(min(3, scale.rounds)):
        tables = []
        for jobs in WORKERS if number % 2 else WORKERS[::-1]:
            one, made = batch(file, jobs, folder / f"run-{jobs}-{number}")
            ran[jobs].append(one)
            tables.append(read_tables(made))
        if any(differing(tables[0], other) for other in tables[1:]):
            raise SystemExit("the number of workers changes the tables")
    rows = []
    for jobs, each in ran.items():
        pairs = zip(ran[1], each, strict=True)
        gain = median(one.seconds / more.seconds for one, more in pairs)
        seconds = median(one.seconds for one in each)
        most = max(one.largest_mb for one in each)
        goal = "≥ 1.5" if jobs == 2 else ""
        row = (str(jobs), f"{seconds:.1f}", f"{tickets / seconds:,.0f}")
        rows.append((*row, f"{gain:.2f}", goal, f"{most:.0f}"))
        told.numbers[f"gain of {jobs}"] = f"{gain:.2f}"
    headings = ("workers", "seconds", "tickets a second", "× one worker", "goal")
    title = f"{tickets:,} tickets in Parquet"
    told.parts.append(Table(title, (*headings, "largest process, MB"), rows))
    each = sorted(ran[WORKERS[-1]], key=lambda one: one.seconds)
    return each[len(each) // 2]


def by_tickets(scale: Scale, told: Told, folder: Path, fewest: Ran) -> None:
    """Measure half and all of the tickets with all workers, after the quarter."""
    jobs, most = WORKERS[-1], scale.batch[0]
    seconds: list[tuple[float, float]] = []
    memory: list[tuple[float, float]] = []
    rows = []
    for tickets in (most // 4, most // 2, most):
        ran = fewest
        if tickets > most // 4:
            file = parquet_of(tickets, folder)
            ran, _ = batch(file, jobs, folder / f"run-{tickets}")
        seconds.append((tickets, ran.seconds))
        memory.append((tickets, ran.largest_mb))
        cells = (f"{tickets:,}", f"{ran.seconds:.1f}", f"{tickets / ran.seconds:,.0f}")
        rows.append((*cells, f"{ran.largest_mb:.0f}", f"{ran.peak_mb:.0f}"))
    year = YEAR / most * seconds[-1][1] / 60
    headings = ("tickets", "seconds", "tickets a second")
    headings += ("largest process, MB", "all processes, MB")
    across, name = "tickets", f"{jobs} workers"
    told.parts += [
        Table(f"As the tickets grow, {name}", headings, rows),
        f"Twenty million tickets: {year:.1f} minutes (goal: under 10); "
        f"largest process {max(x for _, x in memory):.0f} MB (goal: under 400).",
        Curve("batch", "A batch", across, "seconds", {name: seconds}, spread=False),
        Curve(
            "batch-memory",
            "Memory of a batch",
            across,
            "largest process, MB",
            {name: memory},
            goal=(400, "goal: below 400"),
            spread=False,
        ),
    ]
    told.numbers |= {"year": f"{year:.1f}", "cores": str(jobs)}
