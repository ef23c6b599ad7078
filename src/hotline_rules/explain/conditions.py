"""Conditions and patterns of events in words, as a regulation would say them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.explain.comparisons import number_text, operand_text, test_text
from hotline_rules.explain.wording import NOTHING, amount_text, join, say
from hotline_rules.rulebook import (
    AllOf,
    Always,
    AnyOf,
    AtTheAct,
    Count,
    Happened,
    Latest,
    MonthsInARow,
    Not,
    Test,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotline_rules.explain.called import Called
    from hotline_rules.rulebook import Condition, Pattern
    from hotline_rules.rulebook.conditions import Operator

_NEVER = Text("任何情况下都不成立", "never")
_SOME = ((("at_least", 1),), (("more_than", 0),))
_NONE = ((("less_than", 1),), (("at_most", 0),))
_THERE_IS = Text("已有{0}", "there has been {0}")
_THERE_IS_NONE = Text("没有{0}", "there has been no {0}")
# What a number is when it is not so.
_OPPOSITE: dict[str, Operator] = {
    "at_least": "less_than",
    "less_than": "at_least",
    "at_most": "more_than",
    "more_than": "at_most",
}


def condition_text(condition: Condition, names: Called) -> Text:
    """A condition in words; empty for one that always holds.

    A condition that the profile defines by name is told by that name. For the
    contrary, give ``Not(condition)``: it is turned as far as the words allow.

    Args:
        condition: of a rulebook.
        names: of things; those inside an event where bare keys are its payload.
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


# --- by the kind of condition --------------------------------------------------------


def _text(condition: Condition, names: Called) -> Text:
    match condition:
        case Always():
            return NOTHING if condition.value else _NEVER
        case Test():
            return test_text(condition, names, holds=True)
        case AllOf():
            parts = (_grouped(part, names, AnyOf) for part in condition.parts)
            return join(parts, "，且", " and ")
        case AnyOf((Test(), Test(operator="absent"))):
            return _or_absent(condition.parts, names)
        case AnyOf():
            parts = (_grouped(part, names, AllOf) for part in condition.parts)
            return join(parts, "，或者", " or ")
        case Not():
            turned = _turned(condition, names)
            if turned != condition:
                return condition_text(turned, names)
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
            return say(known, "there has been {0}", past)
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
            return test_text(part, names, holds=False)
        case Happened(patterns):
            past = patterns_text(patterns, names)
            return say("此前没有{0}", "there has been no {0}", past)
        case Count(tests=((operator, number),)):
            contrary = ((_OPPOSITE[operator], number),)
            return _count(replace(part, tests=contrary), names)
        case _:
            whole = condition_text(part, names)
            return say("没有（{0}）的情形", "not ({0})", whole)


def _count(condition: Count, names: Called) -> Text:
    unit = Text("次", " times")
    if condition.distinct is not None:
        unit = say("个不同的{0}", " different {0}", names.key(condition.distinct))
    number = number_text(condition.tests, unit)
    of = patterns_text(condition.of, names)
    if condition.distinct is None and condition.tests in (*_SOME, *_NONE):
        some = condition.tests in _SOME
        pattern = _THERE_IS if some else _THERE_IS_NONE
        text = say(pattern.zh, pattern.en, of)
    else:
        if "；" in of.zh:  # all of these together
            of = say("（{0}）", "({0})", of)
        text = say("{0}累计{1}", "there has been {0}, in all {1}", of, number)
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
        case AtTheAct(inner):
            return AtTheAct(Not(inner))
        case Always(bool() as value):
            return Always(not value)
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
