"""What the readers of all forms have in common: pieces of a table, how far they came.

Everything is read once, in order and in pieces of bounded size, by one process; the
rows are judged by others.
"""

from __future__ import annotations

import gzip
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Protocol

import pyarrow as pa

from hotline_rules.audit.errors import AuditError
from hotline_rules.diagnostics import Text, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that a table cannot hold.

    Attributes:
        place: where it stands.
        id: of its ticket, as far as it can be told.
        cells: how many it has; ``None``: some of them are no text of the encoding.
        expected: how many headings there are.
    """

    place: int
    id: str | None
    cells: int | None
    expected: int


class Rows(Protocol):
    """A table in pieces."""

    broken: list[Broken]

    def schema(self, path: Path) -> pa.Schema:
        """The columns of a file."""

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows, with their places."""


class RowsOfFiles(Rows, Protocol):
    """A table in pieces, as it stands in the files."""

    def is_empty(self, path: Path) -> bool:
        """Whether a file has columns and no rows."""


class Share:
    """How much of all files has been read, 0 to 1, by their bytes."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._sizes = [max(path.stat().st_size, 1) for path in files]
        self._total = sum(self._sizes)
        self.value = 0.0

    def reached(self, file: int, share: float) -> None:
        """Take which share of a file has been read."""
        done = sum(self._sizes[:file]) + self._sizes[file] * share
        self.value = done / self._total

    def of_all(self, share: float) -> None:
        """Take which share of everything has been read."""
        self.value = share


def opened(path: Path, raw: IO[bytes]) -> IO[bytes]:
    """What a file holds; unpacked where its name ends in ``.gz``."""
    if path.suffix.lower() == ".gz":
        return gzip.open(raw, "rb")  # type: ignore[return-value]
    return raw


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Tell what keeps a file from being read in words of people.

    Raises:
        AuditError: for whatever the system or a library says of it.
    """
    try:
        yield
    except (OSError, EOFError, zlib.error, pa.ArrowException, UnicodeError) as error:
        why = reason_of(error)
        raise AuditError(
            Text(f"读不了 {path}：{why.zh}", f"cannot read {path}: {why.en}"),
            Text(
                "核对文件是否完整、格式和编码是否如文件名所说",
                "see whether the file is whole, and of the form its name says",
            ),
        ) from None
