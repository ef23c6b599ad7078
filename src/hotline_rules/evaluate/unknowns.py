"""Which facts a condition lacked, or rested on: asked after the decision only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.facts import bind_fact
from hotline_rules.evaluate.lookback import bind_counted, occurrences
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
    from collections.abc import Sequence

    from hotline_rules.evaluate.facts import Binder
    from hotline_rules.evaluate.state import Occurrence
    from hotline_rules.evaluate.walk import LookBack
    from hotline_rules.rulebook import Patterns

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
    runs = any(isinstance(part, MonthsInARow) for part, _ in look_backs(condition))
    if runs and month_of(occ, binder) is None:
        names.append("event.month")
    return names


def events_used(
    condition: Condition, binder: Binder, run: Any, occ: Any, limit: Any
) -> tuple[int, ...]:
    """Numbers of the recorded events that its look-backs rested on."""
    numbers: set[int] = set()
    for part, _ in look_backs(condition):
        for past in events_found(part, binder, run, occ, limit):
            numbers.update(past.evidence)
    return tuple(sorted(numbers))


def events_found(
    part: LookBack, binder: Binder, run: Any, occ: Any, limit: Any
) -> Sequence[Occurrence]:
    """The occurrences that a look-back rests on."""
    bind = binder.bind_patterns
    match part:
        case Count():
            return bind_counted(part, binder, bind)(run, occ, limit)
        case Happened():
            return list(occurrences(run, occ, limit, bind(part.patterns, binder)))
        case MonthsInARow():
            found_months = bind_months(part, binder, bind)(run, occ, limit)
            return () if found_months is None else found_months[1]
        case _:
            found = list(occurrences(run, occ, limit, bind(part.of, binder)))
            return [max(found, key=lambda past: past.seq)] if found else []


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


def look_backs(condition: Condition) -> list[tuple[LookBack, Patterns]]:
    """The look-backs of a condition, each with what it looks for."""
    match condition:
        case Happened():
            return [(condition, condition.patterns)]
        case Count() | Latest() | MonthsInARow():
            return [(condition, condition.of)]
        case AllOf() | AnyOf():
            return [one for part in condition.parts for one in look_backs(part)]
        case Not():
            return look_backs(condition.part)
        case AtTheAct():
            return look_backs(condition.condition)
        case _:
            return []


def fact_name(fact: Fact) -> str:
    """``kind`` for ``ticket.kind``, since results name attributes bare."""
    return fact.name if fact.scope == "ticket" else str(fact)
