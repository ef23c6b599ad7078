"""Extensions, pauses, ends and other starts: asked, granted, refused, late."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

import pytest

from hotline_rules.explain import explain_why_not, render_explanation
from tests.support.engine import (
    actions,
    anomalies,
    deadline,
    dues,
    judge,
    light,
    missing,
    penalties,
    penalty,
    rungs,
    states,
    statuses,
    text,
    trial,
)
from tests.support.profiles import HANDLE, HEAD

SENT = "03-01 10:00 dispatched 甲局"
ID = "handle:甲局:1"
ASK = "03-03 10:00 extension_requested 甲局 promised_due=2021-03-12"
GRANT = "03-04 10:00 extension_decided 甲局 decision=approved"
REFUSE = "03-04 10:00 extension_decided 甲局 decision=rejected"


def extension(**keys: str) -> str:
    """The limit and its extension, with some keys changed or added."""
    given = {
        "asked_by": "extension_requested",
        "granted_by": "{extension_decided: {decision: approved}}",
        "refused_by": "{extension_decided: {decision: rejected}}",
        "while_pending": "counts",
        "moves_to": "asked.promised_due",
        **keys,
    }
    lines = "\n".join(f"  {key}: {value}" for key, value in given.items() if value)
    return f"{HANDLE}extension:\n  title: 延期\n  cite: A-3 第三条\n  changes: handle\n{lines}\n"


# --- moving --------------------------------------------------------------------------


def test_move__a_grant_gives_the_promised_end() -> None:
    result = judge(trial(extension()), "03-20 00:00", SENT, ASK, GRANT)
    one = deadline(result, ID)
    assert text(one.due_at) == "03-13 00:00"
    assert text(one.original_due_at) == "03-09 00:00"
    assert one.cites == ("A-1", "A-3")
    assert one.because.events == (0, 1, 2)
    assert one.state == "overdue"
    assert anomalies(result) == []


def test_move__nothing_before_the_grant() -> None:
    result = judge(trial(extension()), "03-04 09:59:59", SENT, ASK, GRANT)
    one = deadline(result, ID)
    assert (text(one.due_at), one.original_due_at) == ("03-09 00:00", None)


@pytest.mark.parametrize(
    ("point", "due"),
    [
        ("4 working days after asked.at", "03-10 00:00"),
        ("4 working days after granted.at", "03-11 00:00"),
    ],
)
def test_move__from_the_instant_of_asking_or_of_the_decision(
    point: str, due: str
) -> None:
    profile = trial(extension(moves_to=point))
    result = judge(profile, "03-05 00:00", SENT, ASK, GRANT)
    assert text(deadline(result, ID).due_at) == due


def test_move__never_to_an_earlier_end() -> None:
    asked = ASK.replace("2021-03-12", "2021-03-05")
    result = judge(trial(extension()), "03-20 00:00", SENT, asked, GRANT)
    one = deadline(result, ID)
    assert (text(one.due_at), one.original_due_at) == ("03-09 00:00", None)
    assert anomalies(result) == [("promise-changes-nothing", 2)]


def test_move__a_refusal_changes_nothing() -> None:
    result = judge(trial(extension()), "03-20 00:00", SENT, ASK, REFUSE)
    one = deadline(result, ID)
    assert (text(one.due_at), one.original_due_at) == ("03-09 00:00", None)
    assert one.because.events == (0, 1, 2)
    assert one.cites == ("A-1",)


def test_move__twice_keeps_the_first_end_on_record() -> None:
    result = judge(
        trial(extension()),
        "03-20 00:00",
        SENT,
        ASK,
        GRANT,
        "03-10 10:00 extension_requested 甲局 promised_due=2021-03-18",
        "03-11 10:00 extension_decided 甲局 decision=approved",
    )
    one = deadline(result, ID)
    assert (text(one.due_at), text(one.original_due_at)) == (
        "03-19 00:00",
        "03-09 00:00",
    )


def test_move__a_promised_instant_is_included() -> None:
    asked = ASK.replace("2021-03-12", "2021-03-12T18:00:00+08:00")
    result = judge(trial(extension()), "03-20 00:00", SENT, asked, GRANT)
    one = deadline(result, ID)
    assert (text(one.due_at), one.inclusive) == ("03-12 18:00", True)


@pytest.mark.parametrize(
    "promised",
    ["", "promised_due=soon", "promised_due=2021-02-30", "promised_due=true"],
)
def test_move__without_a_usable_date_has_no_effect(promised: str) -> None:
    asked = f"03-03 10:00 extension_requested 甲局 {promised}".strip()
    result = judge(trial(extension()), "03-08 00:00", SENT, asked, GRANT)
    assert dues(result) == {ID: "03-09 00:00"}
    assert missing(result) == {"fact asked.promised_due": ("extension",)}
    assert [a for a in anomalies(result) if a[0] == "unusable-value"] == [
        ("unusable-value", 2)
    ]


def test_move__a_decision_without_request_is_an_anomaly() -> None:
    result = judge(trial(extension()), "03-08 00:00", SENT, GRANT)
    assert dues(result) == {ID: "03-09 00:00"}
    assert ("change-without-effect", 1) in anomalies(result)


def test_move__a_limit_without_an_end_cannot_be_moved() -> None:
    rules = extension().replace(
        "within: 5 working days\n  counted: days", "within: none\n  do: accept_first"
    )
    result = judge(trial(rules), "03-08 00:00", SENT, ASK, GRANT)
    assert actions(result) == {ID: "open"}
    assert result.actions[0].because.events == (0, 1, 2)


def test_move__the_units_own_application_only() -> None:
    result = judge(
        trial(extension()),
        "03-08 00:00",
        SENT,
        "03-01 10:00 dispatched 乙局",
        ASK,
        GRANT.replace("甲局", "乙局"),
    )
    assert set(dues(result).values()) == {"03-09 00:00"}


def test_move__times_counts_the_grants_of_an_instance() -> None:
    profile = trial(extension(times="1"))
    result = judge(
        profile,
        "03-20 00:00",
        SENT,
        ASK,
        GRANT,
        "03-10 10:00 extension_requested 甲局 promised_due=2021-03-18",
        "03-11 10:00 extension_decided 甲局 decision=approved",
    )
    assert dues(result) == {ID: "03-13 00:00"}
    assert ("change-without-effect", 4) in anomalies(result)
    refused_first = judge(
        profile,
        "03-20 00:00",
        SENT,
        ASK,
        REFUSE,
        "03-05 10:00 extension_requested 甲局 promised_due=2021-03-18",
        "03-06 10:00 extension_decided 甲局 decision=approved",
    )
    assert dues(refused_first) == {ID: "03-19 00:00"}


def test_move__asking_suffices() -> None:
    profile = trial(
        extension(granted_by="asking", refused_by="", while_pending="", times="1")
    )
    result = judge(profile, "03-20 00:00", SENT, ASK)
    assert dues(result) == {ID: "03-13 00:00"}
    assert anomalies(result) == []
    twice = judge(
        profile,
        "03-20 00:00",
        SENT,
        ASK,
        ASK.replace("03-03", "03-04").replace("03-12", "03-18"),
    )
    assert dues(twice) == {ID: "03-13 00:00"}
    assert ("change-without-effect", 2) in anomalies(twice)


def test_move__granted_outright_when_nobody_need_ask() -> None:
    rules = extension(
        asked_by="",
        refused_by="",
        while_pending="",
        moves_to="granted.days working days after due",
        granted_by="extension_requested",
    )
    result = judge(
        trial(rules), "03-08 00:00", SENT, "03-03 10:00 extension_requested 甲局 days=2"
    )
    assert dues(result) == {ID: "03-11 00:00"}
    assert deadline(result, ID).because.events == (0, 1)


def test_move__condition_of_the_change() -> None:
    profile = trial(extension(**{"if": "{ticket.kind: request}"}))
    assert dues(judge(profile, "03-08 00:00", SENT, ASK, GRANT, kind="request")) == {
        ID: "03-13 00:00"
    }
    other = judge(profile, "03-08 00:00", SENT, ASK, GRANT, kind="consultation")
    assert dues(other) == {ID: "03-09 00:00"}
    assert ("change-without-effect", 2) in anomalies(other)


TABLE = """
    hit: first
    rows:
      - {if: {asked.promised_due: present}, is: asked.promised_due, cite: A-4 第四条}
      - {if: {asked.days: present}, is: asked.days working days after due}
      - {otherwise: 5 working days after due}"""


@pytest.mark.parametrize(
    ("payload", "due", "cites"),
    [
        ("promised_due=2021-03-12", "03-13 00:00", ("A-1", "A-4", "A-3")),
        ("days=2", "03-11 00:00", ("A-1", "A-3")),
        ("", "03-16 00:00", ("A-1", "A-3")),
    ],
)
def test_move__by_the_first_row_that_holds(
    payload: str, due: str, cites: tuple[str, ...]
) -> None:
    asked = f"03-03 10:00 extension_requested 甲局 {payload}".strip()
    result = judge(trial(extension(moves_to=TABLE)), "03-05 00:00", SENT, asked, GRANT)
    one = deadline(result, ID)
    assert (text(one.due_at), one.cites) == (due, cites)


@pytest.mark.parametrize(
    ("base", "due"), [("asked.at", "03-17 00:00"), ("granted.at", "03-18 00:00")]
)
def test_move__counted_from_the_application_or_the_decision(
    base: str, due: str
) -> None:
    """The end of nine working days after the 3rd, or after the 4th."""
    ask = "03-03 10:00 extension_requested 甲局 days=9"
    point = f"asked.days working days after {base}"
    profile = trial(extension(moves_to=point))
    assert dues(judge(profile, "03-05 00:00", SENT, ask, GRANT)) == {ID: due}


@pytest.mark.parametrize("beyond", ["cut", "cut_unless_exceptional", "refuse"])
@pytest.mark.parametrize("exceptional", [True, False])
@pytest.mark.parametrize(
    ("promised", "wish"),
    [
        ("2021-03-11", "03-12 00:00"),
        ("2021-03-12", "03-13 00:00"),
        ("2021-03-15", "03-16 00:00"),
    ],
)
def test_caps__the_earliest_binds(
    beyond: str,
    exceptional: bool,
    promised: str,
    wish: str,
) -> None:
    profile = trial(
        extension(
            not_after="[5 working days after first_due, 4 working days after due, until_unknown]".replace(
                ", until_unknown", ", ticket.provincial_due"
            ),
            beyond=beyond,
        )
    )
    grant = GRANT + (" exceptional=true" if exceptional else "")
    result = judge(
        profile, "03-05 00:00", SENT, ASK.replace("2021-03-12", promised), grant
    )
    one = deadline(result, ID)
    # The earliest known cap: 4 working days after 8 March is 12 March, 24:00.
    over = promised == "2021-03-15"
    if not over or (beyond == "cut_unless_exceptional" and exceptional):
        assert (text(one.due_at), one.flags) == (wish, ())
        assert anomalies(result) == []
    elif beyond == "refuse":
        assert (text(one.due_at), one.flags) == ("03-09 00:00", ())
        assert anomalies(result) == [("change-without-effect", 2)]
    else:
        assert (text(one.due_at), one.flags) == ("03-13 00:00", ("review",))
        assert anomalies(result) == [("extension-cut", 2)]


def test_caps__an_unknown_cap_binds_nothing() -> None:
    profile = trial(extension(not_after="[ticket.provincial_due]", beyond="cut"))
    result = judge(profile, "03-05 00:00", SENT, ASK, GRANT)
    assert dues(result) == {ID: "03-13 00:00"}
    capped = judge(
        profile, "03-05 00:00", SENT, ASK, GRANT, provincial_due="2021-03-10"
    )
    assert dues(capped) == {ID: "03-11 00:00"}


# --- relation back -------------------------------------------------------------------

MARKS = """  marks:
    yellow: {title: 黄牌, at: past due, penalty: yellow_card, light: yellow, cite: A-2 第二条（一）}
    red: {title: 红牌, at: past 1 working day after due, penalty: red_card, light: red, status: deemed_overdue, until: never, rung: dispute.special_report, cite: A-2 第二条（一）}
