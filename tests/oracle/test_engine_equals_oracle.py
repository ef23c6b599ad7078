"""The engine and the oracle agree on random miniature profiles and histories."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from tests.oracle.engine_oracle import Event, Walk, judge
from tests.oracle.engine_side import judge_with_engine, view_of
from tests.oracle.minis import Mark, Mini, to_yaml
from tests.oracle.points import Amount, Counting
from tests.strategies import (
    SECOND,
    UNITS,
    day_minis,
    hour_minis,
    mini_histories,
    points_ahead,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def agree(mini: Mini, data: st.DataObject) -> None:
    urgency, events, as_of = data.draw(mini_histories(mini))
    note(to_yaml(mini).split("counting:")[1])
    for event in events:
        note(str(event))
    note(f"as of {as_of}")
    compare(mini, events, as_of, urgency)


def compare(mini: Mini, events: Sequence[Event], as_of: datetime, urgency: str) -> None:
    """Fail with the differences alone, an engine's line over an oracle's."""
    expected = asdict(judge(mini, events, as_of, urgency))
    got = asdict(view_of(judge_with_engine(mini, events, as_of, urgency)))
    different = {name: (got[name], expected[name]) for name in got}
    assert not {k: (a, b) for k, (a, b) in different.items() if a != b}


@given(day_minis(), st.data())
def test_days__engine_equals_oracle(mini: Mini, data: st.DataObject) -> None:
    agree(mini, data)


@given(hour_minis(), st.data())
def test_hours__engine_equals_oracle(mini: Mini, data: st.DataObject) -> None:
    agree(mini, data)


@given(day_minis("extension"), st.data())
def test_extensions__engine_equals_oracle(mini: Mini, data: st.DataObject) -> None:
    agree(mini, data)


@given(day_minis("cases"), st.data())
def test_cases_that_follow__engine_equals_oracle(
    mini: Mini, data: st.DataObject
) -> None:
    agree(mini, data)


@given(day_minis() | hour_minis(), st.data())
def test_every_second_around_a_point__engine_equals_oracle(
    mini: Mini, data: st.DataObject
) -> None:
    urgency, events, _ = data.draw(mini_histories(mini, most=4))
    walk = Walk(mini, urgency)
    for event in events:
        walk.happen(event)
    last = events[-1]["at"]
    for point in points_ahead(walk):
        for shift in (-SECOND, 0 * SECOND, SECOND):
            at = max(last, point + shift)
            compare(mini, events, at, urgency)


@pytest.mark.parametrize("follows", ["follow", "restart"])
@pytest.mark.parametrize("urgency", ["normal", "emergency"])
def test_cases_that_follow__around_a_mark_with_light_and_card(
    follows: str, urgency: str
) -> None:
    """At the very instant of a mark it is reached first: the old case decides."""
    mini = Mini(
        Amount(5, "working days"),
        Counting(),
        (
            Mark(
                "yellow",
                "before due",
                Amount(1, "working days"),
                "yellow",
                "yellow_card",
            ),
            Mark("red", "past due", None, "red", "red_card"),
        ),
        emergency=Amount(2, "working days"),
        if_facts_change=follows,
    )
    start = datetime.fromisoformat("2021-03-01T10:00:00")
    sent: Event = {"type": "dispatched", "at": start, "unit": UNITS[0]}
    other = {"normal": "emergency", "emergency": "normal"}[urgency]
    for point in after(mini, urgency, sent):
        for shift in (-SECOND, 0 * SECOND, SECOND):
            now = point + shift
            event = {"type": "reclassified", "at": now, "unit": UNITS[0], "to": other}
            events: list[Event] = [sent, event]
            for at in (now, *after(mini, urgency, *events)):
                compare(mini, events, at, urgency)


def after(mini: Mini, urgency: str, *events: Event) -> list[datetime]:
    """The points that still lie ahead when all that has happened."""
    walk = Walk(mini, urgency)
    for event in events:
        walk.happen(event)
    return points_ahead(walk)
