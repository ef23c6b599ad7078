"""Limits that follow facts: reclassified while they run, or classified late."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

from typing import Any

import pytest

from hotline_rules import evaluate
from tests.support.engine import (
    anomalies,
    at,
    deadline,
    dues,
    history,
    judge,
    light,
    missing,
    penalties,
    states,
    text,
    trial,
)

SENT = "03-01 10:00 dispatched 甲局"
ID = "handle:甲局:1"
EMERGENCY = "reclassified from=normal to=emergency"
NORMAL = "reclassified from=emergency to=normal"


def handle(
    follow: str = "follow",
    normal: str = "within: 5 working days",
    emergency: str = "within: 3 working days",
    more: str = "",
) -> str:
    """A limit whose case goes by the urgency of the ticket."""
    return f"""
handle:
  title: 办理
  from: dispatched
  who: unit
  must: result_submitted
  one_per: unit
  again: replaces
  counted: days
  if_facts_change: {follow}
  cases:
    by: ticket.urgency
    normal: {{cite: A-1 第一条, {normal}}}
    emergency: {{cite: A-2 第二条（一）, {emergency}}}
{more}"""


# --- cases by a fact -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("urgency", "due", "cites"),
    [("normal", "03-09 00:00", ("A-1",)), ("emergency", "03-05 00:00", ("A-2",))],
)
def test_case__is_picked_by_the_fact_and_named_as_a_reason(
    urgency: str, due: str, cites: tuple[str, ...]
) -> None:
    one = deadline(judge(trial(handle()), "03-01 12:00", SENT, urgency=urgency), ID)
    assert (text(one.due_at), one.cites) == (due, cites)
    assert one.because.facts == (("urgency", urgency),)


def test_case__of_an_absent_attribute_is_its_default() -> None:
    assert dues(judge(trial(handle()), "03-01 12:00", SENT)) == {ID: "03-09 00:00"}


def test_case__a_value_without_a_case_opens_nothing() -> None:
    result = judge(trial(handle()), "03-01 12:00", SENT, urgency="other")
    assert result.deadlines == ()
    # A word of no vocabulary is no word: it is not known which case holds.
    assert missing(result) == {"fact urgency": ("handle",)}
    assert [one.code for one in result.anomalies] == ["unfit-attribute"]


# --- keep, restart, follow -----------------------------------------------------------


@pytest.mark.parametrize(
    ("follow", "changed", "due"),
    [
        ("keep", "03-02 10:00", "03-09 00:00"),
        ("restart", "03-02 10:00", "03-06 00:00"),
        # From the old start it would be 5 March, but no earlier than from the change …
        ("follow", "03-02 10:00", "03-06 00:00"),
        ("follow", "03-04 10:00", "03-09 00:00"),
        # … and no later than the old kind's end.
        ("follow", "03-05 10:00", "03-09 00:00"),
        ("restart", "03-05 10:00", "03-11 00:00"),
    ],
)
def test_follow__to_a_shorter_kind(follow: str, changed: str, due: str) -> None:
    result = judge(trial(handle(follow)), "03-08 12:00", SENT, f"{changed} {EMERGENCY}")
    one = deadline(result, ID)
    assert text(one.due_at) == due
    kept = follow == "keep"
    assert one.cites == (("A-1",) if kept else ("A-2",))
    assert one.because.events == ((0,) if kept else (0, 1))
    assert one.because.facts == (("urgency", "normal" if kept else "emergency"),)
    assert text(one.started_at) == (changed if follow == "restart" else "03-01 10:00")


@pytest.mark.parametrize(
    ("changed", "due"),
    [
        ("03-02 10:00", "03-09 00:00"),
        ("03-04 23:59:59", "03-09 00:00"),
        ("03-05 00:00", "03-05 00:00"),  # what has run out stays run out
    ],
)
def test_follow__to_a_longer_kind_counts_from_the_old_start(
    changed: str, due: str
) -> None:
    result = judge(
        trial(handle()), "03-20 12:00", SENT, f"{changed} {NORMAL}", urgency="emergency"
    )
    assert dues(result) == {ID: due}
    assert deadline(result, ID).cites == ("A-1",)


def test_follow__to_the_same_kind_changes_nothing() -> None:
    line = "03-02 10:00 reclassified from=normal to=normal"
    one = deadline(judge(trial(handle()), "03-08 12:00", SENT, line), ID)
    assert (text(one.due_at), one.because.events) == ("03-09 00:00", (0,))


def test_follow__another_fact_does_not_matter() -> None:
    line = "03-02 10:00 reclassified from=request to=consultation"
    one = deadline(
        judge(trial(handle()), "03-08 12:00", SENT, line, kind="request"), ID
    )
    assert one.because.events == (0,)


def test_follow__a_duty_that_is_over_stays() -> None:
    result = judge(
        trial(handle()),
        "03-08 12:00",
        SENT,
        "03-02 09:00 result_submitted 甲局",
        f"03-02 10:00 {EMERGENCY}",
    )
    one = deadline(result, ID)
    assert (one.state, text(one.due_at), one.cites) == ("met", "03-09 00:00", ("A-1",))


def test_follow__a_value_without_a_case_ends_it() -> None:
    rules = handle().replace(
        "    emergency: {cite: A-2 第二条（一）, within: 3 working days}\n", ""
    )
    result = judge(trial(rules), "03-08 12:00", SENT, f"03-02 10:00 {EMERGENCY}")
    one = deadline(result, ID)
    assert (one.state, one.end_reason) == ("ended", "reclassified")
    assert one.because.events == (0, 1)


def test_follow__to_a_kind_without_a_time_and_back() -> None:
    rules = handle(emergency="within: none").replace(
        "  must:", "  do: accept_first\n  must:"
    )
    gone = judge(trial(rules), "03-20 12:00", SENT, f"03-02 10:00 {EMERGENCY}")
    assert gone.deadlines == ()
    assert [(a.state, a.due_at) for a in gone.actions] == [("open", None)]
    back = judge(
        trial(rules),
        "03-20 12:00",
        SENT,
        f"03-02 10:00 {EMERGENCY}",
        f"03-03 10:00 {NORMAL}",
    )
    assert dues(back) == {ID: "03-11 00:00"}


def test_follow__an_end_that_cannot_be_had() -> None:
    rules = handle(emergency="within: until event.due_override")
    result = judge(trial(rules), "03-02 12:00", SENT, f"03-02 10:00 {EMERGENCY}")
    assert result.deadlines == ()


EXTEND = """
extension: {title: 延期, cite: A-3 第三条, changes: handle, asked_by: extension_requested, granted_by: {extension_decided: {decision: approved}}, while_pending: counts, moves_to: asked.promised_due}
"""


def test_follow__a_granted_end_stands_for_a_person_to_review() -> None:
    result = judge(
        trial(handle(more=EXTEND)),
        "03-08 12:00",
        SENT,
        "03-02 09:00 extension_requested 甲局 promised_due=2021-03-12",
        "03-02 09:30 extension_decided 甲局 decision=approved",
        f"03-02 10:00 {EMERGENCY}",
    )
    one = deadline(result, ID)
    assert (text(one.due_at), one.flags) == ("03-13 00:00", ("review",))
    assert one.cites == ("A-2", "A-3")


def test_follow__children_follow_their_parent() -> None:
    more = """
