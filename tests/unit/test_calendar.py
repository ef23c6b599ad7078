"""The working calendar: days, notices as known when, layers, zones, time lines."""

from __future__ import annotations

import pickle
from datetime import date, timedelta
from itertools import accumulate

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hotline_rules.calendar import (
    EVERY_DAY,
    FIRST_DAY,
    LAST_DAY,
    BeyondCalendarError,
    CalendarData,
    Notice,
    OpenHours,
    Timeline,
    WorkingCalendar,
    Zone,
    build_calendar,
    date_of_day,
    day_of_date,
    weekday,
)
from hotline_rules.diagnostics import Text
from hotline_rules.profile.calendars import bundled_calendars

SHANGHAI = Zone.load("Asia/Shanghai")
ALL_DATES = [date(2010, 1, 1) + timedelta(days=i) for i in range(6_209)]


def day(text: str) -> int:
    return day_of_date(date.fromisoformat(text))


def calendar(id_: str = "CN", known_on: str | None = None) -> WorkingCalendar:
    when = None if known_on is None else day(known_on)
    return build_calendar(bundled_calendars()[id_], SHANGHAI, known_on=when)


@pytest.fixture(scope="module")
def nation() -> WorkingCalendar:
    return calendar()


@pytest.fixture(scope="module")
def guangxi() -> WorkingCalendar:
    return calendar("CN-GX")


def notice(id_: str = "n", issued: str = "2020-01-01", **words: object) -> Notice:
    when = day(issued)
    return Notice(
        id=id_,
        number=None,
        issued=when,
        latest_issued=when,
        title=Text("", ""),
        **words,  # type: ignore[arg-type]
    )


def layer(id_: str = "x", **words: object) -> CalendarData:
    return CalendarData(id=id_, title=Text("", ""), **words)  # type: ignore[arg-type]


# Days and weekdays.


def test_day__counts_from_1970() -> None:
    assert day("1970-01-01") == 0
    assert date_of_day(-1) == date(1969, 12, 31)
    assert weekday(day("2026-11-22")) == 6
    assert weekday(day("1969-12-29")) == 0


# Against two packages, on every date.


def test_nation__equals_holidays_on_every_date(nation: WorkingCalendar) -> None:
    holidays = pytest.importorskip("holidays")
    theirs = holidays.country_holidays("CN", years=range(2009, 2028))
    assert len(ALL_DATES) == 6_209
    assert [
        d
        for d in ALL_DATES
        if theirs.is_working_day(d) != nation.is_working(day_of_date(d))
    ] == []


def test_nation__equals_chinesecalendar_on_every_date(nation: WorkingCalendar) -> None:
    package = pytest.importorskip("chinese_calendar")
    assert [
        d
        for d in ALL_DATES
        if package.is_workday(d) != nation.is_working(day_of_date(d))
    ] == []


# fmt: off
WORKING_DAYS = {
    2010: 250, 2011: 250, 2012: 249, 2013: 250, 2014: 250, 2015: 249, 2016: 250,
    2017: 249, 2018: 250, 2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249,
    2024: 251, 2025: 248, 2026: 248,
}
# fmt: on


@pytest.mark.parametrize(("year", "count"), WORKING_DAYS.items())
def test_nation__has_its_working_days_a_year(
    nation: WorkingCalendar, year: int, count: int
) -> None:
    first, after = day(f"{year}-01-01"), day(f"{year + 1}-01-01")
    assert nation.working_index(after) - nation.working_index(first) == count


def test_nation__has_75_makeup_and_214_weekdays_off(nation: WorkingCalendar) -> None:
    days = [day_of_date(d) for d in ALL_DATES if d.year >= 2015]
    makeup = [d for d in days if weekday(d) >= 5 and nation.is_working(d)]
    off = [d for d in days if weekday(d) < 5 and not nation.is_working(d)]
    assert (len(days), len(makeup), len(off)) == (4_383, 75, 214)
    assert all(nation.why(d).kind == "makeup" for d in makeup)
    assert all(nation.why(d).kind == "holiday" for d in off)


# Reasons.


