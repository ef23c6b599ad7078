"""Which tickets a report of a period shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline_rules.audit.period import Period
    from hotline_rules.calendar import Zone
    from hotline_rules.report.page.feed import Stretch


def in_period(stretch: Stretch, period: Period, zone: Zone) -> set[int]:
    """The tickets that have anything in a period.

    That is a first dispatch, the end of a limit, or a card; the same tickets may stand
    in the reports of two months, while each of those things is counted in one.
    """
    shown = set()
    tickets, limits, cards = (
        stretch[name] for name in ("tickets", "deadlines", "penalties")
    )
    for ticket, month in zip(tickets["ticket"], tickets["month"], strict=True):
        if month and period.has_month(month):
            shown.add(ticket)
    dues = zip(limits["ticket"], limits["due_at"], limits["inclusive"], strict=True)
    lasts = ((ticket, due - (not inclusive)) for ticket, due, inclusive in dues if due)
    bounds = period.bounds(zone)
    _add(shown, lasts, bounds)
    _add(shown, zip(cards["ticket"], cards["at"], strict=True), bounds)
    return shown


def _add(
    shown: set[int], instants: Iterable[tuple[int, int]], bounds: tuple[int, int]
) -> None:
    first, after = bounds
    shown.update(ticket for ticket, at in instants if first <= at < after)
