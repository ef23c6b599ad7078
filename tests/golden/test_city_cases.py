"""The cities' golden cases: every look of every case, exactly as written."""

from functools import cache
from pathlib import Path

import pytest

from hotline_rules import Profile, evaluate, load_profile
from tests.support.cases import Case, differences, read_cases

ROOT = Path(__file__).resolve().parents[2]
CASES = [
    *read_cases(ROOT / "profiles" / "cases"),
    *read_cases(ROOT / "tests" / "golden" / "cases"),
]


@cache
def profile_of(
    name: str, readings: tuple[tuple[str, str], ...], outside: str
) -> Profile:
    """Load a bundled profile by its name, one of the tests by its path."""
    path = ROOT / "tests" / "profiles" / f"{name}.yaml"
    return load_profile(
        path if path.exists() else name,
        readings=dict(readings),
        outside_validity=outside,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    """What the case says is what the engine answers."""
    readings = tuple(sorted(case.readings.items()))
    profile = profile_of(case.profile, readings, case.outside_validity)
    found = []
    for look in case.looks:
        result = evaluate(profile, case.history, as_of=look.at, known_at=look.known_at)
        found += [
            f"{look.at}: {line}" for line in differences(look.expect, result.to_dict())
        ]
    assert not found, "\n".join([case.story, *found])


def test_names_are_unique() -> None:
    """A case is found by its name."""
    names = [str(case) for case in CASES]
    assert len(names) == len(set(names))
