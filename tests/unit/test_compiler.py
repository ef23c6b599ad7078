"""The compiler as a whole: documents, readings, rules, changes, words, and bad trees."""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_rules.profile.compiler import compile_profile
from hotline_rules.profile.node import Node
from hotline_rules.profile.source import read_yaml
from hotline_rules.profile.texts import day_number
from hotline_rules.rulebook import (
    Constant,
    Fact,
    NotOffered,
    Pattern,
    Season,
    Within,
)
from tests.support.profiles import (
    COUNTING,
    HANDLE,
    HEAD,
    REGISTER,
    Outcome,
    compile_rules,
    compile_text,
    profile_text,
)

READING = "T1: {about: 试, options: {a: 甲, b: 乙}, chosen: a, basis: assumed, ground: 因, cite: A-1 第一条}"
ONE_OFFERED = READING.replace(
    ", b: 乙}", "}, not_offered: {b: {means: 乙, why: 没有数据可查}}"
)
USING_IT = HANDLE.replace(
    "5 working days", "{by: reading.T1, a: 5 working days, b: 3 working days}"
)


def _error(outcome: Outcome) -> tuple[str, str, str]:
    """Return code, underlined text and remedy of the only error."""
    [error] = [d for d in outcome.found if d.severity == "error"]
    assert error.span is not None
    assert outcome.rulebook is None
    underlined = error.span.text(outcome.lines)
    return error.code, underlined, error.fix.zh if error.fix else ""


# --- head, documents -----------------------------------------------------------------


def test_rulebook__carries_the_head_and_the_words() -> None:
    book = compile_rules(HANDLE).book
    assert (book.id, book.title, book.format) == ("trial", "试验规则", 1)
    assert book.zone == "Asia/Shanghai"
    assert {event.id for event in book.events} >= {"dispatched", "result_submitted"}
    assert "yellow_card" in dict(book.titles)
    assert [calendar.id for calendar in book.calendars] == ["work"]
    assert [counting.id for counting in book.countings] == ["days"]
    assert [clause.id for clause in book.clauses] == ["A-1", "A-2", "A-3", "A-4"]


def test_rulebook__survives_pickling() -> None:
    book = compile_rules(HANDLE).book
    assert pickle.loads(pickle.dumps(book)).rules == book.rules


def test_rulebook__twice_the_same() -> None:
    first, second = compile_rules(HANDLE).book, compile_rules(HANDLE).book
    assert (first.rules, first.clauses) == (second.rules, second.clauses)


def test_document__days_and_law() -> None:
    head = HEAD.replace("until: open", "until: 2023-02-03")
    [document] = compile_text(
        profile_text().replace(HEAD.strip(), head.strip())
    ).book.documents
    assert document.first_day == day_number(date(2021, 1, 1))
    assert document.end_day == day_number(date(2023, 2, 4))
    assert document.law_at_duties == (Pattern("dispatched"),)
    assert document.law_at_procedure == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("{from: 2021-01-01, until: open}", "{from: 2021-01-01, until: 2020-01-01}", ("bad-date", "2020-01-01", "核对")),
        ("duties: dispatched", "duties: dispatchd", ("unknown-event", "dispatchd", "`dispatched`")),
        ("after_end: apply_and_flag", "after_end: aply", ("wrong-value", "aply", "")),
        ("after_end: apply_and_flag", "after_end: refuse\n    replaces: other", ("unknown-document", "other", "`doc`")),
        ("after_end: apply_and_flag", "after_end: refuse\n    replaces: [dok]", ("unknown-document", "dok", "`doc`")),
        ("cite: A-1 第一条", "cite: A-7 第一条", ("unknown-clause", "A-7", "A-1")),
    ],
)  # fmt: skip
def test_document__what_is_refused(
    before: str, after: str, expected: tuple[str, str, str]
) -> None:
    outcome = compile_text(profile_text().replace(before, after, 1))
    code, underlined, fix = _error(outcome)
    assert (code, underlined) == expected[:2]
    assert expected[2] in fix


