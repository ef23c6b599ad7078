"""What a file is, told by its first bytes; its name may lie."""

from __future__ import annotations

import codecs
import re
import zipfile
from typing import TYPE_CHECKING, Literal

from hotline_rules.adapters.files.archive import BROKEN
from hotline_rules.adapters.files.refusals import damaged, unreadable
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from hotline_rules.adapters.files.source import Source

Kind = Literal[
    "workbook",
    "archive",
    "gzip",
    "parquet",
    "object log",
    "event log",
    "html",
    "json",
    "text",
]

_SIGNS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),  # .xls, or a locked .xlsx
    (b"\x1f\x8b", "gzip"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\0", "object log"),
)
_FOREIGN = (
    (b"%PDF", Text("这是 PDF 文件", "it is a PDF")),
    (b"Rar!", Text("这是 RAR 压缩包", "it is a RAR archive")),
    (b"7z\xbc\xaf", Text("这是 7z 压缩包", "it is a 7z archive")),
    (b"MIME-Version", Text("这是单个文件网页（.mht）", "it is a web archive (.mht)")),
    (b"\x89PNG", Text("这是图片", "it is a picture")),
    (b"\xff\xd8\xff", Text("这是图片", "it is a picture")),
)
_WORKBOOK_PARTS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|style|table)\b", re.I)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b\0"))
_LOOKED_AT = 4096


def kind_of(source: Source) -> Kind:
    """Say what a file is.

    Raises:
        UnreadableFile: when it is of a kind that holds no table, or cannot be read.
    """
    head = source.head(_LOOKED_AT)
    for sign, kind in _SIGNS:
        if head.startswith(sign):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(source)
    for sign, said in _FOREIGN:
        if head.startswith(sign):
            raise unreadable(source.name, said, _EXPORT)
    return _written(source.name, head)


def _zipped(source: Source) -> Kind:
    try:
        with source.open() as file, zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except BROKEN:
        raise damaged(source.name) from None
    return "workbook" if names & _WORKBOOK_PARTS else "archive"


def _written(name: str, head: bytes) -> Kind:
    """Tell the kinds of text from one another."""
    if len(head.translate(None, _CONTROLS)) * 20 < len(head) * 19:
        said = Text(
            "这不是文字，也不是认得的表格文件", "it is neither text nor a table"
        )
        raise unreadable(name, said, _EXPORT)
    start = head.removeprefix(codecs.BOM_UTF8)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start.replace(b"\0", b"")[2:]
    start = start.lstrip()
    if start.startswith((b"{", b"[")):
        return "object log" if b'"objectTypes"' in head else "json"
    return _marked_up(name, start) if start.startswith(b"<") else "text"


def _marked_up(name: str, start: bytes) -> Kind:
    if b"<object-types" in start or b"<event-types" in start:
        return "object log"
    if b"<log" in start:
        return "event log"
    if _HTML.search(start):
        return "html"
    said = Text(
        "这是 XML 文件，不是认得的表格或日志",
        "it is XML, and no table or log that is known",
    )
    raise unreadable(name, said, _EXPORT)


_EXPORT = Text(
    "请导出或另存为 .xlsx 或 CSV，再导入那一份",
    "export it, or save it, as .xlsx or CSV",
)
