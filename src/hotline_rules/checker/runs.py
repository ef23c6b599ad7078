"""A whole run against its inputs: every ticket, one after the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from hotline_rules.checker.case import Case
from hotline_rules.checker.files import check_counts
from hotline_rules.checker.model import Finding
from hotline_rules.checker.results import verdicts_of
from hotline_rules.checker.rows import Tables, result_of
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from hotline_rules.checker.ground import Ground
    from hotline_rules.checker.model import Verdict
    from hotline_rules.checker.rows import Row


@dataclass(frozen=True, slots=True)
class Given:
    """A history, imported again.

    Attributes:
        number: from 1, in the order of first appearance.
        place: where it was first seen.
        history: as docs/histories.md describes it.
    """

    number: int
    place: str
    history: Mapping[str, Any]


@dataclass(slots=True)
class Count:
    """How many answers were looked at, and with what outcome.

    Attributes:
        answers: by table and outcome (``borne_out``, ``doubt``, ``open``).
        untold: those that are open, by table, rule and code.
        tickets: looked at.
        reasons: a sentence for each code of ``untold``.
        own_readings: as the rules have them by themselves.
    """

    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    untold: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    tickets: int = 0
    reasons: dict[str, Text] = field(default_factory=dict)
    own_readings: dict[str, str] = field(default_factory=dict)

    def add(self, verdict: Verdict) -> None:
        """Count an answer."""
        self.answers[verdict.table, verdict.outcome] += 1
        for one in verdict.untold:
            self.untold[verdict.table, verdict.rule, one.code] += 1
            self.reasons.setdefault(one.code, one.why)


def check_tickets(
    read: Callable[[str], Iterable[Row]],
    histories: Iterable[Given],
    manifest: Mapping[str, Any],
    ground: Ground,
    count: Count,
) -> Iterator[Finding]:
    """Hold the tables of a run against the histories that its inputs give.

    Memory does not grow with the number of tickets.

    Args:
        read: the rows of a table in order of ticket; instants are epoch seconds.
        histories: in order of their numbers.
        manifest: of the run.
        ground: the profile's text and the calendars.
        count: takes the outcome of every answer.
    """
    count.own_readings = dict(ground.own_readings)
    tables = Tables(read)
    for given in histories:
        heads = tables.tickets.of(given.number)
        rows = tables.of(given.number)
        id_, place = str(given.history.get("id")), given.place
        for found in _ticket(given, heads, rows, manifest, ground, count):
            yield replace(found, ticket=given.number, id=id_, place=place)
    yield from _strangers(tables)
    counted = {name: group.count for name, group in tables.groups.items()}
    counted["tickets"] = tables.tickets.count
    counted |= {name: sum(1 for _ in read(name)) for name in _OTHERS}
    yield from check_counts(manifest, counted)


def _strangers(tables: Tables) -> Iterator[Finding]:
    """Tickets that no history of the inputs stands behind."""
    for row in tables.tickets.rest():
        gives = Text("输入里没有这一件", "no history of the inputs is behind it")
        yield Finding(
            "ticket-unknown",
            "ticket",
            str(row["id"]),
            "",
            gives,
            ticket=row["ticket"],
            id=row["id"],
        )
    for group in tables.groups.values():
        for _ in group.rest():
            pass


def _ticket(
    given: Given,
    heads: list[Row],
    rows: dict[str, list[Row]],
    manifest: Mapping[str, Any],
    ground: Ground,
    count: Count,
) -> Iterator[Finding]:
    id_ = str(given.history.get("id"))
    empty: Row = dict.fromkeys(("light", "light_since", "light_peak"))
    empty |= {"id": id_, "light_cites": ""}
    head = heads[0] if heads else empty
    case = Case(given.history, result_of(head, rows, manifest), ground)
    if not heads:
        if case.events:
            gives = Text(
                "输入里有这一件，表里没有", "the inputs have it, not the table"
            )
            yield Finding("ticket-missing", "ticket", id_, "", gives)
        return
    count.tickets += 1
    if len(heads) > 1 or head["id"] != id_:
        gives = Text(f"输入里是 {id_}", f"the inputs have {id_}")
        yield Finding("ticket-otherwise", "ticket", str(head["id"]), "", gives)
        return
    for odd in _events(case, rows["events"]):
        yield Finding("event-otherwise", "event", *odd)
    for odd in _head(case, head, rows):
        yield Finding("ticket-otherwise", "ticket", *odd)
    for verdict in verdicts_of(case):
        count.add(verdict)
        for doubt in verdict.doubts:
            yield Finding(
                doubt.code,
                verdict.table,
                verdict.id,
                doubt.says,
                doubt.gives,
                field=doubt.field,
            )


_OTHERS = ("readings", "findings", "set_aside")
_EVENT = ("type", "at", "recorded_at", "unit")


def _events(case: Case, rows: list[Row]) -> Iterator[tuple[str, str, Text]]:
    """Compare the table of events with the history, event by event."""
    if len(rows) != len(case.events):
        gives = Text(
            f"输入到判断时点有 {len(case.events)} 个事件",
            f"by then the inputs have {len(case.events)} events",
        )
        yield "number", str(len(rows)), gives
    for number, (row, event) in enumerate(zip(rows, case.events, strict=False)):
        for name in _EVENT:
            owed = getattr(event, name)
            if row[name] != owed:
                gives = Text(f"输入里是 {owed}", f"the inputs have {owed}")
                yield f"{number}.{name}", str(row[name]), gives


_OPEN = ("running", "paused")
_LATE = ("met_late", "overdue")


def _head(
    case: Case, head: Row, rows: dict[str, list[Row]]
) -> Iterator[tuple[str, str, Text]]:
    """Count again what stands on the line of a ticket."""
    duties = [one["state"] for one in rows["deadlines"] if one["kind"] == "duty"]
    cards = sum(one["state"] == "effective" for one in rows["penalties"])
    owed = {
        "cards": cards,
        "late": sum(state in _LATE for state in duties),
        "open": sum(state in _OPEN for state in duties),
        "missing": len(rows["missing"]),
        "standing": _standing(duties, cards, len(rows["missing"])),
    }
    for type_, name, last in (
        ("ticket_created", "created_at", False),
        ("dispatched", "dispatched_at", False),
        ("closed", "closed_at", True),
    ):
        times = [event.at for event in case.events if event.type == type_]
        owed[name] = None if not times else times[-1 if last else 0]
    for name, value in owed.items():
        if head[name] != value:
            yield name, str(head[name]), Text(f"应为 {value}", f"it is {value}")


def _standing(duties: list[str], cards: int, missing: int) -> str:
    if "overdue" in duties:
        return "late_open"
    if "met_late" in duties:
        return "late"
    if cards:
        return "carded"
    if missing:
        return "undetermined"
    return "open" if any(state in _OPEN for state in duties) else "in_order"
