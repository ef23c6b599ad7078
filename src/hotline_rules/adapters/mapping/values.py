"""Closures that take one value out of the cells of a row, made once for each sheet.

A closure returns `None` for a blank cell, and raises `Refused` for a value that neither
the kind of the payload key nor the mapping accounts for: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, TypeAlias
from unicodedata import normalize

from hotline_rules.adapters.mapping.faults import Refused, shortened
from hotline_rules.adapters.mapping.shapes import KEEP, LEAVE_OUT, SET_ASIDE
from hotline_rules.adapters.mapping.times import Memory, TimeReader
from hotline_rules.adapters.model import Cell, Spoiled
from hotline_rules.adapters.reasons import REASONS
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.adapters.mapping.columns import Columns
    from hotline_rules.adapters.mapping.plan import Plan, Renaming, Source, Value
    from hotline_rules.calendar import Zone
    from hotline_rules.profile.vocabulary import ValueType

Cells: TypeAlias = Sequence[Cell]
Note: TypeAlias = Callable[[str, Text], None]
Get: TypeAlias = Callable[[Cells], object]
GetCell: TypeAlias = Callable[[Cells], Cell]
GetText: TypeAlias = Callable[[Cells], "str | None"]

YES_NO: Mapping[str, bool] = {
    "是": True, "否": False, "true": True, "false": False,
    "True": True, "False": False, "TRUE": True, "FALSE": False,
}  # fmt: skip
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(?:\.[0-9]{1,9})?", re.ASCII)
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_ROUNDED = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+", re.ASCII)
_ROUNDED_FROM = 1e15  # a spreadsheet keeps fifteen digits of a number


@dataclass(frozen=True, slots=True)
class Making:
    """What all closures of one sheet are made with.

    Attributes:
        plan: the mapping.
        columns: where the headings stand in this sheet.
        zone: of times without an offset.
        note: told of what is odd about the row in hand.
        memories: what was read of times, by the forms that were allowed.
    """

    plan: Plan
    columns: Columns
    zone: Zone
    note: Note
    memories: dict[tuple[str, ...], Memory] = field(default_factory=dict)

    def times(self, source: Source) -> TimeReader:
        """Return the reader of a column's times."""
        heading = "、".join(str(one.value) for one in source.columns)
        forms = source.times or self.plan.times
        memory = self.memories.setdefault(forms, Memory())
        return TimeReader(heading, forms, self.zone, self.note, memory)

    def cell(self, source: Source) -> GetCell:
        """Return what takes the cell out of a row, `None` where it is blank.

        Cells of several columns are joined to one text, or a date and a time of day
        to an instant.
        """
        empty = self.plan.empty | source.empty | {""}
        getters = [
            _cell(str(node.value), self.columns.index(node), empty)
            for node in source.columns
        ]
        if len(getters) == 1:
            return getters[0]
        join = source.join

        def joined(cells: Cells) -> Cell:
            found = [cell for get in getters if (cell := get(cells)) is not None]
            match found:
                case []:
                    return None
                case [one]:
                    return one
                case [date() as day, time() as clock]:
                    return datetime.combine(day, clock)
                case _:
                    return join.join(text_of(cell) for cell in found)

        return joined

    def text(self, source: Source) -> GetText:
        """Return what takes the text out of a row, trimmed, `None` where blank."""
        get = self.cell(source)

        def text(cells: Cells) -> str | None:
            cell = get(cells)
            return cell if cell is None or type(cell) is str else text_of(cell)

        return text

    def value(self, source: Source, type_: ValueType) -> Get:
        """Return what takes a value of a kind out of a row."""
        if not source.columns:
            constant = source.constant
            return lambda _: constant
        if source.split is not None:
            return self._several(source, type_)
        return self._single(source, type_, self.cell(source))

    def _single(self, source: Source, type_: ValueType, get: GetCell) -> Get:
        if source.table is not None:
            return _by_table(source, get)
        if type_.one_of or type_.yes_or_no:
            return _by_words(source, type_, get)
        match type_.kind:
            case "number":
                return _numbers(source, get)
            case "date" | "instant":
                read = self.times(source).instant_or_date
                return lambda cells: None if (c := get(cells)) is None else read(c)
            case "month":
                return _months(get, self.times(source))
            case "unit":
                return _units(get)
            case _:
                return _texts(get)

    def _several(self, source: Source, type_: ValueType) -> Get:
        """Return what takes a list out of one cell."""
        whole, mark = self.text(source), source.split or ""
        part: list[Cell] = [None]
        single = self._single(source, type_, lambda cells: cells[0])

        def several(cells: Cells) -> object:
            text = whole(cells)
            if text is None:
                return None
            found = []
            for piece in text.split(mark):
                part[0] = piece.strip() or None
                found.append(single(part))
            return [one for one in found if one is not None] or None

        return several


