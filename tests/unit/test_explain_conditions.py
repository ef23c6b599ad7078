"""Conditions and patterns in words, in both languages."""

from __future__ import annotations

import pytest

from hotline_rules.explain.called import Called
from hotline_rules.explain.conditions import condition_text, patterns_text
from tests.support.engine import trial
from tests.support.profiles import HANDLE

RULES = (
    HANDLE
    + """
other:
  title: 别的
  cite: A-1 第一条
  from: {event}
  if: {condition}
  who: unit
  must: result_submitted
  do: urge
  within: none
"""
)
WORDS = """
conditions:
  known: {title: 说好的, is: {ticket.level: city}}
events:
  moment: {title: 说好的时刻, is: [dispatched, {signed_for: {}}]}
"""


def told(condition: str, event: str = "dispatched") -> tuple[str, str, Called]:
    rules = RULES.replace("{condition}", condition).replace("{event}", event)
    book = trial(rules, words=WORDS).rulebook
    names = Called(book)
    rule = next(one for one in book.rules if one.id == "other")
    text = condition_text(rule.cases[0].condition, names)
    return text.zh, text.en, names


@pytest.mark.parametrize(
    ("condition", "zh"),
    [
        ("{ticket.level: provincial}", "层级为“省级”"),
        ("{ticket.level: [provincial]}", "层级为“省级”"),
        ("{ticket.level: [provincial, county]}", "层级为“省级”、“县级”之一"),
        ("{not: {ticket.level: provincial}}", "层级不为“省级”"),
        ("{ticket.secret: true}", "工单记明“涉密”"),
        ("{ticket.secret: false}", "工单没有记明“涉密”"),
        ("{not: {ticket.secret: true}}", "工单没有记明“涉密”"),
        ("{finding.leak: true}", "已认定“泄密”"),
        ("{finding.leak: unknown}", "尚未作出认定“泄密”"),
        ("{finding.leak: present}", "已经作出认定“泄密”"),
        ("{finding.leak: absent}", "尚未作出认定“泄密”"),
        ("{not: {finding.leak: present}}", "尚未作出认定“泄密”"),
        ("{ticket.locality: present}", "写明属地"),
        ("{not: {ticket.locality: present}}", "没有写明属地"),
        (
            "{ticket.level: [provincial, absent]}",
            "层级为“省级”或者没有写明",
        ),
        (
            "{ticket.secret: true, ticket.level: city}",
            "工单记明“涉密”，且符合“说好的”",
        ),
        (
            "{ticket.secret: true, any: [ticket.privacy: true, finding.leak: true]}",
            "工单记明“涉密”，且（工单记明“涉及隐私”，或者已认定“泄密”）",
        ),
        (
            "{not: {any: [ticket.secret: true, happened: closed]}}",
            "工单没有记明“涉密”，且此前没有办结",
        ),
        (
            "{not: {ticket.secret: true, happened: closed}}",
            "工单没有记明“涉密”，或者此前没有办结",
        ),
        (
            "{ticket.privacy: true, not: {ticket.secret: true, happened: closed}}",
            "工单记明“涉及隐私”，且（工单没有记明“涉密”，或者此前没有办结）",
        ),
        (
            "{not: {any: [condition.known: true, ticket.secret: true]}}",
            "不符合“说好的”，且工单没有记明“涉密”",
        ),
        ("{not: {event.at: {on: rest_day}}}", "发生时间不逢休息日"),
        ("{not: {event.at: {before: 2021-03-01}}}", "发生时间不早于2021年3月1日"),
        ("{event.due_override: present}", "写明该事件的转办单所印期限"),
        ("{condition.known: true}", "符合“说好的”"),
        ("{condition.known: false}", "不符合“说好的”"),
        ("{happened: closed}", "此前已有办结"),
        ("{not: {happened: closed}}", "此前没有办结"),
        (
            "{count: {of: {dispatched: {unit: same}}, at_least: 3}}",
            "本单位的派发累计不少于3次",
        ),
        (
            "{not: {count: {of: {dispatched: {unit: same}}, at_least: 3}}}",
            "本单位的派发累计少于3次",
        ),
        (
            "{not: {count: {of: {closed: {}}, at_least: 1, since: archived}}}",
            "没有办结（从最近一次归档之后数起）",
        ),
        (
            "{not: {count: {of: [closed, archived], at_most: 2}}}",
            "办结或者归档累计超过2次",
        ),
        (
            "{not: {count: {of: closed, at_least: 2, at_most: 4}}}",
            "没有（办结累计不少于2次、不超过4次）的情形",
        ),
        (
            "{count: {of: [closed, {dispatched:"
            " {unit: any, role: lead, due_override: present}}], at_least: 2}}",
            "（办结；或者派发（身份为“主办”，且写明转办单所印期限））累计不少于2次",
        ),
        (
            "{count: {of: {dispatched: {unit: any}}, distinct: unit, more_than: 2}}",
            "派发累计超过2个不同的单位",
        ),
        (
            "{latest: {of: reply_reviewed, is: {lawful: true}}}",
            "最近一次答复审核中，“合法合策”一项为“是”",
        ),
        ("{event.at: {on: rest_day}}", "发生时间逢休息日"),
        ("{limit.handle: overdue}", "“办理期限”的状态为“超期未完成”"),
    ],
)
def test_condition__as_a_regulation_says_it(condition: str, zh: str) -> None:
    assert told(condition)[0] == zh


def test_condition__in_english_too() -> None:
    _, en, _ = told("{ticket.secret: true, not: {happened: closed}}")
    assert en == "the ticket says secret and there has been no closed"


@pytest.mark.parametrize(
    ("event", "zh"),
    [
        ("dispatched", "派发"),
        ("moment", "说好的时刻"),
        ("[closed, moment]", "办结或者说好的时刻"),
        ("finding.leak", "认定“泄密”"),
        ("{finding_made: {code: leak, result: false}}", "认定不属“泄密”"),
        ("handle.passed", "“办理期限”期满未完成"),
        ("{reclassified: {to: emergency}}", "改变类别（改后类别为“紧急”）"),
        ("{dispatched: {role: lead}}", "派发（身份为“主办”）"),
        ("[closed, archived, {dispatched: {role: lead, due_override: present}}]",
         "办结；归档；或者派发（身份为“主办”，且写明转办单所印期限）"),
    ],
)  # fmt: skip
def test_events__as_a_regulation_says_them(event: str, zh: str) -> None:
    _, _, names = told("{status.closed: false}", event)
    rule = next(one for one in names.rulebook.rules if one.id == "other")
    assert patterns_text(rule.trigger, names).zh == zh
