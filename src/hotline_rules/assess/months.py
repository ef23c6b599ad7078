"""Months as people write them, ``2021-03``, and the instants they begin and end."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from hotline_rules.calendar.days import date_of_day, day_of_date

if TYPE_CHECKING:
    from hotline_rules.calendar import Zone

# The years that instants may have, so that every month has its days.
_MONTH = re.compile(r"(?:19[7-9]|20[0-9])[0-9]-(?:0[1-9]|1[0-2])")


class Months:
    """The months of a zone; each local day is looked up once."""

    def __init__(self, zone: Zone) -> None:
        """Take the zone whose local days make the months."""
        self._zone = zone
        self._of_day: dict[int, str] = {}

    def of(self, instant: int) -> str:
        """The local month in which an instant lies."""
        day = self._zone.day_of(instant)
        month = self._of_day.get(day)
        if month is None:
            month = self._of_day[day] = date_of_day(day).isoformat()[:7]
        return month

    def end(self, month: str) -> int:
        """The first instant after a month."""
        following = date.fromisoformat(f"{next_month(month)}-01")
        return self._zone.start_of(day_of_date(following))


def is_month(text: object) -> bool:
    """Whether a value is a month of 1970..2099 as people write it.

    Example:
        >>> is_month("2021-03"), is_month("2021-13"), is_month("9999-12")
        (True, False, False)
    """
    return isinstance(text, str) and _MONTH.fullmatch(text) is not None


def next_month(month: str) -> str:
    """The month after a month.

    Example:
        >>> next_month("2021-12")
        '2022-01'
    """
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def months_between(first: str, last: str) -> tuple[str, ...]:
    """All months from one to another, both included; none when they are reversed.

    Example:
        >>> months_between("2021-11", "2022-01")
        ('2021-11', '2021-12', '2022-01')
    """
    found = []
    while first <= last:
        found.append(first)
        first = next_month(first)
    return tuple(found)