def text_of(cell: Cell) -> str:
    """Return a cell as the text that a person sees in it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _ROUNDED_FROM:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, Spoiled):
        return cell.text
    # TRAP: str() of an int of thousands of digits raises.
    if isinstance(cell, int) and cell.bit_length() > 4096:
        return hex(cell)
    return "" if cell is None else str(cell)


def _cell(heading: str, index: int | None, empty: frozenset[str]) -> GetCell:
    if index is None:
        return lambda _: None

    def cell(cells: Cells) -> Cell:
        found = cells[index]
        if found is None:
            return None
        if type(found) is not str:
            if isinstance(found, Spoiled):
                raise _spoiled(heading, found)
            return None if text_of(found) in empty else found
        text = found.strip()
        return None if text in empty else text

    return cell


def _spoiled(heading: str, cell: Spoiled) -> Refused:
    if cell.code == "number-rounded":
        return _rounded_id(heading, cell.text)
    title = REASONS[cell.code]
    return Refused(
        cell.code,
        Text(
            f"“{heading}”的 `{shortened(cell.text)}` 不能用：{title.zh}；"
            "在原文件里改正后重新导出",
            f"`{shortened(cell.text)}` in `{heading}` cannot be used: {title.en}; "
            "correct it in the file",
        ),
    )


def _texts(get: GetCell) -> Get:
    def text(cells: Cells) -> str | None:
        cell = get(cells)
        return cell if cell is None or type(cell) is str else text_of(cell)

    return text


def _units(get: GetCell) -> Get:
    """Units: one space between words, as people cannot see whether there are two."""

    def unit(cells: Cells) -> str | None:
        cell = get(cells)
        if cell is None:
            return None
        text = cell if type(cell) is str else text_of(cell)
        return text if text.isalnum() else " ".join(text.split())

    return unit


def rename(unit: str, at: str, units: Mapping[str, Renaming]) -> str:
    """Return the present name of a unit at the instant of an event.

    Args:
        unit: as the export has it.
        at: ISO text of the event; its local date decides.
        units: old names.
    """
    renaming = units.get(unit)
    if renaming is None or at[:10] < renaming.since:
        return unit
    return renaming.name


def _by_table(source: Source, get: GetCell) -> Get:
    table, otherwise = source.table or {}, source.otherwise

    def value(cells: Cells) -> object:
        cell = get(cells)
        if cell is None:
            return None
        text = cell if type(cell) is str else text_of(cell)
        try:
            found = table[text]
        except KeyError:
            found = table.get(normalize("NFC", text), otherwise)
            if found == KEEP:
                return text
            if found == SET_ASIDE:
                raise _not_in_table(source, text) from None
        return None if found == LEAVE_OUT else found

    return value


def _by_words(source: Source, type_: ValueType, get: GetCell) -> Get:
    """Values of a closed list without a table: the words themselves, and 是 and 否."""
    table: Mapping[str, Value] = {word: word for word in type_.one_of} or YES_NO
    otherwise = source.otherwise

    def value(cells: Cells) -> object:
        cell = get(cells)
        if cell is None:
            return None
        text = text_of(cell)
        found = table.get(text, otherwise)
        if found == SET_ASIDE:
            raise _not_in_table(source, text)
        return None if found == LEAVE_OUT else found

    return value


def _numbers(source: Source, get: GetCell) -> Get:
    def number(cells: Cells) -> object:
        cell = get(cells)
        if cell is None:
            return None
        text = normalize("NFKC", text_of(cell))
        if not _NUMBER.fullmatch(text):
            raise _unfit(source, text, "not-a-number", "不是一个数", "is not a number")
        return float(text) if "." in text else int(text)

    return number


def _months(get: GetCell, times: TimeReader) -> Get:
    def month(cells: Cells) -> object:
        cell = get(cells)
        if cell is None or (type(cell) is str and _MONTH.fullmatch(cell)):
            return cell
        return times.instant_or_date(cell)[:7]

    return month


def identifier(making: Making, source: Source) -> Callable[[Cells], str]:
    """Return what takes the id out of a row; ids are texts, their zeros are kept."""
    get = making.cell(source)
    heading = "、".join(str(one.value) for one in source.columns)

    def read(cells: Cells) -> str:
        cell = get(cells)
        if type(cell) is not str:
            if cell is None:
                raise _no_id(heading)
            return _number_as_id(cell, heading)
        if _ROUNDED.fullmatch(cell):
            raise _rounded_id(heading, cell)
        return cell

    return read


def _number_as_id(cell: Cell, heading: str) -> str:
    """Return a number as the id it was; that zeros are lost is seen in all of them."""
    text = text_of(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) >= _ROUNDED_FROM:
        raise _rounded_id(heading, text)
    if isinstance(cell, bool | date | time) or not text.strip("-").isdigit():
        raise Refused(
            "unusable-id",
            Text(
                f"“{heading}”的 `{text}` 不像编号；核对这一列",
                f"`{text}` in `{heading}` is no id; check the column",
            ),
        )
    return text


def _no_id(heading: str) -> Refused:
    return Refused(
        "no-id",
        Text(
            f"“{heading}”是空的，不知道是哪一件；在原文件里补上编号",
            f"`{heading}` is blank, so the row belongs to nothing; add the id",
        ),
    )


def _rounded_id(heading: str, text: str) -> Refused:
    return Refused(
        "number-rounded",
        Text(
            f"“{heading}”的 `{text}` 位数太多，被电子表格取整了，原来的号码已经丢失；"
            "从系统重新导出，把这一列设成文本",
            f"`{text}` in `{heading}` was rounded by a spreadsheet and is lost; export "
            "again with this column as text",
        ),
    )


def _not_in_table(source: Source, text: str) -> Refused:
    heading = "、".join(str(one.value) for one in source.columns)
    node = source.table_at or source.node
    line, shown = node.place.line, shortened(text)
    en = ".".join(map(str, node.path))
    return Refused(
        "value-not-in-table",
        Text(
            f"“{heading}”的 `{shown}` 没有对照；在对照表第 {line} 行的值表里加上它",
            f"`{shown}` in `{heading}` is not mapped; add it to {en}, line {line} of "
            "the mapping",
        ),
    )


def _unfit(source: Source, text: str, code: str, zh: str, en: str) -> Refused:
    heading = "、".join(str(one.value) for one in source.columns)
    shown = shortened(text)
    return Refused(
        code,
        Text(
            f"“{heading}”的 `{shown}` {zh}；改正原文件，或用 values 写明对应的值",
            f"`{shown}` in `{heading}` {en}; correct it, or map it with `values`",
        ),
    )
