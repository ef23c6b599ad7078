"""Facts, tests, three-valued logic and looking back."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from hotline_rules.calendar import Zone
from hotline_rules.evaluate.facts import Binder
from hotline_rules.evaluate.instants import as_day, as_end, as_instant, month_text
from hotline_rules.evaluate.logic import bind_condition, bind_patterns
from hotline_rules.evaluate.operators import OPERATORS
from hotline_rules.evaluate.unknowns import fact_name
from hotline_rules.rulebook import DayValue, Fact, Test, TimeOfDay
from tests.support.engine import at, judge, missing, penalties, text, trial
from tests.support.profiles import HANDLE

ZONE = Zone.load("Asia/Shanghai")


def rule(condition: str, trigger: str = "accepted") -> str:
    """A card for an event, under a condition."""
    return f"p: {{title: 牌, cite: A-2 第二条（一）, from: {trigger}, if: {condition}, penalty: yellow_card, one_per: event}}"


def holds(
    condition: str,
    *lines: str,
    subject: str = "ticket",
    trigger: str = "accepted",
    words: str = "",
    **attributes: Any,
) -> bool | None:
    """Whether a condition holds at the last event; `None`: it is undetermined."""
    profile = trial(rule(condition, trigger), words=words)
    if not lines or trigger not in lines[-1]:
        lines = (*lines, "03-10 10:00 accepted 甲局")
    result = judge(profile, "03-20 00:00", *lines, subject=subject, **attributes)
    last = at(lines[-1][:14].strip() if lines[-1][13:14].isdigit() else lines[-1][:11])
    if any(one.at == last for one in result.penalties):
        return True
    return None if result.missing else False


# --- operators -----------------------------------------------------------------------


def put(name: str, value: object, operand: object) -> bool | None:
    """One test put to one value."""
    return OPERATORS[name](value, operand, ZONE, None)


@pytest.mark.parametrize(
    ("name", "value", "operand", "answer"),
    [
        ("is", "a", "a", True),
        ("is", "a", "b", False),
        ("is", 1, True, False),
        ("is", True, 1, False),
        ("is", True, True, True),
        ("is", "2021-03-01", DayValue(18_687), True),
        ("is", "2021-03-01T23:59:59+08:00", DayValue(18_687), True),
        ("is", "2021-03-02T00:00:00+08:00", DayValue(18_687), False),
        ("is", "no day", DayValue(18_687), None),
        ("in", 2, (1, 2), True),
        ("in", 2, [1, 3], False),
        ("in", 2, 2, True),
        ("at_least", 2, 2, True),
        ("at_least", 1.9, 2, False),
        ("at_most", 2, 2, True),
        ("at_most", "2.1", 2, False),
        ("more_than", 2, 2, False),
        ("more_than", Decimal("2.1"), 2, True),
        ("less_than", 2, 2, False),
        ("less_than", 1, 2, True),
        ("at_least", True, 1, None),
        ("at_least", "many", 1, None),
        ("at_least", [1], 1, None),
        ("at_least", 1, "x", None),
        ("before", TimeOfDay(43_199), TimeOfDay(43_200), True),
        ("before", TimeOfDay(43_200), TimeOfDay(43_200), False),
        ("after", TimeOfDay(43_200), TimeOfDay(43_200), False),
        ("after", TimeOfDay(43_201), TimeOfDay(43_200), True),
        ("before", "2021-03-01T11:59:59+08:00", TimeOfDay(43_200), True),
        ("before", "2021-03-01T12:00:00+08:00", TimeOfDay(43_200), False),
        ("before", "noon", TimeOfDay(43_200), None),
        ("before", "2021-02-28", DayValue(18_687), True),
        ("before", "2021-03-01", DayValue(18_687), False),
        ("after", "2021-03-02", DayValue(18_687), True),
        ("after", "noon", DayValue(18_687), None),
        ("after", "2021-03-02", "noon", None),
        ("contains", ["a"], "a", True),
        ("contains", ["a"], "b", False),
        ("contains", "abc", "a", None),
        ("empty", [], True, True),
        ("empty", ["a"], True, False),
        ("empty", "", True, True),
        ("empty", 0, True, None),
        ("same_month_as", "2021-03", "2021-03-31", True),
        ("same_month_as", "2021-03-31T23:59:59+08:00", "2021-04", False),
        ("same_month_as", "x", "2021-04", None),
        ("same_month_as", "2021-04", "x", None),
        ("same_year_as", "2021-03", "2021-12", True),
        ("same_year_as", "2021-12-31T16:00:00Z", "2021-12", False),
        ("same_year_as", "x", "2021-12", None),
        ("same_year_as", "2021-12", "x", None),
        ("on", "no day", "rest_day", None),
    ],
)
def test_operator__each(
    name: str, value: object, operand: object, answer: bool | None
) -> None:
    assert put(name, value, operand) is answer


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2021-03-01", 18_687),
        (DayValue(5), 5),
        ("1970-01-01", 0),
        ("1969-12-31", None),
        ("2099-12-31", 47_481),
        ("2100-01-01", None),
        ("2021-02-30", None),
        ("2021-3-1", None),
        (20210301, None),
    ],
)
def test_instants__a_day(value: object, day: int | None) -> None:
    assert as_day(value) == day


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        (12, 12),
        (True, None),
        (1.5, None),
        ("2021-03-01", at("03-01 00:00")),
        ("2021-03-01T10:00:00+08:00", at("03-01 10:00")),
        ("2021-03-01T10:00:00.9+08:00", at("03-01 10:00")),
        ("2021-03-01T24:00:00+08:00", at("03-02 00:00")),
        ("2021-03-01T10:00:00", None),
        ("1970-01-01T00:00:00+08:00", None),
        ("1970-01-02T00:00:00+08:00", 57_600),
        ("2099-12-30T00:00:00+08:00", at("2099-12-30 00:00")),
        ("2099-12-31T00:00:00+08:00", None),
        ("whenever it suits", None),
    ],
)
def test_instants__an_instant(value: object, instant: int | None) -> None:
    assert as_instant(value, ZONE) == instant


def test_instants__months_and_ends() -> None:
    assert month_text("2021-03", ZONE) == "2021-03"
    assert month_text(at("04-01 00:00"), ZONE) == "2021-04"
    assert month_text(at("03-31 23:59:59"), ZONE) == "2021-03"
    clock = next(
        iter(
            judge(
                trial(HANDLE), "03-01 00:00", "03-01 10:00 dispatched 甲局"
            ).plan.clocks.values()
        )
    )
    assert as_end("noon", clock, ZONE) is None
    assert fact_name(Fact("ticket", "kind")) == "kind"
    assert fact_name(Fact("event", "n")) == "event.n"


@pytest.mark.parametrize("scope", ["ticket", "event"])
@pytest.mark.parametrize(
    ("operator", "value", "answer"),
    [
        ("at_least", 3, True),
        ("at_least", 2, False),
        ("at_most", 3, True),
        ("at_most", 4, False),
        ("more_than", 3, False),
        ("more_than", 4, True),
        ("less_than", 3, False),
        ("less_than", 2, True),
        ("at_least", "3.0", True),
        ("at_least", 2.5, False),
        ("at_least", True, None),
        ("at_least", "many", None),
        ("at_least", None, None),
    ],
)
def test_number__against_a_whole_one(
    scope: Any, operator: Any, value: object, answer: bool | None
) -> None:
    facts = {} if value is None else {"size": value}
    run: Any = SimpleNamespace(horizon=None, attributes=facts)
    event: Any = SimpleNamespace(payload=facts)
    binder = Binder(ZONE, bind_patterns, {})
    check = bind_condition(Test(Fact(scope, "size"), operator, 3), binder)
    assert check is not None
    assert check(run, event, event, None) is answer


def test_number__of_the_ticket_as_it_stood_at_an_earlier_act() -> None:
    run: Any = SimpleNamespace(
        horizon=1, attributes={"size": 9}, attributes_then=lambda: {"size": 1}
    )
    binder = Binder(ZONE, bind_patterns, {})
    check = bind_condition(Test(Fact("ticket", "size"), "at_least", 3), binder)
    assert check is not None
    assert check(run, None, None, None) is False


# --- logic in three values -----------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ("{ticket.kind: request}", None),
        ("{not: {ticket.kind: request}}", None),
        ("{ticket.kind: request, ticket.level: city}", None),
        ("{ticket.kind: request, ticket.level: county}", False),
        ("{any: [{ticket.kind: request}, {ticket.level: city}]}", True),
        ("{any: [{ticket.kind: request}, {ticket.level: county}]}", None),
        ("{any: [{ticket.level: county}, {ticket.level: provincial}]}", False),
        ("{all: [{ticket.kind: request}, {happened: {accepted: {unit: same}}}]}", None),
        (
            "{all: [{ticket.kind: request}, {not: {happened: {accepted: {unit: same}}}}]}",
            False,
        ),
        ("{not: {ticket.level: county}}", True),
        ("{ticket.kind: present}", False),
        ("{ticket.kind: absent}", True),
        ("{ticket.kind: [request, absent]}", True),
        ("{ticket.level: [city, absent]}", True),
        ("{ticket.level: [city, county]}", True),
        ("{ticket.kind: [request, consultation]}", None),
        ("{finding.leak: true}", False),
        ("{finding.leak: unknown}", True),
        ("{not: {finding.leak: true}}", False),
        ("{ticket.secret: false}", True),
        ("{rung.steps: absent}", True),
        ("{status.difficult: false}", True),
        ("{event.unit: unit.parent}", None),
        ('{event.weekday: wednesday, event.time: {before: "10:00:01"}}', True),
        ('{event.time: {before: "10:00"}}', False),
        ("{event.type: accepted}", True),
        ("{event.at: {on: working_day}}", True),
        ("{event.at: {on: rest_day}}", False),
        ("{event.unit: unit.name}", True),
        ("{ticket.provincial_due: {before: event.at}}", None),
    ],
)
def test_logic__what_is_absent_is_unknown(condition: str, answer: bool | None) -> None:
    profile = trial(
        rule(condition)
        + "\n"
        + HANDLE
        + """
