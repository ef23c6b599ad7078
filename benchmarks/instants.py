"""Instants to draw and to compare: local times of China without a zone."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

EAST_8 = timedelta(hours=8)


def draw_starts(seed: int, number: int) -> list[datetime]:
    """Draw local instants of 2024 to 2026, rest days among them."""
    draw = random.Random(seed)
    first = datetime.fromisoformat("2024-01-02")
    span = int((datetime.fromisoformat("2026-10-31") - first).total_seconds())
    return [first + timedelta(seconds=draw.randrange(span)) for _ in range(number)]


def epoch(local: datetime) -> int:
    """Return the epoch seconds of a local time."""
    return int((local - EAST_8).replace(tzinfo=UTC).timestamp())


def to_the_second(instant: object) -> datetime:
    """Return the local time of epoch seconds, or of a datetime of any make, rounded.

    `businesstimedelta` loses a microsecond a day; a second is the grain of all others.
    """
    if isinstance(instant, int):
        return datetime.fromtimestamp(instant, UTC).replace(tzinfo=None) + EAST_8
    assert isinstance(instant, datetime)
    rounded: datetime = instant.replace(tzinfo=None) + timedelta(milliseconds=500)
    return rounded.replace(microsecond=0)
