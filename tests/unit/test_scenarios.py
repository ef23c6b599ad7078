"""Golden cases: read with their faults in place, judged, compared, told in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules import load_profile
from hotline_rules.profile import ProfileError
from hotline_rules.scenarios import (
    Scenario,
    ScenarioError,
    Variants,
    load_scenarios,
    read_scenarios,
)
from hotline_rules.scenarios.compare import compare

if TYPE_CHECKING:
    from pathlib import Path

ZONE = "Asia/Shanghai"
CASE = """\
profile: zibo

cases:

  - case: 按时答复
    story: 五个工作日之内答复。
    attributes: {kind: request}
    history:
      - 2021-03-01 10:00 dispatched 张店区: {role: lead}
      - 2021-03-08 23:59:59 result_submitted 张店区: {replied_caller: true}
    expect:
      at: 2021-03-09 00:00
      deadlines: {handle 张店区: met}
"""


def only(text: str) -> Scenario:
    [scenario], found, _ = read_scenarios("a.yaml", text.encode(), zone=ZONE)
    assert not found
    return scenario


def faults(text: str) -> list[tuple[str, str]]:
    """Return code and underlined text of each fault."""
    _, found, lines = read_scenarios("a.yaml", text.encode(), zone=ZONE)
    return [(d.code, d.span.text(lines) if d.span else "") for d in found]


# --- reading -------------------------------------------------------------------------


def test_reading__a_case_becomes_a_history() -> None:
    scenario = only(CASE)
    assert (scenario.name, str(scenario)) == ("按时答复", "zibo/a/按时答复")
    assert scenario.history == {
        "id": "按时答复",
        "subject": "ticket",
        "attributes": {"kind": "request"},
        "events": [
            {
                "type": "dispatched",
                "at": "2021-03-01T10:00:00+08:00",
                "unit": "张店区",
                "role": "lead",
            },
            {
                "type": "result_submitted",
                "at": "2021-03-08T23:59:59+08:00",
                "unit": "张店区",
                "replied_caller": True,
            },
        ],
    }
    [look] = scenario.looks
    assert (look.at, look.known_at) == ("2021-03-09T00:00:00+08:00", None)
    assert look.expect == {"deadlines": {"handle 张店区": "met"}}


def test_reading__times_numbers_and_dates_of_the_payload() -> None:
    line = "due: 2021-03-19 24:00, day: 2021-03-19, n: 2, part: 0.5, on: [2021-03-01]"
    recorded = "recorded_at: 2021-03-02"
    text = CASE.replace("{role: lead}", f"{{{line}, {recorded}}}")
    event = only(text).history["events"][0]
    assert event["due"] == "2021-03-20T00:00:00+08:00"
    assert (event["day"], event["n"], event["part"]) == ("2021-03-19", 2, 0.5)
    assert event["on"] == ["2021-03-01"]
    assert event["recorded_at"] == "2021-03-02T00:00:00+08:00"


def test_reading__readings_clauses_and_validity() -> None:
    more = "readings: {T07: reached_counts, X01: true}\n    clauses: [ZB-23-1]\n"
    more += "    outside_validity: apply\n    subject: unit\n"
    scenario = only(CASE.replace("attributes:", f"{more}    attributes:"))
    assert scenario.readings == {"T07": "reached_counts", "X01": "true"}
    assert scenario.clauses == ("ZB-23-1",)
    assert scenario.outside_validity == "apply"
    assert scenario.history["subject"] == "unit"


@pytest.mark.parametrize(
    ("old", "new", "code", "underlined"),
    [
        ("story:", "stroy:", "unknown-key", "stroy"),
        ("    story: 五个工作日之内答复。\n", "", "missing-key", None),
        ("profile: zibo\n", "", "missing-key", None),
        ("profile: zibo", "profile: 3", "wrong-kind", "3"),
        ("    history:", "    clauses: ZB-1\n    history:", "wrong-kind", "ZB-1"),
        ("case: 按时答复", "case: [a]", "wrong-kind", None),
        ("dispatched 张店区:", "Dispatched 张店区:", "bad-form", "Dispatched"),
        ("2021-03-01 10:00 d", "2021-03-01 d", "bad-form", "dispatched"),
        ("2021-03-01 10:00", "2021-3-1 10:00", "bad-form", "2021-3-1"),
        ("2021-03-01 10:00", "2021-03-01 10：00", "bad-form", "10：00"),
        ("区: {role", "区:{role", "bad-form", "张店区:{role"),
        (
            "- 2021-03-01 10:00 d",
            "- '2021-03-01 10 d'\n      - 2021-03-01 10:00 d",
            "bad-form",
            "'2021-03-01 10 d'",
        ),
        ("- 2021-03-01 10:00 d", "- 3\n      - 2021-03-01 10:00 d", "bad-form", "3"),
        ("2021-03-01 10:00", "2021-02-30 10:00", "bad-instant", None),
        ("at: 2021-03-09 00:00", "at: soon", "bad-instant", "soon"),
        ("at: 2021-03-09 00:00", "at: 5", "bad-instant", "5"),
        ("at: 2021-03-09 00:00\n      ", "", "missing-key", None),
        ("deadlines:", "deadline:", "unknown-key", "deadline"),
        ("met}", "{stat: met}}", "unknown-key", "stat"),
        (
            "{handle 张店区: met}",
            "{}\n      light: {color: red}",
            "unknown-key",
            "color",
        ),
        ("attributes:", "outside_validity: no\n    attributes:", "unknown-word", "no"),
        ("    expect:", "    expect: 3\n    x:", "wrong-kind", "3"),
        ("    expect:", "    expect: []\n    x:", "wrong-kind", None),
        ("    history:", "    history: 3\n    x:", "wrong-kind", "3"),
        ("{handle 张店区: met}", "soon", "wrong-kind", "soon"),
        ("deadlines: {handle 张店区: met}", "missing: kind", "wrong-kind", "kind"),
        ("deadlines: {handle 张店区: met}", "table: 3", "wrong-kind", "3"),
        ("2021-03-01 10:00", "2021-03-01 25:00", "bad-instant", None),
        ("2021-03-01 10:00", "2021-03-01 10:60", "bad-instant", None),
        ("{role: lead}", "{recorded_at: 5}", "bad-instant", None),
        ("at: 2021-03-09 00:00", "at: 2150-03-09", "bad-instant", None),
    ],
)
def test_reading__faults_have_their_places(
    old: str, new: str, code: str, underlined: str | None
) -> None:
    assert old in CASE
    found = faults(CASE.replace(old, new, 1))
    assert code in [slug for slug, _ in found]
    if underlined is not None:
        assert (code, underlined) in found


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("dispached", [("unknown-event", "dispached", "是不是 `dispatched`？")]),
        ("派发", [("bad-form", "派发", "是不是 `dispatched`？")]),
        ("seen_by_nobody", []),  # what is like no event is for the engine to note
    ],
)
def test_reading__an_event_nearly_known_is_told_which_is_meant(
    written: str, told: list[tuple[str, str, str]]
) -> None:
    text = CASE.replace("dispatched", written)
    _, found, lines = read_scenarios(
        "a.yaml", text.encode(), zone=ZONE, of=load_profile("zibo")
    )
    shown = [(d.code, d.span.text(lines), d.fix.zh) for d in found if d.span and d.fix]
    assert shown == told


def test_reading__not_a_file_of_cases() -> None:
    assert [code for code, _ in faults("- 1\n")] == ["not-a-mapping"]
    assert [code for code, _ in faults("")] == ["empty-file"]
    assert faults("profile: zibo\ncases: 3\n") == [("wrong-kind", "3")]
    assert [code for code, _ in faults("profile: zibo\ncases: [3]\n")] == ["wrong-kind"]


def test_reading__a_name_given_twice() -> None:
    twice = CASE + CASE.partition("cases:\n")[2]
    assert faults(twice) == [("name-clash", "按时答复")]


# --- the shelf -----------------------------------------------------------------------


def test_shelf__bundled_cases() -> None:
    scenarios = load_scenarios("zibo", zone=ZONE)
    assert {scenario.profile for scenario in scenarios} == {"zibo"}
    assert load_scenarios("atlantis", zone=ZONE) == []


def test_shelf__a_folder(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "b.yml").write_text(CASE, "utf-8")
    (tmp_path / "a.yaml").write_text(CASE, "utf-8")
    (tmp_path / "notes.txt").write_text("no case", "utf-8")
    names = [str(s) for s in load_scenarios("any", zone=ZONE, folder=tmp_path)]
    assert names == ["zibo/a/按时答复", "zibo/b/按时答复"]


def test_shelf__faults_of_all_files_at_once(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(CASE.replace("story", "stroy"), "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_scenarios("any", zone=ZONE, folder=tmp_path)
    files = {d.span.file.rpartition("/")[2] for d in caught.value.diagnostics if d.span}
    assert files == {"a.yaml", "b.yaml"}
    assert "stroy" in str(caught.value)


# --- judging -------------------------------------------------------------------------


def test_judge__holds_and_witnesses_clauses() -> None:
    outcome = Variants.of("zibo").judge(only(CASE))
    assert outcome.holds
    assert "ZB-11-3-a" in outcome.clauses


def test_judge__what_does_not_hold_witnesses_nothing() -> None:
    text = CASE.replace("张店区: met", "张店区: overdue")
    outcome = Variants.of("zibo").judge(only(text))
    assert not outcome.holds
    assert not outcome.clauses
    [fault] = outcome.faults
    assert fault.at == "2021-03-09T00:00:00+08:00"
    assert fault.text.en == "deadlines handle 张店区.state: wanted overdue, got met"
    assert fault.text.zh == (
        "期限“handle 张店区”的 state "
        "应当是 overdue（超期未完成），实际是 met（按时完成）"
    )
    assert (fault.about, fault.look and fault.look.line_of(fault.where)) == (
        "handle:张店区:1",
        13,
    )


def test_variants__compile_once_for_each_choice() -> None:
    variants = Variants.of("zibo")
    other = variants.profile({"T07": "reached_counts"})
    assert other is variants.profile({"T07": "reached_counts"})
    assert other is not variants.profile()
    assert other.digest != variants.profile().digest
    with pytest.raises(ProfileError):
        variants.profile({"T07": "never"})
    with pytest.raises(ProfileError):
        Variants.of("atlantis")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("subject: foo", "unknown `subject`"),
        ("readings: {T99: x}", "unknown reading `T99`"),
    ],
)
def test_variants__a_case_that_cannot_be_judged_does_not_hold(
    more: str, said: str
) -> None:
    scenario = only(CASE.replace("attributes:", f"{more}\n    attributes:"))
    outcome = Variants.of("zibo").judge(scenario)
    assert not outcome.holds
    assert said in outcome.faults[0].text.en
    assert outcome.clauses == frozenset()


# --- comparison ----------------------------------------------------------------------

ITEM: dict[str, Any] = {
    "id": "handle:甲:1",
    "state": "met",
    "due_at": "2021-03-09T00:00:00+08:00",
    "ended_at": None,
    "bearer": {"role": "unit", "unit": "甲"},
    "flags": ["review", "provisional"],
    "readings": {"T05": "24:00"},
    "cites": ["A-1"],
    "because": {"days": {"counted": [["2021-03-02", "x"]], "skipped": []}},
}
RESULT: dict[str, Any] = {
    "deadlines": [ITEM],
    "actions": [],
    "penalties": [
        {"id": "p:甲:1", "state": "effective", "points": 2, "cites": ["A-2"]}
    ],
    "statuses": [
        {"status": "s", "kind": "k", "unit": None, "since": None, "cites": ["A-3"]}
    ],
    "rungs": [{"ladder": "l", "rung": "r", "since": None, "cites": ["A-4"]}],
    "light": {"colour": "red", "peak": "red", "since": None, "cites": ["A-5"]},
    "missing": [{"fact": "kind", "cites": ["A-6"]}],
    "anomalies": [{"code": "odd"}],
    "next_change_at": None,
}


@pytest.mark.parametrize(
    ("expect", "cited"),
    [
        ({"deadlines": {"handle 甲": "met"}}, {"A-1"}),
        ({"deadlines": {"handle 甲 1": {"due": "2021-03-08 24:00"}}}, {"A-1"}),
        ({"deadlines": {"handle 甲": {"ended": "never"}}}, {"A-1"}),
        ({"deadlines": {"handle 甲": {"flags": ["provisional", "review"]}}}, {"A-1"}),
        ({"deadlines": {"handle 甲": {"cites": ["A-1"], "role": "unit"}}}, {"A-1"}),
        ({"deadlines": {"handle 甲": {"readings": {"T05": "24:00"}}}}, {"A-1"}),
        ({"deadlines": {"handle 甲": {"skipped": []}}}, {"A-1"}),
        ({"deadlines": {"handle 乙": "none"}}, set()),
        ({"actions": "none"}, set()),
        ({"penalties": {"p 甲": {"points": 2}}}, {"A-2"}),
        ({"statuses": {"s": {"since": "never"}}}, {"A-3"}),
        ({"statuses": {"s.k": {"since": "never"}}}, {"A-3"}),
        ({"rungs": {"l.r": "never"}}, {"A-4"}),
        ({"light": "red"}, {"A-5"}),
        ({"light": {"colour": "red", "peak": "red"}}, {"A-5"}),
        ({"missing": ["kind"]}, {"A-6"}),
        ({"anomalies": ["odd"]}, set()),
        ({"next_change": "never"}, set()),
    ],
)
def test_compare__what_holds_is_silent(expect: Any, cited: set[str]) -> None:
    found, clauses = compare(expect, RESULT, ZONE)
    assert [one.text.en for one in found] == []
    assert clauses == cited


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ({"deadlines": {"handle 甲": "late"}}, "wanted late, got met"),
        ({"deadlines": {"handle 甲": {"due": "soon"}}}, "wanted soon, got"),
        ({"light": {"role": "unit"}}, "wanted unit, got never"),
        ({"deadlines": {"handle 甲": {"due": "2021-03-08"}}}, "wanted 2021-03-08, got"),
        (
            {"deadlines": {"handle 甲": {"due": "never"}}},
            "wanted never, got 2021-03-09",
        ),
        ({"deadlines": {"handle 甲": {"ended": "2021-03-08"}}}, "got never"),
        ({"deadlines": {"handle 甲": {"flags": []}}}, "wanted [], got"),
        ({"deadlines": {"handle 甲": {"cites": ["A-9"]}}}, "wanted [A-9], got"),
        ({"deadlines": {"handle 甲": {"role": "caller"}}}, "wanted caller, got unit"),
        (
            {"deadlines": {"handle 甲": {"readings": {"T05": "x"}}}},
            "wanted x, got 24:00",
        ),
        ({"deadlines": {"handle 甲": {"counted": []}}}, "got [2021-03-02]"),
        ({"deadlines": {"handle 乙": "met"}}, "not there, only handle:甲:1"),
        ({"deadlines": {"handle 甲": "none"}}, "there should be none"),
        ({"actions": {"urge 甲": "open"}}, "not there, only none"),
        ({"penalties": "none"}, "penalties: p:甲:1 too"),
        ({"statuses": "none"}, "statuses: s too"),
        ({"rungs": "none"}, "rungs: l.r too"),
        ({"light": "none"}, "wanted none, got red"),
        ({"missing": "none"}, "wanted [], got [kind]"),
        ({"anomalies": ["even"]}, "wanted [even], got [odd]"),
        ({"next_change": "2021-03-08 24:00"}, "got never"),
    ],
)
def test_compare__what_differs_is_told(expect: Any, said: str) -> None:
    [found] = compare(expect, RESULT, ZONE)[0]
    assert said in found.text.en
