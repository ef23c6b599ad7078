"""Looking ahead: when does a result change if nothing else happens?"""

from __future__ import annotations

from heapq import heappop
from typing import TYPE_CHECKING

from hotline_rules.evaluate.snapshot import snapshot

if TYPE_CHECKING:
    from hotline_rules.evaluate.records import State
    from hotline_rules.evaluate.run import Run

_THIRTEEN_MONTHS = 397 * 86_400  # every yearly occasion lies within it


def next_change(run: Run, before: State, as_of: int) -> int | None:
    """Let the timers of a run go on until its visible state differs.

    The run is used up by this: it holds no events after ``as_of`` and is not asked
    for anything else afterwards.
    """
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
