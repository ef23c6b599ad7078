"""The working calendar: which local days and hours are open, by which notice.

Knows notices, regions, zones and office hours; must not know limits, tickets, files or
the real clock. Source of the rules behind the data: the national rules on annual
holidays, and the yearly notices of the State Council's General Office.
"""

from hotline_rules.calendar.build import build_calendar
from hotline_rules.calendar.data import EVERY_DAY, CalendarData, Notice, OpenHours
from hotline_rules.calendar.days import (
    DAY_SECONDS,
    FIRST_DAY,
    LAST_DAY,
    BeyondCalendarError,
    date_of_day,
    day_of_date,
    day_text,
    weekday,
)
from hotline_rules.calendar.timeline import Timeline
from hotline_rules.calendar.working_calendar import DayReason, WorkingCalendar
from hotline_rules.calendar.zone import Zone

__all__ = [
    "DAY_SECONDS",
    "EVERY_DAY",
    "FIRST_DAY",
    "LAST_DAY",
    "BeyondCalendarError",
    "CalendarData",
    "DayReason",
    "Notice",
    "OpenHours",
    "Timeline",
    "WorkingCalendar",
    "Zone",
    "build_calendar",
    "date_of_day",
    "day_of_date",
    "day_text",
    "weekday",
]
