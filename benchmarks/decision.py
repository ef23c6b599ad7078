"""A decision from six facts: a red card, a yellow one, or none.

Six rules, the first that holds decides. Ours are conditions of a rulebook as `evaluate`
binds them, three-valued, which the others are not; the others get one nested choice.
"""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import cel
import zen

from benchmarks.measure import check, compare
from benchmarks.story import Told, against
from hotline_rules.calendar import Zone
from hotline_rules.evaluate.facts import Binder
from hotline_rules.evaluate.logic import bind_condition, bind_patterns
from hotline_rules.rulebook import AllOf, Condition, Fact, Test

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.story import Scale

    Facts = dict[str, Any]
    Row = tuple[str, tuple[tuple[str, str, Any], ...]]

SETS = 200
LEVELS = ("urgent", "normal", "hard")
# Card, and the tests that all have to hold: fact, operator of a profile, operand.
RULES: tuple[Row, ...] = (
    ("red", (("level", "is", "urgent"), ("days_late", "more_than", 0))),
    ("red", (("days_late", "more_than", 5),)),
    ("red", (("returns", "at_least", 3), ("accepted", "is", False))),
    ("yellow", (("days_late", "more_than", 0),)),
    ("yellow", (("redone", "at_least", 2),)),
    ("yellow", (("contacted", "is", False), ("level", "is", "urgent"))),
)
SIGNS = {"is": "==", "more_than": ">", "at_least": ">="}


def run(scale: Scale, _folder: Path) -> Told:
    """Compare one decision, the facts being Python values already."""
    drawn = facts()
    passes = {name: make(drawn) for name, make in ENGINES.items()}
    check({name: one() for name, one in passes.items()})
    timings = compare({n: (one, len(drawn)) for n, one in passes.items()}, scale)
    told = Told([against("Six facts to a card", timings, {}, "decision")])
    told.numbers = {x.name: f"{x.ratio:.1f}" for x in timings[1:]}
    return told


def facts(seed: int = 6) -> list[Facts]:
    """Draw sets of facts, every card among their outcomes."""
    draw = random.Random(seed)
    return [
        {
            "level": draw.choice(LEVELS),
            "days_late": draw.choice((0, 0, 0, 0, 1, 2, 5, 6, 9)),
            "returns": draw.randrange(5),
            "redone": draw.choice((0, 0, 1, 2)),
            "accepted": draw.random() < 0.7,
            "contacted": draw.random() < 0.7,
        }
        for _ in range(SETS)
    ]


def ours(drawn: Sequence[Facts]) -> Callable[[], list[str]]:
    """Bind the conditions as a rule of a profile has them."""
    binder = Binder(Zone.load("Asia/Shanghai"), bind_patterns, {})
    rules = [(bind_condition(_condition(tests), binder), card) for card, tests in RULES]
    # What a condition looks at when it asks for attributes of the ticket.
    runs = [SimpleNamespace(horizon=None, attributes=one) for one in drawn]

    nothing: Any = None  # neither an event nor a limit: facts of the ticket only

    def decide(run: Any) -> str:
        for holds, card in rules:
            if holds is None or holds(run, nothing, nothing, None):
                return card
        return "none"

    return lambda: [decide(run) for run in runs]


def _condition(tests: Sequence[tuple[str, Any, Any]]) -> Condition:
    parts = tuple(
        Test(Fact("ticket", name), sign, value) for name, sign, value in tests
    )
    return AllOf(parts) if len(parts) > 1 else parts[0]


def by_zen(drawn: Sequence[Facts]) -> Callable[[], list[str]]:
    decide = zen.compile_expression(_expression("and")).evaluate
    return lambda: [decide(one) for one in drawn]


def by_cel(drawn: Sequence[Facts]) -> Callable[[], list[str]]:
    decide = cel.compile(_expression("&&")).execute
    return lambda: [decide(one) for one in drawn]


def by_hand(drawn: Sequence[Facts]) -> Callable[[], list[str]]:
    """Return what a programmer writes who needs no profile: the floor in Python."""

    def decide(one: Facts) -> str:
        late, urgent = one["days_late"], one["level"] == "urgent"
        if urgent and late > 0:
            return "red"
        if late > 5 or (one["returns"] >= 3 and not one["accepted"]):
            return "red"
        if late > 0 or one["redone"] >= 2:
            return "yellow"
        return "yellow" if urgent and not one["contacted"] else "none"

    return lambda: [decide(one) for one in drawn]


def _expression(conjunction: str) -> str:
    text = "'none'"
    for card, tests in reversed(RULES):
        terms = [f"{name} {SIGNS[sign]} {_word(value)}" for name, sign, value in tests]
        text = f"({f' {conjunction} '.join(terms)}) ? '{card}' : ({text})"
    return text


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


ENGINES: dict[str, Callable[[Sequence[Any]], Callable[[], list[str]]]] = {
    "hotline_rules": ours,
    "a Python function, by hand": by_hand,
    "zen-engine, compiled expression": by_zen,
    "common-expression-language": by_cel,
}
