"""Where a fact is looked up.

Each reader takes the run, the trigger, the event at hand and the limit in
question, and returns the value, or ``None`` when it is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.instants import EPOCH_ORDINAL
from hotline_rules.rulebook import TimeOfDay

if TYPE_CHECKING:
    from hotline_rules.calendar import Zone
    from hotline_rules.rulebook import Fact

Reader = Callable[[Any, Any, Any, Any], Any]
_WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


@dataclass(frozen=True, slots=True)
class Binder:
    """What closures need to know about the plan while they are being made."""

    zone: Zone
    bind_patterns: Callable[[Any, Any], Any]
    month_keys: Mapping[str, str]  # by event; ``month`` for those not listed


def bind_fact(fact: Fact, binder: Binder) -> Reader:
    """Make the reader of one fact."""
    return _READERS[fact.scope](fact, binder)


def _ticket(fact: Fact, binder: Binder) -> Reader:
    name, default = fact.name, fact.absent_means

    def read(run: Any, occ: Any, here: Any, limit: Any) -> Any:
        if run.horizon is None:
            return run.attributes.get(name, default)
        return run.attributes_then().get(name, default)

    return read


def _unit(fact: Fact, binder: Binder) -> Reader:
    name, default = fact.name, fact.absent_means

    def read(run: Any, occ: Any, here: Any, limit: Any) -> Any:
        if name == "name":
            return occ.unit
        return run.unit_facts(occ.unit).get(name, default)

    return read


def _item(fact: Fact, binder: Binder) -> Reader:
    name, default = fact.name, fact.absent_means

    def read(run: Any, occ: Any, here: Any, limit: Any) -> Any:
        value = occ.payload.get(name)
        return run.attributes.get(name, default) if value is None else value

    return read


def _here(fact: Fact, binder: Binder) -> Reader:
    name = fact.name
    derive = _derived(name, binder)
    if derive is None:
        return lambda run, occ, here, limit: here.payload.get(name)

    def read(run: Any, occ: Any, here: Any, limit: Any) -> Any:
        value = here.payload.get(name)
        return derive(here) if value is None else value

    return read


def _event(fact: Fact, binder: Binder) -> Reader:
    name = fact.name
    derive = _derived(name, binder)
    if derive is None:
        return lambda run, occ, here, limit: occ.payload.get(name)

    def read(run: Any, occ: Any, here: Any, limit: Any) -> Any:
        value = occ.payload.get(name)
        return derive(occ) if value is None else value

    return read


def _asked(fact: Fact, binder: Binder) -> Reader:
    return _decided(fact, binder, lambda run: run.asked)


def _granted(fact: Fact, binder: Binder) -> Reader:
    return _decided(fact, binder, lambda run: run.granted)


def _decided(fact: Fact, binder: Binder, event: Callable[[Any], Any]) -> Reader:
    """Read from the application or the decision of the change at hand."""
    name = fact.name
    derive = _derived(name, binder) or (lambda _: None)

    def read(run: Any, occ: Any, here: Any, limit: Any) -> Any:
        found = event(run)
        if found is None:
            return None
        value = found.payload.get(name)
        return derive(found) if value is None else value

    return read


def _this(fact: Fact, binder: Binder) -> Reader:
    if fact.name == "start":
        return lambda run, occ, here, limit: None if limit is None else limit.start

    def due(run: Any, occ: Any, here: Any, limit: Any) -> Any:
        return None if limit is None or limit.end is None else limit.end.at

    return due


def _finding(fact: Fact, binder: Binder) -> Reader:
    code = fact.name
    return lambda run, occ, here, limit: run.finding(code, occ.unit)


def _status(fact: Fact, binder: Binder) -> Reader:
    name = fact.name
    return lambda run, occ, here, limit: bool(
        run.intervals and run.has_status(name, occ.unit)
    )


def _limit(fact: Fact, binder: Binder) -> Reader:
    rule = fact.name
    return lambda run, occ, here, limit: run.limit_state(rule, occ.unit)


def _rung(fact: Fact, binder: Binder) -> Reader:
    ladder = fact.name
    return lambda run, occ, here, limit: run.current_rung(ladder, occ.unit)


DERIVED = frozenset({"type", "at", "unit", "weekday", "day", "month", "time"})


def _derived(name: str, binder: Binder) -> Callable[[Any], Any] | None:
    """What every event has besides its payload; a payload key goes before it."""
    if name not in DERIVED:
        return None
    zone = binder.zone
    readers: dict[str, Callable[[Any], Any]] = {
        "type": lambda occ: occ.type,
        "at": lambda occ: occ.at,
        "unit": lambda occ: occ.unit,
        "weekday": lambda occ: _WEEKDAYS[_day_of(occ, zone).weekday()],
        "day": lambda occ: _day_of(occ, zone).day,
        "month": lambda occ: _day_of(occ, zone).isoformat()[:7],
        "time": lambda occ: TimeOfDay(occ.at - zone.start_of(zone.day_of(occ.at))),
    }
    return readers[name]


def _day_of(occ: Any, zone: Zone) -> date:
    return date.fromordinal(zone.day_of(occ.at) + EPOCH_ORDINAL)


_READERS: dict[str, Callable[[Any, Binder], Reader]] = {
    "ticket": _ticket,
    "unit": _unit,
    "item": _item,
    "here": _here,
    "event": _event,
    "asked": _asked,
    "granted": _granted,
    "this": _this,
    "finding": _finding,
    "status": _status,
    "limit": _limit,
    "rung": _rung,
}