"""
LADDERS = """
dispute: {title: 阶梯, weakest_first: [special_report], same: ticket, lower: kept}
"""
RECTIFY = """
rectification: {title: 整改, cite: A-4 第四条, from: card.issued, who: unit, must: rectification_submitted, do: submit_rectification, one_per: event, within: 2 working days, counted: days}
supervise: {title: 督办, cite: A-4 第四条, from: handle.red, who: platform, must: supervision_opened, do: urge, one_per: event, within: none}
lamp: {title: 灯, cite: A-4 第四条, from: handle.red, light: red, until: closed}
"""


def back(**keys: str) -> str:
    """An extension with relation back; yellow and red marks after the end."""
    rules = extension(while_pending="counts_provisionally", **keys)
    return rules.replace("counted: days\n", "counted: days\n" + MARKS, 1) + RECTIFY


LATE_ASK = "03-08 23:59:59 extension_requested 甲局 promised_due=2021-03-15"
LATE_GRANT = "03-12 10:00 extension_decided 甲局 decision=approved"
LATE_REFUSE = "03-12 10:00 extension_decided 甲局 decision=rejected"


def test_relation_back__what_falls_due_while_pending_is_provisional() -> None:
    result = judge(trial(back(), ladders=LADDERS), "03-11 00:00", SENT, LATE_ASK)
    assert penalties(result) == {
        "handle.yellow:甲局:1": ("yellow_card", "provisional", "03-09 00:00"),
        "handle.red:甲局:1": ("red_card", "provisional", "03-10 00:00"),
    }
    assert penalty(result, "handle.red:甲局:1").flags == ("provisional",)
    assert [one.flags for one in result.statuses] == [("provisional",)]
    assert [one.flags for one in result.rungs] == [("provisional",)]
    assert actions(result) == {"supervise:甲局:1": "open"}
    assert result.actions[0].flags == ("provisional",)
    assert light(result) == ("red", "03-10 00:00", "red")


def test_relation_back__a_grant_voids_it() -> None:
    result = judge(
        trial(back(), ladders=LADDERS), "03-12 10:00", SENT, LATE_ASK, LATE_GRANT
    )
    assert penalties(result) == {
        "handle.yellow:甲局:1": ("yellow_card", "voided", "03-09 00:00"),
        "handle.red:甲局:1": ("red_card", "voided", "03-10 00:00"),
    }
    assert penalty(result, "handle.red:甲局:1").flags == ()
    assert penalty(result, "handle.red:甲局:1").because.events == (0, 1, 2)
    assert statuses(result) == [
        ("deemed_overdue", "甲局", "03-10 00:00", "03-12 10:00")
    ]
    assert rungs(result) == [("dispute.special_report", "03-10 00:00", "03-12 10:00")]
    assert [one.flags for one in result.statuses] == [()]
    assert actions(result) == {"supervise:甲局:1": "lapsed"}
    # What the grant undid has never been: the worst light of this ticket is none.
    assert light(result) == ("none", "03-12 10:00", "none")
    assert dues(result) == {ID: "03-16 00:00"}
    assert states(result) == {ID: "running"}


def test_relation_back__the_new_period_has_its_own_marks() -> None:
    result = judge(
        trial(back(), ladders=LADDERS), "03-16 00:00", SENT, LATE_ASK, LATE_GRANT
    )
    assert penalties(result)["handle.yellow:甲局:2"] == (
        "yellow_card",
        "effective",
        "03-16 00:00",
    )
    assert dues(result)["rectification:甲局:1"] == "03-19 00:00"


def test_relation_back__a_refusal_confirms_it_with_its_own_instant() -> None:
    result = judge(
        trial(back(), ladders=LADDERS), "03-12 10:00", SENT, LATE_ASK, LATE_REFUSE
    )
    assert penalties(result) == {
        "handle.yellow:甲局:1": ("yellow_card", "effective", "03-09 00:00"),
        "handle.red:甲局:1": ("red_card", "effective", "03-10 00:00"),
    }
    assert penalty(result, "handle.red:甲局:1").flags == ()
    assert [one.flags for one in result.statuses] == [()]
    assert [one.flags for one in result.rungs] == [()]
    started = [
        text(d.started_at) for d in result.deadlines if d.rule == "rectification"
    ]
    assert started == ["03-12 10:00", "03-12 10:00"]
    assert actions(result)["supervise:甲局:1"] == "open"
    assert light(result)[0] == "red"
    after = judge(
        trial(back(), ladders=LADDERS),
        "03-13 00:00",
        SENT,
        LATE_ASK,
        LATE_REFUSE,
        "03-12 11:00 result_submitted 甲局",
        "03-12 12:00 closed",
    )
    assert light(after)[0] == "none"


@pytest.mark.parametrize(
    ("asked", "state"),
    [("03-08 23:59:59", "provisional"), ("03-09 00:00", "effective")],
)
def test_relation_back__only_an_application_in_time_is_protected(
    asked: str, state: str
) -> None:
    line = LATE_ASK.replace("03-08 23:59:59", asked)
    result = judge(trial(back(), ladders=LADDERS), "03-10 12:00", SENT, line)
    assert penalties(result)["handle.red:甲局:1"][1] == state
    granted = judge(
        trial(back(), ladders=LADDERS), "03-12 10:00", SENT, line, LATE_GRANT
    )
    assert dues(granted)[ID] == "03-16 00:00"
    wanted = "voided" if state == "provisional" else "effective"
    assert penalties(granted)["handle.red:甲局:1"][1] == wanted


@pytest.mark.parametrize(
    ("done", "state"),
    [("03-10 12:00", "met"), ("03-15 23:59:59", "met")],
)
def test_relation_back__a_duty_met_while_pending_is_judged_by_the_new_end(
    done: str, state: str
) -> None:
    decided = LATE_GRANT.replace("03-12 10:00", "03-16 10:00")
    lines = (SENT, LATE_ASK, f"{done} result_submitted 甲局", decided)
    profile = trial(back(), ladders=LADDERS)
    before = judge(profile, "03-16 09:59", *lines)
    assert deadline(before, ID).state == "met_late"
    after = judge(profile, "03-16 10:00", *lines)
    assert deadline(after, ID).state == state
    assert {p[1] for p in penalties(after).values()} == {"voided"}


def test_relation_back__met_after_the_new_end_too_stays_late() -> None:
    lines = (
        SENT,
        LATE_ASK,
        "03-16 00:00 result_submitted 甲局",
        LATE_GRANT.replace("03-12 10:00", "03-16 10:00"),
    )
    result = judge(trial(back(), ladders=LADDERS), "03-17 00:00", *lines)
    assert deadline(result, ID).state == "met_late"


def test_relation_back__a_grant_without_effect_confirms() -> None:
    asked = "03-08 10:00 extension_requested 甲局"
    result = judge(
        trial(back(), ladders=LADDERS), "03-12 10:00", SENT, asked, LATE_GRANT
    )
    assert penalties(result)["handle.red:甲局:1"][1] == "effective"


def test_relation_back__what_hangs_on_a_provisional_status_falls_with_it() -> None:
    rules = (
        back()
        + """
