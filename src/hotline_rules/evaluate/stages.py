"""The stages that an occurrence passes through, in the order of docs/engine.md.

Which of them a type of event needs is known when the plan is made, so that working off
an occurrence is a walk over a tuple.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.evaluate import changes, duties, noting, opening, outcomes

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline_rules.evaluate.plan import TypePlan
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Occurrence

    Stage = Callable[[Run, TypePlan, Occurrence], None]


def seal(table: TypePlan) -> None:
    """Note the stages of a type of event, once all its lists are filled."""
    stages: tuple[tuple[Stage, object], ...] = (
        # 1 facts
        (noting.note_law, table.laws),
        (noting.note_holder, table.gains or table.loses),
        (noting.note_forwarding, table.forwards),
        (noting.note_finding, table.finding),
        (noting.set_attributes, table.sets),
        # 2 changes
        (changes.hear_applications, table.asks),
        (changes.hear_grants, table.grants),
        (changes.hear_refusals, table.refuses),
        (changes.hear_stops, table.stops),
        (changes.hear_restarts, table.restarts),
        # 3 meeting
        (duties.meet_all, table.meets),
        (duties.end_all, table.ends),
        (duties.marks_on, table.marks_on),
        # 4 leaving
        (outcomes.leave, table.leaves),
        # 5 opening
        (opening.open_rules, table.opens),
    )
    table.stages = tuple(stage for stage, needed in stages if needed)
    table.only_leaves = table.stages == (outcomes.leave,) and not table.logged
