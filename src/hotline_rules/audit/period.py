"""The months that a report is about, and the instant at which they end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from unicodedata import normalize

from hotline_rules.calendar import day_of_date
from hotline_rules.history.instants import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from hotline_rules.calendar import Zone

_MONTH = re.compile(r"([0-9]{4})(?:-(?:0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """Months in a row, in the profile's zone.

    Attributes:
        first, last: as ``2021-03``; the last one is included.
    """

    first: str
    last: str

    @classmethod
    def read(cls, text: str) -> Period:
        """Read ``2021``, ``2021-03`` or ``2021-01..2021-06``.

        Raises:
            ValueError: it is none of these, ends before it begins, or is of years that
                no history has.

        Example:
            >>> Period.read("2021").last, Period.read("2021-01..2021-06").first
            ('2021-12', '2021-01')
        """
        begin, dots, end = normalize("NFKC", text).partition("..")
        first, last = _months(begin), _months(end if dots else begin)
        if first is None or last is None or first[0] > last[1]:
            raise ValueError(text)
        return cls(first[0], last[1])

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}..{self.last}"

    def bounds(self, zone: Zone) -> tuple[int, int]:
        """Its first instant, and the first one after it, as UTC epoch seconds."""
        return _start(self.first, 0, zone), _start(self.last, 1, zone)

    def has_month(self, month: str) -> bool:
        """Whether a month as ``2021-03`` lies in it."""
        return self.first <= month <= self.last


def _months(text: str) -> tuple[str, str] | None:
    """The first and the last month of a year or a month; ``None`` for anything else."""
    text = text.strip()
    found = _MONTH.fullmatch(text)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    return (f"{text}-01", f"{text}-12") if text == found[1] else (text, text)


def _start(month: str, later: int, zone: Zone) -> int:
    """The first instant of a month, or of so many months later."""
    year, number = int(month[:4]), int(month[5:]) - 1 + later
    return zone.start_of(day_of_date(date(year + number // 12, number % 12 + 1, 1)))
