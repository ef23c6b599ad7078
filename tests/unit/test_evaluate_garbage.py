"""What a judgement leaves behind goes without the collector of cycles."""

from __future__ import annotations

import gc

import pytest

from hotline_rules import evaluate, load_profile
from hotline_rules.generating import generate_histories


@pytest.mark.parametrize("city", ["qingyuan", "zibo", "shicheng", "yulin"])
def test_results__are_freed_at_once(city: str) -> None:
    # A batch may then pause the collector, and its memory still does not grow.
    profile = load_profile(city, outside_validity="apply")
    histories = list(generate_histories(city, 150, 7))
    as_of = "2026-09-01T00:00:00+08:00"
    evaluate(profile, histories[0], as_of=as_of)
    was_on = gc.isenabled()
    gc.disable()
    try:
        gc.collect()
        for history in histories:
            evaluate(profile, history, as_of=as_of)
        assert gc.collect() == 0
    finally:
        if was_on:
            gc.enable()
