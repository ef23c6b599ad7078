"""One ticket while its story is drawn: its clock, its unit, what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import day_of_date, day_text, weekday

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """When people act: Monday to Friday, festivals not looked at.

    Attributes:
        opens, closes: seconds of the day; the latter is excluded.
        after_hours: share of the acts outside these hours that stay there; the others
            wait for the first hours of the next opening.
    """

    opens: int
    closes: int
    after_hours: float

    def moved(self, at: int, random: Callable[[], float]) -> int:
        """Answer when somebody acts who could have acted at a local second."""
        day, second = divmod(at, DAY)
        if weekday(day) < _SATURDAY and self.opens <= second < self.closes:
            return at
        if random() < self.after_hours:
            return at
        if second >= self.opens:
            day += 1
        while weekday(day) >= _SATURDAY:
            day += 1
        return day * DAY + self.opens + int(random() * (self.closes - self.opens) / 3)


@dataclass(slots=True, kw_only=True)
class Ticket:
    """What the steps of a story read and change.

    Attributes:
        number: of the ticket, from 0.
        at: local seconds since 1 January 1970, 00:00 local time.
        holder: number of the handling unit, from 1.
        attributes: facts fixed at the start.
        events: so far, in order of time.
    """

    number: int
    at: int
    holder: int
    random: Callable[[], float]
    attributes: dict[str, Any]
    events: list[dict[str, Any]]

    def drawn(self, least: int, most: int) -> int:
        """Answer a whole number between two, both included."""
        return least + int(self.random() * (most - least + 1))

    def fits(self, wanted: Mapping[str, Any]) -> bool:
        """Say whether every attribute named has the value given."""
        return all(self.attributes.get(name) == wanted[name] for name in wanted)


def instant_text(at: int, offset: str) -> str:
    """Write a local second as the contract wants instants."""
    day, second = divmod(at, DAY)
    hours, rest = divmod(second, HOUR)
    minutes, seconds = divmod(rest, MINUTE)
    return f"{day_text(day)}T{hours:02}:{minutes:02}:{seconds:02}{offset}"


def day_number(text: str) -> int:
    """Count the days from 1 January 1970 to a date written as 2021-03-01.

    Raises:
        ValueError: the text is no date.
    """
    return day_of_date(date.fromisoformat(text))
