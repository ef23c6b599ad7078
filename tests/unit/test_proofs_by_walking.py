"""The search over starts against a walk: no start beats what the search has seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from hotline_rules.calendar import (
    BeyondCalendarError,
    OpenHours,
    WorkingCalendar,
    Zone,
    build_calendar,
    day_of_date,
)
from hotline_rules.clock import (
    Amount,
    CalendarDays,
    Clock,
    CountingSettings,
    Elapsed,
    Months,
    WorkingDays,
    WorkingTime,
)
from hotline_rules.evaluate.facts import Binder
from hotline_rules.evaluate.logic import bind_patterns
from hotline_rules.profile.calendars import bundled_calendars
from hotline_rules.profile.courses import Course, Way
from hotline_rules.profile.starts import Seen, Starts
from hotline_rules.rulebook import (
    Anchor,
    Constant,
    MarkPoint,
    Shifted,
    Within,
)

ZONE = Zone.load("Asia/Shanghai")
FIRST = day_of_date(date(2021, 9, 14))  # Mid-Autumn and the National Day lie ahead
DAYS = 24
STEP = 1_217  # seconds; it has no divisor in common with an hour
HOUR = 3_600


def _calendar() -> WorkingCalendar:
    """Return the national calendar with office hours that change with the season."""
    morning, summer = (8 * HOUR + 1_800, 12 * HOUR), (14 * HOUR, 17 * HOUR + 1_800)
    hours = (
        OpenHours(season=((5, 1), (9, 30)), shifts=(morning, summer)),
        OpenHours(shifts=(morning, (13 * HOUR, 17 * HOUR))),
    )
    return build_calendar(replace(bundled_calendars()["CN"], open_hours=hours), ZONE)


CALENDAR = _calendar()
AMOUNTS: st.SearchStrategy[Amount] = st.one_of(
    st.builds(Elapsed, st.integers(1, 90).map(lambda hours: hours * 2_700)),
    st.builds(WorkingTime, st.integers(1, 20).map(lambda hours: hours * 2_700)),
    st.builds(WorkingDays, st.integers(1, 10)),
    st.builds(CalendarDays, st.integers(1, 6)),
    st.just(Months(1)),
)
SETTINGS = st.builds(
    CountingSettings,
    receipt=st.sampled_from(["any_time", "next_opening"]),
    first_day=st.sampled_from(["not_counted", "counted", "next_working_day"]),
    last_day_ends=st.sampled_from(["24:00", "business_close", "same_time"]),
    at_the_limit=st.sampled_from(["strict", "reached_counts"]),
    rest_days_after=st.sampled_from(["late", "on_time"]),
    end_on_rest_day=st.sampled_from(["stays", "rolled"]),
    rest_days_in_hours=st.sampled_from(
        ["count", "pause", "end_roll_same_time", "end_roll_24", "opening_roll"]
    ),
    hours_counted=st.sampled_from(["around_the_clock", "office_hours"]),
    halves_split_at=st.just("12:30"),
)


def _walk(clock: Clock, within: Amount, back: Amount, on: Amount) -> list[int]:
    """Return how far the first mark lies from the second, for starts in small steps."""
    found = []
    for start in range(ZONE.start_of(FIRST), ZONE.start_of(FIRST + DAYS), STEP):
        one = clock.before(clock.adder(within)(start), back)
        two = clock.adder(on)(start)
        found.append(one.opening - two.first_late)
    return found


def _searched(clock: Clock, within: Amount, back: Amount, on: Amount) -> list[int]:
    """Return the same for the starts that the search looks at."""
    binder = Binder(ZONE, bind_patterns, {})
    course = Course("days", Way(Constant(Within(within))), {"days": clock}, binder)
    one = MarkPoint(Shifted(back, "before", Anchor("due")), past=False)
    two = MarkPoint(Shifted(on, "after", Anchor("start")), past=True)
    for point in (one, two):
        course.add_mark(Way(Constant(point)), None)
    # The days of the walk are looked at first, so each of their kinds is found there.
    starts = Starts([course], ZONE, (FIRST, FIRST + DAYS))
    starts.first, starts.end = FIRST - 60, FIRST + DAYS + 60
    seen: list[int] = []

    def note(found: Seen) -> bool:
        if not FIRST <= ZONE.day_of(found.start) < FIRST + DAYS:
            return False
        seen.append(found.marks[0][0] - found.marks[0][1])
        return False

    starts.search(note)
    return seen


@given(settings=SETTINGS, within=AMOUNTS, back=AMOUNTS, on=AMOUNTS)
def test_search__sees_the_extremes_of_a_walk(
    settings: CountingSettings, within: Amount, back: Amount, on: Amount
) -> None:
    clock = Clock(CALENDAR, settings)
    try:
        walked = _walk(clock, within, back, on)
    except (BeyondCalendarError, ValueError):  # half days to the same time of day
        assume(False)
    seen = _searched(clock, within, back, on)
    assert min(seen) <= min(walked)
    assert max(seen) >= max(walked)
