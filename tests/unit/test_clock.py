"""The clock: boundaries to the second, faces, settings, pauses, spans, traces.

Dates are of 2024 unless a year stands there: 10 to 17 February off, 4 and 18 February
worked; 1 to 7 October off, 29 September and 12 October worked.
"""

from __future__ import annotations

import csv
import gzip
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING

import pytest

from hotline_rules.calendar import (
    EVERY_DAY,
    BeyondCalendarError,
    CalendarData,
    OpenHours,
    WorkingCalendar,
    Zone,
    build_calendar,
    date_of_day,
    day_of_date,
)
from hotline_rules.clock import (
    Amount,
    CalendarDays,
    Clock,
    CountingSettings,
    Elapsed,
    End,
    Months,
    WorkingDays,
    WorkingTime,
    seconds_of,
    settings_used,
)
from hotline_rules.diagnostics import Text
from hotline_rules.profile.calendars import bundled_calendars

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

SHANGHAI = Zone.load("Asia/Shanghai")
PLUS_8 = timezone(timedelta(hours=8))
OFFICE = (OpenHours(shifts=((30_600, 43_200), (52_200, 63_000))),)  # 08:30 to 17:30
USUAL = CountingSettings(
    first_day="not_counted",
    last_day_ends="24:00",
    at_the_limit="strict",
    rest_days_after="late",
    end_on_rest_day="stays",
    rest_days_in_hours="pause",
)
HOUR = 3_600
KINDS: tuple[type[Amount], ...] = (
    Elapsed,
    WorkingTime,
    WorkingDays,
    CalendarDays,
    Months,
)


def at(text: str) -> int:
    """Read `2024-03-08 16:00`, with or without seconds, of the year 2024 by default."""
    if text[4] != "-":
        text = f"2024-{text}"
    if " 24:00" in text:
        return at(text.replace(" 24:00", " 00:00")) + 86_400
    return int(datetime.fromisoformat(text).replace(tzinfo=PLUS_8).timestamp())


def day(text: str) -> int:
    return day_of_date(date.fromisoformat(text))


@cache
def data_of(id_: str, *, office: bool, day_starts: int = 0) -> CalendarData:
    return CalendarData(
        id="test",
        title=Text("", ""),
        kind="overlay",
        parent=bundled_calendars()[id_],
        open_hours=OFFICE if office else (),
        day_starts=day_starts,
    )


@cache
def calendar_of(id_: str, *, office: bool, day_starts: int) -> WorkingCalendar:
    data = data_of(id_, office=office, day_starts=day_starts)
    return build_calendar(data, SHANGHAI)


def clock(
    calendar: str = "CN", *, office: bool = False, day_starts: int = 0, **words: Any
) -> Clock:
    built = calendar_of(calendar, office=office, day_starts=day_starts)
    return Clock(built, replace(USUAL, **words))


def days(number: float) -> WorkingDays:
    return WorkingDays(int(2 * number))


def hours(number: float) -> Elapsed:
    return Elapsed(int(number * HOUR))


def closed(text: str, opening: str | None = None) -> End:
    """An end at 24:00 or another first late instant."""
    return End(at(text), inclusive=False, opening=at(opening or text))


def until(text: str, opening: str | None = None) -> End:
    """An end that includes its instant."""
    return End(at(text), inclusive=True, opening=at(opening or text))


# Working days: the worked examples of the sources.

NATION_AND_GUANGXI = [
    ("2024-09-27 10:00", "2024-10-10 24:00", "2024-10-10 24:00"),
    ("2024-10-05 10:00", "2024-10-12 24:00", "2024-10-12 24:00"),
    ("2023-04-20 10:00", "2023-04-26 24:00", "2023-04-28 24:00"),
    ("2017-03-29 10:00", "2017-04-06 24:00", "2017-04-10 24:00"),
    ("2020-01-23 10:00", "2020-02-07 24:00", "2020-02-07 24:00"),
    ("2026-04-16 10:00", "2026-04-23 24:00", "2026-04-27 24:00"),
]


@pytest.mark.parametrize(("start", "nation", "guangxi"), NATION_AND_GUANGXI)
def test_five_working_days__end_as_worked_out_by_hand(
    start: str, nation: str, guangxi: str
) -> None:
    assert clock().adder(days(5))(at(start)).at == at(nation)
    assert clock("CN-GX").adder(days(5))(at(start)).at == at(guangxi)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2024-09-27 10:00", "2024-10-09 24:00"),
        ("2023-04-20 10:00", "2023-04-25 24:00"),
        ("2020-01-23 10:00", "2020-02-06 24:00"),
        ("2024-10-05 10:00", "2024-10-12 24:00"),  # a rest day cannot be day 1
    ],
)
def test_five_working_days__end_a_day_earlier_if_the_first_counts(
    start: str, due: str
) -> None:
    assert clock(first_day="counted").adder(days(5))(at(start)).at == at(due)


def test_first_day__received_on_a_rest_day_is_received_the_next_working_day() -> None:
    start = at("2024-10-05 10:00")
    due = at("2024-10-14 24:00")
    assert clock(first_day="next_working_day").adder(days(5))(start).at == due
    assert clock(receipt="next_opening").adder(days(5))(start).at == due


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("03-04 08:29:59", "03-05 24:00"),
        ("03-04 17:29:59", "03-05 24:00"),
        ("03-04 17:30", "03-06 24:00"),
        ("03-08 17:30", "03-12 24:00"),
    ],
)
def test_first_day__after_closing_counts_as_tomorrow(start: str, due: str) -> None:
    settings: tuple[dict[str, Any], ...] = (
        {"first_day": "next_working_day"},
        {"receipt": "next_opening"},
    )
    for words in settings:
        one = clock(office=True, **words)
        assert one.adder(days(1))(at(start)).at == at(due)


def test_first_day__counted_after_closing_is_not_over_before_it_began() -> None:
    one = clock(office=True, first_day="counted", last_day_ends="business_close")
    add = one.adder(days(1))
    assert add(at("03-04 17:29:59")) == closed("03-04 17:30", "03-05 08:30")
    assert add(at("03-04 17:30")) == closed("03-05 17:30", "03-06 08:30")


