"""A cell as a date or a local time, in a form that the mapping allows; none guessed.

What another form would explain is not read by it: the fault names the form to add.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from unicodedata import normalize

from hotline_rules.adapters.mapping import forms
from hotline_rules.adapters.mapping.faults import Refused, shortened
from hotline_rules.adapters.reasons import MENDABLE
from hotline_rules.diagnostics import Text
from hotline_rules.history.instants import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline_rules.adapters.model import Cell

EPOCH = date(1970, 1, 1).toordinal()
DAY = 86_400

_OFFSET = r"(?P<offset>[Zz]|[+-][0-9]{2}:?[0-9]{2})?"
_HALF = r"(?:上午|下午|凌晨|早上|中午|晚上|[AaPp]\.?[Mm]\.?)"
_CLOCK = (
    rf"(?P<before>{_HALF})?\s*(?P<hour>[0-9]{{1,2}})"
    r"(?::(?P<minute>[0-9]{1,2})(?::(?P<second>[0-9]{1,2})(?:[.,][0-9]+)?)?"
    r"|\s*[时点](?:\s*(?P<minute2>[0-9]{1,2})"
    r"(?:\s*分(?:\s*(?P<second2>[0-9]{1,2})\s*秒?)?)?)?)"
    rf"\s*(?P<after>{_HALF})?\s*{_OFFSET}"
)
_REST = rf"(?:(?:\s+|[Tt]\s*|(?<=日)\s*)(?:{_CLOCK}))?"
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})(?:(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)"
    r"(?P<day>[0-9]{1,2})|\s*年\s*(?P<month2>[0-9]{1,2})\s*月\s*(?P<day2>[0-9]{1,2})"
    rf"\s*日?){_REST}",
    re.ASCII,
)
_YEAR_LAST = re.compile(
    r"(?P<first>[0-9]{1,2})(?P<mark>[-/.])(?P<second_>[0-9]{1,2})(?P=mark)"
    rf"(?P<year>[0-9]{{4}}){_REST}",
    re.ASCII,
)
_SHORT_YEAR = re.compile(
    r"[0-9]{2}(?:[-/.][0-9]{1,2}[-/.][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日?)(?:\s.*)?"
    r"|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2}(?:\s.*)?",
    re.ASCII,
)
_COMPACT = re.compile(
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
    r"(?:\s?(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?)?",
    re.ASCII,
)
_NUMBER = re.compile(r"[0-9]{1,13}(?:\.[0-9]*)?", re.ASCII)
_TIME_ONLY = re.compile(_CLOCK, re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, or a local time, as a cell says it.

    Attributes:
        day: days since 1970-01-01.
        seconds: into the day, from 0 to 86,400; `None` for a date alone.
        offset: seconds east of Greenwich where the text says them.
    """

    day: int
    seconds: int | None
    offset: int | None = None


