"""Numbers that need a process of their own: memory, start-up, loading a profile."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parent.parent

_STREAM = """
import json, resource, sys
from hotline_rules.generating import generate_histories
from hotline_rules import evaluate, load_profile
profile = load_profile("qingyuan", outside_validity="apply")
count, cards = int(sys.argv[1]), 0
# The histories are made, written and read again one at a time, as from a file.
for history in generate_histories("qingyuan", count, 1):
    line = json.dumps(history)
    result = evaluate(profile, json.loads(line), as_of=1_790_000_000)
    cards += len(result.to_dict()["penalties"])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"peak_mb": peak / 1024, "cards": cards}))
"""


def peak_memory(tickets: int) -> dict[str, float]:
    """Stream histories through `evaluate`; return the peak of the process in MB."""
    started = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _STREAM, str(tickets)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found | {"seconds": perf_counter() - started}


def import_seconds(rounds: int = 15) -> float:
    """Return how much longer a Python runs that imports the package."""
    return _difference("pass", "import hotline_rules", rounds)


def import_all_seconds(rounds: int = 9) -> float:
    """Return the same for the names that an integrator uses."""
    names = "from hotline_rules import evaluate, load_profile, History"
    return _difference("pass", names, rounds)


def _difference(a: str, b: str, rounds: int) -> float:
    return statistics.median(_run(b) - _run(a) for _ in range(rounds))


def _run(code: str) -> float:
    started = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return perf_counter() - started


def load_seconds(lines: int = 2_000, rounds: int = 5) -> tuple[int, float]:
    """Return the lines of a large profile and the seconds to load and compile it.

    Seconds of the processor, so that a busy machine does not show.
    """
    from hotline_rules import load_profile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.yaml"
        text = large_profile(lines)
        path.write_text(text, encoding="utf-8")
        register = Path(folder) / "large.register.yaml"
        register.write_text("L-1: {at: 第一条, gist: 测试}\n", encoding="utf-8")
        times = []
        for _ in range(rounds):
            started = process_time()
            load_profile(path)
            times.append(process_time() - started)
    return text.count("\n"), statistics.median(times)


_HEAD = """\
format: 1
city: large
title: 大样
zone: Asia/Shanghai
documents:
  large:
    title: 大样办法
    issued: 2000-01-01
    in_force: {from: 2000-01-01, until: open}
    law_at: {duties: dispatched, procedure: the_event}
    after_end: apply_and_flag
    clauses: large.register.yaml
    cite: L-1 第一条
calendars:
  office: {title: 工作日, days: CN}
counting:
  days:
    title: 工作日
    calendar: office
    first_day: not_counted
    last_day_ends: "24:00"
    at_the_limit: strict
    rest_days_after: late
words:
  statuses:
    deemed_overdue: {title: 视为超期, of: unit}
rules:
"""

_RULES = """\
  handle_{n}:
    title: 办理时限
    from: dispatched
    if: {{ticket.kind: request}}
    who: unit
    must: result_submitted
    one_per: unit
    again: replaces
    counted: days
    ends_on: {{returned: {{return_decided: {{decision: approved}}}}}}
    if_facts_change: keep
    cases:
      by: ticket.urgency
      normal: {{cite: L-1 第一条, within: 5 working days}}
      emergency: {{cite: L-1 第一条, within: 3 working days}}
    marks:
      yellow: {{at: 1 working day before due, light: yellow, cite: L-1 第一条}}
      red: {{at: past 1 working day after due, light: red, cite: L-1 第一条}}
  return_{n}:
    title: 回退
    cite: L-1 第一条
    from: handle_{n}.opened
    who: unit
    may: return_requested
    one_per: unit
    again: replaces
    counted: days
    within: 2 working days
    ends_on: {{superseded: handle_{n}.over}}
  late_{n}:
    title: 超期回退
    cite: L-1 第一条
    from: return_{n}.used_late
    status: deemed_overdue
    until: never
"""


def large_profile(lines: int) -> str:
    """Return a profile of about so many lines, of rules like those of the cities."""
    each = _RULES.count("\n")
    count = (lines - _HEAD.count("\n")) // each
    return _HEAD + "".join(_RULES.format(n=n) for n in range(count))
