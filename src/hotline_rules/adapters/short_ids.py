"""Numeric ids that are shorter than the rest: a spreadsheet drops leading zeros."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.adapters.model import Finding
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_LENGTHS = """
SELECT length(id), count(*), min(number) FROM histories
WHERE id NOT GLOB '*[^0-9]*' GROUP BY 1 ORDER BY 2 DESC, 1"""
_SHARE = 0.5  # of the numeric ids; zeros at the start are lost of one in ten at most
_SHORTEST = 8  # digits; shorter ids are counted up from one and differ by nature


def find_short_ids(database: sqlite3.Connection) -> Iterator[Finding]:
    """Yield one finding where most numeric ids have a length and some are shorter.

    CHOICE: what was there before is not known any more, so nothing is put in front.
    """
    lengths = database.execute(_LENGTHS).fetchall()
    if not lengths:
        return
    usual, most, _ = lengths[0]
    shorter = [row for row in lengths if row[0] < usual]
    if usual < _SHORTEST or not shorter or most < _SHARE * sum(r[1] for r in lengths):
        return
    count = sum(row[1] for row in shorter)
    first = min(row[2] for row in shorter)
    query = "SELECT id FROM histories WHERE number = ?"
    example = database.execute(query, (first,)).fetchone()[0]
    yield Finding(
        "shorter-ids",
        None,
        example,
        None,
        Text(
            f"数字编号大多是 {usual} 位，有 {count} 个较短，如 `{example}`：可能开头的"
            "零被电子表格去掉了，请与原系统核对",
            f"most numeric ids have {usual} digits, {count} have fewer, such as "
            f"`{example}`: a spreadsheet may have dropped their leading zeros",
        ),
    )
