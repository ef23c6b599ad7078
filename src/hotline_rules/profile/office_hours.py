"""Office hours of a profile's calendar: seasons, spans of dates, several shifts."""

from collections.abc import Iterator, Sequence
from datetime import date

from hotline_rules.calendar import OpenHours, date_of_day, day_of_date
from hotline_rules.diagnostics import Diagnostic, Label, Text, codes, diagnostic
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.calendar_days import parse_day
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.texts import parse_time

_LEAP_YEAR = 2024
Edge = int | tuple[int, int] | None


def compile_hours(node: Node, found: list[Diagnostic]) -> tuple[OpenHours, ...]:
    """Compile the list `open`; faulty entries are reported and left out.

    Diagnostics:
        BAD_DATE, BAD_TIME, HOURS_OVERLAP, HOURS_GAP.
    """
    entries = [(each, _entry(each, found)) for each in node.children()]
    good = [(each, hours) for each, hours in entries if hours is not None]
    if len(good) == len(entries):
        found += _check_cover(node, good)
    return tuple(hours for _, hours in good)


def time_of(node: Node, found: list[Diagnostic]) -> int | None:
    """Return the seconds after 00:00 of a time of day; a fault is reported."""
    time = parse_time(word_of(node))
    if not isinstance(time, Fault):
        return time
    if not node.broken:
        found.append(
            diagnostic(time.code, node.span, time.headline, why=time.why, fix=time.fix)
        )
    return None


def _entry(node: Node, found: list[Diagnostic]) -> OpenHours | None:
    before = len(found)
    first = _edge(node.child("from"), found)
    last = _edge(node.child("until"), found)
    shifts = _shifts(node.child("hours"), found)
    if len(found) > before or not shifts:
        return None
    if isinstance(first, tuple) and isinstance(last, tuple):
        return OpenHours(season=(first, last), shifts=shifts)
    if isinstance(first, tuple) or isinstance(last, tuple):
        found.append(_half_a_season(node))
        return None
    if first is not None and last is not None and last < first:
        found.append(_ends_before(node))
        return None
    return OpenHours(since=first, until=last, shifts=shifts)


def _edge(node: Node | None, found: list[Diagnostic]) -> Edge:
    """Return a day, a (month, day) of every year, or None for no bound."""
    if node is None or node.value == "open":
        return None
    if isinstance(node.value, date):
        return day_of_date(node.value)
    text = word_of(node)
    day = parse_day(text, _LEAP_YEAR) if len(text) == len("06-01") else None
    if day is None:
        if not node.broken:
            found.append(_bad_edge(node))
        return None
    when = date_of_day(day)
    return when.month, when.day


def _shifts(node: Node | None, found: list[Diagnostic]) -> tuple[tuple[int, int], ...]:
    """Read `["08:30-12:00", "14:30-17:30"]`; none when something is wrong."""
    shifts: list[tuple[int, int]] = []
    parts = node.value if node and isinstance(node.value, list) else [node]
    for part in parts:
        if part is None:
            continue  # that the key is missing is a fault of shape
        opens, _, closes = str(part.value).partition("-")
        times = parse_time(opens), parse_time(closes)
        fault = next((time for time in times if isinstance(time, Fault)), None)
        if fault is not None:
            found.append(_bad_shift(part))
            return ()
        start, end = (time for time in times if not isinstance(time, Fault))
        if start >= end or (shifts and start <= shifts[-1][1]):
            found.append(_out_of_order(part))
            return ()
        shifts.append((start, end))
    return tuple(shifts)


def _check_cover(
    node: Node, entries: Sequence[tuple[Node, OpenHours]]
) -> Iterator[Diagnostic]:
    """Report the first day with two office hours and the first with none."""
    overlap = gap = False
    for day in _days_to_try([hours for _, hours in entries]):
        which = [each for each, hours in entries if hours.covers(day)]
        if len(which) > 1 and not overlap:
            overlap = True
            yield _two_at_once(which[1], which[0], day)
        if not which and not gap:
            gap = True
            yield _none_at_all(node, day)


