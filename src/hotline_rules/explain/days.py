"""The days behind an end, folded by runs: what counted, what did not, and why."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from hotline_rules.calendar import BeyondCalendarError
from hotline_rules.diagnostics import Text
from hotline_rules.explain.model import Reason
from hotline_rules.explain.names import notice_name
from hotline_rules.explain.wording import (
    NOTHING,
    days_text,
    hours_text,
    join,
    say,
    working_days,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotline_rules.calendar import DayReason
    from hotline_rules.clock import Amount, Clock, End, Trace, TraceDay
    from hotline_rules.explain.names import Names

_ROLES = {
    "start": Text("起算当天，不计", "day of the start, not counted"),
    "rest": Text("不计", "not counted"),
    "paused": Text("停表，不计", "paused, not counted"),
    "closed": Text("没有可计的时间", "no countable time"),
    "rolled": Text("已数满，只顺延末端", "all counted; the end only moves on"),
}
_FROM_END = Text("起点，不计", "starting point, not counted")


def trace_or_none(
    clock: Clock,
    start: int,
    end: End,
    amount: Amount | type[Amount],
    pauses: Sequence[tuple[int, int]] = (),
    cap: Amount | None = None,
) -> Trace | None:
    """The trace of a limit; ``None`` when it is too long to be of use."""
    try:
        return clock.trace(start, end, amount, pauses, cap)
    except (ValueError, BeyondCalendarError):
        return None


def day_rows(
    trace: Trace, names: Names, *, from_start: bool = True, folded: bool = True
) -> tuple[Reason, ...]:
    """A row for each run of days that had the same part in the limit.

    Args:
        trace: of a limit or of a mark.
        names: for the notices.
        from_start: counted from the start of a limit; false: from an earlier end.
        folded: false: each day in a row of its own, with why it is a working day.
    """
    rows = []
    for _, run in groupby(
        trace.days, key=lambda day: _sort(day, trace) if folded else day.day
    ):
        rows.append(_row(list(run), trace, names, from_start=from_start, folded=folded))
    return tuple(rows)


def notices_of(traces: Iterable[Trace]) -> tuple[str, ...]:
    """The notices that decided any of the days."""
    found: dict[str, None] = {}
    for trace in traces:
        for day in trace.days:
            if day.why.notice is not None:
                found[day.why.notice] = None
    return tuple(found)


def _sort(day: TraceDay, trace: Trace) -> tuple[object, ...]:
    """What days of one row have in common."""
    why = day.why
    whole = (day.counted, day.role, why.kind, why.name.zh, why.notice, why.provisional)
    # Hours are shown day by day unless each day adds the same.
    return (*whole, day.gained if trace.unit == "seconds" else day.gained > 0)


def _row(
    run: list[TraceDay],
    trace: Trace,
    names: Names,
    *,
    from_start: bool,
    folded: bool,
) -> Reason:
    first, last = run[0], run[-1]
    span = days_text(first.day, last.day)
    what = _counted(run, trace) if last.counted else _ROLES[last.role]
    why = _why(last.why, names, shown=not last.counted or last.why.kind != "working")
    if last.role == "start" and not from_start:
        what = _FROM_END
    if last.why.kind == "working":
        why = NOTHING if folded else Text("工作日", "working day")
    notice = last.why.notice
    return Reason(
        what="day",
        text=join((span, what, why), "：", ": "),
        cells=(span, what, why),
        refs=() if notice is None else (notice,),
    )


def _counted(run: list[TraceDay], trace: Trace) -> Text:
    gained, total = sum(day.gained for day in run), run[-1].total
    if trace.unit == "seconds":
        more, all_ = hours_text(gained), hours_text(total)
    elif trace.unit == "halves":
        more, all_ = working_days(gained), working_days(total)
    else:
        more, all_ = say("{0}天", "{0} d", gained), say("{0}天", "{0} d", total)
    if gained == total:
        return say("计{0}", "counts {0}", more)
    return say("计{0}，累计{1}", "counts {0}, {1} in all", more, all_)


def _why(why: DayReason, names: Names, *, shown: bool) -> Text:
    """Why the calendar says so, and whose word that is."""
    if not shown:
        return NOTHING
    name = why.name
    if why.kind == "makeup":
        name = Text("调休上班", "make-up working day")
    elif why.kind == "holiday":
        name = say("{0}放假", "{0}", name)
    elif why.kind == "statutory_unannounced":
        name = say(
            "{0}（法定，放假安排未公布）", "{0} (statutory, no notice yet)", name
        )
    notice = None if why.notice is None else names.notice(why.notice)
    if notice is not None:
        name = say("{0}，{1}", "{0}, {1}", name, notice_name(notice))
    if why.provisional and why.kind != "statutory_unannounced":
        name = say("{0}（未定）", "{0} (not settled)", name)
    return name
