"""The days behind a deadline: what counted and what did not, on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import day_text
from hotline_rules.clock import Amount
from hotline_rules.evaluate.spelling import UNITS, amount_text, point_text
from hotline_rules.rulebook import Anchor, Constant, Shifted, Within

if TYPE_CHECKING:
    from hotline_rules.clock import Clock, Trace
    from hotline_rules.evaluate.records import Basis, Deadline
    from hotline_rules.evaluate.state import Instance, Reached
    from hotline_rules.rulebook import MarkPoint


def trace_of_deadline(deadline: Deadline) -> Trace | None:
    """The trace of a deadline's limit; ``None`` where no days are counted."""
    inst = deadline.instance
    limit = inst.body.limit
    if limit is None or inst.end is None or limit.kind is None:
        return None
    amount: Amount | type[Amount] = limit.kind
    try:
        return limit.clock.trace(
            deadline.started_at, inst.end, amount, inst.pauses, inst.pause_cap
        )
    except ValueError:
        # A trace of decades is of no use to anybody; the ends stand by themselves.
        return None


def days_of(deadline: Deadline) -> dict[str, Any] | None:
    """The days of ``because``; without an amount where the end is not that amount."""
    trace = trace_of_deadline(deadline)
    inst = deadline.instance
    limit = inst.body.limit
    if trace is None or limit is None:
        return None
    kind = limit.kind
    assert kind is not None
    counting = limit.limit.counting
    return _written(trace, limit.clock, counting, kind, _plain_amount(inst))


def days_key(deadline: Deadline) -> tuple[object, ...] | None:
    """What the days of a limit follow from, much quicker than these.

    Limits of one plan with equal keys have equal days; ``None`` where there are none,
    or where pauses make them the business of that limit alone.
    """
    inst = deadline.instance
    limit = inst.body.limit
    if limit is None or limit.kind is None or inst.end is None or inst.pauses:
        return None
    try:
        counted = limit.clock.counted_days(deadline.started_at, inst.end, limit.kind)
    except ValueError:
        return None
    return (limit, _plain_amount(inst), *counted)


def _plain_amount(inst: Instance) -> Amount | None:
    """The amount of a traced limit, if its end is just that much after its start."""
    limit = inst.body.limit
    assert limit is not None
    told = inst.chosen or limit.limit.within
    if not isinstance(told, Constant) or not isinstance(told.value, Within):
        return None
    amount = told.value.amount
    if not isinstance(amount, Amount):
        return None
    # After other facts the end may be that of the change, or of the case before.
    return amount if limit.clock.adder(amount)(inst.start) == inst.base_end else None


def _written(
    trace: Trace,
    clock: Clock,
    counting: str | None,
    kind: type[Amount],
    amount: Amount | None,
) -> dict[str, Any]:
    days = trace.days
    return {
        "counting": counting,
        "in": UNITS[kind],
        "amount": None if amount is None else amount_text(amount),
        "calendar": clock.calendar.id,
        "from": day_text(days[0].day) if days else None,
        "to": day_text(days[-1].day) if days else None,
        "counted": [day_text(each.day) for each in days if each.counted],
        "skipped": [
            [day_text(each.day), each.role, each.why.name.zh]
            for each in days
            if not each.counted
        ],
    }


# Penalties of marks ------------------------------------------------------------------


def point_of(basis: Basis) -> str | None:
    """The point that a mark stands for, in the profile's own words.

    ``None`` where it is no plain amount from the start or the end of its limit.
    """
    found = _point(basis)
    return None if found is None else point_text(found)


def days_of_mark(basis: Basis) -> dict[str, Any] | None:
    """The days between the start or the end of a limit and a mark of it."""
    found = _point(basis)
    try:
        return None if found is None else _stretch(basis.reached, found)
    except ValueError:  # beyond the calendar, or decades of days
        return None


def _stretch(reached: Reached, mark: MarkPoint) -> dict[str, Any] | None:
    limit, bound, point = reached.limit, reached.mark, mark.point
    if reached.due is None:
        return None
    start, amount, clock = reached.start, limit.amount, limit.clock
    end, counting, pauses = reached.due, limit.limit.counting, reached.pauses
    if isinstance(point, Shifted):
        if point.direction == "before":
            return None
        assert isinstance(point.amount, Amount)
        clock, amount = bound.clock, point.amount
        counting = bound.mark.counting or counting
        if point.base == Anchor("start"):
            end = clock.adder(amount)(start)
            end = clock.paused(end, type(amount), pauses, reached.pause_cap)
        else:
            start, end, pauses = end.last_instant, clock.after(end, amount), ()
    if amount is None:
        return None
    trace = clock.trace(start, end, type(amount), pauses, reached.pause_cap)
    plain = isinstance(point, Shifted) or end == clock.adder(amount)(start)
    return _written(trace, clock, counting, type(amount), amount if plain else None)


def _point(basis: Basis) -> MarkPoint | None:
    """What a mark was told as, if that is plain."""
    at = basis.reached.mark.mark.at
    if not isinstance(at, Constant):
        return None
    point = at.value.point
    if isinstance(point, Shifted) and isinstance(point.amount, Amount):
        point = point.base
    return at.value if isinstance(point, Anchor) else None
