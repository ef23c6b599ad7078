"""An audit from the files to the manifest, stage by stage.

Each stage leaves something whole on disk, so that a run that is broken off at any
moment goes on with the first thing that is not there.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.database import ChangingFile, changing
from hotline_rules.adapters.sources import Exports
from hotline_rules.adapters.store import Store
from hotline_rules.audit.asked import Request, describe
from hotline_rules.audit.balance import Account, Tally
from hotline_rules.audit.copies import write_copies
from hotline_rules.audit.crew import Crew
from hotline_rules.audit.disk import digest_of, json_bytes, replace_bytes
from hotline_rules.audit.errors import AuditError, written
from hotline_rules.audit.judging import STAGING, Orders
from hotline_rules.audit.lacking import lacking
from hotline_rules.audit.lock import locked
from hotline_rules.audit.manifest import (
    codes_of,
    outputs_of,
)
from hotline_rules.audit.parts import is_sound, open_part, sweep
from hotline_rules.audit.question import ASKED, begin
from hotline_rules.audit.run import MANIFEST, RunDirectory
from hotline_rules.audit.stages import JUDGE, put_together, stands
from hotline_rules.audit.tables import TABLES
from hotline_rules.audit.work import Judging, Reporting, Worker
from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.engine import plan_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotline_rules.adapters.balance import Balance
    from hotline_rules.audit.reports import Report
    from hotline_rules.audit.stages import Watcher
    from hotline_rules.diagnostics import FaultyFileError

IMPORT = Text("读入", "import")
REPORT = Text("报告", "reports")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to.

    Attributes:
        run: its directory, finished.
        account: the balance.
    """

    run: RunDirectory
    account: Account


def replay(
    request: Request,
    folder: Path,
    *,
    watcher: Watcher,
    jobs: int = 1,
    reports: Sequence[Report] = (),
) -> Outcome:
    """Judge exports and write the tables; go on where an earlier call was broken off.

    Args:
        request: what is asked.
        folder: the run directory; made if it is not there.
        watcher: is told how it goes on.
        jobs: processes that judge; the answer is the same with any number.
        reports: files for people, made of the tables at the end.

    Raises:
        AuditError: the directory holds another run or is in use; an input cannot be
            read; the disk is full; the balance does not hold. What is done is kept.
        StoreError: the exports cannot be taken.
    """
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        return _Replay(request, folder, watcher, jobs, reports).run()