follow: {title: 后续, cite: A-4 第四条, from: deemed_overdue.begins, who: platform, must: closed, do: archive, one_per: event, within: 1 working day, counted: days, marks: {yellow: {title: 牌, at: past due, penalty: yellow_card, light: yellow, cite: A-2 第二条（一）}}}
done: {title: 已了, cite: A-4 第四条, from: deemed_overdue.begins, who: platform, must: archived, do: archive, one_per: event, within: none}
"""
    )
    profile = trial(rules, ladders=LADDERS)
    pending = judge(profile, "03-12 09:00", SENT, LATE_ASK, "03-10 12:00 archived")
    assert deadline(pending, "follow:甲局:1").flags == ("provisional",)
    assert penalties(pending)["follow.yellow:甲局:1"][1] == "provisional"
    result = judge(
        profile, "03-12 10:00", SENT, LATE_ASK, "03-10 12:00 archived", LATE_GRANT
    )
    follow = deadline(result, "follow:甲局:1")
    assert (follow.state, follow.end_reason) == ("ended", "voided")
    assert penalties(result)["follow.yellow:甲局:1"][1] == "voided"
    assert actions(result)["done:甲局:1"] == "done"


def test_counts__what_was_earned_before_a_grant_stays() -> None:
    rules = extension().replace("counted: days\n", "counted: days\n" + MARKS, 1)
    profile = trial(rules, ladders=LADDERS)
    late = "03-09 10:00 result_submitted 甲局"
    result = judge(profile, "03-12 12:00", SENT, LATE_ASK, late, LATE_GRANT)
    assert deadline(result, ID).state == "met_late"
    assert dues(result) == {ID: "03-09 00:00"}
    assert penalties(result) == {
        "handle.yellow:甲局:1": ("yellow_card", "effective", "03-09 00:00")
    }


def test_counts__a_late_grant_moves_the_end_but_leaves_the_cards() -> None:
    rules = extension().replace("counted: days\n", "counted: days\n" + MARKS, 1)
    result = judge(
        trial(rules, ladders=LADDERS), "03-12 10:00", SENT, LATE_ASK, LATE_GRANT
    )
    assert states(result) == {ID: "running"}
    assert penalties(result)["handle.red:甲局:1"] == (
        "red_card",
        "effective",
        "03-10 00:00",
    )
    assert light(result) == ("none", "03-12 10:00", "red")


def test_asked_late__is_heard_for_the_future_only() -> None:
    rules = (
        back(asked_by="ask.used", asked_late_by="ask.used_late")
        + """
