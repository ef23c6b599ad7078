"""Every check of meaning: a profile it accepts beside each one it refuses."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

import pytest

from tests.support.profiles import (
    COUNTING,
    HANDLE,
    Outcome,
    compile_rules,
    compile_text,
    profile_text,
)

READING = (
    "T1: {about: 试, options: {a: 甲, b: 乙}, chosen: a, basis: cited, ground: 因}"
)


def _marks(marks: str, within: str = "5 working days", **sections: str) -> Outcome:
    rules = HANDLE.replace("5 working days", within) + f"  marks: {marks}\n"
    return compile_rules(rules, asked=None, **sections)


def _fix(outcome: Outcome) -> str:
    fix = outcome.only.fix
    return fix.zh if fix else ""


def test_sound_profile__nothing_is_reported() -> None:
    outcome = compile_rules(HANDLE)
    assert outcome.found == []
    assert outcome.book.id == "trial"


# --- cites ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cite", "code", "underlined", "fix"),
    [
        ("A-9 第一条", "unknown-clause", "A-9", "A-1"),
        ("A-1 B-1 第一条", "unknown-clause", "B-1", "`A-1`"),
        ("A-1 第二条", "article-mismatch", "第二条", "第一条"),
        ("A-1 A-3 第一条", "article-mismatch", "第一条", "第三条"),
        ("A-1", "bad-cite", "A-1", "A-1 第一条"),
        ("第一条", "bad-cite", "第一条", "登记表"),
    ],
)
def test_cite__what_is_refused(cite: str, code: str, underlined: str, fix: str) -> None:
    outcome = compile_rules(HANDLE.replace("A-1 第一条", cite))
    assert outcome.codes == [code]
    assert outcome.underlined == [underlined]
    assert fix in _fix(outcome)


@pytest.mark.parametrize(
    "cite",
    ["A-2 第二条", "A-2 第二条（一）", "A-1 A-2 第一条、第二条", "A-2 第二条(一)"],
)
def test_cite__article_may_be_the_one_around(cite: str) -> None:
    assert compile_rules(HANDLE.replace("A-1 第一条", cite)).found == []


def test_cite__rule_without_one_is_refused() -> None:
    outcome = compile_rules(HANDLE.replace("  cite: A-1 第一条\n", ""))
    assert outcome.codes == ["missing-cite"]
    assert outcome.underlined == ["handle"]


def test_cite__mark_without_one_is_refused() -> None:
    outcome = _marks("{red: {at: past due, light: red}}")
    assert outcome.codes == ["missing-cite"]
    assert outcome.underlined == ["red"]


def test_cite__case_without_one_is_refused() -> None:
    rules = HANDLE.replace("  cite: A-1 第一条\n", "").replace(
        "  within: 5 working days\n",
        """  cases:
    by: ticket.level
    city: {within: 5 working days, cite: A-1 第一条}
    otherwise: {within: 3 working days}
