"""A mapping, or a line of JSON, to a history: all faults at once, or a value.

What cannot be judged (no id, a time without offset, an event that is no object) is a
fault and raises `HistoryError`; what is merely unknown is kept and reported.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, cast
from unicodedata import normalize

from hotline_rules.diagnostics import Text
from hotline_rules.history import faults
from hotline_rules.history.anomaly import Anomaly
from hotline_rules.history.event import Event, History, Subject
from hotline_rules.history.fault import HistoryError
from hotline_rules.history.instants import parse_instant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline_rules.diagnostics import Diagnostic
    from hotline_rules.history.instants import LocalZone

SUBJECTS = faults.SUBJECTS
KEYS = ("id", "subject", "attributes", "events")
_KEYS = frozenset(KEYS)
_at = attrgetter("at")


def parse_history_line(
    text: str, where: str = "", zone: LocalZone | None = None
) -> History:
    """Answer the history that one line of JSON holds.

    Args:
        text: one JSON object; a byte order mark at its start is ignored.
        where: what the messages call the place: `file:line`.
        zone: as for `parse_history`.

    Raises:
        HistoryError: with a located diagnostic for every fault.
    """
    # TRAP: besides its own error, the JSON reader raises ValueError for a number of
    # thousands of digits and RecursionError for thousands of open brackets.
    try:
        data = _decode(text.removeprefix("\ufeff").strip())
    except (ValueError, RecursionError) as error:
        raise HistoryError([faults.not_json(error, text, where)]) from None
    return parse_history(data, zone=zone, where=where)


def parse_history(
    data: Mapping[str, object],
    *,
    zone: LocalZone | None = None,
    where: str = "",
) -> History:
    """Answer the history that a mapping of the contract's shape describes.

    Names are brought to Unicode NFC and trimmed, and a key whose value is null is
    taken as absent. `data` is not changed.

    Args:
        data: `id`, `subject`, `attributes`, `events` (contract, section 1).
        zone: where times without an offset were written; `None` refuses them.
        where: what the messages call the place, `file:line` or a name.

    Raises:
        HistoryError: with one diagnostic for every fault, in their order.
    """
    try:
        return _parse(data, zone)
    except (AttributeError, KeyError, TypeError, ValueError):
        # The quick way only notices that something is wrong; the careful way, which
        # few histories need, names all that is.
        found = faults.find_faults(data, zone, where)
        if not found:
            raise
        raise HistoryError(found) from None


def _parse(data: Mapping[str, object], zone: LocalZone | None) -> History:
    """Read a mapping without faults; raise any of four errors when it has one."""
    subject = data.get("subject") or "ticket"
    written = data["events"]
    if not isinstance(written, list | tuple) or subject not in SUBJECTS:
        raise ValueError(subject)
    events: list[Event] = []
    last = -1 << 62
    in_order = True
    for number, raw in enumerate(written):
        event = _event(raw, number, zone)
        events.append(event)
        if event.at < last:
            in_order = False
        last = event.at
    order: Sequence[int] = range(len(events))
    if not in_order:
        events.sort(key=_at)  # stable: equal instants keep their order in the file
        order = tuple(event.number for event in events)
        for number, event in enumerate(events):
            event.number = number
    attributes = _attributes(data.get("attributes"))
    return History(
        _name(data["id"]),
        cast("Subject", subject),
        attributes,
        tuple(events),
        order,
        _anomalies(data, attributes, events),
    )


def _event(raw: object, number: int, zone: LocalZone | None) -> Event:
    """Read one event; its payload is what is left when the four keys are taken out."""
    if not isinstance(raw, Mapping):
        raise TypeError(raw)
    payload = dict(raw)
    kind = _name(payload.pop("type"))
    at = parse_instant(payload.pop("at"), zone)
    recorded_at = at
    event_id = None
    if "recorded_at" in payload:
        written = payload.pop("recorded_at")
        if written is not None:
            recorded_at = parse_instant(written, zone)
    if "id" in payload:
        written = payload.pop("id")
        if written is not None:
            event_id = _name(written)
    _tidy(payload)
    return Event(at, recorded_at, kind, payload, number, event_id)


def _attributes(raw: object) -> dict[str, object]:
    if raw is None:
        return {}
    if not isinstance(raw, Mapping):
        raise TypeError(raw)
    attributes = dict(raw)
    _tidy(attributes)
    return attributes


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    name = normalize("NFC", value).strip()
    if not name:
        raise ValueError(value)
    return name


def _tidy(values: dict[str, object]) -> None:
    """Bring names to one form, in place, and take out what is null or blank.

    CHOICE: a blank text says as little as null does, and exports write one for the
    other; a blank ground must not pass for a ground that was given.
    """
    absent = []
    for key, value in values.items():
        if isinstance(value, str):
            tidied = normalize("NFC", value).strip()
            if not tidied:
                absent.append(key)
            elif tidied is not value:
                values[key] = tidied
        elif value is None:
            absent.append(key)
        elif isinstance(value, list | tuple):
            values[key] = [
                normalize("NFC", item).strip() if isinstance(item, str) else item
                for item in value
            ]
    for key in absent:
        del values[key]


def _anomalies(
    data: Mapping[str, object], attributes: dict[str, object], events: list[Event]
) -> tuple[Anomaly, ...]:
    """Report what is kept although the contract has no place for it."""
    found: list[Anomaly] = []
    if not _KEYS.issuperset(data):
        found = [_unknown_key(str(key)) for key in data if key not in _KEYS]
    found += [_nested(key, None) for key in _nested_keys(attributes)]
    for event in events:
        if event.payload:
            found += [_nested(key, event.number) for key in _nested_keys(event.payload)]
    return tuple(found)


def _nested_keys(values: dict[str, object]) -> list[str]:
    return [key for key, value in values.items() if isinstance(value, Mapping)]


def _unknown_key(key: str) -> Anomaly:
    text = Text(
        f"历史里有不认识的键 `{key}`，已保留，不参与计算",
        f"the history has an unknown key `{key}`, kept and not used",
    )
    return Anomaly("unknown_key", None, text)


def _nested(key: str, event: int | None) -> Anomaly:
    text = Text(
        f"`{key}` 的值是一个对象；事件和属性应当是平的，规则看不到里面",
        f"the value of `{key}` is an object; events and attributes are flat, so no "
        "rule sees inside it",
    )
    return Anomaly("nested_value", event, text)


def _refuse_constant(name: str) -> object:
    raise json.JSONDecodeError(faults.NOT_A_NUMBER, name, 0)


_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode
