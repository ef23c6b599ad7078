"""Duties and powers: opening, meeting, ending; whose they are and how many."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

import pytest

from tests.support.engine import (
    actions,
    anomalies,
    at,
    deadline,
    dues,
    judge,
    missing,
    penalties,
    states,
    statuses,
    text,
    trial,
)
from tests.support.profiles import HANDLE

HOURS = HANDLE.replace("5 working days", "46 hours").replace("days\n", "hours\n")
SENT = "03-01 10:00 dispatched 甲局"
ID = "handle:甲局:1"


# --- both sides of the end -----------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "state"),
    [
        ("03-08 23:59:59", "met"),
        ("03-09 00:00:00", "met_late"),
        ("03-09 00:00:01", "met_late"),
    ],
)
def test_duty__met_at_the_exclusive_end_is_late(done: str, state: str) -> None:
    result = judge(trial(HANDLE), "03-20 00:00", SENT, f"{done} result_submitted 甲局")
    one = deadline(result, ID)
    assert (one.state, one.inclusive) == (state, False)
    assert one.ended_at == at(done)
    assert one.cites == ("A-1",)
    assert one.because.events == (0, 1)
    assert anomalies(result) == []


@pytest.mark.parametrize(
    ("done", "state"),
    [("03-03 07:59:59", "met"), ("03-03 08:00", "met"), ("03-03 08:00:01", "met_late")],
)
def test_duty__met_at_the_inclusive_end_is_in_time(done: str, state: str) -> None:
    result = judge(trial(HOURS), "03-20 00:00", SENT, f"{done} result_submitted 甲局")
    one = deadline(result, ID)
    assert (one.state, one.inclusive) == (state, True)
    assert text(one.due_at) == "03-03 08:00"


@pytest.mark.parametrize(
    ("rules", "as_of", "state"),
    [
        (HANDLE, "03-08 23:59:59", "running"),
        (HANDLE, "03-09 00:00", "overdue"),
        (HOURS, "03-03 08:00", "running"),
        (HOURS, "03-03 08:00:01", "overdue"),
    ],
)
def test_duty__unmet_is_overdue_from_the_first_late_instant(
    rules: str, as_of: str, state: str
) -> None:
    result = judge(trial(rules), as_of, SENT)
    one = deadline(result, ID)
    assert one.state == state
    assert (one.ended_at, one.end_reason) == (None, None)
    assert one.because.events == (0,)
    late = "03-09 00:00" if rules is HANDLE else "03-03 08:00:01"
    assert text(result.next_change_at) == (late if state == "running" else None)


def test_duty__met_once_is_not_met_again() -> None:
    result = judge(
        trial(HANDLE),
        "03-20 00:00",
        SENT,
        "03-02 10:00 result_submitted 甲局",
        "03-19 10:00 result_submitted 甲局",
    )
    assert text(deadline(result, ID).ended_at) == "03-02 10:00"
    assert deadline(result, ID).because.events == (0, 1)


def test_duty__nothing_before_its_trigger() -> None:
    result = judge(trial(HANDLE), "03-01 09:59:59", SENT)
    assert result.deadlines == ()
    assert judge(trial(HANDLE), "03-01 10:00", SENT).deadlines != ()


def test_duty__another_units_answer_does_not_meet_it() -> None:
    result = judge(
        trial(HANDLE),
        "03-20 00:00",
        SENT,
        "03-01 11:00 dispatched 乙局",
        "03-02 10:00 result_submitted 乙局",
    )
    assert states(result) == {ID: "overdue", "handle:乙局:1": "met"}


def test_duty__an_answer_without_a_unit_is_the_holders_and_meets_all() -> None:
    result = judge(trial(HANDLE), "03-20 00:00", SENT, "03-02 10:00 result_submitted")
    assert states(result) == {ID: "met"}


# --- all of, any of, forms -----------------------------------------------------------

ALL_OF = HANDLE.replace(
    "must: result_submitted", "must: {all_of: [result_submitted, proof_submitted]}"
)


def test_duty__all_of_is_met_by_the_last_of_them() -> None:
    one_only = judge(
        trial(ALL_OF), "03-08 12:00", SENT, "03-02 10:00 proof_submitted 甲局"
    )
    assert deadline(one_only, ID).state == "running"
    assert deadline(one_only, ID).because.events == (0, 1)
    both = judge(
        trial(ALL_OF),
        "03-20 00:00",
        SENT,
        "03-02 10:00 proof_submitted 甲局",
        "03-02 11:00 proof_submitted 甲局",
        "03-09 00:00 result_submitted 甲局",
    )
    assert deadline(both, ID).state == "met_late"
    assert deadline(both, ID).because.events == (0, 1, 2, 3)


def test_duty__any_of_several_acts_meets_it() -> None:
    rules = HANDLE.replace(
        "must: result_submitted", "must: [result_submitted, proof_submitted]"
    )
    result = judge(
        trial(rules), "03-20 00:00", SENT, "03-02 10:00 proof_submitted 甲局"
    )
    assert states(result) == {ID: "met"}


FORM = """
form:
  title: 退单要写明理由
  cite: A-1 第一条
  from: return_requested
  who: unit
  must: {return_requested: {reason: present}}
  do: return_with_reason
  within: none
  one_per: event
