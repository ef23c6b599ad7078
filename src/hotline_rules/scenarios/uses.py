"""What the results of scenarios rest on: which entries of the profile, how often seen.

Read off the results of a marked profile (see `entries`): nothing is taken out and
nothing is judged twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hotline_rules.scenarios.edges import Edges, mark_point
from hotline_rules.scenarios.entries import (
    markers,
    option_key,
    place_key,
    status_key,
    step_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.evaluate import Result
    from hotline_rules.evaluate.choices import Notes
    from hotline_rules.evaluate.state import Instance
    from hotline_rules.rulebook import Mark
    from hotline_rules.scenarios.model import Look, Scenario


@dataclass(slots=True)
class Uses:
    """What scenarios touched, filled by one result after another.

    Attributes:
        touched: keys of entries that decided something, with the first scenario.
        edges: the ends and marks that were looked at, and from which side.
    """

    touched: dict[str, Scenario] = field(default_factory=dict)
    edges: Edges = field(default_factory=Edges)

    def observe(self, scenario: Scenario, _: Look, result: Result) -> None:
        """Take in the result of one look.

        INVARIANT: the fold behind a result is read before anything is asked of the
        result that lets it run on.
        """
        if not scenario.confirmed:  # its history may be borrowed, and that is all
            self.edges.observe(scenario, result)
            return
        for instance in result.judged.instances:
            self._touch(scenario, markers(instance.cites))
            for mark, notes in _marks(result, instance):
                self._touch(scenario, [place_key("mark", mark.place)])
                self._touch(scenario, markers(notes.cites))
        self.edges.observe(scenario, result)
        self._touch(scenario, _seen(result))
        self._options(scenario, result)

    def touch_like(self, key: str, others: Iterable[str]) -> None:
        """Touch an entry if one of some others is touched, by the same scenario."""
        found = next((self.touched[one] for one in others if one in self.touched), None)
        if found is not None:
            self.touched.setdefault(key, found)

    def _touch(self, scenario: Scenario, keys: Iterable[str]) -> None:
        for key in keys:
            self.touched.setdefault(key, scenario)

    def _options(self, scenario: Scenario, result: Result) -> None:
        """Touch the options in use of the readings that something rests on.

        A reading that only says when something does not happen is in no result; a
        scenario that asks for another option of it is about it all the same.
        """
        chosen = result.plan.readings
        codes = {code for one in _records(result) for code in one.readings}
        for instance in result.judged.instances:
            codes.update(instance.readings)
            for mark, notes in _marks(result, instance):
                codes.update(mark.readings, notes.readings)
        codes |= scenario.readings.keys()
        self._touch(
            scenario, (option_key(code, chosen[code]) for code in sorted(codes))
        )


def _marks(result: Result, instance: Instance) -> Iterator[tuple[Mark, Notes]]:
    """Yield the marks that a limit has reached, and by what it was said when."""
    for bound in instance.marks:
        if bound.mark.id in instance.fired:
            yield bound.mark, mark_point(result, instance, bound)[1]


def _records(result: Result) -> Iterator[Any]:
    yield from result.deadlines
    yield from result.penalties
    yield from result.actions
    yield from result.statuses
    yield from result.rungs


def _seen(result: Result) -> Iterator[str]:
    """Yield the keys of what can be seen in a result."""
    for record in _records(result):
        yield from markers(record.cites)
    yield from markers(result.light.cites)
    for gap in result.missing:
        if gap.sort == "parameter":  # decided, as far as the source goes
            yield from markers(gap.cites)
    for status in result.statuses:
        yield status_key(status.status)
    for rung in result.rungs:
        yield step_key(rung.ladder, rung.rung)
    imposed = {word for one in result.penalties for word in (one.kind, one.rule)}
    for ladder in result.plan.rulebook.ladders:
        yield from (step_key(ladder.id, s) for s in ladder.steps if s in imposed)