# The boundary list, to the second on both sides.


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("03-03 23:59:59", "03-04 24:00"),  # Sunday: before opening
        ("03-04 00:00:00", "03-05 24:00"),  # at the opening
        ("03-04 12:00:00", "03-05 24:00"),  # inside
        ("03-04 23:59:59", "03-05 24:00"),  # the last second
        ("03-05 00:00:00", "03-06 24:00"),  # at closing, the next day's first
        ("03-08 23:59:59", "03-11 24:00"),  # over a weekend
        ("02-09 12:00:00", "02-18 24:00"),  # over a festival to a make-up Sunday
        ("02-03 12:00:00", "02-04 24:00"),  # Saturday to a make-up Sunday
        ("02-28 12:00:00", "02-29 24:00"),  # to 29 February
        ("2023-12-29 12:00:00", "2024-01-02 24:00"),  # over the year
    ],
)
def test_one_working_day__on_both_sides_of_each_edge(start: str, due: str) -> None:
    end = clock().adder(days(1))(at(start))
    assert (end.at, end.inclusive) == (at(due), False)
    assert end.first_late == at(due)
    assert end.last_instant == at(due) - 1


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("03-08 16:00", 46, until("03-12 14:00")),  # X1
        ("03-08 16:00", 70, until("03-13 14:00")),
        ("02-08 15:00", 46, until("02-18 13:00")),  # X4, on a make-up Sunday
        ("02-08 15:00", 70, until("02-19 13:00")),
        ("03-09 10:00", 2, until("03-11 02:00")),  # starts on a Saturday
        ("03-08 22:00", 2, until("03-09 00:00", "03-11 00:00")),  # exact fit
        ("03-08 22:00", 26, until("03-12 00:00")),  # exact fit, no gap behind
        ("03-08 22:00:01", 2, until("03-11 00:00:01")),
        ("03-08 21:59:59", 2, until("03-08 23:59:59")),
        ("2026-05-29 16:20", 46, until("2026-06-02 14:20")),
        ("2024-09-29 16:20", 46, until("2024-10-08 14:20")),
        ("2024-09-27 16:20", 46, until("2024-09-30 14:20")),
    ],
)
def test_hours__pause_on_rest_days(start: str, amount: int, end: End) -> None:
    got = clock().adder(hours(amount))(at(start))
    assert got == end
    assert got.first_late == got.at + 1
    assert got.last_instant == got.at


@pytest.mark.parametrize(
    ("rest", "start", "end"),
    [
        ("count", "2026-05-29 16:20", until("2026-05-31 14:20")),
        ("end_roll_same_time", "2026-05-29 16:20", until("2026-06-01 14:20")),
        ("end_roll_24", "2026-05-29 16:20", closed("2026-06-01 24:00")),
        ("opening_roll", "2026-05-29 16:20", until("2026-06-01 00:00")),
        ("count", "2024-09-29 16:20", until("2024-10-01 14:20")),
        ("end_roll_same_time", "2024-09-29 16:20", until("2024-10-08 14:20")),
        ("end_roll_24", "2024-09-29 16:20", closed("2024-10-08 24:00")),
        ("opening_roll", "2024-09-29 16:20", until("2024-10-08 00:00")),
        ("end_roll_same_time", "2024-09-27 16:20", until("2024-09-29 14:20")),
        ("end_roll_24", "2024-09-27 16:20", until("2024-09-29 14:20")),
        ("end_roll_24", "2024-10-04 16:20", closed("2024-10-08 24:00")),
        ("end_roll_24", "2026-06-03 16:20", until("2026-06-05 14:20")),
    ],
)
def test_hours__that_roll_only_at_the_end(rest: str, start: str, end: End) -> None:
    assert clock(rest_days_in_hours=rest).adder(hours(46))(at(start)) == end


def test_hours__opening_roll_goes_to_the_office_door() -> None:
    one = clock(office=True, rest_days_in_hours="opening_roll")
    assert one.adder(hours(46))(at("2026-05-29 16:20")) == until("2026-06-01 08:30")


def test_hours__emergency_limit_runs_around_the_clock() -> None:
    one = clock(rest_days_in_hours="count")
    assert one.adder(hours(2))(at("2021-03-06 23:30")) == until("2021-03-07 01:30")


def test_hours__received_at_the_next_opening() -> None:
    one = clock(office=True, receipt="next_opening")
    add = one.adder(hours(1))
    assert add(at("03-08 17:30")) == until("03-11 09:30")
    assert add(at("03-08 17:29:59")) == until("03-08 18:29:59")
    assert add(at("03-08 12:00")) == until("03-08 15:30")
    assert clock(receipt="next_opening").adder(hours(1))(at("03-09 10:00")) == until(
        "03-11 01:00"
    )


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2026-05-29 16:20", 46, until("2026-06-09 16:50")),
        ("03-08 08:29:59", 1, until("03-08 09:30")),  # before opening
        ("03-08 08:30", 1, until("03-08 09:30")),  # at opening
        ("03-08 11:30", 1, until("03-08 15:00")),  # across the lunch break
        ("03-08 11:30", 0.5, until("03-08 12:00", "03-08 14:30")),  # exact length
        ("03-08 12:00", 1, until("03-08 15:30")),  # between the shifts
        ("03-08 17:29:59", 1, until("03-11 09:29:59")),  # the last second of a day
        ("03-08 17:30", 1, until("03-11 09:30")),  # at closing
        ("03-08 20:00", 1, until("03-11 09:30")),  # after closing
        ("03-08 16:30", 1, until("03-08 17:30", "03-11 08:30")),  # to closing
        ("02-09 17:00", 1, until("02-18 09:00")),  # a make-up Sunday has office hours
    ],
)
def test_working_hours__within_two_shifts(start: str, amount: float, end: End) -> None:
    working = WorkingTime(int(amount * HOUR))
    assert clock(office=True).adder(working)(at(start)) == end
    same = clock(office=True, hours_counted="office_hours")
    assert same.adder(hours(amount))(at(start)) == end


def test_working_hours__of_seven_hours_a_day() -> None:
    hours_open = OpenHours(shifts=((28_800, 43_200), (52_200, 63_000)))
    data = replace(data_of("CN", office=False), open_hours=(hours_open,))
    add = Clock(build_calendar(data, SHANGHAI), USUAL).adder(WorkingTime(46 * HOUR))
    assert add(at("2026-05-29 16:20")) == until("2026-06-09 10:50")
    assert add(at("2024-09-29 16:20")) == until("2024-10-14 10:50")


def test_working_hours__follow_the_seasons() -> None:
    summer = OpenHours(season=((6, 1), (9, 30)), shifts=((28_800, 36_000),))
    winter = OpenHours(season=((10, 1), (5, 31)), shifts=((32_400, 39_600),))
    data = replace(data_of("CN", office=False), open_hours=(summer, winter))
    add = Clock(build_calendar(data, SHANGHAI), USUAL).adder(WorkingTime(3 * HOUR))
    assert add(at("2026-05-29 10:00")) == until("2026-06-01 10:00", "2026-06-02 08:00")
    assert add(at("2026-09-30 09:00")) == until("2026-10-08 11:00", "2026-10-09 09:00")


# The end of the last day.


def test_last_day__ends_at_the_close_of_business() -> None:
    one = clock(office=True, last_day_ends="business_close")
    assert one.adder(days(1))(at("03-07 10:00")) == closed("03-08 17:30", "03-11 08:30")
    assert one.adder(CalendarDays(2))(at("03-07 10:00")) == closed("03-09 24:00")
    assert one.adder(CalendarDays(1))(at("03-07 10:00")) == closed("03-08 17:30")


def test_last_day__ends_at_the_same_time_included() -> None:
    one = clock(last_day_ends="same_time")
    assert one.adder(days(5))(at("03-04 10:20:30")) == until("03-11 10:20:30")
    assert one.adder(CalendarDays(5))(at("03-04 10:20")) == until("03-09 10:20")
    reached = clock(last_day_ends="same_time", at_the_limit="reached_counts")
    assert reached.adder(days(5))(at("03-04 10:20")) == closed("03-11 10:20")
    after = one.after(closed("03-11 24:00"), days(1))
    assert after == closed("03-12 24:00")
    assert one.before(until("03-11 10:20"), days(5)) == until("03-04 10:20")
    assert one.before(until("03-11 10:20"), CalendarDays(2)) == until("03-09 10:20")


