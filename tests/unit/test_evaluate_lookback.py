"""Looking back: what is not followed, and what a ticket of many events costs."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_rules import evaluate, load_profile, parse_history
from hotline_rules.evaluate import lookback
from hotline_rules.evaluate.lookback import _not_followed
from hotline_rules.evaluate.state import Occurrence
from hotline_rules.evaluate.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

units = st.sampled_from(("a", "b", None))
happenings = st.lists(
    st.tuples(st.integers(1, 30), units, st.sampled_from(("counted", "stop", "both"))),
    unique_by=lambda one: one[0],
)


def occurrence(seq: int, unit: str | None) -> Occurrence:
    one = Occurrence(0, "anything", unit, {}, None, ())
    one.seq = seq
    return one


def left(counted: Sequence[Occurrence], stops: Sequence[Occurrence]) -> list[int]:
    """The definition, word for word: each against every stop and every next."""
    kept = []
    for past in counted:
        nexts = [c.seq for c in counted if c.unit == past.unit and c.seq > past.seq]
        end = min(nexts, default=1_000)
        about = [s.seq for s in stops if s.unit is None or s.unit == past.unit]
        if not any(past.seq < stop < end for stop in about):
            kept.append(past.seq)
    return kept


@given(happenings)
def test_not_followed__is_what_the_definition_says(
    told: list[tuple[int, str | None, str]],
) -> None:
    counted, stops = (
        [occurrence(seq, unit) for seq, unit, what in sorted(told) if what in kind]
        for kind in (("counted", "both"), ("stop", "both"))
    )
    found = _not_followed(iter(counted[::-1]), iter(stops[::-1]))
    assert [past.seq for past in found][::-1] == left(counted, stops)


@given(happenings, st.sampled_from((None, "unit")))
def test_tally__counts_what_walking_back_counts(
    told: list[tuple[int, str | None, str]], distinct: str | None
) -> None:
    patterns = ("counted", "stop", "both")
    of, cancels = (
        tuple((word, None, False) for word in patterns if word in kind)
        for kind in (("counted", "both"), ("stop", "both"))
    )
    tally, run = Tally(of, cancels, distinct), SimpleNamespace(log={})
    counted, stops = [], []
    for seq, unit, what in sorted(told):
        one = occurrence(seq, unit)
        one.type = what
        run.log.setdefault(what, []).append(one)
        counted += [one] if what != "stop" else []
        stops += [one] if what != "counted" else []
        kept = set(left(counted, stops))
        units_kept = {past.unit for past in counted if past.seq in kept} - {None}
        expected = len(kept) if distinct is None else len(units_kept)
        if seq % 3:  # asked now and then, so that it takes several events at once
            assert tally.number(run, one) == expected
            told_of = tally.counted(run, one)
            assert [past.seq for past in told_of] == sorted(kept)


def test_tally__leaves_out_what_does_not_fit() -> None:
    def of_unit_a(run: Any, occ: Any, past: Any, limit: Any) -> bool:
        return bool(past.unit == "a")

    log = [occurrence(seq, unit) for seq, unit in enumerate("aba")]
    run = SimpleNamespace(log={"anything": log})
    tally = Tally((("anything", of_unit_a, False),), (), None)
    assert tally.number(run, log[-1]) == 2


def long_ticket(events: int) -> dict[str, Any]:
    """Dispatched, returned, dispatched again; answered, called back, ordered anew."""
    told: list[dict[str, Any]] = [
        {"type": "ticket_created"},
        {"type": "classified", "kind": "request"},
    ]
    units = ("unit-1", "unit-2", "unit-3")
    while len(told) < events:
        unit = units[len(told) % 3]
        told += [
            {"type": "dispatched", "unit": unit, "role": "lead"},
            {"type": "return_requested", "unit": unit, "reason": "not_ours"},
            {"type": "return_decided", "unit": unit, "decision": "approved"},
            {"type": "dispatched", "unit": unit, "role": "lead"},
            {"type": "result_submitted", "unit": unit},
            {"type": "callback_done", "satisfied": False},
            {"type": "redo_ordered", "unit": unit},
        ]
    for number, event in enumerate(told):
        minutes = number * 30
        day, minute = divmod(minutes, 24 * 60)
        year, day = divmod(day, 28 * 12)
        month, day = divmod(day, 28)
        event["at"] = (
            f"{2021 + year}-{month + 1:02}-{day + 1:02}"
            f"T{minute // 60:02}:{minute % 60:02}:00+08:00"
        )
    return {"id": "T-long", "subject": "ticket", "events": told}


def calls(city: str, events: int) -> int:
    """How often a function of Python is called while such a ticket is judged."""
    profile = load_profile(city, outside_validity="apply")
    evaluate(profile, long_ticket(10), as_of="2030-01-01T00:00:00+08:00")
    history, count = parse_history(long_ticket(events)), 0

    def counted(frame: Any, event: str, _: Any) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        evaluate(profile, history, as_of="2030-01-01T00:00:00+08:00")
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("city", ["qingyuan", "zibo", "shicheng", "yulin"])
def test_long_ticket__answers_are_those_of_walking_back(
    city: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = load_profile(city, outside_validity="apply")
    history, as_of = parse_history(long_ticket(150)), "2030-01-01T00:00:00+08:00"
    monkeypatch.setattr(lookback, "_MANY", 10_000)
    walked = evaluate(profile, history, as_of=as_of).to_dict()
    monkeypatch.setattr(lookback, "_MANY", 0)
    assert evaluate(profile, history, as_of=as_of).to_dict() == walked


@pytest.mark.parametrize("city", ["qingyuan", "zibo", "shicheng", "yulin"])
def test_cost__grows_with_the_events_and_hardly_faster(city: str) -> None:
    # Ten times the events, ten times the calls.
    assert calls(city, 2_000) < 13 * calls(city, 200)
