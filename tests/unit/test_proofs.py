"""Every proof: a profile that contradicts itself, and its neighbour that does not."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotline_rules.diagnostics import Severity
from tests.diagnostics.expected import inputs, report
from tests.support.profiles import (
    COUNTING,
    HANDLE,
    Outcome,
    compile_text,
    profile_text,
)

if TYPE_CHECKING:
    from pathlib import Path

HOURS = """
hours:
  title: 小时
  calendar: work
  rest_days_in_hours: count
  at_the_limit: strict
  rest_days_after: late
  end_on_rest_day: stays
natural:
  title: 自然日
  calendar: work
  first_day: not_counted
  last_day_ends: "24:00"
  at_the_limit: strict
  end_on_rest_day: stays
"""


def _prove(rules: str, **sections: str) -> Outcome:
    counting = f"{COUNTING.rstrip()}\n  end_on_rest_day: stays{HOURS}"
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
        code
        for code in outcome.codes
        if code not in ("unused-name", "setting-unused", "beyond-announced")
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
        "例如2021年1月4日（周一）09:00起算。节点 `y`：1月7日（周四）00:00；"
        "节点 `r`：1月5日（周二）05:00；期限截止：1月7日（周四）24:00"
    )
    [found] = [d for d in outcome.found if d.code == "marks-may-cross"]
    assert [label.text.zh for label in found.related] == ["红的在这里", "期限在这里"]


@pytest.mark.parametrize(
    ("yellow", "red", "codes"),
    [
        # From Monday 24:00 on a working day is 24 hours, from Friday 24:00 on it is 72.
        ("past 23 hours after due", "past 1 working day after due", []),
        ("past 24 hours after due", "past 1 working day after due", ["marks-may-cross"]),
        ("past 1 working day after due", "past 24 hours after due", ["marks-out-of-order"]),
        ("past 1 working day after due", "past 25 hours after due", ["marks-may-cross"]),
        ("past 1 hours before due", "past 1 working day after due", []),
    ],
)  # fmt: skip
def test_order__whatever_end_a_ticket_carries(
    yellow: str, red: str, codes: list[str]
) -> None:
    assert _codes(_lights(yellow, red, "until event.due_override")) == codes


def test_order__of_the_marks_that_a_change_sets() -> None:
    extend = EXTEND.replace(
        "while_pending",
        "counted: hours, marks: {y: {at: past 30 hours after due, light: yellow, cite: A-2 第二条}, "
        "r: {at: past 1 working day after due, light: red, cite: A-2 第二条, counted: days}}, while_pending",
    ).replace("2 working days after due", "asked.promised_due")
    outcome = _prove(HANDLE + extend)
    assert _codes(outcome) == ["marks-may-cross"]
    assert "例如期限定到" in _why(outcome, "marks-may-cross")
    assert _codes(_prove(HANDLE + extend.replace("30 hours", "20 hours"))) == []


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
    assert "例如层级为“省级”、紧急程度为“紧急”的工单，" in why
    assert "办理期限截止：1月6日（周三）24:00；申请回退截止：1月7日（周四）24:00" in why
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


# --- what never comes to its turn ----------------------------------------------------


def _told(outcome: Outcome, code: str) -> list[str]:
    """Return what is underlined by a code."""
    return [
        d.span.text(outcome.lines)
        for d in outcome.found
        if d.code == code and d.span is not None
    ]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("{all: [{ticket.level: city}, {ticket.level: county}]}", False),
        ("{any: [{ticket.level: city}, {ticket.level: county}]}", True),
        ("{ticket.level: city, not: {ticket.level: [city, county]}}", False),
        ("{ticket.level: city, not: {ticket.level: county}}", True),
        ("{event.role: co}", False),  # the trigger is about a lead
        ("{event.role: lead}", True),
        ("{event.type: dispatched}", True),
        ("{all: [{ticket.urgency: present}, {ticket.urgency: absent}]}", False),
        ("{happened: closed, not: {happened: closed}}", False),
        ("{happened: closed, not: {happened: redo_ordered}}", True),
        ("{finding.no_reason_given: true, not: {finding.no_reason_given: unknown}}", True),
        ("{finding.no_reason_given: true, any: [{finding.no_reason_given: unknown}, {finding.no_reason_given: false}]}", False),
    ],
)  # fmt: skip
def test_rule__that_can_never_fire(condition: str, *, holds: bool) -> None:
    rules = HANDLE.replace("from: dispatched", "from: {dispatched: {role: lead}}")
    outcome = _prove(rules + f"  if: {condition}\n")
    assert _told(outcome, "never-holds") == ([] if holds else [condition])


def test_rule__switched_off_by_a_reading_is_left_alone() -> None:
    reading = (
        "T1: {about: 试, options: {a: 甲, b: 乙}, chosen: a, basis: cited, ground: 因}"
    )
    condition = "{all: [{reading.T1: b}, {ticket.level: city}]}"
    outcome = _prove(HANDLE + f"  if: {condition}\n", readings=reading)
    assert _told(outcome, "never-holds") == []
    named = "conditions: {other: {title: 别种读法, is: {reading.T1: b}}}"
    condition = "{condition.other: true}"
    outcome = _prove(HANDLE + f"  if: {condition}\n", readings=reading, words=named)
    assert _told(outcome, "never-holds") == []


def test_mark__whose_condition_never_holds() -> None:
    marks = (
        "  marks: {r: {at: past due, light: red, cite: A-2 第二条, if: CONDITION}}\n"
    )
    never = "{ticket.level: city, not: {ticket.level: city}}"
    outcome = _prove(HANDLE + marks.replace("CONDITION", never))
    assert _told(outcome, "never-holds") == [never]
    fine = marks.replace("CONDITION", "{ticket.level: city}")
    assert _told(_prove(HANDLE + fine), "never-holds") == []


def test_mark__looks_at_whichever_event_began_the_limit() -> None:
    rule = HANDLE.replace("dispatched", "[caller_contacted, coordination_held]")
    marks = (
        "  marks: {r: {at: past due, light: red, cite: A-2 第二条, if: CONDITION}}\n"
    )
    second = marks.replace("CONDITION", "{event.mode: mediation}")
    assert _told(_prove(rule + second), "never-holds") == []
    never = "{event.mode: [phone], not: {event.mode: phone}}"
    found = _told(_prove(rule + marks.replace("CONDITION", never)), "never-holds")
    assert found == [never]


CASES = """
closing:
  title: 办结
  from: FROM
  who: platform
  must: closed
  do: redispatch
  within: none
  hit: first
  cases:
    one: {cite: A-1 第一条, if: {ticket.level: [city, county]}}
    two: {cite: A-2 第二条, if: SECOND}
