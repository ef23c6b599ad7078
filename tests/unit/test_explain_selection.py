"""One output out of an explanation; what becomes of it; why it is to be reviewed."""

from pathlib import Path

import pytest

from hotline_rules import Result, evaluate, load_profile
from hotline_rules.cli.main import main
from hotline_rules.explain import (
    Explanation,
    Reason,
    UnknownOutputError,
    explain_result,
    explanation_of,
    explanation_to_dict,
    render_explanation,
)
from tests.support.explained import LOOKS, example, happened, profile_of

ROOT = Path(__file__).resolve().parents[2]
EARLY = "2021-03-09T00:00:00+08:00"


def items(explanation: Explanation) -> dict[str, list[str | None]]:
    return {
        section.what: [one.id for one in section.children]
        for section in explanation.sections
    }


def only(name: str, as_of: str, id_: str) -> Explanation:
    return explanation_of(explain_result(example(name, as_of)), id_)


def test_one_output__comes_with_its_readings_and_nothing_else() -> None:
    whole = items(explain_result(example("ZB-RED", EARLY)))
    found = items(only("ZB-RED", EARLY, "return:甲区:1"))
    assert found.keys() == {"deadlines", "next", "readings"}
    assert found["deadlines"] == ["return:甲区:1"]
    assert found["readings"] == ["T04", "T05", "T07", "T07-rest-day", "T21"]
    assert len(whole["readings"]) > len(found["readings"])


def test_one_output__brings_the_notice_behind_its_days() -> None:
    found = items(only("ZB-FESTIVAL", LOOKS["ZB-FESTIVAL"], "handle:乙局:1"))
    assert found["notices"] == ["CN-2021"]
    found = items(only("ZB-FESTIVAL", LOOKS["ZB-FESTIVAL"], "transfer:1"))
    assert "notices" not in found


def test_one_output__a_limit_and_its_action_have_one_id() -> None:
    found = items(only("ZB-RED", EARLY, "transfer:1"))
    assert found["deadlines"] == found["actions"] == ["transfer:1"]


def test_one_output__tells_what_comes_next_for_it_alone() -> None:
    found = items(only("ZB-RED", "2021-03-15T12:00:00+08:00", "handle:甲区:1"))
    assert found["next"] == [None]
    text = render_explanation(
        only("ZB-RED", "2021-03-15T12:00:00+08:00", "handle:甲区:1")
    )
    told = text[text.index("如果没有新的事件") :]
    assert "“办理期限”（甲区）由进行中变为超期未完成" in told
    assert "回复来电人" not in told.split("有争议的条款")[0]


def test_one_output__a_status_by_its_beginning() -> None:
    explanation = explain_result(example("QY-RETURNED-3", LOOKS["QY-RETURNED-3"]))
    whole = [one or "" for one in items(explanation)["statuses"]]
    alone = [one for one in whole if one.startswith("buck_passing:")]
    assert len(alone) == 1
    assert items(explanation_of(explanation, "buck_passing"))["statuses"] == alone


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("handle:甲:1", "handle:甲区:1"),
        ("Handle:甲区:1", "handle:甲区:1"),
        ("甲区", "return:甲区:1"),
    ],
)
def test_unknown_output__names_those_that_are_near(asked: str, near: str) -> None:
    with pytest.raises(UnknownOutputError) as fault:
        only("ZB-RED", EARLY, asked)
    assert fault.value.id == asked
    assert near in fault.value.near


def test_unknown_output__stays_silent_rather_than_silly() -> None:
    with pytest.raises(UnknownOutputError) as fault:
        only("ZB-RED", EARLY, "完全不同的东西")
    assert fault.value.near == ()


# What becomes of each ---------------------------------------------------------------


def then(explanation: Explanation) -> dict[str, tuple[int, str]]:
    """What becomes of each item, by its id."""
    found = {}
    for section in explanation.sections:
        for one in section.children:
            for child in one.children:
                if child.what == "then":
                    (moment,) = child.moments
                    found[f"{section.what} {one.id}"] = moment.at, child.text.zh
    return found


def state_at(before: Result, at: int, what: str, id_: str) -> str:
    """The state of an output later on, without any event that came since."""
    profile = profile_of(before.identity[0])
    result = evaluate(profile, before.history, as_of=at)
    if what == "light":
        return result.light.colour
    return next(str(one.state) for one in getattr(result, what) if one.id == id_)


@pytest.mark.parametrize("name", ["ZB-RED", "ZB-FESTIVAL", "QY-PROMISED"])
@pytest.mark.parametrize("look", [EARLY, *LOOKS.values()])
def test_then__is_the_second_at_which_that_output_changes(name: str, look: str) -> None:
    result = example(name, look)
    for key, (at, _) in then(explain_result(result)).items():
        what, _, id_ = key.partition(" ")
        if what in ("statuses", "rungs"):
            continue
        now = state_at(result, result.as_of, what, id_)
        assert state_at(result, at - 1, what, id_) == now, key
        assert state_at(result, at, what, id_) != now, key


