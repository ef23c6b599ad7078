"""Histories in JSON Lines, some at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.batch.places import numbered
from hotline_rules.batch.reading import Share, opened, reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class LinesRead:
    """Some lines of a file.

    Attributes:
        first: the place of the first.
        data: all of them, each with its end.
        number: how many are not blank.
    """

    first: int
    data: bytes
    number: int


def has_lines(path: Path) -> bool:
    """Whether a file has a line that is not blank.

    Raises:
        AuditError: it cannot be read.
    """
    with reading(path), path.open("rb") as raw:
        return any(not line.isspace() for line in opened(path, raw))


def line_stretches(
    files: Sequence[Path], lines: int, size: int, share: Share
) -> Iterator[LinesRead]:
    """The lines of files, some at a time; never those of two files together.

    Args:
        files: of JSON Lines.
        lines: that a stretch has at most, blank ones not counted.
        size: bytes after which it ends.
        share: is told how far it has come.

    Raises:
        AuditError: a file cannot be read.
    """
    for number, path in enumerate(files):
        with reading(path), path.open("rb") as raw:
            whole = max(path.stat().st_size, 1)
            kept: list[bytes] = []
            first = count = long = 0
            for row, line in enumerate(opened(path, raw), start=1):
                first = first or row
                kept.append(line)
                long += len(line)
                count += not line.isspace()
                if count == lines or long >= size:
                    yield LinesRead(numbered(number, first), b"".join(kept), count)
                    share.reached(number, raw.tell() / whole)
                    kept, first, count, long = [], 0, 0, 0
            if kept:
                yield LinesRead(numbered(number, first), b"".join(kept), count)
            share.reached(number, 1.0)
