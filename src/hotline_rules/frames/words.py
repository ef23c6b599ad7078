"""Columns of words as codes of few different values.

A column has far fewer values than rows, and rows have far fewer combinations of values
than there are rows: each is tidied, checked and made a dictionary once, and all rows
that agree share it. Nothing may change what is shared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.output import iso
from hotline_rules.frames.errors import naive_column, wrong_type
from hotline_rules.frames.instants import is_text, whole_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotline_rules.calendar import Zone

_MOST_CODES = 1 << 62
_WANTED = Text(
    "文字、是否、数字、日期、带时区的时间，或这些值的列表",
    "text, a truth value, a number, a date, a timestamp with a zone, or a list of such",
)


@dataclass(slots=True)
class Words:
    """A column as codes.

    Attributes:
        codes: for each row the place of its value; null where it has none.
        values: tidied as `history` does; `None` where nothing is left of one.
    """

    codes: pa.Array
    values: list[Any]


def words_of(column: pa.Array, name: str, zone: Zone) -> Words:
    """Answer a column as codes.

    Args:
        column: text, truth values, numbers, dates, timestamps with a zone (they become
            ISO text) or lists of these; dictionary-encoded or not.
        name: for messages.
        zone: in which timestamps are written.

    Raises:
        FrameError: another type, or timestamps without a zone.
    """
    type_ = column.type
    if pa.types.is_list(type_) or pa.types.is_large_list(type_):
        return _lists(column, name, zone)
    if not pa.types.is_dictionary(type_):
        try:
            column = column.dictionary_encode()
        except pa.ArrowNotImplementedError:
            raise wrong_type(name, type_, _WANTED) from None
    return Words(column.indices, _values(column.dictionary, name, zone))


def _values(values: pa.Array, name: str, zone: Zone) -> list[Any]:
    type_ = values.type
    if is_text(type_):
        return [tidied(text) for text in values.to_pylist()]
    if pa.types.is_date(type_):
        return [None if x is None else x.isoformat() for x in values.to_pylist()]
    if pa.types.is_timestamp(type_):
        if type_.tz is None:
            raise naive_column(name)
        return [_moment(second, zone) for second in whole_seconds(values).to_pylist()]
    for known in (pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating):
        if known(type_):
            return list(values.to_pylist())
    if pa.types.is_decimal(type_):
        return list(values.to_pylist())
    raise wrong_type(name, type_, _WANTED)


def _moment(second: int | None, zone: Zone) -> str | None:
    """An instant as text; one of no year from 1 to 9999 as its seconds.

    Databases write “for ever” as the end of 9999, which is 10000 east of Greenwich. As
    a text that is no instant it is reported where the rules look for one.
    """
    try:
        return iso(second, zone)
    except (ValueError, OverflowError):
        return str(second)


def _lists(column: pa.Array, name: str, zone: Zone) -> Words:
    """Lists have no codes of Arrow's; their items are tidied as values are."""
    flat = column.flatten()
    items = words_of(flat, name, zone)
    codes = items.codes.to_pylist()
    made: dict[tuple[int | None, ...] | None, int] = {}
    found, start = [], 0
    for size in pc.list_value_length(column).to_pylist():
        key = None if size is None else tuple(codes[start : start + size])
        start += size or 0
        found.append(None if key is None else made.setdefault(key, len(made)))
    values = [
        [None if code is None else _item(items.values[code]) for code in key or ()]
        for key in made
    ]
    return Words(pa.array(found, pa.int32()), values)


def _item(value: Any) -> Any:
    return "" if value is None else value


def tidied(text: str | None) -> str | None:
    """A text in Unicode NFC, trimmed; `None` where nothing is left."""
    return normalize("NFC", text).strip() or None if text else None


def combined(columns: Sequence[Words], size: int) -> tuple[list[int], pa.Array]:
    """Number the combinations of values that rows have.

    Args:
        columns: at least one.
        size: how many rows there are.

    Returns:
        for each row the number of its combination, from 0 in order of appearance; for
        each combination one row that has it.
    """
    total, span = None, 1
    for words in columns:
        many = len(words.values) + 1
        codes = pc.fill_null(words.codes.cast(pa.int64()), many - 1)
        if total is None:
            total, span = codes, many
            continue
        if span * many > _MOST_CODES:
            encoded = total.dictionary_encode()
            total, span = encoded.indices.cast(pa.int64()), len(encoded.dictionary)
        total, span = pc.add(pc.multiply(total, many), codes), span * many
    assert total is not None
    numbers: list[int] = total.dictionary_encode().indices.to_pylist()
    row_of = dict(zip(numbers, range(size), strict=True))  # the last of each
    rows = [row_of[number] for number in range(len(row_of))]
    return numbers, pa.array(rows, pa.int64())


def dictionaries(columns: Mapping[str, Words], rows: pa.Array) -> list[dict[str, Any]]:
    """Answer for each of some rows the values it has, by name; null ones left out."""
    found: list[dict[str, Any]] = [{} for _ in range(len(rows))]
    for name, words in columns.items():
        codes = words.codes.take(rows)
        places = pc.indices_nonzero(codes.is_valid())
        values = words.values
        for place, code in zip(
            places.to_pylist(), codes.take(places).to_pylist(), strict=True
        ):
            value = values[code]
            if value is not None:
                found[place][name] = value
    return found
