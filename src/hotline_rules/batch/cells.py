"""What the cells of a CSV mean, by the vocabulary of the profile.

A cell is text. Where the profile says that a key holds yes or no, a number or a list,
a cell that can be read as one becomes one; any other stays the text that it is, and is
reported as what does not fit, as everywhere.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.diagnostics import codes
from hotline_rules.frames.refusals import faulty

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hotline_rules.frames.refusals import Fault
    from hotline_rules.rulebook import Rulebook

Sort = Literal["flag", "number", "list"]
PREFIX = "ticket."
_JSON = "payload"
_SORTS: dict[str, Sort] = {
    "flag": "flag",
    "yes_no": "flag",
    "number": "number",
    "list": "list",
}
_INSTANTS = frozenset({"at", "recorded_at"})
_INSTANT = pa.timestamp("us", "UTC")
_WITH_MINUTES = "____-__-_____:__%"
_WHOLE = r"^-?(0|[1-9][0-9]{0,17})$"
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Cells:
    """Gives the columns of a table of texts their types.

    Args:
        rulebook: of the profile.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        sorts: dict[str, dict[str, Sort | None]] = {}
        for word in rulebook.events:
            for key, type_ in word.payload:
                sorts.setdefault(key, {})[word.id] = _SORTS.get(type_)
        self._sorts: dict[str, Sort] = {}
        self._mixed: dict[str, dict[str, Sort]] = {}
        for key, by_event in sorts.items():
            known = {event: sort for event, sort in by_event.items() if sort}
            if len(set(by_event.values())) > 1:
                self._mixed[key] = known
            elif known:
                self._sorts[key] = next(iter(known.values()))
        self._facts = {
            PREFIX + word.id
            for word in rulebook.attributes
            if word.type in ("flag", "yes_no") and not word.one_of
        }

    def typed(self, table: pa.Table) -> tuple[pa.Table, dict[int, Fault]]:
        """Give the columns of a table the types that they should have.

        A cell that does not fit its column is put into the row's `payload`.

        Returns:
            the table; faults by row, of attributes, for which there is no such place.
        """
        rests: dict[int, dict[str, Any]] = {}
        faults: dict[int, Fault] = {}
        types = table.column("type").combine_chunks()
        for name in _INSTANTS.intersection(table.schema.names):
            at = table.schema.get_field_index(name)
            table = table.set_column(at, name, _instants(table.column(at)))
        for at, name in enumerate(table.schema.names):
            column = table.column(at).combine_chunks()
            if name in self._facts:
                made, rest = _flags(column)
                faults |= {r: faulty(codes.HISTORY_KIND, name, x) for r, x in rest}
            elif name in self._sorts:
                made, rest = _TYPED[self._sorts[name]](column)
            elif name in self._mixed:
                made, rest = _mixed(column, types, self._mixed[name])
            else:
                continue
            table = table.set_column(at, name, made)
            if name not in self._facts:
                for row, value in rest:
                    rests.setdefault(row, {})[name] = value
        return (_with_rests(table, rests) if rests else table), faults


_Rest = list[tuple[int, Any]]


def _instants(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Instants of texts; as they are where one of them needs a closer look."""
    # TRAP: Arrow takes an hour without minutes, which is no time of a history.
    usual = pc.all(pc.match_like(column, _WITH_MINUTES)).as_py()
    try:
        return column if usual is False else column.cast(_INSTANT)
    except pa.ArrowInvalid:
        return column


def _flags(column: pa.Array) -> tuple[pa.Array, _Rest]:
    true, false = pc.equal(column, "true"), pc.equal(column, "false")
    made = pc.if_else(pc.or_(true, false), true, pa.scalar(None, pa.bool_()))
    return made, _left(column, made)


def _numbers(column: pa.Array) -> tuple[pa.Array, _Rest]:
    whole = pc.match_substring_regex(column, _WHOLE)
    texts = pc.if_else(whole, column, pa.scalar(None, column.type))
    made = texts.cast(pa.int64())
    return made, _left(column, made)


def _lists(column: pa.Array) -> tuple[pa.Array, _Rest]:
    rest = [(row, _list(text)) for row, text in _left(column, pa.nulls(len(column)))]
    return pa.nulls(len(column)), rest


def _mixed(
    column: pa.Array, types: pa.Array, sorts: Mapping[str, Sort]
) -> tuple[pa.Array, _Rest]:
    """A key that some events hold text in, and others something else."""
    other = pc.and_(pc.is_in(types, pa.array(sorts)), column.is_valid())
    rows = pc.indices_nonzero(other)
    cells = zip(
        rows.to_pylist(),
        types.take(rows).to_pylist(),
        column.take(rows).to_pylist(),
        strict=True,
    )
    rest = [(row, _READ[sorts[type_]](text)) for row, type_, text in cells]
    return pc.if_else(other, pa.scalar(None, column.type), column), rest


_TYPED = {"flag": _flags, "number": _numbers, "list": _lists}


def _left(column: pa.Array, made: pa.Array) -> _Rest:
    """The cells that say something and became nothing."""
    rows = pc.indices_nonzero(pc.and_(column.is_valid(), made.is_null()))
    return list(zip(rows.to_pylist(), column.take(rows).to_pylist(), strict=True))


def _list(text: str) -> Any:
    """A list, where a text is one in JSON."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return found if isinstance(found, list) else text


def _number(text: str) -> Any:
    return int(text) if re.fullmatch(_WHOLE, text) else text


_READ: dict[Sort, Callable[[str], Any]] = {
    "flag": lambda text: {"true": True, "false": False}.get(text, text),
    "number": _number,
    "list": _list,
}


def _with_rests(table: pa.Table, rests: dict[int, dict[str, Any]]) -> pa.Table:
    """Add to the JSON of some rows; JSON that cannot be read is left as it is."""
    at = table.schema.get_field_index(_JSON)
    texts = [None] * table.num_rows if at < 0 else table.column(at).to_pylist()
    for row, rest in rests.items():
        texts[row] = _merged(texts[row], rest)
    column = pa.array(texts, pa.string())
    if at < 0:
        return table.append_column(_JSON, column)
    return table.set_column(at, _JSON, column)


def _merged(text: str | None, rest: dict[str, Any]) -> str:
    if text is None:
        return _compact(rest)
    try:
        written = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return _compact(written | rest) if isinstance(written, dict) else text
