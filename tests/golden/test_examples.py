"""The examples, byte for byte as `make demo` shows them, and what each is there for.

When a change is meant to be seen here, write the tables anew with
`python -m tests.golden.test_examples` and read the difference.
"""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hotline_rules import evaluate, load_profile, parse_history
from hotline_rules.cli.table import Table

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent / "examples"
CITIES = {
    "zibo": "2021-03-17T09:00:00+08:00",
    "qingyuan": "2024-03-20T09:00:00+08:00",
    "shicheng": "2022-05-11T09:00:00+08:00",
    "yulin": "2023-04-24T09:00:00+08:00",
}


@cache
def judged(city: str) -> list[dict[str, Any]]:
    profile = load_profile(city)
    lines = (ROOT / f"examples/{city}.jsonl").read_text(encoding="utf-8").splitlines()
    histories = [parse_history(json.loads(line)) for line in lines]
    return [evaluate(profile, h, as_of=CITIES[city]).to_dict() for h in histories]


def table(city: str) -> str:
    out = io.StringIO()
    shown = Table(out, load_profile(city).rulebook, "zh")
    for result in judged(city):
        shown.write(result)
    shown.finish()
    return out.getvalue()


@pytest.mark.parametrize("city", CITIES)
def test_examples__the_table_is_the_one_on_file(city: str) -> None:
    assert table(city) == (HERE / f"{city}.txt").read_text(encoding="utf-8")


# Numbers that the text of the city leaves open; the page says so.
MISSING = {
    "SC-UNSIGNED": ["points_unsigned"],
    "SC-OPEN": ["closing_limit", "sign_for_limit"],
    "SC-ONSITE": ["points_onsite"],
}


@pytest.mark.parametrize("city", CITIES)
def test_examples__nothing_is_odd_or_unknown(city: str) -> None:
    for result in judged(city):
        assert result["anomalies"] == [], result["id"]
        missing = [one["parameter"] for one in result["missing"]]
        assert missing == MISSING.get(result["id"], []), result["id"]


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("lang", ["", ".zh-CN"])
def test_examples__each_is_described(city: str, lang: str) -> None:
    text = (ROOT / f"examples/README{lang}.md").read_text(encoding="utf-8")
    for result in judged(city):
        assert f"`{result['id']}`" in text


