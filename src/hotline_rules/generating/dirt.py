"""Dirt in exports: what people and spreadsheets do to a table, put in on purpose.

Each dirty row has one kind of dirt, drawn from the seed and the number of its row, and
is listed, so that a test of an importer knows what it should have met.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hotline_rules.generating.columns import Form
    from hotline_rules.generating.exporting import Row

Where = Literal["id", "time", "unit", "worded", "blank", "filler"]
# Local times have no zone here, as in the cells themselves.
_SERIAL_START = datetime.fromisoformat("1899-12-30")
_FULL_WIDTH = {ord(mark): ord(mark) + 0xFEE0 for mark in "0123456789:-"}


@dataclass(frozen=True, slots=True)
class Blemish:
    """One dirty row.

    Attributes:
        row: its number in the file, the heading being row 1.
        id: of its ticket, as it was before.
        kind: a name of `KINDS`.
        column: heading of the cell that was changed; ``None`` for a whole row.
        was, becomes: the cell before and after; ``None`` for a whole row.
        means: the local time that the cell still says, ``None`` when it says none.
    """

    row: int
    id: str
    kind: str
    column: str | None = None
    was: str | None = None
    becomes: str | None = None
    means: str | None = None


Change = tuple[str, str | None]
"""A cell after the change, and the local time it still means."""


def _slashes(text: str, _: Random) -> Change:
    at = _local(text)
    return f"{at.year}/{at.month}/{at.day} {at.hour}:{at:%M:%S}", text


def _chinese(text: str, _: Random) -> Change:
    at = _local(text)
    day = f"{at.year}年{at.month}月{at.day}日"
    return f"{day} {at.hour}时{at.minute}分{at.second}秒", text


def _compact(text: str, _: Random) -> Change:
    return f"{_local(text):%Y%m%d%H%M%S}", text


def _serial(text: str, _: Random) -> Change:
    days = (_local(text) - _SERIAL_START) / timedelta(days=1)
    return f"{days:.8f}", text


def _date_only(text: str, _: Random) -> Change:
    return text[:10], None


def _midnight(text: str, _: Random) -> Change:
    next_day = _local(text[:10] + " 00:00:00") + timedelta(days=1)
    return f"{text[:10]} 24:00", f"{next_day:%Y-%m-%d %H:%M:%S}"


def _full_width(text: str, _: Random) -> Change:
    return text.translate(_FULL_WIDTH), text


def _no_such_day(text: str, _: Random) -> Change:
    return f"{text[:4]}-02-30{text[10:]}", None


def _year_before(text: str, _: Random) -> Change:
    before = f"{int(text[:4]) - 1}-01-04{text[10:]}"
    return before, before


def _no_time(_text: str, _: Random) -> Change:
    return "待定", None


def _blank_id(_text: str, _: Random) -> Change:
    return "", None


def _long_id(_text: str, draw: Random) -> Change:
    return f"00{draw.randrange(10**15, 10**16)}", None


def _rounded_id(_text: str, draw: Random) -> Change:
    return f"{draw.randrange(100_000, 999_999) / 100_000:.5f}E+17", None


def _unknown_word(_text: str, draw: Random) -> Change:
    return draw.choice(["其它", "？", "详见附件"]), None


def _spaced(text: str, _: Random) -> Change:
    return f" {text}\u3000", None


def _formula(_text: str, _: Random) -> Change:
    return "=1+1", None


def _nul(text: str, _: Random) -> Change:
    return f"{text}\0", None


def _mark(_text: str, draw: Random) -> Change:
    return draw.choice(["-", "无", "/"]), None


def _bad_bytes(text: str, _: Random) -> Change:
    return f"{text}\udcff", None


# TRAP: the order is part of what a seed means; add at the end.
CELLS: dict[str, tuple[Where, Callable[[str, Random], Change]]] = {
    "slashes": ("time", _slashes),
    "chinese-date": ("time", _chinese),
    "compact-date": ("time", _compact),
    "serial-date": ("time", _serial),
    "date-only": ("time", _date_only),
    "midnight": ("time", _midnight),
    "full-width": ("time", _full_width),
    "no-such-day": ("time", _no_such_day),
    "year-before": ("time", _year_before),
    "no-time": ("time", _no_time),
    "missing-id": ("id", _blank_id),
    "long-id": ("id", _long_id),
    "rounded-id": ("id", _rounded_id),
    "unknown-word": ("worded", _unknown_word),
    "spaces": ("unit", _spaced),
    "formula": ("filler", _formula),
    "nul": ("unit", _nul),
    "blank-mark": ("blank", _mark),
    "bad-bytes": ("filler", _bad_bytes),
}
ROWS = ("repeated", "contradiction", "too-few-cells", "too-many-cells")
KINDS = (*CELLS, *ROWS)


class Dirt:
    """Spoils a share of the rows of an export.

    Args:
        form: of the export.
        share: of the rows, from 0 to 1.
        seed: the same seed spoils the same rows in the same way.
        kinds: those that may occur.
    """

    def __init__(
        self, form: Form, share: float, seed: int, kinds: Sequence[str] = KINDS
    ) -> None:
        self._form = form
        self._share = share
        self._seed = seed
        self._kinds = tuple(kinds)
        self._cells: dict[Where, tuple[str, ...]] = _cells(form)
        self._read = 0
        self._written = 1  # the heading

    def lines(self, row: Row) -> Iterator[tuple[list[str], Blemish | None]]:
        """Yield the cells of a row as they are written, spoiled or not."""
        self._read += 1
        draw = Random(f"dirt-{self._seed}-{self._read}")
        clean = [row.get(heading, "") for heading in self._form.headings]
        if draw.random() >= self._share:
            yield self._counted(clean, None)
            return
        kind = self._kinds[int(draw.random() * len(self._kinds))]
        if kind in CELLS:
            yield self._spoiled_cell(row, kind, draw)
        else:
            yield from self._spoiled_row(row, clean, kind)

    def _counted(
        self, cells: list[str], blemish: Blemish | None
    ) -> tuple[list[str], Blemish | None]:
        self._written += 1
        return cells, blemish

    def _spoiled_cell(
        self, row: Row, kind: str, draw: Random
    ) -> tuple[list[str], Blemish | None]:
        where, change = CELLS[kind]
        headings = self._cells[where]
        if where != "blank":
            headings = tuple(h for h in headings if row.get(h))
        else:
            headings = tuple(h for h in headings if not row.get(h))
        if not headings:  # nothing of this sort in the row: it stays clean
            return self._counted([row.get(h, "") for h in self._form.headings], None)
        column = headings[int(draw.random() * len(headings))]
        was = row.get(column, "")
        becomes, means = change(was, draw)
        spoiled = row | {column: becomes}
        blemish = Blemish(
            self._written + 1, row[self._form.id], kind, column, was, becomes, means
        )
        return self._counted([spoiled.get(h, "") for h in self._form.headings], blemish)

    def _spoiled_row(
        self, row: Row, clean: list[str], kind: str
    ) -> Iterator[tuple[list[str], Blemish | None]]:
        units = {h: "单位99" for h in self._cells["unit"] if row.get(h)}
        if kind in ("repeated", "contradiction"):
            yield self._counted(clean, None)
        if kind == "contradiction" and not units:  # nothing to disagree about
            return
        found = Blemish(self._written + 1, row[self._form.id], kind)
        cells = clean
        if kind == "contradiction":
            cells = [(row | units).get(h, "") for h in self._form.headings]
        elif kind == "too-few-cells":
            cells = clean[: len(clean) // 2]
        elif kind == "too-many-cells":
            cells = [*clean, "多出来的一格"]
        yield self._counted(cells, found)


def _cells(form: Form) -> dict[Where, tuple[str, ...]]:
    columns = [c for each in form.happenings for c in each.columns]
    times = dict.fromkeys(each.at for each in form.happenings)
    units = dict.fromkeys(c.heading for c in columns if c.key == "unit")
    worded = dict.fromkeys(c.heading for c in (*form.attributes, *columns) if c.words)
    plain = dict.fromkeys(c.heading for c in columns if not c.words)
    return {
        "id": (form.id,),
        "time": tuple(times),
        "unit": tuple(units),
        "worded": tuple(worded),
        "blank": (*times, *plain),
        "filler": tuple(form.fillers or plain),
    }


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text)