def test_at_the_limit__reached_counts_makes_the_instant_late() -> None:
    one = clock(at_the_limit="reached_counts")
    assert one.adder(hours(46))(at("03-08 16:00")) == closed("03-12 14:00")
    wall = clock(at_the_limit="reached_counts", rest_days_in_hours="count")
    assert wall.adder(hours(2))(at("03-08 16:00")) == closed("03-08 18:00")
    assert one.end_at(at("03-08 16:00")) == closed("03-08 16:00")
    assert one.adder(days(1))(at("03-04 10:00")) == closed("03-05 24:00")


def test_rest_days_after__on_time_ends_where_time_opens() -> None:
    one = clock(rest_days_after="on_time")
    monday = closed("03-11 00:00")
    assert one.adder(days(1))(at("03-07 10:00")) == monday
    assert one.adder(days(1))(at("03-06 10:00")) == closed("03-07 24:00")
    assert one.adder(hours(2))(at("03-08 22:00")) == until("03-11 00:00")
    assert one.end_of_date(day("2024-03-08")) == monday
    assert one.after(monday, days(1)) == closed("03-11 24:00")


@pytest.mark.parametrize(
    ("amount", "start", "late", "words"),
    [
        (days(1), "03-07 10:00", "03-08 24:00", {}),
        (days(1), "03-07 10:00", "03-11 00:00", {"rest_days_after": "on_time"}),
        (days(0.5), "03-07 10:00", "03-07 24:00", {"halves_split_at": "12:00"}),
        (days(1), "03-07 10:00", "03-08 10:00:01", {"last_day_ends": "same_time"}),
        (days(1), "03-07 18:00", "03-11 24:00", {"first_day": "next_working_day"}),
        (CalendarDays(2), "03-07 10:00", "03-09 24:00", {}),
        (Months(1), "03-07 10:00", "04-07 24:00", {}),
        (hours(4), "03-08 22:00", "03-11 02:00:01", {}),
        (hours(4), "03-08 22:00", "03-11 02:00", {"at_the_limit": "reached_counts"}),
        (hours(2), "03-08 22:00", "03-08 24:00:01", {}),
        (hours(2), "03-08 22:00", "03-11 00:00:01", {"rest_days_after": "on_time"}),
        (hours(4), "03-08 22:00", "03-09 02:00:01", {"rest_days_in_hours": "count"}),
        (hours(4), "03-08 22:00", "03-11 12:30:01", {"receipt": "next_opening"}),
        (WorkingTime(4 * HOUR), "03-08 16:30", "03-11 11:30:01", {}),
    ],
)
def test_late_after__is_the_bare_first_late_instant(
    amount: Amount, start: str, late: str, words: dict[str, Any]
) -> None:
    one = clock(office=True, **words)
    for _ in range(2):  # counted, and known from the first time
        assert one.late_after(amount)(at(start)) == at(late)


def test_late_after__goes_by_the_zone_of_old() -> None:
    """In 1986 the clocks of Shanghai changed: 1 May, 23:30 is 22:30 in winter time."""
    one, start = clock(), at("1986-05-06 23:30")
    assert one.late_after(days(1))(start) == one.adder(days(1))(start).first_late


# Calendar days and months.


@pytest.mark.parametrize(
    ("rest", "due"), [("stays", "03-09 24:00"), ("rolled", "03-11 24:00")]
)
def test_calendar_days__end_on_a_rest_day(rest: str, due: str) -> None:
    one = clock(end_on_rest_day=rest)
    assert one.adder(CalendarDays(5))(at("03-04 10:00")) == closed(due)
    assert one.adder(CalendarDays(4))(at("03-04 10:00")) == closed("03-08 24:00")


@pytest.mark.parametrize(
    ("start", "months", "first_day", "due"),
    [
        ("2024-01-15 10:00", 1, "not_counted", "2024-02-15 24:00"),
        ("2024-01-31 10:00", 1, "not_counted", "2024-02-29 24:00"),
        ("2023-01-31 10:00", 1, "not_counted", "2023-02-28 24:00"),
        ("2024-02-29 10:00", 12, "not_counted", "2025-02-28 24:00"),
        ("2024-11-30 10:00", 3, "not_counted", "2025-02-28 24:00"),
        ("2024-12-01 10:00", 1, "not_counted", "2025-01-01 24:00"),
        ("2024-01-15 10:00", 1, "counted", "2024-02-14 24:00"),
        ("2024-03-01 10:00", 1, "counted", "2024-03-31 24:00"),
        ("2024-01-31 10:00", 1, "counted", "2024-02-29 24:00"),
        ("2023-01-30 10:00", 1, "counted", "2023-02-28 24:00"),
        ("2024-01-30 10:00", 1, "counted", "2024-02-29 24:00"),
        ("2024-01-29 10:00", 1, "counted", "2024-02-28 24:00"),
    ],
)
def test_months__run_to_the_same_number(
    start: str, months: int, first_day: str, due: str
) -> None:
    one = clock(first_day=first_day)
    assert one.adder(Months(months))(at(start)) == closed(due)


def test_months__roll_off_the_rest_days() -> None:
    one = clock(end_on_rest_day="rolled")
    assert one.adder(Months(1))(at("2024-01-10 10:00")) == closed("2024-02-18 24:00")
    both = clock(end_on_rest_day="rolled", first_day="counted")
    assert both.adder(Months(1))(at("2024-01-11 10:00")) == closed("2024-02-18 24:00")


# Half days.


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        ("03-04 11:59:59", 0.5, closed("03-04 24:00")),
        ("03-04 12:00", 0.5, closed("03-05 12:00")),
        ("03-04 10:00", 1.5, closed("03-05 24:00")),
        ("03-08 12:00", 0.5, closed("03-11 12:00")),
        ("03-08 10:00", 0.5, closed("03-08 24:00", "03-11 00:00")),
        ("03-09 10:00", 0.5, closed("03-11 12:00")),
        ("03-04 15:00", 1, closed("03-05 24:00")),  # whole days count as days
    ],
)
def test_half_days__are_counted_like_days(start: str, number: float, end: End) -> None:
    assert clock(halves_split_at="12:00").adder(days(number))(at(start)) == end


def test_half_days__start_where_the_settings_say() -> None:
    counted = clock(halves_split_at="12:00", first_day="counted").adder(days(0.5))
    assert counted(at("03-04 10:00")) == closed("03-04 12:00")
    assert counted(at("03-04 12:00")) == closed("03-04 24:00")
    assert counted(at("03-09 10:00")) == closed("03-11 12:00")
    next_day = clock(halves_split_at="12:00", first_day="next_working_day")
    add = next_day.adder(days(0.5))
    assert add(at("03-04 13:00")) == closed("03-05 12:00")
    assert add(at("03-09 13:00")) == closed("03-11 24:00")
    opening = clock(office=True, halves_split_at="13:00", receipt="next_opening")
    assert opening.adder(days(0.5))(at("03-04 12:30")) == closed("03-05 13:00")


def test_half_days__after_and_before_an_end() -> None:
    one = clock(halves_split_at="12:00")
    noon = closed("03-08 12:00")
    assert one.after(noon, days(0.5)) == closed("03-08 24:00", "03-11 00:00")
    assert one.after(closed("03-08 24:00"), days(0.5)) == closed("03-11 12:00")
    assert one.before(noon, days(0.5)) == closed("03-07 24:00")
    assert one.before(closed("03-11 24:00"), days(1.5)) == closed("03-08 12:00")