def test_document__dates_may_go_by_a_reading() -> None:
    text = profile_text(USING_IT, readings=READING).replace(
        "{from: 2021-01-01,", "{from: {by: reading.T1, a: 2021-01-01, b: 2021-02-01},"
    )
    assert compile_text(text).book.documents[0].first_day == 18_628
    other = compile_text(text, asked={"T1": "b"}).book
    assert other.documents[0].first_day == 18_659


def test_register__clause_listed_twice() -> None:
    text = profile_text()
    two = text.replace(
        "calendars:",
        """  second:
    title: 另一办法
    issued: 2021-01-01
    in_force: {from: 2021-01-01, until: open}
    law_at: {duties: dispatched, procedure: the_event}
    after_end: apply_and_flag
    clauses: registers/trial.yaml
    cite: A-1 第一条
calendars:""",
        1,
    )
    assert set(compile_text(two).codes) == {"name-clash"}


def test_register__may_be_grouped_by_document() -> None:
    register = "doc:\n" + "".join(
        f"  {line}\n" for line in REGISTER.strip().splitlines()
    )
    assert compile_text(profile_text(), register=register).found == []


def test_register__unreadable_leaves_cites_unchecked() -> None:
    root, _, lines = read_yaml(
        "profile.yaml", profile_text().replace("A-1 第一条", "B-1 第九条").encode()
    )
    assert root is not None
    _, found = compile_profile(root, registers={})
    assert found == []
    assert lines


# --- readings ------------------------------------------------------------------------


def test_reading__chosen_and_asked() -> None:
    assert compile_rules(USING_IT, readings=READING).book.readings[0].chosen == "a"
    asked = compile_rules(USING_IT, asked={"T1": "b"}, readings=READING)
    assert asked.book.readings[0].chosen == "b"
    limit = asked.rule("handle").cases[0].limit
    assert limit is not None
    assert isinstance(limit.within, Constant)
    assert limit.within.readings == ("T1",)
    assert isinstance(limit.within.value, Within)


def test_reading__is_listed_with_options_basis_and_ground() -> None:
    [reading] = compile_rules(USING_IT, readings=READING).book.readings
    assert reading.options == (("a", "甲"), ("b", "乙"))
    assert (reading.basis, reading.ground, reading.cites) == ("assumed", "因", ("A-1",))


@pytest.mark.parametrize(
    ("asked", "readings", "code", "fix"),
    [
        ({"T1": "c"}, READING, "unknown-option", "`a`、`b`"),
        ({"T1": "bb"}, READING.replace("b: 乙", "bbb: 乙"), "unknown-option", "`bbb`"),
        ({"T2": "a"}, READING, "unknown-reading", "`T1`"),
    ],
)
def test_reading__what_is_asked_must_be_there(
    asked: dict[str, str], readings: str, code: str, fix: str
) -> None:
    rules = USING_IT.replace("b: 3", "bbb: 3") if "bbb" in readings else USING_IT
    outcome = compile_rules(rules, asked=asked, readings=readings)
    found, _, remedy = _error(outcome)
    assert found == code
    assert fix in remedy


def test_reading__what_is_offered_may_be_a_single_option() -> None:
    outcome = compile_rules(HANDLE, asked={"T1": "a"}, readings=ONE_OFFERED)
    assert outcome.found == []
    [reading] = outcome.book.readings
    assert reading.options == (("a", "甲"),)
    assert reading.not_offered == (NotOffered("b", "乙", "没有数据可查"),)


def test_reading__an_option_not_offered_is_refused_with_its_reason() -> None:
    outcome = compile_rules(HANDLE, asked={"T1": "b"}, readings=ONE_OFFERED)
    assert _error(outcome) == ("option-not-offered", "b", "可以选 `a`")
    assert outcome.only.why is not None
    assert outcome.only.why.zh == "没有数据可查"
    chosen = ONE_OFFERED.replace("chosen: a", "chosen: b")
    outcome = compile_rules(HANDLE, readings=chosen)
    assert _error(outcome)[:2] == ("option-not-offered", "b")


def test_reading__an_option_is_offered_or_not() -> None:
    both = ONE_OFFERED.replace("a: 甲", "a: 甲, b: 乙")
    assert _error(compile_rules(USING_IT, readings=both))[:2] == ("name-clash", "b")