difficult: {title: 疑难, cite: A-1 第一条, from: {status_determined: {status: difficult}}, status: difficult, until: closed}
step: {title: 一级, cite: A-1 第一条, from: coordination_held, rung: steps.coordination, until: closed}
""",
        ladders="steps: {title: 阶梯, weakest_first: [coordination], same: ticket, lower: kept}",
    )
    result = judge(profile, "03-20 00:00", "03-10 10:00 accepted 甲局")
    found = True if result.penalties else (None if result.missing else False)
    assert found is answer


def test_logic__known_attributes_and_wrong_types() -> None:
    both = "{ticket.kind: request, ticket.level: city}"
    assert holds(both, kind="request") is True
    assert holds(both, kind="consultation") is False
    assert holds(both, kind=True) is None
    assert holds("{ticket.secret: true}", secret=True) is True
    assert holds("{ticket.secret: true}", secret=1) is None
    assert (
        holds(
            "{ticket.provincial_due: {before: event.at}}", provincial_due="2021-03-09"
        )
        is True
    )
    assert (
        holds(
            "{ticket.provincial_due: {before: event.at}}", provincial_due="2021-03-11"
        )
        is False
    )
    assert (
        holds("{ticket.provincial_due: {before: event.at}}", provincial_due="soon")
        is None
    )


def test_logic__missing_facts_are_named_with_rule_and_clause() -> None:
    result = judge(
        trial(rule("{ticket.kind: request, ticket.subkind: x}")),
        "03-20 00:00",
        "03-10 10:00 accepted 甲局",
    )
    assert missing(result) == {"fact kind": ("p",), "fact subkind": ("p",)}
    assert result.missing[0].cites == ("A-2",)
    inside = judge(
        trial(
            rule(
                "{not: {at_the_act: {any: [{ticket.kind: request}, {ticket.kind: consultation}]}}}"
            )
        ),
        "03-20 00:00",
        "03-10 10:00 accepted 甲局",
    )
    assert missing(inside) == {"fact kind": ("p",)}


def test_logic__a_payload_word_among_several() -> None:
    pattern = "{result_submitted: {channel: [phone, absent]}}"
    profile = trial(rule("{ticket.level: city}", pattern))
    lines = (
        "03-01 10:00 result_submitted 甲局 channel=phone",
        "03-01 11:00 result_submitted 甲局",
        "03-01 12:00 result_submitted 甲局 channel=post",
        "03-01 13:00 result_submitted 甲局 channel=true",
    )
    assert [
        text(one.at) for one in judge(profile, "03-20 00:00", *lines).penalties
    ] == ["03-01 10:00", "03-01 11:00"]
    several = trial(
        rule(
            "{ticket.level: city}",
            "{result_submitted: {any: [{channel: phone}, {channel: [post, letter]}]}}",
        )
    )
    assert [
        text(one.at) for one in judge(several, "03-20 00:00", *lines).penalties
    ] == ["03-01 10:00", "03-01 12:00"]
    other_keys = trial(
        rule(
            "{ticket.level: city}",
            "{result_submitted: {any: [{channel: phone}, {sealed: true}]}}",
        )
    )
    assert len(judge(other_keys, "03-20 00:00", *lines).penalties) == 1
    number = trial(rule("{ticket.level: city}", "{redo_ordered: {n: [1, absent]}}"))
    redo = (
        "03-01 10:00 redo_ordered 甲局 n=1",
        "03-01 11:00 redo_ordered 甲局 n=2",
        "03-01 12:00 redo_ordered 甲局",
    )
    assert len(judge(number, "03-20 00:00", *redo).penalties) == 2
    when = trial(
        rule("{ticket.level: city}", "{accepted: {weekday: [monday, absent]}}")
    )
    assert (
        len(
            judge(
                when,
                "03-20 00:00",
                "03-01 10:00 accepted 甲局",
                "03-02 10:00 accepted 甲局",
            ).penalties
        )
        == 1
    )


@pytest.mark.parametrize(
    ("unit_key", "value", "answer"),
    [("role", "lead", True), ("role", "co", False)],
)
def test_pattern__bare_keys_are_payload(
    unit_key: str, value: str, answer: bool
) -> None:
    profile = trial(rule("{ticket.level: city}", "{dispatched: {role: lead}}"))
    result = judge(
        profile, "03-20 00:00", f"03-01 10:00 dispatched 甲局 {unit_key}={value}"
    )
    assert bool(result.penalties) is answer
    assert judge(profile, "03-20 00:00", "03-01 10:00 dispatched 甲局").penalties == ()


def test_pattern__facts_of_the_event_itself() -> None:
    profile = trial(
        rule(
            "{ticket.level: city}",
            '{accepted: {time: {before: "12:00"}, weekday: monday}}',
        )
    )
    lines = (
        "03-01 11:59:59 accepted 甲局",
        "03-01 12:00 accepted 甲局",
        "03-02 10:00 accepted 甲局",
    )
    assert len(judge(profile, "03-20 00:00", *lines).penalties) == 1


def test_value__one_fact_against_others() -> None:
    same = "{result_submitted: {channel: ticket.channel}}"
    profile = trial(rule("{ticket.level: city}", same))
    line = "03-01 10:00 result_submitted 甲局 channel=web"
    assert len(judge(profile, "03-20 00:00", line, channel="web").penalties) == 1
    assert judge(profile, "03-20 00:00", line, channel="phone").penalties == ()
    assert judge(profile, "03-20 00:00", line).penalties == ()
    several = trial(
        rule(
            "{event.channel: [post, ticket.channel, ticket.subkind]}",
            "result_submitted",
        )
    )
    post = line.replace("web", "post")
    assert len(judge(several, "03-20 00:00", post).penalties) == 1
    assert len(judge(several, "03-20 00:00", line, channel="web").penalties) == 1
    unknown = judge(several, "03-20 00:00", line, channel="phone")
    assert unknown.penalties == ()
    assert (
        judge(several, "03-20 00:00", line, channel="phone", subkind="x").penalties
        == ()
    )
    assert (
        judge(several, "03-20 00:00", "03-01 10:00 result_submitted 甲局").penalties
        == ()
    )


def test_fact__of_units_from_the_profile() -> None:
    words = "units: {甲局: {type: bureau, level: county, group: 一组}}"
    profile = trial(rule("{unit.level: county}"), words=words)
    assert (
        len(judge(profile, "03-20 00:00", "03-10 10:00 accepted 甲局").penalties) == 1
    )
    other = judge(profile, "03-20 00:00", "03-10 10:00 accepted 乙局")
    assert other.penalties == ()
    assert missing(other) == {"fact unit.level": ("p",)}
    nobody = judge(profile, "03-20 00:00", "03-10 10:00 accepted")
    assert nobody.penalties == ()


def test_fact__of_a_units_own_history() -> None:
    rules = "p: {title: 约谈, about: unit, cite: A-2 第二条（一）, from: {ranking_published: {rank: {in_bottom: 2}}}, if: {unit.level: county}, penalty: talk_deputy_leader, one_per: event}"
    profile = trial(rules)

    def of(rank: object, n: object, **attributes: Any) -> int:
        line = f"03-01 10:00 ranking_published 甲局 month=2021-02 rank={rank} n={n}"
        return len(
            judge(profile, "03-20 00:00", line, subject="unit", **attributes).penalties
        )

    assert [of(rank, 10, level="county") for rank in (8, 9, 10)] == [0, 1, 1]
    assert of(1, 2, level="county") == 0
    assert of(2, 3, level="county") == 1
    assert of("last", 3, level="county") == 0
    assert of(2, "few", level="county") == 0
    assert of(10, 10, level="city") == 0


@pytest.mark.parametrize(
    ("subject", "cards"), [("ticket", 1), ("knowledge_item", 1), ("unit", 0)]
)
def test_about__several_subjects(subject: str, cards: int) -> None:
    rules = "p: {title: 牌, about: [ticket, knowledge_item], cite: A-2 第二条（一）, from: kb_updated, penalty: red_card, one_per: event}"
    lines = ("03-10 10:00 kb_updated 甲局 version=v2",)
    result = judge(trial(rules), "03-20 00:00", *lines, subject=subject)
    assert len(result.penalties) == cards


@pytest.mark.parametrize(
    ("attributes", "number"), [({}, 1), ({"level": "city"}, 0), ({"group": "一组"}, 1)]
)
def test_fact__a_units_history_goes_before_the_profile(
    attributes: dict[str, Any], number: int
) -> None:
    rules = "p: {title: 约谈, about: unit, cite: A-2 第二条（一）, from: finding.inaction, if: {unit.level: county}, penalty: talk_deputy_leader, one_per: event}"
    profile = trial(rules, words="units: {甲局: {level: county}}")
    found = "03-01 10:00 finding_made 甲局 code=inaction result=true"
    result = judge(profile, "03-20 00:00", found, subject="unit", **attributes)
    assert len(result.penalties) == number


def test_fact__of_an_item_in_the_event_or_the_history() -> None:
    rules = "p: {title: 牌, about: knowledge_item, cite: A-2 第二条（一）, from: kb_updated, if: {item.version: v2}, penalty: red_card, one_per: event}"
    profile = trial(rules)
    told = judge(
        profile,
        "03-20 00:00",
        "03-10 10:00 kb_updated version=v2",
        subject="knowledge_item",
    )
    known = judge(
        profile,
        "03-20 00:00",
        "03-10 10:00 kb_updated",
        subject="knowledge_item",
        version="v2",
    )
    other = judge(
        profile,
        "03-20 00:00",
        "03-10 10:00 kb_updated version=v3",
        subject="knowledge_item",
        version="v2",
    )
    assert [len(r.penalties) for r in (told, known, other)] == [1, 1, 0]


def test_fact__start_and_due_of_the_limit() -> None:
    rules = (
        HANDLE.replace("5 working days", "{earliest: [1 hour, 2 hours]}").replace(
            "counted: days", "counted: round"
        )
        + "  marks: {m: {title: 记, at: past due, penalty: yellow_card, cite: A-2 第二条（一）, flags: {review: {any: [{this.start: {on: rest_day}}, {this.due: {on: rest_day}}]}}}}\n"
    )
    flags = [
        judge(trial(rules), "03-20 00:00", f"{start} dispatched 甲局")
        .penalties[0]
        .flags
        for start in ("03-05 22:00", "03-05 23:00", "03-06 10:00", "03-07 23:30")
    ]
    assert flags == [(), ("review",), ("review",), ("review",)]


def test_fact__start_and_due_where_no_limit_is_in_question() -> None:
    rules = (
        HANDLE
        + "  flags: {review: {this.due: {on: rest_day}}, gap_filled: {this.start: {on: rest_day}}}\n"
    )
    result = judge(trial(rules), "03-20 00:00", "03-06 10:00 dispatched 甲局")
    assert result.deadlines[0].flags in ((), ("gap_filled",), ("review", "gap_filled"))
    none = (
        HANDLE.replace("within: 5 working days", "within: none\n  do: accept_first")
        + "  marks: {m: {title: 记, on: reminder_sent, penalty: yellow_card, cite: A-2 第二条（一）, flags: {review: {this.due: {on: rest_day}}}}}\n"
    )
    result = judge(
        trial(none),
        "03-20 00:00",
        "03-06 10:00 dispatched 甲局",
        "03-07 10:00 reminder_sent 甲局 kind=urge",
    )
    assert result.penalties[0].flags == ()


def test_fact__asked_and_granted_belong_to_the_change() -> None:
    rules = (
        HANDLE
        + """
