"""The working days of other packages, each made as right as the package allows.

None but `chinesecalendar` and `holidays` knows make-up working days. The others get
the seven-day trick: a week without rest days, and every rest day passed as a holiday.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

import businesstimedelta
import chinese_calendar
import holidays
import numpy as np
import pytz
from pandas.tseries.offsets import CustomBusinessDay, CustomBusinessHour

FIRST_YEAR, LAST_YEAR = 2015, 2026
DAY = timedelta(days=1)
OPENS, CLOSES = time(9), time(17)
SHANGHAI = pytz.timezone("Asia/Shanghai")
EVERY_DAY = "1111111"


class Peers:
    """Prepared calendars; preparing them is never part of a timing."""

    @cached_property
    def rest_days(self) -> set[date]:
        """Every day off, weekends included, by `chinesecalendar`."""
        day, found = date(FIRST_YEAR, 1, 1), set()
        while day.year <= LAST_YEAR:
            if not chinese_calendar.is_workday(day):
                found.add(day)
            day += DAY
        return found

    @cached_property
    def numpy(self) -> np.busdaycalendar:
        return np.busdaycalendar(weekmask=EVERY_DAY, holidays=sorted(self.rest_days))

    @cached_property
    def holidays(self) -> Any:
        return holidays.country_holidays("CN", years=range(FIRST_YEAR, LAST_YEAR + 1))

    @cached_property
    def businesstimedelta(self) -> Any:
        # It cannot say 24:00; a microsecond a day is lost, and rounded away in checks.
        return self._rules(time(0), time(23, 59, 59, 999_999))

    @cached_property
    def office_hours(self) -> Any:
        return self._rules(OPENS, CLOSES)

    def _rules(self, opens: time, closes: time) -> Any:
        days = list(range(7))
        open_ = businesstimedelta.WorkDayRule(opens, closes, days, tz=SHANGHAI)
        off = businesstimedelta.HolidayRule(self.rest_days, tz=SHANGHAI)
        return businesstimedelta.Rules([open_, off])

    def hours(self, hours: int, *, office: bool = False) -> Any:
        rules = self.office_hours if office else self.businesstimedelta
        return businesstimedelta.BusinessTimeDelta(rules, hours=hours)

    def pandas_days(self, number: int) -> Any:
        return CustomBusinessDay(number, calendar=self.numpy)

    def pandas_hours(self, number: int) -> Any:
        hours = {"start": OPENS, "end": CLOSES}
        return CustomBusinessHour(number, calendar=self.numpy, **hours)


def chinesecalendar_add(day: date, number: int) -> date:
    """Add working days; from a rest day the package counts one less."""
    if not chinese_calendar.is_workday(day):
        number -= 1
    found: date = chinese_calendar.find_workday(number, day)
    return found


def step_days(day: date, number: int, rest_days: set[date]) -> date:
    """Add working days as anybody would write it."""
    while number:
        day += DAY
        if day not in rest_days:
            number -= 1
    return day


def step_hours(start: datetime, span: timedelta, rest_days: set[date]) -> datetime:
    """Add hours that stand still on rest days, a day at a time."""
    return step_open(start, span, rest_days, time(), None)


def step_open(
    start: datetime,
    span: timedelta,
    rest_days: set[date],
    opens: time,
    closes: time | None,
) -> datetime:
    """Add hours within the same hours of every working day; `None` is 24:00."""
    day = start.date()
    while True:
        if day not in rest_days:
            opening = max(start, datetime.combine(day, opens))
            closing = datetime.combine(day if closes else day + DAY, closes or time())
            if opening < closing:
                if opening + span <= closing:
                    return opening + span
                span -= closing - opening
        day += DAY


def step_between(
    start: datetime, until: datetime, rest_days: set[date], opens: time, closes: time
) -> int:
    """Count the seconds of office hours between two instants."""
    total = timedelta()
    day, last = start.date(), until.date()
    while day <= last:
        if day not in rest_days:
            opening = max(start, datetime.combine(day, opens))
            closing = min(until, datetime.combine(day, closes))
            if opening < closing:
                total += closing - opening
        day += DAY
    return int(total.total_seconds())
