"""Values in words: a phrase, and the rows of the table where it is one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.explain.conditions import condition_text
from hotline_rules.rulebook import (
    Always,
    Constant,
    Extreme,
    Missing,
    Table,
)

if TYPE_CHECKING:
    from hotline_rules.explain.called import Called
    from hotline_rules.rulebook import Place

Say = Callable[[Any], str]

_DIGITS = "零一二三四五六七八九"
_AMOUNT = re.compile(r"(?<![\d.:第])(\d{1,2})(个|小时|分钟|天|次|家|名)")
_OTHERWISE = "其他情形"
BY_TABLE = "下表所定"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table in words."""

    when: str
    is_: str
    cites: tuple[str, ...]
    readings: tuple[str, ...]
    place: Place | None


@dataclass(frozen=True, slots=True)
class Spelled:
    """A value in words.

    Attributes:
        phrase: the value; of a table only that there is one.
        rows: of a table, in order; those of a table inside a table are spread out.
        hit: how the table is read.
        readings, cites: what it rests on, rows apart.
    """

    phrase: str
    rows: tuple[Row, ...] = ()
    hit: str = ""
    readings: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


def spell(value: Any, say: Say, names: Called) -> Spelled:
    """A value in words.

    Args:
        value: of a rulebook, any of its forms.
        say: says one plain value.
        names: for conditions.
    """
    match value:
        case Constant():
            return Spelled(say(value.value), readings=value.readings)
        case Missing():
            return Spelled(missing_text(value), cites=value.cites)
        case Extreme():
            return _extreme(value, say, names)
        case Table(rows=(only,)) if isinstance(only.when, Always):
            inner = spell(only.value, say, names)
            return Spelled(
                inner.phrase,
                inner.rows,
                inner.hit,
                joined(only.readings, inner.readings),
                joined(only.cites, inner.cites),
            )
        case _:
            rows = tuple(_rows(value, "", say, names))
            return Spelled(BY_TABLE, rows, hit=value.hit)


def missing_text(value: Missing) -> str:
    """A number that the source does not give, and where it would be found."""
    where = f"，见{value.where}" if value.where else ""
    return f"“{value.title}”（条文未规定{where}）"


def _extreme(value: Extreme[Any], say: Say, names: Called) -> Spelled:
    parts = [spell(part, say, names) for part in value.parts]
    which = "最早" if value.which == "earliest" else "最晚"
    told = "；".join(_inline(part) for part in parts)
    readings: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    for part in parts:
        rows = [(row.readings, row.cites) for row in part.rows]
        for codes, clauses in ((part.readings, part.cites), *rows):
            readings, cites = joined(readings, codes), joined(cites, clauses)
    return Spelled(f"下列各项中{which}的一项（{told}）", (), "", readings, cites)


def _inline(spelled: Spelled) -> str:
    """A part in one phrase, its rows included."""
    if not spelled.rows:
        return spelled.phrase
    return "，".join(f"{row.when}的为{row.is_}" for row in spelled.rows)


def _rows(table: Table[Any], outer: str, say: Say, names: Called) -> list[Row]:
    found: list[Row] = []
    for row in table.rows:
        own = "" if isinstance(row.when, Always) else condition_text(row.when, names).zh
        when = "，且".join(filter(None, (outer, own)))
        if isinstance(row.value, Table) and len(row.value.rows) > 1:
            found += _rows(row.value, when, say, names)
            continue
        inner = spell(row.value, say, names)
        found.append(
            Row(
                when or _OTHERWISE,
                inner.phrase,
                joined(row.cites, inner.cites),
                joined(row.readings, inner.readings),
                row.place,
            )
        )
    return found


def joined(*parts: tuple[str, ...]) -> tuple[str, ...]:
    """Several lists as one, each item once."""
    return tuple(dict.fromkeys(item for part in parts for item in part))


# --- numbers as a regulation writes them ---------------------------------------------


def formal(text: str) -> str:
    """Amounts of time with Chinese numerals: ``5个工作日`` is ``五个工作日``.

    Numbers above 99, dates and times of day stay as they are; midnight does not.
    """
    text = text.replace("24:00", "二十四时").replace("0.5个", "半个")
    return _AMOUNT.sub(_numeral, text)


def _numeral(match: re.Match[str]) -> str:
    number, unit = int(match[1]), match[2]
    if number == 2 and unit in ("个", "小时", "次", "家", "名"):
        return f"两{unit}"
    return f"{numeral(number)}{unit}"


def numeral(number: int) -> str:
    """A number below 100 in Chinese: ``12`` is ``十二``."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return f"{head}{_DIGITS[ones] if ones or not head else ''}"
