"""Columns in, columns out: the same as `evaluate`, record by record."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_rules.frames import ColumnJudge
from hotline_rules.generating import generate_histories
from tests.city_histories import city_histories
from tests.support.cities import cases_of, variants_of
from tests.support.frames import JUDGED, plain, rows_of, table_of

CITIES = ("qingyuan", "shicheng", "yulin", "zibo")


def assert_same(profile: Any, histories: list[Any], **when: Any) -> None:
    judge = ColumnJudge(profile, **when)
    found = plain(judge.judge(table_of(histories)))
    wanted = rows_of(profile, histories, **when)
    for table in JUDGED:
        assert found[table] == wanted[table], table
    rows = sum(len(one["events"]) for one in histories)
    assert judge.balance.rows == judge.balance.rows_used == rows
    assert judge.balance.judged == judge.balance.tickets == len(histories)


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("share", [0.3, 0.8, 1.0])
def test_generated_tickets_come_out_as_evaluate_gives_them(
    city: str, share: float
) -> None:
    histories = list(generate_histories(city, 50, seed=7))
    instants = sorted(x["at"] for one in histories for x in one["events"])
    as_of = instants[int(share * (len(instants) - 1))]
    assert_same(variants_of(city).profile(), histories, as_of=as_of)


@pytest.mark.slow
@pytest.mark.parametrize("city", CITIES)
def test_golden_cases_come_out_as_evaluate_gives_them(city: str) -> None:
    # Between them they touch every rule; other readings take other ways to the same
    # records.
    profile = variants_of(city).profile()
    for case in cases_of(city):
        if case.history["events"] and not case.readings:
            last = case.looks[-1]
            assert_same(profile, [case.history], as_of=last.at, known_at=last.known_at)


@pytest.mark.slow
@pytest.mark.parametrize("city", CITIES)
@settings(max_examples=10)
@given(data=st.data())
def test_any_history_comes_out_as_evaluate_gives_it(
    city: str, data: st.DataObject
) -> None:
    profile = variants_of(city).profile()
    several = data.draw(st.lists(city_histories(profile), min_size=1, max_size=6))
    histories = [
        {**one, "id": f"C-{number}"} for number, (one, _) in enumerate(several)
    ]
    instants = sorted(x["at"] for one in histories for x in one["events"])
    as_of = data.draw(st.sampled_from(instants))
    known_at = data.draw(st.sampled_from([None, instants[len(instants) // 2]]))
    assert_same(profile, histories, as_of=as_of, known_at=known_at)
