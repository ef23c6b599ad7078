"""Timers: marks, ends, caps of pauses, and the recurring events of the clock."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate import changes, duties, lights, opening, outcomes, timing
from hotline_rules.evaluate.instants import EPOCH_ORDINAL
from hotline_rules.evaluate.state import Application, Instance, Occurrence

if TYPE_CHECKING:
    from hotline_rules.evaluate.plan import BoundMark, RulePlan
    from hotline_rules.evaluate.run import Run
    from hotline_rules.rulebook import Season

_DECEMBER = 12


def start(run: Run) -> None:
    """Set the recurring timers that some rule listens to, from the first event."""
    needed = run.plan.clocks_needed
    if not needed or not run.history.events:
        return
    first = run.history.events[0].at
    for name in needed:
        at = first
        if name != "clock.history_starts":
            at = _next(run, name, first - 1)
            # CHOICE: duties of a month start with the first month that the history
            # touches (docs/engine.md), so the month of the first event counts.
            if name in ("clock.month_starts", "clock.year_starts"):
                at = _current(run, name, first)
        run.timer_count += 1
        run.timers.append((at, -1, name, run.timer_count, "clock", name))
    run.timers.sort()


def fire(run: Run, timer: tuple[Any, ...]) -> None:
    """Let a timer go off, unless it is stale."""
    at, kind = timer[0], timer[4]
    if kind == "clock":
        run.now = max(run.now, at)
        _tick(run, timer[5], at)
    else:
        inst, what = timer[5:7]
        run.now = max(run.now, at)
        if kind == "mark":
            reach_mark(run, inst, what, at, None)
        elif kind == "late":
            _run_out(run, inst)
        elif kind == "go":
            timing.go_on(run, inst)
        else:
            # The pause has used up what it may add: the clock runs again by itself.
            changes.resume(run, inst, at)
    if run.agenda or run.dirty:
        run.finish()


def _tick(run: Run, name: str, at: int) -> None:
    zone = run.plan.zone
    today = date.fromordinal(zone.day_of(at) + EPOCH_ORDINAL)
    last = (
        today.replace(year=today.year - 1, month=_DECEMBER)
        if today.month == 1
        else today.replace(month=today.month - 1, day=1)
    )
    payload = {
        "month": today.isoformat()[:7],
        "last_month": last.isoformat()[:7],
        "date": today.isoformat(),
    }
    run.agenda.append(Occurrence(at, name, run.own_unit, payload, None, ()))
    if name != "clock.history_starts":
        run.schedule(_next(run, name, at), -1, name, "clock", name)


def _next(run: Run, name: str, at: int) -> int:
    """The next start of a day, month or year after an instant."""
    zone = run.plan.zone
    day = zone.day_of(at)
    today = date.fromordinal(day + EPOCH_ORDINAL)
    if name == "clock.day_starts":
        return zone.start_of(day + 1)
    if name == "clock.month_starts":
        later = (
            date(today.year + 1, 1, 1)
            if today.month == _DECEMBER
            else date(today.year, today.month + 1, 1)
        )
    else:
        later = date(today.year + 1, 1, 1)
    return zone.start_of(later.toordinal() - EPOCH_ORDINAL)


def _current(run: Run, name: str, at: int) -> int:
    """The start of the month or year that an instant lies in."""
    zone = run.plan.zone
    today = date.fromordinal(zone.day_of(at) + EPOCH_ORDINAL).replace(day=1)
    if name == "clock.year_starts":
        today = today.replace(month=1)
    return zone.start_of(today.toordinal() - EPOCH_ORDINAL)


def in_season(run: Run, season: Season, at: int) -> bool:
    """Whether a rule with days of its own is in force at an instant."""
    day = run.plan.zone.day_of(at)
    if not season.every_year:
        return (season.first_day is None or day >= season.first_day) and (
            season.end_day is None or day < season.end_day
        )
    today = date.fromordinal(day + EPOCH_ORDINAL)
    number = today.month * 100 + today.day
    first, last = season.first_day or 0, season.end_day or 0
    if first <= last:
        return first <= number <= last
    return number >= first or number <= last


def reach_mark(
    run: Run, inst: Instance, bound: BoundMark, at: int, cause: Occurrence | None
) -> None:
    """Reach a mark: light, penalty, status, rung, and the event of its name."""
    inst.fired = inst.fired | {bound.mark.id}
    occ = Occurrence(
        at, bound.name, inst.unit, inst.trigger.payload, None, inst.evidence
    )
    if cause is not None:
        occ.evidence = (*inst.evidence, *cause.evidence)
    occ.limit = inst
    occ.application = protection(inst)
    if bound.check is not None:
        holds = bound.check(run, occ, occ, inst)
        if holds is not True:
            if holds is None:
                outcomes.undecided_mark(run, bound, occ, inst)
            return
    effects = bound.effects
    if isinstance(effects.light, int):
        inst.light = effects.light
        inst.light_cites = bound.mark.cites
        lights.raise_peak(run, effects.light, occ.application)
        lights.show(run, inst, at)
    if effects.any:
        outcomes.take_effect(
            run,
            effects,
            occ,
            cites=bound.mark.cites,
            readings=(*inst.readings, *bound.mark.readings),
            flags=(*inst.flags, *run.flags_of(bound.flags, occ, inst)),
            facts=inst.facts,
            instance=inst,
        )
    if bound.heard:
        run.agenda.append(occ)


def protection(inst: Instance) -> Application | None:
    """The pending application under which what falls due now is provisional."""
    for application in inst.applications:
        if application.protects:
            return application
    return inst.application


def _run_out(run: Run, inst: Instance) -> None:
    """The first instant after the end: passed, lapsed, expires."""
    run.dirty |= run.plan.whens_read_limits
    limit = inst.body.limit
    cause = Occurrence(
        run.now, "", inst.unit, inst.trigger.payload, None, inst.evidence
    )
    cause.application = protection(inst)
    if limit is not None and limit.duty:
        duties.tell(run, inst, "passed", cause)
    elif inst.verdict is None:
        duties.tell(run, inst, "lapsed", cause)
    duties.tell(run, inst, "expires", cause)


def judge_whens(run: Run) -> None:
    """Fire the rules whose condition has become true."""
    fired: list[RulePlan] = []
    now = _becoming(run, "")
    for plan in run.plan.whens:
        if not plan.wakes_when & run.awake:
            continue
        assert plan.becomes_true is not None
        holds = plan.becomes_true(run, now, now, None) is True
        if holds and plan.id not in run.when_true:
            run.when_true.add(plan.id)
            fired.append(plan)
        elif not holds:
            run.when_true.discard(plan.id)
    for plan in fired:
        occ = _becoming(run, plan.id)
        case = opening.judge(run, plan, occ)
        if case is not None:
            last = run.history.events[run.position - 1].number if run.position else None
            occ.evidence = () if last is None else (last,)
            opening.apply(run, plan, case, occ)


def _becoming(run: Run, rule: str) -> Occurrence:
    """That the condition of a rule has become true: nobody's event, and of now."""
    occ = Occurrence(run.now, f"{rule}.when", run.own_unit, {}, None, ())
    occ.seq = run.seq
    return occ
