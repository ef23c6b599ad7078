"""Rows that are whole histories already, as docs/histories.md describes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.mapping.faults import shortened
from hotline_rules.adapters.model import Finding, Piece, SetAside
from hotline_rules.calendar import Zone
from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.output import iso
from hotline_rules.history import HistoryError, parse_history
from hotline_rules.history.parse import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from hotline_rules.adapters.model import Record
    from hotline_rules.history import History

MOST_SHOWN = 2_000  # characters of a record that is set aside


def records(zone: str | None = None) -> Callable[[Record], Piece | SetAside]:
    """Return what makes pieces of histories that need no mapping.

    Args:
        zone: IANA name of the zone of times without an offset; `None`: a record with
            such a time is set aside.

    Raises:
        ValueError: there is no such zone.
    """
    local = None if zone is None else Zone.load(zone)

    def piece(record: Record) -> Piece | SetAside:
        history = record.history
        try:
            return _piece(record, parse_history(history), history["events"])
        except HistoryError as error:
            fault = error
        if local is not None:
            try:
                parsed = parse_history(history, zone=local)
            except HistoryError as error:
                fault = error
            else:
                return _piece(record, parsed, _told_anew(history, parsed, local))
        reason = Text(
            "；".join(d.headline.zh for d in fault.diagnostics),
            "; ".join(d.headline.en for d in fault.diagnostics),
        )
        id_ = history.get("id")
        known = id_ if isinstance(id_, str) and id_.strip() else None
        return SetAside(record.place, _shown(history), "not-a-history", reason, known)

    return piece


def _piece(
    record: Record, parsed: History, events: Sequence[Mapping[str, Any]]
) -> Piece:
    return Piece(
        record.place,
        parsed.id,
        record.history.get("attributes") or {},
        tuple(events),
        parsed.subject,
        tuple(_strange_keys(record, parsed.id)),
        whole=True,
    )


def _told_anew(
    history: Mapping[str, Any], parsed: History, zone: Zone
) -> list[dict[str, Any]]:
    """Return the events as they were written, their times with an offset."""
    told = [dict(event) for event in history["events"]]
    for event in parsed.events:
        written = told[parsed.position(event)]
        written["at"] = iso(event.at, zone)
        if written.get("recorded_at") is not None:
            written["recorded_at"] = iso(event.recorded_at, zone)
    return told


def _strange_keys(record: Record, id_: str) -> Iterator[Finding]:
    for key in record.history:
        if key not in KEYS:
            text = Text(
                f"历史里没有 `{shortened(key)}` 这个键，没有读入",
                f"a history has no key `{shortened(key)}`; it was not read",
            )
            yield Finding("unknown-key", record.place, id_, None, text)


def _shown(history: Mapping[str, Any]) -> str:
    return json.dumps(history, ensure_ascii=False, default=str)[:MOST_SHOWN]
