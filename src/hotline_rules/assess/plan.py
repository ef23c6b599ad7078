"""From the measures of a rulebook to the slots that results are counted into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.calendar import Zone
from hotline_rules.evaluate.recorded import Question
from hotline_rules.rulebook import (
    Counted,
    CountOf,
    Listing,
    Measure,
    Points,
    PublishedRank,
    Rate,
    Rulebook,
)

if TYPE_CHECKING:
    from hotline_rules.rulebook import Patterns
    from hotline_rules.rulebook.measures import MonthOf


@dataclass(frozen=True, slots=True)
class Slot:
    """One kind of case, and the month it goes to; shared by measures that agree.

    Attributes:
        events: which patterns of the question are its events.
        publishing: which patterns of the question publish a month.
        condition: which condition of the question is its own.
        listed: whether its cases are kept with their grounds.
    """

    counted: Counted
    month_of: MonthOf
    listed: bool
    events: int | None
    publishing: int | None
    condition: int


class AssessPlan:
    """The slots of a rulebook, and the question that finds their events.

    Attributes:
        slots: of all measures; a number below is a place among them.
        by_sort: the slots of limits, penalties, statuses and events.
        month_keys: by event type, the payload key that names a month.
        dispatches, closings, rankings: which patterns of the question are these.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        """Bind the measures of a rulebook."""
        self.rulebook = rulebook
        self.measures = {one.id: one for one in rulebook.measures}
        self.zone = Zone.load(rulebook.zone)
        self.month_keys = {
            word.id: word.month_key
            for word in rulebook.events
            if word.month_key is not None
        }
        self.slots: list[Slot] = []
        self._numbers: dict[tuple[Counted, MonthOf, bool], int] = {}
        self._patterns: list[Patterns] = []
        self._parts: dict[str, dict[str, tuple[int, ...]]] = {
            one.id: self._parts_of(one) for one in rulebook.measures
        }
        self.dispatches = self._pattern(rulebook.dispatches)
        self.closings = self._pattern(rulebook.closings)
        self.rankings = {
            self._pattern(one.form.of)
            for one in rulebook.measures
            if isinstance(one.form, PublishedRank)
        }
        self.by_sort = {
            sort: [n for n, one in enumerate(self.slots) if one.counted.sort == sort]
            for sort in ("limit", "penalty", "status", "event")
        }
        self.question = Question(
            self._patterns,
            [slot.counted.condition for slot in self.slots],
            rulebook,
        )

    def parts(self, measure: str) -> dict[str, tuple[int, ...]]:
        """The slots of a measure by part: ``count``, ``of``, ``list`` and so on."""
        return self._parts[measure]

    def _parts_of(self, measure: Measure) -> dict[str, tuple[int, ...]]:
        match measure.form:
            case CountOf(of=of):
                given = {"count": of}
            case Rate(of=of, over=over):
                given = {"of": of, "over": over}
            case Listing(of=of):
                given = {"list": of}
            case Points(each=each):
                given = {kind: (_effective(kind),) for kind, _ in each}
            case _:
                given = {}
        listed = isinstance(measure.form, Listing)
        return {
            part: tuple(self._slot(one, measure.month_of, listed) for one in of)
            for part, of in given.items()
        }

    def _slot(self, counted: Counted, month_of: MonthOf, listed: bool) -> int:  # noqa: FBT001 - part of a key
        key = (counted, month_of, listed)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.slots)
            events = self._pattern(counted.patterns) if counted.patterns else None
            publishing = self._pattern(counted.published) if counted.published else None
            self.slots.append(
                Slot(counted, month_of, listed, events, publishing, number)
            )
        return number

    def _pattern(self, patterns: Patterns) -> int:
        if patterns not in self._patterns:
            self._patterns.append(patterns)
        return self._patterns.index(patterns)


def _effective(kind: str) -> Counted:
    return Counted(sort="penalty", names=(kind,), states=("effective",))
