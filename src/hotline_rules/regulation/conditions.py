"""Conditions and patterns of events in words, as a regulation would say them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.explain.wording import (
    NOTHING,
    amount_text,
    join,
    say,
)
from hotline_rules.rulebook import (
    AllOf,
    Always,
    AnyOf,
    AtTheAct,
    Count,
    Fact,
    Happened,
    Latest,
    MonthsInARow,
    Not,
    Test,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotline_rules.regulation.naming import Called
    from hotline_rules.rulebook import Condition, Pattern

_NEVER = Text("任何情况下都不成立", "never")
_NUMBERS = {
    "at_least": Text("不少于{}", "at least {}"),
    "at_most": Text("不超过{}", "at most {}"),
    "more_than": Text("超过{}", "more than {}"),
    "less_than": Text("少于{}", "less than {}"),
}
# What a test of a fact says; {0} is the fact, {1} what it is held against.
_TESTS = {
    "is": Text("{0}为{1}", "{0} is {1}"),
    "in": Text("{0}为{1}之一", "{0} is one of {1}"),
    "present": Text("写明了{0}", "{0} is given"),
    "absent": Text("没有写明{0}", "{0} is not given"),
    "unknown": Text("尚未作出{0}", "{0} was not made"),
    **{
        name: Text("{0}" + said.zh.format("{1}"), "{0} is " + said.en.format("{1}"))
        for name, said in _NUMBERS.items()
    },
    "before": Text("{0}早于{1}", "{0} is before {1}"),
    "after": Text("{0}晚于{1}", "{0} is after {1}"),
    "on": Text("{0}逢{1}", "{0} falls on {1}"),
    "contains": Text("{0}中有{1}", "{0} contains {1}"),
    "empty": Text("{0}为空", "{0} is empty"),
    "in_bottom": Text("名次在后{1}名之内", "ranked among the last {1}"),
    "same_month_as": Text("{0}与{1}同月", "{0} is in the month of {1}"),
    "same_year_as": Text("{0}与{1}同年", "{0} is in the year of {1}"),
    "kind": Text("{0}的类别为{1}", "{0} is of the kind {1}"),
}
_CONTRARY = {
    "is": Text("{0}不为{1}", "{0} is not {1}"),
    "in": Text("{0}不在{1}之内", "{0} is none of {1}"),
    "present": _TESTS["absent"],
    "absent": _TESTS["present"],
    "unknown": Text("已经作出{0}", "{0} was made"),
    "at_least": _TESTS["less_than"],
    "less_than": _TESTS["at_least"],
    "at_most": _TESTS["more_than"],
    "more_than": _TESTS["at_most"],
    "before": Text("{0}不早于{1}", "{0} is not before {1}"),
    "after": Text("{0}不晚于{1}", "{0} is not after {1}"),
    "on": Text("{0}不逢{1}", "{0} does not fall on {1}"),
    "contains": Text("{0}中没有{1}", "{0} does not contain {1}"),
    "empty": Text("{0}不为空", "{0} is not empty"),
    "in_bottom": Text("名次不在后{1}名之内", "not ranked among the last {1}"),
    "same_month_as": Text("{0}与{1}不同月", "{0} is not in the month of {1}"),
    "same_year_as": Text("{0}与{1}不同年", "{0} is not in the year of {1}"),
    "kind": Text("{0}的类别不为{1}", "{0} is not of the kind {1}"),
}
# Yes or no: by the record that holds the fact; {0} is the title alone.
_YES = {
    "ticket": (
        Text("工单记明“{0}”", "the ticket says {0}"),
        Text("工单没有记明“{0}”", "the ticket does not say {0}"),
    ),
    "finding": (
        Text("已认定“{0}”", "“{0}” was found"),
        Text("经认定不属“{0}”", "“{0}” was found not to be so"),
    ),
    "status": (
        Text("处于“{0}”状态", "the status “{0}” holds"),
        Text("不处于“{0}”状态", "the status “{0}” does not hold"),
    ),
}
_SAID = (
    Text("“{0}”一项为“是”", "{0} is yes"),
    Text("“{0}”一项为“否”", "{0} is no"),
)
_THIS = {"start": Text("起算时间", "start"), "due": Text("期满时间", "end")}
_SOME = ((("at_least", 1),), (("more_than", 0),))
_NONE = ((("less_than", 1),), (("at_most", 0),))
_DAYS = {
    "rest_day": Text("休息日", "a rest day"),
    "working_day": Text("工作日", "a working day"),
}


def condition_text(condition: Condition, names: Called) -> Text:
    """A condition in words; empty for one that always holds.

    A condition that the profile defines by name is told by that name.
    """
    named = names.condition(condition)
    if named is None:
        return _text(condition, names)
    return say("符合“{0}”", "“{0}” holds", named)


def patterns_text(patterns: Iterable[Pattern], names: Called) -> Text:
    """Any of these events; empty when there is none that can happen.

    Events that the profile has one name for are told by that name.
    """
    told: list[Text] = []
    kept = tuple(one for one in patterns if one.where != Always(value=False))
    while kept:
        title, count = names.moment(kept)
        if title is None:
            told.append(pattern_text(kept[0], names))
            count = 1
        else:
            told.append(_whose(kept[0], title))
        kept = kept[count:]
    return listed(tuple(dict.fromkeys(told)))


def pattern_text(pattern: Pattern, names: Called) -> Text:
    """An event with what it must say."""
    found = _finding(pattern, names)
    if found is not None:
        return _whose(pattern, found)
    event = names.event(pattern.event)
    where = condition_text(pattern.where, names.inside(pattern.event))
    if where.zh:
        event = say("{0}（{1}）", "{0} ({1})", event, where)
    return _whose(pattern, event)


def _finding(pattern: Pattern, names: Called) -> Text | None:
    """A finding that was made, or made to the contrary; ``None`` for anything else."""
    where = pattern.where
    if pattern.event != "finding_made" or not isinstance(where, AllOf):
        return None
    said = {
        part.fact.name: part.operand
        for part in where.parts
        if isinstance(part, Test) and part.operator == "is"
    }
    if set(said) != {"code", "result"} or len(where.parts) != 2:
        return None
    code = operand_text(said["code"], names)
    if said["result"] is True:
        return say("认定{0}", "the finding {0}", code)
    return say("认定不属{0}", "the finding that it is not {0}", code)


def _whose(pattern: Pattern, event: Text) -> Text:
    if pattern.same_unit:
        return say("本单位的{0}", "{0} of the unit", event)
    if pattern.any_unit:
        return say("{0}（不论哪个单位）", "{0} (of any unit)", event)
    return event


def listed(parts: Sequence[Text]) -> Text:
    """Parts of which any will do: ``A、B或者C``."""
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    marks = ("；", "；或者") if any("，" in one.zh for one in parts) else ("、", "或者")
    head = join(parts[:-1], marks[0], ", ")
    return Text(f"{head.zh}{marks[1]}{parts[-1].zh}", f"{head.en} or {parts[-1].en}")


def operand_text(operand: Any, names: Called) -> Text:
    """What a fact is held against."""
    match operand:
        case Fact():
            return fact_text(operand, names)
        case tuple():
            return join((operand_text(one, names) for one in operand), "、", ", ")
        case str():
            value = names.value(operand)
            return say("“{0}”", "“{0}”", value)
        case _:
            return names.value(operand)


def fact_text(fact: Fact, names: Called) -> Text:
    """A fact with the record that holds it, where that is not plain."""
    title = names.fact(str(fact))
    if fact.scope == "event" and fact.name == "type":
        return Text("起因事件", "the event")
    if fact.scope == "this":
        title = _THIS[fact.name]
        return say("本期限的{0}", "{0} of the limit", title)
    return title


def number_text(tests: Sequence[tuple[str, object]]) -> Text:
    """Numeric tests that must all hold: ``不少于3``."""
    numbers = {number for _, number in tests}
    if len(numbers) == 1 and {name for name, _ in tests} == {"at_least", "at_most"}:
        return say("正好{0}", "exactly {0}", *numbers)
    return join(
        (say(_NUMBERS[name].zh, _NUMBERS[name].en, number) for name, number in tests),
        "、",
        " and ",
    )


# --- by the kind of condition --------------------------------------------------------


def _text(condition: Condition, names: Called) -> Text:
    match condition:
        case Always():
            return NOTHING if condition.value else _NEVER
        case Test():
            return _test(condition, names, holds=True)
        case AllOf():
            parts = (_grouped(part, names, AnyOf) for part in condition.parts)
            return join(parts, "，且", " and ")
        case AnyOf((Test(), Test(operator="absent"))):
            return _or_absent(condition.parts, names)
        case AnyOf():
            parts = (_grouped(part, names, AllOf) for part in condition.parts)
            return join(parts, "，或者", " or ")
        case Not(AllOf() | AnyOf() | Not()) if _turned(condition, names) != condition:
            return condition_text(_turned(condition, names), names)
        case Not():
            return _not(condition, names)
        case _:
            return _looking_back(condition, names)


def _or_absent(parts: Sequence[Any], names: Called) -> Text:
    """A fact that is so, or is not given at all."""
    first, second = (condition_text(part, names) for part in parts)
    if parts[0].fact == parts[1].fact:
        return say("{0}或者没有写明", "{0} or not given", first)
    return join((first, second), "，或者", " or ")


def _looking_back(
    condition: Happened | Count | MonthsInARow | Latest | AtTheAct, names: Called
) -> Text:
    match condition:
        case Happened(patterns):
            past = patterns_text(patterns, names)
            known = "此前曾{0}" if past.zh.startswith("成为") else "此前已有{0}"
            return say(known, "{0} before", past)
        case Count():
            return _count(condition, names)
        case MonthsInARow():
            return _months(condition, names)
        case Latest(of, satisfies):
            return say(
                "最近一次{0}中，{1}",
                "in the latest {0}, {1}",
                patterns_text(of, names),
                condition_text(satisfies, names),
            )
        case AtTheAct(inner):
            then = condition_text(inner, names)
            return say("作出该行为时，{0}", "at the time of the act, {0}", then)


def _not(condition: Not, names: Called) -> Text:
    part = condition.part
    named = names.condition(part)
    if named is not None:
        return say("不符合“{0}”", "“{0}” does not hold", named)
    match part:
        case Test():
            return _test(part, names, holds=False)
        case Happened(patterns):
            return say("此前没有{0}", "no {0} so far", patterns_text(patterns, names))
        case Count(tests=(("at_least", int() as number),)):
            return _count(replace(part, tests=(("less_than", number),)), names)
        case _:
            whole = condition_text(part, names)
            return say("没有（{0}）的情形", "not ({0})", whole)


def _count(condition: Count, names: Called) -> Text:
    unit = Text("次", " times")
    if condition.distinct is not None:
        unit = say("个不同的{0}", " different {0}", names.key(condition.distinct))
    number = say("{0}{1}", "{0}{1}", number_text(condition.tests), unit)
    of = patterns_text(condition.of, names)
    if condition.distinct is None and condition.tests in (*_SOME, *_NONE):
        some = condition.tests in _SOME
        text = say("已有{0}" if some else "没有{0}", "{0}" if some else "no {0}", of)
    else:
        text = say("{0}累计{1}", "{0}, in all {1}", of, number)
    limits = []
    if condition.since is not None:
        since = patterns_text(condition.since, names)
        limits.append(say("从最近一次{0}之后数起", "since the latest {0}", since))
    if condition.in_last is not None:
        amount = amount_text(condition.in_last)
        limits.append(say("只数最近{0}以内的", "within the last {0}", amount))
    if condition.not_followed_by is not None:
        after = patterns_text(condition.not_followed_by, names)
        limits.append(say("其后又有{0}的不计", "unless followed by {0}", after))
    return _with_limits(text, limits)


def _months(condition: MonthsInARow, names: Called) -> Text:
    of = patterns_text(condition.of, names)
    number = number_text(condition.tests)
    limits = []
    if number.zh:
        text = say("连续{1}个月有{0}", "{0} in {1} months in a row", of, number)
        if condition.every is not None:
            every = condition.every
            limits.append(say("每满{0}个月算一次", "at each {0} months", every))
    else:
        text = say(
            "连续有{0}，每满{1}个月一次",
            "{0} month after month, at each {1} months",
            of,
            condition.every,
        )
    if condition.skipping:
        skipped = patterns_text(condition.skipping, names)
        limits.append(
            say("有{0}的月份不计，也不打断", "months with {0} are passed over", skipped)
        )
    return _with_limits(text, limits)


def _with_limits(text: Text, limits: Sequence[Text]) -> Text:
    said = join(limits, "，", "; ")
    return say("{0}（{1}）", "{0} ({1})", text, said) if limits else text


def _turned(condition: Condition, names: Called) -> Condition:
    """Not any of several is none of them, not all of them is one that is not so.

    What the profile has a name for is left as it is.
    """
    if not isinstance(condition, Not) or names.condition(condition.part) is not None:
        return condition
    match condition.part:
        case AllOf(parts):
            return AnyOf(tuple(Not(part) for part in parts))
        case AnyOf(parts):
            return AllOf(tuple(Not(part) for part in parts))
        case Not(part):
            return _turned(part, names)
        case _:
            return condition


def _grouped(part: Condition, names: Called, other: type[AllOf] | type[AnyOf]) -> Text:
    """A part, in brackets when it is joined by the other word."""
    part = _turned(part, names)
    text = condition_text(part, names)
    if text.zh.endswith("或者没有写明"):  # reads as one
        return text
    if isinstance(part, other) and names.condition(part) is None:
        return say("（{0}）", "({0})", text)
    return text


def _test(test: Test, names: Called, *, holds: bool) -> Text:
    fact = test.fact
    if test.operator == "in" and isinstance(test.operand, tuple) and _one(test.operand):
        test = replace(test, operator="is", operand=test.operand[0])
    if test.operator == "is" and isinstance(test.operand, bool):
        yes, no = _YES.get(fact.scope, _SAID)
        said = yes if test.operand is holds else no
        told = say(said.zh, said.en, names.bare_fact(fact))
        return say("该事件的{0}", "{0} of the event", told) if _own(fact) else told
    said = (_TESTS if holds else _CONTRARY)[test.operator]
    operand = (
        _DAYS[str(test.operand)]
        if test.operator == "on"
        else operand_text(test.operand, names)
    )
    return say(said.zh, said.en, fact_text(fact, names), operand)


def _own(fact: Fact) -> bool:
    """Whether it is a key of the trigger, which has to be said."""
    return fact.scope == "event"


def _one(operand: tuple[object, ...]) -> bool:
    """Whether a list holds a single value: to be one of it is to be it."""
    return len(operand) == 1
