"""Penalties, ladders, lights, statuses and rungs: what follows, and how it ends."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

import pytest

from hotline_rules import evaluate
from tests.support.engine import (
    actions,
    at,
    deadline,
    history,
    judge,
    light,
    missing,
    penalties,
    penalty,
    rungs,
    statuses,
    text,
    trial,
)
from tests.support.profiles import HANDLE

SENT = "03-01 10:00 dispatched 甲局"
ID = "handle:甲局:1"


# --- marks ---------------------------------------------------------------------------

MARKED = (
    HANDLE
    + """  marks:
    yellow: {title: 黄, at: 1 working day before due, light: yellow, cite: A-2 第二条（一）}
    card: {title: 黄牌, at: past due, penalty: yellow_card, cite: A-3 第三条}
    red: {title: 红, at: past 1 working day after due, light: red, penalty: red_card, cite: A-4 第四条}
"""
)


@pytest.mark.parametrize(
    ("as_of", "colour"),
    [
        ("03-07 23:59:59", ("none", None, "none")),
        ("03-08 00:00", ("yellow", "03-08 00:00", "yellow")),
        ("03-09 23:59:59", ("yellow", "03-08 00:00", "yellow")),
        ("03-10 00:00", ("red", "03-10 00:00", "red")),
    ],
)
def test_mark__both_sides_of_each_point(
    as_of: str, colour: tuple[str, str | None, str]
) -> None:
    result = judge(trial(MARKED), as_of, SENT)
    assert light(result) == colour
    cites = {"none": (), "yellow": ("A-2",), "red": ("A-4",)}
    assert result.light.cites == cites[colour[0]]


def test_mark__penalties_at_the_first_late_instant_with_their_clause() -> None:
    before = judge(trial(MARKED), "03-08 23:59:59", SENT)
    assert penalties(before) == {}
    result = judge(trial(MARKED), "03-10 00:00", SENT)
    assert penalties(result) == {
        "handle.card:甲局:1": ("yellow_card", "effective", "03-09 00:00"),
        "handle.red:甲局:1": ("red_card", "effective", "03-10 00:00"),
    }
    one = penalty(result, "handle.red:甲局:1")
    assert (one.rule, one.unit, one.cites, one.points) == (
        "handle.red",
        "甲局",
        ("A-4",),
        None,
    )
    assert one.because.events == (0,)


def test_mark__light_goes_out_when_the_duty_is_met() -> None:
    lines = (SENT, "03-10 12:00 result_submitted 甲局")
    result = judge(trial(MARKED), "03-10 12:00", *lines)
    assert light(result) == ("none", "03-10 12:00", "red")
    assert result.light.cites == ()
    assert len(result.penalties) == 2


def test_mark__timers_come_before_events_of_the_same_instant() -> None:
    result = judge(
        trial(MARKED), "03-20 00:00", SENT, "03-09 00:00 result_submitted 甲局"
    )
    assert list(penalties(result)) == ["handle.card:甲局:1"]
    in_time = judge(
        trial(MARKED), "03-20 00:00", SENT, "03-08 23:59:59 result_submitted 甲局"
    )
    assert penalties(in_time) == {}


def marked(mark: str, **keys: str) -> str:
    """A limit with one mark."""
    return (
        HANDLE
        + f"  marks:\n    m: {{title: 记, cite: A-2 第二条（一）, {mark}}}\n"
        + "".join(keys.values())
    )


@pytest.mark.parametrize(
    ("condition", "fires"),
    [
        ("ticket.kind: request", True),
        ("ticket.kind: consultation", False),
        ("{not: {happened: {proof_submitted: {unit: same}}}}", True),
    ],
)
def test_mark__its_condition_is_judged_when_it_is_reached(
    condition: str,
    fires: bool,
) -> None:
    text_ = condition if condition.startswith("{") else f"{{{condition}}}"
    profile = trial(marked(f"at: past due, if: {text_}, penalty: yellow_card"))
    result = judge(profile, "03-20 00:00", SENT, kind="request")
    assert bool(penalties(result)) is fires
    excused = judge(
        profile, "03-20 00:00", SENT, "03-08 10:00 proof_submitted 甲局", kind="request"
    )
    assert bool(penalties(excused)) is (fires and "kind" in condition)


def test_mark__an_unknown_condition_is_missing() -> None:
    profile = trial(
        marked("at: past due, if: {ticket.kind: request}, penalty: yellow_card")
    )
    result = judge(profile, "03-20 00:00", SENT)
    assert penalties(result) == {}
    assert missing(result) == {"fact kind": ("handle.m",)}
    assert judge(profile, "03-08 23:59", SENT).missing == ()


def test_mark__on_an_event_while_the_duty_is_unmet() -> None:
    profile = trial(
        marked(
            "on: {reminder_sent: {kind: urge}}, penalty: yellow_card, if: {limit.handle: overdue}"
        )
    )
    lines = (SENT, "03-05 10:00 reminder_sent 甲局 kind=due_soon")
    assert penalties(judge(profile, "03-20 00:00", *lines)) == {}
    urged = judge(
        profile, "03-20 00:00", SENT, "03-09 10:00 reminder_sent 甲局 kind=urge"
    )
    assert penalties(urged) == {
        "handle.m:甲局:1": ("yellow_card", "effective", "03-09 10:00")
    }
    assert urged.penalties[0].because.events == (0, 1)
    met = judge(
        profile,
        "03-20 00:00",
        SENT,
        "03-09 09:00 result_submitted 甲局",
        "03-09 10:00 reminder_sent 甲局 kind=urge",
    )
    assert penalties(met) == {}
    other = judge(
        profile, "03-20 00:00", SENT, "03-09 10:00 reminder_sent 乙局 kind=urge"
    )
    assert penalties(other) == {}


def test_mark__on_an_event_once_and_not_by_its_own_trigger() -> None:
    profile = trial(
        marked("on: [reminder_sent, dispatched], penalty: yellow_card").replace(
            "again: replaces", "again: ignored"
        )
    )
    result = judge(
        profile,
        "03-20 00:00",
        SENT,
        "03-02 10:00 reminder_sent 甲局 kind=urge",
        "03-03 10:00 reminder_sent 甲局 kind=urge",
    )
    assert len(result.penalties) == 1
    again = judge(profile, "03-20 00:00", SENT, "03-02 10:00 dispatched 甲局")
    assert len(again.penalties) == 1


def test_mark__status_rung_and_flags_and_a_rule_that_listens() -> None:
    mark = "at: past due, status: deemed_overdue, kind: late, until: handle.over, rung: dispute.special_report, flags: {review: {ticket.kind: request}, finding_needed: always}"
    rules = (
        marked(mark)
        + """
