"""What runs have in common: their stages, who watches them, when they are done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from hotline_rules.audit.errors import written
from hotline_rules.audit.manifest import damaged_outputs
from hotline_rules.audit.run import MANIFEST
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hotline_rules.audit.crew import Crew
    from hotline_rules.audit.run import RunDirectory
    from hotline_rules.diagnostics import FaultyFileError

JUDGE = Text("判断", "judging")
TABLE = Text("成表", "tables")


class Watcher(Protocol):
    """Is told how a run goes on."""

    def stage(self, title: Text, total: int, unit: Text) -> None:
        """Take that a stage begins, and how much of what it has to do; 0: unknown."""

    def step(self, done: int, share: float | None = None) -> None:
        """Take how much of the stage is done; ``share`` of a total nobody knows."""

    def say(self, message: Text) -> None:
        """Take a message for people, to be shown at once."""

    def report(self, error: FaultyFileError) -> None:
        """Take what is wrong with an input; the others go on."""


class Silent:
    """Watches and says nothing, for programs that read the manifest instead."""

    def stage(self, title: Text, total: int, unit: Text) -> None:
        """Take that a stage begins."""

    def step(self, done: int, share: float | None = None) -> None:
        """Take how much of the stage is done."""

    def say(self, message: Text) -> None:
        """Take a message for people."""

    def report(self, error: FaultyFileError) -> None:
        """Take what is wrong with an input."""


@dataclass(frozen=True, slots=True)
class Tabling:
    """The task to put a table together of its parts."""

    table: str


def stands(folder: Path, done: RunDirectory, watcher: Watcher) -> bool:
    """Whether a run went through to its end and all its files are as it left them.

    One of which a file has changed since is opened again, to be done once more.
    """
    if not done.finished:
        return False
    damaged = damaged_outputs(folder, done.manifest)
    if not damaged:
        said = Text("这里早已做完，结果没有变", "this run was done before")
        watcher.say(said)
        return True
    listed = ", ".join(damaged)
    watcher.say(
        Text(
            f"做完之后有文件变了，重新做：{listed}",
            f"files have changed since the run was done; done again: {listed}",
        )
    )
    (folder / MANIFEST).unlink()
    return False


def put_together(
    crew: Crew, done: RunDirectory, tables: Sequence[str], watcher: Watcher
) -> dict[str, int]:
    """Have every table written; answer how many rows each has.

    Args:
        crew: whose workers take the task `Tabling` and answer the number of rows.
        done: the run.
        tables: the long ones first, so that at the end no process waits for another.
        watcher: is told of every table done.
    """
    folder = done.tables_folder
    with written(folder):
        folder.mkdir(exist_ok=True)
    watcher.stage(TABLE, len(tables), Text("张", "tables"))
    counts: dict[str, int] = {}
    for task, rows in crew.work([Tabling(table) for table in tables]):
        counts[task.table] = rows
        watcher.step(len(counts))
    return counts
