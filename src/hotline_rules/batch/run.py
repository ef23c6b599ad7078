"""A batch from the files to the manifest, stage by stage.

As in an audit each stage leaves something whole on disk: a run that is broken off at
any moment goes on with the first thing that is not there.
"""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.gather import storable
from hotline_rules.audit.copies import FOLDER as RULES
from hotline_rules.audit.copies import write_copies
from hotline_rules.audit.crew import Crew
from hotline_rules.audit.disk import digest_of, json_bytes, replace_bytes
from hotline_rules.audit.errors import AuditError, written
from hotline_rules.audit.lock import locked
from hotline_rules.audit.manifest import codes_of, outputs_of
from hotline_rules.audit.parts import (
    is_sound,
    last_part,
    open_part,
    rows_of_parts,
    sweep,
)
from hotline_rules.audit.question import ASKED, begin, shown_names
from hotline_rules.audit.run import MANIFEST, RunDirectory
from hotline_rules.audit.stages import JUDGE, Silent, put_together, stands
from hotline_rules.batch.account import Account
from hotline_rules.batch.asked import describe
from hotline_rules.batch.cutting import RowsApart
from hotline_rules.batch.inputs import distinct, form_of
from hotline_rules.batch.judging import Orders, Worker
from hotline_rules.batch.notes import given_again, nothing_to_judge
from hotline_rules.batch.places import place_of
from hotline_rules.batch.repeats import repeated_ids
from hotline_rules.batch.source import open_source
from hotline_rules.batch.tables import IDS, TABLES
from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.engine import plan_for
from hotline_rules.frames.judge import Balance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from hotline_rules.audit.stages import Watcher
    from hotline_rules.batch.asked import Request
    from hotline_rules.batch.judging import EventsTask, LinesTask
    from hotline_rules.batch.reading import Share
    from hotline_rules.batch.repeats import Repeated
    from hotline_rules.batch.source import Source

