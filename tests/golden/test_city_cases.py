"""The cities' golden cases: every look of every case, exactly as written."""

import pytest

from tests.support.cases import Case, read_cases
from tests.support.cities import ROOT, outcome_of

CASES = [
    *read_cases(ROOT / "profiles" / "cases"),
    *read_cases(ROOT / "tests" / "golden" / "cases"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    """What the case says is what the engine answers."""
    outcome = outcome_of(case)
    faults = [f"{one.at}: {one.text.en}" for one in outcome.faults]
    assert outcome.holds, "\n".join([case.story, *faults])


def test_names_are_unique() -> None:
    """A case is found by its name."""
    names = [str(case) for case in CASES]
    assert len(names) == len(set(names))