@pytest.mark.parametrize(
    ("when", "kind", "name", "notice_id"),
    [
        ("2024-02-08", "working", "工作日", None),
        ("2024-02-24", "weekend", "周末", None),
        ("2024-02-09", "working", "工作日", None),  # New Year's Eve was worked in 2024
        ("2024-02-10", "holiday", "春节", "CN-2024"),
        ("2024-02-18", "makeup", "调休上班", "CN-2024"),
        ("2011-12-31", "makeup", "调休上班", "CN-2012"),
        ("2018-12-29", "makeup", "调休上班", "CN-2019"),
        ("2022-12-31", "holiday", "元旦", "CN-2023"),
        ("2015-09-03", "holiday", "抗战胜利纪念日", "CN-2015-05-13"),
        ("2019-05-02", "holiday", "劳动节", "CN-2019-03-22"),
        ("2020-02-01", "holiday", "春节", "CN-2020-01-26"),
        ("2017-10-04", "holiday", "中秋节", "CN-2017"),
    ],
)
def test_why__names_the_notice(
    nation: WorkingCalendar, when: str, kind: str, name: str, notice_id: str | None
) -> None:
    why = nation.why(day(when))
    assert (why.kind, why.name.zh, why.notice) == (kind, name, notice_id)
    assert why.working == (kind in ("working", "makeup"))
    assert not why.provisional


def test_why__is_the_regions_word_in_guangxi(guangxi: WorkingCalendar) -> None:
    off, makeup = guangxi.why(day("2017-04-01")), guangxi.why(day("2017-04-08"))
    assert (off.working, off.kind, off.notice) == (False, "regional", "CN-GX-2017")
    assert (makeup.working, makeup.kind) == (True, "regional")
    assert off.name.en == "Sanyuesan (Zhuang festival)"


# Guangxi.


@pytest.mark.parametrize("year", range(2014, 2027))
def test_guangxi__takes_two_working_days_a_year_but_in_2020(
    nation: WorkingCalendar, guangxi: WorkingCalendar, year: int
) -> None:
    days = range(day(f"{year}-01-01"), day(f"{year + 1}-01-01"))
    changed = [d for d in days if nation.is_working(d) != guangxi.is_working(d)]
    net = sum(guangxi.is_working(d) - nation.is_working(d) for d in changed)
    assert net == (0 if year == 2020 else -2)
    assert all(guangxi.why(d).kind == "regional" for d in changed)


def test_guangxi__changes_28_days_and_cancels_three_makeup_days(
    nation: WorkingCalendar, guangxi: WorkingCalendar
) -> None:
    days = [day_of_date(d) for d in ALL_DATES if d.year >= 2015]
    changed = [d for d in days if nation.is_working(d) != guangxi.is_working(d)]
    cancelled = [d for d in changed if nation.why(d).kind == "makeup"]
    assert len(changed) == 28
    assert cancelled == [day("2017-04-01"), day("2022-04-02"), day("2023-04-23")]


# As known when.


@pytest.mark.parametrize(
    ("when", "known_on", "working"),
    [
        ("2020-01-31", "2020-01-25", True),
        ("2020-01-31", "2020-01-26", False),
        ("2020-02-01", "2020-01-25", True),  # a make-up day until the extension
        ("2020-02-01", "2020-01-26", False),
        ("2020-02-03", "2020-01-26", True),
        ("2015-09-03", "2015-05-12", True),
        ("2015-09-03", "2015-05-13", False),
        ("2015-09-06", "2015-05-12", False),
        ("2015-09-06", "2015-05-13", True),
        ("2019-05-02", "2019-03-21", True),
        ("2019-05-02", "2019-03-22", False),
        ("2019-04-28", "2019-03-21", False),
        ("2019-04-28", "2019-03-22", True),
        ("2018-12-29", "2018-12-03", False),
        ("2018-12-29", "2018-12-04", True),
        ("2022-12-31", "2022-12-07", False),  # a Saturday either way
        ("2018-12-31", "2018-12-03", True),
        ("2018-12-31", "2018-12-04", False),
    ],
)
def test_known_on__sees_what_was_announced(
    when: str, known_on: str, working: bool
) -> None:
    assert calendar(known_on=known_on).is_working(day(when)) is working


