"""Instants, dates, spans and amounts in words, in Chinese and English at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING

from hotline_rules.calendar import date_of_day
from hotline_rules.clock import (
    Amount,
    CalendarDays,
    Elapsed,
    Months,
    WorkingDays,
)
from hotline_rules.diagnostics import Text
from hotline_rules.explain.model import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline_rules.calendar import Zone
    from hotline_rules.clock import End

DAY = 86_400
NOTHING = Text("", "")
_WEEKDAYS = (
    Text("周一", "Mon"),
    Text("周二", "Tue"),
    Text("周三", "Wed"),
    Text("周四", "Thu"),
    Text("周五", "Fri"),
    Text("周六", "Sat"),
    Text("周日", "Sun"),
)
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def say(zh: str, en: str, *parts: object) -> Text:
    """Fill a sentence in both languages; parts are Texts, or the same in both."""
    return Text(
        zh.format(*[p.zh if isinstance(p, Text) else p for p in parts]),
        en.format(*[p.en if isinstance(p, Text) else p for p in parts]),
    )


def join(parts: Iterable[Text], zh: str = "，", en: str = ", ") -> Text:
    """Join parts with the marks of each language; empty parts are left out."""
    kept = [part for part in parts if part.zh or part.en]
    return Text(zh.join(p.zh for p in kept), en.join(p.en for p in kept))


def same(text: str) -> Text:
    """A name that is the same in both languages."""
    return Text(text, text)


def weekday(day: int) -> Text:
    """The weekday of a local day."""
    return _WEEKDAYS[(day + 3) % 7]  # 1970-01-01 was a Thursday


@lru_cache(maxsize=8192)
def date_text(day: int, *, since: int | None = None) -> Text:
    """A date; without the year when it is that of the day ``since``."""
    date = date_of_day(day)
    zh = f"{date.month}月{date.day}日"
    en = f"{date.day} {_MONTHS[date.month - 1]}"
    if since is not None and date_of_day(since).year == date.year:
        return Text(zh, en)
    return Text(f"{date.year}年{zh}", f"{en} {date.year}")


@lru_cache(maxsize=8192)
def date_full(day: int, *, since: int | None = None) -> Text:
    """A date with its weekday."""
    return say("{0}（{1}）", "{1} {0}", date_text(day, since=since), weekday(day))


def days_text(first: int, last: int) -> Text:
    """A stretch of days, without years: ``3月9日至10日``."""
    if first == last:
        return date_full(first, since=first)
    one, other = date_of_day(first), date_of_day(last)
    if one.month == other.month:
        month = _MONTHS[one.month - 1]
        return Text(
            f"{one.month}月{one.day}日至{other.day}日", f"{one.day}–{other.day} {month}"
        )
    begin, end = date_text(first, since=first), date_text(last, since=last)
    return say("{0}至{1}", "{0} – {1}", begin, end)


def clock_text(seconds: int) -> str:
    """A time of day; seconds after midnight, shown only where there are some."""
    hours, minutes, rest = seconds // 3_600, seconds // 60 % 60, seconds % 60
    return f"{hours:02}:{minutes:02}" + (f":{rest:02}" if rest else "")


@lru_cache(maxsize=8192)
def span_text(seconds: int) -> Text:
    """A stretch of wall-clock time: ``1天1小时``; never negative."""
    parts = []
    for size, zh, en in (
        (DAY, "天", "day"),
        (3_600, "小时", "hour"),
        (60, "分钟", "minute"),
        (1, "秒", "second"),
    ):
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(Text(f"{number}{zh}", _many(number, en)))
    return join(parts, "", " ") if parts else Text("0秒", "0 seconds")


def hours_text(seconds: int) -> Text:
    """Counted time in hours and below, days not split off: ``46小时``."""
    hours, rest = divmod(seconds, 3_600)
    head = Text(f"{hours}小时", _many(hours, "hour")) if hours else NOTHING
    tail = span_text(rest) if rest or not hours else NOTHING
    return join((head, tail), "", " ")


def amount_text(amount: Amount) -> Text:
    """An amount as the document would write it."""
    match amount:
        case Elapsed(seconds):
            return hours_text(seconds)
        case WorkingDays(halves):
            return working_days(halves)
        case CalendarDays(days):
            return Text(f"{days}个自然日", _many(days, "calendar day"))
        case Months(months):
            return Text(f"{months}个月", _many(months, "month"))
        case _:
            text = hours_text(amount.seconds)
            return say("办公时间{0}", "{0} of office time", text)


def working_days(halves: int) -> Text:
    """Working days, given in halves."""
    number = f"{halves // 2}.5" if halves % 2 else str(halves // 2)
    plural = "" if halves == 2 else "s"
    return Text(f"{number}个工作日", f"{number} working day{plural}")


def _many(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def short_instant(iso: str) -> str:
    """An instant to the minute, or to the second where that says more.

    Args:
        iso: with an offset, as results have it; the offset is left out.
    """
    date, time = iso[:10], iso[11:19]
    return f"{date} {time.removesuffix(':00') if time.endswith(':00') else time}"


class Times:
    """Says instants in one zone."""

    def __init__(self, zone: Zone) -> None:
        self.zone = zone

    def day(self, at: int) -> int:
        """The local day of an instant."""
        return self.zone.day_of(at)

    def moment(self, name: str, at: int) -> Moment:
        """A named instant for the tree."""
        offset = timezone(timedelta(seconds=self.zone.offset_at(at)))
        when = datetime.fromtimestamp(0, UTC) + timedelta(seconds=at)
        return Moment(name, at, when.astimezone(offset).isoformat())

    def is_midnight(self, at: int) -> bool:
        """Whether a local day begins at an instant."""
        return self.zone.local(at) % DAY == 0

    def at(self, at: int, *, since: int | None = None, named: bool = False) -> Text:
        """An instant; without the year if it is that of the instant ``since``."""
        day, clock = divmod(self.zone.local(at), DAY)
        return self._stamp(day, clock, since, named)

    def end(
        self,
        at: int,
        *,
        inclusive: bool,
        since: int | None = None,
        named: bool = False,
    ) -> Text:
        """The end of a limit; one at midnight is the 24:00 of the day before."""
        if not inclusive and self.is_midnight(at):
            return self._stamp(self.day(at) - 1, DAY, since, named)
        return self.at(at, since=since, named=named)

    def end_of(
        self, end: End, *, since: int | None = None, named: bool = False
    ) -> Text:
        """An End in words."""
        return self.end(end.at, inclusive=end.inclusive, since=since, named=named)

    def _stamp(
        self,
        day: int,
        clock: int,
        since: int | None,
        named: bool,  # noqa: FBT001
    ) -> Text:
        year = None if since is None else date_of_day(self.day(since)).year
        return _stamp(day, clock, year, named)


@lru_cache(maxsize=32768)  # ends of one day and what one event ends come by the dozen
def _stamp(
    day: int,
    clock: int,
    year: int | None,
    named: bool,  # noqa: FBT001
) -> Text:
    """A date and a time of day in seconds; without the year if it is that one."""
    since = day if date_of_day(day).year == year else None
    date = date_full(day, since=since) if named else date_text(day, since=since)
    return say("{0}{1}", "{0} {1}", date, clock_text(clock))
