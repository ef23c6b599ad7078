"""The shapes of real clauses that the language was made for: each compiles.

The clauses stand here without their cities: one document, invented numbers.
"""

# ruff: noqa: E501 - rules are written as a profile writes them

from __future__ import annotations

from textwrap import indent

import pytest

from hotline_rules.clock import Elapsed, WorkingDays
from hotline_rules.rulebook import (
    Anchor,
    Constant,
    DayOfMonth,
    EndsWith,
    Fact,
    FactPoint,
    LimitDue,
    MarkPoint,
    Missing,
    MonthsInARow,
    MovesTo,
    NoTime,
    Pauses,
    Shifted,
    Table,
    Until,
    Within,
)
from tests.support.profiles import HANDLE, Outcome, compile_rules

READINGS = "\n".join(
    f"{code}: {{about: 试, options: {{{', '.join(f'{o}: {o}' for o in options.split())}}}, "
    f"chosen: {options.split()[0]}, basis: cited, ground: 因}}"
    for code, options in {
        "T08": "offset ordinal at_once",
        "T11": "new continue",
        "T12": "relation_back run stop",
        "T14": "refused future_only",
        "T15": "soft hard",
        "T16": "decision filing_suffices",
        "T17": "same_clock own_clock",
        "T19": "follow keep",
        "T21": "rolled as_promised",
        "L03": "yellow none",
        "L07": "once daily",
        "P01": "absorb add",
        "P03": "most_specific each",
        "V06": "parallel first",
        "E01": "highest all",
    }.items()
)

COUNTING = """
days:
  title: 工作日和日期
  calendar: work
  first_day: not_counted
  last_day_ends: "24:00"
  at_the_limit: strict
  rest_days_after: late
  end_on_rest_day: {by: reading.T21, rolled: rolled, as_promised: stays}
hours: {title: 小时, calendar: work, rest_days_in_hours: pause, at_the_limit: strict, rest_days_after: late}
"""

WORDS = "events: {received: {title: 接到, is: dispatched}}"


def _compile(rules: str, **sections: str) -> Outcome:
    given = {"readings": READINGS, "counting": COUNTING, "words": WORDS, **sections}
    outcome = compile_rules(rules, asked=None, **given)
    errors = [d for d in outcome.found if d.severity == "error"]
    assert errors == [], [(d.headline.en, d.span) for d in errors]
    return outcome


LIGHTS = """
handle:
  title: 办理时限
  from: [received, redo_ordered]
  who: unit
  must: result_submitted
  one_per: unit
  again: {by: reading.T11, new: replaces, continue: ignored}
  counted: days
  forwarding: reading.T17
  if_facts_change: reading.T19
  cases:
    by: ticket.urgency
    normal:
      cite: A-1 第一条
      within:
        hit: first
        rows:
          - {if: {event.due_override: present}, is: until event.due_override}
          - {if: {ticket.provincial_due: present}, is: until ticket.provincial_due}
          - {otherwise: 5 working days}
    emergency: {cite: A-1 第一条, within: 3 working days, target: 1 working day}
  marks:
    yellow: {at: 1 working day before due, light: yellow, cite: A-2 第二条}
    gap: {at: past due, light: reading.L03, cite: A-2 第二条}
    red: {at: past 1 working day after due, light: red, cite: A-2 第二条}
  flags: {gap_filled: {event.type: redo_ordered}}
urge_slip: {title: 红灯时发送催办单, cite: A-2 第二条, from: handle.red, who: platform, must: {reminder_sent: {kind: urge}}, do: urge, notice: urge_slip, within: none, rests_on: [L07]}
"""


