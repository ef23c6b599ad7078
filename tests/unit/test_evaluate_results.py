"""The call and its answer: instants, records, JSON, replay, what comes next."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hotline_rules import History, evaluate
from hotline_rules.calendar import Zone
from hotline_rules.evaluate import replay
from hotline_rules.evaluate.engine import _MOST_PLANS, instant_of, plan_for
from hotline_rules.evaluate.output import _plain, due_text, iso
from hotline_rules.evaluate.replay import LISTS, differences
from hotline_rules.history import parse_history
from hotline_rules.rulebook import TimeOfDay
from tests.support.engine import (
    COUNTINGS,
    SHANGHAI,
    anomalies,
    at,
    dues,
    history,
    judge,
    states,
    text,
    trial,
)
from tests.support.profiles import HANDLE

SENT = "03-01 10:00 dispatched 甲局"
ID = "handle:甲局:1"


# --- the call ------------------------------------------------------------------------


def test_as_of__datetime_text_and_seconds_are_one() -> None:
    profile, past = trial(HANDLE), history(SENT)
    moment = datetime(2021, 3, 1, 10, tzinfo=SHANGHAI)
    given: list[Any] = [
        moment,
        moment.astimezone(UTC),
        moment.isoformat(),
        at("03-01 10:00"),
        moment + timedelta(microseconds=999_999),
    ]
    assert (
        len({json.dumps(evaluate(profile, past, as_of=one).to_dict()) for one in given})
        == 1
    )


@pytest.mark.parametrize(
    "wrong",
    [
        datetime.fromisoformat("2021-03-01"),
        "2021-03-01T10:00:00",
        True,
        1.5,
        None,
        "no instant",
    ],
)
def test_as_of__anything_else_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"as_of|Invalid isoformat"):
        instant_of(wrong, "as_of")


def test_history__a_mapping_or_a_history() -> None:
    profile, past = trial(HANDLE), history(SENT)
    parsed = parse_history(past)
    assert isinstance(parsed, History)
    as_of = at("03-20 00:00")
    assert (
        evaluate(profile, parsed, as_of=as_of).to_dict()
        == evaluate(profile, past, as_of=as_of).to_dict()
    )
    assert list(replay(profile, parsed, until=as_of)) == list(
        replay(profile, past, until=as_of)
    )


def test_evaluate__does_not_change_what_it_is_given() -> None:
    past = history(SENT, "03-02 10:00 classified kind=request", kind="consultation")
    before = copy.deepcopy(past)
    evaluate(trial(HANDLE), past, as_of=at("03-20 00:00")).to_dict()
    assert past == before


def test_evaluate__the_future_does_not_leak() -> None:
    lines = (SENT, "03-05 10:00 result_submitted 甲局")
    whole = judge(trial(HANDLE), "03-04 00:00", *lines).to_dict()
    cut = judge(trial(HANDLE), "03-04 00:00", SENT).to_dict()
    assert whole == cut


def test_plans__do_not_grow_without_end() -> None:
    profile = trial(HANDLE)
    first = plan_for(profile.rulebook, "ticket", None)
    assert plan_for(profile.rulebook, "ticket", None) is first
    day = plan_for(profile.rulebook, "ticket", at("03-01 00:00"))
    assert plan_for(profile.rulebook, "ticket", at("03-01 23:59:59")) is day
    assert plan_for(profile.rulebook, "ticket", at("03-02 00:00")) is not day
    for number in range(_MOST_PLANS):
        plan_for(profile.rulebook, "ticket", at("04-01 00:00") + number * 86_400)
    assert plan_for(profile.rulebook, "ticket", None) is not first


def test_result__says_what_it_is() -> None:
    result = judge(trial(HANDLE), "03-20 00:00", SENT, known_at="03-19 00:00")
    assert repr(result) == f"Result('H-1', as_of={at('03-20 00:00')})"
    assert (result.id, result.subject, result.known_at) == (
        "H-1",
        "ticket",
        at("03-19 00:00"),
    )
    assert len(result.history.events) == 1
    assert (result.rungs, result.statuses) == ((), ())
    assert (result.penalties, result.actions) == ((), ())


def test_result__same_input_same_bytes_even_after_a_look_ahead() -> None:
    result = judge(trial(HANDLE), "03-02 00:00", SENT)
    first = json.dumps(result.to_dict(), ensure_ascii=False)
    assert result.next_change_at == at("03-09 00:00")
    assert json.dumps(result.to_dict(), ensure_ascii=False) == first
    assert result.anomalies is result.anomalies


# --- the contract's JSON -------------------------------------------------------------

FULL = (
    HANDLE
    + """  target: 1 working day
  marks:
    yellow: {title: 黄, at: 1 working day before due, light: yellow, cite: A-2 第二条（一）}
    card: {title: 牌, at: past due, penalty: yellow_card, status: deemed_overdue, until: handle.over, rung: steps.coordination, cite: A-3 第三条}
