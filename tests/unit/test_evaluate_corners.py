"""Corners of the engine that no clause needs but every history may reach."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from hotline_rules.calendar import Zone
from hotline_rules.evaluate.facts import Binder, bind_fact
from hotline_rules.evaluate.logic import bind_condition, bind_patterns
from hotline_rules.rulebook import AllOf, Always, AnyOf, Fact, Not, Test
from tests.support.engine import (
    actions,
    anomalies,
    deadline,
    dues,
    judge,
    light,
    missing,
    penalties,
    rungs,
    states,
    statuses,
    text,
    trial,
)
from tests.support.profiles import HANDLE, HEAD

_ZONE = Zone.fixed(28_800, "UTC+8")
SENT = "03-01 10:00 dispatched 甲局"
ID = "handle:甲局:1"
READINGS = "T11: {about: 读法, options: {one: 甲, other: 乙}, chosen: one, basis: cited, ground: 试}"
EXTENSION = """
extension: {title: 延期, cite: A-3 第三条, changes: handle, asked_by: {extension_requested: {channel: system}}, granted_by: {extension_decided: {decision: approved}}, refused_by: {extension_decided: {decision: rejected}}, while_pending: %s, moves_to: asked.promised_due, counted: days}
"""
ASK = "03-03 10:00 extension_requested 甲局 channel=system promised_due=2021-03-12"
GRANT = "03-04 10:00 extension_decided 甲局 decision=approved"


# --- conditions that nobody writes ---------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        (AllOf((Always(), Always())), None),
        (AnyOf((Always(), Test(Fact("event", "n"), "is", "1"))), None),
        (AllOf((Always(), Test(Fact("event", "n"), "is", "1"))), True),
        (AllOf((Test(Fact("event", "n"), "is", "1"), Always(None))), "unknown"),
        (AnyOf((Test(Fact("event", "n"), "is", "2"), Always(None))), "unknown"),
        (Not(Always()), False),
        (Not(Always(None)), "unknown"),
    ],
)
def test_condition__with_constants_in_it(condition: Any, answer: object) -> None:
    binder = Binder(_ZONE, bind_patterns, {})
    check = bind_condition(condition, binder)
    if answer is None:
        assert check is None
        return
    assert check is not None
    occ = SimpleNamespace(payload={"n": "1"})
    found = check(None, occ, occ, None)
    assert found is (None if answer == "unknown" else answer)


def test_fact__of_an_application_is_unknown_outside_of_a_change() -> None:
    read = bind_fact(Fact("asked", "days"), Binder(_ZONE, bind_patterns, {}))
    assert read(SimpleNamespace(asked=None), None, None, None) is None


# --- what one event may fit twice ----------------------------------------------------


def test_trigger__two_patterns_of_one_rule_open_it_once() -> None:
    rules = "p: {title: 牌, cite: A-2 第二条（一）, from: [accepted, {accepted: {weekday: monday}}, accepted], penalty: yellow_card, one_per: event}"
    assert (
        len(judge(trial(rules), "03-20 00:00", "03-01 10:00 accepted 甲局").penalties)
        == 1
    )


def test_trigger__of_another_reading_never_comes() -> None:
    rules = (
        "p: {title: 牌, cite: A-2 第二条（一）, from: [{accepted: {reading.T11: other}}, signed_for], penalty: yellow_card, one_per: event}\n"
        + HANDLE.replace(
            "must: result_submitted",
            "must: [{accepted: {reading.T11: other}}, result_submitted]",
        )
    )
    result = judge(
        trial(rules, readings=READINGS),
        "03-20 00:00",
        SENT,
        "03-01 11:00 accepted 甲局",
        "03-02 10:00 signed_for 甲局",
    )
    assert [text(one.at) for one in result.penalties] == ["03-02 10:00"]
    assert states(result) == {ID: "overdue"}


def test_duty__two_of_its_patterns_met_at_once_are_one_meeting() -> None:
    rules = HANDLE.replace(
        "must: result_submitted", "must: [dispatched, {dispatched: {role: lead}}]"
    )
    one = deadline(judge(trial(rules), "03-20 00:00", f"{SENT} role=lead"), ID)
    assert (one.state, one.because.events) == ("met", (0,))


def test_law__goes_by_the_dispatch_that_fits() -> None:
    head = (
        HEAD.replace(
            "law_at: {duties: dispatched,",
            "law_at: {duties: {dispatched: {role: lead}},",
        )
        .replace("until: open}", "until: 2021-03-31}")
        .replace("apply_and_flag", "refuse")
    )
    rules = "redo: {title: 重办, cite: A-1 第一条, from: redo_ordered, who: unit, must: result_submitted, one_per: event, within: 2 working days, counted: days}"
    result = judge(
        trial(rules, head=head),
        "04-30 00:00",
        f"{SENT} role=lead",
        "04-02 10:00 dispatched 甲局 role=co",
        "04-03 10:00 redo_ordered 甲局 n=1",
    )
    assert len(result.deadlines) == 1


def test_subjects__of_one_profile_share_their_calendars() -> None:
    rules = (
        HANDLE
        + "kb: {title: 条目, about: knowledge_item, cite: A-2 第二条（一）, from: kb_updated, penalty: yellow_card, one_per: event}"
    )
    profile = trial(rules)
    ticket = judge(profile, "03-20 00:00", SENT)
    item = judge(
        profile,
        "03-20 00:00",
        "03-01 10:00 kb_updated version=1",
        subject="knowledge_item",
    )
    assert (
        ticket.plan.calendars is item.plan.calendars
        or ticket.plan.calendar == item.plan.calendar
    )
    assert (len(ticket.deadlines), len(item.penalties)) == (1, 1)


def test_plan__the_first_question_may_be_about_past_knowledge() -> None:
    profile = trial(HANDLE.replace("办理期限", "另一个期限"))
    assert states(judge(profile, "03-20 00:00", SENT, known_at="03-19 00:00")) == {
        ID: "overdue"
    }


def test_law__disputed_from_the_first_day_on() -> None:
    head = HEAD.replace(
        "after_end:", "disputed: {from: 2021-01-01, until: 2021-03-02}\n    after_end:"
    )
    flags = [
        judge(trial(HANDLE, head=head), "12-30 00:00", f"{start} dispatched 甲局")
        .deadlines[0]
        .flags
        for start in ("03-02 23:59:59", "03-03 00:00")
    ]
    assert flags == [("review",), ()]


# --- changes -------------------------------------------------------------------------


def test_change__an_application_that_does_not_fit_is_not_heard() -> None:
    profile = trial(HANDLE + EXTENSION % "counts")
    unheard = judge(
        profile, "03-08 00:00", SENT, ASK.replace("channel=system ", ""), GRANT
    )
    assert dues(unheard) == {ID: "03-09 00:00"}
    assert dues(judge(profile, "03-08 00:00", SENT, ASK, GRANT)) == {ID: "03-13 00:00"}


def test_change__decided_after_the_duty_was_met_while_the_clock_stood() -> None:
    profile = trial(HANDLE + EXTENSION % "stops")
    result = judge(
        profile,
        "03-20 00:00",
        SENT,
        ASK,
        "03-15 10:00 result_submitted 甲局",
        GRANT.replace("03-04", "03-16"),
    )
    assert states(result) == {ID: "met"}


def test_change__a_return_approved_after_the_result() -> None:
    rules = (
        HANDLE
        + "returned: {title: 退单, cite: A-3 第三条, changes: handle, asked_by: return_requested, granted_by: return_decided, while_pending: counts, ends: returned}"
    )
    result = judge(
        trial(rules),
        "03-20 00:00",
        SENT,
        "03-02 10:00 return_requested 甲局",
        "03-03 10:00 result_submitted 甲局",
        "03-04 10:00 return_decided 甲局 decision=approved",
    )
    one = deadline(result, ID)
    assert (one.state, one.end_reason, text(one.ended_at)) == (
        "met",
        None,
        "03-03 10:00",
    )


SET = "attributes: {limit_at: {title: 期限, type: text, set_by: {fixed: to}}}\nevents: {fixed: {title: 定期, payload: {to: text}}, linked: {title: 并单, payload: {unit: unit, start: date}, whose: unit}}"


def test_starts_from__an_end_that_cannot_be_told_moves_nothing() -> None:
    rules = (
        HANDLE.replace(
            "5 working days",
            "{hit: first, rows: [{if: {ticket.limit_at: a}, is: 5 working days}, {if: {ticket.limit_at: b}, is: 3 working days}]}",
        )
        + "merged: {title: 并单, cite: A-3 第三条, changes: handle, granted_by: linked, starts_from: granted.start}"
    )
    lines = (
        SENT,
        "03-02 10:00 fixed to=c",
        "03-02 11:00 linked 甲局 start=2021-02-25T10:00:00+08:00",
    )
    result = judge(trial(rules, words=SET), "03-03 12:00", *lines, limit_at="a")
    assert dues(result) == {ID: "03-09 00:00"}
    assert text(deadline(result, ID).started_at) == "03-01 10:00"
    assert [gap.name for gap in result.missing] == ["merged"]


def test_starts_from__the_end_of_a_limit_without_one() -> None:
    rules = (
        HANDLE.replace(
            "within: 5 working days",
            "within: {hit: first, rows: [{if: {ticket.kind: request}, is: none}, {otherwise: 5 working days}]}\n  do: accept_first",
        )
        + "merged: {title: 并单, cite: A-3 第三条, changes: handle, granted_by: signed_for, starts_from: 9 working days before due}"
    )
    result = judge(
        trial(rules), "03-03 12:00", SENT, "03-02 10:00 signed_for 甲局", kind="request"
    )
    assert text(result.actions[0].since) == "03-01 10:00"
    moved = judge(
        trial(rules),
        "03-03 12:00",
        SENT,
        "03-02 10:00 signed_for 甲局",
        kind="consultation",
    )
    assert text(moved.actions[0].since) != "03-01 10:00"


NONE = "{hit: first, rows: [{if: {ticket.kind: request}, is: none}, {otherwise: 5 working days}]}\n  do: accept_first"


def test_mark__of_a_limit_that_has_no_end_in_this_case() -> None:
    rules = (
        HANDLE.replace("within: 5 working days", f"within: {NONE}")
        + "  marks: {m: {title: 记, at: past due, penalty: yellow_card, cite: A-2 第二条（一）}, n: {title: 记, at: 1 working day before due, penalty: yellow_card, cite: A-2 第二条（一）}, o: {title: 记, at: first working day after due, penalty: yellow_card, cite: A-2 第二条（一）}}\n"
    )
    rules = rules.replace(
        "n: {title: 记, at: 1 working day before due",
        "n: {title: 记, at: past 1 working day after due",
    )
    assert penalties(judge(trial(rules), "03-20 00:00", SENT, kind="request")) == {}
    assert (
        len(judge(trial(rules), "03-20 00:00", SENT, kind="consultation").penalties)
        == 3
    )


def test_child__of_a_parent_without_an_end() -> None:
    rules = (
        HANDLE.replace("within: 5 working days", f"within: {NONE}")
        + "ask: {title: 申请, cite: A-3 第三条, from: handle.opened, who: unit, may: extension_requested, one_per: unit, again: replaces, within: until handle.due, counted: days}"
    )
    result = judge(trial(rules), "03-20 00:00", SENT, kind="request")
    assert result.deadlines == ()
    assert missing(result) == {"fact handle.due": ("ask",)}


def test_child__whose_end_does_not_depend_on_the_move() -> None:
    rules = (
        HANDLE
        + EXTENSION % "counts"
        + "ask: {title: 申请, cite: A-3 第三条, from: handle.opened, who: unit, may: return_requested, one_per: unit, again: replaces, within: {earliest: [1 working day, until handle.due]}, counted: days}"
    )
    result = judge(trial(rules), "03-05 00:00", SENT, ASK, GRANT)
    assert dues(result) == {ID: "03-13 00:00", "ask:甲局:1": "03-03 00:00"}


def test_child__of_a_child_knows_its_grandparent() -> None:
    rules = (
        HANDLE
        + """
