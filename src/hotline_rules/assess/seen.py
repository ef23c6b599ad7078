"""Histories that come twice: the same again is not counted again.

TRAP: a year of a city is a million histories. Of each only two digests of 64 bits are
kept, in a table of two arrays: 24 to 48 bytes a history, where a dictionary would take
more than a hundred. Two different histories share a digest once in many million years
of a million.
"""

from __future__ import annotations

import json
from array import array
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from hotline_rules.history import History

Added = Literal["counted", "repeated", "differs"]

_FIRST_SIZE = 1024  # always a power of two


class SeenHistories:
    """Remembers every history by its subject and id, and what it said."""

    def __init__(self) -> None:
        """Begin with none."""
        self._ids = _zeros(_FIRST_SIZE)
        self._contents = _zeros(_FIRST_SIZE)
        self._held = 0

    def add(self, history: History) -> Added:
        """Remember a history.

        Returns:
            ``counted`` when its id is new, ``repeated`` when the first of that id said
            the same, ``differs`` when it said something else.
        """
        # 0 marks a free place.
        id_ = _digest(f"{history.subject} {history.id}") or 1
        content = _digest(_encode(_said(history)))
        place = self._place(id_)
        if self._ids[place]:
            return "repeated" if self._contents[place] == content else "differs"
        self._ids[place], self._contents[place] = id_, content
        self._held += 1
        if self._held * 3 > len(self._ids) * 2:
            self._grow()
        return "counted"

    def _place(self, id_: int) -> int:
        """Where an id stands, else the free place for it."""
        last = len(self._ids) - 1
        place = id_ & last
        while self._ids[place] not in (0, id_):
            place = (place + 1) & last
        return place

    def _grow(self) -> None:
        ids, contents = self._ids, self._contents
        self._ids, self._contents = _zeros(2 * len(ids)), _zeros(2 * len(ids))
        for id_, content in zip(ids, contents, strict=True):
            if id_:
                place = self._place(id_)
                self._ids[place], self._contents[place] = id_, content


def _zeros(size: int) -> array[int]:
    return array("Q", bytes(8 * size))


def _said(history: History) -> list[object]:
    """All that a history says; how its text was written does not matter."""
    return [
        history.attributes,
        [(e.at, e.recorded_at, e.type, e.id, e.payload) for e in history.events],
    ]


_encode = json.JSONEncoder(sort_keys=True, default=str).encode


def _digest(text: str) -> int:
    return int.from_bytes(
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"
    )