urge: {title: 催办, cite: A-4 第四条, from: handle.card, who: platform, must: {reminder_sent: {kind: urge}}, do: urge, notice: urge_slip, within: none}
lost: {title: 缺, cite: A-4 第四条, from: handle.card, penalty: points, points: value.lost, one_per: event}
"""
)
VALUES = "lost: {title: 扣分, is: missing, where: 考核办法, cite: A-4 第四条}"
STEPS = "steps: {title: 阶梯, weakest_first: [coordination], same: ticket, lower: kept}"


def test_json__every_list_as_the_contract_writes_it() -> None:
    profile = trial(FULL, values=VALUES, ladders=STEPS)
    written = judge(
        profile, "03-10 00:00", SENT, "03-02 10:00 strange 甲局 x=1", kind="request"
    ).to_dict()
    assert json.loads(json.dumps(written)) == written
    assert written["as_of"] == "2021-03-10T00:00:00+08:00"
    assert written["known_at"] is None
    assert written["profile"] == {"id": "trial", "digest": profile.digest}
    assert set(written["calendar"]) == {"id", "digest", "known_until"}
    assert written["calendar"]["id"] in ("work", "CN")
    [deadline] = written["deadlines"]
    assert deadline["due_at"] == "2021-03-09T00:00:00+08:00"
    assert deadline["due_text"] == "2021-03-08 24:00"
    assert deadline["soft_due_at"] == "2021-03-03T00:00:00+08:00"
    assert deadline["bearer"] == {"role": "unit", "unit": "甲局"}
    days = deadline["because"]["days"]
    assert (days["counting"], days["amount"]) == ("days", "5 working days")
    assert days["counted"] == [
        "2021-03-02",
        "2021-03-03",
        "2021-03-04",
        "2021-03-05",
        "2021-03-08",
    ]
    assert [day[0] for day in days["skipped"]][-2:] == ["2021-03-06", "2021-03-07"]
    assert written["light"] == {
        "colour": "yellow",
        "since": "2021-03-08T00:00:00+08:00",
        "peak": "yellow",
        "cites": ["A-2"],
        "because": {"events": [0], "facts": [], "days": None},
    }
    card, points = sorted(written["penalties"], key=lambda one: one["rule"])
    assert (card["id"], card["at"], card["points"]) == (
        "handle.card:甲局:1",
        "2021-03-09T00:00:00+08:00",
        None,
    )
    assert points["flags"] == ["missing_parameter"]
    [action] = written["actions"]
    assert (action["action"], action["notice"], action["due_at"]) == (
        "urge",
        "urge_slip",
        None,
    )
    assert written["statuses"][0]["status"] == "deemed_overdue"
    assert written["rungs"][0]["rung"] == "coordination"
    [gap] = written["missing"]
    assert (gap["parameter"], gap["rules"], gap["cites"]) == ("lost", ["lost"], ["A-4"])
    assert "考核办法" in gap["message"]
    assert [one["code"] for one in written["anomalies"]] == ["unknown-event"]
    assert written["next_change_at"] is None


def test_json__messages_in_english_too() -> None:
    profile = trial(FULL, values=VALUES, ladders=STEPS)
    result = judge(profile, "03-10 00:00", SENT, "03-02 10:00 strange 甲局")
    english = result.to_dict(lang="en")
    assert english["missing"][0]["message"].startswith(
        "the source gives no `lost` (考核办法)"
    )
    assert english["anomalies"][0]["message"].startswith("event type `strange`")
    for key in ("deadlines", "penalties", "actions", "statuses", "rungs", "light"):
        assert english[key] == result.to_dict()[key]


def test_json__missing_facts_and_conflicts_have_their_own_words() -> None:
    rules = """
