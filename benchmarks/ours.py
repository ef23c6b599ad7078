"""Our working calendar over the same days that the peers are given."""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks.peers import CLOSES, FIRST_YEAR, LAST_YEAR, OPENS
from hotline_rules.calendar import (
    CalendarData,
    Notice,
    OpenHours,
    WorkingCalendar,
    Zone,
    build_calendar,
    day_of_date,
)
from hotline_rules.clock import Clock, CountingSettings
from hotline_rules.diagnostics import Text


def calendar_of(rest_days: set[date]) -> WorkingCalendar:
    """Build a calendar with exactly these rest days."""
    workdays, off = [], []
    day = date(FIRST_YEAR, 1, 1)
    while day.year <= LAST_YEAR:
        if day.weekday() >= 5 and day not in rest_days:
            workdays.append(day_of_date(day))
        elif day.weekday() < 5 and day in rest_days:
            off.append((day_of_date(day), "节日"))
        day += timedelta(days=1)
    notice = Notice(
        id="all",
        number=None,
        issued=0,
        latest_issued=0,
        title=Text("全部", "all"),
        days_off=tuple(off),
        workdays=tuple(workdays),
    )
    data = CalendarData(
        id="bench",
        title=Text("测试", "bench"),
        notices=(notice,),
        open_hours=(OpenHours(shifts=((OPENS.hour * 3600, CLOSES.hour * 3600),)),),
    )
    return build_calendar(data, Zone.load("Asia/Shanghai"))


def clock_of(calendar: WorkingCalendar, at_the_limit: str = "strict") -> Clock:
    """Bind the countings of the default readings: 24:00, rest days stop hours."""
    return Clock(
        calendar,
        CountingSettings(
            first_day="not_counted",
            last_day_ends="24:00",
            at_the_limit=at_the_limit,
            rest_days_after="late",
            rest_days_in_hours="pause",
        ),
    )