ask: {title: 申请, cite: A-3 第三条, from: handle.opened, who: unit, may: extension_requested, one_per: unit, again: replaces, within: until 1 working day before handle.due, counted: days}
late: {title: 逾期申请, cite: A-3 第三条, from: extension.asked_late, status: open, until: never}
waiting: {title: 申请, cite: A-3 第三条, from: extension.asked, status: extended, until: [extension.granted, extension.refused]}
"""
    )
    profile = trial(rules, ladders=LADDERS)
    in_time = judge(
        profile,
        "03-10 12:00",
        SENT,
        "03-05 23:59:59 extension_requested 甲局 promised_due=2021-03-15",
    )
    assert penalties(in_time)["handle.red:甲局:1"][1] == "provisional"
    assert [s[0] for s in statuses(in_time)] == ["extended", "deemed_overdue"]
    late = judge(
        profile,
        "03-10 12:00",
        SENT,
        "03-06 00:00 extension_requested 甲局 promised_due=2021-03-15",
    )
    assert penalties(late)["handle.red:甲局:1"][1] == "effective"
    assert [s[0] for s in statuses(late)] == ["open", "deemed_overdue"]
    granted = judge(
        profile,
        "03-12 12:00",
        SENT,
        "03-06 00:00 extension_requested 甲局 promised_due=2021-03-15",
        LATE_GRANT,
    )
    assert dues(granted)[ID] == "03-16 00:00"


# --- marks of the change -------------------------------------------------------------

NEW_MARKS = """
    yellow: {title: 黄牌, at: past 1 working day after due, penalty: yellow_card, cite: A-4 第四条}"""


def test_marks__a_change_brings_its_own() -> None:
    rules = (
        back(marks=NEW_MARKS).replace(RECTIFY, RECTIFY)
        + """
heard: {title: 听到, cite: A-4 第四条, from: handle.yellow, status: overdue_no_card, until: never}
"""
    )
    result = judge(trial(rules, ladders=LADDERS), "03-20 00:00", SENT, ASK, GRANT)
    assert dues(result)[ID] == "03-13 00:00"
    assert penalties(result) == {
        "handle.yellow:甲局:1": ("yellow_card", "effective", "03-16 00:00")
    }
    assert result.penalties[0].cites == ("A-4",)
    assert statuses(result) == [("overdue_no_card", "甲局", "03-16 00:00", None)]


def test_marks__one_that_lies_behind_fires_at_the_grant() -> None:
    marks = """
    yellow: {title: 黄牌, at: past 2 working days before due, penalty: yellow_card, cite: A-4 第四条}"""
    grant = GRANT.replace("03-04 10:00", "03-12 10:00")
    result = judge(trial(extension(marks=marks)), "03-12 10:00", SENT, ASK, grant)
    assert penalties(result) == {
        "handle.yellow:甲局:1": ("yellow_card", "effective", "03-12 10:00")
    }


# --- ending --------------------------------------------------------------------------

RETURNED = (
    HANDLE
    + """
returned:
  title: 同意退单
  cite: A-3 第三条
  changes: handle
  asked_by: return_requested
  granted_by: {return_decided: {decision: approved}}
  refused_by: {return_decided: {decision: rejected}}
  while_pending: counts_provisionally
  ends: returned
after: {title: 之后, cite: A-4 第四条, from: handle.ended, status: returned, until: never}
"""
)


@pytest.mark.parametrize("decided", ["03-04 10:00", "03-12 10:00"])
def test_ends__a_granted_return_ends_the_limit(decided: str) -> None:
    result = judge(
        trial(RETURNED),
        "03-20 00:00",
        SENT,
        "03-02 10:00 return_requested 甲局",
        f"{decided} return_decided 甲局 decision=approved",
    )
    one = deadline(result, ID)
    assert (one.state, one.end_reason, text(one.ended_at)) == (
        "ended",
        "returned",
        decided,
    )
    assert one.cites == ("A-1", "A-3")
    assert statuses(result) == [("returned", "甲局", decided, None)]


def test_ends__a_refused_return_does_not() -> None:
    result = judge(
        trial(RETURNED),
        "03-20 00:00",
        SENT,
        "03-02 10:00 return_requested 甲局",
        "03-03 10:00 return_decided 甲局 decision=rejected",
    )
    assert states(result) == {ID: "overdue"}


# --- another start -------------------------------------------------------------------

MERGED = (
    HANDLE
    + """
