"""The time of one limit: its timers, an end that moves, a clock that stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.clock import Elapsed
from hotline_rules.evaluate import lights
from hotline_rules.evaluate.choices import Notes, Undetermined
from hotline_rules.evaluate.state import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline_rules.clock import End
    from hotline_rules.evaluate.plan import BoundChange, BoundMark
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Cause, Instance
    from hotline_rules.rulebook import Value


# Timers -------------------------------------------------------------------------


def start_timers(run: Run, inst: Instance) -> None:
    """Set the timers of an instance anew; older ones are stale."""
    inst.epoch += 1
    rule, epoch, fired = inst.rule, inst.epoch, inst.fired
    order, unit = rule.order, inst.unit
    for bound in inst.marks:
        if bound.at is None or (fired and bound.mark.id in fired):
            continue
        at = bound.at(run, inst.trigger, inst, run.notes)
        if at.__class__ is int:
            if inst.bounds and bound.mark.id in inst.bounds:
                at = between(at, *inst.bounds[bound.mark.id], int)
            run.schedule(at, order, unit, "mark", inst, bound, epoch)
        elif at is not None:
            run.lacks_value(at, bound.name, bound.mark.cites)
    if rule.time_listened and inst.end is not None:
        late = inst.end.first_late
        run.schedule(late, order, unit, "late", inst, None, epoch)


def mark_instant(run: Run, inst: Instance, bound: BoundMark) -> int | None:
    """The first instant at which a mark is reached; ``None`` if that is unknown."""
    assert bound.at is not None
    at = bound.at(run, inst.trigger, inst, run.notes)
    if at.__class__ is int or at is None:
        return at
    run.lacks_value(at, bound.name, bound.mark.cites)
    return None


def between(new: Any, floor: Any, old: Any, key: Callable[[Any], int]) -> Any:
    """The later of the new point and of what a change of case leaves of the old."""
    if new is None or floor is None:
        return new
    left = floor if old is None else min(floor, old, key=key)
    return max(new, left, key=key)


# Moving ---------------------------------------------------------------------------


def keep_stage(
    inst: Instance, by: Cause, chosen: Value[Any] | None, start: int | None = None
) -> None:
    """Keep how the end stood, before it comes about anew; ``start``: where it began."""
    start = inst.start if start is None else start
    stage = Stage(
        inst.by,
        inst.body,
        inst.chosen,
        start,
        inst.base_end,
        inst.pauses,
        inst.pause_cap,
    )
    inst.stages = (*inst.stages, stage)
    inst.by, inst.chosen = by, chosen


def set_end(run: Run, inst: Instance, end: End | None, at: int) -> None:
    """Give an instance another end: a new period with its marks before it."""
    if inst.first_end is None:
        inst.first_end = inst.end
    inst.end = inst.base_end = end
    inst.bounds = {}
    run.dirty |= run.plan.whens_read_limits
    inst.pauses = ()
    inst.period += 1
    inst.fired = inst.carded = frozenset()
    lights.put_out(run, inst, at)
    if not inst.over and inst.paused_at is None:
        start_timers(run, inst)
    for child in run.children.get(inst, ()):
        follow_parent(run, child)


def with_pauses(run: Run, inst: Instance, end: End) -> End:
    """An end counted without the pauses of an instance, moved by them."""
    limit = inst.body.limit
    assert limit is not None
    return run.paused_end(limit.clock, end, limit.kind or Elapsed, inst)


def follow_parent(run: Run, child: Instance) -> None:
    """Recompute a child whose end is told by its parent's."""
    limit = child.body.limit
    if limit is None or child.over:
        return
    before, notes = child.end, Notes()
    end = limit.within(run, child.trigger, child, notes)
    if isinstance(end, Undetermined) or end == before:
        return
    take_notes(child, notes)
    child.end = child.base_end = end
    child.by, child.chosen, child.stages = None, notes.chosen, ()
    start_timers(run, child)
    for grandchild in run.children.get(child, ()):
        follow_parent(run, grandchild)


def hold(run: Run, inst: Instance, at: int, bound: BoundChange) -> None:
    """Let a clock stand still, and those of the windows told by its end."""
    inst.paused_at, inst.paused_by = at, bound
    inst.epoch += 1
    for child in run.children.get(inst, ()):
        open_ = child.end is not None and at < child.end.first_late
        if open_ and not child.over and child.paused_at is None:
            hold(run, child, at, bound)


def let_go(run: Run, inst: Instance, bound: BoundChange | None) -> None:
    """Let the windows that a pause held with their limit go on, and follow its end."""
    for child in run.children.get(inst, ()):
        if child.paused_by is bound and not child.over:
            go_on(run, child)
        follow_parent(run, child)


def go_on(run: Run, inst: Instance) -> None:
    """Let a window that was held go on, and those that its own end tells."""
    bound, inst.paused_at, inst.paused_by = inst.paused_by, None, None
    start_timers(run, inst)
    let_go(run, inst, bound)


def take_notes(inst: Instance, notes: Notes) -> None:
    """Keep by which clauses and readings an end came about."""
    if notes.cites:
        inst.cites = merged(inst.cites, notes.cites)
    if notes.readings:
        inst.readings = merged(inst.readings, notes.readings)


# Small things ----------------------------------------------------------------------


def merged(first: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Both, each once, in order."""
    return tuple(dict.fromkeys((*first, *more)))


def merged_numbers(first: tuple[int, ...], more: tuple[int, ...]) -> tuple[int, ...]:
    """Both, each once, in order."""
    return tuple(dict.fromkeys((*first, *more)))


def add_flags(inst: Instance, flags: tuple[str, ...]) -> None:
    """Add flags that it does not have."""
    inst.flags = merged(inst.flags, flags)
