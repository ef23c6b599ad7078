"""A stretch of histories judged, and its rows written as a part."""

from __future__ import annotations

import traceback
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.audit.balance import Tally
from hotline_rules.audit.columns import batch_of, no_rows, schema_of
from hotline_rules.audit.heads import Seen
from hotline_rules.audit.parts import write_part
from hotline_rules.audit.readings import changes_by_trial
from hotline_rules.audit.reasons import ENGINE_ERROR, UNREADABLE
from hotline_rules.audit.rows import Told
from hotline_rules.audit.tables import TABLES
from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.engine import evaluate
from hotline_rules.frames.collector import collect_young, collector_paused
from hotline_rules.history import HistoryError, parse_history

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from hotline_rules.adapters.gather import Gathered
    from hotline_rules.adapters.model import Finding, Place
    from hotline_rules.audit.columns import Rows
    from hotline_rules.audit.merging import Format
    from hotline_rules.audit.period import Period
    from hotline_rules.audit.readings import Trial
    from hotline_rules.audit.reports import Cut, Report
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.evaluate import Result
    from hotline_rules.profile import Profile


STAGING = "staging.sqlite"
_A_COLLECTION = 64  # results, which are cycles of some hundred objects each


@dataclass(frozen=True, slots=True)
class Orders:
    """All that a process needs to know to judge any part; it is sent to each once.

    Attributes:
        folder: of the run.
        run: digest of what was asked.
        profile: that judges.
        as_of, known_at: UTC epoch seconds.
        lang: of sentences and messages.
        with_text: keep free text.
        formats: of the tables.
        a_part: how many tickets make a part.
        names: of the exports, as they are shown, by their paths, where they differ.
        tried: other readings, each with the profile under it.
        period: the months that the reports show; ``None``: all.
        reports: files for people, made at the end.
    """

    folder: Path
    run: str
    profile: Profile
    as_of: int
    known_at: int | None
    lang: Language
    with_text: bool
    formats: tuple[Format, ...]
    a_part: int
    names: Mapping[str, str]
    tried: tuple[tuple[Trial, Profile], ...] = ()
    period: Period | None = None
    reports: tuple[Report, ...] = ()

    @property
    def parts(self) -> Path:
        """The folder of the parts."""
        return self.folder / "parts"

    @property
    def tables(self) -> Path:
        """The folder of the tables."""
        return self.folder / "tables"

    @property
    def staging(self) -> Path:
        """The store of the rows."""
        return self.folder / STAGING

    def place(self, place: Place | None) -> tuple[str | None, str | None, int | None]:
        """File, sheet and row of a place, as the tables have them."""
        if place is None:
            return None, None, None
        return self.named(place.file), place.sheet, place.row

    def named(self, text: str) -> str:
        """A text in which exports go by the names they are shown by.

        TRAP: what the import says of a row names the row beside it by its path, and the
        members of an archive stand under the path of that.
        """
        for path in sorted(self.names, key=len, reverse=True):
            text = text.replace(path, self.names[path])
        return text

    def finding(self, number: int | None, one: Finding) -> tuple[Any, ...]:
        """A finding of the import as a row of the table of findings."""
        said = self.named(one.message.in_(self.lang))
        place = self.place(one.place)
        return (number, one.ticket, one.code, one.unit, *place, None, said)

    def last_part(self, count: int) -> int:
        """The number of the last part of so many histories."""
        return -(-count // self.a_part)

    def span(self, number: int) -> tuple[int, int]:
        """The first ticket of a part, and the one after its last."""
        first = (number - 1) * self.a_part + 1
        return first, first + self.a_part


class Judge:
    """Judges parts, one after the other.

    Args:
        orders: what to judge by.
        say: takes messages for people, at once.
    """

    def __init__(self, orders: Orders, say: Callable[[Text], None]) -> None:
        self._orders = orders
        self._say = say
        self._told: dict[str, Told] = {}
        zone = orders.profile.rulebook.zone
        self._schemas = {table: schema_of(table, zone) for table in TABLES}
        self._cuts: dict[str, Cut] = {
            one.name: one.cutter(orders) for one in orders.reports if one.cutter
        }

    def part(
        self,
        number: int,
        gathered: Iterable[Gathered],
        findings: Iterable[tuple[int, Finding]],
    ) -> int:
        """Judge the histories of a part and write it; answer how many they were.

        Args:
            number: of the part.
            gathered: its histories.
            findings: of the import about them, with their numbers, in that order.

        Raises:
            AuditError: the disk is full, or a file cannot be written.
        """
        with collector_paused():
            tally, rows = self._rows(gathered, findings)
            self._write(number, rows, tally)
        return tally.judged + tally.after + tally.aside

    def _rows(
        self, gathered: Iterable[Gathered], findings: Iterable[tuple[int, Finding]]
    ) -> tuple[Tally, Rows]:
        """Judge histories; answer what became of them and the rows of all tables."""
        rows, tally, orders = no_rows(), Tally(), self._orders
        rows["findings"] += [orders.finding(x, one) for x, one in findings]
        found = Counter(row[0] for row in rows["findings"])
        results: list[tuple[Gathered, Result]] = []
        for count, one in enumerate(gathered, start=1):
            tally += self._judged(rows, one, results, found[one.number])
            if count % _A_COLLECTION == 0:
                collect_young()  # while they are at hand; what is kept grows old
        if orders.tried:
            self._try_readings(rows, results)
        rows["findings"].sort(key=lambda row: row[0])  # stable: the import's come first
        return tally, rows

    def _write(self, number: int, rows: Rows, tally: Tally) -> None:
        orders = self._orders
        batches = {
            table: batch_of(table, rows[table], schema)
            for table, schema in self._schemas.items()
            if rows[table]
        }
        cut = {name: cut(rows) for name, cut in self._cuts.items()}
        pieces = {name: piece for name, piece in cut.items() if piece is not None}
        write_part(orders.parts, number, orders.run, batches, asdict(tally), pieces)

    def _judged(
        self,
        rows: Rows,
        one: Gathered,
        results: list[tuple[Gathered, Result]],
        found: int,
    ) -> Tally:
        """Judge one history; whatever happens to it, it is in one of the numbers."""
        begun = {name: len(kept) for name, kept in rows.items()}
        try:
            result = self._result(one)
            if not result.history.events:
                return Tally(after=1, rows_after=one.rows)
            place = self._orders.place(one.place)
            seen = Seen(one.number, place, one.rows, found)
            self._writer(result).add(rows, seen, result)
            if self._orders.tried:
                results.append((one, result))
        except HistoryError as error:
            self._aside(rows, one, UNREADABLE, _faults(error))
        except Exception as error:  # noqa: BLE001 - one ticket must not stop the rest
            for name, kept in rows.items():
                del kept[begun[name] :]
            self._aside(rows, one, ENGINE_ERROR, self._crash(one, error))
        else:
            return Tally(judged=1, rows_judged=one.rows)
        return Tally(aside=1, rows_aside=one.rows)

    def _try_readings(self, rows: Rows, results: list[tuple[Gathered, Result]]) -> None:
        """Write what other readings would change for the histories of a part."""

        def failed(at: int, trial: Trial, error: Exception) -> None:
            one = results[at][0]
            why = self._crash(one, error)
            said = Text(
                f"试读法 {trial} 时{why.zh}", f"while {trial} was tried {why.en}"
            ).in_(orders.lang)
            place = orders.place(one.place)
            row = (one.number, one.id, ENGINE_ERROR, None, *place, None, said)
            rows["findings"].append(row)

        orders = self._orders
        judged = [result for _, result in results]
        found = []
        for one in orders.tried:
            found += [
                (results[at][0].number, trial, change)
                for at, trial, change in changes_by_trial(
                    [one], judged, orders.known_at, failed
                )
            ]
            # What was judged is old by now: only what the trial made is looked at.
            collect_young()
        found.sort(key=lambda each: each[0])  # stable: the trials keep their order
        rows["readings"] += [
            (
                number,
                trial.reading,
                trial.option,
                change.outcome,
                *(change.held.what, change.held.id, change.held.kind),
                *(change.held.unit, change.held.at),
                *(change.other_at, change.other_state),
            )
            for number, trial, change in found
        ]

    def _result(self, one: Gathered) -> Result:
        orders = self._orders
        history = parse_history(one.history, where=str(one.place))
        return evaluate(
            orders.profile, history, as_of=orders.as_of, known_at=orders.known_at
        )

    def _writer(self, result: Result) -> Told:
        told = self._told.get(result.subject)
        if told is None:
            orders = self._orders
            told = Told(result.plan, orders.lang, with_text=orders.with_text)
            self._told[result.subject] = told
        return told

    def _crash(self, one: Gathered, error: Exception) -> Text:
        where = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__}: {error}"
        self._say(
            Text(
                f"判断 {one.id}（{one.place}）时程序出错，这一条放到一边，其余照做：\n"
                f"{''.join(traceback.format_exception(error))}",
                f"the engine failed on {one.id} ({one.place}), which is set aside; the "
                f"rest goes on:\n{''.join(traceback.format_exception(error))}",
            )
        )
        return Text(
            f"程序出错（{what}，{where.name}），请连同这一条历史报告给开发者",
            f"the engine failed ({what} in {where.name}): please report this history",
        )

    def _aside(self, rows: Rows, one: Gathered, code: str, why: Text) -> None:
        if one.rows > 1:
            why = Text(
                f"{why.zh}（连同这一条的其余 {one.rows - 1} 行）",
                f"{why.en} (with the other {one.rows - 1} rows of it)",
            )
        orders = self._orders
        said = orders.named(why.in_(orders.lang))
        rows["set_aside"].append((*orders.place(one.place), code, said, one.id))


def _faults(error: HistoryError) -> Text:
    return Text(
        "；".join(one.headline.zh for one in error.diagnostics),
        "; ".join(one.headline.en for one in error.diagnostics),
    )
