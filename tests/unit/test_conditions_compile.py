"""Conditions, patterns and choices: what they compile to and what is refused."""

# ruff: noqa: E501 - one fault a line reads better than one wrapped over six

from __future__ import annotations

from decimal import Decimal
from textwrap import indent

import pytest

from hotline_rules.clock import CalendarDays, WorkingDays
from hotline_rules.rulebook import (
    AllOf,
    Always,
    AnyOf,
    AtTheAct,
    Condition,
    Constant,
    Count,
    DayValue,
    Extreme,
    Fact,
    Happened,
    Latest,
    Missing,
    Not,
    Pattern,
    Patterns,
    Shifted,
    Table,
    Test,
    TimeOfDay,
    Until,
    Within,
)
from tests.support.profiles import HANDLE, Outcome, compile_rules

READINGS = """
T1: {about: 试, options: {a: 甲, b: 乙}, chosen: a, basis: cited, ground: 因, cite: A-1 第一条}
"""


def _with_if(
    condition: str, *, trigger: str = "dispatched", **sections: str
) -> Outcome:
    rules = (
        HANDLE
        + f"""
tested:
  title: 受试
  cite: A-1 第一条
  from: {trigger}
  if:
{indent(condition.strip(chr(10)), "    ")}
  status: difficult
  until: never
"""
    )
    return compile_rules(rules, asked=None, **sections)


def _condition(text: str, *, trigger: str = "dispatched", **sections: str) -> Condition:
    outcome = _with_if(text, trigger=trigger, **sections)
    return outcome.rule("tested").cases[0].condition


def _trigger(text: str) -> Patterns:
    return _with_if("{}", trigger=text).rule("tested").trigger


LEVEL = Fact("ticket", "level", "city")
FLAG = Fact("ticket", "historical", absent_means=False)
KIND = Fact("ticket", "kind")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ticket.level: city", Test(LEVEL, "is", "city")),
        ("ticket.level: [city, county]", Test(LEVEL, "in", ("city", "county"))),
        ("ticket.historical: true", Test(FLAG, "is", operand=True)),
        ("ticket.kind: present", Test(KIND, "present", operand=True)),
        (
            "ticket.kind: [request, absent]",
            AnyOf((Test(KIND, "in", ("request",)), Test(KIND, "absent", operand=True))),
        ),
        (
            "{ticket.level: city, ticket.kind: request}",
            AllOf((Test(LEVEL, "is", "city"), Test(KIND, "is", "request"))),
        ),
        ("not: {ticket.level: city}", Not(Test(LEVEL, "is", "city"))),
        (
            "any: [{ticket.level: city}, {ticket.kind: request}]",
            AnyOf((Test(LEVEL, "is", "city"), Test(KIND, "is", "request"))),
        ),
        ("all: [{ticket.level: city}]", Test(LEVEL, "is", "city")),
        (
            "status.difficult: true",
            Test(Fact("status", "difficult"), "is", operand=True),
        ),
        (
            "finding.wrongful_return: unknown",
            Test(Fact("finding", "wrongful_return"), "unknown", operand=True),
        ),
        (
            "limit.handle: overdue",
            Test(Fact("limit", "handle"), "is", "overdue"),
        ),
        (
            "event.due_override: {after: 2021-03-01}",
            Test(Fact("event", "due_override"), "after", DayValue(18_687)),
        ),
        (
            "event.due_override: {on: rest_day}",
            Test(Fact("event", "due_override"), "on", "rest_day"),
        ),
        (
            'event.time: {before: "12:00"}',
            Test(Fact("event", "time"), "before", TimeOfDay(43_200)),
        ),
        (
            "event.weekday: [monday, tuesday]",
            Test(Fact("event", "weekday"), "in", ("monday", "tuesday")),
        ),
        (
            "event.unit: unit.name",
            Test(Fact("event", "unit"), "is", Fact("unit", "name")),
        ),
        (
            "happened: {return_requested: {unit: same}}",
            Happened((Pattern("return_requested", Always(), same_unit=True),)),
        ),
        (
            "happened: {return_requested: {unit: any}}",
            Happened((Pattern("return_requested"),)),
        ),
        ("happened: closed", Happened((Pattern("closed"),))),
        (
            "at_the_act: {ticket.level: city}",
            AtTheAct(Test(LEVEL, "is", "city")),
        ),
    ],
)
def test_condition__compiles(text: str, expected: Condition) -> None:
    assert _condition(text) == expected


