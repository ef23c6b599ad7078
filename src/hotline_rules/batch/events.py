"""Histories as the long table of events that `frames` reads: a row for each event."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hotline_rules.history.instants import parse_instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_OWN = ("type", "at", "recorded_at", "id")
_PREFIX = "ticket."
_TYPES = {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), str: pa.string()}
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class EventTable:
    """Writes histories as rows; every batch has the same columns.

    What a column cannot hold (a list, a word among numbers, a key without a column)
    stands in the row's `payload`, as JSON; nothing is lost.

    Attributes:
        schema: `id`, `subject`, `at` (`timestamp[s, tz=zone]`), `recorded_at`, `type`,
            `event_id`, a column for each key, `ticket.…` for each attribute, on the
            first row of a ticket, and `payload`.
    """

    def __init__(
        self,
        payload: Mapping[str, Sequence[Any]],
        attributes: Mapping[str, Sequence[Any]],
        zone: str,
    ) -> None:
        """Choose the columns.

        Args:
            payload: keys of events that get a column, each with some of its values.
            attributes: the same of tickets.
            zone: of the instants.
        """
        instant = pa.timestamp("s", zone)
        self._payload = {key: _type_of(values) for key, values in payload.items()}
        self._attributes = {key: _type_of(values) for key, values in attributes.items()}
        self.schema = pa.schema(
            [
                *(("id", pa.string()), ("subject", pa.string()), ("at", instant)),
                *(("recorded_at", instant), ("type", pa.string())),
                ("event_id", pa.string()),
                *((key, _TYPES[type_]) for key, type_ in self._payload.items()),
                *((_PREFIX + k, _TYPES[x]) for k, x in self._attributes.items()),
                ("payload", pa.string()),
            ]
        )

    def batch(self, histories: Iterable[Mapping[str, Any]]) -> pa.RecordBatch:
        """Write histories (docs/histories.md) whose instants have offsets.

        Raises:
            ValueError: an attribute has no column that could hold it, or an instant
                cannot be read.
        """
        rows = [row for history in histories for row in self._rows(history)]
        columns = [
            pa.array([row.get(field.name) for row in rows], field.type)
            for field in self.schema
        ]
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)

    def _rows(self, history: Mapping[str, Any]) -> list[dict[str, Any]]:
        rows = [{"id": history["id"]} | self._row(x) for x in history["events"]]
        if not rows:
            message = f"{history['id']}: a history without events has no rows"
            raise ValueError(message)
        rows[0]["subject"] = history.get("subject")
        for key, value in (history.get("attributes") or {}).items():
            if value is not None and self._attributes.get(key) is not type(value):
                message = f"{history['id']}: no column holds {key}={value!r}"
                raise ValueError(message)
            rows[0][_PREFIX + key] = value
        return rows

    def _row(self, event: Mapping[str, Any]) -> dict[str, Any]:
        row = {
            "type": event["type"],
            "at": parse_instant(event["at"]),
            "event_id": event.get("id"),
        }
        if event.get("recorded_at") is not None:
            row["recorded_at"] = parse_instant(event["recorded_at"])
        rest: dict[str, Any] = {}
        for key, value in event.items():
            if key in _OWN or value is None:
                continue
            fits = self._payload.get(key) is type(value)
            (row if fits else rest)[key] = value
        if rest:
            row["payload"] = _compact(rest)
        return row


def _type_of(values: Iterable[Any]) -> type:
    """The one type of all values that a column can have; texts where there is none."""
    types = {type(value) for value in values}
    only = types.pop() if len(types) == 1 else str
    return only if only in _TYPES else str