def test_reading__a_choice_has_no_row_for_what_is_not_offered() -> None:
    outcome = compile_rules(USING_IT, readings=ONE_OFFERED)
    assert _error(outcome)[:2] == ("option-extra", "b")


def test_reading__chosen_must_be_an_option() -> None:
    outcome = compile_rules(
        USING_IT, readings=READING.replace("chosen: a", "chosen: c")
    )
    assert _error(outcome)[:2] == ("unknown-option", "c")


# --- rules ---------------------------------------------------------------------------


def test_document__law_of_actions_is_that_of_duties_unless_said() -> None:
    said = HEAD.replace("duties: dispatched,", "duties: dispatched, actions: closed,")
    text = profile_text()
    [silent] = compile_text(text).book.documents
    [document] = compile_text(text.replace(HEAD.strip(), said.strip())).book.documents
    assert silent.law_at_actions == (Pattern("dispatched"),)
    assert document.law_at_actions == (Pattern("closed"),)


def test_rule__law_at_of_duties_actions_and_procedure() -> None:
    outcome = compile_rules(
        HANDLE
        + """
ask: {title: 申请, cite: A-3 第三条, from: handle.opened, who: unit, may: extension_requested, one_per: unit, again: replaces, within: until handle.due, counted: days}
hard: {title: 疑难, cite: A-1 第一条, from: status_determined, status: difficult, until: closed}
leaked: {title: 牌, cite: A-1 第一条, from: finding.leak, penalty: red_card, one_per: act}
told: {title: 告知, cite: A-1 第一条, from: closed, who: platform, must: reminder_sent, do: urge, within: none}
fined: {title: 催告, cite: A-1 第一条, from: closed, who: platform, must: reminder_sent, do: urge, within: none, penalty: red_card, one_per: act}
may_ask: {title: 可问, cite: A-1 第一条, from: closed, who: unit, may: opinion_requested, within: none}
hurry:
  title: 催
  cite: A-1 第一条
  from: dispatched
  who: platform
  must: reminder_sent
  do: urge
  one_per: unit
  counted: days
  if_facts_change: keep
  cases:
    by: ticket.urgency
    emergency: {within: 1 working days}
    otherwise: {within: none}
"""
    )
    laws = {rule.id: rule.law_at for rule in outcome.book.rules}
    assert laws == {
        "handle": "duties",
        "ask": "procedure",
        "hard": "procedure",
        "leaked": "duties",
        "told": "actions",
        "fined": "duties",
        "may_ask": "procedure",
        "hurry": "duties",
    }


def test_rule__in_season() -> None:
    rules = HANDLE + "  in_force: {every_year: 11-15 to 03-15}\n"
    assert compile_rules(rules).rule("handle").season == Season(
        1115, 315, every_year=True
    )


