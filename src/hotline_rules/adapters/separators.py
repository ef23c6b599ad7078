"""What separates the cells of a text file: told by the lines themselves."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SEPARATORS = (",", "\t", ";")


def likeliest_separator(sample: Sequence[str]) -> str:
    """Choose what cuts most lines into the same number of cells.

    Args:
        sample: lines of the file; the headings alone are enough where their place is
            known.

    Returns:
        a comma, a tab or a semicolon; a comma where none of them cuts anything.
    """

    def evenness(separator: str) -> tuple[int, int]:
        widths = Counter(_width(text, separator) for text in sample)
        del widths[1]
        return max(((n, wide) for wide, n in widths.items()), default=(0, 0))

    return max(_SEPARATORS, key=evenness)


def _width(text: str, separator: str) -> int:
    try:
        return len(next(csv.reader([text], delimiter=separator)))
    except csv.Error:
        return 1
