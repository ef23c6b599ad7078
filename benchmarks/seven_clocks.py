"""One loop over seven clocks of a ticket, in which only the calendar is exchanged.

Signing, first contact, return, handling, call-back, redo, closing: each clock starts
and stops on its events, has a yellow point before and knows how late it is. The loop is
the same for all; a calendar brings three functions and its own kind of instant.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import chinese_calendar

from benchmarks.arithmetic import check, epoch, local
from benchmarks.measure import Timing, compare
from benchmarks.ours import calendar_of, clock_of
from benchmarks.peers import (
    SHANGHAI,
    Peers,
    chinesecalendar_add,
    step_between,
    step_days,
    step_hours,
)
from hotline_rules.clock import Elapsed, WorkingDays

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DAY = timedelta(days=1)
# clock: starts on, stops on, limit (hours or working days), yellow before (the same).
CLOCKS: dict[str, tuple[str, str, tuple[str, int], int]] = {
    "sign": ("dispatched", "signed_for", ("hours", 2), 1),
    "contact": ("signed_for", "caller_contacted", ("hours", 24), 4),
    "return": ("dispatched", "caller_contacted", ("days", 2), 1),
    "handle": ("dispatched", "result_submitted", ("days", 5), 1),
    "callback": ("result_submitted", "callback_done", ("days", 3), 1),
    "redo": ("redo_ordered", "result_submitted", ("days", 5), 1),
    "close": ("ticket_created", "closed", ("days", 15), 2),
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


def judge(plan: Sequence[Any], between: Any, events: Sequence[Any]) -> list[Row]:
    """Return a row a clock: name, start, end, light, seconds late.

    The last event is of no kind: the instant as of which the ticket is judged.
    """
    rows = []
    running: dict[str, tuple[Any, Any, Any]] = {}
    for kind, at in events:
        for name, starts, stops, add, add_less in plan:
            if kind == stops or kind is None:
                clock = running.pop(name, None)
                if clock is not None:
                    start, end, yellow = clock
                    if at >= end:
                        late = between(end, at)
                        rows.append((name, start, end, "red", late))
                    else:
                        light = "yellow" if at >= yellow else "none"
                        rows.append((name, start, end, light, 0))
            if kind == starts:
                running[name] = (at, add(at), add_less(at))
    return rows


def plan_of(adapter: Adapter) -> list[Any]:
    plan = []
    for name, (starts, stops, (unit, number), lead) in CLOCKS.items():
        maker = adapter.days if unit == "days" else adapter.hours
        plan.append((name, starts, stops, maker(number), maker(number - lead)))
    return plan


def tickets(seed: int = 3, number: int = 60) -> list[list[tuple[str | None, datetime]]]:
    """Draw histories of about nine events, in local time without a zone."""
    draw = random.Random(seed)
    found = []
    for _ in range(number):
        at = datetime.fromisoformat("2024-01-02T09:00:00")
        at += timedelta(minutes=draw.randrange(60 * 24 * 900))
        events: list[tuple[str | None, datetime]] = []
        steps = ["ticket_created", "dispatched", "signed_for", "caller_contacted"]
        if draw.random() < 0.25:
            steps += ["return_decided", "dispatched", "signed_for"]
        steps += ["result_submitted", "callback_done"]
        if draw.random() < 0.3:
            steps += ["redo_ordered", "result_submitted", "callback_done"]
        for kind in [*steps, "closed"]:
            events.append((kind, at))
            at += timedelta(seconds=draw.randrange(600, 60 * 60 * 80))
        found.append([*events, (None, at)])
    return found


def ours(peers: Peers) -> Adapter:
    calendar = calendar_of(peers.rest_days)
    clock = clock_of(calendar)

    def days(number: int) -> Callable[[int], int]:
        add = clock.adder(WorkingDays.whole(number))
        return lambda at: add(at).at

    def hours(number: int) -> Callable[[int], int]:
        add = clock.adder(Elapsed(number * 3600))
        return lambda at: add(at).at

    def between(start: int, until: int) -> int:
        return clock.elapsed(start, until, Elapsed).seconds  # type: ignore[union-attr]

    return Adapter("hotline_rules", epoch, days, hours, between)


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
        lambda n: lambda at: step_hours(at, timedelta(hours=n), off),
        lambda start, until: step_between(start, until, off),
    )


def packages(peers: Peers) -> Adapter:
    """Days by `holidays`, hours and lateness by `businesstimedelta`."""
    nth, rules = peers.holidays.get_nth_working_day, peers.businesstimedelta

    def days(number: int) -> Callable[[datetime], datetime]:
        return lambda at: SHANGHAI.localize(midnight_after(nth(at.date(), number)))

    def hours(number: int) -> Callable[[datetime], datetime]:
        amount = peers.hours(number)
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
        lambda n: lambda at: step_hours(at, timedelta(hours=n), off),
        lambda start, until: step_between(start, until, off),
    )


def seven_clocks(peers: Peers) -> list[Timing]:
    """Compare the whole loop, a ticket at a time."""
    drawn = tickets()
    results, candidates = {}, {}
    for make in (ours, stepping, packages, chinesecalendar):
        adapter = make(peers)
        plan, between = plan_of(adapter), adapter.between
        inputs = [[(k, adapter.instant(at)) for k, at in each] for each in drawn]

        def run(
            plan: Any = plan, between: Any = between, inputs: Any = inputs
        ) -> list[list[Row]]:
            return [judge(plan, between, events) for events in inputs]

        results[adapter.name] = [_plain(row) for rows in run() for row in rows]
        candidates[adapter.name] = (run, len(drawn))
    check(results)
    return compare(candidates)


class Lateness(int):
    """Seconds; `businesstimedelta` drops up to one, which must not stop the timing."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int) and abs(self - other) <= 1

    __hash__ = int.__hash__


def _plain(row: Row) -> object:
    name, start, end, light, late = row
    return name, _local(start), _local(end), light, Lateness(late)


def _local(instant: Any) -> datetime:
    if isinstance(instant, int):
        return local(instant)
    rounded: datetime = instant.replace(tzinfo=None) + timedelta(milliseconds=500)
    return rounded.replace(microsecond=0)
