"""Laws of the working calendar on random notices, layers and states of knowledge."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hotline_rules.calendar import (
    CalendarData,
    Notice,
    WorkingCalendar,
    Zone,
    build_calendar,
    day_of_date,
    weekday,
)
from hotline_rules.diagnostics import Text

ZONE = Zone.fixed(28_800, "+08:00")
FIRST = day_of_date(date(2024, 1, 1))
DAYS = st.integers(FIRST, FIRST + 40)
ISSUED = st.integers(FIRST - 30, FIRST)


@st.composite
def notices(draw: st.DrawFn) -> tuple[Notice, ...]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        off = draw(st.frozensets(DAYS, max_size=6))
        work = draw(st.frozensets(DAYS, max_size=4)) - off
        issued = draw(ISSUED)
        found.append(
            Notice(
                id=str(number),
                number=None,
                issued=issued,
                latest_issued=issued,
                title=Text("", ""),
                days_off=tuple((day, "节") for day in sorted(off)),
                workdays=tuple(sorted(work)),
                cancels=tuple(sorted(draw(st.frozensets(DAYS, max_size=2)) - work)),
            )
        )
    return tuple(found)


def data_of(id_: str, found: tuple[Notice, ...], below: CalendarData | None = None):  # type: ignore[no-untyped-def]
    return CalendarData(id=id_, title=Text("", ""), parent=below, notices=found)


def expected(layers: list[tuple[Notice, ...]], known_on: int | None, day: int) -> bool:
    """What the last word on a day is, asked notice by notice."""
    working = weekday(day) < 5
    for found in layers:
        for notice in sorted(found, key=lambda each: (each.issued or 0, each.id)):
            if known_on is not None and (notice.issued or 0) > known_on:
                continue
            if day in notice.cancels:
                working = weekday(day) < 5
            if day in dict(notice.days_off):
                working = False
            if day in notice.workdays:
                working = True
    return working


@given(below=notices(), above=notices(), known_on=st.none() | ISSUED)
def test_day__is_what_the_last_known_word_on_it_says(
    below: tuple[Notice, ...], above: tuple[Notice, ...], known_on: int | None
) -> None:
    data = data_of("above", above, data_of("below", below))
    built = build_calendar(data, ZONE, known_on=known_on)
    for day in range(FIRST, FIRST + 41):
        assert built.is_working(day) is expected([below, above], known_on, day)
        assert built.why(day).working is built.is_working(day)


@given(found=notices(), order=st.randoms(use_true_random=False))
def test_order__of_notices_in_a_file_decides_nothing(
    found: tuple[Notice, ...], order: object
) -> None:
    shuffled = list(found)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    one = build_calendar(data_of("x", found), ZONE)
    other = build_calendar(data_of("x", tuple(shuffled)), ZONE)
    days = range(FIRST, FIRST + 41)
    assert [one.why(day) for day in days] == [other.why(day) for day in days]


@given(found=notices(), a=DAYS, b=DAYS)
def test_index__counts_the_days_between(
    found: tuple[Notice, ...], a: int, b: int
) -> None:
    built = build_calendar(data_of("x", found), ZONE)
    first, after = min(a, b), max(a, b)
    count = sum(built.is_working(day) for day in range(first, after))
    assert built.working_index(after) - built.working_index(first) == count
    line = built.round_the_clock
    seconds = line.used(ZONE.start_of(after)) - line.used(ZONE.start_of(first))
    assert seconds == count * 86_400


@given(found=notices(), day=DAYS)
def test_next_working__is_the_first_one_from_a_day(
    found: tuple[Notice, ...], day: int
) -> None:
    built: WorkingCalendar = build_calendar(data_of("x", found), ZONE)
    following = built.next_working(day)
    assert built.is_working(following)
    assert not any(built.is_working(each) for each in range(day, following))
