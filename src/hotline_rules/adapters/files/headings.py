"""Which row of a table holds its headings, and what they are called.

Tables made by people begin with a title, a line of dates, or headings in two rows with
merged cells. The headings are the first row that is filled about as widely as the rows
below it and holds nothing but labels; where no row is like that, nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.adapters.model import Finding, Place, Spoiled
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hotline_rules.adapters.model import Cell

PREVIEW = 30
"""So many rows are looked at for the headings."""

_FILLED_SHARE = 0.6
_SHOWN = 5
_VALUE = re.compile(
    r"[-+]?\d[\d.,:/\\ %TZ年月日号时点分秒+-]*"  # a number, a date, a time
    r"|.*\d{6}.*",  # a reference: headings hold no such runs of digits
    re.DOTALL,
)

Preview = tuple[int, "Sequence[Cell]"]
"""A row near the top: its number, and its cells."""


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a table.

    Attributes:
        names: one for each column, no two the same, none empty.
        row: the number of the (last) row that holds them.
        findings: slug and sentence of what was odd about them.
    """

    names: tuple[str, ...]
    row: int
    findings: tuple[tuple[str, Text], ...]

    def stand_again(self, cells: Sequence[Cell]) -> bool:
        """Say whether a row is the headings once more, as where files were joined."""
        first = cells[0] if cells else None
        if not isinstance(first, str) or self.names[0] not in first:
            return False  # nearly every row, so this is quick
        return tuple(map(_label, cells)) == self.names

    def found(self, file: str, sheet: str | None) -> Iterator[Finding]:
        """Yield the findings with their place."""
        place = Place(file, sheet, self.row)
        for slug, message in self.findings:
            yield Finding(slug, place, None, None, message)


