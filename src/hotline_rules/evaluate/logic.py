"""Three-valued logic: conditions of a rulebook as closures.

A closure takes the run, the trigger, the event a pattern is looking at, and the
limit in question, and answers ``True``, ``False`` or ``None`` (unknown). It reads
the run only as far as ``run.horizon``, so that a condition can be put as it stood
at an earlier act.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.facts import DERIVED, Binder, bind_fact
from hotline_rules.evaluate.lookback import bind_count, bind_happened, bind_latest
from hotline_rules.evaluate.months import bind_run
from hotline_rules.evaluate.operators import NUMBER_TESTS, OPERATORS
from hotline_rules.evaluate.ranks import in_bottom
from hotline_rules.rulebook import (
    AllOf,
    Always,
    AnyOf,
    Condition,
    Count,
    Fact,
    Happened,
    Latest,
    MonthsInARow,
    Not,
    Patterns,
    Test,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotline_rules.calendar import Zone
    from hotline_rules.evaluate.state import Check, PatternCheck
    from hotline_rules.rulebook import Rulebook


def binder_for(rulebook: Rulebook, zone: Zone) -> Binder:
    """What the closures of a rulebook's conditions need to know."""
    keys = {word.id: word.month_key for word in rulebook.events}
    months = {name: key for name, key in keys.items() if key is not None}
    return Binder(zone, bind_patterns, months)


def bind_condition(condition: Condition, binder: Binder) -> Check | None:
    """Make the closure of a condition; ``None`` stands for "always true"."""
    match condition:
        case Always():
            return None if condition.value is True else _constant(condition.value)
        case Test():
            return _test(condition, binder)
        case AllOf():
            return _all_constants(condition) or _all(
                [bind_condition(part, binder) for part in _cheap(condition)]
            )
        case AnyOf():
            return _one_of_words(condition) or _any(
                [bind_condition(part, binder) for part in _cheap(condition)]
            )
        case Not():
            return _not(bind_condition(condition.part, binder))
        case Happened():
            return bind_happened(bind_patterns(condition.patterns, binder))
        case Count():
            return bind_count(condition, binder, bind_patterns)
        case MonthsInARow():
            return bind_run(condition, binder, bind_patterns)
        case Latest():
            return bind_latest(
                bind_patterns(condition.of, binder),
                bind_condition(condition.satisfies, binder),
            )
        case _:
            return _at_the_act(bind_condition(condition.condition, binder))


def _cheap(condition: AllOf | AnyOf) -> list[Condition]:
    """The parts with plain tests first: the answer is the same, sooner."""
    return sorted(condition.parts, key=lambda part: not isinstance(part, Test))


def _all_constants(condition: AllOf) -> Check | None:
    """Several ticket attributes against constants, in one closure."""
    rows = []
    for part in condition.parts:
        if not isinstance(part, Test) or part.operator != "is":
            return None
        fact, operand = part.fact, part.operand
        if fact.scope != "ticket" or not isinstance(operand, str | bool):
            return None
        rows.append((fact.name, fact.absent_means, operand.__class__, operand))

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        attributes = run.attributes if run.horizon is None else run.attributes_then()
        result: bool | None = True
        for name, default, kind, operand in rows:
            value = attributes.get(name, default)
            if value is None:
                result = None
            elif value.__class__ is not kind or value != operand:
                return False
        return result

    return check


def _one_of_words(condition: AnyOf) -> Check | None:
    """One payload key that has one of some words, or is absent, in one closure."""
    words: set[str] = set()
    absent, names = False, set()
    for part in condition.parts:
        if not isinstance(part, Test) or part.fact.scope != "here":
            return None
        names.add(part.fact.name)
        operand = part.operand
        if part.operator == "absent":
            absent = True
        elif part.operator == "is" and isinstance(operand, str):
            words.add(operand)
        elif part.operator == "in" and (texts := _all_text(operand)) is not None:
            words |= texts
        else:
            return None
    if len(names) != 1 or names & DERIVED:
        return None
    name, unknown = names.pop(), True if absent else None

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        value = here.payload.get(name)
        if value is None:
            return unknown
        return value.__class__ is str and value in words

    return check


def bind_patterns(patterns: Patterns, binder: Binder) -> tuple[PatternCheck, ...]:
    """Make (event, closure or ``None``, only the same unit?) for each pattern."""
    return tuple(
        (p.event, bind_condition(p.where, binder), p.same_unit) for p in patterns
    )


def _constant(value: bool | None) -> Check:  # noqa: FBT001 - a value, not a switch
    return lambda run, occ, here, limit: value


def _test(test: Test, binder: Binder) -> Check:
    read = bind_fact(test.fact, binder)
    decide = OPERATORS[test.operator]
    operand = test.operand
    if test.operator in ("present", "absent", "unknown"):
        return _presence(test, read)
    if isinstance(operand, Fact):
        return _against_fact(read, decide, bind_fact(operand, binder), binder)
    if test.operator == "in_bottom":
        return _in_bottom(operand)
    if test.operator == "kind":
        return _status_of_kind(test.fact.name, operand)
    if isinstance(operand, tuple):
        facts = [bind_fact(o, binder) for o in operand if isinstance(o, Fact)]
        if facts:
            return _in_facts(read, operand, facts)
    constant = _against_constant(test, read, binder)
    if constant is not None:
        return constant
    zone = binder.zone

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        value = read(run, occ, here, limit)
        return None if value is None else decide(value, operand, zone, run)

    return check


