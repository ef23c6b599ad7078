"""`python -m benchmarks`: measure everything, print the table of README.md.

Takes about two minutes; `--tickets 1000000` for the memory row of a million histories
takes some more.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.arithmetic import hours, working_days
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
    out = [_machine(), ""]
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
        _write(Path(__file__).with_name("README.md"), text)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--tickets", type=int, default=20_000, help="of the memory row")
    parser.add_argument("--write", action="store_true", help="put it into README.md")
    return parser.parse_args()


def _machine() -> str:
    today = datetime.now(UTC).date()
    return (
        f"{today}, {_processor()}, {os.cpu_count()} cores, {platform.system()}, "
        f"CPython {platform.python_version()}."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [x.partition(":")[2].strip() for x in lines if x.startswith("model name")]
    return names[0] if names else platform.machine()


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


def _write(readme: Path, text: str) -> None:
    start, end = "<!-- numbers: start -->\n", "<!-- numbers: end -->\n"
    old = readme.read_text(encoding="utf-8")
    head, _, rest = old.partition(start)
    tail = rest.partition(end)[2]
    readme.write_text(head + start + "\n" + text + "\n" + end + tail, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