""",
    )
    outcome = compile_rules(rules)
    assert outcome.codes == ["missing-cite"]
    assert outcome.underlined == ["otherwise"]


def test_register__clause_cited_by_nothing_is_a_warning() -> None:
    register = "A-1: {at: 第一条}\nA-5: {at: 第五条}\nA-6: {at: 第六条, no_rule: 目的}"
    outcome = compile_text(profile_text(), register=register)
    assert outcome.codes == ["uncited-clause"]
    assert outcome.only.span is not None
    assert (outcome.only.span.file, outcome.only.span.line) == ("trial.yaml", 2)
    assert outcome.rulebook is not None


def test_register__what_yields_nothing_says_why() -> None:
    register = "A-1: {at: 第一条}\nA-5: {at: 第五条, computable: none}"
    outcome = compile_text(profile_text(), register=register)
    assert outcome.codes == ["missing-key"]
    assert outcome.only.span is not None
    assert (outcome.only.span.file, outcome.only.span.line) == ("trial.yaml", 2)
    assert outcome.rulebook is None


def test_register__what_can_be_computed_is_not_excused() -> None:
    register = "A-1: {at: 第一条, computable: finding, no_rule: 没有写}"
    outcome = compile_text(profile_text(), register=register)
    assert outcome.codes == ["keys-clash"]
    assert outcome.only.span is not None
    assert outcome.only.span.file == "trial.yaml"
    assert outcome.rulebook is None


def test_register__facts_of_a_clause() -> None:
    register = (
        "A-1: {at: 第一条, line: 7, class: clock, computable: finding, gist: 期限,"
        " en: Five days}\nA-2: {at: 第二条, no_rule: 目的}"
    )
    first, second = compile_text(profile_text(), register=register).book.clauses
    assert (first.line, first.kind, first.computable) == (7, "clock", "finding")
    assert (first.gist, first.en, first.no_rule) == ("期限", "Five days", "")
    assert (second.line, second.kind, second.computable) == (None, "", "none")


# --- countings -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "setting", ["first_day", "last_day_ends", "at_the_limit", "rest_days_after"]
)
def test_counting__setting_that_is_needed(setting: str) -> None:
    lines = [line for line in COUNTING.splitlines() if setting not in line]
    outcome = compile_rules(HANDLE, counting="\n".join(lines))
    assert outcome.codes == ["setting-missing"]
    assert outcome.underlined == ["days"]
    assert f"`{setting}:`" in _fix(outcome)
    assert outcome.only.related[0].span.text(outcome.lines) == "5 working days"


@pytest.mark.parametrize(
    ("within", "needed"),
    [
        ("46 hours", "rest_days_in_hours"),
        ("until event.due_override", "end_on_rest_day"),
        ("0.5 working days", "halves_split_at"),
        ("30 calendar days", "end_on_rest_day"),
        ("2 months", "end_on_rest_day"),
    ],
)
def test_counting__what_an_amount_needs(within: str, needed: str) -> None:
    outcome = compile_rules(HANDLE.replace("5 working days", within))
    errors = [d for d in outcome.found if d.severity == "error"]
    assert [d.code for d in errors] == ["setting-missing"]
    assert errors[0].headline.zh == f"计时方式 `days` 没有写 `{needed}`"


def test_counting__setting_without_use_is_a_warning() -> None:
    outcome = compile_rules(HANDLE, counting=COUNTING + "  rest_days_in_hours: pause\n")
    assert outcome.codes == ["setting-unused"]
    assert outcome.underlined == ["rest_days_in_hours"]
    assert outcome.rulebook is not None


def test_counting__mark_counts_as_a_use() -> None:
    counting = COUNTING + "  rest_days_in_hours: pause\n"
    outcome = _marks(
        "{near: {at: 2 hours before due, light: yellow, cite: A-2 第二条}}",
        counting=counting,
    )
    assert outcome.found == []


def test_counting__missing_number_hides_what_is_used() -> None:
    values = "lost: {title: 时限, is: missing, where: 未提供, cite: A-1 第一条}"
    outcome = compile_rules(
        HANDLE.replace("5 working days", "value.lost"), values=values
    )
    assert outcome.found == []


@pytest.mark.parametrize(
    ("before", "after", "code", "underlined", "fix"),
    [
        ("first_day: not_counted", "first_day: not_countd", "wrong-value", "not_countd", "`not_counted`"),
        ("first_day: not_counted", "first_day: reading.T9", "unknown-reading", "reading.T9", ""),
        ("first_day: not_counted", "first_day: reading.T1", "wrong-value", "reading.T1", ""),
        ("calendar: work", "calendar: wrok", "unknown-calendar", "wrok", "`work`"),
        ("at_the_limit: strict", "at_the_limit: {by: ticket.level, city: strict}", "not-a-constant", "ticket.level", ""),
    ],
)  # fmt: skip
def test_counting__wrong_words(
    before: str, after: str, code: str, underlined: str, fix: str
) -> None:
    outcome = compile_rules(
        HANDLE, counting=COUNTING.replace(before, after), readings=READING
    )
    assert code in outcome.codes
    assert underlined in outcome.underlined
    found = next(d for d in outcome.found if d.code == code)
    assert fix in (found.fix.zh if found.fix else "")


def test_counting__unknown_one() -> None:
    outcome = compile_rules(HANDLE.replace("counted: days", "counted: day"))
    assert outcome.codes == ["unknown-counting"]
    assert outcome.underlined == ["day"]
    assert "`days`" in _fix(outcome)


def test_counting__must_be_said() -> None:
    outcome = compile_rules(HANDLE.replace("  counted: days\n", ""))
    assert outcome.codes == ["missing-key"]
    assert "`days`" in _fix(outcome)


# --- marks ---------------------------------------------------------------------------

HOURS = "hours: {title: 小时, calendar: work, rest_days_in_hours: pause, at_the_limit: strict, rest_days_after: late}"


@pytest.mark.parametrize(
    ("within", "at"),
    [
        ("46 hours", "80 hours before due"),
        ("5 working days", "6 working days before due"),
        ("5 working days", "1 working day before start"),
        ("{by: ticket.level, provincial: 2 working days, otherwise: 5 working days}", "3 working days before due"),
    ],
)  # fmt: skip
def test_mark__before_the_start(within: str, at: str) -> None:
    counting = COUNTING + "  rest_days_in_hours: pause\n"
    outcome = _marks(
        f"{{near: {{at: {at}, light: yellow, cite: A-2 第二条}}}}",
        within,
        counting=counting,
    )
    errors = [d for d in outcome.found if d.severity == "error"]
    assert [d.code for d in errors] == ["mark-before-start"]
    assert errors[0].span is not None
    assert errors[0].span.text(outcome.lines) == at
    assert errors[0].related[0].span.text(outcome.lines) == within


@pytest.mark.parametrize(
    "at", ["5 working days before due", "1 working day before due", "past due"]
)
def test_mark__at_the_start_or_later(at: str) -> None:
    assert (
        _marks(f"{{near: {{at: {at}, light: yellow, cite: A-2 第二条}}}}").found == []
    )


@pytest.mark.parametrize(
    ("yellow", "red", "ordered"),
    [
        ("1 working day before due", "past 1 working day after due", True),
        ("past due", "past 1 working day after due", True),
        ("due", "past due", True),
        ("past due", "past due", False),
        ("past 2 working days after due", "past 1 working day after due", False),
        ("past due", "1 working day before due", False),
        ("past 5 working days after start", "past 6 working days after start", True),
        ("past 6 working days after start", "past due", False),
    ],
)
def test_mark__yellow_before_red(yellow: str, red: str, ordered: bool) -> None:
    outcome = _marks(
        f"{{y: {{at: {yellow}, light: yellow, cite: A-2 第二条}}, "
        f"r: {{at: {red}, light: red, cite: A-2 第二条}}}}"
    )
    assert outcome.codes == ([] if ordered else ["marks-out-of-order"])
    if not ordered:
        assert outcome.underlined == [yellow]


@pytest.mark.parametrize(
    ("yellow", "red", "ordered"),
    [
        ("light: yellow", "light: red, penalty: red_card", False),
        ("light: yellow, penalty: yellow_card", "light: red", False),
        ("light: yellow", "penalty: red_card", True),  # nothing to compare
        ("penalty: yellow_card", "light: red, penalty: red_card", False),
    ],
)
def test_mark__that_brings_light_and_card_is_compared_in_both(
    yellow: str, red: str, ordered: bool
) -> None:
    outcome = _marks(
        f"{{y: {{at: past due, {yellow}, cite: A-2 第二条}}, "
        f"r: {{at: 1 working day before due, {red}, cite: A-2 第二条}}}}"
    )
    assert outcome.codes == ([] if ordered else ["marks-out-of-order"])


@pytest.mark.parametrize(
    ("within", "ordered"), [("46 hours", True), ("80 hours", False)]
)
def test_mark__cards_from_end_and_from_start(within: str, ordered: bool) -> None:
    rules = (
        HANDLE.replace("5 working days", within).replace("days", "hours")
        + """
  marks:
    yellow: {at: past due, penalty: yellow_card, cite: A-2 第二条}
    red: {at: past 70 hours after start, penalty: red_card, cite: A-2 第二条}