urge: {title: 催办, cite: A-4 第四条, from: handle.m, who: platform, must: {reminder_sent: {kind: urge}}, do: urge, notice: urge_slip, within: none}
"""
    )
    profile = trial(
        rules,
        ladders="dispute: {title: 阶梯, weakest_first: [special_report], same: ticket, lower: kept}",
        words="statuses: {deemed_overdue: {title: 视为超期, of: unit, kinds: {late: 迟}}}",
    )
    result = judge(
        profile,
        "03-20 00:00",
        SENT,
        "03-10 10:00 result_submitted 甲局",
        kind="request",
    )
    assert statuses(result) == [
        ("deemed_overdue", "甲局", "03-09 00:00", "03-10 10:00")
    ]
    [status] = result.statuses
    assert (status.kind, status.flags, status.rule) == (
        "late",
        ("finding_needed", "review"),
        "handle.m",
    )
    assert status.because.events == (0, 1)
    assert rungs(result) == [("dispute.special_report", "03-09 00:00", "03-10 10:00")]
    [action] = result.actions
    assert (action.rule, action.notice, action.state, action.role) == (
        "urge",
        "urge_slip",
        "open",
        "platform",
    )
    assert text(action.since) == "03-09 00:00"
    assert action.because.events == (0,)


def test_mark__a_point_that_cannot_be_had_is_missing() -> None:
    profile = trial(
        marked("at: past 1 working day after event.due_override, penalty: yellow_card")
    )
    result = judge(profile, "03-20 00:00", SENT)
    assert missing(result) == {"fact event.due_override": ("handle.m",)}
    one = judge(profile, "03-20 00:00", f"{SENT} due_override=2021-03-04")
    assert penalties(one) == {
        "handle.m:甲局:1": ("yellow_card", "effective", "03-06 00:00")
    }


def test_mark__two_limits_show_the_worst_light() -> None:
    rules = (
        MARKED
        + """
sign: {title: 签收, cite: A-1 第一条, from: dispatched, who: unit, must: signed_for, one_per: unit, again: replaces, within: 1 working day, counted: days, marks: {late: {title: 迟, at: past due, light: red, cite: A-2 第二条（一）}}}
"""
    )
    lines = (SENT, "03-08 12:00 signed_for 甲局")
    assert light(judge(trial(rules), "03-08 00:00", *lines)) == (
        "red",
        "03-03 00:00",
        "red",
    )
    assert light(judge(trial(rules), "03-08 12:00", *lines)) == (
        "yellow",
        "03-08 12:00",
        "red",
    )


# --- points --------------------------------------------------------------------------

POINTS = """
deduct: {title: 扣分, cite: A-2 第二条（一）, from: redo_ordered, penalty: points, points: value.lost, one_per: event}
"""


def test_points__a_number_a_table_and_a_gap() -> None:
    fixed = "lost: {title: 扣几分, cite: A-3 第三条, is: 0.5}"
    line = "03-01 10:00 redo_ordered 甲局 n=2"
    one = judge(trial(POINTS, values=fixed), "03-02 00:00", line).penalties[0]
    assert (one.points, one.kind, one.flags) == ("0.5", "points", ())
    table = """
lost:
  title: 扣几分
  hit: first
  rows:
    - {if: {event.n: {at_least: 2}}, is: 2, cite: A-3 第三条}
    - {otherwise: 1, cite: A-4 第四条}