ask: {title: 申请, cite: A-3 第三条, from: handle.opened, who: unit, may: extension_requested, one_per: unit, again: replaces, within: until handle.due, counted: days}
"""
    result = judge(
        trial(handle(more=more)), "03-02 12:00", SENT, f"03-02 10:00 {EMERGENCY}"
    )
    assert dues(result) == {ID: "03-06 00:00", "ask:甲局:1": "03-06 00:00"}


PAUSE = """
rest: {title: 中止, cite: A-3 第三条, changes: handle, granted_by: asking, pauses_from: paused, pauses_until: resumed}
"""


def test_follow__pauses_count_for_the_new_kind_too() -> None:
    lines = (SENT, "03-02 10:00 paused 甲局", "03-03 10:00 resumed 甲局")
    result = judge(
        trial(handle(more=PAUSE)), "03-04 12:00", *lines, f"03-03 12:00 {EMERGENCY}"
    )
    # Three working days from the change, and the day that stood still.
    assert dues(result) == {ID: "03-10 00:00"}


def test_follow__while_the_clock_stands_still() -> None:
    lines = (SENT, "03-02 10:00 paused 甲局", f"03-02 12:00 {EMERGENCY}")
    profile = trial(handle(more=PAUSE))
    assert states(judge(profile, "03-02 13:00", *lines)) == {ID: "paused"}
    result = judge(profile, "03-04 12:00", *lines, "03-03 10:00 resumed 甲局")
    assert dues(result) == {ID: "03-09 00:00"}


# --- marks ---------------------------------------------------------------------------

LIGHTS = """within: 5 working days, marks: {yellow: {title: 黄, at: 1 working day before due, light: yellow, cite: A-3 第三条}, red: {title: 红, at: past due, light: red, penalty: red_card, cite: A-4 第四条}}"""


def test_follow__marks_have_their_own_floor_and_ceiling() -> None:
    rules = handle(normal=LIGHTS, emergency=LIGHTS.replace("5 working", "3 working"))
    profile = trial(rules)
    lines = (SENT, f"03-04 10:00 {EMERGENCY}")
    # Old: due 8 March 24:00, yellow 8 March 00:00. From the change: due 9 March 24:00.
    result = judge(profile, "03-04 12:00", *lines)
    assert dues(result) == {ID: "03-09 00:00"}
    assert text(result.next_change_at) == "03-08 00:00"
    yellow = judge(profile, "03-08 00:00", *lines)
    assert light(yellow) == ("yellow", "03-08 00:00", "yellow")
    assert yellow.light.cites == ("A-3",)
    red = judge(profile, "03-20 00:00", *lines)
    assert penalties(red) == {
        "handle.red:甲局:1": ("red_card", "effective", "03-09 00:00")
    }


def test_follow__a_mark_of_the_new_kind_only_counts_from_the_change() -> None:
    marks = "within: 3 working days, marks: {early: {title: 早, at: past 1 working day after start, penalty: yellow_card, cite: A-3 第三条}}"
    result = judge(
        trial(handle(emergency=marks)), "03-20 00:00", SENT, f"03-04 10:00 {EMERGENCY}"
    )
    assert penalties(result) == {
        "handle.early:甲局:1": ("yellow_card", "effective", "03-06 00:00")
    }


def test_follow__a_light_reached_stays_when_its_point_does_not_move() -> None:
    rules = handle(normal=LIGHTS, emergency=LIGHTS)
    lines = (SENT, f"03-08 10:00 {EMERGENCY}")
    result = judge(trial(rules), "03-08 12:00", *lines)
    assert light(result) == ("yellow", "03-08 00:00", "yellow")


def test_follow__a_light_ahead_again_goes_out_and_comes_back() -> None:
    rules = handle(normal=LIGHTS, emergency=LIGHTS.replace("5 working", "3 working"))
    lines = (SENT, f"03-04 10:00 {NORMAL}")
    profile = trial(rules)
    assert (
        light(judge(profile, "03-04 09:00", SENT, urgency="emergency"))[0] == "yellow"
    )
    out = judge(profile, "03-04 10:00", *lines, urgency="emergency")
    assert light(out) == ("none", "03-04 10:00", "yellow")
    back = judge(profile, "03-08 00:00", *lines, urgency="emergency")
    assert light(back) == ("yellow", "03-08 00:00", "yellow")


def test_follow__a_card_once_earned_is_not_earned_again() -> None:
    early = "marks: {early: {title: 早, at: past 1 working day after start, penalty: yellow_card, cite: A-3 第三条}}"
    rules = handle(
        normal=f"within: 5 working days, {early.replace('1 working', '4 working')}",
        emergency=f"within: 3 working days, {early}",
    )
    result = judge(
        trial(rules), "03-20 00:00", SENT, f"03-04 10:00 {NORMAL}", urgency="emergency"
    )
    assert penalties(result) == {
        "handle.early:甲局:1": ("yellow_card", "effective", "03-03 00:00")
    }


def test_follow__the_light_of_the_last_mark_still_reached() -> None:
    both = "marks: {{one: {{title: 一, at: past 1 working day after start, light: yellow, cite: A-3 第三条}}, two: {{title: 二, at: past {n} working days after start, light: red, cite: A-4 第四条}}}}"
    rules = handle(
        normal=f"within: 5 working days, {both.format(n=4)}",
        emergency=f"within: 3 working days, {both.format(n=2)}",
    )
    lines = (SENT, f"03-04 10:00 {NORMAL}")
    profile = trial(rules)
    assert light(judge(profile, "03-04 09:00", SENT, urgency="emergency"))[0] == "red"
    result = judge(profile, "03-04 10:00", *lines, urgency="emergency")
    assert light(result) == ("yellow", "03-04 10:00", "red")
    assert result.light.cites == ("A-3",)


def test_follow__a_mark_on_an_event_has_no_point_of_its_own() -> None:
    marks = "marks: {urged: {title: 催, on: reminder_sent, penalty: yellow_card, cite: A-3 第三条}}"
    rules = handle(
        normal=f"within: 5 working days, {marks}",
        emergency=f"within: 3 working days, {marks}",
    )
    result = judge(
        trial(rules),
        "03-20 00:00",
        SENT,
        "03-02 10:00 reminder_sent 甲局 kind=urge",
        f"03-03 10:00 {EMERGENCY}",
        "03-04 10:00 reminder_sent 甲局 kind=urge",
    )
    assert penalties(result) == {
        "handle.urged:甲局:1": ("yellow_card", "effective", "03-02 10:00")
    }


def test_follow__a_mark_that_cannot_be_had_is_missing() -> None:
    marks = "within: 3 working days, marks: {early: {title: 早, at: past 1 working day after event.due_override, penalty: yellow_card, cite: A-3 第三条}}"
    result = judge(
        trial(handle(emergency=marks)), "03-20 00:00", SENT, f"03-02 10:00 {EMERGENCY}"
    )
    assert penalties(result) == {}
    assert missing(result) == {"fact event.due_override": ("handle.early",)}


# --- a case not known at the trigger -------------------------------------------------

LATE = """
handle:
  title: 办理
  from: dispatched
  who: unit
  must: result_submitted
  one_per: unit
  again: replaces
  counted: days
  if_facts_change: follow
  cases:
    by: ticket.kind
    consultation: {cite: A-1 第一条, within: 3 working days}
    request: {cite: A-2 第二条（一）, within: 5 working days}
