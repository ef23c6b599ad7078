"""Evidence and payloads as JSON, as the tables have them.

What lies behind one record mostly lies behind thousands: the same numbers of events,
the same steps, the same days of a limit. So that texts are kept by what they say, and
are put together of pieces that are written once.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from hotline_rules.evaluate.course import trigger_of
from hotline_rules.evaluate.days import days_key, days_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from hotline_rules.audit.free_text import Closed
    from hotline_rules.evaluate.output import Writer
    from hotline_rules.evaluate.records import Because, Deadline, Penalty
    from hotline_rules.history import Event

compact = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False
).encode

_MOST = 16_384  # texts of one sort; there are a few thousand, and free text has no end
_SIMPLE = frozenset({str, int, bool, type(None)})
_Text = TypeVar("_Text")


class _Kept(dict["Hashable", _Text]):
    """Texts by what they say; forgets all when there are too many."""

    def keep(self, key: Hashable, text: _Text) -> _Text:
        if len(self) >= _MOST:
            self.clear()
        self[key] = text
        return text


class Evidence:
    """Writes evidence and payloads of one plan.

    Args:
        writer: of the plan; says what evidence consists of.
        closed: leaves out free text; ``None`` keeps it.
    """

    def __init__(self, writer: Writer, closed: Closed | None) -> None:
        self._writer = writer
        self._closed = closed
        self._ends: _Kept[tuple[str, str]] = _Kept()
        self._days: _Kept[str] = _Kept()
        self._steps: _Kept[tuple[Any, str]] = _Kept()
        self._payloads: _Kept[str] = _Kept()

    def plain(self, because: Because) -> str:
        """The evidence of a record without days."""
        before, after = self._around_days(because)
        return f"{before}null{after}}}"

    def deadline(self, one: Deadline) -> str:
        """The evidence of a limit."""
        before, after = self._around_days(one.because)
        return f"{before}{self._days_of(one)}{after},{self._steps_of(one)[1:]}"

    def penalty(self, one: Penalty) -> str:
        """The evidence of a penalty."""
        if one.basis is None:
            return self.plain(one.because)
        return compact(self._without_text(self._writer.why_penalty(one)))

    def payload(self, event: Event) -> str:
        """What an event carries besides its unit; nothing where that is all."""
        payload = event.payload
        if not payload or (len(payload) == 1 and "unit" in payload):
            return ""
        pairs = [pair for pair in payload.items() if pair[0] != "unit"]
        key = _key(pairs)
        known = None if key is None else self._payloads.get((event.type, *key))
        if known is not None:
            return known
        rest = dict(pairs)
        if self._closed is not None:
            rest = self._closed.payload(event.type, rest)
        text = compact(rest) if rest else ""
        return text if key is None else self._payloads.keep((event.type, *key), text)

    def _around_days(self, because: Because) -> tuple[str, str]:
        """What stands before the days and after them, up to the last bracket."""
        facts = _key(because.facts)
        if facts is None:
            return self._written(because)
        trigger = because.trigger
        what = (
            (*trigger_of(trigger).values(),)
            if trigger.number is None
            else trigger.number
        )
        key = (because.events, because.pending, what, facts)
        return self._ends.get(key) or self._ends.keep(key, self._written(because))

    def _written(self, because: Because) -> tuple[str, str]:
        found = self._without_text(self._writer.because(because))
        before = {name: found.pop(name) for name in ("events", "facts")}
        del found["days"]
        return f'{compact(before)[:-1]},"days":', f",{compact(found)[1:-1]}"

    def _without_text(self, found: dict[str, Any]) -> dict[str, Any]:
        if self._closed is not None and found["facts"]:
            found["facts"] = self._closed.facts(found["facts"])
        return found

    def _days_of(self, one: Deadline) -> str:
        key = days_key(one)
        if key is None:
            return compact(days_of(one))
        return self._days.get(key) or self._days.keep(key, compact(days_of(one)))

    def _steps_of(self, one: Deadline) -> str:
        """The steps of a limit; one that was never touched has those of its rule."""
        inst = one.instance
        if (
            inst.stages
            or inst.pauses
            or inst.by is not None
            or inst.paused_at is not None
            or inst.met_by not in (None, inst.end)
        ):
            return compact(self._writer.steps(one))
        # INVARIANT: what was chosen is kept beside the text, so that no other thing
        # gets its id.
        key = (inst.body, id(inst.chosen))
        known = self._steps.get(key)
        if known is None:
            text = compact(self._writer.steps(one))
            known = self._steps.keep(key, (inst.chosen, text))
        return known[1]


def _key(pairs: Iterable[tuple[str, Any]]) -> tuple[Any, ...] | None:
    """Names and values as what they can be found by; ``None`` where they cannot.

    TRAP: `True` and `1` are equal, but are written otherwise.
    """
    found: list[Any] = []
    for name, value in pairs:
        kind = value.__class__
        if kind not in _SIMPLE:
            return None
        found += (name, value, kind)
    return tuple(found)
