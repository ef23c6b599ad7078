"""Local days as integers, the range of every calendar, and the error beyond it.

A day is the number of days since 1970-01-01 in the proleptic Gregorian calendar of the
place: the local date, not a stretch of 86,400 seconds. What it does not know: zones.
"""

from datetime import date
from functools import lru_cache

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
DAY_SECONDS = 86_400

# CHOICE: instants are supported from 1970 to 2099; a calendar reaches one year further
# back and two years further on, so that marks and limits of the edge years still land.
FIRST_DAY = date(1969, 1, 1).toordinal() - EPOCH_ORDINAL
LAST_DAY = date(2101, 12, 31).toordinal() - EPOCH_ORDINAL


class BeyondCalendarError(ValueError):
    """A day lies outside 1969-01-01 to 2101-12-31, where no calendar answers.

    Reached only by amounts of decades or by instants outside the supported range.
    """


def day_of_date(when: date) -> int:
    """Return the day number of a local date.

    Example:
        >>> day_of_date(date(1970, 1, 2))
        1
    """
    return when.toordinal() - EPOCH_ORDINAL


def date_of_day(day: int) -> date:
    """Return the local date of a day number.

    Example:
        >>> date_of_day(20_000).isoformat()
        '2024-10-04'
    """
    return date.fromordinal(day + EPOCH_ORDINAL)


@lru_cache(maxsize=8192)  # years of days, each asked for thousands of times
def day_text(day: int) -> str:
    """Return the local date of a day number as ISO text.

    Example:
        >>> day_text(20_000)
        '2024-10-04'
    """
    return date_of_day(day).isoformat()


def weekday(day: int) -> int:
    """Return the weekday of a day: 0 for Monday to 6 for Sunday.

    Example:
        >>> weekday(0)  # 1970-01-01 was a Thursday
        3
    """
    return (day + 3) % 7
