"""Every entry of the bundled profiles, and every option, has a case that notices it.

One entry at a time is taken out of the compiled rulebook (a rule, a case of one, a
mark, a status, a change, a row of a table, a ladder) and the golden cases of the city
are judged again: one of them must fail. The cases most likely to notice come first.
For one city: `pytest tests/golden/test_city_witnesses.py -k zibo`.
"""

import pytest

from hotline_rules.profile import list_profiles
from hotline_rules.scenarios import Scenario, Variants, judge
from tests.support.cities import cases_of, outcome_of, variants_of
from tests.support.deletions import Bench, entries

# Entries whose loss no case can notice, by city, each with the reason.
UNNOTICED: dict[str, dict[str, str]] = {}


@pytest.mark.slow
@pytest.mark.parametrize("city", list_profiles())
def test_every_entry_is_noticed_when_it_is_taken_out(city: str) -> None:
    bench = Bench(variants_of(city), cases_of(city))
    book = variants_of(city).profile().rulebook
    allowed = UNNOTICED.get(city, {})
    survivors = {str(e) for e in entries(book) if bench.noticed_by(e) is None}
    unnoticed, stale = sorted(survivors - set(allowed)), set(allowed) - survivors
    assert not unnoticed, "no case notices the loss of\n" + "\n".join(unnoticed)
    assert not stale, f"noticed after all: {sorted(stale)}"


@pytest.mark.parametrize("city", list_profiles())
def test_every_option_offered_changes_the_answer_of_a_case(city: str) -> None:
    """A case that asks for the option holds with it and not with the default."""
    variants = variants_of(city)
    lacking = []
    for reading in variants.profile().rulebook.readings:
        for option, _ in reading.options:
            if option == reading.chosen:
                continue
            asking = [
                c for c in cases_of(city) if c.readings.get(reading.code) == option
            ]
            if not any(_matters(case, reading.code, variants) for case in asking):
                lacking.append(f"{reading.code}={option}")
    assert not lacking, "no case shows the effect of\n" + "\n".join(lacking)


def _matters(case: Scenario, code: str, variants: Variants) -> bool:
    others = {key: word for key, word in case.readings.items() if key != code}
    usual = variants.profile(others, case.outside_validity)
    return outcome_of(case).holds and not judge(case, usual).holds
