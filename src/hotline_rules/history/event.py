"""Events and histories as the engine holds them.

TRAP: these classes are slotted but not frozen. Freezing doubles the cost of making
one, and a history makes ten; nothing outside this room assigns to them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from hotline_rules.history.anomaly import Anomaly

if TYPE_CHECKING:
    from collections.abc import Sequence

Subject = Literal["ticket", "unit", "knowledge_item"]

_at = attrgetter("at")


@dataclass(slots=True)
class Event:
    """One thing that happened (事件).

    `at` and `recorded_at` are UTC epoch seconds. `payload` is flat and holds neither
    `type`, `at`, `recorded_at` nor `id`, and no key whose value was null. `number` is
    the position after ordering, from 0; `id` is `None` when the history gave none.
    """

    at: int
    recorded_at: int
    type: str
    payload: dict[str, object]
    number: int
    id: str | None


@dataclass(slots=True)
class History:
    """What happened to one ticket, unit or knowledge-base item.

    `events` are ordered by `at`, then by their order in the file; `source_order[n]`
    is the position in the file, from 0, of event number n. `anomalies` are those of
    shape only; those of sequence come from `sequence_anomalies`.
    """

    id: str
    subject: Subject
    attributes: dict[str, object]
    events: tuple[Event, ...]
    source_order: Sequence[int]
    anomalies: tuple[Anomaly, ...] = ()

    def cut(self, as_of: int, known_at: int | None = None) -> History:
        """Answer what had happened by `as_of`, as far as recorded by `known_at`.

        Both instants are included. The events are numbered anew, so that the answer
        does not show how many events became known later.

        Args:
            as_of: UTC epoch seconds; events with `at <= as_of` stay.
            known_at: UTC epoch seconds; events with `recorded_at <= known_at` stay;
                `None` when all that happened is taken as known.

        Returns:
            this same history when nothing is cut.
        """
        events = self.events
        keep = len(events)
        if keep and events[-1].at > as_of:
            keep = bisect_right(events, as_of, key=_at)
        if known_at is not None and any(
            event.recorded_at > known_at for event in events[:keep]
        ):
            return self._renumbered(keep, known_at)
        if keep == len(events):
            return self
        kept = tuple(a for a in self.anomalies if a.event is None or a.event < keep)
        return History(
            self.id,
            self.subject,
            self.attributes,
            events[:keep],
            _ranks(self.source_order[:keep]),
            kept,
        )

    def _renumbered(self, keep: int, known_at: int) -> History:
        known = [e for e in self.events[:keep] if e.recorded_at <= known_at]
        number = {event.number: new for new, event in enumerate(known)}
        anomalies = (
            a if a.event is None else Anomaly(a.code, number[a.event], a.text)
            for a in self.anomalies
            if a.event is None or a.event in number
        )
        return History(
            self.id,
            self.subject,
            self.attributes,
            tuple(
                Event(e.at, e.recorded_at, e.type, e.payload, new, e.id)
                for new, e in enumerate(known)
            ),
            _ranks([self.source_order[e.number] for e in known]),
            tuple(anomalies),
        )

    def position(self, event: Event) -> int:
        """Answer the event's position in the file, from 0: its id where it has none."""
        return self.source_order[event.number]


def _ranks(positions: Sequence[int]) -> Sequence[int]:
    """Renumber positions from 0 without changing their order, as in a cut file."""
    if isinstance(positions, range):
        return range(len(positions))
    rank = {position: new for new, position in enumerate(sorted(positions))}
    return tuple(rank[position] for position in positions)
