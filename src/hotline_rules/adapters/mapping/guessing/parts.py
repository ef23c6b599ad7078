"""The pieces of a proposed mapping."""

from __future__ import annotations

from dataclasses import dataclass, field

from hotline_rules.profile.vocabulary import BUILT_IN_EVENTS

TITLES = {word.id: word.title for word in BUILT_IN_EVENTS}


@dataclass(slots=True)
class From:
    """Where a value probably comes from.

    Attributes:
        table: text of a cell to value, `None` for a value nobody knows; `None` as a
            whole where no table is needed.
        filled: only whether something stands there is read.
        split: what separates several units.
    """

    heading: str
    table: dict[str, str | bool | None] | None = None
    filled: bool = False
    split: str = ""


@dataclass(slots=True)
class Guessed:
    """An event, and the column of its instant; empty for an operation of a log."""

    type: str
    at: str = ""
    payload: dict[str, From] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    when: str = ""

    @property
    def title(self) -> str:
        """The Chinese title of the event."""
        return TITLES[self.type]
