"""What stands on one line of a ticket: whose, when, and how it came out.

The tables of an audit and those of frames say the same of a ticket, from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hotline_rules.calendar import date_of_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from hotline_rules.evaluate import Result
    from hotline_rules.evaluate.records import Deadline

# Words of the vocabulary of events (docs/histories.md).
_CREATED, _DISPATCHED, _CLOSED, _HELPING = (
    "ticket_created",
    "dispatched",
    "closed",
    "co",
)
_TOLD = frozenset((_CREATED, _DISPATCHED, _CLOSED))
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


class Course(NamedTuple):
    """What happened to a ticket, and when; instants are UTC epoch seconds.

    Attributes:
        unit: it was last dispatched to as lead; of a unit's history that unit.
        month: of the first dispatch, else of the first event, as 2021-03.
        created: the first time, dispatched: the first time, closed: the last time.
    """

    unit: str | None
    month: str | None
    created: int | None
    dispatched: int | None
    closed: int | None


def course_of(one: Result, day_of: Callable[[int], int]) -> Course:
    """What happened to a ticket.

    Args:
        one: the result.
        day_of: from an instant to the local day.
    """
    unit = own = one.judged.own_unit
    events = one.history.events
    if not events:
        return Course(unit, None, None, None, None)
    created: int | None = None
    dispatched: int | None = None
    closed: int | None = None
    for event in events:
        type_ = event.type
        if type_ not in _TOLD:
            continue
        if type_ == _CLOSED:
            closed = event.at
        elif type_ == _CREATED:
            created = event.at if created is None else created
        else:
            dispatched = event.at if dispatched is None else dispatched
            if own is None:
                unit = _lead(event.payload) or unit
    day = day_of(events[0].at if dispatched is None else dispatched)
    return Course(unit, month_text(day), created, dispatched, closed)


def _lead(payload: Mapping[str, Any]) -> str | None:
    """The unit that a dispatch makes the lead."""
    unit = payload.get("unit")
    lead = payload.get("role") != _HELPING and isinstance(unit, str)
    return unit if lead else None


class _Months(dict[int, str]):
    """Months by their days, each written once; the years of histories bound them."""

    def __missing__(self, day: int) -> str:
        self[day] = text = date_of_day(day).isoformat()[:7]
        return text


_months = _Months()


def month_text(day: int) -> str:
    """The month of a day, as 2021-03."""
    return _months[day]


def attribute_of(one: Result, name: str) -> str | None:
    """An attribute as it is known now, as text."""
    value: Any = one.judged.attributes.get(name)
    return value if value is None or isinstance(value, str) else str(value)
