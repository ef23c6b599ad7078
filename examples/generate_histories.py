"""Make histories: as many as wanted, the same for the same seed.

For tests and benchmarks. Nothing in them is real: units are numbered, times are drawn.
A ticket has about ten events; among them are returns, second dispatches, extensions,
redos and emergencies, each as often as the table of the city says.

    python examples/generate_histories.py zibo --count 1000 --seed 1 > many.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Event = dict[str, Any]

_ZONE = timezone(timedelta(hours=8))
_HOUR = 3600
_DAY = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class Habits:
    """How tickets of one city behave; chances are from 0 to 1.

    `first_day` and `days` say when tickets come in; `slow` is the share of results
    that take longer than the limits usually allow.
    """

    prefix: str
    first_day: str
    days: int
    units: int
    consultation: float
    provincial: float
    emergency: float
    returned: float
    extended: float
    redone: float
    slow: float
    due_key: str


CITIES = {
    "zibo": Habits(
        prefix="ZB",
        first_day="2021-02-08",
        days=700,
        units=40,
        consultation=0.2,
        provincial=0.1,
        emergency=0.03,
        returned=0.12,
        extended=0.15,
        redone=0.08,
        slow=0.2,
        due_key="days",
    ),
    "qingyuan": Habits(
        prefix="QY",
        first_day="2019-08-01",
        days=2000,
        units=60,
        consultation=0.55,
        provincial=0.0,
        emergency=0.02,
        returned=0.12,
        extended=0.15,
        redone=0.05,
        slow=0.2,
        due_key="promised_due",
    ),
}


def generate_histories(city: str, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield histories as the contract describes them.

    Args:
        city: a key of `CITIES`.
        count: how many.
        seed: the same seed gives the same histories, byte for byte.
    """
    habits = CITIES[city]
    for number in range(count):
        # A generator of its own for each ticket: the first thousand of a million are
        # the thousand.
        yield _Ticket(habits, random.Random(f"{city}-{seed}-{number}"), number).made()


class _Ticket:
    """Draws one ticket, event after event."""

    def __init__(self, habits: Habits, draw: random.Random, number: int) -> None:
        self._habits = habits
        self._draw = draw
        self._id = f"{habits.prefix}-{number:08}"
        first = datetime.fromisoformat(habits.first_day).replace(tzinfo=_ZONE)
        within = draw.randrange(habits.days) * _DAY
        self._at = first + timedelta(seconds=within + draw.randrange(8, 20) * _HOUR)
        self._events: list[Event] = []

    def made(self) -> dict[str, Any]:
        """Answer the whole history."""
        draw, habits = self._draw, self._habits
        emergency = draw.random() < habits.emergency
        consultation = not emergency and draw.random() < habits.consultation
        attributes = {
            "kind": "consultation" if consultation else "request",
            "level": "provincial" if draw.random() < habits.provincial else "city",
            "urgency": "emergency" if emergency else "normal",
        }
        unit = self._unit()
        self._add("ticket_created", channel=draw.choice(["phone", "web", "app"]))
        self._later(60, _HOUR)
        self._add("classified", kind=attributes["kind"], by="platform")
        self._dispatch(unit, emergency=emergency)
        if draw.random() < habits.returned:
            unit = self._sent_back(unit, emergency=emergency)
        if draw.random() < habits.extended:
            self._extended(unit)
        self._answered(unit, hours=30 if consultation else 90)
        if draw.random() < habits.redone:
            self._redone(unit)
        self._called_back(unit)
        return {
            "id": self._id,
            "subject": "ticket",
            "attributes": attributes,
            "events": self._events,
        }

    def _unit(self) -> str:
        return f"单位{self._draw.randrange(1, self._habits.units + 1):02}"

    def _later(self, least: int, most: int) -> None:
        self._at += timedelta(seconds=self._draw.randrange(least, most))

    def _add(self, type_: str, /, **payload: object) -> None:
        event: Event = {"type": type_, "at": self._at.isoformat(), **payload}
        if self._draw.random() < 0.1:  # the system learned of it a little later
            late = self._at + timedelta(seconds=self._draw.randrange(5, 900))
            event["recorded_at"] = late.isoformat()
        self._events.append(event)

    def _dispatch(self, unit: str, *, emergency: bool) -> None:
        self._later(300, 2 * _HOUR)
        self._add("dispatched", unit=unit, role="lead")
        if emergency:
            self._later(30, 600)
            self._add("phone_notified", unit=unit, by="platform")
        self._later(120, 5 * _HOUR)
        self._add("signed_for", unit=unit)
        if emergency:
            self._later(600, 3 * _HOUR)
            self._add("prelim_feedback", unit=unit, channel="phone")

    def _sent_back(self, unit: str, *, emergency: bool) -> str:
        self._later(_HOUR, 3 * _DAY)
        self._add(
            "return_requested",
            unit=unit,
            reason="职责不在本单位",
            suggested_unit=self._unit(),
        )
        self._later(_HOUR, _DAY)
        approved = self._draw.random() < 0.7
        decision = "approved" if approved else "rejected"
        self._add("return_decided", unit=unit, decision=decision, by="platform")
        if not approved:
            return unit
        again = self._unit()
        self._dispatch(again, emergency=emergency)
        return again

    def _extended(self, unit: str) -> None:
        self._later(_DAY, 4 * _DAY)
        wish: dict[str, object] = {"days": self._draw.randrange(1, 6)}
        if self._habits.due_key == "promised_due":
            due = self._at + timedelta(days=self._draw.randrange(5, 12))
            wish = {"promised_due": due.date().isoformat()}
        self._add("extension_requested", unit=unit, ground="需部门会商", **wish)
        self._later(_HOUR, 2 * _DAY)
        decision = "approved" if self._draw.random() < 0.8 else "rejected"
        self._add("extension_decided", unit=unit, decision=decision, by="platform")

    def _answered(self, unit: str, hours: int) -> None:
        if self._draw.random() < 0.4:
            self._later(_HOUR, 2 * _DAY)
            self._add("progress_reported", unit=unit, content="正在办理")
        slow = self._draw.random() < self._habits.slow
        self._later(_HOUR, hours * _HOUR * (4 if slow else 1))
        self._add("caller_contacted", unit=unit, mode="phone")
        self._later(300, 3 * _HOUR)
        self._add("result_submitted", unit=unit, channel="system", replied_caller=True)

    def _redone(self, unit: str) -> None:
        self._later(_HOUR, 2 * _DAY)
        self._add(
            "callback_done", unit=unit, contacted=True, result_ok=False, undone=True
        )
        self._later(300, _HOUR)
        self._add("redo_ordered", unit=unit, n=1)
        self._answered(unit, hours=60)

    def _called_back(self, unit: str) -> None:
        self._later(_HOUR, 2 * _DAY)
        self._add("reply_reviewed", clear=True, lawful=True)
        self._later(_HOUR, _DAY)
        self._add("callback_done", unit=unit, contacted=True, result_ok=True)
        self._later(60, _HOUR)
        self._add("closed", lawful=True)


def main() -> int:
    """Write histories to standard output, a line each."""
    parser = argparse.ArgumentParser(description="Make histories for tests.")
    parser.add_argument("city", choices=sorted(CITIES))
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for history in generate_histories(options.city, options.count, options.seed):
        line = json.dumps(history, ensure_ascii=False)
        sys.stdout.buffer.write(line.encode() + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
