"""Made-up tickets: the same for a seed, sound, and as often as the shares say."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules.cli import main
from hotline_rules.generating import (
    HabitsError,
    generate_histories,
    list_habits,
    load_habits,
    open_export,
    read_habits,
)
from hotline_rules.history import parse_history, sequence_anomalies
from hotline_rules.profile.bundled import list_profiles

if TYPE_CHECKING:
    from pathlib import Path

CITIES = list_habits()


def small(**changed: Any) -> dict[str, Any]:
    """Answer habits of a city that has next to nothing."""
    return {
        "zone": "Asia/Shanghai",
        "offset": "+08:00",
        "office": {"opens": "08:30", "closes": "17:30"},
        "calls": {"from": "08:00", "to": "20:00"},
        "units": {"name": "单位", "count": 2, "skew": 1},
        "shares": {"some": 0.5},
        "attributes": {"kind": "request"},
        "scenes": {},
        "story": [{"event": "ticket_created"}],
        "prefix": "X",
        "first_day": "2021-03-01",
        "days": 1,
    } | changed


def drawn(count: int = 1, **changed: Any) -> list[dict[str, Any]]:
    return list(read_habits("small", small(**changed), {}).histories(count, 1))


def test_habits__there_are_some_for_every_bundled_profile() -> None:
    assert list_profiles() == CITIES


@pytest.mark.parametrize("city", CITIES)
def test_histories__the_same_seed_gives_the_same_bytes(city: str) -> None:
    def made(count: int, seed: int) -> list[str]:
        found = generate_histories(city, count, seed)
        return [json.dumps(history, ensure_ascii=False) for history in found]

    assert made(50, 1) == made(50, 1)
    assert made(50, 1) != made(50, 2)
    assert made(5, 1) == made(50, 1)[:5]


def test_histories__the_bytes_are_these_on_every_python() -> None:
    lines = [
        json.dumps(history, ensure_ascii=False)
        for city in CITIES
        for history in generate_histories(city, 200, seed=7)
    ]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert digest[:16] == "a24b001398cf1463"


@pytest.mark.parametrize("city", CITIES)
def test_histories__are_sound_and_of_ten_events(city: str) -> None:
    histories = [parse_history(h) for h in generate_histories(city, 500, seed=3)]
    assert all(sequence_anomalies(history) == () for history in histories)
    assert all(history.anomalies == () for history in histories)
    events = sum(len(history.events) for history in histories) / len(histories)
    assert 9 < events < 13
    seen = {event.type for history in histories for event in history.events}
    assert {"return_decided", "result_submitted", "redo_ordered"} <= seen


def test_histories__a_million_are_never_in_memory() -> None:
    few = islice(generate_histories("zibo", 10**12, seed=1), 3)
    assert [history["id"] for history in few] == [f"ZB-0000000{n}" for n in range(3)]


def test_shares__are_what_comes_out() -> None:
    shares = {"returned": 0.5, "return_approved": 1.0, "redone": 0, "paused": 0.25}
    histories = list(generate_histories("zibo", 1000, 1, shares))
    seen = Counter(
        event["type"] for history in histories for event in history["events"]
    )
    assert seen["redo_ordered"] == 0
    assert 430 < seen["return_requested"] < 570
    assert seen["dispatched"] == 1000 + seen["return_requested"]
    assert 200 < seen["paused"] == seen["resumed"] < 300


def test_times__most_people_act_in_office_hours() -> None:
    def acted(**shares: float) -> list[datetime]:
        return [
            datetime.fromisoformat(event["at"])
            for history in generate_histories("zibo", 200, 1, shares)
            for event in history["events"]
            if event["type"] == "signed_for"
            and history["attributes"]["urgency"] == "normal"
        ]

    def in_office(at: datetime) -> bool:
        return at.weekday() < 5 and (8, 30) <= (at.hour, at.minute) < (17, 30)

    assert all(in_office(at) for at in acted(after_hours=0))
    late = [at for at in acted(after_hours=0.3) if not in_office(at)]
    assert 0 < len(late) < 100


def test_within__tickets_come_in_on_those_days_only() -> None:
    march = load_habits("zibo").within("2021-03-01", 31)
    taken_in = {h["events"][0]["at"][:10] for h in march.histories(400, 1)}
    assert min(taken_in) == "2021-03-01"
    assert max(taken_in) == "2021-03-31"


def test_values__each_word_of_them() -> None:
    said = {
        "a": "lead",
        "b": {"one_of": [1, 2]},
        "c": {"from": 3, "to": 3},
        "d": {"days_later": [1, 1]},
        "e": {"attribute": "kind"},
        "f": {"numbered": "事项"},
        "g": [{"unit": "holder"}, {"unit": "another"}],
        "h": {"if": {"kind": "request"}, "then": None, "otherwise": 1},
        "i": {"if": {"kind": "other"}, "then": 1, "otherwise": 2},
    }
    [history] = drawn(story=[{"event": "dispatched", "any_hour": True, "with": said}])
    [event] = history["events"]
    assert event.pop("at")[:10] == "2021-03-01"
    assert event.pop("b") in (1, 2)
    assert sorted(event.pop("g")) == ["单位01", "单位02"]
    assert event == {
        "type": "dispatched",
        "a": "lead",
        "c": 3,
        "d": "2021-03-02",
        "e": "request",
        "f": "事项00000000",
        "i": 2,
    }


def test_steps__wait_within_their_bounds_and_hand_over() -> None:
    holder = {"unit": {"unit": "holder"}}
    story = [
        {"event": "dispatched", "any_hour": True, "with": holder},
        {"hand_over": "another"},
        {"event": "closed", "any_hour": True, "after": ["5m", "6m"], "with": holder},
    ]
    for history in drawn(20, story=story):
        first, second = history["events"]
        assert {first["unit"], second["unit"]} == {"单位01", "单位02"}
        times = [datetime.fromisoformat(e["at"]) for e in (first, second)]
        assert 300 <= (times[1] - times[0]).total_seconds() <= 360


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"stroy": []}, "no key stroy; did you mean story?"),
        ({"shares": {"some": 2}}, "share some is 2, not within 0 and 1"),
        ({"shares": {"some": "x"}}, "share some is no number"),
        ({"story": [{"chance": "som"}]}, "story[0].chance: no share is called som"),
        ({"story": [{"scene": "a"}]}, "story[0]: there is no scene a"),
        (
            {"scenes": {"a": [{"scene": "a"}]}, "story": [{"scene": "a"}]},
            "scenes.a[0]: scene a runs in a circle",
        ),
        ({"story": [{"even": "x"}]}, "story[0]: not a step"),
        ({"story": {"event": "x"}}, "story: must be a list of steps"),
        ({"story": [{"event": "x", "wiht": {}}]}, "story[0]: no key wiht"),
        ({"story": [{"event": "x", "after": ["2h", "5m"]}]}, "story[0].after: write"),
        ({"story": [{"event": "x", "after": "soon"}]}, "story[0].after: write"),
        ({"story": [{"event": "x", "stretch": 4}]}, "story[0].stretch: write"),
        ({"story": [{"if": "kind"}]}, "story[0].if: write attributes"),
        ({"attributes": {"kind": {"one": 1}}}, "attributes.kind: not a value"),
        ({"first_day": "March"}, "first_day: not a date"),
        ({"office": {"opens": "half past"}}, "office.opens: write 08:30"),
        ({"days": 0}, "days: must be a whole number above 0"),
        ({"units": {"name": "a", "count": "x", "skew": 1}}, "units.count: must be"),
    ],
)
def test_faults__are_told_with_their_place(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(HabitsError) as caught:
        drawn(**changed)
    assert any(fault.en.startswith(told) for fault in caught.value.faults), [
        fault.en for fault in caught.value.faults
    ]


def test_faults__all_at_once_and_each_once() -> None:
    scene = [{"event": "x", "after": "soon"}]
    story = [{"scene": "a"}, {"scene": "a"}, {"chance": "none"}]
    with pytest.raises(HabitsError) as caught:
        drawn(scenes={"a": scene}, story=story)
    assert [fault.en.partition(":")[0] for fault in caught.value.faults] == [
        "scenes.a[0].after",
        "story[2].chance",
    ]


def test_faults__nothing_is_left_out_silently() -> None:
    with pytest.raises(HabitsError) as caught:
        read_habits("empty", {}, {})
    assert "story is missing" in [fault.en for fault in caught.value.faults]


@pytest.mark.parametrize("form", ["wide", "long"])
@pytest.mark.parametrize("city", CITIES)
def test_export__has_a_heading_for_every_cell(city: str, form: Any) -> None:
    export = open_export(load_habits(city), form)
    headings = export.form.headings
    assert len(set(headings)) == len(headings)
    assert not any(name.isascii() for name in headings), headings
    for history in load_habits(city).histories(300, 1):
        for row in export.rows(history):
            assert set(row) <= set(headings)


def test_export__two_values_never_share_a_word() -> None:
    for city in CITIES:
        for form in ("wide", "long"):
            for each in open_export(load_habits(city), form).form.happenings:
                for column in each.columns:
                    assert len(set(column.words.values())) == len(column.words)


def run(*arguments: str) -> int:
    return main(["generate", *arguments])


def test_command__writes_histories(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("zibo", "--count", "3", "--seed", "5") == 0
    made = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert made == list(generate_histories("zibo", 3, seed=5))


def test_command__writes_an_export_in_the_encoding_of_the_office(
    tmp_path: Path,
) -> None:
    out, mapping = tmp_path / "三月.csv", tmp_path / "对照表.yaml"
    asked = ["--format", "csv", "--encoding", "gb18030", "-o", str(out)]
    assert run("zibo", "--count", "20", *asked, "--mapping-out", str(mapping)) == 0
    with out.open(encoding="gb18030", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 20
    [history] = generate_histories("zibo", 1, 1)
    assert rows[0]["工单编号"] == history["id"]
    assert rows[0]["来电人"] == "（略）"
    dispatched = next(e for e in history["events"] if e["type"] == "dispatched")
    assert rows[0]["派单时间"] == dispatched["at"][:19].replace("T", " ")
    assert rows[0]["承办单位"] == dispatched["unit"]
    assert "    at: 派单时间\n" in mapping.read_text(encoding="utf-8")


def test_command__lists_the_shares(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("yulin", "--list-shares", "--share", "repeated=0.5") == 0
    assert "repeated=0.5\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["nowhere"], 1, "there are"),
        (["none.json"], 1, "cannot be read"),
        (["zibo", "--share", "retruned=1"], 1, "no share is called retruned"),
        (["zibo", "--from", "March"], 1, "March is not a date"),
    ],
)
def test_command__says_what_it_cannot_use(
    arguments: list[str], status: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments, "--lang", "en") == status
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["zibo", "--share", "returned"],
        ["zibo", "--share", "returned=often"],
        ["zibo", "--count", "0"],
        ["zibo", "--mapping-out", "mapping.yaml"],
        ["zibo", "--format", "csv", "--encoding", "gb18030"],
        ["zibo", "-o", "no/such/folder/x.jsonl"],
    ],
)
def test_command__refuses_what_makes_no_sense(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    assert caught.value.code == 2


def test_shares__slow_answers_take_longer_and_late_records_come_later() -> None:
    def seconds_to_result(**shares: float) -> float:
        spans = []
        for history in generate_histories("zibo", 150, 1, shares):
            at = {e["type"]: e["at"] for e in reversed(history["events"])}
            answered = datetime.fromisoformat(at["result_submitted"])
            spans.append(answered - datetime.fromisoformat(at["ticket_created"]))
        return float(sum(span.total_seconds() for span in spans) / len(spans))

    assert seconds_to_result(slow=1) > 1.8 * seconds_to_result(slow=0)
    for late in (0, 1):
        [history] = generate_histories("zibo", 1, 1, {"recorded_late": late})
        lags = [
            datetime.fromisoformat(e["recorded_at"]) - datetime.fromisoformat(e["at"])
            for e in history["events"]
            if "recorded_at" in e
        ]
        assert len(lags) == late * len(history["events"])
        assert all(5 <= lag.total_seconds() <= 900 for lag in lags)


def test_units__fall_unevenly_by_their_skew() -> None:
    def share_of_first(skew: float) -> float:
        units = {"name": "单位", "count": 4, "skew": skew}
        step = {"event": "dispatched", "with": {"unit": {"unit": "holder"}}}
        made = drawn(400, units=units, story=[step])
        first = [h for h in made if h["events"][0]["unit"] == "单位01"]
        return len(first) / len(made)

    assert 0.2 < share_of_first(1) < 0.3
    assert share_of_first(2) > 0.4


def test_calls__come_in_the_hours_of_most_calls_but_for_some() -> None:
    def hours(night: float) -> set[int]:
        found = generate_histories("zibo", 300, 1, {"calls_at_night": night})
        return {datetime.fromisoformat(h["events"][0]["at"]).hour for h in found}

    assert hours(0) == set(range(8, 20))
    assert hours(1) == set(range(24))