def test_rule__cases_that_are_rules_join_their_conditions() -> None:
    outcome = compile_rules(
        HANDLE
        + """
watch:
  title: 督办
  if: {ticket.level: city}
  status: difficult
  until: never
  hit: first
  from: redo_ordered
  cases:
    many: {cite: A-1 第一条, if: {event.n: {at_least: 3}}}
    some: {cite: A-1 第一条}
"""
    )
    many, some = outcome.rule("watch.many"), outcome.rule("watch.some")
    assert (many.group, many.hit, some.hit) == ("watch", "first", "first")
    assert len(getattr(many.cases[0].condition, "parts", ())) == 2


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("  from: dispatched\n", "", ("missing-key", "handle", "from:")),
        ("from: dispatched", "from: dispatched\n  when: {ticket.level: city}", ("keys-clash", "handle", "")),
        ("  who: unit\n", "", ("missing-key", "handle", "who: unit")),
        ("who: unit", "who: uint", ("unknown-role", "uint", "`unit`")),
        ("  within: 5 working days\n", "", ("missing-key", "handle", "within")),
        ("  one_per: unit\n", "", ("instances-unsaid", "handle", "one_per: unit")),
        ("one_per: unit", "one_per: units", ("wrong-value", "units", "`unit`")),
        ("one_per: unit", "one_per: [ticket.mater_ref]", ("unknown-fact", "ticket.mater_ref", "matter_ref")),
        ("again: replaces", "again: replace", ("wrong-value", "replace", "`replaces`")),
        ("must: result_submitted", "must: result_submited", ("unknown-event", "result_submited", "`result_submitted`")),
        ("must: result_submitted", "must: result_submitted\n  may: closed", ("keys-clash", "may", "")),
        ("within: 5 working days", "within: 5 days", ("wrong-unit", "5 days", "5 working days")),
        ("within: 5 working days", "within: 5", ("wrong-unit", "5", "5 working days")),
        ("within: 5 working days", "within: 0 working days", ("bad-amount", "0 working days", "none")),
        ("within: 5 working days", "within: -3 working days", ("bad-amount", "-3 working days", "")),
        ("within: 5 working days", "within: 2021-03-01", ("bad-point", "2021-03-01", "until 2021-03-01")),
        ("within: 5 working days", "within: none", ("missing-key", "handle", "do:")),
        ("within: 5 working days", "within: until hande.due", ("unknown-rule", "until hande.due", "`handle`")),
        ("counted: days", "counted: days\n  do: urgee", ("unknown-action", "urgee", "`urge`")),
        ("counted: days", "counted: days\n  notice: slip", ("unknown-notice", "slip", "")),
        ("counted: days", "counted: days\n  flags: {reviw: always}", ("unknown-flag", "reviw", "`review`")),
        ("counted: days", "counted: days\n  penalty: red_crad", ("unknown-penalty", "red_crad", "`red_card`")),
        ("counted: days", "counted: days\n  status: dificult\n  until: never", ("unknown-status", "dificult", "`difficult`")),
        ("counted: days", "counted: days\n  status: difficult", ("missing-key", "status", "until: never")),
        ("counted: days", "counted: days\n  status: difficult\n  kind: no_takers\n  until: never", ("wrong-value", "no_takers", "`no_taker`")),
        ("counted: days", "counted: days\n  light: amber", ("wrong-value", "amber", "`yellow`")),
        ("counted: days", "counted: days\n  rung: talks.one", ("unknown-ladder", "talks.one", "")),
        ("counted: days", "counted: days\n  rests_on: [T1]", ("unknown-reading", "T1", "")),
        ("counted: days", "counted: days\n  about: unitt", ("wrong-value", "unitt", "`unit`")),
        ("counted: days", "counted: days\n  about: [ticket, unitt]", ("wrong-value", "unitt", "`unit`")),
        ("counted: days", "counted: days\n  in_force: {every_year: 06-31 to 08-31}", ("bad-date", "06-31 to 08-31", "")),
        ("counted: days", "counted: days\n  ends_on: {superseded: handle.oper}", ("unknown-event", "handle.oper", "`over`")),
    ],
)  # fmt: skip
def test_rule__what_is_refused(
    before: str, after: str, expected: tuple[str, str, str]
) -> None:
    code, underlined, fix = _error(compile_rules(HANDLE.replace(before, after)))
    assert (code, underlined) == expected[:2]
    assert expected[2] in fix


def test_rule__without_consequence() -> None:
    outcome = compile_rules("empty: {title: 空, cite: A-1 第一条, from: dispatched}")
    assert _error(outcome)[:2] == ("missing-key", "empty")


def test_rule__penalty_needs_one_per() -> None:
    outcome = compile_rules(
        "leaked: {title: 牌, cite: A-1 第一条, from: finding.leak, penalty: red_card}"
    )
    assert _error(outcome)[:2] == ("instances-unsaid", "leaked")


def test_rule__cases_by_if_on_one_trigger_need_hit() -> None:
    outcome = compile_rules(
        """
watch:
  title: 督办
  status: difficult
  until: never
  from: redo_ordered
  cases:
    many: {cite: A-1 第一条, if: {event.n: {at_least: 3}}}
    some: {cite: A-1 第一条}
"""
    )
    code, underlined, fix = _error(outcome)
    assert (code, underlined) == ("missing-key", "cases")
    assert "hit: all" in fix


