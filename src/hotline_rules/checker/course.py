"""The end of a limit counted again, step by step, from its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hotline_rules.checker.case import Case, facts_of, when
from hotline_rules.checker.model import NotCheckableError
from hotline_rules.checker.points import Bases, late_from, paused, reach
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotline_rules.checker.walk import Point, Walker

_MOST = 64  # ends that may be meant; more are no evidence


@dataclass(slots=True)
class Course:
    """The ends that a limit had.

    Attributes:
        final: what the last step comes to, pauses included; several where the
            evidence leaves several open.
        bare: the same without the pauses.
        all: every end it had, in order.
        starts: from where its steps were counted.
        odd: steps whose own end is not what they come to.
    """

    final: list[Point] = field(default_factory=list)
    bare: list[Point] = field(default_factory=list)
    all: list[Point] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    odd: list[tuple[Mapping[str, Any], list[Point]]] = field(default_factory=list)


class Courses:
    """The courses of the limits of one result, each worked out once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._known: dict[str, Course | NotCheckableError | None] = {}

    def of(self, id_: str) -> Course:
        """The course of a deadline.

        Raises:
            NotCheckableError: the evidence does not suffice.
        """
        if id_ not in self._known:
            self._known[id_] = None  # a limit that waits for itself is not told
            try:
                self._known[id_] = self._work_out(self.case.deadlines[id_])
            except NotCheckableError as open_:
                self._known[id_] = open_
        found = self._known[id_]
        if isinstance(found, Course):
            return found
        if found is None:
            why = Text("期限互相指来指去", "limits that tell each other's end")
            raise NotCheckableError("limits-in-a-circle", why)
        raise found

    def ends_of(self, rule: str) -> list[Point]:
        """The ends that the limits of a rule have had."""
        ends: list[Point] = []
        for id_, one in self.case.deadlines.items():
            if one["rule"] != rule:
                continue
            try:
                ends += self.of(id_).all
            except NotCheckableError:
                if one["due_at"] is not None:
                    at = when(one["due_at"])
                    ends.append((at, bool(one["inclusive"]), at))
        return list(dict.fromkeys(ends))

    def targets(self, answer: Mapping[str, Any], course: Course) -> list[Point]:
        """The dates that the only step of a limit aims at."""
        (step,), start = answer["because"]["steps"], course.starts[0]
        walker = self.case.walker(step["counting"])
        return self._reach(answer, step, step["target"], walker, start, None, course)

    def _work_out(self, answer: Mapping[str, Any]) -> Course:
        steps = answer["because"].get("steps")
        if not steps:
            why = Text("证据里没有期限的由来", "the evidence lacks the steps")
            raise NotCheckableError("steps-not-told", why)
        course = Course()
        for step in steps:
            self._walk(answer, step, course)
        course.all = list(dict.fromkeys(course.all))
        return course

    def _walk(
        self, answer: Mapping[str, Any], step: Mapping[str, Any], course: Course
    ) -> None:
        start = when(step.get("from", answer["started_at"]))
        course.starts.append(start)
        ends = self._ends(answer, step, start, course)
        if "at" in step:
            told = (when(step["at"]), bool(step["inclusive"]))
            if not any(end[:2] == told for end in ends):
                course.odd.append((step, ends))
            ends = [end for end in ends if end[:2] == told] or ends
        course.bare = _few(ends)
        course.all += course.bare
        course.final = _few(self._with_pauses(step, course))
        course.all += course.final

    def _with_pauses(self, step: Mapping[str, Any], course: Course) -> list[Point]:
        pauses = step.get("pauses")
        if pauses is None:
            return course.bare
        spans = [(when(a), when(b)) for a, b in pauses["spans"] if b is not None]
        walker = self.case.walker(pauses["counting"])
        ends: list[Point] = []
        for many in range(1, len(spans) + 1):
            ends = [
                paused(walker, end, pauses["in"], spans[:many], pauses["at_most"])
                for end in course.bare
            ]
            course.all += ends
        return ends or course.bare

    def _ends(
        self,
        answer: Mapping[str, Any],
        step: Mapping[str, Any],
        start: int,
        course: Course,
    ) -> list[Point]:
        """What a step comes to, without pauses."""
        how = step.get("how")
        if how == "run_out":
            return course.bare
        priors = course.final
        if how == "moved":
            return [
                end
                for prior in priors
                for end in self._moved(answer, step, start, prior, course)
            ]
        walker = self.case.walker(step["counting"])
        new = self._reach(answer, step, step["point"], walker, start, None, course)
        if how not in ("follow", "late_known"):
            return new
        since = when(step["since"])
        floor = self._reach(answer, step, step["point"], walker, since, None, course)
        if how == "late_known":
            return [max(pair, key=late_from) for pair in _pairs(new, floor)]
        old_walker = self.case.walker(step["old_counting"])
        old = self._reach(answer, step, step["old"], old_walker, start, None, course)
        left = [min(pair, key=late_from) for pair in _pairs(floor, old)]
        return [max(pair, key=late_from) for pair in _pairs(new, left)]

    def _moved(
        self,
        answer: Mapping[str, Any],
        step: Mapping[str, Any],
        start: int,
        prior: Point,
        course: Course,
    ) -> list[Point]:
        """Where a change puts an end: later than it was, and not after its cap."""
        walker = self.case.walker(step["counting"])
        ends = self._reach(answer, step, step["point"], walker, start, prior, course)
        if "cut" in step:
            caps = self._reach(answer, step, step["cut"], walker, start, prior, course)
            ends = [
                cap
                for cap, end in _pairs(caps, ends)
                if late_from(cap) < late_from(end)
            ]
        return [end for end in ends if late_from(end) > late_from(prior)]

    def _reach(
        self,
        answer: Mapping[str, Any],
        step: Mapping[str, Any],
        point: Any,
        walker: Walker,
        start: int,
        due: Point | None,
        course: Course,
    ) -> list[Point]:
        first = course.all[0] if course.all else due
        facts = facts_of(self.case, answer, step)
        return reach(point, walker, Bases(start, due, first, facts, self.ends_of))


def _pairs(
    first: Sequence[Point], second: Sequence[Point]
) -> list[tuple[Point, Point]]:
    return [(one, other) for one in first for other in second]


def _few(ends: Sequence[Point]) -> list[Point]:
    return list(dict.fromkeys(ends))[:_MOST]
