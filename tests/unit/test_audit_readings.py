"""Other readings over a corpus: what falls, comes or moves, and what stands."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from hotline_rules import parse_history
from hotline_rules.audit.readings import (
    Change,
    Trial,
    changes_between,
    changes_by_trial,
    compile_trials,
    trials,
)
from hotline_rules.evaluate import evaluate
from hotline_rules.generating import generate_histories
from hotline_rules.scenarios import Variants

if TYPE_CHECKING:
    from hotline_rules.evaluate import Result

AS_OF = "2021-03-31T09:00:00+08:00"


@pytest.fixture(scope="module")
def zibo() -> Variants:
    return Variants.of("zibo")


def ticket(answered: str) -> dict[str, Any]:
    """A ticket handed over on Monday 1 March: due by Monday the 8th, 24:00."""
    return {
        "id": "T-1",
        "attributes": {"kind": "request"},
        "events": [
            {"type": "ticket_created", "at": "2021-03-01T09:30:00+08:00"},
            {"type": "dispatched", "at": "2021-03-01T10:00:00+08:00", "unit": "甲区"},
            {"type": "result_submitted", "at": answered, "unit": "甲区"},
        ],
    }


def judged(variants: Variants, data: dict[str, Any], **readings: str) -> Result:
    profile = variants.profile(readings, "apply")
    return evaluate(profile, parse_history(data), as_of=AS_OF)


def told(found: list[Change]) -> list[tuple[str, str]]:
    return sorted((one.outcome, one.held.id) for one in found)


def test_changes_between__on_time_becomes_late_when_the_first_day_counts(
    zibo: Variants,
) -> None:
    # Answered on the 8th: the fifth working day after receipt, the sixth with it.
    data = ticket("2021-03-08T16:00:00+08:00")
    ours, theirs = judged(zibo, data), judged(zibo, data, T04="counted")
    found = [one for one in changes_between(ours, theirs) if one.held.rule == "handle"]
    assert told(found) == [("new", "handle:甲区:1")]
    assert found[0].held.kind == "met_late"
    assert found[0].other_state == "met_late"
    back = [one for one in changes_between(theirs, ours) if one.held.rule == "handle"]
    assert told(back) == [("falls", "handle:甲区:1")]
    assert (back[0].other_at, back[0].other_state) == (None, "met")


def test_changes_between__late_under_both_from_another_instant_moves(
    zibo: Variants,
) -> None:
    data = ticket("2021-03-20T16:00:00+08:00")
    ours, theirs = judged(zibo, data), judged(zibo, data, T04="counted")
    (found,) = (
        one for one in changes_between(ours, theirs) if one.held.rule == "handle"
    )
    assert found.outcome == "moves"
    assert found.held.at is not None
    assert found.other_at is not None
    assert found.held.at - found.other_at == 3 * 86_400  # Monday the 8th to the 5th


def test_changes_between__equal_results_have_none(zibo: Variants) -> None:
    data = ticket("2021-03-20T16:00:00+08:00")
    assert list(changes_between(judged(zibo, data), judged(zibo, data))) == []


def test_changes_between__one_of_two_late_at_one_instant_falls(zibo: Variants) -> None:
    data = ticket("2021-03-20T16:00:00+08:00")
    one = judged(zibo, data)
    (late,) = (each for each in one.deadlines if each.rule == "handle")
    again = dataclasses.replace(late, id="handle:甲区:2")
    both = SimpleNamespace(penalties=one.penalties, deadlines=(*one.deadlines, again))
    two = cast("Result", both)
    assert told(list(changes_between(two, one))) == [("falls", "handle:甲区:2")]
    assert told(list(changes_between(one, two))) == [("new", "handle:甲区:2")]


def test_trials__every_option_that_is_not_in_use(zibo: Variants) -> None:
    rulebook = zibo.profile({}, "apply").rulebook
    offered = sum(len(one.options) - 1 for one in rulebook.readings)
    found = trials(rulebook, None)
    assert len(found) == len(set(found)) == offered
    assert Trial("T04", "not_counted") not in found
    assert trials(rulebook, ["T04"]) == tuple(
        one for one in found if one.reading == "T04"
    )


def test_trials__an_option_in_use_is_not_tried_and_the_default_is(
    zibo: Variants,
) -> None:
    rulebook = zibo.profile({"T04": "counted"}, "apply").rulebook
    options = {one.option for one in trials(rulebook, ["T04"])}
    assert "not_counted" in options
    assert "counted" not in options


def test_trials__an_unknown_reading_is_refused(zibo: Variants) -> None:
    with pytest.raises(KeyError):
        trials(zibo.profile({}, "apply").rulebook, ["T99"])


def test_changes__of_many_say_which_and_by_what(zibo: Variants) -> None:
    rulebook = zibo.profile({}, "apply").rulebook
    tried, refused = compile_trials(zibo, {}, "apply", trials(rulebook, ["T04", "C08"]))
    results = [
        judged(zibo, ticket("2021-03-03T16:00:00+08:00")),
        judged(zibo, ticket("2021-03-08T16:00:00+08:00")),
    ]
    found = {
        (number, trial, change.outcome, change.held.id)
        for number, trial, change in changes_by_trial(tried, results, None, no_failure)
        if change.held.rule == "handle"
    }
    assert found == {(1, Trial("T04", "counted"), "new", "handle:甲区:1")}
    assert refused == ()


def no_failure(at: int, trial: Trial, error: Exception) -> None:
    raise AssertionError(at, trial) from error


def test_compile_trials__what_the_profile_does_not_offer_is_refused(
    zibo: Variants,
) -> None:
    offered, unknown = Trial("T04", "counted"), Trial("T04", "sideways")
    tried, refused = compile_trials(zibo, {}, "apply", [offered, unknown])
    assert [trial for trial, _ in tried] == [offered]
    assert refused == (unknown,)


def test_changes_between__a_card_that_another_rule_gives_is_the_same_card() -> None:
    # Qingyuan: with T18 `on_closing` the cards of a returned ticket come from another
    # rule. What counts for the unit is whether it has the card, and from when.
    qingyuan = Variants.of("qingyuan")
    found = []
    for history in generate_histories("qingyuan", 60, 3):
        ours, theirs = (
            evaluate(
                qingyuan.profile(readings, "apply"),
                parse_history(history),
                as_of="2026-06-30T00:00:00+08:00",
            )
            for readings in ({}, {"T18": "on_closing"})
        )
        cards = [one for one in ours.penalties if one.state == "effective"]
        others = [one for one in theirs.penalties if one.state == "effective"]
        changes = [c for c in changes_between(ours, theirs) if c.held.what == "card"]
        found += changes
        fallen = sum(one.outcome == "falls" for one in changes)
        new = sum(one.outcome == "new" for one in changes)
        assert len(cards) - fallen + new == len(others)
        for kind, unit in {(one.kind, one.unit) for one in cards}:
            mine = [c for c in changes if (c.held.kind, c.held.unit) == (kind, unit)]
            assert not {"falls", "new"} <= {one.outcome for one in mine}
    assert found
