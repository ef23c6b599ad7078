"""The days behind a deadline: what counted and what did not, on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import date_of_day
from hotline_rules.clock import CalendarDays, Elapsed, Months, WorkingDays

if TYPE_CHECKING:
    from hotline_rules.clock import Amount, Trace
    from hotline_rules.evaluate.plan import Plan
    from hotline_rules.evaluate.records import Deadline


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


def days_of(deadline: Deadline, plan: Plan) -> dict[str, Any] | None:
    """The days as the contract's ``because`` gives them."""
    trace = trace_of_deadline(deadline)
    if trace is None:
        return None
    limit = deadline.instance.body.limit
    assert limit is not None
    assert limit.amount is not None
    return {
        "counting": limit.limit.counting,
        "amount": amount_text(limit.amount),
        "calendar": limit.clock.calendar.id,
        "from": date_of_day(trace.days[0].day).isoformat() if trace.days else None,
        "to": date_of_day(trace.days[-1].day).isoformat() if trace.days else None,
        "counted": [
            date_of_day(each.day).isoformat() for each in trace.days if each.counted
        ],
        "skipped": [
            [date_of_day(each.day).isoformat(), each.role, each.why.name.zh]
            for each in trace.days
            if not each.counted
        ],
    }


def amount_text(amount: Amount) -> str:
    """The amount of a limit in the profile's own words."""
    match amount:
        case Elapsed(seconds):
            hours, rest = divmod(seconds, 3_600)
            return f"{seconds // 60} minutes" if rest else f"{hours} hours"
        case WorkingDays(halves):
            whole = halves // 2
            return f"{whole}.5 working days" if halves % 2 else f"{whole} working days"
        case CalendarDays(days):
            return f"{days} calendar days"
        case Months(months):
            return f"{months} months"
        case _:
            return f"{amount.seconds // 60} working minutes"
