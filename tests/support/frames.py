"""Histories as tables of events, and what `evaluate` says of them as rows of tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hotline_rules import evaluate
from hotline_rules.evaluate.words import missing_message
from hotline_rules.frames.tables import TABLES

if TYPE_CHECKING:
    from hotline_rules import Profile, Result

JUDGED = [name for name in TABLES if name not in ("refused", "balance")]
_OF_EVENTS = ("type", "at", "recorded_at", "id")
_PLAIN = (str, bool, int, float)
History = Mapping[str, Any]


def table_of(histories: Iterable[History], *, zone: str = "Asia/Shanghai") -> pa.Table:
    """Write histories as a long table: a column for each key whose values agree in
    kind, JSON in the column `payload` for the others."""
    rows = [row for history in histories for row in _rows_of(history)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns, rest = {}, []
    for name in dict.fromkeys(["id", "at", "type", *names]):
        values = [row.get(name) for row in rows]
        if name in ("at", "recorded_at"):
            times = [None if x is None else datetime.fromisoformat(x) for x in values]
            columns[name] = pa.array(times, pa.timestamp("us", zone))
        elif _has_a_column(values):
            columns[name] = pa.array(values)
        else:
            rest.append(name)
    if rest:
        texts = [{name: row[name] for name in rest if name in row} for row in rows]
        columns["payload"] = pa.array(
            [json.dumps(one, ensure_ascii=False) if one else None for one in texts]
        )
    return pa.table(columns)


def _rows_of(history: History) -> Iterable[dict[str, Any]]:
    first = {f"ticket.{k}": v for k, v in history.get("attributes", {}).items()}
    for event in history["events"]:
        row = {"id": history["id"], **first}
        for key, value in event.items():
            row["event_id" if key == "id" else key] = value
        if history.get("subject"):
            row["subject"] = history["subject"]
        yield row
        first = {}


def _has_a_column(values: Sequence[Any]) -> bool:
    kinds = {type(value) for value in values if value is not None}
    return len(kinds) == 1 and kinds <= set(_PLAIN)


def rows_of(profile: Profile, histories: Iterable[History], **when: Any) -> Any:
    """What `evaluate` says of histories, as rows by table; instants are seconds."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in JUDGED}
    for history in histories:
        result = evaluate(profile, history, **when)
        for name in JUDGED:
            found[name] += _told(name, result, len(history["events"]))
    return found


def _told(table: str, one: Result, rows: int) -> list[dict[str, Any]]:
    if table == "tickets":
        return [_ticket(one, rows)]
    if table == "lights":
        return [
            {"id": one.id, "colour": colour, "since": since, "until": until}
            for colour, since, until in one.stretches_of_light
        ]
    if table == "anomalies":
        return [
            {"id": one.id, "code": x.code, "event": x.event, "message": x.text.zh}
            for x in one.anomalies
        ]
    return [
        {name: _field(table, name, one, record) for name, _ in TABLES[table]}
        for record in getattr(one, table)
    ]


def _field(table: str, name: str, one: Result, record: Any) -> Any:
    if name == "id":
        return one.id
    if name == "record":
        return record.id
    if name == "events":
        return list(record.because.events)
    if name == "message":
        return missing_message(record, one.plan.titles).zh
    if table == "penalties" and name in ("title", "limit"):
        return _of_mark(name, one, record)
    value = getattr(record, name)
    return list(value) if isinstance(value, tuple) else value


def _of_mark(name: str, one: Result, record: Any) -> Any:
    basis = record.basis
    if name == "limit":
        return None if basis is None else basis.limit
    if basis is None:
        return one.plan.titles.rule(record.rule)
    return basis.reached.mark.mark.title


def _ticket(one: Result, rows: int) -> dict[str, Any]:
    events = one.history.events
    duties = [x.state for x in one.deadlines if x.kind == "duty"]
    late = [x for x in duties if x in ("met_late", "overdue")]
    open_ = [x for x in duties if x in ("running", "paused")]
    cards = [x for x in one.penalties if x.state == "effective"]
    standing = "open" if open_ else "in_order"
    standing = "undetermined" if one.missing else standing
    standing = "carded" if cards else standing
    standing = "late" if late else standing
    standing = "late_open" if "overdue" in late else standing
    sent = [x.at for x in events if x.type == "dispatched"]
    leads = [
        x.payload["unit"]
        for x in events
        if x.type == "dispatched"
        and x.payload.get("role") != "co"
        and isinstance(x.payload.get("unit"), str)
    ]
    since = (sent or [x.at for x in events])[:1]
    created = [x.at for x in events if x.type == "ticket_created"]
    closed = [x.at for x in events if x.type == "closed"]
    own = one.judged.own_unit
    return {
        "id": one.id,
        "subject": one.subject,
        "rows": rows,
        "events": len(events),
        "unit": own if own is not None else leads[-1] if leads else None,
        "month": _month(since[0], one) if since else None,
        **{
            name: one.judged.attributes.get(name)
            for name in ("kind", "level", "urgency")
        },
        "created_at": created[0] if created else None,
        "dispatched_at": sent[0] if sent else None,
        "closed_at": closed[-1] if closed else None,
        "light": one.light.colour,
        "light_since": one.light.since,
        "light_peak": one.light.peak,
        "light_cites": list(one.light.cites),
        "standing": standing,
        "cards": len(cards),
        "late": len(late),
        "open": len(open_),
        "missing": len(one.missing),
        "anomalies": len(one.anomalies),
    }


def _month(at: int, one: Result) -> str:
    local = datetime.fromisoformat("1970-01-01T00:00:00+00:00").timestamp() + at
    return f"{datetime.fromtimestamp(local, _zone(one)):%Y-%m}"


def _zone(one: Result) -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo(one.plan.zone.name)


def plain(batches: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of tables that came out, instants as seconds."""
    found = {}
    for name, batch in batches.items():
        columns = {
            field.name: (
                column.cast(pa.int64()) if pa.types.is_timestamp(field.type) else column
            ).to_pylist()
            for field, column in zip(batch.schema, batch.columns, strict=True)
        }
        found[name] = [
            dict(zip(columns, row, strict=True))
            for row in zip(*columns.values(), strict=True)
        ]
    return found