"""


@pytest.mark.parametrize(
    ("payload", "state"), [("reason=职责不符", "done"), ("", "open")]
)
def test_duty__an_event_that_opens_and_fits_meets_at_once(
    payload: str, state: str
) -> None:
    result = judge(
        trial(FORM),
        "03-20 00:00",
        f"03-01 10:00 return_requested 甲局 {payload}".strip(),
    )
    assert actions(result) == {"form:甲局:1": state}
    assert result.deadlines == ()
    [action] = result.actions
    assert (action.action, action.role, action.unit) == (
        "return_with_reason",
        "unit",
        "甲局",
    )
    assert action.due_at is None
    assert text(action.done_at) == ("03-01 10:00" if payload else None)


def test_duty__a_later_event_meets_the_form_that_was_wrong() -> None:
    result = judge(
        trial(FORM),
        "03-20 00:00",
        "03-01 10:00 return_requested 甲局",
        "03-02 10:00 return_requested 甲局 reason=补正",
    )
    assert actions(result) == {"form:甲局:1": "done", "form:甲局:2": "done"}


CASES_OF_FORM = """
form:
  title: 按类别不同的形式
  from: [dispatched, result_submitted]
  who: unit
  one_per: event
  within: none
  do: accept_first
  cases:
    by: ticket.level
    city: {must: result_submitted, cite: A-1 第一条}
    otherwise: {must: proof_submitted, cite: A-2 第二条}
"""


@pytest.mark.parametrize(
    ("level", "state"), [("city", ["done", "done"]), ("county", ["open", "open"])]
)
def test_duty__at_once_only_by_the_act_of_its_own_case(
    level: str, state: list[str]
) -> None:
    result = judge(
        trial(CASES_OF_FORM),
        "03-20 00:00",
        SENT,
        "03-02 10:00 result_submitted 甲局",
        level=level,
    )
    assert list(actions(result).values()) == state


# --- instances -----------------------------------------------------------------------

AGAIN = "03-04 09:00 dispatched 甲局"


def test_again__replaces_ends_the_first_as_superseded() -> None:
    result = judge(trial(HANDLE), "03-20 00:00", SENT, AGAIN)
    assert states(result) == {ID: "ended", "handle:甲局:2": "overdue"}
    first = deadline(result, ID)
    assert (first.end_reason, text(first.ended_at)) == ("superseded", "03-04 09:00")
    assert first.because.events == (0, 1)
    assert dues(result)["handle:甲局:2"] == "03-12 00:00"


def test_again__replaces_a_running_one_even_when_overdue() -> None:
    result = judge(trial(HANDLE), "03-20 00:00", SENT, "03-10 09:00 dispatched 甲局")
    assert deadline(result, ID).state == "ended"


def test_again__ignored_keeps_the_first_while_it_runs() -> None:
    rules = HANDLE.replace("again: replaces", "again: ignored")
    result = judge(trial(rules), "03-20 00:00", SENT, AGAIN)
    assert states(result) == {ID: "overdue"}
    met = judge(
        trial(rules), "03-20 00:00", SENT, "03-03 10:00 result_submitted 甲局", AGAIN
    )
    assert states(met) == {ID: "met", "handle:甲局:2": "overdue"}


def test_again__each_unit_has_its_own() -> None:
    result = judge(trial(HANDLE), "03-20 00:00", SENT, "03-04 09:00 dispatched 乙局")
    assert states(result) == {ID: "overdue", "handle:乙局:1": "overdue"}


def test_one_per_ticket__only_the_first_trigger() -> None:
    rules = HANDLE.replace("one_per: unit", "one_per: ticket")
    result = judge(
        trial(rules),
        "03-20 00:00",
        SENT,
        "03-03 10:00 result_submitted 甲局",
        "03-04 09:00 dispatched 乙局",
    )
    assert states(result) == {ID: "met"}


def test_one_per_event__three_urges_one_report_meets_all_open() -> None:
    rules = """
