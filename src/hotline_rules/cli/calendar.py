"""`hotline-rules calendar`: a year to look at, a check and a draft of the notices.

`check` and `propose` compare with the package `holidays`, which is imported only here
and only for them; nothing that is evaluated ever asks it.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_rules.cli.arguments import add_language_option
from hotline_rules.cli.exits import DONE, PROFILE_INVALID, UNFINISHED, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.calendar import CalendarData, WorkingCalendar
    from hotline_rules.diagnostics.model import Language

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

ZONE = "Asia/Shanghai"
_EXAMPLES = """\
示例 / examples:
  hotline-rules calendar 2026                      全国，2026年
  hotline-rules calendar 2026 --region CN-GX       广西
  hotline-rules calendar 2020 --known-on 2020-01-20  当时已知的安排
  hotline-rules calendar check                     与 holidays 包逐日核对
  hotline-rules calendar check my-CN.yaml          检查改过的日历文件
  hotline-rules calendar propose 2027              起草新一年的条目
"""


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "calendar",
        help=line,
        description="显示一年的工作日、放假日和调休上班日，每个改动的日子都写明通知。"
        " / Show a year with the notice behind each changed day.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "what",
        metavar="YEAR|check|propose",
        help="年份；check 核对；propose 起草 / a year, or what to do",
    )
    parser.add_argument(
        "which",
        nargs="?",
        metavar="FILE|YEAR",
        help="check 的日历文件，propose 的年份 / file to check, year to draft",
    )
    parser.add_argument(
        "--region",
        default="CN",
        metavar="ID",
        help="哪个日历，如 CN（默认）、CN-GX / which calendar",
    )
    parser.add_argument(
        "--known-on",
        metavar="DATE",
        help="只用这一天已发布的通知，如 2020-01-20 / as announced by this day",
    )
    add_language_option(parser)
    parser.set_defaults(run=run_calendar)


def run_calendar(options: argparse.Namespace) -> int:
    """Show a year, check the notices, or draft those of a year.

    Returns:
        0; 1 when a check found differences or there is nothing to draft; 3 when a
        calendar file has errors.

    Raises:
        UsageError: the arguments make no sense.
    """
    if options.what == "check":
        return _check(options.which, options.lang)
    if options.what == "propose":
        if options.which is None:
            raise UsageError("propose: 要写年份，如 propose 2027 / a year is needed")
        return _propose(_year(options.which), options.lang)
    if options.which is not None:
        raise UsageError(f"{options.which}: 多余 / not expected after a year")
    return _show(_year(options.what), options)


def _show(year: int, options: argparse.Namespace) -> int:
    """Print one year."""
    from hotline_rules.cli.year_page import render_year

    data = _region(options.region)
    known_on = None
    if options.known_on is not None:
        known_on = _date(options.known_on).toordinal() - date(1970, 1, 1).toordinal()
    calendar = _compiled(data, known_on)
    sys.stdout.write(render_year(year, calendar, data, options.lang))
    return DONE


def _year(text: str) -> int:
    """Return a year that calendars know."""
    if text.isascii() and text.isdigit() and 1970 <= int(text) <= 2099:
        return int(text)
    message = f"{text}: 写 1970 到 2099 的年份，或 check、propose"
    raise UsageError(f"{message} / a year from 1970 to 2099, or check, propose")


def _date(text: str) -> date:
    """Return the date of an option."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"--known-on {text}: 写成 2020-01-20 / write it like 2020-01-20"
        raise UsageError(message) from None


def _region(id_: str) -> CalendarData:
    """Return a calendar of the package."""
    from hotline_rules.profile.calendars import bundled_calendars

    known = bundled_calendars()
    if id_ in known:
        return known[id_]
    listed = ", ".join(known)
    message = f"--region {id_}: 没有这个日历，可用的有 / no such calendar, there are"
    raise UsageError(f"{message}: {listed}")


def _compiled(data: CalendarData, known_on: int | None = None) -> WorkingCalendar:
    from hotline_rules.calendar import Zone, build_calendar

    return build_calendar(data, Zone.load(ZONE), known_on=known_on)


