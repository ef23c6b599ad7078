"""A mapping, or a line of JSON, to a history: all faults at once, or a value.

What cannot be judged (no id, a time without offset, an event that is no object) is a
fault and raises `HistoryError`; what is merely unknown is kept and reported.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, cast
from unicodedata import normalize

from hotline_rules.diagnostics import Text
from hotline_rules.history import faults
from hotline_rules.history.anomaly import Anomaly
from hotline_rules.history.event import Event, History, Subject
from hotline_rules.history.fault import HistoryError
from hotline_rules.history.instants import (
    CLOCK,
    DAY_STARTS,
    SECONDS,
    parse_instant,
    parse_instant_slowly,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline_rules.history.instants import LocalZone

SUBJECTS = faults.SUBJECTS
KEYS = ("id", "subject", "attributes", "events")
_LISTS = (list, tuple)
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
        data = decode_json(text.removeprefix("\ufeff").strip())
    except (ValueError, RecursionError) as error:
        raise HistoryError([faults.not_json(error, text, where)]) from None
    history = parse_history(data, zone=zone, where=where)
    # As many colons after quotes as keys: no key was written twice. Only where the
    # numbers differ is the line read again, slowly, with every pair in hand.
    if text.count('":') == _number_of_keys(data):
        return history
    repeated = repeated_keys(text)
    if not repeated:
        return history
    return replace(history, anomalies=(*history.anomalies, *repeated))


def parse_history(
    data: Mapping[str, object],
    *,
    zone: LocalZone | None = None,
    where: str = "",
) -> History:
    """Answer the history that a mapping of the shape of docs/histories.md describes.

    Names are brought to Unicode NFC and trimmed, and a key whose value is null is
    taken as absent. `data` is not changed.

    Args:
        data: `id`, `subject`, `attributes`, `events` (docs/histories.md).
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
    if not isinstance(written, _LISTS) or subject not in SUBJECTS:
        raise ValueError(subject)
    events, odd, in_order = _events(written, zone)
    order: Sequence[int] = range(len(events))
    if not in_order:
        events.sort(key=_at)  # stable: equal instants keep their order in the file
        order = tuple(event.number for event in events)
        for number, event in enumerate(events):
            event.number = number
    attributes, odd_attributes = _attributes(data.get("attributes"))
    anomalies: list[Anomaly] = []
    if odd or odd_attributes or not _KEYS.issuperset(data):
        anomalies = _unknown_keys(data) + nested_values(attributes, None)
        for event in events:
            anomalies += nested_values(event.payload, event.number)
    return History(
        _name(data["id"]),
        cast("Subject", subject),
        attributes,
        tuple(events),
        order,
        tuple(anomalies),
    )


def _events(
    written: Sequence[object], zone: LocalZone | None
) -> tuple[list[Event], bool, bool]:
    """Read the events in the order of the file.

    Returns:
        the events; whether a payload holds an object; whether they are in order.
    """
    events: list[Event] = []
    odd = False
    in_order = True
    last = -1 << 62
    for number, raw in enumerate(written):
        if type(raw) is not dict and not isinstance(raw, Mapping):
            raise TypeError(raw)
        payload = dict(raw)  # what is left of it when the four keys are taken out
        kind = payload.pop("type").strip()
        text = payload.pop("at")
        try:
            at = DAY_STARTS[text[:11]] + CLOCK[text[11:17]] + SECONDS[text[17:]]
        except (KeyError, TypeError, ValueError):
            at = parse_instant_slowly(text, zone)
        recorded_at = at
        event_id = None
        if "recorded_at" in payload:
            text = payload.pop("recorded_at")
            recorded_at = at if text is None else parse_instant(text, zone)
        if "id" in payload:
            text = payload.pop("id")
            event_id = None if text is None else _name(text)
        if payload and tidy(payload):
            odd = True
        if at < last:
            in_order = False
        last = at
        if not kind:
            raise ValueError(kind)
        events.append(Event(at, recorded_at, kind, payload, number, event_id))
    return events, odd, in_order


def _attributes(raw: object) -> tuple[dict[str, object], bool]:
    """Read the attributes; the second answer is whether one of them is an object."""
    if raw is None:
        return {}, False
    if type(raw) is not dict and not isinstance(raw, Mapping):
        raise TypeError(raw)
    attributes = dict(raw)
    return attributes, tidy(attributes)


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    name = normalize("NFC", value).strip()
    if not name:
        raise ValueError(value)
    return name


def tidy(values: dict[str, object]) -> bool:
    """Bring names to one form, in place, and take out what is null or blank.

    CHOICE: a blank text says as little as null does, and exports write one for the
    other; a blank ground must not pass for a ground that was given.

    Returns:
        whether one of the values is an object.
    """
    odd = False
    absent = []
    for key, value in values.items():
        if isinstance(value, str):
            tidied = normalize("NFC", value).strip()
            if tidied is not value:
                if tidied:
                    values[key] = tidied
                else:
                    absent.append(key)
            elif not value:
                absent.append(key)
        elif value is None:
            absent.append(key)
        elif type(value) is not bool:
            if isinstance(value, _LISTS):
                values[key] = [_tidied(item) for item in value]
            else:
                odd = odd or isinstance(value, Mapping)
    for key in absent:
        del values[key]
    return odd


def _tidied(item: object) -> object:
    return normalize("NFC", item).strip() if isinstance(item, str) else item


def _unknown_keys(data: Mapping[str, object]) -> list[Anomaly]:
    """Report the keys that a history has no place for."""
    return [
        Anomaly(
            "unknown-key",
            None,
            Text(
                f"历史里有不认识的键 `{key}`，已保留，不参与计算",
                f"the history has an unknown key `{key}`, kept and not used",
            ),
        )
        for key in data
        if key not in _KEYS
    ]


def nested_values(values: dict[str, object], event: int | None) -> list[Anomaly]:
    """Report objects where a history has flat values."""
    return [
        Anomaly(
            "nested-value",
            event,
            Text(
                f"`{key}` 的值是一个对象；事件和属性应当是平的，规则看不到里面",
                f"the value of `{key}` is an object; events and attributes are flat, "
                "so no rule sees inside it",
            ),
        )
        for key, value in values.items()
        if isinstance(value, Mapping)
    ]


def _number_of_keys(data: Mapping[str, object]) -> int:
    """How many keys a sound history has, in its objects of the usual places."""
    attributes, events = data.get("attributes"), data["events"]
    assert isinstance(events, list)
    number = len(data) + sum(map(len, events))
    return number + len(attributes) if isinstance(attributes, dict) else number


def repeated_keys(text: str) -> list[Anomaly]:
    """Report the keys that one object has twice; the later one has counted."""
    found: dict[str, None] = {}

    def note(pairs: list[tuple[str, object]]) -> dict[str, object]:
        kept = dict(pairs)
        if len(kept) < len(pairs):
            keys = [key for key, _ in pairs]
            found.update(dict.fromkeys(key for key in kept if keys.count(key) > 1))
        return kept

    json.JSONDecoder(object_pairs_hook=note).decode(text.removeprefix("\ufeff").strip())
    return [
        Anomaly(
            "repeated-key",
            None,
            Text(
                f"同一个对象里键 `{key}` 写了不止一次，以最后一次为准，请核对",
                f"the key `{key}` stands more than once in one object; the last counts",
            ),
        )
        for key in found
    ]


def _refuse_constant(name: str) -> object:
    raise json.JSONDecodeError(faults.NOT_A_NUMBER, name, 0)


decode_json = json.JSONDecoder(parse_constant=_refuse_constant).decode