a: {title: 甲, cite: A-1 第一条, from: accepted, if: {ticket.kind: request}, penalty: yellow_card, one_per: event}
b: {title: 乙, from: accepted, one_per: event, hit: unique, cases: {x: {cite: A-2 第二条（一）, if: {happened: {accepted: {unit: same}}}, penalty: yellow_card}, y: {cite: A-3 第三条, penalty: red_card}}}
c: {title: 丙, cite: A-1 第一条, from: accepted, penalty: points, points: value.gap, one_per: event}
"""
    rules = rules.replace(
        "y: {cite: A-3 第三条, penalty",
        "y: {cite: A-3 第三条, if: {ticket.level: city}, penalty",
    )
    values = "gap: {title: 扣分, is: missing, where: 未提供, cite: A-4 第四条}"
    result = judge(
        trial(rules, values=values), "03-10 00:00", "03-01 10:00 accepted 甲局"
    )
    written = result.to_dict()["missing"]
    assert [next(iter(one)) for one in written] == ["conflict", "fact", "parameter"]
    assert "乙" in written[0]["message"]
    english = [one["message"] for one in result.to_dict(lang="en")["missing"]]
    assert english[1] == "fact `kind` is missing; undetermined: a"
    assert english[0].startswith("several rows of `b`")


def test_json__a_known_state_of_the_calendar() -> None:
    written = judge(
        trial(HANDLE), "03-10 00:00", SENT, known_at="03-09 00:00"
    ).to_dict()
    assert written["known_at"] == "2021-03-09T00:00:00+08:00"
    assert written["calendar"]["known_until"] == "2021-12-31"


@pytest.mark.parametrize(
    ("limit", "counted", "amount", "some"),
    [
        ("46 hours", "hours", "46 hours", True),
        ("90 minutes", "round", "90 minutes", True),
        ("3 calendar days", "calendar_days", "3 calendar days", True),
        ("2 months", "calendar_days", "2 months", True),
        ("1.5 working days", "halves", "1.5 working days", True),
        ("4 working hours", "office", "240 working minutes", True),
        ("until 2021-03-05", "calendar_days", None, False),
        ("500 months", "calendar_days", None, False),
    ],
)
def test_days__of_each_kind_of_limit(
    limit: str, counted: str, amount: str | None, some: bool
) -> None:
    more = """
halves:
  title: 半日
  calendar: work
  first_day: not_counted
  last_day_ends: "24:00"
  at_the_limit: strict
  rest_days_after: late
  halves_split_at: "12:00"
office:
  title: 上班时间
  calendar: office
  hours_counted: office_hours
  rest_days_in_hours: pause
  at_the_limit: strict
  rest_days_after: late
"""
    calendars = """
work: {title: 工作日, days: CN}
office: {title: 上班, days: CN, open: [{from: 01-01, until: 12-31, hours: ["08:30-12:00", "14:00-17:30"]}]}
"""
    rules = HANDLE.replace("5 working days", limit).replace(
        "counted: days", f"counted: {counted}"
    )
    written = judge(
        trial(rules, counting=COUNTINGS + more, calendars=calendars),
        "03-01 12:00",
        SENT,
    ).to_dict()
    days = written["deadlines"][0]["because"]["days"]
    assert (days is not None) is some
    if days:
        assert days["amount"] == amount


def test_days__of_an_amount_chosen_by_a_table_or_a_fact() -> None:
    table = "{hit: first, rows: [{if: {ticket.kind: request}, is: 3 working days}, {otherwise: {earliest: [5 working days, until 2021-03-05]}}]}"
    rules = HANDLE.replace("5 working days", table)
    result = judge(
        trial(rules, counting=COUNTINGS), "03-01 12:00", SENT, kind="request"
    )
    assert result.to_dict()["deadlines"][0]["because"]["days"] is not None


def test_days__of_a_moved_limit_have_no_amount() -> None:
    rules = (
        HANDLE
        + """
