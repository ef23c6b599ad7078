"""What of a payload is no free text: closed words, numbers, flags, units, instants.

Free text may name a citizen; rules ask of it at most whether it is there. It is left
out of tables unless it is asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.titles import KEYS
from hotline_rules.explain.words import VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotline_rules.evaluate.plan import Plan
    from hotline_rules.rulebook import Rulebook

_MOMENT = re.compile(
    r"\d{4}-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)?"
    r"|\d\d:\d\d(?::\d\d)?"
)
_NUMBER = re.compile(r"[+-]?\d{1,6}(?:\.\d+)?")
_UNIT = "unit"
_TELEPHONE = 10_000_000  # a number of so many digits may be that of a person


class Closed:
    """Tells what of a history may be shown.

    Args:
        plan: of the profile, which knows the words and what its keys may hold.
    """

    def __init__(self, plan: Plan) -> None:
        self._words = frozenset(_words(plan.rulebook))
        self._units = {
            (event.id, key)
            for event in plan.rulebook.events
            for key, type_ in event.payload
            if type_ == _UNIT
        }

    def payload(self, type_: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """What an event carries, its free text left out.

        Args:
            type_: of the event.
            payload: as the history has it.
        """
        return {
            key: value
            for key, value in payload.items()
            if (type_, key) in self._units or self.is_closed(value)
        }

    def facts(self, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Facts with their values; one that is free text is named without it."""
        return [
            one
            if self.is_closed(one["value"]) or one["fact"].endswith(_UNIT)
            else {"fact": one["fact"]}
            for one in told
        ]

    def is_closed(self, value: object) -> bool:
        """Whether a value is a closed word, a number, a flag or an instant."""
        if isinstance(value, str):
            return (
                value in self._words
                or _MOMENT.fullmatch(value) is not None
                or _NUMBER.fullmatch(value) is not None
            )
        if isinstance(value, bool) or value is None:
            return True
        return isinstance(value, int | float) and abs(value) < _TELEPHONE


def _words(book: Rulebook) -> Iterator[str]:
    """Every word that the language or the profile gives a meaning."""
    yield from VALUES
    yield from KEYS
    yield from (one.id for one in book.events)
    yield from (one.id for one in book.statuses)
    yield from (one.id for one in book.rules)
    yield from (name for name, _ in book.titles)
    for attribute in book.attributes:
        yield from attribute.one_of
    for event in book.events:
        for _, type_ in event.payload:
            yield from filter(None, type_.split("|")) if "|" in type_ else ()