ask: {title: 申请, cite: A-3 第三条, from: handle.opened, who: unit, may: extension_requested, one_per: unit, again: replaces, within: 1 working day, counted: days}
hear: {title: 听取, cite: A-3 第三条, from: ask.opened, who: platform, must: closed, one_per: event, within: until 1 working day after handle.due, counted: days}
"""
    )
    result = judge(trial(rules), "03-01 12:00", SENT)
    assert dues(result)["hear:甲局:1"] == "03-10 00:00"


def test_line__events_of_an_unrelated_limit_may_meet_a_duty() -> None:
    rules = (
        HANDLE
        + "check: {title: 复核, cite: A-2 第二条（一）, from: signed_for, who: platform, must: handle.met, one_per: event, within: 9 working days, counted: days}"
    )
    result = judge(
        trial(rules),
        "03-05 00:00",
        SENT,
        "03-01 11:00 signed_for 甲局",
        "03-02 10:00 result_submitted 甲局",
    )
    assert states(result) == {ID: "met", "check:甲局:1": "met"}


def test_late__two_that_waited_for_one_fact() -> None:
    rules = """
handle: {title: 办理, from: dispatched, who: unit, must: result_submitted, one_per: unit, again: replaces, counted: days, if_facts_change: follow, cases: {by: ticket.kind, request: {cite: A-1 第一条, within: 5 working days}}}
p: {title: 牌, cite: A-2 第二条（一）, from: dispatched, if: {ticket.kind: request}, penalty: yellow_card, one_per: event}
"""
    result = judge(
        trial(rules),
        "03-05 00:00",
        SENT,
        "03-01 11:00 dispatched 乙局",
        "03-02 10:00 classified kind=request",
    )
    assert list(states(result).values()) == ["running", "running"]
    assert missing(result) == {"fact kind": ("p",)}


def test_follow__the_state_of_another_status_is_not_asked() -> None:
    rules = """
