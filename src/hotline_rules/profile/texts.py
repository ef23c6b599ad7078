"""The small texts of a profile: points, limits, marks, cites, days, times.

Nothing here knows the rest of the profile; see `amounts` for what readers return.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hotline_rules.diagnostics import Text, codes, suggest
from hotline_rules.profile.amounts import (
    FACT_NAME,
    Fault,
    NameReader,
    chinese_amount,
    parse_amount,
)
from hotline_rules.rulebook import (
    Anchor,
    DayOfMonth,
    EndOfDay,
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
FACT_SCOPES = frozenset(
    {"ticket", "unit", "item", "event", "asked", "granted", "this", "finding"}
    | {"status", "limit", "rung", "reading", "condition"}
)
_SHIFT = re.compile(r"(.+?) (before|after) (.+)", re.ASCII)
_DAY_OF_MONTH = re.compile(r"day ([0-9]{1,3}) of the month", re.ASCII)
_FIRST_DAY = "first working day after "
_END_OF_FIRST_DAY = "end of the first working day after "


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
    if FACT_NAME.fullmatch(text):
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
    chinese = chinese_amount(plain)
    if isinstance(amount, Fault) and amount.code is codes.WRONG_UNIT and not chinese:
        return amount
    fix: Text | None
    meant = re.sub(" (from|since|of) ", " after ", plain, count=1)
    if chinese and "前" in plain:
        fix = Text(f"写成 `{chinese} before due`", f"write `{chinese} before due`")
    elif chinese:
        past = "past " if re.search("[超逾]", plain) else ""
        fix = Text(
            f"从起点数写 `{past}{chinese} after start`，"
            f"从期限数写 `{past}{chinese} after due`",
            f"write `{past}{chinese} after start`, or `after due`",
        )
    elif meant != plain and _SHIFT.fullmatch(meant):
        fix = Text(f"是不是 `{meant}`？", f"did you mean `{meant}`?")
    elif not isinstance(amount, Fault):
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
            Text(
                "这里写时间长度；到某个时点为止的，前面写 until",
                "a limit is an amount of time, or `until` a point",
            ),
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


_JOINED_IDS = re.compile(
    r"([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+)\s*[\uff0c,\u3001\uff1a:\uff1b;]\s*",
    re.ASCII,
)
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
    spaced = _JOINED_IDS.sub(r"\1 ", text)
    fix = Text("从条款登记表里抄来编号", "take the id from the register of clauses")
    if spaced != text:
        fix = Text(f"中间用空格：`{spaced}`", f"put spaces between: `{spaced}`")
    return Fault(
        codes.BAD_CITE,
        Text(f"引用 `{text}` 里没有条款编号", f"the cite `{text}` names no clause"),
        Text(
            "引用先写条款编号，再写条文，如 `ZB-12-4 第十二条`",
            "a cite is clause ids, then the article: `ZB-12-4 第十二条`",
        ),
        fix,
    )
