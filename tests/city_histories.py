"""Histories for the real profiles: likely sequences, and sequences that make no sense.

Types and payload keys come from the profile's own words, so that a new event of a city
is generated without touching this file.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.strategies import UNITS, iso, times_of_day

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from hotline_rules import Profile

FIRST_DAY = {
    "zibo": "2021-02-04",
    "qingyuan": "2019-07-01",
    "shicheng": "2021-11-23",
    "yulin": "2022-11-06",
}

# What happens to most tickets, and what happens to those that matter.
_LIKELY = (
    ["dispatched", "signed_for", "result_submitted", "callback_done", "closed"],
    ["dispatched", "return_requested", "return_decided", "dispatched"],
    ["dispatched", "extension_requested", "extension_decided", "result_submitted"],
    ["dispatched", "reclassified", "result_submitted", "callback_done"],
    ["dispatched", "result_submitted", "callback_done", "redo_ordered"],
    ["dispatched", "forwarded", "progress_reported", "continuation_declared"],
    ["dispatched", "phone_notified", "prelim_feedback", "result_submitted"],
    ["status_determined", "dispatched", "return_requested", "return_decided"],
    ["dispatched", "return_requested", "opinion_issued", "dispatched", "finding_made"],
    ["coordination_held", "responsibility_confirmed", "dispatched", "return_requested"],
    ["repeat_complaint", "repeat_complaint", "finding_made", "item_proposed"],
    ["item_proposed", "group_consented", "joint_meeting_held", "task_assigned"],
    ["group_consented", "task_assigned", "inspection_held", "plan_made", "closed"],
)


@st.composite
def city_histories(
    draw: DrawFn, profile: Profile, *, most: int = 12
) -> tuple[dict[str, Any], list[datetime]]:
    """A history in the form of the contract, and the instants of its events."""
    words = {word.id: dict(word.payload) for word in profile.rulebook.events}
    kinds = draw(_kinds(sorted(words), most))
    first = datetime.fromisoformat(FIRST_DAY[profile.id])
    day = first + timedelta(days=draw(st.integers(-3, 600)))
    at = datetime.combine(day.date(), draw(times_of_day()))
    events, instants = [], []
    for kind in kinds:
        payload = draw(_payload(words.get(kind, {}), at, profile.rulebook.findings))
        event = {"type": kind, "at": iso(at), **payload}
        if draw(_ONE_IN_FIVE):
            late = timedelta(minutes=draw(st.integers(1, 20_000)))
            event["recorded_at"] = iso(at + late)
        events.append(event)
        instants.append(at)
        at += draw(_gaps())
    history = {
        "id": "C-1",
        "subject": "ticket",
        "attributes": draw(_attributes()),
        "events": events,
    }
    return history, instants


_ONE_IN_FIVE = st.sampled_from([False, False, False, False, True])


@st.composite
def _kinds(draw: DrawFn, words: list[str], most: int) -> list[str]:
    nonsense = st.lists(st.sampled_from([*words, "no_such_event"]), max_size=4)
    if draw(_ONE_IN_FIVE):
        anything = st.sampled_from(words)
        return draw(st.lists(anything, min_size=1, max_size=most))
    pieces = draw(st.lists(st.sampled_from(_LIKELY), min_size=1, max_size=2))
    kinds = [kind for piece in pieces for kind in piece] + draw(nonsense)
    return (["ticket_created", *kinds])[:most]


def _gaps() -> SearchStrategy[timedelta]:
    seconds = st.sampled_from([0, 1, 59, 3600, 7200, 46 * 3600, 70 * 3600])
    return (
        seconds.map(lambda s: timedelta(seconds=s))
        | st.integers(1, 72 * 60).map(lambda m: timedelta(minutes=m))
        | st.integers(1, 20).map(lambda d: timedelta(days=d))
    )


@st.composite
def _attributes(draw: DrawFn) -> dict[str, Any]:
    attributes: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "kind": st.sampled_from(["consultation", "request"]),
                "level": st.sampled_from(["city", "county", "provincial"]),
                "urgency": st.sampled_from(["normal", "emergency"]),
                "historical": st.booleans(),
                "external_emergency": st.booleans(),
            },
        )
    )
    return attributes


@st.composite
def _payload(
    draw: DrawFn, keys: dict[str, str], at: datetime, findings: tuple[str, ...]
) -> dict[str, Any]:
    """Most keys that the event knows, with values of their type."""
    payload = {}
    for key, type_ in keys.items():
        if draw(st.integers(0, 9)) < (9 if key in _TELLING else 5):
            payload[key] = draw(_value(key, type_, at, findings))
    return payload


_TELLING = {"unit", "decision", "role", "code", "to", "status"}


def _value(
    key: str, type_: str, at: datetime, findings: tuple[str, ...]
) -> SearchStrategy[Any]:
    if key == "code":
        return st.sampled_from(findings)
    if key == "status":
        return st.sampled_from(["difficult", "linkage", "redo"])
    if "|" in type_:
        return st.sampled_from(type_.split("|"))
    near = st.integers(-3, 30).map(lambda d: (at + timedelta(days=d)).date())
    match type_:
        case "unit":
            return st.sampled_from(UNITS)
        case "yes_no" | "flag":
            return st.booleans()
        case "number":
            return st.integers(0, 9)
        case "list":
            return st.lists(st.sampled_from([*UNITS, "deputy_leader"]), max_size=3)
        case "month":
            return near.map(lambda day: day.isoformat()[:7])
        case "date":
            return near.map(lambda day: day.isoformat())
        case "instant":
            return near.map(lambda day: f"{day}T17:30:00+08:00")
        case _:
            return st.sampled_from(["甲", "乙", "C-1"])
