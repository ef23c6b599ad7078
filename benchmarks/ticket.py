"""A whole ticket: parsed history in, result with its evidence out, before `to_dict`.

The yardstick is one `json.loads` of the ticket's own line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from benchmarks.measure import Timing, compare
from hotline_rules import evaluate, load_profile, parse_history
from hotline_rules.generating import generate_histories

TICKETS = 200
AS_OF = 1_790_000_000  # September 2026: after the last event of every ticket


@dataclass(frozen=True)
class Work:
    """What was measured: bytes and events of a line, on average."""

    bytes_a_line: float
    events: float
    timings: list[Timing]


def whole_ticket(city: str = "qingyuan") -> Work:
    """Compare evaluating, and writing out, with parsing the line."""
    profile = load_profile(city, outside_validity="apply")
    lines = [
        json.dumps(each, ensure_ascii=False)
        for each in generate_histories(city, TICKETS, 1)
    ]
    histories = [parse_history(json.loads(line)) for line in lines]
    loads = json.loads

    def evaluated() -> list[object]:
        return [evaluate(profile, history, as_of=AS_OF) for history in histories]

    def written() -> list[object]:
        return [
            evaluate(profile, history, as_of=AS_OF).to_dict() for history in histories
        ]

    again = [evaluate(profile, loads(line), as_of=AS_OF).to_dict() for line in lines]
    if written() != again:
        raise SystemExit("the same tickets gave two answers")
    timings = compare(
        {
            "json.loads": (lambda: [loads(line) for line in lines], TICKETS),
            "evaluate": (evaluated, TICKETS),
            "evaluate + to_dict": (written, TICKETS),
            "json.loads + parse_history": (
                lambda: [parse_history(loads(line)) for line in lines],
                TICKETS,
            ),
        }
    )
    return Work(
        bytes_a_line=sum(len(line.encode()) for line in lines) / TICKETS,
        events=sum(len(history.events) for history in histories) / TICKETS,
        timings=timings,
    )
