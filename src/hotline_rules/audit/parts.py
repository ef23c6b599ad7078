"""Parts of a run on disk: some thousand tickets each, whole or not there.

What tables a part has, and what is counted in it, is the business of whoever writes it.

A part is made in a folder of another name, which gets its own when everything in it has
been written. It says what is in it by digests, so that a part that was damaged since is
noticed, named and made again.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

from hotline_rules.audit.disk import (
    digest_of,
    json_bytes,
    put_in_place,
    write_bytes,
)
from hotline_rules.audit.errors import AGAIN, AuditError, written
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_ABOUT = "part.json"
_TMP = ".tmp"


_Read = TypeVar("_Read")


class DamagedPartError(Exception):
    """A part that is not what it was when it was made."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is there.

    Attributes:
        number: from 1.
        folder: where it lies.
        run: digest of what was asked of the run it belongs to.
        tally: numbers that whoever wrote it wants to know of it.
        files: digest and number of rows of each table that has rows in it.
        pieces: digest of what was made of it for each report that has such a piece.
    """

    number: int
    folder: Path
    run: str
    tally: Mapping[str, int]
    files: Mapping[str, tuple[str, int]]
    pieces: Mapping[str, str]

    def batch(self, table: str) -> pa.RecordBatch | None:
        """The rows of a table; ``None`` where there are none.

        Raises:
            DamagedPartError: the file is not what it was.
        """
        if table not in self.files:
            return None
        data = self._bytes(_table_file(table), self.files[table][0])
        return pa.ipc.open_stream(pa.py_buffer(data)).read_next_batch()

    def piece(self, report: str) -> bytes | None:
        """What was made of the part for a report; ``None`` where nothing was.

        Raises:
            DamagedPartError: the file is not what it was.
        """
        digest = self.pieces.get(report)
        return None if digest is None else self._bytes(_piece_file(report), digest)

    def check(self) -> None:
        """Read everything once.

        Raises:
            DamagedPartError: a file is not what it was.
        """
        for table, (digest, _) in self.files.items():
            self._bytes(_table_file(table), digest)
        for report, digest in self.pieces.items():
            self._bytes(_piece_file(report), digest)

    def _bytes(self, file: str, digest: str) -> bytes:
        path = self.folder / file
        try:
            data = path.read_bytes()
        except OSError:
            raise DamagedPartError(str(path)) from None
        if digest_of(data) != digest:
            raise DamagedPartError(str(path))
        return data


def folder_of(parts: Path, number: int) -> Path:
    """Where a part lies when it is done."""
    return parts / f"{number:06}"


def last_part(parts: Path) -> int:
    """The number of the last part that is done; 0 where there is none."""
    names = (one.name for one in parts.iterdir()) if parts.is_dir() else ()
    return max((int(name) for name in names if name.isdigit()), default=0)


def open_part(parts: Path, number: int, run: str) -> Part | None:
    """A part that was made; ``None`` where there is none.

    Raises:
        DamagedPartError: it does not say what is in it, or belongs to another run.
    """
    folder = folder_of(parts, number)
    if not folder.is_dir():
        return None
    try:
        about = json.loads((folder / _ABOUT).read_bytes())
        part = Part(
            number,
            folder,
            about["run"],
            dict(about["tally"]),
            {name: (digest, rows) for name, (digest, rows) in about["files"].items()},
            dict(about["pieces"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise DamagedPartError(str(folder / _ABOUT)) from None
    sealed = digest_of(json_bytes(about | {"seal": ""}))
    if about.get("seal") != sealed or part.run != run:
        raise DamagedPartError(str(folder / _ABOUT))
    return part


def write_part(
    parts: Path,
    number: int,
    run: str,
    batches: Mapping[str, pa.RecordBatch],
    tally: Mapping[str, int],
    pieces: Mapping[str, bytes] | None = None,
) -> None:
    """Write a part; one that is there already is left as it is.

    Args:
        parts: the folder of all of them.
        number: from 1.
        run: digest of what was asked of the run.
        batches: the rows of each table; one without rows is left out.
        tally: numbers to be kept with it.
        pieces: what was made of it for reports, by their names.

    Raises:
        AuditError: the disk is full, or a file cannot be written.
    """
    making = parts / f"{number:06}.{os.getpid()}{_TMP}"
    shutil.rmtree(making, ignore_errors=True)
    with written(making):
        making.mkdir(parents=True)
    files: dict[str, list[Any]] = {}
    for table, batch in batches.items():
        if batch.num_rows:
            data = _stream(batch)
            write_bytes(making / _table_file(table), data)
            files[table] = [digest_of(data), batch.num_rows]
    pieces = pieces or {}
    for report, piece in pieces.items():
        write_bytes(making / _piece_file(report), piece)
    about: dict[str, Any] = {
        "part": number,
        "run": run,
        "tally": dict(tally),
        "files": files,
        "pieces": {name: digest_of(piece) for name, piece in pieces.items()},
        "seal": "",
    }
    about["seal"] = digest_of(json_bytes(about))
    write_bytes(making / _ABOUT, json_bytes(about))
    if not folder_of(parts, number).exists():
        put_in_place(making, folder_of(parts, number))


def is_sound(parts: Path, number: int, run: str, say: Callable[[Text], None]) -> bool:
    """Whether a part is there and whole; a damaged one is told and taken away."""
    try:
        part = open_part(parts, number, run)
        if part is not None:
            part.check()
    except DamagedPartError as damage:
        say(
            Text(
                f"第 {number} 段已损坏（{damage}），重新判断",
                f"part {number} is damaged ({damage}) and is judged again",
            )
        )
        remove_part(parts, number)
        return False
    return part is not None


def rows_of_parts(
    parts: Path, last: int, run: str, table: str
) -> Iterator[pa.RecordBatch]:
    """The rows of a table from one part after the other.

    Args:
        parts: the folder of all of them.
        last: the number of the last one, included; what is not there has no rows.
        run: digest of what was asked of the run.
        table: its name.

    Raises:
        AuditError: a part is damaged.
    """
    return _from_parts(parts, last, run, lambda part: part.batch(table))


def pieces_of_parts(parts: Path, last: int, run: str, report: str) -> Iterator[bytes]:
    """The pieces of a report from one part after the other; like `rows_of_parts`."""
    return _from_parts(parts, last, run, lambda part: part.piece(report))


def _from_parts(
    parts: Path, last: int, run: str, read: Callable[[Part], _Read | None]
) -> Iterator[_Read]:
    try:
        for number in range(1, last + 1):
            part = open_part(parts, number, run)
            found = None if part is None else read(part)
            if found is not None:
                yield found
    except DamagedPartError as damage:
        raise AuditError(
            Text(f"{damage} 已损坏", f"{damage} is damaged"), AGAIN
        ) from None


def remove_part(parts: Path, number: int) -> None:
    """Take a part away, so that it is made again."""
    folder = folder_of(parts, number)
    gone = folder.with_name(folder.name + ".bad" + _TMP)
    with written(folder):
        shutil.rmtree(gone, ignore_errors=True)
        folder.rename(gone)
        shutil.rmtree(gone)


def sweep(parts: Path) -> None:
    """Take away what was being made when a run was broken off."""
    for folder in _unfinished(parts):
        shutil.rmtree(folder, ignore_errors=True)


def _unfinished(parts: Path) -> Iterator[Path]:
    if parts.is_dir():
        yield from (one for one in parts.iterdir() if one.name.endswith(_TMP))


def _table_file(table: str) -> str:
    return f"{table}.arrow"


def _piece_file(report: str) -> str:
    return f"{report}.piece"


def _stream(batch: pa.RecordBatch) -> memoryview:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    return memoryview(sink.getvalue())
