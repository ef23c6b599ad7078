"""What is odd about an export as a whole: ids, units, files that look like others."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.gather import folded
from hotline_rules.adapters.intake import finding_row
from hotline_rules.adapters.model import Finding
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_SIMILAR_IDS = """
WITH named AS (SELECT number, id, coalesce(folded, id) AS short FROM histories),
     twice AS (SELECT short FROM named GROUP BY short HAVING count(DISTINCT id) > 1)
SELECT short, id FROM named WHERE short IN twice ORDER BY short, number"""
_ALIKE = 0.6  # of the characters; 环境保护局 and 生态环境局 agree in two thirds
_MOST_UNITS = 1_000


def find_all(database: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the table of findings, kind by kind."""
    for finding in _similar_ids(database):
        yield finding_row(None, finding)
    units = database.execute("SELECT name, first, last FROM units ORDER BY name")
    known = units.fetchall()
    for finding in (*_similar_units(known), *_renamed(known)):
        yield finding_row(None, finding)
    for finding in _same_files(database):
        yield finding_row(None, finding)


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


def _similar_units(units: list[tuple[str, str, str]]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for name, _, _ in units:
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


def _renamed(units: list[tuple[str, str, str]]) -> Iterator[Finding]:
    """Find units that begin where one of a similar name ends.

    CHOICE: only units that end before the last month of the data and others that begin
    in that month or in one of the two after it; a guess, said as one.
    """
    if not units:
        return
    opens, closes = min(unit[1] for unit in units), max(unit[2] for unit in units)
    ended = [unit for unit in units if unit[2] < closes][:_MOST_UNITS]
    begun = [unit for unit in units if unit[1] > opens][:_MOST_UNITS]
    for old, _, last in ended:
        for new, first, _ in begun:
            months = _month(first) - _month(last)
            if old != new and 0 <= months <= 2 and _alike(old, new):
                yield _maybe_renamed(old, last, new, first)


def _maybe_renamed(old: str, last: str, new: str, first: str) -> Finding:
    return Finding(
        "maybe-renamed",
        None,
        None,
        new,
        Text(
            f"单位 `{old}` 最后见于 {last}，名称相近的 `{new}` 从 {first} 起出现，"
            "可能是改名；按两个单位计；确是改名，就写进对照表的 units",
            f"the unit `{old}` is seen until {last}, `{new}` of a similar name from "
            f"{first} on: maybe renamed; they are counted as two, unless `units` of "
            "the mapping joins them",
        ),
    )


def _month(text: str) -> int:
    return int(text[:4]) * 12 + int(text[5:7])


def _alike(one: str, other: str) -> bool:
    if folded(one) == folded(other):
        return False  # said already
    if one in other or other in one:
        return True
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


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