@pytest.mark.parametrize(
    ("known_on", "until", "certain_until"),
    [
        (None, "2026-12-31", "2026-12-25"),
        ("2025-11-03", "2025-12-31", "2025-12-25"),
        ("2025-11-04", "2026-12-31", "2026-12-25"),
        ("2009-12-07", "2010-12-31", "2010-12-25"),
        ("2009-12-06", "2009-12-31", "2009-12-25"),
    ],
)
def test_known_on__sets_how_far_the_calendar_is_certain(
    known_on: str | None, until: str, certain_until: str
) -> None:
    built = calendar(known_on=known_on)
    assert built.known_until == day(until)
    assert built.certain_until == SHANGHAI.start_of(day(certain_until))
    last = day(certain_until) - 1
    assert built.is_certain(last) is (known_on != "2009-12-06")
    assert not built.is_certain(last + 1)
    first = min(day("2010-01-01"), day(certain_until))
    assert built.certain_from == SHANGHAI.start_of(first)
    assert not built.is_certain(first - 1)


def test_guangxi__is_uncertain_from_march_until_its_notice() -> None:
    before, after = calendar("CN-GX", "2026-03-03"), calendar("CN-GX", "2026-03-04")
    assert before.certain_until == SHANGHAI.start_of(day("2026-03-15"))
    assert after.certain_until == SHANGHAI.start_of(day("2026-12-25"))
    assert before.known_until == after.known_until == day("2026-12-31")
    early = calendar("CN-GX", "2013-12-20")
    assert early.certain_until == SHANGHAI.start_of(day("2014-03-15"))


def test_unannounced__counts_weekends_and_statutory_festivals() -> None:
    built = calendar(known_on="2025-11-03")
    for text, name in [("2026-02-17", "春节"), ("2026-05-01", "劳动节")]:
        why = built.why(day(text))
        assert (why.kind, why.name.zh) == ("statutory_unannounced", name)
        assert why.provisional
        assert why.notice is None
        assert not why.working
    # Exchanged days are not invented: a bridge day works, a make-up Saturday rests.
    assert built.is_working(day("2026-02-20"))
    assert not built.is_working(day("2026-02-14"))
    assert built.why(day("2026-02-20")).provisional
    assert built.why(day("2026-02-14")).kind == "weekend"


def test_unannounced__is_never_silently_monday_to_friday(
    nation: WorkingCalendar,
) -> None:
    assert not nation.is_working(day("2027-01-01"))
    assert not nation.is_working(day("2027-02-08"))
    days = range(day("2027-01-01"), day("2028-01-01"))
    assert all(nation.why(d).provisional for d in days)
    assert sum(nation.is_working(d) for d in days) == 254


def test_unannounced__ends_with_the_notice_of_the_year(nation: WorkingCalendar) -> None:
    kinds = {nation.why(day_of_date(d)).kind for d in ALL_DATES}
    assert "statutory_unannounced" not in kinds
    assert nation.why(day("2009-10-01")).kind == "statutory_unannounced"


def test_statutory__knows_every_year_of_the_range(nation: WorkingCalendar) -> None:
    for year in (*range(1970, 2010), *range(2027, 2100)):
        reason = nation.why(day(f"{year}-10-01"))
        assert (reason.kind, reason.name.zh) == ("statutory_unannounced", "国庆节") or (
            reason.name.zh == "中秋节"
        )


def test_statutory__says_nothing_where_no_notice_is_waited_for() -> None:
    data = layer(statutory=((day("2026-06-08"), "节"),))
    assert build_calendar(data, SHANGHAI).is_working(day("2026-06-08"))


def test_certainty__stops_at_a_year_without_notice() -> None:
    data = layer(
        unsettled=(-1, 12, 25),
        notices=(notice("a", covers=2001), notice("b", covers=2003)),
    )
    built = build_calendar(data, SHANGHAI)
    assert built.certain_from == SHANGHAI.start_of(day("2003-01-01"))
    assert built.certain_until == SHANGHAI.start_of(day("2003-12-25"))


# Layers.


