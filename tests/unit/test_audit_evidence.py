"""Evidence put together of kept pieces is the evidence that the engine writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules import load_profile
from hotline_rules.audit import evidence as module
from hotline_rules.audit.evidence import Evidence, compact
from hotline_rules.audit.free_text import Closed
from hotline_rules.evaluate.days import days_key
from hotline_rules.evaluate.engine import evaluate
from hotline_rules.evaluate.output import Writer
from hotline_rules.generating import generate_histories
from hotline_rules.history import parse_history
from hotline_rules.history.instants import parse_instant
from tests.support.engine import judge, trial
from tests.support.profiles import HANDLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.evaluate import Result

CITIES = ("qingyuan", "zibo", "shicheng", "yulin")
# In the middle of most tickets, and after their end.
INSTANTS = ("2023-02-10T10:00:00+08:00", "2026-09-21T00:00:00+08:00")


def results(city: str) -> Iterator[Result]:
    profile = load_profile(city, outside_validity="apply")
    histories = list(generate_histories(city, count=150, seed=6))
    for instant in INSTANTS:
        for one in histories:
            as_of = parse_instant(instant)
            yield evaluate(profile, parse_history(one), as_of=as_of)


def check(evidence: Evidence, result: Result, closed: Closed | None) -> int:
    """Hold every text against what the writer says; answer how many there were."""
    writer = Writer(result.plan, "zh")
    pairs = [(evidence.deadline(x), writer.why_deadline(x)) for x in result.deadlines]
    pairs += [(evidence.penalty(x), writer.why_penalty(x)) for x in result.penalties]
    others = [x.because for x in result.actions]
    others += [x.because for x in result.statuses]
    others += [x.because for x in result.rungs]
    pairs += [(evidence.plain(x), writer.because(x)) for x in others]
    for text, data in pairs:
        if closed is not None:
            data["facts"] = closed.facts(data["facts"])
        assert text == compact(data)
    return len(pairs)


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("with_text", [False, True])
def test_evidence__is_what_the_writer_says(city: str, with_text: bool) -> None:
    made: tuple[Evidence, Closed | None] | None = None
    number = 0
    for result in results(city):
        if made is None:
            closed = None if with_text else Closed(result.plan)
            made = Evidence(Writer(result.plan, "zh"), closed), closed
        number += check(made[0], result, made[1])
    assert number > 500


def test_evidence__is_the_same_when_little_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_MOST", 3)
    found = list(results("zibo"))[:40]
    evidence = Evidence(Writer(found[0].plan, "zh"), None)
    assert sum(check(evidence, one, None) for one in found) > 200


def payloads(*lines: str, with_text: bool = True) -> list[Any]:
    result = judge(trial(HANDLE), "03-31 00:00", *lines)
    closed = None if with_text else Closed(result.plan)
    evidence = Evidence(Writer(result.plan, "zh"), closed)
    texts = [evidence.payload(event) for event in result.history.events]
    assert texts == [evidence.payload(event) for event in result.history.events]
    return [json.loads(text) if text else None for text in texts]


def test_payload__a_yes_and_a_one_are_two_things() -> None:
    said = "extension_requested 甲局 days="
    found = payloads(f"03-01 10:00 {said}1", f"03-02 10:00 {said}true")
    assert [one["days"] for one in found] == [1, True]
    assert found[1]["days"] is True


def test_payload__of_one_type_says_nothing_of_another() -> None:
    lines = (
        "03-01 10:00 dispatched 甲局 suggested_unit=乙局",
        "03-02 10:00 return_requested 甲局 suggested_unit=乙局",
    )
    found = payloads(*lines, with_text=False)
    assert found == [None, {"suggested_unit": "乙局"}]


def test_payload__the_unit_has_a_column_of_its_own() -> None:
    assert payloads("03-01 10:00 dispatched 甲局", "03-02 10:00 closed") == [None, None]


def test_days_key__only_where_days_follow_from_it() -> None:
    opened = "03-01 10:00 dispatched 甲局"
    (one,) = judge(trial(HANDLE), "03-02 10:00", opened).deadlines
    key = days_key(one)
    assert key is not None
    assert key[-1] == bytes([0, 1, 1, 1, 1, 0, 0, 1])
    long = HANDLE.replace("5 working days", "20000 calendar days")
    profile = trial(long.replace("counted: days", "counted: calendar_days"))
    (one,) = judge(profile, "03-02 10:00", opened).deadlines
    assert days_key(one) is None