urged: {title: 催办后反馈, cite: A-1 第一条, from: reminder_sent, who: unit, must: progress_reported, one_per: event, within: 2 working days, counted: days}
"""
    result = judge(
        trial(rules),
        "03-20 00:00",
        "03-01 10:00 reminder_sent 甲局 kind=urge",
        "03-02 10:00 reminder_sent 甲局 kind=urge",
        "03-03 10:00 progress_reported 甲局",
        "03-04 10:00 reminder_sent 甲局 kind=urge",
    )
    assert states(result) == {
        "urged:甲局:1": "met",
        "urged:甲局:2": "met",
        "urged:甲局:3": "overdue",
    }


@pytest.mark.parametrize("key", ["event.n", "unit, event.n"])
def test_one_per_facts__a_new_value_is_a_new_instance(key: str) -> None:
    rules = f"""
redo: {{title: 重办, cite: A-1 第一条, from: redo_ordered, who: unit, must: result_submitted, one_per: [{key}], again: ignored, within: 2 working days, counted: days}}
"""
    result = judge(
        trial(rules),
        "03-03 00:00",
        "03-01 10:00 redo_ordered n=1",
        "03-01 11:00 redo_ordered n=1",
        "03-02 10:00 redo_ordered n=2",
    )
    assert states(result) == {"redo:1": "running", "redo:2": "running"}


def test_one_per_facts__a_list_is_a_value_like_any_other() -> None:
    rules = """
