"""What a search for the nearest miss finds, and how an outcome is read off a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hotline_rules.evaluate.duties import state_of

if TYPE_CHECKING:
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Instance, PenaltyState

Change = Literal["earlier", "later", "added", "removed"]
WhyNone = Literal["nothing_wrong", "no_event", "no_difference", "no_such_output"]
_IN_EFFECT = ("effective", "provisional")
LATE_STATES = ("met_late", "overdue", "lapsed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an output came to; two outcomes are compared field by field.

    Attributes:
        state: of the limit (``met``, ``overdue`` …); empty where there is none.
        marks: of the limit, those reached while it was owed, in alphabetical order.
        penalties: names of the rules and marks whose penalties for this limit are in
            effect or provisional, one for each, in alphabetical order.
        light: the worst light of the ticket, 0 none to 2 red.
        stands: whether the penalty asked about is in effect or provisional: one of its
            rule for this limit; without a limit, one for this unit at its instant, or
            at an instant that had none before and has it in its stead.
    """

    state: str
    marks: tuple[str, ...]
    penalties: tuple[str, ...]
    light: int
    stands: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An instant at which the outcome turns when one event is put there.

    Attributes:
        change: what is done with the event.
        event: its number; ``None`` for one that is added.
        type: its type.
        at: for ``earlier`` and ``added`` the last instant, included, that brings the
            other outcome: one second later it is what it was. For ``later`` the first
            instant, included, that brings it: one second earlier it is what it was.
            UTC epoch seconds; ``None`` for ``removed``.
        seconds: between ``at`` and the instant of the event; 0 for ``added`` and
            ``removed``.
        outcome: with the event there.
    """

    change: Change
    event: int | None
    type: str
    at: int | None
    seconds: int
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestMiss:
    """How near an output came to a better and to a worse outcome.

    Attributes:
        output: its id.
        limit: id of the limit that it hangs on; ``None`` for a penalty without one.
        outcome: as judged.
        better: the smallest change found that makes it better.
        worse: the smallest delay found that makes it worse; ``None`` where nothing was
            done yet, or nothing worse was found.
        why: why there is no ``better``; ``None`` where there is one. ``nothing_wrong``:
            it is on time, without penalty; ``no_event``: nothing happened, and nothing
            plain would meet it; ``no_difference``: no instant since the start of the
            limit makes a difference.
        evaluations: how often the engine was asked.
    """

    output: str
    limit: str | None
    outcome: Outcome
    better: Turn | None
    worse: Turn | None
    why: WhyNone | None
    evaluations: int


def outcome_in(
    run: Run,
    at: int,
    inst: Instance | None,
    card: PenaltyState | None,
    known: frozenset[int],
) -> Outcome:
    """What an output comes to in a run; ``known``: when such penalties were judged."""
    names = sorted(
        one.rule
        for one in run.penalties
        if one.state in _IN_EFFECT and _hangs_on(one, inst, card)
    )
    return Outcome(
        state="" if inst is None else state_of(inst, at),
        marks=() if inst is None else tuple(sorted(inst.fired)),
        penalties=tuple(names),
        light=max((run.peak, *(one.peak for one in run.applications))),
        stands=card is not None
        and any(
            one.state in _IN_EFFECT and _is_that(one, inst, card, known)
            for one in run.penalties
        ),
    )


def _is_that(
    one: PenaltyState,
    inst: Instance | None,
    card: PenaltyState,
    known: frozenset[int],
) -> bool:
    """Whether a penalty is the one asked about, in a history that may be another."""
    if one.rule != card.rule or one.unit != card.unit:
        return False
    if inst is None:
        return one.at == card.at or one.at not in known
    return inst in (one.instance, one.trigger.limit)


def _hangs_on(
    one: PenaltyState, inst: Instance | None, card: PenaltyState | None
) -> bool:
    """Whether a penalty is of this limit, or of the same rule and unit."""
    if card is not None and one.rule == card.rule and one.unit == card.unit:
        return True
    return inst is not None and inst in (one.instance, one.trigger.limit)
