"""Rows in, rows out: nothing lost between the files and the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.adapters import balance as adapters
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the histories of a part, and of the rows they were made of.

    Attributes:
        judged, after, aside: histories with a result; with nothing by the instant of
            judgement; that could not be judged.
        rows_judged, rows_after, rows_aside: the rows of these.
    """

    judged: int = 0
    after: int = 0
    aside: int = 0
    rows_judged: int = 0
    rows_after: int = 0
    rows_aside: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            *(getattr(self, x) + getattr(other, x) for x in self.__dataclass_fields__)
        )


@dataclass(frozen=True, slots=True)
class Account:
    """The balance of the import, carried on to the tables.

    Attributes:
        imported: rows read = rows used + rows set aside, as the store counts.
        tally: what became of the histories, as the parts count.
        tickets: rows of that table, as they were written.
        set_aside: rows of that table, as they were written.
    """

    imported: adapters.Balance
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

    @property
    def complete(self) -> bool:
        """Whether all that the files say was judged, as far as it had happened."""
        return self.imported.complete and not self.tally.aside

    def to_dict(self) -> dict[str, Any]:
        """The numbers for the manifest."""
        tally = self.tally
        return {
            **self.imported.to_dict(),
            "holds": self.holds,
            "judged": {"histories": tally.judged, "rows": tally.rows_judged},
            "after": {"histories": tally.after, "rows": tally.rows_after},
            "not_judged": {"histories": tally.aside, "rows": tally.rows_aside},
        }

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any]) -> Account:
        """The balance of a finished run, which held."""
        kept, counts = manifest["balance"], manifest["counts"]
        files = tuple(
            adapters.Account(one["file"], one["read"], one["used"], one["set_aside"])
            for one in kept["files"]
        )
        many = kept["histories"]
        sorts = [kept[key] for key in ("judged", "after", "not_judged")]
        return cls(
            adapters.Balance(
                files,
                many,
                many,
                many,
                tuple(kept["unread"]),
                tuple(kept["reasons"].items()),
                kept["of_nobody"],
            ),
            Tally(*(x["histories"] for x in sorts), *(x["rows"] for x in sorts)),
            counts["tickets"],
            counts["set_aside"],
        )

    def sentences(self) -> tuple[Text, ...]:
        """Tell the balance."""
        tally, told = self.tally, self.imported.sentences()
        if not self.imported.holds:
            return told
        said = Text(
            f"{self.imported.histories:,} 条历史 = 已判断 {tally.judged:,} 条"
            f" + 判断时刻以前还没有任何记录的 {tally.after:,} 条"
            f" + 无法判断、放到一边的 {tally.aside:,} 条",
            f"{self.imported.histories:,} histories = {tally.judged:,} judged + "
            f"{tally.after:,} with nothing by the instant of judgement + "
            f"{tally.aside:,} that could not be judged and are set aside",
        )
        return (*told, said) if self.holds else (*told, said, self._broken())

    def _broken(self) -> Text:
        tally, total = self.tally, self.imported.total
        return Text(
            f"数目对不上，结果不能用：用上的 {total.used:,} 行里，判断的"
            f" {tally.rows_judged:,}、其后的 {tally.rows_after:,}、放到一边的"
            f" {tally.rows_aside:,}；工单表 {self.tickets:,} 行，放到一边的表"
            f" {self.set_aside:,} 行。请连同文件报告给开发者",
            "the numbers do not agree, the result must not be used: of "
            f"{total.used:,} rows used {tally.rows_judged:,} judged, "
            f"{tally.rows_after:,} after, {tally.rows_aside:,} aside; {self.tickets:,} "
            f"tickets and {self.set_aside:,} rows set aside were written: please "
            "report this",
        )
