"""Judge the messages of a real message board by a city's rules.

The data of a public data-mining competition (2020, task C, attachment 4) holds
messages that citizens wrote to a government board, with the time of each answer. It
does not come with this project; with the CSV at hand,

    python examples/message_board.py messages.csv --profile zibo

says how many answers came within the handling limit, and

    python examples/message_board.py messages.csv --histories > messages.jsonl

writes the same tickets as histories, for `hotline-rules evaluate`.

The mapping: a message is a ticket of kind `request`; it was asked when it was
dispatched, and answered when a result was submitted. The board has one unit. Columns:
`message_id`, `asked_at`, `replied_at` (ISO, with offset).
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_rules import evaluate, load_profile, parse_history

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules import Profile

UNIT = "留言办理单位"
AS_OF = "2020-02-01T00:00:00+08:00"


def read_messages(path: Path) -> Iterator[dict[str, Any]]:
    """Yield a history for every message of the CSV, in its order."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {
                "id": row["message_id"],
                "attributes": {"kind": "request"},
                "events": [
                    {
                        "type": "dispatched",
                        "at": row["asked_at"],
                        "unit": UNIT,
                        "role": "lead",
                    },
                    {
                        "type": "result_submitted",
                        "at": row["replied_at"],
                        "unit": UNIT,
                        "replied_caller": True,
                    },
                ],
            }


def count_states(
    profile: Profile, histories: Iterable[dict[str, Any]], rule: str = "handle"
) -> Counter[str]:
    """Count the states of one rule's limits over all messages.

    Args:
        profile: loaded with `outside_validity="apply"`: the messages are older than
            the texts.
        histories: as `read_messages` yields them.
        rule: the limit to look at.
    """
    as_of = (
        parse_history({"id": "-", "events": [{"type": "-", "at": AS_OF}]}).events[0].at
    )
    states: Counter[str] = Counter()
    for history in histories:
        result = evaluate(profile, history, as_of=as_of).to_dict()
        states.update(d["state"] for d in result["deadlines"] if d["rule"] == rule)
    return states


def main() -> int:
    """Write the counts, or the histories."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("messages", type=Path, help="the CSV")
    parser.add_argument("--profile", default="zibo")
    parser.add_argument("--reading", action="append", default=[], metavar="CODE=OPTION")
    parser.add_argument("--histories", action="store_true", help="write histories only")
    options = parser.parse_args()
    if options.histories:
        for history in read_messages(options.messages):
            line = json.dumps(history, ensure_ascii=False)
            sys.stdout.buffer.write(line.encode() + b"\n")
        return 0
    readings = dict(pair.split("=", 1) for pair in options.reading)
    profile = load_profile(options.profile, readings=readings, outside_validity="apply")
    for state, number in sorted(
        count_states(profile, read_messages(options.messages)).items()
    ):
        sys.stdout.write(f"{state:10} {number}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
