"""The tables of a run, read a stretch of tickets at a time, with local times.

What a run has in columns stays in columns: rows are chosen and counted by pyarrow, and
only what somebody gets to see becomes Python values. Memory holds one stretch.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.audit.period import Period
from hotline_rules.audit.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hotline_rules.calendar import Zone


_TICKETS = 4_096  # numbers in a stretch: some ten thousand limits with their evidence


class Run(Protocol):
    """What a report asks of a run; see `audit.tables` for the tables.

    Attributes:
        manifest: what was judged, by what, as of when.
    """

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What was judged, by what, as of when."""

    def tables(
        self, name: str, columns: Sequence[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """The rows of a table in order of ticket, some thousand at a time."""


def period_of(run: Run) -> Period | None:
    """The months that a run was asked for; ``None``: all of them."""
    text = run.manifest["options"]["period"]
    return None if text is None else Period.read(text)


def in_period(months: Any, period: Period | None) -> Any:
    """Which months of a column, by number, a report is about.

    What has no month is in none.
    """
    found = pc.is_valid(months)
    if period is not None:
        first, last = month_number(pa.array([period.first, period.last])).to_pylist()
        inside = pc.and_(pc.greater_equal(months, first), pc.less_equal(months, last))
        found = pc.and_(found, inside)
    return pc.fill_null(found, False)  # noqa: FBT003 - the library's own call


def month_text(month: int) -> str:
    """A month by its number, as ``2021-03``.

    Example:
        >>> month_text(24254)
        '2021-03'
    """
    return f"{month // 12:04}-{month % 12 + 1:02}"


def month_number(months: Any) -> Any:
    """A column of texts such as ``2021-03`` as numbers of months."""
    year = pc.cast(pc.utf8_slice_codeunits(months, 0, 4), pa.int64())
    month = pc.cast(pc.utf8_slice_codeunits(months, 5, 7), pa.int64())
    return pc.add(pc.multiply(year, 12), pc.subtract(month, 1))


def local_month(seconds: Any, zone: Zone) -> Any:
    """The local months of a column of instants; where there is none, there is none."""
    days = pc.divide(local_seconds(seconds, zone), 86_400)
    dates = pc.cast(pc.cast(days, pa.int32()), pa.date32())
    year, month = pc.year(dates), pc.month(dates)
    return pc.add(pc.multiply(year, 12), pc.subtract(month, 1))


def local_seconds(seconds: Any, zone: Zone) -> Any:
    """The wall clock's seconds since 1970 of a column of instants."""
    least = pc.min(seconds).as_py()
    if least is None or least >= zone.steady_from:
        return pc.add(seconds, zone.offset)
    return pa.array(
        [None if at is None else zone.local(at) for at in seconds.to_pylist()],
        pa.int64(),
    )


def last_instant(table: Any) -> Any:
    """The last instant at which a limit can still be met, a column."""
    late_at_due = pc.cast(pc.invert(table["inclusive"]), pa.int64())
    return pc.subtract(table["due_at"], late_at_due)


def batches(run: Run, name: str, columns: Sequence[str]) -> Iterator[Any]:
    """A table in pieces, its instants as UTC epoch seconds."""
    kinds = dict(TABLES[name])
    instants = [one for one in columns if kinds[one] == "instant"]
    for batch in run.tables(name, list(columns)):
        piece = pa.Table.from_batches([batch]).select(list(columns))
        for one in instants:
            place = columns.index(one)
            piece = piece.set_column(place, one, _epoch(piece[one]))
        if piece.num_rows:
            yield piece.combine_chunks()


def _epoch(column: Any) -> Any:
    if pa.types.is_timestamp(column.type):
        column = pc.cast(column, pa.timestamp("s", column.type.tz))
    return pc.cast(column, pa.int64())


def stretches(
    run: Run, wanted: Mapping[str, Sequence[str]], size: int = _TICKETS
) -> Iterator[dict[str, Any]]:
    """Several tables side by side, a stretch of tickets at a time.

    The first stretch has the tickets numbered 1 to `size`, the next one those that
    follow, and so on; a stretch without any is left out.

    Args:
        run: what was judged.
        wanted: the columns of each table; each has `ticket`, and so has `tickets`.
        size: how many numbers of tickets make a stretch.

    Yields:
        the rows of each table about the same tickets; empty where it has none.
    """
    feeds = {
        name: _Feed(batches(run, name, columns)) for name, columns in wanted.items()
    }
    empty = {name: _empty(name, columns) for name, columns in wanted.items()}
    for last in count(size, size):
        found = {name: feed.until(last) for name, feed in feeds.items()}
        if found["tickets"]:
            yield {name: table or empty[name] for name, table in found.items()}
        if feeds["tickets"].ended:
            return


def _empty(name: str, columns: Sequence[str]) -> Any:
    kinds = dict(TABLES[name])
    types = {"int": pa.int64(), "instant": pa.int64(), "flag": pa.bool_()}
    fields = [(one, types.get(kinds[one], pa.string())) for one in columns]
    return pa.schema(fields).empty_table()


class _Feed:
    """Hands a table out up to a ticket, and keeps the rest.

    Attributes:
        ended: whether all of it has been handed out.
    """

    def __init__(self, pieces: Iterator[Any]) -> None:
        self._pieces = pieces
        self._kept: Any = None
        self.ended = False

    def until(self, last: int) -> Any:
        """All rows not handed out yet of tickets up to that one; ``None``: none."""
        found = []
        while True:
            piece = self._kept if self._kept is not None else next(self._pieces, None)
            self._kept = None
            if piece is None:
                self.ended = True
                break
            count = pc.sum(pc.less_equal(piece["ticket"], last)).as_py() or 0
            if count:
                found.append(piece.slice(0, count))
            if count < piece.num_rows:
                self._kept = piece.slice(count)
                break
        return pa.concat_tables(found) if found else None


def records(table: Any) -> Iterator[dict[str, Any]]:
    """The rows of a table as mappings; quicker than asking row by row."""
    names = table.column_names
    columns = [table[name].to_pylist() for name in names]
    for row in zip(*columns, strict=True):
        yield dict(zip(names, row, strict=True))


def of_tickets(table: Any, tickets: Any) -> Any:
    """The rows about some tickets."""
    chosen = pa.chunked_array([pc.unique(tickets)])
    return table.filter(pc.is_in(table["ticket"], value_set=chosen))


def tally(columns: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """How often each combination of values comes: the values, then the number."""
    listed = list(columns)
    names = [str(number) for number in range(len(listed))]
    table = pa.Table.from_arrays(listed, names=names)
    counted = table.group_by(names).aggregate([([], "count_all")])
    found = [counted[name].to_pylist() for name in (*names, "count_all")]
    yield from zip(*found, strict=True)