"""


@pytest.mark.parametrize(
    ("second", "reached"),
    [
        ("{ticket.level: city}", False),
        ("{ticket.level: city, ticket.urgency: emergency}", False),
        ("{ticket.level: provincial}", True),
        ("{ticket.urgency: emergency}", True),
    ],
)
def test_case__behind_others(second: str, *, reached: bool) -> None:
    rules = CASES.replace("SECOND", second).replace("FROM", "dispatched")
    outcome = _prove(HANDLE + rules)
    assert _told(outcome, "row-shadowed") == ([] if reached else ["two"])


def test_case__behind_one_with_another_trigger_is_reached() -> None:
    rules = CASES.replace("SECOND", "{ticket.level: city}").replace(
        "  from: FROM\n", ""
    )
    rules = rules.replace("one: {", "one: {from: dispatched, ")
    for trigger, reached in (("redo_ordered", True), ("dispatched", False)):
        outcome = _prove(HANDLE + rules.replace("two: {", f"two: {{from: {trigger}, "))
        assert _told(outcome, "row-shadowed") == ([] if reached else ["two"])


def _rows(*rows: str, hit: str = "first") -> Outcome:
    listed = "".join(f"      - {row}\n" for row in rows)
    table = f"within:\n    hit: {hit}\n    rows:\n{listed}"
    return _prove(HANDLE.replace("within: 5 working days\n", table))


@pytest.mark.parametrize(
    ("rows", "shadowed"),
    [
        (["{if: {ticket.level: city}, is: 1 working day}", "{otherwise: 2 working days}"], []),
        (["{if: {ticket.level: [city, county]}, is: 1 working day}", "{if: {ticket.level: county}, is: 3 working days}", "{otherwise: 2 working days}"], ["{if: {ticket.level: county}, is: 3 working days}"]),
        (["{if: {event.n: {at_least: 3}}, is: 1 working day}", "{if: {event.n: {more_than: 3}}, is: 3 working days}", "{otherwise: 2 working days}"], ["{if: {event.n: {more_than: 3}}, is: 3 working days}"]),
        (["{if: {event.n: {more_than: 3}}, is: 1 working day}", "{if: {event.n: {at_least: 3}}, is: 3 working days}", "{otherwise: 2 working days}"], []),
        (["{if: {ticket.urgency: normal}, is: 1 working day}", "{if: {ticket.urgency: emergency}, is: 3 working days}", "{otherwise: 2 working days}"], ["{otherwise: 2 working days}"]),
    ],
)  # fmt: skip
def test_row__that_is_never_reached(rows: list[str], shadowed: list[str]) -> None:
    outcome = _prove(
        HANDLE.replace("from: dispatched", "from: redo_ordered").replace(
            "within: 5 working days\n",
            "within:\n    hit: first\n    rows:\n"
            + "".join(f"      - {r}\n" for r in rows),
        )
    )
    assert _told(outcome, "row-shadowed") == shadowed


def test_row__whose_condition_never_holds() -> None:
    never = "{if: {ticket.level: city, not: {ticket.level: city}}, is: 1 working day}"
    assert _told(_rows(never, "{otherwise: 2 working days}"), "never-holds") == [never]


# --- gaps and overlaps ---------------------------------------------------------------


@pytest.mark.parametrize("hit", ["first", "unique"])
def test_table__gap_is_shown_by_a_witness(hit: str) -> None:
    rows = [
        "{if: {ticket.level: city, ticket.urgency: normal}, is: 5 working days}",
        "{if: {ticket.level: [county, provincial]}, is: 3 working days}",
    ]
    outcome = _rows(*rows, hit=hit)
    assert "例如层级为“市级”、紧急程度为“紧急”的工单" in _why(outcome, "rows-gap")
    emergency = (
        "{if: {ticket.level: city, ticket.urgency: emergency}, is: 1 working day}"
    )
    assert _codes(_rows(*rows, emergency, hit=hit)) == []


def test_table__overlap_is_shown_by_a_witness() -> None:
    outcome = _rows(
        "{if: {any: [{ticket.level: city}, {ticket.urgency: emergency}]}, is: 5 working days}",
        "{if: {ticket.level: county}, is: 3 working days}",
        "{otherwise: 2 working days}",
        hit="unique",
    )
    assert "紧急程度为“紧急”" in _why(outcome, "rows-conflict")
    assert "层级为“县级”" in _why(outcome, "rows-conflict")


# --- what never happens --------------------------------------------------------------


LISTENER = "after: {title: 其后, cite: A-2 第二条, from: EVENT, status: difficult, until: closed}\n"
EXTEND = """
extend: {title: 延期, cite: A-3 第三条, changes: handle, asked_by: extension_requested, granted_by: {extension_decided: {decision: approved}}, moves_to: 2 working days after due, while_pending: counts}
"""


@pytest.mark.parametrize(
    ("event", "rules", "happens"),
    [
        ("handle.passed", HANDLE, True),
        ("handle.moved", HANDLE, False),
        ("handle.moved", HANDLE + EXTEND, True),
        ("handle.ended", HANDLE, True),  # a new dispatch replaces the old limit
        ("handle.ended", HANDLE.replace("again: replaces", "again: ignored"), False),
        ("extend.granted", HANDLE + EXTEND, True),
        ("extend.refused", HANDLE + EXTEND, False),
        ("extend.asked_late", HANDLE + EXTEND, False),
        ("{handle.moved: {unit: present}}", HANDLE, False),
        ("buck_passing.begins", HANDLE, False),
        ("card.issued", HANDLE, False),
        ("card.issued", HANDLE + "  marks: {r: {at: past due, penalty: red_card, cite: A-2 第二条}}\n", True),
        ("card.voided", HANDLE + "  marks: {r: {at: past due, penalty: red_card, cite: A-2 第二条}}\n", False),
        ("clock.day_starts", HANDLE, True),
        ("finding.no_reason_given", HANDLE, True),
    ],
)  # fmt: skip
def test_event__that_nothing_brings_about(
    event: str, rules: str, *, happens: bool
) -> None:
    outcome = _prove(rules + LISTENER.replace("EVENT", event))
    name = event.strip("{}").partition(":")[0]
    told = [text.partition(":")[0] for text in _told(outcome, "never-happens")]
    assert told == ([] if happens else [name])


def test_event__of_a_limit_without_time_never_passes() -> None:
    rules = HANDLE.replace("within: 5 working days", "within: none\n  do: redispatch")
    rules = rules.replace("  counted: days\n", "").replace("  again: replaces\n", "")
    outcome = _prove(rules + LISTENER.replace("EVENT", "handle.passed"))
    assert _told(outcome, "never-happens") == ["handle.passed"]


@pytest.mark.parametrize(
    "key",
    [
        "ends_on: {withdrawn: extend.refused}",
        "marks: {r: {on: extend.refused, light: red, cite: A-2 第二条}}",
        "status: difficult\n  until: extend.refused",
        "if: {happened: {extend.refused: {unit: same}}}",
    ],
)
def test_event__is_looked_for_wherever_one_is_waited_for(key: str) -> None:
    outcome = _prove(HANDLE + f"  {key}\n" + EXTEND)
    assert [t.partition(":")[0] for t in _told(outcome, "never-happens")] == [
        "extend.refused"
    ]


def test_event__that_a_reading_may_bring_about_is_left_alone() -> None:
    reading = (
        "T1: {about: 试, options: {a: 甲, b: 乙}, chosen: a, basis: cited, ground: 因}"
    )
    refused = "refused_by: {by: reading.T1, a: none, b: {extension_decided: {decision: rejected}}}"
    rules = HANDLE + EXTEND.replace("while_pending", f"{refused}, while_pending")
    outcome = _prove(
        rules + LISTENER.replace("EVENT", "extend.refused"), readings=reading
    )
    assert outcome.codes.count("never-happens") == 0


def test_status__that_no_rule_enters() -> None:
    asked = HANDLE + "  if: {status.difficult: true}\n"
    assert _told(_prove(asked), "never-happens") == ["status.difficult"]
    assert (
        _told(_prove(asked + LISTENER.replace("EVENT", "closed")), "never-happens")
        == []
    )


# --- ladders -------------------------------------------------------------------------


LADDER = """
steps: {title: 阶梯, cite: A-2 第二条, weakest_first: STEPS, same: ticket, lower: kept}
"""
LATE = "late: {title: 迟了, cite: A-2 第二条, from: handle.passed, rung: steps.first, until: closed}\n"


@pytest.mark.parametrize(
    ("steps", "rules", "unreached"),
    [
        ("[yellow_card]", "", ["yellow_card"]),
        ("[yellow_card]", "card: {title: 牌, cite: A-2 第二条, from: handle.passed, penalty: yellow_card, one_per: unit}", []),
        ("[first]", LATE, []),
        ("[first, red_card]", LATE, ["red_card"]),
    ],
)  # fmt: skip
def test_ladder__step_that_nothing_reaches(
    steps: str, rules: str, unreached: list[str]
) -> None:
    outcome = _prove(HANDLE + rules, ladders=LADDER.replace("STEPS", steps))
    assert _told(outcome, "step-unreached") == unreached


@pytest.mark.parametrize(
    ("rules", "acts"),
    [
        (LATE, False),
        (LATE.replace("handle.passed", "closed"), True),  # a person did something
        (LATE + "urge: {title: 催, cite: A-2 第二条, from: handle.passed, who: platform, must: reminder_sent, do: redispatch, within: none}", True),
        (LATE.replace("rung:", "penalty: red_card, one_per: unit, rung:"), True),
        (LATE + "look: {title: 看, cite: A-2 第二条, from: closed, if: {rung.steps: first}, who: platform, must: reminder_sent, do: redispatch, within: none}", True),
    ],
)  # fmt: skip
def test_ladder__rung_that_moves_nobody(rules: str, *, acts: bool) -> None:
    outcome = _prove(HANDLE + rules, ladders=LADDER.replace("STEPS", "[first]"))
    assert _codes(outcome) == ([] if acts else ["rung-without-actor"])


# --- days and sources ----------------------------------------------------------------


DOCUMENTS = """
  next:
    title: 新办法
    issued: 2023-01-01
    in_force: {from: FROM, until: open}
    law_at: {duties: dispatched, procedure: the_event}
    after_end: apply_and_flag
    replaces: doc
    clauses: registers/trial.yaml
    cite: A-1 第一条