def _against_constant(
    test: Test, read: Callable[..., Any], binder: Binder
) -> Check | None:
    """The commonest tests, each in a closure that fits its operand."""
    operand = test.operand
    if test.operator == "is" and isinstance(operand, str | bool):
        return _is_constant(test.fact, read, operand)
    if test.operator in NUMBER_TESTS and operand.__class__ is int:
        return _against_number(test, read, binder)
    words = _all_text(operand) if test.operator == "in" else None
    return None if words is None else _in_words(read, words)


def _is_constant(fact: Fact, read: Callable[..., Any], operand: Any) -> Check:
    """The commonest test, without detours; ``True`` is not 1 here."""
    kind, name = operand.__class__, fact.name

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        value = read(run, occ, here, limit)
        if value is None:
            return None
        return value.__class__ is kind and bool(value == operand)

    def check_payload(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        value = here.payload.get(name)
        if value is None:
            return None
        return value.__class__ is kind and bool(value == operand)

    default = fact.absent_means

    def check_ticket(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        attributes = run.attributes if run.horizon is None else run.attributes_then()
        value = attributes.get(name, default)
        if value is None:
            return None
        return value.__class__ is kind and bool(value == operand)

    if fact.scope == "ticket":
        return check_ticket
    plain = fact.scope == "here" and name not in DERIVED
    return check_payload if plain else check


def _against_number(test: Test, read: Callable[..., Any], binder: Binder) -> Check:
    """A fact against a whole number; only what is none itself needs a conversion."""
    compare, decide = NUMBER_TESTS[test.operator], OPERATORS[test.operator]
    fact, operand, zone = test.fact, test.operand, binder.zone
    name, default = fact.name, fact.absent_means

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        value = read(run, occ, here, limit)
        if value.__class__ is int:
            return compare(value, operand)
        return None if value is None else decide(value, operand, zone, run)

    def check_ticket(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        attributes = run.attributes if run.horizon is None else run.attributes_then()
        value = attributes.get(name, default)
        if value.__class__ is int:
            return compare(value, operand)
        return None if value is None else decide(value, operand, zone, run)

    return check_ticket if fact.scope == "ticket" else check


def _all_text(operand: object) -> frozenset[str] | None:
    """The words of an operand that is nothing but words."""
    words = operand if isinstance(operand, tuple) else (None,)
    texts = frozenset(one for one in words if isinstance(one, str))
    return texts if len(texts) == len(words) else None


def _in_words(read: Callable[..., Any], words: frozenset[str]) -> Check:
    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        value = read(run, occ, here, limit)
        if value is None:
            return None
        return value.__class__ is str and value in words

    return check


def _presence(test: Test, read: Callable[..., Any]) -> Check:
    want_none = test.operator != "present"

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        return (read(run, occ, here, limit) is None) is want_none

    return check


def _against_fact(
    read: Callable[..., Any],
    decide: Callable[..., bool | None],
    other: Callable[..., Any],
    binder: Binder,
) -> Check:
    zone = binder.zone

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        value = read(run, occ, here, limit)
        operand = other(run, occ, here, limit)
        if value is None or operand is None:
            return None
        return decide(value, operand, zone, run)

    return check


def _in_facts(
    read: Callable[..., Any], operand: tuple[Any, ...], facts: Sequence[Any]
) -> Check:
    constants = tuple(o for o in operand if not isinstance(o, Fact))

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        value = read(run, occ, here, limit)
        if value is None:
            return None
        if value in constants:
            return True
        others = [fact(run, occ, here, limit) for fact in facts]
        if value in others:
            return True
        return None if None in others else False

    return check


def _in_bottom(operand: object) -> Check:
    """Among the last ``operand`` of a ranking; nobody when no more are ranked."""
    last = int(str(operand))

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        return in_bottom(here.payload, last)

    return check


def _status_of_kind(name: str, kinds: object) -> Check:
    """Whether a status of one of some kinds holds; never unknown."""
    return lambda run, occ, here, limit: run.has_status(name, occ.unit, kinds)


def _all(parts: Sequence[Check | None]) -> Check | None:
    checks = tuple(part for part in parts if part is not None)
    if not checks:
        return None
    if len(checks) == 1:
        return checks[0]

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        result: bool | None = True
        for part in checks:
            value = part(run, occ, here, limit)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return check


def _any(parts: Sequence[Check | None]) -> Check | None:
    if any(part is None for part in parts):
        return None
    checks = tuple(part for part in parts if part is not None)

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        result: bool | None = False
        for part in checks:
            value = part(run, occ, here, limit)
            if value:
                return True
            if value is None:
                result = None
        return result

    return check


def _not(part: Check | None) -> Check:
    if part is None:
        return _constant(value=False)

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        value = part(run, occ, here, limit)
        return None if value is None else not value

    return check


def _at_the_act(part: Check | None) -> Check | None:
    if part is None:
        return None

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        act = run.act_of(occ)
        if act is None:
            return None
        before = run.horizon
        run.horizon = act.seq
        try:
            return part(run, occ, here, limit)
        finally:
            run.horizon = before

    return check
