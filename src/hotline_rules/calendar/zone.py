"""Zones: between instants (UTC epoch seconds) and local days.

The table of a zone is read from the tz database once, by whoever loads a profile; from
then on a zone is plain data, travels inside a rulebook and asks nobody.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hotline_rules.calendar.days import DAY_SECONDS, FIRST_DAY, LAST_DAY

_WEEK = 7 * DAY_SECONDS
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Zone:
    """The local time of a place.

    From `steady_from` on the zone keeps `offset` (seconds east of Greenwich): for
    Chinese time that is since 1991, for a fixed offset it is always, and one comparison
    is all the fast path pays for it. Before that, `offsets[i]` holds from `starts[i]`
    on, and `offsets[0]` also before `starts[1]`.
    """

    name: str
    offset: int
    steady_from: int
    starts: tuple[int, ...] = field(default=(), repr=False)
    offsets: tuple[int, ...] = field(default=(), repr=False)

    @classmethod
    def fixed(cls, offset: int, name: str) -> Zone:
        """Return a zone that never changes its clock; `offset` in seconds east."""
        start = FIRST_DAY * DAY_SECONDS - offset
        return cls(name, offset, start, (start,), (offset,))

    @classmethod
    def load(cls, name: str) -> Zone:
        """Read a zone of the tz database.

        Args:
            name: a name of that database, such as `Asia/Shanghai`.

        Raises:
            ValueError: the database has no such zone.
        """
        return _load(name)

    def offset_at(self, instant: int) -> int:
        """Return the seconds east of Greenwich that hold at an instant."""
        if instant >= self.steady_from:
            return self.offset
        return self.offsets[bisect_right(self.starts, instant, 1) - 1]

    def local(self, instant: int) -> int:
        """Return the local seconds of an instant, counted as if they were UTC."""
        return instant + self.offset_at(instant)

    def day_of(self, instant: int) -> int:
        """Return the local day on which an instant falls."""
        return (instant + self.offset_at(instant)) // DAY_SECONDS

    def instant_of(self, local: int) -> int:
        """Return the instant that a wall clock shows as `local` seconds.

        CHOICE: of a time shown twice it is the first; a time that is skipped is read
        with the offset before the change, so it comes out that much later (02:30 in
        the gap is 03:30). The same as a `datetime` with `fold=0`, and as iCalendar.
        """
        instant = local - self.offset
        if instant >= self.steady_from + DAY_SECONDS:
            return instant
        # INVARIANT: no offset exceeds a day, so the offset before the change is one of
        # those that hold within a day on either side.
        before = self.offset_at(local - DAY_SECONDS)
        after = self.offset_at(local + DAY_SECONDS)
        if before == after or self.offset_at(local - before) == before:
            return local - before
        return (
            local - after if self.offset_at(local - after) == after else local - before
        )

    def steady_offset(self, day: int) -> int | None:
        """Return the offset of a local day on which the clock does not change."""
        midnight = day * DAY_SECONDS
        if midnight - 2 * DAY_SECONDS >= self.steady_from:
            return self.offset
        before = self.offset_at(midnight - DAY_SECONDS)
        return before if before == self.offset_at(midnight + 2 * DAY_SECONDS) else None

    def start_of(self, day: int) -> int:
        """Return the instant of 00:00 of a local day, or its first instant without."""
        return self.instant_of(day * DAY_SECONDS)


@lru_cache(maxsize=32)
def _load(name: str) -> Zone:
    """Read a zone once in the life of a process; the tz database does not change."""
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise ValueError(f"no zone `{name}` in the tz database") from fault
    starts, offsets = _transitions(zone)
    return Zone(name, offsets[-1], starts[-1], starts, offsets)


def _transitions(zone: ZoneInfo) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """List the offsets of a zone over the range, and since when each holds."""
    first, last = FIRST_DAY * DAY_SECONDS, (LAST_DAY + 2) * DAY_SECONDS
    starts, offsets = [first], [_offset(zone, first)]
    for week in range(first, last, _WEEK):
        # INVARIANT: no zone has changed its clock twice in one week since 1969 in a
        # way that ends where it began, so looking once a week misses no change.
        low, high = week, week + _WEEK
        while (old := _offset(zone, low)) != _offset(zone, high):
            low = _first_change(zone, low, high, old)
            starts.append(low)
            offsets.append(_offset(zone, low))
    return tuple(starts), tuple(offsets)


def _first_change(zone: ZoneInfo, low: int, high: int, old: int) -> int:
    """Find the first second at which the offset is no longer `old`, by halving."""
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle) == old:
            low = middle
        else:
            high = middle
    return high


def _offset(zone: ZoneInfo, instant: int) -> int:
    moment = (_ZERO + timedelta(seconds=instant)).astimezone(zone)
    offset = moment.utcoffset()
    assert offset is not None
    return offset.days * DAY_SECONDS + offset.seconds