def test_layer__later_notice_wins_and_cancels() -> None:
    data = layer(
        notices=(
            notice("b", "2020-02-01", cancels=(day("2020-06-06"),)),
            notice("a", "2020-01-01", workdays=(day("2020-06-06"), day("2020-06-07"))),
            notice("c", "2020-03-01", days_off=((day("2020-06-08"), "台风"),)),
        )
    )
    built = build_calendar(data, SHANGHAI)
    assert [built.is_working(day(f"2020-06-0{i}")) for i in (6, 7, 8)] == [
        False,
        True,
        False,
    ]
    assert built.why(day("2020-06-06")).kind == "weekend"
    assert built.why(day("2020-06-08")).name == Text("台风", "台风")


def test_overlay__speaks_last_and_keeps_the_published_name() -> None:
    extra = notice("typhoon", "2026-07-18", days_off=((day("2026-07-20"), "台风停工"),))
    mine = layer(
        "working",
        kind="overlay",
        parent=bundled_calendars()["CN"],
        notices=(extra,),
    )
    built = build_calendar(mine, SHANGHAI)
    why = built.why(day("2026-07-20"))
    assert (why.kind, why.notice, why.name.zh) == ("overlay", "typhoon", "台风停工")
    assert built.id == "CN"
    assert built.digest != calendar().digest
    earlier = build_calendar(mine, SHANGHAI, known_on=day("2026-07-17"))
    assert earlier.is_working(day("2026-07-20"))
    same = build_calendar(
        bundled_calendars()["CN"], SHANGHAI, overlays=[layer("o", notices=(extra,))]
    )
    assert not same.is_working(day("2026-07-20"))


def test_overlay__can_announce_a_year() -> None:
    new = notice(
        "2027", "2026-12-01", covers=2027, days_off=((day("2027-02-05"), "春节"),)
    )
    mine = layer("w", kind="overlay", parent=bundled_calendars()["CN"], notices=(new,))
    built = build_calendar(mine, SHANGHAI)
    assert built.known_until == day("2027-12-31")
    assert built.is_certain(day("2027-06-01"))
    assert built.is_working(day("2027-02-08"))  # not in this notice, so it works


def test_layers__bear_different_ids() -> None:
    with pytest.raises(ValueError, match="same id"):
        build_calendar(layer("x", parent=layer("x")), SHANGHAI)


def test_every_day__has_no_rest_and_is_always_certain() -> None:
    built = build_calendar(EVERY_DAY, SHANGHAI)
    assert all(built.is_working(d) for d in range(day("2024-02-01"), day("2024-03-01")))
    assert built.known_until is None
    assert built.is_certain(FIRST_DAY)
    assert built.is_certain(LAST_DAY)
    assert built.id == "every day"


# Prefix sums and the edges of the range.


def test_index__and_nth_are_inverse(nation: WorkingCalendar) -> None:
    for d in range(day("2024-01-01"), day("2025-01-01")):
        n = nation.working_index(d)
        if nation.is_working(d):
            assert nation.nth_working(n) == d
        assert nation.next_working(d) >= d
        assert nation.working_index(d + 1) - n == nation.is_working(d)


@pytest.mark.parametrize("beyond", [FIRST_DAY - 1, LAST_DAY + 1])
def test_range__ends_with_an_error_never_with_another_day(
    nation: WorkingCalendar, beyond: int
) -> None:
    for ask in (nation.is_working, nation.working_index, nation.why):
        with pytest.raises(BeyondCalendarError):
            ask(beyond)
    with pytest.raises(BeyondCalendarError):
        nation.nth_working(-1)
    count = nation.working_index(LAST_DAY) + nation.is_working(LAST_DAY)
    assert nation.nth_working(count - 1) <= LAST_DAY
    with pytest.raises(BeyondCalendarError):
        nation.nth_working(count)
    assert nation.working_index(FIRST_DAY) == 0
    assert nation.is_working(LAST_DAY) in (True, False)


def test_notice__outside_the_range_is_left_alone() -> None:
    data = layer(
        notices=(notice(days_off=((LAST_DAY + 5, "x"), (FIRST_DAY - 5, "x"))),)
    )
    assert build_calendar(data, SHANGHAI).is_working(FIRST_DAY)  # a Wednesday