extension: {title: 延期, cite: A-3 第三条, changes: handle, asked_by: extension_requested, granted_by: asking, moves_to: asked.promised_due}
"""
    )
    asked = "03-02 10:00 extension_requested 甲局 promised_due=2021-03-12"
    result = judge(trial(rules), "03-03 00:00", SENT, asked)
    days = result.to_dict()["deadlines"][0]["because"]["days"]
    assert (days["amount"], days["from"], days["to"]) == (
        None,
        "2021-03-01",
        "2021-03-12",
    )


def test_days__of_a_row_are_not_called_by_another_rows_amount() -> None:
    table = "{hit: first, rows: [{if: {ticket.kind: request}, is: 3 working days}, {otherwise: 5 working days}]}"
    rules = HANDLE.replace("5 working days", table)
    result = judge(trial(rules), "03-01 12:00", SENT, kind="consultation")
    days = result.to_dict()["deadlines"][0]["because"]["days"]
    assert (days["amount"], days["to"]) == ("5 working days", "2021-03-08")


def test_days__where_another_rows_amount_lies_beyond_the_calendar() -> None:
    table = "{hit: first, rows: [{if: {ticket.kind: request}, is: 1000 months}, {otherwise: until event.due_override}]}"
    rules = HANDLE.replace("5 working days", table).replace(
        "counted: days", "counted: calendar_days"
    )
    line = f"{SENT} due_override=2021-03-05"
    result = judge(trial(rules), "03-01 12:00", line, kind="consultation")
    assert result.to_dict()["deadlines"][0]["because"]["days"]["amount"] is None


MARKS = """
  marks:
    due: {at: past due, penalty: yellow_card, cite: A-2 第二条（一）}
    one: {at: past 1 working day after due, penalty: red_card, cite: A-2 第二条（一）}
    start: {at: past 8 working days after start, penalty: points, cite: A-2 第二条（一）}
    near: {at: 1 working day before due, penalty: points, cite: A-2 第二条（一）}
    next: {at: first working day after due, penalty: points, cite: A-2 第二条（一）}
    called: {on: redo_ordered, penalty: points, cite: A-2 第二条（一）}
    table: {at: {hit: first, rows: [{if: {ticket.level: city}, is: past due}, {otherwise: due}]}, penalty: points, cite: A-2 第二条（一）}
"""


def test_because__of_a_marks_penalty_names_its_limit_and_days() -> None:
    result = judge(
        trial(HANDLE + MARKS), "03-20 00:00", SENT, "03-12 10:00 redo_ordered 甲局"
    )
    found = {one["rule"]: one["because"] for one in result.to_dict()["penalties"]}
    assert {one["limit"] for one in found.values()} == {ID}
    assert {one["limit_due_at"] for one in found.values()} == {
        "2021-03-09T00:00:00+08:00"
    }
    days = {
        name.removeprefix("handle."): (
            one["point"],
            one["days"] and (one["days"]["amount"], one["days"]["counted"][-1]),
        )
        for name, one in found.items()
    }
    assert days == {
        "due": ("past due", ("5 working days", "2021-03-08")),
        "one": ("past 1 working days after due", ("1 working days", "2021-03-09")),
        "start": ("past 8 working days after start", ("8 working days", "2021-03-11")),
        "near": ("1 working days before due", None),
        "next": (None, None),
        "called": (None, None),
        "table": (None, None),
    }


def test_because__of_a_mark_of_a_limit_without_an_amount() -> None:
    rules = HANDLE.replace("5 working days", "until 2021-03-05") + MARKS
    result = judge(trial(rules), "03-20 00:00", SENT)
    found = {one["rule"]: one["because"] for one in result.to_dict()["penalties"]}
    assert found["handle.due"]["days"] is None
    assert found["handle.one"]["days"]["counted"] == ["2021-03-08"]
    rules = HANDLE.replace("5 working days", "500 months").replace(
        "counted: days", "counted: calendar_days"
    )
    rules += "  marks: {due: {at: past due, penalty: points, cite: A-2 第二条（一）}}\n"
    result = judge(trial(rules), "2070-01-01 00:00", SENT)
    assert result.to_dict()["penalties"][0]["because"]["days"] is None


def test_because__of_a_mark_of_a_limit_without_a_time() -> None:
    rules = """
