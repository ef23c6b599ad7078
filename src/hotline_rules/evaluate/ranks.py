"""Ranks: among the last of a ranking, and ties at the edge, which a person looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.unknowns import look_backs
from hotline_rules.rulebook import AllOf, AnyOf, Test

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotline_rules.evaluate.facts import Binder
    from hotline_rules.evaluate.state import Check
    from hotline_rules.rulebook import Condition, Patterns


def in_bottom(payload: Mapping[str, Any], last: int) -> bool | None:
    """Whether a ranking puts its unit among the last; nobody when no more are ranked.

    Args:
        payload: ``rank`` (1 is best), ``n`` ranked, and ``tie``: it shares its rank.
        last: how many.

    Returns:
        ``None`` when rank or number is not told. A unit that shares the rank next
        above the last ones counts: with another one it reaches into them.
    """
    rank, ranked = payload.get("rank"), payload.get("n")
    if not isinstance(rank, int) or not isinstance(ranked, int):
        return None
    if ranked <= last:
        return False
    return rank + (payload.get("tie") is True) > ranked - last


def tied_at_edge(payload: Mapping[str, Any], last: int) -> bool:
    """Whether a unit counts among the last, but shares the rank at the edge."""
    if payload.get("tie") is not True or in_bottom(payload, last) is not True:
        return False
    return bool(payload["rank"] <= payload["n"] - last + 1)


def review_of_ties(
    trigger: Patterns, condition: Condition, binder: Binder
) -> tuple[tuple[str, Check | None], ...]:
    """The flag ``review`` where a rule came about through a tie at the edge.

    Args:
        trigger: what starts the rule.
        condition: its condition; its look-backs may ask for ranks, too.
        binder: makes the closures of look-backs.

    Returns:
        nothing for a rule that asks for no rank.
    """
    asked = [(p.event, last) for p in trigger for last in _lasts(p.where)]
    backs = [
        (one.bind(binder), [(p.event, x) for p in one.of for x in _lasts(p.where)])
        for one in look_backs(condition)
    ]
    backs = [(found, lasts) for found, lasts in backs if lasts]
    if not asked and not backs:
        return ()

    def tied(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        if _any_tied(occ, asked):
            return True
        return any(
            _any_tied(past, lasts)
            for found, lasts in backs
            for past in found(run, occ, limit)
        )

    return (("review", tied),)


def _any_tied(occ: Any, lasts: list[tuple[str, int]]) -> bool:
    return any(
        event == occ.type and tied_at_edge(occ.payload, last) for event, last in lasts
    )


def _lasts(condition: Condition) -> Iterator[int]:
    """How many the last are, in every such test of a pattern."""
    match condition:
        case Test():
            if condition.operator == "in_bottom":
                yield int(str(condition.operand))
        case AllOf() | AnyOf():
            for part in condition.parts:
                yield from _lasts(part)
        case _:
            return
