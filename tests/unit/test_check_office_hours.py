"""Countings that their calendars or their own settings cannot carry out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotline_rules.profile import ProfileError, load_profile

if TYPE_CHECKING:
    from pathlib import Path

PROFILE = """\
format: 1
city: trial
title: 试验
zone: Asia/Shanghai
documents:
  d:
    title: 试验办法
    issued: 2020-01-01
    in_force: {from: 2020-01-01, until: open}
    law_at: {duties: dispatched, procedure: the_event}
    after_end: apply_and_flag
    clauses: registers/trial.yaml
words:
  roles: {unit: 承办单位}
calendars:
  working: {title: 工作日, days: CN}
counting:
  days:
    title: 天
    calendar: working
    first_day: not_counted
    last_day_ends: "24:00"
    at_the_limit: strict
    rest_days_after: late
rules:
  handle:
    title: 办理
    cite: T-1 第一条
    from: dispatched
    who: unit
    must: result_submitted
    one_per: unit
    again: replaces
    counted: days
    within: 5 working days
"""
REGISTER = "clauses:\n  T-1: {at: 第一条, gist: 试验}\n"
OFFICE = 'days: CN, open: [{hours: ["08:30-12:00", "14:30-17:30"]}]'


def codes(folder: Path, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    """Load the profile with changes; return the codes and the underlined lines."""
    text = PROFILE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "registers").mkdir(exist_ok=True)
    (folder / "registers" / "trial.yaml").write_text(REGISTER, "utf-8")
    file = folder / "trial.yaml"
    file.write_text(text, "utf-8")
    try:
        found = load_profile(file).diagnostics
    except ProfileError as error:
        found = tuple(error.diagnostics)
    wanted = {"office-hours-missing", "settings-clash"}
    lines = text.splitlines()
    return [
        (each.code, each.span.text(lines))
        for each in found
        if each.code in wanted and each.span
    ]


def test_profile__as_it_is_has_neither_fault(tmp_path: Path) -> None:
    assert codes(tmp_path) == []


CLOSE = ('last_day_ends: "24:00"', "last_day_ends: business_close")
SAME = ('last_day_ends: "24:00"', "last_day_ends: same_time")
HOURS = ("within: 5 working days", "within: 5 working hours")


def test_business_close__needs_office_hours(tmp_path: Path) -> None:
    assert codes(tmp_path, CLOSE) == [("office-hours-missing", "business_close")]
    assert codes(tmp_path, CLOSE, ("days: CN", OFFICE)) == []


@pytest.mark.parametrize(
    "within", ["5 working hours", "until 2 working hours after start"]
)
def test_working_hours__need_office_hours(tmp_path: Path, within: str) -> None:
    change = ("within: 5 working days", f"within: {within}")
    assert codes(tmp_path, change) == [("office-hours-missing", "working")]
    assert codes(tmp_path, change, ("days: CN", OFFICE)) == []


def test_working_hours__in_a_mark_need_office_hours(tmp_path: Path) -> None:
    mark = "within: 5 working days\n    marks:\n      yellow: {at: 2 working hours "
    mark += "before due, light: yellow, cite: T-1 第一条}"
    change = ("within: 5 working days", mark)
    assert ("office-hours-missing", "working") in codes(tmp_path, change)


def test_same_time__contradicts_a_counted_first_day(tmp_path: Path) -> None:
    counted = ("first_day: not_counted", "first_day: counted")
    assert codes(tmp_path, SAME) == []
    assert codes(tmp_path, SAME, counted) == [("settings-clash", "same_time")]


def test_same_time__contradicts_half_days(tmp_path: Path) -> None:
    half = ("within: 5 working days", "within: 0.5 working days")
    split = (
        "rest_days_after: late",
        'rest_days_after: late\n    halves_split_at: "12:00"',
    )
    assert codes(tmp_path, SAME, half, split) == [("settings-clash", "same_time")]
    assert codes(tmp_path, half, split) == []
