"""An auditor's job as a whole: a wide export to tables, balance, workbook and page.

    python -m benchmarks --only audit                # some ten minutes
    python -m benchmarks.audit --rows 10000 --write  # updates the section of README.md

Each run is the command that an auditor types, in processes of its own.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.machine import machine, put_section
from benchmarks.memory import run_watched
from benchmarks.page import page_table
from benchmarks.story import Told

if TYPE_CHECKING:
    from benchmarks.memory import Ran
    from benchmarks.story import Scale

CITIES = ("qingyuan", "zibo")
AS_OF = "2026-09-21T00:00:00+08:00"  # after the last event of every ticket
SECTION = "audit"


@dataclass(frozen=True)
class Job:
    """A run of a city with its reports, and the sizes of what it left."""

    city: str
    rows: int
    ran: Ran
    page_mb: float
    workbook_mb: float
    opened: float | None


def audit_section(rows: int, folder: Path) -> list[str]:
    """Measure everything and answer the lines of the section."""
    jobs = [_job(city, rows, folder) for city in CITIES]
    out = [f"### An export of {rows:,} rows to tables, balance, workbook and page", ""]
    out += [
        "| | wall | CPU | all processes | largest process | page | workbook |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for job in jobs:
        ran = job.ran
        out += [
            f"| {job.city} | {ran.seconds:.1f} s | {ran.cpu_seconds:.1f} s "
            f"| {ran.peak_mb:.0f} MB | {ran.largest_mb:.0f} MB "
            f"| {job.page_mb:.1f} MB | {job.workbook_mb:.1f} MB |"
        ]
    out += ["| goal | < 60 s | | | | ≤ 50 MB | |", ""]
    out += _growth(rows, folder)
    out += _opened(jobs)
    for city in CITIES:
        table = page_table(folder / f"{city}-{rows}" / "report.html")
        out += [f"### The page of {city} in Chromium", "", *table, ""]
    return out


def _job(city: str, rows: int, folder: Path) -> Job:
    ran = _audited(city, rows, folder, reports=True)
    run = folder / f"{city}-{rows}"
    page, workbook = run / "report.html", run / "report.xlsx"
    return Job(
        city,
        rows,
        ran,
        page.stat().st_size / 1e6,
        workbook.stat().st_size / 1e6,
        _seconds_to_open(workbook, folder),
    )


def _audited(city: str, rows: int, folder: Path, *, reports: bool) -> Ran:
    """Audit an export that is made first; only the audit is timed."""
    export, mapping = folder / f"{city}-{rows}.csv", folder / f"{city}.yaml"
    program = [sys.executable, "-m", "hotline_rules"]
    making = ["generate", city, "--count", str(rows), "--format", "csv"]
    making += ["-o", str(export), "--mapping-out", str(mapping)]
    subprocess.run([*program, *making], check=True)
    run = folder / (f"{city}-{rows}" if reports else f"{city}-{rows}-bare")
    shutil.rmtree(run, ignore_errors=True)
    judging = ["audit", str(export), "--profile", city, "--mapping", str(mapping)]
    judging += ["--outside-validity", "apply", "--as-of", AS_OF, "-o", str(run)]
    judging += [] if reports else ["--no-report"]
    ran = run_watched([*program, *judging], folder)
    export.unlink()
    sys.stderr.write(
        f"{run.name}: {ran.seconds:.0f} s, {ran.cpu_seconds:.0f} s of CPU, "
        f"{ran.peak_mb:.0f} MB, largest {ran.largest_mb:.0f} MB\n"
    )
    return ran


def _growth(rows: int, folder: Path) -> list[str]:
    """Tables without reports, for a quarter, half and all of the rows."""
    out = [
        f"### Memory as the rows grow ({CITIES[0]}, without reports)",
        "",
        "| rows | wall | all processes | largest process |",
        "| ---: | ---: | ---: | ---: |",
    ]
    for some in (rows // 4, rows // 2, rows):
        ran = _audited(CITIES[0], some, folder, reports=False)
        out += [
            f"| {some:,} | {ran.seconds:.1f} s | {ran.peak_mb:.0f} MB "
            f"| {ran.largest_mb:.0f} MB |"
        ]
    return [*out, ""]


def _seconds_to_open(workbook: Path, folder: Path) -> float | None:
    """Have LibreOffice read the workbook; `None` where there is no LibreOffice."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return None
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    made = folder / workbook.with_suffix(".csv").name
    made.unlink(missing_ok=True)
    started = perf_counter()
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "csv"]
        + ["--outdir", str(folder), str(workbook)],
        check=True,
        capture_output=True,
    )
    if not made.exists():
        raise SystemExit(f"LibreOffice could not open {workbook}")
    return perf_counter() - started


def _opened(jobs: list[Job]) -> list[str]:
    told = [
        f"{job.city} in {job.opened:.0f} s" for job in jobs if job.opened is not None
    ]
    if not told:
        return ["LibreOffice is not here: the workbooks were not opened.", ""]
    return [f"LibreOffice opens the workbooks: {', '.join(told)}.", ""]


def run(scale: Scale, folder: Path) -> Told:
    """Measure it as a section of the page."""
    return Told(["\n".join(audit_section(scale.rows, folder))])


def report_audit(rows: int, folder: Path, *, write: bool) -> None:
    """Measure, print, and put the section into README.md if asked to."""
    text = "\n".join([machine(), "", *audit_section(rows, folder)]) + "\n"
    print(text)
    if write:
        put_section(SECTION, text)


def main() -> int:
    """Measure the auditor's job alone."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.audit", description=__doc__
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="leave the runs in this folder")
    parser.add_argument("--write", action="store_true", help="put it into README.md")
    options = parser.parse_args()
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
        report_audit(options.rows, options.keep.resolve(), write=options.write)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        report_audit(options.rows, Path(folder), write=options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
