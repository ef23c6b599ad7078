"""The one SQLite file of a store: its tables, and its failures in words of people.

CHOICE: a rollback journal, not a write-ahead log, because runs lie on network drives,
where the latter does not work, and because one file is left that can be copied as it
is. `synchronous=FULL`: what is committed survives a power cut, not only a killed
process; it costs one wait for the disk in some thousand rows.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text, ToldError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT = "2"
_CACHE_KIB = 32_768
_PATIENCE_SECONDS = 5.0

# Rows lie in the order they were read in (rowid); what a row says is kept as JSON.
# `taken` counts what a sheet has handed out, `told` the findings of a file so far;
# `label` is the file as the reader of the sheet calls it, a member of an archive.
_SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, digest TEXT NOT NULL,
    bytes INTEGER NOT NULL, told INTEGER NOT NULL, state TEXT NOT NULL);
CREATE TABLE sheets (
    number INTEGER PRIMARY KEY, file INTEGER NOT NULL, place INTEGER NOT NULL,
    label TEXT NOT NULL, name TEXT, taken INTEGER NOT NULL,
    UNIQUE (file, place));
CREATE TABLE histories (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, subject TEXT NOT NULL, folded TEXT,
    UNIQUE (id, subject));
CREATE TABLE pieces (
    ticket INTEGER NOT NULL, sheet INTEGER NOT NULL, row INTEGER NOT NULL,
    whole INTEGER NOT NULL, attributes TEXT NOT NULL, events TEXT NOT NULL);
CREATE TABLE set_aside (
    sheet INTEGER NOT NULL, row INTEGER NOT NULL, code TEXT NOT NULL,
    text TEXT NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL, ticket TEXT);
CREATE TABLE findings (
    code TEXT NOT NULL, file TEXT, sheet TEXT, row INTEGER, ticket TEXT, unit TEXT,
    zh TEXT NOT NULL, en TEXT NOT NULL);
CREATE TABLE units (
    name TEXT PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL,
    events INTEGER NOT NULL) WITHOUT ROWID;
"""


class StoreError(ToldError):
    """A store that cannot be opened or go on; what was committed is kept."""


class NoRoom(StoreError):  # noqa: N818 -- of the disk, told as such
    """The disk is full, or failed."""


class BegunOtherwise(StoreError):  # noqa: N818 -- a state of the store, told as such
    """The store holds an import that was begun with other files or options."""


class ChangingFile(StoreError):  # noqa: N818 -- of an export, told as such
    """An export that was changed while it was read: no row of it can be trusted."""


def changing(path: Path) -> ChangingFile:
    """The error of a file that was written to while it was read."""
    return ChangingFile(
        Text(
            f"读 {path} 的时候，它被别的程序改动了，读到的不能用",
            f"{path} was changed by another program while it was being read",
        ),
        Text(
            "等它不再变动，再把同一条命令运行一次，会从头读",
            "run the same command again when nothing writes to it: it begins anew",
        ),
    )


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, make its tables if it is new, check that it is one of ours.

    Raises:
        StoreError: no such folder, not a store, or one of another version.
    """
    with guarded(path):
        database = sqlite3.connect(
            path, timeout=_PATIENCE_SECONDS, isolation_level=None
        )
        try:
            _prepare(database, path)
        except BaseException:
            database.close()
            raise
    return database


def _prepare(database: sqlite3.Connection, path: Path) -> None:
    for pragma in (
        "journal_mode = DELETE",
        "synchronous = FULL",
        f"cache_size = -{_CACHE_KIB}",
    ):
        database.execute(f"PRAGMA {pragma}")
    known = database.execute("SELECT name FROM sqlite_master").fetchall()
    if not known:
        with committed(database):
            for statement in _SCHEMA.split(";"):
                database.execute(statement)
            write_fact(database, "format", FORMAT)
    elif ("facts",) not in known or read_fact(database, "format") != FORMAT:
        raise StoreError(
            Text(
                f"{path} 不是本程序这一版本的中间文件",
                f"{path} is no store of this version of the program",
            ),
            Text("换一个文件名，或删去它重新导入", "name another file, or delete it"),
        )


@contextmanager
def committed(database: sqlite3.Connection) -> Iterator[None]:
    """Do what is inside wholly or not at all."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def read_fact(database: sqlite3.Connection, name: str) -> str | None:
    """Answer what the store knows about itself under a name; `None` if nothing."""
    found = database.execute(
        "SELECT value FROM facts WHERE name = ?", (name,)
    ).fetchone()
    return None if found is None else str(found[0])


def write_fact(database: sqlite3.Connection, name: str, value: str) -> None:
    """Remember something about the store itself."""
    database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turn a failure of the database into a `StoreError` that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _told(path, error) from error


# TRAP: a limit on the size of a file comes as an error of input and output, not as a
# full disk, and so does a drive that was pulled out: one sentence for both.
_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_CLOSED = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}


def _told(path: Path, error: sqlite3.Error) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _FULL:
        return NoRoom(
            Text(
                f"写不进 {path}：磁盘满了，或写盘出错（{error}）",
                f"cannot write {path}: the disk is full or failed ({error})",
            ),
            Text(
                "已导入的都保留着；腾出空间后，把同一条命令再运行一次，会接着做",
                "what was taken is kept: make room and run the same command again, "
                "it goes on from there",
            ),
        )
    if code in _BUSY:
        return StoreError(
            Text(f"另一个程序正在用 {path}", f"another program is using {path}"),
            Text("等它结束后再运行", "run again when it has ended"),
        )
    if code in _DAMAGED:
        return StoreError(
            Text(
                f"{path} 损坏了，或不是中间文件（{error}）",
                f"{path} is damaged, or is no store ({error})",
            ),
            Text("删去它，重新导入", "delete it and import again"),
        )
    if code in _CLOSED:
        return StoreError(
            Text(f"打不开 {path}（{error}）", f"cannot open {path} ({error})"),
            Text(
                "核对目录是否存在、有没有写的权限",
                "check the folder and whether it may be written to",
            ),
        )
    return StoreError(
        Text(f"{path} 出错：{error}", f"{path}: {error}"),
        Text("删去它，重新导入", "delete it and import again"),
    )