"""
    )
    outcome = compile_rules(rules, counting=HOURS)
    assert outcome.codes == ([] if ordered else ["marks-out-of-order"])


def test_mark__needs_a_point_or_an_event() -> None:
    assert _marks("{red: {light: red, cite: A-2 第二条}}").codes == ["missing-key"]
    both = "{red: {at: past due, on: closed, light: red, cite: A-2 第二条}}"
    assert _marks(both).codes == ["keys-clash"]


@pytest.mark.parametrize(
    ("point", "missing"),
    [
        ("3 hours before due", "rest_days_in_hours"),
        ("past 3 hours after start", "rest_days_in_hours"),
        ("0.5 working days before due", "halves_split_at"),
        ("1 working day before due", None),
        ("3 calendar days after start", None),
    ],
)
def test_mark__counted_in_a_way_that_lacks_what_it_needs(
    point: str, missing: str | None
) -> None:
    outcome = _marks(f"{{y: {{at: {point}, light: yellow, cite: A-2 第二条}}}}")
    assert outcome.codes == ([] if missing is None else ["setting-missing"])
    if missing is not None:
        assert f"`{missing}`" in outcome.only.headline.zh
        [label] = outcome.only.related
        assert label.span.text(outcome.lines) == point


def test_mark__from_the_start_needs_to_know_the_first_day() -> None:
    rules = HANDLE.replace("5 working days", "46 hours").replace("days", "hours")
    marks = "  marks: {y: {at: past 3 working days after start, light: yellow, cite: A-2 第二条}}\n"
    outcome = compile_rules(rules + marks, counting=HOURS)
    assert outcome.codes == ["setting-missing"]
    assert "`first_day`" in outcome.only.headline.zh


def test_penalty__on_an_assumed_number_is_refused() -> None:
    values = "soon: {title: 及时, is: 5 working days, basis: assumed, cite: A-1 第一条}"
    rules = HANDLE.replace("5 working days", "value.soon")
    assert compile_rules(rules, values=values).found == []
    rules += "  marks: {red: {at: past due, penalty: red_card, cite: A-2 第二条}}\n"
    outcome = compile_rules(rules, values=values)
    assert outcome.codes == ["assumed-penalty"]
    assert outcome.underlined == ["value.soon"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("granted_by: {extension_decided: {decision: approved}}", "granted_by: extension_decide"),
        ("asked_by: extension_requested", "asked_by: extension_request"),
        ("refused_by: closed", "refused_by: closd"),
        ("until: closed", "until: closd"),
        ("voided_by: closed", "voided_by: closd"),
        ("ends_on: {superseded: closed}", "ends_on: {superseded: closd}"),
    ],
)  # fmt: skip
def test_event__unknown_wherever_one_is_waited_for(before: str, after: str) -> None:
    rules = (
        HANDLE
        + """
  ends_on: {superseded: closed}
  marks: {r: {at: past due, penalty: red_card, voided_by: closed, cite: A-2 第二条}}
