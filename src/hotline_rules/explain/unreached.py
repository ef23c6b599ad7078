"""Why a mark of a limit brought nothing: met before, still ahead, or not fulfilled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hotline_rules.evaluate.penalties import name_of
from hotline_rules.evaluate.run import Run
from hotline_rules.evaluate.state import Occurrence
from hotline_rules.explain.asking import Asking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.evaluate.plan import BoundMark
    from hotline_rules.evaluate.state import Instance
    from hotline_rules.explain.asking import Need
    from hotline_rules.explain.context import Context

MarkCause = Literal[
    "reached",
    "met_before",
    "ended_before",
    "paused",
    "ahead",
    "no_event",
    "condition",
    "undetermined",
    "gone",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkTrial:
    """How a mark of one limit stands.

    Attributes:
        limit: id of the limit.
        mark: its full name (``handle.red``).
        title: of the mark.
        cause: ``reached``, or why it was not. ``gone``: a change took it away.
        at: its instant, where it has one; UTC epoch seconds.
        since: when the limit was met, ended or stopped.
        need: what its condition lacked.
        events: types of events it waits for.
    """

    limit: str
    mark: str
    title: str
    cause: MarkCause
    at: int | None = None
    since: int | None = None
    need: Need | None = None
    events: tuple[str, ...] = ()


def mark_trials(
    ctx: Context, rule: str, mark: str | None = None
) -> Iterator[MarkTrial]:
    """How the marks of every limit of a rule stand, in the order of the limits.

    Args:
        ctx: of the explanation.
        rule: id of the rule.
        mark: full name of one mark; ``None`` for all.
    """
    for inst in ctx.run.instances:
        if inst.rule.id != rule:
            continue
        limit = inst.body.limit
        own = () if limit is None else limit.marks
        for bound in dict.fromkeys((*inst.marks, *own)):
            if mark is None or bound.name == mark:
                yield _trial(ctx, inst, bound)


def _trial(ctx: Context, inst: Instance, bound: BoundMark) -> MarkTrial:
    cause, at, since, need = _found(ctx, inst, bound)
    return MarkTrial(
        limit=name_of(inst.rule.id, inst.unit, inst.n),
        mark=bound.name,
        title=bound.mark.title,
        cause=cause,
        at=at,
        since=since,
        need=need,
        events=tuple(pattern.event for pattern in bound.mark.on),
    )


def _found(
    ctx: Context, inst: Instance, bound: BoundMark
) -> tuple[MarkCause, int | None, int | None, Need | None]:
    at: int | None = None
    if bound.at is not None:
        point = ctx.asked_point(bound.at, inst.trigger, inst)
        if not isinstance(point, int) and bound.mark.id not in inst.fired:
            return "undetermined", None, None, None
        at = point if isinstance(point, int) else None
    if bound.mark.id in inst.fired:
        need = _lacked(ctx, inst, bound, at)
        return ("reached" if need is None else "condition"), at, None, need
    if bound not in inst.marks:
        return "gone", at, None, None
    if inst.verdict is not None and inst.over:
        return "met_before", at, inst.met_at, None
    if inst.over:
        return "ended_before", at, inst.ended_at, None
    if inst.paused_at is not None:
        return "paused", None, inst.paused_at, None
    return ("no_event" if at is None else "ahead"), at, None, None


def _lacked(
    ctx: Context, inst: Instance, bound: BoundMark, at: int | None
) -> Need | None:
    """What the condition of a mark that was reached lacked at that time."""
    if bound.check is None or at is None:
        return None
    run = Run(ctx.plan, ctx.history)
    run.advance(at - 1)
    for one in run.instances:
        if (one.rule, one.unit, one.n) == (inst.rule, inst.unit, inst.n):
            payload = one.trigger.payload
            occ = Occurrence(at, bound.name, one.unit, payload, None, one.evidence)
            occ.limit = one
            asking = Asking(ctx.plan, ctx.in_full, run, occ, one)
            return asking.lacking(bound.mark.condition)
    return None
