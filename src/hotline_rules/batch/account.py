"""Rows in, tickets out: nothing lost between the files and the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.frames.judge import Balance
from hotline_rules.frames.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Account:
    """The balance of a batch, counted twice.

    Attributes:
        read: rows (of JSON Lines: lines) of the files, as they were read.
        balance: as the parts count.
        tickets: rows of that table, as they were written.
        refused: rows of that table, as they were written.
    """

    read: int
    balance: Balance
    tickets: int
    refused: int

    @property
    def holds(self) -> bool:
        """Whether every number agrees with its second count."""
        one = self.balance
        return (
            self.read == one.rows == one.rows_used + one.rows_refused
            and one.tickets == one.judged + one.left_out + one.refused
            and self.tickets == one.judged
            and self.refused == one.rows_refused
        )

    @property
    def complete(self) -> bool:
        """Whether all that the files say was judged."""
        return not self.balance.rows_refused

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any]) -> Account:
        """The balance of a finished run."""
        kept, counts = manifest["balance"], manifest["counts"]
        told = {name: kept[name] for name, _ in TABLES["balance"]}
        return cls(kept["read"], Balance(**told), counts["tickets"], counts["refused"])

    def sentences(self) -> tuple[Text, ...]:
        """Tell the balance."""
        one = self.balance
        rows = Text(
            f"共读入 {self.read:,} 行 = 用上 {one.rows_used:,} 行"
            f" + 不能用的 {one.rows_refused:,} 行",
            f"{self.read:,} rows read = {one.rows_used:,} used + "
            f"{one.rows_refused:,} refused",
        )
        out = Text(
            f" + 判断后一切正常、没有列出的 {one.left_out:,} 件",
            f" + {one.left_out:,} judged, in order and left out",
        )
        left = out if one.left_out else Text("", "")
        tickets = Text(
            f"{one.tickets:,} 件工单 = 列出结果的 {one.judged:,} 件{left.zh}"
            f" + 不能判断的 {one.refused:,} 件",
            f"{one.tickets:,} tickets = {one.judged:,} in the tables{left.en} + "
            f"{one.refused:,} that could not be judged",
        )
        return (rows, tickets) if self.holds else (rows, tickets, self._broken())

    def _broken(self) -> Text:
        return Text(
            "数目对不上，结果不能用："
            f"工单表 {self.tickets:,} 行，不能用的表 {self.refused:,} 行，"
            f"各段合计 {self.balance.rows:,} 行。请连同文件报告给开发者",
            "the numbers do not agree, the result must not be used: "
            f"{self.tickets:,} tickets and {self.refused:,} refused rows were written, "
            f"the parts have {self.balance.rows:,} rows: please report this",
        )
