"""What the notices of a calendar must be to each other; a visible list of checks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hotline_rules.calendar import (
    CalendarData,
    Notice,
    date_of_day,
    day_of_date,
    weekday,
)
from hotline_rules.diagnostics import (
    Diagnostic,
    Label,
    Text,
    codes,
    diagnostic,
)
from hotline_rules.profile.node import Node


@dataclass(frozen=True, slots=True)
class NoticeEntry:
    """A notice with the place of each of its days, under `off`, `work`, `cancels`."""

    node: Node
    year: int
    notice: Notice
    places: dict[str, dict[int, Node]]

    def place(self, key: str, day: int) -> Node:
        """Return where a day stands."""
        return self.places[key][day]


def check_notices(
    entries: Sequence[NoticeEntry],
    parent: CalendarData | None,
    rest_weekdays: Sequence[int],
) -> list[Diagnostic]:
    """Check the notices of one file, together with those of the layer below."""
    found: list[Diagnostic] = []
    found += _check_years(entries)
    below = parent.layers() if parent else ()
    rest = below[0].rest_weekdays if below else rest_weekdays
    state = _state([n for layer in below for n in layer.notices])
    for entry in sorted(entries, key=lambda each: each.notice.latest_issued):
        found += _check_contradiction(entry)
        found += _check_years_of_days(entry)
        found += _check_issue(entry)
        found += _check_against(entry, state, rest)
        state |= _state([entry.notice])
    return found


def _state(notices: Sequence[Notice]) -> dict[int, bool]:
    """Return the days that notices speak of: True for working."""
    state: dict[int, bool] = {}
    for notice in notices:
        state |= dict.fromkeys((day for day, _ in notice.days_off), False)
        state |= dict.fromkeys(notice.workdays, True)
    return state


def _check_years(entries: Sequence[NoticeEntry]) -> Iterator[Diagnostic]:
    """Report years settled twice and years left out."""
    seen: dict[int, NoticeEntry] = {}
    for entry in entries:
        year = entry.notice.covers
        if year is None:
            continue
        if year in seen:
            yield _year_twice(entry, seen[year])
        seen.setdefault(year, entry)
    years = sorted(seen)
    for before, year in pairwise(years):
        if year - before > 1:
            yield _year_skipped(seen[year], before + 1)


def _check_contradiction(entry: NoticeEntry) -> Iterator[Diagnostic]:
    """Report days that one notice makes off and working."""
    for day in entry.notice.workdays:
        if day in entry.places["off"]:
            yield _contradicted(entry, day)


def _check_years_of_days(entry: NoticeEntry) -> Iterator[Diagnostic]:
    """Report days that lie outside the year, its new year's week included."""
    first = day_of_date(date_of_day(0).replace(year=entry.year)) - 10
    last = day_of_date(date_of_day(0).replace(year=entry.year + 1)) + 6
    for key in ("off", "work", "cancels"):
        for day, node in entry.places[key].items():
            if not first <= day < last:
                yield _outside_year(node, day, entry.year)


def _check_issue(entry: NoticeEntry) -> Iterator[Diagnostic]:
    """Report a notice issued after the first day that it changes."""
    days = [day for key in entry.places for day in entry.places[key]]
    if days and entry.notice.latest_issued > min(days):
        yield _issued_too_late(entry, min(days))


def _check_against(
    entry: NoticeEntry, state: dict[int, bool], rest: Sequence[int]
) -> Iterator[Diagnostic]:
    """Check one notice against what was announced before it."""
    cancels = entry.notice.cancels
    for day in cancels:
        if not state.get(day, False):
            yield _cancels_nothing(entry.place("cancels", day), day)
    for day, _ in entry.notice.days_off:
        if state.get(day, False) and day not in cancels:
            yield _cancel_unsaid(entry.place("off", day), day)
    for day in entry.notice.workdays:
        if state.get(day, weekday(day) not in rest):
            yield _working_already(entry.place("work", day), day)


