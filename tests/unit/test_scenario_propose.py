"""Cases proposed at ends and marks: they hold, and fail where the rule is another."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from hotline_rules.cli import main
from hotline_rules.profile import list_profiles
from hotline_rules.scenarios import (
    Bench,
    Outcome,
    Scenario,
    Variants,
    load_scenarios,
    read_scenarios,
)
from hotline_rules.scenarios.propose import Proposals, propose, told
from tests.support.cities import ZONE, cases_of, variants_of

if TYPE_CHECKING:
    from pathlib import Path

CASES = """\
profile: zibo
cases:
  - case: 普通件
    story: 派给张店区，回了，又催了一次。
    attributes: {kind: request, channel: phone}
    history:
      - 2021-03-01 09:00 ticket_created
      - 2021-03-01 10:00 dispatched 张店区: {role: lead}
      - 2021-03-03 10:00 signed_for 张店区
      - 2021-03-05 16:00 result_submitted 张店区: {replied_caller: true}
    expect: {at: 2021-03-08 09:00, deadlines: {handle 张店区: met}}
  - case: 紧急件
    story: 两小时内先反馈。
    attributes: {urgency: emergency}
    history:
      - 2021-03-01 10:00 dispatched 张店区: {role: lead}
      - 2021-03-01 10:30 prelim_feedback 张店区: {channel: system}
    expect: {at: 2021-03-01 11:00, deadlines: {emergency_feedback 张店区: met}}
  - case: 到灯
    story: 一直没有答复。
    history:
      - 2021-03-01 10:00 dispatched 张店区: {role: lead}
    expect: {at: 2021-03-12 11:00, light: red}