"""
    one = judge(trial(POINTS, values=table), "03-02 00:00", line).penalties[0]
    assert (one.points, one.cites) == ("2", ("A-2", "A-3"))
    gap = "lost: {title: 扣几分, is: missing, where: 未提供, cite: A-3 第三条}"
    result = judge(trial(POINTS, values=gap), "03-02 00:00", line)
    [one] = result.penalties
    assert (one.points, one.state, one.flags) == (
        None,
        "effective",
        ("missing_parameter",),
    )
    assert missing(result) == {"parameter lost": ("deduct",)}
    bare = judge(trial(POINTS.replace(" points: value.lost,", "")), "03-02 00:00", line)
    assert bare.penalties[0].points is None


# --- how many ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one_per", "many"),
    [
        ("event", 4),
        ("unit", 2),
        ("ticket", 1),
        ("[event.n]", 2),
        ("[unit, event.n]", 3),
        ("[ticket]", 1),
    ],
)
def test_one_per__of_a_penalty(one_per: str, many: int) -> None:
    rules = f"p: {{title: 牌, cite: A-2 第二条（一）, from: redo_ordered, penalty: yellow_card, one_per: {one_per}}}"
    result = judge(
        trial(rules),
        "03-20 00:00",
        "03-01 10:00 redo_ordered 甲局 n=1",
        "03-01 11:00 redo_ordered 甲局 n=1",
        "03-01 12:00 redo_ordered 甲局 n=2",
        "03-01 13:00 redo_ordered 乙局 n=1",
    )
    assert len(result.penalties) == many
    assert result.penalties[0].id == "p:甲局:1"
    assert result.penalties[0].because.events == (0,)


def test_one_per__a_list_of_values_is_a_value() -> None:
    rules = "p: {title: 牌, cite: A-2 第二条（一）, from: coordination_held, penalty: yellow_card, one_per: [event.participants]}"
    result = judge(
        trial(rules),
        "03-20 00:00",
        "03-01 10:00 coordination_held participants=[甲,乙]",
        "03-01 11:00 coordination_held participants=[甲,乙]",
        "03-01 12:00 coordination_held participants=[乙]",
    )
    assert [one.id for one in result.penalties] == ["p:1", "p:2"]


ACT = """
p: {title: 牌, cite: A-2 第二条（一）, from: finding.perfunctory, penalty: red_card, act: {result_submitted: {channel: [phone, system]}}, one_per: act}
"""


def test_act__the_last_of_that_unit_or_the_one_named() -> None:
    profile = trial(ACT)
    acts = (
        "03-01 10:00 result_submitted 甲局 channel=phone",
        "03-01 11:00 result_submitted 乙局 channel=phone",
        "03-01 12:00 result_submitted 甲局 channel=system",
        "03-01 13:00 result_submitted 甲局 channel=post",
    )
    finding = "03-02 10:00 finding_made 甲局 code=perfunctory result=true"
    last = judge(profile, "03-20 00:00", *acts, finding)
    assert last.penalties[0].because.events == (4, 2)
    named = judge(profile, "03-20 00:00", *acts, f"{finding} act_id=0")
    assert named.penalties[0].because.events == (4, 0)
    odd = judge(profile, "03-20 00:00", *acts, f"{finding} act_id=3")
    assert odd.penalties[0].because.events == (4, 2)


def test_act__one_card_for_one_act_found_twice() -> None:
    finding = "finding_made 甲局 code=perfunctory result=true"
    lines = (
        "03-01 10:00 result_submitted 甲局 channel=phone",
        f"03-02 10:00 {finding}",
        f"03-03 10:00 {finding}",
    )
    result = judge(trial(ACT), "03-20 00:00", *lines)
    assert penalties(result) == {"p:甲局:1": ("red_card", "effective", "03-02 10:00")}
    more = judge(
        trial(ACT),
        "03-20 00:00",
        *lines,
        "03-04 10:00 result_submitted 甲局 channel=phone",
        f"03-05 10:00 {finding}",
    )
    assert list(penalties(more)) == ["p:甲局:1", "p:甲局:2"]


def test_act__without_one_each_finding_stands_for_itself() -> None:
    finding = "finding_made 甲局 code=perfunctory result=true"
    result = judge(
        trial(ACT), "03-20 00:00", f"03-02 10:00 {finding}", f"03-03 10:00 {finding}"
    )
    assert len(result.penalties) == 2
    assert result.penalties[0].because.events == (0,)


def test_act__the_trigger_itself_when_it_is_one() -> None:
    rules = ACT.replace(
        "from: finding.perfunctory", "from: [finding.perfunctory, result_submitted]"
    )
    result = judge(
        trial(rules),
        "03-20 00:00",
        "03-01 10:00 result_submitted 甲局 channel=phone",
        "03-01 11:00 result_submitted 甲局 channel=post",
    )
    assert [one.because.events for one in result.penalties] == [(0,)]


BY_FINDING = """
p: {title: 牌, cite: A-2 第二条（一）, from: [finding.perfunctory, finding.bad_impact], if: {finding.perfunctory: true}, penalty: red_card, act: finding.perfunctory, one_per: act, voided_by: {finding_made: {code: perfunctory, result: false}}}
"""


def test_act__a_finding_stands_for_itself_or_for_what_it_names() -> None:
    found = "finding_made 甲局 code=perfunctory result=true"
    acts = ("03-01 10:00 accepted 甲局", "03-01 11:00 forwarded to_unit=乙局")
    by_itself = judge(trial(BY_FINDING), "03-20 00:00", *acts, f"03-02 10:00 {found}")
    assert by_itself.penalties[0].because.events == (2,)
    naming = judge(
        trial(BY_FINDING), "03-20 00:00", *acts, f"03-02 10:00 {found} act_id=0"
    )
    assert naming.penalties[0].because.events == (2, 0)
    nothing = judge(
        trial(BY_FINDING), "03-20 00:00", *acts, f"03-02 10:00 {found} act_id=nothing"
    )
    assert nothing.penalties[0].because.events == (2,)


def test_act__a_second_condition_is_about_what_the_first_finding_named() -> None:
    result = judge(
        trial(BY_FINDING),
        "03-20 00:00",
        "03-01 10:00 accepted 甲局",
        "03-02 10:00 finding_made 甲局 code=perfunctory result=true act_id=0",
        "03-03 10:00 finding_made 甲局 code=bad_impact result=true",
    )
    assert penalties(result) == {"p:甲局:1": ("red_card", "effective", "03-02 10:00")}


def test_act__by_the_id_that_an_event_bears() -> None:
    past = history(
        "03-01 10:00 result_submitted 甲局 channel=phone",
        "03-01 12:00 result_submitted 甲局 channel=phone",
        "03-02 10:00 finding_made 甲局 code=perfunctory result=true act_id=first",
    )
    past["events"][0]["id"] = "first"
    past["events"][1]["id"] = "second"
    result = evaluate(trial(ACT), past, as_of=at("03-20 00:00"))
    assert result.penalties[0].because.events == (2, 0)


def test_act__of_an_event_that_the_engine_made_has_no_number() -> None:
    rules = """
