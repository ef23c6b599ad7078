"""How many tickets come out otherwise, in all and by unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline_rules.impact.differences import Difference


@dataclass(slots=True)
class Affected:
    """Tickets of one unit, or of all, that come out otherwise.

    Attributes:
        tickets: how many; each counts once.
        by_section: tickets with other deadlines, lights, penalties …; a ticket counts
            once in each of them.
        cards: effective penalties gained and lost, by kind.
    """

    tickets: int = 0
    by_section: Counter[str] = field(default_factory=Counter)
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    def add(self, differences: Iterable[Difference]) -> None:
        """Count one ticket, which has at least one difference."""
        differences = tuple(differences)
        self.tickets += 1
        self.by_section.update({one.section for one in differences})
        for one in differences:
            if one.section == "penalties":
                before, after = _effective(one.before), _effective(one.after)
                self.gained.update(after - before)
                self.lost.update(before - after)


def _effective(penalty: Any) -> Counter[str]:
    if penalty is None or penalty["state"] != "effective":
        return Counter()
    return Counter({penalty["kind"]: 1})


@dataclass(slots=True)
class Tally:
    """Counts of a whole corpus, added ticket by ticket.

    Attributes:
        looked_at: tickets compared, changed or not.
        all: those that come out otherwise.
        units: the same by unit; ``None``: what is of no unit (limits of the hotline
            itself, the light of a ticket that nobody holds).
    """

    looked_at: int = 0
    all: Affected = field(default_factory=Affected)
    units: dict[str | None, Affected] = field(default_factory=dict)

    def add(self, differences: tuple[Difference, ...]) -> None:
        """Count one ticket."""
        self.looked_at += 1
        if not differences:
            return
        self.all.add(differences)
        for unit in {one.unit for one in differences}:
            self.units.setdefault(unit, Affected()).add(
                one for one in differences if one.unit == unit
            )

    def by_unit(self) -> list[tuple[str | None, Affected]]:
        """Units with most tickets first, then by name; those of no unit last."""
        return sorted(
            self.units.items(),
            key=lambda one: (one[0] is None, -one[1].tickets, one[0] or ""),
        )