class _Replay:
    def __init__(
        self,
        request: Request,
        folder: Path,
        watcher: Watcher,
        jobs: int,
        reports: Sequence[Report],
    ) -> None:
        self.request = request
        self.folder = folder
        self.watcher = watcher
        self.jobs = jobs
        self.reports = reports
        plan = plan_for(request.profile.rulebook, "ticket", request.known_at)
        names = [one.name for one in reports]
        self.asked: Mapping[str, Any] = describe(request, plan.calendar, names)
        self.done = RunDirectory(folder)

    def run(self) -> Outcome:
        """Do every stage that is not done."""
        self.asked = begin(self.folder, self.asked)
        orders = self._orders(digest_of(json_bytes(self.asked)))
        if stands(self.folder, self.done, self.watcher):
            return self._outcome(self.done)
        with Store(orders.staging, self.request.pseudonyms) as store:
            self._take(store)
            orders = replace(orders, names=self._names(store))
            copies = write_copies(
                self.request.profile, self.request.mapping, self.folder
            )
            sweep(orders.parts)
            with Crew(self.jobs, Worker, orders, self.watcher.say) as crew:
                self._judge(crew, orders, store.count)
                made = put_together(crew, self.done, _HEAVY_FIRST, self.watcher)
                counts = {table: made[table] for table in TABLES}
                account = self._account(orders, store, counts)
                manifest = self._manifest(account, counts, copies)
                self._reports(crew, manifest)
        names = [report.name for report in self.reports]
        manifest["outputs"] += outputs_of(self.folder, names)
        replace_bytes(self.folder / MANIFEST, json_bytes(manifest))
        return self._outcome(RunDirectory(self.folder))

    def _outcome(self, run: RunDirectory) -> Outcome:
        forget(self.folder)
        return Outcome(run, Account.from_manifest(run.manifest))

    def _orders(self, digest: str) -> Orders:
        asked = self.request
        return Orders(
            folder=self.folder,
            run=digest,
            profile=asked.profile,
            as_of=asked.as_of,
            known_at=asked.known_at,
            lang=asked.lang,
            with_text=asked.with_text,
            formats=asked.formats,
            a_part=asked.a_part,
            names={},
            tried=asked.tried,
            period=asked.period,
            reports=tuple(self.reports),
        )

    def _take(self, store: Store) -> None:
        """Take the rows of the exports that are not taken yet."""
        asked = self.request
        source = Exports(asked.mapping, asked.opening)
        watcher = _Import(self.watcher)
        try:
            store.take_from(
                source, asked.files, with_text=asked.with_text, watcher=watcher
            )
            self._same_files(store)
            if not store.balance().total.read:
                raise _nothing()
        except (ChangingFile, AuditError):
            # Nothing is lost, and the folder may be used again for a better question.
            store.close()
            (self.folder / STAGING).unlink()
            (self.folder / ASKED).unlink()
            raise

    def _same_files(self, store: Store) -> None:
        """Whether what was read is what the run says that it was made from.

        Raises:
            ChangingFile: a file was written to in between.
        """
        for read, asked in zip(store.inputs(), self.asked["inputs"], strict=True):
            if read.digest != asked["digest"]:
                raise changing(Path(read.name))

    def _names(self, store: Store) -> dict[str, str]:
        """What to call the files, by the paths that they were first read by."""
        pairs = zip(store.inputs(), self.asked["inputs"], strict=True)
        return {x.name: one["file"] for x, one in pairs if x.name != one["file"]}

    def _judge(self, crew: Crew, orders: Orders, count: int) -> None:
        """Judge what is not judged yet, or was damaged since."""
        self.watcher.stage(JUDGE, count, Text("条", "histories"))
        say = self.watcher.say
        missing: list[Judging] = []
        done = 0
        for number in range(1, orders.last_part(count) + 1):
            if is_sound(orders.parts, number, orders.run, say):
                first, last = orders.span(number)
                done += min(last, count + 1) - first
            else:
                missing.append(Judging(number))
        self.watcher.step(done)
        for _, judged in crew.work(missing):
            done += judged
            self.watcher.step(done)

    def _account(self, orders: Orders, store: Store, counts: dict[str, int]) -> Account:
        """Count again what was written.

        Raises:
            AuditError: something is lost, or there twice.
        """
        parts = range(1, orders.last_part(store.count) + 1)
        made = (open_part(orders.parts, number, orders.run) for number in parts)
        tally = sum((Tally(**part.tally) for part in made if part is not None), Tally())
        balance = _shown(store.balance(), orders.names)
        account = Account(balance, tally, counts["tickets"], counts["set_aside"])
        if not account.holds:
            raise AuditError(account.sentences()[-1], Text("", ""))
        return account

    def _manifest(
        self, account: Account, counts: dict[str, int], copies: list[str]
    ) -> dict[str, Any]:
        """The manifest as far as the tables go."""
        tables = [
            f"tables/{table}.{form}"
            for table in TABLES
            for form in self.request.formats
        ]
        return {
            **self.asked,
            "balance": account.to_dict(),
            "counts": counts,
            "set_aside": codes_of(self.done, "set_aside"),
            "findings": codes_of(self.done, "findings"),
            "lacking": self._lacking(),
            "outputs": outputs_of(self.folder, [*tables, *copies]),
        }

    def _lacking(self) -> dict[str, list[str]]:
        asked = self.request
        if asked.mapping is None:
            return {"events": [], "attributes": []}
        return lacking(asked.profile.rulebook, asked.mapping)

    def _reports(self, crew: Crew, manifest: dict[str, Any]) -> None:
        """Write the files for people."""
        if not self.reports:
            return
        self.watcher.stage(REPORT, len(self.reports), Text("份", "reports"))
        tasks = [Reporting(one, manifest) for one in self.reports]
        for done, _ in enumerate(crew.work(tasks), start=1):
            self.watcher.step(done)


# The longest ones are begun with, so that at the end no process waits for another.
_LONG = ("deadlines", "actions", "events", "tickets", "statuses", "penalties")
_HEAVY_FIRST = (*_LONG, *(table for table in TABLES if table not in _LONG))


class _Import:
    """Tells the watcher of a run how the import goes on."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._size = 0

    def begin(self, size: int) -> None:
        """Take how many bytes all files have."""
        self._size = size
        self._watcher.stage(IMPORT, 0, Text("行", "rows"))

    def step(self, rows: int, position: int | None) -> None:
        """Take how many rows and bytes have been read."""
        share = position / self._size if position and self._size else None
        self._watcher.step(rows, share)

    def report(self, error: FaultyFileError) -> None:
        """Take what is wrong with a file or sheet."""
        self._watcher.report(error)


def _shown(balance: Balance, names: Mapping[str, str]) -> Balance:
    """The balance with files by the names they are shown by."""
    return replace(
        balance,
        files=tuple(replace(x, name=names.get(x.name, x.name)) for x in balance.files),
        unread=tuple(names.get(name, name) for name in balance.unread),
    )


def _nothing() -> AuditError:
    return AuditError(
        Text("一行也没有读出来", "not a single row could be read"),
        Text(
            "照上面的说明改好文件或对照表，再运行一次",
            "mend the files or the mapping as told above and run again",
        ),
    )


def forget(folder: Path) -> None:
    """Take away what a finished run no longer needs."""
    shutil.rmtree(folder / "parts", ignore_errors=True)
    (folder / STAGING).unlink(missing_ok=True)
