"""A file as it is read: its name for people, and how to open it, as often as needed."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from hotline_rules.adapters.files.refusals import damaged, not_opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
        """Read the first bytes, at most `size`.

        Raises:
            UnreadableFile: when the file cannot be read.
        """
        with self.open() as file, self.reading():
            return file.read(size)

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
