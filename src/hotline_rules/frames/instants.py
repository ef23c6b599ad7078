"""A column of times to a list of UTC epoch seconds, and the rows that have none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.calendar import DAY_SECONDS, day_of_date
from hotline_rules.diagnostics import Text, codes
from hotline_rules.frames.errors import naive_column, not_seconds, wrong_type
from hotline_rules.frames.refusals import Faults, absent, faulty
from hotline_rules.history.instants import (
    FIRST_YEAR,
    LAST_YEAR,
    NotAnInstant,
    parse_instant,
)

if TYPE_CHECKING:
    from hotline_rules.calendar import Zone

_PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_FIRST = day_of_date(date(FIRST_YEAR, 1, 1)) * DAY_SECONDS
_END = day_of_date(date(LAST_YEAR + 1, 1, 1)) * DAY_SECONDS
_WANTED = Text(
    "带时区的时间、UTC 秒数（整数）或 ISO 8601 文字",
    "a timestamp with a zone, whole UTC epoch seconds or ISO 8601 text",
)
_CODES = {
    "malformed": codes.BAD_INSTANT,
    "date_only": codes.BAD_INSTANT,
    "naive": codes.NAIVE_INSTANT,
    "out_of_range": codes.INSTANT_OUT_OF_RANGE,
}


def seconds_of(
    column: pa.Array, name: str, zone: Zone, faults: Faults
) -> list[int | None]:
    """Answer UTC epoch seconds, `None` where the column has null or a fault.

    Args:
        column: timestamps with a zone, whole numbers (UTC epoch seconds), or text as
            docs/histories.md says. Fractions of a second are cut off.
        name: of the column, for messages.
        zone: of the profile: the years 1970 to 2099 are those of its clock.
        faults: takes the rows whose value is no usable instant.

    Raises:
        FrameError: times without a zone; another type; whole numbers all of which lie
            beyond 2099.
    """
    type_ = column.type
    if pa.types.is_timestamp(type_):
        if type_.tz is None:
            raise naive_column(name)
        return _checked(whole_seconds(column), name, zone, faults)
    if pa.types.is_integer(type_):
        try:
            seconds = column.cast(pa.int64())
        except pa.ArrowInvalid:  # more than it holds
            raise not_seconds(name, pc.max(column).as_py()) from None
        _refuse_other_units(seconds, name, zone)
        return _checked(seconds, name, zone, faults)
    if is_text(type_):
        return _parsed(column.to_pylist(), name, faults)
    if pa.types.is_null(type_):
        return [None] * len(column)
    raise wrong_type(name, type_, _WANTED)


def is_text(type_: pa.DataType) -> bool:
    """Whether a column holds text, dictionary-encoded or not."""
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    return bool(
        pa.types.is_string(type_)
        or pa.types.is_large_string(type_)
        or pa.types.is_string_view(type_)
    )


def whole_seconds(column: pa.Array) -> pa.Array:
    """Timestamps as whole seconds; a fraction is cut off, before 1970, too."""
    per_second = _PER_SECOND[column.type.unit]
    ticks = column.cast(pa.int64())
    if per_second == 1:
        return ticks
    seconds = pc.divide(ticks, per_second)
    lost = pc.less(ticks, pc.multiply(seconds, per_second))
    return pc.subtract(seconds, lost.cast(pa.int64()))


def _refuse_other_units(seconds: pa.Array, name: str, zone: Zone) -> None:
    """Refuse numbers that are no seconds at all, rather than every row of them."""
    least = pc.min(seconds).as_py()
    if least is not None and least >= zone.instant_of(_END):
        raise not_seconds(name, least)


def _checked(
    seconds: pa.Array, name: str, zone: Zone, faults: Faults
) -> list[int | None]:
    found: list[int | None] = seconds.to_pylist()
    least, most = pc.min_max(seconds).as_py().values()
    first, end = zone.instant_of(_FIRST), zone.instant_of(_END)
    if least is None or (first <= least and most < end):
        return found
    for row, value in enumerate(found):
        if value is not None and not first <= value < end:
            faults.setdefault(row, faulty(codes.INSTANT_OUT_OF_RANGE, name, value))
            found[row] = None
    return found


def _parsed(texts: list[Any], name: str, faults: Faults) -> list[int | None]:
    found: list[int | None] = []
    for row, text in enumerate(texts):
        try:
            blank = text is None or not text.strip()
            found.append(None if blank else parse_instant(text))
        except NotAnInstant as fault:
            faults.setdefault(row, faulty(_CODES[fault.fault], name, text))
            found.append(None)
    return found


def note_absent(values: list[Any], name: str, faults: Faults) -> None:
    """Refuse the rows whose value is `None` for no other reason."""
    if None in values:
        for row, value in enumerate(values):
            if value is None:
                faults.setdefault(row, absent(name))
