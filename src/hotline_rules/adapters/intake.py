"""Rows on their way into the store: so many at a time, together with the position."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hotline_rules.adapters.database import committed
from hotline_rules.adapters.gather import (
    encode,
    folded,
    leading_unit,
    storable,
    tidied,
)
from hotline_rules.adapters.model import Piece, SetAside

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from typing import Any

    from hotline_rules.adapters.model import Finding

ROWS_A_BATCH = 10_000
_CHARACTERS_A_BATCH = 16_000_000
LONGEST_TEXT = 10_000

_TAKE_ID = "INSERT OR IGNORE INTO histories (id, subject, folded) VALUES (?, ?, ?)"
_TAKE_PIECE = """
INSERT INTO pieces VALUES (
    (SELECT number FROM histories WHERE id = ? AND subject = ?), ?, ?, ?, ?, ?)"""
_TAKE_SET_ASIDE = "INSERT INTO set_aside VALUES (?, ?, ?, ?, ?, ?, ?)"
_TAKE_FINDING = "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_TAKE_UNIT = """
INSERT INTO units VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET
    first = min(first, excluded.first), last = max(last, excluded.last),
    events = events + excluded.events"""


@dataclass(slots=True)
class Batch:
    """What has been read since the last commit; a commit takes all of it or nothing.

    Attributes:
        database: of the store.
        file: number of the file being read.
        name: its name.
        sheet: number of its sheet.
        taken: what the sheet has handed out so far, those committed included.
        told: the same of the findings of the file.
        most: so many rows are committed together.
    """

    database: sqlite3.Connection
    file: int
    name: str
    sheet: int = 0
    taken: int = 0
    told: int = 0
    most: int = ROWS_A_BATCH
    _ids: list[tuple[str, str, str | None]] = field(default_factory=list)
    _pieces: list[tuple[Any, ...]] = field(default_factory=list)
    _set_aside: list[tuple[Any, ...]] = field(default_factory=list)
    _findings: list[tuple[Any, ...]] = field(default_factory=list)
    _units: dict[str, list[Any]] = field(default_factory=dict)
    _rows: int = 0
    _characters: int = 0

    def add(self, one: Piece | SetAside) -> None:
        """Take what has become of one row."""
        self.taken += 1
        self._rows += 1
        if isinstance(one, Piece):
            self._add_piece(one)
        else:
            row = set_aside_row(self.sheet, one)
            self._set_aside.append(row)
            self._characters += len(row[3])

    @property
    def full(self) -> bool:
        """Whether it is time to commit."""
        return self._rows >= self.most or self._characters >= _CHARACTERS_A_BATCH

    def note(self, finding: Finding) -> None:
        """Take a finding."""
        self._findings.append(finding_row(finding, self.name))

    def _add_piece(self, piece: Piece) -> None:
        name = tidied(piece.id)
        short = folded(name)
        self._ids.append((name, piece.subject, None if short == name else short))
        attributes = encode(piece.attributes)
        events = encode(piece.events)
        self._characters += len(events) + len(attributes)
        self._pieces.append(
            (
                name,
                piece.subject,
                self.sheet,
                piece.place.row,
                piece.whole,
                attributes,
                events,
            )
        )
        self._see_units(piece.events)
        for finding in piece.findings:
            unit = finding.unit or leading_unit(piece.events)
            self.note(replace(finding, unit=unit))

    def _see_units(self, events: Sequence[Mapping[str, Any]]) -> None:
        units = self._units
        for event in events:
            unit = event.get("unit")
            if not isinstance(unit, str):
                continue
            day = str(event["at"])[:10]
            seen = units.get(unit)
            if seen is None:
                units[unit] = [day, day, 1]
                continue
            seen[2] += 1
            if day < seen[0]:
                seen[0] = day
            elif day > seen[1]:
                seen[1] = day

    def commit(self) -> None:
        """Write it all, together with how far the sheet and the file have been read."""
        database = self.database
        with committed(database):
            database.executemany(_TAKE_ID, self._ids)
            database.executemany(_TAKE_PIECE, self._pieces)
            database.executemany(_TAKE_SET_ASIDE, self._set_aside)
            database.executemany(_TAKE_FINDING, self._findings)
            units = ((tidied(name), *seen) for name, seen in self._units.items())
            database.executemany(_TAKE_UNIT, units)
            database.execute(
                "UPDATE sheets SET taken = ? WHERE number = ?", (self.taken, self.sheet)
            )
            database.execute(
                "UPDATE files SET told = ? WHERE number = ?", (self.told, self.file)
            )
        self._empty()

    def _empty(self) -> None:
        self._ids, self._pieces, self._set_aside, self._findings = [], [], [], []
        self._units = {}
        self._rows = self._characters = 0


def set_aside_row(sheet: int, one: SetAside) -> tuple[Any, ...]:
    """Answer the row of the table for something set aside."""
    reason = one.reason
    return (
        sheet,
        one.place.row,
        one.code,
        shortened(one.text),
        storable(reason.zh),
        storable(reason.en),
        None if one.ticket is None else tidied(one.ticket),
    )


def finding_row(finding: Finding, file: str | None = None) -> tuple[Any, ...]:
    """Answer the row of the table for a finding.

    Args:
        finding: what was found.
        file: where, if the finding does not say.
    """
    place, message = finding.place, finding.message
    return (
        finding.code,
        file if place is None else storable(place.file),
        None if place is None else place.sheet,
        None if place is None else place.row,
        None if finding.ticket is None else tidied(finding.ticket),
        None if finding.unit is None else tidied(finding.unit),
        storable(message.zh),
        storable(message.en),
    )


def shortened(text: str) -> str:
    """Cut a text to a length that a spreadsheet can hold in a cell."""
    whole = storable(text)
    return whole if len(whole) <= LONGEST_TEXT else f"{whole[:LONGEST_TEXT]}…"
