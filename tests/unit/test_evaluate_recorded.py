"""Recorded events of a judged history: which fit, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.evaluate.recorded import Question
from hotline_rules.rulebook import (
    ALWAYS,
    AllOf,
    Condition,
    Fact,
    Pattern,
    Patterns,
    Test,
)
from tests.support.engine import judge, text, trial
from tests.support.profiles import HANDLE

if TYPE_CHECKING:
    from hotline_rules.evaluate import Result

PROFILE = trial(HANDLE, words="units: {甲局: {type: city_department}}")


def ask(result: Result, *patterns: Patterns) -> list[tuple[int, str | None, str, bool]]:
    """Slot, instant, unit and fit of every event that was asked for."""
    question = Question(patterns, (), PROFILE.rulebook)
    return [
        (one.slot, text(one.at), one.unit or "-", one.fits)
        for one in question.events(result)
    ]


def holds(condition: Condition, unit: str | None, **attributes: str) -> bool:
    result = judge(PROFILE, "03-02 10:00", "03-01 10:00 dispatched 甲局", **attributes)
    return Question((), (condition,), PROFILE.rulebook).holds(0, result, unit)


RATED = (Pattern("callback_done", Test(Fact("here", "result_ok"), "is", True)),)


def test_events__that_name_no_unit_belong_to_the_holder() -> None:
    result = judge(
        PROFILE,
        "04-01 10:00",
        "03-01 09:00 callback_done result_ok=true",
        "03-01 10:00 dispatched 甲局",
        "03-02 10:00 callback_done result_ok=true",
        "03-02 11:00 signed_for 甲局",
        "03-03 10:00 dispatched 丙局 role=co",
        "03-04 10:00 callback_done result_ok=false",
        "03-05 10:00 return_decided 甲局 decision=rejected",
        "03-06 10:00 callback_done",
        "03-07 10:00 return_decided 甲局 decision=approved",
        "03-08 10:00 dispatched 乙局",
        "03-09 10:00 callback_done result_ok=true",
        "03-10 10:00 callback_done 丁局 result_ok=true",
        "03-11 10:00 return_decided 乙局 decision=approved",
        "03-12 10:00 callback_done result_ok=true",
    )
    assert ask(result, RATED) == [
        (0, "03-01 09:00", "-", True),
        (0, "03-02 10:00", "甲局", True),
        (0, "03-04 10:00", "甲局", False),
        (0, "03-06 10:00", "甲局", False),  # 没有写评价，不知道
        (0, "03-09 10:00", "乙局", True),
        (0, "03-10 10:00", "丁局", True),
        (0, "03-12 10:00", "-", True),
    ]


def test_events__without_a_unit_in_a_decision_concern_the_holder() -> None:
    result = judge(
        PROFILE,
        "04-01 10:00",
        "03-01 10:00 return_decided decision=approved",
        "03-01 11:00 dispatched 甲局",
        "03-02 10:00 return_decided decision=approved",
        "03-03 10:00 callback_done result_ok=true",
    )
    assert ask(result, RATED) == [(0, "03-03 10:00", "-", True)]


def test_events__answer_each_pattern_and_any_of_several() -> None:
    result = judge(PROFILE, "04-01 10:00", "03-01 10:00 dispatched 甲局 role=co")
    lead = Pattern("dispatched", Test(Fact("here", "role"), "is", "lead"))
    helper = Pattern("dispatched", Test(Fact("here", "role"), "is", "co"))
    assert ask(result, (lead,), (lead, helper), (Pattern("closed"),)) == [
        (0, "03-01 10:00", "甲局", False),
        (1, "03-01 10:00", "甲局", True),
    ]


def test_events__of_the_history_of_a_unit_are_its_own() -> None:
    result = judge(
        PROFILE, "04-01 10:00", "03-01 10:00 analysis_reported", subject="unit"
    )
    assert ask(result, (Pattern("analysis_reported"),)) == [
        (0, "03-01 10:00", "H-1", True)
    ]


def test_holds__of_the_ticket_and_the_unit_as_they_stand() -> None:
    provincial = Test(Fact("ticket", "level", "city"), "is", "provincial")
    department = Test(Fact("unit", "type"), "is", "city_department")
    assert holds(ALWAYS, None)
    assert holds(provincial, "甲局", level="provincial")
    assert not holds(provincial, "甲局")
    assert holds(department, "甲局")
    assert not holds(department, "乙局")  # 不知道，不算
    assert not holds(AllOf((provincial, department)), "甲局")
