"""A run directory, read: what was asked, what came of it, its tables.

    RUN/run.json        what was asked; written first
    RUN/tables/         a Parquet file for each table (and .csv, .jsonl)
    RUN/rules/          copies of the profile, its registers and the mapping
    RUN/report.xlsx, RUN/report.html
    RUN/manifest.json   what came of it; written last

While it is being made there are also `staging.sqlite` (the rows of the exports) and
`parts` (tickets judged so far).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyarrow.parquet as pq

from hotline_rules.audit.errors import AuditError
from hotline_rules.audit.question import ASKED
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

MANIFEST = "manifest.json"
_ROWS_A_BATCH = 16_384
_NO_RUN = Text(
    "这个文件夹不是做完的审核，或者文件已经损坏；用原来的命令再做一遍",
    "the folder holds no finished audit, or the file is damaged: run the same command "
    "again",
)


class RunDirectory:
    """A finished run, or one whose tables are done.

    Args:
        path: the directory.
        manifest: of a run that is about to be finished; else read from the directory.
    """

    def __init__(
        self, path: str | Path, manifest: Mapping[str, Any] | None = None
    ) -> None:
        self.path = Path(path)
        self._manifest = manifest

    @property
    def finished(self) -> bool:
        """Whether the run went through to its end."""
        return (self.path / MANIFEST).is_file()

    @property
    def asked(self) -> Mapping[str, Any]:
        """What was asked of the run.

        Raises:
            AuditError: there is no run, or it is damaged.
        """
        return self._json(ASKED)

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What was asked, the balance, how many rows, and every file with its digest.

        Raises:
            AuditError: the run is not finished, or its manifest is damaged.
        """
        if self._manifest is None:
            self._manifest = self._json(MANIFEST)
        return self._manifest

    @property
    def tables_folder(self) -> Path:
        """Where the tables lie."""
        return self.path / "tables"

    def count(self, name: str) -> int:
        """How many rows a table has."""
        return cast("int", self._open(name).metadata.num_rows)

    def tables(
        self, name: str, columns: Sequence[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        """The rows of a table in order of ticket, some thousand at a time.

        Args:
            name: of a table of the run.
            columns: those wanted; all of them if left out.

        Raises:
            AuditError: there is no such table, or it is damaged.
        """
        file = self._open(name)
        wanted = None if columns is None else list(columns)
        yield from file.iter_batches(_ROWS_A_BATCH, columns=wanted)

    def _open(self, name: str) -> pq.ParquetFile:
        path = self.tables_folder / f"{name}.parquet"
        try:
            return pq.ParquetFile(path)
        except (OSError, ValueError) as error:
            raise _unreadable(path, str(error)) from None

    def _json(self, name: str) -> Mapping[str, Any]:
        path = self.path / name
        try:
            found = json.loads(path.read_bytes())
        except FileNotFoundError:
            raise AuditError(
                Text(f"没有 {path} 这个文件", f"there is no file {path}"), _NO_RUN
            ) from None
        except (OSError, ValueError) as error:
            raise _unreadable(path, str(error)) from None
        return cast("Mapping[str, Any]", found)


def _unreadable(path: Path, why: str) -> AuditError:
    return AuditError(
        Text(f"读不了 {path}：{why}", f"cannot read {path}: {why}"),
        _NO_RUN,
    )
