"""One run at a time in a run directory.

The lock is one of SQLite's, which every system lets go when the process ends, however
it ends, and which works on network drives where a lock of the file system may not.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from hotline_rules.audit.errors import AuditError, unwritable
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep every other run out of a directory while something is done in it.

    Raises:
        AuditError: another run is at work there, or nothing can be written there.
    """
    try:
        with closing(sqlite3.connect(folder / _NAME, timeout=0)) as database:
            database.isolation_level = None
            database.execute("BEGIN EXCLUSIVE")
            yield
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise unwritable(folder / _NAME, OSError(str(error))) from None
        raise AuditError(
            Text(
                f"{folder} 里另有一次运行正在进行",
                f"another run is at work in {folder}",
            ),
            Text(
                "等它做完，或者用 -o 另给一个文件夹",
                "wait until it is done, or name another folder with -o",
            ),
        ) from None
