"""An audit from the files to the manifest, stage by stage.

Each stage leaves something whole on disk, so that a run that is broken off at any
moment goes on with the first thing that is not there.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from hotline_rules.adapters.store import Store
from hotline_rules.audit.asked import ASKED, Request, begin, describe
from hotline_rules.audit.balance import Account
from hotline_rules.audit.crew import Crew
from hotline_rules.audit.disk import digest_of_file, json_bytes, replace_bytes
from hotline_rules.audit.errors import AuditError, written
from hotline_rules.audit.judging import Orders, Rules
from hotline_rules.audit.lock import locked
from hotline_rules.audit.parts import (
    DamagedPartError,
    Tally,
    open_part,
    remove_part,
    sweep,
)
from hotline_rules.audit.run import MANIFEST, RunDirectory
from hotline_rules.audit.sources import Exports
from hotline_rules.audit.tables import TABLES
from hotline_rules.audit.work import Worker
from hotline_rules.diagnostics import FaultyFileError, Text
from hotline_rules.evaluate.engine import plan_for

if TYPE_CHECKING:
    from pathlib import Path

    from hotline_rules.audit.work import Task

IMPORT = Text("读入", "import")
JUDGE = Text("判断", "judging")
TABLE = Text("成表", "tables")


class Watcher(Protocol):
    """Is told how a run goes on."""

    def stage(self, title: Text, total: int, unit: Text) -> None:
        """Take that a stage begins, and how much of what it has to do; 0: unknown."""

    def step(self, done: int) -> None:
        """Take how much of the stage is done."""

    def say(self, message: Text) -> None:
        """Take a message for people, to be shown at once."""

    def report(self, error: FaultyFileError) -> None:
        """Take what is wrong with an input; the others go on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to.

    Attributes:
        run: its directory, finished.
        account: the balance.
        complete: whether every file was read and every history judged.
    """

    run: RunDirectory
    account: Account
    complete: bool


def replay(
    request: Request, folder: Path, *, watcher: Watcher, jobs: int = 1
) -> Outcome:
    """Judge exports and write the tables; go on where an earlier call was broken off.

    Args:
        request: what is asked.
        folder: the run directory; made if it is not there.
        watcher: is told how it goes on.
        jobs: processes that judge; the answer is the same with any number.

    Raises:
        AuditError: the directory holds another run or is in use; an input cannot be
            read; the disk is full; the balance does not hold. What is done is kept.
        StoreError: the exports cannot be taken.
    """
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        return _Replay(request, folder, watcher, jobs).run()


class _Replay:
    def __init__(
        self, request: Request, folder: Path, watcher: Watcher, jobs: int
    ) -> None:
        self.request = request
        self.folder = folder
        self.watcher = watcher
        self.jobs = jobs
        plan = plan_for(request.profile.rulebook, "ticket", request.known_at)
        self.asked = describe(request, plan.calendar)
        self.done = RunDirectory(folder)

    def run(self) -> Outcome:
        """Do every stage that is not done."""
        orders = self._orders(begin(self.folder, self.asked))
        with Store(orders.staging, self.request.pseudonyms) as store:
            self._take(store)
            sweep(orders.parts)
            with Crew(self.jobs, Worker, orders, self.watcher.say) as crew:
                self._judge(crew, orders, store.count)
                counts = self._tables(crew)
            parts = range(1, orders.last_part(store.count) + 1)
            tallies = (open_part(orders.parts, x, orders.run) for x in parts)
            tally = sum((x.tally for x in tallies if x is not None), Tally())
            account = Account(
                store.balance(), tally, counts["tickets"], counts["set_aside"]
            )
        manifest = self._manifest(account, counts)
        if not account.holds:
            raise AuditError(account.broken(), Text("", ""))
        replace_bytes(self.folder / MANIFEST, json_bytes(manifest))
        complete = not (tally.aside or account.imported.unread)
        return Outcome(RunDirectory(self.folder), account, complete)

    def _orders(self, digest: str) -> Orders:
        asked, profile = self.request, self.request.profile
        return Orders(
            folder=self.folder,
            run=digest,
            rules=Rules(profile.id, profile.digest, profile.rulebook),
            as_of=asked.as_of,
            known_at=asked.known_at,
            zone=asked.naive_zone,
            lang=asked.lang,
            with_text=asked.with_text,
            formats=asked.formats,
            a_part=asked.a_part,
        )

    def _take(self, store: Store) -> None:
        """Take the rows of the exports that are not taken yet."""
        asked = self.request
        source = Exports(asked.mapping, asked.naive_zone)
        watcher = _Import(self.watcher)
        store.take_from(source, asked.files, with_text=asked.with_text, watcher=watcher)
        if not store.count:
            # Nothing is lost, and the folder may be used again with a better mapping.
            store.close()
            (self.folder / "staging.sqlite").unlink()
            (self.folder / ASKED).unlink()
            raise _nothing()

    def _judge(self, crew: Crew, orders: Orders, count: int) -> None:
        """Judge what is not judged yet, or was damaged since."""
        self.watcher.stage(JUDGE, count, Text("条", "histories"))
        missing: list[Task] = []
        done = 0
        for number in range(1, orders.last_part(count) + 1):
            if self._is_sound(orders, number):
                first, last = orders.span(number)
                done += min(last, count + 1) - first
            else:
                missing.append(("judge", number))
        self.watcher.step(done)
        for _, judged in crew.work(missing):
            done += judged
            self.watcher.step(done)

    def _is_sound(self, orders: Orders, number: int) -> bool:
        """Whether a part is there and whole; a damaged one is taken away."""
        try:
            part = open_part(orders.parts, number, orders.run)
            if part is not None:
                part.check()
        except DamagedPartError as damage:
            self.watcher.say(
                Text(
                    f"第 {number} 段已损坏（{damage}），重新判断",
                    f"part {number} is damaged ({damage}) and is judged again",
                )
            )
            remove_part(orders.parts, number)
            return False
        return part is not None

    def _tables(self, crew: Crew) -> dict[str, int]:
        """Write every table; answer how many rows each has."""
        folder = self.done.tables_folder
        with written(folder):
            folder.mkdir(exist_ok=True)
        self.watcher.stage(TABLE, len(TABLES), Text("张", "tables"))
        counts: dict[str, int] = {}
        tasks: list[Task] = [("table", table) for table in _HEAVY_FIRST]
        for (_, table), rows in crew.work(tasks):
            counts[table] = rows
            self.watcher.step(len(counts))
        return {table: counts[table] for table in TABLES}

    def _manifest(self, account: Account, counts: dict[str, int]) -> dict[str, Any]:
        return {
            **self.asked,
            "balance": account.to_dict(),
            "counts": counts,
            "outputs": [
                self._output(f"tables/{table}.{form}")
                for table in TABLES
                for form in self.request.formats
            ],
        }

    def _output(self, name: str) -> dict[str, Any]:
        digest, size = digest_of_file(self.folder / name)
        return {"file": name, "digest": digest, "bytes": size}


# The longest ones are begun with, so that at the end no process waits for another.
_LONG = ("deadlines", "actions", "events", "tickets", "statuses", "penalties")
_HEAVY_FIRST = (*_LONG, *(table for table in TABLES if table not in _LONG))


class _Import:
    """Tells the watcher of a run how the import goes on."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher

    def begin(self, _size: int) -> None:
        """Take how many bytes all files have."""
        self._watcher.stage(IMPORT, 0, Text("行", "rows"))

    def step(self, rows: int, _position: int) -> None:
        """Take how many rows have been read."""
        self._watcher.step(rows)

    def report(self, error: FaultyFileError) -> None:
        """Take what is wrong with a file or sheet."""
        self._watcher.report(error)


def _nothing() -> AuditError:
    return AuditError(
        Text("没有读出任何历史", "no history could be read"),
        Text(
            "照上面的说明改好文件或对照表，再运行一次",
            "mend the files or the mapping as told above and run again",
        ),
    )


def processors() -> int:
    """How many processes can work at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def forget(folder: Path) -> None:
    """Take away what a finished run no longer needs."""
    shutil.rmtree(folder / "parts", ignore_errors=True)
    (folder / "staging.sqlite").unlink(missing_ok=True)