def test_condition__numbers_between_two_bounds() -> None:
    found = _condition("event.n: {at_least: 2, less_than: 5}", trigger="redo_ordered")
    fact = Fact("event", "n")
    assert found == AllOf((Test(fact, "at_least", 2), Test(fact, "less_than", 5)))


def test_condition__count_with_everything() -> None:
    found = _condition(
        """
count:
  of: {dispatched: {unit: same, role: lead}}
  at_least: 3
  since: clock.history_starts
  in_last: 30 calendar days
  not_followed_by: {return_decided: {decision: approved}}
"""
    )
    assert found == Count(
        of=(Pattern("dispatched", Test(Fact("here", "role"), "is", "lead"), True),),
        tests=(("at_least", 3),),
        since=(Pattern("clock.history_starts"),),
        in_last=CalendarDays(30),
        not_followed_by=(
            Pattern("return_decided", Test(Fact("here", "decision"), "is", "approved")),
        ),
    )


def test_condition__latest_looks_into_that_event() -> None:
    found = _condition("latest: {of: reply_reviewed, is: {lawful: true}}")
    lawful = Test(Fact("here", "lawful"), "is", operand=True)
    assert found == Latest((Pattern("reply_reviewed"),), lawful)


def test_condition__named_conditions_are_expanded() -> None:
    words = "conditions: {local: {title: 本级, is: {ticket.level: city}}}"
    assert _condition("condition.local: true", words=words) == Test(LEVEL, "is", "city")
    assert _condition("condition.local: false", words=words) == Not(
        Test(LEVEL, "is", "city")
    )


def test_condition__reading_folds_to_a_constant() -> None:
    assert _condition("reading.T1: a", readings=READINGS) == Always()
    assert _condition("reading.T1: [b]", readings=READINGS) == Always(value=False)
    mixed = "any: [{reading.T1: b}, {ticket.level: city}]"
    assert _condition(mixed, readings=READINGS) == Test(LEVEL, "is", "city")


def test_condition__reading_is_remembered_with_the_case() -> None:
    outcome = _with_if("reading.T1: a", readings=READINGS)
    assert outcome.rule("tested").cases[0].readings == ("T1",)


def test_condition__other_reading_switches_the_rule_off() -> None:
    rules = HANDLE.replace(
        "from: dispatched", "from: dispatched\n  if: {reading.T1: b}"
    )
    case = compile_rules(rules, readings=READINGS).rule("handle").cases[0]
    assert case.condition == Always(value=False)
    rule = compile_rules(rules, asked={"T1": "b"}, readings=READINGS).rule("handle")
    assert rule.cases[0].condition == Always()


def test_pattern__bare_keys_are_payload_and_dotted_ones_any_fact() -> None:
    [pattern] = _trigger("{dispatched: {role: lead, ticket.level: city}}")
    assert pattern == Pattern(
        "dispatched",
        AllOf((Test(Fact("here", "role"), "is", "lead"), Test(LEVEL, "is", "city"))),
    )


def test_pattern__list_is_any_of() -> None:
    assert [p.event for p in _trigger("[dispatched, redo_ordered]")] == [
        "dispatched",
        "redo_ordered",
    ]


def test_pattern__finding_is_a_finding_made_with_that_code() -> None:
    [pattern] = _trigger("finding.wrongful_return")
    assert pattern.event == "finding_made"
    assert pattern.where == AllOf(
        (
            Test(Fact("here", "code"), "is", "wrongful_return"),
            Test(Fact("here", "result"), "is", operand=True),
        )
    )


def test_pattern__moment_is_expanded_with_its_tests() -> None:
    words = "events: {received: {title: 接到, is: {dispatched: {role: lead}}}}"
    rules = HANDLE.replace("from: dispatched", "from: {received: {ticket.level: city}}")
    [pattern] = compile_rules(rules, words=words).rule("handle").trigger
    assert pattern == Pattern(
        "dispatched",
        AllOf((Test(Fact("here", "role"), "is", "lead"), Test(LEVEL, "is", "city"))),
    )


