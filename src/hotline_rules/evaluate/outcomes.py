"""What follows: penalties, statuses, lights and rungs, and how they end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate import ladders
from hotline_rules.evaluate.choices import Notes, Undetermined
from hotline_rules.evaluate.state import (
    Instance,
    Interval,
    LightSource,
    Occurrence,
    PenaltyState,
)
from hotline_rules.evaluate.unknowns import events_used, unknown_facts

if TYPE_CHECKING:
    from hotline_rules.evaluate.plan import (
        BoundEffects,
        BoundMark,
        BoundPenalty,
        CasePlan,
        TypePlan,
    )
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Application, Check

_CARD = "_card"
Facts = tuple[tuple[str, Any], ...]


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
    said = _Said(cites, readings, flags, facts)
    if effects.status is not None:
        _enter_status(run, effects, occ, said)
    if instance is None and isinstance(effects.light, int):
        _add_light(run, effects, occ, effects.light, cites)
    if effects.rung is not None:
        _reach_rung(run, effects, occ, said)
    if effects.penalty is not None:
        _impose(run, effects.penalty, occ, said, instance)


class _Said:
    """By which clauses, readings, flags and facts something follows."""

    __slots__ = ("cites", "facts", "flags", "readings")

    def __init__(
        self,
        cites: tuple[str, ...],
        readings: tuple[str, ...],
        flags: tuple[str, ...],
        facts: Facts,
    ) -> None:
        self.cites = cites
        self.readings = readings
        self.flags = flags
        self.facts = facts


# Statuses and rungs ---------------------------------------------------------------


def _enter_status(
    run: Run, effects: BoundEffects, occ: Occurrence, said: _Said
) -> None:
    status = effects.status
    assert status is not None
    unit = occ.unit if effects.status_of_unit else None
    for one in run.intervals:
        same = one.name == status.status and one.unit == unit and not one.step
        if same and one.until is None:
            return
    interval = _interval(run, effects.name, status.status, occ, said)
    interval.kind, interval.unit = status.kind, unit
    run.intervals.append(interval)
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


def _reach_rung(run: Run, effects: BoundEffects, occ: Occurrence, said: _Said) -> None:
    assert effects.rung is not None
    ladder, step = effects.rung
    for one in run.intervals:
        same = one.name == ladder and one.step == step and one.unit == occ.unit
        if same and one.until is None:
            return
    interval = _interval(run, effects.name, ladder, occ, said)
    interval.unit, interval.step = occ.unit, step
    run.intervals.append(interval)
    run.dirty = True
    ladders.leave_lower_rungs(run, interval, occ)
    ladders.join(run, interval, effects.rung_ladders, occ, None, None)


def _interval(run: Run, key: str, name: str, occ: Occurrence, said: _Said) -> Interval:
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
    run.dirty = True
    one.evidence = tuple(dict.fromkeys((*one.evidence, *occ.evidence)))
    if not one.step:
        _emit_status(run, one, "ends", occ)


# Lights ---------------------------------------------------------------------------


def _add_light(
    run: Run,
    effects: BoundEffects,
    occ: Occurrence,
    colour: int,
    cites: tuple[str, ...],
) -> None:
    source = LightSource(colour, cites, effects.name, occ.unit, occ.application)
    for one in run.light_sources:
        if one.key == source.key and one.unit == source.unit:
            return
    run.light_sources.append(source)
    if occ.application is not None:
        occ.application.outcomes.append(source)
    _relight(run, run.now)


def show(run: Run, inst: Instance, at: int) -> None:
    """Show the light of an instance."""
    if inst not in run.lit:
        run.lit.append(inst)
    _relight(run, at)


def put_out(run: Run, inst: Instance, at: int) -> None:
    """Put the light of an instance out."""
    if inst.light:
        inst.light = 0
        if inst in run.lit:
            run.lit.remove(inst)
        _relight(run, at)


def _relight(run: Run, at: int) -> None:
    """The ticket shows the worst light of all."""
    worst, cites = 0, ()  # type: tuple[int, tuple[str, ...]]
    for inst in run.lit:
        if inst.light > worst:
            worst, cites = inst.light, inst.light_cites
    for source in run.light_sources:
        if source.colour > worst:
            worst, cites = source.colour, source.cites
    colour, since, _ = run.light
    if at != run.light_at:
        run.light_before, run.light_at = run.light, at
    if worst != colour:
        # Neighbouring intervals of one colour are joined: what goes out and comes on
        # again at one instant has been on all the time.
        before = run.light_before
        since = before[1] if worst == before[0] else at
    run.light = (worst, since, cites)
    run.peak = max(run.peak, worst)


# Penalties -------------------------------------------------------------------------


def _impose(
    run: Run,
    penalty: BoundPenalty,
    occ: Occurrence,
    said: _Said,
    instance: Instance | None,
) -> None:
    act = find_act(run, penalty.act, occ)
    act_seq = None if act is None else act.seq
    if instance is None:
        key = (penalty.name, *_penalty_key(run, penalty, occ, act_seq))
        if key in run.penalty_keys:
            return
        run.penalty_keys.add(key)
    number = run.numbers.get((penalty.name, occ.unit), 0) + 1
    run.numbers[(penalty.name, occ.unit)] = number
    flags, points, cites, readings = _points(run, penalty, occ, said)
    application = occ.application
    evidence = occ.evidence
    if act is not None:
        evidence = tuple(dict.fromkeys((*evidence, *act.evidence)))
    state = PenaltyState(
        id=name_of(penalty.name, occ.unit, number),
        kind=penalty.kind,
        unit=occ.unit,
        at=run.now if instance is None else occ.at,
        state="effective" if application is None else "provisional",
        points=points,
        rule=penalty.name,
        flags=flags,
        cites=cites,
        readings=readings,
        evidence=evidence,
        trigger=occ,
        act_seq=act_seq,
        instance=instance,
        period=0 if instance is None else instance.period,
        application=application,
        facts=said.facts,
        ladders=penalty.ladders,
    )
    run.penalties.append(state)
    if application is not None:
        application.outcomes.append(state)
        state.flags.add("provisional")
        return
    _become_effective(run, state, occ)


def _points(
    run: Run, penalty: BoundPenalty, occ: Occurrence, said: _Said
) -> tuple[set[str], str | None, tuple[str, ...], tuple[str, ...]]:
    """Flags, points, clauses and readings; a number not in the source is ``None``."""
    flags, notes = set(said.flags), Notes()
    points = None
    if penalty.points is not None:
        value = penalty.points(run, occ, None, notes)
        if isinstance(value, Undetermined):
            flags.add("missing_parameter")
            run.lacks_value(value, penalty.name, said.cites)
        else:
            points = str(value)
    cites = tuple(dict.fromkeys((*said.cites, *notes.cites)))
    return flags, points, cites, (*said.readings, *notes.readings)


def _penalty_key(
    run: Run, penalty: BoundPenalty, occ: Occurrence, act_seq: int | None
) -> tuple[object, ...]:
    parts: list[object] = []
    for key in penalty.one_per or ("event",):
        if key == "unit":
            parts.append(occ.unit)
        elif key == "event":
            parts.append(occ.seq)
        elif key == "act":
            parts.append(act_seq if act_seq is not None else -occ.seq)
        elif key != "ticket":
            value = key(run, occ, occ, None)
            parts.append(tuple(value) if isinstance(value, list) else value)
    return tuple(parts)


def name_of(name: str, unit: str | None, number: int) -> str:
    """The id of the contract: ``rule:unit:n``, without a unit ``rule:n``."""
    return f"{name}:{number}" if unit is None else f"{name}:{unit}:{number}"


def find_act(
    run: Run, patterns: tuple[tuple[str, Check | None], ...], occ: Occurrence
) -> Occurrence | None:
    """The act that a consequence is about: the trigger, the named one, the last one."""
    if not patterns:
        return occ
    fitting: list[Occurrence] = []
    for event, check in patterns:
        if event == occ.type and (check is None or check(run, occ, occ, None)):
            return occ
        for past in run.log.get(event, ()):
            if check is None or check(run, occ, past, None):
                fitting.append(past)
    wanted = occ.payload.get("act_id")
    if wanted is not None:
        named = [one for one in fitting if _is_named(run, one, wanted)]
        if named:
            return named[-1]
    same = [one for one in fitting if one.unit == occ.unit]
    return max(same, key=lambda one: one.seq, default=None)


def _is_named(run: Run, one: Occurrence, wanted: object) -> bool:
    if one.number is None:
        return False
    event = run.history.events[one.number]
    if event.id is not None:
        return event.id == wanted
    return str(run.history.position(event)) == str(wanted)


def _become_effective(run: Run, state: PenaltyState, occ: Occurrence) -> None:
    state.state = "effective"
    inst = state.instance
    ladders.join(run, state, state.ladders, occ, inst, state.act_seq)
    if state.state == "effective":
        emit_card(run, state, "card.issued")


def emit_card(run: Run, state: PenaltyState, name: str) -> None:
    """Tell the rules that listen what became of a card."""
    if not state.kind.endswith(_CARD) or name not in run.types:
        return
    payload = {
        **state.trigger.payload,
        "colour": state.kind.removesuffix(_CARD),
        "rule": state.rule,
        "card": state.id,
    }
    if state.unit is not None:
        payload["unit"] = state.unit
    occ = Occurrence(run.now, name, state.unit, payload, None, state.evidence)
    occ.limit = state.instance
    run.agenda.append(occ)


def void_penalty(run: Run, state: PenaltyState, occ: Occurrence) -> None:
    """Undo a penalty; what it absorbed revives."""
    if state.state == "voided":
        return
    issued = state.state != "provisional"
    state.state = "voided"
    state.flags.discard("provisional")
    state.flags.discard("absorbed")
    state.evidence = tuple(dict.fromkeys((*state.evidence, *occ.evidence)))
    ladders.settle_all(run, state)
    if issued:
        emit_card(run, state, "card.voided")


# Leaving, voiding, confirming -------------------------------------------------------


def leave(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """Stage 4: end the statuses, lights and rungs, and void the penalties, that
    this event ends.
    """
    for sort, key, check in table.leaves:
        if check is not None and check(run, occ, occ, None) is not True:
            continue
        if sort == "light":
            _leave_lights(run, key, occ)
        elif sort == "penalty":
            for state in run.penalties:
                if state.rule == key and _same_unit(state.unit, occ):
                    void_penalty(run, state, occ)
        else:
            for one in run.intervals:
                if one.key == key and bool(one.step) is (sort == "rung"):
                    if one.until is None and _same_unit(one.unit, occ):
                        end_interval(run, one, occ)


def _leave_lights(run: Run, key: str, occ: Occurrence) -> None:
    kept = [
        one
        for one in run.light_sources
        if one.key != key or not _same_unit(one.unit, occ)
    ]
    if len(kept) < len(run.light_sources):
        run.light_sources = kept
        _relight(run, occ.at)


def _same_unit(unit: str | None, occ: Occurrence) -> bool:
    return unit is None or occ.named_unit is None or occ.named_unit == unit


def void(run: Run, application: Application) -> None:
    """A grant: everything provisional under the application falls."""
    occ = run.granted or application.asked
    for outcome in application.outcomes:
        if isinstance(outcome, PenaltyState):
            void_penalty(run, outcome, occ)
        elif isinstance(outcome, Interval):
            end_interval(run, outcome, occ)
            outcome.flags.discard("provisional")
        elif isinstance(outcome, Instance):
            _void_instance(run, outcome)
        elif outcome in run.light_sources:
            run.light_sources.remove(outcome)
            _relight(run, run.now)
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
    live = run.live.get(inst.rule.id, [])
    if inst in live:
        live.remove(inst)
    put_out(run, inst, run.now)


def confirm(run: Run, application: Application) -> None:
    """A refusal: what was provisional stands, penalties with their own instant."""
    for outcome in application.outcomes:
        if isinstance(outcome, PenaltyState):
            if outcome.state == "provisional":
                outcome.application = None
                outcome.flags.discard("provisional")
                _become_effective(run, outcome, outcome.trigger)
        elif isinstance(outcome, Interval):
            outcome.application = None
            outcome.flags.discard("provisional")
        else:
            outcome.application = None
    application.outcomes = []


# Reasons ------------------------------------------------------------------------------


def with_look_backs(run: Run, case: CasePlan, occ: Occurrence) -> tuple[int, ...]:
    """The evidence of a trigger and of the look-backs of its condition."""
    found = events_used(case.condition, run.plan.binder, run, occ, None)
    return tuple(dict.fromkeys((*found, *occ.evidence)))


def undecided_mark(run: Run, bound: BoundMark, occ: Occurrence, inst: Instance) -> None:
    """Note the facts that a mark's condition lacked."""
    condition = bound.mark.condition
    for name in unknown_facts(condition, run.plan.binder, run, occ, occ, inst):
        run.lacks("fact", name, bound.name, bound.mark.cites)
