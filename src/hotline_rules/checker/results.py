"""The answers of one result against their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.checker.case import Case
from hotline_rules.checker.common import check_common
from hotline_rules.checker.consequences import (
    check_action,
    check_interval,
    check_penalty,
)
from hotline_rules.checker.course import Courses
from hotline_rules.checker.deadlines import check_deadline
from hotline_rules.checker.lights import check_light, has_lights
from hotline_rules.checker.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hotline_rules.checker.ground import Ground

    Check = Callable[[Case, Courses, Mapping[str, Any], Verdict], None]


def check_result(
    history: Mapping[str, Any], result: Mapping[str, Any], ground: Ground
) -> list[Verdict]:
    """Hold the answers of a result against their evidence.

    Args:
        history: as docs/histories.md describes it; the checker cuts it itself.
        result: as docs/results.md describes it; instants may be epoch seconds.
        ground: the profile's text and the calendars.

    Returns:
        a verdict for every answer, in the order of the result.

    Raises:
        ValueError: the history or the result has not the form of the documents.
    """
    return list(verdicts_of(Case(history, result, ground)))


def verdicts_of(case: Case) -> Iterator[Verdict]:
    """Hold every answer against its evidence."""
    courses = Courses(case)
    for name, check in _CHECKS.items():
        for answer in case.result[name]:
            verdict = Verdict(name, _id(name, answer), str(answer["rule"]))
            check_common(case, answer, verdict)
            check(case, courses, answer, verdict)
            yield verdict
    light = case.result.get("light")
    if light is not None and (light["peak"] != "none" or has_lights(case)):
        verdict = Verdict("light", "light", "light")
        check_light(case, courses, light, verdict)
        yield verdict


_CHECKS: dict[str, Check] = {
    "deadlines": check_deadline,
    "penalties": check_penalty,
    "actions": check_action,
    "statuses": check_interval,
    "rungs": check_interval,
}


def _id(name: str, answer: Mapping[str, Any]) -> str:
    if "id" in answer:
        return str(answer["id"])
    word = answer["status" if name == "statuses" else "ladder"]
    parts = (word, answer.get("rung"), answer.get("unit"), answer["since"])
    return ":".join(str(part) for part in parts if part is not None)