def test_shape__limit_with_cases_lights_and_readings() -> None:
    outcome = _compile(LIGHTS)
    rule = outcome.rule("handle")
    assert rule.by == Fact("ticket", "urgency", "normal")
    assert [case.name for case in rule.cases] == ["normal", "emergency"]
    assert [p.event for p in rule.trigger] == ["dispatched", "redo_ordered"]
    normal = rule.cases[0].limit
    assert normal is not None
    assert isinstance(normal.within, Table)
    assert normal.same_clock
    assert normal.again == "replaces"
    assert normal.if_facts_change == "follow"
    assert rule.cases[0].readings == ("T11", "T17", "T19")
    gap = normal.marks[1]
    assert gap.effects.light is not None
    assert gap.effects.light.colour == "yellow"
    assert gap.readings == ("L03",)
    assert gap.at == Constant(MarkPoint(Anchor("due"), past=True))
    urge = outcome.rule("urge_slip").cases[0]
    assert urge.readings == ("L07",)
    assert urge.limit is not None
    assert urge.limit.within == Constant(NoTime())
    assert (urge.limit.one_per, urge.limit.again) == (("unit",), "ignored")
    assert (urge.limit.action, urge.limit.notice) == ("urge", "urge_slip")


EXTENSION = (
    LIGHTS
    + """
ask_extension:
  title: 申请延期的期限
  from: handle.opened
  who: unit
  may: extension_requested
  one_per: unit
  again: replaces
  counted: days
  ends_on: {superseded: handle.over}
  cases:
    by: ticket.level
    provincial: {within: until 1 working day before handle.due, cite: A-3 第三条}
    otherwise: {within: until handle.due, cite: A-3 第三条}
extension:
  title: 延期
  cite: A-3 第三条
  changes: handle
  asked_by: ask_extension.used
  asked_late_by: {by: reading.T14, refused: none, future_only: ask_extension.used_late}
  granted_by: {by: reading.T16, decision: {extension_decided: {decision: approved}}, filing_suffices: asking}
  refused_by: {extension_decided: {decision: rejected}}
  while_pending: {by: reading.T12, relation_back: counts_provisionally, run: counts, stop: stops}
  times: 1
  moves_to:
    hit: first
    rows:
      - {if: {asked.promised_due: present}, is: asked.promised_due}
      - {if: {asked.days: present}, is: asked.days working days after due}
      - {otherwise: 5 working days after due}
  not_after: [5 working days after due]
  beyond: {by: reading.T15, soft: cut_unless_exceptional, hard: cut}
"""
)


def test_shape__windows_and_extension_with_relation_back() -> None:
    outcome = _compile(EXTENSION)
    ask = outcome.rule("ask_extension")
    limits = [case.limit for case in ask.cases]
    assert [limit.mode for limit in limits if limit] == ["may", "may"]
    assert ask.law_at == "procedure"
    assert ask.cases[1].values is None
    change = outcome.change("extension")
    assert change.targets == ("handle",)
    assert [p.event for p in change.asked_by] == ["ask_extension.used"]
    assert change.asked_late_by == ()
    assert change.while_pending == "counts_provisionally"
    assert not change.asking_suffices
    assert change.times == 1
    assert change.readings == ("T14", "T16", "T12", "T15")
    assert isinstance(change.effect, MovesTo)
    assert change.effect.beyond == "cut_unless_exceptional"
    assert isinstance(change.effect.point, Table)
    assert change.effect.point.rows[0].value == Constant(
        FactPoint(Fact("asked", "promised_due"))
    )


def test_shape__other_readings_of_the_extension() -> None:
    outcome = compile_rules(
        EXTENSION,
        asked={"T14": "future_only", "T16": "filing_suffices", "T12": "stop"},
        readings=READINGS,
        counting=COUNTING,
        words=WORDS,
    )
    change = outcome.change("extension")
    assert [p.event for p in change.asked_late_by] == ["ask_extension.used_late"]
    assert change.asking_suffices
    assert change.granted_by == ()
    assert change.while_pending == "stops"


