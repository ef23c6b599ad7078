"""Rows that cannot be judged: why, and that no row is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hotline_rules.diagnostics import Code, Text, codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline_rules.diagnostics.model import Language

WITH_ITS_TICKET, ENGINE_ERROR = "refused-with-its-ticket", "engine-error"
_LONGEST = 40


class Fault(NamedTuple):
    """Why a row cannot be judged.

    Attributes:
        code: what kind of fault, in a word.
        column: of the value at fault; `None` where the row itself is sound.
        message: for people.
    """

    code: str
    column: str | None
    message: Text


Faults = dict[int, Fault]
"""Faults by row of the batch, from 0; of several the first that was found."""


def absent(column: str) -> Fault:
    """A cell that has to hold something is null or blank."""
    said = Text(f"“{column}”是空的", f"`{column}` is null or blank")
    return Fault(codes.HISTORY_MISSING.slug, column, said)


def faulty(code: Code, column: str, value: object) -> Fault:
    """A cell whose value cannot be read."""
    title, shown = code.title, str(value)
    if len(shown) > _LONGEST:
        shown = shown[:_LONGEST] + "…"
    said = Text(
        f"“{column}”：{title.zh}（{shown}）", f"`{column}`: {title.en} ({shown})"
    )
    return Fault(code.slug, column, said)


def with_its_ticket(row: int) -> Fault:
    """A sound row of a ticket that cannot be judged without another of its rows."""
    said = Text(
        f"同一工单的第 {row} 行（从 0 数）不能用，整件工单不判断",
        f"row {row} (from 0) of its ticket cannot be used, so the ticket is not judged",
    )
    return Fault(WITH_ITS_TICKET, None, said)


def engine_failed(error: Exception, place: str) -> Fault:
    """The engine itself failed on a ticket; the rest goes on."""
    what = f"{type(error).__name__}: {error}"
    said = Text(
        f"程序出错（{what}，{place}），请把这件工单的数据报告给开发者",
        f"the engine failed ({what} in {place}): please report this ticket",
    )
    return Fault(ENGINE_ERROR, None, said)


class Refused:
    """The rows of a batch that were refused, as columns."""

    def __init__(self, numbers: Sequence[int], lang: Language) -> None:
        """Begin with none.

        Args:
            numbers: of the rows of the batch, as the caller counts them.
            lang: of the messages.
        """
        self._numbers = numbers
        self._lang: Language = lang
        self.tickets = 0
        self._rows: list[tuple[int, str | None, str, str | None, str]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, row: int, id_: str | None, fault: Fault) -> None:
        """Refuse one row."""
        message = fault.message.in_(self._lang)
        self._rows.append((self._numbers[row], id_, fault.code, fault.column, message))

    def keep(self, rows: Sequence[int]) -> None:
        """Go on with some of the rows, which are numbered anew from 0."""
        self._numbers = [self._numbers[row] for row in rows]

    def ticket(self, rows: range, id_: str, faults: Faults) -> None:
        """Refuse all rows of a ticket, since some are at fault."""
        self.tickets += 1
        first = next(row for row in rows if row in faults)
        others = with_its_ticket(self._numbers[first])
        for row in rows:
            self.row(row, id_, faults.get(row, others))

    def columns(self) -> list[list[object]]:
        """The columns of the table `refused`, in order of rows."""
        self._rows.sort(key=lambda one: one[0])
        return [list(column) for column in zip(*self._rows, strict=True)] or [[]] * 5
