"""Whether conditions can hold together, and the facts of a ticket for which they do.

A *world* gives every fact that some conditions look at a value, or none. Of each fact
only finitely many values can make a difference: the words and numbers it is compared
with, one between and beyond them, and its absence. What cannot be told from one value
(a look-back, a date against a date) is an atom of its own that may come out any way.
So "impossible" is sure, and a world that was found is one as far as this can be told.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from hotline_rules.profile.names import TRIGGER_TYPES, Names
from hotline_rules.profile.vocabulary import ITEM_FACT_TYPES, ValueType
from hotline_rules.rulebook import AllOf, Always, AnyOf, Condition, Fact, Not, Test

Truth = bool | None  # None: unknown
Outcomes = frozenset[Truth]
ANY: Outcomes = frozenset({True, False, None})
TypeOf = Callable[[str, Fact], ValueType | None]
MOST_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Demand:
    """A condition and what it must come to.

    Attributes:
        origin: the event whose payload its `event.` facts are; two origins are two
            events, whose facts have nothing to do with each other.
    """

    condition: Condition
    wanted: bool = True
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Atom:
    """What a world gives a value: a fact of an event or of all, or a whole test."""

    origin: str
    of: Fact | Condition


Value = str | bool | int | Decimal | None  # None: absent
World = Mapping[Atom, Value]
OTHER = "…"  # a word that no condition names


class UndecidedError(Exception):
    """The search was given up: too many cases."""


def find_world(
    demands: Sequence[Demand],
    type_of: TypeOf,
    given: World | None = None,
    *,
    known: bool = False,
) -> World | None:
    """Return a world in which all demands are met, or None when there is none.

    Args:
        demands: conditions and what they must come to.
        type_of: the type of a fact of an origin, or None if it cannot be told.
        given: values that are settled.
        known: whether every fact compared with a value must have one.

    Raises:
        UndecidedError: the search takes too many steps.
    """
    return _Search(demands, type_of, known=known).find(dict(given or {}))


class _Search:
    """A search by cases, cut off as soon as a demand can no longer be met."""

    def __init__(
        self, demands: Sequence[Demand], type_of: TypeOf, *, known: bool
    ) -> None:
        self.demands = demands
        self.steps = 0
        tests: dict[Atom, list[Test | None]] = {}
        for demand in demands:
            for atom, test in _atoms(demand.condition, demand.origin):
                tests.setdefault(atom, []).append(test)
        self.values = {
            atom: _values(atom, found, type_of, known=known)
            for atom, found in tests.items()
        }

    def find(self, world: dict[Atom, Value]) -> World | None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise UndecidedError
        open_demand = None
        for demand in self.demands:
            outcomes = outcomes_of(demand.condition, world, demand.origin)
            if demand.wanted not in outcomes:
                return None
            if len(outcomes) > 1 and open_demand is None:
                open_demand = demand
        if open_demand is None:
            return world
        pairs = _atoms(open_demand.condition, open_demand.origin)
        atom = next(atom for atom, _ in pairs if atom not in world)
        for value in self.values[atom]:
            found = self.find({**world, atom: value})
            if found is not None:
                return found
        return None


# --- what a condition can come to ----------------------------------------------------


def outcomes_of(condition: Condition, world: World, origin: str = "") -> Outcomes:
    """Return what a condition can still come to when some values are settled."""
    match condition:
        case Always(value):
            return frozenset({value})
        case Not(part):
            return frozenset(map(_not, outcomes_of(part, world, origin)))
        case AllOf(parts):
            return _all([outcomes_of(part, world, origin) for part in parts])
        case AnyOf(parts):
            inner = [
                frozenset(map(_not, outcomes_of(part, world, origin))) for part in parts
            ]
            return frozenset(map(_not, _all(inner)))
        case _:
            return _of_atom(condition, world, origin)


def _of_atom(condition: Condition, world: World, origin: str) -> Outcomes:
    atom = _atom(condition, origin)
    if atom not in world:
        return ANY
    value = world[atom]
    if isinstance(condition, Test) and isinstance(atom.of, Fact):
        return frozenset({_holds(condition, value)})
    return frozenset({None if value is None else bool(value)})


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _all(parts: list[Outcomes]) -> Outcomes:
    """Return the outcomes of a conjunction; too many rather than too few."""
    if frozenset({False}) in parts:
        return frozenset({False})
    found: set[Truth] = set()
    if all(True in part for part in parts):
        found |= {True}
    if any(False in part for part in parts):
        found |= {False}
    if any(None in part for part in parts) and all(
        part & {True, None} for part in parts
    ):
        found |= {None}
    return frozenset(found)


# --- facts and their values ----------------------------------------------------------


_PRESENCE = ("present", "absent", "unknown")
_ORDER: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "at_least": lambda a, b: a >= b,
    "at_most": lambda a, b: a <= b,
    "more_than": lambda a, b: a > b,
    "less_than": lambda a, b: a < b,
}


def _atom(condition: Condition, origin: str) -> Atom:
    if not isinstance(condition, Test) or not _is_plain(condition):
        return Atom("", condition)
    fact = condition.fact
    if fact.scope in ("event", "here"):
        return Atom(origin, Fact("event", fact.name))
    return Atom("", fact)


def _is_plain(test: Test) -> bool:
    """Say whether the value of its fact alone decides a test."""
    if test.operator in _PRESENCE:
        return True
    operand = test.operand
    options = operand if isinstance(operand, tuple) else (operand,)
    if not all(isinstance(each, str | bool | int | Decimal) for each in options):
        return False
    return test.operator in ("is", "in") or test.operator in _ORDER


def _atoms(condition: Condition, origin: str) -> Iterator[tuple[Atom, Test | None]]:
    match condition:
        case Always():
            return
        case Not(part):
            yield from _atoms(part, origin)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _atoms(part, origin)
        case _:
            plain = isinstance(condition, Test) and _is_plain(condition)
            yield _atom(condition, origin), condition if plain else None  # type: ignore[misc]


def _holds(test: Test, value: Value) -> Truth:
    if value is None:
        value = test.fact.absent_means
    if test.operator in _PRESENCE:
        return (value is None) is (test.operator != "present")
    if value is None:
        return None
    operand = test.operand
    if test.operator in _ORDER:
        if isinstance(value, str | bool):
            return None
        return _ORDER[test.operator](Decimal(value), Decimal(operand))  # type: ignore[arg-type]
    options = operand if isinstance(operand, tuple) else (operand,)
    return any(_same(value, option) for option in options)


def _same(value: object, option: object) -> bool:
    return isinstance(value, bool) is isinstance(option, bool) and value == option


def _values(
    atom: Atom, tests: Sequence[Test | None], type_of: TypeOf, *, known: bool
) -> list[Value]:
    """Return the values of an atom that can make a difference, the likeliest first."""
    if not isinstance(atom.of, Fact):
        return [True, False] if known else [True, False, None]
    fact = atom.of
    plain = [test for test in tests if test is not None]
    operands = [
        each
        for test in plain
        if test.operator not in _PRESENCE
        for each in (
            test.operand if isinstance(test.operand, tuple) else [test.operand]
        )
    ]
    values = _given_values(operands, type_of(atom.origin, fact))
    by_presence = any(test.operator in _PRESENCE for test in plain)
    if fact.scope not in ("status", "this") and (by_presence or not known):
        values.append(None)
    return values


def _given_values(operands: Sequence[object], type_: ValueType | None) -> list[Value]:
    numbers = [
        Decimal(each)
        for each in operands
        if isinstance(each, int | Decimal) and not isinstance(each, bool)
    ]
    found: list[Value] = list(_around(sorted(set(numbers))))
    if any(isinstance(each, bool) for each in operands) or (type_ and type_.yes_or_no):
        return [*found, True, False]
    words = list(dict.fromkeys(each for each in operands if isinstance(each, str)))
    if type_ is not None and type_.one_of:
        rest = [word for word in type_.one_of if word not in words]
        return [*found, *(w for w in words if w in type_.one_of), *rest[:1]]
    if words or not numbers:
        found += [*words, OTHER]
    return found


def _around(numbers: Sequence[Decimal]) -> Iterator[Decimal]:
    """Yield numbers, one between each two of them, and one beyond at either side."""
    if not numbers:
        return
    yield from numbers
    for low, high in pairwise(numbers):
        yield (low + high) / 2
    yield numbers[0] - 1
    yield numbers[-1] + 1


def is_plain(condition: Condition) -> bool:
    """Say whether values of facts alone decide a condition."""
    return all(test is not None for _, test in _atoms(condition, ""))


def type_in(names: Names) -> TypeOf:
    """Return the types of facts in a profile, those of events by their payload."""

    def type_of(origin: str, fact: Fact) -> ValueType | None:
        match fact.scope:
            case "ticket":
                found = names.attributes.get(fact.name)
                return found[1] if found else None
            case "unit":
                declared = names.attributes.get(fact.name)
                return declared[1] if declared else names.unit_facts.get(fact.name)
            case "item":
                return ITEM_FACT_TYPES.get(fact.name)
            case "finding" | "status":
                return ValueType("yes_no")
            case "event":
                payload = names.payloads.get(origin, names.any_payload)
                return payload.get(fact.name) or TRIGGER_TYPES.get(fact.name)
            case _:
                return None

    return type_of


def without(world: World, condition: Condition, origin: str) -> World:
    """Return a world without the facts that a condition looks at."""
    left_out = {atom for atom, _ in _atoms(condition, origin)}
    return {atom: value for atom, value in world.items() if atom not in left_out}