# What the page about the examples says, with the clauses that it rests on.
LIMITS: list[tuple[str, str, str, str, str, list[str]]] = [
    ("zibo", "ZB-ON-TIME", "handle:甲区:1", "2021-03-08 24:00", "met", ["ZB-11-3-a"]),
    (
        "zibo",
        "ZB-YELLOW",
        "handle:乙局:1",
        "2021-03-17 24:00",
        "running",
        ["ZB-11-3-a"],
    ),
    ("zibo", "ZB-RED", "handle:甲区:1", "2021-03-15 24:00", "overdue", ["ZB-11-3-a"]),
    (
        "zibo",
        "ZB-PROVINCIAL",
        "return:丙局:1",
        "2021-03-02 24:00",
        "met",
        ["ZB-11-6-b"],
    ),
    ("zibo", "ZB-LATE-RETURN", "return:甲区:1", "2021-03-03 24:00", "met_late", []),
    ("zibo", "ZB-LATE-RETURN", "handle:甲区:1", "2021-03-08 24:00", "ended", []),
    ("zibo", "ZB-LATE-RETURN", "handle:乙局:1", "2021-03-11 24:00", "met", []),
    ("zibo", "ZB-EXTENDED", "handle:乙局:1", "2021-03-15 24:00", "met", ["ZB-11-4-e"]),
    ("zibo", "ZB-REFUSED", "handle:乙局:1", "2021-03-08 24:00", "met_late", []),
    ("zibo", "ZB-CONTINUED", "handle:甲区:1", "2021-03-19 24:00", "running", []),
    ("zibo", "ZB-CONTINUED", "progress:甲区:1", "2021-03-19 24:00", "met", []),
    ("zibo", "ZB-REDO", "handle:丙局:2", "2021-03-15 24:00", "met", []),
    (
        *("zibo", "ZB-EMERGENCY", "emergency_feedback:丁公司:1", "2021-03-07 01:30"),
        *("met", ["ZB-13-5"]),
    ),
    ("zibo", "ZB-EMERGENCY", "handle:丁公司:1", "2021-03-10 24:00", "met", ["ZB-13-6"]),
    ("zibo", "ZB-TWO-UNITS", "handle:甲区:1", "2021-03-09 24:00", "met", []),
    ("zibo", "ZB-RECLASSED", "handle:甲区:1", "2021-03-15 24:00", "met", []),
    ("zibo", "ZB-FESTIVAL", "handle:乙局:1", "2021-02-20 24:00", "met", []),
    ("qingyuan", "QY-WEEKEND", "handle:甲局:1", "2024-03-12 14:00", "met", []),
    ("qingyuan", "QY-HOURS-LATE", "handle:乙局:1", "2024-03-12 14:00", "met_late", []),
    ("qingyuan", "QY-FESTIVAL", "handle:丙局:1", "2024-02-18 13:00", "met", []),
    ("qingyuan", "QY-REQUEST", "handle:甲局:1", "2024-03-11 24:00", "met_late", []),
    ("qingyuan", "QY-PROMISED", "handle:乙局:1", "2024-03-15 24:00", "met_late", []),
    ("qingyuan", "QY-RETURNED-3", "handle:丁局:3", "2024-03-14 24:00", "overdue", []),
    (
        "qingyuan",
        "QY-KNOWLEDGE",
        "kb_review:丙局:1",
        "2024-03-08 24:00",
        "met_late",
        [],
    ),
    (
        *("qingyuan", "QY-EMERGENCY", "emergency_feedback:戊局:1", "2024-03-16 21:00"),
        *("met_late", ["QY2015-4-5-c"]),
    ),
    ("qingyuan", "QY-UNCLEAR", "handle:丙局:1", "2024-03-18 24:00", "met", []),
    ("shicheng", "SC-DUE-SOON", "handle:甲局:1", "2022-05-12 24:00", "running", []),
    (
        *("shicheng", "SC-UNSIGNED", "sign_for:乙镇:1", "2022-05-06 24:00"),
        *("overdue", ["SC-3-2"]),
    ),
    ("shicheng", "SC-TRANSFERRED", "handle:丁局:1", "2022-05-06 24:00", "ended", []),
    (
        *("shicheng", "SC-TRANSFERRED", "petition_handle:丁局:1", "2022-06-27 24:00"),
        *("running", ["SC-4-1-d"]),
    ),
    (
        *("shicheng", "SC-ONSITE", "onsite_deadline:戊局:1", "2022-05-13 24:00"),
        *("running", ["SC-5-3"]),
    ),
    (
        *("shicheng", "SC-EXPLAINED", "call_back:甲局:1", "2022-04-28 24:00"),
        *("met", ["SC-6-1"]),
    ),
    (
        *("shicheng", "SC-TALKS", "monthly_archive:乙镇:1", "2022-02-07 24:00"),
        *("met", ["SC-1-9"]),
    ),
    (
        *("shicheng", "SC-CENTRE", "daily_list:县热线中心:1", "2022-05-09 24:00"),
        *("met", ["SC-3-1"]),
    ),
]


@pytest.mark.parametrize(("city", "id_", "limit", "due", "state", "cites"), LIMITS)
def test_examples__limits_are_what_the_page_says(
    city: str, id_: str, limit: str, due: str, state: str, cites: list[str]
) -> None:
    found = by_id(result(city, id_)["deadlines"])[limit]
    assert (found["due_text"], found["state"]) == (due, state)
    assert set(cites) <= set(found["cites"])
    assert found["because"]["events"]


