"""Where rows stand in the files: one number for each row, of any file.

The rows of a table lose their places when they are sorted, so that each carries its
own, in a column beside those of the events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACE = "hotline_rules.place"
_BITS = 40  # of the row: more than any file has, and 8 million files are left


class Place(NamedTuple):
    """A row of a file, or a line: from 1; the heading of a CSV is its row 1."""

    file: str
    row: int


def numbered(file: int, row: int) -> int:
    """The number of a place.

    Args:
        file: its number among the inputs, from 0.
        row: in the file.
    """
    return file << _BITS | row


def place_of(number: int, names: Sequence[str]) -> Place:
    """The place of a number; ``names`` are those of the inputs."""
    return Place(names[number >> _BITS], number & (1 << _BITS) - 1)