extension: {title: 延期, cite: A-3 第三条, changes: handle, asked_by: extension_requested, granted_by: extension_decided, while_pending: counts, moves_to: {hit: first, rows: [{if: {granted.exceptional: true, asked.ground: a}, is: asked.promised_due}, {otherwise: due}]}}
"""
    )
    lines = (
        "03-01 10:00 dispatched 甲局",
        "03-02 10:00 extension_requested 甲局 ground=a promised_due=2021-03-12",
        "03-03 10:00 extension_decided 甲局 exceptional=true",
    )
    result = judge(trial(rules), "03-04 00:00", *lines)
    assert text(result.deadlines[0].due_at) == "03-13 00:00"
    other = judge(
        trial(rules),
        "03-04 00:00",
        *lines[:2],
        "03-03 10:00 extension_decided 甲局 exceptional=false",
    )
    assert text(other.deadlines[0].due_at) == "03-09 00:00"


# --- findings ------------------------------------------------------------------------


def test_finding__the_newest_of_that_unit_counts() -> None:
    yes, no = (
        "finding_made 甲局 code=leak result=true",
        "finding_made 甲局 code=leak result=false",
    )
    condition = "{finding.leak: true}"
    assert holds(condition, f"03-01 10:00 {yes}") is True
    assert holds(condition, f"03-01 10:00 {yes}", f"03-02 10:00 {no}") is False
    assert (
        holds("{finding.leak: false}", f"03-01 10:00 {yes}", f"03-02 10:00 {no}")
        is True
    )
    assert holds(condition, f"03-01 10:00 {yes.replace('甲', '乙')}") is False
    assert holds(condition, "03-01 10:00 finding_made code=leak result=true") is True
    assert (
        holds(condition, "03-01 10:00 finding_made 甲局 code=leak result=yes") is False
    )
    assert holds(condition, "03-01 10:00 finding_made 甲局 code=7 result=true") is False


# --- looking back --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "lines", "answer"),
    [
        ("{happened: {redo_ordered: {unit: same}}}", [], False),
        (
            "{happened: {redo_ordered: {unit: same}}}",
            ["03-01 10:00 redo_ordered 甲局 n=1"],
            True,
        ),
        (
            "{happened: {redo_ordered: {unit: same}}}",
            ["03-01 10:00 redo_ordered 乙局 n=1"],
            False,
        ),
        (
            "{happened: {redo_ordered: {unit: any}}}",
            ["03-01 10:00 redo_ordered 乙局 n=1"],
            True,
        ),
        (
            "{happened: {redo_ordered: {unit: any, n: 2}}}",
            ["03-01 10:00 redo_ordered 乙局 n=1"],
            False,
        ),
        ("{happened: {accepted: {unit: same}}}", [], True),
        ("{latest: {of: {redo_ordered: {unit: any}}, is: {n: 2}}}", [], False),
        ("{not: {latest: {of: {redo_ordered: {unit: any}}, is: {n: 2}}}}", [], False),
        (
            "{latest: {of: {redo_ordered: {unit: any}}, is: {n: 2}}}",
            ["03-01 10:00 redo_ordered 甲局 n=1", "03-02 10:00 redo_ordered 乙局 n=2"],
            True,
        ),
        (
            "{latest: {of: {redo_ordered: {unit: same}}, is: {n: 2}}}",
            ["03-01 10:00 redo_ordered 甲局 n=1", "03-02 10:00 redo_ordered 乙局 n=2"],
            False,
        ),
        (
            "{latest: {of: [{redo_ordered: {unit: any}}, {dispatched: {unit: any}}], is: {role: lead}}}",
            [
                "03-01 10:00 dispatched 甲局 role=lead",
                "03-01 09:00 redo_ordered 乙局 n=2",
            ],
            True,
        ),
    ],
)
def test_look_back__happened_and_latest(
    condition: str, lines: list[str], answer: bool
) -> None:
    assert holds(condition, *lines) is answer


REDO = [
    f"03-0{day} 10:00 redo_ordered {unit}局 n={n}"
    for day, unit, n in ((1, "甲", 1), (2, "乙", 1), (3, "甲", 2), (4, "甲", 2))
]


def test_look_back__of_what_happened_twice_the_later_is_the_evidence() -> None:
    lines = ("03-08 09:00 redo_ordered 甲局", "03-09 09:00 redo_ordered 甲局")
    profile = trial(rule("{happened: {redo_ordered: {unit: same}}}"))
    (card,) = judge(
        profile, "03-20 00:00", *lines, "03-10 10:00 accepted 甲局"
    ).penalties
    assert card.because.events == (1, 2)


@pytest.mark.parametrize(
    ("count", "answer"),
    [
        ("of: {redo_ordered: {unit: same}}, at_least: 3", True),
        ("of: {redo_ordered: {unit: same}}, at_least: 4", False),
        ("of: {redo_ordered: {unit: any}}, at_least: 4", True),
        ("of: {redo_ordered: {unit: any}}, more_than: 4", False),
        ("of: {redo_ordered: {unit: any}}, at_least: 2, less_than: 5", True),
        ("of: {redo_ordered: {unit: any}}, at_most: 3", False),
        ("of: {redo_ordered: {unit: any}}, distinct: n, at_most: 2", True),
        ("of: {redo_ordered: {unit: any}}, distinct: n, at_least: 2", True),
        ("of: {redo_ordered: {unit: any}}, distinct: unit, at_least: 2", True),
        ("of: {redo_ordered: {unit: any}}, distinct: unit, at_least: 3", False),
        (
            "of: {redo_ordered: {unit: same}}, since: {signed_for: {unit: same}}, at_least: 1",
            False,
        ),
        (
            "of: {redo_ordered: {unit: same}}, since: clock.history_starts, at_least: 3",
            True,
        ),
        (
            "of: {redo_ordered: {unit: same}}, since: {redo_ordered: {unit: same}}, at_least: 1",
            True,
        ),
        (
            "of: {redo_ordered: {unit: same}}, since: {redo_ordered: {unit: any, n: 1}}, at_least: 2",
            True,
        ),
        (
            "of: {redo_ordered: {unit: same}}, since: {redo_ordered: {unit: any, n: 1}}, at_least: 3",
            False,
        ),
        # Today is the last of the days: the week from 4 to 10 March.
        (
            "of: {redo_ordered: {unit: any}}, in_last: 7 calendar days, at_least: 1",
            True,
        ),
        (
            "of: {redo_ordered: {unit: any}}, in_last: 7 calendar days, at_least: 2",
            False,
        ),
        (
            "of: {redo_ordered: {unit: any}}, in_last: 8 calendar days, at_least: 2",
            True,
        ),
        ("of: {redo_ordered: {unit: any}}, in_last: 5 working days, at_least: 1", True),
        (
            "of: {redo_ordered: {unit: any}}, in_last: 4.5 working days, at_least: 1",
            True,
        ),
        (
            "of: {redo_ordered: {unit: any}}, in_last: 4 working days, at_least: 1",
            False,
        ),
        ("of: {redo_ordered: {unit: any}}, in_last: 1 month, at_least: 4", True),
        ("of: {redo_ordered: {unit: any}}, in_last: 168 hours, at_least: 2", True),
        ("of: {redo_ordered: {unit: any}}, in_last: 168 hours, at_least: 3", False),
        ("of: {redo_ordered: {unit: any}}, in_last: 10079 minutes, at_least: 2", False),
    ],
)
def test_count__each_of_its_words(count: str, answer: bool) -> None:
    assert holds(f"{{count: {{{count}}}}}", *REDO) is answer


def test_count__distinct_lists_and_absent_keys() -> None:
    lines = (
        "03-01 10:00 coordination_held participants=[甲,乙]",
        "03-02 10:00 coordination_held participants=[甲,乙]",
        "03-03 10:00 coordination_held",
    )
    assert (
        holds(
            "{count: {of: coordination_held, distinct: participants, at_least: 1}}",
            *lines,
        )
        is True
    )
    assert (
        holds(
            "{count: {of: coordination_held, distinct: participants, at_least: 2}}",
            *lines,
        )
        is False
    )


def test_count__not_followed_by_takes_away_the_one_before() -> None:
    condition = "{count: {of: {redo_ordered: {unit: same}}, not_followed_by: {return_decided: {decision: approved}}, at_least: 2}}"
    approved = "return_decided 甲局 decision=approved"
    assert holds(condition, *REDO) is True
    assert holds(condition, *REDO, f"03-05 10:00 {approved}") is True
    assert (
        holds(condition, *REDO, f"03-03 12:00 {approved}", f"03-05 10:00 {approved}")
        is False
    )
    assert (
        holds(
            condition,
            *REDO,
            f"03-01 12:00 {approved.replace('甲', '乙')}",
            f"03-05 10:00 {approved}",
        )
        is True
    )
    assert (
        holds(
            condition,
            *REDO,
            "03-01 12:00 return_decided decision=approved",
            f"03-05 10:00 {approved}",
        )
        is False
    )
    assert (
        holds(
            condition,
            "03-01 09:00 return_decided 甲局 decision=approved",
            REDO[0],
            REDO[2],
        )
        is True
    )


def test_count__its_events_are_reasons() -> None:
    profile = trial(rule("{count: {of: {redo_ordered: {unit: same}}, at_least: 3}}"))
    result = judge(profile, "03-20 00:00", *REDO, "03-10 10:00 accepted 甲局")
    assert result.penalties[0].because.events == (0, 2, 3, 4)
    latest = trial(
        rule(
            "{any: [{ticket.kind: request}, {not: {not: {latest: {of: {redo_ordered: {unit: any}}, is: {n: 2}}}}}]}"
        )
    )
    result = judge(latest, "03-20 00:00", *REDO, "03-10 10:00 accepted 甲局")
    assert result.penalties[0].because.events == (3, 4)


@pytest.mark.parametrize(
    ("last", "first", "counted"),
    [
        ("03-31 10:00", "03-01 00:00", 1),
        ("03-31 10:00", "02-28 23:59:59", 0),
        ("03-30 10:00", "02-28 23:59:59", 0),
        ("2022-01-15 10:00", "12-16 00:00", 1),
        ("2022-01-15 10:00", "12-15 23:59:59", 0),
    ],
)
def test_count__in_the_last_month(last: str, first: str, counted: int) -> None:
    profile = trial(
        rule(
            "{count: {of: {redo_ordered: {unit: any}}, in_last: 1 month, at_least: 1}}"
        )
    )
    result = judge(
        profile,
        "2022-03-01 00:00",
        f"{first} redo_ordered 甲局 n=1",
        f"{last} accepted 甲局",
    )
    assert len(result.penalties) == counted


@pytest.mark.parametrize(
    "span", ["36 months", "1000 working days", "2000 calendar days"]
)
def test_count__in_last_reaches_before_the_calendar(span: str) -> None:
    profile = trial(
        rule(
            f"{{count: {{of: {{redo_ordered: {{unit: any}}}}, in_last: {span}, at_least: 1}}}}"
        ),
        outside="apply",
    )
    result = judge(
        profile,
        "1970-02-01 00:00",
        "1970-01-03 10:00 redo_ordered 甲局 n=1",
        "1970-01-04 10:00 accepted 甲局",
    )
    assert len(result.penalties) == 1


# --- at the act ----------------------------------------------------------------------

AT_THE_ACT = """
difficult: {title: 疑难, cite: A-1 第一条, from: {status_determined: {status: difficult}}, status: difficult, until: closed}
p:
  title: 强行退单
  cite: A-2 第二条（一）
  from: finding.wrongful_return
  if: {at_the_act: %s}
  penalty: red_card
  act: return_requested
  one_per: act
