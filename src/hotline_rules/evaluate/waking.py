"""What sleeps until something has been: most rules concern few histories.

A condition that asks for a status, a finding, an event, a limit or a value of an
attribute cannot hold before there has been one. Each of these things is a bit of
``run.awake``, set when it has been and never taken back. What waits for bits of which
none is set is passed over unasked; asked, it would have given the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from hotline_rules.rulebook import AllOf, Always, AnyOf, AtTheAct, Count, Happened, Test

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hotline_rules.rulebook import Condition, Patterns

ALWAYS = 1  # set from the beginning of every run
OUTCOMES = 2  # there has been a status, a rung, a penalty, or a light of a rule
FIRST_EVENT = 4  # a condition that rules wait for may hold as soon as anything happens
_FIRST_THING = 8

# ("status" | "finding" | "limit" | "event", which), or ("ticket", attribute, value)
Thing = tuple[Any, ...]
_COMMON = {"status": 0, "finding": 0, "ticket": 1, "limit": 2, "event": 3}
_PLAIN = (str, bool)


def any_of(bits: Iterable[int]) -> int:
    """All bits together: awake with any of them."""
    return reduce(or_, bits, 0)


@dataclass(slots=True, eq=False)
class BitsOfThings:
    """The bits that a run sets, by what they are of."""

    findings: Mapping[str, int]  # by code
    statuses: Mapping[str, int]
    values: Mapping[str, Mapping[object, int]]  # by attribute and value

    def of_values(self, attributes: Mapping[str, Any]) -> int:
        """The bits of the values of attributes; one not understood sets all."""
        found = 0
        for name, value in attributes.items():
            row = self.values.get(name)
            if row is not None:
                found |= row.get(value, 0) if value.__class__ in _PLAIN else row[None]
        return found


class Alarm:
    """The bits of one plan, given out as they are asked for."""

    def __init__(self) -> None:
        self.bits: dict[Thing, int] = {}

    def bit(self, *thing: Any) -> int:
        """The bit of a thing."""
        return self.bits.setdefault(thing, _FIRST_THING << len(self.bits))

    def mask(self, condition: Condition, *, unknown_too: bool = False) -> int:
        """The bits of which one is set before a condition can hold.

        Args:
            condition: of a rulebook.
            unknown_too: without them it may be unknown, and need not be false.
        """
        things = wakers(condition, unknown_too=unknown_too)
        if things is None:
            return ALWAYS
        return any_of(self.bit(*thing) for thing in things)

    def bits_of_things(self) -> BitsOfThings:
        """The bits given out, for the run to set."""
        values: dict[str, dict[object, int]] = {}
        for sort, name, *value in self.bits:
            if sort == "ticket":
                bit = self.bits[(sort, name, *value)]
                row = values.setdefault(name, {None: 0})
                row[value[0]] = bit
                row[None] |= bit
        return BitsOfThings(self._named("finding"), self._named("status"), values)

    def _named(self, wanted: str) -> dict[str, int]:
        return {
            name: bit for (sort, name, *_), bit in self.bits.items() if sort == wanted
        }


def wakers(condition: Condition, *, unknown_too: bool) -> frozenset[Thing] | None:
    """The things of which one has been before a condition can hold.

    ``None`` when it may hold from the beginning. Until then it is false; with
    ``unknown_too``, false or unknown.
    """
    match condition:
        case Always(value=False):
            return frozenset()
        case Test():
            thing = _tested(condition, unknown_too=unknown_too)
            return None if thing is None else frozenset((thing,))
        case AllOf():
            found = [wakers(one, unknown_too=unknown_too) for one in condition.parts]
            known = [one for one in found if one is not None]
            return min(known, key=_commonness, default=None)
        case AnyOf():
            found = [wakers(one, unknown_too=unknown_too) for one in condition.parts]
            known = [one for one in found if one is not None]
            all_sleep = len(known) == len(found)
            return frozenset[Thing]().union(*known) if all_sleep else None
        case Happened():
            return _events(condition.patterns)
        case Count() if any(_fails_for_none(*test) for test in condition.tests):
            return _events(condition.of)
        case AtTheAct() if unknown_too:  # which it is without an act
            return wakers(condition.condition, unknown_too=True)
    return None


def _events(patterns: Patterns) -> frozenset[Thing]:
    return frozenset(("event", pattern.event) for pattern in patterns)


def _fails_for_none(operator: str, number: int) -> bool:
    """Whether a test of a number fails for zero."""
    least = {"is": 1, "at_least": 1, "more_than": 0}.get(operator)
    return least is not None and number >= least


def _tested(test: Test, *, unknown_too: bool) -> Thing | None:
    """What has been before a test can hold."""
    scope, name, operand = test.fact.scope, test.fact.name, test.operand
    if test.operator == "kind":
        return "status", name
    if test.operator != "is" or operand.__class__ not in _PLAIN:
        return None
    default = test.fact.absent_means
    sleeps = {
        "status": operand is True,
        "finding": operand is True and unknown_too,
        "limit": operand != "none",
        "ticket": default != operand and (default is not None or unknown_too),
    }
    if not sleeps.get(scope, False):
        return None
    return (scope, name, operand) if scope == "ticket" else (scope, name)


def _commonness(things: frozenset[Thing]) -> tuple[int, int]:
    """How often they are probably there: a guess, on which only the speed depends."""
    return max((_COMMON[thing[0]] for thing in things), default=-1), len(things)
