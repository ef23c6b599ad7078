"""Rows in, rows out: nothing lost between the files and the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from hotline_rules.adapters.balance import Balance
    from hotline_rules.audit.parts import Tally


@dataclass(frozen=True, slots=True)
class Account:
    """The balance of the import, carried on to the tables.

    Attributes:
        imported: rows read = rows used + rows set aside, as the store counts.
        tally: what became of the histories, as the parts count.
        tickets, set_aside: rows of these two tables, as they were written.
    """

    imported: Balance
    tally: Tally
    tickets: int
    set_aside: int

    @property
    def holds(self) -> bool:
        """Whether every number agrees with its second count."""
        tally, total = self.tally, self.imported.total
        return (
            self.imported.holds
            and tally.judged + tally.after + tally.aside == self.imported.histories
            and tally.rows_judged + tally.rows_after + tally.rows_aside == total.used
            and self.tickets == tally.judged
            and self.set_aside == total.set_aside + tally.aside
        )

    def to_dict(self) -> dict[str, Any]:
        """The numbers for the manifest."""
        tally = self.tally
        return {
            **self.imported.to_dict(),
            "holds": self.holds,
            "judged": {"histories": tally.judged, "rows": tally.rows_judged},
            "after_the_instant": {"histories": tally.after, "rows": tally.rows_after},
            "not_judged": {"histories": tally.aside, "rows": tally.rows_aside},
        }

    def sentences(self) -> tuple[Text, ...]:
        """Tell the balance."""
        tally = self.tally
        said = Text(
            f"{self.imported.histories:,} 条历史 = 已判断 {tally.judged:,} 条"
            f" + 判断时刻以前没有记录的 {tally.after:,} 条"
            f" + 无法判断、放到一边的 {tally.aside:,} 条",
            f"{self.imported.histories:,} histories = {tally.judged:,} judged + "
            f"{tally.after:,} with nothing by the instant of judgement + "
            f"{tally.aside:,} that could not be judged and are set aside",
        )
        told = (*self.imported.sentences(), said)
        if self.holds or not self.imported.holds:
            return told
        return (*told, self.broken())

    def broken(self) -> Text:
        """What to say when the balance does not hold."""
        if not self.imported.holds:
            return self.imported.sentences()[-1]
        return _broken(self)


def _broken(one: Account) -> Text:
    tally, total = one.tally, one.imported.total
    return Text(
        f"数目对不上，结果不能用：用上的 {total.used:,} 行里，判断的"
        f" {tally.rows_judged:,}、其后的 {tally.rows_after:,}、放到一边的"
        f" {tally.rows_aside:,}；工单表 {one.tickets:,} 行，放到一边的表"
        f" {one.set_aside:,} 行。请连同文件报告给开发者",
        f"the numbers do not agree, the result must not be used: of {total.used:,} "
        f"rows used {tally.rows_judged:,} judged, {tally.rows_after:,} after, "
        f"{tally.rows_aside:,} aside; {one.tickets:,} tickets and {one.set_aside:,} "
        "rows set aside were written: please report this",
    )
