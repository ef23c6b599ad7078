"""From a judged history to the rows of the tables.

Rows are made from the records of a result as they are: neither ``to_dict`` nor a whole
explanation is asked for, which would cost more than the judgement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.audit.evidence import Evidence
from hotline_rules.audit.free_text import Closed
from hotline_rules.audit.heads import Seen, head_of
from hotline_rules.evaluate.output import Writer, due_text
from hotline_rules.evaluate.words import missing_message
from hotline_rules.explain.context import Words
from hotline_rules.explain.names import Names
from hotline_rules.explain.sentences import deadline_sentence, penalty_sentence
from hotline_rules.explain.wording import Times

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline_rules.audit.columns import Rows
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.evaluate import Result
    from hotline_rules.evaluate.plan import Plan
    from hotline_rules.evaluate.records import Action, Deadline, Penalty, Rung, Status

At = tuple[str | None, str | None, int | None]


class Told:
    """Writes results as rows: all that one plan and one language need.

    Args:
        plan: that judged.
        lang: of messages and sentences.
        with_text: keep free text, which is left out otherwise.
    """

    def __init__(self, plan: Plan, lang: Language, *, with_text: bool = False) -> None:
        self._lang: Language = lang
        closed = None if with_text else Closed(plan)
        self._evidence = Evidence(Writer(plan, lang), closed)
        self._grounds: dict[tuple[tuple[str, ...], ...], tuple[str, str, str]] = {}
        self._names = Names(plan.rulebook)
        self._times = Times(plan.zone)
        self._plan = plan

    def add(self, rows: Rows, seen: Seen, one: Result) -> None:
        """Add a result to the rows of every table.

        Args:
            rows: by table.
            seen: what the import knows of the ticket.
            one: the result.
        """
        number = seen.number
        words = Words(one, self._names, self._times)
        rows["tickets"].append(head_of(seen, one, self._times))
        rows["events"] += self._events(number, one)
        rows["deadlines"] += [self._deadline(number, x, words) for x in one.deadlines]
        rows["lights"] += [(number, *x) for x in one.stretches_of_light]
        if one.penalties:
            states = {state.id: state for state in one.judged.penalties}
            for penalty in one.penalties:
                why = penalty_sentence(words, states[penalty.id]).in_(self._lang)
                rows["penalties"].append(self._penalty(number, penalty, why))
        rows["actions"] += [self._action(number, x) for x in one.actions]
        rows["statuses"] += [self._status(number, x) for x in one.statuses]
        rows["rungs"] += [self._rung(number, x) for x in one.rungs]
        rows["missing"] += self._missing(number, one)
        rows["findings"] += self._anomalies(number, seen.place, one)

    def _events(self, number: int, one: Result) -> Iterable[tuple[Any, ...]]:
        written = self._evidence.payload
        for event in one.history.events:
            unit = event.payload.get("unit")
            yield (
                number,
                event.number,
                event.type,
                event.at,
                event.recorded_at,
                unit if isinstance(unit, str) else None,
                written(event),
            )

    def _deadline(self, number: int, one: Deadline, words: Words) -> tuple[Any, ...]:
        due = one.due_at
        return (
            number,
            one.id,
            one.rule,
            one.title,
            one.kind,
            one.role,
            one.unit,
            one.started_at,
            due,
            one.inclusive,
            None
            if due is None
            else due_text(due, self._times.zone, inclusive=one.inclusive),
            one.state,
            one.ended_at,
            one.end_reason,
            one.original_due_at,
            one.soft_due_at,
            one.remaining_seconds,
            one.certainty,
            *self._ground(one),
            deadline_sentence(words, one).in_(self._lang),
            self._evidence.deadline(one),
        )

    def _penalty(self, number: int, one: Penalty, why: str) -> tuple[Any, ...]:
        flags, readings, cites = self._ground(one)
        # Marks of one name may have titles of their own, by case.
        title = self._names.rule(one.rule).zh
        if one.basis is not None:
            title = one.basis.reached.mark.mark.title
        return (
            number,
            one.id,
            one.kind,
            title,
            one.unit,
            one.at,
            one.state,
            one.points,
            one.rule,
            None if one.basis is None else one.basis.limit,
            flags,
            " ".join(one.concurrent),
            readings,
            cites,
            why,
            self._evidence.penalty(one),
        )

    def _action(self, number: int, one: Action) -> tuple[Any, ...]:
        return (
            number,
            one.id,
            one.action,
            one.role,
            one.unit,
            one.since,
            one.due_at,
            one.inclusive,
            one.state,
            one.done_at,
            one.soft_due_at,
            one.notice,
            one.rule,
            *self._ground(one),
            self._evidence.plain(one.because),
        )

    def _status(self, number: int, one: Status) -> tuple[Any, ...]:
        return (
            number,
            one.status,
            one.kind,
            one.unit,
            one.since,
            one.until,
            one.rule,
            *self._ground(one),
            self._evidence.plain(one.because),
        )

    def _rung(self, number: int, one: Rung) -> tuple[Any, ...]:
        return (
            number,
            one.ladder,
            one.rung,
            one.unit,
            one.since,
            one.until,
            one.rule,
            *self._ground(one),
            self._evidence.plain(one.because),
        )

    def _missing(self, number: int, one: Result) -> Iterable[tuple[Any, ...]]:
        titles = self._plan.titles
        return [
            (
                number,
                gap.sort,
                gap.name,
                " ".join(gap.rules),
                " ".join(gap.cites),
                missing_message(gap, titles).in_(self._lang),
            )
            for gap in one.missing
        ]

    def _anomalies(
        self, number: int, place: At, one: Result
    ) -> Iterable[tuple[Any, ...]]:
        events = one.history.events
        for odd in one.anomalies:
            unit = None if odd.event is None else events[odd.event].payload.get("unit")
            yield (
                number,
                one.id,
                odd.code,
                unit if isinstance(unit, str) else None,
                *place,
                odd.event,
                odd.text.in_(self._lang),
            )

    def _ground(
        self, one: Deadline | Penalty | Action | Status | Rung
    ) -> tuple[str, str, str]:
        """Flags, readings and clauses, each as words with blanks between."""
        key = one.flags, one.readings, one.cites
        known = self._grounds.get(key)
        if known is None:
            flags, readings, cites = one.flags, sorted(one.readings), one.cites
            known = " ".join(flags), " ".join(readings), " ".join(cites)
            self._grounds[key] = known
        return known
