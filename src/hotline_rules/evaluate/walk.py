"""Walking over the conditions and effects of rules: what reads what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.facts import DERIVED
from hotline_rules.rulebook import (
    AllOf,
    AtTheAct,
    Count,
    Fact,
    Happened,
    Latest,
    MonthsInARow,
    MovesTo,
    Not,
    Pattern,
    Pauses,
    StartsFrom,
    Test,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.rulebook import (
        Case,
        Change,
        Condition,
        Effects,
        Mark,
        Operand,
        Patterns,
    )

LookBack = Happened | Count | MonthsInARow | Latest


def wheres(patterns: Patterns) -> list[Condition]:
    """The conditions of patterns."""
    return [pattern.where for pattern in patterns]


def all_effects(case: Case) -> Iterator[Effects]:
    """The effects of a case and of its marks."""
    yield case.effects
    if case.limit is not None:
        for mark in case.limit.marks:
            yield mark.effects


def case_conditions(case: Case) -> Iterator[Condition]:
    """Every condition in a case."""
    yield case.condition
    yield from (flag.when for flag in case.flags)
    for effects in all_effects(case):
        yield from effect_conditions(effects)
    limit = case.limit
    if limit is None:
        return
    yield from wheres(limit.act)
    for _, patterns in limit.ends_on:
        yield from wheres(patterns)
    for value in (limit.within, limit.who, limit.target, limit.at_least, limit.at_most):
        yield from value_conditions(value)
    yield from mark_conditions(limit.marks)


def mark_conditions(marks: Iterable[Mark]) -> Iterator[Condition]:
    """Every condition in marks, effects apart."""
    for mark in marks:
        yield mark.condition
        yield from wheres(mark.on)
        yield from value_conditions(mark.at)
        yield from (flag.when for flag in mark.flags)


def effect_conditions(effects: Effects) -> Iterator[Condition]:
    """Every condition in effects."""
    if effects.status is not None:
        yield from wheres(effects.status.until)
    if effects.light is not None:
        yield from wheres(effects.light.until)
    if effects.rung is not None:
        yield from wheres(effects.rung.until)
    if effects.penalty is not None:
        yield from wheres(effects.penalty.act)
        yield from wheres(effects.penalty.voided_by)
        yield from value_conditions(effects.penalty.points)


def change_conditions(change: Change) -> Iterator[Condition]:
    """Every condition in a change."""
    yield change.condition
    for patterns in (
        change.asked_by,
        change.asked_late_by,
        change.granted_by,
        change.refused_by,
    ):
        yield from wheres(patterns)
    effect = change.effect
    if isinstance(effect, Pauses):
        yield from wheres(effect.starts)
        yield from wheres(effect.stops)
    if isinstance(effect, MovesTo | StartsFrom):
        yield from value_conditions(effect.point)
    if isinstance(effect, MovesTo):
        for cap in effect.not_after:
            yield from value_conditions(cap)
    yield from mark_conditions(change.marks or ())


def value_conditions(value: Any) -> Iterator[Condition]:
    """The conditions of the rows of a value."""
    for row in getattr(value, "rows", ()):
        yield row.when
        yield from value_conditions(row.value)
    for part in getattr(value, "parts", ()):
        yield from value_conditions(part)


def looked_back(condition: Condition) -> Iterator[Patterns]:
    """The patterns of look-backs in a condition, those inside them included."""
    match condition:
        case Happened() | Count() | MonthsInARow() | Latest():
            for patterns in _looked_for(condition):
                yield patterns
                yield from inside(patterns)
            if isinstance(condition, Latest):
                yield from looked_back(condition.satisfies)
        case Not():
            yield from looked_back(condition.part)
        case AtTheAct():
            yield from looked_back(condition.condition)
        case _:
            for part in getattr(condition, "parts", ()):
                yield from looked_back(part)


def _looked_for(condition: LookBack) -> list[Patterns]:
    """The patterns of one look-back itself."""
    match condition:
        case Happened():
            return [condition.patterns]
        case Count():
            asked = (condition.of, condition.since, condition.not_followed_by)
            return [patterns for patterns in asked if patterns is not None]
        case MonthsInARow():
            return [condition.of, condition.skipping]
        case _:
            return [condition.of]


def inside(patterns: tuple[Pattern, ...]) -> Iterator[Patterns]:
    """The look-backs inside patterns."""
    for pattern in patterns:
        yield from looked_back(pattern.where)


def facts_in(condition: Condition) -> Iterator[Fact]:
    """The facts that a condition reads."""
    for name in ("fact", "operand"):
        value = getattr(condition, name, None)
        if isinstance(value, Fact):
            yield value
    for name in ("part", "condition", "satisfies"):
        part = getattr(condition, name, None)
        if part is not None:
            yield from facts_in(part)
    for part in getattr(condition, "parts", ()):
        yield from facts_in(part)


def words_asked(where: Condition) -> tuple[str, tuple[Operand, ...]] | None:
    """A key of the payload and its words, of which a pattern asks for one.

    ``None`` when it asks for nothing so plain: then any event may fit.
    """
    if isinstance(where, AllOf):
        found = (words_asked(part) for part in where.parts)
        return next((one for one in found if one is not None), None)
    if not isinstance(where, Test) or where.fact.scope != "here":
        return None
    key, operand = where.fact.name, where.operand
    words = operand if isinstance(operand, tuple) else (operand,)
    if where.operator not in ("is", "in"):
        return None
    # What is derived where the payload lacks the key may be such a text, but no flag.
    plain = (bool,) if key in DERIVED else (str, bool)
    if any(word.__class__ not in plain for word in words):
        return None
    return key, words
