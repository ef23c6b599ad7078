"""An audit from the files to the manifest, stage by stage.

Each stage leaves something whole on disk, so that a run that is broken off at any
moment goes on with the first thing that is not there.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.store import Store
from hotline_rules.audit.asked import Request, begin, describe
from hotline_rules.audit.balance import Account
from hotline_rules.audit.columns import batch_of, schema_of
from hotline_rules.audit.disk import digest_of_file, json_bytes, replace_bytes
from hotline_rules.audit.errors import AuditError, written
from hotline_rules.audit.judging import Judge, Orders, Rules
from hotline_rules.audit.lock import locked
from hotline_rules.audit.merging import merge_table
from hotline_rules.audit.parts import (
    DamagedPartError,
    Part,
    Tally,
    open_part,
    remove_part,
    sweep,
)
from hotline_rules.audit.run import MANIFEST, RunDirectory
from hotline_rules.audit.sources import Exports
from hotline_rules.audit.tables import TABLES
from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.engine import plan_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pyarrow as pa

    Say = Callable[[Text], None]

STAGING = "staging.sqlite"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to.

    Attributes:
        run: its directory, finished.
        balance: told in sentences.
        complete: whether every history was judged and every row used.
    """

    run: RunDirectory
    balance: tuple[Text, ...]
    complete: bool


def replay(request: Request, folder: Path, *, say: Say) -> Outcome:
    """Judge exports and write the tables; go on where an earlier call was broken off.

    Args:
        request: what is asked.
        folder: the run directory; made if it is not there.
        say: takes messages for people, at once.

    Raises:
        AuditError: the directory holds another run or is in use; an input cannot be
            read; the disk is full; the balance does not hold. What is done is kept.
        StoreError: the exports cannot be taken.
    """
    with written(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        return _Replay(request, folder, say).run()


class _Replay:
    def __init__(self, request: Request, folder: Path, say: Say) -> None:
        self.request = request
        self.folder = folder
        self.say = say
        rulebook = request.profile.rulebook
        self.zone = rulebook.zone
        plan = plan_for(rulebook, "ticket", request.known_at)
        self.asked = describe(request, plan.calendar)
        self.schemas = {table: schema_of(table, self.zone) for table in TABLES}

    def run(self) -> Outcome:
        digest = begin(self.folder, self.asked)
        orders = self._orders(digest)
        with Store(self.folder / STAGING, self.request.pseudonyms) as store:
            store.take_from(
                Exports(), self.request.files, with_text=self.request.with_text
            )
            parts = self._parts(orders, store)
            counts = self._tables(parts, store)
            tally = sum((part.tally for part in parts), Tally())
            account = Account(
                store.balance(), tally, counts["tickets"], counts["set_aside"]
            )
            manifest = self._manifest(account, counts)
        if not account.holds:
            raise AuditError(account.sentences()[-1], Text("", ""))
        replace_bytes(self.folder / MANIFEST, json_bytes(manifest))
        complete = not counts["set_aside"]
        return Outcome(RunDirectory(self.folder), account.sentences(), complete)

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
            a_part=asked.a_part,
        )

    def _parts(self, orders: Orders, store: Store) -> list[Part]:
        """Judge what is not judged yet; answer all parts in their order."""
        sweep(orders.parts)
        judge = Judge(orders, self.say)
        found = []
        for number in range(1, -(-store.count // orders.a_part) + 1):
            part = self._sound(orders, number)
            if part is None:
                judge.part(number, store.histories(*orders.span(number)))
                part = open_part(orders.parts, number, orders.run)
                assert part is not None
            found.append(part)
        return found

    def _sound(self, orders: Orders, number: int) -> Part | None:
        """A part that is there and whole."""
        try:
            part = open_part(orders.parts, number, orders.run)
            if part is not None:
                part.check()
        except DamagedPartError as damage:
            self.say(
                Text(
                    f"第 {number} 段已损坏（{damage}），重新判断",
                    f"part {number} is damaged ({damage}) and is judged again",
                )
            )
            remove_part(orders.parts, number)
            return None
        return part

    def _tables(self, parts: list[Part], store: Store) -> dict[str, int]:
        """Write every table; answer how many rows each has."""
        folder = RunDirectory(self.folder).tables_folder
        with written(folder):
            folder.mkdir(exist_ok=True)
        return {
            table: merge_table(
                folder,
                table,
                self.schemas[table],
                self._rows(table, parts, store),
                self.request.formats,
            )
            for table in TABLES
        }

    def _rows(
        self, table: str, parts: list[Part], store: Store
    ) -> Iterator[pa.RecordBatch]:
        lang, schema = self.request.lang, self.schemas[table]
        if table == "set_aside":
            rows = [
                (
                    x.place.file,
                    x.place.sheet,
                    x.place.row,
                    x.code,
                    x.reason.in_(lang),
                    x.text,
                )
                for x in store.set_aside()
            ]
            yield batch_of(table, rows, schema)
        for part in parts:
            batch = part.batch(table)
            if batch is not None:
                yield batch

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


def forget(folder: Path) -> None:
    """Take away what a finished run no longer needs."""
    shutil.rmtree(folder / "parts", ignore_errors=True)
    (folder / STAGING).unlink(missing_ok=True)
