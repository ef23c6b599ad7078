"""Golden cases that expect a table by unit and month of several histories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotline_rules.scenarios import Scenario, Variants, read_scenarios

if TYPE_CHECKING:
    from hotline_rules.scenarios import Outcome

ROOT = Path(__file__).resolve().parents[2]
CASE = """\
profile: zibo
cases:
  - case: 两件
    story: 一件按时，一件没有办。
    histories:
      甲: [2021-03-01 10:00 dispatched 张店区, 2021-03-05 10:00 result_submitted 张店区]
      乙:
        attributes: {level: provincial}
        history: [2021-03-01 10:00 dispatched 张店区]
      中心: {subject: unit, attributes: {group: 市直}, history: []}
    expect:
      at: 2021-04-01 09:00
      table: TABLE
"""
ROW = "{张店区 2021-03: {FIGURE}}"


def read(text: str) -> tuple[list[Scenario], list[tuple[str, str]]]:
    found, faults, lines = read_scenarios("a.yaml", text.encode(), zone="Asia/Shanghai")
    return found, [(d.code, d.span.text(lines) if d.span else "") for d in faults]


def judged(table: str) -> Outcome:
    [scenario], faults = read(CASE.replace("TABLE", table))
    assert faults == []
    return Variants.of("zibo").judge(scenario)


def faults_of(figure: str) -> list[str]:
    outcome = judged(ROW.replace("FIGURE", figure))
    return [one.text.en for one in outcome.faults]


def test_reading__several_histories() -> None:
    [scenario], faults = read(CASE.replace("TABLE", "{}"))
    assert faults == []
    assert scenario.history["id"] == "甲"
    second, unit = scenario.others
    assert second["attributes"] == {"level": "provincial"}
    assert (unit["subject"], unit["attributes"]) == ("unit", {"group": "市直"})


def test_table__holds_and_witnesses_the_clauses_of_its_figures() -> None:
    outcome = judged(
        "{张店区 2021-03: {process_rate: none, received: 2}, 中心 2021-03: {due: 0}}"
    )
    assert outcome.holds
    assert outcome.clauses >= {"ZB-20-2", "ZB-20-6"}


@pytest.mark.parametrize(
    "figure",
    [
        "on_time_rate: 50.00",
        "on_time_rate: {value: 50, why: none, because: {of: 1, over: 2}}",
        "on_time_rate: {cites: [ZB-20-2], missing: [], flags: {}, readings: {}}",
        "process_rate: none",
        "process_rate: {value: none, why: no_cases}",
    ],
)
def test_figure__as_expected(figure: str) -> None:
    assert faults_of(figure) == []


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("on_time_rate: 51", "on_time_rate.value: wanted 51, got 50.00"),
        ("on_time_rate: none", "on_time_rate.value: wanted none, got 50.00"),
        ("process_rate: 0", "process_rate.value: wanted 0, got None"),
        ("on_time_rate: {why: missing}", "on_time_rate.why: wanted missing, got None"),
        (
            "on_time_rate: {because: {of: 2}}",
            "on_time_rate.because: wanted {'of': 2}, got {'of': 1, 'over': 2}",
        ),
        (
            "process_rate: {cites: [ZB-20-3]}",
            "process_rate.cites: wanted ['ZB-20-3'], got ['ZB-20-2', 'ZB-20-6'",
        ),
        ("on_time_rate: {flags: {review: 1}}", "wanted {'review': 1}, got {}"),
        ("on_time_rate: {missing: [scale]}", "wanted ['scale'], got []"),
        ("punctuality: 1", "punctuality: no such measure"),
    ],
)
def test_figure__that_differs_is_told(figure: str, said: str) -> None:
    [fault] = faults_of(figure)
    assert said in fault


def test_row__that_should_or_should_not_be() -> None:
    outcome = judged("{张店区 2021-03: none, 张店区 2021-05: {received: 0}}")
    first, second = [one.text.en for one in outcome.faults]
    assert first == "张店区 2021-03: there should be none"
    assert second.startswith("张店区 2021-05: not there, only 中心 2021-03、")
    assert outcome.clauses == frozenset()
    assert judged("{张店区 2021-05: none}").holds


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("histories:", "historys:", ("unknown-key", "historys")),
        ("TABLE", "{张店区 2021-03: 5}", ("wrong-kind", "5")),
        ("TABLE", "{张店区 2021-03: {a: {valve: 1}}}", ("unknown-key", "valve")),
        ("subject: unit,", "subjekt: unit,", ("unknown-key", "subjekt")),
        ("history: []}", "history: []}\n      丁: 5", ("wrong-kind", "5")),
    ],
)
def test_faults__in_their_place(old: str, new: str, fault: tuple[str, str]) -> None:
    assert fault in read(CASE.replace(old, new).replace("TABLE", "{}"))[1]


def test_faults__no_history_at_all() -> None:
    text = CASE.replace("histories:", "histories: {}\n    x:")
    assert ("wrong-kind", "{}") in read(text)[1]
    found = [code for code, _ in read(CASE.replace("histories:", "x:"))[1]]
    assert found.count("missing-key") == 1


def test_page__its_example_reads_and_holds() -> None:
    page = (ROOT / "docs" / "zh" / "案例格式.md").read_text("utf-8")
    [example] = [
        one for one in page.split("```") if "histories:" in one and "- case" in one
    ]
    text = "profile: zibo\ncases:\n" + example.removeprefix("yaml\n")
    [scenario], faults = read(text)
    assert faults == []
    assert Variants.of("zibo").judge(scenario).faults == ()
