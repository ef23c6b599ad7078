"""The ends of limits and the marks on them, and from which side scenarios saw them.

An edge has two sides: the last second before it and the first second of it. Somebody
has seen a side when a scenario looks, or something happens in it, in just that second
while the limit is open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import BeyondCalendarError
from hotline_rules.clock import WorkingDays, WorkingTime
from hotline_rules.evaluate.choices import Notes
from hotline_rules.evaluate.timing import between
from hotline_rules.rulebook import Constant, MovesTo, NoTime, Row, StartsFrom, Table
from hotline_rules.rulebook.parts import found_in
from hotline_rules.scenarios.entries import (
    case_key,
    change_key,
    markers,
    place_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.clock.trace import TraceDay
    from hotline_rules.evaluate import Result
    from hotline_rules.evaluate.plan import BoundMark
    from hotline_rules.evaluate.state import Instance
    from hotline_rules.rulebook import Limit, Mark, Rulebook
    from hotline_rules.scenarios.model import Scenario


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge as it was met in a result.

    Attributes:
        key: of the entry it belongs to: a rule or a case of one, a row that gave the
            end, a change that moved it, a mark.
        at: its first second: first late, or the first of the mark.
        instance: the limit.
    """

    key: str
    at: int
    instance: Instance

    @property
    def days(self) -> tuple[TraceDay, ...]:
        """The days of the limit; none where no days are counted."""
        instance, end = self.instance, self.instance.end
        limit = instance.body.limit
        if limit is None or end is None or limit.kind is None:
            return ()
        try:
            return limit.clock.trace(
                instance.start, end, limit.kind, instance.pauses, instance.pause_cap
            ).days
        except (ValueError, BeyondCalendarError):
            return ()

    @property
    def over_holiday(self) -> bool:
        """Whether the limit ran over days off that are no weekend."""
        return any(
            not day.why.working and day.why.kind != "weekend" for day in self.days
        )

    @property
    def in_working_time(self) -> bool:
        """Whether the limit is counted in working days or hours."""
        limit = self.instance.body.limit
        return limit is not None and limit.kind in (WorkingDays, WorkingTime)

    @property
    def from_rest_day(self) -> bool:
        """Whether the limit is counted in working time and began on a rest day."""
        limit = self.instance.body.limit
        if limit is None or not self.in_working_time:
            return False
        calendar = limit.clock.calendar
        return not calendar.is_working(calendar.day_of(self.instance.start))

    def open_at(self, at: int) -> bool:
        """Say whether the limit was running, or was met or ended, in a second."""
        ended = self.instance.ended_at
        return self.instance.start <= at and (ended is None or ended >= at)


@dataclass(slots=True)
class Seen:
    """Which sides of an edge scenarios saw, each with the first that did.

    Attributes:
        over_holiday: the first whose limit ran over days off that are no weekend.
        from_rest_day: the first whose limit began on a rest day.
        in_working_time: whether it is counted in working days or hours.
    """

    before: Scenario | None = None
    after: Scenario | None = None
    over_holiday: Scenario | None = None
    from_rest_day: Scenario | None = None
    in_working_time: bool = False

    def note(self, side: str, scenario: Scenario, edge: Edge) -> None:
        """Note that a scenario saw a side."""
        seen = [side]
        if edge.over_holiday:
            seen.append("over_holiday")
        if edge.from_rest_day:
            seen.append("from_rest_day")
        for name in seen:
            if getattr(self, name) is None:
                setattr(self, name, scenario)