def test_then__every_running_limit_says_when_it_runs_out() -> None:
    result = example("ZB-RED", EARLY)
    told = then(explain_result(result))
    running = [one for one in result.deadlines if one.state == "running"]
    assert len(running) > 3
    for one in running:
        assert told[f"deadlines {one.id}"][0] == one.due_at


# Why to review ----------------------------------------------------------------------


def reviews(explanation: Explanation) -> list[str]:
    found: list[str] = []

    def walk(reasons: tuple[Reason, ...]) -> None:
        for one in reasons:
            found.extend([one.text.zh] if one.what == "review" else [])
            walk(one.children)

    walk(explanation.sections)
    return found


def judged(profile: str, as_of: str, *events: dict[str, object], **kind: str) -> str:
    history = {"id": "T", "attributes": kind, "events": list(events)}
    result = evaluate(profile_of(profile), history, as_of=as_of)
    return "\n".join(reviews(explain_result(result)))


def test_review__the_days_whose_law_is_disputed() -> None:
    dispatched = happened("dispatched", "2023-02-04T10:00", role="lead")
    told = judged("zibo", "2023-02-05T00:00:00+08:00", dispatched, kind="request")
    assert "须由人复核：2023年2月4日《淄博" in told
    assert "是否施行有争议" in told


def test_review__a_wish_beyond_the_cap() -> None:
    told = judged(
        "zibo",
        "2021-03-09T18:00:00+08:00",
        happened("dispatched", "2021-03-01T10:00", role="lead"),
        happened("extension_requested", "2021-03-08T17:00", ground="x", days=20),
        happened("extension_decided", "2021-03-09T17:00", decision="approved"),
        kind="request",
    )
    assert told == "须由人复核：“延期”所请超过上限，按上限算"


def test_review__the_case_became_known_only_later() -> None:
    told = judged(
        "qingyuan",
        "2024-03-12T00:00:00+08:00",
        happened("dispatched", "2024-03-08T16:00", role="lead"),
        happened("classified", "2024-03-11T16:00", kind="consultation"),
    )
    assert told == "须由人复核：选定这一类期限的事实后来才知道"


def test_review__names_only_those_grounds_of_several_that_hold() -> None:
    created = happened("ticket_created", "2015-06-06T09:00", urgency="emergency")
    dispatched = happened("dispatched", "2015-06-06T10:00", role="lead")
    told = judged(
        "qingyuan",
        "2015-06-08T12:00:00+08:00",
        created,
        dispatched,
        kind="request",
        urgency="emergency",
    )
    assert "须由人复核：本期限的起算时间逢休息日，或者本期限的期满时间逢休息日" in told
    called = happened("phone_notified", "2015-06-06T10:00")
    told = judged(
        "qingyuan",
        "2015-06-08T12:00:00+08:00",
        created,
        dispatched,
        called,
        kind="request",
        urgency="emergency",
    )
    assert "电话告知" not in told


# Words ------------------------------------------------------------------------------


def test_keys__that_a_profile_declares_are_told_by_their_titles() -> None:
    profile = load_profile("shicheng")
    dispatched = happened(
        "dispatched", "2022-05-05T10:00", role="lead", sign_by="2022-05-06"
    )
    history = {"id": "T", "attributes": {}, "events": [dispatched]}
    result = evaluate(profile, history, as_of="2022-05-05T12:00:00+08:00")
    text = render_explanation(explain_result(result))
    assert "签收期限：2022-05-06" in text
    assert "sign_by" not in text


# The command line -------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str, str]:
    histories = str(ROOT / "examples" / "zibo.jsonl")
    usual = ["--profile", "zibo", "--as-of", EARLY, "--id", "ZB-RED"]
    status = main(["explain", histories, *usual, *more])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_command__explains_one_output(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--only", "light", "--form", "short")
    assert status == 0
    assert "现在不亮灯" in out
    assert "办理期限" not in out


def test_command__says_which_output_was_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, err = run(capsys, "--only", "handle:甲:1")
    assert (status, out) == (1, "")
    assert "相近的有：handle:甲区:1" in err


def test_json__refers_to_readings_and_notices_by_id() -> None:
    data = explanation_to_dict(
        only("ZB-FESTIVAL", LOOKS["ZB-FESTIVAL"], "handle:乙局:1")
    )
    handle = data["sections"][0]["children"][0]
    refs = {ref for child in handle["children"] for ref in child.get("refs", ())}
    days = next(one for one in handle["children"] if one["what"] == "days")
    refs |= {ref for day in days["children"] for ref in day.get("refs", ())}
    behind = [s for s in data["sections"] if s["what"] in ("readings", "notices")]
    assert refs == {one["id"] for section in behind for one in section["children"]}
