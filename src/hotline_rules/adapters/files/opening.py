"""Files of every kind as sheets of rows; the kind is told by the content."""

from __future__ import annotations

import gzip
import stat
from dataclasses import replace
from itertools import chain
from typing import IO, TYPE_CHECKING, cast

from hotline_rules.adapters.files.archive import members
from hotline_rules.adapters.files.delimited import open_delimited
from hotline_rules.adapters.files.encoding import recognised
from hotline_rules.adapters.files.html_tables import open_html
from hotline_rules.adapters.files.json_files import open_json
from hotline_rules.adapters.files.kinds import kind_of
from hotline_rules.adapters.files.refusals import (
    UnreadableFile,
    empty,
    unreadable,
    without_library,
)
from hotline_rules.adapters.files.source import Source
from hotline_rules.adapters.model import Finding, Place
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hotline_rules.adapters.files.encoding import Encoding
    from hotline_rules.adapters.files.kinds import Kind
    from hotline_rules.adapters.model import Sheet
    from hotline_rules.diagnostics import Diagnostic

_PACKED = ("archive", "gzip")
_LEFT_BY_OFFICE = ("~$", ".~lock.")


def open_sheets(
    path: Path,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    heading_row: int | None = None,
    findings: Callable[[Finding], None],
) -> Iterator[Sheet]:
    """Open a file as sheets of rows.

    Args:
        path: the file.
        encoding: of a text file; judged by all of its bytes when not given.
        sheet: the one sheet of a workbook to read, also when it is hidden.
        heading_row: the row of the headings, counted from 1; found when not given.
        findings: takes what is odd about the file, while it is opened and while its
            rows are read.

    Yields:
        the sheets, in the order of the file; rows are read when they are asked for.

    Raises:
        UnreadableFile: when nothing of the file can be read, before anything is
            yielded; when files of an archive cannot be read, after the others.
    """
    opener = _Opener(encoding, sheet, heading_row, findings)
    if path.name.startswith(_LEFT_BY_OFFICE):
        raise unreadable(
            str(path),
            Text(
                "这是 Excel 或 WPS 打开文件时留下的临时文件，里面没有数据",
                "it is what an office program leaves beside an open file, without data",
            ),
            Text("改用同名、不带前缀的那个文件", "take the file without that prefix"),
        )
    if not _lies_still(path):
        raise unreadable(
            str(path),
            Text("这是管道或设备，不是文件", "it is a pipe or a device and no file"),
            Text("先存成文件再导入", "save it as a file first"),
        )
    sheets = opener.opened(path)
    first = next(sheets, None)  # so that what can be raised is raised here
    return sheets if first is None else chain([first], sheets)


def _lies_still(path: Path) -> bool:
    """Say whether a file can be read more than once, as is done here."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return True  # opening it says why
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


class _Opener:
    """Opens a file by its kind, and what is packed in it."""

    def __init__(
        self,
        encoding: str | None,
        sheet: str | None,
        heading_row: int | None,
        findings: Callable[[Finding], None],
    ) -> None:
        self._encoding = encoding
        self._sheet = sheet
        self._heading_row = heading_row
        self._findings = findings

    def opened(self, path: Path) -> Iterator[Sheet]:
        source = Source(str(path), lambda: path.open("rb"))
        if not source.head(1):
            raise empty(source.name)
        kind = kind_of(source)
        match kind:
            case "archive":
                return self._members(path)
            case "gzip":
                return self._inner(Source(source.name, lambda: _gunzipped(path)))
            case "text" | "json" | "html":
                reach = _Reach(path)
                source = Source(source.name, reach.open)
                return (
                    replace(sheet, position=reach.position)
                    for sheet in self._read(source, kind)
                )
            case _:
                return self._read(source, kind)

    def _read(self, source: Source, kind: Kind) -> Iterator[Sheet]:
        """Open a file that is not packed."""
        match kind:
            case "html":
                how = self._recognised(source)
                return iter([open_html(source, how, self._heading_row, self._findings)])
            case "json":
                return iter([open_json(source, self._recognised(source))])
            case "text":
                how = self._recognised(source)
                return iter(
                    [open_delimited(source, how, self._heading_row, self._findings)]
                )
            case _:
                return self._by_library(source, kind)

    def _by_library(self, source: Source, kind: Kind) -> Iterator[Sheet]:
        """Open what needs a library of the extra `audit`, imported only now."""
        try:
            match kind:
                case "workbook":
                    from hotline_rules.adapters.files.workbook import open_workbook

                    return open_workbook(
                        source, self._sheet, self._heading_row, self._findings
                    )
                case "parquet":
                    from hotline_rules.adapters.files.columnar import open_parquet

                    return iter([open_parquet(source, self._findings)])
                case "event log":
                    from hotline_rules.adapters.files.logs import open_event_log

                    return iter(open_event_log(source, self._findings))
                case _:
                    from hotline_rules.adapters.files.logs import open_object_log

                    return iter(open_object_log(source, self._findings))
        except ImportError as error:
            library = (error.name or kind).partition(".")[0]
            raise without_library(library, source.name) from None

    def _recognised(self, source: Source) -> Encoding:
        how = recognised(source, self._encoding)
        place = Place(source.name, None, 1)
        self._findings(Finding("encoding", place, None, None, how.said))
        return how

    def _inner(self, inner: Source) -> Iterator[Sheet]:
        if not inner.head(1):
            raise empty(inner.name)
        kind = kind_of(inner)
        if kind in _PACKED:
            raise unreadable(
                inner.name,
                Text("压缩包里还有压缩包", "an archive within an archive"),
                Text("先解开，再导入里面的文件", "unpack it and name the files in it"),
            )
        return self._read(inner, kind)

    def _members(self, path: Path) -> Iterator[Sheet]:
        """Open each file of an archive, and last say which ones cannot be read."""
        refused: list[Diagnostic] = []
        files = members(path)
        for inner in files:
            try:
                yield from self._inner(inner)
            except UnreadableFile as error:
                refused += error.diagnostics
        if refused:
            raise UnreadableFile(refused, {})
        if not files:
            raise empty(str(path))


class _Reach:
    """How far a file that is read from its first byte to the last has been read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def open(self) -> IO[bytes]:
        """Open the file; the last one opened is the one that is being read."""
        self._file = self._path.open("rb")
        return self._file

    def position(self) -> int:
        """How many bytes have been read; none while the file is closed."""
        return 0 if self._file is None or self._file.closed else self._file.tell()


def _gunzipped(path: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path))
