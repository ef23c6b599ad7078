"""What is seen of a column: its texts, and how they could be read as times."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from hotline_rules.adapters.mapping import forms
from hotline_rules.adapters.mapping.faults import Refused
from hotline_rules.adapters.mapping.guessing.words import BLANK
from hotline_rules.adapters.mapping.moments import MomentReader
from hotline_rules.adapters.mapping.values import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline_rules.adapters.mapping.moments import Moment
    from hotline_rules.adapters.model import Cell

_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.][0-9]{4}(?![0-9]).*", re.S)
# A telephone number, an identity card: not shown, wherever it stands.
_PERSONAL = re.compile(r"(?<![0-9])(?:1[3-9][0-9]{9}|[0-9]{17}[0-9Xx])(?![0-9Xx])")
_LONG = 24  # characters of a sample; what is longer may be free text
_MOST_TEXTS = 500  # different texts of a column that are counted
_NATIVE = "cells"


@dataclass(slots=True)
class Seen:
    """A column as its samples show it.

    Attributes:
        heading: as the file has it.
        filled: cells that are not blank.
        texts: how often each text stands there; the first 500 different ones.
        forms: how many cells each form of times fits; `cells` are those that hold a
            time already.
        dates: texts that are a date without a time of day.
        midnights: cells whose time of day is 00:00:00.
        not_times: texts that are no time, with their numbers.
        first_above_12, second_above_12: of the dates whose year stands last.
    """

    heading: str
    filled: int = 0
    texts: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    dates: list[str] = field(default_factory=list)
    midnights: int = 0
    not_times: Counter[str] = field(default_factory=Counter)
    first_above_12: int = 0
    second_above_12: int = 0

    @property
    def times(self) -> int:
        """How many cells are a time in some form."""
        return self.filled - self.not_times.total()

    @property
    def is_times(self) -> bool:
        """Whether it is a column of times: nearly all cells, and not by accident."""
        sure = self.times - self.forms[forms.EXCEL] - self.forms[forms.COMPACT]
        return self.times > 0 and self.times >= 0.8 * self.filled and sure > 0

    @property
    def distinct(self) -> int:
        """How many different texts stand there; 500 stands for more."""
        return len(self.texts)

    def samples(self, number: int = 2) -> list[str]:
        """Return some texts to show, none that may be personal or free text."""
        shown = [text for text in self.texts if is_harmless(text)]
        return shown[:number]

    def add(self, other: Seen) -> None:
        """Add what another sheet shows of the same column."""
        self.filled += other.filled
        self.texts += other.texts
        self.forms += other.forms
        self.dates += other.dates
        self.midnights += other.midnights
        self.not_times += other.not_times
        self.first_above_12 += other.first_above_12
        self.second_above_12 += other.second_above_12

    def take(self, cell: Cell) -> None:
        """Look at one more cell."""
        text = text_of(cell).strip()
        if not text:
            return
        self.filled += 1
        if text in self.texts or len(self.texts) < _MOST_TEXTS:
            self.texts[text] += 1
        self._take_time(cell, text)

    def _take_time(self, cell: Cell, text: str) -> None:
        found = _read(cell)
        if found is None:
            if len(self.not_times) < _MOST_TEXTS or text in self.not_times:
                self.not_times[text] += 1
            return
        form, moment = found
        self.forms[form] += 1
        if form in (forms.MONTH_FIRST, forms.DAY_FIRST) and (
            match := _YEAR_LAST.fullmatch(text)
        ):
            self.first_above_12 += int(match[1]) > 12
            self.second_above_12 += int(match[2]) > 12
        if moment.seconds is None:
            self.dates.append(text)
        self.midnights += moment.seconds == 0


def see(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[Seen]:
    """Return what the columns of a table show."""
    columns = [Seen(heading) for heading in headings]
    for row in rows:
        for column, cell in zip(columns, row, strict=False):
            column.take(cell)
    return columns


def is_harmless(text: str) -> bool:
    """Say whether a text can be shown: short, and no number of a person."""
    return len(text) <= _LONG and not _PERSONAL.search(text)


def is_mark(text: str) -> bool:
    """Say whether a text is one of those that people write for nothing."""
    return text in BLANK


def _quiet(*_: object) -> None:
    """Take a note nobody needs."""


_READERS = {form: MomentReader("", (form,), _quiet) for form in forms.FORMS}


# TRAP: 1, 1.0 and True are one key to a dictionary, and three cells to a reader.
@lru_cache(maxsize=4096, typed=True)
def _read(cell: Cell) -> tuple[str, Moment] | None:
    """Return the form that reads a cell as a time, and what it says."""
    if cell is None or isinstance(cell, bool):
        return None
    for form, reader in _READERS.items():
        try:
            moment = reader.moment(cell.strip() if isinstance(cell, str) else cell)
        except Refused:
            continue
        return (form if isinstance(cell, str | int | float) else _NATIVE), moment
    return None