"""


@cache
def bench() -> Bench:
    return Bench(variants_of("zibo"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("cases")
    (found / "a.yaml").write_text(CASES, "utf-8")
    return found


@pytest.fixture(scope="module")
def proposals(folder: Path) -> Proposals:
    return propose(
        bench().trial(load_scenarios("zibo", zone=ZONE, folder=folder)), bench()
    )


def read(found: Proposals) -> list[Scenario]:
    scenarios, faults, _ = read_scenarios("p.yaml", found.text().encode(), zone=ZONE)
    assert not faults
    return scenarios


def judged(found: Proposals, variants: Variants) -> list[Outcome]:
    return [variants.judge(one) for one in read(found)]


def test_proposals__read_back_hold_and_are_unconfirmed(proposals: Proposals) -> None:
    outcomes = judged(proposals, variants_of("zibo"))
    assert len(outcomes) == len(proposals.cases) > 20
    for outcome in outcomes:
        assert outcome.holds, (str(outcome.scenario), outcome.faults)
        assert not outcome.scenario.confirmed
        assert not outcome.clauses


def test_proposals__are_the_same_again(folder: Path, proposals: Proposals) -> None:
    scenarios = load_scenarios("zibo", zone=ZONE, folder=folder)
    other = Bench.of("zibo")
    assert propose(other.trial(scenarios), other).text() == proposals.text()


def test_proposals__close_the_gap_once_they_are_confirmed(
    folder: Path, proposals: Proposals
) -> None:
    """Whatever is lacking then was said to be out of reach."""
    text = proposals.text().replace("    confirmed: false\n", "")
    more, _, _ = read_scenarios("p.yaml", text.encode(), zone=ZONE)
    before = load_scenarios("zibo", zone=ZONE, folder=folder)
    again = propose(bench().trial([*before, *more]), bench())
    assert again.cases == ()
    assert {told(one) for one in again.unreached} <= {
        told(one) for one in proposals.unreached
    }


def test_proposals__leave_out_what_is_not_needed(proposals: Proposals) -> None:
    case = next(
        one
        for one in proposals.cases
        if one.name == "办理期限 handle.normal，平常的日子，前一秒和那一刻"
    )
    assert [event["type"] for event in case.draft.events] == ["dispatched"]
    assert not case.draft.attributes
    names = [one.name for one in proposals.cases]
    assert "办理期限 handle.normal，最后一秒办" in names
    assert "办理期限 handle.normal，晚一秒办" in names


def test_proposals__show_the_calendar(proposals: Proposals) -> None:
    """A festival with a make-up day lies in between; a limit starts on a rest day."""
    text = proposals.text()
    start = text.index("办理期限 handle.normal，中间有节日")
    comment = text[text.rindex("# 请核对", 0, start) : start]
    assert "春节放假" in comment
    assert "调休上班" in comment
    assert "5个工作日；起算当天不计" in comment
    start = text.index("办理期限 handle.normal，休息日起算")
    comment = text[text.rindex("# 请核对", 0, start) : start]
    assert "起算当天，不计：周末" in comment


def test_proposals__hours_have_one_scene(proposals: Proposals) -> None:
    hours = [o for o in proposals.cases if "emergency_feedback，" in o.name]
    assert [one.name.partition("，")[2] for one in hours] == [
        "平常的日子，前一秒和那一刻",
        "最后一秒办",
        "晚一秒办",
    ]


def test_proposals__say_what_they_could_not_reach(proposals: Proposals) -> None:
    said = [told(one).zh for one in proposals.unreached]
    assert any(
        line.startswith("plan_date“") and "没有案例里有过这个期限" in line
        for line in said
    )
    for line in said:
        assert f"# - {line}" in proposals.text()


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("{otherwise: 5 working days}", "{otherwise: 6 working days}", "handle.normal"),
        ("{otherwise: 5 working days}", "{otherwise: 4 working days}", "handle.normal"),
        ("within: 2 hours", "within: 3 hours", "emergency_feedback"),
        ("reading.T07\n", "reached_counts\n", "emergency_feedback"),
    ],
)
def test_proposals__fail_when_the_rule_is_another(
    old: str, new: str, name: str, proposals: Proposals, tmp_path: Path
) -> None:
    lines = "\n".join(variants_of("zibo").profile().lines["profiles/zibo.yaml"])
    assert old in lines
    path = tmp_path / "other.yaml"
    path.write_text(lines.replace(old, new), "utf-8")
    other = Variants.of(path)
    about = [
        outcome
        for outcome in judged(proposals, other)
        if f" {name}，" in outcome.scenario.name
    ]
    pairs = [one for one in about if one.scenario.name.endswith("前一秒和那一刻")]
    assert pairs
    assert not any(one.holds for one in pairs)


def test_proposals__without_any_case_a_history_is_made_from_the_conditions() -> None:
    nothing = bench().trial([])
    for rule, events in (
        ("handle.normal", ["dispatched"]),
        ("emergency_feedback", ["dispatched"]),
        ("extension", ["dispatched", "extension_requested", "extension_decided"]),
        ("rectify", ["rectification_ordered"]),
    ):
        found = propose(nothing, bench(), rule=rule)
        assert found.cases, rule
        assert [e["type"] for e in found.cases[0].draft.events] == events
        assert all(one.holds for one in judged(found, variants_of("zibo")))
    assert len(propose(nothing, bench(), rule="handle.normal").cases) == 3
    found = propose(nothing, bench(), rule="plan_date")  # only by another reading
    assert not found.cases
    assert "没有造出这样的经过" in told(found.unreached[0]).zh


def test_proposals__borrow_from_what_nobody_has_confirmed(tmp_path: Path) -> None:
    """Such a case shows no side of an edge, but its history is as good as any."""
    file = tmp_path / "a.yaml"
    text = CASES.replace("    story", "    confirmed: false\n    story")
    file.write_text(text, "utf-8")
    trial = bench().trial(load_scenarios("zibo", zone=ZONE, folder=file))
    assert trial.uses.edges.met["case:handle:normal"]
    assert {one.sides for one in trial.borders} == {"none"}
    assert not trial.uses.touched
    [pair, *_] = propose(trial, bench(), rule="handle.normal").cases
    assert pair.draft.events[0]["unit"] == "张店区"


@pytest.mark.slow
@pytest.mark.parametrize("city", list_profiles())
def test_cities__what_is_proposed_without_any_case_holds(city: str) -> None:
    city_bench = Bench(variants_of(city))
    found = propose(city_bench.trial([]), city_bench)
    assert found.cases
    failing = [str(o.scenario) for o in judged(found, variants_of(city)) if not o.holds]
    assert not failing


@pytest.mark.slow
@pytest.mark.parametrize("city", list_profiles())
def test_cities__lack_nothing_and_what_would_be_proposed_holds(city: str) -> None:
    city_bench = Bench(variants_of(city))
    trial = city_bench.trial(cases_of(city))
    assert not trial.untouched
    assert not trial.one_sided
    found = propose(trial, city_bench, everything=True)
    assert found.cases
    failing = [str(o.scenario) for o in judged(found, variants_of(city)) if not o.holds]
    assert not failing


# --- the command ---------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        status = main(["scenarios", "propose", *arguments])
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    out, err = capsys.readouterr()
    return status, out, err


def test_command__writes_a_file_that_is_tried_next(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "p.yaml"
    options = ("zibo", "--cases", str(folder), "-o", str(file))
    status, out, err = run(capsys, *options, "--rule", "handle.yellow")
    assert (status, out) == (0, "")
    assert "提议了 3 个案例，请逐个核对" in err
    assert main(["test", "zibo", "--cases", str(file)]) == 0
    assert "没有经人核对的案例；另有 3 个提议没有经人核对" in capsys.readouterr().out
    assert main(["test", "zibo", "--cases", str(file), "--fail-on", "unconfirmed"]) == 1
    capsys.readouterr()
    status, _, err = run(capsys, *options)
    assert (status, "已经有这个文件" in err) == (2, True)


def test_command__says_what_is_out_of_reach(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("zibo", "--cases", str(folder), "--rule", "plan_date")
    status, out, err = run(capsys, *options, "--lang", "en")
    assert (status, "cases: []" in out) == (0, True)
    assert "no case has ever had this limit" in err
    status, _, err = run(capsys, "zibo", "--cases", str(folder), "--rule", "handel")
    assert (status, "没有这样的期限或者标志" in err) == (2, True)
    assert run(capsys, "nowhere")[0] == 3