longer: {title: 延期, cite: A-3 第三条, changes: handle, asked_by: extension_requested, granted_by: {extension_decided: {decision: approved}}, refused_by: closed, moves_to: 2 working days after due, while_pending: counts}
late: {title: 迟了, cite: A-2 第二条, from: handle.passed, status: difficult, until: closed}
"""
    )
    assert compile_rules(rules).found == []
    outcome = compile_rules(rules.replace(before, after))
    assert outcome.codes == ["unknown-event"]
    assert outcome.underlined == [after.rpartition(": ")[2].strip("{}")]


# --- tables --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [
        ("ticket.level: city", "ticket.level: county", True),
        ("ticket.level: city", "ticket.kind: request", False),
        ("ticket.level: [city, county]", "ticket.level: [county, provincial]", False),
        ("{ticket.level: city, ticket.kind: request}", "{ticket.level: city, ticket.kind: consultation}", True),
        ("event.n: {at_least: 2}", "event.n: {less_than: 2}", True),
        ("event.n: {at_least: 2}", "event.n: {at_most: 2}", False),
        ("event.n: {more_than: 2}", "event.n: 2", True),
        ("event.n: {more_than: 2}", "event.n: 3", False),
        ("event.n: {more_than: 2, less_than: 4}", "event.n: 9", True),
        ("happened: closed", "ticket.level: city", True),
    ],
)  # fmt: skip
def test_table__rows_that_overlap_and_differ(
    first: str, second: str, agree: bool
) -> None:
    first, second = (
        part.strip("{}") if part.startswith("{") else part for part in (first, second)
    )
    rules = HANDLE.replace("from: dispatched", "from: redo_ordered").replace(
        "5 working days",
        f"""
    hit: unique
    rows:
      - {{if: {{{first}}}, is: 5 working days}}
      - {{if: {{{second}}}, is: 3 working days}}""",
    )
    codes = [code for code in compile_rules(rules).codes if code != "rows-gap"]
    assert codes == ([] if agree else ["rows-conflict"])


def test_table__rows_with_the_same_result_may_overlap() -> None:
    rules = HANDLE.replace(
        "5 working days",
        """
    hit: unique
    rows:
      - {if: {ticket.level: city}, is: 5 working days}
      - {if: {ticket.kind: request}, is: 5 working days}
      - {otherwise: 3 working days}""",
    )
    assert compile_rules(rules).found == []


# --- cycles --------------------------------------------------------------------------


def test_cycle__two_statuses_that_enter_each_other() -> None:
    outcome = compile_rules(
        HANDLE
        + """
