"""What is odd about an export as a whole: ids, units, files that look like others."""

from __future__ import annotations

from datetime import date
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from hotline_rules.adapters.gather import folded
from hotline_rules.adapters.intake import finding_row
from hotline_rules.adapters.model import Finding
from hotline_rules.adapters.short_ids import find_short_ids
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

_SIMILAR_IDS = """
WITH named AS (SELECT number, id, coalesce(folded, id) AS short FROM histories),
     twice AS (SELECT short FROM named GROUP BY short HAVING count(DISTINCT id) > 1)
SELECT short, id FROM named WHERE short IN twice ORDER BY short, number"""
_ALIKE = 0.6  # of the characters; 环境保护局 and 生态环境局 agree in two thirds
_MOST_UNITS = 1_000
_OFTEN = 3
_SOON = 2
_SIDE_BY_SIDE = 31  # days
_NO_NUMBERS = {ord(one): None for one in "0123456789一二三四五六七八九十百"}


class _Unit(NamedTuple):
    """A unit and the days, as ISO text, on which it is seen first and last."""

    name: str
    first: str
    last: str
    events: int


def find_all(
    database: sqlite3.Connection, decided: AbstractSet[str] = frozenset()
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the table of findings, kind by kind.

    Args:
        database: of the store, everything taken and settled.
        decided: names of units of which a person has said whether they are one.
    """
    for finding in (*_similar_ids(database), *find_short_ids(database)):
        yield finding_row(finding)
    units = database.execute("SELECT name, first, last, events FROM units ORDER BY 1")
    known = [_Unit(*unit) for unit in units]
    for finding in (*_similar_units(known), *_renamed(known, decided)):
        yield finding_row(finding)
    for finding in _same_files(database):
        yield finding_row(finding)


def _similar_ids(database: sqlite3.Connection) -> Iterator[Finding]:
    pairs = database.execute(_SIMILAR_IDS)
    for _, group in groupby(pairs, lambda pair: str(pair[0])):
        first, *others = dict.fromkeys(str(id_) for _, id_ in group)
        for other in others:
            yield Finding(
                "similar-ids",
                None,
                other,
                None,
                Text(
                    f"编号 `{other}` 和 `{first}` 只差空格、全角、大小写或开头的零，"
                    "按两件工单计，请核对是不是一件",
                    f"the ids `{other}` and `{first}` differ only by blanks, width, "
                    "case or leading zeros: they are counted as two tickets",
                ),
            )


def _similar_units(units: list[_Unit]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for name, *_ in units:
        other = first.setdefault(folded(name), name)
        if other != name:
            yield Finding(
                "similar-units",
                None,
                None,
                name,
                Text(
                    f"单位 `{name}` 和 `{other}` 只差空格、全角或大小写，"
                    "按两个单位计，请统一写法",
                    f"the units `{name}` and `{other}` differ only by blanks, width or "
                    "case: they are counted as two",
                ),
            )


def _renamed(units: list[_Unit], decided: AbstractSet[str]) -> Iterator[Finding]:
    """Find units that begin after one of a similar name has ended.

    CHOICE: a guess, said as one. Only where the one ends before the last month of the
    data, the other begins after its first month and within two months of that end, both
    are seen more than twice, and each is the other's nearest. What was sent under the
    old name is done under it, so that the two may stand side by side for a month.
    """
    often = [unit for unit in units if unit.events >= _OFTEN]
    opens = min((unit.first for unit in units), default="")[:7]
    closes = max((unit.last for unit in units), default="")[:7]
    ended = [unit for unit in often if unit.last[:7] < closes][:_MOST_UNITS]
    begun = [unit for unit in often if unit.first[:7] > opens][:_MOST_UNITS]
    likely = [
        (_likeness(old.name, new.name), old, new)
        for old in ended
        for new in begun
        if not {old.name, new.name} <= decided
        and old.first < new.first
        and old.last < new.last
        and _days(new.first, old.last) <= _SIDE_BY_SIDE
        and _months(old.last, new.first) <= _SOON
    ]
    likely = [one for one in likely if one[0] >= _ALIKE]
    for likeness, old, new in likely:
        rivals = [one for one in likely if (one[1] == old) != (one[2] == new)]
        if all(one[0] < likeness for one in rivals):
            yield _maybe_renamed(old, new)


def _maybe_renamed(old: _Unit, new: _Unit) -> Finding:
    return Finding(
        "maybe-renamed",
        None,
        None,
        new.name,
        Text(
            f"单位 `{old.name}` 最后见于 {old.last}，名称相近的 `{new.name}` 从 "
            f"{new.first} 起出现，"
            "可能是改名；按两个单位计；确是改名，就写进对照表的 units",
            f"the unit `{old.name}` is seen until {old.last}, `{new.name}` of a like "
            f"name from {new.first} on: maybe renamed; they are counted as two, unless "
            "`units` of the mapping joins them",
        ),
    )


def _days(first: str, second: str) -> int:
    return (date.fromisoformat(second) - date.fromisoformat(first)).days


def _months(first: str, second: str) -> int:
    years = int(second[:4]) - int(first[:4])
    return years * 12 + int(second[5:7]) - int(first[5:7])


def _likeness(one: str, other: str) -> float:
    """Answer how much of two names is the same, 0 to 1.

    Names that differ only by a number are two of a kind (第一中学, 第二中学), and those
    that differ by next to nothing are told as such: 0.
    """
    if folded(one) == folded(other) or one.translate(_NO_NUMBERS) == other.translate(
        _NO_NUMBERS
    ):
        return 0.0
    if one in other or other in one:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _same_files(database: sqlite3.Connection) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for name, digest in database.execute(
        "SELECT name, digest FROM files WHERE bytes > 0 ORDER BY number"
    ):
        other = first.setdefault(digest, name)
        if other != name:
            yield Finding(
                "same-file-twice",
                None,
                None,
                None,
                Text(
                    f"{name} 和 {other} 的内容完全相同",
                    f"{name} and {other} are the same, byte for byte",
                ),
            )