class MomentReader:
    """Reads the cells of one column of times.

    Args:
        heading: of the column, for the faults.
        allowed: forms of `FORMS`.
        note: told of texts that were read although they are odd.
    """

    def __init__(
        self,
        heading: str,
        allowed: tuple[str, ...],
        note: Callable[[str, Text], None],
    ) -> None:
        self._heading = heading
        self._allowed = allowed
        self._note = note

    def moment(self, cell: Cell) -> Moment:
        """Return what a cell says that is not blank.

        Raises:
            Refused: it says no time, or not in a form that the mapping allows.
        """
        if isinstance(cell, datetime):
            return self._of_datetime(cell)
        if isinstance(cell, date):
            return Moment(self._day(cell.year, cell.month, cell.day, cell), None)
        if isinstance(cell, time):
            raise self._without_date(cell)
        if isinstance(cell, bool):
            raise self._unreadable(cell)
        if isinstance(cell, int | float):
            return self._of_number(_plain(cell), cell)
        if isinstance(cell, str):
            return self._of_text(cell)
        raise self._unreadable(cell)

    def _of_datetime(self, cell: datetime) -> Moment:
        # CHOICE: a spreadsheet holds times as binary fractions of a day; what is within
        # half a second of a whole one was that second. Text is cut off, never rounded.
        cell = cell.replace(microsecond=0) + timedelta(
            seconds=1 if cell.microsecond >= 999_500 and cell.year <= LAST_YEAR else 0
        )
        day = self._day(cell.year, cell.month, cell.day, cell)
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second
        offset = cell.utcoffset()
        return Moment(day, seconds, None if offset is None else _seconds(offset))

    def _of_text(self, cell: str) -> Moment:
        text = cell.strip()
        if not text.isascii():
            text = self._narrowed(text)
        if found := _YEAR_FIRST.fullmatch(text):
            self._must_allow(forms.YEAR_FIRST, cell)
            month, day = (
                (found["month"] or found["month2"]),
                found["day"] or found["day2"],
            )
            return self._of_parts(found, int(month), int(day), cell)
        if found := _YEAR_LAST.fullmatch(text):
            month, day = self._which_first(found, cell)
            return self._of_parts(found, month, day, cell)
        if _NUMBER.fullmatch(text):
            return self._of_number(text, cell)
        if found := _COMPACT.fullmatch(text):
            return self._of_compact(found, cell)
        raise self._unreadable(cell)

    def _narrowed(self, text: str) -> str:
        narrow = normalize("NFKC", text).strip()
        if narrow != text:
            self._note(
                "time-in-full-width",
                Text(
                    f"“{self._heading}”的时间有全角字符，如 `{shortened(text)}`，"
                    f"按 `{shortened(narrow)}` 读",
                    f"a time in `{self._heading}` has full-width characters: "
                    f"`{shortened(text)}` is read as `{shortened(narrow)}`",
                ),
            )
        return narrow

    def _of_parts(
        self, found: re.Match[str], month: int, day: int, cell: Cell
    ) -> Moment:
        number = self._day(int(found["year"]), month, day, cell)
        if found["hour"] is None:
            return Moment(number, None)
        hour = self._hour(int(found["hour"]), found["before"], found["after"], cell)
        minute = int(found["minute"] or found["minute2"] or 0)
        second = int(found["second"] or found["second2"] or 0)
        seconds = self._clock(hour, minute, second, cell)
        offset = found["offset"]
        return Moment(number, seconds, None if offset is None else _offset_of(offset))

    def _hour(
        self, hour: int, before: str | None, after: str | None, cell: Cell
    ) -> int:
        """Return the hour of 24 that an hour with 上午 or PM means."""
        half = before or after
        if half is None:
            return hour
        half = half.replace(".", "").upper()
        afternoon, latin = half in ("下午", "晚上", "PM"), half in ("AM", "PM")
        if half in ("上午", "下午", "AM", "PM"):
            if afternoon and 12 < hour < 24:
                return hour
            if hour < 12 or (hour == 12 and (latin or afternoon)):
                return hour % 12 + (12 if afternoon else 0)
        raise self.fault(
            "unreadable-time",
            cell,
            f"的“{half} {hour}”有几种读法",
            f"can be read in several ways ({half} {hour})",
            "在原文件里改成 24 小时制",
            "write 24 hours in the file",
        )

    def _which_first(self, found: re.Match[str], cell: Cell) -> tuple[int, int]:
        """Return month and day of a text whose year stands last."""
        first, second = int(found["first"]), int(found["second_"])
        if forms.MONTH_FIRST in self._allowed:
            return first, second
        if forms.DAY_FIRST in self._allowed:
            return second, first
        raise self.fault(
            "ambiguous-date",
            cell,
            "看不出前两个数哪个是月、哪个是日",
            "does not tell which of its first numbers is the month",
            "在对照表的 times 里加上 month_first（月在前）或 day_first（日在前）",
            "add `month_first` or `day_first` to `times` of the mapping",
        )

    def _of_compact(self, found: re.Match[str], cell: Cell) -> Moment:
        self._must_allow(forms.COMPACT, cell)
        year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
        number = self._day(year, month, day, cell)
        if found["hour"] is None:
            return Moment(number, None)
        minute, second = int(found["minute"]), int(found["second"] or 0)
        return Moment(number, self._clock(int(found["hour"]), minute, second, cell))

    def _of_number(self, text: str, cell: Cell) -> Moment:
        """Read digits: their number tells a date from a serial and from an instant."""
        if not _NUMBER.fullmatch(text) and not _COMPACT.fullmatch(text):
            raise self._unreadable(cell)
        whole, _, fraction = text.partition(".")
        if len(whole) in (8, 12, 14) and (found := _COMPACT.fullmatch(whole)):
            return self._of_compact(found, cell)
        if len(whole) == 5:
            return self._of_serial(int(whole), float(f"0.{fraction or 0}"), cell)
        for length, form, unit in ((10, forms.EPOCH, 1), (13, forms.EPOCH_MS, 1000)):
            if len(whole) == length:
                self._must_allow(form, cell)
                return Moment(*divmod(int(whole) // unit, DAY), offset=0)
        raise self._unreadable(cell)

    def _of_serial(self, whole: int, fraction: float, cell: Cell) -> Moment:
        first = date(1899, 12, 30)
        if forms.EXCEL_1904 in self._allowed:
            first = date(1904, 1, 1)
        else:
            self._must_allow(forms.EXCEL, cell)
        day = first + timedelta(days=whole)
        number = self._day(day.year, day.month, day.day, cell)
        if fraction == 0:
            return Moment(number, None)
        # CHOICE: as for cells that hold a time: the nearest second.
        seconds = round(fraction * DAY)
        return Moment(number, seconds)

    def _day(self, year: int, month: int, day: int, cell: Cell) -> int:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise self.out_of_range(cell)
        try:
            return date(year, month, day).toordinal() - EPOCH
        except ValueError:
            raise self.fault(
                "no-such-time",
                cell,
                "在日历上没有这一天",
                "is no day of the calendar",
                "核对原文件里的月和日",
                "check month and day in the file",
            ) from None

    def _clock(self, hour: int, minute: int, second: int, cell: Cell) -> int:
        """Return seconds into the day; a leap second is the one before it."""
        if hour == 24 and minute == second == 0:
            return DAY
        if hour > 23 or minute > 59 or second > 60:
            raise self.fault(
                "no-such-time",
                cell,
                "没有这个钟点",
                "is no time of day",
                "核对原文件里的时、分、秒",
                "check the time of day in the file",
            )
        return hour * 3600 + minute * 60 + min(second, 59)

    # --- faults -----------------------------------------------------------------------

    def _must_allow(self, form: str, cell: Cell) -> None:
        if form in self._allowed:
            return
        says = forms.FORMS[form]
        raise self.fault(
            "time-form-not-allowed",
            cell,
            f"像是“{says.zh.partition('：')[0]}”的写法，对照表没有允许",
            f"looks like `{form}`, which the mapping does not allow",
            f"核对以后，在对照表的 times 里加上 {form}",
            f"add `{form}` to `times` of the mapping if that is meant",
        )

    def out_of_range(self, cell: Cell) -> Refused:
        """Return the fault of a cell whose year no history has."""
        return self.fault(
            "time-out-of-range",
            cell,
            f"不在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间",
            f"is not between the years {FIRST_YEAR} and {LAST_YEAR}",
            "如果它的意思是“空着”，在对照表的 empty 里加上这个写法；否则核对年份",
            "add the text to `empty` of the mapping if it means blank",
        )

    def _without_date(self, cell: Cell) -> Refused:
        return self.fault(
            "unreadable-time",
            cell,
            "只有钟点，没有日期",
            "is a time of day without a date",
            "如果日期在另一列，写成 columns: [日期列, 时刻列]",
            "name both columns: `columns: [date, time]`",
        )

    def _unreadable(self, cell: Cell) -> Refused:
        text = str(cell).strip()
        if _SHORT_YEAR.fullmatch(text):
            return self.fault(
                "two-digit-year",
                cell,
                "的年份只有两位",
                "has a year of two digits",
                "在原文件里写四位年份",
                "write four digits in the file",
            )
        if _TIME_ONLY.fullmatch(text):
            return self._without_date(cell)
        return self.fault(
            "unreadable-time",
            cell,
            "读不出时间",
            "cannot be read as a time",
            "如果它的意思是“空着”，在对照表的 empty 里加上这个写法；否则改正原文件",
            "add the text to `empty` of the mapping if it means blank",
        )

    def fault(
        self, code: str, cell: Cell, zh: str, en: str, fix_zh: str, fix_en: str
    ) -> Refused:
        """Return the fault of a cell, with its heading.

        What an entry in the mapping would mend is said in one sentence for all such
        cells, so that the rows can be counted by it; else the text is shown.
        """
        if code in MENDABLE:
            zh = f"“{self._heading}”里有的{zh}；{fix_zh}"
            return Refused(
                code, Text(zh, f"a time in `{self._heading}` {en}; {fix_en}")
            )
        shown = shortened(str(cell))
        return Refused(
            code,
            Text(
                f"“{self._heading}”的 `{shown}` {zh}；{fix_zh}".replace("` 的", "`的"),
                f"`{shown}` in `{self._heading}` {en}; {fix_en}",
            ),
        )


def _plain(number: float) -> str:
    """Return a number without an exponent, or a text that fits nothing."""
    if isinstance(number, int):
        return str(number) if abs(number) < 10**15 else "-"
    return f"{number:.10f}".rstrip("0").rstrip(".") if 0 <= number < 1e15 else "-"


def _seconds(offset: timedelta) -> int:
    return offset.days * DAY + offset.seconds


def _offset_of(text: str) -> int:
    if text in "Zz":
        return 0
    digits = text[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return -seconds if text[0] == "-" else seconds