CARDS = """
handle:
  title: 办理时限
  from: dispatched
  who: unit
  must: result_submitted
  one_per: unit
  again: replaces
  if_facts_change: reading.T19
  cases:
    by: ticket.kind
    consultation:
      cite: A-1 第一条
      within: 46 hours
      counted: hours
      marks:
        yellow: {at: past due, penalty: yellow_card, cite: A-2 第二条}
        red: {at: past 70 hours after start, penalty: red_card, cite: A-2 第二条}
    request: {cite: A-1 第一条, within: 5 working days, counted: days}
extension:
  title: 延期
  cite: A-3 第三条
  changes: handle
  asked_by: extension_requested
  granted_by: {extension_decided: {decision: approved}}
  while_pending: counts
  moves_to: asked.promised_due
  counted: days
  marks:
    yellow: {cite: A-2 第二条, penalty: yellow_card, at: {by: reading.T08, offset: past 1 working day after due, ordinal: past due, at_once: past due}}
    red: {cite: A-2 第二条, penalty: red_card, at: {by: reading.T08, offset: past 2 working days after due, ordinal: past 1 working day after due, at_once: past 1 working day after due}}
"""
LATENESS = "lateness: {title: 一次迟延一张牌, weakest_first: [yellow_card, red_card], same: limit, lower: {by: reading.P01, absorb: absorbed, add: kept}}"


def test_shape__cards_and_another_tariff_after_the_extension() -> None:
    outcome = _compile(CARDS, ladders=LATENESS)
    change = outcome.change("extension")
    assert change.marks is not None
    assert change.marks[0].at == Constant(
        MarkPoint(Shifted(WorkingDays(2), "after", Anchor("due")), past=True), ("T08",)
    )
    [ladder] = outcome.book.ladders
    assert ladder.steps == ("yellow_card", "red_card")
    assert (ladder.lower, ladder.readings) == ("absorbed", ("P01",))
    rule = outcome.rule("handle")
    assert rule.law_at == "duties"
    limit = rule.cases[0].limit
    assert limit is not None
    assert limit.marks[1].at == Constant(
        MarkPoint(Shifted(Elapsed(252_000), "after", Anchor("start")), past=True)
    )


def test_shape__continuation_with_two_duties_and_late_return() -> None:
    outcome = _compile(
        HANDLE
        + """
ask_continuation: {title: 申请续报, cite: A-3 第三条, from: handle.opened, who: unit, may: continuation_declared, one_per: unit, again: replaces, within: until handle.due, counted: days}
continuation: {title: 续报, cite: A-3 第三条, changes: handle, asked_by: ask_continuation.used, granted_by: asking, moves_to: asked.promised_due}
progress: {title: 在承诺期限内续报, cite: A-3 第三条, from: continuation.granted, who: unit, must: progress_reported, do: report_progress, one_per: event, within: until event.promised_due, counted: days, ends_on: {superseded: handle.over}}
return: {title: 退单, cite: A-3 第三条, from: received, who: unit, may: return_requested, one_per: unit, again: replaces, within: 2 working days, counted: days}
late_return: {title: 超期回退视为超期办理件, cite: A-3 第三条, from: return.used_late, status: deemed_overdue, until: never}
"""
    )
    assert outcome.change("continuation").asking_suffices
    progress = outcome.rule("progress").cases[0].limit
    assert progress is not None
    assert progress.within == Constant(Until(FactPoint(Fact("event", "promised_due"))))
    status = outcome.rule("late_return").cases[0].effects.status
    assert status is not None
    assert (status.status, status.until) == ("deemed_overdue", ())


