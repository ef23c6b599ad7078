"""Cells to instants, as ISO text with the offset of a zone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hotline_rules.adapters.mapping.moments import DAY, EPOCH, Moment, MomentReader
from hotline_rules.history.instants import CLOCK, FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline_rules.adapters.model import Cell
    from hotline_rules.calendar import Zone
    from hotline_rules.diagnostics import Text

FIRST, LAST = f"{FIRST_YEAR}-01-01", f"{LAST_YEAR}-12-31"
MOST_REMEMBERED = 100_000  # texts of days; a century has 36,525
_SECONDS = frozenset(f"{second:02}" for second in range(60))


class Memory:
    """Texts of days and of times of day that were read in one set of forms.

    TRAP: nearly all texts of a column are a day, a space and a time of day, each of
    which comes again and again. Both halves are remembered once they were read the
    slow way, and are put together where the day's offset is steady; so they are only
    remembered where any such day and any such time make a text that is read.

    Attributes:
        days: text to `2021-03-01T` and its offset.
        clocks: text to `10:00:00`.
    """

    __slots__ = ("clocks", "days")

    def __init__(self) -> None:
        self.days: dict[str, tuple[str, str]] = {}
        self.clocks: dict[str, str] = {}

    def keep(self, day: str, clock: str, iso: str) -> None:
        """Remember the halves of a text that was read as an ISO text."""
        if len(self.days) > MOST_REMEMBERED:
            self.days.clear()
        self.days[day] = iso[:11], iso[19:]
        self.clocks[clock] = iso[11:19]


class TimeReader:
    """Reads the times of one column.

    Args:
        heading: of the column, for the faults.
        allowed: forms of `FORMS`.
        zone: of times without an offset.
        note: told of texts that were read although they are odd.
        memory: shared by the readers of the same forms and zone.
    """

    def __init__(
        self,
        heading: str,
        allowed: tuple[str, ...],
        zone: Zone,
        note: Callable[[str, Text], None],
        memory: Memory | None = None,
    ) -> None:
        self._cells = MomentReader(heading, allowed, note)
        self._zone = zone
        self._memory = memory or Memory()

    def instant(self, cell: Cell, day_alone: str, event: str = "") -> str:
        """Return the instant of a cell that is not blank, as ISO text with an offset.

        Args:
            cell: as the file has it.
            day_alone: what a date without a time means, a word of `shapes`.
            event: whose instant it is, for the fault.

        Raises:
            Refused: the cell names no instant that the mapping allows.
        """
        if type(cell) is str:
            day, _, clock = cell.partition(" ")
            try:
                head, tail = self._memory.days[day]
                if clock[:6] not in CLOCK or clock[6:] not in _SECONDS:
                    clock = self._memory.clocks[clock]
                return head + clock + tail
            except KeyError:
                pass
        moment = self._cells.moment(cell)
        if moment.seconds is None:
            moment = self._whole(moment, day_alone, cell, event)
        iso = self.iso(moment)
        if not FIRST <= iso[:10] <= LAST:
            raise self._cells.out_of_range(cell)
        if type(cell) is str:
            self._remember(cell, moment, iso)
        return iso

    def instant_or_date(self, cell: Cell) -> str:
        """Return the instant of a cell, or its date where it has no time of day."""
        if type(cell) is str and cell in self._memory.days:
            return self._memory.days[cell][0][:10]
        moment = self._cells.moment(cell)
        iso = _iso_day(moment.day) if moment.seconds is None else self.iso(moment)
        if not FIRST <= iso[:10] <= LAST:
            raise self._cells.out_of_range(cell)
        return iso

    def iso(self, moment: Moment) -> str:
        """Return a moment with a time of day as ISO text with an offset."""
        assert moment.seconds is not None
        local = moment.day * DAY + moment.seconds
        offset = moment.offset
        if offset is None:
            instant = self._zone.instant_of(local)
            offset = self._zone.offset_at(instant)
            local = instant + offset
        if offset % 60:  # no way to write it
            local, offset = local - offset, 0
        day, seconds = divmod(local, DAY)
        return f"{_iso_day(day)}T{_iso_clock(seconds)}{_iso_offset(offset)}"

    def _remember(self, cell: str, moment: Moment, iso: str) -> None:
        day, _, clock = cell.partition(" ")
        plain = moment.offset is None and ":" in clock and " " not in clock
        if not plain or moment.seconds == DAY or not cell.isascii():
            return
        if self._zone.steady_offset(moment.day) is not None:
            self._memory.keep(day, clock, iso)

    def _whole(self, moment: Moment, day_alone: str, cell: Cell, event: str) -> Moment:
        if day_alone == "start_of_day":
            return Moment(moment.day, 0)
        if day_alone == "end_of_day":
            return Moment(moment.day, DAY - 1)
        raise self._cells.fault(
            "no-time-of-day",
            cell,
            "只有日期，没有钟点",
            "is a date without a time of day",
            f"在对照表的 date_only 里写 {event or '…'}: start_of_day（当天开始）"
            "或 end_of_day（当天结束）",
            f"write `{event or '…'}: start_of_day` or `end_of_day` under `date_only` "
            "of the mapping",
        )


def _iso_day(day: int) -> str:
    return date.fromordinal(day + EPOCH).isoformat()


def _iso_clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _iso_offset(offset: int) -> str:
    minutes = abs(offset) // 60
    return f"{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