merged: {title: 并单, cite: A-3 第三条, changes: handle, granted_by: linked, starts_from: granted.start}
"""
)
LINKED = (
    "events: {linked: {title: 并单, payload: {unit: unit, start: date}, whose: unit}}"
)


@pytest.mark.parametrize(
    ("start", "started", "due", "effect"),
    [
        ("2021-02-25T10:00:00+08:00", "02-25 10:00", "03-05 00:00", True),
        ("2021-03-01T09:59:59+08:00", "03-01 09:59:59", "03-09 00:00", True),
        ("2021-03-01T10:00:00+08:00", "03-01 10:00", "03-09 00:00", False),
        ("2021-03-02T10:00:00+08:00", "03-01 10:00", "03-09 00:00", False),
        ("never", "03-01 10:00", "03-09 00:00", False),
    ],
)
def test_starts_from__an_earlier_start_only(
    start: str,
    started: str,
    due: str,
    effect: bool,
) -> None:
    result = judge(
        trial(MERGED, words=LINKED),
        "03-03 12:00",
        SENT,
        f"03-02 10:00 linked 甲局 start={start}",
    )
    one = deadline(result, ID)
    assert (text(one.started_at), text(one.due_at)) == (started, due)
    assert ("A-3" in one.cites) is effect
    assert one.original_due_at is None or effect
    odd = [("unfit-value", 1), ("unusable-value", 1)] if start == "never" else []
    assert anomalies(result) == odd
    assert missing(result) == (
        {"fact granted.start": ("merged",)} if start == "never" else {}
    )


def test_starts_from__an_end_that_cannot_be_had_stays() -> None:
    rules = MERGED.replace("5 working days", "until event.due_override")
    result = judge(
        trial(rules, words=LINKED),
        "03-03 12:00",
        f"{SENT} due_override=2021-03-05",
        "03-02 10:00 linked 甲局 start=2021-02-25T10:00:00+08:00",
    )
    assert dues(result) == {ID: "03-06 00:00"}


# --- pauses --------------------------------------------------------------------------

HOURS = HANDLE.replace("5 working days", "46 hours").replace(
    "counted: days", "counted: round"
)


def pausing(limit: str = HANDLE, **keys: str) -> str:
    """The limit and a pause by events."""
    given = {
        "granted_by": "asking",
        "pauses_from": "paused",
        "pauses_until": "resumed",
        **keys,
    }
    lines = "\n".join(f"  {key}: {value}" for key, value in given.items() if value)
    return (
        f"{limit}rest:\n  title: 中止\n  cite: A-3 第三条\n  changes: handle\n{lines}\n"
    )


def test_pause__hours_add_their_own_time_to_the_second() -> None:
    lines = (SENT, "03-01 12:00 paused 甲局", "03-02 12:00:07 resumed 甲局")
    profile = trial(pausing(HOURS))
    during = judge(profile, "03-01 18:00", *lines)
    one = deadline(during, ID)
    assert (one.state, one.due_at, one.remaining_seconds) == ("paused", None, 44 * 3600)
    assert one.because.events == (0, 1)
    assert during.next_change_at is None
    after = judge(profile, "03-03 00:00", *lines)
    one = deadline(after, ID)
    assert (one.state, text(one.due_at)) == ("running", "03-04 08:00:07")
    assert one.because.events == (0, 1, 2)
    assert one.cites == ("A-1", "A-3")


def test_pause__days_are_added_as_days() -> None:
    result = judge(
        trial(pausing()),
        "03-08 00:00",
        SENT,
        "03-03 10:00 paused 甲局",
        "03-05 10:00 resumed 甲局",
    )
    assert dues(result) == {ID: "03-11 00:00"}
    paused = judge(trial(pausing()), "03-04 00:00", SENT, "03-03 10:00 paused 甲局")
    one = deadline(paused, ID)
    assert one.remaining_seconds == (5 * 24 + 14) * 3600


def test_pause__twice_adds_both_and_twice_paused_counts_once() -> None:
    result = judge(
        trial(pausing(HOURS)),
        "03-20 00:00",
        SENT,
        "03-01 12:00 paused 甲局",
        "03-01 13:00 paused 甲局",
        "03-01 14:00 resumed 甲局",
        "03-01 15:00 resumed 甲局",
        "03-02 12:00 paused 甲局",
        "03-02 13:00 resumed 甲局",
    )
    assert dues(result) == {ID: "03-03 11:00"}
    assert deadline(result, ID).because.events == (0, 1, 3, 5, 6)


@pytest.mark.parametrize(
    ("paused", "state"), [("03-03 08:00", "paused"), ("03-03 08:00:01", "overdue")]
)
def test_pause__after_the_end_there_is_nothing_to_stop(paused: str, state: str) -> None:
    result = judge(trial(pausing(HOURS)), "03-05 00:00", SENT, f"{paused} paused 甲局")
    assert states(result) == {ID: state}


@pytest.mark.parametrize(("done", "state"), [("03-20 12:00", "met")])
def test_pause__met_while_the_clock_stands_still_is_in_time(
    done: str, state: str
) -> None:
    result = judge(
        trial(pausing(HOURS)),
        "03-30 00:00",
        SENT,
        "03-01 12:00 paused 甲局",
        f"{done} result_submitted 甲局",
        "03-21 10:00 resumed 甲局",
    )
    assert states(result) == {ID: state}


def test_pause__marks_wait_with_the_clock() -> None:
    limit = (
        HOURS
        + "  marks: {red: {title: 红, at: past due, penalty: red_card, light: red, cite: A-2 第二条（一）}}\n"
    )
    lines = (SENT, "03-01 12:00 paused 甲局", "03-02 12:00 resumed 甲局")
    result = judge(trial(pausing(limit)), "03-20 00:00", *lines)
    assert penalties(result) == {
        "handle.red:甲局:1": ("red_card", "effective", "03-04 08:00:01")
    }
    stopped = judge(trial(pausing(limit)), "03-20 00:00", *lines[:2])
    assert penalties(stopped) == {}


def test_pause__the_cap_is_reached_by_itself() -> None:
    profile = trial(pausing(HOURS, at_most="10 hours"))
    lines = (SENT, "03-01 12:00 paused 甲局")
    paused = judge(profile, "03-01 21:59:59", *lines)
    assert states(paused) == {ID: "paused"}
    assert text(paused.next_change_at) == "03-01 22:00"
    runs = judge(profile, "03-01 22:00", *lines)
    assert (states(runs), dues(runs)) == ({ID: "running"}, {ID: "03-03 18:00"})
    resumed = judge(profile, "03-10 00:00", *lines, "03-04 10:00 resumed 甲局")
    assert dues(resumed) == {ID: "03-03 18:00"}
    assert deadline(resumed, ID).because.events == (0, 1)


def test_pause__the_cap_holds_for_all_pauses_together() -> None:
    profile = trial(pausing(HOURS, at_most="10 hours"))
    result = judge(
        profile,
        "03-02 15:59:59",
        SENT,
        "03-01 12:00 paused 甲局",
        "03-01 18:00 resumed 甲局",
        "03-02 12:00 paused 甲局",
    )
    assert states(result) == {ID: "paused"}
    assert text(result.next_change_at) == "03-02 16:00"


def test_pause__of_a_limit_without_an_end() -> None:
    limit = HANDLE.replace(
        "within: 5 working days\n  counted: days", "within: none\n  do: accept_first"
    )
    result = judge(
        trial(pausing(limit)),
        "03-05 00:00",
        SENT,
        "03-02 10:00 paused 甲局",
        "03-03 10:00 resumed 甲局",
    )
    assert actions(result) == {ID: "open"}


def test_pause__does_not_touch_what_is_over() -> None:
    result = judge(
        trial(pausing(HOURS)),
        "03-05 00:00",
        SENT,
        "03-01 11:00 result_submitted 甲局",
        "03-01 12:00 paused 甲局",
    )
    assert states(result) == {ID: "met"}


PENDING = extension(while_pending="stops", moves_to="asked.days working days after due")


@pytest.mark.parametrize(
    ("decision", "due"), [("approved", "03-12 00:00"), ("rejected", "03-11 00:00")]
)
def test_stops__the_clock_stands_still_from_asking_to_decision(
    decision: str, due: str
) -> None:
    lines = (
        SENT,
        "03-03 10:00 extension_requested 甲局 days=1",
        f"03-05 10:00 extension_decided 甲局 decision={decision}",
    )
    assert states(judge(trial(PENDING), "03-04 00:00", *lines)) == {ID: "paused"}
    after = judge(trial(PENDING), "03-08 00:00", *lines)
    assert (states(after), dues(after)) == ({ID: "running"}, {ID: due})


def test_stops__another_changes_pause_is_left_alone() -> None:
    rules = PENDING + pausing("")
    result = judge(
        trial(rules),
        "03-05 12:00",
        SENT,
        "03-02 10:00 paused 甲局",
        "03-03 10:00 extension_requested 甲局 days=1",
        "03-04 10:00 extension_decided 甲局 decision=rejected",
        "03-04 11:00 extension_requested 甲局 days=1",
        "03-04 12:00 extension_decided 甲局 decision=approved",
    )
    assert states(result) == {ID: "paused"}


def test_pause__asked_for_and_granted() -> None:
    rules = (
        HOURS
        + """
