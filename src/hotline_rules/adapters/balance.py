"""Rows in and rows out, counted twice: as they were read and as they lie there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.reasons import NOTHING_LOST, REASONS, TICKET_NAMED
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    import sqlite3

_FILES = """
SELECT f.number, f.name, f.state,
    (SELECT coalesce(sum(s.taken), 0) FROM sheets s WHERE s.file = f.number)
FROM files f ORDER BY f.number"""
_USED = """
SELECT s.file, count(*) FROM pieces p JOIN sheets s ON s.number = p.sheet
GROUP BY s.file"""
_ASIDE = """
SELECT s.file, count(*) FROM set_aside a JOIN sheets s ON s.number = a.sheet
GROUP BY s.file"""

_OF_NOBODY = """
SELECT code, count(*) FROM set_aside WHERE ticket IS NULL GROUP BY code"""
_REASONS = "SELECT code, count(*) FROM set_aside GROUP BY code ORDER BY 2 DESC, 1"


@dataclass(frozen=True, slots=True)
class Account:
    """The rows of one file, or of all.

    Attributes:
        name: of the file; empty for all together.
        read: rows that were handed out by its reader, counted while reading.
        used: rows that became part of a history, counted in the store.
        set_aside: rows that did not, counted in the store.
    """

    name: str
    read: int
    used: int
    set_aside: int

    @property
    def holds(self) -> bool:
        """Whether no row is lost and none is there twice."""
        return self.read == self.used + self.set_aside


@dataclass(frozen=True, slots=True)
class Balance:
    """Rows read = rows used + rows set aside, for each file and in all.

    Attributes:
        files: in the order in which they were given.
        histories: how many were counted while the rows were put together.
        numbered: the same counted as the highest number given out.
        gathered: the same counted as histories that have rows.
        unread: files of which something could not be read at all.
        reasons: how many rows were set aside for which reason, most first.
        of_nobody: how many of these nobody can tell the history of.
    """

    files: tuple[Account, ...]
    histories: int
    numbered: int
    gathered: int
    unread: tuple[str, ...]
    reasons: tuple[tuple[str, int], ...]
    of_nobody: int = 0

    @property
    def total(self) -> Account:
        """All files together."""
        return Account(
            "",
            sum(one.read for one in self.files),
            sum(one.used for one in self.files),
            sum(one.set_aside for one in self.files),
        )

    @property
    def holds(self) -> bool:
        """Whether every number agrees with its second count."""
        return (
            all(one.holds for one in self.files)
            and self.histories == self.numbered == self.gathered
        )

    @property
    def complete(self) -> bool:
        """Whether all that the files say is in the histories.

        Rows that repeat others and operations that the mapping leaves out are no loss.
        """
        return not self.unread and all(code in NOTHING_LOST for code, _ in self.reasons)

    def to_dict(self) -> dict[str, Any]:
        """Answer the numbers as plain data, for a manifest."""
        return {
            "holds": self.holds,
            "histories": self.histories,
            **_numbers(self.total),
            "files": [{"file": one.name, **_numbers(one)} for one in self.files],
            "unread": list(self.unread),
            "reasons": dict(self.reasons),
            "of_nobody": self.of_nobody,
        }

    def sentences(self) -> tuple[Text, ...]:
        """Tell the balance, a sentence for each file and one for all."""
        several = len(self.files) > 1
        told = [_of_file(one) for one in self.files if several and one.read]
        told.append(self._of_all())
        told += [_of_reason(code, number) for code, number in self.reasons]
        if self.of_nobody:
            told.append(of_nobody(self.of_nobody))
        told += [
            Text(f"{name}：没有读完", f"{name}: not read, or not to its end")
            for name in self.unread
        ]
        return tuple(told) if self.holds else (*told, self._broken())

    def _of_all(self) -> Text:
        all_ = self.total
        return Text(
            f"共读入 {all_.read:,} 行 = 用上 {all_.used:,} 行"
            f"（合成 {self.histories:,} 条历史）+ 放到一边 {all_.set_aside:,} 行",
            f"{all_.read:,} rows read = {all_.used:,} used (in {self.histories:,} "
            f"histories) + {all_.set_aside:,} set aside",
        )

    def _broken(self) -> Text:
        wrong = "、".join(one.name for one in self.files if not one.holds) or "—"
        return Text(
            f"数目对不上，结果不能用：文件 {wrong}；历史数 {self.histories}，"
            f"编号到 {self.numbered}，有内容的 {self.gathered}。请连同文件报告给开发者",
            f"the numbers do not agree, the result must not be used: files {wrong}; "
            f"histories {self.histories}, numbered to {self.numbered}, with rows "
            f"{self.gathered}: please report this",
        )


def count(database: sqlite3.Connection) -> Balance:
    """Count everything again from what lies in the store."""
    used, aside = (dict(database.execute(query)) for query in (_USED, _ASIDE))
    files, unread = [], []
    for number, name, state, read in database.execute(_FILES):
        if state == "unread":
            unread.append(name)
        files.append(Account(name, read, used.get(number, 0), aside.get(number, 0)))
    one = database.execute
    return Balance(
        files=tuple(files),
        histories=one("SELECT count(*) FROM histories").fetchone()[0],
        numbered=one("SELECT coalesce(max(number), 0) FROM histories").fetchone()[0],
        gathered=one("SELECT count(DISTINCT ticket) FROM pieces").fetchone()[0],
        unread=tuple(unread),
        reasons=tuple(one(_REASONS).fetchall()),
        of_nobody=sum(
            number for code, number in one(_OF_NOBODY) if code not in TICKET_NAMED
        ),
    )


def of_nobody(number: int) -> Text:
    """Say that rows were set aside of which nobody knows the ticket.

    A ticket that lacks such a row looks whole, and may look overdue for that only.
    """
    return Text(
        f"其中 {number:,} 行认不出属于哪一件：少了这样一行的工单，看不出经过不全，"
        "要对照原表核对",
        f"of {number:,} of these rows nobody can tell the ticket: a ticket that lacks "
        "such a row looks whole; check them against the file",
    )


def _numbers(account: Account) -> dict[str, int]:
    return {
        "read": account.read,
        "used": account.used,
        "set_aside": account.set_aside,
    }


def _of_reason(code: str, number: int) -> Text:
    title = REASONS.get(code, Text(code, code))
    return Text(f"　{number:,} 行：{title.zh}", f"  {number:,} rows: {title.en}")


def _of_file(one: Account) -> Text:
    return Text(
        f"{one.name}：读入 {one.read:,} 行 = 用上 {one.used:,} + 放到一边"
        f" {one.set_aside:,}",
        f"{one.name}: {one.read:,} rows read = {one.used:,} used + "
        f"{one.set_aside:,} set aside",
    )
