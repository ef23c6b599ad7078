"""Which facts a condition lacked, or rested on: asked after the decision only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.facts import bind_fact
from hotline_rules.evaluate.lookback import bind_counted, newest
from hotline_rules.evaluate.months import bind_months, month_of
from hotline_rules.rulebook import (
    AllOf,
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
    from collections.abc import Callable, Sequence

    from hotline_rules.evaluate.facts import Binder
    from hotline_rules.evaluate.state import Occurrence, PatternCheck
    from hotline_rules.evaluate.walk import LookBack
    from hotline_rules.rulebook import Patterns

    Found = Callable[[Any, Any, Any], Sequence[Occurrence]]  # run, trigger, limit

_NEVER_UNKNOWN = ("present", "absent", "unknown")


def unknown_facts(
    condition: Condition, binder: Binder, run: Any, occ: Any, here: Any, limit: Any
) -> list[str]:
    """Names of the facts whose absence leaves the condition unknown.

    Findings that were not made are left out: without one there is simply nothing.
    """
    names: list[str] = []
    for test in _tests(condition):
        if test.operator in _NEVER_UNKNOWN:
            continue
        for fact in (test.fact, test.operand):
            if isinstance(fact, Fact) and fact.scope != "finding":
                value = bind_fact(fact, binder)(run, occ, here, limit)
                name = fact_name(fact)
                if value is None and name not in names:
                    names.append(name)
    runs = any(isinstance(one.part, MonthsInARow) for one in look_backs(condition))
    if runs and month_of(occ, binder) is None:
        names.append("event.month")
    return names


def events_found(
    part: LookBack, binder: Binder, run: Any, occ: Any, limit: Any
) -> Sequence[Occurrence]:
    """The occurrences that a look-back rests on."""
    return bind_found(part, binder)(run, occ, limit)


def bind_found(part: LookBack, binder: Binder) -> Found:
    """Closure giving the occurrences that a look-back rests on."""
    bind = binder.bind_patterns
    match part:
        case Count():
            return bind_counted(part, binder, bind)
        case Happened():  # one is enough to say so
            return _last(bind(part.patterns, binder))
        case MonthsInARow():
            return _of_months(bind_months(part, binder, bind))
        case _:
            return _last(bind(part.of, binder))


def _by_the_act(found: Found) -> Found:
    """What came after the act is no evidence of how things stood at it."""

    def found_then(run: Any, occ: Any, limit: Any) -> Sequence[Occurrence]:
        act = run.act_of(occ)
        if act is None:
            return ()
        before = run.horizon
        run.horizon = act.seq
        try:
            return found(run, occ, limit)
        finally:
            run.horizon = before

    return found_then


def _last(patterns: Sequence[PatternCheck]) -> Found:
    def found(run: Any, occ: Any, limit: Any) -> Sequence[Occurrence]:
        last = newest(run, occ, limit, patterns)
        return () if last is None else (last,)

    return found


def _of_months(months: Callable[[Any, Any, Any], Any]) -> Found:
    def found(run: Any, occ: Any, limit: Any) -> Sequence[Occurrence]:
        run_of_months = months(run, occ, limit)
        return () if run_of_months is None else run_of_months[1]

    return found


def _tests(condition: Condition) -> list[Test]:
    match condition:
        case Test():
            return [condition]
        case AllOf() | AnyOf():
            return [test for part in condition.parts for test in _tests(part)]
        case Not():
            return _tests(condition.part)
        case AtTheAct():
            return _tests(condition.condition)
        case _:
            return []


@dataclass(frozen=True, slots=True)
class LookedBack:
    """A look-back of a condition.

    Attributes:
        part: the look-back itself.
        of: what it looks for.
        by_the_act: whether it is put as of the act in question.
    """

    part: LookBack
    of: Patterns
    by_the_act: bool = False

    def bind(self, binder: Binder) -> Found:
        """Closure giving the occurrences that it rests on."""
        found = bind_found(self.part, binder)
        return _by_the_act(found) if self.by_the_act else found


def look_backs(condition: Condition) -> list[LookedBack]:
    """The look-backs of a condition."""
    match condition:
        case Happened():
            return [LookedBack(condition, condition.patterns)]
        case Count() | Latest() | MonthsInARow():
            return [LookedBack(condition, condition.of)]
        case AllOf() | AnyOf():
            return [one for part in condition.parts for one in look_backs(part)]
        case Not():
            return look_backs(condition.part)
        case AtTheAct():
            inner = look_backs(condition.condition)
            return [LookedBack(one.part, one.of, by_the_act=True) for one in inner]
        case _:
            return []


def fact_name(fact: Fact) -> str:
    """``kind`` for ``ticket.kind``, since results name attributes bare."""
    return fact.name if fact.scope == "ticket" else str(fact)
