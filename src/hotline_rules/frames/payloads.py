"""Type and payload of events: one for all rows that agree in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text, codes
from hotline_rules.frames.errors import wrong_type
from hotline_rules.frames.instants import is_text
from hotline_rules.frames.refusals import Fault, faulty
from hotline_rules.frames.words import combined, dictionaries, words_of
from hotline_rules.history.parse import (
    decode_json,
    nested_values,
    repeated_keys,
    tidy,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from hotline_rules.calendar import Zone
    from hotline_rules.frames.refusals import Faults

TYPE, JSON = "type", "payload"
_RESERVED = frozenset({"type", "at", "recorded_at", "id"})
_TEXT = Text("文字", "text")


@dataclass(slots=True)
class Payloads:
    """What events say, apart from when.

    Attributes:
        numbers: of each row: which of the following it has.
        types: of events.
        payloads: of events, shared by all rows that have them.
        odd: what is odd about the form of one, by its number; codes and messages.
    """

    numbers: list[int]
    types: list[str]
    payloads: list[dict[str, Any]]
    odd: dict[int, list[tuple[str, Text]]]


def payloads_of(
    columns: Mapping[str, pa.Array], size: int, zone: Zone, faults: Faults
) -> Payloads:
    """Read type and payload.

    Args:
        columns: `type`, and what is payload by its key; JSON in the one called
            `payload`.
        size: how many rows there are.
        zone: in which timestamps are written.
        faults: takes the rows without type, or whose JSON cannot be read.

    Raises:
        FrameError: a column of a type that no value can be read from.
    """
    for name in (TYPE, JSON):
        if name in columns and not _may_be_text(columns[name]):
            raise wrong_type(name, columns[name].type, _TEXT)
    words = {
        name: words_of(column, name, zone)
        for name, column in columns.items()
        if name == TYPE or column.null_count < size
    }
    numbers, rows = combined(list(words.values()), size)
    payloads = dictionaries(words, rows)
    types = [payload.pop(TYPE, "") for payload in payloads]
    found = Payloads(numbers, types, payloads, {})
    if JSON in words:
        _unfold(found, faults)
    return found


def _may_be_text(column: pa.Array) -> bool:
    return is_text(column.type) or column.null_count == len(column)


def _unfold(found: Payloads, faults: Faults) -> None:
    """Put the keys of JSON texts into the payloads that hold them."""
    wrong: dict[int, Fault] = {}
    for number, payload in enumerate(found.payloads):
        text = payload.pop(JSON, None)
        if text is None:
            continue
        try:
            written = decode_json(text)
        except (ValueError, RecursionError):
            wrong[number] = faulty(codes.BAD_JSON, JSON, text)
            continue
        if not isinstance(written, dict) or not _RESERVED.isdisjoint(written):
            wrong[number] = faulty(codes.HISTORY_KIND, JSON, text)
            continue
        odd = _merged(payload, written, text)
        if odd:
            found.odd[number] = odd
    if wrong:
        for row, number in enumerate(found.numbers):
            if number in wrong:
                faults.setdefault(row, wrong[number])


def _merged(
    payload: dict[str, Any], written: dict[str, Any], text: str
) -> list[tuple[str, Text]]:
    """Add what JSON says to a payload, whose columns go first; tell what is odd."""
    anomalies = []
    if text.count('":') != len(written):
        anomalies += repeated_keys(text)
    if tidy(written):
        anomalies += nested_values(written, None)
    odd = [(one.code, one.text) for one in anomalies]
    for key, value in written.items():
        if payload.setdefault(key, value) != value:
            said = Text(
                f"键 `{key}` 在列里和 JSON 里的值不同，以列为准，请核对",
                f"the key `{key}` has one value in its column and another in the JSON; "
                "the column counts",
            )
            odd.append(("repeated-key", said))
    return odd
