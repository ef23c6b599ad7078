"""The list of days of an answer: each counted day worked, each skipped day not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hotline_rules.checker.walk import DAY
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotline_rules.checker.case import Case
    from hotline_rules.checker.model import Verdict
    from hotline_rules.checker.walk import Point, Walker

_DAYS_OF_WORK = "working days"


def check_days(
    case: Case,
    days: Mapping[str, Any] | None,
    ends: Sequence[Point],
    verdict: Verdict,
) -> None:
    """Look at the days of a limit one by one.

    Args:
        case: the history and the result.
        days: as docs/results.md describes them.
        ends: the last of them is the day of one of these.
        verdict: takes the doubts.
    """
    if days is None or days["from"] is None:
        return
    walker = case.walker(days["counting"])
    counted = [date.fromisoformat(one) for one in days["counted"]]
    skipped = {date.fromisoformat(one[0]): one for one in days["skipped"]}
    _check_run(walker, days, counted, skipped, ends, verdict)
    if days["in"] == _DAYS_OF_WORK or _stops_on_rest_days(walker, days["in"]):
        _check_work(walker, counted, skipped, verdict)
    _check_rest(walker, skipped, verdict)
    if walker.way.halves_split_at is None:  # else the days are listed by halves
        _check_number(days, counted, verdict)


def _stops_on_rest_days(walker: Walker, unit: str) -> bool:
    """Whether hours stand still on days that are not worked."""
    return unit == "working hours" or (
        unit == "hours" and (walker.office or walker.way.rest_days_in_hours == "pause")
    )


def _check_run(
    walker: Walker,
    days: Mapping[str, Any],
    counted: Sequence[date],
    skipped: Mapping[date, Any],
    ends: Sequence[Point],
    verdict: Verdict,
) -> None:
    """No day is left out, none comes twice, and the last one is that of the end."""
    first, last = date.fromisoformat(days["from"]), date.fromisoformat(days["to"])
    listed = sorted([*counted, *skipped])
    whole = [first + number * DAY for number in range((last - first).days + 1)]
    if listed != whole:
        odd = sorted(set(whole) ^ set(listed)) or listed
        gives = Text(f"{odd[0]} 应当恰好出现一次", f"{odd[0]} belongs in it just once")
        verdict.doubt("days-with-gaps", "because.days", f"{first}–{last}", gives)
    if ends and last not in {walker.day_of_end(end) for end in ends}:
        shown = "、".join(str(walker.day_of_end(end)) for end in ends[:3])
        gives = Text(f"末日是 {shown}", f"the last day is {shown}")
        verdict.doubt("days-end-otherwise", "because.days.to", last, gives)


def _check_work(
    walker: Walker,
    counted: Sequence[date],
    skipped: Mapping[date, Any],
    verdict: Verdict,
) -> None:
    works = walker.world.works
    for day in counted:
        if not works(day):
            gives = Text(f"{day} 不是工作日", f"{day} is no working day")
            verdict.doubt("counts-a-rest-day", "because.days.counted", day, gives)
    for day, (_, part, _) in skipped.items():
        if works(day) and part not in ("start", "paused", "closed"):
            gives = Text(f"{day} 是工作日", f"{day} is a working day")
            verdict.doubt("skips-a-working-day", "because.days.skipped", day, gives)


def _check_rest(walker: Walker, skipped: Mapping[date, Any], verdict: Verdict) -> None:
    for day, (_, part, _) in skipped.items():
        if part == "rest" and walker.world.works(day):
            gives = Text(f"{day} 是工作日", f"{day} is a working day")
            verdict.doubt("skips-a-working-day", "because.days.skipped", day, gives)
        if part == "start" and day != min(skipped):
            gives = Text("起算当天只有一天", "a limit starts on one day")
            verdict.doubt("starts-twice", "because.days.skipped", day, gives)


def _check_number(
    days: Mapping[str, Any], counted: Sequence[date], verdict: Verdict
) -> None:
    amount = days["amount"]
    if amount is None or days["in"] not in (_DAYS_OF_WORK, "calendar days"):
        return
    number = Decimal(amount.split(" ")[0])
    if number % 1 == 0 and number != len(counted):
        gives = Text(f"列出 {len(counted)} 天", f"{len(counted)} days are listed")
        verdict.doubt("days-miscounted", "because.days.amount", amount, gives)
