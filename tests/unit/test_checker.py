"""True results give no doubt, and whatever is changed in one is seen."""

from __future__ import annotations

import copy
import json
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from hotline_rules.calendar import Zone, build_calendar, day_of_date
from hotline_rules.checker import check_result
from hotline_rules.checker.calendars import Days, read_calendars
from hotline_rules.profile.bundled import calendar_files
from hotline_rules.profile.calendars import bundled_calendars
from tests.support.checked import CITIES, Judged, ground_of, judged, results

Answer = dict[str, Any]
Change = "Callable[[Answer], bool | None]"


@cache
def true_results() -> tuple[Judged, ...]:
    return tuple(one for city in CITIES for one in results(city))


@pytest.mark.parametrize("city", CITIES)
def test_true_results__give_no_doubt(city: str) -> None:
    seen = 0
    for one in results(city):
        for verdict in one.verdicts():
            assert not verdict.doubts, (one.history["id"], verdict)
            seen += verdict.outcome == "borne_out"
    assert seen > 50


# What is changed, is seen -----------------------------------------------------------


def later(field: str, **by: int) -> Any:
    """Put an instant of an answer later, or earlier."""

    def change(answer: Answer) -> bool | None:
        if answer.get(field) is None:
            return False
        moved = datetime.fromisoformat(answer[field]) + timedelta(**by)
        answer[field] = moved.isoformat()
        return None

    return change


def other(field: str, value: Any) -> Any:
    def change(answer: Answer) -> bool | None:
        new = value(answer) if callable(value) else value
        if field not in answer or answer[field] == new:
            return False
        answer[field] = new
        return None

    return change


def days(alter: Any) -> Any:
    def change(answer: Answer) -> bool | None:
        listed = answer["because"].get("days")
        if not listed or not listed["counted"]:
            return False
        found: bool | None = alter(listed)
        return found

    return change


