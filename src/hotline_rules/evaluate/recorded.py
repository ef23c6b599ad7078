"""Recorded events of a history already judged, and conditions put to it afterwards.

Assessment counts what happened; the rules listen only to what they need. Here a result
is asked again: which of its events fit a pattern, and whose they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.calendar import Zone
from hotline_rules.evaluate.holders import holders_after
from hotline_rules.evaluate.logic import bind_condition, bind_patterns, binder_for
from hotline_rules.evaluate.state import Occurrence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hotline_rules.evaluate.result import Result
    from hotline_rules.evaluate.state import Check
    from hotline_rules.rulebook import Condition, Patterns, Rulebook


@dataclass(slots=True)
class Recorded:
    """An event of a type that was asked for.

    Attributes:
        slot: which of the patterns asked for it.
        type: of the event.
        at: UTC epoch seconds.
        unit: whose it is: the one it names, else the one that holds the ticket.
        number: of the event in its history.
        fits: whether it passes the tests; ``False`` also when that is unknown.
        payload: of the event.
    """

    slot: int
    type: str
    at: int
    unit: str | None
    number: int
    fits: bool
    payload: dict[str, object]


class Question:
    """Patterns and conditions, made ready once and put to many results.

    They see the events' payload, and the facts of ticket and unit as they stand in
    the result; looking back is not for them.
    """

    def __init__(
        self,
        patterns: Sequence[Patterns],
        conditions: Sequence[Condition],
        rulebook: Rulebook,
    ) -> None:
        """Make ready.

        Args:
            patterns: answers are numbered by their place here.
            conditions: likewise.
            rulebook: whose patterns and conditions they are.
        """
        binder = binder_for(rulebook, Zone.load(rulebook.zone))
        self._unit_keys = {word.id: word.unit_key for word in rulebook.events}
        self._checks = [bind_condition(one, binder) for one in conditions]
        self._types: dict[str, dict[int, list[Check | None]]] = {}
        for slot, several in enumerate(patterns):
            for event, check, _ in bind_patterns(several, binder):
                self._types.setdefault(event, {}).setdefault(slot, []).append(check)

    def events(self, result: Result) -> Iterator[Recorded]:
        """Yield each event of a type asked for, in order, once for each pattern."""
        run = result.judged
        tables = result.plan.recorded
        holders: list[str] = []
        for event in result.history.events:
            asked = self._types.get(event.type)
            table = tables.get(event.type)
            moves = table is not None and (table.gains or table.loses)
            if asked is None and not moves:
                continue
            named = event.payload.get(self._unit_keys.get(event.type, "unit"))
            unit = named if isinstance(named, str) else None
            if unit is None:
                unit = holders[-1] if holders else run.own_unit
            occ = Occurrence(
                event.at, event.type, unit, event.payload, event.number, ()
            )
            if table is not None and moves:
                holders = holders_after(run, table, occ, holders)
            for slot, checks in (asked or {}).items():
                fits = any(c is None or c(run, occ, occ, None) is True for c in checks)
                yield Recorded(
                    slot, event.type, event.at, unit, event.number, fits, event.payload
                )

    def holds(self, number: int, result: Result, unit: str | None) -> bool:
        """Whether a condition is true of a result and a unit; unknown is not true."""
        check = self._checks[number]
        if check is None:
            return True
        occ = Occurrence(result.as_of, "", unit, {}, None, ())
        return check(result.judged, occ, occ, None) is True