"""
FOUND = "03-10 10:00 finding_made 甲局 code=wrongful_return result=true"
RETURNED = "03-05 10:00 return_requested 甲局"


@pytest.mark.parametrize(
    ("condition", "lines", "answer"),
    [
        (
            "{happened: {responsibility_confirmed: {unit: same}}}",
            ["03-04 10:00 responsibility_confirmed 甲局", RETURNED],
            True,
        ),
        (
            "{happened: {responsibility_confirmed: {unit: same}}}",
            [RETURNED, "03-06 10:00 responsibility_confirmed 甲局"],
            False,
        ),
        (
            "{status.difficult: true}",
            [
                "03-04 10:00 status_determined status=difficult",
                RETURNED,
                "03-06 10:00 closed",
            ],
            True,
        ),
        (
            "{status.difficult: true}",
            [
                "03-04 10:00 status_determined status=difficult",
                "03-04 11:00 closed",
                RETURNED,
            ],
            False,
        ),
        (
            "{status.difficult: true}",
            [RETURNED, "03-06 10:00 status_determined status=difficult"],
            False,
        ),
        (
            "{ticket.kind: request}",
            [RETURNED, "03-06 10:00 reclassified from=request to=consultation"],
            True,
        ),
        (
            "{ticket.kind: request, ticket.level: city}",
            [RETURNED, "03-06 10:00 reclassified from=request to=consultation"],
            True,
        ),
        (
            "{ticket.kind: request}",
            [
                "03-04 10:00 reclassified from=request to=consultation",
                RETURNED,
                "03-06 10:00 reclassified from=consultation to=request",
            ],
            False,
        ),
        (
            "{ticket.kind: request}",
            ["03-06 10:00 reclassified from=request to=consultation"],
            False,
        ),
        ("{ticket.kind: [request, consultation]}", [RETURNED], True),
        (
            "{finding.leak: true}",
            [
                "03-04 10:00 finding_made code=leak result=true",
                RETURNED,
                "03-06 10:00 finding_made code=leak result=false",
            ],
            True,
        ),
        (
            "{finding.leak: true}",
            [RETURNED, "03-06 10:00 finding_made code=leak result=true"],
            False,
        ),
    ],
)
def test_at_the_act__the_condition_as_it_stood(
    condition: str, lines: list[str], answer: bool
) -> None:
    result = judge(
        trial(AT_THE_ACT % condition), "03-20 00:00", *lines, FOUND, kind="request"
    )
    assert bool(penalties(result)) is answer


def test_at_the_act__of_something_always_true() -> None:
    readings = "V06: {about: 并行, options: {parallel: 并行, first: 先}, chosen: parallel, basis: cited, ground: 试}"
    profile = trial(AT_THE_ACT % "{reading.V06: parallel}", readings=readings)
    assert bool(penalties(judge(profile, "03-20 00:00", RETURNED, FOUND)))
    other = trial(
        AT_THE_ACT % "{reading.V06: parallel}",
        readings=readings,
        readings_asked={"V06": "first"},
    )
    assert not penalties(judge(other, "03-20 00:00", RETURNED, FOUND))


@pytest.mark.parametrize(("least", "answer"), [(66, True), (67, False)])
def test_at_the_act__of_very_many_events_those_before_it_are_counted(
    least: int, answer: bool
) -> None:
    many = [f"03-04 10:{minute:02} accepted 甲局" for minute in range(60)]
    many += [f"03-04 11:{minute:02} accepted 甲局" for minute in range(6)]
    condition = f"{{count: {{of: {{accepted: {{unit: any}}}}, at_least: {least}}}}}"
    later = ["03-06 10:00 accepted 甲局", "03-07 10:00 accepted 甲局"]
    result = judge(
        trial(AT_THE_ACT % condition), "03-20 00:00", *many, RETURNED, *later, FOUND
    )
    assert bool(penalties(result)) is answer


def test_at_the_act__what_came_later_is_no_evidence() -> None:
    lines = [f"03-0{day} 10:00 responsibility_confirmed 甲局" for day in (3, 4)]
    later = "03-06 10:00 responsibility_confirmed 甲局"
    profile = trial(AT_THE_ACT % "{happened: {responsibility_confirmed: {unit: same}}}")
    (card,) = judge(profile, "03-20 00:00", *lines, RETURNED, later, FOUND).penalties
    assert card.because.events == (1, 4, 2)


def test_at_the_act__that_was_never_done_nothing_is_evidence_of() -> None:
    either = (
        "{any: [{ticket.kind: request},"
        " {at_the_act: {happened: {responsibility_confirmed: {unit: same}}}}]}"
    )
    rules = (AT_THE_ACT % "{x: 1}").replace("{at_the_act: {x: 1}}", either)
    confirmed = "03-04 10:00 responsibility_confirmed 甲局"
    result = judge(trial(rules), "03-20 00:00", confirmed, FOUND, kind="request")
    assert [card.because.events for card in result.penalties] == [(1,)]