@dataclass(slots=True)
class Edges:
    """All edges met so far.

    Attributes:
        seen: by the key of the entry they belong to.
        met: by key, the scenarios in which there is such an edge, each once, and the
            first moment at which it was there to be seen.
    """

    seen: dict[str, Seen] = field(default_factory=dict)
    met: dict[str, dict[str, tuple[Scenario, int]]] = field(default_factory=dict)

    def observe(self, scenario: Scenario, result: Result) -> None:
        """Take in the edges of one result."""
        happened = {event.at for event in result.history.events} | {result.as_of}
        for edge in edges_of(result):
            found = self.met.setdefault(edge.key, {})
            found.setdefault(str(scenario), (scenario, result.as_of))
            seen = self.seen.setdefault(edge.key, Seen())
            seen.in_working_time |= edge.in_working_time
            if not scenario.confirmed:
                continue
            for side, at in (("before", edge.at - 1), ("after", edge.at)):
                if at in happened and edge.open_at(at):
                    seen.note(side, scenario, edge)


def edges_of(result: Result) -> Iterator[Edge]:
    """Yield the edges of every limit of a result, those of a mark after its end.

    A limit that stands still has none: nobody knows yet where its end is.
    """
    moving = set(_moving(result.plan.rulebook))
    for instance in result.judged.instances:
        if instance.paused_at is None:
            yield from _ends(instance, moving)
            for bound in instance.marks:
                at, _ = mark_point(result, instance, bound)
                if at is not None:
                    yield Edge(place_key("mark", bound.mark.place), at, instance)


def _ends(instance: Instance, moving: set[str]) -> Iterator[Edge]:
    own = [case_key(instance.rule.rule, instance.body.case), *_rows_used(instance)]
    moved = [change_key(one) for one in instance.changed_by if one in moving]
    if instance.end is not None:
        for key in moved[-1:] or own:
            yield Edge(key, instance.end.first_late, instance)
    if instance.first_end is not None and instance.first_end != instance.end:
        for key in own:
            yield Edge(key, instance.first_end.first_late, instance)


def mark_point(
    result: Result, instance: Instance, bound: BoundMark
) -> tuple[int | None, Notes]:
    """Return the first second of a mark, None if there is none, and what says so."""
    notes = Notes()
    if bound.at is None:
        return None, notes
    at = bound.at(result.judged, instance.trigger, instance, notes)
    if not isinstance(at, int):
        return None, notes
    if bound.mark.id in instance.bounds:
        at = between(at, *instance.bounds[bound.mark.id], int)
    return at, notes


# --- what in a rulebook has an edge ---------------------------------------------------


def edges_in(book: Rulebook) -> Iterator[str]:
    """Yield the keys of the entries of a rulebook that have an edge."""
    for rule in book.rules:
        for case in rule.cases:
            limit = case.limit
            if limit is not None:
                if _can_end(limit.within):
                    yield case_key(rule, case)
                yield from map(_row_key, _rows_with_end(limit))
                yield from _timed(limit.marks)
    yield from map(change_key, _moving(book))
    for change in book.changes:
        yield from _timed(change.marks or ())


def _timed(marks: Iterable[Mark]) -> Iterator[str]:
    """Yield the marks that time brings, as far as the source says when."""
    for mark in marks:
        if mark.at is not None and _can_end(mark.at):
            yield place_key("mark", mark.place)


def _moving(book: Rulebook) -> Iterator[str]:
    """Yield the changes that give a limit another end."""
    for change in book.changes:
        effect = change.effect
        if isinstance(effect, MovesTo | StartsFrom) and _can_end(effect.point):
            yield change.id


def _rows_used(instance: Instance) -> Iterator[str]:
    """Yield the rows of a table through which a limit came by its end."""
    limit = instance.body.limit
    keys = set() if limit is None else set(map(_row_key, _rows_with_end(limit.limit)))
    return (key for key in markers(instance.cites) if key in keys)


def _row_key(row: Row[Any]) -> str:
    return place_key("row", row.place)


def _rows_with_end(limit: Limit) -> Iterator[Row[Any]]:
    for table in found_in(limit.within, Table):
        rows = table.rows if len(table.rows) > 1 else ()
        yield from (row for row in rows if _can_end(row.value))


def _can_end(value: Any) -> bool:
    """Say whether a value can be a time, and is not only `none` or a gap."""
    constants = found_in(value, Constant)
    return any(not isinstance(one.value, NoTime) for one in constants)
