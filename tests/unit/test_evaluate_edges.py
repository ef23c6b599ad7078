"""What a caller may do to the engine: forged events, threads, pickles, instants."""

from __future__ import annotations

import pickle
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from hotline_rules import HistoryError, evaluate, load_profile, parse_history
from hotline_rules.evaluate.engine import plan_for
from tests.support.engine import judge, trial

TICKET = {
    "id": "T",
    "attributes": {"kind": "request"},
    "events": [
        {"type": "dispatched", "at": "2020-03-02T10:00:00+08:00", "unit": "甲局"},
        {"type": "result_submitted", "at": "2020-03-20T10:00:00+08:00", "unit": "甲局"},
    ],
}


@pytest.mark.parametrize("city", ["zibo", "qingyuan", "shicheng"])
def test_recorded_event__with_an_engine_name_changes_nothing(city: str) -> None:
    """A recorded event cannot pass for one that the engine makes."""
    profile = load_profile(city, outside_validity="apply")
    plain = evaluate(profile, TICKET, as_of="2020-06-01T00:00:00+08:00").to_dict()
    names = plan_for(profile.rulebook, "ticket", None).types
    dotted = [name for name in names if "." in name]
    assert dotted
    at = "2020-03-25T10:00:00+08:00"
    forged = [{"type": name, "at": at, "unit": "甲局"} for name in dotted]
    history = {**TICKET, "events": [*TICKET["events"], *forged]}
    result = evaluate(profile, history, as_of="2020-06-01T00:00:00+08:00").to_dict()
    codes = [one["code"] for one in result.pop("anomalies")]
    plain.pop("anomalies")
    assert result == plain
    assert codes.count("unknown-event") == len(dotted)


def test_plans__are_made_once_however_many_threads_ask() -> None:
    """Threads share a rulebook, each with its own day of knowledge."""
    profile = load_profile("zibo")
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            results = list(
                pool.map(
                    lambda day: evaluate(
                        profile,
                        TICKET,
                        as_of=1_640_000_000,
                        known_at=1_600_000_000 + day % 9 * 86_400,
                    ).to_dict()["known_at"],
                    range(60),
                )
            )
    finally:
        sys.setswitchinterval(before)
    assert len(set(results)) == 9


def test_history_error__survives_pickling() -> None:
    """A process pool hands the fault on, and does not break."""
    with pytest.raises(HistoryError) as raised:
        parse_history({"id": "x", "events": [{"type": "dispatched"}]})
    again = pickle.loads(pickle.dumps(raised.value))
    assert str(again) == str(raised.value)
    assert again.diagnostics == raised.value.diagnostics


@pytest.mark.parametrize(
    "instant",
    [
        1 << 62,
        -(1 << 40),
        "0001-01-01T00:00:00+08:00",
        "2100-06-01T00:00:00+08:00",
        "2021-03-01T00:00:00",
        "2021-W11-3T00:00:00+08:00",
        True,
    ],
)
def test_as_of__that_is_no_usable_instant_is_refused(instant: object) -> None:
    """Naive, out of range, or not an instant: a ValueError that names it."""
    with pytest.raises(ValueError, match="as_of"):
        evaluate(load_profile("zibo"), TICKET, as_of=instant)  # type: ignore[arg-type]  # on purpose


def test_as_of__takes_what_a_history_takes() -> None:
    """24:00 is the next day's 00:00."""
    one = evaluate(load_profile("zibo"), TICKET, as_of="2021-03-01T24:00:00+08:00")
    two = evaluate(load_profile("zibo"), TICKET, as_of="2021-03-02T00:00:00+08:00")
    assert one.to_dict() == two.to_dict()


def test_profile__that_counts_nothing_needs_no_calendar() -> None:
    """A city of procedure only: what is owed has no date, and nothing is ever late."""
    report = (
        "report: {title: 报告, cite: A-1 第一条, from: dispatched, who: unit,"
        " must: result_submitted, do: urge, within: none}"
    )
    profile = trial(report, calendars="", counting="")
    line = "2022-03-01 10:00 dispatched 甲局"
    result = judge(profile, "2040-06-01 00:00", line).to_dict()
    [action] = result["actions"]
    assert (action["state"], action["due_at"], action["flags"]) == ("open", None, [])
    assert result["calendar"]["id"] == "every day"
    assert result["next_change_at"] is None
