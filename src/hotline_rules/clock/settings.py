"""The settings of a named counting; the disputed choices of the law, one word each."""

from dataclasses import dataclass
from typing import Literal

from hotline_rules.clock.amount import (
    Amount,
    CalendarDays,
    Elapsed,
    Months,
    WorkingDays,
    WorkingTime,
)

OPTIONS: dict[str, tuple[str, ...]] = {
    "receipt": ("any_time", "next_opening"),
    "first_day": ("not_counted", "counted", "next_working_day"),
    "last_day_ends": ("24:00", "business_close", "same_time"),
    "at_the_limit": ("strict", "reached_counts"),
    "rest_days_after": ("late", "on_time"),
    "end_on_rest_day": ("stays", "rolled"),
    "rest_days_in_hours": (
        "count",
        "pause",
        "end_roll_same_time",
        "end_roll_24",
        "opening_roll",
    ),
    "hours_counted": ("around_the_clock", "office_hours"),
}

_DAYS = ("first_day", "last_day_ends", "at_the_limit")
_USED: dict[type[Amount] | Literal["date", "instant"], tuple[str, ...]] = {
    Elapsed: ("rest_days_in_hours", "at_the_limit", "rest_days_after"),
    WorkingTime: ("at_the_limit", "rest_days_after"),
    WorkingDays: (*_DAYS, "rest_days_after"),
    CalendarDays: (*_DAYS, "end_on_rest_day"),
    Months: (*_DAYS, "end_on_rest_day"),
    "date": ("end_on_rest_day", "rest_days_after"),
    "instant": ("end_on_rest_day", "at_the_limit"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingSettings:
    """How one kind of limit is counted; `None` where a setting is not used.

    Attributes:
        receipt: `any_time`, or `next_opening`: what arrives while closed counts as
            arriving at the next opening.
        first_day: T04. `not_counted`; `counted`; `next_working_day`: what arrives after
            closing or on a rest day counts as arriving on the next working day, which
            is then not counted.
        last_day_ends: T05. At `24:00`, at `business_close`, or at the `same_time` of
            day as the start (to the second, that second included).
        at_the_limit: T07. `strict`: exactly at an inclusive limit is on time;
            `reached_counts`: it is late.
        rest_days_after: T07-rest-day. Whether acting on the rest days that follow the
            end of the counted time is `late` or still `on_time`.
        end_on_rest_day: T21, E05. Whether the end of calendar days, of months, a date
            or a promised instant `stays` on a rest day or is `rolled`.
        rest_days_in_hours: T01. What rest days do to elapsed hours.
        hours_counted: T06. Whether elapsed hours run around the clock or within office
            hours.
        halves_split_at: `HH:MM` that divides a working day in two.

    Raises:
        ValueError: a word that is not one of `OPTIONS`, or a split that is no time.
    """

    first_day: str | None = None
    receipt: str = "any_time"
    last_day_ends: str | None = None
    at_the_limit: str | None = None
    rest_days_after: str | None = None
    end_on_rest_day: str | None = None
    rest_days_in_hours: str | None = None
    hours_counted: str = "around_the_clock"
    halves_split_at: str | None = None

    def __post_init__(self) -> None:
        """Refuse words that no setting knows."""
        for name, words in OPTIONS.items():
            word = getattr(self, name)
            if word is not None and word not in words:
                raise ValueError(f"{name}: `{word}` is none of {', '.join(words)}")
        if self.halves_split_at is not None:
            seconds_of(self.halves_split_at)


def settings_used(
    kind: type[Amount] | Literal["date", "instant"], *, halves: bool = False
) -> tuple[str, ...]:
    """Return the settings that must be given to count in a kind of amount.

    Args:
        kind: an amount's class, `date` for a plain date (`until` a date, `day 5 of the
            month`), `instant` for a promised instant.
        halves: whether half working days are counted.
    """
    return (*_USED[kind], *(("halves_split_at",) if halves else ()))


def seconds_of(time: str) -> int:
    """Return the seconds after 00:00 of `HH:MM`, from `00:00` to `24:00`.

    Raises:
        ValueError: anything else.

    Example:
        >>> seconds_of("08:30")
        30600
    """
    hours, colon, minutes = time.partition(":")
    digits = hours + minutes
    if len(hours) == len(minutes) == 2 and digits.isascii() and digits.isdigit():
        seconds = int(hours) * 3600 + int(minutes) * 60
        if colon and int(minutes) < 60 and seconds <= 86_400:
            return seconds
    raise ValueError(f"not a time of day: `{time}`")
