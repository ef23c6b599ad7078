"""Which parts of a condition do not hold.

A condition is taken apart as it was written, and each part is put to the closure that
the engine makes of it: what is named here is what the engine found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.facts import bind_fact
from hotline_rules.evaluate.logic import bind_condition
from hotline_rules.evaluate.unknowns import events_found
from hotline_rules.explain.comparisons import fact_text
from hotline_rules.explain.conditions import condition_text, patterns_text
from hotline_rules.explain.wording import NOTHING, join, same, say
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
    Test,
)

if TYPE_CHECKING:
    from hotline_rules.evaluate.plan import Plan
    from hotline_rules.explain.called import Called
    from hotline_rules.explain.names import Names

Found = Literal["false", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a condition lacks to hold.

    Attributes:
        how: ``one``: a single test; ``all``: every part is lacking; ``any``: one of
            the parts would do.
        found: false, or unknown because a fact is missing.
        condition: the part of the condition; under ``wanted`` false it must not hold.
        wanted: whether the condition is to hold, or not to.
        text: what is asked for and what was found.
        parts: of ``all`` and ``any``.
    """

    how: Literal["one", "all", "any"]
    found: Found
    condition: Condition
    wanted: bool
    text: Text
    parts: tuple[Need, ...] = ()

    @property
    def smallest(self) -> tuple[Need, ...]:
        """The fewest single tests that would have to change; the first of equals."""
        match self.how:
            case "one":
                return (self,)
            case "all":
                return tuple(one for part in self.parts for one in part.smallest)
            case _:
                return min((part.smallest for part in self.parts), key=len)


