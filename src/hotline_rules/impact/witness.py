"""Tickets that show what a change does: found among the golden cases of both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.evaluate import evaluate
from hotline_rules.history import HistoryError
from hotline_rules.impact.differences import compare
from hotline_rules.impact.direction import direction_of, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hotline_rules.impact.differences import Difference
    from hotline_rules.impact.direction import Direction
    from hotline_rules.profile import Profile
    from hotline_rules.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class Witness:
    """A ticket that comes out otherwise at some moment.

    Attributes:
        scenario: the golden case that its history is taken from.
        at: the moment of judgement, ISO text with an offset, included.
        differences: what comes out otherwise, what weighs most first.
    """

    scenario: Scenario
    at: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the witnesses show of one change.

    Attributes:
        witness: the one that says it most plainly; ``None``: no case shows it.
        direction: the way that all of them go together.
        cases: how many golden cases show it.
    """

    witness: Witness | None
    direction: Direction | None
    cases: int


def witnesses(
    old: Profile, new: Profile, scenarios: Iterable[Scenario]
) -> list[Witness]:
    """Every golden case that comes out otherwise, at each moment it is looked at.

    Cases that ask for other readings than the profile's own are left out: they are not
    about the rules in use.
    """
    found = []
    for scenario in scenarios:
        if scenario.readings or scenario.outside_validity != "profile":
            continue
        for look in scenario.looks:
            try:
                before, after = (
                    evaluate(
                        one, scenario.history, as_of=look.at, known_at=look.known_at
                    )
                    for one in (old, new)
                )
            except HistoryError:
                break  # of a file nobody checked; `test` says what is wrong with it
            differences = compare(before, after)
            if differences:
                found.append(Witness(scenario, look.at, differences))
    return found


def show(found: Iterable[Witness], is_about: Callable[[Difference], bool]) -> Shown:
    """Pick what bears on one change out of all witnesses.

    Args:
        found: from `witnesses`.
        is_about: whether a difference comes from the change.

    Returns:
        the plainest witness is the one with fewest differences, then fewest events,
        then first by name; its differences are only those the change is about.
    """
    bearing = []
    for one in found:
        differences = tuple(each for each in one.differences if is_about(each))
        if differences:
            bearing.append((one, differences))
    if not bearing:
        return Shown(None, None, 0)
    plainest, differences = min(bearing, key=lambda each: _plainness(each[0]))
    return Shown(
        Witness(plainest.scenario, plainest.at, differences),
        merged(direction_of(each) for _, each in bearing),
        len({(one.scenario.file, one.scenario.name) for one, _ in bearing}),
    )


def _plainness(one: Witness) -> tuple[int, int, str, str]:
    events = one.scenario.history["events"]
    return len(one.differences), len(events), str(one.scenario), one.at
