"""Numbers that need a process of their own: start-up, loading a profile, memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from benchmarks.large import LINES_A_SET, write_profile
from benchmarks.story import Table, Told

if TYPE_CHECKING:
    from benchmarks.story import Scale

ROOT = Path(__file__).resolve().parent.parent

_STREAM = """
import json, sys
from pathlib import Path
from time import process_time
from hotline_rules.generating import generate_histories
from hotline_rules import evaluate, load_profile
profile = load_profile("qingyuan", outside_validity="apply")
count, judging = int(sys.argv[1]), 0.0
# The histories are made, written and read again one at a time, as from a file.
for history in generate_histories("qingyuan", count, 1):
    line = json.dumps(history)
    started = process_time()
    result = evaluate(profile, json.loads(line), as_of=1_790_000_000)
    told = json.dumps(result.to_dict())
    judging += process_time() - started
# What the system tells of used resources begins with the memory of the parent.
status = Path("/proc/self/status").read_text().split("VmHWM:")[1]
print(json.dumps({"peak_mb": int(status.split()[0]) / 1024, "judging": judging}))
"""


def stream(tickets: int) -> dict[str, float]:
    """Stream histories through `evaluate` in a process of its own.

    Returns:
        `judging`: processor seconds from line to line; `peak_mb` of the process.
    """
    done = subprocess.run(
        [sys.executable, "-c", _STREAM, str(tickets)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def run(scale: Scale, folder: Path) -> Told:
    """Measure loading a profile and starting up."""
    lines, load = load_seconds(folder)
    rounds = 3 * scale.rounds
    package = _difference("pass", "import hotline_rules", rounds)
    names = "from hotline_rules import evaluate, load_profile, History"
    everything = _difference("pass", names, rounds)
    rows = [
        (f"load and compile a profile of {lines:,} lines", f"{load:.2f} s", "< 1 s"),
        ("`import hotline_rules`", f"{package:.3f} s", "< 0.15 s"),
        (f"`{names}`", f"{everything:.3f} s", ""),
    ]
    return Told([Table("Starting", ("", "measured", "goal"), rows)])


def _difference(a: str, b: str, rounds: int) -> float:
    return statistics.median(_run(b) - _run(a) for _ in range(rounds))


def _run(code: str) -> float:
    started = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return perf_counter() - started


def load_seconds(folder: Path, rounds: int = 5) -> tuple[int, float]:
    """Return the lines of a large profile and the seconds to load and compile it.

    Seconds of the processor, so that a busy machine does not show.
    """
    from hotline_rules import load_profile

    path = write_profile(folder, "large", [("dispatched", 2_000 // LINES_A_SET)])
    times = []
    for _ in range(rounds):
        started = process_time()
        load_profile(path)
        times.append(process_time() - started)
    lines = path.read_text(encoding="utf-8").count("\n")
    return lines, statistics.median(times)