def test_shape__third_dispatch_refused_and_one_act_one_card() -> None:
    outcome = _compile(
        """
difficult: {title: 疑难, cite: A-1 第一条, from: {status_determined: {status: difficult}}, status: difficult, until: never}
buck_passing:
  title: 推诿工单
  cite: A-1 第一条
  from: {return_requested: {not: {basic_facts: present, guidance: present}}}
  if:
    all:
      - status.difficult: true
      - count: {of: {dispatched: {unit: same}}, not_followed_by: {return_decided: {decision: approved}}, at_least: 3}
      - count: {of: {dispatched: {unit: same}}, since: {responsibility_confirmed: {unit: same}}, at_least: 1}
  status: buck_passing
  until: {return_decided: {decision: approved}}
buck_passing_card: {title: 推诿工单发红牌, cite: A-2 第二条, from: buck_passing.begins, penalty: red_card, act: return_requested, one_per: act, voided_by: buck_passing.ends}
wrongful_return:
  title: 强行退回
  cite: A-2 第二条
  from: finding.wrongful_return
  if:
    any:
      - {reading.V06: parallel}
      - {not: {happened: difficult.begins}}
      - {at_the_act: {condition.responsibility_confirmed: true}}
  penalty: red_card
  act: return_requested
  one_per: act
red:
  title: 红牌
  penalty: red_card
  one_per: act
  cases:
    lead_refused: {from: finding.lead_refused, cite: A-2 第二条}
    other_misconduct: {from: finding.other_misconduct, cite: A-2 第二条}
""",
        words=WORDS
        + "\nconditions: {responsibility_confirmed: {title: 已明确, is: {happened: {responsibility_confirmed: {unit: same}}}}}",
        ladders="conduct: {title: 一个行为一张红牌, strongest_first: [buck_passing_card, wrongful_return, red.lead_refused, red.other_misconduct], same: act, lower: {by: reading.P03, most_specific: listed, each: kept}}",
    )
    assert [rule.id for rule in outcome.book.rules if rule.group == "red"] == [
        "red.lead_refused",
        "red.other_misconduct",
    ]
    [ladder] = outcome.book.ladders
    assert ladder.steps[0] == "red.other_misconduct"
    card = outcome.rule("buck_passing_card").cases[0].effects.penalty
    assert card is not None
    assert card.one_per == ("act",)
    assert [p.event for p in card.voided_by] == ["buck_passing.ends"]


def test_shape__knowledge_base_item_by_version() -> None:
    outcome = _compile(
        """
kb_fault:
  title: 知识库过时引起投诉
  cite: A-2 第二条
  about: knowledge_item
  from: [{conduct_complaint: {about: kb_item}}, finding.kb_outdated, finding.kb_wrong]
  if:
    all:
      - count: {of: {conduct_complaint: {about: kb_item, unit: any}}, since: [kb_updated, clock.history_starts], at_least: 1}
      - count: {of: [finding.kb_outdated, finding.kb_wrong], since: [kb_updated, clock.history_starts], at_least: 1}
  penalty: red_card
  one_per: [item.version]
"""
    )
    rule = outcome.rule("kb_fault")
    assert rule.about == ("knowledge_item",)
    penalty = rule.cases[0].effects.penalty
    assert penalty is not None
    assert penalty.one_per == (Fact("item", "version"),)


def test_shape__talk_ladder_with_a_run_of_months() -> None:
    outcome = _compile(
        """
talks:
  title: 排名后两位
  about: unit
  from: {ranking_published: {rank: {in_bottom: 2}}}
  one_per: event
  hit: all
  cases:
    deputy: {cite: A-2 第二条, penalty: talk_deputy_leader, rung: talks.talk_deputy_leader}
    main: {cite: A-2 第二条, if: {months_in_a_row: {of: {ranking_published: {unit: same, rank: {in_bottom: 2}}}, skipping: {assessment_published: {skipped: true}}, at_least: 3}}, penalty: talk_main_leader, rung: talks.talk_main_leader}
    order: {cite: A-2 第二条, if: {count: {of: {ranking_published: {unit: same, rank: {in_bottom: 2}, month: {same_year_as: event.month}}}, at_least: 5}}, rung: talks.order_rectification, who: inspection_office, must: rectification_ordered, do: order_rectification, within: none}
""",
        ladders="talks: {title: 约谈问责, weakest_first: [talk_deputy_leader, talk_main_leader, order_rectification], same: [unit, event.month], lower: {by: reading.E01, highest: absorbed, all: kept}}",
    )
    assert {rule.hit for rule in outcome.book.rules} == {"all"}
    run = outcome.rule("talks.main").cases[0].condition
    assert isinstance(run, MonthsInARow)
    assert run.tests == (("at_least", 3),)
    assert [pattern.event for pattern in run.skipping] == ["assessment_published"]
    [ladder] = outcome.book.ladders
    assert ladder.same == ("unit", "event.month")


