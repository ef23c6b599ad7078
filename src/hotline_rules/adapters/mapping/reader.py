"""Rows to pieces of histories: a mapping bound to one sheet, compiled to closures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from hotline_rules.adapters.mapping.events import EventMaker
from hotline_rules.adapters.mapping.faults import Refused
from hotline_rules.adapters.mapping.values import Making, identifier, text_of
from hotline_rules.adapters.model import Cell, Finding, Piece, SetAside

if TYPE_CHECKING:
    from hotline_rules.adapters.mapping.columns import Columns
    from hotline_rules.adapters.mapping.names import Names
    from hotline_rules.adapters.mapping.plan import Plan
    from hotline_rules.adapters.model import Row
    from hotline_rules.calendar import Zone
    from hotline_rules.diagnostics import Text

Cells: TypeAlias = Sequence[Cell]
_MOST_SHOWN = 2_000  # characters of a row that is set aside


class RowReader:
    """Makes pieces of the rows of one sheet; made by `Mapping.reader`.

    Args:
        plan: the mapping.
        names: the words it may use, with their kinds.
        columns: where its columns stand in the sheet.
        zone: of times without an offset.
    """

    def __init__(self, plan: Plan, names: Names, columns: Columns, zone: Zone) -> None:
        self._notes: list[tuple[str, Text]] = []
        self._plan = plan
        self._whole = plan.rows == "ticket"
        self._columns = columns
        self._width = len(columns.headings)
        making = Making(plan, columns, zone, self._note)
        self._id = identifier(making, plan.id)
        self._attributes = [
            (key, making.value(source, names.attribute(key)))
            for key, source in plan.attributes.items()
        ]
        maker = EventMaker(plan, names, making)
        log = plan.operations is not None
        self._events = maker.of_log() if log else maker.of_ticket()

    def __call__(self, row: Row) -> Piece | SetAside:
        """Return what a row says of its history, or the row itself with the reason."""
        cells = row.cells
        if len(cells) < self._width:
            cells = (*cells, *[None] * (self._width - len(cells)))
        id_: str | None = None
        try:
            id_ = self._id(cells)
            attributes: dict[str, object] = {}
            for key, get in self._attributes:
                value = get(cells)
                if value is not None:
                    attributes[key] = value
            events = self._events(cells)
        except Refused as fault:
            self._notes.clear()
            text = self._shown(row.cells)
            return SetAside(row.place, text, fault.code, fault.reason, id_)
        findings: tuple[Finding, ...] = ()
        if self._notes:
            findings = tuple(
                Finding(code, row.place, id_, None, text) for code, text in self._notes
            )
            self._notes.clear()
        return Piece(
            row.place,
            id_,
            attributes,
            tuple(events),
            self._plan.subject,
            findings,
            self._whole,
        )

    def _note(self, code: str, text: Text) -> None:
        self._notes.append((code, text))

    def _shown(self, cells: Cells) -> str:
        """Return the row for a person to recognise: only the columns that are used.

        The others are not wanted anywhere, least of all names and telephone numbers.
        """
        parts = [
            f"{self._columns.headings[index]}={text_of(cells[index])}"
            for index in self._columns.used()
            if index < len(cells) and cells[index] is not None
        ]
        return "; ".join(parts)[:_MOST_SHOWN]