def test_rule__case_by_a_fact_has_no_trigger_of_its_own() -> None:
    rules = HANDLE.replace(
        "  within: 5 working days\n",
        """  cases:
    by: ticket.level
    otherwise: {within: 5 working days, from: closed}
""",
    )
    assert _error(compile_rules(rules))[:2] == ("keys-clash", "from")


# --- changes -------------------------------------------------------------------------

EXTENSION = """
extension:
  title: 延期
  cite: A-3 第三条
  changes: handle
  asked_by: extension_requested
  granted_by: {extension_decided: {decision: approved}}
  while_pending: counts
  moves_to: 5 working days after due
"""


def test_change__sound() -> None:
    outcome = compile_rules(HANDLE + EXTENSION)
    assert outcome.found == []
    assert outcome.change("extension").law_at == "procedure"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("changes: handle", "changes: handel", ("unknown-rule", "handel", "`handle`")),
        ("changes: handle", "changes: [handle, extension]", ("unknown-rule", "extension", "")),
        ("  while_pending: counts\n", "", ("missing-key", "extension", "counts")),
        ("while_pending: counts", "while_pending: count", ("wrong-value", "count", "`counts`")),
        ("  moves_to: 5 working days after due\n", "", ("missing-key", "extension", "")),
        ("moves_to: 5 working days after due", "moves_to: due\n  ends: returned", ("keys-clash", "extension", "")),
        ("moves_to: 5 working days after due", "moves_to: 5 working days", ("bad-point", "5 working days", "after due")),
        ("moves_to: 5 working days after due", "moves_to: asked.promised_deu", ("unknown-payload", "asked.promised_deu", "promised_due")),
        ("moves_to: 5 working days after due", "moves_to: due\n  not_after: [due]", ("missing-key", "not_after", "cut")),
        ("moves_to: 5 working days after due", "moves_to: due\n  times: 0", ("wrong-value", "0", "")),
        ("  granted_by: {extension_decided: {decision: approved}}\n", "", ("missing-key", "extension", "asking")),
        ("decision: approved", "decision: approve", ("wrong-value", "approve", "`approved`")),
        ("  cite: A-3 第三条\n", "", ("missing-cite", "extension", "cite")),
        ("moves_to: 5 working days after due", "pauses_from: paused", ("missing-key", "pauses_from", "pauses_until")),
        ("moves_to: 5 working days after due", "pauses_from: paused\n  pauses_until: resumed\n  at_most: 30 days", ("wrong-unit", "30 days", "")),
    ],
)  # fmt: skip
def test_change__what_is_refused(
    before: str, after: str, expected: tuple[str, str, str]
) -> None:
    code, underlined, fix = _error(
        compile_rules(HANDLE + EXTENSION.replace(before, after))
    )
    assert (code, underlined) == expected[:2]
    assert expected[2] in fix


# --- ladders -------------------------------------------------------------------------

LADDER = "cards: {title: 一次一牌, weakest_first: [yellow_card, red_card], same: limit, lower: absorbed}"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("yellow_card", "yelow_card", ("unknown-step", "yelow_card", "`yellow_card`")),
        ("same: limit", "same: limits", ("wrong-value", "limits", "`limit`")),
        ("same: limit", "same: [unit, event.mnth]", ("unknown-payload", "event.mnth", "`month`")),
        ("lower: absorbed", "lower: absorb", ("wrong-value", "absorb", "`absorbed`")),
        ("weakest_first", "first", ("missing-key", "cards", "")),
    ],
)  # fmt: skip
def test_ladder__what_is_refused(
    before: str, after: str, expected: tuple[str, str, str]
) -> None:
    outcome = compile_rules(HANDLE, ladders=LADDER.replace(before, after))
    code, underlined, fix = _error(outcome)
    assert (code, underlined) == expected[:2]
    assert expected[2] in fix


def test_ladder__strongest_first_is_turned_round() -> None:
    ladder = LADDER.replace(
        "weakest_first: [yellow_card, red_card]",
        "strongest_first: [red_card, yellow_card]",
    )
    [compiled] = compile_rules(HANDLE, ladders=ladder).book.ladders
    assert compiled.steps == ("yellow_card", "red_card")


