"""The light of a ticket against its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hotline_rules.checker.case import Case
    from hotline_rules.checker.course import Courses
    from hotline_rules.checker.model import Verdict


def check_light(
    case: Case, courses: Courses, answer: Mapping[str, Any], verdict: Verdict
) -> None:
    """Stub."""
