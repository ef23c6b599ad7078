"""Histories gathered on disk: rows of any order in, numbered histories out.

    with Store(path) as store:
        store.take(files, mapping)
        for one in store.histories(1, store.count + 1):
            ...

Memory does not grow with the rows. An import that is killed, at whatever moment, goes
on where it was when `take` is called again with the same files: rows are committed
together with the position reached, so none is lost and none is taken twice.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from hotline_rules import __version__
from hotline_rules.adapters import balance, data_findings, gaps
from hotline_rules.adapters.database import (
    BegunOtherwise,
    committed,
    connect,
    guarded,
    read_fact,
    write_fact,
)
from hotline_rules.adapters.gather import Gathered, by_ticket, decode, join
from hotline_rules.adapters.intake import ROWS_A_BATCH
from hotline_rules.adapters.model import Finding, Place, SetAside
from hotline_rules.adapters.reasons import MENDABLE
from hotline_rules.adapters.settle import Settling, insert_findings
from hotline_rules.adapters.sources import Exports
from hotline_rules.adapters.taking import Taking, Unwatched
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from hotline_rules.adapters.balance import Balance
    from hotline_rules.adapters.mapping import Mapping
    from hotline_rules.adapters.privacy import Pseudonyms
    from hotline_rules.adapters.sources import Opening
    from hotline_rules.adapters.taking import Source, Watcher

_ROWS = """
SELECT p.ticket, p.sheet, p.row, p.attributes, p.events, h.id, h.subject
FROM pieces p JOIN histories h ON h.number = p.ticket
WHERE p.ticket >= ? AND p.ticket < ? ORDER BY p.ticket, p.rowid"""

_FINDING = """
d.code, d.file, d.sheet, d.row, d.ticket, d.unit, d.zh, d.en FROM findings d"""


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was taken.

    Attributes:
        name: as it was given.
        digest: ``sha256:…`` of its bytes.
        bytes: how many.
        rows: handed out by its reader.
    """

    name: str
    digest: str
    bytes: int
    rows: int