rest: {title: 中止, cite: A-3 第三条, changes: handle, asked_by: opinion_requested, granted_by: group_consented, while_pending: counts, pauses_from: paused, pauses_until: [resumed, opinion_received]}
"""
    )
    result = judge(
        trial(rules),
        "03-02 00:00",
        SENT,
        "03-01 11:00 opinion_requested 甲局",
        "03-01 12:00 group_consented",
    )
    assert states(result) == {ID: "paused"}
    after = judge(
        trial(rules),
        "03-02 18:00",
        SENT,
        "03-01 11:00 opinion_requested 甲局",
        "03-01 12:00 group_consented",
        "03-02 12:00 opinion_received 甲局",
    )
    assert dues(after) == {ID: "03-04 08:00"}


def test_move__of_a_paused_limit_waits_for_its_resumption() -> None:
    rules = extension() + pausing("")
    lines = (SENT, "03-02 10:00 paused 甲局", ASK, GRANT, "03-05 10:00 resumed 甲局")
    result = judge(trial(rules), "03-06 00:00", *lines)
    assert states(result) == {ID: "running"}
    assert states(judge(trial(rules), "03-04 12:00", *lines)) == {ID: "paused"}


# --- children move with their parents ------------------------------------------------

FAMILY = (
    extension()
    + """
ask: {title: 申请, cite: A-3 第三条, from: handle.opened, who: unit, may: return_requested, one_per: unit, again: replaces, within: until 1 working day before handle.due, counted: days}
review: {title: 复核, cite: A-3 第三条, from: ask.opened, who: unit, must: proof_submitted, one_per: unit, again: replaces, within: until 1 working day after ask.due, counted: days}
own: {title: 自算, cite: A-3 第三条, from: handle.opened, who: unit, must: proof_submitted, one_per: unit, again: replaces, within: 3 working days, counted: days}
"""
)


def test_child__moves_with_its_parent_and_its_own_children_too() -> None:
    result = judge(trial(FAMILY), "03-05 12:00", SENT, ASK, GRANT)
    assert dues(result) == {
        ID: "03-13 00:00",
        "ask:甲局:1": "03-12 00:00",
        "review:甲局:1": "03-13 00:00",
        "own:甲局:1": "03-05 00:00",
    }
    assert deadline(result, "ask:甲局:1").original_due_at is None


def test_child__that_is_over_stays_where_it_was() -> None:
    result = judge(
        trial(FAMILY),
        "03-05 12:00",
        SENT,
        "03-02 10:00 proof_submitted 甲局",
        ASK,
        GRANT,
    )
    assert dues(result)["review:甲局:1"] == "03-09 00:00"


def test_child__follows_its_parent_through_a_pause() -> None:
    rules = pausing() + FAMILY[len(extension()) :]
    lines = (SENT, "03-03 10:00 paused 甲局", "03-05 10:00 resumed 甲局")
    before = judge(trial(rules), "03-04 12:00", *lines)
    assert states(before)["ask:甲局:1"] == "paused"
    assert deadline(before, "review:甲局:1").remaining_seconds == 134 * 3_600
    assert dues(before)["own:甲局:1"] == "03-05 00:00"
    after = judge(trial(rules), "03-05 12:00", *lines)
    assert dues(after) == {
        ID: "03-11 00:00",
        "ask:甲局:1": "03-10 00:00",
        "review:甲局:1": "03-11 00:00",
        "own:甲局:1": "03-05 00:00",
    }
    assert text(deadline(after, ID).original_due_at) == "03-09 00:00"


def test_child__does_not_lapse_while_its_parent_stands_still() -> None:
    rules = pausing() + FAMILY[len(extension()) :]
    lines = (SENT, "03-05 10:00 paused 甲局", "03-18 10:00 resumed 甲局")
    still = judge(trial(rules), "03-17 12:00", *lines)
    assert states(still)["ask:甲局:1"] == "paused"
    assert still.next_change_at is None
    used = judge(
        trial(rules), "03-18 12:00", *lines[:2], "03-17 10:00 return_requested 甲局"
    )
    assert states(used)["ask:甲局:1"] == "met"
    after = judge(trial(rules), "03-18 12:00", *lines)
    assert states(after)["ask:甲局:1"] == "running"


def test_child__of_a_parent_met_while_it_stands_still_goes_on() -> None:
    rules = pausing() + FAMILY[len(extension()) :]
    lines = (SENT, "03-03 10:00 paused 甲局", "03-04 10:00 result_submitted 甲局")
    result = judge(trial(rules), "03-05 12:00", *lines)
    assert dues(result)["ask:甲局:1"] == "03-06 00:00"
    assert states(result)["ask:甲局:1"] == "running"


def test_child__opened_while_its_parent_stands_still_stands_still_too() -> None:
    rules = (
        pausing()
        + """
