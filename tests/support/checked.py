"""True results beside what they are checked against."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_rules import evaluate, load_profile
from hotline_rules.checker import Ground, check_result, read_ground
from hotline_rules.generating import generate_histories
from hotline_rules.profile.bundled import calendar_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules import Profile
    from hotline_rules.checker import Verdict

ROOT = Path(__file__).resolve().parents[2]
CITIES = ("zibo", "qingyuan", "shicheng", "yulin")


@dataclass(frozen=True)
class Judged:
    """A result, and the history behind it."""

    history: dict[str, Any]
    result: dict[str, Any]
    ground: Ground

    def verdicts(self, result: dict[str, Any] | None = None) -> list[Verdict]:
        """What the checker says of it, or of another result in its place."""
        return check_result(self.history, result or self.result, self.ground)


@cache
def profile_of(city: str) -> Profile:
    return load_profile(city)


@cache
def ground_of(city: str) -> Ground:
    return read_ground(ROOT / "profiles" / f"{city}.yaml", calendar_files())


def judged(city: str, history: dict[str, Any], hours: int = 0) -> Judged:
    """A history judged so many hours after its last event."""
    times = [one["at"].replace("T24:", "T23:") for one in history["events"]]
    last = max(map(datetime.fromisoformat, times)) + timedelta(hours=1)
    result = evaluate(
        profile_of(city), history, as_of=last + timedelta(hours=hours)
    ).to_dict()
    return Judged(history, result, ground_of(city))


def results(city: str, made: int = 8) -> Iterator[Judged]:
    """The bundled examples of a city, and a few made-up tickets."""
    lines = (ROOT / "examples" / f"{city}.jsonl").read_text(encoding="utf-8")
    for number, line in enumerate(lines.splitlines()):
        yield judged(city, json.loads(line), hours=(0, 300)[number % 2])
    for number, history in enumerate(generate_histories(city, made, seed=9)):
        yield judged(city, dict(history), hours=(0, 1, 300)[number % 3])
