"""Local times of a scenario, and its one-line events."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?")
NO_TIME = "not a time"  # how the message of every such error begins
_EVENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2}) (?P<time>\d{1,2}:\d{2}(?::\d{2})?)"
    r" (?P<type>[a-z_]+)(?: (?P<unit>[^\s:{}]+))?"
)


def moment(value: str | date, zone: str) -> datetime:
    """Return a local time as an aware instant; a plain date is its 00:00.

    Args:
        value: `2021-03-08 24:00`, with or without seconds, or a date.
        zone: IANA name.

    Raises:
        ValueError: when the text is no time.
    """
    text = value.isoformat() if isinstance(value, date) else str(value)
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise ValueError(f"{NO_TIME}: {text}")
    day, hours, minutes, seconds = match.groups()
    clock = (int(hours or 0), int(minutes or 0), int(seconds or 0))
    if clock > (24, 0, 0) or max(clock[1:]) > 59:
        raise ValueError(f"{NO_TIME}: {text}")
    try:
        start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone))
    except ValueError:  # such as the 30th of February
        raise ValueError(f"{NO_TIME}: {text}") from None
    return start + timedelta(hours=clock[0], minutes=clock[1], seconds=clock[2])


def iso(value: str | date, zone: str) -> str:
    """Return a local time with its offset; `24:00` is the next midnight.

    Raises:
        ValueError: when the text is no time.
    """
    return moment(value, zone).isoformat()


def local_text(instant: str, zone: str, *, is_end: bool = False) -> str:
    """Return an instant as a scenario writes it.

    Args:
        instant: ISO text with an offset.
        zone: IANA name of the zone to tell it in.
        is_end: tell a midnight as the 24:00 of the day before.
    """
    local = datetime.fromisoformat(instant).astimezone(ZoneInfo(zone))
    if is_end and (local.hour, local.minute, local.second) == (0, 0, 0):
        return f"{local.date() - timedelta(days=1)} 24:00"
    text = local.strftime("%Y-%m-%d %H:%M:%S")
    return text.removesuffix(":00") if local.second == 0 else text


def fact(value: Any, zone: str) -> Any:
    """Return what JSON would hold; local times get their zone, dates stay dates."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return iso(value, zone)
    if isinstance(value, list):
        return [fact(part, zone) for part in value]
    return value


def event(line: str, payload: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """Return the event of `2021-03-01 10:00 dispatched 张店区` and its payload.

    Raises:
        ValueError: when the line has not that form or holds no time.
    """
    match = _EVENT.fullmatch(line)
    if match is None:
        raise ValueError(f"not an event: {line}")
    found = {"type": match["type"], "at": iso(f"{match['day']} {match['time']}", zone)}
    if match["unit"]:
        found["unit"] = match["unit"]
    for key, value in payload.items():
        found[key] = iso(value, zone) if key == "recorded_at" else fact(value, zone)
    return found
