"""Replay: every change of a result over time, exactly as ``evaluate`` differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.ahead import next_instant
from hotline_rules.evaluate.engine import instant_of, plan_for
from hotline_rules.evaluate.output import Writer, iso
from hotline_rules.evaluate.records import Light
from hotline_rules.evaluate.run import Run
from hotline_rules.evaluate.snapshot import (
    light_of,
    missing_of,
    penalties_of,
    records_of,
    rungs_of,
    statuses_of,
)
from hotline_rules.history import History, parse_history

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from hotline_rules.evaluate.engine import HasRulebook
    from hotline_rules.evaluate.records import Action, Deadline
    from hotline_rules.evaluate.state import Instance

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
    end, known = instant_of(until, "until"), None
    if known_at is not None:
        known = instant_of(known_at, "known_at")
    history = history.cut(end, known)
    if not history.events:
        return
    run = Run(plan_for(profile.rulebook, history.subject, known), history)
    view = View(run)
    at: int | None = history.events[0].at
    while at is not None and at <= end:
        run.advance(at)
        when = iso(at, run.plan.zone)
        for change in view.changes(at):
            yield {"id": history.id, "at": when, **change}
        at = _next(run, at)


def _next(run: Run, at: int) -> int | None:
    """The next instant at which anything happens, seen or unseen."""
    events, timer = run.history.events, next_instant(run, at)
    if run.position == len(events):
        return timer
    event = events[run.position].at
    return event if timer is None else min(event, timer)


class View:
    """What a run shows, from instant to instant.

    Limits that are over and wait for nothing cannot change any more, so they are looked
    at once; that keeps a replay of a long history from growing with its square.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.write = Writer(run.plan, "zh", bare=True)
        self.seen = 0
        self.open: list[Instance] = []
        self.records: dict[Instance, tuple[Deadline | None, Action | None]] = {}
        self.lists: dict[str, tuple[Any, ...]] = dict.fromkeys(_WHOLE, ())
        self.light = _DARK

    def changes(self, at: int) -> Iterator[dict[str, Any]]:
        """How the result at an instant differs from that at the last one asked for."""
        deadlines, actions = self._limits(at)
        found = {"deadlines": deadlines, "actions": actions}
        for name in LISTS:
            if name in found:
                for key, old, new in sorted(found[name], key=lambda one: one[0]):
                    yield from _record(name, key, old, new)
            else:
                yield from self._whole(name)
        before, self.light = self.light, light_of(self.run)
        if self.light != before:
            write = self.write.light
            yield from _record("light", "light", write(before), write(self.light))

    def _limits(self, at: int) -> tuple[list[_Change], list[_Change]]:
        instances = self.run.instances
        self.open += instances[self.seen :]
        self.seen = len(instances)
        deadlines: list[_Change] = []
        actions: list[_Change] = []
        write = self.write
        for inst in self.open:
            new = records_of(inst, at)
            old = self.records.get(inst, (None, None))
            if new != old:
                self.records[inst] = new
                _note(deadlines, old[0], new[0], write.deadline)
                _note(actions, old[1], new[1], write.action)
        self.open = [inst for inst in self.open if not _is_settled(inst)]
        return deadlines, actions

    def _whole(self, name: str) -> Iterator[dict[str, Any]]:
        read, write = _WHOLE[name]
        new = read(self.run)
        old, self.lists[name] = self.lists[name], new
        if new == old:
            return
        before = records_by_key([write(self.write, one) for one in old], name)
        after = records_by_key([write(self.write, one) for one in new], name)
        for key in sorted(before.keys() | after.keys()):
            yield from _record(name, key, before.get(key), after.get(key))


# key, the record before, the record after
_Change = tuple[str, "Mapping[str, Any] | None", "Mapping[str, Any] | None"]
_DARK = Light("none", None, "none", ())
_WHOLE: Mapping[str, tuple[Callable[[Run], tuple[Any, ...]], Callable[..., Any]]] = {
    "penalties": (penalties_of, Writer.penalty),
    "statuses": (statuses_of, Writer.status),
    "rungs": (rungs_of, Writer.rung),
    "missing": (missing_of, Writer.missing),
}


def _note(
    changes: list[_Change], old: Any, new: Any, write: Callable[..., Any]
) -> None:
    """Add what became of one record, if anything did."""
    if old == new:
        return
    before = None if old is None else write(old)
    after = None if new is None else write(new)
    changes.append((str((after or before or {})["id"]), before, after))


def _is_settled(inst: Instance) -> bool:
    """Whether nothing can change a limit any more."""
    return inst.over and not inst.applications and inst.application is None


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """The differences between two results of one history, list by list."""
    for name in LISTS:
        old, new = records_by_key(before[name], name), records_by_key(after[name], name)
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


def records_by_key(records: list[Any], name: str) -> dict[str, Any]:
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
