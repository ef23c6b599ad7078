"""The section `calendars` of a profile: layers of its own over published calendars."""

from collections.abc import Mapping
from datetime import date

from hotline_rules.calendar import (
    EVERY_DAY,
    CalendarData,
    Notice,
    date_of_day,
    day_of_date,
)
from hotline_rules.diagnostics import (
    Diagnostic,
    Label,
    Text,
    codes,
    diagnostic,
    suggest,
)
from hotline_rules.profile.calendar_days import days_in
from hotline_rules.profile.calendars import bundled_calendars
from hotline_rules.profile.names import text_of
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.office_hours import compile_hours, time_of

NO_YEAR = 0
REST = "rest_day"


def compile_calendars(
    section: Node | None, published: Mapping[str, CalendarData] | None = None
) -> tuple[tuple[CalendarData, ...], list[Diagnostic]]:
    """Compile the section `calendars` of a profile.

    Every entry becomes a layer of the profile's own over a published calendar: the
    days it adds, its office hours, and when its day starts. What is faulty is reported
    and left out; wrong keys and kinds of values are the business of the shape check.
    A profile without the section counts no working days: to it every day is one.

    Args:
        section: the section, `None` when the profile has none.
        published: the calendars `days` may name; `None`: those of the package.

    Diagnostics:
        UNKNOWN_CALENDAR, BAD_DATE, BAD_TIME, DAY_TWICE, HOURS_OVERLAP, HOURS_GAP,
        KEYS_CLASH.
    """
    found: list[Diagnostic] = []
    if section is None or section.value == {}:
        return (EVERY_DAY,), found
    entries = section.value if isinstance(section.value, dict) else {}
    published = bundled_calendars() if published is None else published
    layers = [_layer(id_, node, published, found) for id_, node in entries.items()]
    return tuple(layer for layer in layers if layer is not None), found


def _layer(
    id_: str,
    node: Node,
    published: Mapping[str, CalendarData],
    found: list[Diagnostic],
) -> CalendarData | None:
    days = node.child("days")
    if days is None:
        return None  # that the key is missing is a fault of shape
    parent = published.get(word_of(days))
    if parent is None:
        found.append(_unknown_calendar(days, list(published)))
        return None
    title = text_of(node, "title") or id_
    starts = node.child("day_starts")
    opens = node.child("open")
    if starts is not None and opens is not None:
        found.append(_hours_and_start(starts, opens))
    return CalendarData(
        id=id_,
        title=Text(title, title),
        kind="overlay",
        parent=parent,
        notices=_extra(id_, node.child("extra"), found),
        open_hours=compile_hours(opens, found) if opens else (),
        day_starts=(time_of(starts, found) or 0) if starts else 0,
    )


def _extra(id_: str, node: Node | None, found: list[Diagnostic]) -> tuple[Notice, ...]:
    """Compile the days that a profile adds, each as a notice of its own."""
    seen: dict[tuple[int, int], Node] = {}
    notices = []
    for entry in node.children() if node else ():
        issued = entry.child("issued")
        known = _date(issued, found) if issued else None
        days = entry.child("day")
        if known is None or days is None:
            continue  # a missing key or a wrong word is a fault of shape
        for day, part in days_in(days, NO_YEAR, found):
            if (day, known) in seen:
                found.append(_given_twice(part, day, seen[day, known]))
                continue
            seen[day, known] = part
            notices.append(_own_notice(id_, entry, day, known))
    return tuple(notices)


def _own_notice(id_: str, entry: Node, day: int, issued: int) -> Notice:
    """Return what a profile says about one day."""
    source = text_of(entry, "notice") or ""
    name = text_of(entry, "title") or source
    kind, settles = entry.child("is"), entry.child("settles")
    rest = kind is not None and kind.value == REST
    year = settles.value if settles else None
    return Notice(
        id=f"{id_}-{date_of_day(day)}-{date_of_day(issued)}",
        number=None,
        issued=issued,
        latest_issued=issued,
        title=Text(source, source),
        covers=year if isinstance(year, int) else None,
        days_off=((day, name),) if rest else (),
        workdays=() if rest else (day,),
    )


def _date(node: Node, found: list[Diagnostic]) -> int | None:
    """Return the day of a date; anything else is reported."""
    if isinstance(node.value, date):
        return day_of_date(node.value)
    if not node.broken:
        found.append(
            diagnostic(
                codes.BAD_DATE,
                node.span,
                Text(f"`{word_of(node)}` 不是日期", f"`{word_of(node)}` is not a date"),
                fix=Text("写成 2026-07-19 的样子", "write it like 2026-07-19"),
            )
        )
    return None


def _unknown_calendar(node: Node, known: list[str]) -> Diagnostic:
    near = suggest(word_of(node), known)
    listed = Text("可用的有：" + "、".join(known), "there are: " + ", ".join(known))
    return diagnostic(
        codes.UNKNOWN_CALENDAR,
        node.span,
        Text(
            f"没有 `{word_of(node)}` 这个工作日历",
            f"there is no calendar `{word_of(node)}`",
        ),
        why=listed,
        fix=Text(f"是不是 `{near}`？", f"did you mean `{near}`?") if near else listed,
    )


def _hours_and_start(starts: Node, opens: Node) -> Diagnostic:
    return diagnostic(
        codes.KEYS_CLASH,
        starts.place,
        Text(
            "`day_starts` 和 `open` 不能同时写",
            "`day_starts` and `open` exclude each other",
        ),
        why=Text(
            "值班日不从零点起算，办公时间按零点起的一天写",
            "office hours belong to a day from 00:00, a duty day starts later",
        ),
        fix=Text("分成两个日历", "make two calendars of it"),
        related=(Label(opens.place, Text("办公时间在这里", "the office hours")),),
    )


def _given_twice(node: Node, day: int, first: Node) -> Diagnostic:
    when = date_of_day(day)
    return diagnostic(
        codes.DAY_TWICE,
        node.span,
        Text(f"{when} 写了两次", f"{when} is given twice"),
        why=Text(
            "同一天同一日发布的安排只能有一个",
            "of one day only one thing was announced on one day",
        ),
        fix=Text("留下一处", "keep one of them"),
        related=(Label(first.span, Text("先写在这里", "first given here")),),
    )