handle: {title: 办理, cite: A-1 第一条, from: dispatched, who: unit, must: result_submitted, do: submit, within: none, marks: {gone: {at: past 1 working day after start, penalty: points, cite: A-2 第二条（一）}}, counted: days}
"""
    words = "actions: {submit: 报送}"
    result = judge(trial(rules, words=words), "03-20 00:00", SENT)
    found = result.to_dict()["penalties"][0]["because"]
    assert (found["limit"], found["limit_due_at"], found["days"]) == (ID, None, None)


@pytest.mark.parametrize(
    ("instant", "inclusive", "shown"),
    [
        ("03-09 00:00", False, "2021-03-08 24:00"),
        ("03-09 00:00", True, "2021-03-09 00:00"),
        ("03-09 17:30", False, "2021-03-09 17:30"),
        ("03-09 17:30:05", True, "2021-03-09 17:30:05"),
    ],
)
def test_due_text__is_for_people(instant: str, inclusive: bool, shown: str) -> None:
    zone = plan_for(trial(HANDLE).rulebook, "ticket", None).zone
    assert due_text(at(instant), zone, inclusive=inclusive) == shown
    assert iso(None, zone) is None


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None),
        ("a", "a"),
        (True, True),
        (1, 1),
        ([1, TimeOfDay(3_661)], [1, "01:01:01"]),
        (("a",), ["a"]),
        ({1: TimeOfDay(0)}, {"1": "00:00:00"}),
        (complex(1, 1), "(1+1j)"),
    ],
)
def test_json__any_value_of_a_fact_can_be_written(value: object, plain: object) -> None:
    assert _plain(value) == plain


def test_because__facts_are_values_that_json_can_hold() -> None:
    rules = 'p: {title: 牌, cite: A-2 第二条（一）, from: accepted, if: {event.time: {before: "12:00"}, event.weekday: monday, ticket.level: city}, penalty: yellow_card, one_per: event}'
    [one] = judge(trial(rules), "03-20 00:00", "03-01 10:00 accepted 甲局").to_dict()[
        "penalties"
    ]
    assert one["because"]["facts"] == [
        {"fact": "event.time", "value": "10:00:00"},
        {"fact": "event.weekday", "value": "monday"},
        {"fact": "level", "value": "city"},
    ]


def test_lists__are_ordered_by_instant_rule_and_unit() -> None:
    rules = HANDLE.replace("handle:", "b_rule:") + HANDLE.replace("handle:", "a_rule:")
    result = judge(
        trial(rules),
        "03-02 00:00",
        "03-01 10:00 dispatched 乙局",
        "03-01 10:00 dispatched 丙局",
        "03-01 09:00 dispatched 丁局",
    )
    assert [one.id for one in result.deadlines] == [
        "a_rule:丁局:1",
        "b_rule:丁局:1",
        "a_rule:丙局:1",
        "a_rule:乙局:1",
        "b_rule:丙局:1",
        "b_rule:乙局:1",
    ]


# --- anomalies -----------------------------------------------------------------------


def test_anomalies__unknown_words_of_history_are_kept_and_reported() -> None:
    result = judge(
        trial(HANDLE),
        "03-20 00:00",
        f"{SENT} colour=blue area=1",
        "03-02 10:00 mystery 甲局",
        mood="bad",
    )
    assert anomalies(result) == [
        ("unknown-attribute", None),
        ("unknown-payload-key", 0),
        ("unknown-payload-key", 0),
        ("unknown-event", 1),
    ]
    assert states(result) == {ID: "overdue"}


# --- what comes next -----------------------------------------------------------------


def test_next_change__walks_through_every_change() -> None:
    profile = trial(FULL, values=VALUES, ladders=STEPS)
    as_of, found = "03-01 10:00", []
    while True:
        following = judge(profile, as_of, SENT).next_change_at
        if following is None:
            break
        shown = text(following)
        assert shown is not None
        found.append(shown)
        as_of = shown
    assert found == ["03-08 00:00", "03-09 00:00"]


def test_next_change__passes_over_timers_that_change_nothing() -> None:
    rules = (
        HANDLE
        + "  marks:\n    a: {title: 甲, at: 2 working days before due, if: {ticket.kind: request}, light: yellow, cite: A-2 第二条（一）}\n    b: {title: 乙, at: 1 working day before due, light: yellow, cite: A-2 第二条（一）}\n    c: {title: 丙, at: due, light: yellow, cite: A-2 第二条（一）}\n"
    )
    profile = trial(rules)
    first = judge(profile, "03-01 10:00", SENT, kind="consultation")
    assert text(first.next_change_at) == "03-08 00:00"
    met = judge(
        profile,
        "03-03 10:00",
        SENT,
        "03-02 10:00 result_submitted 甲局",
        kind="request",
    )
    assert met.next_change_at is None


def test_next_change__before_anything_happened() -> None:
    assert judge(trial(HANDLE), "02-01 10:00", SENT).next_change_at is None


def test_next_change__of_two_limits_is_the_sooner_and_pauses_wait() -> None:
    rules = (
        HANDLE
        + """
