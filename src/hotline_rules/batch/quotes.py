"""What spoils a whole CSV: an encoding nobody knows, a quote that nobody closed.

The rows after such a quote can be read, and look like a long cell with line breaks. A
sound file has an even number of quotes; only one with an odd number is read again, to
see where it went wrong.
"""

from __future__ import annotations

import codecs
import csv
from typing import IO, TYPE_CHECKING

from hotline_rules.audit.errors import AuditError
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def known_encoding(name: str) -> str:
    """An encoding by its usual name; UTF-8 with a mark is UTF-8.

    Raises:
        AuditError: there is none of that name.
    """
    try:
        "".encode(name)
    except LookupError:
        raise AuditError(
            Text(f"没有“{name}”这种编码", f"there is no encoding `{name}`"),
            Text("如 utf-8、gb18030", "such as utf-8 or gb18030"),
        ) from None
    return codecs.lookup(name).name.removesuffix("-sig")


class Counted:
    """Hands a file on to whoever reads it.

    Attributes:
        quotes: how many bytes that are quotes have been read.
    """

    closed = False

    def __init__(self, file: IO[bytes]) -> None:
        self.quotes = 0
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._file.read(size)
        self.quotes += data.count(b'"')
        return data

    def close(self) -> None:
        """Leave the file open to whoever opened it."""


def refuse_open_quote(path: Path, lines: Iterable[str], separator: str) -> None:
    """Refuse a file in which one quote is too many and rows have line breaks.

    Without line breaks such a quote stands inside a cell, where it means itself.

    Args:
        path: for the message.
        lines: of the file, with their ends.
        separator: between cells.

    Raises:
        AuditError: the row that has swallowed most lines is named; or one of which a
            cell is longer than can be read.
    """
    quotes = row = before = most = 0
    worst = 1

    def counted() -> Iterable[str]:
        nonlocal quotes
        for line in lines:
            quotes += line.count('"')
            yield line

    told = counted()
    reader = csv.reader(told, delimiter=separator)
    try:
        for cells in reader:
            row += bool(cells)
            if reader.line_num - before > most:
                most, worst = reader.line_num - before, row
            before = reader.line_num
    except csv.Error:  # a cell longer than any sound one
        for _ in told:  # is it open to the end, or only long?
            pass
        if quotes % 2:
            raise open_quote(path, row + 1) from None
        raise _long_cell(path, row + 1) from None
    if quotes % 2 and most > 1:
        raise open_quote(path, worst)


def open_quote(path: Path, row: int) -> AuditError:
    """The error of a file in which a quote is never closed.

    Args:
        path: of the file.
        row: in which it seems to stand; the headings are row 1.
    """
    return AuditError(
        Text(
            f"{path} 里有一个双引号没有配对，看来在第 {row} 行，它后面的行被当成了一格",
            f"a quote in {path} is never closed, in row {row} as it seems: the rows "
            "after it became one cell",
        ),
        Text(
            "把这一格的双引号补全；格里的双引号要写两个",
            "close it; a quote within a cell is written twice",
        ),
    )


def _long_cell(path: Path, row: int) -> AuditError:
    return AuditError(
        Text(
            f"{path} 第 {row} 行有一格太长，读不了",
            f"row {row} of {path} has a cell that is too long to be read",
        ),
        Text(
            "看看这一格前后的双引号是否写错了地方；确实这么长的，先从表里删去",
            "see whether the quotes around it are where they should be; if it is so "
            "long, leave it out",
        ),
    )
