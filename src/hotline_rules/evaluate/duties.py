"""Duties and powers: opening, meeting and ending their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate import clockwork, lights, timing
from hotline_rules.evaluate.choices import Notes, Undetermined
from hotline_rules.evaluate.state import Instance, Occurrence

if TYPE_CHECKING:
    from hotline_rules.clock import End
    from hotline_rules.evaluate.plan import (
        BoundLimit,
        CasePlan,
        RulePlan,
        TypePlan,
    )
    from hotline_rules.evaluate.run import Run
    from hotline_rules.rulebook import Pattern


# Opening ------------------------------------------------------------------------


def open_limit(
    run: Run,
    plan: RulePlan,
    case: CasePlan,
    occ: Occurrence,
    flags: tuple[str, ...],
    facts: tuple[tuple[str, Any], ...],
) -> Instance | None:
    """Open the limit of a rule, unless a running one of its key stays."""
    limit = case.limit
    assert limit is not None
    about = (plan.id, occ.unit)
    key = about if limit.per_unit else (plan.id, _key(run, limit, occ))
    before = run.by_key.get(key)
    if before is not None:
        if limit.first_only or (not before.over and not limit.replaces):
            return None
        if not before.over:
            end_instance(run, before, "superseded", occ)
    number = run.numbers.get(about, 0) + 1
    inst = Instance(plan, case, occ, number, flags, facts)
    if not _set_ends(run, inst, limit):
        return None
    run.numbers[about] = number
    run.by_key[key] = run.latest[about] = inst
    run.instances.append(inst)
    run.awake |= plan.bit
    run.dirty |= run.plan.whens_read_limits
    run.live.setdefault(plan.id, []).append(inst)
    if occ.application is not None:
        occ.application.outcomes.append(inst)
    inst.marks = limit.marks
    timing.start_timers(run, inst)
    if inst.parent is not None and limit.follows_parent:
        _join_parent(run, inst, inst.parent)
    if plan.heard:
        tell(run, inst, "opened", occ)
    if occ.type in plan.acts:
        _meet_at_once(run, inst, limit, occ)
    return inst


def _join_parent(run: Run, inst: Instance, parent: Instance) -> None:
    """Follow the end of a parent from now on, and stand still while it does."""
    run.children[parent] = (*run.children.get(parent, ()), inst)
    if parent.paused_at is not None and parent.paused_by is not None:
        timing.hold(run, inst, inst.start, parent.paused_by)


def _key(run: Run, limit: BoundLimit, occ: Occurrence) -> object:
    """What a limit is opened once for, where it is not for a unit."""
    parts: list[object] = []
    for key in limit.keys:
        if key == "unit":
            parts.append(occ.unit)
        elif key in ("event", "act"):
            parts.append(occ.seq)
        elif key != "ticket":
            value = key(run, occ, occ, None)
            parts.append(tuple(value) if isinstance(value, list) else value)
    return tuple(parts)


def _set_ends(run: Run, inst: Instance, limit: BoundLimit) -> bool:
    """Compute who and by when; false when something needed is missing."""
    notes = run.notes
    notes.cites = notes.readings = ()
    trigger = inst.trigger
    who = limit.plain_who
    if who is None:
        who = limit.who(run, trigger, inst, notes)
    notes.ask_anew()
    end = limit.within(run, trigger, inst, notes)
    inst.chosen = notes.chosen
    for value in (who, end):
        if value.__class__ is Undetermined:
            run.lacks_value(value, inst.rule.id, inst.cites)
            return False
    if end is not None and (limit.at_least or limit.at_most):
        end = _bounded(run, inst, limit, end, notes)
    inst.who = (who.role, who.unit)
    inst.base_end = inst.end = end
    if limit.target is not None:
        soft = limit.target(run, trigger, inst, notes)
        if soft is not None and not isinstance(soft, Undetermined):
            inst.soft_end = soft.at
    timing.take_notes(inst, notes)
    return True


def _bounded(
    run: Run, inst: Instance, limit: BoundLimit, end: End, notes: Notes
) -> End:
    """Put an end outside its bounds at the bound, for a person to look at."""
    told = limit.limit
    for bound, value, lower in (
        (limit.at_least, told.at_least, True),
        (limit.at_most, told.at_most, False),
    ):
        if bound is None:
            continue
        notes.ask_anew()
        edge = bound(run, inst.trigger, inst, notes)
        if edge is None or isinstance(edge, Undetermined):
            continue
        outside = (
            end.first_late < edge.first_late
            if lower
            else end.first_late > edge.first_late
        )
        if outside:
            end, inst.chosen = edge, notes.chosen or value
            timing.add_flags(inst, ("review",))
    return end


def _meet_at_once(run: Run, inst: Instance, limit: BoundLimit, occ: Occurrence) -> None:
    """The event that opens a duty and fits it meets it: so a form is checked."""
    for plan, pattern, check in run.types[occ.type].meets:
        if (
            plan is inst.rule
            and (plan.uniform or pattern in limit.limit.act)
            and (check is None or check(run, occ, occ, inst) is True)
        ):
            meet(run, inst, occ, pattern)


# Meeting and ending ----------------------------------------------------------------


def meet_all(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """Meet the duties and use the powers that an event fits."""
    for plan, pattern, check in table.meets:
        if not plan.wakes_meeting & run.awake:
            continue
        concerned = False
        for inst in tuple(run.live.get(plan.id, ())):
            if not concerns(run, occ, inst, any_unit=pattern.any_unit):
                continue
            limit = inst.body.limit
            assert limit is not None
            if not plan.uniform and pattern not in limit.limit.act:
                continue
            if check is None or check(run, inst.trigger, occ, inst) is True:
                concerned = True
                meet(run, inst, occ, pattern)
        right = None if concerned else plan.heard.get("used_without_right")
        if right is not None and (check is None or check(run, occ, occ, None) is True):
            run.emit(right, occ)


def concerns(
    run: Run, occ: Occurrence, inst: Instance, *, any_unit: bool = False
) -> bool:
    """Whether an event concerns an instance: the two name nothing different.

    With ``any_unit`` they may name different units.
    """
    named = occ.named_unit
    if (
        not any_unit
        and named is not None
        and inst.unit is not None
        and named != inst.unit
        and not (inst.rule.same_clock and _outer_unit(run, named) == inst.unit)
    ):
        return False
    if occ.limit is not None and not _same_line(occ.limit, inst):
        return False
    payload = occ.payload
    if "card" in payload or "item" in payload or run.plan.subject == "knowledge_item":
        return _same_thing(payload, inst.trigger.payload)
    return True


def _outer_unit(run: Run, unit: str) -> str:
    """The unit whose clock an inner unit's acts count on."""
    seen = {unit}
    while unit in run.inner_units:
        unit = run.inner_units[unit]
        if unit in seen:
            break
        seen.add(unit)
    return unit