def _year_twice(entry: NoticeEntry, first: NoticeEntry) -> Diagnostic:
    year = entry.year
    return diagnostic(
        codes.YEAR_TWICE,
        (entry.node.child("year") or entry.node).span,
        Text(f"{year} 年已有年度通知", f"{year} already has its yearly notice"),
        why=Text(
            "一年只有一个年度通知，之后的都是调整",
            "a year has one yearly notice; what comes later changes it",
        ),
        fix=Text(
            f"年中调整写成 changes: {year}", f"write a later change as changes: {year}"
        ),
        related=(Label(first.node.place, Text("年度通知在这里", "the yearly notice")),),
    )


def _year_skipped(entry: NoticeEntry, missing: int) -> Diagnostic:
    return diagnostic(
        codes.YEAR_SKIPPED,
        (entry.node.child("year") or entry.node).span,
        Text(f"缺 {missing} 年的通知", f"the notice for {missing} is missing"),
        why=Text(
            "缺的一年及更早各年都算作未定",
            "that year and all before it count as not settled",
        ),
        fix=Text(f"补录 {missing} 年的通知", f"enter the notice for {missing}"),
    )


def _contradicted(entry: NoticeEntry, day: int) -> Diagnostic:
    when = date_of_day(day)
    off = entry.place("off", day)
    return diagnostic(
        codes.DAY_CONTRADICTED,
        entry.place("work", day).span,
        Text(f"{when} 又放假又上班", f"{when} is both a day off and a working day"),
        why=Text(
            "同一个通知里一天只能有一种安排", "one notice says one thing about a day"
        ),
        fix=Text("对照通知原文删去一处", "compare the notice and delete one"),
        related=(Label(off.span, Text("这里写作放假", "off here")),),
    )


def _outside_year(node: Node, day: int, year: int) -> Diagnostic:
    when = date_of_day(day)
    return diagnostic(
        codes.DAY_OUTSIDE_YEAR,
        node.span,
        Text(f"{when} 不在 {year} 年", f"{when} is not in {year}"),
        why=Text(
            "通知只管当年，最多连到前后的元旦假期",
            "a notice concerns its year and at most the days around the new year",
        ),
        fix=Text("核对年份；不带年份的日子属于本通知的年份", "check the year"),
    )


def _issued_too_late(entry: NoticeEntry, first: int) -> Diagnostic:
    issued = entry.node.child("no_later_than") or entry.node.child("issued")
    when = date_of_day(first)
    return diagnostic(
        codes.ISSUED_TOO_LATE,
        (issued or entry.node).span,
        Text(f"通知晚于它所改的 {when}", f"the notice is later than {when}"),
        why=Text(
            "已经过去的日子通常不会再改", "days that are over are not usually changed"
        ),
        fix=Text("核对通知日期和年份", "check the date of issue and the year"),
    )


def _cancels_nothing(node: Node, day: int) -> Diagnostic:
    when = date_of_day(day)
    return diagnostic(
        codes.CANCELS_NOTHING,
        node.span,
        Text(f"{when} 本来就不是调休上班日", f"{when} is not a make-up working day"),
        why=Text(
            "cancels 只作废先前通知的调休上班日",
            "`cancels` drops make-up days of earlier notices",
        ),
        fix=Text("删去这一天，或改正日子", "delete the day or correct it"),
    )


def _cancel_unsaid(node: Node, day: int) -> Diagnostic:
    when = date_of_day(day)
    return diagnostic(
        codes.CANCEL_UNSAID,
        node.span,
        Text(
            f"{when} 先前定为调休上班，这里改为放假",
            f"{when} was a make-up working day and is off here",
        ),
        why=Text(
            "改动先前的通知要写明，免得是笔误",
            "a change of an earlier notice is said, lest it be a slip",
        ),
        fix=Text(
            f"确要作废的，加上 cancels: [{when}]", f"if so, add cancels: [{when}]"
        ),
    )


def _working_already(node: Node, day: int) -> Diagnostic:
    when = date_of_day(day)
    return diagnostic(
        codes.WORKING_ALREADY,
        node.span,
        Text(f"{when} 本来就上班", f"{when} is a working day anyway"),
        why=Text(
            "调休上班日落在周末或先前的放假日",
            "a make-up day falls on a weekend or on a day off",
        ),
        fix=Text("核对日子和星期", "check the day and its weekday"),
    )
