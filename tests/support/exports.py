"""Exports made by hand: sheets of rows that say what they mean, and what was stored."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.model import (
    Finding,
    Piece,
    Place,
    Record,
    Row,
    SetAside,
    Sheet,
)
from hotline_rules.diagnostics import FaultyFileError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hotline_rules.adapters.settle import Repeated
    from hotline_rules.adapters.taking import Note, Read


def event(type_: str, at: str = "2021-03-01T10:00:00+08:00", **said: Any) -> Any:
    return {"type": type_, "at": at, **said}


@dataclass(frozen=True)
class Said:
    """What a row of a made export says."""

    id: str
    events: Sequence[Mapping[str, Any]] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)
    whole: bool = False
    subject: str = "ticket"
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Broken:
    """A row that cannot be read, although its ticket may be known."""

    text: str
    of: str | None = None
    code: str = "nul-byte"


Line = Said | Broken | BaseException


@dataclass
class Made:
    """A source whose files are what they are said to be; `unfit` sheets are refused."""

    files: dict[str, dict[str | None, Sequence[Line]]]
    repeated: Repeated = "first"
    digest: str = "sha256:00"
    options: tuple[str | int | None, ...] = ()
    renamed: frozenset[str] = frozenset()
    unfit: dict[str | None, FaultyFileError] = field(default_factory=dict)
    read: int = 0

    def sheets(self, path: Path, note: Note) -> Iterator[Sheet]:
        sheets = self.files[path.name]
        if not sheets:
            raise FaultyFileError([], {})
        note(Finding("encoding", None, None, None, Text("编码", "encoding")))
        for name in sheets:
            rows = partial(self._rows, path, name, note)
            yield Sheet(str(path), name, ("x",), 1, rows)

    def _rows(
        self, path: Path, sheet: str | None, note: Note
    ) -> Iterator[Row | Record | SetAside]:
        for number, line in enumerate(self.files[path.name][sheet], start=2):
            place = Place(str(path), sheet, number)
            match line:
                case BaseException():
                    raise line
                case Broken():
                    note(Finding("nul-byte", place, None, None, Text("坏", "broken")))
                    why = Text("坏", "broken")
                    yield SetAside(place, line.text, line.code, why, line.of)
                case _:
                    self.read += 1
                    yield Row(place, (number,))

    def reader(self, sheet: Sheet, note: Note) -> Read:
        if sheet.sheet in self.unfit:
            raise self.unfit[sheet.sheet]
        note(Finding("columns-not-read", None, None, None, Text("列", "columns")))
        lines = self.files[Path(sheet.file).name][sheet.sheet]

        def read(row: Row | Record) -> Piece | SetAside:
            said = lines[row.place.row - 2]
            assert isinstance(said, Said)
            return Piece(
                row.place,
                said.id,
                said.attributes,
                tuple(said.events),
                said.subject,
                tuple(
                    Finding("odd", row.place, said.id, None, Text(one, one))
                    for one in said.findings
                ),
                said.whole,
            )

        return read


def contents(path: Path) -> dict[str, list[Any]]:
    """Everything that a store holds, in the order it was written."""
    with sqlite3.connect(path) as database:
        names = database.execute(
            "SELECT name, sql LIKE '%WITHOUT ROWID%' FROM sqlite_master"
            " WHERE type = 'table' ORDER BY name"
        ).fetchall()
        held = {
            name: database.execute(
                f"SELECT * FROM {name} ORDER BY 1"
                if keyed
                else f"SELECT rowid, * FROM {name} ORDER BY rowid"
            ).fetchall()
            for name, keyed in names
        }
    database.close()
    return held
