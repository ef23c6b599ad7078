"""Amounts of time as a profile writes them, and what is wrong with a text.

Every reader of a small text returns a value of the rulebook or a `Fault`, which the
caller reports at the place of the text; names inside are looked up by `NameReader`.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from hotline_rules.clock import (
    Amount,
    CalendarDays,
    Elapsed,
    Months,
    WorkingDays,
    WorkingTime,
)
from hotline_rules.diagnostics import Code, Text, codes, suggest
from hotline_rules.rulebook import Fact, FactAmount

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
FACT_NAME = re.compile(r"[a-z_][a-z0-9_]*(\.[A-Za-z_][\w-]*)+")
_CHINESE = re.compile(
    r"([0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十])\s*个?\s*(工作日|自然日|日历天|日历日|小时|分钟|月|天|日)"
)
_CHINESE_NUMBERS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True)) | {
    "两": 2
}
_ENGLISH = re.compile(
    r"([0-9]+(?:\.[0-9]+)?)\s*((?:working |calendar )?(?:day|hour|minute|month)s?)",
    re.ASCII,
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


def parse_amount(
    text: str, names: NameReader | None = None
) -> Amount | FactAmount | Fault:
    """Read an amount: a number or a fact, then a unit.

    Args:
        text: for example ``5 working days`` or ``asked.days working days``.
        names: looks up the fact; without it only numbers are accepted.
    """
    match = _AMOUNT.fullmatch(text.strip())
    # TRAP: a space of another width looks like a plain one and is none.
    if not match or not text.isascii():
        return _not_an_amount(text)
    number, unit_text = match.groups()
    unit = _UNIT_WORDS.get(unit_text)
    if unit is None:
        return _wrong_unit(number, unit_text)
    if _NUMBER.fullmatch(number):
        return _amount_of(Decimal(number), unit)
    if names is not None and FACT_NAME.fullmatch(number):
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
    days = "day" if number == "1" else "days"
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
                f"原文说工作日就写 `{number} working {days}`，说自然日就写 `{number} "
                f"calendar {days}`",
                f"write `{number} working {days}` or `{number} calendar {days}`",
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


def no_unit(number: int) -> Fault:
    """Return the fault of a length of time that is a bare number."""
    s = "" if number == 1 else "s"
    working, calendar = f"`{number} working day{s}`", f"`{number} calendar day{s}`"
    return Fault(
        codes.WRONG_UNIT,
        Text(f"`{number}` 没有写单位", f"`{number}` has no unit"),
        Text(
            "同一个数，工作日、自然日、小时算出来的期限各不相同",
            "working days, calendar days and hours each give another end",
        ),
        Text(
            f"工作日写 {working}，自然日写 {calendar}，小时写 `{number} hour{s}`",
            f"write {working}, {calendar} or `{number} hour{s}`",
        ),
    )


def chinese_amount(text: str) -> str | None:
    """Return `超过70小时` as `70 hours`; None where no unit is plain."""
    match = _CHINESE.search(unicodedata.normalize("NFKC", text))
    unit = _CHINESE_UNITS.get(match.group(2)) if match else None
    if match is None or unit is None:
        return None
    number = _number_of(match)
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}"


def _number_of(match: re.Match[str]) -> str:
    number = match.group(1)
    return str(_CHINESE_NUMBERS.get(number, number))


def _not_an_amount(text: str) -> Fault:
    plain = unicodedata.normalize("NFKC", text).strip()
    why = Text(
        "时间长度写成“数字 空格 单位”，如 `5 working days`、`46 hours`",
        "an amount is a number, a space and a unit: `5 working days`, `46 hours`",
    )
    code = codes.BAD_AMOUNT
    if chinese := _CHINESE.search(plain):
        meant = chinese_amount(plain)
        fix = (
            Text(f"写成 `{meant}`", f"write `{meant}`")
            if meant
            else _wrong_unit(_number_of(chinese), "days").fix
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
    elif (near := _ENGLISH.match(plain)) and near.group(2) in _UNIT_WORDS:
        meant = f"{near.group(1)} {near.group(2)}"
        fix = Text(f"写成 `{meant}`", f"write `{meant}`")
    else:
        fix = Text(
            "照上面的例子写；原文没有规定时间的写 `none`",
            "write it like these; `none` if the source gives no time",
        )
    return Fault(
        code,
        Text(f"读不懂时间长度 `{text}`", f"`{text}` is not an amount of time"),
        why,
        fix,
    )
