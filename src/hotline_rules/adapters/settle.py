"""Rows that repeat or contradict each other, once all of them have been read.

One walk over the histories of more than one row, in their order, committed with the
number reached. What is set aside here stood in the store before: its text is what the
mapping named of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from hotline_rules.adapters.database import committed, read_fact, write_fact
from hotline_rules.adapters.gather import (
    by_ticket,
    contains,
    decode,
    differing,
    flat,
    leading_unit,
)
from hotline_rules.adapters.intake import finding_row, set_aside_row
from hotline_rules.adapters.model import Finding, Place, SetAside
from hotline_rules.adapters.naming import line_of, name_of, names_of, title_of_event
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence

Repeated = Literal["first", "last"]

_A_BATCH = 1_000
_NO_EVENTS = "[]"

_NEXT = """
SELECT ticket FROM pieces WHERE ticket > ?
GROUP BY ticket HAVING count(*) > 1 ORDER BY ticket LIMIT ?"""
_ROWS = """
SELECT p.ticket, p.rowid, p.sheet, p.row, p.whole, p.attributes, p.events, h.id
FROM pieces p JOIN histories h ON h.number = p.ticket
WHERE p.ticket BETWEEN ? AND ? ORDER BY p.ticket, p.rowid"""


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as it lies in the store."""

    number: int
    sheet: int
    place: Place
    whole: bool
    attributes_text: str
    events_text: str
    id: str

    @property
    def attributes(self) -> dict[str, Any]:
        """Attributes that the row gives."""
        return dict(decode(self.attributes_text))

    @property
    def events(self) -> list[dict[str, Any]]:
        """Events that the row gives."""
        return list(decode(self.events_text))

    @property
    def unit(self) -> str | None:
        """The unit the row is listed under."""
        return leading_unit(self.events)

    def says_the_same(self, other: Stored) -> bool:
        """Whether both rows say the same, in whatever order of the keys."""
        return (
            self.events_text == other.events_text
            and self.attributes_text == other.attributes_text
        ) or (self.events == other.events and self.attributes == other.attributes)