_MOST_REPEATS = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch came to.

    Attributes:
        run: its directory, finished.
        account: the balance.
    """

    run: RunDirectory
    account: Account


def judge_files(
    request: Request, folder: Path, *, watcher: Watcher | None = None, jobs: int = 1
) -> Outcome:
    """Judge files and write the tables; go on where an earlier call was broken off.

    Args:
        request: what is asked.
        folder: the run directory; made if it is not there.
        watcher: is told how it goes on; without one nobody is.
        jobs: processes that judge where there are several parts; the answer is the
            same with any number.

    Raises:
        AuditError: the directory holds another run or is in use; an input cannot be
            read; rows of one ticket lie apart; the disk is full; the balance does not
            hold. What is done is kept.
        FrameError: a column cannot be read.
    """
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        return _Batch(request, folder, watcher or Silent(), jobs).run()


class _Batch:
    def __init__(
        self, request: Request, folder: Path, watcher: Watcher, jobs: int
    ) -> None:
        files, self.again = distinct(request.files)
        self.request = request = replace(request, files=tuple(files))
        self.folder = folder
        self.watcher = watcher
        self.jobs = jobs
        self.form = form_of(request.files)
        self.names = tuple(shown_names(request.files).values())
        plan = plan_for(request.profile.rulebook, "ticket", request.known_at)
        self.asked: Mapping[str, Any] = describe(request, plan.calendar)
        self.done = RunDirectory(folder)

    def run(self) -> Outcome:
        """Do every stage that is not done."""
        source = open_source(self.request, self.form)
        empty = self._tell_of_files(source)
        self.asked = begin(self.folder, self.asked)
        orders = self._orders(digest_of(json_bytes(self.asked)))
        if stands(self.folder, self.done, self.watcher):
            return self._outcome(self.done)
        copies = write_copies(self.request.profile, None, self.folder)
        sweep(orders.parts)
        source.prepare(self.folder, self.watcher)
        self.watcher.stage(JUDGE, 0, Text("行", "rows"))
        tasks = self._tasks(source)
        ahead = list(islice(tasks, 2))
        # A single part is done here: processes would take longer to begin.
        jobs = self.jobs if len(ahead) > 1 else 1
        with Crew(jobs, Worker, orders, self.watcher.say) as crew:
            read = self._judge(crew, orders, chain(ahead, tasks), source.share)
            repeats = self._repeats(orders)
            made = put_together(crew, self.done, _LONG_FIRST, self.watcher)
        account = self._account(orders, read, made)
        manifest = self._manifest(account, made, copies, len(repeats), empty)
        replace_bytes(self.folder / MANIFEST, json_bytes(manifest))
        return self._outcome(RunDirectory(self.folder))

    def _tell_of_files(self, source: Source) -> list[str]:
        """Say which files are given again or empty; answer the names of the latter."""
        for path, first in self.again:
            self.watcher.say(given_again(path.name, first.name))
        called = dict(zip(self.request.files, self.names, strict=True))
        empty = [called[path] for path in source.empty]
        if empty:
            self.watcher.say(nothing_to_judge(empty))
        return empty

    def _outcome(self, run: RunDirectory) -> Outcome:
        shutil.rmtree(self.folder / "parts", ignore_errors=True)
        shutil.rmtree(self.folder / "sorted", ignore_errors=True)
        return Outcome(run, Account.from_manifest(run.manifest))

    def _orders(self, digest: str) -> Orders:
        asked = self.request
        return Orders(
            folder=self.folder,
            run=digest,
            profile=asked.profile,
            as_of=asked.as_of,
            known_at=asked.known_at,
            only_out_of_order=asked.only_out_of_order,
            lang=asked.lang,
            formats=asked.formats,
            names=self.names,
            cells=self.form == "csv",
        )

    def _tasks(self, source: Source) -> Iterator[EventsTask | LinesTask]:
        try:
            yield from source.tasks()
        except RowsApart as apart:
            raise self._apart(apart.id, apart.last, apart.again) from None

    def _judge(
        self,
        crew: Crew,
        orders: Orders,
        tasks: Iterable[EventsTask | LinesTask],
        share: Share,
    ) -> int:
        """Judge what is not judged yet; answer how many rows were read."""
        count = _Count()
        for _ in crew.work(self._missing(orders, tasks, share, count)):
            self.watcher.step(count.rows, share.value)
        return count.rows

    def _missing(
        self,
        orders: Orders,
        tasks: Iterable[EventsTask | LinesTask],
        share: Share,
        count: _Count,
    ) -> Iterator[EventsTask | LinesTask]:
        for task in tasks:
            count.rows += task.size
            if is_sound(orders.parts, task.part, orders.run, self.watcher.say):
                self.watcher.step(count.rows, share.value)
            else:
                yield task

    def _repeats(self, orders: Orders) -> list[Repeated]:
        """Refuse tickets whose rows lie apart; tell histories that come twice."""
        last = last_part(orders.parts)
        found = repeated_ids(
            lambda: rows_of_parts(orders.parts, last, orders.run, IDS), self.folder
        )
        if found and self.form != "jsonl":
            raise self._apart(*found[0])
        for one in found[:_MOST_REPEATS]:
            first, again = (place_of(x, self.names) for x in one[1:])
            self.watcher.say(
                Text(
                    f"警告[duplicate-id]: {again.file} 第 {again.row} 行的编号 {one.id}"
                    f" 和 {first.file} 第 {first.row} 行相同，两条都判断了",
                    f"warning[duplicate-id]: {again.file}, line {again.row} has the id "
                    f"{one.id} of {first.file}, line {first.row}; both were judged",
                )
            )
        if len(found) > _MOST_REPEATS:
            more = len(found) - _MOST_REPEATS
            self.watcher.say(Text(f"… 还有 {more} 处", f"… and {more} more"))
        return found

    def _apart(self, id_: str, first: int, again: int) -> AuditError:
        """Forget the run, so that the folder may be used again for sorted rows."""
        for name in ("parts", "sorted", RULES):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        (self.folder / ASKED).unlink()
        one, other = place_of(first, self.names), place_of(again, self.names)
        return AuditError(
            Text(
                f"工单 {id_} 的行没有排在一起：{one.file} 第 {one.row} 行之后隔了别的"
                f"工单，{other.file} 第 {other.row} 行又是它；没有写出结果",
                f"the rows of ticket {id_} do not lie together: after row {one.row} of "
                f"{one.file} come other tickets, and row {other.row} of {other.file} "
                "is of it again; no results were written",
            ),
            Text(
                "按 id 排好序再判断，或者加上 --sort 由本程序排",
                "sort the events by `id`, or give --sort to have it done",
            ),
        )

    def _account(self, orders: Orders, read: int, counts: dict[str, int]) -> Account:
        """Count again what was written.

        Raises:
            AuditError: something is lost, or there twice.
        """
        parts = range(1, last_part(orders.parts) + 1)
        made = (open_part(orders.parts, number, orders.run) for number in parts)
        found = sum((Balance(**x.tally) for x in made if x is not None), Balance())
        account = Account(read, found, counts["tickets"], counts["refused"])
        if not account.holds:
            raise AuditError(account.sentences()[-1], Text("", ""))
        return account

    def _manifest(
        self,
        account: Account,
        counts: dict[str, int],
        copies: list[str],
        repeats: int,
        empty: list[str],
    ) -> dict[str, Any]:
        files = [f"tables/{x}.{form}" for x in TABLES for form in self.request.formats]
        return {
            **self.asked,
            "balance": {
                "read": account.read,
                **asdict(account.balance),
                "holds": account.holds,
            },
            "counts": {table: counts[table] for table in TABLES},
            "refused": codes_of(self.done, "refused"),
            "repeated_ids": repeats,
            "empty_inputs": empty,
            "given_again": [storable(path.name) for path, _ in self.again],
            "outputs": outputs_of(self.folder, [*files, *copies]),
        }


@dataclass(slots=True)
class _Count:
    rows: int = 0


# The longest ones are begun with, so that at the end no process waits for another.
_LONG = ("deadlines", "actions", "tickets", "statuses", "penalties")
_LONG_FIRST = (*_LONG, *(table for table in TABLES if table not in _LONG))