def test_pattern__engine_event_of_an_entry_with_own_rules_means_each() -> None:
    rules = """
red:
  title: 红牌
  penalty: red_card
  one_per: act
  cases:
    first: {from: finding.leak, cite: A-1 第一条}
    second: {from: finding.fraud, cite: A-1 第一条, must: closed, who: unit, within: none, do: archive}
follow: {title: 后续, cite: A-1 第一条, from: red.opened, status: difficult, until: never}
"""
    trigger = compile_rules(rules).rule("follow").trigger
    assert [p.event for p in trigger] == ["red.first.opened", "red.second.opened"]


# --- refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "underlined", "fix"),
    [
        ("ticket.levle: city", "unknown-fact", "ticket.levle", "`level`"),
        ("tiket.level: city", "unknown-fact", "tiket.level", "`ticket`"),
        ("level: city", "bare-fact", "level", "ticket.level"),
        ("role: lead", "bare-fact", "role", "event.role"),
        ("ticket.level: town", "wrong-value", "town", ""),
        ("ticket.level: citty", "wrong-value", "citty", "`city`"),
        ("ticket.level: [city, twon]", "wrong-value", "twon", ""),
        ("ticket.level: []", "wrong-test", "[]", ""),
        ("ticket.historical: yes", "wrong-value", "yes", "true"),
        ("ticket.level: true", "wrong-value", "true", ""),
        ("event.role: 3", "wrong-value", "3", ""),
        ("ticket.level: {at_least: 3}", "wrong-test", "at_least", ""),
        ("event.due_override: {atleast: 3}", "unknown-test", "atleast", "`at_least`"),
        ("event.time: {before: noon}", "bad-time", "noon", "08:30"),
        ("event.due_overide: present", "unknown-payload", "event.due_overide", "due_override"),
        ("ticket.kind: unknown", "wrong-test", "unknown", "absent"),
        ("status.dificult: true", "unknown-status", "status.dificult", "`difficult`"),
        ("finding.wrongfull_return: true", "unknown-finding", "finding.wrongfull_return", "`wrongful_return`"),
        ("limit.handel: overdue", "unknown-rule", "limit.handel", "`handle`"),
        ("limit.handle: late", "wrong-value", "late", ""),
        ("rung.talks: one", "unknown-ladder", "rung.talks", ""),
        ("reading.T9: a", "unknown-reading", "reading.T9", ""),
        ("condition.local: true", "unknown-condition", "condition.local", ""),
        ("asked.days: 3", "fact-out-of-place", "asked.days", ""),
        ("happened: {dispached: {unit: same}}", "unknown-event", "dispached", "`dispatched`"),
        ("happened: dispatched", "unit-unsaid", "dispatched", "unit: same"),
        ("happened: {dispatched: {role: lead}}", "unit-unsaid", "dispatched", "unit: any"),
        ("happened: {dispatched: {unit: same, roll: lead}}", "unknown-payload", "roll", "`role`"),
        ("happened: handle.paased", "unknown-event", "handle.paased", "`passed`"),
        ("happened: handle.used", "unknown-event", "handle.used", ""),
        ("count: {of: closed}", "missing-key", "count", "at_least"),
        ("count: {at_least: 2}", "missing-key", "count", "`of`"),
        ("count: {of: closed, at_lest: 2}", "unknown-key", "at_lest", "`at_least`"),
        ("count: {of: closed, at_least: 2, in_last: 30 days}", "wrong-unit", "30 days", ""),
        ("count: {of: closed, at_least: 2, distinct: lawfull}", "unknown-payload", "lawfull", "`lawful`"),
        ("latest: {of: closed}", "missing-key", "latest", "`is`"),
        ("al: [{ticket.level: city}]", "unknown-fact", "al", "`all`"),
        ("any: {ticket.level: city}", "wrong-kind", "{ticket.level: city}", "- "),
    ],
)  # fmt: skip
def test_condition__what_is_refused(
    text: str, code: str, underlined: str, fix: str
) -> None:
    outcome = _with_if(text)
    found = [d for d in outcome.found if d.severity == "error"]
    assert [d.code for d in found] == [code]
    assert found[0].span is not None
    assert found[0].span.text(outcome.lines) == underlined
    assert fix in (found[0].fix.zh if found[0].fix else "")
    assert outcome.rulebook is None