def _check(file: str | None, lang: Language) -> int:
    """Check a calendar file, or the package's, and compare the nation's days."""
    if file is not None:
        data, status = _read_file(file, lang)
        if data is None or data.kind != "national":
            return status
    else:
        data = _region("CN")
    their = _holidays(lang)
    if their is None:
        return UNFINISHED
    calendar = _compiled(data)
    years = _announced_years(calendar)
    days = their.country_holidays("CN", years=range(years[0] - 1, years[-1] + 2))
    rows = list(_differences(calendar, days, years, lang))
    sys.stdout.write("".join(f"{row}\n" for row in rows))
    ahead = [y for y in sorted(days.special_public_holidays) if y > years[-1]]
    for year in ahead:
        sys.stdout.write(
            f"holidays 已有 {year} 年，我们没有：用 calendar propose {year} 起草\n"
            if lang == "zh"
            else f"holidays knows {year} and we do not: calendar propose {year}\n"
        )
    count = sum(366 if y % 4 == 0 else 365 for y in years)
    sys.stdout.write(
        f"{years[0]}–{years[-1]} 年共核对 {count} 天，不同 {len(rows)} 天\n"
        if lang == "zh"
        else f"{years[0]}–{years[-1]}: {count} days compared, {len(rows)} differ\n"
    )
    return UNFINISHED if rows or ahead else DONE


def _announced_years(calendar: WorkingCalendar) -> range:
    """Return the years that notices cover."""
    first = calendar.zone.day_of(calendar.certain_from)
    last = calendar.known_until
    assert last is not None
    day = timedelta(days=1)
    zero = date(1970, 1, 1)
    return range((zero + first * day).year, (zero + last * day).year + 1)


def _differences(
    calendar: WorkingCalendar, their: Any, years: range, lang: Language
) -> Iterator[str]:
    """Yield a line for each day on which the two disagree."""
    from hotline_rules.calendar import date_of_day, day_of_date

    words = ("上班", "休息") if lang == "zh" else ("working", "off")
    for day in range(
        day_of_date(date(years[0], 1, 1)), day_of_date(date(years[-1] + 1, 1, 1))
    ):
        when = date_of_day(day)
        ours, other = calendar.is_working(day), their.is_working_day(when)
        if ours != other:
            why = calendar.why(day)
            ground = f"{why.name.in_(lang)} {why.notice or ''}".strip()
            here, there = words[not ours], words[not other]
            yield f"{when}: CN {here} ({ground}), holidays {there}"


def _read_file(file: str, lang: Language) -> tuple[CalendarData | None, int]:
    """Read a calendar file of the user's and report its faults."""
    from hotline_rules.diagnostics import reason_of, render_report
    from hotline_rules.profile.calendars import read_beside_bundled

    try:
        content = Path(file).read_bytes()
    except OSError as error:
        why = reason_of(error)
        raise UsageError(f"{file}: {why.zh} / {why.en}") from None
    data, found, lines = read_beside_bundled(file, content)
    sys.stdout.write(render_report(found, {file: lines}, lang) + "\n")
    return data, DONE if data is not None else PROFILE_INVALID


def _holidays(lang: Language) -> Any:
    """Import the optional package; None, with a word about it, when it is absent."""
    try:
        import holidays
    except ImportError:
        sys.stderr.write(
            "要先安装 holidays 包：pip install holidays\n"
            if lang == "zh"
            else "this needs the package holidays: pip install holidays\n"
        )
        return None
    return holidays


def _propose(year: int, lang: Language) -> int:
    """Draft the entry of a year that `holidays` knows."""
    their = _holidays(lang)
    if their is None:
        return UNFINISHED
    days = their.country_holidays(
        "CN", years=range(year - 1, year + 2), observed=True, language="zh_CN"
    )
    # TRAP: the package answers for years not announced too, with statutory days only;
    # this table is the one sign of a year that has been entered.
    if year not in days.special_public_holidays:
        sys.stdout.write(
            f"holidays 还没有 {year} 年的调休安排，不能起草"
            "（它仍会作答，但只有法定节日，而且不说明）\n"
            if lang == "zh"
            else f"holidays has no exchanged days for {year} yet (it would answer with "
            "statutory days only, and not say so); nothing to draft\n"
        )
        return UNFINISHED
    from hotline_rules.cli.calendar_draft import draft_entry

    sys.stdout.write(draft_entry(year, days))
    known = _region("CN").notices
    if any(notice.covers == year for notice in known):
        sys.stderr.write(
            f"{year} 年已经录入，上面只供核对\n"
            if lang == "zh"
            else f"{year} is entered already; this is only for comparison\n"
        )
    return DONE
