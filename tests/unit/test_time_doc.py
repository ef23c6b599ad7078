"""Every row of four columns in docs/time.md is a case: settings, start, amount, end."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from hotline_rules.calendar import CalendarData, OpenHours, Zone, build_calendar
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
from hotline_rules.diagnostics import Text
from hotline_rules.profile.calendars import bundled_calendars

DOC = Path(__file__).parents[2] / "docs" / "time.md"
DEFAULTS = {
    "first_day": "not_counted",
    "last_day_ends": "24:00",
    "at_the_limit": "strict",
    "rest_days_after": "late",
    "end_on_rest_day": "stays",
    "rest_days_in_hours": "pause",
}
OFFICE = (OpenHours(shifts=((30_600, 43_200), (52_200, 63_000))),)
PLUS_8 = timezone(timedelta(hours=8))


def rows() -> list[tuple[str, str, str, str]]:
    found = []
    for line in DOC.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and re.search(r"\d{4}-\d\d-\d\d", cells[1]):
            found.append((cells[0], cells[1], cells[2], cells[3]))
    return found


def instant(text: str) -> int:
    when, time = text.split()
    midnight = datetime.fromisoformat(when).replace(tzinfo=PLUS_8)
    hours, minutes = map(int, time.split(":"))
    return int((midnight + timedelta(hours=hours, minutes=minutes)).timestamp())


def amount(text: str) -> Amount:
    number, _, unit = text.partition(" ")
    match unit.rstrip("s"):
        case "hour":
            return Elapsed(int(number) * 3_600)
        case "working hour":
            return WorkingTime(int(number) * 3_600)
        case "working day":
            return WorkingDays(int(float(number) * 2))
        case "calendar day":
            return CalendarDays(int(number))
        case "month":
            return Months(int(number))
        case _:
            raise AssertionError(text)


def test_rows__are_found() -> None:
    assert len(rows()) > 40


@pytest.mark.parametrize(("settings", "start", "length", "end"), rows())
def test_row__is_what_the_clock_says(
    settings: str, start: str, length: str, end: str
) -> None:
    weekday, _, when = start.partition(" ")
    assert date.fromisoformat(when.split()[0]).strftime("%a") == weekday
    words: dict[str, Any] = DEFAULTS | dict(re.findall(r"`(\w+): ([^`]+)`", settings))
    data = CalendarData(
        id="doc",
        title=Text("", ""),
        kind="overlay",
        parent=bundled_calendars()["CN"],
        open_hours=OFFICE if "office" in settings.replace("office_hours", "") else (),
    )
    clock = Clock(
        build_calendar(data, Zone.load("Asia/Shanghai")), CountingSettings(**words)
    )
    got = clock.adder(amount(length))(instant(when))
    assert got.at == instant(end.removesuffix(" (incl.)"))
    assert got.inclusive == end.endswith("(incl.)")