difficult: {title: 疑难, cite: A-1 第一条, from: {status_determined: {status: difficult}}, status: difficult, until: closed}
p: {title: 牌, cite: A-2 第二条（一）, from: finding.perfunctory, penalty: red_card, act: difficult.begins, one_per: act}
"""
    result = judge(
        trial(rules),
        "03-20 00:00",
        "03-01 10:00 status_determined status=difficult",
        "03-02 10:00 finding_made code=perfunctory result=true act_id=0",
    )
    assert result.penalties[0].because.events == (1, 0)


# --- voided by -----------------------------------------------------------------------

VOIDED = """
p: {title: 牌, cite: A-2 第二条（一）, from: redo_ordered, penalty: yellow_card, one_per: event, voided_by: return_decided}
told: {title: 撤牌, cite: A-3 第三条, from: card.voided, status: returned, until: never}
"""


def test_voided_by__the_units_own_event_and_only_once() -> None:
    lines = ("03-01 10:00 redo_ordered 甲局 n=1", "03-01 11:00 redo_ordered 乙局 n=1")
    result = judge(
        trial(VOIDED),
        "03-20 00:00",
        *lines,
        "03-02 10:00 return_decided 甲局 decision=approved",
        "03-03 10:00 return_decided 甲局 decision=approved",
    )
    assert {k: v[1] for k, v in penalties(result).items()} == {
        "p:甲局:1": "voided",
        "p:乙局:1": "effective",
    }
    assert penalty(result, "p:甲局:1").because.events == (0, 2)
    assert statuses(result) == [("returned", "甲局", "03-02 10:00", None)]


def test_voided_by__an_event_without_a_unit_voids_all() -> None:
    rules = VOIDED.replace("return_decided", "petition_transferred")
    lines = ("03-01 10:00 redo_ordered 甲局 n=1", "03-01 11:00 redo_ordered 乙局 n=1")
    result = judge(
        trial(rules), "03-20 00:00", *lines, "03-02 10:00 petition_transferred"
    )
    assert {v[1] for v in penalties(result).values()} == {"voided"}


def test_voided_by__a_finding_taken_back_and_made_again() -> None:
    found = "finding_made 甲局 code=perfunctory act_id=0"
    lines = (
        "03-01 10:00 accepted 甲局",
        f"03-02 10:00 {found} result=true",
        f"03-03 10:00 {found} result=false",
    )
    back = judge(trial(BY_FINDING), "03-20 00:00", *lines)
    assert {k: v[1] for k, v in penalties(back).items()} == {"p:甲局:1": "voided"}
    again = judge(
        trial(BY_FINDING), "03-20 00:00", *lines, f"03-04 10:00 {found} result=true"
    )
    assert {k: v[1] for k, v in penalties(again).items()} == {
        "p:甲局:1": "voided",
        "p:甲局:2": "effective",
    }


@pytest.mark.parametrize(
    ("taken_back", "voided"),
    [
        ("act_id=0", {"p:甲局:1"}),  # the act
        ("act_id=3", {"p:甲局:2"}),  # the finding that brought the card
        ("act_id=4", {"p:甲局:3"}),  # the finding that was its own act
        ("act_id=9", set()),
        ("", {"p:甲局:1", "p:甲局:2", "p:甲局:3"}),
    ],
)
def test_voided_by__only_what_is_about_the_act_that_is_named(
    taken_back: str, voided: set[str]
) -> None:
    found = "finding_made 甲局 code=perfunctory"
    result = judge(
        trial(BY_FINDING),
        "03-20 00:00",
        "03-01 10:00 accepted 甲局",
        "03-01 11:00 result_submitted 甲局",
        f"03-02 10:00 {found} result=true act_id=0",
        f"03-03 10:00 {found} result=true act_id=1",
        f"03-04 10:00 {found} result=true",
        f"03-05 10:00 {found} result=false {taken_back}",
    )
    states = penalties(result)
    assert {k for k, v in states.items() if v[1] == "voided"} == voided
    assert len(states) == 3


def test_voided_by__only_the_cards_of_the_limit_that_was_changed() -> None:
    rules = (
        HANDLE
        + """  marks:
    card: {title: 黄牌, at: past due, penalty: yellow_card, cite: A-3 第三条, voided_by: longer.granted}
