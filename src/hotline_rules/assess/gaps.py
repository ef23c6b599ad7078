"""What was not known in which histories, kept for the notes and the bulletins."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from hotline_rules.assess.records import Gap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.assess.months import Months
    from hotline_rules.evaluate import Missing, Result

_Key = tuple[str, str, tuple[str, ...], str, str | None]


class Gaps:
    """Counts what is missing; of many histories that lack the same, once."""

    def __init__(self, months: Months, *, keeps_ids: bool) -> None:
        """Begin with nothing missing.

        Args:
            months: those of the profile's zone.
            keeps_ids: keep the ids of the histories.
        """
        self._months = months
        self._keeps_ids = keeps_ids
        self._names: Counter[str] = Counter()
        self._found: dict[_Key, Gap] = {}
        self._ids: dict[_Key, list[str]] = {}

    def add(self, result: Result, closed: int | None) -> None:
        """Count what a result is missing.

        Args:
            result: one that was counted.
            closed: the instant at which its ticket was closed, if it was.
        """
        self._names.update({one.name for one in result.missing})
        for one in result.missing:
            self._note(one, result, closed)

    def _note(self, one: Missing, result: Result, closed: int | None) -> None:
        events = result.history.events
        first = self._months.of(events[0].at if events else result.as_of)
        last = None if closed is None else self._months.of(closed)
        key = (one.sort, one.name, one.rules, first, last)
        gap = self._found.get(key)
        if gap is None:
            gap = Gap(missing=one, first=first, last=last, histories=0)
        self._found[key] = replace(gap, histories=gap.histories + 1)
        if self._keeps_ids:
            self._ids.setdefault(key, []).append(result.id)

    def by_name(self) -> Mapping[str, int]:
        """In how many histories each thing is missing, by name."""
        return dict(sorted(self._names.items()))

    def all(self) -> tuple[Gap, ...]:
        """Everything that is missing; the order of the histories does not show."""
        keys = sorted(self._found, key=lambda key: (*key[:4], key[4] or "~"))
        return tuple(
            replace(self._found[key], ids=tuple(sorted(self._ids.get(key, ()))))
            for key in keys
        )
