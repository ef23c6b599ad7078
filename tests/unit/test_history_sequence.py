"""Sequences that cannot have happened: each is reported once, at its event."""

from __future__ import annotations

from typing import Any

import pytest

from hotline_rules.history import parse_history, sequence_anomalies
from hotline_rules.history.sequence import CHECKS

Said = list[tuple[str, int | None]]


def found(*events: tuple[str, dict[str, Any]]) -> Said:
    """Report the anomalies of events an hour apart."""
    written = [
        {"type": type_, "at": f"2021-03-01T{hour:02}:00:00+08:00", **payload}
        for hour, (type_, payload) in enumerate(events)
    ]
    history = parse_history({"id": "T", "events": written})
    return [(a.code, a.event) for a in sequence_anomalies(history)]


def e(type_: str, **payload: Any) -> tuple[str, dict[str, Any]]:
    return type_, payload


CREATED = e("ticket_created")
SENT = e("dispatched", unit="甲")
ANSWER = e("result_submitted", unit="甲")
ASKED = e("return_requested", unit="甲")
MORE_TIME = e("extension_requested", unit="甲")


@pytest.mark.parametrize(
    "events",
    [
        [],
        [CREATED, SENT, e("signed_for", unit="甲"), ANSWER, e("closed")],
        [SENT, ASKED, e("return_decided", unit="甲", decision="rejected"), ANSWER],
        [
            SENT,
            ASKED,
            e("return_decided", unit="甲", decision="approved"),
            SENT,
            ANSWER,
        ],
        [SENT, ASKED, e("return_decided", decision="approved"), SENT, ANSWER],
        [SENT, ASKED, ASKED, e("return_decided", unit="甲"), e("return_decided")],
        [SENT, MORE_TIME, e("extension_decided", unit="甲", decision="approved")],
        [SENT, e("paused", unit="甲"), e("resumed", unit="甲"), e("paused", unit="甲")],
        [SENT, ANSWER, e("redo_ordered", unit="甲"), ANSWER],
        [SENT, ANSWER, e("redo_ordered"), e("callback_done", unit="甲")],
        [SENT, e("result_submitted"), e("redo_ordered", unit="甲")],
        [e("phone_notified", unit="甲"), e("signed_for", unit="甲"), SENT],
        [e("phone_notified"), e("signed_for")],
        [
            SENT,
            e("forwarded", from_unit="甲", to_unit="乙"),
            e("signed_for", unit="乙"),
        ],
        [e("answered_directly"), e("callback_done")],
        [e("finding_made", code="unclear_reply"), e("never_heard_of")],
    ],
)
def test_sequence_anomalies__a_possible_course_has_none(
    events: list[tuple[str, dict[str, Any]]],
) -> None:
    assert found(*events) == []


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([SENT, CREATED], [("event-before-creation", 1)]),
        ([CREATED, SENT, CREATED], [("created-twice", 2)]),
        ([e("dispatched", role="lead")], [("dispatched-to-nobody", 0)]),
        ([ANSWER, SENT], [("acted-without-dispatch", 0)]),
        ([SENT, e("result_submitted", unit="乙")], [("acted-without-dispatch", 1)]),
        ([e("result_submitted")], [("acted-without-dispatch", 0)]),
        (
            [SENT, ASKED, e("return_decided", unit="甲", decision="approved"), ANSWER],
            [("acted-without-dispatch", 3)],
        ),
        (
            [SENT, e("forwarded"), e("signed_for", unit="乙")],
            [("acted-without-dispatch", 2)],
        ),
        ([SENT, e("return_decided", unit="甲")], [("decided-without-request", 1)]),
        (
            [SENT, ASKED, e("return_decided", unit="乙")],
            [("decided-without-request", 2)],
        ),
        ([SENT, e("extension_decided")], [("decided-without-request", 1)]),
        (
            [
                SENT,
                ASKED,
                e("return_decided", unit="甲"),
                e("return_decided", unit="甲"),
            ],
            [("decided-twice", 3)],
        ),
        (
            [SENT, MORE_TIME, e("extension_decided"), e("extension_decided")],
            [("decided-twice", 3)],
        ),
        ([e("paused"), e("paused")], [("paused-twice", 1)]),
        ([e("resumed", unit="甲")], [("resumed-without-pause", 0)]),
        ([SENT, e("redo_ordered", unit="甲")], [("redo-without-answer", 1)]),
        ([SENT, ANSWER, e("redo_ordered", unit="乙")], [("redo-without-answer", 2)]),
        ([SENT, e("callback_done")], [("answer-missing", 1)]),
        ([e("finding_made", result=True)], [("finding-without-code", 0)]),
        ([e("a", id="1"), e("b", id="1")], [("duplicate-event-id", 1)]),
        (
            [e("a"), e("b", recorded_at="2021-03-01T00:59:59+08:00")],
            [("recorded-before-it-happened", 1)],
        ),
    ],
)
def test_sequence_anomalies__an_impossible_course_is_reported_at_its_event(
    events: list[tuple[str, dict[str, Any]]], said: Said
) -> None:
    assert found(*events) == said


def test_sequence_anomalies__a_decision_after_a_second_request_is_its_own() -> None:
    """A decision too many does not eat up the request that comes after it."""
    decided = e("return_decided", unit="甲", decision="rejected")
    assert found(SENT, ASKED, decided, decided, ASKED, decided) == [
        ("decided-twice", 3)
    ]


def test_sequence_anomalies__the_second_unit_of_two_keeps_its_dispatch() -> None:
    """An approved return without a unit, of two that hold it, takes it from neither."""
    both = [SENT, e("dispatched", unit="乙"), ASKED]
    undecided = e("return_decided", decision="approved")
    assert found(*both, undecided, ANSWER) == []


def test_sequence_anomalies__creation_in_the_same_second_is_no_anomaly() -> None:
    now = "2021-03-01T09:00:00+08:00"
    events = [{"type": "dispatched", "at": now, "unit": "甲"}]
    events.append({"type": "ticket_created", "at": now})
    assert sequence_anomalies(parse_history({"id": "T", "events": events})) == ()


def test_sequence_anomalies__every_sentence_is_there_in_both_languages() -> None:
    written = [
        {"type": type_, "at": f"2021-03-01T00:{minute:02}:00+08:00"}
        for minute, type_ in enumerate(CHECKS)
        if type_ not in {"ticket_created", "dispatched", "phone_notified"}
    ]
    anomalies = sequence_anomalies(parse_history({"id": "T", "events": written}))
    assert anomalies
    for anomaly in anomalies:
        assert anomaly.text.zh
        assert anomaly.text.en
        assert anomaly.text.zh != anomaly.text.en
