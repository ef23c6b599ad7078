"""The ends of limits and the marks on them, and from which side scenarios saw them.

An edge has two sides: the last second before it and the first second of it. Somebody
has seen a side when a scenario looks, or something happens in it, in just that second
while the limit is open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from hotline_rules.calendar import BeyondCalendarError
from hotline_rules.evaluate.choices import Notes
from hotline_rules.evaluate.timing import between
from hotline_rules.rulebook import Constant, Missing, MovesTo, NoTime, StartsFrom
from hotline_rules.scenarios.entries import case_key, change_key, place_key
from hotline_rules.scenarios.tree import found_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.evaluate import Result
    from hotline_rules.evaluate.plan import BoundMark
    from hotline_rules.evaluate.state import Instance
    from hotline_rules.rulebook import Limit, Mark, Rulebook
    from hotline_rules.scenarios.model import Scenario

Side = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge as it was met in a result.

    Attributes:
        key: of the entry it belongs to: a rule or a case of one, a change that moved
            the end, a mark.
        at: its first second: first late, or the first of the mark.
        instance: the limit.
    """

    key: str
    at: int
    instance: Instance


@dataclass(slots=True)
class Seen:
    """Which sides of an edge scenarios saw, each with the first that did.

    Attributes:
        over_holiday: the first whose limit ran over days off that are no weekend.
        met: one in which there is such an edge, the shortest history first.
    """

    before: Scenario | None = None
    after: Scenario | None = None
    over_holiday: Scenario | None = None

    @property
    def sides(self) -> int:
        """How many sides were seen."""
        return (self.before is not None) + (self.after is not None)


@dataclass(slots=True)
class Edges:
    """All edges met so far.

    Attributes:
        seen: by the key of the entry they belong to.
        met: by key, the scenarios in which there is such an edge, each once.
    """

    seen: dict[str, Seen] = field(default_factory=dict)
    met: dict[str, dict[str, Scenario]] = field(default_factory=dict)

    def observe(self, scenario: Scenario, result: Result) -> None:
        """Take in the edges of one result."""
        happened = {event.at for event in result.history.events} | {result.as_of}
        for edge in edges_of(result):
            self.met.setdefault(edge.key, {}).setdefault(str(scenario), scenario)
            seen = self.seen.setdefault(edge.key, Seen())
            for side, at in (("before", edge.at - 1), ("after", edge.at)):
                if at in happened and _open_at(edge.instance, at):
                    if getattr(seen, side) is None:
                        setattr(seen, side, scenario)
                    if seen.over_holiday is None and over_holiday(edge):
                        seen.over_holiday = scenario


def edges_of(result: Result) -> Iterator[Edge]:
    """Yield the edges of every limit of a result, those of a mark after its end.

    A limit that stands still has none: nobody knows yet where its end is.
    """
    moving = set(_moving(result.plan.rulebook))
    for instance in result.judged.instances:
        if instance.paused_at is not None:
            continue
        own = case_key(instance.rule.rule, instance.body.case)
        if instance.end is not None:
            moved = [one for one in instance.changed_by if one in moving]
            key = change_key(moved[-1]) if moved else own
            yield Edge(key, instance.end.first_late, instance)
        if instance.first_end is not None and instance.first_end != instance.end:
            yield Edge(own, instance.first_end.first_late, instance)
        for bound in instance.marks:
            at, _ = mark_point(result, instance, bound)
            if at is not None:
                key = place_key("mark", bound.mark.place)
                yield Edge(key, at, instance)


def edges_in(book: Rulebook) -> Iterator[str]:
    """Yield the keys of the entries of a rulebook that have an edge."""
    for rule in book.rules:
        for case in rule.cases:
            if case.limit is not None and _has_end(case.limit):
                yield case_key(rule, case)
            marks = case.limit.marks if case.limit is not None else ()
            yield from _timed(marks)
    yield from map(change_key, _moving(book))
    for change in book.changes:
        yield from _timed(change.marks or ())


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


def over_holiday(edge: Edge) -> bool:
    """Say whether a limit in days ran over days off that are no weekend."""
    limit, end = edge.instance.body.limit, edge.instance.end
    if limit is None or end is None or limit.kind is None:
        return False
    try:
        trace = limit.clock.trace(
            edge.instance.start,
            end,
            limit.kind,
            edge.instance.pauses,
            edge.instance.pause_cap,
        )
    except (ValueError, BeyondCalendarError):
        return False
    return any(not day.why.working and day.why.kind != "weekend" for day in trace.days)


def _open_at(instance: Instance, at: int) -> bool:
    """Say whether a limit was running, or was met or ended, in a second."""
    begun = instance.start <= at
    return begun and (instance.ended_at is None or instance.ended_at >= at)


def _timed(marks: Iterable[Mark]) -> Iterator[str]:
    return (place_key("mark", mark.place) for mark in marks if mark.at is not None)


def _moving(book: Rulebook) -> Iterator[str]:
    """Yield the changes that give a limit another end."""
    for change in book.changes:
        if isinstance(change.effect, MovesTo | StartsFrom):
            yield change.id


def _has_end(limit: Limit) -> bool:
    if isinstance(limit.within, Missing):
        return False
    values = [one.value for one in found_in((limit.within,), Constant)]
    return any(not isinstance(value, NoTime) for value in values)