one: {title: 一, cite: A-1 第一条, from: buck_passing.begins, status: difficult, until: never}
two: {title: 二, cite: A-1 第一条, from: difficult.begins, status: buck_passing, until: never}
"""
    )
    assert outcome.codes == ["cycle"]
    assert "buck_passing.begins → difficult.begins" in outcome.only.headline.zh
    assert outcome.underlined == ["one"]
    assert outcome.only.related


def test_cycle__card_that_earns_a_card() -> None:
    outcome = compile_rules(
        HANDLE
        + "again: {title: 牌, cite: A-2 第二条, from: card.issued, penalty: red_card, one_per: event}"
    )
    assert outcome.codes == ["cycle"]


def test_cycle__condition_that_makes_itself_true() -> None:
    outcome = compile_rules(
        HANDLE
        + "self: {title: 自, cite: A-1 第一条, when: {not: {status.difficult: true}}, status: difficult, until: difficult.begins}"
    )
    assert outcome.codes == ["cycle"]


def test_cycle__through_time_is_none() -> None:
    rules = HANDLE.replace("from: dispatched", "from: [dispatched, handle.passed]")
    assert compile_rules(rules).found == []


# --- names ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sections", "code", "underlined"),
    [
        ({"values": "five: {title: 五, is: 5 working days, cite: A-1 第一条}"}, "unused-name", "five"),
        ({"words": "conditions: {c: {title: 甲, is: {ticket.level: city}}}"}, "unused-name", "c"),
        ({"words": "events: {received: {title: 接到, is: dispatched}}"}, "unused-name", "received"),
        ({"words": "findings: {low: 低}"}, "unused-name", "low"),
        ({"calendars": "work: {title: 工作日, days: CN}\nother: {title: 另, days: CN}"}, "unused-name", "other"),
        ({"counting": COUNTING + "more: {title: 另, calendar: work}"}, "unused-name", "more"),
        ({"readings": READING}, "unused-reading", "T1"),
    ],
)  # fmt: skip
def test_name__never_used_is_a_warning(
    sections: dict[str, str], code: str, underlined: str
) -> None:
    outcome = compile_rules(HANDLE, asked=None, **sections)
    assert outcome.codes == [code]
    assert outcome.underlined == [underlined]
    assert outcome.rulebook is not None


def test_reading__without_a_choice_needs_no_use() -> None:
    outcome = compile_rules(
        HANDLE, readings=READING.replace("{a: 甲, b: 乙}", "{a: 甲}")
    )
    assert outcome.found == []


def test_name__reserved_word_is_refused() -> None:
    outcome = compile_rules(HANDLE.replace("handle:", "event:", 1))
    assert outcome.codes == ["name-clash"]
    assert outcome.underlined == ["event"]


def test_name__mark_called_like_an_event_of_the_engine() -> None:
    outcome = _marks("{passed: {at: past due, light: red, cite: A-2 第二条}}")
    assert outcome.codes == ["name-clash"]
    assert outcome.underlined == ["passed"]


# --- facts that change ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "said", "codes"),
    [
        ("ticket.urgency", "", ["facts-change-unsaid"]),
        ("ticket.urgency", "  if_facts_change: follow\n", []),
        ("ticket.level", "", []),
    ],
)
def test_cases__by_a_fact_that_events_change(
    fact: str, said: str, codes: list[str]
) -> None:
    rules = HANDLE.replace(
        "  within: 5 working days\n",
        f"""{said}  cases:
    by: {fact}
    otherwise: {{within: 5 working days}}
