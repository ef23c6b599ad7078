"""The points of marks, as the profile's text tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.checker.case import facts_of, when
from hotline_rules.checker.model import NotCheckableError
from hotline_rules.checker.points import Bases, reach
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hotline_rules.checker.case import Case
    from hotline_rules.checker.course import Courses
    from hotline_rules.checker.walk import Point


def mark_instants(
    case: Case,
    courses: Courses,
    limit: Mapping[str, Any],
    mark: Mapping[str, Any],
    ends: Sequence[Point | None] | None = None,
) -> Iterator[int]:
    """When a mark of a limit is reached, for each start and end that it had.

    Args:
        case: the history and the result.
        courses: of its limits.
        limit: a deadline, or an action without a date.
        mark: the entry of the profile.
        ends: those to count from; all that the limit had if left out.

    Raises:
        NotCheckableError: the text tells no point in a word.
    """
    point = case.ground.point(mark.get("at"))
    if point is None:
        why = Text("规则没有用一句话写明这个时点", "the profile tells no plain point")
        raise NotCheckableError("point-not-told", why)
    starts, first, step = [when(limit.get("since", 0))], None, {}
    if "due_text" in limit:
        course = courses.of(str(limit["id"]))
        starts, first = course.starts, course.all[0]
        step = limit["because"]["steps"][-1]
        ends = course.all if ends is None else ends
    counted = case.ground.chosen(mark.get("counted"))
    walker = case.walker(counted or step.get("counting"))
    facts = facts_of(case, limit, step)
    bare = point.removeprefix("past ")
    for end in ends or [None]:
        for start in dict.fromkeys(starts):
            bases = Bases(start, end, first, facts, courses.ends_of)
            for at, inclusive, opening in reach(bare, walker, bases):
                yield at + inclusive if bare != point else opening


def instants_of_mark(
    case: Case, courses: Courses, name: str, limit_id: str
) -> set[int] | None:
    """When a mark may have been reached, by its name and the id of its limit.

    ``None`` of a mark that waits for an event.

    Raises:
        NotCheckableError: the profile or the result does not tell.
    """
    limit = next((one for one in case.limits if one["id"] == limit_id), None)
    marks = [path[-1] for path in case.ground.entries.paths(name) or []]
    if limit is None or not marks:
        why = Text("报告里没有这个期限", "the report lacks the limit")
        raise NotCheckableError("limit-not-told", why)
    if any("at" not in mark for mark in marks):
        return None
    found: set[int] = set()
    for mark in marks:
        found |= set(mark_instants(case, courses, limit, mark))
    return found
