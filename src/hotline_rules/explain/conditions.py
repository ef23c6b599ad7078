"""Conditions, facts and events that are looked for, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.unknowns import fact_name
from hotline_rules.explain.wording import (
    NOTHING,
    amount_text,
    join,
    same,
    say,
)
from hotline_rules.rulebook import (
    AllOf,
    Always,
    AnyOf,
    AtTheAct,
    Condition,
    Count,
    Fact,
    Happened,
    Latest,
    MonthsInARow,
    Not,
    Pattern,
    Patterns,
    Test,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline_rules.explain.names import Names


def condition_text(
    condition: Condition, names: Names, *, wanted: bool = True, event: str = ""
) -> Text:
    """A condition, or its contrary, as a phrase.

    Args:
        condition: of a rulebook.
        names: of things.
        wanted: false for the contrary.
        event: type of the event that the condition looks at, where that is known.
    """
    match condition:
        case Test():
            return _test_text(condition, names, wanted=wanted, event=event)
        case AllOf() | AnyOf():
            return _several_text(condition, names, wanted=wanted, event=event)
        case Not():
            return condition_text(condition.part, names, wanted=not wanted, event=event)
        case AtTheAct():
            inner = condition_text(condition.condition, names, wanted=wanted)
            return say("作出该行为时{0}", "when the act was done, {0}", inner)
        case Always():
            yes = (condition.value is True) is wanted
            return Text("无条件", "no condition") if yes else Text("不适用", "never")
        case Happened():
            return _happened_text(condition.patterns, names, wanted=wanted)
        case Latest():
            of = patterns_text(condition.of, names)
            inner = condition_text(condition.satisfies, names, wanted=wanted)
            return say("最近一次{0}里{1}", "the latest {0}: {1}", of, inner)
        case Count():
            return _count_text(condition, names, wanted=wanted)
        case _:
            return _months_text(condition, names, wanted=wanted)


def _several_text(
    condition: AllOf | AnyOf, names: Names, *, wanted: bool, event: str
) -> Text:
    told: dict[Text, None] = {}
    every = isinstance(condition, AllOf)
    for part in condition.parts:
        text = condition_text(part, names, wanted=wanted, event=event)
        inner, turned = part, False
        while isinstance(inner, Not):
            inner, turned = inner.part, not turned
        # A part of the same sort needs no brackets: a, and b, and c.
        mixed = isinstance(inner, AllOf | AnyOf) and (
            (isinstance(inner, AllOf) is not turned) is not every
        )
        told[say("（{0}）", "({0})", text) if mixed else text] = None
    if every is wanted:
        return join(told, "，并且", " and ")
    return join(told, "，或者", " or ")


def patterns_text(patterns: Patterns, names: Names) -> Text:
    """Events that are looked for: ``“派发”（身份为“主办”）``; any of several."""
    told = dict.fromkeys(pattern_text(pattern, names) for pattern in patterns)
    return join(told, "、", " or ")


def pattern_text(pattern: Pattern, names: Names) -> Text:
    """One event that is looked for, with the conditions on it."""
    found = _found_text(pattern, names)
    if found is not None:
        return found
    what = names.happening(pattern.event)
    if "“" not in what.zh:
        what = say("“{0}”", "“{0}”", what)
    if isinstance(pattern.where, Always):
        return what
    where = condition_text(pattern.where, names, event=pattern.event)
    return say("{0}（{1}）", "{0} ({1})", what, where)


def _found_text(pattern: Pattern, names: Names) -> Text | None:
    """A finding that was made; ``None`` for other patterns."""
    parts = pattern.where.parts if isinstance(pattern.where, AllOf) else ()
    asked = {p.fact.name: p.operand for p in parts if isinstance(p, Test)}
    code, result = asked.get("code"), asked.get("result")
    if not isinstance(code, str) or asked.keys() != {"code", "result"}:
        return None
    answer = Text("成立", "true") if result is True else Text("不成立", "false")
    return say("认定“{0}”{1}", "“{0}” found {1}", names.titled(code), answer)


def fact_text(fact: Fact, names: Names, event: str = "") -> Text:
    """A fact by its title, in quotation marks unless it has some."""
    if fact.scope == "here":
        told = names.key(fact.name, event)
    elif fact.scope == "this":
        told = _THIS[fact.name]
    else:
        told = names.fact(fact_name(fact))
    return told if "“" in told.zh else say("“{0}”", "{0}", told)


def value_of(fact: Fact, value: Any, names: Names) -> Text:
    """A value as a person would read it."""
    told = names.value(value)
    if isinstance(value, int) and (fact.scope == "this" or fact.name == "at"):
        return Text("那一刻", "that instant")
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return told if number else say("“{0}”", "{0}", told)


# Of two facts that are compared, the second says whose it is.
_WHOSE = {
    "ticket": Text("工单的{0}", "{0} of the ticket"),
    "unit": Text("单位的{0}", "{0} of the unit"),
    "event": Text("起因事件的{0}", "{0} of the trigger"),
}
_THIS = {"start": Text("起算时刻", "start"), "due": Text("期满时刻", "end")}
_WHEN = {
    "rest_day": Text("休息日", "a rest day"),
    "working_day": Text("工作日", "a working day"),
}
# The phrase for a test that is to hold, and for one that is not.
_OPERATORS: dict[str, tuple[Text, Text]] = {
    "is": (Text("{0}为{1}", "{0} = {1}"), Text("{0}不为{1}", "{0} ≠ {1}")),
    "in": (
        Text("{0}为{1}之一", "{0} one of {1}"),
        Text("{0}不是{1}", "{0} none of {1}"),
    ),
    "at_least": (Text("{0}不少于{1}", "{0} ≥ {1}"), Text("{0}少于{1}", "{0} < {1}")),
    "at_most": (Text("{0}不超过{1}", "{0} ≤ {1}"), Text("{0}超过{1}", "{0} > {1}")),
    "more_than": (Text("{0}超过{1}", "{0} > {1}"), Text("{0}不超过{1}", "{0} ≤ {1}")),
    "less_than": (Text("{0}少于{1}", "{0} < {1}"), Text("{0}不少于{1}", "{0} ≥ {1}")),
    "before": (
        Text("{0}早于{1}", "{0} before {1}"),
        Text("{0}不早于{1}", "{0} not before {1}"),
    ),
    "after": (
        Text("{0}晚于{1}", "{0} after {1}"),
        Text("{0}不晚于{1}", "{0} not after {1}"),
    ),
    "on": (Text("{0}在{1}", "{0} on {1}"), Text("{0}不在{1}", "{0} not on {1}")),
    "contains": (
        Text("{0}里有{1}", "{0} contains {1}"),
        Text("{0}里没有{1}", "{0} does not contain {1}"),
    ),
    "same_month_as": (
        Text("{0}与{1}在同一个月", "{0} in the month of {1}"),
        Text("{0}与{1}不在同一个月", "{0} not in the month of {1}"),
    ),
    "same_year_as": (
        Text("{0}与{1}在同一年", "{0} in the year of {1}"),
        Text("{0}与{1}不在同一年", "{0} not in the year of {1}"),
    ),
    "kind": (Text("{0}属于{1}", "{0} of {1}"), Text("{0}不属于{1}", "{0} not of {1}")),
}


def _test_text(test: Test, names: Names, *, wanted: bool, event: str) -> Text:
    name = fact_text(test.fact, names, event)
    match test.operator:
        case "present" | "absent" | "unknown":
            present = (test.operator == "present") is wanted
            if test.fact.scope == "finding":
                yes, no = (
                    Text("作过{0}", "{0} made"),
                    Text("没有作过{0}", "{0} not made"),
                )
            else:
                yes, no = (
                    Text("写明{0}", "{0} given"),
                    Text("没有写{0}", "{0} not given"),
                )
            return _filled(yes if present else no, name)
        case "empty":
            yes = Text("{0}是空的", "{0} empty")
            return _filled(
                yes if wanted else Text("{0}不是空的", "{0} not empty"), name
            )
        case "in_bottom":
            yes = Text("名次在最后{0}名以内", "a rank among the last {0}")
            no = Text("名次不在最后{0}名以内", "no rank among the last {0}")
            return _filled(yes if wanted else no, same(str(test.operand)))
        case "is" | "in" if (answer := _yes_no(test.operand)) is not None:
            return _yes_or_no(test.fact, name, wanted=answer is wanted)
        case _:
            operand = _operand(test, names, event)
            several = test.operator != "in" or "、" in operand.zh
            pattern = _OPERATORS[test.operator if several else "is"]
            return _filled(pattern[0 if wanted else 1], name, operand)


def _operands(test: Test) -> tuple[object, ...]:
    return test.operand if isinstance(test.operand, tuple) else (test.operand,)


def _yes_no(operand: object) -> bool | None:
    """The one answer that is asked for; ``None`` if it is no yes or no."""
    if isinstance(operand, tuple) and len(operand) == 1:
        operand = operand[0]
    return operand if isinstance(operand, bool) else None


def _yes_or_no(fact: Fact, name: Text, *, wanted: bool) -> Text:
    if fact.scope == "status":
        yes, no = Text("正处于{0}", "{0} on"), Text("不处于{0}", "{0} not on")
        return _filled(yes if wanted else no, name)
    answer = Text("是", "yes") if wanted else Text("否", "no")
    return say("{0}为“{1}”", "{0} = {1}", name, answer)


def _operand(test: Test, names: Names, event: str) -> Text:
    told: dict[Text, None] = {}
    for one in _operands(test):
        if isinstance(one, Fact):
            whose = _WHOSE.get(one.scope, Text("{0}", "{0}"))
            told[_filled(whose, fact_text(one, names, event))] = None
        elif test.operator == "on":
            told[_WHEN[str(one)]] = None
        else:
            told[value_of(test.fact, one, names)] = None
    return join({text.zh: text for text in told}.values(), "、", ", ")


def _happened_text(patterns: Patterns, names: Names, *, wanted: bool) -> Text:
    what = patterns_text(patterns, names)
    if what.zh.startswith("成为"):
        yes, no = Text("曾{0}", "{0} before"), Text("没有{0}", "not {0} before")
    else:
        yes = Text("发生过{0}", "{0} to have happened")
        no = Text("没有发生过{0}", "{0} never to have happened")
    return _filled(yes if wanted else no, what)


def _count_text(count: Count, names: Names, *, wanted: bool) -> Text:
    what = patterns_text(count.of, names)
    if count.distinct is not None:
        unit = names.key(count.distinct)
        what = say("{0}中不同的“{1}”", "different “{1}” of {0}", what, unit)
    told = []
    if count.since is not None:
        since = patterns_text(count.since, names)
        told.append(say("自{0}以来", "since {0}", since))
    if count.in_last is not None:
        told.append(say("最近{0}内", "in the last {0}", amount_text(count.in_last)))
    if count.not_followed_by is not None:
        stops = patterns_text(count.not_followed_by, names)
        what = say("{0}（其后有{1}的不算）", "{0} (not followed by {1})", what, stops)
    head = join((*told, what), "，", ", ")
    unit = Text("个", "") if count.distinct is not None else Text("次", "")
    return _numbers(head, count.tests, unit, wanted=wanted)


def _months_text(months: MonthsInARow, names: Names, *, wanted: bool) -> Text:
    head = say(
        "接连有{0}的月份",
        "the months in a row with {0}",
        patterns_text(months.of, names),
    )
    text = _numbers(head, months.tests, Text("个", ""), wanted=wanted)
    if months.every is None:
        return text
    every = Text("{0}正好满{1}个或者其倍数", "{0} a multiple of {1}")
    never = Text("{0}没有正好满{1}个或者其倍数", "{0} no multiple of {1}")
    return _filled(every if wanted else never, text, same(str(months.every)))


def _numbers(
    head: Text, tests: Sequence[tuple[str, int]], unit: Text, *, wanted: bool
) -> Text:
    if len(tests) == 1 and (some := _SOME_OR_NONE.get(tests[0])) is not None:
        if some is wanted:
            return say("{0}至少有1{1}", "{0} at least once", head, unit)
        return say("{0}一{1}也没有", "{0} never", head, unit)
    numbers = join(
        (
            _filled(
                _OPERATORS[name][0 if wanted else 1],
                NOTHING,
                say("{0}{1}", "{0}{1}", number, unit),
            )
            for name, number in tests
        ),
        "、" if wanted else "或者",
        " and " if wanted else " or ",
    )
    return say("{0}{1}", "{0}{1}", head, numbers)


# Tests of a number that ask whether there is any.
_SOME_OR_NONE = {
    ("at_least", 1): True,
    ("more_than", 0): True,
    ("at_most", 0): False,
    ("less_than", 1): False,
}


def _filled(pattern: Text, *parts: Text) -> Text:
    return say(pattern.zh, pattern.en, *parts)
