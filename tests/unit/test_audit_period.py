"""Periods: which months, and when they end."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from hotline_rules.audit.period import Period
from hotline_rules.calendar import Zone

SHANGHAI = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("text", "first", "last", "shown"),
    [
        ("2021", "2021-01", "2021-12", "2021-01..2021-12"),
        ("2021-03", "2021-03", "2021-03", "2021-03"),
        ("2021-01..2021-06", "2021-01", "2021-06", "2021-01..2021-06"),
        ("2020..2021-02", "2020-01", "2021-02", "2020-01..2021-02"),
        (" 2021-12 .. 2022 ", "2021-12", "2022-12", "2021-12..2022-12"),
        ("２０２１－０３", "2021-03", "2021-03", "2021-03"),  # noqa: RUF001 - as typed
    ],
)
def test_period__read(text: str, first: str, last: str, shown: str) -> None:
    period = Period.read(text)
    assert (period.first, period.last, str(period)) == (first, last, shown)
    assert Period.read(str(period)) == period


@pytest.mark.parametrize(
    "text",
    [
        *("", "21", "2021-13", "2021-00", "2021-3", "2021-06..2021-01", "2021.."),
        *("2021年", "1969", "2100-01", "0000", "9999", "٢٠٢١"),
    ],
)
def test_period__refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        Period.read(text)


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2021-03", (2021, 3, 1), (2021, 4, 1)),
        ("2021-12", (2021, 12, 1), (2022, 1, 1)),
        ("2021", (2021, 1, 1), (2022, 1, 1)),
    ],
)
def test_period__bounds_are_local_midnights(
    text: str, begin: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    expected = tuple(
        int(datetime(*day, tzinfo=ZoneInfo(SHANGHAI)).timestamp())
        for day in (begin, end)
    )
    assert Period.read(text).bounds(Zone.load(SHANGHAI)) == expected
