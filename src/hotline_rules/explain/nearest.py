"""The smallest change that would have made a difference, found by asking the engine.

One event is moved in time (or, where it never came, added), everything else stays, and
the engine judges again. Nothing is derived from the rules: an instant is given only
after the engine was asked on both sides of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hotline_rules.evaluate.ahead import next_instant
from hotline_rules.evaluate.penalties import name_of
from hotline_rules.evaluate.run import Run
from hotline_rules.explain.misses import (
    LATE_STATES,
    NearestMiss,
    Outcome,
    Turn,
    WhyNone,
    outcome_in,
)
from hotline_rules.explain.supposing import added, fitting_payload, moved, without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.evaluate import Result
    from hotline_rules.evaluate.plan import BoundLimit, Plan
    from hotline_rules.evaluate.state import Instance, PenaltyState
    from hotline_rules.history import History
    from hotline_rules.rulebook import Pattern

MOST_INSTANTS = 48  # at which outcomes are tried, besides those of the bisection
_MOST_FORWARD = 24  # instants looked at after the event, for the next worse outcome


def nearest_miss(result: Result, output: str) -> NearestMiss:
    """Find the smallest change of time that would have made a difference.

    For what was done: the event that met the limit is moved back, towards the start of
    the limit, until the engine judges better, and on, until it judges worse. For what
    was never done: the event is added. For a penalty without a limit: the event that
    brought it is left out. It is not assumed that earlier is always better: between
    every two instants at which anything happens the engine is asked, from the event
    outwards, at most ``MOST_INSTANTS`` of them; within the first stretch that differs,
    the second is found by bisection.

    Args:
        result: of ``evaluate``; left as it is.
        output: id of a limit or penalty, or ``light``.

    Returns:
        what was found; equal for equal results.
    """
    run = Run(result.plan, result.history)
    run.advance(result.as_of)
    found = _Search.of(run, result.as_of, output)
    if found is None:
        return NearestMiss(
            output=output,
            limit=None,
            outcome=Outcome(state="", marks=(), penalties=(), light=0),
            better=None,
            worse=None,
            why="no_such_output",
            evaluations=0,
        )
    return found.result()


# How good an outcome is; smaller is better.
_Badness = Callable[[Outcome], int]
_At = Callable[[int], "History"]


class _Search:
    """One search: what is asked of which limit, by moving or adding which event."""

    def __init__(
        self,
        output: str,
        run: Run,
        as_of: int,
        inst: Instance | None,
        badness: _Badness,
        *,
        card: PenaltyState | None = None,
    ) -> None:
        self.output = output
        self.plan: Plan = run.plan
        self.history = run.history
        self.as_of = as_of
        self.inst = inst
        self.badness = badness
        self.card = card
        self.evaluations = 0
        self.known = frozenset(
            one.at
            for one in run.penalties
            if card is not None and (one.rule, one.unit) == (card.rule, card.unit)
        )
        self.now = outcome_in(run, as_of, inst, card, self.known)
        self.seen: dict[tuple[str, int], Outcome | None] = {}

    @classmethod
    def of(cls, run: Run, as_of: int, output: str) -> _Search | None:
        """The search for an output; ``None`` when there is no such output."""
        for state in run.penalties:
            if state.id == output:
                inst = state.instance or state.trigger.limit
                return cls(output, run, as_of, inst, lambda o: o.stands, card=state)
        for inst in run.instances:
            if name_of(inst.rule.id, inst.unit, inst.n) == output:
                return cls(output, run, as_of, inst, lambda o: o.state in LATE_STATES)
        if output == "light":
            return cls(output, run, as_of, _worst_lit(run), lambda o: o.light)
        return None

    def result(self) -> NearestMiss:
        """Search in both directions."""
        inst = self.inst
        limit = None if inst is None else name_of(inst.rule.id, inst.unit, inst.n)
        better, why = self._better()
        worse = None
        if inst is not None and (met := self._met_by(inst)) is not None:
            worse = self._later(met)
        return NearestMiss(
            output=self.output,
            limit=limit,
            outcome=self.now,
            better=better,
            worse=worse,
            why=why,
            evaluations=self.evaluations,
        )

    def _better(self) -> tuple[Turn | None, WhyNone | None]:
        if not self.badness(self.now):
            return None, "nothing_wrong"
        if self.inst is None:
            return self._without() if self.card is not None else (None, "no_event")
        met = self._met_by(self.inst)
        if met is not None:
            turn = self._earlier(self.inst, met)
            return turn, None if turn is not None else "no_difference"
        fitted = False
        for type_, payload in _acts(self.plan, self.inst):
            turn = self._adding(self.inst, type_, payload)
            if turn is not None:
                return turn, None
            fitted = True
        return None, "no_difference" if fitted else "no_event"

    # The engine ----------------------------------------------------------------------

    def _ask(self, history: History, at: int) -> Outcome | None:
        """The outcome of another history; ``None`` when the limit is not in it."""
        self.evaluations += 1
        run, look = Run(self.plan, history), max(self.as_of, at)
        run.advance(look)
        inst = self.inst
        if inst is None:
            return outcome_in(run, look, None, self.card, self.known)
        for one in run.instances:
            same = one.rule is inst.rule and one.unit == inst.unit and one.n == inst.n
            if same and one.trigger.at == inst.trigger.at:
                return outcome_in(run, look, one, self.card, self.known)
        return None

    def _asking(self, name: str, put: _At) -> Callable[[int], Outcome | None]:
        """The outcome with the event at an instant; asked once for each."""

        def ask(at: int) -> Outcome | None:
            key = name, at
            if key not in self.seen:
                self.seen[key] = self._ask(put(at), at)
            return self.seen[key]

        return ask

    # Moving --------------------------------------------------------------------------

    def _earlier(self, inst: Instance, number: int) -> Turn | None:
        """The last instant before the event that brings something better."""
        event = self.history.events[number]
        ask = self._asking(str(number), lambda at: moved(self.history, number, at))
        at = self._last_good(inst, number, event.at, ask)
        if at is None:
            return None
        outcome = ask(at)
        assert outcome is not None  # INVARIANT: _last_good asked for it
        return Turn(
            change="earlier",
            event=number,
            type=event.type,
            at=at,
            seconds=event.at - at,
            outcome=outcome,
        )

    def _adding(
        self, inst: Instance, type_: str, payload: dict[str, object]
    ) -> Turn | None:
        """The last instant at which an event that never came would have been good."""
        ask = self._asking(
            type_, lambda at: added(self.history, type_, dict(payload), at)
        )
        at = self._last_good(inst, None, self.as_of + 1, ask)
        if at is None:
            return None
        outcome = ask(at)
        assert outcome is not None  # INVARIANT: _last_good asked for it
        return Turn(
            change="added", event=None, type=type_, at=at, seconds=0, outcome=outcome
        )

    def _last_good(
        self,
        inst: Instance,
        number: int | None,
        end: int,
        ask: Callable[[int], Outcome | None],
    ) -> int | None:
        """The last instant before ``end`` whose outcome is better, found by asking."""
        bad = end
        for at in self._instants(inst, number, end):
            if self._is_better(ask(at)):
                return _bisected(at, bad, lambda t: self._is_better(ask(t)))
            bad = at
        return None

    def _instants(self, inst: Instance, number: int | None, end: int) -> list[int]:
        """Both edges of every stretch between two instants, from the end backwards."""
        history = self.history if number is None else without(self.history, number)
        start = inst.trigger.at
        edges = {one.at for one in history.events} | {start, end}
        edges |= set(_ticks(self.plan, history, start, end))
        both = {at + step for at in edges for step in (-1, 0)}
        kept = sorted((at for at in both if start <= at < end), reverse=True)
        return kept[:MOST_INSTANTS]

    def _is_better(self, outcome: Outcome | None) -> bool:
        if outcome is None:
            return False
        return self.badness(outcome) < self.badness(self.now)

    def _later(self, number: int) -> Turn | None:
        """The first instant after the event that brings something worse."""
        event = self.history.events[number]
        base = without(self.history, number)
        ask = self._asking(str(number), lambda at: moved(self.history, number, at))
        good, steps = event.at, 0
        run = Run(self.plan, base)
        run.advance(event.at)
        while steps < _MOST_FORWARD:
            at = next_instant(run, run.now)
            if at is None:
                return None
            run.advance(at)
            outcome = ask(at)
            if outcome is not None and self._is_worse(outcome):
                first = _bisected(at, good, lambda t: self._is_worse(ask(t)))
                found = ask(first)
                assert found is not None  # INVARIANT: it is worse
                return Turn(
                    change="later",
                    event=number,
                    type=event.type,
                    at=first,
                    seconds=first - event.at,
                    outcome=found,
                )
            good, steps = at, steps + 1
        return None

    def _is_worse(self, outcome: Outcome | None) -> bool:
        """Later than now, or with more marks or penalties of this limit."""
        now = self.now
        if outcome is None:
            return False
        if self.output == "light":
            return outcome.light > now.light
        if outcome.state in LATE_STATES and now.state not in LATE_STATES:
            return True
        more = len(outcome.penalties) > len(now.penalties)
        return more or not set(outcome.marks) <= set(now.marks)

    def _without(self) -> tuple[Turn | None, WhyNone | None]:
        """Leave out the event that brought a penalty which hangs on no limit."""
        assert self.card is not None  # INVARIANT: only penalties are without a limit
        for number in reversed(self.card.trigger.evidence):
            outcome = self._ask(without(self.history, number), self.as_of)
            if self._is_better(outcome):
                assert outcome is not None  # INVARIANT: nothing is better than it
                event = self.history.events[number]
                turn = Turn(
                    change="removed",
                    event=number,
                    type=event.type,
                    at=None,
                    seconds=0,
                    outcome=outcome,
                )
                return turn, None
        return None, "no_difference"

    def _met_by(self, inst: Instance) -> int | None:
        """The recorded event that met the duty or used the power."""
        if inst.met_at is None or inst.verdict is None:
            return None
        types = {pattern.event for pattern in _limit_of(inst).limit.act}
        numbers = [
            number
            for number in inst.evidence
            if self.history.events[number].at == inst.met_at
            and self.history.events[number].type in types
        ]
        return numbers[-1] if numbers else None


def _bisected(hit: int, miss: int, fits: Callable[[int], bool]) -> int:
    """The instant next to one that does not fit, between it and one that does."""
    while abs(hit - miss) > 1:
        middle = (hit + miss) // 2
        if fits(middle):
            hit = middle
        else:
            miss = middle
    return hit


def _ticks(plan: Plan, history: History, start: int, end: int) -> Iterator[int]:
    """The instants at which something happens by itself, the event left away."""
    run = Run(plan, history)
    run.advance(start)
    for _ in range(2 * MOST_INSTANTS):
        at = next_instant(run, run.now)
        if at is None or at >= end:
            return
        yield at
        run.advance(at)


def _worst_lit(run: Run) -> Instance | None:
    """The first limit that has shown the worst light."""
    worst = max((run.peak, *(one.peak for one in run.applications)))
    for inst in run.instances:
        limit = _limit_of(inst)
        for bound in dict.fromkeys((*inst.marks, *limit.marks)):
            if bound.effects.light == worst and bound.mark.id in inst.fired:
                return inst if worst else None
    return None


def _limit_of(inst: Instance) -> BoundLimit:
    limit = inst.body.limit
    assert limit is not None  # INVARIANT: instances are of limits
    return limit


def _acts(plan: Plan, inst: Instance) -> Iterator[tuple[str, dict[str, object]]]:
    """Events that would meet a limit, with the least they have to say."""
    patterns: tuple[Pattern, ...] = _limit_of(inst).limit.act
    for pattern in dict.fromkeys(patterns):
        payload = fitting_payload(pattern)
        if payload is None or "." in pattern.event:
            continue
        table = plan.types.get(pattern.event)
        if table is None:
            continue
        if inst.unit is not None:
            payload = {table.unit_key: inst.unit, **payload}
        yield pattern.event, payload
