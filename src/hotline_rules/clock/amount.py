"""Amounts of time. Different meanings are different types and never add up.

`46 hours`, `4 working hours`, `5 working days`, `56 calendar days` and `1 month` are
five classes; nothing converts one into another.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Minutes and hours; the counting says what rest days do to them (T01, T06)."""

    seconds: int

    def __post_init__(self) -> None:
        """Refuse a negative amount."""
        _check(self.seconds)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Hours within the office hours of the calendar."""

    seconds: int

    def __post_init__(self) -> None:
        """Refuse a negative amount."""
        _check(self.seconds)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Working days, in halves: `5 working days` is 10, `0.5 working days` is 1."""

    halves: int

    def __post_init__(self) -> None:
        """Refuse a negative amount."""
        _check(self.halves)

    @classmethod
    def whole(cls, days: int) -> "WorkingDays":
        """Return so many whole working days."""
        return cls(2 * days)


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Calendar days, rest days included."""

    days: int

    def __post_init__(self) -> None:
        """Refuse a negative amount."""
        _check(self.days)


@dataclass(frozen=True, slots=True)
class Months:
    """Months by the calendar, to the day of the same number (Civil Code, art. 202)."""

    months: int

    def __post_init__(self) -> None:
        """Refuse a negative amount."""
        _check(self.months)


Amount: TypeAlias = Elapsed | WorkingTime | WorkingDays | CalendarDays | Months


def _check(number: int) -> None:
    if number < 0:
        raise ValueError(f"an amount of time is not negative: {number}")


def size(amount: Amount) -> int:
    """Return the number inside an amount, in its own unit."""
    match amount:
        case Elapsed(seconds) | WorkingTime(seconds):
            return seconds
        case WorkingDays(halves):
            return halves
        case CalendarDays(days):
            return days
        case _:
            return amount.months
