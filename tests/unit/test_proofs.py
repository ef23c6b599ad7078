"""Every proof: a profile that contradicts itself, and its neighbour that does not."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

import pytest

from tests.support.profiles import (
    COUNTING,
    HANDLE,
    Outcome,
    compile_text,
    profile_text,
)

HOURS = """
hours:
  title: 小时
  calendar: work
  rest_days_in_hours: count
  at_the_limit: strict
  rest_days_after: late
natural:
  title: 自然日
  calendar: work
  first_day: not_counted
  last_day_ends: "24:00"
  at_the_limit: strict
  end_on_rest_day: stays
"""


def _prove(rules: str, **sections: str) -> Outcome:
    counting = COUNTING + HOURS
    return compile_text(profile_text(rules, counting=counting, **sections), proofs=True)


def _lights(yellow: str, red: str, within: str = "5 working days") -> Outcome:
    marks = (
        f"  marks:\n"
        f"    y: {{at: {yellow}, light: yellow, cite: A-2 第二条, counted: {_counting(yellow)}}}\n"
        f"    r: {{at: {red}, light: red, cite: A-2 第二条, counted: {_counting(red)}}}\n"
    )
    rules = HANDLE.replace("5 working days", within).replace(
        "counted: days", f"counted: {_counting(within)}"
    )
    return _prove(rules + marks)


def _counting(text: str) -> str:
    if "hour" in text:
        return "hours"
    return "natural" if "calendar" in text else "days"


def _codes(outcome: Outcome) -> list[str]:
    return [
        code for code in outcome.codes if code not in ("unused-name", "setting-unused")
    ]


def _why(outcome: Outcome, code: str) -> str:
    [found] = [d for d in outcome.found if d.code == code]
    assert found.why is not None
    return found.why.zh


# --- the order of marks --------------------------------------------------------------


EARLY = "mark-may-be-early"  # three days in the Spring Festival hold no working day


@pytest.mark.parametrize(
    ("yellow", "red", "within", "codes"),
    [
        ("1 working day before due", "past 20 hours after start", "3 calendar days", [EARLY, "marks-may-cross"]),
        ("1 working day before due", "past due", "3 calendar days", [EARLY]),
        ("70 hours after start", "past 1 working day after due", "2 working days", ["mark-across-due"]),
        ("12 hours before due", "past due", "3 calendar days", []),
        ("1 working day before due", "past 1 hours after start", "5 working days", ["marks-out-of-order"]),
        ("1 hours after start", "past 1 working day after due", "5 working days", []),
    ],
)  # fmt: skip
def test_order__in_different_units(
    yellow: str, red: str, within: str, codes: list[str]
) -> None:
    assert _codes(_lights(yellow, red, within)) == codes


def test_order__witness_tells_the_points_and_the_days_between() -> None:
    outcome = _lights(
        "1 working day before due", "20 hours after start", "3 calendar days"
    )
    assert _why(outcome, "marks-may-cross") == (
        "例如2021年1月1日（周五）09:00起算。黄的节点 `y`：1月4日（周一）00:00；"
        "红的节点 `r`：1月2日（周六）05:00；期限的末尾：1月4日（周一）24:00。"
        "其间1月1日至3日元旦放假"
    )
    [found] = [d for d in outcome.found if d.code == "marks-may-cross"]
    assert [label.text.zh for label in found.related] == ["红的在这里", "期限在这里"]


# --- before the start ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("yellow", "within", "codes"),
    [
        ("30 hours before due", "1 calendar days", ["mark-may-be-early"]),
        ("20 hours before due", "1 calendar days", []),
        ("3 working days before due", "30 hours", ["mark-before-start"]),
        ("1 working day before due", "3 calendar days", ["mark-may-be-early"]),
    ],
)
def test_start__mark_counted_back_in_another_unit(
    yellow: str, within: str, codes: list[str]
) -> None:
    assert _codes(_lights(yellow, "past due", within)) == codes


# --- windows -------------------------------------------------------------------------


ASK = """
ask: {title: 申请延期, cite: A-3 第三条, from: handle.opened, who: unit, may: extension_requested, one_per: unit, again: replaces, within: WITHIN, counted: COUNTED}
"""
RETURN = """
return:
  title: 申请回退
  cite: A-3 第三条
  from: [dispatched, redo_ordered]
  who: unit
  may: return_requested
  one_per: unit
  again: replaces
  counted: days
  cases:
    by: ticket.level
    provincial: {within: PROVINCIAL}
    otherwise: {within: 2 working days}
