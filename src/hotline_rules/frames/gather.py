"""Records to columns: what repeats is kept once, and the rest as integers.

Of a record most is the same as in thousands of others: its rule, title, clauses, flags.
Such parts are numbered, a number is kept for each record, and the columns are put
together at the end of a batch from the different ones, outside Python.
"""

from __future__ import annotations

from itertools import accumulate, chain, repeat
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Group = tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]
    """Names of columns, and what answers their values of a record."""


class _Numbers(dict[Any, int]):
    """Numbers of different things, from 0, in the order in which they are met."""

    def __missing__(self, thing: Any) -> int:
        self[thing] = number = len(self)
        return number


class Gathered:
    """The rows of one table on their way into columns.

    Args:
        schema: of the table; its first column is the ticket's id.
        shared: groups of columns that repeat together: their names, and what answers
            their values of a record, as a tuple.
        own: the columns that differ, whose values are whole numbers; as `shared`.
        evidence: what answers the numbers of events of a record, where it has them.
    """

    def __init__(
        self,
        schema: pa.Schema,
        shared: Sequence[Group],
        own: Group = ((), tuple),
        evidence: Callable[[Any], Sequence[int]] | None = None,
    ) -> None:
        self._schema = schema
        self._owners: list[int] = []
        self._waiting: list[Any] = []
        self._shared: list[tuple[Group, _Numbers, list[int]]] = [
            (group, _Numbers(), []) for group in shared
        ]
        names, self._own = own
        self._values: dict[str, list[int | None]] = {name: [] for name in names}
        self._evidence = evidence
        self._sizes: list[int] = []
        self._flat: list[int] = []

    def add(self, records: Sequence[Any], owner: int) -> None:
        """Add records.

        Args:
            records: as the engine makes them.
            owner: the number of their ticket.
        """
        self._owners += repeat(owner, len(records))
        self._waiting += records

    def take(self) -> None:
        """Take the records apart that were added, and let go of them."""
        if not self._waiting:
            return
        records, self._waiting = self._waiting, []
        for (_, parts), numbers, codes in self._shared:
            codes += map(numbers.__getitem__, map(parts, records))
        if self._values:
            columns = zip(*map(self._own, records), strict=True)
            for values, column in zip(self._values.values(), columns, strict=False):
                values += column
        if self._evidence is not None:
            events = list(map(self._evidence, records))
            self._sizes += map(len, events)
            self._flat += chain.from_iterable(events)

    def batch(self, ids: pa.Array) -> pa.RecordBatch:
        """Put the columns together.

        Args:
            ids: of the tickets, by their number.
        """
        self.take()
        made = {"id": ids.take(pa.array(self._owners, pa.int32()))}
        types = {field.name: field.type for field in self._schema}
        for (names, _), numbers, codes in self._shared:
            places = pa.array(codes, pa.int32())
            columns = zip(*numbers, strict=True) if numbers else [()] * len(names)
            for name, different in zip(names, columns, strict=True):
                made[name] = pa.array(different, types[name]).take(places)
        for name, values in self._values.items():
            made[name] = pa.array(values, pa.int64()).view(types[name])
        if self._evidence is not None:
            offsets = pa.array(accumulate(self._sizes, initial=0), pa.int32())
            flat = pa.array(self._flat, pa.int32())
            made["events"] = pa.ListArray.from_arrays(offsets, flat)
        columns = [made[name] for name in self._schema.names]
        return pa.RecordBatch.from_arrays(columns, schema=self._schema)