def test_shape__missing_numbers_and_who_by_table() -> None:
    outcome = _compile(
        """
sign: {title: 领导签批确定承办单位, from: redo_ordered, who: value.signing_leader, must: {leader_instruction: {unit: present}}, do: sign_and_assign, within: none, cite: A-1 第一条}
sign_for: {title: 签收时限, cite: A-1 第一条, from: received, who: unit, must: signed_for, one_per: unit, again: replaces, within: value.sign_for_limit, counted: days}
still_unsigned:
  title: 告知后依然超期，扣分
  cite: A-1 第一条
  from: {reminder_sent: {kind: unsigned}}
  who: unit
  must: signed_for
  do: sign_for
  within: none
  marks:
    deduct: {on: ticket_list_compiled, penalty: points, points: value.points_unsigned, cite: A-1 第一条}
""",
        values="""
signing_leader:
  title: 由谁签批
  hit: first
  rows:
    - {if: {ticket.key_difficult: true}, is: county_leader_in_charge_of_the_hotline, cite: A-1 第一条}
    - {if: {event.weekday: [monday, tuesday], event.time: {before: "12:00"}}, is: county_leader_on_reception_duty, cite: A-1 第一条}
    - {otherwise: county_leader_of_the_field, cite: A-1 第一条}
sign_for_limit: {title: 签收时限, is: missing, where: 未提供, cite: A-1 第一条}
points_unsigned: {title: 超期未签收扣分, is: missing, where: 未提供, cite: A-1 第一条}
""",
    )
    sign = outcome.rule("sign").cases[0].limit
    assert sign is not None
    assert isinstance(sign.who, Table)
    assert len(sign.who.rows) == 3
    sign_for = outcome.rule("sign_for").cases[0].limit
    assert sign_for is not None
    assert isinstance(sign_for.within, Missing)
    unsigned = outcome.rule("still_unsigned").cases[0].limit
    assert unsigned is not None
    [deduct] = unsigned.marks
    assert deduct.at is None
    assert [p.event for p in deduct.on] == ["ticket_list_compiled"]
    assert deduct.effects.penalty is not None
    assert isinstance(deduct.effects.penalty.points, Missing)


def test_shape__months() -> None:
    outcome = _compile(
        """
monthly_archive: {title: 每月5日前存档, cite: A-1 第一条, about: unit, from: clock.month_starts, who: ticket_handler, must: {monthly_archive_done: {month: event.last_month}}, do: archive_monthly, one_per: event, within: until day 5 of the month, counted: days}
consult: {title: 每月15日左右会商, cite: A-1 第一条, about: unit, from: clock.month_starts, who: county_leader_in_charge_of_the_hotline, must: consult_meeting_held, do: hold_meeting, one_per: event, within: none, target: until day 15 of the month, counted: days}
"""
    )
    consult = outcome.rule("consult").cases[0].limit
    assert consult is not None
    assert consult.target == Constant(Until(DayOfMonth(15)))
    assert consult.within == Constant(NoTime())


def test_shape__either_order_of_facts() -> None:
    outcome = _compile(
        """
five_days: {title: 五日, cite: A-1 第一条, from: dispatched, who: unit, must: result_submitted, one_per: unit, again: replaces, within: 5 working days, counted: days}
candidate:
  title: 提级转办
  cite: A-1 第一条
  when: {finding.complex_hard: true, any: [{finding.cannot_finish: true}, {limit.five_days: overdue}]}
  who: hotline_administrator
  must: petition_transferred
  do: transfer_to_petition
  within: none
"""
    )
    rule = outcome.rule("candidate")
    assert rule.trigger == ()
    assert rule.becomes_true is not None


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("within", "{earliest: [9 working days, until 2 working days before event.due_override]}"),
        ("within", "until end of the first working day after start"),
        ("within", "until end of the day"),
        ("bounds", "{at_least: 1 working day, at_most: 30 calendar days}"),
        ("target", "1 working day"),
        ("in_force", "{every_year: 06-01 to 08-31}"),
        ("in_force", "{from: 2021-06-01, until: open}"),
        ("must", "{all_of: [caller_replied, result_submitted]}"),
        ("must", "[caller_replied, {result_submitted: {replied_caller: true}}]"),
        ("who", "{role: unit, unit: 张店区}"),
        ("one_per", "[ticket.matter_ref]"),
        ("one_per", "event"),
        ("ends_on", "{transferred: petition_accepted, refused: intake_refused}"),
        ("marks", "{late: {at: first working day after due, penalty: red_card, cite: A-2 第二条}}"),
        ("marks", "{late: {at: past due, if: {not: {happened: {result_backfilled: {unit: same}}}}, penalty: red_card, cite: A-2 第二条}}"),
        ("light", "red"),
        ("flags", "{review: always, finding_needed: {finding.leak: unknown}}"),
    ],
)  # fmt: skip
def test_shape__key_of_a_rule(key: str, text: str) -> None:
    lines = [line for line in HANDLE.splitlines() if not line.startswith(f"  {key}:")]
    rules = "\n".join([*lines, f"  {key}: {text}"])
    _compile(rules, counting=COUNTING)