def _days_to_try(hours: Sequence[OpenHours]) -> range:
    """Return days on which every combination of the entries shows."""
    edges = [
        date_of_day(day).year
        for each in hours
        for day in (each.since, each.until)
        if day is not None
    ]
    first = min(edges, default=_LEAP_YEAR)
    last = max(edges, default=_LEAP_YEAR)
    # Four years on either side hold a 29 February, whatever the bounds.
    return range(
        day_of_date(date(max(first - 4, 1970), 1, 1)),
        day_of_date(date(min(last + 4, 2099), 12, 31)) + 1,
    )


def _bad_edge(node: Node) -> Diagnostic:
    return diagnostic(
        codes.BAD_DATE,
        node.span,
        Text(
            f"读不懂 `{word_of(node)}`", f"`{word_of(node)}` is neither day nor season"
        ),
        why=Text(
            "每年的季节写加引号的“月-日”，一次性的写完整日期，没有期限写 open",
            "a season is a quoted MM-DD, a bound a full date, no bound is `open`",
        ),
        fix=Text('写成 "06-01" 或 2026-06-01', 'write "06-01" or 2026-06-01'),
    )


def _half_a_season(node: Node) -> Diagnostic:
    return diagnostic(
        codes.BAD_DATE,
        node.span,
        Text("季节的首尾只写了一头", "a season has both a first and a last day"),
        why=Text(
            "from 和 until 要么都是“月-日”，要么都是完整日期",
            "`from` and `until` are both MM-DD or both full dates",
        ),
        fix=Text(
            '写成 from: "06-01", until: "09-30"', 'write from: "06-01", until: "09-30"'
        ),
    )


def _ends_before(node: Node) -> Diagnostic:
    return diagnostic(
        codes.BAD_DATE,
        (node.child("until") or node).span,
        Text("最后一天早于第一天", "the last day is before the first"),
        why=Text("这样一天也管不到", "no day lies between them"),
        fix=Text("核对两个日期", "check both dates"),
    )


def _bad_shift(node: Node) -> Diagnostic:
    return diagnostic(
        codes.BAD_TIME,
        node.span,
        Text(
            f"读不懂办公时间 `{word_of(node)}`",
            f"`{word_of(node)}` is no span of hours",
        ),
        why=Text(
            "一段办公时间写“开始-结束”，用半角，从 00:00 到 24:00，并加引号",
            "a span is written opening-closing, from 00:00 to 24:00, and quoted",
        ),
        fix=Text('写成 "08:30-12:00" 的样子', 'write it like "08:30-12:00"'),
    )


def _out_of_order(node: Node) -> Diagnostic:
    return diagnostic(
        codes.HOURS_OVERLAP,
        node.span,
        Text(
            f"`{word_of(node)}` 与前后的时间不衔接",
            f"`{word_of(node)}` is not later than what stands before it",
        ),
        why=Text(
            "各段按先后写，互不相接；不能跨零点",
            "spans follow each other with a break between, none runs over midnight",
        ),
        fix=Text(
            "按先后排好，相接的合成一段", "put them in order and join those that touch"
        ),
    )


def _two_at_once(node: Node, first: Node, day: int) -> Diagnostic:
    when = date_of_day(day)
    return diagnostic(
        codes.HOURS_OVERLAP,
        node.span,
        Text(f"{when} 有两套办公时间", f"two office hours apply on {when}"),
        why=Text(
            "同一天只能有一套；先后次序不起作用",
            "one set applies on a day; the order of the list decides nothing",
        ),
        fix=Text("把首尾两天改成互不重叠", "change the first or last days"),
        related=(Label(first.span, Text("另一套在这里", "the other one")),),
    )


def _none_at_all(node: Node, day: int) -> Diagnostic:
    when = date_of_day(day)
    return diagnostic(
        codes.HOURS_GAP,
        node.place,
        Text(f"{when} 没有办公时间", f"no office hours apply on {when}"),
        why=Text(
            "没有办公时间的工作日不计入办公时间",
            "a working day without office hours adds nothing to working hours",
        ),
        fix=Text("补上缺的季节", "add the season that is missing"),
    )