other:
  title: 另一项
  from: dispatched
  who: unit
  must: signed_for
  one_per: unit
  again: replaces
  counted: days
  if_facts_change: follow
  cases:
    by: ticket.kind
    consultation: {cite: A-1 第一条, within: 3 working days}
tracked:
  title: 轨道
  from: dispatched
  who: unit
  must: signed_for
  one_per: unit
  again: replaces
  counted: days
  if_facts_change: follow
  cases:
    by: ticket.urgency_source
    phone: {cite: A-1 第一条, within: 3 working days}
"""
WORDS = "attributes: {urgency_source: {title: 来源, type: text, set_by: {tracked_from: source}}}\nevents: {tracked_from: {title: 定轨, payload: {source: text}}}"


TOLD = "attributes: {urgency_source: {title: 来源, type: text, set_by: {tracked_from: source}, told_by: {channel: {热线: phone, 网上: web}}}}\nevents: {tracked_from: {title: 定轨, payload: {source: text}}}"


@pytest.mark.parametrize(
    ("attributes", "opens"),
    [
        ({"channel": "热线"}, True),
        ({"channel": "网上"}, False),
        ({"channel": "来信"}, False),
        ({"channel": "网上", "urgency_source": "phone"}, True),
        ({"channel": "热线", "urgency_source": "web"}, False),
        ({"channel": "热线", "urgency_source": ["phone"]}, False),
        ({}, False),
    ],
)
def test_told__an_attribute_not_recorded_by_another(
    attributes: dict[str, Any], opens: bool
) -> None:
    past = history(SENT, **attributes)
    result = evaluate(trial(LATE, words=TOLD), past, as_of=at("03-02 00:00"))
    ids = [one.id for one in result.deadlines]
    assert ("tracked:甲局:1" in ids) is opens


def test_late__an_unknown_case_is_missing_and_opens_nothing() -> None:
    result = judge(trial(LATE, words=WORDS), "03-20 00:00", SENT)
    assert result.deadlines == ()
    assert missing(result) == {
        "fact kind": ("handle", "other"),
        "fact urgency_source": ("tracked",),
    }
    [kind, _] = result.missing
    assert kind.cites == ("A-1", "A-2")


@pytest.mark.parametrize(
    ("known", "kind", "due"),
    [
        ("03-02 10:00", "request", "03-10 00:00"),
        ("03-02 10:00", "consultation", "03-06 00:00"),
        ("03-20 10:00", "consultation", "03-25 00:00"),
    ],
)
def test_late__opens_from_the_trigger_but_not_before_it_was_known(
    known: str, kind: str, due: str
) -> None:
    result = judge(
        trial(LATE, words=WORDS), "03-25 12:00", SENT, f"{known} classified kind={kind}"
    )
    one = deadline(result, ID)
    assert (text(one.due_at), text(one.started_at)) == (due, "03-01 10:00")
    assert one.flags == ("review",)
    assert one.because.events == (0, 1)
    assert ("other:甲局:1" in states(result)) is (kind == "consultation")
    assert missing(result) == {"fact urgency_source": ("tracked",)}


def test_late__once_known_what_waited_does_not_open_twice() -> None:
    result = judge(
        trial(LATE, words=WORDS),
        "03-25 12:00",
        SENT,
        "03-02 10:00 classified kind=request",
        "03-02 11:00 reclassified from=request to=consultation",
        "03-02 12:00 tracked_from source=phone",
        "03-02 13:00 classified kind=consultation",
    )
    assert sorted(states(result)) == [ID, "tracked:甲局:1"]
    assert missing(result) == {}
    assert anomalies(result) == []


def test_late__by_a_rule_without_a_limit_and_one_met_at_once() -> None:
    rules = """
