"""Write the statutory festivals that stand in for years not announced yet.

Run it with the newest `holidays` when the law on annual holidays has changed:

    python tools/statutory_festivals.py > statutory.yaml

and put the file in place of src/hotline_rules/data/calendars/statutory.yaml.

The package knows the dates by law and, for years already announced, also the exchanged
days; every exchange and every day in lieu is left out here, so that the data says what
the law alone gives. Evaluation reads the data, never the package: a newer `holidays`
changes no answer until somebody runs this and commits the result.
"""

from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from itertools import groupby
from typing import Any

import holidays

FIRST_YEAR, LAST_YEAR = 1950, 2100
NAMES = {
    "元旦": "New Year's Day",
    "农历除夕": "Chinese New Year's Eve",
    "春节": "Spring Festival",
    "清明节": "Tomb-sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-autumn Festival",
    "国庆节": "National Day",
    "抗战胜利70周年纪念日": "Victory Day",
}
ORDER = list(NAMES)  # where two fall on one day, the later of these names it
HEAD = """\
# 只按《全国年节及纪念日放假办法》推出的法定节日，不含任何调休、补休。
# 尚未发布放假通知的年份，用周末加这些节日暂算，结果标明“暂定”。
# 由 tools/statutory_festivals.py 用 holidays 包生成，不要手改。
"""


def statutory_days(year: int) -> list[tuple[date, str]]:
    """List the statutory festivals of a year by date, without exchanged days."""
    days: Any = holidays.country_holidays(
        "CN", years=year, observed=False, language="zh_CN"
    )
    # The package keeps exchanged days in a table of (month, day, from month, from day).
    exchanged = {entry[:2] for entry in _entries(days.special_public_holidays, year)}
    return sorted(
        (day, max(name.split("; "), key=ORDER.index))
        for day, name in days.items()
        if (day.month, day.day) not in exchanged
    )


def _entries(table: Any, year: int) -> list[tuple[int, ...]]:
    """Return the entries of a year, which the package writes as one or as several."""
    entries = table.get(year, ())
    return [entries] if entries and isinstance(entries[0], int) else list(entries)


def runs(days: list[tuple[date, str]]) -> Iterator[str]:
    """Yield `name MM-DD to MM-DD` for each run of days with one name."""
    numbered = [(day.toordinal() - i, name, day) for i, (day, name) in enumerate(days)]
    for (_, name), group in groupby(numbered, key=lambda each: each[:2]):
        dates = [f"{day:%m-%d}" for _, _, day in group]
        span = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
        yield f"{name} {span}"


def render() -> str:
    """Return the whole file."""
    years = {year: statutory_days(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)}
    used = {name for days in years.values() for _, name in days}
    names = [f"  {zh}: {en}" for zh, en in NAMES.items() if zh in used]
    if missing := used - NAMES.keys():
        raise SystemExit(f"no English name for {sorted(missing)}")
    lines = [f"  {year}: {', '.join(runs(days))}" for year, days in years.items()]
    source = f"written_with: holidays {version('holidays')}"
    return HEAD + "\n".join([source, "names:", *names, "days:", *lines]) + "\n"


if __name__ == "__main__":
    print(render(), end="")
