"""One call: add working days, add hours that skip rest days."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.measure import Timing, compare
from benchmarks.ours import calendar_of, clock_of
from benchmarks.peers import (
    SHANGHAI,
    Peers,
    chinesecalendar_add,
    step_days,
    step_hours,
)
from hotline_rules.clock import Elapsed, WorkingDays

if TYPE_CHECKING:
    from collections.abc import Callable

STARTS = 400
EAST_8 = timedelta(hours=8)


def starts(seed: int = 1, number: int = STARTS) -> list[datetime]:
    """Draw local instants of 2024 to 2026, rest days among them, without a zone."""
    draw = random.Random(seed)
    first = datetime.fromisoformat("2024-01-02")
    span = int((datetime.fromisoformat("2026-10-31") - first).total_seconds())
    return [first + timedelta(seconds=draw.randrange(span)) for _ in range(number)]


def epoch(local: datetime) -> int:
    return int((local - EAST_8).replace(tzinfo=UTC).timestamp())


def local(instant: int) -> datetime:
    return datetime.fromtimestamp(instant, UTC).replace(tzinfo=None) + EAST_8


def working_days(number: int, peers: Peers) -> list[Timing]:
    """Compare "N working days after", from what each takes to what each gives."""
    whens = starts()
    instants = [epoch(when) for when in whens]
    days = [when.date() for when in whens]
    stamps = [np.datetime64(day) for day in days]
    add = clock_of(calendar_of(peers.rest_days)).adder(WorkingDays.whole(number))
    offset, busday = np.busday_offset, peers.numpy
    nth = peers.holidays.get_nth_working_day
    off = peers.rest_days

    def by_numpy() -> list[object]:
        return [offset(d, number, roll="backward", busdaycal=busday) for d in stamps]

    runs: dict[str, Callable[[], list[object]]] = {
        "hotline_rules": lambda: [add(instant) for instant in instants],
        "numpy busday_offset": by_numpy,
        "holidays get_nth_working_day": lambda: [nth(day, number) for day in days],
        "chinesecalendar find_workday": lambda: [
            chinesecalendar_add(day, number) for day in days
        ],
        "stepping over a set of dates": lambda: [
            step_days(day, number, off) for day in days
        ],
    }
    check({name: [_last_day(x) for x in run()] for name, run in runs.items()})
    return compare({name: (run, len(whens)) for name, run in runs.items()})


def hours(number: int, peers: Peers) -> list[Timing]:
    """Compare "N hours after", where rest days stop the clock."""
    whens = starts(2)
    instants = [epoch(when) for when in whens]
    aware = [SHANGHAI.localize(when) for when in whens]
    add = clock_of(calendar_of(peers.rest_days)).adder(Elapsed(number * 3600))
    span, amount, off = timedelta(hours=number), peers.hours(number), peers.rest_days
    runs: dict[str, Callable[[], list[object]]] = {
        "hotline_rules": lambda: [add(instant) for instant in instants],
        "businesstimedelta": lambda: [when + amount for when in aware],
        "stepping over a set of dates": lambda: [
            step_hours(when, span, off) for when in whens
        ],
    }
    check({name: [_instant(x) for x in run()] for name, run in runs.items()})
    return compare({name: (run, len(whens)) for name, run in runs.items()})


def check(results: dict[str, list[object]]) -> None:
    """Refuse to time candidates that do not agree.

    Raises:
        SystemExit: naming the first difference.
    """
    first, *others = results
    for name in others:
        for number, (a, b) in enumerate(
            zip(results[first], results[name], strict=True)
        ):
            if a != b:
                raise SystemExit(f"{name} differs at input {number}: {a} / {b}")


def _last_day(result: object) -> date:
    if isinstance(result, np.datetime64):
        found: date = result.astype(object)
        return found
    if isinstance(result, date):
        return result
    assert isinstance(result, tuple)
    return local(result.first_late - 1).date()


def _instant(result: object) -> datetime:
    if isinstance(result, datetime):
        return (result + timedelta(milliseconds=500)).replace(
            microsecond=0, tzinfo=None
        )
    assert isinstance(result, tuple)
    return local(result.at)
