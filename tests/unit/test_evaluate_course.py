"""How an end came about, and a mark: the evidence that others count again from."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

import pytest

from hotline_rules.clock import Elapsed, Months, WorkingDays, WorkingTime
from hotline_rules.evaluate.spelling import amount_text, point_text, value_text
from hotline_rules.rulebook import (
    Always,
    Anchor,
    Constant,
    DayOfMonth,
    EndOfDay,
    Extreme,
    FirstWorkingDayAfter,
    FixedDay,
    LimitDue,
    MarkPoint,
    Missing,
    NoTime,
    Place,
    Row,
    Shifted,
    Table,
    Within,
)
from tests.support.engine import judge, trial
from tests.support.profiles import HANDLE

SENT = "03-01 10:00 dispatched 甲局"


@pytest.mark.parametrize(
    ("point", "text"),
    [
        (Within(WorkingDays(10)), "5 working days after start"),
        (Within(WorkingDays(3)), "1.5 working days after start"),
        (MarkPoint(Anchor("due"), past=True), "past due"),
        (
            Shifted(Months(2), "before", LimitDue("handle")),
            "2 months before handle.due",
        ),
        (FixedDay(18_262), "2020-01-01"),
        (EndOfDay(), "end of the day"),
        (DayOfMonth(5), "day 5 of the month"),
        (
            FirstWorkingDayAfter(Anchor("start"), "end"),
            "end of the first working day after start",
        ),
        (
            FirstWorkingDayAfter(Anchor("due"), "opening"),
            "first working day after due",
        ),
        (NoTime(), None),
    ],
    ids=str,
)
def test_point__is_spelled_as_a_profile_writes_it(
    point: object, text: str | None
) -> None:
    assert point_text(point) == text


def test_amount__in_minutes_is_spelled_in_minutes() -> None:
    assert amount_text(Elapsed(90 * 60)) == "90 minutes"
    assert amount_text(WorkingTime(30 * 60)) == "30 working minutes"


def test_value__of_several_points_names_them_all() -> None:
    parts = (Constant(Within(WorkingDays(2))), Constant(EndOfDay()))
    assert value_text(Extreme("latest", parts)) == {
        "latest": ["1 working days after start", "end of the day"]
    }
    assert value_text(Table("first", ())) is None
    row = Row(Always(), parts[0], (), (), Place("profile.yaml", 1, 1))
    assert value_text(Table("first", (row,))) == value_text(parts[0])
    assert value_text(Missing("limit", "期限", "别处", ())) is None


MARKS = """
  marks:
    yellow: {title: 黄牌, at: past due, penalty: yellow_card, cite: A-3 第三条}
    red: {title: 红牌, at: past 6 working days after start, penalty: red_card, cite: A-3 第三条}
"""
STOPS = """
stop: {title: 停表, cite: A-3 第三条, changes: handle, granted_by: asking, pauses_from: opinion_requested, pauses_until: opinion_received}
"""


def test_mark__after_a_pause_tells_the_pause() -> None:
    asked = "03-02 10:00 opinion_requested 甲局", "03-03 10:00 opinion_received 甲局"
    result = judge(
        trial(HANDLE.rstrip() + MARKS + STOPS), "03-20 00:00", SENT, *asked
    ).to_dict()
    red = next(one for one in result["penalties"] if one["kind"] == "red_card")
    assert red["at"] == "2021-03-11T00:00:00+08:00"
    assert red["because"]["pauses"]["spans"] == [
        ["2021-03-02T10:00:00+08:00", "2021-03-03T10:00:00+08:00"]
    ]
    assert red["because"]["days"]["to"] == "2021-03-10"
    (limit,) = result["deadlines"]
    (step,) = limit["because"]["steps"]
    assert step["pauses"]["in"] == "working days"
    assert (step["at"], limit["due_at"][:10]) == (
        "2021-03-09T00:00:00+08:00",
        "2021-03-10",
    )


BY_KIND = """
handle:
  title: 办理
  from: dispatched
  who: unit
  must: result_submitted
  one_per: unit
  if_facts_change: follow
  cases:
    by: ticket.urgency
    normal: {cite: A-3 第三条, within: 5 working days, counted: days}
    emergency:
      cite: A-3 第三条
      within: 1 working day
      counted: days
      marks:
        yellow: {title: 黄牌, at: past due, penalty: yellow_card, cite: A-3 第三条}
