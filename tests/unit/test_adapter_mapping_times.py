"""Every way a spreadsheet writes a time: read, or refused with the key to add."""
# ruff: noqa: DTZ001, RUF001 - spreadsheets write naive times and full-width digits

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_rules.adapters.mapping.faults import Refused
from hotline_rules.adapters.mapping.forms import CLASHING, FORMS
from hotline_rules.adapters.mapping.times import TimeReader
from hotline_rules.adapters.reasons import REASONS
from hotline_rules.calendar import Zone
from hotline_rules.history.instants import parse_instant

if TYPE_CHECKING:
    from hotline_rules.adapters.model import Cell

SHANGHAI = Zone.load("Asia/Shanghai")
TEN = "2021-03-01T10:00:00+08:00"


def reader(
    *allowed: str, zone: Zone = SHANGHAI, notes: list[str] | None = None
) -> TimeReader:
    said = [] if notes is None else notes
    return TimeReader("派单时间", allowed, zone, lambda code, _: said.append(code))


def refused(cell: Cell, *allowed: str, day_alone: str = "set_aside") -> Refused:
    with pytest.raises(Refused) as raised:
        reader(*allowed).instant(cell, day_alone)
    assert raised.value.code in REASONS
    assert "“派单时间”" in raised.value.reason.zh
    return raised.value


READ = [
    ("year_first", "2021-03-01 10:00:00", TEN),
    ("year_first", "2021-03-01 10:00", TEN),
    ("year_first", "2021-03-01  10:00", TEN),
    ("year_first", "2021-03-01T10:00:00", TEN),
    ("year_first", "2021/3/1 10:00", TEN),
    ("year_first", "2021.03.01 10:00:00", TEN),
    ("year_first", "2021-3-1 10:0", TEN),
    ("year_first", "2021年3月1日 10时0分0秒", TEN),
    ("year_first", "2021年3月1日10时", TEN),
    ("year_first", "2021年3月1日 10点00分", TEN),
    ("year_first", "2021年03月01日 10:00:00", TEN),
    ("year_first", "2021年3月1日10:00", TEN),
    ("year_first", "2021-03-01 10:00:00.999", TEN),
    ("year_first", "2021-03-01T02:00:00Z", "2021-03-01T02:00:00+00:00"),
    ("year_first", "2021-03-01T10:00:00+0800", TEN),
    ("year_first", "2021-03-01 10:00:00 +08:00", TEN),
    ("year_first", "2021-03-01T01:30:00-00:30", "2021-03-01T01:30:00-00:30"),
    ("year_first", "2021-03-01 上午 10:00", TEN),
    ("year_first", "2021/3/1 上午10:00:00", TEN),
    ("year_first", "2021-03-01 10:00:00 AM", TEN),
    ("year_first", "2021年3月1日 下午3时5分", "2021-03-01T15:05:00+08:00"),
    ("year_first", "2021-03-01 下午 12:30", "2021-03-01T12:30:00+08:00"),
    ("year_first", "2021-03-01 下午 15:30", "2021-03-01T15:30:00+08:00"),
    ("year_first", "2021-03-01 12:30 a.m.", "2021-03-01T00:30:00+08:00"),
    ("year_first", "2021-02-28 24:00", "2021-03-01T00:00:00+08:00"),
    ("year_first", "2021-02-28 24:00:00", "2021-03-01T00:00:00+08:00"),
    ("year_first", "2021-12-31 23:59:60", "2021-12-31T23:59:59+08:00"),
    ("year_first", "1988-07-01 10:00", "1988-07-01T10:00:00+09:00"),
    ("compact", "20210301100000", TEN),
    ("compact", "202103011000", TEN),
    ("compact", "20210301 100000", TEN),
    ("compact", 20210301100000, TEN),
    ("compact", 20210301100000.0, TEN),
    ("excel", "44256.4166666667", TEN),
    ("excel", 44256.416666666664, TEN),
    ("excel", 44256.41667, TEN),
    ("excel", 44256.999999999, "2021-03-02T00:00:00+08:00"),
    ("excel_1904", 42794.416666666664, TEN),
    ("month_first", "3/1/2021 10:00", TEN),
    ("day_first", "1/3/2021 10:00", TEN),
    ("day_first", "01-03-2021 10:00:00", TEN),
    ("epoch_seconds", 1614564000, "2021-03-01T02:00:00+00:00"),
    ("epoch_milliseconds", "1614564000123", "2021-03-01T02:00:00+00:00"),
    ("year_first", datetime(2021, 3, 1, 10), TEN),
    ("year_first", datetime(2021, 3, 1, 9, 59, 59, 999_999), TEN),
    ("year_first", datetime(2021, 3, 1, 10, 0, 0, 400_000), TEN),
    ("year_first", datetime(2021, 3, 1, 2, tzinfo=UTC), "2021-03-01T02:00:00+00:00"),
]


