"""A history as it would be if one event were elsewhere, missing, or added."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hotline_rules.history import Event, History
from hotline_rules.rulebook import AllOf, Always, AnyOf, Fact, Test

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline_rules.rulebook import Condition, Pattern

SOMETHING = "-"  # for a key of which only the presence is asked


def moved(history: History, number: int, at: int) -> History:
    """The history with one event at another instant; all others stay.

    Args:
        history: cut already.
        number: of the event.
        at: UTC epoch seconds; among events of one second the order of the file holds.
    """
    event = history.events[number]
    recorded = event.recorded_at + at - event.at
    there = replace(event, at=at, recorded_at=recorded)
    others = [one for one in history.events if one.number != number]
    return _ordered(history, [*others, there])


def without(history: History, number: int) -> History:
    """The history without one event."""
    return _ordered(history, [one for one in history.events if one.number != number])


def added(history: History, type_: str, payload: dict[str, Any], at: int) -> History:
    """The history with one more event, after all others of its second."""
    new = Event(at, at, type_, payload, len(history.events), None)
    position = max(history.source_order, default=-1) + 1
    return _ordered(history, [*history.events, new], {new.number: position})


def _ordered(
    history: History, events: Iterable[Event], more: dict[int, int] | None = None
) -> History:
    """Number events anew, by instant, then by their order in the file."""
    places = dict(enumerate(history.source_order)) | (more or {})
    ordered = sorted(events, key=lambda one: (one.at, places[one.number]))
    return History(
        history.id,
        history.subject,
        history.attributes,
        tuple(replace(one, number=new) for new, one in enumerate(ordered)),
        tuple(places[one.number] for one in ordered),
    )


def fitting_payload(pattern: Pattern) -> dict[str, Any] | None:
    """The least that an event has to say to fit a pattern.

    Returns:
        payload keys with values; ``None`` when it is not plain what would fit. That
        it does fit is for the engine to say.
    """
    return _told_by(pattern.where)


def _told_by(where: Condition) -> dict[str, Any] | None:
    match where:
        case Always():
            return {} if where.value is True else None
        case Test():
            return _told_by_test(where)
        case AllOf():
            told: dict[str, Any] = {}
            for part in where.parts:
                found = _told_by(part)
                if found is None:
                    return None
                told |= found
            return told
        case AnyOf():
            options = [_told_by(part) for part in where.parts]
            known = [one for one in options if one is not None]
            return min(known, key=len, default=None)
        case _:
            return {}


def _told_by_test(test: Test) -> dict[str, Any] | None:
    if test.fact.scope != "here":
        return {}
    operand: Any = test.operand
    match test.operator:
        case "absent":
            return {}
        case "present":
            return {test.fact.name: SOMETHING}
        case "in" if operand and not isinstance(operand[0], Fact):
            return {test.fact.name: operand[0]}
        case "is" if not isinstance(operand, Fact):
            return {test.fact.name: operand}
        case _:
            return None
