"""In which encoding a text file is written, judged by all of its bytes.

CHOICE: strict UTF-8 comes first, because text in another encoding is next to never
valid UTF-8. Where it fails, every line is tried by itself, so that one damaged line
among ten thousand of UTF-8 does not turn the file into GB18030.
"""

from __future__ import annotations

import codecs
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from hotline_rules.adapters.files.refusals import unreadable
from hotline_rules.adapters.files.source import BROKEN_OFF, blocks
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from hotline_rules.adapters.files.source import Source

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # TRAP: it begins with the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = (b"\n", b"\t", b",", b";")
_LONGEST_LINE = 1 << 20


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is decoded.

    Attributes:
        codec: name of the codec.
        wide: a character takes two or four bytes, so that lines are found only after
            decoding.
        said: the sentence for people.
    """

    codec: str
    wide: bool
    said: Text


def recognised(source: Source, told: str | None) -> Encoding:
    """Answer the encoding of a file.

    Args:
        source: the file; all of it is read once, in blocks.
        told: what the person said it is; then nothing is judged.

    Raises:
        UnreadableFile: when no codec has that name, or the file cannot be read.
    """
    if told is not None:
        return _told(source, told)
    head = source.head()
    marked = _marked(head)
    if marked:
        return _named(marked[0], Text("文件开头有标记", "by the mark at its start"))
    bare = _bare_utf16(head)
    if bare is not None:
        return _named(bare, Text("没有标记，按字节判定", "judged by its bytes"))
    with source.open() as file, source.reading():
        return _judged(file)


def _told(source: Source, told: str) -> Encoding:
    try:
        codec = codecs.lookup(told).name
        # Refuses codecs that make no text of bytes, or only of some.
        "a".encode(codec)
        b"a\xff".decode(codec, "replace")
    except (LookupError, TypeError, UnicodeError):
        raise unreadable(
            source.name,
            Text(f"没有 `{told}` 这种编码", f"no encoding is called `{told}`"),
            Text(
                "常用的是 utf-8、gb18030、utf-16；不写就自动判定",
                "use utf-8, gb18030 or utf-16, or leave it to be judged",
            ),
        ) from None
    head = source.head()
    if codec == "utf-8":
        codec = "utf-8-sig"
    elif codec in ("utf-16", "utf-32") and (codec not in _marked(head)):
        codec = (_bare_utf16(head) if codec == "utf-16" else None) or f"{codec}-le"
    return _named(codec, Text("按 --encoding 所说", "as --encoding says"))


def _marked(head: bytes) -> list[str]:
    """Return the encodings whose mark stands at the start."""
    return [codec for mark, codec in _MARKS if head.startswith(mark)]


def _named(codec: str, how: Text) -> Encoding:
    shown = codec.removesuffix("-sig").upper()
    return Encoding(
        codec,
        codec.startswith(("utf-16", "utf-32")),
        Text(f"文件编码是 {shown}（{how.zh}）", f"the encoding is {shown} ({how.en})"),
    )


def _bare_utf16(head: bytes) -> str | None:
    """Recognise UTF-16 without a mark by the NUL beside its separators and line ends.

    TRAP: NUL bytes also stand in damaged files of one byte a character; so most
    separators must have theirs, and the first line end must be where it would be.
    """
    first = head.find(b"\n")
    marks = sum(head.count(mark) for mark in _SEPARATORS)
    little = sum(head.count(mark + b"\0") for mark in _SEPARATORS)
    big = sum(head.count(b"\0" + mark) for mark in _SEPARATORS)
    if max(little, big) * 2 < marks or first < 0:
        return None
    if little >= big and first % 2 == 0 and head[first + 1 : first + 2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if first % 2 and head[first - 1] == 0 else None


def _judged(file: IO[bytes]) -> Encoding:
    if _is_utf8(file):
        return _named("utf-8", Text("全文判定", "judged by all of it"))
    file.seek(0)
    good, bad, bad_gb18030 = _lines_by_encoding(file)
    if good > bad or (good == bad and bad_gb18030):
        return _named(
            "utf-8",
            Text(
                f"全文判定，另有 {bad} 行字节损坏",
                f"judged by all of it; {bad} lines are damaged",
            ),
        )
    damaged = (
        Text(f"，另有 {bad_gb18030} 行字节损坏", f"; {bad_gb18030} lines are damaged")
        if bad_gb18030
        else Text("", "")
    )
    return _named(
        "gb18030",
        Text(f"全文判定{damaged.zh}", f"judged by all of it{damaged.en}"),
    )


def _is_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in blocks(file):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    except BROKEN_OFF:
        return True  # as far as it goes; the reader of the rows will say so
    return True


def _lines_by_encoding(file: IO[bytes]) -> tuple[int, int, int]:
    """Count lines beyond ASCII: valid UTF-8, not valid, and not valid GB18030."""
    good = bad = bad_gb18030 = 0
    with suppress(*BROKEN_OFF):
        while raw := file.readline(_LONGEST_LINE):
            if raw.isascii():
                continue
            valid = decodes(raw, "utf-8")
            good += valid
            bad += not valid
            bad_gb18030 += not decodes(raw, "gb18030")
    return good, bad, bad_gb18030


def decodes(raw: bytes, codec: str) -> bool:
    """Say whether bytes are text of an encoding."""
    try:
        raw.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