class Store:
    """One SQLite file with the rows of an export, by history.

    Args:
        path: of the file; made if it is not there, in a folder that is.
        pseudonyms: replace ids and references before anything is written.

    Raises:
        StoreError: the file cannot be opened or is no store.
    """

    def __init__(self, path: str | Path, pseudonyms: Pseudonyms | None = None) -> None:
        self._path = Path(path)
        self._pseudonyms = pseudonyms
        self._database = connect(self._path)
        self._sheets: dict[int, tuple[str, str | None]] = {}

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was committed stays."""
        self._database.close()

    # --- in -------------------------------------------------------------------------

    def take_from(
        self,
        source: Source,
        files: Iterable[str | Path],
        *,
        with_text: bool = False,
        watcher: Watcher | None = None,
        rows_a_batch: int = ROWS_A_BATCH,
    ) -> None:
        """Take the rows of files; go on where an interrupted run was.

        When it returns everything has been read, rows that repeat or contradict each
        other have been set aside, and the store takes no more.

        Args:
            source: opens the files and reads their rows.
            files: each is read once, however often it is named.
            with_text: keep the text of rows set aside although there are pseudonyms.
            watcher: is told how it goes on, and which files cannot be read.
            rows_a_batch: so many rows are committed together.

        Raises:
            StoreError: a file has changed since the interrupted run, or while it was
                read; that run was begun with another source or other options; the disk
                is full. What is done is kept.
        """
        paths = [Path(name) for name in dict.fromkeys(map(str, files))]
        with guarded(self._path), self._alone():
            self._begin(
                {
                    # The same file may be named from another folder, or as a whole.
                    "files": [str(path.resolve()) for path in paths],
                    "mapping": source.digest,
                    "options": [*source.options, with_text],
                }
            )
            if read_fact(self._database, "stage") == "done":
                return
            Taking(
                self._database,
                source,
                watcher or Unwatched(),
                self._pseudonyms,
                with_text=with_text,
                rows_a_batch=rows_a_batch,
            ).run(paths)
            self._settle(source, with_text=with_text)

    def _begin(self, facts: dict[str, Any]) -> None:
        """Compare with what the store was begun with, or write it down."""
        key = self._pseudonyms.fingerprint if self._pseudonyms else ""
        now = {**facts, "package": __version__, "pseudonyms": key}
        before = read_fact(self._database, "begun")
        if before is None:
            with committed(self._database):
                write_fact(self._database, "begun", json.dumps(now))
            return
        was = json.loads(before)
        differ = [key for key in now if now[key] != was.get(key)]
        if differ:
            raise _begun_otherwise(self._path, differ)

    def _settle(self, source: Source, *, with_text: bool) -> None:
        database = self._database
        database.execute("CREATE INDEX IF NOT EXISTS by_ticket ON pieces (ticket)")
        Settling(
            database,
            self._place,
            source.repeated,
            with_text=self._pseudonyms is None or with_text,
        ).run()
        with committed(database):
            insert_findings(database, gaps.find_all(database, self._place))
            insert_findings(database, data_findings.find_all(database, source.renamed))
            database.execute(
                "CREATE INDEX IF NOT EXISTS findings_by_ticket ON findings (ticket)"
            )
            write_fact(database, "stage", "done")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep every other process out while rows are taken."""
        self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
        try:
            with committed(self._database):
                pass
            yield
        finally:
            # The lock goes with the next time that the file is read.
            self._database.execute("PRAGMA locking_mode = NORMAL")
            self._database.execute("SELECT count(*) FROM facts").fetchone()

    def take(
        self,
        files: Iterable[str | Path],
        mapping: Mapping | None = None,
        *,
        opening: Opening | None = None,
        with_text: bool = False,
        watcher: Watcher | None = None,
    ) -> None:
        """Take exports; `take_from` with the files as they are.

        Args:
            files: as for `take_from`.
            mapping: what the columns mean; `None` where all files hold histories.
            opening: how to open the files, where they do not say.
            with_text: as for `take_from`.
            watcher: as for `take_from`.

        Raises:
            StoreError: as `take_from`.
            ValueError: there is no such zone.
        """
        source = Exports(mapping, opening)
        self.take_from(source, files, with_text=with_text, watcher=watcher)

    # --- out ------------------------------------------------------------------------

    @property
    def done(self) -> bool:
        """Whether everything has been taken."""
        with guarded(self._path):
            return read_fact(self._database, "stage") == "done"

    @property
    def count(self) -> int:
        """How many histories there are; the highest number."""
        with guarded(self._path):
            row = self._database.execute("SELECT max(number) FROM histories").fetchone()
        return cast("int", row[0] or 0)

    def histories(self, first: int, last: int) -> Iterator[Gathered]:
        """Yield histories in the order of their numbers.

        Args:
            first: number of the first, from 1.
            last: number after the last one.
        """
        with guarded(self._path):
            for group in by_ticket(self._database.execute(_ROWS, (first, last))):
                number, sheet, row, _, _, id_, subject = group[0]
                said = ((decode(one[3]), decode(one[4])) for one in group)
                history = join(id_, subject, said)
                place = self._place(sheet, row)
                yield Gathered(number, place, len(group), id_, history)

    def set_aside(self) -> Iterator[SetAside]:
        """Yield what became part of no history, by file, sheet and row."""
        rows = (
            "SELECT sheet, row, text, code, zh, en FROM set_aside"
            " ORDER BY sheet, row, rowid"
        )
        with guarded(self._path):
            for sheet, row, text, code, zh, en in self._database.execute(rows):
                yield SetAside(self._place(sheet, row), text, code, Text(zh, en))

    def mendable(self) -> list[tuple[int, Text]]:
        """Answer what the mapping lacks: rows that it kept out, and why, most first."""
        marks = ", ".join("?" * len(MENDABLE))
        query = (
            f"SELECT count(*), zh, en FROM set_aside WHERE code IN ({marks})"
            " GROUP BY zh, en ORDER BY 1 DESC, min(rowid)"
        )
        with guarded(self._path):
            found = self._database.execute(query, sorted(MENDABLE))
            return [(number, Text(zh, en)) for number, zh, en in found]

    def findings(self) -> Iterator[Finding]:
        """Yield what is odd about the data, in the order in which it was found.

        What is about a whole file stands at its first row.
        """
        query = f"SELECT {_FINDING} ORDER BY d.rowid"
        with guarded(self._path):
            for row in self._database.execute(query):
                yield _finding(row)

    def findings_of(self, first: int, last: int) -> Iterator[tuple[int, Finding]]:
        """Yield what is odd about certain histories, with and by their numbers.

        Args:
            first: number of the first, from 1.
            last: number after the last one.
        """
        query = (
            f"SELECT h.number, {_FINDING} JOIN histories h ON h.id = d.ticket"
            " WHERE h.number >= ? AND h.number < ? AND h.number ="
            " (SELECT min(o.number) FROM histories o WHERE o.id = d.ticket)"
            " ORDER BY h.number, d.rowid"
        )
        with guarded(self._path):
            for number, *row in self._database.execute(query, (first, last)):
                yield number, _finding(row)

    def findings_of_none(self) -> Iterator[Finding]:
        """Yield what is odd about no history that there is, as it was found."""
        query = (
            f"SELECT {_FINDING} WHERE NOT EXISTS"
            " (SELECT 1 FROM histories h WHERE h.id = d.ticket) ORDER BY d.rowid"
        )
        with guarded(self._path):
            for row in self._database.execute(query):
                yield _finding(row)

    def finding_counts(self) -> list[tuple[str, str | None, int]]:
        """Count findings by kind and unit, most first; a unit of `None` is none."""
        query = """
            SELECT code, unit, count(*) FROM findings GROUP BY code, unit
            ORDER BY 3 DESC, code, unit"""
        with guarded(self._path):
            return self._database.execute(query).fetchall()

    def balance(self) -> Balance:
        """Count rows and histories again from what lies in the store."""
        with guarded(self._path):
            return balance.count(self._database)

    def inputs(self) -> tuple[Input, ...]:
        """Answer the files in the order in which they were given."""
        query = """
            SELECT f.name, f.digest, f.bytes, coalesce(sum(s.taken), 0)
            FROM files f LEFT JOIN sheets s ON s.file = f.number
            GROUP BY f.number ORDER BY f.number"""
        with guarded(self._path):
            return tuple(Input(*row) for row in self._database.execute(query))

    # --- places ---------------------------------------------------------------------

    def _place(self, sheet: int, row: int) -> Place:
        return Place(*self._sheet(sheet), row)

    def _sheet(self, number: int) -> tuple[str, str | None]:
        known = self._sheets.get(number)
        if known is None:
            known = self._database.execute(
                "SELECT label, name FROM sheets WHERE number = ?",
                (number,),
            ).fetchone()
            self._sheets[number] = known
        return known


def _finding(row: Sequence[Any]) -> Finding:
    code, file, sheet, line, ticket, unit, zh, en = row
    place = None if file is None else Place(file, sheet, line or 1)
    return Finding(code, place, ticket, unit, Text(zh, en))


_WORDS = {
    "files": Text("文件", "files"),
    "mapping": Text("对照表", "mapping"),
    "package": Text("程序版本", "version of the program"),
    "pseudonyms": Text("密钥", "key of the pseudonyms"),
    "options": Text("选项", "options"),
}


def _begun_otherwise(path: Path, differ: Sequence[str]) -> BegunOtherwise:
    zh = "、".join(_WORDS[one].zh for one in differ)
    en = ", ".join(_WORDS[one].en for one in differ)
    return BegunOtherwise(
        Text(
            f"{path} 里已有另一次导入，这次的{zh}不同",
            f"{path} holds an import that was begun with another {en}",
        ),
        Text(
            "照原来的命令运行会接着做；要从头做，换一个文件名或删去它",
            "the same command goes on with it; to begin anew name another file or "
            "delete this one",
        ),
    )