def _same_line(other: Instance, inst: Instance) -> bool:
    """Whether two instances do not descend from different ones of one rule."""
    for younger, elder in ((inst, other), (other, inst)):
        parent: Instance | None = younger
        while parent is not None:
            if parent.rule is elder.rule:
                return parent is elder
            parent = parent.parent
    return True


def _same_thing(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two payloads do not name different items or cards."""
    for key in ("item", "version", "card"):
        left, right = one.get(key), other.get(key)
        if left is not None and right is not None and left != right:
            return False
    return True


def meet(run: Run, inst: Instance, occ: Occurrence, pattern: Pattern) -> None:
    """Meet a duty, or use a power, with one event."""
    limit = inst.body.limit
    assert limit is not None
    if inst.over:
        return
    if limit.limit.all_of:
        inst.done = inst.done | {limit.limit.act.index(pattern)}
        inst.evidence = (*inst.evidence, *occ.evidence)
        if len(inst.done) < len(limit.limit.act):
            return
    end = inst.end
    at = occ.at if inst.paused_at is None else inst.paused_at
    late = end is not None and at >= end.at + end.inclusive
    if occ is not inst.trigger and not limit.limit.all_of:
        inst.evidence = (*inst.evidence, *occ.evidence)
    if limit.duty:
        inst.verdict = "met_late" if late else "met"
        inst.met_at, inst.met_by = occ.at, end
        close(run, inst, occ.at)
        if inst.rule.heard:
            tell(run, inst, inst.verdict, occ)
            tell(run, inst, "over", occ)
        return
    if inst.verdict is None:
        inst.verdict = "met_late" if late else "met"
        inst.met_at, inst.met_by = occ.at, end
    tell(run, inst, "used_late" if late else "used", occ)


def tell(run: Run, inst: Instance, word: str, occ: Occurrence) -> None:
    """Put the event of a limit on the agenda, if anything listens to it."""
    name = inst.rule.heard.get(word)
    if name is not None:
        run.emit(name, occ, inst)


def end_all(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """End without blame the limits that an event ends."""
    for plan, reason, any_unit, check in table.ends:
        for inst in tuple(run.live.get(plan.id, ())):
            if concerns(run, occ, inst, any_unit=any_unit) and (
                check is None or check(run, inst.trigger, occ, inst) is True
            ):
                end_instance(run, inst, reason, occ)


def end_instance(run: Run, inst: Instance, reason: str, occ: Occurrence) -> None:
    """End an instance without blame, for a reason."""
    if inst.over:
        return
    inst.evidence = timing.merged_numbers(inst.evidence, occ.evidence)
    at = occ.at if inst.paused_at is None else inst.paused_at
    if inst.verdict is None and not _lapsed(inst, at):
        inst.end_reason = reason
    close(run, inst, occ.at)
    tell(run, inst, "ended", occ)
    tell(run, inst, "over", occ)


def _lapsed(inst: Instance, at: int) -> bool:
    """A power that ran out unused stays lapsed, whatever ends its limit later."""
    limit = inst.body.limit
    return (
        limit is not None
        and not limit.duty
        and inst.end is not None
        and at >= inst.end.first_late
    )


def close(run: Run, inst: Instance, at: int) -> None:
    """Nothing more is owed: take it off the clock and put its light out."""
    inst.over = True
    run.dirty |= run.plan.whens_read_limits
    inst.ended_at = at
    inst.epoch += 1
    run.live[inst.rule.id].remove(inst)
    lights.put_out(run, inst, at)
    for child in () if inst.paused_by is None else run.children.get(inst, ()):
        # What this end was to tell goes on, unless the same event ends it as well.
        if child.paused_by is inst.paused_by and not child.over:
            order = child.rule.order
            run.schedule(at, order, child.unit, "go", child, None, child.epoch)


def marks_on(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """Reach the marks that wait for an event while the duty is unmet."""
    for plan, bound, check in table.marks_on:
        for inst in tuple(run.live.get(plan.id, ())):
            if (
                bound in inst.marks
                and bound.mark.id not in inst.fired
                and inst.trigger is not occ
                and concerns(run, occ, inst)
                and (check is None or check(run, inst.trigger, occ, inst) is True)
            ):
                clockwork.reach_mark(run, inst, bound, occ.at, occ)


def state_of(inst: Instance, at: int) -> str:
    """The state (docs/results.md) at an instant not before the last change."""
    if inst.verdict is not None:
        return inst.verdict
    if inst.end_reason is not None:
        return "ended"
    if inst.paused_at is not None:
        return "paused"
    limit = inst.body.limit
    assert limit is not None
    if inst.end is None or at < inst.end.first_late:
        return "running"
    return "overdue" if limit.duty else "lapsed"