longer: {title: 延期, cite: A-4 第四条, changes: handle, asked_by: extension_requested, granted_by: {extension_decided: {decision: approved}}, while_pending: counts, counted: days, moves_to: asked.promised_due}
"""
    )
    result = judge(
        trial(rules),
        "03-31 00:00",
        SENT,
        "03-10 10:00 dispatched 甲局",
        "03-18 10:00 extension_requested 甲局 promised_due=2021-03-25",
        "03-18 11:00 extension_decided 甲局 decision=approved",
        "03-24 11:00 result_submitted 甲局",
    )
    assert {k: v[1] for k, v in penalties(result).items()} == {
        "handle.card:甲局:1": "effective",
        "handle.card:甲局:2": "voided",
    }


def test_voided_by__a_card_about_no_act() -> None:
    rules = BY_FINDING.replace("act: finding.perfunctory", "act: return_requested")
    found = "finding_made 甲局 code=perfunctory"
    result = judge(
        trial(rules),
        "03-20 00:00",
        f"03-02 10:00 {found} result=true",
        f"03-03 10:00 {found} result=false act_id=7",
    )
    assert penalties(result)["p:甲局:1"][1] == "voided"


# --- ladders -------------------------------------------------------------------------

LADDERED = (
    HANDLE
    + """  marks:
    one: {title: 黄牌, at: past due, penalty: yellow_card, cite: A-2 第二条（一）}
    two: {title: 红牌, at: past 1 working day after due, penalty: red_card, cite: A-3 第三条}
