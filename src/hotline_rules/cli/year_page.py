"""A year of a working calendar as a page: months, changed days, notices, totals."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hotline_rules.calendar import (
    CalendarData,
    DayReason,
    Notice,
    date_of_day,
    day_of_date,
    weekday,
)
from hotline_rules.diagnostics import Text
from hotline_rules.diagnostics.render import display_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.calendar import WorkingCalendar
    from hotline_rules.diagnostics.model import Language

_WEEKDAYS = (
    Text("一", "Mo"),
    Text("二", "Tu"),
    Text("三", "We"),
    Text("四", "Th"),
    Text("五", "Fr"),
    Text("六", "Sa"),
    Text("日", "Su"),
)
_MONTHS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())  # noqa: SIM905
_OFF = Text("休", "off")
_WORKS = Text("班", "on")
_MAYBE = Text("暂", "?")
_CELL = 5


def render_year(
    year: int, calendar: WorkingCalendar, data: CalendarData, lang: Language
) -> str:
    """Return the page of a year.

    Args:
        year: 1970 to 2099.
        calendar: compiled, as known on some day.
        data: of the same calendar; its notices are named on the page.
        lang: of all words.
    """
    page = _Page(year, calendar, data, lang)
    parts = [page.heading(), *page.months(), page.legend(), page.changes()]
    parts += [page.notices(), page.totals(), page.warning()]
    return "\n".join(part for part in parts if part) + "\n"


@dataclass(frozen=True, slots=True)
class _Run:
    """Days in a row that one notice changed in one way."""

    first: int
    last: int
    why: DayReason


@dataclass(frozen=True, slots=True)
class _Page:
    year: int
    calendar: WorkingCalendar
    data: CalendarData
    lang: Language

    def say(self, zh: str, en: str) -> str:
        """Return one of two sentences."""
        return zh if self.lang == "zh" else en

    def days(self) -> range:
        """Return the days of the year."""
        first = day_of_date(date(self.year, 1, 1))
        return range(first, day_of_date(date(self.year, 12, 31)) + 1)

    def heading(self) -> str:
        """Name the year, the calendar and the state of knowledge."""
        title = self.data.title.in_(self.lang)
        known = self.calendar.known_on
        when = ""
        if known is not None:
            day = date_of_day(known)
            when = self.say(f"，按 {day} 已发布的通知", f", as announced by {day}")
        line = self.say(
            f"{self.year}年 {title}（{self.calendar.id}）{when}",
            f"{self.year}, {title} ({self.calendar.id}){when}",
        )
        return f"{line}\n"

    def months(self) -> Iterator[str]:
        """Yield the months, two side by side."""
        for month in range(1, 13, 2):
            left, right = self._month(month), self._month(month + 1)
            height = max(len(left), len(right))
            left += [""] * (height - len(left))
            right += [""] * (height - len(right))
            pairs = zip(left, right, strict=True)
            lines = [
                f"{_fit(one, 7 * _CELL + 3)}{other}".rstrip() for one, other in pairs
            ]
            yield "\n".join(lines) + "\n"

    def _month(self, month: int) -> list[str]:
        """Return the lines of a month: title, weekdays, weeks."""
        length = monthrange(self.year, month)[1]
        first = day_of_date(date(self.year, month, 1))
        index = self.calendar.working_index
        count = index(first + length) - index(first)
        title = self.say(
            f"{month}月（{count}个工作日）", f"{_MONTHS[month - 1]} ({count} working)"
        )
        cells = [" " * _CELL] * weekday(first)
        cells += [self._cell(day, first) for day in range(first, first + length)]
        weeks = ["".join(cells[i : i + 7]) for i in range(0, len(cells), 7)]
        names = "".join(_fit(name.in_(self.lang), _CELL) for name in _WEEKDAYS)
        return [title, names, *weeks]

    def _cell(self, day: int, first: int) -> str:
        """Return a day of the month with its mark."""
        return _fit(f"{day - first + 1:2}{self.mark(day)}", _CELL)

    def mark(self, day: int) -> str:
        """Return the mark of a day; none where the weekday decides."""
        why = self.calendar.why(day)
        if why.kind in ("working", "weekend"):
            return ""
        if why.kind == "statutory_unannounced":
            return _MAYBE.in_(self.lang)
        return (_WORKS if why.working else _OFF).in_(self.lang)

    def legend(self) -> str:
        """Explain the marks that occur."""
        marks = {self.mark(day) for day in self.days()}
        lines = {
            _OFF: Text("休 通知定的放假日", "off: a day off by a notice"),
            _WORKS: Text("班 调休上班日", "on: a make-up working day"),
            _MAYBE: Text(
                "暂 法定节日，放假通知未发布", "?: a festival, no notice issued yet"
            ),
        }
        said = [t.in_(self.lang) for m, t in lines.items() if m.in_(self.lang) in marks]
        plain = self.say(
            "没有记号的：周一至周五上班，周六、周日休息",
            "unmarked: Monday to Friday working, Saturday and Sunday off",
        )
        if not self.calendar.rest_weekdays:
            plain = self.say("每天都算", "every day counts")
        return self.say("；", "; ").join([*said, plain]) + "\n"

    def runs(self) -> list[_Run]:
        """Return the changed days, those in a row with one ground made one."""
        runs: list[_Run] = []
        for day in self.days():
            why = self.calendar.why(day)
            if why.kind in ("working", "weekend"):
                continue
            if runs and runs[-1].last == day - 1 and _same(runs[-1].why, why):
                runs[-1] = _Run(runs[-1].first, day, why)
            else:
                runs.append(_Run(day, day, why))
        return runs

    def changes(self) -> str:
        """List the changed days with the notice behind each."""
        runs = self.runs()
        if not runs:
            return ""
        rows = [(self._span(run), *self._words(run)) for run in runs]
        widths = [max(display_width(row[i]) for row in rows) for i in range(3)]
        title = self.say("改动的日子和依据", "Changed days and the notice behind each")
        return "\n".join([title, *(_row(row, widths) for row in rows)]) + "\n"

    def _span(self, run: _Run) -> str:
        """Return the days of a run with their weekdays."""
        first, last = self._day(run.first), self._day(run.last)
        return first if run.first == run.last else f"{first} – {last}"

    def _day(self, day: int) -> str:
        name = _WEEKDAYS[weekday(day)].in_(self.lang)
        return f"{date_of_day(day):%m-%d} {self.say('周', '')}{name}"

    def _words(self, run: _Run) -> tuple[str, str, str]:
        """Return the mark, the holiday and the notice of a run."""
        notice = run.why.notice or self.say("无通知", "no notice")
        return self.mark(run.first), run.why.name.in_(self.lang), notice

    def notices(self) -> str:
        """List the notices that the year's days rest on."""
        used = {run.why.notice for run in self.runs()}
        used |= {f"{layer.id}-{self.year}" for layer in self.data.layers()}
        known = self.calendar.known_on
        lines = [
            f"  {notice.id}  {self.notice_line(notice)}"
            for layer in self.data.layers()
            for notice in layer.notices
            if notice.id in used and (known is None or notice.latest_issued <= known)
        ]
        title = self.say("通知", "Notices")
        return "\n".join([title, *lines]) + "\n" if lines else ""

    def notice_line(self, notice: Notice) -> str:
        """Return title, number, date of issue and remark of a notice."""
        number = notice.number or self.say("文号不详", "number unknown")
        if notice.issued is None:
            latest = date_of_day(notice.latest_issued)
            issued = self.say(
                f"不晚于 {latest} 发布", f"issued by {latest} at the latest"
            )
        else:
            day = date_of_day(notice.issued)
            issued = self.say(f"{day} 发布", f"issued {day}")
        line = f"{notice.title.in_(self.lang)}{self.say('，', ', ')}{number}"
        line += f"{self.say('，', ', ')}{issued}"
        return f"{line}（{notice.remark}）" if notice.remark else line

    def totals(self) -> str:
        """Count the days of the year."""
        days, calendar = self.days(), self.calendar
        working = [day for day in days if calendar.is_working(day)]
        makeup = sum(1 for day in working if weekday(day) in calendar.rest_weekdays)
        off = sum(
            1
            for day in days
            if not calendar.is_working(day)
            and weekday(day) not in calendar.rest_weekdays
        )
        return self.say(
            f"全年 {len(days)} 天：工作日 {len(working)} 天"
            f"（其中周末调休上班 {makeup} 天），休息 {len(days) - len(working)} 天"
            f"（其中周一至周五放假 {off} 天）",
            f"{len(days)} days: {len(working)} working ({makeup} make-up days), "
            f"{len(days) - len(working)} off ({off} of them Monday to Friday)",
        )

    def warning(self) -> str:
        """Say which days of the year may still change."""
        loose = [day for day in self.days() if not self.calendar.is_certain(day)]
        if not loose:
            return ""
        if len(loose) == len(self.days()):
            return self.say(
                "暂定：没有这一年的放假通知，只按周末和法定节日计，全年都可能改动",
                "Provisional: no notice for this year, so weekends and statutory "
                "festivals only; any day may change",
            )
        first = date_of_day(loose[0])
        return self.say(
            f"暂定：{first} 起的日子可能被尚未发布的通知改动",
            f"Provisional: days from {first} on may be changed by a notice to come",
        )


def _same(one: DayReason, other: DayReason) -> bool:
    """Answer whether two days have the same ground."""
    return (one.working, one.name, one.notice) == (
        other.working,
        other.name,
        other.notice,
    )


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    padded = [_fit(cell, width) for cell, width in zip(cells, widths, strict=False)]
    return "  " + "  ".join([*padded, *cells[len(widths) :]]).rstrip()


def _fit(text: str, width: int) -> str:
    """Pad a text to a width on the screen."""
    return text + " " * max(0, width - display_width(text))