mark:
  title: 状态
  from: dispatched
  until: never
  cases:
    by: ticket.kind
    request: {cite: A-1 第一条, status: difficult}
form:
  title: 一到即办
  from: dispatched
  who: unit
  must: dispatched
  one_per: unit
  again: replaces
  counted: days
  if_facts_change: follow
  cases:
    by: ticket.kind
    request: {cite: A-1 第一条, within: 3 working days}
"""
    result = judge(
        trial(rules), "03-25 12:00", SENT, "03-02 10:00 classified kind=request"
    )
    assert states(result) == {"form:甲局:1": "met"}
    assert deadline(result, "form:甲局:1").flags == ()
    assert [s.status for s in result.statuses] == ["difficult"]


# --- marks that lie ahead again --------------------------------------------------------

BOTH = "marks: {{gap: {{title: 超, at: past {0} after start, light: yellow, penalty: yellow_card, cite: A-3 第三条, {1}}}}}"


def _both(follow: str = "follow", more: str = "", void: str = "") -> str:
    """A mark with light and card, sooner for the urgent than for the others."""
    return handle(
        follow,
        normal=f"within: 5 working days, {BOTH.format('3 working days', void)}",
        emergency=f"within: 4 working days, {BOTH.format('1 working day', void)}",
        more=more,
    )


@pytest.mark.parametrize("follow", ["follow", "restart"])
def test_follow__a_mark_ahead_again_brings_its_light_but_no_second_card(
    follow: str,
) -> None:
    profile = trial(_both(follow))
    # The card falls at the very instant of the change; the timer comes first.
    lines = (SENT, f"03-03 00:00 {NORMAL}")
    card = {"handle.gap:甲局:1": ("yellow_card", "effective", "03-03 00:00")}
    out = judge(profile, "03-03 00:00", *lines, urgency="emergency")
    assert light(out) == ("none", None, "yellow")
    assert penalties(out) == card
    again = {"follow": "03-05 00:00", "restart": "03-09 00:00"}[follow]
    back = judge(profile, again, *lines, urgency="emergency")
    assert light(back) == ("yellow", again, "yellow")
    assert penalties(back) == card
    assert text(out.next_change_at) == again


def test_follow__a_card_that_was_voided_may_fall_again() -> None:
    profile = trial(_both(void="voided_by: leader_instruction"))
    lines = (SENT, f"03-03 09:00 {NORMAL}", "03-04 09:00 leader_instruction 甲局")
    result = judge(profile, "03-05 00:00", *lines, urgency="emergency")
    assert penalties(result) == {
        "handle.gap:甲局:1": ("yellow_card", "voided", "03-03 00:00"),
        "handle.gap:甲局:2": ("yellow_card", "effective", "03-05 00:00"),
    }


# --- restart -----------------------------------------------------------------------------


def test_restart__after_a_light_was_reached() -> None:
    rules = handle(
        "restart",
        more="  marks: {near: {at: 1 working day before due, light: yellow, cite: A-3 第三条}}\n",
    )
    lines = (SENT, f"03-08 10:00 {EMERGENCY}")
    result = judge(trial(rules), "03-08 10:00", *lines)
    one = deadline(result, ID)
    assert (text(one.started_at), text(one.due_at)) == ("03-08 10:00", "03-12 00:00")
    assert light(result) == ("none", "03-08 10:00", "yellow")
    assert light(judge(trial(rules), "03-11 00:00", *lines))[0] == "yellow"


def test_restart__of_a_limit_that_has_run_out_changes_nothing_but_the_clauses() -> None:
    rules = handle(
        "restart",
        more="  marks: {red: {at: past due, light: red, penalty: red_card, cite: A-3 第三条}}\n",
    )
    result = judge(trial(rules), "03-20 00:00", SENT, f"03-09 00:00 {EMERGENCY}")
    one = deadline(result, ID)
    assert (text(one.started_at), text(one.due_at)) == ("03-01 10:00", "03-09 00:00")
    assert (one.state, one.cites) == ("overdue", ("A-2",))
    assert light(result) == ("red", "03-09 00:00", "red")
    assert list(penalties(result)) == ["handle.red:甲局:1"]


def test_restart__pauses_before_the_change_do_not_count_after_it() -> None:
    rules = handle("restart", more=PAUSE)
    before = (SENT, "03-02 10:00 paused 甲局", "03-04 10:00 resumed 甲局")
    result = judge(trial(rules), "03-05 12:00", *before, f"03-05 10:00 {EMERGENCY}")
    assert dues(result) == {ID: "03-11 00:00"}
    across = (
        SENT,
        "03-02 10:00 paused 甲局",
        f"03-04 10:00 {EMERGENCY}",
        "03-05 10:00 resumed 甲局",
    )
    # From the change three working days, and the one that the clock still stood.
    assert dues(judge(trial(rules), "03-05 12:00", *across)) == {ID: "03-11 00:00"}


# --- what else a case says -----------------------------------------------------------------


def test_follow__target_and_bearer_are_those_of_the_new_case() -> None:
    rules = handle(
        emergency="within: 3 working days, target: 1 working day, who: deputy_leader"
    )
    profile = trial(rules)
    one = deadline(judge(profile, "03-03 12:00", SENT, f"03-02 10:00 {EMERGENCY}"), ID)
    assert (one.role, text(one.soft_due_at)) == ("deputy_leader", "03-04 00:00")
    lines = (SENT, f"03-02 10:00 {EMERGENCY}", f"03-02 11:00 {NORMAL}")
    back = deadline(judge(profile, "03-03 12:00", *lines), ID)
    assert (back.role, back.soft_due_at) == ("unit", None)


def test_follow__the_rows_of_the_new_end_are_cited() -> None:
    table = "within: {hit: first, rows: [{if: {ticket.level: city}, is: 3 working days, cite: A-4 第四条}, {otherwise: 2 working days}]}"
    result = judge(
        trial(handle(emergency=table)), "03-03 12:00", SENT, f"03-02 10:00 {EMERGENCY}"
    )
    assert deadline(result, ID).cites == ("A-2", "A-4")
    back = judge(
        trial(handle(emergency=table)),
        "03-03 12:00",
        SENT,
        f"03-02 10:00 {EMERGENCY}",
        f"03-02 11:00 {NORMAL}",
    )
    assert deadline(back, ID).cites == ("A-1",)


def test_follow__an_end_that_cannot_be_had_is_missing() -> None:
    rules = handle(emergency="within: until event.due_override")
    result = judge(trial(rules), "03-03 12:00", SENT, f"03-02 10:00 {EMERGENCY}")
    assert result.deadlines == ()
    assert missing(result) == {"fact event.due_override": ("handle",)}


def test_follow__who_must_is_chosen_once() -> None:
    chosen = "who: {by: ticket.level, city: unit, otherwise: platform}"
    profile = trial(handle().replace("who: unit", chosen))
    result = judge(profile, "03-20 12:00", SENT, f"03-02 10:00 {EMERGENCY}")
    one = deadline(result, ID)
    assert (one.role, text(one.due_at)) == ("unit", "03-06 00:00")