def test_condition__trigger_facts_need_a_trigger() -> None:
    rules = """
whenever: {title: 一旦, cite: A-1 第一条, when: {event.role: lead}, status: difficult, until: never}
"""
    outcome = compile_rules(rules)
    assert "fact-out-of-place" in outcome.codes


@pytest.mark.parametrize(
    ("keys", "refused"),
    [
        (
            "must: {dispatched: {unit: any}}, ends_on: {off: {closed: {unit: any}}}",
            None,
        ),
        ("must: {all_of: [{dispatched: {unit: any}}]}", None),
        ("must: {dispatched: {unit: 甲局}}", None),
        ("must: {dispatched: {unit: same}}", "same"),
        ("must: dispatched, ends_on: {off: {closed: {unit: same}}}", "same"),
        ("must: dispatched, status: difficult, until: {closed: {unit: any}}", "any"),
    ],
)
def test_pattern__unit_any_belongs_to_what_closes_a_limit(
    keys: str, refused: str | None
) -> None:
    outcome = compile_rules(
        f"""
pass_on: {{title: 转办, cite: A-1 第一条, from: return_requested, who: platform, {keys}, do: redispatch, within: none}}
"""
    )
    found = [d for d in outcome.found if d.severity == "error"]
    shown = [d.span.text(outcome.lines) for d in found if d.span is not None]
    assert (shown, [d.code for d in found]) == (
        ([], []) if refused is None else ([refused], ["wrong-test"])
    )


def test_condition__no_unit_needed_where_no_unit_is_in_question() -> None:
    rules = (
        HANDLE
        + """
whenever: {title: 一旦, cite: A-1 第一条, when: {happened: return_requested}, status: difficult, until: never}
"""
    )
    assert compile_rules(rules).rule("whenever").becomes_true == Happened(
        (Pattern("return_requested"),)
    )


def test_condition__defined_by_itself_is_refused() -> None:
    words = "conditions: {a: {title: 甲, is: {condition.b: true}}, b: {title: 乙, is: {condition.a: true}}}"
    outcome = _with_if("condition.a: true", words=words)
    assert "cycle" in outcome.codes


def test_pattern__several_events_in_one_mapping_are_refused() -> None:
    outcome = _with_if("{}", trigger="{dispatched: {role: lead}, closed: {}}")
    assert "wrong-kind" in outcome.codes


# --- choices -------------------------------------------------------------------------


def _with_within(text: str, **sections: str) -> Outcome:
    rules = HANDLE.replace("5 working days", text.replace("\n", "\n    "))
    return compile_rules(rules, asked=None, readings=READINGS, **sections)


def _within(text: str, **sections: str) -> object:
    limit = _with_within(text, **sections).rule("handle").cases[0].limit
    assert limit is not None
    return limit.within


FIVE, THREE = Within(WorkingDays(10)), Within(WorkingDays(6))


def test_choice__by_fact_is_a_table_with_otherwise_last() -> None:
    table = _within(
        "{by: ticket.level, otherwise: 5 working days, provincial: 3 working days}"
    )
    assert isinstance(table, Table)
    assert table.hit == "first"
    assert [(row.when, row.value) for row in table.rows] == [
        (Test(LEVEL, "is", "provincial"), Constant(THREE)),
        (Always(), Constant(FIVE)),
    ]


def test_choice__by_reading_is_folded_and_remembered() -> None:
    text = "{by: reading.T1, a: 5 working days, b: 3 working days}"
    assert _within(text) == Constant(FIVE, ("T1",))
    rules = HANDLE.replace("5 working days", text)
    outcome = compile_rules(rules, asked={"T1": "b"}, readings=READINGS)
    limit = outcome.rule("handle").cases[0].limit
    assert limit is not None
    assert limit.within == Constant(THREE, ("T1",))


def test_choice__rows_carry_their_cites_and_readings() -> None:
    table = _within(
        """
hit: first
rows:
  - {if: {ticket.level: county}, is: 3 working days, cite: A-2 第二条}
  - {otherwise: {by: reading.T1, a: 5 working days, b: 3 working days}}"""
    )
    assert isinstance(table, Table)
    assert [(row.cites, row.readings) for row in table.rows] == [
        (("A-2",), ()),
        ((), ("T1",)),
    ]


