"""Zip archives (and so workbooks) before they are trusted: how big they really are."""

from __future__ import annotations

import copy
import struct
import zipfile
import zlib
from contextlib import suppress
from functools import partial
from typing import IO, TYPE_CHECKING

from hotline_rules.adapters.files.refusals import damaged, unreadable
from hotline_rules.adapters.files.source import BLOCK, Source
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hotline_rules.adapters.files.refusals import UnreadableFile

LARGEST = 2 << 30
"""Bytes of an unpacked workbook; a sheet with the most rows there can be has fewer."""

_SUSPECT = 64 << 20
_HIGHEST_RATIO = 200  # of unpacked to packed; tables of repeated words reach a hundred
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # a password
    ValueError,
)
"""What reading a damaged archive raises."""


def open_archive(file: IO[bytes] | Path, name: str) -> zipfile.ZipFile:
    """Open a zip archive and look at what its directory says of the sizes.

    Raises:
        UnreadableFile: when it is damaged, or a bomb.
    """
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN:
        raise damaged(name) from None
    parts = archive.infolist()
    _limited(
        name,
        sum(part.file_size for part in parts),
        sum(part.compress_size for part in parts),
    )
    return archive


def members(path: Path) -> list[Source]:
    """Return the files of an archive, without what systems add of their own.

    Raises:
        UnreadableFile: when the archive is damaged, or a bomb.
    """
    with open_archive(path, str(path)) as archive:
        parts = [p for p in archive.infolist() if not p.is_dir() and _is_of_people(p)]
    return [
        Source(f"{path}/{_shown(part)}", partial(_member, path, part)) for part in parts
    ]


def _member(path: Path, part: zipfile.ZipInfo) -> IO[bytes]:
    try:
        # The member keeps the file open until it is closed itself.
        with zipfile.ZipFile(path) as archive:
            return archive.open(part)
    except BROKEN:
        raise damaged(str(path)) from None


def _is_of_people(part: zipfile.ZipInfo) -> bool:
    first, _, _ = part.filename.partition("/")
    return first != "__MACOSX" and not part.filename.endswith(
        (".DS_Store", "Thumbs.db")
    )


def _shown(part: zipfile.ZipInfo) -> str:
    """Return the name of a member; many programs do not say its encoding."""
    if part.flag_bits & 0x800:
        return part.filename
    for codec in ("utf-8", "gb18030"):
        with suppress(UnicodeError):
            return part.filename.encode("cp437").decode(codec)
    return part.filename


def unpacked(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str
) -> Iterator[bytes]:
    """Unpack one part in blocks.

    TRAP: the directory may lie about sizes, and `zipfile` would stop at the size it
    names where other readers go on; so the size is forgotten and counted here.

    Args:
        archive: as opened.
        part: of its directory.
        name: of the file, for the message.

    Raises:
        UnreadableFile: when there is too much of it, or it is damaged.
    """
    free = copy.copy(part)
    free.file_size = LARGEST * 2
    count = 0
    try:
        with archive.open(free) as file:
            while block := file.read(BLOCK):
                count += len(block)
                _limited(name, count, part.compress_size)
                yield block
    except BROKEN:
        raise damaged(name) from None


def _limited(name: str, size: int, packed: int) -> None:
    """Refuse what unpacks to more than a table of people can hold."""
    if size <= _SUSPECT:
        return
    if size <= LARGEST and size <= packed * _HIGHEST_RATIO:
        return
    raise too_big(name, size)


def too_big(name: str, size: int) -> UnreadableFile:
    """Say that a file unpacks to more than a table can hold."""
    return unreadable(
        name,
        Text(
            f"解开后至少有 {size >> 20} 兆字节，压缩前后相差太大，像是“压缩炸弹”",
            f"it unpacks to {size >> 20} MB or more, like a zip bomb",
        ),
        Text(
            "请核对来源；确实有这么多数据的，分月导出，或导出为 CSV",
            "check where it comes from; if there is so much, export it by month or "
            "as CSV",
        ),
    )
