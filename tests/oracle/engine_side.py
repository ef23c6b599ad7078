"""The engine's answer in the shape of the oracle's: what both must say alike."""

from __future__ import annotations

import tempfile
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_rules import Profile, evaluate, load_profile
from tests.oracle.engine_oracle import Event, View
from tests.oracle.minis import REGISTER, Mini, to_yaml
from tests.strategies import contract_history, iso

if TYPE_CHECKING:
    from collections.abc import Sequence


@lru_cache(maxsize=512)
def load_text(text: str) -> Profile:
    """Load a profile in miniature through the real reader, checks and compiler."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mini.yaml"
        path.write_text(text, encoding="utf-8")
        (Path(folder) / "mini.register.yaml").write_text(REGISTER, encoding="utf-8")
        return load_profile(path)


def judge_with_engine(
    mini: Mini, events: Sequence[Event], as_of: datetime, urgency: str
) -> dict[str, Any]:
    """Evaluate with the engine; the answer as the contract has it."""
    history = contract_history(events, {"kind": "request", "urgency": urgency})
    result = evaluate(load_text(to_yaml(mini)), history, as_of=iso(as_of))
    answer: dict[str, Any] = result.to_dict()
    return answer


def view_of(answer: dict[str, Any]) -> View:
    """Take from a result what the oracle answers for."""
    duties, windows = {}, {}
    for each in answer["deadlines"]:
        paused = each["state"] == "paused"
        due = None if paused else _naive(each["due_at"])
        inclusive = not paused and each["inclusive"]
        if each["rule"] == "handle":
            # A reason beside another state than `ended` is left open by the contract.
            reason = each["end_reason"] if each["state"] == "ended" else None
            duties[each["id"]] = (each["state"], due, inclusive, reason)
        else:
            windows[each["id"]] = (each["state"], due)
    return View(
        duties=duties,
        windows=windows,
        light=answer["light"]["colour"],
        peak=answer["light"]["peak"],
        cards=sorted(
            (
                each["rule"],
                each["unit"],
                each["kind"],
                _naive(each["at"]),
                each["state"],
            )
            for each in answer["penalties"]
        ),
        statuses=sorted(
            (each["status"], each["unit"], _naive(each["since"]))
            for each in answer["statuses"]
        ),
        originals={
            each["id"]: _naive(each["original_due_at"])
            for each in answer["deadlines"]
            if each["rule"] == "handle"
            and each["original_due_at"] is not None
            and each["state"] != "paused"
        },
    )


def _naive(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=None)