def test_choice__unique_table_spells_otherwise_out() -> None:
    table = _within(
        """
hit: unique
rows:
  - {if: {ticket.level: county}, is: 3 working days}
  - {otherwise: 5 working days}"""
    )
    assert isinstance(table, Table)
    assert table.hit == "unique"
    assert table.rows[1].when == Not(AnyOf((Test(LEVEL, "is", "county"),)))


def test_choice__earliest_of_several() -> None:
    value = _within("{earliest: [5 working days, 3 working days]}")
    assert value == Extreme("earliest", (Constant(FIVE), Constant(THREE)))


def test_choice__missing_value_stays_missing() -> None:
    values = "lost: {title: 签收时限, is: missing, where: 未提供, cite: A-1 第一条}"
    assert _within("value.lost", values=values) == Missing(
        "lost", "签收时限", "未提供", ("A-1",)
    )


def test_choice__named_value_brings_its_cite() -> None:
    values = "five: {title: 五日, is: 5 working days, cite: A-1 第一条}"
    table = _within("value.five", values=values)
    assert isinstance(table, Table)
    assert table.rows[0].cites == ("A-1",)
    assert table.rows[0].value == Constant(FIVE)


def test_choice__points_value_is_a_decimal() -> None:
    rules = (
        HANDLE
        + """
late: {title: 扣分, cite: A-2 第二条（一）, from: handle.passed, penalty: points, points: 0.5, one_per: unit}
"""
    )
    effects = compile_rules(rules).rule("late").cases[0].effects
    assert effects.penalty is not None
    assert effects.penalty.points == Constant(Decimal("0.5"))


@pytest.mark.parametrize(
    ("text", "code", "underlined"),
    [
        ("{by: reading.T1, a: 5 working days}", "option-missing", "reading.T1"),
        ("{by: reading.T1, a: 5 working days, b: 3 working days, c: 1 working day}", "option-extra", "c"),
        ("{by: reading.T2, a: 5 working days}", "unknown-reading", "reading.T2"),
        ("{by: reading.T1, a: 5 working days, b: 3 days}", "wrong-unit", "3 days"),
        ("value.fiv", "unknown-value", "value.fiv"),
        ("{by: ticket.levl, city: 5 working days}", "unknown-fact", "ticket.levl"),
        ("{by: ticket.level, citi: 5 working days, otherwise: 3 working days}", "wrong-value", "citi"),
        ("{by: ticket.level, city: 5 working days}", "rows-gap", "ticket.level"),
        ("{rows: [{otherwise: 5 working days}]}", "missing-key", ""),
    ],
)  # fmt: skip
def test_choice__what_is_refused(text: str, code: str, underlined: str) -> None:
    outcome = _with_within(text)
    found = [d for d in outcome.found if d.code not in {"unused-reading"}]
    assert [d.code for d in found] == [code]
    assert found[0].span is not None
    assert not underlined or found[0].span.text(outcome.lines) == underlined


def test_choice__option_not_chosen_is_checked_all_the_same() -> None:
    text = "{by: reading.T1, a: 5 working days, b: until handel.due}"
    outcome = _with_within(text)
    assert outcome.codes == ["unknown-rule"]


def test_choice__only_a_reading_may_choose_a_light() -> None:
    rules = (
        HANDLE
        + """
lamp: {title: 灯, cite: A-2 第二条, from: closed, light: {by: ticket.level, city: red, otherwise: none}}
"""
    )
    outcome = compile_rules(rules)
    assert outcome.codes == ["not-a-constant"]


def test_choice__until_is_a_point() -> None:
    outcome = compile_rules(
        HANDLE
        + """
ask: {title: 申请, cite: A-3 第三条, from: handle.opened, who: unit, may: extension_requested, one_per: unit, again: replaces, within: until 1 working day before handle.due, counted: days}
"""
    )
    limit = outcome.rule("ask").cases[0].limit
    assert limit is not None
    assert isinstance(limit.within, Constant)
    assert isinstance(limit.within.value, Until)
    assert isinstance(limit.within.value.point, Shifted)


def test_choice__by_a_number_reads_its_keys_as_numbers() -> None:
    rules = HANDLE.replace("from: dispatched", "from: redo_ordered").replace(
        "5 working days", "{by: event.n, 1: 5 working days, otherwise: 3 working days}"
    )
    limit = compile_rules(rules).rule("handle").cases[0].limit
    assert limit is not None
    assert isinstance(limit.within, Table)
    assert limit.within.rows[0].when == Test(Fact("event", "n"), "is", 1)


