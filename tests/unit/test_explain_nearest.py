"""The nearest miss: found by asking, and so on both sides of the instant found."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hotline_rules import Result, evaluate
from hotline_rules.explain import (
    NearestMiss,
    Turn,
    explain_result,
    nearest_miss,
    render_explanation,
)
from hotline_rules.explain.supposing import fitting_payload
from hotline_rules.history import History
from hotline_rules.rulebook import AllOf, Always, AnyOf, Fact, Not, Pattern, Test
from tests.support.cases import Case, read_cases, variants_of
from tests.support.explained import LOOKS, example, happened, profile_of

ROOT = Path(__file__).resolve().parents[2]
CASES = tuple(read_cases(ROOT / "profiles" / "cases"))
LATER = "2024-06-01T00:00:00+08:00"


def as_mapping(history: History) -> dict[str, Any]:
    """A history as an integrator would write it, in seconds since 1970."""
    return {
        "id": history.id,
        "subject": history.subject,
        "attributes": dict(history.attributes),
        "events": [
            {
                "type": one.type,
                "at": text_of(one.at),
                "n": one.number,
                "id": one.id or str(history.position(one)),
                **one.payload,
            }
            for one in history.events
        ],
    }


def text_of(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


def supposed(result: Result, turn: Turn, at: int | None) -> Result:
    """Judge once more, by the front door, with the event put where the turn says."""
    history = as_mapping(result.history)
    events = history["events"]
    if turn.change == "removed":
        events = [one for one in events if one["n"] != turn.event]
    elif turn.event is not None and at is not None:
        events[turn.event]["at"] = text_of(at)
    for one in events:
        del one["n"]
    history["events"] = events
    look = result.as_of if at is None else max(result.as_of, at)
    return evaluate(BOUND[id(result)], history, as_of=look)


BOUND: dict[int, Any] = {}


def standing(result: Result, output: str, of: str | None) -> object:
    """What an output came to, read off the result."""
    if output == "light":
        return result.light.peak
    rules = {one.rule for one in result.penalties if one.id == output}
    for one in result.deadlines:
        if one.id == output:
            return one.state in ("met_late", "overdue", "lapsed")
    named = of or next(iter(rules), "")
    return sorted(
        one.id
        for one in result.penalties
        if one.rule == named and one.state in ("effective", "provisional")
    )


def outputs(result: Result) -> list[str]:
    found = [one.id for one in result.deadlines if one.kind == "duty"]
    found += [one.id for one in result.penalties]
    return [*dict.fromkeys(found), "light"]


def turns_there(result: Result, output: str, found: NearestMiss) -> bool:
    """Whether the outcome turns just where the search says; true if there is a turn."""
    rules = {one.id: one.rule for one in result.penalties}
    rule, turn = rules.get(output), found.better
    if turn is None or turn.change == "added":
        return False
    if turn.change == "removed":
        card = next(one for one in result.penalties if one.id == output)
        without = supposed(result, turn, None)
        same = [
            p for p in without.penalties if (p.rule, p.unit) == (card.rule, card.unit)
        ]
        there = [p.at for p in same if p.state in ("effective", "provisional")]
        judged_before = {p.at for p in result.penalties if p.rule == card.rule}
        assert card.at not in there, output
        assert set(there) <= judged_before, "nor another in its stead"
        return True
    now = standing(result, output, rule)
    assert standing(supposed(result, turn, turn.at), output, rule) != now, output
    if turn.at is not None:
        after = supposed(result, turn, turn.at + 1)
        assert standing(after, output, rule) == now, output
    return True


def judged(case: Case) -> Result:
    profile = variants_of(case.profile).profile(case.readings, case.outside_validity)
    look = case.looks[-1]
    result = evaluate(profile, case.history, as_of=look.at, known_at=look.known_at)
    BOUND[id(result)] = profile
    return result


# Laws ----------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES[::9], ids=str)
def test_nearest__the_outcome_turns_at_the_instant_found(case: Case) -> None:
    result = judged(case)
    if case.looks[-1].known_at is not None:
        pytest.skip("what was known then is not in the history put together here")
    for output in outputs(result):
        turns_there(result, output, nearest_miss(result, output))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=str)
def test_nearest__in_every_case_of_the_cities(case: Case) -> None:
    result = judged(case)
    before = result.to_dict()
    for output in outputs(result):
        found = nearest_miss(result, output)
        assert found.evaluations < 200
        assert (found.better is None) is (found.why is not None)
        if case.looks[-1].known_at is None:
            turns_there(result, output, found)
    assert result.to_dict() == before


def test_nearest__the_law_is_not_empty() -> None:
    found = 0
    for name in LOOKS:
        result = example(name, LATER)
        BOUND[id(result)] = profile_of(result.identity[0])
        for output in outputs(result):
            found += turns_there(result, output, nearest_miss(result, output))
    assert found >= 8


def test_nearest__is_the_same_for_equal_results() -> None:
    first, again = (example("QY-HOURS-LATE", LATER) for _ in range(2))
    output = "handle:乙局:1"
    assert nearest_miss(first, output) == nearest_miss(again, output)


# One by one ------------------------------------------------------------------------


def test_late__by_a_day_and_an_hour() -> None:
    found = nearest_miss(example("QY-HOURS-LATE", LATER), "handle:乙局:1")
    assert found.limit == "handle:乙局:1"
    assert found.outcome.state == "met_late"
    assert found.outcome.penalties == ("handle.red",)
    turn = found.better
    assert turn is not None
    assert (turn.change, turn.event, turn.type) == ("earlier", 2, "result_submitted")
    assert turn.seconds == 90_000
    assert text_of(turn.at or 0) == "2024-03-12T06:00:00+00:00", "14:00 is in time"
    assert turn.outcome.state == "met"
    assert turn.outcome.penalties == ()


def test_red_card__an_hour_earlier_is_still_late_but_only_yellow() -> None:
    found = nearest_miss(example("QY-HOURS-LATE", LATER), "handle.red:乙局:1")
    assert found.better is not None
    assert found.better.seconds == 3_600
    assert found.better.outcome.state == "met_late"
    assert found.better.outcome.penalties == ("handle.yellow",)


def test_met__how_much_later_it_would_have_been_late() -> None:
    found = nearest_miss(example("QY-WEEKEND", LATER), "handle:甲局:1")
    assert (found.better, found.why) == (None, "nothing_wrong")
    assert found.worse is not None
    assert found.worse.change == "later"
    assert text_of(found.worse.at or 0) == "2024-03-12T06:00:01+00:00"
    assert found.worse.seconds == 1_801
    assert found.worse.outcome.penalties == ("handle.yellow",)


def test_still_owed__by_when_it_would_have_been_on_time() -> None:
    result = example("ZB-RED", "2021-06-01T00:00:00+08:00")
    found = nearest_miss(result, "handle:甲区:1")
    turn = found.better
    assert turn is not None
    assert (turn.change, turn.event, turn.type) == ("added", None, "result_submitted")
    due = next(one for one in result.deadlines if one.id == "handle:甲区:1").due_at
    assert due is not None
    assert turn.at == due - 1, "the end of a limit of days is itself late"
    assert found.worse is None


def test_penalty_without_a_limit__hangs_on_the_event_that_brought_it() -> None:
    found = nearest_miss(example("QY-UNCLEAR", LATER), "unclear_reply:丙局:1")
    assert found.limit is None
    assert found.better is not None
    assert (found.better.change, found.better.at) == ("removed", None)
    assert found.better.type == "callback_done"


def test_light__the_last_second_without_one() -> None:
    result = example("ZB-FESTIVAL", "2021-06-01T00:00:00+08:00")
    found = nearest_miss(result, "light")
    assert result.light.peak == "yellow"
    assert found.better is not None
    assert found.better.outcome.light == 0
    dark = example("QY-WEEKEND", LATER)
    assert nearest_miss(dark, "light").why == "nothing_wrong"


def test_unknown_output__is_no_output() -> None:
    found = nearest_miss(example("ZB-RED", LATER), "nobody:1")
    assert (found.why, found.evaluations) == ("no_such_output", 0)


def test_no_difference__is_said() -> None:
    """What was owed to several events cannot be mended by one of them."""
    result = evaluate(
        profile_of("qingyuan"),
        {
            "id": "T",
            "attributes": {"kind": "consultation"},
            "events": [
                happened("dispatched", "2024-03-08T16:00", role="lead"),
                happened("result_submitted", "2024-03-14T16:00", replied_caller=True),
            ],
        },
        as_of=LATER,
    )
    for one in result.deadlines:
        found = nearest_miss(result, one.id)
        assert (found.better is None) is (found.why is not None)


# Words ------------------------------------------------------------------------------


def test_words__of_what_would_have_been_enough() -> None:
    text = render_explanation(explain_result(example("QY-HOURS-LATE", LATER)))
    told = "".join(text.split())
    assert (
        "第2号事件“反馈办理结果”提前1天1小时（不迟于2024年3月12日14:00），就不算超期"
        in told
    )
    assert "提前1小时（不迟于2024年3月13日14:00），就没有这张红牌（仍算超期）" in told


def test_words__midnight_is_told_as_twenty_four() -> None:
    text = render_explanation(
        explain_result(example("ZB-RED", "2021-06-01T00:00:00+08:00"))
    )
    assert "在2021年3月15日24:00以前有“反馈办理结果”，就不算超期" in text


# Events that would fit ----------------------------------------------------------------


HERE = Fact("here", "decision")


@pytest.mark.parametrize(
    ("where", "payload"),
    [
        (Always(), {}),
        (Always(value=False), None),
        (Test(HERE, "is", "approved"), {"decision": "approved"}),
        (Test(HERE, "in", ("approved", "rejected")), {"decision": "approved"}),
        (Test(HERE, "present", True), {"decision": "-"}),
        (Test(HERE, "absent", True), {}),
        (Test(HERE, "more_than", 3), None),
        (Test(HERE, "is", Fact("ticket", "kind")), None),
        (Test(Fact("ticket", "kind"), "is", "x"), {}),
        (
            AllOf((Test(HERE, "is", "a"), Test(Fact("here", "by"), "is", "b"))),
            {"decision": "a", "by": "b"},
        ),
        (AllOf((Test(HERE, "is", "a"), Test(HERE, "more_than", 3))), None),
        (AnyOf((Test(HERE, "is", "a"), Test(HERE, "absent", True))), {}),
        (Not(Test(HERE, "is", "a")), {}),
    ],
)
def test_fitting__the_least_that_an_event_has_to_say(where: Any, payload: Any) -> None:
    assert fitting_payload(Pattern("decided", where)) == payload
