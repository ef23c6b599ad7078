"""Where a clock that stops on rest days and in pauses runs out, by walking.

Day after day, stretch after stretch; nothing of the package's arithmetic is used. The
days off are those of the notices for the years that the data covers.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

import holidays

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

CHINA = holidays.country_holidays("CN", years=range(2010, 2013))

Pause = tuple[datetime, "datetime | None"]


class Walk(NamedTuple):
    """The last permitted instant, or what was left when a pause did not end."""

    due: datetime | None
    remaining: int | None = None


def is_working(day: date) -> bool:
    return bool(CHINA.is_working_day(day))


def walk_due(
    start: datetime,
    amount: timedelta,
    pauses: Sequence[Pause],
    zone: ZoneInfo,
) -> Walk:
    """Walk from `start` until the amount is used up.

    A pause without an end stops the walk; the clock stands there.
    """
    left = amount
    now = start
    for begins, ends in pauses:
        due, left = _run(now, left, begins, zone)
        if due is not None:
            return Walk(due)
        if ends is None:
            return Walk(None, int(left.total_seconds()))
        now = ends
    due, left = _run(now, left, None, zone)
    return Walk(due)


def _run(
    now: datetime, left: timedelta, target: datetime | None, zone: ZoneInfo
) -> tuple[datetime | None, timedelta]:
    """Run the clock from `now` to `target`: the instant it ran out, or what is left."""
    day = now.astimezone(zone).date()
    while target is None or midnight(day, zone) < target:
        opens, closes = midnight(day, zone), midnight(day + timedelta(days=1), zone)
        begin = max(opens, now)
        end = closes if target is None else min(closes, target)
        if is_working(day) and end > begin:
            if end - begin >= left:
                return begin + left, timedelta(0)
            left -= end - begin
        day += timedelta(days=1)
    return None, left


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant of 00:00, in UTC, so that differences are real time."""
    return datetime.combine(day, time(0), zone).astimezone(UTC)
