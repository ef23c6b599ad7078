"""What passes between the parts of this room: rows, pieces of histories, leftovers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hotline_rules.diagnostics import Text


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A cell whose value is lost or not to be trusted, though the row is whole.

    A row is set aside with this code where the mapping needs the cell; elsewhere the
    cell does no harm.

    Attributes:
        text: what is left of the value, for a person to look at.
        code: a slug of `reasons`: an id rounded by a spreadsheet, an error of a
            formula, a formula that was never computed.
    """

    text: str
    code: str


Cell = str | int | float | bool | datetime | date | time | Spoiled | None
"""A value as its file has it: text of a CSV stays text, Excel gives numbers, dates.

An empty cell is `None`, never an empty text. Durations of a worksheet (`[h]:mm`) come
as text, `24:00:00`; a worksheet's midnight comes as a `date`, because the file does not
tell the two apart.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands, in the numbers that the person's own program shows.

    Attributes:
        file: the path as it was given.
        sheet: of a workbook; object type of an object-centric log; else ``None``.
        row: counted from 1, the heading included: the line of a text file on which the
            row begins, the row of a worksheet; in files without lines the record.
    """

    file: str
    sheet: str | None
    row: int

    def __str__(self) -> str:
        sheet = "" if self.sheet is None else f"[{self.sheet}]"
        return f"{self.file}{sheet}:{self.row}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an export: its place, and a cell for each heading, in their order."""

    place: Place
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One row that is a whole history already, as docs/histories.md describes it."""

    place: Place
    history: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that became no part of any history.

    Attributes:
        place: where it stands.
        text: the row as it was read, for a person to recognise it.
        code: a slug of `reasons`, stable for ever.
        reason: why, and what to do about it.
        ticket: id of the history that lacks the row, ``None`` when unknown.
    """

    place: Place
    text: str
    code: str
    reason: Text
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd about the data that did not keep a row from being used.

    Attributes:
        code: a slug of `reasons`.
        place: where; ``None`` when it is about a whole file.
        ticket: id of the history, ``None`` when unknown.
        unit: the handling unit concerned, ``None`` when none is.
        message: what was found.
    """

    code: str
    place: Place | None
    ticket: str | None
    unit: str | None
    message: Text


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of one file, opened.

    Attributes:
        file, sheet: as in `Place`.
        headings: names of the columns, trimmed, in their order; empty for records.
        headings_row: where they stand.
        rows: reads on from the file, once; what cannot be read comes as `SetAside`.
        position: how many bytes of the file have been read so far; ``None`` where its
            reader cannot tell.
    """

    file: str
    sheet: str | None
    headings: tuple[str, ...]
    headings_row: int
    rows: Callable[[], Iterator[Row | Record | SetAside]]
    position: Callable[[], int] | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """What one row says of one history: all of it in a wide export, an event in a long.

    Attributes:
        place: of the row.
        id: of the history.
        attributes: facts fixed at the start, as docs/histories.md names them.
        events: mappings with ``type`` and ``at`` (ISO text with an offset), flat.
        subject: ``ticket``, ``unit`` or ``knowledge_item``.
        findings: what was odd about the row.
        whole: the row claims to say all of the history (a row of a wide export, a
            record), so that a second one of the id repeats or contradicts it; rows
            that are not whole add up.
    """

    place: Place
    id: str
    attributes: Mapping[str, Any]
    events: tuple[Mapping[str, Any], ...]
    subject: str = "ticket"
    findings: tuple[Finding, ...] = field(default=())
    whole: bool = False