# Marks: X2, X3, X5, X7, X8, and the two faces.


def test_x2__request_of_five_working_days() -> None:
    one = clock()
    due = one.adder(days(5))(at("03-04 10:00"))
    assert due == closed("03-11 24:00")
    assert due.first_late == at("03-12 00:00")
    assert one.after(due, days(1)).first_late == at("03-13 00:00")


def test_x3__extension_to_a_promised_friday() -> None:
    one = clock()
    due = one.end_of_date(day("2024-03-15"))
    assert due == closed("03-15 24:00", "03-18 00:00")
    assert one.after(due, days(1)).first_late == at("03-19 00:00")
    assert one.after(due, days(2)).first_late == at("03-20 00:00")
    assert due.first_late == at("03-16 00:00")


def test_x5__zibo_ordinary_and_provincial() -> None:
    one = clock()
    start = at("2021-03-01 10:00")
    due = one.adder(days(5))(start)
    assert due == closed("2021-03-08 24:00")
    assert one.adder(days(2))(start) == closed("2021-03-03 24:00")
    before = one.before(due, days(1))
    assert before == closed("2021-03-05 24:00", "2021-03-08 00:00")
    assert one.after(due, days(1)).first_late == at("2021-03-10 00:00")
    assert due.first_late == at("2021-03-09 00:00")
    extended = one.after(due, days(5))
    assert extended == closed("2021-03-15 24:00")
    assert one.before(extended, days(1)).opening == at("2021-03-15 00:00")
    assert one.after(extended, days(1)).first_late == at("2021-03-17 00:00")
    assert one.adder(days(1))(start) == closed("2021-03-02 24:00")


def test_x6__zibo_emergency() -> None:
    one = clock(rest_days_in_hours="count")
    start = at("2021-03-06 23:30")
    assert one.adder(hours(2))(start) == until("2021-03-07 01:30")
    assert one.adder(days(1))(start) == closed("2021-03-08 24:00")
    assert one.adder(days(3))(start) == closed("2021-03-10 24:00")


def test_x7__two_days_before_due_in_calendar_and_in_working_days() -> None:
    one = clock()
    due = one.end_of_date(day("2021-12-06"))
    calendar, working = one.before(due, CalendarDays(2)), one.before(due, days(2))
    assert calendar.opening == at("2021-12-05 00:00")
    assert working == closed("2021-12-02 24:00")
    assert working.opening == at("2021-12-03 00:00")


def test_x8__knowledge_base_of_two_working_days() -> None:
    one = clock()
    due = one.adder(days(2))(at("03-06 09:00"))
    assert due == closed("03-08 24:00", "03-11 00:00")
    assert due.first_late == at("03-09 00:00")


def test_before__counts_back_in_working_time() -> None:
    one = clock()
    assert one.before(closed("03-09 24:00"), days(1)) == closed("03-07 24:00")
    assert one.before(closed("03-10 24:00"), days(1)) == closed("03-07 24:00")
    assert one.before(until("03-12 14:00"), days(1)) == closed("03-11 24:00")
    friday = one.before(until("03-11 02:00"), hours(2))
    assert friday == until("03-09 00:00", "03-11 00:00")
    assert one.before(until("03-11 01:00"), hours(2)) == until("03-08 23:00")
    assert one.before(closed("03-31 24:00"), Months(1)) == closed("02-29 24:00")


def test_after__counts_from_the_day_of_the_end() -> None:
    one = clock()
    assert one.after(until("03-12 14:00"), days(1)) == closed("03-13 24:00")
    assert one.after(closed("03-08 24:00"), days(1)) == closed("03-11 24:00")
    assert one.after(closed("03-09 24:00"), days(1)) == closed("03-11 24:00")
    assert one.after(closed("03-08 24:00"), hours(2)).at == at("03-11 02:00")
    assert one.after(closed("03-08 24:00"), Months(1)) == closed("04-08 24:00")
    counted = clock(first_day="counted")
    assert counted.after(closed("03-08 24:00"), days(1)) == closed("03-11 24:00")


# Dates, promised instants, other points.


def test_end_of_date__stays_or_rolls() -> None:
    saturday = day("2024-03-09")
    assert clock().end_of_date(saturday) == closed("03-09 24:00", "03-11 00:00")
    rolled = clock(end_on_rest_day="rolled")
    assert rolled.end_of_date(saturday) == closed("03-11 24:00")
    assert rolled.end_of_date(day("2024-02-18")) == closed("02-18 24:00")


def test_end_at__a_promised_instant() -> None:
    assert clock().end_at(at("03-09 10:00")) == until("03-09 10:00")
    rolled = clock(end_on_rest_day="rolled")
    assert rolled.end_at(at("03-09 10:00")) == closed("03-11 24:00")
    assert rolled.end_at(at("03-08 10:00")) == until("03-08 10:00")
    same = clock(end_on_rest_day="rolled", last_day_ends="same_time")
    assert same.end_at(at("03-09 10:00")) == until("03-11 10:00")


def test_next_working_day__opens_and_ends() -> None:
    one = clock()
    weekend = (at("03-11 00:00"), closed("03-11 24:00"))
    assert one.next_working_day(at("03-08 10:00")) == weekend
    assert one.next_working_day(at("03-09 00:00")) == weekend
    assert one.next_working_day(closed("03-08 24:00")) == weekend
    assert one.next_working_day(until("03-12 00:00"))[0] == at("03-13 00:00")
    office = clock(office=True, last_day_ends="business_close")
    assert office.next_working_day(at("03-08 10:00")) == (
        at("03-11 08:30"),
        closed("03-11 17:30", "03-12 08:30"),
    )


def test_day_of_month__is_the_last_of_a_shorter_month() -> None:
    one = clock()
    assert one.day_of_month(at("02-20 10:00"), 5).at == at("02-05 24:00")
    assert one.day_of_month(at("02-20 10:00"), 29).at == at("02-29 24:00")
    assert one.day_of_month(at("02-20 10:00"), 31).at == at("02-29 24:00")
    assert one.day_of_month(at("12-31 23:59:59"), 31).at == at("12-31 24:00")
    rolled = clock(end_on_rest_day="rolled")
    assert rolled.day_of_month(at("05-20 10:00"), 5).at == at("05-06 24:00")


def test_end_of_day__never_lies_behind() -> None:
    assert clock().end_of_day(at("03-09 10:00")) == closed("03-09 24:00")
    office = clock(office=True, last_day_ends="business_close")
    assert office.end_of_day(at("03-08 17:29:59")) == closed("03-08 17:30")
    assert office.end_of_day(at("03-08 17:30")) == closed("03-08 24:00")
    assert office.end_of_day(at("03-09 10:00")) == closed("03-09 24:00")


def test_duty_day__runs_from_half_past_eight() -> None:
    one = clock("every day", day_starts=30_600)
    add = one.adder(days(1))
    assert add(at("03-09 08:29:59")) == closed("03-10 08:30")
    assert add(at("03-09 08:30")) == closed("03-11 08:30")
    assert one.end_of_day(at("03-09 08:00")) == closed("03-09 08:30")
    assert one.end_of_date(day("2024-03-09")).at == at("03-09 24:00")


# Pauses.


