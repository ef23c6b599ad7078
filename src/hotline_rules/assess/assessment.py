"""Counting results as they come, and the table at the end."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hotline_rules.assess.entries import Entries
from hotline_rules.assess.figures import Figures
from hotline_rules.assess.found import Finder, Found
from hotline_rules.assess.gaps import Gaps
from hotline_rules.assess.months import Months, is_month
from hotline_rules.assess.plan import AssessPlan
from hotline_rules.assess.publication import Pending, spans_of_effect
from hotline_rules.assess.ranking import PublishedRanking, add_ranks
from hotline_rules.assess.records import (
    AssessmentTable,
    ContradictionError,
    Notes,
    Row,
)
from hotline_rules.assess.seen import SeenHistories
from hotline_rules.assess.tally import Tally
from hotline_rules.evaluate import Penalty

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hotline_rules.assess.seen import Added
    from hotline_rules.evaluate import Result
    from hotline_rules.evaluate.engine import HasRulebook
    from hotline_rules.evaluate.recorded import Recorded

Place = tuple[str | None, str]  # unit, month


def assess(
    profile: HasRulebook,
    results: Iterable[Result],
    *,
    months: Sequence[str] | None = None,
    keeps_cases: bool = False,
) -> AssessmentTable:
    """Make the table by unit and month of many results.

    Args:
        profile: the one that the results were judged by.
        results: of ``evaluate``, of tickets, units and knowledge items, in any order;
            all as of the same instant.
        months: to show (``2021-03``); all that anything falls in when left out.
        keeps_cases: keep the ids of the histories behind every figure.

    Raises:
        ContradictionError: histories of one id differ.
        ValueError: a month is none, or the results are not as of one instant.
    """
    found = Assessment(profile, keeps_cases=keeps_cases)
    for result in results:
        found.add(result)
    return found.table(months)


class Assessment:
    """Counts results one by one; a result may be forgotten once it was added.

    What is kept: the counts of each unit and month, absorbed cards until their month
    is known to be published, the facts of units, and two digests of each history.
    """

    def __init__(
        self,
        profile: HasRulebook,
        *,
        keeps_cases: bool = False,
        keeps_entries: bool = True,
    ) -> None:
        """Begin with nothing counted.

        Args:
            profile: by which the results are judged.
            keeps_cases: keep the ids of the histories behind every figure.
            keeps_entries: keep the cases of lists with their grounds, for a bulletin.
        """
        self._profile = profile
        self._plan = AssessPlan(profile.rulebook)
        self._months = Months(self._plan.zone)
        self._entries = Entries(profile.rulebook) if keeps_entries else None
        self._keeps_cases = keeps_cases
        self._tallies: dict[Place, dict[int, Tally]] = {}
        self._pending: list[Pending] = []
        self._published: dict[tuple[int, str], int] = {}
        self._rankings: dict[Place, PublishedRanking] = {}
        self._units: dict[str, dict[str, Any]] = {
            name: dict(facts) for name, facts in profile.rulebook.units
        }
        self._judged: tuple[int, int | None] | None = None
        self._histories: Counter[str] = Counter()
        self._seen = SeenHistories()
        self._repeated = 0
        self._contradictions: dict[str, None] = {}
        self._gaps = Gaps(self._months, keeps_ids=keeps_entries)
        self._unplaced: Counter[int] = Counter()

    def add(self, result: Result) -> Added:
        """Count one result, unless the same history was counted before.

        CHOICE: of two histories of one id that differ neither can be preferred (which
        of them came first means nothing) nor both be left out (the ticket is real), so
        they make the table impossible; all of them are named at once.

        Returns:
            ``counted``; ``repeated``: the history came before, and said the same up to
            the instant of judgement; ``differs``: it said something else, and from now
            on there is no table.

        Raises:
            ValueError: it is not as of the instant of those before it.
        """
        judged = (result.as_of, result.known_at)
        if self._judged not in (None, judged):
            message = "all results of an assessment are as of one instant"
            raise ValueError(message)
        self._judged = judged
        added = self._seen.add(result.history)
        if added == "counted":
            self._add(result)
        elif added == "repeated":
            self._repeated += 1
        else:
            self._contradictions[result.id] = None
        return added

    def _add(self, result: Result) -> None:
        self._histories[result.subject] += 1
        self._note_unit(result)
        events = list(self._plan.question.events(result))
        for event in events:
            self._note_publication(event)
        finder = Finder(self._plan, result, events)
        for found in finder.cases():
            self._count(found, result)
        self._gaps.add(result, finder.last_closing)

    def _note_unit(self, result: Result) -> None:
        """Note the facts of a unit; where two sources disagree there is no fact.

        CHOICE: who only publishes bulletins says nothing of itself, and has no row.
        """
        unit = result.judged.own_unit
        if unit is None or not result.judged.attributes:
            return
        facts = self._units.setdefault(unit, {})
        for key, value in result.judged.attributes.items():
            facts[key] = value if facts.get(key, value) == value else None

    def _note_publication(self, event: Recorded) -> None:
        month = event.payload.get(self._plan.month_keys.get(event.type, ""))
        if not event.fits or not isinstance(month, str) or not is_month(month):
            return
        for slot in self._plan.slots:
            if slot.publishing == event.slot:
                key = (event.slot, month)
                self._published[key] = min(self._published.get(key, event.at), event.at)
        if event.slot in self._plan.rankings and event.unit is not None:
            ranking = PublishedRanking.of(event)
            known = self._rankings.get((event.unit, month))
            if ranking is not None and (known is None or known < ranking):
                self._rankings[event.unit, month] = ranking

    def _count(self, found: Found, result: Result) -> None:
        if found.at is None:
            self._unplaced[found.slot] += not found.pending
            return
        month = self._months.of(found.at)
        if found.pending:
            self._await_publication(found, month, result)
            return
        slots = self._tallies.setdefault((found.unit, month), {})
        tally = slots.get(found.slot)
        if tally is None:
            tally = slots[found.slot] = Tally()
        self._enter(tally, found, result)

    def _await_publication(self, found: Found, month: str, result: Result) -> None:
        """Keep an absorbed penalty that had effect for a while."""
        assert isinstance(found.record, Penalty)
        spans = spans_of_effect(self._profile, result, found.record)
        if spans:
            tally = Tally()
            self._enter(tally, found, result)
            self._pending.append(Pending(found.slot, found.unit, month, spans, tally))

    def _enter(self, tally: Tally, found: Found, result: Result) -> None:
        """Count a case in a tally."""
        tally.n += 1
        if found.flags:
            tally.flags.update(found.flags)
        if found.points is not None:
            tally.points += Fraction(found.points)
        elif isinstance(found.record, Penalty):
            tally.unknown.update(_what_is_missing(result, found.record))
        if self._keeps_cases:
            tally.ids.append(result.id)
        if self._entries is not None and self._plan.slots[found.slot].listed:
            assert found.at is not None
            tally.entries.append(self._entries.entry(result, found, found.at))

    # The table ------------------------------------------------------------------------

    def table(self, months: Sequence[str] | None = None) -> AssessmentTable:
        """The table of what was counted so far.

        Args:
            months: to show; all that anything falls in when left out.

        Raises:
            ContradictionError: histories of one id differ.
            ValueError: a month is none.
        """
        if self._contradictions:
            raise ContradictionError(tuple(self._contradictions))
        for month in months or ():
            if not is_month(month):
                message = f"not a month: {month}"
                raise ValueError(message)
        tallies = self._settled()
        shown = self._months_shown(tallies) if months is None else tuple(months)
        rows: list[Row] = []
        for month in dict.fromkeys(sorted(shown)):
            rows += self._rows(month, tallies)
        as_of, known_at = self._judged or (None, None)
        return AssessmentTable(
            profile=(self._profile.id, self._profile.digest),
            as_of=as_of,
            known_at=known_at,
            columns=self._profile.rulebook.measures,
            rows=tuple(rows),
            notes=self._notes(),
        )

    def _settled(self) -> dict[Place, dict[int, Tally]]:
        """The tallies, with the absorbed penalties whose months were published."""
        kept = [one for one in self._pending if self._is_kept(one)]
        if not kept:
            return self._tallies
        settled = {place: dict(slots) for place, slots in self._tallies.items()}
        for one in kept:
            slots = settled.setdefault((one.unit, one.month), {})
            total = Tally()
            total.merge(slots.get(one.slot, Tally()))
            total.merge(one.tally)
            total.flags["kept_after_publication"] += 1
            slots[one.slot] = total
        return settled

    def _is_kept(self, one: Pending) -> bool:
        publishing = self._plan.slots[one.slot].publishing
        assert publishing is not None
        at = self._published.get((publishing, one.month))
        return at is not None and one.had_effect(at)

    def _months_shown(self, tallies: dict[Place, dict[int, Tally]]) -> tuple[str, ...]:
        return tuple(month for _, month in (*tallies, *self._rankings))

    def _rows(self, month: str, tallies: dict[Place, dict[int, Tally]]) -> list[Row]:
        units: set[str | None] = set(self._units)
        units.update(unit for unit, of in (*tallies, *self._rankings) if of == month)
        as_of = self._judged[0] if self._judged else 0
        rows = [
            Row(
                unit=unit,
                month=month,
                complete=as_of >= self._months.end(month) - 1,
                figures=Figures(
                    self._plan,
                    tallies.get((unit, month), {}),
                    self._rankings.get((unit or "", month)),
                    keeps_cases=self._keeps_cases,
                ).all(),
            )
            for unit in sorted(units, key=lambda unit: (unit is None, unit or ""))
        ]
        return add_ranks(rows, self._plan, self._units)

    def _notes(self) -> Notes:
        unplaced = {
            id_: sum(self._unplaced[n] for part in parts.values() for n in part)
            for id_, parts in ((i, self._plan.parts(i)) for i in self._plan.measures)
        }
        return Notes(
            histories=dict(sorted(self._histories.items())),
            repeated=self._repeated,
            undetermined=self._gaps.by_name(),
            gaps=self._gaps.all(),
            unplaced={id_: n for id_, n in unplaced.items() if n},
        )


def _what_is_missing(result: Result, penalty: Penalty) -> tuple[str, ...]:
    """The numbers that the penalty's rule asked for in vain."""
    named = tuple(
        one.name
        for one in result.missing
        if one.sort == "parameter" and penalty.rule in one.rules
    )
    return named or ("points",)
