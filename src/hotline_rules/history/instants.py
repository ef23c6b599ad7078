"""Text to instants: the one place where written times become integers.

The grain is one second. `24:00:00` is the next day's 00:00:00, a leap second is the
second before it, fractions are cut off (docs/histories.md).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

FIRST_YEAR = 1970
LAST_YEAR = 2099
_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


class LocalZone(Protocol):
    """What this room needs of a zone to read times written without an offset."""

    def instant_of(self, local: int, /) -> int:
        """Answer the instant that a wall clock shows as `local` seconds."""


class Moment(NamedTuple):
    """A date or an instant as somebody wrote it down.

    `value` is a day (days since 1970-01-01) for `day`, UTC epoch seconds for
    `instant`. A plain date means its 24:00; the reader of the limit applies that,
    since it is the reader who knows the counting.
    """

    kind: Literal["day", "instant"]
    value: int


class NotAnInstant(ValueError):  # noqa: N818 -- it is caught in this room, never shown
    """A value names no usable instant.

    `fault` is `malformed`, `naive`, `date_only` or `out_of_range`.
    """

    def __init__(self, fault: str) -> None:
        """Keep the fault."""
        self.fault = fault
        super().__init__(fault)


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PATTERN = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[Tt ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r"(?P<offset>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)


def parse_instant(value: object, zone: LocalZone | None = None) -> int:
    """Answer the UTC epoch second that an ISO 8601 text names.

    Args:
        value: `2021-03-01T09:10:00+08:00`; seconds, their fraction and, with a zone,
            the offset may be absent. Also an aware `datetime`.
        zone: where a time without offset was written; `None` refuses such a time.

    Raises:
        NotAnInstant: with the fault.
    """
    try:
        return (
            DAY_STARTS[value[:11]]  # type: ignore[index]
            + CLOCK[value[11:17]]  # type: ignore[index]
            + SECONDS[value[17:]]  # type: ignore[index]
        )
    except (KeyError, TypeError, ValueError):
        return parse_instant_slowly(value, zone)


# TRAP: three slices and three look-ups cost a third of what datetime.fromisoformat and
# its conversion to seconds cost, and this runs once for every event of every ticket.
# The tables below only remember what a pure function answered, and are bounded: days
# that exist between two years, seconds of a minute with an offset.


class _DayStarts(dict[str, int]):
    """Seconds of `2021-03-01T`, computed when first asked for."""

    def __missing__(self, text: str) -> int:
        if len(text) != 11 or text[10] != "T":
            raise KeyError(text)
        self[text] = seconds = _day(text[:10]) * _DAY
        return seconds


class _Seconds(dict[str, int]):
    """Seconds of `00+08:00`, less the offset, computed when first asked for."""

    def __missing__(self, text: str) -> int:
        digits = text[:2]
        if not (digits.isascii() and digits.isdigit()) or int(digits) > 59:
            raise KeyError(text)
        seconds = int(digits) - _offset(text[2:])
        if len(self) < MOST_SECONDS:
            self[text] = seconds
        return seconds


MOST_SECONDS = 100_000  # entries; every sane offset has sixty
DAY_STARTS = _DayStarts()
SECONDS = _Seconds()
CLOCK = {
    f"{hour:02}:{minute:02}:": hour * 3600 + minute * 60
    for hour in range(24)
    for minute in range(60)
}


def _day(text: str) -> int:
    """Answer the day number of `2021-03-01`."""
    # TRAP: date.fromisoformat also takes week dates such as 2021-W01-1.
    if _DATE.fullmatch(text) is None:
        raise ValueError(text)
    if not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        raise NotAnInstant("out_of_range")
    return date.fromisoformat(text).toordinal() - _EPOCH


def _offset(text: str) -> int:
    """Answer the seconds east of Greenwich of `+08:00`, `+0800`, `+08` or `Z`."""
    if text in {"Z", "z"}:
        return 0
    if not text:
        raise ValueError(text)
    digits = text[1:].replace(":", "")
    whole = text[0] in "+-" and digits.isascii() and digits.isdigit()
    if not whole or len(digits) not in {2, 4} or len(text) not in {3, 5, 6}:
        raise ValueError(text)
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 15 or minutes > 59:
        raise ValueError(text)
    seconds = hours * 3600 + minutes * 60
    return -seconds if text[0] == "-" else seconds


def parse_instant_slowly(value: object, zone: LocalZone | None) -> int:
    """Answer what `parse_instant` answers, for every form that it takes."""
    if isinstance(value, datetime):
        return _from_datetime(value, zone)
    if not isinstance(value, str):
        raise NotAnInstant("malformed")
    found = _PATTERN.fullmatch(value.strip())
    if found is None:
        raise NotAnInstant("malformed")
    if found["hour"] is None:
        raise NotAnInstant("date_only")
    local = _local_seconds(found)
    if found["offset"] is not None:
        return local - _checked(_offset, found["offset"])
    if zone is None:
        raise NotAnInstant("naive")
    return zone.instant_of(local)


def _local_seconds(found: re.Match[str]) -> int:
    day = _checked(_day, found["date"])
    hour, minute = int(found["hour"]), int(found["minute"])
    second = int(found["second"] or 0)
    if hour == 24 and minute == second == 0:
        return _in_range((day + 1) * _DAY)
    if hour > 23 or minute > 59 or second > 60:
        raise NotAnInstant("malformed")
    # CHOICE: a leap second is the second before it; our day has 86,400 seconds.
    return day * _DAY + hour * 3600 + minute * 60 + min(second, 59)


def _checked(parse: Callable[[str], int], text: str) -> int:
    try:
        return parse(text)
    except NotAnInstant:
        raise
    except ValueError:
        raise NotAnInstant("malformed") from None


def _from_datetime(value: datetime, zone: LocalZone | None) -> int:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise NotAnInstant("out_of_range")
    if value.tzinfo is not None and value.utcoffset() is not None:
        return (value - _ZERO) // timedelta(seconds=1)
    if zone is None:
        raise NotAnInstant("naive")
    return zone.instant_of((value.replace(tzinfo=UTC) - _ZERO) // timedelta(seconds=1))


def _in_range(seconds: int) -> int:
    if seconds >= (date(LAST_YEAR, 12, 31).toordinal() + 1 - _EPOCH) * _DAY:
        raise NotAnInstant("out_of_range")
    return seconds


def parse_moment(value: object, zone: LocalZone | None = None) -> Moment | None:
    """Answer the date or instant of a payload value; `None` when it is neither.

    Args:
        value: `2021-03-08` or an instant as `parse_instant` takes it.
        zone: as for `parse_instant`.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return Moment("day", value.toordinal() - _EPOCH)
    try:
        if isinstance(value, str) and len(value) == 10:
            return Moment("day", _checked(_day, value))
        return Moment("instant", parse_instant(value, zone))
    except NotAnInstant:
        return None
