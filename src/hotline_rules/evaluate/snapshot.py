"""From a run to the records of its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.clock import Elapsed, WorkingTime
from hotline_rules.clock.amount import size
from hotline_rules.evaluate.duties import state_of
from hotline_rules.evaluate.lights import peak_of
from hotline_rules.evaluate.penalties import name_of
from hotline_rules.evaluate.plan import COLOURS
from hotline_rules.evaluate.records import (
    Action,
    Basis,
    Because,
    Deadline,
    Light,
    Missing,
    Penalty,
    Rung,
    State,
    Status,
)

if TYPE_CHECKING:
    from hotline_rules.evaluate.plan import BoundLimit
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import (
        Application,
        Instance,
        Interval,
        PenaltyState,
    )

_ACTION_STATES = {
    "running": "open",
    "paused": "open",
    "met": "done",
    "met_late": "done_late",
    "overdue": "overdue",
    "ended": "lapsed",
    "lapsed": "lapsed",
}


def snapshot(run: Run, as_of: int) -> State:
    """The state of a run that has been advanced to ``as_of``."""
    deadlines: list[Deadline] = []
    actions: list[Action] = []
    for inst in run.instances:
        deadline, action = records_of(inst, as_of)
        if deadline is not None:
            deadlines.append(deadline)
        if action is not None:
            actions.append(action)
    if len(deadlines) > 1:
        deadlines.sort(key=lambda d: (d.started_at, d.rule, d.unit or "", d.id))
    if len(actions) > 1:
        actions.sort(key=lambda a: (a.since, a.rule, a.unit or "", a.id))
    return State(
        deadlines=tuple(deadlines),
        light=light_of(run),
        penalties=penalties_of(run) if run.penalties else (),
        actions=tuple(actions),
        statuses=statuses_of(run) if run.intervals else (),
        rungs=rungs_of(run) if run.intervals else (),
        missing=missing_of(run) if run.missing else (),
    )


def records_of(inst: Instance, as_of: int) -> tuple[Deadline | None, Action | None]:
    """What a limit shows: a deadline if it has an end, an action if it asks for one."""
    limit = inst.body.limit
    assert limit is not None
    state = state_of(inst, as_of)
    because = Because(inst.evidence, inst.facts, inst.trigger, _asked(inst.application))
    flags = _flags(inst, limit)
    deadline = action = None
    if inst.end is not None:
        deadline = _deadline(inst, state, flags, because)
    if limit.limit.action is not None:
        action = _action(inst, state, flags, because)
    return deadline, action


def light_of(run: Run) -> Light:
    """The light of the ticket."""
    colour, since, cites = run.light
    shown_by = None
    if colour:
        for inst in run.lit:
            if inst.light == colour:
                shown_by = name_of(inst.rule.id, inst.unit, inst.n)
                break
    return Light(
        COLOURS[colour],
        since,
        COLOURS[peak_of(run) if run.applications else run.peak],
        cites,
        shown_by,
    )


def _asked(application: Application | None) -> int | None:
    """The event that asked for what would undo an outcome."""
    evidence = () if application is None else application.asked.evidence
    return evidence[-1] if evidence else None


def _flags(inst: Instance, limit: BoundLimit) -> tuple[str, ...]:
    flags = inst.flags
    if inst.application is not None:
        flags = (*flags, "provisional")
    if limit.on_calendar and not _is_certain(inst, limit):
        flags = (*flags, "provisional")
    return tuple(dict.fromkeys(flags)) if len(flags) > 1 else flags


def _is_certain(inst: Instance, limit: BoundLimit) -> bool:
    """Whether the days it was counted on are all announced."""
    calendar = limit.clock.calendar
    if inst.start < calendar.certain_from:
        return False
    return inst.end is None or inst.end.opening <= calendar.certain_until


def _deadline(
    inst: Instance, state: str, flags: tuple[str, ...], because: Because
) -> Deadline:
    end, limit = inst.end, inst.body.limit
    assert end is not None
    assert limit is not None
    paused = state == "paused"
    first = inst.first_end
    role, unit = inst.who or ("", None)
    ended = inst.met_at if inst.verdict is not None else inst.ended_at
    return Deadline(
        name_of(inst.rule.id, inst.unit, inst.n),
        inst.rule.id,
        inst.body.case.title,
        "duty" if limit.duty else "power",
        role,
        inst.unit if unit is None else unit,
        inst.start,
        None if paused else end.at,
        end.inclusive,
        None if first is None else first.at,
        inst.soft_end,
        state,
        ended if state not in ("overdue", "running", "lapsed") else None,
        inst.end_reason,
        _remaining(inst) if paused else None,
        "provisional" if "provisional" in flags else "final",
        flags,
        inst.readings,
        inst.cites,
        because,
        inst,
    )


def _remaining(inst: Instance) -> int:
    """Seconds on the clock at the instant it was stopped; zero when it had run out.

    For limits in hours: counted ones, so rest days that do not count are left out.
    For limits in days: to the end by the wall clock, rest days included.
    """
    assert inst.end is not None
    assert inst.paused_at is not None
    limit = inst.body.limit
    if limit is not None and limit.kind in (Elapsed, WorkingTime):
        left = limit.clock.remaining(inst.paused_at, inst.end, limit.kind)
        return size(left)
    return max(inst.end.at - inst.paused_at, 0)


def _action(
    inst: Instance, state: str, flags: tuple[str, ...], because: Because
) -> Action:
    limit = inst.body.limit
    assert limit is not None
    role, unit = inst.who or ("", None)
    end = inst.end
    due = None if end is None or state == "paused" else end.at
    return Action(
        name_of(inst.rule.id, inst.unit, inst.n),
        limit.limit.action or "",
        limit.limit.notice,
        role,
        inst.unit if unit is None else unit,
        inst.start,
        due,
        end is not None and end.inclusive,
        inst.soft_end,
        _ACTION_STATES[state],
        inst.met_at if inst.verdict is not None else None,
        inst.rule.id,
        flags,
        inst.readings,
        inst.cites,
        because,
    )


def penalties_of(run: Run) -> tuple[Penalty, ...]:
    """The penalties, in the order of the lists."""
    calendar = run.plan.calendar
    found = [_penalty(one, calendar.certain_until) for one in run.penalties]
    found.sort(key=lambda p: (p.at, p.rule, p.unit or "", p.id))
    return tuple(found)


def _penalty(one: PenaltyState, certain_until: int) -> Penalty:
    flags = set(one.flags)
    inst = one.instance
    limit = None if inst is None else inst.body.limit
    if inst is not None and limit is not None and limit.on_calendar:
        certain_from = limit.clock.calendar.certain_from
        if one.at > certain_until or inst.start < certain_from:
            flags.add("provisional")
    return Penalty(
        one.id,
        one.kind,
        one.unit,
        one.at,
        one.state,
        one.points,
        one.rule,
        tuple(sorted(flags)),
        tuple(sorted(one.concurrent)),
        one.readings,
        one.cites,
        Because(one.evidence, one.facts, one.trigger, _asked(one.application)),
        _basis(one),
    )


def _basis(one: PenaltyState) -> Basis | None:
    """What a penalty of a mark rests on."""
    if one.instance is None or one.reached is None:
        return None
    return Basis(_id(one.instance), one.due, one.reached)


def _id(inst: Instance) -> str:
    return name_of(inst.rule.id, inst.unit, inst.n)


def statuses_of(run: Run) -> tuple[Status, ...]:
    """The statuses, in the order of the lists."""
    found = [
        Status(
            one.name,
            one.kind,
            one.unit,
            one.since,
            one.until,
            one.rule,
            tuple(sorted(one.flags)),
            one.readings,
            one.cites,
            Because(one.evidence, one.facts, one.trigger, _asked(one.application)),
        )
        for one in run.intervals
        if not one.step
    ]
    found.sort(key=lambda s: (s.since, s.status, s.unit or "", s.until or 0))
    return tuple(found)


def rungs_of(run: Run) -> tuple[Rung, ...]:
    """The rungs, in the order of the lists."""
    found = [_rung(one) for one in run.intervals if one.step]
    found.sort(key=lambda r: (r.since, r.ladder, r.rung, r.unit or ""))
    return tuple(found)


def _rung(one: Interval) -> Rung:
    return Rung(
        one.name,
        one.step,
        one.unit,
        one.since,
        one.until,
        one.rule,
        tuple(sorted(one.flags)),
        one.readings,
        one.cites,
        Because(one.evidence, one.facts, one.trigger, _asked(one.application)),
    )


def missing_of(run: Run) -> tuple[Missing, ...]:
    """What is not known, by sort and name."""
    found = [
        Missing(
            one.sort,
            one.name,
            tuple(sorted(one.rules)),
            tuple(sorted(one.cites)),
            one.detail,
        )
        for one in run.missing.values()
    ]
    found.sort(key=lambda m: (m.sort, m.name))
    return tuple(found)
