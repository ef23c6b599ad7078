"""Exports opened and read: files as sheets, and what their rows mean."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.model import Piece, Place, Record, SetAside, Sheet
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hotline_rules.adapters.model import Finding, Row
    from hotline_rules.adapters.settle import Repeated


@dataclass(frozen=True, slots=True)
class Exports:
    """Histories, one a line."""

    mapping: Any = None
    digest: str = ""
    options: tuple[str | int | None, ...] = ()
    repeated: Repeated = "first"

    def sheets(self, path: Path, _: Callable[[Finding], None]) -> Iterator[Sheet]:
        """Open a file."""
        yield Sheet(str(path), None, (), 0, lambda: _lines(path))

    def reader(
        self, _: Sheet, __: Callable[[Finding], None]
    ) -> Callable[[Row | Record], Piece | SetAside]:
        """Answer what reads the rows of a sheet."""
        return _piece


def _lines(path: Path) -> Iterator[Record | SetAside]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            place = Place(str(path), None, number)
            try:
                yield Record(place, json.loads(line))
            except ValueError as error:
                yield SetAside(
                    place, line, "json-broken", Text("不是完整的 JSON", str(error))
                )


def _piece(row: Row | Record) -> Piece | SetAside:
    assert isinstance(row, Record)
    one = row.history
    return Piece(
        row.place,
        one["id"],
        one.get("attributes") or {},
        tuple(one["events"]),
        one.get("subject") or "ticket",
        whole=True,
    )
