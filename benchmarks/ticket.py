"""A whole ticket: parsed history in, result with its evidence out, before `to_dict`.

The yardstick is one `json.loads` of the ticket's own line.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.measure import compare
from benchmarks.story import Table, Told
from hotline_rules import evaluate, load_profile, parse_history
from hotline_rules.generating import generate_histories, list_habits

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.measure import Timing
    from benchmarks.story import Scale

AS_OF = 1_790_000_000  # September 2026: after the last event of every ticket
GOALED, GOAL = "qingyuan", 3


def run(scale: Scale, _folder: Path) -> Told:
    """Compare what is done with a ticket to reading its line, city by city."""
    told = Told()
    rows = []
    for city in list_habits():
        events, size, timings = whole_ticket(city, scale)
        loads, parsed, judged, written = timings
        rows.append(
            (
                city,
                f"{events:.1f}",
                f"{size:,.0f}",
                f"{loads.seconds * 1e6:.1f}",
                f"{parsed.ratio:.1f}",
                f"{judged.seconds * 1e6:.0f}",
                f"{judged.ratio:.1f}",
                f"≤ {GOAL}" if city == GOALED else "",
                f"{written.ratio:.1f}",
            )
        )
        told.numbers[city] = f"{judged.ratio:.1f}"
    headings = ("", "events", "bytes a line", "`json.loads`, µs", "read, ×")
    headings += ("`evaluate`, µs", "`evaluate`, ×", "goal", "`evaluate` + `to_dict`, ×")
    title = "A whole ticket, in µs and as multiples of one `json.loads` of its line"
    told.parts.append(Table(title, headings, rows))
    return told


def whole_ticket(city: str, scale: Scale) -> tuple[float, float, list[Timing]]:
    """Compare `json.loads`, reading a history, evaluating, and writing out.

    Returns:
        events a ticket, bytes a line, and the four.

    Raises:
        SystemExit: the same tickets gave two answers.
    """
    profile = load_profile(city, outside_validity="apply")
    count, loads = scale.tickets, json.loads
    drawn = generate_histories(city, count, 1)
    lines = [json.dumps(each, ensure_ascii=False) for each in drawn]
    histories = [parse_history(loads(line)) for line in lines]

    def judged() -> None:
        # Each is let go before the next, as whoever streams tickets does; kept, they
        # would cost the collector and the memory more than the judging.
        for history in histories:
            evaluate(profile, history, as_of=AS_OF)

    def loaded() -> None:
        for line in lines:
            loads(line)

    def written() -> list[object]:
        return [evaluate(profile, one, as_of=AS_OF).to_dict() for one in histories]

    again = [evaluate(profile, loads(line), as_of=AS_OF).to_dict() for line in lines]
    if written() != again:
        raise SystemExit(f"the same tickets of {city} gave two answers")
    runs = {
        "json.loads": loaded,
        "json.loads + parse_history": lambda: [
            parse_history(loads(line)) for line in lines
        ],
        "evaluate": judged,
        "evaluate + to_dict": written,
    }
    timings = compare({name: (run, count) for name, run in runs.items()}, scale)
    events = sum(len(history.events) for history in histories) / count
    return events, sum(len(line.encode()) for line in lines) / count, timings
