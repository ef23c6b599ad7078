"""One call: add working days, add hours, count the working time between."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from benchmarks.instants import draw_starts, epoch, to_the_second
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
    step_hours,
    step_open,
)
from benchmarks.story import Told, against
from hotline_rules.clock import Amount, Elapsed, End, WorkingDays, WorkingTime

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.measure import Timing
    from benchmarks.story import Scale

    Runs = dict[str, Callable[[], list[Any]]]

OURS, BARE = "hotline_rules", "hotline_rules, the bare instant"
STEPPING = "stepping over a set of dates"
GOALS = {
    "5 working days": {
        "numpy busday_offset": 12,
        "holidays get_nth_working_day": 40,
        "pandas CustomBusinessDay": 40,
        "chinesecalendar find_workday": 800,
        STEPPING: 4,
    },
    "46 hours": {"businesstimedelta": 60},
    "20 office hours": {"businesstimedelta": 60, "pandas CustomBusinessHour": 120},
    "Office hours between": {"businesstimedelta": 80},
}


def run(scale: Scale, _folder: Path) -> Told:
    """Compare one call of each kind."""
    peers = Peers()
    told = Told()
    for title, timings in (
        ("5 working days", working_days(5, peers, scale)),
        ("15 working days", working_days(15, peers, scale)),
        ("46 hours", hours(46, peers, scale)),
        ("20 office hours", office_hours(20, peers, scale)),
        ("Office hours between", between(peers, scale)),
    ):
        told.parts.append(against(title, timings, GOALS.get(title, {})))
        told.numbers |= {f"{title}, {x.name}": f"{x.ratio:.0f}" for x in timings[1:]}
    return told


def working_days(number: int, peers: Peers, scale: Scale) -> list[Timing]:
    """Compare "N working days after", from what each takes to what each gives."""
    whens = draw_starts(1, scale.starts)
    instants = [epoch(when) for when in whens]
    days = [when.date() for when in whens]
    stamps = [np.datetime64(day) for day in days]
    pandas_stamps = [pd.Timestamp(day) for day in days]
    clock, amount = clock_of(calendar_of(peers.rest_days)), WorkingDays.whole(number)
    add, late = clock.adder(amount), clock.late_after(amount)
    offset, busday = np.busday_offset, peers.numpy
    nth, some = peers.holidays.get_nth_working_day, peers.pandas_days(number)
    off = peers.rest_days

    def by_numpy() -> list[Any]:
        return [offset(d, number, roll="backward", busdaycal=busday) for d in stamps]

    runs: Runs = {
        OURS: lambda: [add(instant) for instant in instants],
        BARE: lambda: [late(instant) for instant in instants],
        "numpy busday_offset": by_numpy,
        "holidays get_nth_working_day": lambda: [nth(day, number) for day in days],
        "pandas CustomBusinessDay": lambda: [day + some for day in pandas_stamps],
        "chinesecalendar find_workday": lambda: [
            chinesecalendar_add(day, number) for day in days
        ],
        STEPPING: lambda: [step_days(day, number, off) for day in days],
    }
    return compared(runs, _last_day, len(whens), scale)


def hours(number: int, peers: Peers, scale: Scale) -> list[Timing]:
    """Compare "N hours after", where rest days stop the clock."""
    whens = draw_starts(2, scale.starts)
    aware = [SHANGHAI.localize(when) for when in whens]
    span, amount, off = timedelta(hours=number), peers.hours(number), peers.rest_days
    others: Runs = {
        "businesstimedelta": lambda: [when + amount for when in aware],
        STEPPING: lambda: [step_hours(when, span, off) for when in whens],
    }
    return _with_ours(Elapsed(number * 3600), whens, others, peers, scale)


def office_hours(number: int, peers: Peers, scale: Scale) -> list[Timing]:
    """Compare "N office hours after"."""
    whens = draw_starts(4, scale.starts)
    aware = [SHANGHAI.localize(when) for when in whens]
    stamps = [pd.Timestamp(when) for when in whens]
    span, off = timedelta(hours=number), peers.rest_days
    amount, some = peers.hours(number, office=True), peers.pandas_hours(number)
    others: Runs = {
        "businesstimedelta": lambda: [when + amount for when in aware],
        "pandas CustomBusinessHour": lambda: [stamp + some for stamp in stamps],
        STEPPING: lambda: [step_open(when, span, off, OPENS, CLOSES) for when in whens],
    }
    return _with_ours(WorkingTime(number * 3600), whens, others, peers, scale)


def _with_ours(
    amount: Amount, whens: list[datetime], others: Runs, peers: Peers, scale: Scale
) -> list[Timing]:
    """Compare both forms of ours with others; what is reached is late, as with them."""
    calendar = calendar_of(peers.rest_days)
    clock = clock_of(calendar, at_the_limit="reached_counts")
    add, late = clock.adder(amount), clock.late_after(amount)
    instants = [epoch(when) for when in whens]
    ours: Runs = {
        OURS: lambda: [add(instant) for instant in instants],
        BARE: lambda: [late(instant) for instant in instants],
    }
    return compared(ours | others, _instant, len(whens), scale)


def between(peers: Peers, scale: Scale) -> list[Timing]:
    """Compare the seconds of office hours between two instants, up to 12 days apart."""
    whens = draw_starts(5, scale.starts)
    lengths = [timedelta(hours=1 + 7 * n % 287) for n in range(len(whens))]
    pairs = [(one, one + some) for one, some in zip(whens, lengths, strict=True)]
    instants = [(epoch(one), epoch(two)) for one, two in pairs]
    localize = SHANGHAI.localize
    aware = [(localize(one), localize(two)) for one, two in pairs]
    used = calendar_of(peers.rest_days).office.used
    difference, off = peers.office_hours.difference, peers.rest_days
    runs: Runs = {
        OURS: lambda: [used(two) - used(one) for one, two in instants],
        "businesstimedelta": lambda: [difference(one, two) for one, two in aware],
        STEPPING: lambda: [
            step_between(one, two, off, OPENS, CLOSES) for one, two in pairs
        ],
    }
    return compared(runs, _seconds, len(whens), scale)


def compared(
    runs: Runs, plain: Callable[[Any], object], calls: int, scale: Scale
) -> list[Timing]:
    """Time candidates whose answers are the same."""
    check({name: [plain(x) for x in run()] for name, run in runs.items()})
    return compare({name: (run, calls) for name, run in runs.items()}, scale)


def _last_day(result: Any) -> date:
    if isinstance(result, np.datetime64):
        found: date = result.astype(object)
        return found
    if isinstance(result, pd.Timestamp):
        day: date = result.date()
        return day
    if isinstance(result, date):
        return result
    late = result.first_late if isinstance(result, End) else result
    return to_the_second(late - 1).date()


def _instant(result: Any) -> object:
    return to_the_second(result.first_late if isinstance(result, End) else result)


def _seconds(result: Any) -> int:
    if isinstance(result, int):
        return result
    return int(result.hours * 3600 + result.seconds)
