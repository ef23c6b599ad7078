"""A statement: one thing that a profile says, in one Chinese sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from hotline_rules.rulebook import Place

Part = Literal[
    "documents",
    "words",
    "calendars",
    "counting",
    "readings",
    "rules",
    "ladders",
    "measures",
    "values",
    "clauses",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that a profile says.

    Two profiles say the same where their statements are equal; `place` is where it is
    written and no part of what is said.

    Attributes:
        key: path that stays when only the content changes: `("rule", "handle",
            "normal", "main")`, `("reading", "T04", "chosen")`. The first part is the
            sort of entry, the second its id.
        part: the section of a rendering it belongs to.
        zh: one sentence, or a title; complete without the others of its entry.
        cites: ids of clauses, in the order of the profile.
        readings: codes of the readings it rests on.
        cells: the same in columns (condition, result), for the rows of a table.
        place: where it stands in the profile; `None` where that is not known.
    """

    key: tuple[str, ...]
    part: Part
    zh: str
    cites: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    place: Place | None = None

    @property
    def said(self) -> tuple[object, ...]:
        """What it says, without where it stands: what a comparison looks at."""
        return (self.zh, self.cites, self.readings, self.cells)

    @property
    def entry(self) -> tuple[str, str]:
        """The sort of entry it belongs to, and its id."""
        return (self.key[0], self.key[1])