sign: {title: 签收, cite: A-1 第一条, from: dispatched, who: unit, must: signed_for, one_per: unit, again: replaces, within: 2 working days, counted: days}
do_it: {title: 不限, cite: A-1 第一条, from: dispatched, who: unit, must: accepted, do: accept_first, within: none}
rest: {title: 中止, cite: A-3 第三条, changes: sign, granted_by: asking, pauses_from: paused, pauses_until: resumed}
"""
    )
    profile = trial(rules)
    assert text(judge(profile, "03-01 10:00", SENT).next_change_at) == "03-04 00:00"
    paused = judge(profile, "03-02 10:00", SENT, "03-02 10:00 paused 甲局")
    assert text(paused.next_change_at) == "03-09 00:00"


# --- replay --------------------------------------------------------------------------


def test_replay__is_exactly_the_differences_of_evaluate() -> None:
    profile = trial(FULL, values=VALUES, ladders=STEPS)
    past = history(
        SENT, "03-04 09:00 dispatched 甲局", "03-15 10:00 result_submitted 甲局"
    )
    until = at("03-20 00:00")
    lines = list(replay(profile, past, until=until))
    instants = sorted({line["at"] for line in lines})
    expected = []
    for instant in instants:
        moment = int(datetime.fromisoformat(instant).timestamp())
        before = evaluate(profile, past, as_of=moment - 1).to_dict()
        after = evaluate(profile, past, as_of=moment).to_dict()
        expected += [
            {"id": "H-1", "at": instant, **one} for one in differences(before, after)
        ]
    assert lines == expected
    assert [one[5:16] for one in instants] == [
        "03-01T10:00",
        "03-04T09:00",
        "03-11T00:00",
        "03-12T00:00",
        "03-15T10:00",
    ]
    first = lines[0]
    assert (first["list"], first["key"], first["field"], first["from"]) == (
        "deadlines",
        ID,
        None,
        None,
    )
    assert first["to"]["state"] == "running"
    assert "because" not in first["to"]


def test_replay__sees_a_grant_that_reaches_a_duty_long_met() -> None:
    rules = (
        HANDLE
        + """
extension: {title: 延期, cite: A-3 第三条, changes: handle, asked_by: extension_requested, granted_by: {extension_decided: {decision: approved}}, while_pending: counts_provisionally, moves_to: asked.promised_due}
"""
    )
    past = history(
        SENT,
        "03-08 10:00 extension_requested 甲局 promised_due=2021-03-19",
        "03-10 10:00 result_submitted 甲局",
        "03-20 10:00 extension_decided 甲局 decision=approved",
        "03-21 10:00 dispatched 乙局",
    )
    lines = [
        (line["at"][5:16], line["field"], line["to"])
        for line in replay(trial(rules), past, until=at("03-22 00:00"))
        if line["key"] == ID and line["field"] in ("state", "due_text", "flags")
    ]
    assert lines == [
        ("03-09T00:00", "state", "overdue"),
        ("03-10T10:00", "state", "met_late"),
        ("03-20T10:00", "due_text", "2021-03-19 24:00"),
        ("03-20T10:00", "state", "met"),
    ]


def test_replay__goes_on_for_years_where_only_the_clock_does_anything() -> None:
    rules = """
