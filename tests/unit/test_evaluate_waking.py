"""What must have been before a condition can hold, and what sleeps till then."""

from __future__ import annotations

import pytest

from hotline_rules.evaluate.waking import ALWAYS, Alarm, Thing, any_of, wakers
from hotline_rules.evaluate.walk import words_asked
from hotline_rules.rulebook import (
    AllOf,
    Always,
    AnyOf,
    AtTheAct,
    Condition,
    Count,
    Fact,
    Happened,
    Latest,
    Not,
    Pattern,
    Test,
)
from tests.support.engine import judge, trial

HARD: Condition = Test(Fact("status", "hard"), "is", True)
FOUND: Condition = Test(Fact("finding", "rude"), "is", True)
URGENT: Condition = Test(Fact("ticket", "urgency", "normal"), "is", "urgent")
SENT = (Pattern("dispatched"),)
HAPPENED: Condition = Happened(SENT)


def count(operator: str, number: int) -> Condition:
    return Count(SENT, ((operator, number),))  # type: ignore[arg-type]  # a table of words


@pytest.mark.parametrize(
    ("condition", "things"),
    [
        (Always(), None),
        (Always(value=False), set()),
        (HARD, {("status", "hard")}),
        (Test(Fact("status", "hard"), "is", False), None),
        (Test(Fact("status", "hard"), "kind", ("old",)), {("status", "hard")}),
        (Test(Fact("limit", "handle"), "is", "overdue"), {("limit", "handle")}),
        (Test(Fact("limit", "handle"), "is", "none"), None),
        (Test(Fact("limit", "handle"), "is", Fact("ticket", "x")), None),
        (Test(Fact("limit", "handle"), "in", ("met", "none")), None),
        (URGENT, {("ticket", "urgency", "urgent")}),
        (Test(Fact("ticket", "urgency", "urgent"), "is", "urgent"), None),
        (Test(Fact("here", "role"), "is", "lead"), None),
        (HAPPENED, {("event", "dispatched")}),
        (count("at_least", 1), {("event", "dispatched")}),
        (count("at_least", 0), None),
        (count("more_than", 0), {("event", "dispatched")}),
        (count("more_than", -1), None),
        (count("is", 0), None),
        (count("is", 2), {("event", "dispatched")}),
        (count("at_most", 2), None),
        (Not(HARD), None),
        (Latest(SENT, Always()), None),
        (AllOf((Not(HARD), URGENT)), {("ticket", "urgency", "urgent")}),
        (AllOf((HAPPENED, URGENT)), {("ticket", "urgency", "urgent")}),
        (AllOf((URGENT, HARD)), {("status", "hard")}),
        (AllOf((Not(HARD),)), None),
        (
            AnyOf((HARD, HAPPENED)),
            {("status", "hard"), ("event", "dispatched")},
        ),
        (AnyOf((HARD, Not(HARD))), None),
        (AllOf((HAPPENED, AnyOf(()))), set()),
    ],
)
def test_wakers__of_each_condition(condition: Condition, things: object) -> None:
    assert wakers(condition, unknown_too=False) == things


@pytest.mark.parametrize(
    ("condition", "thing"),
    [
        # Without a finding, an attribute or an act the answer is unknown, and what is
        # unknown is to be listed: only who wants nothing but "true" may sleep.
        (FOUND, ("finding", "rude")),
        (Test(Fact("ticket", "kind"), "is", "request"), ("ticket", "kind", "request")),
        (AtTheAct(HARD), ("status", "hard")),
    ],
)
def test_wakers__what_is_unknown_till_then(condition: Condition, thing: Thing) -> None:
    assert wakers(condition, unknown_too=True) == frozenset([thing])
    assert wakers(condition, unknown_too=False) is None
    assert Alarm().mask(condition) == ALWAYS


def test_alarm__one_bit_for_one_thing() -> None:
    alarm = Alarm()
    hard, urgent = alarm.mask(HARD), alarm.mask(URGENT)
    assert alarm.mask(AnyOf((HARD, URGENT))) == hard | urgent == any_of((hard, urgent))
    assert alarm.mask(HARD) == alarm.bit("status", "hard") == hard
    assert not hard & urgent
    assert alarm.bits_of_things().statuses == {"hard": hard}
    assert not alarm.bits_of_things().findings


@pytest.mark.parametrize(
    ("value", "wakes"),
    [
        ("urgent", "urgent"),
        ("normal", ""),
        ("odd", "odd"),
        (None, "urgent odd"),
        (7, "urgent odd"),
        (["urgent"], "urgent odd"),
    ],
)
def test_alarm__a_value_not_understood_wakes_all(value: object, wakes: str) -> None:
    alarm = Alarm()
    bits = {
        word: alarm.mask(Test(Fact("ticket", "urgency", "normal"), "is", word))
        for word in ("urgent", "odd")
    }
    things = alarm.bits_of_things()
    woken = any_of(bits[word] for word in wakes.split())
    assert things.of_values({"urgency": value, "kind": "urgent"}) == woken


@pytest.mark.parametrize(
    ("where", "asked"),
    [
        (Test(Fact("here", "role"), "is", "co"), ("role", ("co",))),
        (Test(Fact("here", "role"), "in", ("co", "lead")), ("role", ("co", "lead"))),
        (Test(Fact("here", "role"), "absent", True), None),
        (Test(Fact("here", "n"), "is", 1), None),
        (Test(Fact("event", "role"), "is", "co"), None),
        # Without such a key an event has its own weekday, which may be the word; its
        # time of day is never a flag.
        (Test(Fact("here", "weekday"), "is", "monday"), None),
        (Test(Fact("here", "time"), "is", False), ("time", (False,))),
        (
            AllOf((HARD, Test(Fact("here", "ok"), "is", False))),
            ("ok", (False,)),
        ),
        (AllOf((HARD,)), None),
        (AnyOf((Test(Fact("here", "role"), "is", "co"),)), None),
    ],
)
def test_words_asked__of_each_pattern(where: Condition, asked: object) -> None:
    assert words_asked(where) == asked


CARD = """
slip:
  title: 黄牌
  cite: A-2 第二条（一）
  from: {callback_done: {%s}}
  one_per: event
  penalty: yellow_card
"""


@pytest.mark.parametrize(
    ("asked", "given", "cards"),
    [
        ("result_ok: false", "result_ok=false", 1),
        ("result_ok: false", "result_ok=true", 0),
        ("result_ok: false", "", 0),
        ("result_ok: false", "result_ok=0", 0),
        ("result_ok: false", "result_ok=[false]", 0),
        ("reason: [rude, unclear_reply]", "reason=rude", 1),
        ("reason: [rude, unclear_reply]", "reason=other", 0),
    ],
)
def test_opening__under_the_word_it_asks_for(
    asked: str, given: str, cards: int
) -> None:
    line = f"03-01 10:00 callback_done 甲局 {given}"
    assert len(judge(trial(CARD % asked), "03-02 10:00", line).penalties) == cards
