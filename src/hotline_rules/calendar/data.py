"""What a working calendar is made of, as plain data: notices, statutory days, hours.

A calendar is a chain of layers: the nation's notices, a region's over them, a profile's
own days over both. A later notice of a layer prevails over an earlier one on the days
that both name; a higher layer prevails over a lower one whenever either was issued.
"""

from dataclasses import dataclass
from typing import Literal

from hotline_rules.calendar.days import DAY_SECONDS, date_of_day
from hotline_rules.diagnostics import Text

LayerKind = Literal["national", "regional", "overlay"]
WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice about days off and make-up working days.

    Attributes:
        id: unique in its calendar.
        number: as printed on it; `None` when no copy that was found shows it.
        issued: the day it was issued; `None` when not known.
        latest_issued: the latest day on which it can have been issued; equals `issued`
            when that is known. The notice counts as known from this day on.
        title: what it is, in our own words.
        covers: the year that it settles; `None` for a notice that only changes days.
        days_off: (day, name of the holiday in Chinese), weekend days included.
        workdays: make-up working days.
        cancels: make-up days of other notices that lapse; where it does not make them
            days off they are what their weekday makes them.
        remark: how far to trust the entry, for readers; decides nothing.
    """

    id: str
    number: str | None
    issued: int | None
    latest_issued: int
    title: Text
    covers: int | None = None
    days_off: tuple[tuple[int, str], ...] = ()
    workdays: tuple[int, ...] = ()
    cancels: tuple[int, ...] = ()
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHours:
    """Office hours of working days, in a span of dates, a season, or always.

    Attributes:
        since: first day; `None` for no beginning.
        until: last day, included; `None` for no end.
        season: first and last (month, day) of every year, both included; may run over
            the new year; `None` for the whole year.
        shifts: (opens, closes) in seconds since 00:00, in order, closing excluded.
    """

    since: int | None = None
    until: int | None = None
    season: tuple[tuple[int, int], tuple[int, int]] | None = None
    shifts: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        """Refuse shifts that are empty, overlap, or leave the day."""
        edges = [edge for shift in self.shifts for edge in shift]
        if not edges or edges != sorted(set(edges)):
            raise ValueError(f"shifts out of order: {self.shifts}")
        if edges[0] < 0 or edges[-1] > DAY_SECONDS:
            raise ValueError(f"shifts outside one day: {self.shifts}")

    def covers(self, day: int) -> bool:
        """Answer whether these hours apply on a day, were it a working day."""
        if self.since is not None and day < self.since:
            return False
        if self.until is not None and day > self.until:
            return False
        if self.season is None:
            return True
        when = date_of_day(day)
        first, last = self.season
        if first <= last:
            return first <= (when.month, when.day) <= last
        return (when.month, when.day) >= first or (when.month, when.day) <= last


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarData:
    """One layer of a working calendar with the layers below it.

    Attributes:
        id: as profiles name it (`CN`, `CN-GX`, or the id in the profile).
        kind: who speaks in this layer; the reason of a changed day names it.
        parent: the layer below; `None` at the bottom.
        rest_weekdays: 0 Monday to 6 Sunday; only the bottom layer's count.
        notices: in order of issue.
        statutory: (day, name) that are days off where no yearly notice is known.
        names: Chinese name of a holiday and its English name.
        unsettled: (years from the covered year, month, day) from which a yearly notice
            not yet issued may change days: (-1, 12, 25) for the nation, since it moved
            the last days of December twice; `None`: the layer is always complete.
        open_hours: of working days; the topmost layer that has any decides.
        day_starts: seconds after 00:00 at which a day begins (a duty day from 08:30).
    """

    id: str
    title: Text
    kind: LayerKind = "national"
    parent: "CalendarData | None" = None
    rest_weekdays: tuple[int, ...] = WEEKEND
    notices: tuple[Notice, ...] = ()
    statutory: tuple[tuple[int, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    unsettled: tuple[int, int, int] | None = None
    open_hours: tuple[OpenHours, ...] = ()
    day_starts: int = 0

    def layers(self) -> "tuple[CalendarData, ...]":
        """Return the chain, the bottom layer first."""
        below = self.parent.layers() if self.parent else ()
        return (*below, self)


EVERY_DAY = CalendarData(
    id="every day",
    title=Text("每日", "every day"),
    rest_weekdays=(),
)