""",
    )
    outcome = compile_rules(rules)
    assert outcome.codes == codes
    if codes:
        assert outcome.underlined == [fact]


def test_every_check__all_faults_in_one_run() -> None:
    rules = """
one: {title: 一, cite: A-9 第九条, from: dispached, who: unt, must: result_submited, one_per: unit, within: 5 days, counted: dys}
two: {title: 二, from: handel.red, status: dificult}
"""
    outcome = compile_rules(rules)
    assert sorted(outcome.codes) == sorted(
        [
            "unknown-clause",
            "unknown-event",
            "unknown-role",
            "unknown-event",
            "wrong-unit",
            "unknown-counting",
            "missing-cite",
            "unknown-rule",
            "unknown-status",
            "missing-key",
        ]
    )
    lines = [d.span.line for d in outcome.found if d.span]
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("sections", "code", "underlined"),
    [
        ({"words": "conditions: {c: {title: 甲, is: {ticket.levl: city}}}"}, "unknown-fact", "ticket.levl"),
        ({"words": "events: {received: {title: 接到, is: dispached}}"}, "unknown-event", "dispached"),
        ({"values": "five: {title: 五, is: 5 working days, cite: A-8 第一条}"}, "unknown-clause", "A-8"),
    ],
)  # fmt: skip
def test_definition__fault_shows_though_nothing_uses_it(
    sections: dict[str, str], code: str, underlined: str
) -> None:
    outcome = compile_rules(HANDLE, asked=None, **sections)
    assert code in outcome.codes
    assert underlined in outcome.underlined


def test_definition__fault_shows_once_however_often_it_is_used() -> None:
    words = "conditions: {c: {title: 甲, is: {ticket.levl: city}}}"
    rules = HANDLE + "  if: {condition.c: true}\n"
    rules += rules.replace("handle:", "second:")
    outcome = compile_rules(rules, words=words)
    assert outcome.codes == ["unknown-fact"]
