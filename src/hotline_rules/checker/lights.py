"""The light of a ticket, from the marks that the profile's text gives its limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.checker.case import when, when_or_none
from hotline_rules.checker.common import local
from hotline_rules.checker.marks import mark_instants
from hotline_rules.checker.model import NotCheckableError
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotline_rules.checker.case import Case
    from hotline_rules.checker.course import Course, Courses
    from hotline_rules.checker.model import Verdict

_RANKS = {"none": 0, "yellow": 1, "red": 2}
_STILL_OWED = ("running", "overdue")
_EXPIRED = "rule_expired"  # the document is applied as ever


@dataclass(frozen=True, slots=True)
class Shown:
    """A stretch of the light of one limit; ``until``: ``None`` while it lasts.

    Attributes:
        undone: the limit ended without blame, so that the decision may have undone it.
    """

    rank: int
    since: int
    until: int | None
    undone: bool


def has_lights(case: Case) -> bool:
    """Whether any entry of the profile lets a light come on."""
    return case.ground.has_lights


def check_light(
    case: Case, courses: Courses, answer: Mapping[str, Any], verdict: Verdict
) -> None:
    """Work out which light is on, since when, and the worst that was."""
    if _RANKS[answer["peak"]] < _RANKS[answer["colour"]]:
        gives = Text("不能低于现在的灯", "it is not less than the light that is on")
        verdict.doubt("light-otherwise", "peak", answer["peak"], gives)
    try:
        shown = [one for limit in _lit(case) for one in _shown(case, courses, limit)]
    except NotCheckableError as why:
        verdict.untold.append(why)
        return
    on = [one for one in shown if one.until is None]
    rank = max((one.rank for one in on), default=0)
    _compare(verdict, "colour", answer["colour"], _word(rank))
    # What comes on and goes out at one instant may have been seen, or not; and the
    # evidence does not tell whether a ticket handed back ever had its lights.
    lasting = [one for one in shown if one.until != one.since and not one.undone]
    if answer["peak"] != _word(_worst(shown)):
        _compare(verdict, "peak", answer["peak"], _word(_worst(lasting)))
    since = _since(shown, rank)
    told = when_or_none(answer["since"])
    if told != since:
        word = "从来没有亮过灯" if since is None else f"应从 {local(case, since)} 起"
        said = "none ever was" if since is None else f"since {local(case, since)}"
        shown_since = None if told is None else local(case, told)
        verdict.doubt("light-otherwise", "since", shown_since, Text(word, said))


def _compare(verdict: Verdict, field: str, says: str, owed: str) -> None:
    if says != owed:
        gives = Text(f"照证据是 {owed}", f"the evidence gives {owed}")
        verdict.doubt("light-otherwise", field, says, gives)


def _word(rank: int) -> str:
    return next(word for word, one in _RANKS.items() if one == rank)


def _worst(shown: list[Shown]) -> int:
    return max((one.rank for one in shown), default=0)


def _since(shown: list[Shown], rank: int) -> int | None:
    """When the light of the ticket became what it is now."""
    edges = sorted(
        {one.since for one in shown} | {one.until for one in shown if one.until}
    )
    since, before = None, 0
    for edge in edges:
        now = max(
            (
                one.rank
                for one in shown
                if one.since <= edge and (one.until is None or edge < one.until)
            ),
            default=0,
        )
        if now != before:
            since, before = edge, now
    return since if before == rank else None


# Of one limit -----------------------------------------------------------------------


def _lit(case: Case) -> Iterator[Mapping[str, Any]]:
    """The deadlines whose entries have marks with a light."""
    if case.ground.lights_of_rules:
        why = Text("有的灯不随期限走", "a light here does not go by a limit")
        raise NotCheckableError("light-without-limit", why)
    for one in case.result["deadlines"]:
        if case.ground.can_light(one["rule"]):
            yield one


def _shown(case: Case, courses: Courses, limit: Mapping[str, Any]) -> Iterator[Shown]:
    """The stretches of light of one limit, the last mark reached prevailing."""
    steps = limit["because"].get("steps") or []
    under_review = any(flag != _EXPIRED for flag in limit["flags"])
    if len(steps) != 1 or "pauses" in steps[0] or under_review:
        why = Text(
            "期限变动过，灯的经过没有写明", "the limit was moved or is under review"
        )
        raise NotCheckableError("limit-moved", why)
    course = courses.of(limit["id"])
    until = None if limit["state"] in _STILL_OWED else when(limit["ended_at"])
    horizon = case.as_of if until is None else until
    began = course.starts[0]
    reached = sorted(
        (max(at, began), rank)
        for at, rank in _marks(case, courses, limit, course)
        if max(at, began) <= horizon
    )
    for number, (at, rank) in enumerate(reached):
        last = number + 1 == len(reached)
        after = until if last else reached[number + 1][0]
        yield Shown(rank, at, after, undone=limit["state"] == "ended")


def _marks(
    case: Case, courses: Courses, limit: Mapping[str, Any], course: Course
) -> Iterator[tuple[int, int]]:
    """The marks that bring a light: when, and which."""
    ground = case.ground
    bodies = {str(one): one for one in ground.light_marks(limit["rule"])}
    for mark in bodies.values():
        colour = ground.chosen(mark["light"])
        if colour not in _RANKS or ground.stands(mark.get("if")) is None:
            why = Text("亮灯的时点还看别的条件", "a mark's light hangs on more")
            raise NotCheckableError("light-hangs-on-more", why)
        for at in mark_instants(case, courses, limit, mark, course.final[:1]):
            yield at, _RANKS[colour]