returned: {title: 回退, cite: A-3 第三条, changes: [handle, FURTHER], asked_by: return.used, granted_by: {return_decided: {decision: approved}}, ends: returned, while_pending: counts}
"""
HANDLE_BY_URGENCY = HANDLE.replace(
    "  within: 5 working days\n",
    """
  if_facts_change: keep
  cases:
    by: ticket.urgency
    normal: {within: 5 working days}
    emergency: {within: EMERGENCY}
""",
)


@pytest.mark.parametrize(
    ("within", "counting", "too_long"),
    [
        ("6 working days", "days", True),
        ("5 working days", "days", False),
        ("1 working day after handle.due", "days", True),
        ("1 working day before handle.due", "days", False),
        ("handle.due", "days", False),
        # From the last second of a Sunday five working days are over in 120 hours.
        ("5 calendar days", "natural", False),
        ("6 calendar days", "natural", True),
        ("120 hours", "hours", False),
        ("121 hours", "hours", True),
    ],
)
def test_window__against_the_limit_on_whose_opening_it_opens(
    within: str, counting: str, too_long: bool
) -> None:
    if "due" in within:
        within = f"until {within}"
    ask = ASK.replace("WITHIN", within).replace("COUNTED", counting)
    outcome = _prove(HANDLE + ask)
    assert _codes(outcome) == (["window-too-long"] if too_long else [])
    if too_long:
        [found] = [d for d in outcome.found if d.code == "window-too-long"]
        assert found.span is not None
        assert found.span.text(outcome.lines) == within


def _returns(provincial: str, emergency: str, further: str = "handle") -> Outcome:
    rules = HANDLE_BY_URGENCY.replace("EMERGENCY", emergency) + RETURN.replace(
        "PROVINCIAL", provincial
    ).replace("[handle, FURTHER]", f"[{further}]")
    return _prove(rules)


def test_window__longer_than_one_row_of_what_using_it_alters() -> None:
    outcome = _returns("3 working days", "2 working days")
    assert _codes(outcome) == ["window-too-long"]
    why = _why(outcome, "window-too-long")
    assert "`ticket.level: provincial`、`ticket.urgency: emergency`" in why
    assert (
        "办理期限的末尾：1月5日（周二）24:00；申请回退的末尾：1月6日（周三）24:00"
        in why
    )
    assert _codes(_returns("2 working days", "2 working days")) == []


def test_window__every_row_it_outlasts_is_named() -> None:
    outcome = _returns("6 working days", "2 working days")
    found = [d for d in outcome.found if d.code == "window-too-long"]
    assert ["handle.normal" in d.headline.zh for d in found] == [True, False]
    assert ["handle.emergency" in d.headline.zh for d in found] == [False, True]


def test_window__row_that_no_ticket_meets_together_is_silent() -> None:
    """Emergencies that are provincial do not come to the short limit."""
    rules = HANDLE.replace(
        "within: 5 working days",
        """
  within:
    hit: first
    rows:
      - {if: {ticket.level: provincial}, is: 5 working days}
      - {if: {ticket.urgency: emergency}, is: 2 working days}
      - {otherwise: 5 working days}""",
    )
    window = RETURN.replace("PROVINCIAL", "4 working days").replace(", FURTHER", "")
    assert _codes(_prove(rules + window)) == []


def test_window__may_be_as_long_as_the_longest_limit_it_serves() -> None:
    first = """
first: {title: 先行反馈, cite: A-1 第一条, from: dispatched, who: unit, must: prelim_feedback, within: 2 hours, counted: hours, one_per: unit, again: replaces}
"""
    rules = HANDLE + first + RETURN.replace("FURTHER", "first")
    assert _codes(_prove(rules.replace("PROVINCIAL", "3 working days"))) == []
    longer = _prove(rules.replace("PROVINCIAL", "6 working days"))
    assert _codes(longer) == ["window-too-long"]
    assert "`handle`" in longer.found[-1].headline.zh


def test_window__that_nothing_ties_to_a_limit_is_silent() -> None:
    ask = ASK.replace("handle.opened", "dispatched")
    ask = ask.replace("WITHIN", "9 working days").replace("COUNTED", "days")
    assert _codes(_prove(HANDLE + ask)) == []


def test_window__missing_setting_is_told_once_and_nothing_is_proved() -> None:
    ask = ASK.replace("WITHIN", "9 hours").replace("COUNTED", "days")
    assert _codes(_prove(HANDLE + ask)) == ["setting-missing"]
