"""A count kept while a history goes on, for histories of very many events.

Walking back costs little on a ticket of ten events and much on one of ten thousand,
where every event asks again. A tally looks at each event once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.walk import facts_in, looked_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline_rules.evaluate.state import Occurrence, PatternCheck
    from hotline_rules.rulebook import Count, Patterns


def can_be_kept(count: Count) -> bool:
    """Whether what is counted depends on the events alone, whenever it is asked.

    Not so with a window or a start that moves, nor with patterns that look at the
    trigger, at the ticket, or back.
    """
    asked = (count.of, count.not_followed_by or ())
    return (
        count.since is None
        and count.in_last is None
        and all(_fits_by_itself(patterns) for patterns in asked)
    )


def _fits_by_itself(patterns: Patterns) -> bool:
    return not any(
        pattern.same_unit
        or any(fact.scope != "here" for fact in facts_in(pattern.where))
        or any(looked_back(pattern.where))
        for pattern in patterns
    )


class Tally:
    """What one count counts, up to the events looked at so far.

    Args:
        of: what is counted.
        cancels: what leaves out an event, if it comes before the next counted one of
            the same unit.
        distinct: key of which different values are counted; ``None``: every event.
    """

    __slots__ = ("_cancels", "_counted", "_distinct", "_done", "_last", "_of", "_times")

    def __init__(
        self,
        of: Sequence[PatternCheck],
        cancels: Sequence[PatternCheck],
        distinct: str | None,
    ) -> None:
        self._of = of
        self._cancels = cancels
        self._distinct = distinct
        self._done: dict[str, int] = {}  # events looked at, by type
        self._counted: dict[int, Occurrence] = {}  # by `seq`, in order of time
        self._times: dict[object, int] = {}  # how often each value is counted now
        self._last: dict[str | None, Occurrence] = {}  # the unit's last, if counted

    def number(self, run: Any, occ: Occurrence) -> int:
        """How many are counted by now."""
        self._look(run, occ)
        return len(self._counted if self._distinct is None else self._times)

    def counted(self, run: Any, occ: Occurrence) -> list[Occurrence]:
        """What is counted by now, in order of time."""
        self._look(run, occ)
        return list(self._counted.values())

    def _look(self, run: Any, occ: Occurrence) -> None:
        """Look at the events that are new."""
        fresh: dict[int, tuple[Occurrence, bool, bool]] = {}
        for event in dict.fromkeys([one[0] for one in (*self._of, *self._cancels)]):
            log = run.log.get(event, ())
            for past in log[self._done.get(event, 0) :]:
                counted = _fits(self._of, run, occ, past)
                stops = _fits(self._cancels, run, occ, past)
                if counted or stops:
                    fresh[past.seq] = (past, counted, stops)
            self._done[event] = len(log)
        for seq in sorted(fresh):
            self._take(*fresh[seq])

    def _take(self, past: Occurrence, counted: bool, stops: bool) -> None:  # noqa: FBT001 - two facts about it
        unit = past.unit
        if stops and unit is None:
            # About every unit; but one that is counted itself comes after, not before.
            for other in [one for one in self._last if one is not None or not counted]:
                self._leave_out(other)
        elif stops and not counted and unit in self._last:
            self._leave_out(unit)
        if counted:
            self._last[unit] = self._counted[past.seq] = past
            value = self._value(past)
            if value is not None:
                self._times[value] = self._times.get(value, 0) + 1

    def _leave_out(self, unit: str | None) -> None:
        past = self._last.pop(unit)
        del self._counted[past.seq]
        value = self._value(past)
        if value is not None:
            self._times[value] -= 1
            if not self._times[value]:
                del self._times[value]

    def _value(self, past: Occurrence) -> object:
        """Of the key whose different values are counted."""
        return None if self._distinct is None else value_of(past, self._distinct)


def value_of(past: Occurrence, key: str) -> object:
    """The value that an event has for a key of which different values are counted."""
    value = past.unit if key == "unit" else past.payload.get(key)
    return tuple(value) if isinstance(value, list) else value


def _fits(
    patterns: Sequence[PatternCheck], run: Any, occ: Occurrence, past: Occurrence
) -> bool:
    return any(
        event == past.type and (where is None or where(run, occ, past, None) is True)
        for event, where, _ in patterns
    )
