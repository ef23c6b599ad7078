"""The bundled profiles and their golden cases, each read and judged once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hotline_rules.coverage import Coverage, survey
from hotline_rules.scenarios import Outcome, Scenario, load_scenarios
from tests.support.cases import ZONE, variants_of

ROOT = Path(__file__).resolve().parents[2]
__all__ = ["ROOT", "ZONE", "cases_of", "coverage_of", "outcome_of", "variants_of"]


@cache
def cases_of(city: str) -> tuple[Scenario, ...]:
    """Read the golden cases of a bundled profile."""
    profile = variants_of(city).profile()
    return tuple(load_scenarios(city, zone=ZONE, of=profile))


_JUDGED: dict[str, Outcome] = {}


def outcome_of(case: Scenario) -> Outcome:
    """Judge a case by its profile."""
    if str(case) not in _JUDGED:
        _JUDGED[str(case)] = variants_of(case.profile).judge(case)
    return _JUDGED[str(case)]


@cache
def coverage_of(city: str) -> Coverage:
    """Survey the clauses of a bundled profile."""
    return survey(variants_of(city).profile(), map(outcome_of, cases_of(city)))
