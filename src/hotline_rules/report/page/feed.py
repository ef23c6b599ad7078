"""The tables of a run, some thousand tickets at a time, as plain columns."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Any

from hotline_rules.audit.tables import TABLES
from hotline_rules.report import reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from hotline_rules.report.reading import Run

Columns = dict[str, "Sequence[Any]"]
"""The columns of one table by name; all are of one length. Instants are UTC seconds."""
Stretch = dict[str, Columns]
"""All tables of some tickets that follow each other, each ordered by ticket."""

SHOWN = (
    *("tickets", "events", "deadlines", "lights", "penalties", "actions"),
    *("statuses", "rungs", "missing", "findings", "readings"),
)
_WANTED = {name: [title for title, _ in TABLES[name]] for name in SHOWN}
_SIZE = 4096


def stretches(run: Run) -> Iterator[Stretch]:
    """Read all tables of a run side by side, as the run was cut into parts.

    Rows about no ticket are left out.
    """
    size = run.manifest["options"]["tickets_a_part"]
    for tables in reading.stretches(_InPieces(run), _WANTED, size):
        yield {name: _plain(tables[name]) for name in SHOWN}


def stretch_of(rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> Stretch:
    """The same of rows that were not written yet.

    Args:
        rows: by table, in the order of its columns; instants are UTC seconds.
    """
    made: Stretch = {}
    for name, titles in _WANTED.items():
        columns = list(zip(*rows.get(name, ()), strict=True)) or [()] * len(titles)
        made[name] = dict(zip(titles, columns, strict=True))
    return made


def only(stretch: Stretch, keep: set[int]) -> Stretch:
    """The rows of some tickets."""
    made: Stretch = {}
    for name, columns in stretch.items():
        made[name] = columns
        if not keep.issuperset(columns["ticket"]):
            wanted = [ticket in keep for ticket in columns["ticket"]]
            made[name] = {
                title: list(compress(column, wanted))
                for title, column in columns.items()
            }
    return made


class _InPieces:
    """A run whose tickets come in pieces small enough to hold as Python values."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.manifest = run.manifest

    def tables(
        self, name: str, columns: Sequence[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        for batch in self._run.tables(name, columns):
            batch = batch.filter(batch.column("ticket").is_valid())
            for first in range(0, batch.num_rows, _SIZE):
                yield batch.slice(first, _SIZE)


def _plain(table: Any) -> Columns:
    """Columns as lists; equal texts are one object, so that looking up is cheap."""
    made: Columns = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
        if str(column.type) != "string":
            made[name] = column.to_pylist()
            continue
        coded = column.dictionary_encode()
        texts = [*coded.dictionary.to_pylist(), None]
        made[name] = [texts[-1 if i is None else i] for i in coded.indices.to_pylist()]
    return made
