"""A draft of the entry of a newly announced year, from the package `holidays`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

_DAY = timedelta(days=1)
_EVE = "农历除夕"


def draft_entry(year: int, their: Any) -> str:
    """Return the YAML entry of a year for `CN.yaml`.

    The package says which working days are off; weekend days between them, and next to
    them as far as they touch, belong to the holiday too, as notices count them.

    Args:
        year: one that the package has entered.
        their: its calendar of the year and its neighbours, in Chinese, with days in
            lieu.
    """
    inside = _days_around(year)
    free = [day for day in inside if _is_off(day, their)]
    work = [day for day in inside if day in their.weekend_workdays]
    off = _holiday_runs(free, their)
    latest = min(free + work) - _DAY
    lines = [
        f"  - year: {year}",
        "    number: unknown  # 文号 / number as printed",
        "    issued: unknown  # 发布日期，如 2026-11-04 / date of issue",
        f"    no_later_than: {latest}",
        "    off:",
        *(f"      {name}: {_listed(runs, year)}" for name, runs in off.items()),
        f"    work: [{', '.join(_short(day, year) for day in work)}]",
        "    # 由 holidays 包起草：对照通知原文逐日核对后再删去本行。",
        "    # drafted from the package holidays: compare with the notice.",
    ]
    return "\n".join(lines) + "\n"


def _days_around(year: int) -> list[date]:
    """Return the days that a notice of a year may name."""
    first = date(year - 1, 12, 26)
    return [first + i * _DAY for i in range((date(year, 12, 25) - first).days + 1)]


def _is_off(day: date, their: Any) -> bool:
    """Answer whether a day is in a holiday: named, or a weekend that touches one."""
    if day in their.weekend_workdays:
        return False
    if day in their:
        return True
    return day.weekday() >= 5 and any(_reaches(day, step, their) for step in (1, -1))


def _reaches(day: date, step: int, their: Any) -> bool:
    """Answer whether free weekend days lead from a day to a named one."""
    day += step * _DAY
    while day.weekday() >= 5 and day not in their:
        if day in their.weekend_workdays:
            return False
        day += step * _DAY
    return day in their


def _holiday_runs(days: list[date], their: Any) -> dict[str, list[tuple[date, date]]]:
    """Group days off into runs and name each after the festival in it."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == _DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    named: dict[str, list[tuple[date, date]]] = {}
    for run in runs:
        named.setdefault(_name(run, their), []).append((run[0], run[-1]))
    return named


def _name(run: list[date], their: Any) -> str:
    """Return the festival of a run; the eve goes by the festival it leads to."""
    names = [
        name
        for day in run
        for name in their.get(day, "").split("; ")
        # CHOICE: a name with brackets tells of an exchange or a day in lieu.
        if name and "（" not in name and name != _EVE
    ]
    return names[0] if names else "unknown"


def _listed(runs: list[tuple[date, date]], year: int) -> str:
    texts = [
        _short(first, year)
        if first == last
        else f"{_short(first, year)} to {_short(last, year)}"
        for first, last in runs
    ]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _short(day: date, year: int) -> str:
    return f"{day:%m-%d}" if day.year == year else day.isoformat()
