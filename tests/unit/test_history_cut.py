"""Cutting a history: what had happened, and what was known, by an instant."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hotline_rules.history import History, parse_history

DAY = 86_400


def at(second: int) -> str:
    hours, rest = divmod(second, 3600)
    return f"2021-03-01T{hours:02}:{rest // 60:02}:{rest % 60:02}Z"


START = 1_614_556_800  # 2021-03-01T00:00:00Z


def made(*times: tuple[int, int], **keys: object) -> History:
    events: list[dict[str, Any]] = [
        {"type": f"e{i}", "at": at(happened), "recorded_at": at(recorded)}
        for i, (happened, recorded) in enumerate(times)
    ]
    return parse_history({"id": "T", "events": events, **keys})


def types(history: History) -> list[str]:
    return [event.type for event in history.events]


def test_cut__the_instant_itself_is_included() -> None:
    history = made((0, 0), (60, 60), (120, 120))
    assert types(history.cut(START + 60)) == ["e0", "e1"]
    assert types(history.cut(START + 59)) == ["e0"]
    assert types(history.cut(START - 1)) == []


def test_cut__nothing_cut_is_the_same_object() -> None:
    history = made((0, 0), (60, 60))
    assert history.cut(START + 60) is history
    assert history.cut(START + 60, START + 60) is history
    empty = made()
    assert empty.cut(START) is empty


def test_cut__what_was_recorded_later_was_not_known() -> None:
    history = made((0, 0), (60, 600), (120, 120))
    known = history.cut(START + 200, START + 300)
    assert types(known) == ["e0", "e2"]
    assert [event.number for event in known.events] == [0, 1]
    assert types(history.cut(START + 200, START + 600)) == ["e0", "e1", "e2"]


def test_cut__keeps_the_anomalies_of_what_is_left() -> None:
    events: list[dict[str, Any]] = [
        {"type": "a", "at": at(0), "x": {}, "recorded_at": at(500)},
        {"type": "b", "at": at(60), "y": {}},
        {"type": "c", "at": at(90), "z": {}},
    ]
    history = parse_history({"id": "T", "events": events, "more": 1})
    assert [a.event for a in history.anomalies] == [None, 0, 1, 2]
    assert [a.event for a in history.cut(START + 70).anomalies] == [None, 0, 1]
    known = history.cut(START + 70, START + 70)
    assert [(a.code, a.event) for a in known.anomalies] == [
        ("unknown-key", None),
        ("nested-value", 0),
    ]
    assert "`y`" in known.anomalies[1].text.zh


times = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=8)


@given(times, st.integers(0, 20), st.none() | st.integers(0, 20))
def test_cut__equals_reading_a_file_that_never_had_the_rest(
    drawn: list[tuple[int, int]], as_of: int, known_at: int | None
) -> None:
    whole = made(*drawn)
    kept = [
        {"type": f"e{i}", "at": at(happened), "recorded_at": at(recorded)}
        for i, (happened, recorded) in enumerate(drawn)
        if happened <= as_of and (known_at is None or recorded <= known_at)
    ]
    read = parse_history({"id": "T", "events": kept})
    cut = whole.cut(START + as_of, None if known_at is None else START + known_at)
    assert cut.events == read.events
    assert list(cut.source_order) == list(read.source_order)
    assert json.dumps(types(cut)) == json.dumps(types(read))