# Identity, travel.


def test_digest__names_what_decides_and_nothing_else() -> None:
    data = layer(notices=(notice(),))
    remarked = layer(notices=(notice(remark="checked"),))
    changed = layer(notices=(notice(workdays=(day("2020-06-06"),)),))
    digest = build_calendar(data, SHANGHAI).digest
    assert digest.startswith("sha256:")
    assert build_calendar(remarked, SHANGHAI).digest == digest
    assert build_calendar(changed, SHANGHAI).digest != digest
    assert build_calendar(data, SHANGHAI, known_on=0).digest != digest


def test_data__travels_pickled() -> None:
    data = bundled_calendars()["CN-GX"]
    copy = pickle.loads(pickle.dumps(data))
    assert copy == data
    assert build_calendar(copy, SHANGHAI).digest == calendar("CN-GX").digest
    assert pickle.loads(pickle.dumps(SHANGHAI)) == SHANGHAI


# Office hours.


SUMMER = OpenHours(season=((6, 1), (9, 30)), shifts=((28_800, 43_200),))
WINTER = OpenHours(season=((10, 1), (5, 31)), shifts=((32_400, 43_200),))


def test_shifts__follow_the_season_and_rest_on_rest_days() -> None:
    built = build_calendar(layer(open_hours=(SUMMER, WINTER)), SHANGHAI)
    assert built.shifts(day("2026-06-01")) == SUMMER.shifts
    assert built.shifts(day("2026-09-30")) == SUMMER.shifts
    assert built.shifts(day("2026-10-01")) == WINTER.shifts
    assert built.shifts(day("2026-01-05")) == WINTER.shifts
    assert built.shifts(day("2026-05-29")) == WINTER.shifts
    assert built.shifts(day("2026-06-06")) == ()  # a Saturday
    assert built.hours_on(day("2026-06-06")) == SUMMER.shifts


def test_shifts__hold_between_dates() -> None:
    hours = OpenHours(
        since=day("2026-03-02"), until=day("2026-03-04"), shifts=((0, 3_600),)
    )
    built = build_calendar(layer(open_hours=(hours,)), SHANGHAI)
    worked = [bool(built.shifts(day(f"2026-03-0{i}"))) for i in range(1, 7)]
    assert worked == [False, True, True, True, False, False]
    start = SHANGHAI.start_of(day("2026-03-02"))
    line, last = built.office, start + 2 * 86_400 + 3_600
    assert (line.used(start), line.used(last)) == (0, 3 * 3_600)
    assert line.faces(3_600) == (start + 3_600, start + 86_400)


@pytest.mark.parametrize(
    "shifts",
    [
        (),
        ((3_600, 3_600),),
        ((3_600, 1_800),),
        ((0, 3_600), (3_600, 7_200)),
        ((0, 3_600), (1_800, 7_200)),
        ((-1, 3_600),),
        ((0, 86_401),),
    ],
)
def test_open_hours__refuse_shifts_that_are_no_shifts(
    shifts: tuple[tuple[int, int], ...],
) -> None:
    with pytest.raises(ValueError, match="shifts"):
        OpenHours(shifts=shifts)


def test_open_hours__of_the_topmost_layer_decide() -> None:
    below = layer("a", open_hours=(SUMMER, WINTER))
    built = build_calendar(layer("b", parent=below), SHANGHAI)
    assert built.open_hours == (SUMMER, WINTER)
    own = OpenHours(shifts=((0, 60),))
    assert build_calendar(
        layer("b", parent=below, open_hours=(own,)), SHANGHAI
    ).open_hours == (own,)


def test_office__is_refused_without_office_hours(nation: WorkingCalendar) -> None:
    with pytest.raises(ValueError, match="no office hours"):
        _ = nation.office


def test_office__leaves_out_a_shift_that_the_clock_skips() -> None:
    zone = Zone.load("Europe/Amsterdam")  # 02:00 to 03:00 is skipped on 2024-03-31
    data = layer(rest_weekdays=(), open_hours=(OpenHours(shifts=((7_200, 10_800),)),))
    built = build_calendar(data, zone)
    start = zone.start_of(day("2024-03-30"))
    line = built.office
    assert line.used(start + 3 * 86_400) - line.used(start) == 2 * 3_600
    assert line.faces(line.used(start) + 3_600)[1] == zone.instant_of(
        day("2024-04-01") * 86_400 + 7_200
    )