def find_headings(
    rows: Sequence[Preview], told: int | None, left: int = 0
) -> Headings | Text:
    """Find the headings of a table, or say why they are not clear.

    Args:
        rows: the first rows that hold anything, `PREVIEW` or so of them.
        told: the number of the row that holds them, if the person has said it.
        left: how many columns of the sheet lie left of the first cell.
    """
    if not rows:
        return Text("里面没有任何一行内容", "no row of it holds anything")
    if told is not None:
        return _at(rows, told, left)
    wide = sorted(_filled(cells) for _, cells in rows)[len(rows) * 3 // 4]
    for index, (_, cells) in enumerate(rows):
        if _filled(cells) >= wide * _FILLED_SHARE and _labels_only(cells):
            return _joined(rows, index, left)
    number, cells = rows[0]
    value = next((str(c) for c in cells if not _is_label(c)), "")
    return Text(
        f"第 {number} 行里有 `{value}`，像是数据；开头 {len(rows)} 行里"
        "没有一行全是列名",
        f"row {number} holds `{value}`, which looks like data, and none of the first "
        f"{len(rows)} rows holds labels only",
    )


def _at(rows: Sequence[Preview], told: int, left: int) -> Headings | Text:
    for number, cells in rows:
        if number == told:
            names, found = _names([_label(cell) for cell in cells], left)
            if names:
                return Headings(names, told, tuple(found))
    return Text(
        f"第 {told} 行是空的，或者没有这一行", f"row {told} is empty or missing"
    )


def _joined(rows: Sequence[Preview], index: int, left: int) -> Headings:
    """Make names of the row found, together with a second row of headings."""
    number, cells = rows[index]
    labels = [_label(cell) for cell in cells]
    first = index
    found: list[tuple[str, Text]] = []
    below = rows[index + 1][1] if index + 1 < len(rows) else ()
    above = [_label(cell) for cell in rows[index - 1][1]] if index else []
    if _continues(labels, below):
        number = rows[index + 1][0]
        labels = _one_under_other(labels, [_label(cell) for cell in below])
        found.append(_told_joined(rows[index][0], number))
    elif _heads(above, labels):
        first = index - 1
        labels = _one_under_other(above, labels)
        found.append(_told_joined(rows[first][0], number))
    if first:
        found.append(_told_above(number))
    names, odd = _names(labels, left)
    return Headings(names, number, (*found, *odd))


def _continues(labels: Sequence[str], below: Sequence[Cell]) -> bool:
    """Say whether the next row fills the gaps of a row of headings, and is labels."""
    if "" not in labels or not below or not _labels_only(below):
        return False
    under = [_label(cell) for cell in below]
    under += [""] * (len(labels) - len(under))
    gaps_filled = all(low for top, low in zip(labels, under, strict=False) if not top)
    left_free = any(
        top and low in ("", top) for top, low in zip(labels, under, strict=False)
    )
    return gaps_filled and left_free


def _heads(above: Sequence[str], labels: Sequence[str]) -> bool:
    """Say whether the row above tells repeated headings apart."""
    if sum(map(bool, above)) < 2 or len(set(labels)) == len(labels):
        return False
    joined = _one_under_other(above, labels)
    return len(set(joined)) == len(joined)


def _one_under_other(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Join two rows; a label reaches over the empty cells to its right."""
    wide = max(len(above), len(below))
    upper = [*above, *[""] * (wide - len(above))]
    lower = [*below, *[""] * (wide - len(below))]
    joined, reaching = [], ""
    for top, low in zip(upper, lower, strict=True):
        reaching = top or (reaching if low else "")
        joined.append(_pair(reaching, low))
    return joined


def _pair(top: str, low: str) -> str:
    if not top or not low or top == low:
        return top or low
    between = " " if top[-1].isascii() and low[0].isascii() else ""
    return f"{top}{between}{low}"


def _names(
    labels: list[str], left: int
) -> tuple[tuple[str, ...], list[tuple[str, Text]]]:
    """Give every column a name of its own, and say what was changed for that."""
    while labels and not labels[-1]:
        labels = labels[:-1]
    found: list[tuple[str, Text]] = []
    blank = [column_letters(left + at) for at, label in enumerate(labels) if not label]
    if blank:
        found.append(_told_blank(blank))
    seen: Counter[str] = Counter()
    names: list[str] = []
    for at, label in enumerate(labels):
        name = label or f"{column_letters(left + at)}列"
        seen[name] += 1
        while seen[name] > 1 and f"{name}({seen[name]})" in labels:
            seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name}({seen[name]})")
    repeated = [name for name in seen if seen[name] > 1]
    if repeated:
        found.append(_told_repeated(repeated))
    return tuple(names), found


def column_letters(index: int) -> str:
    """Return what a spreadsheet calls a column.

    Args:
        index: counted from 0.

    Example:
        >>> column_letters(0), column_letters(27)
        ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


# --- cells ---------------------------------------------------------------------------


def _label(cell: Cell) -> str:
    """Return a heading trimmed, its line breaks taken out."""
    if cell is None:
        return ""
    text = cell.text if isinstance(cell, Spoiled) else str(cell)
    parts = text.strip("\ufeff").split()
    joined = ""
    for part in parts:
        joined = _pair_words(joined, part)
    return joined


def _pair_words(left: str, right: str) -> str:
    if left and left[-1].isascii() and right[0].isascii():
        return f"{left} {right}"
    return left + right


def _filled(cells: Iterable[Cell]) -> int:
    return sum(1 for cell in cells if _label(cell))


def _labels_only(cells: Sequence[Cell]) -> bool:
    return any(map(_label, cells)) and all(map(_is_label, cells))


def _is_label(cell: Cell) -> bool:
    if cell is None:
        return True
    return isinstance(cell, str) and not _VALUE.fullmatch(cell.strip())


# --- sentences -----------------------------------------------------------------------


def _listed(names: Sequence[str], lang: str) -> str:
    shown = ("、" if lang == "zh" else ", ").join(names[:_SHOWN])
    more = len(names) - _SHOWN
    if more <= 0:
        return shown
    return f"{shown}等 {len(names)} 个" if lang == "zh" else f"{shown} and {more} more"


def _told_joined(first: int, last: int) -> tuple[str, Text]:
    return "headings-joined", Text(
        f"列名由第 {first} 行和第 {last} 行合成，如“派单”和“时间”合成“派单时间”",
        f"the headings are joined from rows {first} and {last}",
    )


def _told_above(number: int) -> tuple[str, Text]:
    # What stands there is not quoted: often who made the list, and a telephone number.
    return "rows-above-headings", Text(
        f"列名在第 {number} 行；上面的几行没有当作数据",
        f"the headings are in row {number}; the rows above are not read as data",
    )


def _told_blank(columns: Sequence[str]) -> tuple[str, Text]:
    return "blank-heading", Text(
        f"{_listed(columns, 'zh')} 列没有列名，暂称“{columns[0]}列”",
        f"no heading in column {_listed(columns, 'en')}; called `{columns[0]}列`",
    )


def _told_repeated(names: Sequence[str]) -> tuple[str, Text]:
    return "repeated-heading", Text(
        f"列名重复：{_listed(names, 'zh')}；从第二个起称“{names[0]}(2)”这样",
        f"headings that are repeated: {_listed(names, 'en')}; from the second on "
        f"called `{names[0]}(2)`",
    )
