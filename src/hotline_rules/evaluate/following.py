"""Limits that follow facts: a ticket is reclassified while its limit runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate import clockwork, duties, lights, opening, timing
from hotline_rules.evaluate.choices import Notes, Undetermined
from hotline_rules.evaluate.state import Cause, Move
from hotline_rules.evaluate.timing import between

if TYPE_CHECKING:
    from hotline_rules.clock import End
    from hotline_rules.evaluate.choices import Reader
    from hotline_rules.evaluate.plan import CasePlan, RulePlan
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Instance, Occurrence


def facts_changed(run: Run, changed: set[str], occ: Occurrence) -> None:
    """Let running limits follow the facts by which their case was chosen."""
    for inst in tuple(run.instances):
        if inst.over or inst.rule.by is None or inst.rule.by_name not in changed:
            continue
        value = inst.rule.by(run, inst.trigger, inst.trigger, inst)
        case = inst.rule.cases.get(value, inst.rule.otherwise)
        if case is not inst.body and inst.rule.follows != "keep":
            _change_case(run, inst, case, occ)
    waiting, run.waiting = run.waiting, []
    for plan, trigger in waiting:
        if plan.by_name not in changed:
            run.waiting.append((plan, trigger))
            continue
        _open_late(run, plan, trigger, occ)


def _change_case(
    run: Run, inst: Instance, case: CasePlan | None, occ: Occurrence
) -> None:
    inst.evidence = timing.merged_numbers(inst.evidence, occ.evidence)
    if case is None or case.limit is None:
        duties.end_instance(run, inst, "reclassified", occ)
        return
    before, told = inst.end, Notes()
    old = _points(run, inst, inst.body, inst.start, told)
    brought = _brought_by_changes(inst, told)
    inst.facts = opening.facts_of(run, inst.rule, case, inst.trigger)
    inst.cites, inst.readings = timing.merged(case.cites, ()), case.readings
    if inst.changed_by:
        # CHOICE: a granted end stands; only the clauses are those of the new kind.
        inst.body = case
        timing.add_flags(inst, ("review",))
    else:
        _recount(run, inst, case, occ, old)
    timing.take_notes(inst, brought)
    _remember_facts(inst, occ, before)


def _recount(
    run: Run, inst: Instance, case: CasePlan, occ: Occurrence, old: Points
) -> None:
    """Count the limit by another case, from its start or anew."""
    limit, notes, floor, at = case.limit, Notes(), {}, occ.at
    assert limit is not None
    how = "run_out" if _has_run_out(inst, at) else inst.rule.follows
    timing.keep_stage(inst, _cause(how, occ, old), None)
    if inst.rule.follows != "restart":
        floor = _points(run, inst, case, at, Notes())
    elif not _has_run_out(inst, at):
        inst.start, inst.pauses, old = at, (), {}
        if inst.paused_at is not None:
            inst.paused_at = at
    new = _points(run, inst, case, inst.start, notes)
    inst.chosen = new[_CHOSEN]
    if limit.plain_who is not None:
        inst.who = (limit.plain_who.role, limit.plain_who.unit)
    _take_points(run, inst, case, new, floor, old, at)
    timing.take_notes(inst, notes)


def _has_run_out(inst: Instance, at: int) -> bool:
    """Whether the limit as it was has run out: what then follows, stays."""
    end = inst.end
    return end is not None and inst.paused_at is None and at >= end.first_late


def _brought_by_changes(inst: Instance, told: Notes) -> Notes:
    """Clauses and readings that did not come with the case and its end."""
    kept, body = Notes(), inst.body
    kept.cites = tuple(c for c in inst.cites if c not in (*body.cites, *told.cites))
    kept.readings = tuple(
        r for r in inst.readings if r not in (*body.readings, *told.readings)
    )
    return kept


def _remember_facts(inst: Instance, occ: Occurrence, before: End | None) -> None:
    """Keep what a change of facts did to a limit, for explanations."""
    move = Move("", "reclassified", occ.at, None, _number(occ), before, inst.end)
    inst.moves = (*inst.moves, move)


def _cause(how: str, occ: Occurrence, old: Points) -> Cause:
    """What a change of facts is told as in the evidence of an end."""
    return Cause(how, "", occ.at, None, _number(occ), old=old.get(_CHOSEN))


def _number(occ: Occurrence) -> int | None:
    return occ.evidence[-1] if occ.evidence else None


Points = dict[str, Any]
# Beside the marks, whose names have no dot.
_DUE, _TARGET, _CHOSEN = ".due", ".target", ".chosen"


def _points(
    run: Run, inst: Instance, case: CasePlan, start: int, notes: Notes
) -> Points:
    """Every point of a case as counted from a start; the end is without pauses."""
    limit = case.limit
    assert limit is not None
    kept = (inst.start, inst.end, inst.body, inst.pauses)
    inst.start, inst.body, inst.pauses = start, case, ()
    points: Points = {_DUE: _end_of(run, inst, case, limit.within, notes)}
    points[_CHOSEN] = notes.chosen
    if limit.target is not None:
        points[_TARGET] = _end_of(run, inst, case, limit.target, notes)
    inst.end, inst.pauses = points[_DUE], kept[3]
    if inst.pauses and inst.end is not None:
        inst.end = timing.with_pauses(run, inst, inst.end)
    for bound in limit.marks:
        if bound.at is not None:
            points[bound.mark.id] = timing.mark_instant(run, inst, bound)
    inst.start, inst.end, inst.body, inst.pauses = kept
    return points


def _end_of(
    run: Run, inst: Instance, case: CasePlan, read: Reader, notes: Notes
) -> End | None:
    end = read(run, inst.trigger, inst, notes)
    if isinstance(end, Undetermined):
        run.lacks_value(end, inst.rule.id, case.cites)
        return None
    found: End | None = end
    return found


def _take_points(
    run: Run,
    inst: Instance,
    case: CasePlan,
    new: Points,
    floor: Points,
    old: Points,
    at: int,
) -> None:
    """Put an instance on the points of another case.

    ``floor`` are the points as counted from the change, ``old`` those of the case
    before; a point that the old case did not have is empty there.

    Source: T19 (docs/engine.md, "Reclassification"): the new kind counts from the old
    start; a shorter limit is not retroactive, but never gives more time than the old
    one did. What was reached under the old kind stays reached, for the kind at the
    threshold decides.
    """
    limit = case.limit
    assert limit is not None
    inst.body = case
    inst.marks = limit.marks
    if not _has_run_out(inst, at):
        inst.base_end = between(new[_DUE], floor.get(_DUE), old.get(_DUE), _first_late)
        inst.end = inst.base_end
        if inst.pauses and inst.end is not None:
            inst.end = timing.with_pauses(run, inst, inst.end)
        soft = between(
            new.get(_TARGET), floor.get(_TARGET), old.get(_TARGET), _first_late
        )
        inst.soft_end = None if soft is None else soft.at
        inst.bounds = {
            name: (point, old.get(name))
            for name, point in floor.items()
            if name not in (_DUE, _TARGET, _CHOSEN) and point is not None
        }
        _forget_marks_ahead(run, inst, new, at)
    if inst.paused_at is None:
        timing.start_timers(run, inst)
    for child in run.children.get(inst, ()):
        timing.follow_parent(run, child)


def _forget_marks_ahead(run: Run, inst: Instance, new: Points, at: int) -> None:
    """Marks that lie ahead again count as not reached; cards once earned stay.

    A mark that has brought its penalty brings its light again, but no second penalty.
    """
    reached = []
    for bound in inst.marks:
        name = bound.mark.id
        if name not in inst.fired:
            continue
        floor, old = inst.bounds.get(name, (None, None))
        point = between(new.get(name), floor, old, int)
        if point is None or point <= at:
            reached.append((point or at, bound))
        elif bound.effects.penalty is not None:
            inst.carded = inst.carded | {bound.name}
    inst.fired = frozenset(bound.mark.id for _, bound in reached)
    lit = [
        (point, bound)
        for point, bound in reached
        if isinstance(bound.effects.light, int)
    ]
    if not lit:
        lights.put_out(run, inst, at)
        return
    _, last = max(lit, key=lambda pair: pair[0])
    if isinstance(last.effects.light, int) and inst.light != last.effects.light:
        inst.light, inst.light_cites = last.effects.light, last.mark.cites
        lights.raise_peak(run, inst.light, clockwork.protection(inst))
        lights.show(run, inst, at)


def _first_late(end: End) -> int:
    return end.first_late


def _open_late(run: Run, plan: RulePlan, trigger: Occurrence, occ: Occurrence) -> None:
    """Open a limit whose case was not known at its trigger.

    CHOICE: the start stays the trigger, but no point is earlier than if counted from
    the instant at which the case became known (T19: not retroactive for the unit).
    """
    for entry in [e for e in run.missing.values() if e.name == plan.by_name]:
        if plan.id in entry.rules:
            entry.rules.remove(plan.id)
        if not entry.rules:
            del run.missing[(entry.sort, entry.name)]
    case = opening.judge(run, plan, trigger)
    if case is None:
        return
    opening.apply(run, plan, case, trigger)
    inst = run.latest.get((plan.id, trigger.unit))
    if inst is None or inst.trigger is not trigger or case.limit is None or inst.over:
        return
    inst.evidence = timing.merged_numbers(inst.evidence, occ.evidence)
    timing.add_flags(inst, ("review",))
    before = inst.end
    new = _points(run, inst, case, inst.start, Notes())
    floor = _points(run, inst, case, occ.at, Notes())
    timing.keep_stage(inst, _cause("late_known", occ, {}), new[_CHOSEN])
    inst.end = None  # it has not run before, so nothing of it can have run out
    _take_points(run, inst, case, new, floor, {}, occ.at)
    _remember_facts(inst, occ, before)