"""
)
CARDS = """
rectify: {title: 整改, cite: A-4 第四条, from: card.issued, who: unit, must: rectification_submitted, do: submit_rectification, one_per: event, within: none, ends_on: {withdrawn: [card.absorbed, card.voided]}}
"""


def lateness(lower: str) -> str:
    """A ladder of yellow and red on one limit."""
    return f"lateness: {{title: 一次一牌, weakest_first: [yellow_card, red_card], same: limit, lower: {lower}}}"


@pytest.mark.parametrize(
    ("lower", "state", "flags", "beside"),
    [
        ("absorbed", "absorbed", ("absorbed",), ()),
        ("listed", "absorbed", ("absorbed", "concurrent"), ("handle.one:甲局:1",)),
        ("kept", "effective", (), ()),
    ],
)
def test_ladder__the_higher_card_of_one_limit(
    lower: str, state: str, flags: tuple[str, ...], beside: tuple[str, ...]
) -> None:
    profile = trial(LADDERED + CARDS, ladders=lateness(lower))
    result = judge(profile, "03-20 00:00", SENT)
    assert penalties(result) == {
        "handle.one:甲局:1": ("yellow_card", state, "03-09 00:00"),
        "handle.two:甲局:1": ("red_card", "effective", "03-10 00:00"),
    }
    assert penalty(result, "handle.one:甲局:1").flags == flags
    assert penalty(result, "handle.two:甲局:1").concurrent == beside
    first = "open" if lower == "kept" else "lapsed"
    assert actions(result) == {"rectify:甲局:1": first, "rectify:甲局:2": "open"}
    before = judge(profile, "03-09 12:00", SENT)
    assert penalties(before)["handle.one:甲局:1"][1] == "effective"


def test_ladder__other_limits_are_other_things() -> None:
    profile = trial(LADDERED, ladders=lateness("absorbed"))
    result = judge(
        profile,
        "03-20 00:00",
        SENT,
        "03-09 12:00 dispatched 甲局",
        "03-17 10:00 result_submitted 甲局",
    )
    assert {k: v[1] for k, v in penalties(result).items()} == {
        "handle.one:甲局:1": "effective",
        "handle.one:甲局:2": "effective",
    }


ACTS = """
wrongful: {title: 强行退单, cite: A-2 第二条（一）, from: finding.wrongful_return, penalty: red_card, act: return_requested, one_per: act, voided_by: {return_decided: {decision: approved}}}
careless: {title: 敷衍, cite: A-3 第三条, from: finding.perfunctory, penalty: yellow_card, act: return_requested, one_per: act}
rude: {title: 态度, cite: A-4 第四条, from: finding.rude_conduct, penalty: points, act: return_requested, one_per: act}
"""
ACT_LADDER = "conduct: {title: 一行为一牌, strongest_first: [wrongful, careless, rude], same: act, lower: listed}"
FOUND = (
    "03-01 10:00 return_requested 甲局",
    "03-02 10:00 finding_made 甲局 code=rude_conduct result=true",
    "03-02 11:00 finding_made 甲局 code=perfunctory result=true",
    "03-02 12:00 finding_made 甲局 code=wrongful_return result=true",
)


def test_ladder__one_act_one_card_the_strongest() -> None:
    result = judge(trial(ACTS, ladders=ACT_LADDER), "03-03 00:00", *FOUND)
    assert {k: v[1] for k, v in penalties(result).items()} == {
        "rude:甲局:1": "absorbed",
        "careless:甲局:1": "absorbed",
        "wrongful:甲局:1": "effective",
    }
    assert penalty(result, "wrongful:甲局:1").concurrent == (
        "careless:甲局:1",
        "rude:甲局:1",
    )


def test_ladder__when_the_absorber_is_voided_the_absorbed_revives() -> None:
    profile = trial(ACTS + CARDS, ladders=ACT_LADDER)
    result = judge(
        profile,
        "03-05 00:00",
        *FOUND,
        "03-04 10:00 return_decided 甲局 decision=approved",
    )
    assert {k: v[1] for k, v in penalties(result).items()} == {
        "rude:甲局:1": "absorbed",
        "careless:甲局:1": "effective",
        "wrongful:甲局:1": "voided",
    }
    assert penalty(result, "careless:甲局:1").flags == ()
    # The card asks for rectification again; that of the voided one is withdrawn.
    assert sorted(actions(result).values()) == ["lapsed", "lapsed", "open"]


def test_ladder__a_weaker_one_that_comes_later_is_absorbed_at_once() -> None:
    result = judge(
        trial(ACTS, ladders=ACT_LADDER),
        "03-03 00:00",
        FOUND[0],
        FOUND[3].replace("12:00", "09:00"),
        FOUND[1],
    )
    assert {k: v[1] for k, v in penalties(result).items()} == {
        "wrongful:甲局:1": "effective",
        "rude:甲局:1": "absorbed",
    }


def test_ladder__findings_without_an_act_share_nothing() -> None:
    result = judge(trial(ACTS, ladders=ACT_LADDER), "03-03 00:00", *FOUND[1:])
    assert {v[1] for v in penalties(result).values()} == {"effective"}


@pytest.mark.parametrize(
    ("same", "month", "absorbed"),
    [
        ("unit", "2021-03", True),
        ("ticket", "2021-03", True),
        ("[unit, event.month]", "2021-02", True),
        ("[unit, event.month]", "2021-03", False),
        ("[ticket.matter_ref]", "2021-03", True),
    ],
)
def test_ladder__on_the_same_unit_ticket_or_facts(
    same: str,
    month: str,
    absorbed: bool,
) -> None:
    rules = """
