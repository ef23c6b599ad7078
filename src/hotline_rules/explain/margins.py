"""How early, how late, and how much is left, by the wall clock and as counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.clock import CalendarDays, Elapsed, Months, WorkingTime
from hotline_rules.clock.amount import size
from hotline_rules.diagnostics import Text
from hotline_rules.explain.wording import hours_text, say, span_text, working_days

if TYPE_CHECKING:
    from hotline_rules.clock import End
    from hotline_rules.evaluate.state import Instance


def margin_text(inst: Instance, end: End, at: int) -> Text:
    """How much earlier or later than the end something was done."""
    if at >= end.first_late:
        return late_text(inst, end, at)
    early = end.at - at
    if not early:
        return Text("正好在期满那一刻", "exactly at the end")
    limit = inst.body.limit
    if limit is not None and not limit.duty:
        return say("离期满还有{0}", "with {0} left", span_text(early))
    return say("早{0}", "{0} early", span_text(early))


def late_text(inst: Instance, end: End, at: int) -> Text:
    """How long after the end by the wall clock, and the part of it that counts."""
    wall = at - end.at
    if not wall:
        return Text("到了期满那一刻，已算超期", "late from that very instant on")
    limit = inst.body.limit
    late = Text("超期", "") if limit is None or limit.duty else Text("逾期", "")
    text = say("{1}{0}", "{0} late", span_text(wall), late)
    counted = _counted_hours(inst, end.at, at)
    if counted is None or counted == wall:
        return text
    return say(
        "{0}（其中应计{1}）", "{0} ({1} of it counted)", text, hours_text(counted)
    )


def left_text(inst: Instance, end: End, now: int) -> Text:
    """How much is left: by the wall clock, and as the limit counts."""
    limit = inst.body.limit
    text = say("还剩{0}", "{0} left", span_text(max(end.at - now, 0)))
    counted = _counted_hours(inst, now, end.at)
    if counted is not None and counted != end.at - now:
        return say(
            "{0}（其中应计{1}）", "{0} ({1} of it counted)", text, hours_text(counted)
        )
    kind = None if limit is None else limit.kind
    if limit is None or kind in (None, Elapsed, WorkingTime, CalendarDays, Months):
        return text
    rest = size(limit.clock.remaining(now, end, kind))
    if not rest:
        return say("{0}，今天是最后一天", "{0}, today is the last day", text)
    days = working_days(rest)
    return say("{0}（今天之后{1}）", "{0} ({1} after today)", text, days)


def _counted_hours(inst: Instance, start: int, until: int) -> int | None:
    """Seconds that count, for limits in hours; ``None`` for others."""
    limit = inst.body.limit
    if limit is None or limit.kind not in (Elapsed, WorkingTime) or until < start:
        return None
    try:
        return size(limit.clock.elapsed(start, until, limit.kind))
    except ValueError:
        return None
