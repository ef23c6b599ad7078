"""The small texts of a profile: amounts, points, limits, marks, cites, days, times.

Every reader takes a text and returns a value of the rulebook or a `Fault`, which the
caller reports at the place of the text. Nothing here knows the rest of the profile;
names inside a text are looked up through `NameReader`.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

from hotline_rules.clock import (
    Amount,
    CalendarDays,
    Elapsed,
    Months,
    WorkingDays,
    WorkingTime,
)
from hotline_rules.diagnostics import Code, Text, codes, suggest
from hotline_rules.rulebook import (
    Anchor,
    DayOfMonth,
    EndOfDay,
    Fact,
    FactAmount,
    FactPoint,
    FirstWorkingDayAfter,
    FixedDay,
    LimitDue,
    LimitValue,
    MarkPoint,
    NoTime,
    Point,
    Shifted,
    Until,
    Within,
)

EPOCH = date(1970, 1, 1).toordinal()
MOST_DAYS = 36_600  # a limit of more than a century is a slip of the pen
UNITS = (
    "minutes",
    "hours",
    "working hours",
    "working days",
    "calendar days",
    "months",
)
_UNIT_WORDS = {unit: unit for unit in UNITS} | {unit[:-1]: unit for unit in UNITS}
_PER_DAY = {
    "minutes": Decimal(1440),
    "hours": Decimal(24),
    "working hours": Decimal(8),
    "months": Decimal("0.03"),
}
_AMOUNT = re.compile(r"(\S+)\s+([a-z]+(?: [a-z]+)?)", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?", re.ASCII)
_FACT = re.compile(r"[a-z_][a-z0-9_]*(\.[A-Za-z_][\w-]*)+")
_SHIFT = re.compile(r"(.+?) (before|after) (.+)", re.ASCII)
_DAY_OF_MONTH = re.compile(r"day ([0-9]{1,3}) of the month", re.ASCII)
_CHINESE = re.compile(
    r"([0-9]+(?:\.[0-9]+)?)\s*个?\s*(工作日|自然日|日历天|日历日|小时|分钟|月|天|日)"
)
_CHINESE_UNITS = {
    "工作日": "working days",
    "自然日": "calendar days",
    "日历天": "calendar days",
    "日历日": "calendar days",
    "小时": "hours",
    "分钟": "minutes",
    "月": "months",
}
_FIRST_DAY = "first working day after "
_END_OF_FIRST_DAY = "end of the first working day after "


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text; where it stands, the caller knows."""

    code: Code
    headline: Text
    why: Text | None = None
    fix: Text | None = None


class NameReader(Protocol):
    """Looks up the names that stand inside a text."""

    def fact(self, name: str) -> Fact | Fault:
        """Return the fact of a dotted name."""

    def limit(self, name: str) -> str | Fault:
        """Return the id of the rule whose end ``<name>.due`` means."""


# --- amounts -------------------------------------------------------------------------


