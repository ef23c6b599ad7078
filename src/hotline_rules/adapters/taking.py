"""Files read into the store, sheet by sheet, from the position reached."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from hotline_rules.adapters.database import BegunOtherwise, changing, committed
from hotline_rules.adapters.gather import storable
from hotline_rules.adapters.intake import ROWS_A_BATCH, Batch
from hotline_rules.adapters.model import Finding, Piece, Record, Row, SetAside
from hotline_rules.adapters.privacy import without_text
from hotline_rules.diagnostics import FaultyFileError, Text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hotline_rules.adapters.model import Sheet
    from hotline_rules.adapters.privacy import Pseudonyms
    from hotline_rules.adapters.settle import Repeated

    Read = Callable[[Row | Record], Piece | SetAside]
    Note = Callable[[Finding], None]

_STEP = 512


class Source(Protocol):
    """What opens files and reads their rows.

    Attributes:
        digest: of the mapping; empty without one.
        options: what else two runs must have in common to go on with each other.
        repeated: which of two whole rows that contradict each other is used.
        renamed: names of units of which the mapping says whether they are one.
    """

    @property
    def digest(self) -> str:
        """Digest of the mapping."""

    @property
    def options(self) -> tuple[str | int | None, ...]:
        """Options of the source."""

    @property
    def repeated(self) -> Repeated:
        """Which row is used."""

    @property
    def renamed(self) -> frozenset[str]:
        """Names of units that were thought of."""

    def sheets(self, path: Path, note: Note) -> Iterator[Sheet]:
        """Open a file; `note` takes what is odd about it."""

    def reader(self, sheet: Sheet, note: Note) -> Read:
        """Answer what reads the rows of a sheet; `note` as for `sheets`.

        Raises:
            FaultyFileError: its headings do not fit the mapping.
        """


class Watcher(Protocol):
    """Is told how an import goes on."""

    def begin(self, size: int) -> None:
        """Take how many bytes all files have."""

    def step(self, rows: int, position: int | None) -> None:
        """Take how many rows and bytes have been read; ``None`` where nobody knows."""

    def report(self, error: FaultyFileError) -> None:
        """Take what is wrong with a file or sheet; the others go on."""


class Unwatched:
    """A watcher that looks away."""

    def begin(self, size: int) -> None:
        """Do nothing."""

    def step(self, rows: int, position: int | None) -> None:
        """Do nothing."""

    def report(self, error: FaultyFileError) -> None:
        """Do nothing: the balance names the file."""


@dataclass(slots=True)
class Taking:
    """One run over the files.

    Attributes:
        database: of the store.
        source: opens and reads.
        watcher: is told how it goes on.
        pseudonyms: replace ids and references.
        with_text: keep the text of rows set aside, though there are pseudonyms.
    """

    database: sqlite3.Connection
    source: Source
    watcher: Watcher
    pseudonyms: Pseudonyms | None = None
    with_text: bool = False
    rows_a_batch: int = ROWS_A_BATCH
    _rows: int = 0
    _before: int = 0  # bytes of the files that are done

    def run(self, files: list[Path]) -> None:
        """Take every file that is not done yet.

        Raises:
            StoreError: a file has changed since it was begun, or while it was read.
        """
        sizes = [path.stat().st_size if path.is_file() else 0 for path in files]
        self.watcher.begin(sum(sizes))
        for number, (path, size) in enumerate(zip(files, sizes, strict=True), 1):
            stamp = _stamp(path)
            digest = _digest(path)
            if self._file(number, path, size, digest) == "open":
                state = self._take(number, path)
                if _stamp(path) != stamp and _digest(path) != digest:
                    self._spoil(number)
                    raise changing(path)
                self._set_state(number, state)
            self._before += size

    def _file(self, number: int, path: Path, size: int, digest: str) -> str:
        """Answer whether a file is done; begin with it if it is new.

        It is known by its number: the same file may be named in another way now.
        """
        known = self.database.execute(
            "SELECT digest, state FROM files WHERE number = ?", (number,)
        ).fetchone()
        if known is None:
            with committed(self.database):
                self.database.execute(
                    "INSERT INTO files (number, name, digest, bytes, told, state)"
                    " VALUES (?, ?, ?, ?, 0, 'open')",
                    (number, storable(str(path)), digest, size),
                )
            return "open"
        before, state = known
        if before != digest:
            raise _changed(path)
        return str(state)

    def _spoil(self, number: int) -> None:
        """Forget the digest of a file, so that nothing goes on with what was read."""
        with committed(self.database):
            self.database.execute(
                "UPDATE files SET digest = 'changed' WHERE number = ?", (number,)
            )

    def _take(self, number: int, path: Path) -> str:
        """Take the sheets of a file; answer its state."""
        told = self.database.execute(
            "SELECT told FROM files WHERE number = ?", (number,)
        ).fetchone()[0]
        batch = Batch(
            self.database, number, storable(str(path)), most=self.rows_a_batch
        )
        note = _Noting(self, batch, told)
        unfit: dict[int, FaultyFileError] = {}
        fits = False
        try:
            for place, sheet in enumerate(self.source.sheets(path, note)):
                try:
                    read = self.source.reader(sheet, note)
                except FaultyFileError as error:
                    unfit[place] = error
                    continue
                fits = True
                self._take_sheet(batch, place, sheet, read)
        except FaultyFileError as error:
            batch.commit()
            self.watcher.report(error)
            return "unread"
        for fault in unfit.values():
            self.watcher.report(fault)
        if fits and unfit:
            self._leave(batch, path, unfit)
        else:
            batch.commit()
        return "done" if fits or not unfit else "unread"

    def _leave(
        self, batch: Batch, path: Path, unfit: dict[int, FaultyFileError]
    ) -> None:
        """Set aside the rows of sheets that the mapping does not fit.

        Only where it fits another sheet of the file; else the file is not read.
        """
        for place, sheet in enumerate(self.source.sheets(path, lambda _: None)):
            if place in unfit:
                self._take_sheet(batch, place, sheet, _leftover(unfit[place]))

    def _take_sheet(self, batch: Batch, place: int, sheet: Sheet, read: Read) -> None:
        batch.sheet, taken = self._sheet(batch.file, place, sheet)
        batch.taken = taken
        rows = sheet.rows()
        if sum(1 for _ in islice(rows, taken)) < taken:
            raise _shorter(sheet)
        self._rows += taken
        for row in rows:
            batch.add(self._read(row, read))
            self._rows += 1
            if self._rows % _STEP == 0:
                self.watcher.step(self._rows, self._position(sheet))
            if batch.full:
                batch.commit()
        batch.commit()

    def _position(self, sheet: Sheet) -> int | None:
        return None if sheet.position is None else self._before + sheet.position()

    def _read(self, row: Row | Record | SetAside, read: Read) -> Piece | SetAside:
        one = row if isinstance(row, SetAside) else read(row)
        if self.pseudonyms is None:
            return one
        if isinstance(one, Piece):
            return self.pseudonyms.piece(one)
        one = self.pseudonyms.leftover(one)
        return one if self.with_text else without_text(one)

    def _sheet(self, file: int, place: int, sheet: Sheet) -> tuple[int, int]:
        """Answer a sheet's number and how many rows were taken of it."""
        query = "SELECT number, taken FROM sheets WHERE file = ? AND place = ?"
        known = self.database.execute(query, (file, place)).fetchone()
        if known is None:
            with committed(self.database):
                row = self.database.execute(
                    "INSERT INTO sheets (file, place, label, name, taken)"
                    " VALUES (?, ?, ?, ?, 0)",
                    (file, place, storable(sheet.file), sheet.sheet),
                )
            return row.lastrowid or 0, 0
        return known[0], known[1]

    def _set_state(self, number: int, state: str) -> None:
        with committed(self.database):
            self.database.execute(
                "UPDATE files SET state = ? WHERE number = ?", (state, number)
            )