a: {title: 甲, cite: A-1 第一条, from: signed_for, status: difficult, until: closed}
b: {title: 乙, cite: A-1 第一条, from: redo_ordered, status: redo, until: closed}
p: {title: 牌, cite: A-2 第二条（一）, from: accepted, if: {status.redo: true}, penalty: yellow_card, one_per: event}
"""
    lines = (
        "03-01 09:00 signed_for 甲局",
        "03-01 10:00 accepted 甲局",
        "03-01 11:00 redo_ordered 甲局",
        "03-01 12:00 accepted 甲局",
    )
    assert len(judge(trial(rules), "03-05 00:00", *lines).penalties) == 1


# --- relation back, in its corners ---------------------------------------------------

BACK = (
    HANDLE
    + """  marks:
    red: {title: 红, at: past due, light: red, penalty: red_card, cite: A-2 第二条（一）}
"""
    + EXTENSION % "counts_provisionally"
)
OUT = """
late: {title: 逾期, cite: A-4 第四条, from: handle.passed, status: deemed_overdue, kind: late, until: never}
lamp: {title: 灯, cite: A-4 第四条, from: handle.red, light: red, until: closed}
listen: {title: 听, cite: A-4 第四条, from: {deemed_overdue.begins: {kind: late}}, who: platform, must: archived, do: archive, one_per: event, within: none}
"""
WORDS = "statuses: {deemed_overdue: {title: 视为超期, of: unit, kinds: {late: 迟}}}"
EARLY, DECIDED = ASK.replace("03-03", "03-08"), GRANT.replace("03-04", "03-12")


def test_back__what_listens_to_the_end_is_provisional_too() -> None:
    profile = trial(BACK + OUT, words=WORDS)
    pending = judge(profile, "03-11 00:00", SENT, EARLY)
    assert [(one.status, one.kind, one.flags) for one in pending.statuses] == [
        ("deemed_overdue", "late", ("provisional",))
    ]
    assert [one.flags for one in pending.actions] == [("provisional",)]
    granted = judge(profile, "03-12 12:00", SENT, EARLY, DECIDED)
    assert statuses(granted) == [
        ("deemed_overdue", "甲局", "03-09 00:00", "03-12 10:00")
    ]
    assert actions(granted) == {"listen:甲局:1": "lapsed"}


def test_back__a_status_that_ended_while_pending_keeps_its_end() -> None:
    rules = BACK + OUT.replace("until: never", "until: archived")
    profile = trial(rules, words=WORDS)
    lines = (SENT, EARLY, "03-10 10:00 archived", DECIDED)
    assert statuses(judge(profile, "03-12 12:00", *lines)) == [
        ("deemed_overdue", "甲局", "03-09 00:00", "03-10 10:00")
    ]


def test_back__a_lamp_that_went_out_while_pending() -> None:
    profile = trial(BACK + OUT, words=WORDS)
    result = judge(profile, "03-12 12:00", SENT, EARLY, "03-10 10:00 closed", DECIDED)
    assert light(result)[0] == "none"
    refused = judge(
        profile,
        "03-12 12:00",
        SENT,
        EARLY,
        "03-10 10:00 closed",
        DECIDED.replace("approved", "rejected"),
    )
    assert light(refused)[0] == "red"


def test_back__a_card_voided_while_pending_is_not_confirmed() -> None:
    rules = BACK.replace("penalty: red_card,", "penalty: red_card, voided_by: closed,")
    result = judge(
        trial(rules),
        "03-12 12:00",
        SENT,
        EARLY,
        "03-10 10:00 closed",
        DECIDED.replace("approved", "rejected"),
    )
    assert penalties(result) == {
        "handle.red:甲局:1": ("red_card", "voided", "03-09 00:00")
    }


def test_passed__is_an_event_like_any_other() -> None:
    rules = (
        HANDLE
        + "p: {title: 牌, cite: A-2 第二条（一）, from: handle.passed, penalty: yellow_card, one_per: event}"
    )
    assert penalties(judge(trial(rules), "03-20 00:00", SENT)) == {
        "p:甲局:1": ("yellow_card", "effective", "03-09 00:00")
    }
    met = judge(trial(rules), "03-20 00:00", SENT, "03-02 10:00 result_submitted 甲局")
    assert penalties(met) == {}


def test_mark__without_effects_is_for_others_to_hear() -> None:
    rules = (
        HANDLE
        + "  marks: {soon: {title: 临期, at: 1 working day before due, cite: A-2 第二条（一）}}\nremind: {title: 提醒, cite: A-2 第二条（一）, from: handle.soon, who: platform, must: reminder_sent, do: urge, within: none}"
    )
    result = judge(trial(rules), "03-20 00:00", SENT)
    assert [text(one.since) for one in result.actions] == ["03-08 00:00"]
    assert "notice" not in result.to_dict()["actions"][0]


# --- ladders, lights, cards ----------------------------------------------------------

TWO_LADDERS = """
weak: {title: 弱, cite: A-1 第一条, from: coordination_held, penalty: yellow_card, rung: steps.coordination, one_per: event, until: closed}
mid: {title: 中, cite: A-2 第二条（一）, from: supervision_opened, penalty: red_card, one_per: event, voided_by: group_consented}
strong: {title: 强, cite: A-3 第三条, from: reported_up, penalty: talk_main_leader, one_per: event, voided_by: minutes_issued}
"""
LADDERS = """
steps: {title: 级, weakest_first: [coordination, talk_main_leader], same: ticket, lower: listed}
cards: {title: 牌, weakest_first: [yellow_card, red_card], same: ticket, lower: absorbed}
talks: {title: 谈, weakest_first: [yellow_card, talk_main_leader], same: ticket, lower: absorbed}
each: {title: 限, weakest_first: [yellow_card, red_card], same: limit, lower: absorbed}
"""


def test_ladder__absorbed_on_two_revives_when_both_let_go() -> None:
    lines = (
        "03-01 10:00 coordination_held",
        "03-02 10:00 supervision_opened",
        "03-03 10:00 reported_up",
        "03-04 10:00 group_consented",
        "03-05 10:00 minutes_issued",
    )
    profile = trial(TWO_LADDERS, ladders=LADDERS)
    seen = [
        judge(profile, f"03-0{day} 12:00", *lines).penalties[0].state
        for day in range(1, 6)
    ]
    assert seen == ["effective", "absorbed", "absorbed", "absorbed", "effective"]


def test_ladder__a_rung_given_with_a_penalty_revives_with_it() -> None:
    lines = (
        "03-01 10:00 coordination_held",
        "03-02 10:00 supervision_opened",
        "03-04 10:00 group_consented",
    )
    profile = trial(TWO_LADDERS, ladders=LADDERS)
    before = judge(profile, "03-03 12:00", *lines, "03-03 10:00 reported_up")
    assert [one.flags for one in before.rungs] == [("absorbed", "concurrent")]
    revived = judge(
        profile,
        "03-06 12:00",
        *lines,
        "03-03 10:00 reported_up",
        "03-05 10:00 minutes_issued",
    )
    assert [one.flags for one in revived.rungs] == [()]
    assert rungs(revived)[0][0] == "steps.coordination"


def test_light__the_worst_is_named_whoever_was_lit_first() -> None:
    rules = (
        HANDLE
        + """  marks: {y: {title: 黄, at: 4 working days before due, light: yellow, cite: A-2 第二条（一）}}
