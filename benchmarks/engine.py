"""On an existing engine: Spark in `local[2]`, beside plain processes on the same rows.

Spark runs in a process of its own, `python -m benchmarks.engine EVENTS OUT ROUNDS`,
which prints what it took as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.files import AS_OF, CITY, TABLES, batch, parquet_of, read_tables
from benchmarks.story import Table, Told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.story import Scale

LINE = "line"  # tells Spark, which knows no order of rows, which event came first
GOAL = 15_000
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


def run(scale: Scale, folder: Path) -> Told:
    """Compare a cold and a warm job with the batch command."""
    tickets = scale.spark
    events = parquet_of(tickets, folder)
    plain, tables = batch(events, 2, folder / "plain")
    took = _spark(_numbered(events, folder), folder / "spark", min(3, scale.rounds))
    _check(read_tables(tables), folder / "spark")
    rates = {
        "plain processes, two workers": tickets / plain.seconds,
        "Spark, cold": tickets / took["cold"],
        "Spark, warm": tickets / median(took["warm"]),
    }
    wanted = min(GOAL, rates["plain processes, two workers"] / 2)
    rows = [
        (name, f"{tickets / rate:.1f}", f"{rate:,.0f}", goal)
        for name, rate in rates.items()
        for goal in [f"≥ {wanted:,.0f}" if name == "Spark, warm" else ""]
    ]
    version = f"pyspark {took['version']}, Java {took['java']}"
    headings = ("", "seconds", "tickets a second", "goal")
    title = f"{tickets:,} tickets in Parquet; {version}"
    told = Told([Table(title, headings, rows)])
    told.parts.append(f"Starting the session took {took['start']:.1f} s.")
    told.numbers["warm"] = f"{rates['Spark, warm']:,.0f}"
    return told


def _numbered(events: Path, folder: Path) -> Path:
    made = folder / "numbered.parquet"
    table = pq.read_table(events)
    lines = pa.array(range(table.num_rows), pa.int64())
    pq.write_table(table.append_column(LINE, lines), made, row_group_size=200_000)
    return made


def _spark(events: Path, out: Path, rounds: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.engine", str(events), str(out)]
    done = subprocess.run(
        [*command, str(rounds)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"Spark: {done.stderr[-2_000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _check(plain: Mapping[str, pa.Table], out: Path) -> None:
    """Refuse to tell of tables that are not those of plain processes."""
    for name, table in plain.items():
        rows = pq.read_table(out / "tables" / name)
        rows = rows.select(table.column_names).cast(table.schema)
        if not _by_ticket(rows).equals(_by_ticket(table)):
            raise SystemExit(f"Spark gives another table of {name}")


def _by_ticket(table: pa.Table) -> pa.Table:
    # The sort is stable: within a ticket rows stay as they lie.
    return table.take(pc.sort_indices(table, [("id", "ascending")])).combine_chunks()


def _measure(events: str, out: Path, rounds: int) -> dict[str, Any]:
    """Run the job again and again in one session; save the tables of the last."""
    import pyspark
    from pyspark.sql import SparkSession

    from hotline_rules import load_profile
    from hotline_rules.spark import evaluate_table, flat_tables

    profile = load_profile(CITY, outside_validity="apply")
    started = perf_counter()
    builder = SparkSession.builder.master("local[2]")
    for key, value in (SETTINGS | {"spark.local.dir": str(out / "scratch")}).items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    took: dict[str, Any] = {"start": perf_counter() - started, "warm": []}
    for number in range(rounds + 1):
        started = perf_counter()
        rows = spark.read.parquet(events)
        judged = evaluate_table(spark, rows, profile, AS_OF, order=(LINE,))
        judged.write.parquet(str(out / f"judged-{number}"))
        seconds = perf_counter() - started
        if number:
            took["warm"].append(seconds)
        else:
            took["cold"] = seconds
    tables = flat_tables(spark.read.parquet(str(out / f"judged-{rounds}")))
    for name in TABLES:
        tables[name].write.parquet(str(out / "tables" / name))
    java = spark.sparkContext._jvm.System.getProperty("java.version")
    spark.stop()
    return took | {"version": pyspark.__version__, "java": java}


if __name__ == "__main__":
    _events, _out, _rounds = sys.argv[1:]
    print(json.dumps(_measure(_events, Path(_out), int(_rounds))))
