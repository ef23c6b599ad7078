"""Histories from files and standard input, one at a time, faults reported in place.

A `.jsonl` file is read line by line and never held in memory; a `.json` file, or one
whose first line opens a list, holds one history or a list of them.
"""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING

from hotline_rules.diagnostics import Span, Text, codes, diagnostic, reason_of
from hotline_rules.history import HistoryError, parse_history, parse_history_line
from hotline_rules.history.faults import not_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from hotline_rules.diagnostics import Diagnostic
    from hotline_rules.history import History, LocalZone

_BOM = b"\xef\xbb\xbf"
_STDIN = "<stdin>"


@dataclass(slots=True)
class Reader:
    """Reads histories and hands every fault to `report`; `faulty` counts its inputs.

    `zone` is where times without an offset were written, `None` to refuse them.
    """

    report: Callable[[Sequence[Diagnostic]], None]
    zone: LocalZone | None = None
    faulty: int = 0

    def histories(self, names: Iterable[str]) -> Iterator[tuple[str, History]]:
        """Yield each readable history with its place, in the order of the input.

        Args:
            names: paths; `-` is standard input.
        """
        for name in names:
            try:
                with _opened(name) as file:
                    shown = _STDIN if name == "-" else name
                    yield from self._file(file, shown)
            except OSError as error:
                self._fault([_unreadable(name, error)])

    def _file(self, file: IO[bytes], name: str) -> Iterator[tuple[str, History]]:
        lines = _numbered(file)
        first = next(lines, None)
        if first is None:
            return
        number, opening = first
        stripped = opening.removeprefix(_BOM).strip()
        if name.endswith(".json") or stripped == b"{" or stripped.startswith(b"["):
            raw = b"\n" * (number - 1) + opening + file.read()
            yield from self._document(raw, name)
            return
        for number, raw in chain([first], lines):
            where = f"{name}:{number}"
            try:
                yield where, parse_history_line(decode(raw, where), where, self.zone)
            except HistoryError as error:
                self._fault(error.diagnostics)

    def _document(self, raw: bytes, name: str) -> Iterator[tuple[str, History]]:
        try:
            text = decode(raw, f"{name}:1")
        except HistoryError as error:
            self._fault(error.diagnostics)
            return
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            self._fault([not_json(error, text, f"{name}:1")])
            return
        several = isinstance(data, list)
        for number, item in enumerate(data if several else [data], start=1):
            where = f"{name}[{number}]" if several else name
            try:
                yield where, parse_history(item, zone=self.zone, where=where)
            except HistoryError as error:
                self._fault(error.diagnostics)

    def _fault(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.faulty += 1
        self.report(diagnostics)


def decode(raw: bytes, where: str) -> str:
    """Answer a line's text; the place of the first bad byte is named.

    Raises:
        HistoryError: when the bytes are not UTF-8.
    """
    try:
        return raw.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        raise HistoryError([_not_utf8(raw, error, where)]) from None


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as file:
        yield file


def _numbered(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that hold anything, numbered from 1."""
    for number, raw in enumerate(file, start=1):
        if raw.strip():
            yield number, raw


def _unreadable(name: str, error: OSError) -> Diagnostic:
    gone = isinstance(error, FileNotFoundError)
    code = codes.FILE_NOT_FOUND if gone else codes.FILE_UNREADABLE
    reason = reason_of(error)
    headline = (
        Text(f"没有 `{name}` 这个文件", f"there is no file `{name}`")
        if gone
        else Text(f"读不了 `{name}`：{reason.zh}", f"cannot read `{name}`: {reason.en}")
    )
    return diagnostic(
        code, None, headline, fix=Text("核对文件名和目录", "check the path")
    )


def _not_utf8(raw: bytes, error: UnicodeDecodeError, where: str) -> Diagnostic:
    body = raw.removeprefix(_BOM)
    column = len(body[: error.start].decode("utf-8", "replace")) + 1
    file, _, line = where.rpartition(":")
    at = int(line)
    guess, encoding = _guessed(raw)
    return diagnostic(
        codes.NOT_UTF8,
        Span(file, at, column, at, column + 1),
        Text(f"文件不是 UTF-8 编码：{guess.zh}", f"the file is not UTF-8: {guess.en}"),
        why=Text("输入一律用 UTF-8", "all input is UTF-8"),
        fix=_conversion("原文件" if file == _STDIN else file, encoding),
    )


def _guessed(raw: bytes) -> tuple[Text, str]:
    """Say what the bytes look like; the name is that of `iconv`, or nothing."""
    # TRAP: a later line of UTF-16 has no mark, but half of ASCII is NUL there.
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw.count(b"\0") > len(raw) // 4:
        return Text("看起来是 UTF-16（Unicode）编码", "it looks like UTF-16"), "UTF-16"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return Text("也不是 GB18030 编码", "it is not GB18030 either"), ""
    guess = Text("看起来是 GB18030（GBK）编码", "it looks like GB18030 (GBK)")
    return guess, "GB18030"


def _conversion(file: str, encoding: str) -> Text:
    if not encoding:
        return Text(
            "请导出方用 UTF-8 重新导出；个别字节损坏的，改正这一行",
            "have it exported again as UTF-8, or mend the damaged line",
        )
    return Text(
        f"先转换：iconv -f {encoding} -t UTF-8 {file} > 新文件，或另存为 UTF-8",
        f"convert it first: iconv -f {encoding} -t UTF-8 {file} > new-file, or save "
        "it as UTF-8 in an editor",
    )
