"""Histories that are not whole: rows of theirs were set aside, or none says a thing.

A history of a long export goes on without the row that could not be read, and without
its result it looks overdue. So it is said of the ticket, not only of the row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.gather import decode, leading_unit
from hotline_rules.adapters.intake import finding_row
from hotline_rules.adapters.model import Finding
from hotline_rules.adapters.reasons import NOTHING_LOST, REASONS
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from hotline_rules.adapters.model import Place

_LACKING = """
SELECT min(h.number), h.id, a.sheet, a.row, a.code
FROM set_aside a JOIN histories h ON h.id = a.ticket
GROUP BY a.rowid ORDER BY a.rowid"""
_EVENTS = "SELECT events FROM pieces WHERE ticket = ? ORDER BY rowid"
_EMPTY = """
SELECT h.id, p.sheet, min(p.row) FROM pieces p JOIN histories h ON h.number = p.ticket
WHERE p.events = '[]' AND NOT EXISTS
    (SELECT 1 FROM pieces o WHERE o.ticket = p.ticket AND o.events <> '[]')
GROUP BY h.number ORDER BY h.number"""


def find_all(
    database: sqlite3.Connection, place_of: Callable[[int, int], Place]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the table of findings.

    Args:
        database: of the store, everything taken and settled.
        place_of: makes the place of a sheet's number and a row.
    """
    for number, id_, sheet, row, code in database.execute(_LACKING):
        if code not in NOTHING_LOST:
            unit = _unit_of(database, number)
            yield finding_row(_lacking(id_, place_of(sheet, row), code, unit))
    for id_, sheet, row in database.execute(_EMPTY):
        yield finding_row(_without_events(id_, place_of(sheet, row)))


def _unit_of(database: sqlite3.Connection, number: int) -> str | None:
    rows = database.execute(_EVENTS, (number,))
    return leading_unit([event for (events,) in rows for event in decode(events)])


def _lacking(id_: str, place: Place, code: str, unit: str | None) -> Finding:
    why = REASONS[code]
    return Finding(
        "lacks-rows",
        place,
        id_,
        unit,
        Text(
            f"这一件有一行放到了一边（第 {place.row} 行，{why.zh}），经过不全，"
            "判断的结果可能因此不对；改正那一行，再做一次",
            f"a row of this ticket was set aside (row {place.row}, {why.en}): its "
            "history is not whole and what is judged of it may be wrong; mend the row "
            "and run again",
        ),
    )


def _without_events(id_: str, place: Place) -> Finding:
    return Finding(
        "no-event",
        place,
        id_,
        None,
        Text(
            f"第 {place.row} 行有编号，却没有一件写着时间的事，没有什么可以判断；"
            "如果是合计行或说明行，就从表里删去",
            f"row {place.row} has an id but no event with a time, so there is nothing "
            "to judge; delete it if it is a row of totals or remarks",
        ),
    )