@pytest.mark.parametrize(("form", "cell", "instant"), READ, ids=repr)
def test_cell__is_the_instant_it_says(form: str, cell: Cell, instant: str) -> None:
    found = reader(form)
    assert found.instant(cell, "set_aside") == instant
    assert found.instant(cell, "set_aside") == instant  # as it was remembered


REFUSED = [
    ("2021-03-01", "no-time-of-day", "date_only"),
    ("2021年3月1日", "no-time-of-day", "date_only"),
    (date(2021, 3, 1), "no-time-of-day", "date_only"),
    ("20210301100000", "time-form-not-allowed", "compact"),
    (20210301, "time-form-not-allowed", "compact"),
    ("44256.4166667", "time-form-not-allowed", "excel"),
    (44256, "time-form-not-allowed", "excel"),
    (1614564000, "time-form-not-allowed", "epoch_seconds"),
    ("1614564000000", "time-form-not-allowed", "epoch_milliseconds"),
    ("3/1/2021 10:00", "ambiguous-date", "month_first"),
    ("13/1/2021", "ambiguous-date", "day_first"),
    ("21-3-1 10:00", "two-digit-year", "四位"),
    ("3/1/21", "two-digit-year", "四位"),
    ("21年3月1日", "two-digit-year", "四位"),
    ("2021-02-29 10:00", "no-such-time", "月和日"),
    ("2021-03-01 25:00", "no-such-time", "时、分、秒"),
    ("2021-03-01 24:01", "no-such-time", "时、分、秒"),
    ("2021-03-01 10:60", "no-such-time", "时、分、秒"),
    ("1900-01-00", "time-out-of-range", "empty"),
    ("1899-12-30 00:00:00", "time-out-of-range", "empty"),
    ("0000-00-00 00:00:00", "time-out-of-range", "empty"),
    ("2100-01-01 00:00", "time-out-of-range", "empty"),
    ("2099-12-31 24:00", "time-out-of-range", "empty"),
    ("2021-03-01 上午 12:30", "unreadable-time", "24 小时制"),
    ("2021-03-01 上午 15:30", "unreadable-time", "24 小时制"),
    ("2021-03-01 中午 12:30", "unreadable-time", "24 小时制"),
    ("2021-03-01 晚上 8:30", "unreadable-time", "24 小时制"),
    ("10:00:00", "unreadable-time", "columns"),
    (time(10), "unreadable-time", "columns"),
    ("-", "unreadable-time", "empty"),
    ("/", "unreadable-time", "empty"),
    ("无", "unreadable-time", "empty"),
    ("NULL", "unreadable-time", "empty"),
    (0, "unreadable-time", "empty"),
    (True, "unreadable-time", "empty"),
    ("昨天下午", "unreadable-time", "empty"),
    ("2021-03/01 10:00", "unreadable-time", "empty"),
    ("2021-03-0110:00", "unreadable-time", "empty"),
    ("2021-03-01 100000", "unreadable-time", "empty"),
    ("20210301 10:00", "unreadable-time", "empty"),
    (float("nan"), "unreadable-time", "empty"),
    (float("inf"), "unreadable-time", "empty"),
    (-1.5, "unreadable-time", "empty"),
    (10**30, "unreadable-time", "empty"),
]


@pytest.mark.parametrize(("cell", "code", "remedy"), REFUSED, ids=repr)
def test_cell_that_says_no_instant__is_refused_with_the_remedy(
    cell: Cell, code: str, remedy: str
) -> None:
    found = refused(cell, "year_first")
    assert found.code == code
    assert remedy in found.reason.zh


