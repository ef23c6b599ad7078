"""The stages that an occurrence passes through, in the order of docs/engine.md.

Which of them a type of event needs is known when the plan is made, so that working off
an occurrence is a walk over a tuple; so is which of them can be passed over while
nothing has happened that they wait for (``waking``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate import changes, duties, noting, opening, outcomes
from hotline_rules.evaluate.waking import ALWAYS, FIRST_EVENT, OUTCOMES, any_of
from hotline_rules.evaluate.walk import words_asked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotline_rules.evaluate.plan import Opening, TypePlan
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Occurrence
    from hotline_rules.evaluate.waking import Alarm

    Stage = Callable[[Run, TypePlan, Occurrence], None]


def seal(table: TypePlan, alarm: Alarm) -> None:
    """Note the stages of a type of event, once all its lists are filled."""

    def limits(rows: Sequence[tuple[Any, ...]]) -> int:
        """The bits of the rules whose limits a list is about."""
        return any_of(alarm.bit("limit", plan.id) for plan, *_ in rows)

    _seal_openings(table)
    stages: tuple[tuple[Stage, object, int], ...] = (
        # 1 facts
        (noting.note_law, table.laws, ALWAYS),
        (noting.note_holder, table.gains or table.loses, ALWAYS),
        (noting.note_forwarding, table.forwards, ALWAYS),
        (noting.note_finding, table.finding, ALWAYS),
        (noting.set_attributes, table.sets, ALWAYS),
        # 2 changes
        (changes.hear_applications, table.asks, ALWAYS),
        (changes.hear_grants, table.grants, ALWAYS),
        (changes.hear_refusals, table.refuses, ALWAYS),
        (changes.hear_stops, table.stops, ALWAYS),
        (changes.hear_restarts, table.restarts, ALWAYS),
        # 3 meeting
        (
            duties.meet_all,
            table.meets,
            any_of(row[0].wakes_meeting for row in table.meets),
        ),
        (duties.end_all, table.ends, limits(table.ends)),
        (duties.marks_on, table.marks_on, limits(table.marks_on)),
        # 4 leaving
        (outcomes.leave, table.leaves, OUTCOMES),
        # 5 opening
        (
            opening.open_rules,
            table.opens,
            any_of(plan.wakes for row in table.opens for plan in row[-1]),
        ),
    )
    table.stages = tuple((bits, stage) for stage, needed, bits in stages if needed)
    table.wakes = any_of(bits for bits, _ in table.stages)
    if table.wakes != OUTCOMES:
        table.wakes |= FIRST_EVENT
    if table.logged:
        table.wakes = ALWAYS
    only_opens = [stage for _, stage in table.stages] == [opening.open_rules]
    table.only_asks = only_opens and not table.openings and not table.logged


def _seal_openings(table: TypePlan) -> None:
    """Put the openings under the words that their patterns ask for."""
    plain: list[Opening] = []
    by_key: dict[str, dict[object, list[Opening]]] = {}
    for where, check, plans in table.opens:
        row = (any_of(plan.wakes for plan in plans), check, plans)
        asked = words_asked(where)
        if asked is None:
            plain.append(row)
            continue
        key, words = asked
        for word in words:
            by_key.setdefault(key, {}).setdefault(word, []).append(row)
    table.openings = tuple(plain)
    table.openings_by = tuple(
        (key, {word: tuple(rows) for word, rows in by_word.items()})
        for key, by_word in by_key.items()
    )