def test_pause__adds_working_days_to_working_days() -> None:
    one = clock()
    end = one.adder(days(5))(at("03-04 10:00"))
    pause = (at("03-05 10:00"), at("03-07 09:00"))  # Wednesday and Thursday
    assert one.paused(end, WorkingDays, [pause]) == closed("03-13 24:00")
    short = (at("03-05 10:00"), at("03-05 18:00"))
    assert one.paused(end, WorkingDays, [short]) == end
    weekend = (at("03-08 10:00"), at("03-10 23:00"))
    assert one.paused(end, WorkingDays, [weekend]) == end
    assert one.paused(end, WorkingDays, []) == end


def test_pause__adds_seconds_that_would_have_counted() -> None:
    one = clock()
    end = one.adder(hours(46))(at("03-08 16:00"))
    pause = (at("03-08 20:00"), at("03-11 01:00"))  # 4 h of Friday, 1 h of Monday
    assert one.paused(end, Elapsed, [pause]) == until("03-12 19:00")
    wall = clock(rest_days_in_hours="count")
    short = wall.adder(hours(2))(at("03-08 16:00"))
    assert wall.paused(short, Elapsed, [(at("03-08 17:00"), at("03-08 17:30"))]) == (
        until("03-08 18:30")
    )
    office = clock(office=True)
    working = office.adder(WorkingTime(2 * HOUR))(at("03-08 10:00"))
    lunch = (at("03-08 11:00"), at("03-08 15:00"))
    assert office.paused(working, WorkingTime, [lunch]).at == at("03-08 16:00")


def test_pause__adds_calendar_days_to_days_and_months() -> None:
    one = clock()
    end = one.adder(Months(1))(at("03-04 10:00"))
    pause = (at("03-05 10:00"), at("03-07 09:00"))
    assert one.paused(end, Months, [pause]) == closed("04-06 24:00")
    assert one.paused(end, CalendarDays, [pause]) == closed("04-06 24:00")


def test_pause__adds_halves_where_days_are_split() -> None:
    one = clock(halves_split_at="12:00")
    end = one.adder(days(0.5))(at("03-04 10:00"))
    pause = (at("03-04 11:00"), at("03-04 13:00"))
    assert one.paused(end, WorkingDays, [pause]) == closed("03-05 12:00")


def test_pause__is_capped_in_all() -> None:
    one = clock(rest_days_in_hours="count")
    end = one.adder(hours(10))(at("03-04 10:00"))
    pauses = [
        (at("03-04 11:00"), at("03-04 13:00")),
        (at("03-04 15:00"), at("03-04 18:00")),
    ]
    assert one.paused(end, Elapsed, pauses) == until("03-05 01:00")
    assert one.paused(end, Elapsed, pauses, hours(4)) == until("03-05 00:00")
    assert one.paused(end, Elapsed, pauses, hours(5)) == until("03-05 01:00")
    assert one.paused(end, Elapsed, pauses, hours(2)) == until("03-04 22:00")
    assert one.paused(end, Elapsed, pauses, hours(0)) == end


@pytest.mark.parametrize(
    ("cap", "due"),
    [
        (days(1), "03-12 24:00"),
        (days(2), "03-13 24:00"),
        (CalendarDays(1), "03-12 24:00"),
        (CalendarDays(3), "03-14 24:00"),
        (CalendarDays(5), "03-14 24:00"),
        (hours(24), "03-12 24:00"),
        (hours(38), "03-13 24:00"),
        (hours(37.9), "03-12 24:00"),
        (Months(1), "03-18 24:00"),
        (WorkingTime(4 * HOUR), "03-11 24:00"),  # used up on Tuesday 16:30
        (WorkingTime(7 * HOUR), "03-12 24:00"),
    ],
)
def test_pause__cap_may_be_in_another_unit(cap: Amount, due: str) -> None:
    """A pause from Tuesday 10:00 for a week; five working days end Monday 03-11."""
    one = clock(office=True)
    end = one.adder(days(5))(at("03-04 10:00"))
    pause = (at("03-05 10:00"), at("03-12 09:00"))
    assert one.paused(end, WorkingDays, [pause], cap).at == at(due)


def test_pause__cap_in_half_days() -> None:
    one = clock(halves_split_at="12:00")
    end = one.adder(days(0.5))(at("03-04 10:00"))
    pause = (at("03-04 11:00"), at("03-06 13:00"))
    for cap, due in ((0.5, "03-05 12:00"), (1, "03-05 24:00"), (2, "03-06 24:00")):
        assert one.paused(end, WorkingDays, [pause], days(cap)).at == at(due)


def test_pause__after_the_limit_has_run_out_adds_nothing() -> None:
    one = clock(rest_days_in_hours="count")
    end = one.adder(hours(2))(at("03-04 10:00"))
    at_end = (at("03-04 12:00"), at("03-04 13:00"))
    after = (at("03-04 12:00:01"), at("03-04 13:00"))
    assert one.paused(end, Elapsed, [at_end]) == until("03-04 13:00")
    assert one.paused(end, Elapsed, [after]) == end
    chained = [(at("03-04 11:00"), at("03-04 12:00")), after]
    assert one.paused(end, Elapsed, chained).at == at("03-04 13:59:59")


def test_pause__empty_overlapping_and_touching_ones() -> None:
    one = clock(rest_days_in_hours="count")
    end = one.adder(hours(5))(at("03-04 10:00"))
    pauses = [
        (at("03-04 12:00"), at("03-04 13:00")),
        (at("03-04 11:00"), at("03-04 12:00")),
        (at("03-04 11:30"), at("03-04 12:30")),
        (at("03-04 14:00"), at("03-04 14:00")),
        (at("03-04 14:00"), at("03-04 13:30")),
    ]
    assert one.paused(end, Elapsed, pauses) == until("03-04 17:00")


def test_pause_exhausted__says_when_the_cap_is_reached() -> None:
    one = clock(rest_days_in_hours="count")
    earlier = [(at("03-04 10:00"), at("03-04 11:00"))]
    assert one.pause_exhausted(at("03-05 10:00"), earlier, hours(3)) == at(
        "03-05 12:00"
    )
    assert one.pause_exhausted(at("03-05 10:00"), earlier, hours(1)) == at(
        "03-05 10:00"
    )
    assert one.pause_exhausted(at("03-05 10:00"), earlier, hours(0.5)) == at(
        "03-05 10:00"
    )


# Spans.


@pytest.mark.parametrize(
    ("until_", "number"),
    [
        ("03-04 23:59:59", 0),
        ("03-05 00:00", 1),
        ("03-08 23:59:59", 4),
        ("03-10 12:00", 4),
        ("03-11 00:00", 5),
        ("03-03 12:00", 0),
    ],
)
def test_elapsed__is_the_number_of_the_day(until_: str, number: int) -> None:
    got = clock().elapsed(at("03-04 10:00"), at(until_), WorkingDays)
    assert got == days(number)