def test_choice__by_text_keeps_digits_as_text() -> None:
    table = _within(
        "{by: ticket.subkind, 15: 5 working days, otherwise: 3 working days}"
    )
    assert isinstance(table, Table)
    assert table.rows[0].when == Test(Fact("ticket", "subkind"), "is", "15")


def test_choice__by_yes_or_no() -> None:
    table = _within(
        "{by: ticket.historical, true: 5 working days, false: 3 working days}"
    )
    assert isinstance(table, Table)
    assert [getattr(row.when, "operand", None) for row in table.rows] == [True, False]


def test_choice__by_document() -> None:
    assert _within("{by: document, doc: 5 working days}") == Constant(FIVE)
    assert _within("{by: document, otherwise: 5 working days}") == Constant(FIVE)
    outcome = _with_within("{by: document, dox: 5 working days}")
    assert outcome.codes == ["unknown-document"]


def test_choice__nested_by_reading_inside_a_row_and_an_extreme() -> None:
    value = _within(
        "{by: reading.T1, a: {earliest: [5 working days, 3 working days]}, b: 3 working days}"
    )
    parts = (Constant(FIVE, ("T1",)), Constant(THREE, ("T1",)))
    assert value == Extreme("earliest", parts)


def test_choice__of_missing_leaves_its_reading_to_the_case() -> None:
    values = "lost: {title: 时限, is: missing, where: 未提供, cite: A-1 第一条}"
    outcome = _with_within(
        "{by: reading.T1, a: value.lost, b: 3 working days}", values=values
    )
    assert outcome.rule("handle").cases[0].readings == ("T1",)


def test_choice__defined_by_itself_is_refused() -> None:
    values = "a: {title: 甲, is: value.b, cite: A-1 第一条}\nb: {title: 乙, is: value.a, cite: A-1 第一条}"
    assert "cycle" in _with_within("value.a", values=values).codes


def test_pattern__may_be_chosen_by_a_reading() -> None:
    text = "{by: reading.T1, a: closed, b: [archived, {redo_ordered: {n: 2}}]}"
    rules = HANDLE.replace("from: dispatched", f"from: {text}")
    assert compile_rules(rules, readings=READINGS).rule("handle").trigger == (
        Pattern("closed"),
    )
    other = compile_rules(rules, asked={"T1": "b"}, readings=READINGS).rule("handle")
    assert [pattern.event for pattern in other.trigger] == ["archived", "redo_ordered"]


def test_condition__may_be_chosen_by_a_reading() -> None:
    text = "{by: reading.T1, a: {ticket.level: city}, b: {ticket.kind: request}}"
    assert _condition(text, readings=READINGS) == Test(LEVEL, "is", "city")


def test_condition__a_value_of_the_list_may_be_a_fact() -> None:
    found = _condition("event.unit: [unit.name, 某某区]")
    assert found == Test(Fact("event", "unit"), "in", (Fact("unit", "name"), "某某区"))


def test_on__asks_for_a_calendar() -> None:
    rule = (
        "report: {title: 报告, cite: A-1 第一条, from: dispatched, who: unit, do: urge,"
        " must: result_submitted, within: none, if: {event.at: {on: rest_day}}}"
    )
    assert compile_rules(rule, counting="").found == []
    outcome = compile_rules(rule, counting="", calendars="")
    assert outcome.codes == ["unknown-calendar"]
    assert outcome.underlined == ["on"]


@pytest.mark.parametrize(
    ("amount", "refused"),
    [
        ("8 working hours", True),
        ("event.limit_days calendar days", True),
        ("8 hours", False),
        ("3 working days", False),
        ("1 month", False),
    ],
)
def test_in_last__is_of_days_or_elapsed(amount: str, refused: bool) -> None:
    rules = (
        HANDLE
        + f"""
again:
  title: 再次
  cite: A-1 第一条
  from: dispatched
  if: {{count: {{of: {{dispatched: {{unit: same}}}}, in_last: {amount}, at_least: 2}}}}
  penalty: yellow_card
  one_per: event
"""
    )
    assert (compile_rules(rules).rulebook is None) is refused
