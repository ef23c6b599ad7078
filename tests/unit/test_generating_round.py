"""A law: an export read back gives the histories, for all that its cells can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

from hotline_rules.adapters.mapping import load_mapping
from hotline_rules.adapters.model import Piece, Place, Row, Sheet
from hotline_rules.generating import KINDS, Dirt, list_habits, load_habits, open_export

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hotline_rules.adapters.model import SetAside
    from hotline_rules.generating import Export

TICKETS = 150
# What nothing but the forms of times and marks for blank can be said about.
HARMLESS = tuple(
    kind
    for kind in KINDS
    if kind.endswith("-date") or kind in ("slashes", "full-width", "blank-mark")
)


def reader(
    export: Export, folder: Path, *, dirty: bool
) -> Callable[[Row], Piece | SetAside]:
    path = folder / "mapping.yaml"
    path.write_text(export.mapping(dirty=dirty), encoding="utf-8")
    sheet = Sheet("x.csv", None, export.form.headings, 1, lambda: iter(()))
    return load_mapping(str(path)).reader(sheet)


def joined(pieces: list[Piece | SetAside]) -> dict[str, Any]:
    """Answer the history that pieces of one ticket make up."""
    found = [piece for piece in pieces if isinstance(piece, Piece)]
    assert len(found) == len(pieces), pieces
    events = [dict(event) for piece in found for event in piece.events]
    return {
        "id": found[0].id,
        "subject": found[0].subject,
        "attributes": dict(found[0].attributes),
        "events": sorted(events, key=lambda event: event["at"]),
    }


@pytest.mark.parametrize("dirty", [False, True])
@pytest.mark.parametrize("form", ["wide", "long"])
@pytest.mark.parametrize("city", list_habits())
def test_export__read_back_gives_the_histories(
    tmp_path: Path, city: str, form: Literal["wide", "long"], dirty: bool
) -> None:
    """`dirty`: half of the rows have other forms of times, or marks for blank."""
    habits = load_habits(city, {"paused": 0.1})
    export = open_export(habits, form)
    read = reader(export, tmp_path, dirty=dirty)
    dirt = Dirt(export.form, 0.5 if dirty else 0, 1, HARMLESS)
    for history in habits.histories(TICKETS, 1):
        lines = [cells for row in export.rows(history) for cells, _ in dirt.lines(row)]
        rows = [Row(Place("x.csv", None, 2), tuple(cells)) for cells in lines]
        assert joined([read(row) for row in rows]) == export.held(history)
