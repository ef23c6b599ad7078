"""Which tickets a report of a period shows."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from hotline_rules.calendar import date_of_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline_rules.calendar import Zone
    from hotline_rules.report.page.feed import Stretch
    from hotline_rules.report.reading import Period


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
        if month and _holds(period, int(month[:4]) * 12 + int(month[5:7]) - 1):
            shown.add(ticket)
    dues = zip(limits["ticket"], limits["due_at"], limits["inclusive"], strict=True)
    lasts = ((ticket, due - (not inclusive)) for ticket, due, inclusive in dues if due)
    _add(shown, lasts, period, zone)
    _add(shown, zip(cards["ticket"], cards["at"], strict=True), period, zone)
    return shown


def _add(
    shown: set[int],
    instants: Iterable[tuple[int, int]],
    period: Period,
    zone: Zone,
) -> None:
    for ticket, at in instants:
        if ticket not in shown and _holds(period, _month(zone.day_of(at))):
            shown.add(ticket)


@lru_cache(maxsize=4096)
def _month(day: int) -> int:
    date = date_of_day(day)
    return date.year * 12 + date.month - 1


def _holds(period: Period, month: int) -> bool:
    first, last = period.first, period.last
    return (first is None or first <= month) and (last is None or month <= last)
