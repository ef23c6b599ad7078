"""Whatever the engine answers to a random history, its evidence bears it out."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_rules import evaluate
from hotline_rules.checker import check_result
from tests.city_histories import city_histories
from tests.support.checked import CITIES, ground_of, profile_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
LATER = (0, 1, 600, 6_000, 60_000, 600_000)


@pytest.mark.slow
@pytest.mark.parametrize("city", CITIES)
@settings(max_examples=60)
@given(data=st.data())
def test_answers__of_random_histories_are_borne_out(
    city: str, data: st.DataObject
) -> None:
    profile, ground = profile_of(city), ground_of(city)
    history, instants = data.draw(city_histories(profile))
    last = instants[-1] if instants else datetime(2022, 1, 1, tzinfo=None)  # noqa: DTZ001
    as_of = last.replace(tzinfo=SHANGHAI)
    as_of += timedelta(minutes=data.draw(st.sampled_from(LATER)))
    known_at = data.draw(st.sampled_from([None, as_of - timedelta(days=2)]))
    result = evaluate(profile, history, as_of=as_of, known_at=known_at).to_dict()
    for verdict in check_result(history, result, ground):
        assert not verdict.doubts, verdict
