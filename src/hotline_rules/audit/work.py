"""The tasks of a run: a stretch of tickets judged, a table put together.

Each is whole on disk or not there when it is done; all that tasks share is the store of
the rows, which is only read, and the folder of the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.store import Store
from hotline_rules.audit.columns import batch_of, schema_of
from hotline_rules.audit.disk import put_in_place
from hotline_rules.audit.errors import written
from hotline_rules.audit.judging import Judge
from hotline_rules.audit.merging import merge_table
from hotline_rules.audit.parts import pieces_of_parts, rows_of_parts
from hotline_rules.audit.run import RunDirectory
from hotline_rules.audit.stages import Tabling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyarrow as pa

    from hotline_rules.audit.judging import Orders
    from hotline_rules.audit.reports import Report
    from hotline_rules.diagnostics import Text


@dataclass(frozen=True, slots=True)
class Judging:
    """The task to judge a stretch of tickets."""

    part: int


@dataclass(frozen=True, slots=True)
class Reporting:
    """The task to write a report; ``manifest`` is what it may say of the run."""

    report: Report
    manifest: Mapping[str, Any]


Task = Judging | Tabling | Reporting


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

    def close(self) -> None:
        """Close the store of the rows: an open file cannot be deleted everywhere."""
        self._store.close()

    def __call__(self, task: Task) -> int:
        """Do a task; answer how many histories were judged or rows written.

        Raises:
            AuditError: the disk is full, a file cannot be written, a part is damaged.
        """
        match task:
            case Judging(part):
                first, last = self._orders.span(part)
                return self._judge.part(
                    part,
                    self._store.histories(first, last),
                    self._store.findings_of(first, last),
                )
            case Tabling(table):
                return self._table(table)
            case Reporting(report, manifest):
                self._report(report, manifest)
                return 1

    def _report(self, report: Report, manifest: Mapping[str, Any]) -> None:
        orders, path = self._orders, self._orders.folder / report.name
        beside = path.with_name(f"{path.stem}.tmp{path.suffix}")
        pieces = pieces_of_parts(orders.parts, self._last, orders.run, report.name)
        with written(path):
            report.write(RunDirectory(path.parent, manifest), beside, orders, pieces)
        put_in_place(beside, path)

    def _table(self, table: str) -> int:
        orders = self._orders
        schema = schema_of(table, orders.profile.rulebook.zone)
        judged = rows_of_parts(orders.parts, self._last, orders.run, table)
        batches = chain(self._own_rows(table, schema), judged)
        return merge_table(orders.tables, table, schema, batches, orders.formats)

    @property
    def _last(self) -> int:
        """The number of the last part."""
        return self._orders.last_part(self._store.count)

    def _own_rows(self, table: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Rows that came out of the import and belong to no ticket."""
        orders, own = self._orders, []
        if table == "findings":
            own = [orders.finding(None, x) for x in self._store.findings_of_none()]
        elif table == "set_aside":
            own = [
                (
                    *orders.place(one.place),
                    one.code,
                    orders.named(one.reason.in_(orders.lang)),
                    one.text,
                )
                for one in self._store.set_aside()
            ]
        if own:
            yield batch_of(table, own, schema)