def test_ladder__steps_may_be_marks_rules_and_rungs() -> None:
    rules = (
        HANDLE
        + """
  marks: {red: {at: past due, light: red, rung: way.urged, cite: A-2 第二条}}
"""
    )
    ladder = "way: {title: 梯, weakest_first: [urged, handle.red, handle], same: ticket, lower: kept}"
    assert compile_rules(rules, ladders=ladder).found == []


# --- words ---------------------------------------------------------------------------


def test_words__roles_with_dated_titles() -> None:
    words = "roles: {platform: [{until: 2019-07-28, title: 甲}, {from: 2019-07-29, title: 乙}]}"
    book = compile_rules(HANDLE, words=words).book
    [role] = [role for role in book.roles if role.id == "platform"]
    assert role.titles == ((None, 18_106, "甲"), (18_106, None, "乙"))


def test_words__declared_ones_are_known() -> None:
    words = """
attributes:
  track: {title: 程序, one_of: [none, petition], absent_means: none, ground: 未转入, set_by: {track_joined: track}}
  size: {title: 规模, type: number}
events:
  track_joined: {title: 转入, payload: {track: [none, petition]}}
findings: {low: 低}
statuses: {odd: {title: 奇, of: unit, kinds: [a, b]}}
actions: {weigh: 称}
units: {张店区: {type: district, level: county, far: true}}
roles: {warden: {title: 管理员, of_unit: true}}
"""
    rules = """
one: {title: 一, cite: A-1 第一条, from: track_joined, if: {ticket.track: petition, ticket.size: {at_least: 3}, unit.far: true, finding.low: true}, status: odd, kind: a, until: never, who: warden, must: closed, do: weigh, within: none}
"""
    book = compile_rules(HANDLE + rules, words=words).book
    assert (
        "张店区",
        (("type", "district"), ("level", "county"), ("far", True)),
    ) in book.units
    [track] = [word for word in book.attributes if word.id == "track"]
    assert track.set_by == (("track_joined", "track"),)
    [event] = [word for word in book.events if word.id == "track_joined"]
    assert dict(event.payload).keys() == {"track", "unit"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "attributes: {track: {title: 程序, set_by: {joined: track}}}",
            ("unknown-event", "joined"),
        ),
        (
            "attributes: {track: {title: 程序, set_by: {classified: track}}}",
            ("unknown-payload", "track"),
        ),
        (
            "attributes: {track: {title: 程序, told_by: {subkin: {信访: petition}}}}",
            ("unknown-fact", "subkin"),
        ),
        (
            "attributes: {track: {title: 程序, told_by: {kind: {request: petition}}}}",
            ("wrong-value", "kind"),
        ),
        (
            "attributes: {track: {title: 程序, one_of: [none, petition], told_by: {subkind: {信访: petitio}}}}",
            ("wrong-value", "petitio"),
        ),
    ],
)
def test_words__what_is_refused(words: str, expected: tuple[str, str]) -> None:
    rules = HANDLE + "  if: {ticket.track: present}\n"
    assert _error(compile_rules(rules, words=words))[:2] == expected


def test_words__whose_an_event_is() -> None:
    words = "events: {checked: {title: 查, payload: {office: unit}, whose: office}}"
    rules = HANDLE + "  if: {happened: checked}\n"
    assert _error(compile_rules(rules, words=words))[:2] == ("unit-unsaid", "checked")
    rules = HANDLE + "  if: {happened: {checked: {unit: same}}}\n"
    book = compile_rules(rules, words=words).book
    [word] = [word for word in book.events if word.id == "checked"]
    assert word.unit_key == "office"


def test_fact__carries_what_its_absence_means() -> None:
    words = "attributes: {size: {title: 规模, one_of: [big, small], absent_means: small, ground: 常态}}"
    rules = (
        HANDLE
        + "  if: {ticket.size: big, ticket.historical: true, ticket.kind: request}\n"
    )
    condition = compile_rules(rules, words=words).rule("handle").cases[0].condition
    facts = [part.fact for part in getattr(condition, "parts", ())]
    assert facts == [
        Fact("ticket", "size", "small"),
        Fact("ticket", "historical", absent_means=False),
        Fact("ticket", "kind"),
    ]


