"""One loop over seven clocks of a ticket, in which only the calendar is exchanged.

Signing, first contact, return, handling, call-back, redo, closing: each clock starts
and stops on its events, has a yellow point before and knows how late it is. The loop is
the same for all and as lean as we can make it: tables, numbered clocks, no object per
step. A calendar brings three functions and its own kind of instant. Hours are office
hours, 09:00 to 17:00 of working days, and so is lateness; days end at 24:00.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import businesstimedelta
import chinese_calendar
import numpy as np
import pandas as pd

from benchmarks.instants import epoch, to_the_second
from benchmarks.measure import check, compare
from benchmarks.ours import calendar_of, clock_of
from benchmarks.peers import (
    CLOSES,
    OPENS,
    SHANGHAI,
    Peers,
    chinesecalendar_add,
    step_between,
    step_days,
    step_open,
)
from benchmarks.story import Told, against
from hotline_rules.clock import WorkingDays, WorkingTime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from benchmarks.story import Scale

GOALS = {
    "day stepping over datetime": 4,
    "holidays + businesstimedelta": 20,
    "pandas CustomBusinessDay/Hour": 35,
    "chinesecalendar": 100,
}
DAY = timedelta(days=1)
# clock: starts on, stops on, limit, yellow so much before; in hours or working days.
# No limit in hours is a whole number of days: one that ends where business does is over
# at the close by all others, at the next opening by pandas.
HANDLING = {
    "urgent": ("hours", 22, 4),
    "normal": ("days", 5, 1),
    "hard": ("days", 15, 2),
}
CLOCKS: dict[str, tuple[str, str, tuple[str, int, int]]] = {
    "sign": ("dispatched", "signed_for", ("hours", 2, 1)),
    "contact": ("signed_for", "caller_contacted", ("hours", 7, 2)),
    "return": ("dispatched", "caller_contacted", ("days", 2, 1)),
    "handle": ("dispatched", "result_submitted", ("level", 0, 0)),
    "callback": ("result_submitted", "callback_done", ("days", 3, 1)),
    "redo": ("redo_ordered", "result_submitted", ("days", 5, 1)),
    "close": ("ticket_created", "closed", ("days", 20, 3)),
}
NONE, YELLOW, RED = range(3)


@dataclass(frozen=True)
class Adapter:
    """A calendar as the loop sees it; ends are the first instant not permitted."""

    name: str
    instant: Callable[[datetime], Any]
    days: Callable[[int], Callable[[Any], Any]]
    hours: Callable[[int], Callable[[Any], Any]]
    between: Callable[[Any, Any], int]


Row = tuple[int, Any, Any, int, int]
Started = tuple[int, Any, Any]
Plan = dict[str, tuple[tuple[int, ...], tuple[Started, ...]]]
Ticket = tuple[str, list[tuple[str, Any]], Any]


def judge(plan: Plan, between: Any, events: Sequence[Any], now: Any) -> list[Row]:
    """Return a row a clock: number, start, end, light, seconds late at its stop or now.

    Args:
        plan: event type to the clocks that it stops, and those that it starts with
            their two functions; every type has an entry.
        between: seconds of office hours between two instants.
        events: (type, instant), in order.
        now: what clocks that still run are judged at.
    """
    rows: list[Row] = []
    add = rows.append
    begun, ends, yellows = [None] * 7, [None] * 7, [None] * 7
    for kind, at in events:
        stops, starts = plan[kind]
        for clock in stops:
            end = ends[clock]
            if end is not None:
                ends[clock] = None
                if at >= end:
                    add((clock, begun[clock], end, RED, between(end, at)))
                else:
                    light = YELLOW if at >= yellows[clock] else NONE
                    add((clock, begun[clock], end, light, 0))
        for clock, late, soon in starts:
            begun[clock] = at
            ends[clock] = late(at)
            yellows[clock] = soon(at)
    for clock, end in enumerate(ends):
        if end is not None:
            if now >= end:
                add((clock, begun[clock], end, RED, between(end, now)))
            else:
                light = YELLOW if now >= yellows[clock] else NONE
                add((clock, begun[clock], end, light, 0))
    return rows


def plan_of(adapter: Adapter, level: str) -> Plan:
    """Compile the table of clocks for one kind of ticket and one calendar."""
    plan: dict[str, tuple[list[int], list[Started]]] = {
        kind: ([], []) for kind in ("return_decided", "closed")
    }
    for clock, (starts, stops, limit) in enumerate(CLOCKS.values()):
        unit, number, lead = HANDLING[level] if limit[0] == "level" else limit
        maker = adapter.days if unit == "days" else adapter.hours
        plan.setdefault(stops, ([], []))[0].append(clock)
        started = (clock, maker(number), maker(number - lead))
        plan.setdefault(starts, ([], []))[1].append(started)
    return {kind: (tuple(a), tuple(b)) for kind, (a, b) in plan.items()}


def tickets(number: int, seed: int = 3) -> list[Ticket]:
    """Draw histories of about nine events, in local time without a zone."""
    draw = random.Random(seed)
    found: list[Ticket] = []
    for _ in range(number):
        at = datetime.fromisoformat("2024-01-02T09:00:00")
        at += timedelta(minutes=draw.randrange(60 * 24 * 900))
        events: list[tuple[str, Any]] = []
        steps = ["ticket_created", "dispatched", "signed_for", "caller_contacted"]
        if draw.random() < 0.25:
            steps += ["return_decided", "dispatched", "signed_for"]
        steps += ["result_submitted", "callback_done"]
        if draw.random() < 0.3:
            steps += ["redo_ordered", "result_submitted", "callback_done"]
        for kind in [*steps, "closed"]:
            events.append((kind, at))
            at += timedelta(seconds=draw.randrange(600, 60 * 60 * 80))
        level = draw.choices(list(HANDLING), (1, 6, 3))[0]
        found.append((level, events, at))
    return found


def ours(peers: Peers) -> Adapter:
    calendar = calendar_of(peers.rest_days)
    # What ends at 17:00:00 is late then, as with the others.
    clock = clock_of(calendar, at_the_limit="reached_counts")
    used = calendar.office.used
    return Adapter(
        "hotline_rules",
        epoch,
        lambda number: clock.late_after(WorkingDays.whole(number)),
        lambda number: clock.late_after(WorkingTime(number * 3600)),
        lambda start, until: used(until) - used(start),
    )


def midnight_after(day: date) -> datetime:
    return datetime.combine(day + DAY, time())


def same(when: datetime) -> datetime:
    return when


def stepping(peers: Peers) -> Adapter:
    off = peers.rest_days
    return Adapter(
        "day stepping over datetime",
        same,
        lambda n: lambda at: midnight_after(step_days(at.date(), n, off)),
        lambda n: lambda at: step_open(at, timedelta(hours=n), off, OPENS, CLOSES),
        lambda start, until: step_between(start, until, off, OPENS, CLOSES),
    )


def packages(peers: Peers) -> Adapter:
    """Days by `holidays`, hours and lateness by `businesstimedelta`."""
    nth, rules = peers.holidays.get_nth_working_day, peers.office_hours

    def days(number: int) -> Callable[[datetime], datetime]:
        return lambda at: SHANGHAI.localize(midnight_after(nth(at.date(), number)))

    def hours(number: int) -> Callable[[datetime], datetime]:
        amount = businesstimedelta.BusinessTimeDelta(rules, hours=number)
        return lambda at: at + amount

    def between(start: datetime, until: datetime) -> int:
        passed = rules.difference(start, until)
        return int(passed.hours * 3600 + passed.seconds)

    return Adapter(
        "holidays + businesstimedelta", SHANGHAI.localize, days, hours, between
    )


def pandas(peers: Peers) -> Adapter:
    """Days and hours by pandas, lateness by numpy's days and the hours at both ends."""
    count, calendar, off = np.busday_count, peers.numpy, peers.rest_days
    opens, day_long = OPENS.hour * 3600, (CLOSES.hour - OPENS.hour) * 3600
    midnight = pd.Timedelta(days=1)

    def days(number: int) -> Callable[[pd.Timestamp], pd.Timestamp]:
        some = peers.pandas_days(number)
        return lambda at: (at + some).normalize() + midnight

    def hours(number: int) -> Callable[[pd.Timestamp], pd.Timestamp]:
        some = peers.pandas_hours(number)
        return lambda at: at + some

    def within(at: pd.Timestamp) -> int:
        if at.date() in off:
            return 0
        passed = at.hour * 3600 + at.minute * 60 + at.second - opens
        return int(min(max(passed, 0), day_long))

    def between(start: pd.Timestamp, until: pd.Timestamp) -> int:
        whole = int(count(start.date(), until.date(), busdaycal=calendar))
        return whole * day_long - within(start) + within(until)

    return Adapter("pandas CustomBusinessDay/Hour", pd.Timestamp, days, hours, between)