def leave_out(listed: Answer) -> None:
    listed["counted"].pop(len(listed["counted"]) // 2)


def count_a_rest_day(listed: Answer) -> bool | None:
    rest = [one for one in listed["skipped"] if one[1] == "rest"]
    if not rest or listed["counting"] == "round_the_clock":
        return False
    listed["skipped"].remove(rest[0])
    listed["counted"] = sorted([*listed["counted"], rest[0][0]])
    return None


def more_days(listed: Answer) -> bool | None:
    if not listed["amount"]:
        return False
    number, _, unit = listed["amount"].partition(" ")
    listed["amount"] = f"{int(number) + 1} {unit}"
    return None


def longer_limit(answer: Answer) -> bool | None:
    step = answer["because"]["steps"][0]
    number, _, rest = str(step["point"]).partition(" ")
    if not number.isdigit():
        return False
    step["point"] = f"{int(number) + 1} {rest}"
    return None


def in_evidence(field: str, value: Any) -> Any:
    def change(answer: Answer) -> bool | None:
        if answer["because"].get(field) is None:
            return False
        answer["because"][field] = value
        return None

    return change


def other_bearer(answer: Answer) -> bool | None:
    if answer["bearer"]["unit"] is None:
        return False
    answer["bearer"]["unit"] = "别的局"
    return None


STATES = {
    "met": "met_late",
    "met_late": "met",
    "running": "overdue",
    "overdue": "running",
    "paused": "running",
    "lapsed": "running",
    "ended": "met",
    "open": "done",
    "done": "open",
    "done_late": "done",
    "effective": "absorbed",
    "absorbed": "effective",
    "provisional": "effective",
    "voided": "effective",
}
ALL = {
    "cites": other("cites", lambda one: ["ZZ-1-1", *one["cites"][1:]]),
    "cites left out": other("cites", lambda one: one["cites"][1:]),
    "events": in_evidence("events", [99]),
    "rule": other("rule", "no_such_rule"),
    "reading": other("readings", lambda one: {"T04": "as_you_like"}),
}
CHANGES: dict[str, dict[str, Any]] = {
    "deadlines": ALL
    | {
        "due a day later": later("due_at", days=1),
        "due a day earlier": later("due_at", days=-1),
        "due a second later": later("due_at", seconds=1),
        "due a second earlier": later("due_at", seconds=-1),
        "inclusive": other("inclusive", lambda one: not one["inclusive"]),
        "due text": other("due_text", "2021-01-01 24:00"),
        "starts a second later": later("started_at", seconds=1),
        "starts a day earlier": later("started_at", days=-1),
        "ended a second later": later("ended_at", seconds=1),
        "state": other("state", lambda one: STATES[one["state"]]),
        "bearer": other_bearer,
        "original end": other("original_due_at", lambda one: "2020-01-01T00:00+08:00"),
        "certainty": other("certainty", lambda one: "certain"),
        "duty or power": other("kind", lambda one: _other_kind(one["kind"])),
        "a day left out": days(leave_out),
        "a rest day counted": days(count_a_rest_day),
        "amount of days": days(more_days),
        "amount": longer_limit,
        "end reason": other("end_reason", "because"),
    },
    "penalties": ALL
    | {
        "a second later": later("at", seconds=1),
        "a day earlier": later("at", days=-1),
        "kind": other("kind", lambda one: _other_card(one["kind"])),
        "unit": other("unit", "别的局"),
        "state": other("state", lambda one: STATES[one["state"]]),
        "points": other("points", "3"),
        "concurrent": other("concurrent", ["nothing:1"]),
        "limit": in_evidence("limit", "no_such_limit:1"),
        "end of the limit": in_evidence("limit_due_at", "2020-01-01T00:00+08:00"),
        "a day left out": days(leave_out),
    },
    "actions": ALL
    | {
        "a second later": later("since", seconds=1),
        "due a day later": later("due_at", days=1),
        "state": other("state", lambda one: _other_action(one["state"])),
        "done a second later": later("done_at", seconds=1),
        "action": other("action", "sing"),
    },
    "statuses": ALL
    | {
        "a second later": later("since", seconds=1),
        "until a second later": later("until", seconds=1),
        "status": other("status", "another"),
    },
    "rungs": ALL
    | {
        "a second later": later("since", seconds=1),
        "until a second later": later("until", seconds=1),
        "rung": other("rung", "another"),
    },
}


def _other_kind(kind: str) -> str:
    return "power" if kind == "duty" else "duty"


def _other_card(kind: str) -> str:
    return "yellow_card" if kind == "red_card" else "red_card"


def _other_action(state: str) -> str:
    return "done" if state == "lapsed" else STATES.get(state, "open")


@pytest.mark.parametrize(
    ("table", "name"), [(table, name) for table in CHANGES for name in CHANGES[table]]
)
def test_change__is_seen(table: str, name: str) -> None:
    tried = 0
    for one in true_results():
        for number in range(min(len(one.result[table]), 4)):
            changed = copy.deepcopy(one.result)
            if CHANGES[table][name](changed[table][number]) is False:
                continue
            tried += 1
            verdicts = one.verdicts(changed)
            assert any(verdict.doubts for verdict in verdicts), (
                one.history["id"],
                one.result[table][number],
            )
        if tried > 40:
            return
    assert tried, f"nothing to change: {table} {name}"


@pytest.mark.parametrize(
    "change",
    [
        later("since", seconds=1),
        other("colour", lambda one: "yellow" if one["colour"] == "red" else "red"),
        other("peak", lambda one: "none" if one["peak"] == "red" else "red"),
    ],
    ids=["since", "colour", "peak"],
)
def test_light__a_change_is_seen(change: Any) -> None:
    tried = 0
    for one in results("zibo"):
        if any(verdict.untold for verdict in one.verdicts()):
            continue
        changed = copy.deepcopy(one.result)
        if change(changed["light"]) is not False:
            tried += 1
            assert any(verdict.doubts for verdict in one.verdicts(changed))
    assert tried


def test_light__under_a_document_that_has_run_out_is_checked() -> None:
    tried = 0
    for one in results("zibo"):
        later_year = json.dumps(one.history).replace("2021-0", "2023-0")
        moved = judged("zibo", json.loads(later_year), hours=300)
        limits = moved.result["deadlines"]
        steps = [limit["because"].get("steps", ()) for limit in limits]
        unmoved = all(len(one) == 1 and "pauses" not in one[0] for one in steps)
        if unmoved and all(limit["flags"] == ["rule_expired"] for limit in limits):
            tried += bool(limits)
            assert not [x for x in moved.verdicts() if x.untold or x.doubts]
    assert tried


def test_light__that_a_late_grant_undid_is_no_doubt() -> None:
    """Handed back in time, granted after the red light: as if it had never been."""
    unit = {"unit": "张店区"}
    events = [
        {"type": "ticket_created", "at": "2021-03-01T09:00:00+08:00"},
        {"type": "dispatched", "at": "2021-03-01T10:00:00+08:00", "role": "lead"}
        | unit,
        {"type": "return_requested", "at": "2021-03-03T10:00:00+08:00"} | unit,
        {"type": "return_decided", "at": "2021-03-10T10:00:00+08:00"}
        | {"decision": "approved"}
        | unit,
    ]
    one = judged("zibo", {"id": "Z", "events": events, "attributes": {}})
    assert one.result["light"]["peak"] == "none"
    assert not [verdict for verdict in one.verdicts() if verdict.doubts]


def test_history__that_differs_is_seen() -> None:
    """An event of the evidence at another time bears nothing out any more."""
    one = next(iter(results("zibo")))
    history = copy.deepcopy(one.history)
    sent = next(x for x in history["events"] if x["type"] == "dispatched")
    sent["at"] = sent["at"].replace("T10:", "T11:")
    verdicts = check_result(history, one.result, one.ground)
    assert any(x.code == "begins-otherwise" for one in verdicts for x in one.doubts)


def test_evidence__that_does_not_suffice_is_not_passed() -> None:
    one = next(iter(results("zibo")))
    changed = copy.deepcopy(one.result)
    del changed["deadlines"][0]["because"]["steps"]
    (verdict,) = [
        x for x in one.verdicts(changed) if x.id == changed["deadlines"][0]["id"]
    ][:1]
    assert verdict.outcome == "open"
    assert [x.code for x in verdict.untold] == ["steps-not-told"]


def test_card__that_is_left_out_cannot_be_seen() -> None:
    """What evidence alone cannot tell (docs/limits.md)."""
    one = next(x for x in results("qingyuan") if len(x.result["penalties"]) == 1)
    changed = copy.deepcopy(one.result)
    changed["penalties"].clear()
    before = [x for x in one.verdicts() if x.table == "penalties"]
    assert before
    assert not any(x.doubts for x in one.verdicts(changed) if x.table != "actions")


# The calendar -------------------------------------------------------------------------


@pytest.mark.parametrize("known_on", [None, date(2020, 1, 25), date(2024, 12, 1)])
@pytest.mark.parametrize("id_", ["CN", "CN-GX"])
def test_calendar__is_read_as_the_engine_reads_it(
    id_: str, known_on: date | None
) -> None:
    days = Days(read_calendars(calendar_files())[id_], known_on)
    day = None if known_on is None else day_of_date(known_on)
    engine = build_calendar(
        bundled_calendars()[id_], Zone.load("Asia/Shanghai"), known_on=day
    )
    one = date(2009, 1, 1)
    while one < date(2030, 1, 1):
        assert days.works(one) == engine.is_working(day_of_date(one)), one
        one += timedelta(days=1)


def test_ground__knows_the_readings_in_use() -> None:
    ground = ground_of("qingyuan")
    assert ground.walker("hours", None).way.rest_days_in_hours == "pause"
    assert ground.walker("days", None).way.first_day == "not_counted"
    assert ground.clauses is not None
    assert "QY2015-4-2-c" in ground.clauses


def test_history__is_cut_as_the_result_was() -> None:
    """Events not known by then, and later ones, are no evidence."""
    history = {
        "id": "X",
        "events": [
            {"type": "dispatched", "at": "2021-03-01T10:00:00+08:00", "unit": "张店区"},
            {
                "type": "result_submitted",
                "at": "2021-03-01T24:00:00+08:00",
                "unit": "张店区",
            },
        ],
    }
    one = judged("zibo", history)
    assert not any(verdict.doubts for verdict in one.verdicts())
    assert any(x["state"] == "met" for x in one.result["deadlines"])
