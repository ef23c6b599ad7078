"""First cases of new rules: computed, so a person must go over them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hotline_rules.drafting.page import filled
from hotline_rules.evaluate import evaluate
from hotline_rules.scenarios.times import iso, local_text

if TYPE_CHECKING:
    from hotline_rules.drafting.draft import Draft
    from hotline_rules.profile import Profile

UNIT = "甲单位"


def first_cases(profile: Profile, draft: Draft, editor: str) -> str:
    """Return a file of cases for new rules.

    Args:
        profile: of the draft.
        draft: what is known.
        editor: the first line that joins the file to the schema an editor uses.
    """
    monday = _monday_on_or_after(date.fromisoformat(draft.in_force))
    zone = profile.rulebook.zone
    start = f"{monday} 10:00"
    history: dict[str, Any] = {
        "id": "first",
        "attributes": {"kind": "request"},
        "events": [
            {"type": "dispatched", "at": iso(start, zone), "unit": UNIT, "role": "lead"}
        ],
    }
    found = evaluate(profile, history, as_of=iso(start, zone)).to_dict()
    handle = next((d for d in found["deadlines"] if d["rule"] == "handle"), None)
    values = {
        "editor": editor,
        "title": draft.title,
        "city": profile.id,
        "unit": UNIT,
        "start": start,
        "done": f"{monday} 11:00",
        "decided": f"{monday} 16:00",
        "handle": None if handle is None else _both_sides(handle, zone),
        "missing": sorted(one["parameter"] for one in found["missing"]),
        "returns": draft.limits["return"].on and bool(draft.limits["return"].text),
    }
    return filled("cases.yaml.j2", values)


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _both_sides(limit: dict[str, Any], zone: str) -> dict[str, str]:
    """Return the end of a limit, the last instant in time and the first late one."""
    due = datetime.fromisoformat(limit["due_at"])
    second = timedelta(seconds=1)
    in_time, late = (due, due + second) if limit["inclusive"] else (due - second, due)
    return {
        "due": limit["due_text"],
        "in_time": local_text(in_time.isoformat(), zone),
        "late": local_text(late.isoformat(), zone),
    }
