"""A table of events to histories, as `parse_history` makes them of mappings.

Every row is used or refused, never lost: a row without id alone, any other with its
whole ticket, since a ticket judged without one of its events would come out wrong.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import chain, compress, repeat
from operator import attrgetter, lt
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.diagnostics import codes
from hotline_rules.frames.attributes import attributes_of
from hotline_rules.frames.errors import rows_apart
from hotline_rules.frames.instants import note_absent, seconds_of
from hotline_rules.frames.payloads import payloads_of
from hotline_rules.frames.refusals import Fault, absent, faulty
from hotline_rules.frames.words import tidied
from hotline_rules.history import Anomaly, Event, History
from hotline_rules.history.parse import SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.calendar import Zone
    from hotline_rules.frames.attributes import AttributeTable, Given
    from hotline_rules.frames.columns import EventColumns
    from hotline_rules.frames.refusals import Faults, Refused
    from hotline_rules.history import Subject

_at = attrgetter("at")
_A_SLAB = 256  # tickets whose events are made at a time, and judged while at hand
_SUBJECTS = frozenset(SUBJECTS)


class Taken(NamedTuple):
    """A ticket that can be judged.

    Attributes:
        number: in the batch, from 0.
        history: of it.
        given: its attributes, as all tickets have them that have the same.
        kinds: the numbers of the payloads of its events, in order of rows.
    """

    number: int
    history: History
    given: Given
    kinds: list[int]


class Intake:
    """The tickets of a batch, whose rows of one ticket lie together.

    Attributes:
        ids: of the tickets, in order, those that are refused included.
        payloads: of their events.
    """

    def __init__(
        self,
        columns: EventColumns,
        zone: Zone,
        table: AttributeTable | None,
        refused: Refused,
    ) -> None:
        """Read the columns; histories are made when asked for.

        Args:
            columns: of the events.
            zone: of the profile.
            table: of attributes, beside those of the columns.
            refused: takes the rows that cannot be judged.

        Raises:
            FrameError: rows of one ticket do not lie together, or a column cannot be
                read at all.
        """
        self._refused = refused
        self._table = table
        columns, self.ids, self._starts = _told_apart(columns, refused)
        self._faults: Faults = {}
        self._read(columns, zone)

    def _read(self, columns: EventColumns, zone: Zone) -> None:
        own, size, faults = columns.own, columns.size, self._faults
        ats = seconds_of(own["at"], "at", zone, faults)
        note_absent(ats, "at", faults)
        recorded = ats
        if "recorded_at" in own and own["recorded_at"].null_count < size:
            recorded = seconds_of(own["recorded_at"], "recorded_at", zone, faults)
            if None in recorded:
                both = zip(ats, recorded, strict=True)
                recorded = [at if late is None else late for at, late in both]
        self._ats, self._recorded = ats, recorded
        self.payloads = payloads_of(columns.payload, size, zone, faults)
        if "" in self.payloads.types:
            without = self.payloads.types.index("")
            for row, kind in enumerate(self.payloads.numbers):
                if kind == without or not self.payloads.types[kind]:
                    faults.setdefault(row, absent("type"))
        self._event_ids = _texts(own.get("event_id"))
        self._subjects = self._subjects_of(own.get("subject"))
        self._attributes = attributes_of(columns.attributes, size, zone)
        for row in faults:  # what has no instant is refused, and must not stop the rest
            ats[row] = recorded[row] = ats[row] or 0
        # Where an event comes before the one in the row above, but that is of another
        # ticket, it means nothing.
        sure = cast("list[int]", ats)
        before = compress(range(1, size), map(lt, sure[1:], sure))
        self._unsorted = {
            bisect_right(self._starts, row) - 1
            for row in set(before).difference(self._starts)
        }

    def _subjects_of(self, column: pa.Array | None) -> list[str | None]:
        """The subject of each ticket, `None` for a ticket like any other; empty: all.

        A subject that does not exist, and two of one ticket, are noted as faults.
        """
        if column is None:
            return []
        names, places = _names(column)
        if {"ticket", None}.issuperset(names):
            return []
        subjects = _spread(names, places)
        found = []
        for start, stop in zip(self._starts, self._starts[1:], strict=False):
            named = dict.fromkeys(x for x in subjects[start:stop] if x is not None)
            for row in range(start, stop) if not _SUBJECTS.issuperset(named) else ():
                said = subjects[row]
                if said is not None and said not in _SUBJECTS:
                    fault = faulty(codes.UNKNOWN_SUBJECT, "subject", said)
                    self._faults.setdefault(row, fault)
            if len(named) > 1:
                fault = faulty(codes.HISTORY_DIFFERS, "subject", "、".join(named))
                self._faults.setdefault(start, fault)
            found.append(next(iter(named), None))
        return found

    def tickets(self) -> Iterator[Taken]:
        """Yield the tickets that can be judged; refuse the rows of the others."""
        starts, faults = self._starts, self._faults
        for first in range(0, len(self.ids), _A_SLAB):
            last = min(first + _A_SLAB, len(self.ids))
            row = starts[first]
            events = self._events(first, last)
            for number in range(first, last):
                start, stop = starts[number], starts[number + 1]
                if faults and not faults.keys().isdisjoint(range(start, stop)):
                    self.refuse(number)
                    continue
                yield self._taken(number, events[start - row : stop - row])

    def refuse(self, number: int, fault: Fault | None = None) -> None:
        """Refuse a ticket: its rows are at fault, or it could not be judged."""
        rows = range(self._starts[number], self._starts[number + 1])
        if fault is not None:
            self._faults.setdefault(rows[0], fault)
        self._refused.ticket(rows, self.ids[number], self._faults)

    def _events(self, first: int, last: int) -> list[Event]:
        """The events of some tickets, in order of rows."""
        starts, payloads = self._starts, self.payloads
        rows = slice(starts[first], starts[last])
        kinds = payloads.numbers[rows]
        ids = repeat(None) if self._event_ids is None else self._event_ids[rows]
        sizes = map(int.__sub__, starts[first + 1 : last + 1], starts[first:last])
        return list(
            map(
                Event,
                self._ats[rows],
                self._recorded[rows],
                map(payloads.types.__getitem__, kinds),
                map(payloads.payloads.__getitem__, kinds),
                chain.from_iterable(map(range, sizes)),
                ids,
            )
        )

    def _taken(self, number: int, events: list[Event]) -> Taken:
        start, stop = self._starts[number], self._starts[number + 1]
        id_ = self.ids[number]
        order: Any = range(stop - start)
        if number in self._unsorted:
            events.sort(key=_at)  # stable: equal instants keep their order in the rows
            order = tuple(event.number for event in events)
            for place, event in enumerate(events):
                event.number = place
        given = self._attributes.of(start, stop)
        if self._table is not None:
            given = self._table.with_own(id_, given)
        kinds = self.payloads.numbers[start:stop]
        anomalies = given.anomalies
        if self.payloads.odd and not self.payloads.odd.keys().isdisjoint(kinds):
            anomalies += self._odd_payloads(events, order, kinds)
        subject: Subject = "ticket"
        if self._subjects:
            subject = cast("Subject", self._subjects[number] or subject)
        history = History(id_, subject, given.values, tuple(events), order, anomalies)
        return Taken(number, history, given, kinds)

    def _odd_payloads(
        self, events: list[Event], order: Any, kinds: list[int]
    ) -> tuple[Anomaly, ...]:
        return tuple(
            Anomaly(code, event.number, text)
            for event in events
            for code, text in self.payloads.odd.get(kinds[order[event.number]], ())
        )


def _told_apart(
    columns: EventColumns, refused: Refused
) -> tuple[EventColumns, list[str], list[int]]:
    """Find the stretches of rows of one id; refuse rows without.

    Returns:
        the rows that have an id; the ids; where their rows start, and where they end.
    """
    ids = columns.own["id"]
    if pa.types.is_dictionary(ids.type):
        ids = ids.dictionary_decode()
    values, starts = _stretches(ids.cast(pa.string()))
    tidy = list(map(tidied, values))
    if tidy != values or None in tidy:
        ids = pa.array(
            chain.from_iterable(
                repeat(id_, stop - start)
                for id_, start, stop in zip(tidy, starts, starts[1:], strict=False)
            ),
            pa.string(),
        )
        if ids.null_count:
            for row in pc.indices_nonzero(ids.is_null()).to_pylist():
                refused.row(row, None, absent("id"))
            rows = pc.indices_nonzero(ids.is_valid())
            columns, ids = columns.taken(rows), ids.take(rows)
            refused.keep(rows.to_pylist())
        tidy, starts = _stretches(ids)
    found = cast("list[str]", tidy)
    if len(set(found)) < len(found):
        raise rows_apart(max(found, key=Counter(found).__getitem__))
    return columns, found, starts


def _stretches(ids: pa.Array) -> tuple[list[str | None], list[int]]:
    """Answer the values of neighbouring rows that are equal, and where each starts."""
    if not len(ids):
        return [], [0]
    encoded = pc.run_end_encode(ids, pa.int64())
    return encoded.values.to_pylist(), [0, *encoded.run_ends.to_pylist()]


def _texts(column: pa.Array | None) -> list[str | None] | None:
    """A column of names; `None` where no row has one."""
    if column is None or column.null_count == len(column):
        return None
    return _spread(*_names(column))


def _names(column: pa.Array) -> tuple[list[str | None], pa.Array]:
    """The different names of a column, tidied, and the place of each row's in them."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    return list(map(tidied, column.dictionary.to_pylist())), column.indices


def _spread(names: list[str | None], places: pa.Array) -> list[str | None]:
    """The name of each row."""
    return [None if x is None else names[x] for x in places.to_pylist()]
