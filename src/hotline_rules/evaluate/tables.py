"""The tables of event types while a plan is being made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.evaluate.logic import bind_condition
from hotline_rules.evaluate.months import report_keys
from hotline_rules.evaluate.plan import TypePlan
from hotline_rules.rulebook import Always

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.evaluate.facts import Binder
    from hotline_rules.evaluate.state import Check
    from hotline_rules.rulebook import EventWord, Patterns

NEVER = Always(value=False)


class Tables:
    """A table for each type of event that something listens to."""

    def __init__(self, binder: Binder, words: Iterable[EventWord]) -> None:
        self.types: dict[str, TypePlan] = {}
        self.words = {word.id: word for word in words}
        self._binder = binder

    def type(self, name: str) -> TypePlan:
        """The table of a type of event, made on first asking."""
        found = self.types.get(name)
        if found is None:
            word = self.words.get(name)
            found = (
                TypePlan(name)
                if word is None
                else TypePlan(name, word.unit_key, report_keys(word))
            )
            self.types[name] = found
        return found

    def where(self, patterns: Patterns) -> Iterator[tuple[TypePlan, Check | None]]:
        """The table and the closure of each pattern that some event can fit."""
        for pattern in patterns:
            if pattern.where == NEVER:  # another reading's
                continue
            yield self.type(pattern.event), bind_condition(pattern.where, self._binder)
