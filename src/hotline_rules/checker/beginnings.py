"""When an answer begins: what set it going, and when that was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.checker.case import when
from hotline_rules.checker.common import local
from hotline_rules.checker.marks import instants_of_mark
from hotline_rules.checker.model import NotCheckableError
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.checker.case import Case
    from hotline_rules.checker.course import Courses
    from hotline_rules.checker.model import Verdict

_ENDS = ("met", "met_late", "over", "ended")
_USED = ("used", "used_late")
_LATE = ("passed", "lapsed", "expires")


def check_beginning(
    case: Case,
    courses: Courses,
    answer: Mapping[str, Any],
    verdict: Verdict,
    field: str,
    began: int,
) -> None:
    """Whether an answer begins when what set it going happened.

    Args:
        case: the history and the result.
        courses: of its limits.
        answer: whose beginning.
        verdict: takes the doubt.
        field: that says it.
        began: what it says, before any change of the start.
    """
    try:
        expected = _expected(case, courses, answer, began)
    except NotCheckableError as why:
        verdict.untold.append(why)
        return
    if began not in expected:
        shown = [local(case, one) for one in sorted(expected)[:3]]
        gives = Text("没有引起它的事件", "nothing of the evidence set it going")
        if shown:
            gives = Text(
                f"引起它的事在 {'、'.join(shown)}",
                f"what set it going was at {', '.join(shown)}",
            )
        verdict.doubt("begins-otherwise", field, local(case, began), gives)


def _expected(
    case: Case, courses: Courses, answer: Mapping[str, Any], began: int
) -> set[int]:
    """The instants at which an answer may have begun."""
    because = answer["because"]
    trigger = because.get("trigger")
    if trigger is None:
        why = Text("证据没有写明由什么引起", "the evidence lacks what set it going")
        raise NotCheckableError("trigger-not-told", why)
    if isinstance(trigger, int):
        return {case.events[trigger].at} if case.has(trigger) else set()
    if trigger.startswith("clock."):
        return _by_the_clock(case, began)
    if "of" in because:
        return _of_limit(case, courses, answer)
    return case.times(answer) | case.instants(answer)


def _of_limit(case: Case, courses: Courses, answer: Mapping[str, Any]) -> set[int]:
    """When something happened to a limit: it was met, ran out, reached a mark."""
    because = answer["because"]
    trigger, id_ = because["trigger"], because["of"]
    head, _, word = trigger.rpartition(".")
    other = case.deadlines.get(id_)
    own = case.times(answer)
    if case.ground.entries.is_mark(head, word):
        reached = instants_of_mark(case, courses, trigger, id_)
        if reached is None:
            return own
        sinces = {0} if other is None else {0, *_sinces(other)}
        return {max(one, since) for one in reached for since in sinces}
    if other is None:
        return own | case.instants(answer)
    if word == "opened":
        steps = other["because"].get("steps") or [{}]
        return {when(steps[0].get("from", other["started_at"]))}
    if word in _ENDS and other["ended_at"] is not None:
        return {when(other["ended_at"])}
    if word in _LATE:
        lates = {at + inclusive for at, inclusive, _ in courses.of(id_).all}
        # What has run out before it began, or was put so far back, is told at once.
        return {max(late, since) for late in lates for since in _sinces(other)}
    found = own | case.times(other)
    return found if word in _USED else found | case.instants(answer)


def _sinces(limit: Mapping[str, Any]) -> set[int]:
    """When a limit began, and when its end was told anew."""
    steps = limit["because"].get("steps") or ()
    anew = {when(step["since"]) for step in steps if "since" in step}
    return {when(limit["started_at"]), *anew}


def _by_the_clock(case: Case, began: int) -> set[int]:
    """What the clock tells begins with a day, or with the history."""
    world = case.walker(None).world
    day = world.local(began).date()
    return {world.wall(day, 0), *(event.at for event in case.events[:1])}
