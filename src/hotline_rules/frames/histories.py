"""Histories that are read already, in the place of a table of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.frames.attributes import Given
from hotline_rules.frames.intake import Taken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hotline_rules.frames.refusals import Fault, Refused
    from hotline_rules.history import History


class Histories:
    """The tickets of some histories; each history is a row.

    Attributes:
        ids: of the tickets, in order.
    """

    def __init__(self, histories: Sequence[History], refused: Refused) -> None:
        self.ids = [one.id for one in histories]
        self._histories = histories
        self._refused = refused

    def tickets(self) -> Iterator[Taken]:
        """Yield all of them."""
        for number, one in enumerate(self._histories):
            yield Taken(number, one, _NOTHING, [0] * len(one.events))

    def refuse(self, number: int, fault: Fault) -> None:
        """Refuse a history that could not be judged."""
        rows = range(number, number + 1)
        self._refused.ticket(rows, self.ids[number], {number: fault})


_NOTHING = Given({}, ())