def test_elapsed__in_every_unit() -> None:
    one = clock(office=True, end_on_rest_day="stays")
    start, end = at("03-08 16:00"), at("03-11 10:00")
    assert one.elapsed(start, end, Elapsed) == hours(18)
    assert one.elapsed(start, end, WorkingTime) == WorkingTime(3 * HOUR)
    assert one.elapsed(start, end, CalendarDays) == CalendarDays(3)
    assert one.elapsed(start, end, Months) == Months(0)
    assert one.elapsed(start, at("05-08 10:00"), Months) == Months(2)
    assert one.elapsed(start, at("05-07 10:00"), Months) == Months(1)
    assert one.elapsed(end, start, Elapsed) == hours(0)
    assert one.elapsed(end, start, CalendarDays) == CalendarDays(0)
    assert one.elapsed(end, start, Months) == Months(0)
    wall = clock(rest_days_in_hours="count")
    assert wall.elapsed(start, end, Elapsed) == hours(66)
    assert wall.elapsed(end, start, Elapsed) == hours(0)
    counted = clock(first_day="counted")
    assert counted.elapsed(start, start, WorkingDays) == days(1)
    assert counted.elapsed(at("01-31 10:00"), at("02-29 10:00"), Months) == Months(1)
    assert counted.elapsed(at("01-31 10:00"), at("02-28 10:00"), Months) == Months(0)
    assert counted.elapsed(at("03-01 10:00"), at("03-31 10:00"), Months) == Months(1)
    halves = clock(halves_split_at="12:00")
    assert halves.elapsed(at("03-04 10:00"), at("03-05 10:00"), WorkingDays) == days(1)
    assert halves.elapsed(at("03-05 10:00"), at("03-04 10:00"), WorkingDays) == days(0)


def test_remaining__counts_down_to_zero() -> None:
    one = clock()
    due = one.adder(days(5))(at("03-04 10:00"))
    for now, left in (
        ("03-04 10:00", 5),
        ("03-08 12:00", 1),
        ("03-09 12:00", 1),
        ("03-11 12:00", 0),
        ("03-12 12:00", 0),
    ):
        assert one.remaining(at(now), due, WorkingDays) == days(left)
    assert one.remaining(at("03-08 12:00"), due, CalendarDays) == CalendarDays(3)
    assert one.remaining(at("03-08 12:00"), due, Elapsed) == hours(36)
    assert one.remaining(at("03-08 12:00"), closed("05-08 24:00"), Months) == Months(2)
    assert one.remaining(at("05-09 12:00"), closed("05-08 24:00"), Months) == Months(0)
    halves = clock(halves_split_at="12:00")
    assert halves.remaining(at("03-11 10:00"), due, WorkingDays) == days(0.5)
    assert halves.remaining(at("03-12 10:00"), due, WorkingDays) == days(0)


# Traces.


def roles(
    one: Clock, start: str, end: End, amount: Amount
) -> list[tuple[str, str, int]]:
    trace = one.trace(at(start), end, amount)
    return [(f"{date_of_day(d.day):%m-%d}", d.role, d.total) for d in trace.days]


def test_trace__of_working_days_over_a_festival() -> None:
    one = clock()
    end = one.adder(days(2))(at("02-08 10:00"))
    trace = one.trace(at("02-08 10:00"), end, days(2))
    assert [d.role for d in trace.days] == [
        "start",
        "counted",
        *["rest"] * 8,
        "counted",
    ]
    assert [d.total for d in trace.days][-1] == 4
    assert trace.unit == "halves"
    festival, makeup = trace.days[2].why, trace.days[-1].why
    assert (festival.name.zh, festival.notice) == ("春节", "CN-2024")
    assert (makeup.kind, makeup.working) == ("makeup", True)
    assert not trace.provisional


def test_trace__of_hours_adds_seconds() -> None:
    one = clock()
    end = one.adder(hours(46))(at("03-08 16:00"))
    assert roles(one, "03-08 16:00", end, hours(46)) == [
        ("03-08", "counted", 8 * HOUR),
        ("03-09", "rest", 8 * HOUR),
        ("03-10", "rest", 8 * HOUR),
        ("03-11", "counted", 32 * HOUR),
        ("03-12", "counted", 46 * HOUR),
    ]


def test_trace__of_a_rolled_end() -> None:
    one = clock(end_on_rest_day="rolled")
    for amount in (CalendarDays(1), Months(1)):
        end = one.adder(amount)(
            at("03-08 10:00") - (86_400 * 28 if amount == Months(1) else 0)
        )
    end = one.adder(CalendarDays(1))(at("03-08 10:00"))
    assert roles(one, "03-08 10:00", end, CalendarDays(1)) == [
        ("03-08", "start", 0),
        ("03-09", "counted", 1),
        ("03-10", "rest", 1),
        ("03-11", "rolled", 1),
    ]
    month = one.adder(Months(1))(at("02-09 10:00"))
    assert roles(one, "02-09 10:00", month, Months(1))[-3:] == [
        ("03-09", "counted", 29),
        ("03-10", "rest", 29),
        ("03-11", "rolled", 29),
    ]
    counted = clock(end_on_rest_day="rolled", first_day="counted")
    month = counted.adder(Months(1))(at("02-10 10:00"))
    assert roles(counted, "02-10 10:00", month, Months(1))[-2:] == [
        ("03-10", "rest", 29),
        ("03-11", "rolled", 29),
    ]


def test_trace__of_a_paused_limit() -> None:
    one = clock()
    pause = (at("03-05 10:00"), at("03-07 09:00"))
    end = one.paused(one.adder(days(2))(at("03-04 10:00")), WorkingDays, [pause])
    trace = one.trace(at("03-04 10:00"), end, days(2), [pause])
    assert [(d.role, d.total) for d in trace.days] == [
        ("start", 0),
        ("counted", 2),
        ("paused", 2),
        ("paused", 2),
        ("counted", 4),
    ]
    capped = one.trace(at("03-04 10:00"), end, days(2), [pause], days(1))
    assert [d.role for d in capped.days][2:4] == ["paused", "counted"]


def test_trace__of_a_moved_end_has_no_amount_of_its_own() -> None:
    one = clock()
    end = closed("03-08 24:00")
    trace = one.trace(at("03-04 10:00"), end, WorkingDays)
    assert trace.days[-1].total == 8


def test_trace__closed_days_of_office_hours() -> None:
    one = clock(office=True)
    end = one.adder(WorkingTime(HOUR))(at("03-08 20:00"))
    assert roles(one, "03-08 20:00", end, WorkingTime(HOUR)) == [
        ("03-08", "start", 0),
        ("03-09", "rest", 0),
        ("03-10", "rest", 0),
        ("03-11", "counted", HOUR),
    ]
    off = OpenHours(until=day("2024-03-03"), shifts=((0, HOUR),))
    late = OpenHours(since=day("2024-03-06"), shifts=((0, HOUR),))
    data = replace(data_of("CN", office=False), open_hours=(off, late))
    gap = Clock(build_calendar(data, SHANGHAI), USUAL)
    end = gap.adder(WorkingTime(HOUR))(at("03-04 10:00"))
    assert [r for _, r, _ in roles(gap, "03-04 10:00", end, WorkingTime(HOUR))] == [
        "start",
        "closed",
        "counted",
    ]


def test_trace__is_provisional_beyond_the_last_notice() -> None:
    one = clock()
    assert one.trace(
        at("2026-12-28 10:00"), closed("2027-01-05 24:00"), days(5)
    ).provisional
    assert not one.trace(
        at("2026-12-21 10:00"), closed("2026-12-24 24:00"), days(3)
    ).provisional


def test_trace__of_a_lifetime_is_refused() -> None:
    one = clock()
    with pytest.raises(ValueError, match="longer than"):
        one.trace(at("1990-01-01 10:00"), closed("2024-01-01 24:00"), CalendarDays)
    with pytest.raises(ValueError, match="longer than"):
        one.counted_days(
            at("1990-01-01 10:00"), closed("2024-01-01 24:00"), CalendarDays
        )