ask: {title: 申请, cite: A-3 第三条, from: handle.looked, who: unit, may: return_requested, one_per: unit, again: replaces, within: until handle.due, counted: days}
"""
    )
    marked = rules.replace(
        "  counted: days\n",
        "  counted: days\n  marks: {looked: {on: look_back_done, cite: A-3 第三条}}\n",
        1,
    )
    lines = (
        SENT,
        "03-03 10:00 paused 甲局",
        "03-04 10:00 look_back_done",
        "03-05 10:00 resumed 甲局",
    )
    assert states(judge(trial(marked), "03-04 12:00", *lines))["ask:甲局:1"] == "paused"
    assert dues(judge(trial(marked), "03-06 12:00", *lines))["ask:甲局:1"] == (
        "03-11 00:00"
    )


def test_child__that_has_run_out_or_stands_still_itself_is_not_held() -> None:
    rules = (
        pausing()
        + FAMILY[len(extension()) :]
        + """
own_pause: {title: 停窗口, cite: A-3 第三条, changes: ask, granted_by: asking, asked_by: opinion_requested, pauses_from: opinion_requested, pauses_until: opinion_received}
"""
    )
    lapsed = judge(trial(rules), "03-08 12:00", SENT, "03-06 10:00 paused 甲局")
    assert states(lapsed)["ask:甲局:1"] == "lapsed"
    itself = (
        SENT,
        "03-02 10:00 opinion_requested 甲局",
        "03-03 10:00 paused 甲局",
        "03-04 10:00 resumed 甲局",
    )
    result = judge(trial(rules), "03-04 12:00", *itself)
    assert states(result)["ask:甲局:1"] == "paused"


def test_original__is_the_end_before_a_pause_and_a_move() -> None:
    rules = extension() + pausing("")
    lines = (
        SENT,
        "03-02 10:00 paused 甲局",
        "03-03 10:00 resumed 甲局",
        "03-04 10:00 extension_requested 甲局 promised_due=2021-03-19",
        "03-05 10:00 extension_decided 甲局 decision=approved",
    )
    one = deadline(judge(trial(rules), "03-06 00:00", *lines), ID)
    assert text(one.due_at) == "03-20 00:00"
    assert text(one.original_due_at) == "03-09 00:00"
    paused = deadline(judge(trial(rules), "03-03 12:00", *lines), ID)
    assert (text(paused.due_at), text(paused.original_due_at)) == (
        "03-10 00:00",
        "03-09 00:00",
    )


# --- by what an end came about ---------------------------------------------------------

READING = """
T90: {about: 上限, options: {two: 二, three: 三}, chosen: two, basis: assumed, ground: 试}
"""


def test_cap__that_binds_is_cited_with_its_reading() -> None:
    cap = """
      - hit: first
        rows:
          - {if: {ticket.level: city}, is: {by: reading.T90, two: 2 working days after due, three: 3 working days after due}, cite: A-2 第二条（一）}
          - {otherwise: 9 working days after due}
"""
    profile = trial(extension(not_after=cap, beyond="cut"), readings=READING)
    cut = deadline(
        judge(
            profile,
            "03-05 00:00",
            SENT,
            "03-03 10:00 extension_requested 甲局 promised_due=2021-03-31",
            GRANT,
        ),
        ID,
    )
    assert text(cut.due_at) == "03-11 00:00"
    assert cut.cites == ("A-1", "A-2", "A-3")
    assert "T90" in cut.readings
    short = "03-03 10:00 extension_requested 甲局 promised_due=2021-03-10"
    kept = deadline(judge(profile, "03-05 00:00", SENT, short, GRANT), ID)
    assert text(kept.due_at) == "03-11 00:00"
    assert kept.cites == ("A-1", "A-3")


def test_starts_from__the_rows_of_the_new_end_are_cited() -> None:
    table = """
    hit: first
    rows:
      - {if: {this.start: {before: 2021-02-26}}, is: 4 working days, cite: A-4 第四条}
      - {otherwise: 5 working days}
"""
    rules = MERGED.replace("  within: 5 working days", f"  within:{table}".rstrip())
    result = judge(
        trial(rules, words=LINKED),
        "03-03 12:00",
        SENT,
        "03-02 10:00 linked 甲局 start=2021-02-25T10:00:00+08:00",
    )
    one = deadline(result, ID)
    assert (text(one.due_at), one.cites) == ("03-04 00:00", ("A-1", "A-4", "A-3"))


def test_child__rests_on_the_way_its_parent_was_counted() -> None:
    first_day = "{by: reading.T90, two: not_counted, three: counted}"
    counting = f"""
own:
  title: 工作日
  calendar: work
  first_day: {first_day}
  last_day_ends: "24:00"
  at_the_limit: strict
  rest_days_after: late
  end_on_rest_day: stays
days: {{title: 日期, calendar: work, end_on_rest_day: stays, at_the_limit: strict, rest_days_after: late}}
"""
    rules = (
        HANDLE.replace("counted: days", "counted: own")
        + """