"""


def test_mark__after_other_facts_tells_what_bounds_it() -> None:
    changed = "03-05 10:00 reclassified to=emergency"
    result = judge(
        trial(BY_KIND), "03-20 00:00", SENT, changed, urgency="normal"
    ).to_dict()
    (card,) = result["penalties"]
    assert card["at"] == "2021-03-09T00:00:00+08:00"
    assert card["because"]["bounds"] == ["2021-03-09T00:00:00+08:00", None]
    first, then = result["deadlines"][0]["because"]["steps"]
    assert first["point"] == "5 working days after start"
    assert (then["how"], then["old"]) == ("follow", "5 working days after start")


def test_days__of_an_amount_that_a_fact_gives_have_no_amount() -> None:
    table = "{hit: first, rows: [{if: {event.days: present}, is: event.days working days}, {otherwise: 5 working days}]}"
    rules = HANDLE.replace("5 working days", table)
    rules = rules.replace("from: dispatched", "from: extension_requested")
    sent = "03-01 10:00 extension_requested 甲局 days=3"
    days = judge(trial(rules), "03-02 00:00", sent).to_dict()["deadlines"][0][
        "because"
    ]["days"]
    assert (days["amount"], days["to"]) == (None, "2021-03-04")


EXTENDS = """
extension: {title: 延期, cite: A-3 第三条, changes: handle, asked_by: extension_requested, granted_by: {extension_decided: {decision: approved}}, while_pending: counts_provisionally, counted: days, moves_to: asked.days working days after due, marks: {yellow: {title: 黄牌, at: past 1 working day after due, penalty: yellow_card, cite: A-3 第三条}}}
"""


def test_card__earned_before_an_extension_tells_its_own_mark() -> None:
    """Not the mark that came with the extension."""
    late = "03-09 10:00 extension_requested 甲局 days=3"
    granted = "03-10 10:00 extension_decided 甲局 decision=approved"
    result = judge(
        trial(HANDLE.rstrip() + MARKS + EXTENDS), "03-10 12:00", SENT, late, granted
    ).to_dict()
    first = result["penalties"][0]
    assert (first["at"], first["because"]["point"]) == (
        "2021-03-09T00:00:00+08:00",
        "past due",
    )
    assert first["because"]["days"]["amount"] == "5 working days"


def test_card__while_an_application_waits_names_it() -> None:
    asked = "03-08 10:00 extension_requested 甲局 days=3"
    result = judge(
        trial(HANDLE.rstrip() + MARKS + EXTENDS), "03-09 12:00", SENT, asked
    ).to_dict()
    (card,) = result["penalties"]
    assert (card["state"], card["because"]["pending"]) == ("provisional", 1)


def test_penalty__that_stands_again_is_listed_by_nobody() -> None:
    """What absorbed it was undone, so that nothing stands beside it."""
    rules = """
first: {title: 甲, cite: A-3 第三条, from: finding.inaction, penalty: red_card, act: finding.inaction, one_per: act, voided_by: {finding_made: {code: inaction, result: false}}}
second: {title: 乙, cite: A-3 第三条, from: finding.inaction, penalty: yellow_card, act: finding.inaction, one_per: act}
"""
    ladders = "one: {title: 一次, cite: A-3 第三条, strongest_first: [first, second], same: act, lower: listed}"
    made = "03-01 10:00 finding_made 甲局 code=inaction result=true"
    undone = "03-02 10:00 finding_made 甲局 code=inaction result=false"
    profile = trial(rules, ladders=ladders)
    both = judge(profile, "03-01 12:00", made).to_dict()["penalties"]
    assert {one["rule"]: one["concurrent"] for one in both} == {
        "first": ["second:甲局:1"],
        "second": [],
    }
    after = judge(profile, "03-03 12:00", made, undone).to_dict()["penalties"]
    assert {one["rule"]: (one["state"], one["concurrent"]) for one in after} == {
        "first": ("voided", []),
        "second": ("effective", []),
    }