redo: {title: 协调, cite: A-1 第一条, from: coordination_held, who: platform, must: closed, one_per: [event.participants], again: ignored, within: 2 working days, counted: days}
"""
    result = judge(
        trial(rules),
        "03-03 00:00",
        "03-01 10:00 coordination_held participants=[甲局,乙局]",
        "03-01 11:00 coordination_held participants=[甲局,乙局]",
        "03-01 12:00 coordination_held participants=[甲局]",
    )
    assert len(result.deadlines) == 2


def test_one_per_act__each_trigger_its_own() -> None:
    rules = HANDLE.replace("one_per: unit", "one_per: act")
    result = judge(trial(rules), "03-03 00:00", SENT, AGAIN.replace("03-04", "03-02"))
    assert states(result) == {ID: "running", "handle:甲局:2": "running"}


# --- ends ----------------------------------------------------------------------------

ENDS = (
    HANDLE
    + "  ends_on: {withdrawn: {closed: {lawful: true}}, transferred: petition_transferred}\n"
)


@pytest.mark.parametrize(
    ("line", "state", "reason"),
    [
        ("03-03 10:00 closed lawful=true", "ended", "withdrawn"),
        ("03-03 10:00 closed lawful=false", "overdue", None),
        ("03-03 10:00 petition_transferred", "ended", "transferred"),
        ("03-15 10:00 petition_transferred", "ended", "transferred"),
    ],
)
def test_ends_on__ends_without_blame(line: str, state: str, reason: str | None) -> None:
    result = judge(trial(ENDS), "03-20 00:00", SENT, line)
    one = deadline(result, ID)
    assert (one.state, one.end_reason) == (state, reason)
    assert one.because.events == ((0, 1) if reason else (0,))
    assert text(one.ended_at) == (line[:11] if reason else None)


def test_ends_on__does_not_touch_what_was_met() -> None:
    result = judge(
        trial(ENDS),
        "03-20 00:00",
        SENT,
        "03-02 10:00 result_submitted 甲局",
        "03-03 10:00 petition_transferred",
    )
    assert deadline(result, ID).state == "met"
    assert deadline(result, ID).end_reason is None


# --- whoever it names -----------------------------------------------------------------

PASS_ON = """
pass_on: {title: 转别的单位办理, cite: A-1 第一条, from: return_requested, who: platform, must: {dispatched: {unit: WHOSE}}, do: redispatch, within: none, one_per: event, ends_on: {refused: {return_decided: {unit: ENDS, decision: rejected}}}}
"""


@pytest.mark.parametrize(
    ("whose", "line", "state"),
    [
        ("any", "03-03 10:00 dispatched 乙局", "done"),
        ("any", "03-03 10:00 dispatched 甲局", "done"),
        ("any", "03-03 10:00 return_decided 乙局 decision=rejected", "lapsed"),
        ("any", "03-03 10:00 return_decided 乙局 decision=approved", "open"),
        ("present", "03-03 10:00 dispatched 乙局", "open"),
        ("present", "03-03 10:00 dispatched 甲局", "done"),
        ("present", "03-03 10:00 return_decided 乙局 decision=rejected", "open"),
        ("present", "03-03 10:00 return_decided 甲局 decision=rejected", "lapsed"),
    ],
)
def test_unit_any__met_or_ended_by_what_names_another_unit(
    whose: str, line: str, state: str
) -> None:
    rules = PASS_ON.replace("WHOSE", whose).replace("ENDS", whose)
    result = judge(
        trial(rules), "03-20 00:00", SENT, "03-02 10:00 return_requested 甲局", line
    )
    assert [(one.id, one.state) for one in result.actions] == [
        ("pass_on:甲局:1", state)
    ]


# --- powers --------------------------------------------------------------------------

RETURN = """
return: {title: 退单窗口, cite: A-1 第一条, from: dispatched, who: unit, may: return_requested, one_per: unit, again: replaces, within: 2 working days, counted: days, ends_on: {withdrawn: closed}}
late_return: {title: 超期回退, cite: A-2 第二条, from: return.used_late, status: deemed_overdue, until: never}
silence: {title: 默认接受, cite: A-3 第三条, from: return.lapsed, status: returned, until: never}
never_had: {title: 无权退单, cite: A-4 第四条, from: return.used_without_right, status: buck_passing, until: never}
window: {title: 窗口关闭, cite: A-4 第四条, from: return.expires, status: continuing, until: never}
"""
RID = "return:甲局:1"


@pytest.mark.parametrize(
    ("lines", "state", "names"),
    [
        (["03-03 23:59:59 return_requested 甲局"], "met", ["continuing"]),
        (
            ["03-04 00:00 return_requested 甲局"],
            "met_late",
            ["returned", "continuing", "deemed_overdue"],
        ),
        ([], "lapsed", ["returned", "continuing"]),
    ],
)
def test_power__used_late_or_not_at_all(
    lines: list[str], state: str, names: list[str]
) -> None:
    result = judge(trial(RETURN), "03-20 00:00", SENT, *lines)
    one = deadline(result, RID)
    assert (one.state, one.kind) == (state, "power")
    assert sorted(s[0] for s in statuses(result)) == sorted(names)
    assert one.ended_at == (at(lines[0].rsplit(" ", 2)[0]) if lines else None)


def test_power__may_be_used_again_and_the_first_use_counts() -> None:
    result = judge(
        trial(RETURN),
        "03-20 00:00",
        SENT,
        "03-02 10:00 return_requested 甲局",
        "03-05 10:00 return_requested 甲局",
    )
    assert deadline(result, RID).state == "met"
    assert text(deadline(result, RID).ended_at) == "03-02 10:00"
    assert "deemed_overdue" in [s[0] for s in statuses(result)]


def test_power__used_without_right_needs_no_window_of_that_unit() -> None:
    result = judge(
        trial(RETURN), "03-20 00:00", SENT, "03-02 10:00 return_requested 乙局"
    )
    [wrong] = [s for s in statuses(result) if s[0] == "buck_passing"]
    assert wrong[1:] == (None, "03-02 10:00", None)
    right = judge(
        trial(RETURN), "03-20 00:00", SENT, "03-02 10:00 return_requested 甲局"
    )
    assert "buck_passing" not in [s[0] for s in statuses(right)]


def test_power__after_its_end_without_blame_there_is_no_right() -> None:
    result = judge(
        trial(RETURN),
        "03-20 00:00",
        SENT,
        "03-02 10:00 closed",
        "03-02 11:00 return_requested 甲局",
    )
    assert deadline(result, RID).state == "ended"
    assert [s[0] for s in statuses(result)] == ["buck_passing"]


@pytest.mark.parametrize(
    ("closed", "state"), [("03-03 23:59:59", "ended"), ("03-04 00:00", "lapsed")]
)
def test_power__once_lapsed_stays_lapsed(closed: str, state: str) -> None:
    result = judge(trial(RETURN), "03-20 00:00", SENT, f"{closed} closed")
    assert deadline(result, RID).state == state


# --- whose ---------------------------------------------------------------------------


def test_holder__an_event_that_names_no_unit_is_the_holders() -> None:
    rules = """
