"""The numbers kept for one slot of one unit and month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline_rules.assess.records import Entry


@dataclass(slots=True)
class Tally:
    """A count, and what is remembered of the cases behind it.

    Attributes:
        points: the sum of those that are known.
        unknown: what is missing where they are not, and how often.
        flags: how many cases carry which flag.
        ids: histories of the cases, when they are kept.
        entries: the cases themselves, of a list.
    """

    n: int = 0
    points: Fraction = Fraction(0)
    unknown: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    ids: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def merge(self, other: Tally) -> None:
        """Add what another tally holds."""
        self.n += other.n
        self.points += other.points
        self.unknown.update(other.unknown)
        self.flags.update(other.flags)
        self.ids += other.ids
        self.entries += other.entries


def merged(tallies: Iterable[Tally]) -> Tally:
    """All tallies in one; empty of none."""
    total = Tally()
    for one in tallies:
        total.merge(one)
    return total