# What is refused.


@pytest.mark.parametrize(
    "kind", [Elapsed, WorkingTime, WorkingDays, CalendarDays, Months]
)
def test_amount__negative_is_refused(kind: type[Amount]) -> None:
    assert kind(0) == kind(0)
    with pytest.raises(ValueError, match="not negative"):
        kind(-1)


@pytest.mark.parametrize(
    "kind", [Elapsed, WorkingTime, WorkingDays, CalendarDays, Months]
)
def test_adder__of_nothing_is_refused(kind: type[Amount]) -> None:
    with pytest.raises(ValueError, match="longer than nothing"):
        clock(office=True).adder(kind(0))
    with pytest.raises(ValueError, match="longer than nothing"):
        clock(office=True).late_after(kind(0))


@pytest.mark.parametrize("amount", [days(5), days(0.5), CalendarDays(5), Months(1)])
def test_adder__of_days_needs_first_day(amount: Amount) -> None:
    calendar = build_calendar(EVERY_DAY, SHANGHAI)
    with pytest.raises(ValueError, match="first_day"):
        Clock(calendar, CountingSettings(last_day_ends="24:00")).adder(amount)


def test_adder__needs_its_other_settings() -> None:
    calendar = build_calendar(EVERY_DAY, SHANGHAI)
    one = Clock(calendar, CountingSettings(first_day="not_counted"))
    with pytest.raises(ValueError, match="rest_days_in_hours"):
        one.adder(hours(1))
    with pytest.raises(ValueError, match="no office hours"):
        one.adder(WorkingTime(1))
    with pytest.raises(ValueError, match="halves_split_at"):
        one.adder(days(0.5))
    with pytest.raises(ValueError, match="halves_split_at"):
        one.after(until("03-04 10:00"), days(0.5))
    with pytest.raises(ValueError, match="same_time"):
        clock(last_day_ends="same_time", halves_split_at="12:00").adder(days(0.5))


@pytest.mark.parametrize(
    "words", [{"last_day_ends": "business_close"}, {"hours_counted": "office_hours"}]
)
def test_clock__office_settings_need_office_hours(words: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no office hours"):
        clock(**words)


@pytest.mark.parametrize(
    "words",
    [
        {"first_day": "maybe"},
        {"receipt": "later"},
        {"last_day_ends": "23:59"},
        {"rest_days_in_hours": "PAUSE"},
        {"halves_split_at": "noon"},
        {"halves_split_at": "24:01"},
    ],
)
def test_settings__unknown_words_are_refused(words: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"is none of|not a time"):
        CountingSettings(**words)


def test_settings__used_by_each_kind() -> None:
    assert "first_day" in settings_used(WorkingDays)
    assert "halves_split_at" not in settings_used(WorkingDays)
    assert "halves_split_at" in settings_used(WorkingDays, halves=True)
    assert "end_on_rest_day" in settings_used("date")
    assert "rest_days_in_hours" in settings_used(Elapsed)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("00:00", 0), ("08:30", 30_600), ("23:59", 86_340), ("24:00", 86_400)],
)
def test_time_of_day__is_read(text: str, seconds: int) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8:30",
        "08:60",
        "24:01",
        "25:00",
        "0830",
        "08:30:00",
        "\uff10\uff18:30",
        "ab:cd",
    ],
)
def test_time_of_day__is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a time"):
        seconds_of(text)


def test_range__too_long_is_an_error_never_another_day() -> None:
    one = clock()
    for amount in (
        days(40_000),
        CalendarDays(60_000),
        Months(1_200),
        Months(10**6),
        hours(2_000_000),
    ):
        with pytest.raises(BeyondCalendarError):
            one.adder(amount)(at("03-04 10:00"))
    wall = clock(rest_days_in_hours="count")
    with pytest.raises(BeyondCalendarError):
        wall.adder(hours(2_000_000))(at("03-04 10:00"))
    with pytest.raises(BeyondCalendarError):
        one.before(closed("1970-01-05 24:00"), days(400))


def test_adder__is_kept_and_shared() -> None:
    one = clock()
    add = one.adder(days(5))
    assert one.adder(days(5)) is add
    assert add(at("03-04 10:00")) is add(at("03-04 23:00"))
    end = closed("03-08 24:00")
    assert one.after(end, days(1)) is one.after(end, days(1))


def test_adder__in_the_summer_time_of_1988() -> None:
    """Shanghai had UTC+9 then; the day ends at its own midnight."""
    end = clock().adder(days(1))(
        SHANGHAI.instant_of(day("1988-07-04") * 86_400 + 36_000)
    )
    assert end.at == SHANGHAI.start_of(day("1988-07-06"))


# Other people's numbers.


def messages(data_folder: Path) -> list[tuple[int, int]]:
    path = data_folder / "data" / "tipdm2020_c_att4_times.csv"
    if not path.exists():
        pytest.skip(f"no {path.name} in the data folder")
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (
                int(datetime.fromisoformat(row["asked_at"]).timestamp()),
                int(datetime.fromisoformat(row["replied_at"]).timestamp()),
            )
            for row in csv.DictReader(file)
            if row["asked_at"] and row["replied_at"]
        ]


def test_messages__in_time_for_five_and_fifteen_working_days(data_folder: Path) -> None:
    rows = messages(data_folder)
    assert len(rows) == 2_816

    def in_time(number: int, **words: Any) -> int:
        add = clock(**words).adder(days(number))
        return sum(replied < add(asked).first_late for asked, replied in rows)

    assert in_time(5) == 1_076
    assert in_time(5, rest_days_after="on_time") == 1_078
    assert in_time(15) == in_time(15, rest_days_after="on_time") == 2_103
    one = clock()
    assert (
        sum(
            one.elapsed(asked, replied, WorkingDays).halves <= 10  # type: ignore[union-attr]
            for asked, replied in rows
        )
        == 1_078
    )


def test_permits__are_due_56_calendar_days_on_by_local_date(data_folder: Path) -> None:
    path = data_folder / "data" / "nl_permit_receipt.csv.gz"
    if not path.exists():
        pytest.skip(f"no {path.name} in the data folder")
    zone = Zone.load("Europe/Amsterdam")
    one = Clock(build_calendar(EVERY_DAY, zone), USUAL)
    add = one.adder(CalendarDays(56))
    seen: dict[str, bool] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["case:deadline"] or row["case:concept:name"] in seen:
                continue
            start = datetime.fromisoformat(row["case:startdate"])
            deadline = datetime.fromisoformat(row["case:deadline"])
            due = zone.day_of(add(int(start.timestamp())).last_instant)
            seen[row["case:concept:name"]] = due == zone.day_of(
                int(deadline.timestamp())
            )
    assert sum(seen.values()) == 1_080


# What mutations of the code showed to be untested.