def parse_amount(
    text: str, names: NameReader | None = None
) -> Amount | FactAmount | Fault:
    """Read an amount: a number or a fact, then a unit.

    Args:
        text: for example ``5 working days`` or ``asked.days working days``.
        names: looks up the fact; without it only numbers are accepted.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if not match:
        return _not_an_amount(text)
    number, unit_text = match.groups()
    unit = _UNIT_WORDS.get(unit_text)
    if unit is None:
        return _wrong_unit(number, unit_text)
    if _NUMBER.fullmatch(number):
        return _amount_of(Decimal(number), unit)
    if names is not None and _FACT.fullmatch(number):
        fact = names.fact(number)
        return fact if isinstance(fact, Fault) else FactAmount(fact, unit)  # type: ignore[arg-type]
    return _not_an_amount(text)


def _amount_of(number: Decimal, unit: str) -> Amount | Fault:
    if number <= 0:
        return Fault(
            codes.BAD_AMOUNT,
            Text(
                f"期限 `{number} {unit}` 不大于零",
                f"the amount `{number} {unit}` is not more than zero",
            ),
            Text("期限必须大于零", "a limit has a length"),
            Text(
                "写出原文规定的数字；原文没有规定时间就写 `none`",
                "write the number of the source; `none` if the source gives no time",
            ),
        )
    if number / _PER_DAY.get(unit, 1) > MOST_DAYS:
        return Fault(
            codes.BAD_AMOUNT,
            Text(
                f"期限 `{number} {unit}` 超过一百年",
                f"the amount `{number} {unit}` is longer than a century",
            ),
            fix=Text("核对数字和单位", "check the number and the unit"),
        )
    match unit:
        case "minutes":
            return _whole(number * 60, number, unit, Elapsed)
        case "hours":
            return _whole(number * 3600, number, unit, Elapsed)
        case "working hours":
            return _whole(number * 3600, number, unit, WorkingTime)
        case "working days":
            return _whole(number * 2, number, unit, WorkingDays)
        case "calendar days":
            return _whole(number, number, unit, CalendarDays)
        case _:
            return _whole(number, number, unit, Months)


def _whole(
    grains: Decimal, number: Decimal, unit: str, kind: type[Amount]
) -> Amount | Fault:
    if grains == grains.to_integral_value():
        return kind(int(grains))
    return Fault(
        codes.BAD_AMOUNT,
        Text(
            f"`{number} {unit}` 不能这样分割",
            f"`{number} {unit}` cannot be split like that",
        ),
        Text(
            "工作日可以有半天（0.5），自然日和月必须是整数，小时和分钟精确到秒",
            "working days may have a half (0.5); calendar days and months are whole; "
            "hours and minutes are exact to the second",
        ),
        Text("改成整数或 .5", "write a whole number, or a half of working days"),
    )


def _wrong_unit(number: str, unit: str) -> Fault:
    why = Text(
        "单位有六种：minutes、hours（连续计时）、working hours、"
        "working days（工作日）、calendar days（自然日）、months",
        "the units are minutes, hours (elapsed), working hours, working days, calendar "
        "days and months",
    )
    if unit in {"day", "days", "business days", "business day", "workdays", "workday"}:
        return Fault(
            codes.WRONG_UNIT,
            Text(
                f"单位 `{unit}` 没有说明是哪一种天",
                f"the unit `{unit}` does not say which kind of day",
            ),
            Text(
                "天有三种：工作日 working days、自然日 calendar days、"
                "连续的24小时 hours，算出来的期限各不相同",
                "there are three: working days, calendar days, and hours for spans of "
                "24 hours; each gives another end",
            ),
            Text(
                f"原文说工作日就写 `{number} working days`，说自然日就写 `{number} "
                "calendar days`",
                f"write `{number} working days` or `{number} calendar days`",
            ),
        )
    guess = suggest(unit, (*_UNIT_WORDS,))
    fix = Text(f"是不是 `{number} {guess}`？", f"did you mean `{number} {guess}`?")
    return Fault(
        codes.WRONG_UNIT,
        Text(f"不认识的单位 `{unit}`", f"unknown unit `{unit}`"),
        why,
        fix if guess else None,
    )


def _not_an_amount(text: str) -> Fault:
    plain = unicodedata.normalize("NFKC", text).strip()
    why = Text(
        "时间长度写成“数字 空格 单位”，如 `5 working days`、`46 hours`",
        "an amount is a number, a space and a unit: `5 working days`, `46 hours`",
    )
    code = codes.BAD_AMOUNT
    if chinese := _CHINESE.search(plain):
        number, unit = chinese.groups()
        english = _CHINESE_UNITS.get(unit)
        fix = (
            Text(f"写成 `{number} {english}`", f"write `{number} {english}`")
            if english
            else _wrong_unit(number, "days").fix
        )
        code = codes.WRONG_UNIT
    elif _NUMBER.fullmatch(plain):
        fix = Text(
            f"补上单位，如 `{plain} working days`",
            f"add the unit: `{plain} working days`",
        )
        code = codes.WRONG_UNIT
    elif plain != text.strip() and _AMOUNT.fullmatch(plain):
        fix = Text(f"用半角写成 `{plain}`", f"write it in half-width: `{plain}`")
    elif plain.startswith("-"):
        return Fault(
            code,
            Text(f"期限 `{text}` 是负数", f"the amount `{text}` is negative"),
            Text("期限必须大于零", "a limit has a length"),
            Text(
                "要说“之前”，写成 `1 working day before due` 这样的时点",
                "for a time before, write a point such as `1 working day before due`",
            ),
        )
    else:
        fix = None
    return Fault(
        code,
        Text(f"读不懂时间长度 `{text}`", f"`{text}` is not an amount of time"),
        why,
        fix,
    )


# --- points --------------------------------------------------------------------------


def parse_point(text: str, names: NameReader) -> Point | Fault:
    """Read a point: an anchor, a fact, a date, or an amount before or after one."""
    text = text.strip()
    if text.removeprefix("this.") in {"due", "first_due", "start"}:
        return Anchor(text.removeprefix("this."))  # type: ignore[arg-type]
    if text == "end of the day":
        return EndOfDay()
    if match := _DAY_OF_MONTH.fullmatch(text):
        return _day_of_month(int(match.group(1)))
    if text.startswith((_FIRST_DAY, _END_OF_FIRST_DAY)):
        return _first_working_day(text, names)
    if match := _SHIFT.fullmatch(text):
        return _shifted(match, names)
    if _FACT.fullmatch(text):
        return _named_point(text, names)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
        day = parse_day(text)
        return day if isinstance(day, Fault) else FixedDay(day)
    return _not_a_point(text)


def _first_working_day(text: str, names: NameReader) -> Point | Fault:
    edge: Literal["opening", "end"] = "end" if text.startswith("end") else "opening"
    base = parse_point(text.partition(" after ")[2], names)
    return base if isinstance(base, Fault) else FirstWorkingDayAfter(base, edge)


def _shifted(match: re.Match[str], names: NameReader) -> Point | Fault:
    amount = parse_amount(match.group(1), names)
    if isinstance(amount, Fault):
        return amount
    base = parse_point(match.group(3), names)
    if isinstance(base, Fault):
        return base
    return Shifted(amount, match.group(2), base)  # type: ignore[arg-type]


def _named_point(text: str, names: NameReader) -> Point | Fault:
    head, _, last = text.rpartition(".")
    if last == "due" and head.split(".")[0] not in FACT_SCOPES:
        rule = names.limit(head)
        return rule if isinstance(rule, Fault) else LimitDue(rule)
    fact = names.fact(text)
    return fact if isinstance(fact, Fault) else FactPoint(fact)


FACT_SCOPES = frozenset(
    {"ticket", "unit", "item", "event", "asked", "granted", "this", "finding"}
    | {"status", "limit", "rung", "reading", "condition"}
)


def _day_of_month(day: int) -> Point | Fault:
    if 1 <= day <= 28:
        return DayOfMonth(day)
    return Fault(
        codes.BAD_POINT,
        Text(f"不是每个月都有 {day} 日", f"not every month has a day {day}"),
        Text("日期须在 1 到 28 之间", "the day must be from 1 to 28"),
        Text("改成 28 或更小的数", "write 28 or less"),
    )


def _not_a_point(text: str) -> Fault:
    plain = unicodedata.normalize("NFKC", text).strip()
    amount = parse_amount(plain)
    if isinstance(amount, Fault) and amount.code is codes.WRONG_UNIT:
        return amount
    fix: Text | None
    if not isinstance(amount, Fault):
        fix = Text(
            f"写明从哪里算起，如 `{plain} after due`",
            f"say from where: `{plain} after due`",
        )
    else:
        guess = suggest(plain, ("due", "first_due", "start", "end of the day"))
        fix = Text(f"是不是 `{guess}`？", f"did you mean `{guess}`?") if guess else None
    return Fault(
        codes.BAD_POINT,
        Text(f"读不懂时点 `{text}`", f"`{text}` is not a point of time"),
        Text(
            "时点写成 `due`、`start`、`1 working day before due`、"
            "`70 hours after start`、`event.promised_due`、`end of the day` 等",
            "a point is `due`, `start`, `1 working day before due`, `70 hours after "
            "start`, `event.promised_due`, `end of the day` and the like",
        ),
        fix,
    )


def parse_limit(text: str, names: NameReader) -> LimitValue | Fault:
    """Read a limit: an amount, ``until`` a point, or ``none``."""
    text = text.strip()
    if text == "none":
        return NoTime()
    if text.startswith("until "):
        point = parse_point(text[6:], names)
        return point if isinstance(point, Fault) else Until(point)
    amount = parse_amount(text, names)
    if not isinstance(amount, Fault):
        return Within(amount)
    if amount.code is codes.BAD_AMOUNT and not isinstance(
        parse_point(text, names), Fault
    ):
        return Fault(
            codes.BAD_AMOUNT,
            Text(f"`{text}` 是时点，不是期限", f"`{text}` is a point, not a limit"),
            fix=Text(f"写成 `until {text}`", f"write `until {text}`"),
        )
    return amount


def parse_mark(text: str, names: NameReader) -> MarkPoint | Fault:
    """Read a mark: a point, or ``past`` a point (more than)."""
    text = text.strip()
    past = text.startswith("past ")
    point = parse_point(text[5:] if past else text, names)
    return point if isinstance(point, Fault) else MarkPoint(point, past)


# --- days and times ------------------------------------------------------------------


def day_number(day: date) -> int:
    """Return the local day number, days since 1970-01-01."""
    return day.toordinal() - EPOCH


def parse_day(text: str) -> int | Fault:
    """Read ``2021-02-04`` as a day number."""
    try:
        return day_number(date.fromisoformat(text))
    except ValueError:
        return Fault(
            codes.BAD_DATE,
            Text(f"日期 `{text}` 不存在", f"there is no date `{text}`"),
            fix=Text("写成 2021-02-04 的样子", "write it like 2021-02-04"),
        )


_TIME = re.compile(r"([0-2]?[0-9]):([0-5][0-9])(?::([0-5][0-9]))?", re.ASCII)


def parse_time(text: str) -> int | Fault:
    """Read a time of day ``08:30`` as seconds after midnight, ``24:00`` included."""
    match = _TIME.fullmatch(text.strip())
    if match:
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        found = hours * 3600 + minutes * 60 + seconds
        if found <= 86_400:
            return found
    plain = unicodedata.normalize("NFKC", text).strip()
    fix = f'"{plain}"' if _TIME.fullmatch(plain) else '"08:30"'
    return Fault(
        codes.BAD_TIME,
        Text(f"读不懂时刻 `{text}`", f"`{text}` is not a time of day"),
        Text(
            "时刻用半角，从 00:00 到 24:00，并加引号",
            "a time of day runs from 00:00 to 24:00 and is quoted",
        ),
        Text(f"写成 {fix} 的样子", f"write it like {fix}"),
    )


_EVERY_YEAR = re.compile(r"([0-9]{2})-([0-9]{2}) to ([0-9]{2})-([0-9]{2})", re.ASCII)


def parse_every_year(text: str) -> tuple[int, int] | Fault:
    """Read ``06-01 to 08-31`` as month * 100 + day, both days included."""
    match = _EVERY_YEAR.fullmatch(text.strip())
    if match:
        first_month, first_day, last_month, last_day = map(int, match.groups())
        if _is_day(first_month, first_day) and _is_day(last_month, last_day):
            return first_month * 100 + first_day, last_month * 100 + last_day
    return Fault(
        codes.BAD_DATE,
        Text(f"读不懂每年的时段 `{text}`", f"`{text}` is not a season"),
        fix=Text("写成 06-01 to 08-31 的样子", "write it like 06-01 to 08-31"),
    )


def _is_day(month: int, day: int) -> bool:
    try:
        date(2000, month, day)
    except ValueError:
        return False
    return True


# --- cites ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CiteText:
    """Clause ids with their places in the text, then the article as written."""

    ids: tuple[tuple[str, int], ...]
    article: str
    article_at: int


_CLAUSE_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)+", re.ASCII)


def parse_cite(text: str) -> CiteText | Fault:
    """Read a cite: one or more clause ids, then the article."""
    ids: list[tuple[str, int]] = []
    end = 0
    for word in re.finditer(r"\S+", text):
        if not _CLAUSE_ID.fullmatch(word.group()):
            return (
                CiteText(tuple(ids), text[word.start() :].strip(), word.start())
                if ids
                else _not_a_cite(text)
            )
        ids.append((word.group(), word.start()))
        end = word.end()
    return CiteText(tuple(ids), "", end) if ids else _not_a_cite(text)


def _not_a_cite(text: str) -> Fault:
    return Fault(
        codes.BAD_CITE,
        Text(f"引用 `{text}` 里没有条款编号", f"the cite `{text}` names no clause"),
        Text(
            "引用先写条款编号，再写条文，如 `ZB-12-4 第十二条`",
            "a cite is clause ids, then the article: `ZB-12-4 第十二条`",
        ),
        Text("从条款登记表里抄来编号", "take the id from the register of clauses"),
    )
