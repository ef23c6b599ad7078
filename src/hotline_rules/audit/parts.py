"""Parts of a run on disk: some thousand tickets each, whole or not there.

A part is made in a folder of another name, which gets its own when everything in it has
been written. It says what is in it by digests, so that a part that was damaged since is
noticed, named and made again.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hotline_rules.audit.columns import batch_of
from hotline_rules.audit.disk import (
    digest_of,
    json_bytes,
    put_in_place,
    write_bytes,
)
from hotline_rules.audit.errors import written
from hotline_rules.audit.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from hotline_rules.audit.columns import Rows

_ABOUT = "part.json"
_TMP = ".tmp"


class DamagedPartError(Exception):
    """A part that is not what it was when it was made."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the histories of a part, and of the rows they were made of.

    Attributes:
        judged, after, aside: histories with a result; with nothing by the instant of
            judgement; that could not be judged.
        rows_judged, rows_after, rows_aside: the rows of these.
    """

    judged: int = 0
    after: int = 0
    aside: int = 0
    rows_judged: int = 0
    rows_after: int = 0
    rows_aside: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            *(getattr(self, x) + getattr(other, x) for x in self.__dataclass_fields__)
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is there.

    Attributes:
        number: from 1.
        folder: where it lies.
        run: digest of what was asked of the run it belongs to.
        tally: what became of its histories.
        files: digest and number of rows of each table that has rows in it.
    """

    number: int
    folder: Path
    run: str
    tally: Tally
    files: Mapping[str, tuple[str, int]]

    def batch(self, table: str) -> pa.RecordBatch | None:
        """The rows of a table; ``None`` where there are none.

        Raises:
            DamagedPartError: the file is not what it was.
        """
        if table not in self.files:
            return None
        data = self._bytes(table)
        return pa.ipc.open_stream(pa.py_buffer(data)).read_next_batch()

    def check(self) -> None:
        """Read everything once.

        Raises:
            DamagedPartError: a file is not what it was.
        """
        for table in self.files:
            self._bytes(table)

    def _bytes(self, table: str) -> bytes:
        path = self.folder / f"{table}.arrow"
        try:
            data = path.read_bytes()
        except OSError as error:
            raise DamagedPartError(f"{path}: {error.strerror}") from None
        if digest_of(data) != self.files[table][0]:
            raise DamagedPartError(str(path))
        return data


def folder_of(parts: Path, number: int) -> Path:
    """Where a part lies when it is done."""
    return parts / f"{number:06}"


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
            Tally(**about["tally"]),
            {name: (digest, rows) for name, (digest, rows) in about["files"].items()},
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
    rows: Rows,
    tally: Tally,
    schemas: Mapping[str, pa.Schema],
) -> None:
    """Write a part; one that is there already is left as it is.

    Raises:
        AuditError: the disk is full, or a file cannot be written.
    """
    making = parts / f"{number:06}.{os.getpid()}{_TMP}"
    shutil.rmtree(making, ignore_errors=True)
    with written(making):
        making.mkdir(parents=True)
    files: dict[str, list[Any]] = {}
    for table in TABLES:
        if rows[table]:
            data = _stream(batch_of(table, rows[table], schemas[table]))
            write_bytes(making / f"{table}.arrow", data)
            files[table] = [digest_of(data), len(rows[table])]
    about: dict[str, Any] = {
        "part": number,
        "run": run,
        "tally": asdict(tally),
        "files": files,
        "seal": "",
    }
    about["seal"] = digest_of(json_bytes(about))
    write_bytes(making / _ABOUT, json_bytes(about))
    if not folder_of(parts, number).exists():
        put_in_place(making, folder_of(parts, number))


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


def _stream(batch: pa.RecordBatch) -> memoryview:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    return memoryview(sink.getvalue())
