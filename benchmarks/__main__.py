"""`python -m benchmarks`: measure everything, print the table of README.md.

Takes about two minutes; `--tickets 1000000` for the memory row of a million histories
takes some more.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.arithmetic import hours, working_days
from benchmarks.audit import report_audit
from benchmarks.machine import machine, put_section
from benchmarks.peers import Peers
from benchmarks.processes import (
    import_all_seconds,
    import_seconds,
    load_seconds,
    peak_memory,
)
from benchmarks.seven_clocks import seven_clocks
from benchmarks.ticket import whole_ticket

if TYPE_CHECKING:
    from benchmarks.measure import Timing

GOALS = {
    ("5 working days", "numpy busday_offset"): 12,
    ("5 working days", "holidays get_nth_working_day"): 40,
    ("5 working days", "chinesecalendar find_workday"): 800,
    ("46 hours", "businesstimedelta"): 60,
    ("seven clocks", "day stepping over datetime"): 4,
    ("seven clocks", "holidays + businesstimedelta"): 20,
    ("seven clocks", "chinesecalendar"): 100,
}


def main() -> int:
    """Measure and print; exit status 0 whatever the numbers are."""
    arguments = _arguments()
    out = [machine(), ""]
    peers = Peers()
    for title, timings in (
        ("5 working days", working_days(5, peers)),
        ("15 working days", working_days(15, peers)),
        ("46 hours", hours(46, peers)),
        ("seven clocks", seven_clocks(peers)),
    ):
        out += _table(title, timings)
    work = whole_ticket()
    out += [
        f"### A whole Qingyuan ticket ({work.events:.1f} events, "
        f"{work.bytes_a_line:.0f} bytes a line)",
        "",
        "| | µs a ticket | × one `json.loads` | goal |",
        "| --- | ---: | ---: | ---: |",
    ]
    for timing in work.timings:
        goal = "≤ 6" if timing.name == "evaluate" else ""
        out += [
            f"| {timing.name} | {timing.seconds * 1e6:.1f} "
            f"| {timing.ratio:.1f} | {goal} |"
        ]
    out += ["", *_processes(arguments.tickets)]
    text = "\n".join(out) + "\n"
    print(text)
    if arguments.write:
        put_section("numbers", text)
    if arguments.audit:
        with tempfile.TemporaryDirectory() as folder:
            report_audit(arguments.rows, Path(folder), write=arguments.write)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--tickets", type=int, default=20_000, help="of the memory row")
    parser.add_argument("--audit", action="store_true", help="also an auditor's job")
    parser.add_argument("--rows", type=int, default=100_000, help="of the audit")
    parser.add_argument("--write", action="store_true", help="put it into README.md")
    return parser.parse_args()


def _table(title: str, timings: list[Timing]) -> list[str]:
    rows = [f"### {title}", "", "| | µs a call | × ours | goal |"]
    rows += ["| --- | ---: | ---: | ---: |"]
    for timing in timings:
        goal = GOALS.get((title, timing.name))
        rows += [
            f"| {timing.name} | {timing.seconds * 1e6:.3g} | {timing.ratio:.1f} "
            f"| {f'≥ {goal}' if goal else ''} |"
        ]
    return [*rows, ""]


def _processes(tickets: int) -> list[str]:
    lines, load = load_seconds()
    memory = peak_memory(tickets)
    return [
        "### Processes",
        "",
        "| | measured | goal |",
        "| --- | ---: | ---: |",
        f"| load and compile a profile of {lines:,} lines | {load:.2f} s | < 1 s |",
        f"| `import hotline_rules` | {import_seconds():.3f} s | < 0.15 s |",
        "| `from hotline_rules import evaluate, load_profile, History` "
        f"| {import_all_seconds():.3f} s | |",
        f"| peak memory, {tickets:,} histories streamed | {memory['peak_mb']:.0f} MB "
        "| < 150 MB |",
        f"| the same, made, parsed, evaluated, written out "
        f"| {tickets / memory['seconds']:,.0f} a second | |",
    ]


if __name__ == "__main__":
    sys.exit(main())
