"""The tasks of a run: a stretch of tickets judged, a table put together.

Each is whole on disk or not there when it is done; all that tasks share is the store of
the rows, which is only read, and the folder of the run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from hotline_rules.adapters.store import Store
from hotline_rules.audit.columns import batch_of, schema_of
from hotline_rules.audit.errors import AGAIN, AuditError
from hotline_rules.audit.judging import Judge, finding_row
from hotline_rules.audit.merging import merge_table
from hotline_rules.audit.parts import DamagedPartError, open_part
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from hotline_rules.audit.judging import Orders

Task = tuple[Literal["judge"], int] | tuple[Literal["table"], str]


class Worker:
    """Does tasks.

    Args:
        orders: of the run.
        say: takes messages for people.
    """

    def __init__(self, orders: Orders, say: Callable[[Text], None]) -> None:
        self._orders = orders
        self._store = Store(orders.staging)
        self._judge = Judge(orders, say)

    def __call__(self, task: Task) -> int:
        """Do a task; answer the number of histories judged or of rows written.

        Raises:
            AuditError: the disk is full, a file cannot be written, a part is damaged.
        """
        if task[0] == "judge":
            first, last = self._orders.span(task[1])
            return self._judge.part(
                task[1],
                self._store.histories(first, last),
                self._store.findings_of(first, last),
            )
        orders, table = self._orders, task[1]
        schema = schema_of(table, orders.rules.rulebook.zone)
        batches = self._batches(table, schema)
        try:
            return merge_table(orders.tables, table, schema, batches, orders.formats)
        except DamagedPartError as damage:
            raise AuditError(
                Text(f"{damage} 已损坏", f"{damage} is damaged"), AGAIN
            ) from None

    def _batches(self, table: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """The rows of a table: of no ticket, then of one part after the other."""
        own = self._own_rows(table)
        if own:
            yield batch_of(table, own, schema)
        orders = self._orders
        for number in range(1, orders.last_part(self._store.count) + 1):
            part = open_part(orders.parts, number, orders.run)
            batch = None if part is None else part.batch(table)
            if batch is not None:
                yield batch

    def _own_rows(self, table: str) -> list[tuple[Any, ...]]:
        """Rows that came out of the import and belong to no ticket."""
        lang = self._orders.lang
        if table == "findings":
            found = self._store.findings_of_none()
            return [finding_row(None, one, lang) for one in found]
        if table != "set_aside":
            return []
        return [
            (
                one.place.file,
                one.place.sheet,
                one.place.row,
                one.code,
                one.reason.in_(lang),
                one.text,
            )
            for one in self._store.set_aside()
        ]
