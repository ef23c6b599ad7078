"""Values that a profile chooses, as closures that say by what they were chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.logic import bind_condition
from hotline_rules.evaluate.unknowns import unknown_facts
from hotline_rules.rulebook import Constant, Extreme, Missing, Place, Row, Table

if TYPE_CHECKING:
    from hotline_rules.evaluate.facts import Binder
    from hotline_rules.rulebook import Value


@dataclass(frozen=True, slots=True)
class Undetermined:
    """A value that cannot be had, and what is missing for it."""

    sort: str  # parameter, fact, conflict; beyond: past the end of the calendar
    name: str
    cites: tuple[str, ...] = ()
    detail: str = ""


class Notes:
    """Clauses and readings of the rows through which a value came, and the last row's.

    Attributes:
        chosen: the value of the innermost row; ``None`` where no table was asked.
    """

    __slots__ = ("chosen", "cites", "readings")

    def __init__(self) -> None:
        self.cites: tuple[str, ...] = ()
        self.readings: tuple[str, ...] = ()
        self.chosen: Value[Any] | None = None

    def ask_anew(self) -> None:
        """Forget the row of the value asked for before."""
        self.chosen = None


# run, trigger, limit, notes -> the value, or Undetermined
Reader = Callable[[Any, Any, Any, Notes], Any]
BindLeaf = Callable[[Any], Reader]


def bind_value(value: Value[Any], bind_leaf: BindLeaf, binder: Binder) -> Reader:
    """Make the closure of a value; ``bind_leaf`` makes that of a bare one."""
    match value:
        case Constant():
            return _constant(value, bind_leaf)
        case Missing():
            gap = Undetermined("parameter", value.parameter, value.cites, value.where)
            return lambda run, occ, limit, notes: gap
        case Extreme():
            return _extreme(value, bind_leaf, binder)
        case _:
            return _table(value, bind_leaf, binder)


def plain(value: Any) -> Reader:
    """Leaf of a value that needs no reading."""
    return lambda run, occ, limit, notes: value


def _constant(value: Constant[Any], bind_leaf: BindLeaf) -> Reader:
    read, readings = bind_leaf(value.value), value.readings
    if not readings:
        return read

    def noted(run: Any, occ: Any, limit: Any, notes: Notes) -> Any:
        notes.readings += readings
        return read(run, occ, limit, notes)

    return noted


def _extreme(value: Extreme[Any], bind_leaf: BindLeaf, binder: Binder) -> Reader:
    readers = [bind_value(part, bind_leaf, binder) for part in value.parts]
    pick = min if value.which == "earliest" else max

    def read(run: Any, occ: Any, limit: Any, notes: Notes) -> Any:
        ends = [reader(run, occ, limit, notes) for reader in readers]
        for end in ends:
            if isinstance(end, Undetermined) or end is None:
                return end
        return pick(ends, key=lambda end: end.first_late)

    return read


def _table(table: Table[Any], bind_leaf: BindLeaf, binder: Binder) -> Reader:
    rows = [
        (
            row,
            bind_condition(row.when, binder),
            bind_value(row.value, bind_leaf, binder),
        )
        for row in table.rows
    ]
    unique = table.hit == "unique"

    def read(run: Any, occ: Any, limit: Any, notes: Notes) -> Any:
        found: list[tuple[Row[Any], Reader]] = []
        for row, check, reader in rows:
            holds = True if check is None else check(run, occ, occ, limit)
            if holds is None:
                return _unknown(row, binder, run, occ, limit)
            if holds:
                found.append((row, reader))
                if not unique:
                    break
        if not found:
            return Undetermined("parameter", "no_row", detail=_places(table.rows))
        if len(found) > 1 and any(row.value != found[0][0].value for row, _ in found):
            both = [row for row, _ in found]
            cites = tuple(cite for row in both for cite in row.cites)
            return Undetermined("conflict", "rows", cites, _places(both))
        row, reader = found[0]
        notes.cites += row.cites
        notes.readings += row.readings
        notes.chosen = row.value
        return reader(run, occ, limit, notes)

    return read


def _unknown(row: Row[Any], binder: Binder, run: Any, occ: Any, limit: Any) -> Any:
    names = unknown_facts(row.when, binder, run, occ, occ, limit)
    return Undetermined("fact", names[0] if names else "unknown", row.cites)


def _places(rows: Any) -> str:
    def text(place: Place) -> str:
        return f"{place.file}:{place.line}:{place.column}"

    return " ".join(text(row.place) for row in rows)