class Asking:
    """Puts parts of conditions to the engine, at one instant of a run.

    Args:
        plan: that judged.
        names: for words.
        run: standing at the instant.
        occ: the trigger.
        limit: the limit in question, if there is one.
    """

    def __init__(
        self, plan: Plan, names: Called, run: Any, occ: Any, limit: Any
    ) -> None:
        self.binder = plan.binder
        self.names = names
        self.run = run
        self.occ = occ
        self.limit = limit

    def holds(self, condition: Condition, here: Any) -> bool | None:
        """What the engine finds."""
        check = bind_condition(condition, self.binder)
        return True if check is None else check(self.run, self.occ, here, self.limit)

    def value(self, fact: Fact, here: Any) -> Any:
        """What the engine reads."""
        return bind_fact(fact, self.binder)(self.run, self.occ, here, self.limit)

    def lacking(
        self, condition: Condition, here: Any = None, *, wanted: bool = True
    ) -> Need | None:
        """What has to change for a condition to be as wanted; ``None``: nothing.

        Args:
            condition: of a rule, a pattern or a mark.
            here: the event that it looks at; the trigger if left out.
            wanted: whether it is to hold.
        """
        here = self.occ if here is None else here
        found = self.holds(condition, here)
        if found is wanted:
            return None
        match condition:
            case Not():
                return self.lacking(condition.part, here, wanted=not wanted)
            case AllOf() | AnyOf():
                return self._several(condition, here, wanted=wanted)
            case AtTheAct():
                return self._at_the_act(condition, here, wanted=wanted)
            case Latest():
                return self._latest(condition, here, wanted=wanted)
            case _:
                return self._one(condition, here, found=found, wanted=wanted)

    def _several(
        self, condition: AllOf | AnyOf, here: Any, *, wanted: bool
    ) -> Need | None:
        found = [self.lacking(part, here, wanted=wanted) for part in condition.parts]
        parts = tuple(dict.fromkeys(part for part in found if part is not None))
        if len(parts) == 1:
            return parts[0]
        # Not all of some is one that does not hold; not any of some is none that does.
        every = isinstance(condition, AllOf) is wanted
        texts = [
            say("（{0}）", "({0})", p.text) if every and p.how == "any" else p.text
            for p in parts
        ]
        unknown = any if every else all
        return Need(
            how="all" if every else "any",
            found="unknown"
            if unknown(p.found == "unknown" for p in parts)
            else "false",
            condition=condition,
            wanted=wanted,
            text=join(texts, "；", "; ") if every else join(texts, "；或者", "; or "),
            parts=parts,
        )

    def _at_the_act(self, condition: AtTheAct, here: Any, *, wanted: bool) -> Need:
        act = self.run.act_of(self.occ)
        if act is None:
            return self._one(condition, here, found=None, wanted=wanted)
        before, self.run.horizon = self.run.horizon, act.seq
        try:
            need = self.lacking(condition.condition, here, wanted=wanted)
        finally:
            self.run.horizon = before
        if need is None:  # it is only the horizon of the whole that makes it differ
            return self._one(condition, here, found=None, wanted=wanted)
        text = say("在作出该行为时，{0}", "when the act was done, {0}", need.text)
        return replace(need, text=text)

    def _latest(self, condition: Latest, here: Any, *, wanted: bool) -> Need:
        past = events_found(condition, self.binder, self.run, self.occ, self.limit)
        need = None
        if past:
            need = self.lacking(condition.satisfies, past[0], wanted=wanted)
        if need is None:
            found = self.holds(condition, here)
            return self._one(condition, here, found=found, wanted=wanted)
        number = past[0].number
        last = (
            same("")
            if number is None
            else say("（第{0}号事件）", " (event {0})", number)
        )
        of = patterns_text(condition.of, self.names)
        text = say("最近一次{0}{1}：{2}", "the latest {0}{1}: {2}", of, last, need.text)
        return replace(need, text=text)

    def _one(
        self, condition: Condition, here: Any, *, found: bool | None, wanted: bool
    ) -> Need:
        names = self._names_at(condition, here)
        asked = condition_text(condition if wanted else Not(condition), names)
        is_ = self._what_is(condition, here, known=found is not None)
        text = say("要求{0}，{1}", "it asks that {0}; {1}", asked, is_)
        return Need(
            how="one",
            found="unknown" if found is None else "false",
            condition=condition,
            wanted=wanted,
            text=is_ if isinstance(condition, Always) else text,
        )

    def _names_at(self, condition: Condition, here: Any) -> Called:
        """Names of the keys of an event, where the condition is about one of them."""
        if isinstance(condition, Test) and condition.fact.scope == "here":
            return self.names.inside(here.type)
        return self.names

    def _what_is(self, condition: Condition, here: Any, *, known: bool) -> Text:
        """What was found in its place."""
        match condition:
            case Test():
                return self._value_found(condition, here)
            case Always():
                return Text("按现在的规则文件不成立", "the profile rules it out")
            case AtTheAct():
                return Text("找不到所指的行为", "there is no such act")
            case Latest():
                return Text("还没有过", "there has been none")
            case Happened() | Count() | MonthsInARow():
                return self._looked_back(condition, known=known)
            case _:
                return NOTHING

    def _looked_back(
        self, condition: Happened | Count | MonthsInARow, *, known: bool
    ) -> Text:
        past = events_found(condition, self.binder, self.run, self.occ, self.limit)
        numbers = sorted({n for one in past for n in one.evidence})
        listed = ""
        if numbers:
            listed = f"（第{'、'.join(map(str, numbers))}号事件）"
        in_english = f" (events {', '.join(map(str, numbers))})" if numbers else ""
        tail = Text(listed, in_english)
        if isinstance(condition, Happened):
            if not past:
                return Text("没有发生过", "it never happened")
            return say("已经发生过{0}", "it has happened{0}", tail)
        if isinstance(condition, MonthsInARow):
            if not known:
                return Text("看不出是哪个月的", "its month cannot be read")
            months = len({one.payload.get("month", one.at) for one in past})
            return say("到这时连着{0}个月{1}", "so far {0} in a row{1}", months, tail)
        number = len(past)
        if condition.distinct is not None:
            key = condition.distinct
            values = {
                one.unit if key == "unit" else str(one.payload.get(key)) for one in past
            }
            number = len(values - {None, "None"})
        unit = Text("次", "") if condition.distinct is None else Text("个", "")
        return say("到这时有{0}{1}{2}", "so far there are {0}{2}", number, unit, tail)

    def _value_found(self, test: Test, here: Any) -> Text:
        value = self.value(test.fact, here)
        if value is None:
            return _absent(test.fact)
        told = _value_text(test.fact, value, self.names)
        if isinstance(test.operand, Fact):
            other = self.value(test.operand, here)
            if other is None:
                name = fact_text(test.operand, self._names_at(test, here))
                return say("没有写明{0}", "there is no {0}", name)
            return say(
                "实际为{0}，后者为{1}",
                "it is {0}, the other {1}",
                told,
                _value_text(test.operand, other, self.names),
            )
        if isinstance(value, bool) and test.fact.scope in _FOUND:
            yes, no = _FOUND[test.fact.scope]
            return yes if value else no
        return say("实际为{0}", "it is {0}", told)


# What a record says of a yes or no, by the record; others say it as a value.
_FOUND = {
    "ticket": (Text("实际已经记明", "it does"), Text("实际没有记明", "it does not")),
    "finding": (
        Text("实际已经认定", "it was"),
        Text("实际认定不属于", "it was found not to be so"),
    ),
    "status": (
        Text("当时正处于该状态", "it was so"),
        Text("当时不处于该状态", "it was not so"),
    ),
}


def _value_text(fact: Fact, value: Any, names: Names) -> Text:
    """A value that was found, as a person would read it."""
    told = names.value(value)
    if isinstance(value, int) and (fact.scope == "this" or fact.name == "at"):
        return Text("那一刻", "that instant")
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return told if number else say("“{0}”", "{0}", told)


def _absent(fact: Fact) -> Text:
    if fact.scope == "finding":
        return Text("没有人作过这项认定", "nobody has found so")
    if fact.scope == "rung":
        return Text("还没有进入任何一级", "no rung was reached")
    return Text("经过里没有写明", "the history does not tell")