# --- any tree ------------------------------------------------------------------------

RICH = profile_text(
    USING_IT
    + EXTENSION
    + """
  marks: {red: {at: past due, light: red, cite: A-2 第二条}}
hard:
  title: 疑难
  from: {status_determined: {status: difficult}}
  if: {any: [{ticket.level: city}, {not: {happened: {dispatched: {unit: same}}}}]}
  status: difficult
  until: [closed, {return_decided: {decision: approved}}]
  hit: all
  cases:
    a: {cite: A-1 第一条, if: {count: {of: closed, at_least: 2, since: archived}}}
    b: {cite: A-1 第一条, penalty: points, points: value.p, one_per: act}
""",
    readings=READING,
    values="p: {title: 分, hit: first, rows: [{if: {ticket.level: city}, is: 1}, {otherwise: 2}], cite: A-1 第一条}",
    ladders=LADDER,
    words="conditions: {c: {title: 丙, is: {ticket.level: city}}}",
)

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**12),
    st.just(Decimal("0.5")),
    st.just(date(2021, 1, 1)),
    st.text(max_size=12),
    st.sampled_from(
        ["", ".", "none", "never", "a.b", "ticket.", "value.p", "value.z", "reading.T1"]
        + [
            "reading.",
            "5 days",
            "until ",
            "past ",
            "due",
            "handle.due",
            "handle.",
            "by",
        ]
        + [
            "condition.c",
            "until until due",
            "1 hour after 1 hour after due",
            "finding.",
        ]
    ),
)
KEYS = st.sampled_from(
    ["by", "all", "any", "not", "rows", "hit", "if", "is", "otherwise", "earliest"]
    + ["count", "latest", "happened", "cases", "from", "changes", "unit", "x.y", "when"]
    + ["months_in_a_row", "at_the_act", "all_of", "marks", "penalty", "cite", "role"]
)


def _nodes(node: Node) -> list[Node]:
    return [node, *(found for child in node.children() for found in _nodes(child))]


def _copy(node: Node) -> Node:
    value = node.value
    if isinstance(value, dict):
        value = {key: _copy(child) for key, child in value.items()}
    elif isinstance(value, list):
        value = [_copy(child) for child in value]
    return Node(node.span, node.key_span, node.path, value, node.quoted, node.broken)


def _mutate(root: Node, data: st.DataObject) -> None:
    nodes = _nodes(root)
    node = nodes[data.draw(st.integers(0, len(nodes) - 1))]
    how = data.draw(st.sampled_from(["junk", "drop", "rename", "graft", "list"]))
    if how == "drop" and isinstance(node.value, dict) and node.value:
        node.value.pop(data.draw(st.sampled_from(sorted(node.value))))
    elif how == "rename" and isinstance(node.value, dict) and node.value:
        key = data.draw(st.sampled_from(sorted(node.value)))
        node.value[data.draw(KEYS)] = node.value.pop(key)
    elif how == "graft":
        node.value = _copy(nodes[data.draw(st.integers(0, len(nodes) - 1))]).value
    elif how == "list":
        node.value = [_copy(node)]
    else:
        node.value = data.draw(JUNK)


@cache
def _trees() -> tuple[Node, Node, int]:
    root, _, lines = read_yaml("profile.yaml", RICH.encode())
    clauses, _, _ = read_yaml("trial.yaml", REGISTER.encode())
    assert root is not None
    assert clauses is not None
    return root, clauses, len(lines)


