"""The columns of a table of events, told apart by their names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from hotline_rules.diagnostics import Text
from hotline_rules.frames.attributes import PREFIX
from hotline_rules.frames.errors import (
    missing_column,
    not_arrow,
    repeated_column,
    wrong_type,
)
from hotline_rules.frames.instants import is_text

_NEEDED = ("id", "at", "type")
_TEXTS = ("id", "event_id", "subject")
_OWN = ("id", "at", "recorded_at", "event_id", "subject")
_TEXT = Text("文字", "text")


@dataclass(slots=True)
class EventColumns:
    """Columns of events by what they are for; each one array, all of one length.

    Attributes:
        size: how many rows there are.
        own: `id`, `at`, and where they are given `recorded_at`, `event_id`, `subject`.
        payload: `type` and all other columns, by key.
        attributes: what begins with `ticket.`, by what follows that.
    """

    size: int
    own: dict[str, pa.Array] = field(default_factory=dict)
    payload: dict[str, pa.Array] = field(default_factory=dict)
    attributes: dict[str, pa.Array] = field(default_factory=dict)

    def taken(self, rows: pa.Array) -> EventColumns:
        """Answer some of the rows, in their order."""
        return EventColumns(
            len(rows),
            *(
                {name: column.take(rows) for name, column in columns.items()}
                for columns in (self.own, self.payload, self.attributes)
            ),
        )


def columns_of(events: Any) -> EventColumns:
    """Tell the columns of a table or batch apart.

    Raises:
        FrameError: it is neither; a column that is needed is missing, there twice, or
            no text.
    """
    columns = named_columns(events)
    found = EventColumns(events.num_rows)
    for name, column in columns.items():
        if name in _OWN:
            found.own[name] = column
        elif name.startswith(PREFIX):
            found.attributes[name.removeprefix(PREFIX)] = column
        else:
            found.payload[name] = column
    for name in _NEEDED:
        if name not in found.own and name not in found.payload:
            raise missing_column(name)
    for name in _TEXTS:
        if name in found.own:
            found.own[name] = text_column(found.own[name], name)
    if pa.types.is_null(found.payload["type"].type):
        found.payload["type"] = pa.nulls(found.size, pa.string())
    return found


def text_column(column: pa.Array, name: str) -> pa.Array:
    """Answer a column of text, also where it holds nothing and has another type.

    Raises:
        FrameError: it holds something else; or it is `id` and has a type of something
            else, which is told before any row is read.
    """
    if is_text(column.type):
        return column
    null = pa.types.is_null(column.type)
    if column.null_count < len(column) or (name == "id" and not null):
        raise wrong_type(name, column.type, _TEXT)
    return pa.nulls(len(column), pa.string())


def named_columns(table: Any) -> dict[str, pa.Array]:
    """Answer the columns of a table or batch by their names, each as one array.

    Raises:
        FrameError: it is neither, or two columns have one name.
    """
    if not isinstance(table, pa.Table | pa.RecordBatch):
        raise not_arrow(table)
    found: dict[str, pa.Array] = {}
    for name, column in zip(table.schema.names, table.columns, strict=True):
        if name in found:
            raise repeated_column(name)
        found[name] = one_array(column)
    return found


def one_array(column: Any) -> pa.Array:
    """Answer a column in one piece, its text in the form that all functions know."""
    if isinstance(column, pa.ChunkedArray):
        if pa.types.is_dictionary(column.type):
            column = column.unify_dictionaries()
        column = column.combine_chunks()
    if isinstance(column, pa.ChunkedArray):  # of some types even then
        column = pa.concat_arrays(column.chunks)
    if pa.types.is_string_view(column.type):
        return column.cast(pa.string())
    if pa.types.is_dictionary(column.type) and pa.types.is_string_view(
        column.type.value_type
    ):
        words = column.dictionary.cast(pa.string())
        return pa.DictionaryArray.from_arrays(column.indices, words)
    return column
