"""The smallest history in which an end or a mark comes about, cut from a scenario.

What opens a limit is not worked out from the rules: a scenario in which it is open is
taken, and whatever is not needed is left out, one thing after another, as long as the
engine still finds the limit open on both sides of the edge.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate import evaluate
from hotline_rules.history import parse_history
from hotline_rules.scenarios.edges import edges_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotline_rules.profile import Profile
    from hotline_rules.scenarios.edges import Edge
    from hotline_rules.scenarios.model import OutsideValidity, Scenario

_DAY = 86_400
_NAME = "name"
_LATER = (0, 20 * _DAY, 60 * _DAY)  # how long after the last event limits may open


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A history on its way to a scenario, and how it is judged.

    Attributes:
        events: as in docs/histories.md, in order of time.
        probe: an instant at which the edge was there to be seen.
    """

    subject: str
    attributes: Mapping[str, Any]
    events: tuple[Mapping[str, Any], ...]
    readings: Mapping[str, str] = field(default_factory=dict)
    outside_validity: OutsideValidity = "profile"
    probe: int

    @classmethod
    def of(cls, scenario: Scenario, probe: int) -> Draft:
        """Take the history of a scenario."""
        events = scenario.history["events"]
        attributes = dict(scenario.history["attributes"])
        if scenario.history["subject"] == "unit":  # else it is called as its history
            attributes.setdefault(_NAME, scenario.history["id"])
        return cls(
            subject=scenario.history["subject"],
            attributes=attributes,
            events=tuple(sorted(events, key=lambda event: str(event["at"]))),
            readings=scenario.readings,
            outside_validity=scenario.outside_validity,
            probe=probe,
        )

    @property
    def history(self) -> dict[str, Any]:
        """As in docs/histories.md."""
        return {
            "id": "draft",
            "subject": self.subject,
            "attributes": dict(self.attributes),
            "events": [dict(event) for event in self.events],
        }

    def shifted(self, days: int) -> Draft:
        """Return the draft with every time and date some days later, or earlier."""
        return replace(
            self,
            attributes=_shifted(self.attributes, days),
            events=tuple(_shifted(event, days) for event in self.events),
            probe=self.probe + days * _DAY,
        )


def find_edge(draft: Draft, key: str, profile: Profile) -> Edge | None:
    """Return the edge of a draft that lies open on both sides; None if none does.

    Args:
        draft: whose history is judged.
        key: of the entry that the edge belongs to.
        profile: a marked one, with the readings of the draft.
    """
    if not draft.events:
        return None
    history = parse_history(draft.history)
    for later in _LATER:
        at = max(draft.probe, history.events[-1].at) + later
        for edge in edges_of(evaluate(profile, history, as_of=at)):
            if edge.key != key or edge.at - 1 <= edge.instance.start:
                continue
            sides = [
                _same(edge, evaluate(profile, history, as_of=second))
                for second in (edge.at - 1, edge.at)
            ]
            if all(side is not None for side in sides):
                return sides[1]
    return None


def smallest(draft: Draft, key: str, profile: Profile) -> Draft | None:
    """Return a draft with no event and no attribute that its edge does not need.

    Returns:
        None when the edge lies open on both sides in no beginning of the history.
    """
    found = next(
        (one for one in _beginnings(draft) if find_edge(one, key, profile)), None
    )
    if found is None:
        return None
    for number in reversed(range(len(found.events))):
        events = (*found.events[:number], *found.events[number + 1 :])
        fewer = replace(found, events=events)
        if find_edge(fewer, key, profile):
            found = fewer
    for name in found.attributes:
        if name == _NAME:
            continue
        rest = {one: word for one, word in found.attributes.items() if one != name}
        fewer = replace(found, attributes=rest)
        if find_edge(fewer, key, profile):
            found = fewer
    return found


def _beginnings(draft: Draft) -> Iterator[Draft]:
    for end in range(1, len(draft.events) + 1):
        yield replace(draft, events=draft.events[:end])


def _same(edge: Edge, result: Any) -> Edge | None:
    """Return the same edge in another result, if its limit is open there."""
    for one in edges_of(result):
        same = one.key == edge.key and one.at == edge.at
        if same and not one.instance.over and one.instance.unit == edge.instance.unit:
            return one
    return None


def _shifted(values: Mapping[str, Any], days: int) -> dict[str, Any]:
    return {key: _moved(value, days) for key, value in values.items()}


def _moved(value: Any, days: int) -> Any:
    if not isinstance(value, str):
        return value
    for kind in (date, datetime):
        try:
            return (kind.fromisoformat(value) + timedelta(days=days)).isoformat()
        except ValueError:
            continue
    return value
