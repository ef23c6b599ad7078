"""What stands on one line of a ticket: whose, when, and how it came out.

The tables of an audit and those of frames say the same of a ticket, from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hotline_rules.calendar import date_of_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hotline_rules.evaluate import Result
    from hotline_rules.evaluate.records import Deadline

# Words of the vocabulary of events (docs/histories.md).
_CREATED, _DISPATCHED, _CLOSED, _HELPING = (
    "ticket_created",
    "dispatched",
    "closed",
    "co",
)
IN_ORDER = "in_order"


class Standing(NamedTuple):
    """How a ticket came out, and the counts that say so.

    Attributes:
        word: the worst of `late_open` (a duty is late and owed), `late` (a duty was met
            late), `carded` (an effective penalty), `undetermined` (something is
            missing), `open` (a duty is running), `in_order`.
        cards: effective penalties.
        late: duties met late or overdue.
        open: duties running or paused.
        missing: what is not known.
    """

    word: str
    cards: int
    late: int
    open: int
    missing: int


def standing_of(one: Result) -> Standing:
    """How a ticket came out."""
    late, owed, open_ = _duties(one.deadlines)
    cards = 0
    for penalty in one.penalties:
        cards += penalty.state == "effective"
    missing = len(one.missing)
    if late:
        word = "late_open" if owed else "late"
    elif cards:
        word = "carded"
    elif missing:
        word = "undetermined"
    else:
        word = "open" if open_ else IN_ORDER
    return Standing(word, cards, late, open_, missing)


def _duties(deadlines: Iterable[Deadline]) -> tuple[int, int, int]:
    """How many duties are or were late, of these still owed; and how many run."""
    late = owed = open_ = 0
    for one in deadlines:
        if one.kind != "duty":
            continue
        state = one.state
        if state == "met_late":
            late += 1
        elif state == "overdue":
            late += 1
            owed += 1
        elif state in ("running", "paused"):
            open_ += 1
    return late, owed, open_


class Times(NamedTuple):
    """When what happened to a ticket; instants are UTC epoch seconds.

    Attributes:
        month: of the first dispatch, else of the first event, as 2021-03.
        created: the first time, dispatched: the first time, closed: the last time.
    """

    month: str | None
    created: int | None
    dispatched: int | None
    closed: int | None


def times_of(one: Result, day_of: Callable[[int], int]) -> Times:
    """When what happened to a ticket.

    Args:
        one: the result.
        day_of: from an instant to the local day.
    """
    events = one.history.events
    if not events:
        return Times(None, None, None, None)
    types = [event.type for event in events]
    created = dispatched = closed = None
    if _CREATED in types:
        created = events[types.index(_CREATED)].at
    if _DISPATCHED in types:
        dispatched = events[types.index(_DISPATCHED)].at
    if _CLOSED in types:
        types.reverse()
        closed = events[-1 - types.index(_CLOSED)].at
    day = day_of(events[0].at if dispatched is None else dispatched)
    return Times(month_text(day), created, dispatched, closed)


class _Months(dict[int, str]):
    """Months by their days, each written once; the years of histories bound them."""

    def __missing__(self, day: int) -> str:
        self[day] = text = date_of_day(day).isoformat()[:7]
        return text


_months = _Months()


def month_text(day: int) -> str:
    """The month of a day, as 2021-03."""
    return _months[day]


def unit_of(one: Result) -> str | None:
    """The unit it was last dispatched to as lead; of a unit's history that unit."""
    if one.judged.own_unit is not None:
        return one.judged.own_unit
    for event in reversed(one.history.events):
        if event.type == _DISPATCHED:
            payload = event.payload
            unit = payload.get("unit")
            if payload.get("role") != _HELPING and isinstance(unit, str):
                return unit
    return None


def attribute_of(one: Result, name: str) -> str | None:
    """An attribute as it is known now, as text."""
    value: Any = one.judged.attributes.get(name)
    return value if value is None or isinstance(value, str) else str(value)
