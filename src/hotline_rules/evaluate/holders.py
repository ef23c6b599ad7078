"""Who holds a ticket: the last unit dispatched to whose return was not granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_rules.evaluate.plan import TypePlan
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Occurrence


def holders_after(
    run: Run, table: TypePlan, occ: Occurrence, holders: list[str]
) -> list[str]:
    """The units that hold the ticket after an event, the latest last.

    Args:
        run: whose facts the conditions may read.
        table: of the event's type, which says what gains and loses a ticket.
        occ: the event.
        holders: those before it; left as it is.
    """
    unit = occ.unit
    if unit is None:
        return holders
    for check in table.loses:
        if check is None or check(run, occ, occ, None):
            return [holder for holder in holders if holder != unit]
    for check in table.gains:
        if check is None or check(run, occ, occ, None):
            return [*(h for h in holders if h != unit), unit]
    return holders