def test_remembered_halves__are_not_put_together_where_the_whole_is_refused() -> None:
    found = reader("year_first", "compact")
    assert found.instant("20210301 100000", "set_aside") == TEN
    assert found.instant("2021-03-01 10:00", "set_aside") == TEN
    for cell in ("2021-03-01 100000", "20210301 10:00", "2021-03-01 ", " 10:00"):
        with pytest.raises(Refused):
            found.instant(cell, "set_aside")


def test_day_of_a_changing_clock__is_not_remembered() -> None:
    paris = reader("year_first", zone=Zone.load("Europe/Paris"))
    assert paris.instant("2021-03-28 01:00", "") == "2021-03-28T01:00:00+01:00"
    assert paris.instant("2021-03-28 10:00", "") == "2021-03-28T10:00:00+02:00"


@pytest.mark.parametrize(
    ("word", "instant"),
    [
        ("start_of_day", "2021-03-01T00:00:00+08:00"),
        ("end_of_day", "2021-03-01T23:59:59+08:00"),
    ],
)
@pytest.mark.parametrize(
    "cell", ["2021-03-01", date(2021, 3, 1), 44256, "44256"], ids=repr
)
def test_date_alone__is_what_the_mapping_says(
    cell: Cell, word: str, instant: str
) -> None:
    assert reader("year_first", "excel").instant(cell, word) == instant


def test_date_alone_in_a_payload__stays_a_date() -> None:
    found = reader("year_first")
    assert found.instant_or_date("2021年3月1日") == "2021-03-01"
    assert found.instant_or_date("2021-03-01 10:00") == TEN


@pytest.mark.parametrize(
    "cell",
    ["２０２１－０３－０１ １０：００", "2021-03-01　10：00", "2021／3／1 10:00"],
)
def test_full_width__is_read_and_told(cell: str) -> None:
    notes: list[str] = []
    assert reader("year_first", notes=notes).instant(cell, "set_aside") == TEN
    assert notes == ["time-in-full-width"]


_ONE_OF_TWO = {other for _, other in CLASHING}
_ALL = [form for form in FORMS if form not in _ONE_OF_TWO]
_TEXTS = st.one_of(
    st.text(max_size=30),
    st.from_regex(r"\A[0-9]{1,15}([-/.年: T][0-9]{1,5}){0,6}\Z"),
    st.text("0123456789-/.: 年月日时分秒上下午TZ+", max_size=24),
)
CELLS = st.one_of(
    _TEXTS,
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.times(),
    st.datetimes(timezones=st.none() | st.just(timezone(timedelta(hours=8)))),
)


@given(CELLS, st.sampled_from(["set_aside", "start_of_day", "end_of_day"]))
def test_any_cell__is_an_instant_or_refused(cell: Cell, day_alone: str) -> None:
    found = reader(*_ALL)
    try:
        instant = found.instant(cell, day_alone)
    except Refused:
        assert refused(cell, *_ALL, day_alone=day_alone).reason.en
    else:
        parse_instant(instant)
        assert found.instant(cell, day_alone) == instant


@given(
    st.datetimes(datetime(1992, 1, 1), datetime(2099, 12, 30)),
    st.sampled_from(
        ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H时%M分%S秒",
         "%Y%m%d%H%M%S", "%m/%d/%Y %H:%M:%S", "%Y-%m-%d %I:%M:%S %p"]
    ),
)  # fmt: skip
def test_what_a_program_writes__is_read_back(moment: datetime, form: str) -> None:
    moment = moment.replace(microsecond=0)
    found = reader(*_ALL).instant(moment.strftime(form), "set_aside")
    assert found == f"{moment.isoformat()}+08:00"


@given(st.datetimes(datetime(1992, 1, 1), datetime(2099, 12, 30)))
def test_serial_number__is_read_to_the_second(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    serial = (moment - datetime(1899, 12, 30)) / timedelta(days=1)
    found = reader("excel").instant(serial, "start_of_day")
    assert found == f"{moment.isoformat()}+08:00"
