"""A file as it is read: its name for people, and how to open it, as often as needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from hotline_rules.adapters.files.refusals import not_opened

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCK = 1 << 20


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
        with self.open() as file:
            try:
                return file.read(size)
            except OSError as error:
                raise not_opened(self.name, error) from None