redo: {title: 重办, cite: A-1 第一条, from: redo_ordered, who: unit, must: result_submitted, one_per: event, within: 2 working days, counted: days}
"""
    result = judge(
        trial(rules),
        "03-20 00:00",
        "03-01 09:00 redo_ordered",
        SENT,
        "03-01 11:00 dispatched 乙局",
        "03-01 12:00 redo_ordered",
        "03-01 13:00 return_decided 乙局 decision=rejected",
        "03-01 14:00 redo_ordered",
        "03-01 15:00 return_decided 乙局 decision=approved",
        "03-01 16:00 redo_ordered",
        "03-01 17:00 dispatched 丙局 role=co",
        "03-01 18:00 redo_ordered",
    )
    units = [(text(one.started_at), one.unit) for one in result.deadlines]
    assert units == [
        ("03-01 09:00", None),
        ("03-01 12:00", "乙局"),
        ("03-01 14:00", "乙局"),
        ("03-01 16:00", "甲局"),
        ("03-01 18:00", "甲局"),
    ]
    assert result.deadlines[0].id == "redo:1"


def test_holder__a_unit_that_is_no_text_names_nobody() -> None:
    past = judge(trial(HANDLE), "03-20 00:00", "03-01 10:00 dispatched unit=7")
    assert [one.id for one in past.deadlines] == ["handle:1"]


FORWARD = HANDLE + "  forwarding: {by: reading.T17, same: same_clock, own: own_clock}\n"
READING = "T17: {about: 转办, options: {same: 同一期限, own: 各自期限}, chosen: same, basis: cited, ground: 试}"


@pytest.mark.parametrize(("option", "state"), [("same", "met"), ("own", "overdue")])
def test_forwarding__same_clock_counts_what_the_inner_unit_does(
    option: str, state: str
) -> None:
    profile = trial(FORWARD, readings_asked={"T17": option}, readings=READING)
    result = judge(
        profile,
        "03-20 00:00",
        SENT,
        "03-01 11:00 forwarded from_unit=甲局 to_unit=甲一科",
        "03-01 12:00 forwarded from_unit=甲一科 to_unit=甲二股",
        "03-02 10:00 result_submitted 甲二股",
    )
    assert deadline(result, ID).state == state
    assert deadline(result, ID).readings == ("T17",)


def test_forwarding__round_in_a_circle_or_to_itself_changes_nothing() -> None:
    profile = trial(FORWARD, readings=READING)
    result = judge(
        profile,
        "03-20 00:00",
        SENT,
        "03-01 11:00 forwarded from_unit=乙局 to_unit=丙局",
        "03-01 12:00 forwarded from_unit=丙局 to_unit=乙局",
        "03-01 13:00 forwarded from_unit=丁局 to_unit=丁局",
        "03-01 14:00 forwarded to_unit=丁局",
        "03-02 10:00 result_submitted 丙局",
        "03-02 11:00 result_submitted 丁局",
    )
    assert deadline(result, ID).state == "overdue"


WHO = """
review: {title: 审核, cite: A-1 第一条, from: result_submitted, who: {role: platform, unit: 热线办}, must: reply_reviewed, one_per: event, within: 1 working day, counted: days, do: review_reply}
"""


def test_who__a_named_unit_bears_it() -> None:
    result = judge(trial(WHO), "03-20 00:00", "03-01 10:00 result_submitted 甲局")
    [one] = result.deadlines
    assert (one.id, one.role, one.unit) == ("review:甲局:1", "platform", "热线办")
    [action] = result.actions
    assert (action.role, action.unit, action.state) == ("platform", "热线办", "overdue")
    assert action.due_at == at("03-03 00:00")


def test_who__chosen_by_a_table_brings_its_clause() -> None:
    rules = WHO.replace("{role: platform, unit: 热线办}", "value.reviewer")
    values = """