CARDS = {
    "QY-HOURS-LATE": {
        ("yellow_card", "2024-03-12T14:00:01+08:00", "absorbed"),
        ("red_card", "2024-03-13T14:00:01+08:00", "effective"),
    },
    "QY-REQUEST": {("yellow_card", "2024-03-12T00:00:00+08:00", "effective")},
    "QY-PROMISED": {("yellow_card", "2024-03-19T00:00:00+08:00", "effective")},
    "QY-RETURNED-3": {
        ("red_card", "2024-03-08T09:00:00+08:00", "effective"),
        ("yellow_card", "2024-03-15T00:00:00+08:00", "provisional"),
        ("red_card", "2024-03-16T00:00:00+08:00", "provisional"),
    },
    "QY-KNOWLEDGE": {("yellow_card", "2024-03-09T00:00:00+08:00", "effective")},
    "QY-EMERGENCY": {("yellow_card", "2024-03-16T21:00:01+08:00", "effective")},
    "QY-UNCLEAR": {("yellow_card", "2024-03-14T10:00:00+08:00", "effective")},
    "SC-UNSIGNED": {("points", "2022-05-07T17:00:00+08:00", "effective")},
    "SC-ONSITE": {("points", "2022-05-09T15:00:00+08:00", "effective")},
    "SC-TALKS": {
        ("talk_deputy_leader", "2022-02-10T09:00:00+08:00", "effective"),
        ("talk_deputy_leader", "2022-03-10T09:00:00+08:00", "effective"),
        ("talk_deputy_leader", "2022-04-11T09:00:00+08:00", "absorbed"),
        ("talk_main_leader", "2022-04-11T09:00:00+08:00", "effective"),
        ("talk_deputy_leader", "2022-05-10T09:00:00+08:00", "absorbed"),
        ("talk_main_leader", "2022-05-10T09:00:00+08:00", "absorbed"),
    },
    "YL-CRITICISM": {
        ("circular_criticism", "2023-03-24T09:00:00+08:00", "effective"),
    },
}


def test_examples__cards_are_what_the_page_says() -> None:
    found = {
        one["id"]: {(p["kind"], p["at"], p["state"]) for p in one["penalties"]}
        for city in CITIES
        for one in judged(city)
    }
    assert {id_: cards for id_, cards in found.items() if cards} == CARDS


def test_examples__lights_statuses_and_actions_are_what_the_page_says() -> None:
    red = result("zibo", "ZB-RED")
    assert red["light"]["colour"] == "red"
    assert red["light"]["since"] == "2021-03-17T00:00:00+08:00"
    open_ = {a["action"]: a["since"] for a in red["actions"] if a["state"] == "open"}
    assert open_ == {
        "open_supervision": "2021-03-16T00:00:00+08:00",
        "urge": "2021-03-17T00:00:00+08:00",
    }
    yellow = result("zibo", "ZB-YELLOW")
    assert yellow["light"]["since"] == "2021-03-17T00:00:00+08:00"
    assert yellow["next_change_at"] == "2021-03-18T00:00:00+08:00"
    (deemed,) = result("zibo", "ZB-LATE-RETURN")["statuses"]
    assert (deemed["status"], deemed["unit"]) == ("deemed_overdue", "甲区")
    redone = by_id(result("zibo", "ZB-REDO")["deadlines"])["handle:丙局:2"]
    assert redone["flags"] == ["gap_filled"]
    extended = by_id(result("zibo", "ZB-EXTENDED")["deadlines"])["handle:乙局:1"]
    assert extended["original_due_at"] == "2021-03-09T00:00:00+08:00"
    emergency = by_id(result("zibo", "ZB-EMERGENCY")["deadlines"])["handle:丁公司:1"]
    assert emergency["soft_due_at"] == "2021-03-09T00:00:00+08:00"
    returned = result("qingyuan", "QY-RETURNED-3")
    assert "buck_passing" in {s["status"] for s in returned["statuses"]}


def result(city: str, id_: str) -> dict[str, Any]:
    return by_id(judged(city))[id_]


def by_id(records: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in records}


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for name in CITIES:
        (HERE / f"{name}.txt").write_text(table(name), encoding="utf-8")
