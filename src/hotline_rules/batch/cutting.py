"""A stream of rows cut into stretches of whole tickets.

Where the cuts are depends on the rows and on nothing else, not on the size of the
pieces in which they were read, so that a run that is gone on with cuts as before.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.batch.places import PLACE
from hotline_rules.frames.words import tidied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROWS_A_TICKET = 50  # with more of them in the middle a stretch has fewer tickets


@dataclass(frozen=True, slots=True)
class Cut:
    """Rows of whole tickets.

    Attributes:
        rows: with their places.
        ids: of the tickets, in order, tidied; rows without id go with the ticket before
            them, and have "" where there is none.
        places: where the first row of each stands.
    """

    rows: pa.Table
    ids: list[str]
    places: list[int]


class RowsApart(Exception):  # noqa: N818 -- it is told by whoever knows the files
    """Rows of one ticket do not lie together.

    Attributes:
        id: of the ticket.
        last: the place of the last row of the first of its stretches.
        again: the place where they begin again.
    """

    def __init__(self, id_: str, last: int, again: int) -> None:
        super().__init__(id_, last, again)
        self.id = id_
        self.last = last
        self.again = again


def cut(batches: Iterable[pa.RecordBatch], tickets: int) -> Iterator[Cut]:
    """Cut rows into stretches of some tickets.

    Args:
        batches: rows with `id` and their places.
        tickets: that a stretch has at most; fewer where they have many rows.

    Raises:
        RowsApart: of a ticket, within one stretch.
    """
    waiting = _Waiting()
    for batch in batches:
        waiting.add(batch)
        while (bound := waiting.bound(tickets)) is not None:
            yield waiting.take(bound)
    if waiting.size:
        yield waiting.take(waiting.size)


class _Waiting:
    """Rows that are read and not yet handed out."""

    def __init__(self) -> None:
        self.size = 0
        self._batches: list[pa.RecordBatch] = []
        self._ids: list[str] = []
        self._starts: list[int] = []

    def add(self, batch: pa.RecordBatch) -> None:
        ids = batch.column("id")
        if pa.types.is_dictionary(ids.type):
            ids = ids.dictionary_decode()
        runs = pc.run_end_encode(ids.cast(pa.string()), pa.int32())
        last = self._ids[-1] if self._ids else None
        start = self.size
        for value, end in zip(
            runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True
        ):
            id_ = tidied(value) or last or ""
            if id_ != last:
                self._ids.append(id_)
                self._starts.append(start)
                last = id_
            start = self.size + end
        self._batches.append(batch)
        self.size += batch.num_rows

    def bound(self, tickets: int) -> int | None:
        """Where to cut; ``None`` where more rows have to come first."""
        starts = self._starts
        many = bisect_left(starts, tickets * ROWS_A_TICKET, 1) if starts else 0
        at = min(tickets, max(many, 1))
        return starts[at] if at < len(starts) else None

    def take(self, bound: int) -> Cut:
        """Hand out the rows before a bound."""
        rows = pa.concat_tables(
            map(_as_table, self._batches), promote_options="permissive"
        )
        number = bisect_left(self._starts, bound)
        starts = self._starts[:number]
        places = rows.column(PLACE)
        made = Cut(
            rows.slice(0, bound),
            self._ids[:number],
            places.take(pa.array(starts, pa.int64())).to_pylist(),
        )
        _refuse_repeats(made.ids, [*starts, bound], lambda x: places[x].as_py())
        self._batches = rows.slice(bound).to_batches()
        self._ids = self._ids[number:]
        self._starts = [start - bound for start in self._starts[number:]]
        self.size -= bound
        return made


def _as_table(batch: pa.RecordBatch) -> pa.Table:
    return pa.Table.from_batches([batch])


def _refuse_repeats(
    ids: list[str], bounds: list[int], place: Callable[[int], Any]
) -> None:
    if len(set(ids)) == len(ids):
        return
    ends: dict[str, int] = {}
    for id_, (start, end) in zip(ids, pairwise(bounds), strict=True):
        if id_ in ends:
            raise RowsApart(id_, place(ends[id_]), place(start))
        ends[id_] = end - 1