reviewer:
  title: 谁审核
  hit: first
  rows:
    - {if: {ticket.kind: request}, is: platform, cite: A-2 第二条}
    - {otherwise: lead_unit, cite: A-3 第三条}
"""
    profile = trial(rules, values=values)
    line = "03-01 10:00 result_submitted 甲局"
    [one] = judge(profile, "03-20 00:00", line, kind="request").deadlines
    assert (one.role, one.unit, one.cites) == ("platform", "甲局", ("A-1", "A-2"))
    [one] = judge(profile, "03-20 00:00", line, kind="consultation").deadlines
    assert (one.role, one.cites) == ("lead_unit", ("A-1", "A-3"))
    unknown = judge(profile, "03-20 00:00", line)
    assert unknown.deadlines == ()
    assert missing(unknown) == {"fact kind": ("review",)}


# --- soft ends, bounds, missing numbers ----------------------------------------------


def test_target__is_a_soft_end_beside_the_limit() -> None:
    profile = trial(HANDLE + "  target: 1 working day\n")
    one = deadline(judge(profile, "03-01 12:00", SENT), ID)
    assert text(one.soft_due_at) == "03-03 00:00"
    assert text(one.due_at) == "03-09 00:00"


def test_target__of_an_unknown_date_is_left_out() -> None:
    profile = trial(HANDLE + "  target: until event.due_override\n")
    one = deadline(judge(profile, "03-01 12:00", SENT), ID)
    assert one.soft_due_at is None


BOUNDED = HANDLE.replace("5 working days", "until event.due_override").replace(
    "counted: days",
    "counted: days\n  bounds: {at_least: 2 working days, at_most: 5 working days}",
)


@pytest.mark.parametrize(
    ("promised", "due", "flags"),
    [
        ("2021-03-02", "03-04 00:00", ("review",)),
        ("2021-03-03", "03-04 00:00", ()),
        ("2021-03-04", "03-05 00:00", ()),
        ("2021-03-08", "03-09 00:00", ()),
        ("2021-03-09", "03-09 00:00", ("review",)),
    ],
)
def test_bounds__an_end_outside_is_put_at_the_bound(
    promised: str, due: str, flags: tuple[str, ...]
) -> None:
    result = judge(trial(BOUNDED), "03-01 12:00", f"{SENT} due_override={promised}")
    one = deadline(result, ID)
    assert (text(one.due_at), one.flags) == (due, flags)


def test_bounds__an_unknown_bound_binds_nothing() -> None:
    rules = BOUNDED.replace(
        "at_least: 2 working days", "at_least: until ticket.provincial_due"
    )
    result = judge(trial(rules), "03-01 12:00", f"{SENT} due_override=2021-03-02")
    assert dues(result) == {ID: "03-03 00:00"}
    lower = BOUNDED.replace(", at_most: 5 working days", "")
    result = judge(trial(lower), "03-01 12:00", f"{SENT} due_override=2021-03-30")
    assert dues(result) == {ID: "03-31 00:00"}


def test_missing__a_number_the_source_leaves_open_opens_nothing() -> None:
    rules = HANDLE.replace("5 working days", "value.limit")
    values = "limit: {title: 期限, is: missing, where: 另行规定, cite: A-2 第二条}"
    result = judge(trial(rules, values=values), "03-20 00:00", SENT)
    assert result.deadlines == ()
    assert missing(result) == {"parameter limit": ("handle",)}
    [entry] = result.missing
    assert (entry.cites, entry.detail) == (("A-1", "A-2"), "另行规定")


def test_missing__a_fact_for_the_end_opens_nothing() -> None:
    rules = HANDLE.replace("5 working days", "until event.due_override")
    result = judge(trial(rules), "03-20 00:00", SENT)
    assert missing(result) == {"fact event.due_override": ("handle",)}


# --- children ------------------------------------------------------------------------

CHILD = (
    HANDLE
    + """
