"""Instants and dates that a payload carries as text."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from hotline_rules.rulebook import DayValue

if TYPE_CHECKING:
    from hotline_rules.calendar import Zone
    from hotline_rules.clock import Clock, End

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
FIRST_DAY = date(1970, 1, 1).toordinal() - EPOCH_ORDINAL
END_DAY = date(2100, 1, 1).toordinal() - EPOCH_ORDINAL  # exclusive
_DATE_LENGTH = len("2021-03-01")
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")


def as_day(value: object) -> int | None:
    """A plain date as a local day; ``None`` if the value is no usable date."""
    if isinstance(value, DayValue):
        return value.day
    if not isinstance(value, str) or len(value) != _DATE_LENGTH:
        return None
    try:
        day = date.fromisoformat(value).toordinal() - EPOCH_ORDINAL
    except ValueError:
        return None
    return day if FIRST_DAY <= day < END_DAY else None


def as_instant(value: object, zone: Zone) -> int | None:
    """An instant: epoch seconds, text with an offset, or a date (its start)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    day = as_day(value)
    if day is not None:
        return zone.start_of(day)
    return _parse_instant(value, zone) if isinstance(value, str) else None


def _parse_instant(text: str, zone: Zone) -> int | None:
    """Read ``2021-03-01T10:00:00+08:00``; 24:00:00 is the next day's start."""
    midnight = "T24:00" in text
    try:
        moment = datetime.fromisoformat(text.replace("T24:00", "T00:00", 1))
        if moment.tzinfo is None:
            return None
        day = moment.date().toordinal() - EPOCH_ORDINAL
    except ValueError:
        return None
    if not FIRST_DAY < day < END_DAY - 1:
        return None
    seconds = int(moment.timestamp() // 1)
    return seconds + 86_400 if midnight else seconds


def as_end(value: object, clock: Clock, zone: Zone) -> End | None:
    """The end that a date (its 24:00) or an instant (included) stands for."""
    day = as_day(value)
    if day is not None:
        return clock.end_of_date(day)
    instant = as_instant(value, zone)
    return None if instant is None else clock.end_at(instant)


def month_text(value: object, zone: Zone) -> str | None:
    """The month of a date, an instant or a month's own text, as ``2021-03``."""
    if isinstance(value, str) and _MONTH.fullmatch(value):
        return value
    instant = as_instant(value, zone)
    if instant is None:
        return None
    return date.fromordinal(zone.day_of(instant) + EPOCH_ORDINAL).isoformat()[:7]