talks: {title: 约谈, about: unit, from: {ranking_published: {rank: {in_bottom: 2}}}, one_per: event, hit: all, cases: {deputy: {cite: A-2 第二条（一）, if: {event.tie: false}, penalty: talk_deputy_leader}, main: {cite: A-3 第三条, if: {event.tie: true}, penalty: talk_main_leader}}}
"""
    if "matter" in same:
        rules = rules.replace("about: unit, ", "")
    profile = trial(
        rules,
        ladders=f"talks: {{title: 约谈, weakest_first: [talk_deputy_leader, talk_main_leader], same: {same}, lower: absorbed}}",
    )
    result = judge(
        profile,
        "03-20 00:00",
        "03-01 10:00 ranking_published 甲局 rank=9 n=10 month=2021-02 tie=false",
        f"03-02 10:00 ranking_published 甲局 rank=9 n=10 month={month} tie=true",
        "03-03 10:00 ranking_published 甲局 rank=7 n=10 month=2021-02 tie=true",
        subject="ticket" if "matter" in same else "unit",
        **({"matter_ref": "m"} if "matter" in same else {}),
    )
    found = list(penalties(result).values())
    assert (found[0][1] == "absorbed") is absorbed
    assert len(found) == 2


# --- lights by rules -----------------------------------------------------------------

LAMPS = """
opinion: {title: 意见, cite: A-2 第二条（一）, from: {callback_done: {result_ok: false}}, light: yellow, until: {callback_done: {result_ok: true}}}
alarm: {title: 警, cite: A-3 第三条, from: finding.leak, light: red, until: closed}
"""
BAD, GOOD = "callback_done 甲局 result_ok=false", "callback_done 甲局 result_ok=true"


def test_light__of_a_rule_until_its_event() -> None:
    lines = (f"03-01 10:00 {BAD}", f"03-02 10:00 {BAD}", f"03-03 10:00 {GOOD}")
    assert light(judge(trial(LAMPS), "03-02 12:00", *lines)) == (
        "yellow",
        "03-01 10:00",
        "yellow",
    )
    assert judge(trial(LAMPS), "03-02 12:00", *lines).light.cites == ("A-2",)
    assert light(judge(trial(LAMPS), "03-03 12:00", *lines)) == (
        "none",
        "03-03 10:00",
        "yellow",
    )


def test_light__its_stretches_over_time() -> None:
    lines = (
        f"03-01 10:00 {BAD}",
        "03-01 11:00 finding_made code=leak result=true",
        "03-02 10:00 closed",
        f"03-03 10:00 {GOOD}",
        f"03-05 10:00 {BAD}",
    )
    told = judge(trial(LAMPS), "03-09 10:00", *lines).stretches_of_light
    assert [(colour, text(since), text(until)) for colour, since, until in told] == [
        ("yellow", "03-01 10:00", "03-01 11:00"),
        ("red", "03-01 11:00", "03-02 10:00"),
        ("yellow", "03-02 10:00", "03-03 10:00"),
        ("yellow", "03-05 10:00", None),
    ]
    assert (
        judge(trial(LAMPS), "03-09 10:00", "03-01 10:00 closed").stretches_of_light
        == []
    )


def test_light__what_goes_out_and_comes_on_at_one_instant_is_one_stretch() -> None:
    lines = (f"03-01 10:00 {BAD}", f"03-02 10:00 {GOOD}", f"03-02 10:00 {BAD}")
    told = judge(trial(LAMPS), "03-09 10:00", *lines)
    assert told.stretches_of_light == [("yellow", at("03-01 10:00"), None)]
    flash = judge(trial(LAMPS), "03-09 10:00", *(lines[0], lines[0].replace(BAD, GOOD)))
    assert flash.stretches_of_light == []


def test_light__the_worst_of_all_and_each_unit_its_own() -> None:
    lines = (
        f"03-01 10:00 {BAD}",
        "03-01 11:00 finding_made code=leak result=true",
        f"03-01 12:00 {BAD.replace('甲', '乙')}",
        f"03-02 10:00 {GOOD}",
        "03-03 10:00 closed",
        f"03-04 10:00 {GOOD.replace('甲', '乙')}",
    )
    seen = [
        light(judge(trial(LAMPS), day, *lines))
        for day in ("03-01 11:30", "03-02 12:00", "03-03 12:00", "03-04 12:00")
    ]
    assert seen == [
        ("red", "03-01 11:00", "red"),
        ("red", "03-01 11:00", "red"),
        ("yellow", "03-03 10:00", "red"),
        ("none", "03-04 10:00", "red"),
    ]


def test_light__out_and_on_at_one_instant_was_on_all_the_time() -> None:
    lines = (f"03-01 10:00 {BAD}", f"03-02 10:00 {GOOD}", f"03-02 10:00 {BAD}")
    assert light(judge(trial(LAMPS), "03-02 12:00", *lines)) == (
        "yellow",
        "03-01 10:00",
        "yellow",
    )


# --- statuses ------------------------------------------------------------------------

STATUS = """
difficult: {title: 疑难, cite: A-1 第一条, from: {status_determined: {status: difficult}}, status: difficult, until: closed}
late: {title: 视为超期, cite: A-2 第二条（一）, from: redo_ordered, status: deemed_overdue, until: [return_decided, petition_transferred]}
opinion: {title: 意见, cite: A-3 第三条, from: difficult.begins, who: data_administration, must: opinion_issued, do: issue_opinion, within: none}
over: {title: 结束, cite: A-4 第四条, from: difficult.ends, status: archived, until: never}
"""


def test_status__entered_twice_is_entered_once() -> None:
    determined = "status_determined status=difficult"
    result = judge(
        trial(STATUS),
        "03-20 00:00",
        f"03-01 10:00 {determined}",
        f"03-02 10:00 {determined}",
        "03-03 10:00 closed",
        f"03-04 10:00 {determined}",
        "03-05 10:00 petition_transferred",
    )
    assert statuses(result) == [
        ("difficult", None, "03-01 10:00", "03-03 10:00"),
        ("archived", None, "03-03 10:00", None),
        ("difficult", None, "03-04 10:00", None),
    ]
    assert len(result.actions) == 1
    assert result.statuses[0].because.events == (0, 2)


def test_status__of_a_unit_ends_with_that_units_event() -> None:
    result = judge(
        trial(STATUS),
        "03-20 00:00",
        "03-01 10:00 redo_ordered 甲局",
        "03-01 11:00 redo_ordered 乙局",
        "03-02 10:00 return_decided 甲局 decision=approved",
        "03-03 10:00 petition_transferred",
        "03-04 10:00 petition_transferred",
    )
    assert statuses(result) == [
        ("deemed_overdue", "甲局", "03-01 10:00", "03-02 10:00"),
        ("deemed_overdue", "乙局", "03-01 11:00", "03-03 10:00"),
    ]


def test_status__is_a_fact_for_others() -> None:
    rules = (
        STATUS
        + """
