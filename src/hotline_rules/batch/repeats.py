"""Ids that come again after their rows ended, found at any size in flat memory.

Only a digest of eight bytes is kept of each id, and those on disk, apart by their last
bits; what looks the same there is looked at again as it was written. Ids that only grow
need nothing of that.
"""

from __future__ import annotations

import tempfile
from array import array
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, NamedTuple

from hotline_rules.audit.errors import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

_PILES = 64
_AT_ONCE = 4_096  # digests of a pile that are written together


class Repeated(NamedTuple):
    """An id that came twice: the places of the first row, first and again."""

    id: str
    first: int
    again: int


def repeated_ids(
    batches: Callable[[], Iterable[pa.RecordBatch]], folder: Path
) -> list[Repeated]:
    """The ids that come more than once, in the order in which they come again.

    Args:
        batches: answers the ids and places of all tickets, anew at every call.
        folder: for what is kept meanwhile.

    Raises:
        AuditError: the disk is full.
    """
    if _only_grow(batches()):
        return []
    with written(folder):
        same = _same_digests(batches(), folder)
    first: dict[str, int] = {}
    found = []
    for id_, place in _pairs(batches()) if same else ():
        if hash(id_) in same and first.setdefault(id_, place) != place:
            found.append(Repeated(id_, first[id_], place))
    return found


def _only_grow(batches: Iterable[pa.RecordBatch]) -> bool:
    """Whether every id is greater than the one before it."""
    last = ""
    for id_, _ in _pairs(batches):
        if id_ <= last:
            return False
        last = id_
    return True


def _pairs(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[str, int]]:
    """Ids with their places; rows before any id have none."""
    for batch in batches:
        ids, places = (column.to_pylist() for column in batch.columns)
        for id_, place in zip(ids, places, strict=True):
            if id_:
                yield id_, place


def _same_digests(batches: Iterable[pa.RecordBatch], folder: Path) -> set[int]:
    """The digests that two ids have."""
    with ExitStack() as stack:
        piles = [
            _Pile(stack.enter_context(tempfile.TemporaryFile(dir=folder)))
            for _ in range(_PILES)
        ]
        for id_, _ in _pairs(batches):
            digest = hash(id_)
            piles[digest % _PILES].add(digest)
        return {digest for pile in piles for digest in pile.repeated()}


class _Pile:
    """Some of the digests."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._waiting = array("q")

    def add(self, digest: int) -> None:
        self._waiting.append(digest)
        if len(self._waiting) >= _AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        self._file.write(self._waiting)
        del self._waiting[:]

    def repeated(self) -> Iterator[int]:
        """Those that are in it more than once."""
        self._flush()
        self._file.seek(0)
        digests = array("q", self._file.read())
        last = None
        for digest in sorted(digests):
            if digest == last:
                yield digest
            last = digest
