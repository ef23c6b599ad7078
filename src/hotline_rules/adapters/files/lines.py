"""The lines of a text file with their numbers; damaged ones are named, not dropped."""

from __future__ import annotations

import codecs
import io
from typing import IO, TYPE_CHECKING

from hotline_rules.adapters.files.source import BROKEN_OFF, blocks

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from hotline_rules.adapters.files.encoding import Encoding
    from hotline_rules.adapters.files.source import Source

Line = tuple[int, str, str]
"""Number from 1, text with its line end, and a slug of `reasons` or an empty text."""

LONGEST = 1 << 20  # characters; a line beyond this is no row of any table
_KEPT_OF_LONG = 200
_OLD_END = b"\x1a"  # DOS programs end a text with it


def read_lines(source: Source, encoding: Encoding) -> Generator[Line, None, None]:
    """Read a file line by line, in flat memory.

    A line that is no text of the encoding, holds a NUL or is longer than `LONGEST`
    comes with its slug; bytes that could not be read are shown as escapes.

    Where reading fails midway, one more line of the slug `cut-off` says so.

    Raises:
        UnreadableFile: when the system does not hand out the file.
    """
    number = 0
    with source.open() as file:
        read = _wide if encoding.wide else _narrow
        try:
            for line in read(file, encoding.codec):
                number = line[0]
                yield line
        except (*BROKEN_OFF, OSError):
            yield number + 1, "", "cut-off"


def _narrow(file: IO[bytes], codec: str) -> Iterator[Line]:
    codec = codec.removesuffix("-sig")
    number = 0
    for raw in _raw_lines(file):
        number += 1
        if len(raw) >= LONGEST:
            yield number, raw[:_KEPT_OF_LONG].decode(codec, "replace"), "line-too-long"
            continue
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            yield number, raw.decode(codec, "backslashreplace"), "bad-bytes"
            continue
        yield number, text, "nul-byte" if "\0" in text else ""


def _raw_lines(file: IO[bytes]) -> Iterator[bytes]:
    """Cut blocks into lines at LF; in a file without any, at CR (old Macintosh)."""
    rest, end = b"", b""
    for block in blocks(file):
        if not end:
            block = block.removeprefix(codecs.BOM_UTF8)
            end = b"\r" if b"\n" not in block and b"\r" in block else b"\n"
        *whole, last = (rest + block).split(end)
        for line in whole:
            yield line + b"\n"
        rest = last[:LONGEST]
    if rest and rest != _OLD_END:
        yield rest


def _wide(file: IO[bytes], codec: str) -> Iterator[Line]:
    with io.TextIOWrapper(file, codec, "replace", newline="") as text_file:
        number = 0
        while text := text_file.readline(LONGEST):
            number += 1
            if len(text) == LONGEST:
                yield number, text[:_KEPT_OF_LONG], "line-too-long"
                while text and not text.endswith(("\n", "\r")):
                    text = text_file.readline(LONGEST)
            elif "\ufffd" in text:
                yield number, text, "bad-bytes"
            else:
                yield number, text, "nul-byte" if "\0" in text else ""