def test_shape__pause_with_a_cap_and_an_end_without_blame() -> None:
    outcome = _compile(
        HANDLE
        + """
waiting: {title: 检测期间不计, cite: A-3 第三条, changes: handle, pauses_from: {paused: {reason: [testing, hearing]}}, pauses_until: resumed, at_most: 30 calendar days}
returned: {title: 退单准许, cite: A-3 第三条, changes: handle, asked_by: return_requested, granted_by: {return_decided: {decision: approved}}, refused_by: {return_decided: {decision: rejected}}, while_pending: counts, ends: returned}
merged: {title: 并单, cite: A-3 第三条, changes: [handle], granted_by: classified, starts_from: event.at}
"""
    )
    assert isinstance(outcome.change("waiting").effect, Pauses)
    assert outcome.change("returned").effect == EndsWith("returned")


def test_shape__two_clocks_from_one_event() -> None:
    outcome = _compile(
        HANDLE
        + """
call: {title: 两小时内联系, cite: A-1 第一条, from: dispatched, who: unit, must: caller_contacted, one_per: unit, again: replaces, within: 2 hours, counted: hours}
""",
        counting=COUNTING,
    )
    call = outcome.rule("call").cases[0].limit
    assert call is not None
    assert call.within == Constant(Within(Elapsed(7200)))


def test_shape__due_of_a_case_that_is_its_own_rule() -> None:
    outcome = _compile(
        """
watch:
  title: 督办
  who: platform
  must: supervision_opened
  one_per: ticket
  within: 3 working days
  counted: days
  cases:
    overdue: {from: redo_ordered, cite: A-1 第一条}
    repeated: {from: repeat_complaint, cite: A-1 第一条}
then: {title: 之前, cite: A-1 第一条, from: watch.overdue.opened, who: unit, must: closed, one_per: unit, again: replaces, within: until watch.overdue.due, counted: days}
"""
    )
    then = outcome.rule("then").cases[0].limit
    assert then is not None
    assert then.within == Constant(Until(LimitDue("watch.overdue")))


def test_shape__cases_by_document() -> None:
    outcome = _compile(
        """
handle:
  title: 办理
  from: dispatched
  who: unit
  must: result_submitted
  one_per: unit
  again: replaces
  counted: days
  cases:
    by: document
    doc: {cite: A-1 第一条, within: 5 working days}
"""
    )
    assert [rule.id for rule in outcome.book.rules] == ["handle.doc"]


def test_shape__cases_by_reading_are_one_rule() -> None:
    rules = """
handle:
  title: 办理
  from: dispatched
  who: unit
  must: result_submitted
  one_per: unit
  again: replaces
  counted: days
  cases:
    by: reading.P01
    absorb: {cite: A-1 第一条, within: 5 working days}
    add: {cite: A-2 第二条, within: 3 working days}
"""
    rule = _compile(rules).rule("handle")
    assert rule.cases[0].cites == ("A-1",)
    assert rule.cases[0].readings == ("P01",)


def test_shape__empty_sections_do_not_matter() -> None:
    assert _compile(HANDLE, ladders="", values="").codes is not None
    assert indent("", "") == ""