ask: {title: 延期申请, cite: A-3 第三条, from: handle.opened, who: unit, may: extension_requested, one_per: unit, again: replaces, within: until 1 working day before handle.due, counted: days, ends_on: {superseded: handle.over}}
"""
)


def test_child__ends_with_its_parent_and_stays_used() -> None:
    result = judge(
        trial(CHILD),
        "03-20 00:00",
        SENT,
        "03-02 10:00 extension_requested 甲局",
        "03-03 10:00 result_submitted 甲局",
    )
    assert states(result) == {ID: "met", "ask:甲局:1": "met"}
    unused = judge(
        trial(CHILD), "03-20 00:00", SENT, "03-03 10:00 result_submitted 甲局"
    )
    assert states(unused) == {ID: "met", "ask:甲局:1": "ended"}
    assert deadline(unused, "ask:甲局:1").end_reason == "superseded"


def test_child__due_of_another_limit_of_the_unit_without_a_parent() -> None:
    rules = (
        HANDLE
        + """
ask: {title: 延期申请, cite: A-3 第三条, from: signed_for, who: unit, may: extension_requested, one_per: unit, again: replaces, within: until handle.due, counted: days}
"""
    )
    result = judge(trial(rules), "03-01 12:00", SENT, "03-01 11:00 signed_for 甲局")
    assert dues(result)["ask:甲局:1"] == "03-09 00:00"
    alone = judge(trial(rules), "03-01 12:00", SENT, "03-01 11:00 signed_for 乙局")
    assert missing(alone) == {"fact handle.due": ("ask",)}


TWO_HANDLES = """
handle: {title: 办理, cite: A-1 第一条, from: dispatched, who: unit, must: result_submitted, one_per: event, within: 5 working days, counted: days}
check: {title: 复核, cite: A-2 第二条, from: handle.met, who: platform, must: reply_reviewed, one_per: event, within: 1 working day, counted: days}
again: {title: 复核后, cite: A-3 第三条, from: check.met, who: platform, must: closed, one_per: event, within: 1 working day, counted: days, ends_on: {withdrawn: handle.over}}
"""


def test_child__an_event_of_one_line_does_not_touch_another() -> None:
    result = judge(
        trial(TWO_HANDLES),
        "03-02 12:00",
        "03-01 10:00 dispatched 甲局",
        "03-01 11:00 result_submitted 甲局",
        "03-01 12:00 reply_reviewed",
        "03-01 13:00 dispatched 甲局",
        "03-01 14:00 result_submitted 甲局",
    )
    # The second limit is over; what hangs on the first goes on.
    assert states(result) == {
        "handle:甲局:1": "met",
        "check:甲局:1": "met",
        "again:甲局:1": "running",
        "handle:甲局:2": "met",
        "check:甲局:2": "running",
    }


# --- knowledge items -----------------------------------------------------------------

KB = """
kb_review: {title: 知识库审核, cite: A-1 第一条, about: knowledge_item, from: kb_review_requested, who: unit, must: kb_confirmed, one_per: event, within: 2 working days, counted: days, marks: {yellow: {title: 超出, at: past due, penalty: yellow_card, cite: A-2 第二条}}}
kb_fault:
  title: 知识库过时引起投诉
  cite: A-2 第二条
  about: knowledge_item
  from: [{conduct_complaint: {about: kb_item}}, finding.kb_outdated]
  if:
    all:
      - count: {of: {conduct_complaint: {about: kb_item, unit: any}}, since: [kb_updated, clock.history_starts], at_least: 1}
      - count: {of: [finding.kb_outdated], since: [kb_updated, clock.history_starts], at_least: 1}
  penalty: red_card
  one_per: [item.version]