def test_day_starts__moves_the_edges_of_days() -> None:
    built = build_calendar(layer(parent=EVERY_DAY, day_starts=30_600), SHANGHAI)
    start = SHANGHAI.start_of(day("2026-03-02"))
    assert built.day_of(start + 30_599) == day("2026-03-01")
    assert built.day_of(start + 30_600) == day("2026-03-02")
    assert built.start_of(day("2026-03-02")) == start + 30_600
    assert built.end_of(day("2026-03-02")) == start + 86_400 + 30_600


# Zones.


def test_zone__shanghai_is_steady_since_1991() -> None:
    assert SHANGHAI.offset == 28_800
    assert SHANGHAI.local(0) == 28_800
    assert SHANGHAI.day_of(57_599) == 0
    assert SHANGHAI.day_of(57_600) == 1
    assert SHANGHAI.start_of(1) == 57_600
    assert SHANGHAI.steady_from < SHANGHAI.start_of(day("1991-12-31"))


def test_zone__shanghai_had_summer_time() -> None:
    noon = SHANGHAI.instant_of(day("1988-07-01") * 86_400 + 43_200)
    assert SHANGHAI.local(noon) - noon == 32_400
    assert (
        SHANGHAI.start_of(day("1988-07-02")) - SHANGHAI.start_of(day("1988-07-01"))
        == 86_400
    )
    changing = day("1988-04-17")  # 02:00 became 03:00
    assert SHANGHAI.start_of(changing + 1) - SHANGHAI.start_of(changing) == 82_800


def test_zone__every_hour_around_the_last_change_of_shanghai() -> None:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    theirs = ZoneInfo("Asia/Shanghai")
    first = datetime(1991, 9, 10)  # noqa: DTZ001 -- a time on the wall
    for hour in range(24 * 12):
        wall = first + timedelta(hours=hour)
        local = day_of_date(wall.date()) * 86_400 + wall.hour * 3_600
        instant = int(wall.replace(tzinfo=theirs).timestamp())
        assert SHANGHAI.instant_of(local) == instant


def test_zone__steady_offset_of_days_without_a_change() -> None:
    change = day("1991-09-15")
    offsets = [SHANGHAI.steady_offset(change + i) for i in (-9, -3, 3, 9)]
    assert offsets == [32_400, 32_400, 28_800, 28_800]
    assert SHANGHAI.steady_offset(change) is None
    zone = Zone.load("Europe/Amsterdam")
    for text in ("2024-03-31", "2024-10-27"):
        assert zone.steady_offset(day(text)) is None
    assert zone.steady_offset(day("2024-07-01")) == 7_200


def test_zone__amsterdam_skips_and_repeats_an_hour() -> None:
    zone = Zone.load("Europe/Amsterdam")
    spring, autumn = day("2024-03-31") * 86_400, day("2024-10-27") * 86_400
    gap = zone.instant_of(spring + 9_000)  # 02:30 does not exist: 03:30
    assert zone.local(gap) == spring + 12_600
    twice = zone.instant_of(autumn + 9_000)  # 02:30 comes twice: the first
    assert zone.local(twice) == zone.local(twice + 3_600) == autumn + 9_000
    assert zone.offset_at(twice) == 7_200
    assert zone.local(-(10**9)) == -(10**9) + 3_600


def test_zone__fixed_never_changes() -> None:
    zone = Zone.fixed(-18_000, "-05:00")
    assert zone.local(0) == -18_000
    assert zone.start_of(0) == 18_000
    assert zone.local(zone.steady_from - 86_400) == FIRST_DAY * 86_400 - 86_400


@pytest.mark.parametrize("name", ["Asia/Nowhere", "", "../../etc/passwd", "Asia"])
def test_zone__unknown_name_is_a_value_error(name: str) -> None:
    with pytest.raises(ValueError, match="no zone"):
        Zone.load(name)


