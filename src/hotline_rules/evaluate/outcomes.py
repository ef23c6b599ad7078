"""What follows: penalties, statuses, lights and rungs, and how they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.evaluate import ladders, lights, penalties
from hotline_rules.evaluate.penalties import Facts, Said
from hotline_rules.evaluate.state import (
    Instance,
    Interval,
    Occurrence,
    PenaltyState,
)
from hotline_rules.evaluate.unknowns import unknown_facts
from hotline_rules.evaluate.waking import OUTCOMES

if TYPE_CHECKING:
    from hotline_rules.evaluate.plan import (
        BoundEffects,
        BoundMark,
        CasePlan,
        TypePlan,
    )
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Application


def take_effect(
    run: Run,
    effects: BoundEffects,
    occ: Occurrence,
    *,
    cites: tuple[str, ...],
    readings: tuple[str, ...],
    flags: tuple[str, ...],
    facts: Facts,
    instance: Instance | None,
) -> None:
    """Let the effects of a rule (no instance) or of a mark take place."""
    said = Said(cites, readings, flags, facts)
    if effects.status is not None:
        _enter_status(run, effects, occ, said)
    if instance is None and isinstance(effects.light, int):
        lights.add_light(run, effects, occ, effects.light, cites)
    if effects.rung is not None:
        _reach_rung(run, effects, occ, said)
    if effects.penalty is not None:
        penalties.impose(run, effects.penalty, occ, said, instance)


# Statuses and rungs ---------------------------------------------------------------


def _enter_status(run: Run, effects: BoundEffects, occ: Occurrence, said: Said) -> None:
    status = effects.status
    assert status is not None
    unit = occ.unit if effects.status_of_unit else None
    for one in run.standing:
        same = one.name == status.status and one.unit == unit and not one.step
        # LAW: another kind of a status stands beside the first: what is both
        # repeated and inherited is owed what either brings.
        kind = status.kind is None or status.kind == one.kind
        if same and kind:
            return
    interval = _interval(run, effects.name, status.status, occ, said)
    interval.kind, interval.unit = status.kind, unit
    run.intervals.append(interval)
    run.standing.append(interval)
    run.awake |= OUTCOMES | run.plan.bits.statuses.get(status.status, 0)
    run.dirty = True
    _emit_status(run, interval, "begins", occ)


def _emit_status(run: Run, one: Interval, word: str, occ: Occurrence) -> None:
    name = f"{one.name}.{word}"
    if name not in run.types:
        return
    payload = dict(occ.payload)
    if one.kind is not None:
        payload["kind"] = one.kind
    caused = Occurrence(
        run.now, name, one.unit or occ.unit, payload, None, one.evidence
    )
    caused.limit = occ.limit
    caused.application = occ.application
    run.agenda.append(caused)


def _reach_rung(run: Run, effects: BoundEffects, occ: Occurrence, said: Said) -> None:
    assert effects.rung is not None
    ladder, step = effects.rung
    for one in run.standing:
        if one.name == ladder and one.step == step and one.unit == occ.unit:
            return
    interval = _interval(run, effects.name, ladder, occ, said)
    interval.unit, interval.step = occ.unit, step
    run.intervals.append(interval)
    run.standing.append(interval)
    run.awake |= OUTCOMES
    run.dirty = True
    ladders.leave_lower_rungs(run, interval, occ)
    ladders.join(run, interval, effects.rung_ladders, occ, None, None)


def _interval(run: Run, key: str, name: str, occ: Occurrence, said: Said) -> Interval:
    application = occ.application
    flags = set(said.flags)
    if application is not None:
        flags.add("provisional")
    interval = Interval(
        name=name,
        kind=None,
        unit=None,
        since=run.now,
        since_seq=occ.seq or run.seq,
        rule=key,
        until=None,
        until_seq=None,
        cites=said.cites,
        readings=said.readings,
        evidence=occ.evidence,
        flags=flags,
        key=key,
        trigger=occ,
        application=application,
        facts=said.facts,
    )
    if application is not None:
        application.outcomes.append(interval)
    return interval


def end_interval(run: Run, one: Interval, occ: Occurrence) -> None:
    """End a status or leave a rung."""
    if one.until is not None:
        return
    one.until, one.until_seq = run.now, run.seq
    run.standing.remove(one)
    run.dirty = True
    one.evidence = tuple(dict.fromkeys((*one.evidence, *occ.evidence)))
    if not one.step:
        _emit_status(run, one, "ends", occ)


# Leaving, voiding, confirming -------------------------------------------------------


def leave(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """Stage 4: end what this event ends, and void the penalties it undoes."""
    for sort, key, check in table.leaves:
        if check is not None and check(run, occ, occ, None) is not True:
            continue
        if sort == "light":
            lights.leave_lights(run, key, occ)
        elif sort == "penalty":
            for state in run.penalties:
                if state.rule == key and penalties.concerns(run, state, occ):
                    penalties.void_penalty(run, state, occ)
        else:
            for one in tuple(run.standing):
                if (
                    one.key == key
                    and bool(one.step) is (sort == "rung")
                    and lights.same_unit(one.unit, occ)
                ):
                    end_interval(run, one, occ)


def void(run: Run, application: Application, occ: Occurrence) -> None:
    """A grant: everything provisional under the application falls."""
    for outcome in application.outcomes:
        if isinstance(outcome, PenaltyState):
            penalties.void_penalty(run, outcome, occ)
        elif isinstance(outcome, Interval):
            end_interval(run, outcome, occ)
            outcome.flags.discard("provisional")
        elif isinstance(outcome, Instance):
            _void_instance(run, outcome)
        elif outcome in run.light_sources:
            run.light_sources.remove(outcome)
            lights.relight(run, run.now)
    application.outcomes = []


def _void_instance(run: Run, inst: Instance) -> None:
    inst.application = None
    if inst.over:
        return
    inst.over = True
    inst.verdict = None
    inst.end_reason = "voided"
    inst.ended_at = run.now
    inst.epoch += 1
    run.live[inst.rule.id].remove(inst)
    lights.put_out(run, inst, run.now)


def confirm(run: Run, application: Application) -> None:
    """A refusal: what was provisional stands, penalties with their own instant."""
    for outcome in application.outcomes:
        if isinstance(outcome, PenaltyState):
            if outcome.state == "provisional":
                outcome.application = None
                outcome.flags.discard("provisional")
                penalties.become_effective(run, outcome, outcome.trigger)
        elif isinstance(outcome, Interval):
            outcome.application = None
            outcome.flags.discard("provisional")
        else:
            outcome.application = None
    lights.raise_peak(run, application.peak, None)
    application.outcomes = []


# Reasons ------------------------------------------------------------------------------


def with_look_backs(run: Run, case: CasePlan, occ: Occurrence) -> tuple[int, ...]:
    """The evidence of a trigger and of the look-backs of its condition."""
    numbers: set[int] = set()
    for found in case.looks_back:
        for past in found(run, occ, None):
            numbers.update(past.evidence)
    return tuple(dict.fromkeys((*sorted(numbers), *occ.evidence)))


def undecided_mark(run: Run, bound: BoundMark, occ: Occurrence, inst: Instance) -> None:
    """Note the facts that a mark's condition lacked."""
    condition = bound.mark.condition
    for name in unknown_facts(condition, run.plan.binder, run, occ, occ, inst):
        run.lacks("fact", name, bound.name, bound.mark.cites)
