"""Dates on which the calendar puts a limit to the test.

A limit in working time is tried in a week like any other, over a festival with its
make-up days, and from a rest day; any other limit where its scenario had it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hotline_rules.diagnostics import Text
from hotline_rules.scenarios.seeds import find_edge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hotline_rules.calendar import WorkingCalendar
    from hotline_rules.profile import Profile
    from hotline_rules.scenarios.edges import Edge, Seen
    from hotline_rules.scenarios.seeds import Draft

SceneName = Literal["plain", "holiday", "rest_day"]
_MOST_TRIED = 40  # starts of one scene that are tried
_LONGEST = 45  # days before a festival that a limit over it may begin


@dataclass(frozen=True, slots=True)
class Scene:
    """A draft on certain dates, and its edge there."""

    name: SceneName
    draft: Draft
    edge: Edge


TITLES = {
    "plain": Text("平常的日子", "ordinary days"),
    "holiday": Text("中间有节日", "a festival in between"),
    "rest_day": Text("休息日起算", "from a rest day"),
}


def wanted_scenes(seen: Seen, *, everything: bool) -> tuple[SceneName, ...]:
    """Return the scenes that scenarios have not shown.

    Args:
        seen: what they have shown.
        everything: the others as well.
    """
    lacking: list[SceneName] = []
    if everything or seen.before is None or seen.after is None:
        lacking.append("plain")
    if seen.in_working_time:
        if everything or seen.over_holiday is None:
            lacking.append("holiday")
        if everything or seen.from_rest_day is None:
            lacking.append("rest_day")
    return tuple(lacking)


def stage(
    name: SceneName, draft: Draft, edge: Edge, profile: Profile, days: tuple[int, int]
) -> Scene | None:
    """Put a draft on dates that make a scene.

    Args:
        name: the scene.
        draft: the smallest history of the edge.
        edge: its edge where the draft has it.
        profile: a marked one, with the readings of the draft.
        days: first and last local day on which the rule is in force.

    Returns:
        None when no dates in that time make the scene.
    """
    limit = edge.instance.body.limit
    assert limit is not None
    if not edge.in_working_time:
        return Scene(name, draft, edge) if name == "plain" else None
    calendar = limit.clock.calendar
    start = calendar.day_of(edge.instance.start)
    candidates = _CANDIDATES[name](calendar, days)
    best: Scene | None = None
    for tried, day in enumerate(candidates):
        if tried >= _MOST_TRIED:
            break
        moved = draft.shifted(day - start)
        found = find_edge(moved, edge.key, profile)
        if found is None or calendar.day_of(found.instance.start) != day:
            continue
        quality = _quality(name, found, days)
        if quality == "best":
            return Scene(name, moved, found)
        if quality == "good" and best is None:
            best = Scene(name, moved, found)
    return best


def _quality(
    name: SceneName, edge: Edge, days: tuple[int, int]
) -> Literal["best", "good", "none"]:
    """Say how well an edge on certain dates shows a scene."""
    found = edge.days
    if not found or found[-1].day >= days[1]:
        return "none"
    named = [day for day in found if day.why.kind not in ("working", "weekend")]
    if name == "holiday":
        off = [day for day in named if not day.why.working]
        worked = [day for day in named if day.counted]
        return "best" if off and worked else "good" if off else "none"
    if named:
        return "none"
    weekend = any(day.why.kind == "weekend" for day in found[1:])
    return "best" if weekend else "good"


def _ordinary(calendar: WorkingCalendar, days: tuple[int, int]) -> Iterator[int]:
    for day in range(*days):
        if calendar.is_working(day) and calendar.why(day).kind == "working":
            yield day


def _before_festivals(
    calendar: WorkingCalendar, days: tuple[int, int]
) -> Iterator[int]:
    """Yield working days before each festival, the last ones of each first."""
    for day in range(*days):
        begins = _is_festival(calendar, day) and not _is_festival(calendar, day - 1)
        if begins:
            earlier = (day - back for back in range(1, _LONGEST))
            near = [one for one in earlier if one >= days[0]]
            yield from [one for one in near if calendar.is_working(one)][:4]


def _is_festival(calendar: WorkingCalendar, day: int) -> bool:
    why = calendar.why(day)
    return not why.working and why.kind != "weekend"


def _rest_days(calendar: WorkingCalendar, days: tuple[int, int]) -> Iterator[int]:
    for day in range(*days):
        if not calendar.is_working(day) and calendar.why(day).kind == "weekend":
            yield day


_CANDIDATES: dict[SceneName, Callable[..., Iterator[int]]] = {
    "plain": _ordinary,
    "holiday": _before_festivals,
    "rest_day": _rest_days,
}
