"""Values that are not of their kind: never guessed at, never silent, never a crash."""

from __future__ import annotations

from typing import Any

import pytest

from hotline_rules import evaluate, load_profile
from hotline_rules.calendar import Zone
from hotline_rules.evaluate.fitting import kinds_of_attributes, kinds_of_events, shown
from hotline_rules.rulebook import AttributeWord, DayValue, EventWord

AS_OF = "2021-03-17T09:00:00+08:00"
DISPATCHED = {
    "type": "dispatched",
    "at": "2021-03-01T10:00:00+08:00",
    "unit": "甲区",
    "role": "lead",
}
ZONE = Zone.load("Asia/Shanghai")


def judged(*events: dict[str, object], **attributes: object) -> dict[str, Any]:
    """A request of Zibo, as a result."""
    history = {
        "id": "T",
        "attributes": {"kind": "request", **attributes},
        "events": [DISPATCHED, *events],
    }
    return evaluate(load_profile("zibo"), history, as_of=AS_OF).to_dict()


def extension(
    decision: object = "approved", **asked: object
) -> list[dict[str, object]]:
    """An extension asked for on the last day, and the decision."""
    last = {"type": "extension_requested", "at": "2021-03-08T22:00:00+08:00"}
    then = {"type": "extension_decided", "at": "2021-03-09T10:00:00+08:00"}
    return [
        {**last, "unit": "甲区", **asked},
        {**then, "unit": "甲区", "decision": decision},
    ]


def codes(result: dict[str, Any]) -> list[tuple[str, int | None]]:
    """The anomalies in short."""
    return [(one["code"], one["event"]) for one in result["anomalies"]]


def due(result: dict[str, Any]) -> str | None:
    """The end of the handling limit; ``None`` when there is none."""
    found = [one for one in result["deadlines"] if one["rule"] == "handle"]
    return found[0]["due_text"] if found else None


@pytest.mark.parametrize(
    ("type_", "one_of", "good", "bad"),
    [
        ("a|b", (), ["a", "b"], ["c", "A", True, 1, ["a"], {}]),
        ("a|", (), ["a"], ["", "c"]),
        ("text", ("1", "2"), ["1"], [1, "3"]),
        ("flag", (), [True, False], ["true", 1, 0, []]),
        ("yes_no", (), [True], ["是"]),
        ("number", (), [3, -3, 2.5, "3"], [True, "三", "NaN", [3], {}]),
        ("date", (), ["2021-03-12", "2021-03-12T17:00:00+08:00", DayValue(18698)],
         ["下周三", 20210312, "2021/3/12", "2021-03-12T10:00:00", "9999-12-31"]),
        ("instant", (), ["2021-03-12T17:00:00+08:00"], [DayValue(18698), 5, "x"]),
        ("month", (), ["2021-03"], [202103, "三月"]),
        ("unit", (), ["甲区"], [3, ["甲区"], True]),
        ("list", (), [[], ["甲区"]], ["甲区", 3]),
        ("text", (), ["x", 3, True], [["x"], {"a": 1}]),
    ],
)  # fmt: skip
def test_attribute__fits_its_kind(
    type_: str, one_of: tuple[str, ...], good: list[object], bad: list[object]
) -> None:
    word = AttributeWord(id="x", title="x", type=type_, one_of=one_of)
    kind = kinds_of_attributes([word], ZONE)["x"]
    assert kind is not None
    assert [kind.fits(value) for value in good] == [True] * len(good)
    assert [kind.fits(value) for value in bad] == [False] * len(bad)


def test_payload__text_may_be_anything() -> None:
    payload = (("reason", "text"), ("ok", "yes_no"))
    word = EventWord(id="e", title="e", payload=payload)
    kinds = kinds_of_events([word], ZONE)["e"]
    assert kinds["reason"] is None
    assert kinds["ok"] is not None


def test_shown__as_it_was_written_and_not_too_long() -> None:
    assert [shown(v) for v in ("同意", True, ["甲"], "x" * 41)] == [
        "同意",
        "true",
        '["甲"]',
        "x" * 40 + "…",
    ]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("urgency", "EMERGENCY", "normal、emergency"),
        ("urgency", ["emergency"], '["emergency"]'),
        ("urgency", {"is": "emergency"}, "normal、emergency"),
        ("urgency", True, "“true”"),
    ],
)
def test_attribute__that_does_not_fit_is_not_known(
    name: str, value: object, said: str
) -> None:
    result = judged(**{name: value})
    assert due(result) is None
    [missing] = [one for one in result["missing"] if one["fact"] == name]
    assert "办理期限" in missing["message"]
    [odd] = [one for one in result["anomalies"] if one["code"] == "unfit-attribute"]
    assert odd["event"] is None
    assert f"“{name}”" in odd["message"]
    assert said in odd["message"]


def test_attribute__of_the_old_kind_is_not_the_otherwise() -> None:
    result = judged(level="省级")
    assert ("unfit-attribute", None) in codes(result)
    assert "level" in [one["fact"] for one in result["missing"]]
    assert due(result) == "2021-03-08 24:00"  # does not go by the level


def test_attribute__absent_or_right_is_no_anomaly() -> None:
    assert codes(judged()) == codes(judged(urgency="normal", level="city")) == []


@pytest.mark.parametrize(
    "event",
    [
        {"type": "result_submitted", "replied_caller": "是"},
        {"type": "result_submitted", "unit": 3},
        {"type": "extension_requested", "promised_due": "下周三"},
        {"type": "extension_requested", "days": "三"},
        {"type": "dispatched", "role": "主办"},
        {"type": "classified", "kind": "咨询"},
        {"type": "reclassified", "to": "紧急"},
    ],
)
def test_payload__that_does_not_fit_is_reported(event: dict[str, object]) -> None:
    key = list(event)[-1]
    made = {"at": "2021-03-02T10:00:00+08:00", "unit": "甲区", **event}
    result = judged(made)
    [odd] = [one for one in result["anomalies"] if one["code"] == "unfit-value"]
    assert odd["event"] == 1
    assert f"“{key}”" in odd["message"]


def test_decision__in_other_words_decides_nothing_and_says_so() -> None:
    result = judged(*extension("同意"))
    assert due(result) == "2021-03-08 24:00"
    assert codes(result) == [("unfit-value", 2)]
    assert "approved、rejected" in result["anomalies"][0]["message"]


@pytest.mark.parametrize(
    "asked",
    [
        {"days": 2.5},  # no clock of the profile has halves
        {"days": -3},
        {"days": True},
        {"promised_due": 20210312},  # not so many seconds after 1970
        {"promised_due": "9999-12-31"},
    ],
)
def test_extension__by_no_usable_time_moves_nothing(asked: dict[str, object]) -> None:
    result = judged(*extension(**asked))
    assert due(result) == "2021-03-08 24:00"
    assert ("unusable-value", 2) in codes(result)


def test_extension__to_a_date_that_is_past_says_that_nothing_moved() -> None:
    result = judged(*extension(promised_due="2021-02-01"))
    assert due(result) == "2021-03-08 24:00"
    assert codes(result) == [("promise-changes-nothing", 2)]
    later = judged(*extension(promised_due="2021-03-12"))
    assert (due(later), codes(later)) == ("2021-03-12 24:00", [])