@pytest.mark.parametrize(
    "name", ["Asia/Shanghai", "Europe/Amsterdam", "Africa/Casablanca", "Asia/Kathmandu"]
)
def test_zone__equals_the_database_over_the_whole_range(name: str) -> None:
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    zone, theirs = Zone.load(name), ZoneInfo(name)
    zero = datetime(1970, 1, 1, tzinfo=UTC)
    for instant in range(0, 4_102_444_800, 21_600 * 7):
        moment = (zero + timedelta(seconds=instant)).astimezone(theirs)
        offset = moment.utcoffset()
        assert offset is not None
        assert zone.offset_at(instant) == offset.total_seconds()


# Time lines.


LINE = Timeline([(10, 20), (20, 30), (40, 50), (60, 70)])


@pytest.mark.parametrize(
    ("instant", "used"),
    [
        (0, 0),
        (10, 0),
        (11, 1),
        (30, 20),
        (35, 20),
        (40, 20),
        (41, 21),
        (70, 40),
        (99, 40),
    ],
)
def test_line__counts_open_seconds(instant: int, used: int) -> None:
    assert LINE.used(instant) == used


@pytest.mark.parametrize(
    ("used", "faces"),
    [
        (1, (11, 11)),
        (19, (29, 29)),
        (20, (30, 40)),
        (21, (41, 41)),
        (30, (50, 60)),
        (31, (61, 61)),
        (39, (69, 69)),
    ],
)
def test_line__has_two_faces_at_a_gap(used: int, faces: tuple[int, int]) -> None:
    assert LINE.faces(used) == faces


@pytest.mark.parametrize("used", [-1, 0, 40, 41])
def test_line__ends_with_an_error(used: int) -> None:
    """The end of the last segment has no opening behind it."""
    with pytest.raises(BeyondCalendarError):
        LINE.faces(used)


@pytest.mark.parametrize("seconds", [-25, -10, -1, 1, 5, 10, 19, 20, 21, 39, 300])
@pytest.mark.parametrize("instant", range(8, 72))
def test_line__mover_is_faces_of_used(instant: int, seconds: int) -> None:
    used = LINE.used(instant) + seconds
    move, close = LINE.mover(seconds), LINE.closer(seconds)
    if 0 < used < 40:
        assert move(instant) == LINE.faces(used)
        assert close(instant) == LINE.faces(used)[0]
    else:
        with pytest.raises(BeyondCalendarError):
            move(instant)
        with pytest.raises(BeyondCalendarError):
            close(instant)


@given(st.integers(1, 4_000), st.integers(0, 1_999))
def test_line__mover_walks_or_leaps_to_the_same_point(seconds: int, at: int) -> None:
    """A hundred segments of eight: some amounts are walked, others are far."""
    line = Timeline((start, start + 8) for start in range(0, 2_000, 20))
    used = line.used(at) + seconds
    assume(used < 800)
    assert line.mover(seconds)(at) == line.faces(used)
    assert line.closer(seconds)(at) == line.faces(used)[0]


def test_line__opens_from_an_instant() -> None:
    asked = (0, 10, 15, 29, 30, 45, 50, 69)
    assert [LINE.opening_from(t) for t in asked] == [10, 10, 15, 29, 40, 45, 60, 69]
    with pytest.raises(BeyondCalendarError):
        LINE.opening_from(70)


@given(
    st.lists(st.integers(1, 150_000), min_size=2, max_size=12),
    st.integers(-300_000, 300_000),
    st.integers(-100_000, 1_200_000),
)
def test_line__is_found_in_any_stretch(steps: list[int], first: int, at: int) -> None:
    """Segments shorter and gaps longer than the table's stretches, and the reverse."""
    bounds = list(accumulate(steps, initial=first))
    segments = list(zip(bounds[::2], bounds[1::2], strict=False))
    used = sum(max(min(end, at) - start, 0) for start, end in segments)
    assert Timeline(segments).used(at) == used


def test_line__without_open_time() -> None:
    nothing = Timeline([])
    assert nothing.used(5) == 0
    with pytest.raises(BeyondCalendarError):
        nothing.mover(1)(5)
