"""Looking ahead: when does a result change if nothing else happens?"""

from __future__ import annotations

from heapq import heappop
from typing import TYPE_CHECKING

from hotline_rules.evaluate.snapshot import snapshot

if TYPE_CHECKING:
    from hotline_rules.evaluate.records import State
    from hotline_rules.evaluate.run import Run

_THIRTEEN_MONTHS = 397 * 86_400  # every yearly occasion lies within it


def next_change(done: Run, before: State, as_of: int) -> int | None:
    """Let the timers go on, in a run of its own, until the visible state differs.

    Args:
        done: the run that gave ``before``; it is only looked at.
        before: its visible state at ``as_of``.
        as_of: the instant after which a change is looked for.
    """
    if not done.timers and not any(done.live.values()):
        return None
    run = type(done)(done.plan, done.history)
    run.advance(as_of)
    now = as_of
    while True:
        candidate = next_instant(run, now)
        if candidate is None or (
            candidate > as_of + _THIRTEEN_MONTHS and only_recurring(run)
        ):
            return None
        now = candidate
        run.advance(now)
        if snapshot(run, now) != before:
            return now


def next_instant(run: Run, now: int) -> int | None:
    """The next instant after ``now`` at which a timer goes off or an end is passed."""
    timers = run.timers
    while timers and _is_stale(timers[0]):
        heappop(timers)
    found = timers[0][0] if timers else None
    for instances in run.live.values():
        for inst in instances:
            if inst.end is None or inst.paused_at is not None:
                continue
            late = inst.end.first_late
            if late > now and (found is None or late < found):
                found = late
    return found


def only_recurring(run: Run) -> bool:
    """Whether nothing but the clock's own recurring events is still to come."""
    return all(timer[4] == "clock" for timer in run.timers)


def _is_stale(timer: tuple[object, ...]) -> bool:
    if timer[4] == "clock":
        return False
    inst, epoch = timer[5], timer[7]
    return bool(inst.over or inst.epoch != epoch)  # type: ignore[attr-defined]  # timers of limits hold their instance