ask: {title: 申请, cite: A-3 第三条, from: handle.opened, who: unit, may: return_requested, one_per: unit, again: replaces, within: until handle.due, counted: days}
"""
    )
    result = judge(
        trial(rules, readings=READING, counting=counting), "03-02 00:00", SENT
    )
    assert deadline(result, "ask:甲局:1").readings == ("T90",)


# --- the end of the calendar -------------------------------------------------------------


@pytest.mark.parametrize(
    "within",
    [
        "until first working day after 730 calendar days after event.due_override",
        "until end of the first working day after 730 calendar days after event.due_override",
        "until 2150-01-01",
    ],
)
def test_point__beyond_the_calendar_is_an_anomaly(within: str) -> None:
    rules = HANDLE.replace("5 working days", within)
    rules = rules.replace("counted: days", "counted: calendar_days")
    result = judge(trial(rules), "12-31 00:00", f"{SENT} due_override=2099-12-31")
    assert result.deadlines == ()
    assert anomalies(result) == [("beyond-calendar", None)]


def test_pause__a_cap_beyond_the_calendar_is_an_anomaly() -> None:
    profile = trial(pausing(at_most="24000 working days"))
    result = judge(profile, "03-04 10:00", SENT, "03-03 10:00 paused 甲局")
    assert states(result) == {ID: "paused"}
    assert ("beyond-calendar", None) in anomalies(result)


def test_child__that_is_over_is_left_alone_when_its_parent_ends_while_paused() -> None:
    rules = pausing() + FAMILY[len(extension()) :].replace(
        "within: until 1 working day before handle.due",
        "within: until 1 working day before handle.due, ends_on: {withdrawn: opinion_received}",
    )
    lines = (
        SENT,
        "03-03 10:00 paused 甲局",
        "03-03 11:00 opinion_received 甲局",
        "03-04 10:00 result_submitted 甲局",
    )
    result = judge(trial(rules), "03-05 12:00", *lines)
    assert (states(result)["ask:甲局:1"], states(result)[ID]) == ("ended", "met")


# --- by a text that is in force --------------------------------------------------------

TO_MARCH = HEAD.replace("until: open", "until: 2021-03-31")
REFUSES = TO_MARCH.replace("apply_and_flag", "refuse")
BY_DISPATCH = REFUSES.replace("procedure: the_event", "procedure: dispatched")
LATE_IN_MARCH = "03-30 10:00 dispatched 甲局"
ASKED = "extension_requested 甲局 promised_due=2021-04-20"
GRANTED = "extension_decided 甲局 decision=approved"
PROMISED, DUE = "04-21 00:00", "04-08 00:00"
PENDING_STOPS = extension(while_pending="stops")
OUTRIGHT = extension(
    asked_by="", refused_by="", while_pending="", moves_to="5 working days after due"
)


@pytest.mark.parametrize(
    ("head", "lines", "due", "flags", "codes"),
    [
        # An extension is procedure: it goes by the law of the day on which it is asked.
        (REFUSES, [f"03-31 23:59:59 {ASKED}", f"04-01 10:00 {GRANTED}"], PROMISED, (), []),
        (REFUSES, [f"04-01 00:00 {ASKED}", f"04-02 10:00 {GRANTED}"], DUE, (), ["document-expired", "change-without-effect"]),
        (TO_MARCH, [f"04-01 00:00 {ASKED}", f"04-02 10:00 {GRANTED}"], PROMISED, ("rule_expired",), []),
        (TO_MARCH, [f"04-01 00:00 {ASKED}"], DUE, (), []),
        (BY_DISPATCH, [f"04-01 00:00 {ASKED}", f"04-02 10:00 {GRANTED}"], PROMISED, (), []),
    ],
)  # fmt: skip
def test_law__of_an_extension(
    head: str, lines: list[str], due: str, flags: tuple[str, ...], codes: list[str]
) -> None:
    result = judge(trial(extension(), head=head), "04-07 00:00", LATE_IN_MARCH, *lines)
    one = deadline(result, ID)
    assert text(one.due_at) == due
    assert one.flags == flags
    assert [code for code, _ in anomalies(result)] == codes


def test_law__is_what_is_told_of_an_extension_asked_for_out_of_force() -> None:
    def told(head: str, *lines: str) -> str:
        profile = trial(extension(), head=head)
        result = judge(profile, "04-07 00:00", LATE_IN_MARCH, *lines)
        return render_explanation(explain_why_not(result, "extension"), "zh", "full")

    late = told(REFUSES, f"04-01 00:00 {ASKED}", f"04-02 10:00 {GRANTED}")
    assert "那时不在施行" in late
    assert "从未发生" not in late
    assert "那时不在施行" not in told(REFUSES, f"03-31 23:59:59 {ASKED}")
    assert "从未发生" in told(REFUSES)


def test_law__of_an_extension_that_stops_the_clock_or_that_nobody_asks_for() -> None:
    asked = judge(
        trial(PENDING_STOPS, head=TO_MARCH), "04-07 00:00", LATE_IN_MARCH, f"04-01 00:00 {ASKED}"
    )  # fmt: skip
    assert deadline(asked, ID).flags == ("rule_expired",)
    assert deadline(asked, ID).state == "paused"
    given = f"04-01 00:00 {GRANTED}"
    for head, due in ((TO_MARCH, "04-15 00:00"), (REFUSES, DUE)):
        result = judge(trial(OUTRIGHT, head=head), "04-07 00:00", LATE_IN_MARCH, given)
        assert text(deadline(result, ID).due_at) == due


def test_law__of_a_pause_and_a_clock_that_stands_still_when_it_expires() -> None:
    stops = f"{HANDLE}pause:\n  title: 中止\n  cite: A-3 第三条\n  changes: handle\n  granted_by: asking\n  asked_by: paused\n  pauses_from: paused\n  pauses_until: resumed\n"
    profile = trial(stops, head=REFUSES)
    after = judge(profile, "04-20 00:00", LATE_IN_MARCH, "04-01 10:00 paused 甲局")
    assert deadline(after, ID).state == "overdue"
    assert [code for code, _ in anomalies(after)] == ["document-expired"]
    # What was begun under the law is ended after it all the same.
    lines = ("03-31 10:00 paused 甲局", "04-02 10:00 resumed 甲局")
    before = judge(profile, "04-05 00:00", LATE_IN_MARCH, *lines)
    assert text(deadline(before, ID).due_at) == "04-10 00:00"
    flagged = judge(
        trial(stops, head=TO_MARCH), "04-05 00:00", LATE_IN_MARCH, "04-01 10:00 paused 甲局"
    )  # fmt: skip
    assert deadline(flagged, ID).flags == ("rule_expired",)
