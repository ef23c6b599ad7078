"""Replay: every change of a result over time, exactly as ``evaluate`` differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.engine import evaluate, instant_of
from hotline_rules.evaluate.output import iso
from hotline_rules.history import History, parse_history

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from hotline_rules.evaluate.engine import HasRulebook

LISTS = ("deadlines", "penalties", "actions", "statuses", "rungs", "missing")
_IGNORED = frozenset({"because"})


def replay(
    profile: HasRulebook,
    history: History | Mapping[str, Any],
    *,
    until: datetime | str | int,
    known_at: datetime | str | int | None = None,
) -> Iterator[dict[str, Any]]:
    """Every change of the result, from before the first event until an instant.

    Args:
        profile: from ``load_profile``.
        history: as for ``evaluate``.
        until: the last instant looked at, included.
        known_at: as for ``evaluate``; the same for every instant.

    Yields:
        ``id, at, list, key, field, from, to`` for each difference between the results
        before and at an instant; a new record has one line with its whole ``to``.
        ``because`` and anomalies are left out.
    """
    if not isinstance(history, History):
        history = parse_history(history)
    end = instant_of(until, "until")
    if not history.events:
        return
    at = history.events[0].at
    # Before the first event there is nothing but what the attributes alone bring.
    before = evaluate(profile, history, as_of=at - 1, known_at=known_at).to_dict()
    upcoming = [event.at for event in history.events]
    while at <= end:
        result = evaluate(profile, history, as_of=at, known_at=known_at)
        after = result.to_dict()
        when = iso(at, result.plan.zone)
        for change in differences(before, after):
            yield {"id": history.id, "at": when, **change}
        before = after
        later = [event for event in upcoming if event > at]
        following = result.next_change_at
        candidates = later[:1] if following is None else [*later[:1], following]
        if not candidates:
            return
        at = min(candidates)


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """The differences between two results of one history, list by list."""
    for name in LISTS:
        old, new = _by_key(before[name], name), _by_key(after[name], name)
        for key in sorted(old.keys() | new.keys()):
            yield from _record(name, key, old.get(key), new.get(key))
    yield from _record("light", "light", before["light"], after["light"])


def _record(
    name: str,
    key: str,
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any] | None,
) -> Iterator[dict[str, Any]]:
    base = {"list": name, "key": key}
    if old is None or new is None:
        yield {**base, "field": None, "from": _shown(old), "to": _shown(new)}
        return
    for field in sorted((old.keys() | new.keys()) - _IGNORED):
        if old.get(field) != new.get(field):
            yield {**base, "field": field, "from": old.get(field), "to": new.get(field)}


def _shown(record: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if record is None:
        return None
    return {field: value for field, value in record.items() if field not in _IGNORED}


def _by_key(records: list[Any], name: str) -> dict[str, Any]:
    """Records by a key that stays the same over time."""
    keyed: dict[str, Any] = {}
    for record in records:
        key = _key(record, name)
        while key in keyed:
            key += "+"
        keyed[key] = record
    return keyed


def _key(record: Mapping[str, Any], name: str) -> str:
    if name == "statuses":
        return f"{record['status']}:{record['unit'] or ''}:{record['since']}"
    if name == "rungs":
        return f"{record['ladder']}:{record['rung']}:{record['since']}"
    if name == "missing":
        sort = next(s for s in ("parameter", "fact", "conflict") if s in record)
        return f"{sort}:{record[sort]}"
    return str(record["id"])
