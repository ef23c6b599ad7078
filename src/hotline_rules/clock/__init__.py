"""The clock: amounts of time, their arithmetic on a working calendar, and its trace.

Knows days, hours, ends and the disputed ways of counting them; must not know events,
rules, tickets or the real clock. Source: Civil Code, arts. 200 to 204 and 1259, applied
by analogy; every choice is a setting, and `docs/time.md` shows each with dates.
"""

from hotline_rules.clock.amount import (
    Amount,
    CalendarDays,
    Elapsed,
    Months,
    WorkingDays,
    WorkingTime,
)
from hotline_rules.clock.clock import Clock
from hotline_rules.clock.end import End
from hotline_rules.clock.settings import (
    OPTIONS,
    CountingSettings,
    seconds_of,
    settings_used,
)
from hotline_rules.clock.trace import Trace, TraceDay

__all__ = [
    "OPTIONS",
    "Amount",
    "CalendarDays",
    "Clock",
    "CountingSettings",
    "Elapsed",
    "End",
    "Months",
    "Trace",
    "TraceDay",
    "WorkingDays",
    "WorkingTime",
    "seconds_of",
    "settings_used",
]
