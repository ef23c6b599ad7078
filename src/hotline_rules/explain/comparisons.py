"""One fact held against something, and numbers, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.explain.wording import NOTHING, join, say
from hotline_rules.rulebook import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline_rules.explain.called import Called
    from hotline_rules.rulebook import Test

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
    "present": Text("写明{0}", "{0} is given"),
    "absent": Text("没有写明{0}", "{0} is not given"),
    "unknown": Text("尚未作出{0}", "{0} was not made"),
    "made": Text("已经作出{0}", "{0} was made"),
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
    "unknown": _TESTS["made"],
    "made": _TESTS["unknown"],
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
_OF_FINDINGS = {"present": "made", "absent": "unknown"}
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
_DAYS = {
    "rest_day": Text("休息日", "a rest day"),
    "working_day": Text("工作日", "a working day"),
}


def test_text(test: Test, names: Called, *, holds: bool) -> Text:
    """A test of one fact, or its contrary.

    Args:
        test: of a condition.
        names: of things; those inside an event where the fact is one of its keys.
        holds: false for the contrary.
    """
    fact = test.fact
    if test.operator == "in" and len(_told(test.operand, names)) == 1:
        test = replace(test, operator="is", operand=_values(test.operand)[0])
    if test.operator == "is" and isinstance(test.operand, bool):
        yes, no = _YES.get(fact.scope, _SAID)
        said = yes if test.operand is holds else no
        told = say(said.zh, said.en, names.bare_fact(fact))
        # A key of the trigger: whose it is has to be said.
        own = fact.scope == "event"
        return say("该事件的{0}", "{0} of the event", told) if own else told
    said = (_TESTS if holds else _CONTRARY)[_operator(test)]
    operand = (
        _DAYS[str(test.operand)]
        if test.operator == "on"
        else operand_text(test.operand, names)
    )
    return say(said.zh, said.en, fact_text(fact, names), operand)


def _operator(test: Test) -> str:
    """The operator that is said: a finding is not given but made."""
    if test.fact.scope != "finding":
        return test.operator
    return _OF_FINDINGS.get(test.operator, test.operator)


def _values(operand: Any) -> tuple[Any, ...]:
    return operand if isinstance(operand, tuple) else (operand,)


def _told(operand: Any, names: Called) -> tuple[Text, ...]:
    """The values; a title that several of them have is told once."""
    told: dict[str, Text] = {}
    for one in _values(operand):
        text = operand_text(one, names)
        told.setdefault(text.zh, text)
    return tuple(told.values())


def operand_text(operand: Any, names: Called) -> Text:
    """What a fact is held against."""
    match operand:
        case Fact():
            return fact_text(operand, names)
        case tuple():
            return join(_told(operand, names), "、", ", ")
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


def number_text(tests: Sequence[tuple[str, object]], unit: Text = NOTHING) -> Text:
    """Numeric tests that must all hold: ``不少于3次``."""
    numbers = {number for _, number in tests}
    if len(numbers) == 1 and {name for name, _ in tests} == {"at_least", "at_most"}:
        return say("正好{0}{1}", "exactly {0}{1}", *numbers, unit)
    told = (
        say(_NUMBERS[name].zh, _NUMBERS[name].en, say("{0}{1}", "{0}{1}", number, unit))
        for name, number in tests
    )
    return join(told, "、", " and ")