@dataclass(slots=True)
class Settling:
    """The walk; what it has decided since the last commit.

    Attributes:
        database: of the store.
        place_of: makes the place of a sheet's number and a row.
        repeated: which of two whole rows that contradict each other is used.
        with_text: whether the rows set aside carry their text.
    """

    database: sqlite3.Connection
    place_of: Callable[[int, int], Place]
    repeated: Repeated
    with_text: bool
    _set_aside: list[tuple[Any, ...]] = field(default_factory=list)
    _gone: list[tuple[int]] = field(default_factory=list)
    _emptied: list[tuple[str, int]] = field(default_factory=list)
    _findings: list[tuple[Any, ...]] = field(default_factory=list)

    def run(self) -> None:
        """Go on from the number reached."""
        reached = int(read_fact(self.database, "settled") or 0)
        while numbers := [
            one for (one,) in self.database.execute(_NEXT, (reached, _A_BATCH))
        ]:
            several = set(numbers)
            rows = self.database.execute(_ROWS, (numbers[0], numbers[-1]))
            for group in by_ticket(row for row in rows if row[0] in several):
                self._settle([self._stored(row) for row in group])
            reached = numbers[-1]
            self._commit(reached)

    def _stored(self, row: Sequence[Any]) -> Stored:
        _, number, sheet, line, whole, attributes, events, id_ = row
        place = self.place_of(sheet, line)
        return Stored(number, sheet, place, bool(whole), attributes, events, id_)

    def _settle(self, rows: list[Stored]) -> None:
        whole = [row for row in rows if row.whole]
        added = [row for row in rows if not row.whole]
        if whole:
            added = sorted([self._choose(whole), *added], key=lambda row: row.number)
        self._compare_attributes(added)
        self._compare_events(self._without_repeats(added))

    def _choose(self, rows: list[Stored]) -> Stored:
        """Answer the whole row that is used; the others are set aside.

        CHOICE: of two rows one of which says all that the other says and more (the
        same ticket in a later export) the fuller is used, for nothing is lost. Two
        that contradict each other are never mixed into a third that nobody wrote: the
        first is used, unless the mapping says that the last is.
        """
        kept = rows[0]
        for row in rows[1:]:
            if row.says_the_same(kept):
                self._repeat(row, kept)
                continue
            said, more = (flat(one.attributes, one.events) for one in (kept, row))
            names = differing(said, more)
            if contains(more, said):
                self._outgrown(kept, row)
                kept = row
            elif contains(said, more):
                self._outgrown(row, kept)
            elif self.repeated == "last":
                self._contradicts(kept, row, names)
                kept = row
            else:
                self._contradicts(row, kept, names)
        return kept

    def _without_repeats(self, rows: list[Stored]) -> list[Stored]:
        """Set aside rows that say what one before them says; answer the others.

        A row that repeats an event but not the attributes is used for these only.
        """
        seen: dict[tuple[str, str], Stored] = {}
        happened: dict[str, Stored] = {}
        kept = []
        for row in rows:
            first = seen.setdefault((row.attributes_text, row.events_text), row)
            again = happened.setdefault(row.events_text, row)
            if first is not row:
                self._repeat(row, first)
            elif again is row or row.events_text == _NO_EVENTS:
                kept.append(row)
            elif contains(flat(again.attributes, ()), flat(row.attributes, ())):
                self._repeat(row, again)
            else:
                self._event_again(row, again)
        return kept

    def _compare_attributes(self, rows: list[Stored]) -> None:
        """Find attributes in which rows of one history do not agree."""
        given: dict[str, tuple[Any, Stored]] = {}
        odd: dict[str, Stored] = {}
        last = ""
        for row in rows:
            if row.attributes_text == last:
                continue
            last = row.attributes_text
            for key, value in row.attributes.items():
                if value is None:
                    continue
                first, _ = given.setdefault(key, (value, row))
                if first != value:
                    odd.setdefault(key, row)
        for key, row in odd.items():
            self._differs(key, given[key][1], row)

    def _compare_events(self, rows: list[Stored]) -> None:
        """Find events of one kind, unit and instant that say different things."""
        seen: dict[tuple[Any, ...], Stored] = {}
        for row in rows:
            for event in row.events:
                key = (event.get("type"), event.get("at"), event.get("unit"))
                first = seen.setdefault(key, row)
                if first is not row:
                    self._at_once(event, first, row)

    # --- what is said ---------------------------------------------------------------

    def _repeat(self, row: Stored, first: Stored) -> None:
        self._put_aside(
            row,
            "repeated-row",
            Text(
                f"与 {first.place} 重复，内容相同，只用那一行",
                f"repeats {first.place}, which is used instead",
            ),
        )

    def _outgrown(self, row: Stored, fuller: Stored) -> None:
        self._put_aside(
            row,
            "outgrown-row",
            Text(
                f"{fuller.place} 是同一工单，这一行有的那一行都有，还更多，用那一行",
                f"{fuller.place} says all that this row says and more: it is used",
            ),
        )

    def _contradicts(self, row: Stored, kept: Stored, names: tuple[str, ...]) -> None:
        listed = names_of(names)
        self._put_aside(
            row,
            "contradicting-row",
            Text(
                f"与 {kept.place} 是同一工单，内容不同（{listed.zh}），用那一行；"
                "后导出的才对，就在对照表里写 `repeated: last`",
                f"{kept.place} has the same id and says something else ({listed.en}): "
                "it is used; if the later export is right, write `repeated: last` in "
                "the mapping",
            )
            if self.repeated == "first"
            else Text(
                f"与后面的 {kept.place} 是同一工单，内容不同（{listed.zh}），"
                "对照表写明用最后一行",
                f"{kept.place}, further down, has the same id and says something else "
                f"({listed.en}); by the mapping the last row is used",
            ),
        )
        self._find(
            "contradicting-rows",
            row,
            Text(
                f"同一工单在 {kept.place} 和 {row.place} 内容不同：{listed.zh}；"
                f"用 {kept.place}",
                f"{kept.place} and {row.place} are one ticket and differ: {listed.en}; "
                f"{kept.place} is used",
            ),
        )

    def _differs(self, key: str, first: Stored, row: Stored) -> None:
        name = name_of(key)
        self._find(
            "attribute-differs",
            row,
            Text(
                f"同一工单的{name.zh}在 {first.place} 和 {row.place} 不同，"
                f"用 {first.place} 的",
                f"{name.en} of one ticket differs between {first.place} and "
                f"{row.place}: that of {first.place} is used",
            ),
        )

    def _at_once(self, event: dict[str, Any], first: Stored, row: Stored) -> None:
        kind = title_of_event(str(event.get("type")))
        self._find(
            "events-at-once",
            row,
            Text(
                f"{first.place} 和 {row.place} 是同一时刻、同一单位的“{kind.zh}”，"
                "其余内容不同，两行都用",
                f"{first.place} and {row.place} are one `{kind.en}` of one unit at one "
                "instant and differ otherwise: both are used",
            ),
            str(event["unit"]) if event.get("unit") is not None else None,
        )

    def _event_again(self, row: Stored, first: Stored) -> None:
        self._emptied.append((_NO_EVENTS, row.number))
        self._find(
            "repeated-event",
            row,
            Text(
                f"{first.place} 和 {row.place} 是同一个事件，只计一次；两行的属性不同",
                f"{first.place} and {row.place} are one event, counted once; their "
                "attributes differ",
            ),
        )

    def _put_aside(self, row: Stored, code: str, reason: Text) -> None:
        text = line_of(row.id, flat(row.attributes, row.events))
        text = text if self.with_text else ""
        leftover = SetAside(row.place, text, code, reason)
        self._set_aside.append(set_aside_row(row.sheet, leftover))
        self._gone.append((row.number,))

    def _find(
        self, code: str, row: Stored, message: Text, unit: str | None = None
    ) -> None:
        finding = Finding(code, row.place, row.id, unit or row.unit, message)
        self._findings.append(finding_row(finding))

    def _commit(self, reached: int) -> None:
        database = self.database
        with committed(database):
            insert_set_aside(database, self._set_aside)
            database.executemany("DELETE FROM pieces WHERE rowid = ?", self._gone)
            database.executemany(
                "UPDATE pieces SET events = ? WHERE rowid = ?", self._emptied
            )
            insert_findings(database, self._findings)
            write_fact(database, "settled", str(reached))
        self._set_aside, self._gone = [], []
        self._emptied, self._findings = [], []


def insert_set_aside(
    database: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]
) -> None:
    """Write rows set aside."""
    database.executemany("INSERT INTO set_aside VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def insert_findings(
    database: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]
) -> None:
    """Write findings."""
    database.executemany("INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
