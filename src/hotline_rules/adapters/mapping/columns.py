"""The headings of a sheet held against those that a mapping names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize

from hotline_rules.adapters.mapping.plan import folded
from hotline_rules.diagnostics import Diagnostic, Text, codes, diagnostic, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotline_rules.adapters.mapping.plan import Plan
    from hotline_rules.adapters.model import Sheet
    from hotline_rules.profile.node import Node

_SHOWN = 30  # headings listed where none is near


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the headings of a mapping stand in one sheet.

    Attributes:
        at: heading of the mapping to its index, `None` for one that may be missing.
        headings: of the sheet.
    """

    at: dict[str, int | None]
    headings: tuple[str, ...]

    def index(self, node: Node) -> int | None:
        """Return the index of one heading."""
        return self.at[str(node.value)]

    def used(self) -> list[int]:
        """Return the indices that are used, in the order of the sheet."""
        return sorted({index for index in self.at.values() if index is not None})


def find_columns(plan: Plan, sheet: Sheet) -> tuple[Columns, list[Diagnostic]]:
    """Find the columns of a mapping among the headings of a sheet.

    Spaces, line breaks and full-width forms in headings make no difference, unless two
    headings of the sheet would be the same without them.

    Returns:
        the columns, and a fault for each heading that is not there.

    Diagnostics:
        UNKNOWN_COLUMN.
    """
    there = _Headings(sheet.headings)
    at: dict[str, int | None] = {}
    missing: list[Node] = []
    for node in plan.columns():
        name = str(node.value)
        if name in at:
            continue
        at[name] = there.find([name, *plan.headings.get(name, ())])
        if at[name] is None and name not in plan.may_be_missing:
            missing.append(node)
    others = there.unused(at.values())
    return Columns(at, sheet.headings), [
        _unknown(one, sheet, others) for one in missing
    ]


class _Headings:
    """The headings of a sheet, exactly and as people read them."""

    def __init__(self, headings: Sequence[str]) -> None:
        self._headings = headings
        self._exact = {folded(name): index for index, name in enumerate(headings)}
        self._read: dict[str, int | None] = {}
        for index, name in enumerate(headings):
            key = _as_read(name)
            self._read[key] = None if key in self._read else index

    def find(self, names: Iterable[str]) -> int | None:
        for name in names:
            if (index := self._exact.get(folded(name))) is not None:
                return index
            if (index := self._read.get(_as_read(name))) is not None:
                return index
        return None

    def unused(self, used: Iterable[int | None]) -> list[str]:
        taken = set(used)
        return [
            name
            for index, name in enumerate(self._headings)
            if index not in taken and name
        ]


def _as_read(name: str) -> str:
    return "".join(normalize("NFKC", name).split()).casefold()


def _near(name: str, others: list[str]) -> str | None:
    """Return the heading that was meant: misspelt, or longer or shorter by a word."""
    longer = [one for one in others if name in one or one in name]
    return suggest(name, others) or (longer[0] if len(longer) == 1 else None)


def _unknown(node: Node, sheet: Sheet, others: list[str]) -> Diagnostic:
    name = str(node.value)
    near = _near(name, others)
    where = sheet.file if sheet.sheet is None else f"{sheet.file}[{sheet.sheet}]"
    listed = "、".join(others[:_SHOWN]), ", ".join(others[:_SHOWN])
    if near:
        fix = Text(f"是不是 `{near}`？", f"did you mean `{near}`?")
    else:
        fix = Text(
            f"改成表里有的列名；别的文件里另有叫法的写进 headings；这个文件没有的，"
            f"把 `{name}` 写进 may_be_missing；要写固定的值，写成 {{is: {name}}}",
            f"write a heading that is there; list other names under `headings`; put "
            f"`{name}` under `may_be_missing` if the file has none; for a value that "
            f"is always the same write {{is: {name}}}",
        )
    return diagnostic(
        codes.UNKNOWN_COLUMN,
        node.span,
        Text(
            f"{where} 里没有“{name}”这一列", f"there is no column `{name}` in {where}"
        ),
        why=Text(
            f"列名在第 {sheet.headings_row} 行，没有用到的有：{listed[0]}",
            f"the headings are in row {sheet.headings_row}; not used are: {listed[1]}",
        ),
        fix=fix,
    )
