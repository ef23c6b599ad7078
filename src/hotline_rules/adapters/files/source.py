"""A file as it is read: its name for people, and how to open it, as often as needed."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from hotline_rules.adapters.files.refusals import damaged, not_opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedIOBase

BLOCK = 1 << 20
BROKEN_OFF = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile)
"""What reading a packed file raises where it is damaged or ends too early."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or one member of an archive.

    Attributes:
        name: as it is shown and stored with every row.
        opener: opens it for reading, from its first byte.
    """

    name: str
    opener: Callable[[], IO[bytes]]

    def open(self) -> IO[bytes]:
        """Open the file.

        Raises:
            UnreadableFile: when the system does not hand it out.
        """
        try:
            return self.opener()
        except OSError as error:
            raise not_opened(self.name, error) from None

    def head(self, size: int = BLOCK) -> bytes:
        """Read the first bytes, at most `size`, and `BLOCK`.

        Raises:
            UnreadableFile: when the file cannot be read.
        """
        with self.open() as file, self.reading():
            return next(blocks(file), b"")[:size]

    def whole(self, most: int) -> bytes | None:
        """Read all of the file; `None` when it has more than `most` bytes.

        Raises:
            UnreadableFile: when the file cannot be read.
        """
        with self.open() as file, self.reading():
            data = file.read(most + 1)
        return data if len(data) <= most else None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Turn what reading may raise into the one error of this room."""
        try:
            yield
        except BROKEN_OFF:
            raise damaged(self.name) from None
        except OSError as error:
            raise not_opened(self.name, error) from None


def blocks(file: IO[bytes]) -> Iterator[bytes]:
    """Read a file in blocks; what comes before a break is handed out before it.

    Raises:
        EOFError, zlib.error, …: `BROKEN_OFF`, where a packed file is damaged.
    """
    reader = cast("BufferedIOBase", file)
    broken: Exception | None = None
    left = 0
    while not left and broken is None:
        parts: list[bytes] = []
        left = BLOCK
        try:
            while left and (part := reader.read1(left)):
                parts.append(part)
                left -= len(part)
        except BROKEN_OFF as error:
            broken = error
        if parts:
            yield b"".join(parts)
    if broken is not None:
        raise broken