@given(st.data())
def test_any_tree__compiles_or_is_reported_and_never_raises(
    data: st.DataObject,
) -> None:
    whole, clauses, lines = _trees()
    root = _copy(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        _mutate(root, data)
    registers = {"registers/trial.yaml": clauses}
    book, found = compile_profile(root, registers=registers)
    assert (book is None) == any(d.severity == "error" for d in found)
    for d in found:
        assert d.span is not None
        assert d.span.file in {"profile.yaml", "trial.yaml"}
        assert d.span.line <= lines or d.span.file == "trial.yaml"
        assert "Node(" not in d.headline.zh + d.headline.en


def test_rich_profile__is_sound() -> None:
    outcome = compile_text(RICH)
    assert [d.code for d in outcome.found] == ["unused-name"]


@pytest.mark.parametrize("entry", ["odd: 5", "odd: []", "odd: {cases: []}"])
def test_entry__of_another_shape_is_never_dropped_in_silence(entry: str) -> None:
    outcome = compile_rules(f"{HANDLE}\n{entry}\n")
    assert outcome.rulebook is None
    assert outcome.codes


def test_counting__faulty_one_makes_nothing_look_unused() -> None:
    outcome = compile_rules(
        HANDLE,
        readings=READING,
        counting=COUNTING.replace("not_counted", "reading.T11"),
    )
    assert outcome.codes == ["unknown-reading"]


def test_cases__what_all_of_them_lack_is_reported_once_at_the_entry() -> None:
    rules = (
        HANDLE
        + """
watch:
  title: 督办
  status: difficult
  until: never
  hit: all
  from: redo_ordered
  cases:
    many: {if: {event.n: {at_least: 3}}}
    some: {if: {event.n: {at_least: 2}}}
"""
    )
    outcome = compile_rules(rules)
    assert _error(outcome)[:2] == ("missing-cite", "watch")
    assert "`watch`" in outcome.only.headline.zh
    cited = rules.replace("some: {", "some: {cite: A-1 第一条, ")
    assert _error(compile_rules(cited))[:2] == ("missing-cite", "many")


def test_cases__fault_of_the_entry_is_reported_once() -> None:
    rules = HANDLE.replace("result_submitted", "result_submited").replace(
        "  within: 5 working days\n",
        """  cases:
    by: ticket.level
    city: {within: 5 working days}
    otherwise: {within: 3 working days}
""",
    )
    assert compile_rules(rules).codes == ["unknown-event"]


def test_cases__unique_ones_may_not_overlap() -> None:
    rules = (
        HANDLE
        + """
watch:
  title: 督办
  cite: A-1 第一条
  status: difficult
  until: never
  hit: unique
  from: redo_ordered
  cases:
    many: {if: {event.n: {at_least: 3}}}
    some: {if: {event.n: {at_least: 2}}}
"""
    )
    assert _error(compile_rules(rules))[:2] == ("rows-conflict", "some")
    apart = rules.replace("{at_least: 2}", "{at_least: 2, less_than: 3}")
    assert compile_rules(apart).codes == []


def test_counting__the_calendar_may_be_chosen_by_a_reading() -> None:
    parts = {
        "readings": READING,
        "calendars": "work: {title: 甲历, days: CN}\nlocal: {title: 乙历, days: CN-GX}",
        "counting": COUNTING.replace(
            "calendar: work", "calendar: {by: reading.T1, a: work, b: local}"
        ),
    }
    for asked, calendar in ({}, "work"), ({"T1": "b"}, "local"):
        outcome = compile_rules(HANDLE, asked=asked, **parts)
        assert outcome.found == []
        [counting] = outcome.book.countings
        assert (counting.calendar, counting.readings) == (calendar, ("T1",))


def test_limit__that_a_reading_leaves_without_a_time_counts_nothing() -> None:
    within = "{by: reading.T1, a: 5 working days, b: none}"
    rules = HANDLE.replace("5 working days", within) + "  do: sign_for\n"
    for option, counting in ("a", "days"), ("b", None):
        outcome = compile_rules(rules, asked={"T1": option}, readings=READING)
        [case] = outcome.rule("handle").cases
        assert case.limit is not None
        found = case.limit.counting
        assert (found and getattr(found, "value", found)) == counting


def test_value__by_a_fact_or_a_reading_stands_beside_its_title() -> None:
    rules = HANDLE.replace("5 working days", "value.v")
    by_fact = (
        "{title: 期限, cite: A-1 第一条, by: ticket.level,"
        " city: 5 working days, otherwise: 2 working days}"
    )
    assert compile_rules(rules, values=f"v: {by_fact}").found == []
    by_reading = "{title: 期限, by: reading.T1, a: 5 working days, b: 2 working days}"
    made = compile_rules(rules, values=f"v: {by_reading}", readings=READING)
    assert made.found == []