yearly: {title: 每年, cite: A-1 第一条, from: clock.year_starts, who: unit, must: closed, do: report, one_per: event, within: none}
"""
    words = "actions: {report: 报告}"
    lines = replay(
        trial(rules, words=words), history(SENT), until=at("2024-06-01 00:00")
    )
    assert [line["at"][:10] for line in lines] == [
        "2021-03-01",
        "2022-01-01",
        "2023-01-01",
        "2024-01-01",
    ]


def test_replay__stops_at_its_end_and_with_an_empty_history() -> None:
    profile = trial(HANDLE)
    assert list(replay(profile, history(), until=at("03-20 00:00"))) == []
    assert list(replay(profile, history(SENT), until=at("03-01 09:59:59"))) == []
    until = list(replay(profile, history(SENT), until=at("03-08 23:59:59")))
    assert [one["field"] for one in until] == [None]
    over = list(replay(profile, history(SENT), until=at("03-09 00:00")))
    assert [(one["field"], one["to"]) for one in over[1:]] == [("state", "overdue")]
    known = list(
        replay(
            profile, history(SENT), until=at("03-09 00:00"), known_at=at("02-01 00:00")
        )
    )
    assert known == []


def test_replay__records_of_every_list_have_a_key() -> None:
    profile = trial(FULL, values=VALUES, ladders=STEPS)
    keys = {
        line["key"] for line in replay(profile, history(SENT), until=at("03-20 00:00"))
    }
    assert {
        f"deemed_overdue:甲局:{iso(at('03-09 00:00'), plan_for(profile.rulebook, 'ticket', None).zone)}",
        "parameter:lost",
        "light",
        ID,
        "handle.card:甲局:1",
    } <= keys
    assert any(key.startswith("steps:coordination:") for key in keys)


def test_differences__two_records_of_one_key_do_not_hide_each_other() -> None:
    empty: dict[str, Any] = {name: [] for name in LISTS} | {"light": {}}
    status = {"status": "open", "unit": None, "since": "t"}
    found = list(differences(empty, {**empty, "statuses": [status, status]}))
    assert [one["key"] for one in found] == ["open::t", "open::t+"]
    gone = list(differences({**empty, "statuses": [status]}, empty))
    assert (gone[0]["from"], gone[0]["to"]) == (status, None)


def test_dues__of_nothing() -> None:
    assert dues(judge(trial(HANDLE), "03-01 09:00", SENT)) == {}


def test_evaluate__the_name_of_a_profile_is_no_profile() -> None:
    with pytest.raises(TypeError, match=r"evaluate\(load_profile\('zibo'\), …\)"):
        evaluate("zibo", history(SENT), as_of=at("03-01 12:00"))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not int"):
        evaluate(3, history(SENT), as_of=at("03-01 12:00"))  # type: ignore[arg-type]


def test_json__in_another_language_is_refused() -> None:
    result = judge(trial(HANDLE), "03-01 12:00", SENT)
    with pytest.raises(ValueError, match='"zh" or "en", not \'fr\''):
        result.to_dict("fr")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Asia/Shanghai", "1971-06-01T08:00:00+08:00"),
        ("Asia/Kathmandu", "1971-06-01T05:30:00+05:30"),
        ("America/New_York", "1971-05-31T20:00:00-04:00"),
        ("Africa/Monrovia", "1971-05-31T23:15:30-00:44:30"),
    ],
)
def test_instants__are_written_with_the_offset_of_their_zone(
    zone: str, written: str
) -> None:
    at = 44_582_400  # 1 June 1971, 00:00 UTC
    assert iso(at, Zone.load(zone)) == written
    assert datetime.fromisoformat(written).timestamp() == at
