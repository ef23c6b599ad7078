"""Changes: applications, decisions, moves, pauses, ends and other starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import BeyondCalendarError
from hotline_rules.clock import End
from hotline_rules.evaluate import duties, outcomes, timing
from hotline_rules.evaluate.choices import Notes, Undetermined
from hotline_rules.evaluate.state import (
    Application,
    Cause,
    Instance,
    Move,
    Occurrence,
)
from hotline_rules.evaluate.validity import document_flags, law_instant
from hotline_rules.rulebook import EndsWith, MovesTo, Pauses, StartsFrom

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hotline_rules.evaluate.plan import BoundChange, TypePlan
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Check
    from hotline_rules.rulebook import Value


def hear_applications(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """Stage 2: who asks for a change."""
    for bound, check, late in table.asks:
        if check is None or check(run, occ, occ, None) is True:
            _ask(run, bound, occ, late=late)


def hear_grants(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """Stage 2: what is granted; a grant of nothing is reported."""
    grants = list(_heard(run, table.grants, occ))
    granted = [_grant_pending(run, bound, occ) for bound in grants]
    if grants and not any(granted) and occ.number is not None:
        run.report("change-without-effect", occ, table.name)


def hear_refusals(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """Stage 2: what is refused."""
    for bound in _heard(run, table.refuses, occ):
        _refuse_pending(run, bound, occ)


def hear_stops(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """Stage 2: what stops a clock."""
    for bound in _heard(run, table.stops, occ):
        for inst, flags in _reached(run, bound, occ):
            if inst.paused_at is None:
                timing.add_flags(inst, flags)
                _pause_by_event(run, bound, inst, occ)


def hear_restarts(run: Run, table: TypePlan, occ: Occurrence) -> None:
    """Stage 2: what lets a stopped clock run again."""
    for bound in _heard(run, table.restarts, occ):
        _resume_by_event(run, bound, occ)


def _heard(
    run: Run, listeners: Sequence[tuple[BoundChange, Check | None]], occ: Occurrence
) -> Iterator[BoundChange]:
    """The changes whose pattern an event fits."""
    for bound, check in listeners:
        if check is None or check(run, occ, occ, None) is True:
            yield bound


def _targets(run: Run, bound: BoundChange, occ: Occurrence) -> Iterator[Instance]:
    """The running limits that a change reaches, for the unit of the event."""
    for rule_id in sorted(bound.targets):
        for inst in tuple(run.live.get(rule_id, ())):
            if duties.concerns(run, occ, inst) and (
                bound.check is None or bound.check(run, occ, occ, inst) is True
            ):
                yield inst


def _reached(
    run: Run, bound: BoundChange, occ: Occurrence
) -> Iterator[tuple[Instance, tuple[str, ...]]]:
    """The limits that a change may begin to alter, by a document in force; its flags.

    What has been begun goes on, whatever the law becomes meanwhile.
    """
    for inst in _targets(run, bound, occ):
        flags = document_flags(run, bound, occ, law_instant(run, bound, occ))
        if flags is not None:
            yield inst, flags


# Asking --------------------------------------------------------------------------


def _ask(run: Run, bound: BoundChange, occ: Occurrence, *, late: bool) -> None:
    change = bound.change
    asked = False
    for inst, flags in _reached(run, bound, occ):
        done = inst.grants.count(change.id)
        if change.times is not None and done >= change.times:
            if change.asking_suffices:  # else the decision will say so
                run.report("change-without-effect", occ, change.id)
            continue
        asked = True
        application = Application(bound, inst, occ, flags, late=late)
        run.applications.append(application)
        inst.applications = (*inst.applications, application)
        inst.evidence = timing.merged_numbers(inst.evidence, occ.evidence)
        _while_pending(run, application, occ)
        if change.asking_suffices:
            _grant(run, application, occ)
    if asked:
        run.emit(f"{change.id}.{'asked_late' if late else 'asked'}", occ)


def _while_pending(run: Run, application: Application, occ: Occurrence) -> None:
    change, inst = application.change.change, application.instance
    in_time = inst.end is None or occ.at < inst.end.first_late
    if change.while_pending == "counts_provisionally":
        application.protects = in_time and not application.late
    elif change.while_pending == "stops" and not change.asking_suffices:
        timing.add_flags(inst, application.flags)
        pause(run, inst, occ.at, application.change)


# Deciding ----------------------------------------------------------------------------


def _pending(run: Run, bound: BoundChange, occ: Occurrence) -> list[Application]:
    return [
        one
        for one in run.applications
        if one.change is bound and duties.concerns(run, occ, one.instance)
    ]


def _grant_pending(run: Run, bound: BoundChange, occ: Occurrence) -> bool:
    """Grant what is pending; a change that nobody asks for is granted outright.

    Whether there was anything to grant.
    """
    change = bound.change
    if change.asked_by or change.asked_late_by:
        pending = _pending(run, bound, occ)
    else:
        pending = []
        for inst, flags in _reached(run, bound, occ):
            application = Application(bound, inst, occ, flags, late=False)
            inst.applications = (*inst.applications, application)
            run.applications.append(application)
            pending.append(application)
    for application in pending:
        _grant(run, application, occ)
    return bool(pending)


def _grant(run: Run, application: Application, occ: Occurrence) -> None:
    inst, bound = application.instance, application.change
    change = bound.change
    _drop(run, application)
    if inst.paused_by is bound:
        resume(run, inst, occ.at)
    run.asked, run.granted = application.asked, occ
    inst.evidence = timing.merged_numbers(
        inst.evidence, (*application.asked.evidence, *occ.evidence)
    )
    took, before = True, inst.end
    match change.effect:
        case MovesTo():
            took = _move(run, application, change.effect, occ)
        case EndsWith():
            duties.end_instance(run, inst, change.effect.reason, occ)
        case StartsFrom():
            took = _start_from(run, application, occ)
        case _:
            pause(run, inst, occ.at, bound)
    run.asked = run.granted = None
    _remember(application, "granted" if took else "without_effect", occ, before)
    if not took:
        outcomes.confirm(run, application)
        return
    timing.add_flags(inst, application.flags)
    inst.grants = (*inst.grants, change.id)
    inst.changed_by = (*inst.changed_by, change.id)
    inst.cites = timing.merged(inst.cites, change.cites)
    inst.readings = timing.merged(inst.readings, bound.readings)
    outcomes.void(run, application, occ)
    run.emit(f"{change.id}.granted", occ, inst)


def _refuse_pending(run: Run, bound: BoundChange, occ: Occurrence) -> None:
    for application in _pending(run, bound, occ):
        inst = application.instance
        _drop(run, application)
        _remember(application, "refused", occ, inst.end)
        inst.evidence = timing.merged_numbers(inst.evidence, occ.evidence)
        if inst.paused_by is bound:
            resume(run, inst, occ.at)
        outcomes.confirm(run, application)
        run.emit(f"{bound.change.id}.refused", occ, inst)


def _remember(
    application: Application, outcome: str, occ: Occurrence, before: End | None
) -> None:
    """Keep what came of an application, for explanations."""
    inst, asked = application.instance, application.asked.evidence
    inst.moves = (
        *inst.moves,
        Move(
            application.change.change.id,
            outcome,
            occ.at,
            _last(asked),
            _last(occ.evidence),
            before,
            inst.end,
            application.wish,
        ),
    )


def _drop(run: Run, application: Application) -> None:
    run.applications.remove(application)
    inst = application.instance
    inst.applications = tuple(a for a in inst.applications if a is not application)


# Moving -------------------------------------------------------------------------


def _move(run: Run, application: Application, effect: MovesTo, occ: Occurrence) -> bool:
    inst, bound = application.instance, application.change
    if inst.end is None:
        return False
    if inst.over and not (application.protects and inst.verdict is not None):
        # What was met or ended is judged again only where the grant relates back.
        return False
    notes = Notes()
    assert bound.point is not None
    wish = bound.point(run, occ, inst, notes)
    if isinstance(wish, Undetermined):
        run.lacks_value(wish, bound.change.id, bound.change.cites)
        run.report("unusable-value", occ, bound.change.id)
        return False
    application.wish = wish
    capped = _capped(run, application, effect, wish, occ)
    if capped is None:
        run.report("change-without-effect", occ, bound.change.id)
        return False
    if capped.first_late <= inst.end.first_late:
        # LAW: an extension lengthens (T13): a promise not after the old end is no
        # move, so that no mark and no card comes a second time.
        run.report("promise-changes-nothing", occ, bound.change.id)
        return False
    end = capped
    timing.keep_stage(
        inst, _cause("moved", application, occ), notes.chosen or effect.point
    )
    if bound.marks is not None:
        inst.marks = bound.marks
    timing.take_notes(inst, notes)
    timing.set_end(run, inst, end, occ.at)
    if inst.verdict is not None and inst.met_at is not None:
        # A duty met while the application was pending is judged by the new end.
        inst.verdict = "met" if inst.met_at < end.first_late else "met_late"
        inst.met_by = end
    duties.tell(run, inst, "moved", occ)
    return True


def _cause(how: str, application: Application, occ: Occurrence) -> Cause:
    """What a grant is told as in the evidence of an end."""
    bound = application.change
    return Cause(
        how,
        bound.change.id,
        occ.at,
        _last(application.asked.evidence),
        _last(occ.evidence),
        bound.counting,
        application.cut,
    )


def _last(evidence: tuple[int, ...]) -> int | None:
    return evidence[-1] if evidence else None


def _capped(
    run: Run, application: Application, effect: MovesTo, wish: End, occ: Occurrence
) -> End | None:
    """The wish after the caps; ``None`` when it is refused."""
    bound, inst = application.change, application.instance
    if effect.beyond == "cut_unless_exceptional" and (
        occ.payload.get("exceptional") is True
    ):
        return wish
    found = _lowest_cap(run, bound, effect, inst, occ)
    if found is None or wish.first_late <= found[0].first_late:
        return wish
    cap, notes, application.cut = found
    timing.take_notes(inst, notes)
    if effect.beyond == "refuse":
        return None
    run.report("extension-cut", occ, bound.change.id)
    timing.add_flags(inst, ("review",))
    return cap


def _lowest_cap(
    run: Run, bound: BoundChange, effect: MovesTo, inst: Instance, occ: Occurrence
) -> tuple[End, Notes, Value[Any]] | None:
    """The cap that binds, by what it came about, and what it was told as."""
    known: list[tuple[End, Notes, Value[Any]]] = []
    for read, value in zip(bound.caps, effect.not_after, strict=True):
        notes = Notes()
        cap = read(run, occ, inst, notes)
        if isinstance(cap, End):
            known.append((cap, notes, notes.chosen or value))
        else:  # it caps nothing, but is said to be missing
            run.lacks_value(cap, bound.change.id, bound.change.cites)
    return min(known, key=lambda one: one[0].first_late, default=None)


def _start_from(run: Run, application: Application, occ: Occurrence) -> bool:
    inst, bound = application.instance, application.change
    assert bound.point is not None
    limit = inst.body.limit
    assert limit is not None
    notes = Notes()
    point = bound.point(run, occ, inst, notes)
    if isinstance(point, Undetermined):
        run.lacks_value(point, bound.change.id, bound.change.cites)
        run.report("unusable-value", occ, bound.change.id)
        return False
    if point is None or point.at >= inst.start:
        return False
    before, inst.start = inst.start, point.at
    notes.ask_anew()
    end = limit.within(run, inst.trigger, inst, notes)
    if isinstance(end, Undetermined):
        inst.start = before  # an end that cannot be told does not move the start
        run.lacks_value(end, bound.change.id, bound.change.cites)
        return False
    cause = _cause("started", application, occ)
    timing.keep_stage(inst, cause, notes.chosen, before)
    timing.take_notes(inst, notes)
    timing.set_end(run, inst, end, occ.at)
    return True


# Pausing ------------------------------------------------------------------------


def _pause_by_event(
    run: Run, bound: BoundChange, inst: Instance, occ: Occurrence
) -> None:
    inst.evidence = timing.merged_numbers(inst.evidence, occ.evidence)
    inst.cites = timing.merged(inst.cites, bound.change.cites)
    pause(run, inst, occ.at, bound)


def _resume_by_event(run: Run, bound: BoundChange, occ: Occurrence) -> None:
    for inst in _targets(run, bound, occ):
        if inst.paused_by is bound:
            inst.evidence = timing.merged_numbers(inst.evidence, occ.evidence)
            resume(run, inst, occ.at)


def pause(run: Run, inst: Instance, at: int, bound: BoundChange) -> None:
    """Stop the clock of an instance; its light stays as it is."""
    if inst.over or inst.paused_at is not None:
        return
    if inst.end is not None and at >= inst.end.first_late:
        return  # the clock has run out; there is nothing left to stand still
    timing.hold(run, inst, at, bound)
    effect = bound.change.effect
    cap = effect.at_most if isinstance(effect, Pauses) else None
    inst.pause_cap = cap if cap is not None else inst.pause_cap
    limit = inst.body.limit
    if cap is None or inst.end is None or limit is None:
        return
    try:
        reached = limit.clock.pause_exhausted(at, inst.pauses, cap)
    except BeyondCalendarError:
        run.note("beyond-calendar", None, bound.change.id)
        return
    run.schedule(reached, inst.rule.order, inst.unit, "cap", inst, None, inst.epoch)


def resume(run: Run, inst: Instance, at: int) -> None:
    """Let the clock run again; the end moves by the time that stood still."""
    assert inst.paused_at is not None
    inst.pauses = (*inst.pauses, (inst.paused_at, at))
    bound, before = inst.paused_by, inst.end
    inst.paused_at = inst.paused_by = None
    if inst.base_end is not None:
        inst.end = timing.with_pauses(run, inst, inst.base_end)
    if inst.first_end is None and inst.end != before:
        inst.first_end = before
    if not inst.over:
        timing.start_timers(run, inst)
    timing.let_go(run, inst, bound)
