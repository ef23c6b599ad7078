"""What stands on one line of a ticket: whose, when, and how it came out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hotline_rules.calendar import date_of_day

if TYPE_CHECKING:
    from hotline_rules.evaluate import Result
    from hotline_rules.explain.wording import Times
    from hotline_rules.history import Event

# Words of the vocabulary of events (docs/histories.md).
_CREATED, _DISPATCHED, _CLOSED, _HELPING = (
    "ticket_created",
    "dispatched",
    "closed",
    "co",
)


class Seen(NamedTuple):
    """What the import knows of a ticket.

    Attributes:
        number: of the ticket.
        place: file, sheet and row where it was first seen.
        used: how many rows it was made of.
        found: how many findings about it the import has.
    """

    number: int
    place: tuple[str | None, str | None, int | None]
    used: int
    found: int = 0


def head_of(seen: Seen, one: Result, times: Times) -> tuple[Any, ...]:
    """The row of the table of tickets.

    Args:
        seen: where it comes from.
        one: the result.
        times: of the zone of the profile.
    """
    events, attributes, light = one.history.events, one.judged.attributes, one.light
    by_type = _firsts_and_lasts(events)
    sent = by_type.get(_DISPATCHED)
    created, closed = by_type.get(_CREATED), by_type.get(_CLOSED)
    from_ = events[0] if sent is None else sent[0]
    late = [d.state for d in one.deadlines if d.kind == "duty" and d.state in _LATE]
    open_ = sum(d.kind == "duty" and d.state in _OPEN for d in one.deadlines)
    cards = sum(p.state == "effective" for p in one.penalties)
    return (
        seen.number,
        one.id,
        one.subject,
        *seen.place,
        seen.used,
        _unit(one),
        date_of_day(times.day(from_.at)).isoformat()[:7],
        attributes.get("kind"),
        attributes.get("level"),
        attributes.get("urgency"),
        None if created is None else created[0].at,
        None if sent is None else sent[0].at,
        None if closed is None else closed[1].at,
        light.colour,
        light.since,
        light.peak,
        " ".join(light.cites),
        _standing(late, cards=cards, missing=len(one.missing), open_=open_),
        cards,
        len(late),
        open_,
        len(one.missing),
        len(one.anomalies) + seen.found,
    )


_LATE = ("met_late", "overdue")
_OPEN = ("running", "paused")


def _standing(late: list[str], *, cards: int, missing: int, open_: int) -> str:
    if late:
        return "late_open" if "overdue" in late else "late"
    if cards:
        return "carded"
    if missing:
        return "undetermined"
    return "open" if open_ else "in_order"


def _firsts_and_lasts(events: tuple[Event, ...]) -> dict[str, tuple[Event, Event]]:
    found: dict[str, tuple[Event, Event]] = {}
    for event in events:
        first = found.get(event.type)
        found[event.type] = (event if first is None else first[0], event)
    return found


def _unit(one: Result) -> str | None:
    """The unit it was last dispatched to as lead; of a unit's history that unit."""
    if one.judged.own_unit is not None:
        return one.judged.own_unit
    for event in reversed(one.history.events):
        payload = event.payload
        if event.type == _DISPATCHED and payload.get("role") != _HELPING:
            unit = payload.get("unit")
            if isinstance(unit, str):
                return unit
    return None