"""


def test_item__an_act_for_another_version_does_not_meet_it() -> None:
    result = judge(
        trial(KB),
        "03-20 00:00",
        "03-01 10:00 kb_review_requested 甲局 item=k1 version=1",
        "03-01 11:00 kb_review_requested 甲局 item=k1 version=2",
        "03-02 10:00 kb_confirmed 甲局 item=k1 version=2",
        "03-02 11:00 kb_review_requested 甲局 item=k1",
        "03-02 12:00 kb_confirmed 甲局 version=3",
        subject="knowledge_item",
    )
    assert states(result) == {
        "kb_review:甲局:1": "overdue",
        "kb_review:甲局:2": "met",
        "kb_review:甲局:3": "met",
    }
    assert penalties(result) == {
        "kb_review.yellow:甲局:1": ("yellow_card", "effective", "03-04 00:00")
    }


@pytest.mark.parametrize(
    "lines",
    [
        (
            "03-01 10:00 conduct_complaint about=kb_item version=1",
            "03-02 10:00 finding_made code=kb_outdated result=true version=1",
        ),
        (
            "03-01 10:00 finding_made code=kb_outdated result=true version=1",
            "03-02 10:00 conduct_complaint about=kb_item version=1",
        ),
    ],
)
def test_item__one_card_per_version_whichever_comes_first(
    lines: tuple[str, ...],
) -> None:
    more = (
        "03-03 10:00 conduct_complaint about=kb_item version=1",
        "03-04 10:00 kb_updated version=2",
        "03-05 10:00 conduct_complaint about=kb_item version=2",
        "03-06 10:00 finding_made code=kb_outdated result=true version=2",
    )
    result = judge(trial(KB), "03-05 12:00", *lines, *more, subject="knowledge_item")
    assert penalties(result) == {"kb_fault:1": ("red_card", "effective", "03-02 10:00")}
    assert result.penalties[0].because.events == (0, 1)
    later = judge(trial(KB), "03-06 12:00", *lines, *more, subject="knowledge_item")
    assert [one.at for one in later.penalties] == [at("03-02 10:00"), at("03-06 10:00")]


def test_item__an_item_named_in_a_ticket_tells_events_apart() -> None:
    rules = """
fix: {title: 改正, cite: A-1 第一条, from: conduct_complaint, who: unit, must: kb_confirmed, one_per: event, within: 2 working days, counted: days}
"""
    result = judge(
        trial(rules),
        "03-20 00:00",
        "03-01 10:00 conduct_complaint 甲局 item=k1",
        "03-01 11:00 conduct_complaint 甲局 item=k2",
        "03-02 10:00 kb_confirmed 甲局 item=k2",
    )
    assert list(states(result).values()) == ["overdue", "met"]


# --- facts of the trigger inside patterns --------------------------------------------

FACTS = """
redo: {title: 重办, cite: A-1 第一条, from: opinion_issued, who: unit, must: {rectification_assessed: {result: event.basis}}, one_per: event, within: 2 working days, counted: days, ends_on: {withdrawn: {reported_up: {to: event.basis}}}, marks: {m: {title: 记, on: {group_consented: {by: event.basis}}, penalty: yellow_card, cite: A-2 第二条（一）}}}
"""


def test_pattern__a_fact_of_the_trigger_in_must_ends_on_and_on() -> None:
    profile = trial(FACTS)
    opened = (
        "03-01 10:00 opinion_issued 甲局 basis=late",
        "03-01 11:00 opinion_issued 甲局 basis=adequate",
    )
    met = judge(
        profile,
        "03-02 00:00",
        *opened,
        "03-01 12:00 rectification_assessed 甲局 result=adequate",
    )
    assert list(states(met).values()) == ["running", "met"]
    ended = judge(profile, "03-02 00:00", *opened, "03-01 12:00 reported_up to=late")
    assert list(states(ended).values()) == ["ended", "running"]
    marked = judge(
        profile, "03-02 00:00", *opened, "03-01 12:00 group_consented by=late"
    )
    assert list(penalties(marked)) == ["redo.m:甲局:1"]
