"""Duties that were late, and duties that were met close to their end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hotline_rules.diagnostics import Text
from hotline_rules.explain.wording import say
from hotline_rules.explain.words import STATES
from hotline_rules.report.reading import (
    in_period,
    last_instant,
    local_month,
    records,
    stretches,
)
from hotline_rules.report.workbook import origin
from hotline_rules.report.workbook.sheet import Column, Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hotline_rules.report.workbook.source import Source

HOUR = 3_600
_LATE = pa.array(["met_late", "overdue"])
_STATES = {
    text: tint
    for state, tint in (("overdue", "red"), ("met_late", "yellow"))
    for text in (STATES[state].zh, STATES[state].en)
}
_TABLE = (
    *("ticket", "id", "rule", "title", "kind", "role", "unit", "started_at", "due_at"),
    *("inclusive", "state", "ended_at", "original_due_at", "flags", "readings"),
    *("cites", "reason", "because"),
)
_FIRST = (
    origin.TICKET,
    origin.UNIT,
    Column(Text("时限", "limit"), 16, "long"),
    Column(Text("状态", "state"), 11, tints=_STATES),
    Column(Text("期满", "due"), 21, "end"),
    Column(Text("实际完成", "done"), 21, "instant"),
)
_REST = (
    Column(Text("计入天数", "days counted"), 6, "number"),
    Column(Text("逐日", "day by day"), 28, "long"),
    Column(Text("依据", "source"), 20, "long"),
    Column(Text("理由", "reason"), 40, "long"),
    # From here on for the screen only.
    Column(Text("期限", "length"), 14),
    Column(Text("起算", "started"), 21, "instant"),
    Column(Text("改动前的期满", "due before any change"), 21, "end"),
    Column(Text("折合小时", "in hours"), 10, "decimal"),
    Column(Text("条文大意", "what it says"), 70, "long"),
    Column(Text("备注", "remarks"), 40, "long"),
    Column(Text("读法", "readings"), 60, "long"),
    Column(Text("结果编号", "id"), 36, "long"),
    *origin.COLUMNS,
)
_PRINTED = 11


def late(source: Source) -> Listing:
    """The duties of the period that were met late or are late and owed."""
    how = Column(Text("迟了多久", "how late"), 14, "long")
    return Listing(
        Text("超期", "late"),
        Text(
            "期满在这段时间里而超期的办理义务，完成了的和至今没有完成的都在内；"
            "没有完成的，迟了多久算到判断时刻为止。",
            "Duties due in the period and late, done or not; how late those are that "
            "are not done is told as of the instant of judgement.",
        ),
        (*_FIRST, how, *_REST),
        _rows(source, lambda table: pc.is_in(table["state"], value_set=_LATE), _late),
        _PRINTED,
    )


def near(source: Source) -> Listing:
    """The duties of the period met close to their end."""
    how = Column(
        Text("早晚多少（尺度见“说明”）", "by how much (see the first sheet)"),
        14,
        "long",
    )
    return Listing(
        Text("压线", "near misses"),
        say(
            "期满在这段时间里、完成的时刻贴着期满那一刻的办理义务。{0}",
            "Duties due in the period and met close to their end. {0}",
            source.margin.told(),
        ),
        (*_FIRST, how, *_REST),
        _rows(
            source, lambda table: source.margin.holds(table, source.terms.zone), _near
        ),
        _PRINTED,
    )


def _rows(
    source: Source,
    chosen: Callable[[Any], Any],
    told: Callable[[Source, Mapping[str, Any]], tuple[str | None, float | None]],
) -> Iterator[tuple[Any, ...]]:
    wanted = {"tickets": origin.TICKETS, "deadlines": _TABLE}
    for tables in stretches(source.run, wanted):
        found = tables["deadlines"]
        found = found.filter(pc.and_(pc.equal(found["kind"], "duty"), chosen(found)))
        months = local_month(last_instant(found), source.terms.zone)
        found = found.filter(in_period(months, source.period))
        tickets = origin.tickets_of(tables["tickets"], found)
        for limit in records(found):
            yield _row(source, limit, tickets[limit["ticket"]], told(source, limit))


def _row(
    source: Source,
    limit: Mapping[str, Any],
    ticket: Mapping[str, Any],
    how: tuple[str | None, float | None],
) -> tuple[Any, ...]:
    says = source.says
    days = json.loads(limit["because"] or "{}").get("days")
    amount = None if days is None else days["amount"]
    first_due = limit["original_due_at"]
    words, hours = how
    return (
        ticket["id"],
        source.terms.bearer(limit["role"], limit["unit"]),
        source.title_of(limit),
        says(STATES[limit["state"]]),
        source.end_of({}, limit),
        limit["ended_at"],
        words,
        says.counted_days(days),
        says.days(days),
        says.articles(limit["cites"]),
        limit["reason"],
        says.amount(amount),
        limit["started_at"],
        None if first_due is None else (first_due, bool(limit["inclusive"])),
        hours,
        says.gists(limit["cites"]),
        says.flags(limit["flags"]),
        limit["readings"],
        limit["id"],
        *origin.origin(ticket),
    )


def seconds_late(source: Source, limit: Mapping[str, Any]) -> int | None:
    """How long after its end a duty was met, or is owed by now; ``None``: in time."""
    if limit.get("state") not in ("met_late", "overdue") or limit["kind"] != "duty":
        return None
    done = source.as_of if limit["ended_at"] is None else limit["ended_at"]
    return int(done - limit["due_at"])


def late_by(source: Source, seconds: int | None) -> str | None:
    """How late, by the wall clock, in words."""
    return None if seconds is None else source.says.span(seconds)


def _late(source: Source, limit: Mapping[str, Any]) -> tuple[str | None, float | None]:
    seconds = seconds_late(source, limit)
    return late_by(source, seconds), None if seconds is None else seconds / HOUR


def _near(source: Source, limit: Mapping[str, Any]) -> tuple[str | None, float | None]:
    left = limit["due_at"] - limit["ended_at"]
    words = say("早{0}", "{0} early", source.says.span(abs(left)))
    if limit["state"] == "met_late":
        words = say("迟{0}", "{0} late", source.says.span(abs(left)))
    return source.says(words), left / HOUR
