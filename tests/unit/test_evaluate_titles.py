"""What messages call the things that results name by their ids."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

import pytest

from hotline_rules.evaluate.titles import Titles
from tests.support.engine import judge, trial
from tests.support.profiles import HANDLE

RULES = (
    HANDLE
    + """
extension: {title: 延期, cite: A-3 第三条, changes: handle, asked_by: extension_requested, granted_by: {extension_decided: {decision: approved}}, while_pending: counts, moves_to: asked.promised_due, marks: {late: {title: 延期后超出, at: past due, light: red, cite: A-3 第三条}}}
talks: {title: 约谈, from: accepted, one_per: event, hit: all, cases: {a: {cite: A-1 第一条, penalty: yellow_card}, b: {title: 另一种, cite: A-1 第一条, penalty: red_card}}}
"""
)
LADDERS = "steps: {title: 阶梯一, weakest_first: [yellow_card, red_card], same: unit, lower: absorbed}"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("kind", "工单类别"),
        ("ticket.kind", "工单类别"),
        ("unit.group", "分组"),
        ("unit.strange", "strange"),
        ("finding.leak", "认定“泄密”"),
        ("status.difficult", "状态“疑难工单”"),
        ("status.strange", "状态“strange”"),
        ("limit.handle", "“办理期限”的状态"),
        ("rung.steps", "“阶梯一”所在阶段"),
        ("asked.days", "申请中的天数"),
        ("granted.by", "决定中的作出者"),
        ("handle.due", "“办理期限”的期限"),
        ("event.due", "期限"),
        ("event.promised_due", "承诺时间"),
        ("event.weekday", "星期"),
        ("event.strange", "strange"),
    ],
)
def test_fact__has_a_title(name: str, title: str) -> None:
    titles = Titles(trial(RULES, ladders=LADDERS).rulebook)
    assert titles.fact(name) == title


def test_rule__entries_cases_changes_and_marks() -> None:
    titles = Titles(trial(RULES, ladders=LADDERS).rulebook)
    assert titles.rule("handle") == "办理期限"
    assert titles.rule("talks") == "约谈"
    assert titles.rule("talks.b") == "另一种"
    assert titles.rule("extension") == "延期"
    assert titles.rule("handle.late") == "延期后超出"
    assert titles.rule("nothing") == "nothing"
    assert titles.happening("accepted") == "受理"
    assert titles.happening("extension") == "延期"


def test_messages__say_titles_and_english_ids() -> None:
    rules = HANDLE.replace("5 working days", "until event.due_override")
    result = judge(trial(rules), "03-02 00:00", "03-01 10:00 dispatched 甲局")
    assert result.to_dict()["missing"][0]["message"] == (
        "缺少事实“转办单所印期限”，无法判断：办理期限"
    )
    assert result.to_dict("en")["missing"][0]["message"] == (
        "fact `event.due_override` is missing; undetermined: handle"
    )


def test_messages__of_a_table_without_a_row_name_the_rule() -> None:
    table = "{hit: first, rows: [{if: {ticket.kind: request}, is: 3 working days}]}"
    rules = HANDLE.replace("5 working days", table)
    result = judge(
        trial(rules), "03-02 00:00", "03-01 10:00 dispatched 甲局", kind="consultation"
    )
    assert "“办理期限”" in result.to_dict()["missing"][0]["message"]


def test_anomalies__say_titles_too() -> None:
    result = judge(
        trial(RULES, ladders=LADDERS),
        "03-05 00:00",
        "2020-12-01 10:00 dispatched 乙局",
        "03-01 10:00 dispatched 甲局",
        "03-02 10:00 extension_requested 甲局 promised_due=2021-03-03",
        "03-03 10:00 extension_decided 甲局 decision=approved",
        "03-04 10:00 extension_decided 甲局 decision=approved",
    )
    said = {one.code: one.text.zh for one in result.anomalies}
    assert "《" not in said["not-yet-in-force"]
    assert "试验办法" in said["not-yet-in-force"]
    assert "延期" in said["promise-changes-nothing"]
    assert "延期审批" in said["change-without-effect"]
    english = {one.code: one.text.en for one in result.anomalies}
    assert "`extension`" in english["promise-changes-nothing"]