fine: {title: 牌, cite: A-4 第四条, from: accepted, if: {status.deemed_overdue: true}, penalty: yellow_card, one_per: event}
"""
    )
    result = judge(
        trial(rules),
        "03-20 00:00",
        "03-01 10:00 accepted 甲局",
        "03-01 11:00 redo_ordered 甲局",
        "03-01 12:00 accepted 甲局",
        "03-01 13:00 accepted 乙局",
        "03-02 10:00 return_decided 甲局 decision=approved",
        "03-02 11:00 accepted 甲局",
    )
    assert [text(one.at) for one in result.penalties] == ["03-01 12:00"]
    assert result.penalties[0].because.facts == (("status.deemed_overdue", True),)


# --- rungs ---------------------------------------------------------------------------

RUNGS = """
one: {title: 协调, cite: A-1 第一条, from: coordination_held, rung: steps.coordination, until: closed}
two: {title: 督办, cite: A-2 第二条（一）, from: supervision_opened, rung: steps.supervision, until: closed}
other: {title: 别的阶梯, cite: A-2 第二条（一）, from: supervision_opened, rung: more.special_report, until: [closed, {look_back_done: {result: ok}}]}
asks: {title: 在哪一级, cite: A-3 第三条, from: accepted, if: {rung.steps: coordination}, penalty: yellow_card, one_per: event}
"""
STEPS = """
steps: {title: 阶梯, weakest_first: [coordination, supervision], same: ticket, lower: absorbed}
more: {title: 另一, weakest_first: [special_report], same: ticket, lower: kept}
"""


def test_rung__a_higher_one_leaves_the_lower() -> None:
    lines = (
        "03-01 10:00 coordination_held",
        "03-02 10:00 coordination_held",
        "03-03 10:00 supervision_opened",
        "03-05 10:00 closed",
    )
    profile = trial(RUNGS, ladders=STEPS)
    result = judge(profile, "03-04 00:00", *lines)
    assert rungs(result) == [
        ("steps.coordination", "03-01 10:00", "03-03 10:00"),
        ("more.special_report", "03-03 10:00", None),
        ("steps.supervision", "03-03 10:00", None),
    ]
    assert [one.flags for one in result.rungs] == [("absorbed",), (), ()]
    end = judge(profile, "03-06 00:00", *lines)
    assert [r[2] for r in rungs(end)] == ["03-03 10:00", "03-05 10:00", "03-05 10:00"]


def test_rung__a_lower_one_after_the_higher_stands_beside_it() -> None:
    profile = trial(RUNGS, ladders=STEPS)
    result = judge(
        profile,
        "03-04 00:00",
        "03-01 10:00 supervision_opened",
        "03-02 10:00 coordination_held",
    )
    assert ("steps.supervision", "03-01 10:00", None) in rungs(result)
    assert ("steps.coordination", "03-02 10:00", None) in rungs(result)


def test_rung__is_a_fact_for_others() -> None:
    result = judge(
        trial(RUNGS, ladders=STEPS),
        "03-10 00:00",
        "03-01 10:00 accepted 甲局",
        "03-02 10:00 coordination_held 甲局",
        "03-03 10:00 accepted 甲局",
        "03-03 11:00 accepted 乙局",
        "03-04 10:00 supervision_opened 甲局",
        "03-05 10:00 accepted 甲局",
    )
    assert [text(one.at) for one in result.penalties] == ["03-03 10:00"]


def test_rung__with_a_penalty_is_absorbed_with_it() -> None:
    rules = """
one: {title: 一, cite: A-1 第一条, from: coordination_held, penalty: talk_deputy_leader, rung: talks.talk_deputy_leader, one_per: event}
two: {title: 二, cite: A-2 第二条（一）, from: supervision_opened, penalty: talk_main_leader, rung: talks.talk_main_leader, one_per: event}
"""
    ladders = "talks: {title: 约谈, weakest_first: [talk_deputy_leader, talk_main_leader], same: ticket, lower: absorbed}"
    result = judge(
        trial(rules, ladders=ladders),
        "03-10 00:00",
        "03-01 10:00 coordination_held",
        "03-03 10:00 supervision_opened",
    )
    assert [one.flags for one in result.rungs] == [("absorbed",), ()]
    assert [one.state for one in result.penalties] == ["absorbed", "effective"]


def test_deadline_flags__and_cites_do_not_mix() -> None:
    rules = HANDLE + "  flags: {gap_filled: {event.role: lead}, review: always}\n"
    one = deadline(judge(trial(rules), "03-02 00:00", f"{SENT} role=lead"), ID)
    assert one.flags == ("gap_filled", "review")
    other = deadline(judge(trial(rules), "03-02 00:00", f"{SENT} role=co"), ID)
    assert other.flags == ("review",)


def test_penalty__beside_a_limit_of_its_rule_is_the_first_of_its_kind() -> None:
    rule = "late: {title: 批评, cite: A-4 第四条, from: handle.passed, who: platform, must: circular_issued, do: urge, within: none, penalty: circular_criticism, one_per: event}"
    result = judge(trial(HANDLE + rule), "03-20 00:00", SENT)
    assert set(penalties(result)) == {"late:甲局:1"}
    assert actions(result)["late:甲局:1"] == "open"
