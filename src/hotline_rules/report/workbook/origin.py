"""Where a row comes from: the columns that end every list about tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.report.reading import of_tickets, records
from hotline_rules.report.workbook.sheet import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

TICKETS = ("ticket", "id", "file", "sheet", "row")
TICKET = Column(Text("工单编号", "ticket"), 20, "long")
UNIT = Column(Text("单位", "unit"), 16, "long")
COLUMNS = (
    Column(Text("来源文件", "file"), 22, "long"),
    Column(Text("工作表", "sheet"), 10),
    Column(Text("行", "row"), 7, "plain"),
)


def tickets_of(tickets: Any, chosen: Any) -> dict[int, dict[str, Any]]:
    """The tickets of a stretch that some rows are about, by number.

    Args:
        tickets: the table of tickets, with the columns `TICKETS` at least.
        chosen: a table with the column `ticket`.
    """
    found = of_tickets(tickets, chosen["ticket"])
    return {one["ticket"]: one for one in records(found)}


def origin(ticket: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values of `COLUMNS`."""
    return ticket["file"], ticket["sheet"], ticket["row"]