class Asking:
    """Days off by asking `chinesecalendar` each time."""

    def __contains__(self, day: object) -> bool:
        return not chinese_calendar.is_workday(day)


def chinesecalendar(_peers: Peers) -> Adapter:
    off: Any = Asking()
    return Adapter(
        "chinesecalendar",
        same,
        lambda n: lambda at: midnight_after(chinesecalendar_add(at.date(), n)),
        lambda n: lambda at: step_open(at, timedelta(hours=n), off, OPENS, CLOSES),
        lambda start, until: step_between(start, until, off, OPENS, CLOSES),
    )


CALENDARS = (ours, stepping, packages, pandas, chinesecalendar)


def run(scale: Scale, _folder: Path) -> Told:
    """Compare the whole loop, a ticket at a time."""
    peers, drawn = Peers(), tickets(scale.drawn)
    passes = {}
    for make in CALENDARS:
        adapter = make(peers)
        passes[adapter.name] = prepared(adapter, drawn)
    check({name: _plain(one()) for name, one in passes.items()})
    timings = compare({n: (one, len(drawn)) for n, one in passes.items()}, scale)
    events = sum(len(events) for _, events, _ in drawn) / len(drawn)
    title = f"Seven clocks of a ticket ({events:.1f} events)"
    told = Told([against(title, timings, GOALS, "ticket")])
    told.numbers = {timing.name: f"{timing.ratio:.1f}" for timing in timings[1:]}
    return told


def prepared(
    adapter: Adapter, drawn: Sequence[Ticket]
) -> Callable[[], list[list[Row]]]:
    """Return one pass over all tickets; instants and plans are made beforehand."""
    plans = {level: plan_of(adapter, level) for level in HANDLING}
    instant, between = adapter.instant, adapter.between
    inputs = [
        (plans[level], [(kind, instant(at)) for kind, at in events], instant(now))
        for level, events, now in drawn
    ]
    return lambda: [judge(plan, between, events, now) for plan, events, now in inputs]


def _plain(tickets: list[list[Row]]) -> list[object]:
    return [
        (clock, to_the_second(start), to_the_second(end), light, late)
        for rows in tickets
        for clock, start, end, light, late in rows
    ]