@pytest.mark.parametrize(
    ("words", "early", "late"),
    [
        ({"receipt": "next_opening"}, "03-05 24:00", "03-06 24:00"),
        ({"first_day": "next_working_day"}, "03-05 24:00", "03-06 24:00"),
        (
            {"first_day": "counted", "last_day_ends": "business_close"},
            "03-04 17:30",
            "03-05 17:30",
        ),
    ],
)
@pytest.mark.parametrize("late_first", [False, True])
def test_adder__asked_twice_about_one_day_looks_at_the_hour(
    words: dict[str, Any], early: str, late: str, late_first: bool
) -> None:
    add = clock(office=True, **words).adder(days(1))
    cases = [("03-04 10:00", early), ("03-04 18:00", late)]
    for start, due in reversed(cases) if late_first else cases:
        assert add(at(start)).at == at(due)


def test_opening_face__is_midnight_unless_days_end_at_closing() -> None:
    start = at("03-07 10:00")
    assert clock(office=True).adder(days(1))(start) == closed(
        "03-08 24:00", "03-11 00:00"
    )
    short = OpenHours(until=day("2024-03-08"), shifts=((30_600, 43_200),))
    data = replace(data_of("CN", office=False), open_hours=(short,))
    settings = replace(USUAL, last_day_ends="business_close")
    one = Clock(build_calendar(data, SHANGHAI), settings)
    assert one.adder(days(1))(start) == closed("03-08 12:00", "03-11 00:00")
    assert one.adder(days(2))(start) == closed("03-11 24:00")


def test_months__reach_the_first_and_the_last_year_of_the_range() -> None:
    one = clock()
    assert one.before(closed("1970-01-31 24:00"), Months(1)).at == at(
        "1969-12-31 24:00"
    )
    assert one.adder(Months(24))(at("2099-12-15 10:00")) == closed("2101-12-15 24:00")
    with pytest.raises(BeyondCalendarError):
        one.adder(Months(25))(at("2099-12-15 10:00"))
    with pytest.raises(BeyondCalendarError):
        one.before(closed("1970-01-31 24:00"), Months(13))


def test_after__keeps_whether_the_instant_is_included() -> None:
    one, wall = clock(), clock(rest_days_in_hours="count")
    for each in (one, wall):
        assert each.after(closed("03-04 10:00"), hours(2)) == closed("03-04 12:00")
        assert each.after(until("03-04 10:00"), hours(2)) == until("03-04 12:00")
        assert each.before(closed("03-04 12:00"), hours(2)) == closed("03-04 10:00")


@pytest.mark.parametrize(
    ("end", "due"),
    [
        (closed("03-06 00:00:00"), "03-06 24:00"),
        (closed("03-06 00:00:01"), "03-07 24:00"),
        (until("03-05 23:59:59"), "03-06 24:00"),
        (until("03-06 00:00:00"), "03-07 24:00"),
    ],
)
def test_after__the_day_of_an_end_to_the_second(end: End, due: str) -> None:
    assert clock().after(end, days(1)) == closed(due)
    assert clock().before(end, days(1)).at == at(due) - 2 * 86_400


def test_hours__an_end_at_midnight_rolls_if_the_instant_is_in_the_rest_day() -> None:
    one = clock(rest_days_in_hours="end_roll_24")
    friday = at("03-08 22:00")
    assert one.adder(hours(2))(friday) == closed("03-11 24:00")
    assert one.adder(Elapsed(7_199))(friday) == until("03-08 23:59:59")
    sunday = at("03-10 22:00")
    assert one.adder(hours(2))(sunday) == until("03-11 00:00")
    assert one.adder(Elapsed(7_199))(sunday) == closed("03-11 24:00")
    # An end that excludes Saturday 00:00 is Friday's; one second more is not.
    assert one.after(closed("03-08 22:00"), hours(2)) == closed("03-09 00:00")
    assert one.after(closed("03-08 22:00"), Elapsed(7_201)) == closed("03-11 24:00")


def test_months__elapsed_and_traced_at_the_ends_of_months() -> None:
    one, counted = clock(), clock(first_day="counted")
    leap, march = at("02-29 10:00"), at("03-01 10:00")
    assert one.elapsed(leap, at("03-28 10:00"), Months) == Months(0)
    assert one.elapsed(leap, at("03-29 10:00"), Months) == Months(1)
    assert counted.elapsed(march, at("03-30 10:00"), Months) == Months(0)
    assert counted.elapsed(march, at("03-31 10:00"), Months) == Months(1)
    assert roles(one, "02-29 10:00", closed("03-29 24:00"), Months(1))[-1] == (
        "03-29",
        "counted",
        29,
    )
    assert roles(counted, "03-01 10:00", closed("03-31 24:00"), Months(1))[-1] == (
        "03-31",
        "counted",
        31,
    )


def test_elapsed__in_halves_only_for_working_days() -> None:
    one = clock(halves_split_at="12:00")
    start, afternoon = at("03-04 10:00"), at("03-05 15:00")
    assert one.elapsed(start, afternoon, WorkingDays) == days(1.5)
    assert one.elapsed(start, afternoon, CalendarDays) == CalendarDays(1)
    assert one.elapsed(start, afternoon, Months) == Months(0)
    pause = (at("03-04 11:00"), at("03-06 13:00"))
    end = one.adder(CalendarDays(3))(start)
    assert one.paused(end, CalendarDays, [pause], CalendarDays(1)).at == at(
        "03-08 24:00"
    )


def test_span__of_hours_in_a_counting_of_days_is_time_on_the_wall() -> None:
    one = clock(rest_days_in_hours=None)
    friday, monday = at("03-08 10:00"), at("03-11 10:00")
    assert one.elapsed(friday, monday, Elapsed) == hours(72)
    end = one.adder(days(5))(at("03-04 10:00"))
    pause = (friday, at("03-12 10:00"))
    assert one.paused(end, WorkingDays, [pause], hours(38)) == end
    assert one.paused(end, WorkingDays, [pause], hours(62)).at == at("03-12 24:00")
    office = clock(office=True, rest_days_in_hours=None, hours_counted="office_hours")
    assert office.elapsed(friday, monday, Elapsed) == hours(6.5)


def test_pause__caps_of_nothing_and_of_one() -> None:
    one = clock(rest_days_in_hours="count")
    end = one.adder(hours(10))(at("03-04 10:00"))
    pause = (at("03-04 11:00"), at("03-04 13:00"))
    assert one.paused(end, Elapsed, [pause], Elapsed(1)).at == end.at + 1
    five = one.adder(days(5))(at("03-04 10:00"))
    week = (at("03-05 10:00"), at("03-12 09:00"))
    for nothing in (days(0), CalendarDays(0), Months(0)):
        assert one.paused(five, WorkingDays, [week], nothing) == five


def test_pause__cap_of_a_month_is_for_all_pauses_together() -> None:
    one = clock()
    end = one.adder(CalendarDays(60))(at("02-01 10:00"))
    pauses = [
        (at("02-02 10:00"), at("02-22 10:00")),
        (at("03-01 10:00"), at("03-21 10:00")),
    ]
    assert one.paused(end, CalendarDays, pauses).at == end.at + 40 * 86_400
    assert one.paused(end, CalendarDays, pauses, Months(1)).at == end.at + 29 * 86_400
    assert one.pause_exhausted(at("03-01 10:00"), pauses[:1], Months(1)) == at(
        "03-10 00:00"
    )
    assert one.pause_exhausted(at("02-02 10:00"), [], Months(1)) == at("03-02 00:00")


def test_months__elapsed_over_a_year() -> None:
    got = clock().elapsed(at("2022-11-15 10:00"), at("2024-03-15 10:00"), Months)
    assert got == Months(16)
