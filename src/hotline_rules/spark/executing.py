"""What runs on an executor: sorted rows in, a row for each ticket out.

A partition is handed over in batches that end anywhere; they are cut where a ticket
ends, and the last ticket of each waits for the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.frames import ColumnJudge
from hotline_rules.spark.keys import KEY, told_apart
from hotline_rules.spark.nesting import nested, nested_schema
from hotline_rules.spark.packing import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.spark.packing import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What every executor is told.

    Attributes:
        archive: name of the zip among the files of the job.
        columns: names of the columns that are handed over; in the job they are numbers.
        order: those of them that say the order of rows, and are no payload.
        as_of, known_at: UTC epoch seconds, included; `None` knows everything.
        only_out_of_order: leave out the tickets that are in order.
        lang: of messages.
    """

    archive: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    as_of: int
    known_at: int | None
    only_out_of_order: bool
    lang: Language


@dataclass(frozen=True, slots=True)
class Judging:
    """Judges the batches of one partition; Spark calls it on an executor."""

    orders: Orders

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the nested rows of the tickets, in the order of the rows."""
        from pyspark import SparkFiles

        orders = self.orders
        judge = ColumnJudge(
            _rules(SparkFiles.get(orders.archive)),
            as_of=orders.as_of,
            known_at=orders.known_at,
            only_out_of_order=orders.only_out_of_order,
            lang=orders.lang,
        )
        schema = nested_schema()
        for whole in whole_keys(self._named(batches)):
            rows = told_apart(whole)
            place = rows.select(list(orders.order))
            tables = judge.judge(rows.drop_columns(list(orders.order)))
            yield nested(tables, place, schema, orders.lang)

    def _named(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield batch.rename_columns(list(self.orders.columns))


@lru_cache(maxsize=4)
def _rules(path: str) -> Rules:
    """The rules of a zip, read once in the life of a worker."""
    return unpacked(Path(path))


def whole_keys(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Cut batches anew, so that each table has all rows of its keys.

    Args:
        batches: with a column `key`, equal ones together.

    Yields:
        all rows in their order; at most one table for each batch, and one. Rows
        without key, which are no ticket, wait for nothing.
    """
    held: list[pa.RecordBatch] = []  # the rows so far of the key that came last
    for batch in batches:
        if not batch.num_rows:
            continue
        keys = batch.column(KEY)
        cut = _first_row_of(keys, keys[-1])
        if cut == 0 and held and held[0].column(KEY)[0] == keys[0]:
            held.append(batch)
            continue
        ready = [*held, batch.slice(0, cut)]
        held = [batch.slice(cut)] if cut < batch.num_rows else []
        if sum(part.num_rows for part in ready):
            yield pa.Table.from_batches(ready)
    if held:
        yield pa.Table.from_batches(held)


def _first_row_of(keys: pa.Array, last: pa.Scalar) -> int:
    """The first row of the last key; the end where the last row has none."""
    if not last.is_valid:
        return len(keys)
    place: int = pc.index(keys, last).as_py()
    return place
