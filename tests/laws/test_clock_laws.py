"""Laws of the clock, and the clock against the day-walk oracle on random worlds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hotline_rules.calendar import (
    CalendarData,
    Notice,
    OpenHours,
    WorkingCalendar,
    Zone,
    build_calendar,
    date_of_day,
    day_of_date,
)
from hotline_rules.checker.points import paused
from hotline_rules.checker.walk import Walker, Way, World
from hotline_rules.clock import (
    OPTIONS,
    Amount,
    CalendarDays,
    Clock,
    CountingSettings,
    Elapsed,
    End,
    Months,
    WorkingDays,
    WorkingTime,
)
from hotline_rules.diagnostics import Text

ZONES = {
    name: Zone.load(name)
    for name in (
        "Asia/Shanghai",
        "Europe/Amsterdam",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
    )
}
# Around changes of the clock, the Spring Festival, a leap day, a year end.
ANCHORS = {
    "Asia/Shanghai": (date(2024, 2, 27), date(1986, 5, 2), date(1991, 9, 12)),
    "Europe/Amsterdam": (date(2024, 3, 28), date(2024, 10, 24), date(2023, 12, 28)),
    "America/Sao_Paulo": (date(2018, 11, 1), date(2018, 2, 15)),
    "Australia/Lord_Howe": (date(2024, 10, 3), date(2024, 4, 4)),
}
SHIFTS = (
    (),
    ((30_600, 43_200), (52_200, 63_000)),
    ((0, 86_400),),
    ((32_400, 61_200),),
)


@dataclass(frozen=True)
class Case:
    """One place seen by both sides, with an instant to start from."""

    calendar: WorkingCalendar
    world: World
    shifts: tuple[tuple[int, int], ...]
    start: int


@st.composite
def cases(draw: st.DrawFn, *, duty_days: bool = True) -> Case:
    zone = draw(st.sampled_from(sorted(ZONES)))
    middle = day_of_date(draw(st.sampled_from(ANCHORS[zone])))
    near = st.integers(middle - 6, middle + 12)
    off = draw(st.frozensets(near, max_size=6))
    work = draw(st.frozensets(near, max_size=4)) - off
    shifts = draw(st.sampled_from(SHIFTS))
    starts = 0 if shifts or not duty_days else draw(st.sampled_from((0, 0, 30_600)))
    notice = Notice(
        id="n",
        number=None,
        issued=0,
        latest_issued=0,
        title=Text("", ""),
        days_off=tuple((day, "节") for day in sorted(off)),
        workdays=tuple(sorted(work)),
    )
    data = CalendarData(
        id="random",
        title=Text("", ""),
        notices=(notice,),
        open_hours=(OpenHours(shifts=shifts),) if shifts else (),
        day_starts=starts,
    )
    calendar = build_calendar(data, ZONES[zone])
    rests = frozenset(date_of_day(day) for day in off)
    works = frozenset(date_of_day(day) for day in work)

    def is_work(day: date) -> bool:
        return day not in rests and (day.weekday() < 5 or day in works)

    hours = (lambda day: shifts) if shifts else None
    world = World(ZoneInfo(zone), is_work, hours, starts)
    minute = draw(
        st.one_of(
            st.sampled_from((0, 1, 510, 720, 870, 1050, 1439)), st.integers(0, 1439)
        )
    )
    day = draw(st.integers(middle - 6, middle + 6))
    return Case(calendar, world, shifts, world.wall(date_of_day(day), minute * 60))


@st.composite
def ways(draw: st.DrawFn, /, **fixed: str) -> Way:
    drawn = {
        name: fixed.get(name) or draw(st.sampled_from(words))
        for name, words in OPTIONS.items()
    }
    split = draw(st.sampled_from((43_200, 46_800)))
    return Way(**drawn, halves_split_at=split)


def clock_of(case: Case, way: Way) -> Clock:
    """Bind the same settings on our side; skip what needs office hours."""
    needs = way.last_day_ends == "business_close" or way.hours_counted == "office_hours"
    assume(case.shifts or not needs)
    words = {name: getattr(way, name) for name in OPTIONS}
    split = way.halves_split_at
    time = None if split is None else f"{split // 3600:02}:{split % 3600 // 60:02}"
    return Clock(case.calendar, CountingSettings(**words, halves_split_at=time))


def walker_of(case: Case, way: Way) -> Walker:
    return Walker(case.world, way)


@given(case=cases(), way=ways(), number=st.integers(1, 9))
def test_working_days__end_where_the_walk_ends(
    case: Case, way: Way, number: int
) -> None:
    clock = clock_of(case, way)
    got = clock.adder(WorkingDays.whole(number))(case.start)
    assert got == walker_of(case, way).working_days(case.start, number)


@given(case=cases(), way=ways(), number=st.integers(1, 15))
def test_calendar_days__end_where_the_walk_ends(
    case: Case, way: Way, number: int
) -> None:
    got = clock_of(case, way).adder(CalendarDays(number))(case.start)
    assert got == walker_of(case, way).calendar_days(case.start, number)


@given(case=cases(), way=ways(), number=st.integers(1, 14))
def test_months__end_on_the_same_number(case: Case, way: Way, number: int) -> None:
    got = clock_of(case, way).adder(Months(number))(case.start)
    assert got == walker_of(case, way).months(case.start, number)


@given(case=cases(duty_days=False), way=ways(), number=st.integers(0, 5))
def test_half_days__end_where_the_walk_ends(case: Case, way: Way, number: int) -> None:
    way = replace(way, last_day_ends="24:00")
    halves = 2 * number + 1
    got = clock_of(case, way).adder(WorkingDays(halves))(case.start)
    assert got == walker_of(case, way).halves(case.start, halves)


@given(case=cases(), way=ways(), seconds=st.integers(1, 174_000))
def test_hours__end_where_the_walk_ends(case: Case, way: Way, seconds: int) -> None:
    clock = clock_of(case, way)
    walker = walker_of(case, way)
    got = clock.adder(Elapsed(seconds))(case.start)
    assert got == walker.hours(walker.received(case.start), seconds)


@given(case=cases(), way=ways(hours_counted="office_hours"), hours=st.integers(1, 20))
def test_working_hours__are_office_hours(case: Case, way: Way, hours: int) -> None:
    assume(case.shifts)
    clock = clock_of(case, way)
    walker = walker_of(case, way)
    got = clock.adder(WorkingTime(hours * 3600))(case.start)
    assert got == walker.hours(walker.received(case.start), hours * 3600)
    assert got == clock.adder(Elapsed(hours * 3600))(case.start)


@given(
    case=cases(),
    way=ways(),
    number=st.integers(1, 6),
    then=st.integers(1, 6),
    inclusive=st.booleans(),
)
def test_marks__in_days_lie_where_the_walk_puts_them(
    case: Case, way: Way, number: int, then: int, inclusive: bool
) -> None:
    clock, walker = clock_of(case, way), walker_of(case, way)
    if inclusive:
        end = End(case.start, inclusive=True, opening=case.start)
    else:
        end = clock.adder(WorkingDays.whole(number))(case.start)
    whole, days = WorkingDays.whole(then), CalendarDays(then)
    assert clock.after(end, whole) == walker.working_days_after(end, then)
    assert clock.before(end, whole) == walker.working_days_before(end, then)
    assert clock.after(end, days) == walker.calendar_days_after(end, then)
    assert clock.before(end, days) == walker.calendar_days_before(end, then)


@given(
    case=cases(),
    way=ways(),
    seconds=st.integers(1, 120_000),
    inclusive=st.booleans(),
)
def test_marks__in_hours_lie_where_the_walk_puts_them(
    case: Case, way: Way, seconds: int, inclusive: bool
) -> None:
    clock, walker = clock_of(case, way), walker_of(case, way)
    end = End(case.start, inclusive=inclusive, opening=case.start)
    amount = Elapsed(seconds)
    assert clock.after(end, amount) == walker.hours(
        case.start, seconds, inclusive=inclusive
    )
    assert clock.before(end, amount) == walker.hours(
        case.start, -seconds, inclusive=inclusive
    )


@given(case=cases(), way=ways(), minutes=st.integers(0, 2_500))
def test_spans__are_what_the_walk_counts(case: Case, way: Way, minutes: int) -> None:
    clock = clock_of(case, replace(way, receipt="any_time"))
    walker = walker_of(case, way)
    until = case.start + minutes * 60
    plain = Clock(case.calendar, CountingSettings(first_day="not_counted"))
    days = walker.working_days_between(case.start, until)
    assert plain.elapsed(case.start, until, WorkingDays) == WorkingDays.whole(days)
    end = End(until, inclusive=True, opening=until)
    assert plain.remaining(case.start, end, WorkingDays) == WorkingDays.whole(days)
    line = way.hours_counted == "office_hours" or way.rest_days_in_hours == "pause"
    office = way.hours_counted == "office_hours"
    seconds = minutes * 60
    if line:
        seconds = walker.open_seconds(case.start, until, office=office)
    assert clock.elapsed(case.start, until, Elapsed) == Elapsed(seconds)
    assert clock.remaining(case.start, end, Elapsed) == Elapsed(seconds)


@pytest.mark.parametrize("rest", ["count", "pause"])
@given(case=cases(), a=st.integers(1, 2_000), b=st.integers(1, 2_000))
def test_hours__add_up(rest: str, case: Case, a: int, b: int) -> None:
    """`after(after(s, a), b)` is `after(s, a + b)` on the closing face."""
    clock = Clock(case.calendar, CountingSettings(rest_days_in_hours=rest))
    first = clock.adder(Elapsed(a * 60))(case.start)
    both = clock.adder(Elapsed((a + b) * 60))(case.start)
    assert clock.after(first, Elapsed(b * 60)) == both
    assert clock.before(both, Elapsed(b * 60)).at == first.at


@given(case=cases(), a=st.integers(1, 9), b=st.integers(1, 9))
def test_working_days__add_up_and_count_back(case: Case, a: int, b: int) -> None:
    clock = Clock(
        case.calendar,
        CountingSettings(first_day="not_counted", last_day_ends="24:00"),
    )
    first = clock.adder(WorkingDays.whole(a))(case.start)
    both = clock.adder(WorkingDays.whole(a + b))(case.start)
    assert clock.after(first, WorkingDays.whole(b)) == both
    assert clock.before(both, WorkingDays.whole(b)) == first
    assert clock.before(first, WorkingDays.whole(b)).at <= first.at


@given(case=cases(), way=ways(), number=st.integers(1, 9), later=st.integers(0, 90_000))
def test_start__later_is_never_due_earlier(
    case: Case, way: Way, number: int, later: int
) -> None:
    # A wall clock set back shows the same time of day twice: the one exception.
    assume(way.last_day_ends != "same_time")
    assume(way.rest_days_in_hours != "end_roll_same_time")
    clock = clock_of(case, way)
    for amount in (
        WorkingDays.whole(number),
        CalendarDays(number),
        Months(number),
        Elapsed(number * 3_600),
    ):
        add = clock.adder(amount)
        assert add(case.start).first_late <= add(case.start + later).first_late


@given(case=cases(), way=ways(), number=st.integers(1, 9), later=st.integers(0, 99_999))
def test_late_after__is_the_first_late_instant_of_the_end(
    case: Case, way: Way, number: int, later: int
) -> None:
    clock = clock_of(case, way)
    amounts: list[Amount] = [WorkingDays.whole(number)]
    amounts += [CalendarDays(number), Months(number), Elapsed(number * 3_600)]
    if case.shifts:
        amounts += [WorkingTime(number * 3_600)]
    if way.last_day_ends != "same_time":
        amounts += [WorkingDays(2 * number - 1)]
    for amount in amounts:
        add, late = clock.adder(amount), clock.late_after(amount)
        for start in (case.start, case.start + later, case.start):
            assert late(start) == add(start).first_late


@given(
    case=cases(),
    way=ways(last_day_ends="24:00", rest_days_after="late"),
    number=st.integers(1, 9),
)
def test_elapsed__at_the_end_is_the_amount(case: Case, way: Way, number: int) -> None:
    # A month is full once its day is there, half days are tested by themselves.
    way = replace(way, halves_split_at=None)
    clock = clock_of(case, way)
    whole = WorkingDays.whole(number)
    last = clock.adder(whole)(case.start).last_instant
    assert clock.elapsed(case.start, last, WorkingDays) == whole
    if way.end_on_rest_day == "stays":
        for amount in (CalendarDays(number), Months(number)):
            last = clock.adder(amount)(case.start).last_instant
            assert clock.elapsed(case.start, last, type(amount)) == amount


@given(case=cases(), way=ways(), number=st.integers(1, 9), data=st.data())
def test_pause__outside_counted_time_changes_nothing(
    case: Case, way: Way, number: int, data: st.DataObject
) -> None:
    way = replace(way, hours_counted="around_the_clock", rest_days_in_hours="pause")
    clock = clock_of(case, way)
    line = case.calendar.round_the_clock
    end = clock.adder(Elapsed(number * 3_600))(case.start)
    closed = line.faces(line.used(case.start) + 1)[0] - 1
    pause = (case.start, closed)
    assert clock.paused(end, Elapsed, [pause]) == end


@given(case=cases(), way=ways(), minutes=st.lists(st.integers(0, 3_000), max_size=6))
def test_pauses__order_and_overlap_do_not_matter(
    case: Case, way: Way, minutes: list[int]
) -> None:
    clock = clock_of(case, replace(way, end_on_rest_day="stays"))
    edges = [case.start + minute * 60 for minute in minutes]
    pauses = [
        (min(a, b), max(a, b)) for a, b in zip(edges[::2], edges[1::2], strict=False)
    ]
    end = clock.adder(CalendarDays(3))(case.start)
    forth = clock.paused(end, CalendarDays, pauses)
    assert clock.paused(end, CalendarDays, [*reversed(pauses), *pauses]) == forth
    assert forth.first_late >= end.first_late
    cap = clock.paused(end, CalendarDays, pauses, CalendarDays(1))
    assert end.first_late <= cap.first_late <= forth.first_late


@given(case=cases(), way=ways(), number=st.integers(1, 9))
def test_trace__adds_up_to_the_amount(case: Case, way: Way, number: int) -> None:
    # An end at the same time as a start at 00:00 lies on the day before its last day.
    way = replace(way, last_day_ends="24:00", halves_split_at=None)
    clock = clock_of(case, replace(way, rest_days_after="late"))
    for amount, size in (
        (WorkingDays.whole(number), 2 * number),
        (CalendarDays(number), number),
        (Elapsed(number * 3_600), number * 3_600),
    ):
        end = clock.adder(amount)(case.start)
        trace = clock.trace(case.start, end, amount)
        assert trace.days[-1].total == size
        assert sum(day.gained for day in trace.days) == size
        first = case.calendar.day_of(case.start)
        assert [day.day for day in trace.days] == list(
            range(first, first + len(trace.days))
        )
        for day in trace.days:
            assert day.counted == (day.gained > 0) == (day.role == "counted")
            assert day.why == case.calendar.why(day.day)


@given(case=cases(), way=ways(), number=st.integers(1, 9), late=st.integers(0, 9))
def test_counted_days__are_those_of_the_trace(
    case: Case, way: Way, number: int, late: int
) -> None:
    clock = clock_of(case, way)
    for amount in (WorkingDays.whole(number), CalendarDays(number), Elapsed(number)):
        end = clock.adder(amount)(case.start)
        for kind in (type(amount), Elapsed, Months):
            moved = clock.after(end, CalendarDays(late))
            days = clock.trace(case.start, moved, kind).days
            first, counted = clock.counted_days(case.start, moved, kind)
            assert first == days[0].day
            assert list(counted) == [day.counted for day in days]


@given(case=cases(), weeks=st.integers(1, 40), number=st.integers(1, 9))
def test_whole_weeks__without_holidays_translate(
    case: Case, weeks: int, number: int
) -> None:
    plain = build_calendar(
        CalendarData(id="plain", title=Text("", "")), Zone.fixed(28_800, "+08:00")
    )
    clock = Clock(
        plain,
        CountingSettings(
            first_day="not_counted", last_day_ends="24:00", rest_days_in_hours="pause"
        ),
    )
    far = weeks * int(timedelta(weeks=1).total_seconds())
    for amount in (WorkingDays.whole(number), Elapsed(number * 7_000)):
        add = clock.adder(amount)
        one, other = add(case.start), add(case.start + far)
        assert other == End(one.at + far, one.inclusive, one.opening + far)


@pytest.mark.parametrize(
    ("kind", "unit"),
    [
        (Elapsed, "hours"),
        (WorkingTime, "working hours"),
        (WorkingDays, "working days"),
        (CalendarDays, "calendar days"),
        (Months, "months"),
    ],
)
@given(
    case=cases(duty_days=False),
    way=ways(),
    minutes=st.lists(st.integers(0, 9_000), max_size=6),
    cap=st.sampled_from([None, "90 hours", "2 working days", "3 calendar days"]),
)
def test_pauses__add_what_the_walk_adds(
    kind: type[Amount],
    unit: str,
    case: Case,
    way: Way,
    minutes: list[int],
    cap: str | None,
) -> None:
    way = replace(way, halves_split_at=None, last_day_ends="24:00")
    assume(case.shifts or kind is not WorkingTime)
    clock, walker = clock_of(case, way), walker_of(case, way)
    edges = [case.start + minute * 60 for minute in minutes]
    spans = [
        (min(a, b), max(a, b)) for a, b in zip(edges[::2], edges[1::2], strict=False)
    ]
    end = clock.adder(CalendarDays(3))(case.start)
    amount = None if cap is None else CAPS[cap]
    got = clock.paused(end, kind, spans, amount)
    assert got == paused(walker, end, unit, spans, cap)


CAPS: dict[str, Amount] = {
    "90 hours": Elapsed(90 * 3_600),
    "2 working days": WorkingDays.whole(2),
    "3 calendar days": CalendarDays(3),
}
