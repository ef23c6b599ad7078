"""Penalties: imposed, provisional, effective, absorbed, void."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate import ladders, lights
from hotline_rules.evaluate.choices import Notes, Undetermined
from hotline_rules.evaluate.months import other_month
from hotline_rules.evaluate.state import (
    Instance,
    Occurrence,
    PenaltyState,
    Reached,
)
from hotline_rules.evaluate.waking import OUTCOMES

if TYPE_CHECKING:
    from hotline_rules.evaluate.plan import BoundPenalty
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Check
    from hotline_rules.history import Event

_CARD = "_card"
_FINDING = "finding_made"
Facts = tuple[tuple[str, Any], ...]


class Said:
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


def impose(
    run: Run,
    penalty: BoundPenalty,
    occ: Occurrence,
    said: Said,
    instance: Instance | None,
) -> None:
    """Impose a penalty, provisional while an application protects."""
    act = find_act(run, penalty.act, occ)
    act_seq = None if act is None else act.seq
    key = None
    if instance is None:
        key = (penalty.name, *_penalty_key(run, penalty, occ, act_seq))
        if key in run.penalty_keys:
            return
        run.penalty_keys.add(key)
    elif penalty.name in instance.carded and _still_stands(run, penalty, instance):
        return
    counted = (f"penalty {penalty.name}", occ.unit)  # a rule may also have limits
    number = run.numbers.get(counted, 0) + 1
    run.numbers[counted] = number
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
        act=act,
        key=key,
        instance=instance,
        due=None if instance is None else instance.end,
        reached=None if instance is None else _reached(penalty.name, instance),
        period=0 if instance is None else instance.period,
        application=application,
        facts=said.facts,
        ladders=penalty.ladders,
    )
    run.penalties.append(state)
    run.awake |= OUTCOMES
    if application is not None:
        application.outcomes.append(state)
        state.flags.add("provisional")
        return
    become_effective(run, state, occ)


def _reached(name: str, instance: Instance) -> Reached:
    """How the limit stands as its mark of that name is reached."""
    bound = next(one for one in instance.marks if one.name == name)
    limit = instance.body.limit
    assert limit is not None
    return Reached(
        bound,
        limit,
        instance.start,
        instance.end,
        instance.pauses,
        instance.pause_cap,
        instance.bounds.get(bound.mark.id),
    )


def _still_stands(run: Run, penalty: BoundPenalty, instance: Instance) -> bool:
    """Whether a mark reached before a change of case has brought this penalty."""
    return any(
        one.instance is instance
        and one.rule == penalty.name
        and one.period == instance.period
        and one.state != "voided"
        for one in run.penalties
    )


def _points(
    run: Run, penalty: BoundPenalty, occ: Occurrence, said: Said
) -> tuple[set[str], str | None, tuple[str, ...], tuple[str, ...]]:
    """Flags, points, clauses and readings; a number not in the source is ``None``."""
    flags = set(said.flags)
    if penalty.points is None:
        return flags, None, said.cites, said.readings
    notes, points = Notes(), None
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
    """An id: ``rule:unit:n``, without a unit ``rule:n``."""
    return f"{name}:{number}" if unit is None else f"{name}:{unit}:{number}"


def find_act(
    run: Run, patterns: tuple[tuple[str, Check | None], ...], occ: Occurrence
) -> Occurrence | None:
    """The act that a consequence is about: the named one, the trigger, the last one.

    A finding that is an act itself is about what it names, if it names something.
    """
    if not patterns:
        return occ
    found = _fitting_act(run, patterns, occ)
    if found is None or found.type != _FINDING or "act_id" not in found.payload:
        return found
    for event in run.history.events[: run.position]:
        if _has_name(run, event, found.payload["act_id"]):
            return run.occurrence(event)
    return found


def _fitting_act(
    run: Run, patterns: tuple[tuple[str, Check | None], ...], occ: Occurrence
) -> Occurrence | None:
    fitting: list[Occurrence] = []
    itself = False
    for event, check in patterns:
        if event == occ.type and (check is None or check(run, occ, occ, None)):
            itself = True
        for past in run.log.get(event, ()):
            if check is None or check(run, occ, past, None):
                fitting.append(past)
    wanted = occ.payload.get("act_id")
    if wanted is not None:
        named = [one for one in fitting if _is_named(run, one, wanted)]
        if named:
            return named[-1]
    if itself:
        return occ
    same = [one for one in fitting if one.unit == occ.unit]
    return max(same, key=lambda one: one.seq, default=None)


def concerns(run: Run, state: PenaltyState, occ: Occurrence) -> bool:
    """Whether an event names no other unit, month, limit or act than a penalty's.

    The act may be named by what was done or by the event that brought the penalty: a
    finding is withdrawn as the finding it was, or as one about that act.
    """
    if not lights.same_unit(state.unit, occ):
        return False
    if other_month(state.trigger, occ, run.plan.binder):
        return False
    if occ.limit is not None and state.instance not in (None, occ.limit):
        return False
    wanted = occ.payload.get("act_id")
    if wanted is None or state.act is None:
        return True
    return _is_named(run, state.act, wanted) or _is_named(run, state.trigger, wanted)


def _is_named(run: Run, one: Occurrence, wanted: object) -> bool:
    return one.number is not None and _has_name(
        run, run.history.events[one.number], wanted
    )


def _has_name(run: Run, event: Event, wanted: object) -> bool:
    """Whether an event has that id, or without one that place in its file."""
    if event.id is not None:
        return event.id == wanted
    return str(run.history.position(event)) == str(wanted)


def become_effective(run: Run, state: PenaltyState, occ: Occurrence) -> None:
    """Let a penalty count, and tell those who listen to cards."""
    state.state = "effective"
    inst = state.instance
    act_seq = None if state.act is None else state.act.seq
    ladders.join(run, state, state.ladders, occ, inst, act_seq)
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
    run.penalty_keys.discard(state.key)  # another finding may bring it again
    state.flags.discard("provisional")
    state.flags.discard("absorbed")
    state.evidence = tuple(dict.fromkeys((*state.evidence, *occ.evidence)))
    ladders.settle_all(run, state)
    if issued:
        emit_card(run, state, "card.voided")