@dataclass(slots=True)
class _Noting:
    """Takes what is odd about a file, without what was told before the interruption."""

    taking: Taking
    batch: Batch
    before: int

    def __call__(self, finding: Finding) -> None:
        self.batch.told += 1
        if self.batch.told <= self.before:
            return
        names = self.taking.pseudonyms
        self.batch.note(finding if names is None else names.finding(finding))


def _leftover(error: FaultyFileError) -> Read:
    """Set every row of a sheet aside because the mapping does not fit it.

    Without its text: the mapping names none of the columns, so none is to be kept.
    """
    said = error.diagnostics[0].headline

    def leave(row: Row | Record) -> SetAside:
        return SetAside(row.place, "", "sheet-not-mapped", said)

    return leave


def _stamp(path: Path) -> tuple[int, ...]:
    """Answer what changes when a file is written to; nothing where there is none."""
    try:
        about = path.stat()
    except OSError:
        return ()
    return (about.st_size, about.st_mtime_ns, about.st_ino)


def _digest(path: Path) -> str:
    """Answer the digest of a file; of nothing where it cannot be read."""
    try:
        with path.open("rb") as file:
            return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _changed(path: Path) -> BegunOtherwise:
    return BegunOtherwise(
        Text(
            f"{path} 和中断之前不一样了，接不上",
            f"{path} has changed since the interrupted run",
        ),
        Text(
            "放回原来的文件再运行；要用新的文件，就从头导入",
            "put the old file back and run again, or begin the import anew",
        ),
    )


def _shorter(sheet: Sheet) -> BegunOtherwise:
    return BegunOtherwise(
        Text(
            f"{sheet.file} 读出的行比中断之前少，接不上",
            f"{sheet.file} gives fewer rows than before the interruption",
        ),
        Text("从头导入", "begin the import anew"),
    )
