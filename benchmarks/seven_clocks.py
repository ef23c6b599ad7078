"""One loop over seven clocks of a ticket, in which only the calendar is exchanged.

Signing, first contact, return, handling, call-back, redo, closing: each clock starts
and stops on its events, has a yellow point before and knows how late it is. The loop is
the same for all; a calendar brings three functions and its own kind of instant. Hours
are office hours, 09:00 to 17:00 of working days, and so is lateness; days end at 24:00.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import businesstimedelta
import chinese_calendar

from benchmarks.arithmetic import check, epoch, local
from benchmarks.measure import Timing, compare
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
from hotline_rules.clock import WorkingDays, WorkingTime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DAY = timedelta(days=1)
# clock: starts on, stops on, limit, yellow so much before; in hours or working days.
HANDLING = {
    "urgent": ("hours", 24, 4),
    "normal": ("days", 5, 1),
    "hard": ("days", 15, 2),
}
CLOCKS: dict[str, tuple[str, str, tuple[str, int, int]]] = {
    "sign": ("dispatched", "signed_for", ("hours", 2, 1)),
    "contact": ("signed_for", "caller_contacted", ("hours", 8, 2)),
    "return": ("dispatched", "caller_contacted", ("days", 2, 1)),
    "handle": ("dispatched", "result_submitted", ("level", 0, 0)),
    "callback": ("result_submitted", "callback_done", ("days", 3, 1)),
    "redo": ("redo_ordered", "result_submitted", ("days", 5, 1)),
    "close": ("ticket_created", "closed", ("days", 20, 3)),
}


@dataclass(frozen=True)
class Adapter:
    """A calendar as the loop sees it; ends are the first instant not permitted."""

    name: str
    instant: Callable[[datetime], Any]
    days: Callable[[int], Callable[[Any], Any]]
    hours: Callable[[int], Callable[[Any], Any]]
    between: Callable[[Any, Any], int]


Row = tuple[str, Any, Any, str, int]
Plan = dict[str, tuple[list[str], list[tuple[str, Any, Any]]]]
Ticket = tuple[str, list[tuple[str, Any]], Any]


def judge(plan: Plan, between: Any, events: Sequence[Any], now: Any) -> list[Row]:
    """Return a row a clock: name, start, end, light, seconds late at the stop or now.

    Args:
        plan: event type to the clocks that it stops, and those that it starts with
            their two functions.
    """
    rows: list[Row] = []
    running: dict[str, tuple[Any, Any, Any]] = {}

    def row(name: str, clock: tuple[Any, Any, Any], at: Any) -> None:
        start, end, yellow = clock
        if at >= end:
            rows.append((name, start, end, "red", between(end, at)))
        else:
            rows.append((name, start, end, "yellow" if at >= yellow else "none", 0))

    for kind, at in events:
        stopped, started = plan.get(kind, NOTHING)
        for name in stopped:
            clock = running.pop(name, None)
            if clock is not None:
                row(name, clock, at)
        for name, add, add_less in started:
            running[name] = (at, add(at), add_less(at))
    for name, clock in running.items():
        row(name, clock, now)
    return rows


NOTHING: tuple[list[str], list[tuple[str, Any, Any]]] = ([], [])


def plan_of(adapter: Adapter, level: str) -> Plan:
    """Compile the table of clocks for one kind of ticket and one calendar."""
    plan: Plan = {}
    for name, (starts, stops, limit) in CLOCKS.items():
        unit, number, lead = HANDLING[level] if limit[0] == "level" else limit
        maker = adapter.days if unit == "days" else adapter.hours
        plan.setdefault(stops, ([], []))[0].append(name)
        started = (name, maker(number), maker(number - lead))
        plan.setdefault(starts, ([], []))[1].append(started)
    return plan


def tickets(seed: int = 3, number: int = 60) -> list[Ticket]:
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
    clock = clock_of(calendar)

    def days(number: int) -> Callable[[int], int]:
        add = clock.adder(WorkingDays.whole(number))
        return lambda at: add(at).at

    def hours(number: int) -> Callable[[int], int]:
        add = clock.adder(WorkingTime(number * 3600))
        return lambda at: add(at).at

    used = calendar.office.used
    return Adapter("hotline_rules", epoch, days, hours, lambda a, b: used(b) - used(a))


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
        lost: int = round(rules.difference(start, until).timedelta.total_seconds())
        return lost

    return Adapter(
        "holidays + businesstimedelta", SHANGHAI.localize, days, hours, between
    )


class Asking(set[date]):
    """Stands in for the set of rest days, and asks `chinesecalendar` each time."""

    def __contains__(self, day: object) -> bool:
        return not chinese_calendar.is_workday(day)


def chinesecalendar(_peers: Peers) -> Adapter:
    off = Asking()
    return Adapter(
        "chinesecalendar",
        same,
        lambda n: lambda at: midnight_after(chinesecalendar_add(at.date(), n)),
        lambda n: lambda at: step_open(at, timedelta(hours=n), off, OPENS, CLOSES),
        lambda start, until: step_between(start, until, off, OPENS, CLOSES),
    )


def seven_clocks(peers: Peers) -> list[Timing]:
    """Compare the whole loop, a ticket at a time."""
    drawn = tickets()
    results, candidates = {}, {}
    for make in (ours, stepping, packages, chinesecalendar):
        adapter = make(peers)
        plans = {level: plan_of(adapter, level) for level in HANDLING}
        inputs = [
            (plans[level], [(k, adapter.instant(at)) for k, at in events], now)
            for level, events, now in drawn
        ]
        inputs = [(plan, events, adapter.instant(now)) for plan, events, now in inputs]

        def run(
            inputs: Any = inputs, between: Any = adapter.between
        ) -> list[list[Row]]:
            return [judge(plan, between, events, now) for plan, events, now in inputs]

        results[adapter.name] = [_plain(row) for rows in run() for row in rows]
        candidates[adapter.name] = (run, len(drawn))
    check(results)
    return compare(candidates)


def _plain(row: Row) -> object:
    name, start, end, light, late = row
    return name, _local(start), _local(end), light, late


def _local(instant: Any) -> datetime:
    if isinstance(instant, int):
        return local(instant)
    rounded: datetime = instant.replace(tzinfo=None) + timedelta(milliseconds=500)
    return rounded.replace(microsecond=0)
