"""Which way an entry moves where only amounts of time or numbers of points differ.

Adding a larger amount never gives an earlier instant (docs/time.md), choices and
extremes keep the order of what they choose from, and so do caps. So where two entries
differ in such numbers alone, every limit and mark of the one lies where it did or to
the same side of it: the direction holds for all tickets, not only for those looked at.
"""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from hotline_rules.clock import (
    CalendarDays,
    Elapsed,
    Months,
    WorkingDays,
    WorkingTime,
)
from hotline_rules.clock.amount import size
from hotline_rules.impact.direction import merged
from hotline_rules.rulebook import (
    Case,
    Change,
    Constant,
    Effects,
    Extreme,
    FirstWorkingDayAfter,
    Limit,
    Mark,
    MarkPoint,
    MovesTo,
    Pauses,
    PenaltyEffect,
    Row,
    Rule,
    Shifted,
    StartsFrom,
    Table,
    Until,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.impact.direction import Direction

_AMOUNTS = (CalendarDays, Elapsed, Months, WorkingDays, WorkingTime)
# What passes on the order of what is in it. A condition does not: more days to look
# back on may find more, or less, of what it asks for.
_ORDERLY = (
    *(Rule, Case, Limit, Mark, MarkPoint, Effects, PenaltyEffect),
    *(Change, MovesTo, Pauses, StartsFrom),
    *(Constant, Table, Row, Extreme),
    *(Within, Until, Shifted, FirstWorkingDayAfter),
)
# Where something stands, what it is called and what it rests on decides nothing.
_GROUNDS = frozenset({"place", "title", "cites", "readings"})


class _Undecided(Exception):  # noqa: N818 -- no error: an answer of the walk
    """Something else than a number differs."""


def decided_direction(
    old: Iterable[Rule | Change], new: Iterable[Rule | Change]
) -> Direction | Literal["same"] | None:
    """The direction of an entry for every ticket, where numbers alone tell it.

    Args:
        old: the rules or changes that the entry compiled to, before the change.
        new: those after it.

    Returns:
        ``same`` where nothing differs but titles and what they rest on; ``None`` where
        more differs than numbers, or amounts have other units (which of five working
        days and seven days is longer depends on the calendar).
    """
    try:
        return merged(_walk(tuple(old), tuple(new), later_is="laxer")) or "same"
    except _Undecided:
        return None


def _walk(old: Any, new: Any, *, later_is: Direction) -> Iterator[Direction]:
    """Yield the direction of every number that differs."""
    if old == new:
        return
    if type(old) is not type(new):
        raise _Undecided
    if isinstance(old, _AMOUNTS):
        yield later_is if size(new) > size(old) else _opposite(later_is)
    elif isinstance(old, Decimal):
        yield "stricter" if new > old else "laxer"  # points
    elif isinstance(old, tuple):
        if len(old) != len(new):
            raise _Undecided
        for one, other in zip(old, new, strict=True):
            yield from _walk(one, other, later_is=later_is)
    elif isinstance(old, Shifted) and old.direction == new.direction == "before":
        # More time before a point is an earlier instant.
        yield from _walk(old.amount, new.amount, later_is=_opposite(later_is))
        yield from _walk(old.base, new.base, later_is=later_is)
    elif isinstance(old, _ORDERLY):
        yield from _fields(old, new, later_is)
    else:
        raise _Undecided


def _fields(old: Any, new: Any, later_is: Direction) -> Iterator[Direction]:
    for field in fields(old):
        if field.name not in _GROUNDS:
            before, after = getattr(old, field.name), getattr(new, field.name)
            yield from _walk(before, after, later_is=later_is)


def _opposite(one: Direction) -> Direction:
    return "laxer" if one == "stricter" else "stricter"
