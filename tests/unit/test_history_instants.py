"""Written times: every form that is taken, every form that is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from hotline_rules.calendar import Zone
from hotline_rules.history import Moment, parse_moment
from hotline_rules.history.instants import NotAnInstant, parse_instant

CHINA = timezone(timedelta(hours=8))
NOON = int(datetime(2021, 3, 1, 12, tzinfo=CHINA).timestamp())


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-01T12:00:00+08:00",
        "2021-03-01T12:00:00.999+08:00",
        "2021-03-01T12:00:00,5+08:00",
        "2021-03-01 12:00:00+08:00",
        "2021-03-01t12:00:00+08:00",
        "2021-03-01T12:00+08:00",
        "2021-03-01T12:00:00+0800",
        "2021-03-01T12:00:00+08",
        "2021-03-01T04:00:00Z",
        "2021-03-01T04:00:00z",
        "2021-03-01T00:00:00-04:00",
        "2021-03-01T17:30:00+13:30",
        "  2021-03-01T12:00:00+08:00 ",
    ],
)
def test_parse_instant__every_form_of_one_instant_is_that_instant(text: str) -> None:
    assert parse_instant(text) == NOON
    assert parse_instant(text) == NOON  # a second time, now from the tables


def test_parse_instant__24_00_is_the_next_day() -> None:
    midnight = parse_instant("2021-03-02T00:00:00+08:00")
    assert parse_instant("2021-03-01T24:00:00+08:00") == midnight
    assert parse_instant("2021-03-01T24:00+08:00") == midnight
    assert parse_instant("2021-12-31T24:00:00Z") == parse_instant(
        "2022-01-01T00:00:00Z"
    )


def test_parse_instant__a_leap_second_is_the_second_before() -> None:
    before = parse_instant("2017-01-01T07:59:59+08:00")
    assert parse_instant("2017-01-01T07:59:60+08:00") == before


def test_parse_instant__fractions_are_cut_not_rounded() -> None:
    last = parse_instant("2021-03-08T23:59:59+08:00")
    assert parse_instant("2021-03-08T23:59:59.999999+08:00") == last


@pytest.mark.parametrize(
    "value",
    [
        datetime(2021, 3, 1, 12, 0, 0, 999_999, tzinfo=CHINA),
        datetime(2021, 3, 1, 4, tzinfo=UTC),
    ],
)
def test_parse_instant__aware_datetimes_are_taken(value: datetime) -> None:
    assert parse_instant(value) == NOON


def test_parse_instant__the_zone_tells_what_a_naive_time_means() -> None:
    zone = Zone.load("Asia/Shanghai")
    assert parse_instant("2021-03-01T12:00:00", zone) == NOON
    assert parse_instant("2021-03-01 12:00", zone) == NOON
    assert parse_instant(datetime(2021, 3, 1, 12), zone) == NOON  # noqa: DTZ001 -- the point
    # A written offset goes before the zone.
    assert parse_instant("2021-03-01T04:00:00Z", zone) == NOON


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("2021-03-01T12:00:00", "naive"),
        (datetime(2021, 3, 1, 12), "naive"),  # noqa: DTZ001 -- the point
        ("2021-03-01", "date_only"),
        ("0001-01-01T00:00:00+08:00", "out_of_range"),
        ("1969-12-31T23:59:59+08:00", "out_of_range"),
        ("2100-01-01T00:00:00+08:00", "out_of_range"),
        ("9999-12-31T23:59:59Z", "out_of_range"),
        ("2099-12-31T24:00:00+08:00", "out_of_range"),
        (datetime(9999, 1, 1, tzinfo=UTC), "out_of_range"),
        ("", "malformed"),
        ("昨天", "malformed"),
        ("2021-02-29T00:00:00+08:00", "malformed"),
        ("2021-13-01T00:00:00+08:00", "malformed"),
        ("2021-W01-1T00:00:00+08:00", "malformed"),
        ("2021-03-01T24:00:01+08:00", "malformed"),
        ("2021-03-01T25:00:00+08:00", "malformed"),
        ("2021-03-01T12:60:00+08:00", "malformed"),
        ("2021-03-01T12:00:61+08:00", "malformed"),
        ("2021-03-01T12:00:00+16:00", "malformed"),
        ("2021-03-01T12:00:00+08:60", "malformed"),
        ("2021-03-01T12:00:00+8", "malformed"),
        ("2021-03-01T12:00:0x+08:00", "malformed"),
        ("2021-03-01T12:00:00x08:00", "malformed"),
        ("2021/03/01 12:00:00+08:00", "malformed"),
        ("２０２１-03-01T12:00:00+08:00", "malformed"),  # noqa: RUF001 -- the point
        ("20210301T120000+0800", "malformed"),
        (1_614_571_200, "malformed"),
        (None, "malformed"),
        (date(2021, 3, 1), "malformed"),
        (["2021-03-01T12:00:00+08:00"], "malformed"),
    ],
)
def test_parse_instant__names_why_a_value_is_refused(value: object, fault: str) -> None:
    with pytest.raises(NotAnInstant) as refused:
        parse_instant(value)
    assert refused.value.fault == fault


def test_parse_instant__the_first_and_the_last_second_are_in_range() -> None:
    assert parse_instant("1970-01-01T00:00:00+08:00") == -8 * 3600
    assert parse_instant("2099-12-31T23:59:59+08:00") == 4_102_444_799 - 8 * 3600


def test_parse_instant__strange_offsets_do_not_fill_the_memory() -> None:
    for hours in range(16):
        for minutes in range(60):
            text = f"2021-03-01T12:00:00+{hours:02}:{minutes:02}"
            expected = NOON - (hours * 3600 + minutes * 60 - 8 * 3600)
            assert parse_instant(text) == expected


def test_parse_instant__an_equal_instant_read_past_the_full_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from hotline_rules.history import instants

    monkeypatch.setattr(instants, "MOST_SECONDS", 0)
    monkeypatch.setattr(instants, "SECONDS", type(instants.SECONDS)())
    assert parse_instant("2021-03-01T12:00:00+08:00") == NOON
    assert not instants.SECONDS


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2021-03-08", Moment("day", 18_694)),
        (date(2021, 3, 8), Moment("day", 18_694)),
        ("1970-01-01", Moment("day", 0)),
        ("2021-03-01T12:00:00+08:00", Moment("instant", NOON)),
        ("2021-02-29", None),
        ("2021-W01-1", None),
        ("1969-12-31", None),
        ("下周五", None),
        (5, None),
        (None, None),
        ("2021-03-01T12:00:00", None),
    ],
)
def test_parse_moment__dates_and_instants_are_told_apart(
    value: object, moment: Moment | None
) -> None:
    assert parse_moment(value) == moment
