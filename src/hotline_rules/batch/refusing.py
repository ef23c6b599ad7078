"""Rows that were not judged, by their files and numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hotline_rules.batch.places import PLACE, place_of
from hotline_rules.diagnostics import Text
from hotline_rules.frames.judge import Balance
from hotline_rules.frames.refusals import WITH_ITS_TICKET, Fault
from hotline_rules.frames.words import tidied

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotline_rules.diagnostics.model import Language


class RefusedRows:
    """What was refused of a stretch, before it was judged and then.

    Args:
        names: of the inputs.
        lang: of messages.

    Attributes:
        balance: of what was refused before.
    """

    def __init__(self, names: Sequence[str], lang: Language) -> None:
        self.balance = Balance()
        self._names = names
        self._lang: Language = lang
        self._rows: list[tuple[int, str | None, str, str | None, str]] = []

    def row(self, place: int, id_: str | None, fault: Fault) -> None:
        """Refuse a row."""
        message = fault.message.in_(self._lang)
        self._rows.append((place, id_, fault.code, fault.column, message))
        self.balance += Balance(rows=1, rows_refused=1)

    def tickets(
        self, table: pa.Table, barred: set[str | None], faults: Mapping[int, Fault]
    ) -> pa.Table:
        """Refuse tickets with all their rows; answer the rows of the others.

        Args:
            table: with `id` and the places.
            barred: ids of tickets of which a row is lost.
            faults: of rows of the table.
        """
        ids = [tidied(id_) for id_ in table.column("id").to_pylist()]
        barred = barred | {ids[row] for row in faults}
        barred.discard(None)
        places = table.column(PLACE).to_pylist()
        kept = []
        for row, id_ in enumerate(ids):
            if id_ in barred:
                self.row(places[row], id_, faults.get(row) or _LOST)
            else:
                kept.append(row)
        found = len(barred.intersection(ids))
        self.balance += Balance(tickets=found, refused=found)
        return table.take(pa.array(kept, pa.int64()))

    def add(self, batch: pa.RecordBatch) -> None:
        """Take what was refused while it was judged; `row` is the place."""
        for one in batch.to_pylist():
            self._rows.append(tuple(one.values()))

    def batch(self, schema: pa.Schema) -> pa.RecordBatch:
        """All of them, in order of their places."""
        self._rows.sort(key=lambda one: one[0])
        first: dict[str | None, int] = {}
        for place, id_, code, _, _ in self._rows:
            if code != WITH_ITS_TICKET:
                first.setdefault(id_, place)
        rows = [self._told(one, first) for one in self._rows]
        columns = list(zip(*rows, strict=True)) or [()] * len(schema)
        arrays = [pa.array(x, y.type) for x, y in zip(columns, schema, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=schema)

    def _told(
        self,
        one: tuple[int, str | None, str, str | None, str],
        first: Mapping[str | None, int],
    ) -> tuple[Any, ...]:
        place, id_, code, column, message = one
        file, row = place_of(place, self._names)
        if code == WITH_ITS_TICKET:
            message = self._because_of(place_of(first[id_], self._names).row)
        return file, row, id_, code, column, message

    def _because_of(self, row: int) -> str:
        return Text(
            f"同一工单的第 {row} 行不能用，整件工单不判断",
            f"row {row} of its ticket cannot be used, so the ticket is not judged",
        ).in_(self._lang)


_LOST = Fault(WITH_ITS_TICKET, None, Text("", ""))