sign: {title: 签收, cite: A-1 第一条, from: dispatched, who: unit, must: signed_for, one_per: unit, again: replaces, within: 3 working days, counted: days, marks: {late: {title: 迟, at: past due, light: red, cite: A-3 第三条}}}
"""
    )
    result = judge(trial(rules), "03-20 00:00", SENT)
    assert light(result) == ("red", "03-05 00:00", "red")
    assert result.light.cites == ("A-3",)


def test_light__another_units_event_does_not_put_it_out() -> None:
    rules = "o: {title: 灯, cite: A-2 第二条（一）, from: redo_ordered, light: yellow, until: accepted}"
    result = judge(
        trial(rules),
        "03-20 00:00",
        "03-01 10:00 redo_ordered 甲局",
        "03-02 10:00 accepted 乙局",
    )
    assert light(result)[0] == "yellow"


def test_card__of_no_unit_is_heard_too() -> None:
    rules = "p: {title: 牌, cite: A-2 第二条（一）, from: reported_up, penalty: yellow_card, one_per: event}\nr: {title: 整改, cite: A-3 第三条, from: {card.issued: {colour: yellow}}, who: platform, must: rectification_submitted, do: submit_rectification, one_per: event, within: none}"
    assert actions(judge(trial(rules), "03-20 00:00", "03-01 10:00 reported_up")) == {
        "r:1": "open"
    }


# --- look-backs ----------------------------------------------------------------------


def test_latest__of_two_kinds_is_the_newer_whichever_is_named_first() -> None:
    rules = "p: {title: 牌, cite: A-2 第二条（一）, from: accepted, if: {latest: {of: [{dispatched: {unit: any}}, {signed_off: {unit: any}}], is: {type: dispatched}}}, penalty: yellow_card, one_per: event}".replace(
        "is: {type: dispatched}", "is: {ticket.level: city, weekday: tuesday}"
    )
    lines = ("03-01 09:00 signed_off 甲局", "03-02 09:00 dispatched 甲局")
    profile = trial(rules)
    assert (
        len(
            judge(profile, "03-20 00:00", *lines, "03-10 10:00 accepted 甲局").penalties
        )
        == 1
    )


def test_undecided__tests_that_are_never_unknown_are_not_named() -> None:
    rules = "p: {title: 牌, cite: A-2 第二条（一）, from: accepted, if: {ticket.subkind: absent, ticket.kind: request, ticket.channel: ticket.matter_ref}, penalty: yellow_card, one_per: event}"
    result = judge(
        trial(rules),
        "03-20 00:00",
        "03-10 10:00 accepted 甲局",
        kind="request",
        channel="a",
    )
    assert missing(result) == {"fact matter_ref": ("p",)}


def test_evidence__of_what_was_looked_for_and_not_found() -> None:
    rules = "p: {title: 牌, cite: A-2 第二条（一）, from: accepted, if: {not: {happened: {redo_ordered: {unit: same}}}, any: [{ticket.level: city}, {latest: {of: {signed_off: {unit: any}}, is: {weekday: monday}}}], at_the_act: {not: {happened: {closed: {}}}}}, penalty: yellow_card, one_per: event, act: accepted}".replace(
        "{closed: {}}", "closed"
    )
    result = judge(
        trial(rules),
        "03-20 00:00",
        "03-01 09:00 redo_ordered 乙局",
        "03-10 10:00 accepted 甲局",
    )
    assert result.penalties[0].because.events == (1,)


def test_when__only_a_look_back_wakes_it() -> None:
    rules = "b: {title: 乙, cite: A-2 第二条（一）, when: {happened: accepted}, penalty: red_card, one_per: event}"
    result = judge(trial(rules), "03-20 00:00", SENT, "03-02 10:00 accepted 甲局")
    assert [text(one.at) for one in result.penalties] == ["03-02 10:00"]
    assert anomalies(result) == []


def test_when__of_findings_and_attributes_together() -> None:
    rules = "b: {title: 乙, cite: A-2 第二条（一）, when: {any: [{ticket.kind: request}, {finding.leak: true}]}, penalty: red_card, one_per: event}"
    result = judge(trial(rules), "03-20 00:00", "03-02 10:00 classified kind=request")
    assert [text(one.at) for one in result.penalties] == ["03-02 10:00"]


# --- found by mutations --------------------------------------------------------------


def test_missing__what_did_not_open_is_not_heard_of() -> None:
    rules = HANDLE.replace("5 working days", "until event.due_override") + (
        "told: {title: 听, cite: A-2 第二条（一）, from: handle.opened, status: open, until: never}"
    )
    profile = trial(rules)
    assert statuses(judge(profile, "03-02 00:00", SENT)) == []
    heard = judge(profile, "03-02 00:00", f"{SENT} due_override=2021-03-05")
    assert statuses(heard) == [("open", None, "03-01 10:00", None)]


def test_bounds__a_lower_one_alone() -> None:
    rules = HANDLE.replace("5 working days", "until event.due_override").replace(
        "counted: days", "counted: days\n  bounds: {at_least: 2 working days}"
    )
    result = judge(trial(rules), "03-01 12:00", f"{SENT} due_override=2021-03-02")
    assert dues(result) == {ID: "03-04 00:00"}


def test_asking__with_nothing_to_ask_for_is_not_heard_of() -> None:
    rules = (
        HANDLE
        + EXTENSION % "counts"
        + (
            "told: {title: 听, cite: A-4 第四条, from: extension.asked, status: open, until: never}"
        )
    )
    profile = trial(rules)
    assert statuses(judge(profile, "03-08 00:00", ASK)) == []
    assert len(judge(profile, "03-08 00:00", SENT, ASK).statuses) == 1


def test_bounds__do_not_give_an_end_to_what_has_none() -> None:
    rules = HANDLE.replace("within: 5 working days", f"within: {NONE}").replace(
        "counted: days", "counted: days\n  bounds: {at_most: 9 working days}"
    )
    result = judge(trial(rules), "03-01 12:00", SENT, kind="request")
    assert result.deadlines == ()
    assert [one.due_at for one in result.actions] == [None]


def test_duty__what_opens_it_meets_only_the_duties_it_fits() -> None:
    rules = HANDLE + (
        "take: {title: 接单, cite: A-2 第二条（一）, from: signed_for, who: unit, must: dispatched, one_per: unit, again: replaces, within: 2 working days, counted: days}"
    )
    result = judge(trial(rules), "03-02 00:00", "03-01 09:00 signed_for 甲局", SENT)
    assert states(result) == {"take:甲局:1": "met", ID: "running"}