"""


@pytest.mark.parametrize(
    ("until", "following", "codes"),
    [
        ("open", None, []),
        ("2022-12-31", None, ["document-ends"]),
        ("2022-12-31", "2023-01-01", []),
        ("2022-12-31", "2023-01-02", ["documents-gap"]),
        ("2022-12-31", "2022-06-01", []),
    ],
)
def test_documents__days_without_one(
    until: str, following: str | None, codes: list[str]
) -> None:
    text = profile_text(HANDLE).replace("until: open", f"until: {until}", 1)
    if following is not None:
        text = text.replace(
            "calendars:\n", DOCUMENTS[1:].replace("FROM", following) + "calendars:\n", 1
        )
    outcome = compile_text(text, proofs=True)
    wanted = ("document-ends", "documents-gap")
    assert [code for code in outcome.codes if code in wanted] == codes
    if codes == ["documents-gap"]:
        [found] = [d for d in outcome.found if d.code == "documents-gap"]
        assert "2023年1月1日" in found.headline.zh


READING = (
    "T1: {about: 试, options: {a: 甲, b: 乙}, chosen: a, basis: cited, ground: 因CITE}"
)


@pytest.mark.parametrize(
    ("value", "cite", "told"),
    [
        ("{title: 五, is: 5 working days}", "", True),
        ("{title: 五, is: 5 working days, cite: A-1 第一条}", "", False),
        ("{title: 五, is: {by: reading.T1, a: 5 working days, b: 6 working days}}", "", True),
        ("{title: 五, is: {by: reading.T1, a: 5 working days, b: 6 working days}}", ", cite: A-1 第一条", False),
        ("{title: 五, is: {hit: first, rows: [{if: {ticket.level: city}, is: 5 working days, cite: A-1 第一条}, {otherwise: 6 working days, cite: A-1 第一条}]}}", "", False),
        ("{title: 五, is: {hit: first, rows: [{if: {ticket.level: city}, is: 5 working days, cite: A-1 第一条}, {otherwise: 6 working days}]}}", "", True),
    ],
)  # fmt: skip
def test_value__without_a_source(value: str, cite: str, *, told: bool) -> None:
    rules = HANDLE.replace("5 working days", "value.five")
    outcome = _prove(
        rules, values=f"five: {value}", readings=READING.replace("CITE", cite)
    )
    assert _told(outcome, "value-uncited") == (["five"] if told else [])


def test_calendar__from_when_on_ends_are_not_announced() -> None:
    outcome = _prove(HANDLE)
    [note] = [d for d in outcome.found if d.code == "beyond-announced"]
    assert note.severity is Severity.NOTE
    assert note.why is not None
    assert "“办理期限”（`handle`，5个工作日）" in note.why.zh
    every_day = HANDLE.replace("5 working days", "until event.due_override")
    assert "beyond-announced" not in _prove(every_day).codes


# --- what the reports say ------------------------------------------------------------


@pytest.mark.parametrize("path", inputs("proofs"), ids=lambda path: path.stem)
def test_proof__gives_exactly_its_report(path: Path) -> None:
    assert report(path) == path.with_suffix(".txt").read_text("utf-8")


def test_proofs__every_finding_of_a_run_is_told_in_order() -> None:
    """Faults of meaning and what the proofs find come together, by place."""
    rules = (
        HANDLE
        + ASK.replace("WITHIN", "6 working days").replace("COUNTED", "days")
        + LISTENER.replace("EVENT", "handle.moved").replace("difficult", "difficlt")
        + EXTEND.replace("asked_by: extension_requested", "asked_by: extension_request")
        + CASES.replace("SECOND", "{ticket.level: city}").replace("FROM", "dispatched")
    )
    outcome = _prove(rules)
    spans = [(d.span.line, d.span.column) for d in outcome.found if d.span]
    assert spans == sorted(spans)
    assert [code for code in _codes(outcome) if code != "setting-unused"] == [
        "window-too-long",
        "unknown-status",
        "unknown-event",
        "row-shadowed",
    ]
