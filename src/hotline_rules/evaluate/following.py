"""Limits that follow facts: a ticket is reclassified while its limit runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate import duties, lights
from hotline_rules.evaluate.choices import Notes, Undetermined
from hotline_rules.evaluate.state import Move

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline_rules.clock import End
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
    inst.evidence = duties.merged_numbers(inst.evidence, occ.evidence)
    if case is None or case.limit is None:
        duties.end_instance(run, inst, "reclassified", occ)
        return
    old = _points(run, inst, inst.body, inst.start)
    inst.facts = run.facts_of(inst.rule, case, inst.trigger)
    inst.cites, inst.readings = duties.merged(case.cites, ()), case.readings
    before = inst.end
    if inst.changed_by:
        # CHOICE: a granted end stands; only the clauses are those of the new kind.
        inst.body = case
        duties.add_flags(inst, ("review",))
    elif inst.rule.follows == "restart":
        inst.start = occ.at
        new = _points(run, inst, case, occ.at)
        _take_points(run, inst, case, new, {}, {}, occ.at)
    else:
        new = _points(run, inst, case, inst.start)
        floor = _points(run, inst, case, occ.at)
        _take_points(run, inst, case, new, floor, old, occ.at)
    _remember_facts(inst, occ, before)


def _remember_facts(inst: Instance, occ: Occurrence, before: End | None) -> None:
    """Keep what a change of facts did to a limit, for explanations."""
    number = occ.evidence[-1] if occ.evidence else None
    move = Move("", "reclassified", occ.at, None, number, before, inst.end)
    inst.moves = (*inst.moves, move)


Points = dict[str, Any]


def _points(run: Run, inst: Instance, case: CasePlan, start: int) -> Points:
    """Every point of a case as counted from a start; ``due`` is an End."""
    limit = case.limit
    assert limit is not None
    kept = (inst.start, inst.end, inst.body, inst.readings)
    inst.start, inst.body = start, case
    points: Points = {}
    if inst.end is None or not inst.changed_by:
        end = limit.within(run, inst.trigger, inst, Notes())
        inst.end = None if isinstance(end, Undetermined) else end
    points["due"] = inst.end
    for bound in limit.marks:
        if bound.at is not None:
            points[bound.mark.id] = duties.mark_instant(run, inst, bound)
    inst.start, inst.end, inst.body, inst.readings = kept
    return points


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

    Source: T19 with decision 17: the new kind counts from the old start; a shorter
    limit is not retroactive, but never gives more time than the old one did.
    """
    limit = case.limit
    assert limit is not None
    inst.body = case
    inst.marks = limit.marks
    inst.end = inst.base_end = _between(
        new["due"], floor.get("due"), old.get("due"), _first_late
    )
    lights.put_out(run, inst, at)
    inst.epoch += 1
    rule, unit, epoch = inst.rule, inst.unit, inst.epoch
    for bound in limit.marks:
        name = bound.mark.id
        point = _between(new.get(name), floor.get(name), old.get(name), int)
        if point is not None and name not in inst.fired:
            run.schedule(point, rule.order, unit, "mark", inst, bound, epoch)
    if rule.time_listened and inst.end is not None:
        late = inst.end.first_late
        run.schedule(late, rule.order, unit, "late", inst, None, epoch)
    for child in inst.children:
        duties.follow_parent(run, child)


def _first_late(end: End) -> int:
    return end.first_late


def _between(new: Any, floor: Any, old: Any, key: Callable[[Any], int]) -> Any:
    """The later of the new point and of what the change leaves of the old one."""
    if new is None or floor is None:
        return new
    left = floor if old is None else min(floor, old, key=key)
    return max(new, left, key=key)


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
    case = run.judge(plan, trigger)
    if case is None:
        return
    run.apply(plan, case, trigger)
    inst = run.latest.get((plan.id, trigger.unit))
    if inst is None or inst.trigger is not trigger or case.limit is None or inst.over:
        return
    inst.evidence = duties.merged_numbers(inst.evidence, occ.evidence)
    duties.add_flags(inst, ("review",))
    before = inst.end
    new = _points(run, inst, case, inst.start)
    floor = _points(run, inst, case, occ.at)
    _take_points(run, inst, case, new, floor, {}, occ.at)
    _remember_facts(inst, occ, before)
