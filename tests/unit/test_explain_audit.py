"""The forms of an explanation: the worst first, and everything for an audit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline_rules import Result, evaluate
from hotline_rules.cli.main import main
from hotline_rules.explain import (
    Explanation,
    Reason,
    explain_result,
    explanation_to_dict,
    render_explanation,
)
from hotline_rules.scenarios import Variants
from tests.support.explained import (
    AUDITED,
    FOLDER,
    LOOKS,
    audit_of,
    example,
    profile_of,
)

ROOT = Path(__file__).resolve().parents[2]
LATER = "2024-06-01T00:00:00+08:00"


def walk(reasons: tuple[Reason, ...]) -> Iterator[Reason]:
    for one in reasons:
        yield one
        yield from walk(one.children)


def nodes(explanation: Explanation, what: str) -> list[Reason]:
    return [one for one in walk(explanation.sections) if one.what == what]


@pytest.mark.parametrize("name", AUDITED)
def test_audit__as_it_was_read(name: str) -> None:
    digests = profile_of("qingyuan").digest, profile_of("zibo").digest
    expected = (FOLDER / f"{name}.audit.txt").read_text("utf-8")
    found = audit_of(name)
    assert any(digest in "".join(found.split()) for digest in digests)
    assert settled(found) == settled(expected)


def settled(text: str) -> str:
    """Without the line of versions, which every change of a profile changes."""
    head, _, rest = text.partition("引擎")
    return head + rest.partition("\n\n")[2]


def test_audit__each_day_has_its_row_and_its_reason() -> None:
    result = example("ZB-FESTIVAL", LOOKS["ZB-FESTIVAL"])
    explanation = explain_result(result, audit=True)
    handle = next(
        one for one in nodes(explanation, "deadline") if one.id == "handle:乙局:1"
    )
    rows = next(one for one in handle.children if one.what == "days").children
    assert len(rows) == 13, "8 to 20 February"
    told = [row.cells[2].zh for row in rows]
    assert told[1:3] == ["工作日", "工作日"]
    assert all("国办发明电" in one for one in told[3:10])
    assert "调休上班" in told[12]


def test_audit__the_evidence_is_that_of_the_result() -> None:
    result = example("ZB-EXTENDED", "2021-03-16T09:00:00+08:00")
    explanation = explain_result(result, audit=True)
    for one in result.deadlines:
        item = next(r for r in nodes(explanation, "deadline") if r.id == one.id)
        (evidence,) = [c for c in item.children if c.what == "evidence"]
        numbers = "、".join(map(str, sorted(one.because.events)))
        assert evidence.text.zh == f"第{numbers}号事件"


def test_audit__names_what_makes_the_result_what_it_is() -> None:
    result = example("ZB-RED", LATER)
    data = result.to_dict()
    (versions,) = [
        one for one in explain_result(result, audit=True).head if one.what == "versions"
    ]
    for expected in (
        data["engine"],
        data["profile"]["digest"],
        data["calendar"]["digest"],
        data["calendar"]["known_until"],
    ):
        assert expected in versions.text.zh
        assert expected in versions.text.en


def test_audit__every_option_and_whether_it_mattered() -> None:
    """What it says of an option is what evaluating with that option says."""
    result = example("QY-HOURS-LATE", LATER)
    variants = Variants.of("qingyuan")
    judged: dict[tuple[str, str], Result] = {}

    def judge(code: str, option: str) -> Result:
        profile = variants.profile({code: option})
        found = evaluate(profile, result.history, as_of=result.as_of)
        judged[code, option] = found
        return found

    explanation = explain_result(result, audit=True, judge=judge)
    readings = {one.code: one for one in result.plan.rulebook.readings}
    mattered = 0
    for item in nodes(explanation, "reading"):
        reading = readings[item.id or ""]
        told = {
            one.text.zh.partition("：")[0]: one.text.zh
            for one in item.children
            if one.what == "option"
        }
        assert told.keys() == {o for o, _ in reading.options} - {reading.chosen}
        closed = [one for one in item.children if one.what == "not_offered"]
        assert len(closed) == len(reading.not_offered)
        for option, text in told.items():
            same = standing(judged[reading.code, option]) == standing(result)
            assert text.endswith("改选它，结果不变") is same, text
            mattered += not same
    assert mattered >= 8


def standing(result: Result) -> object:
    limits = [(one.id, one.state, one.due_at) for one in result.deadlines]
    cards = [(one.id, one.state, one.at) for one in result.penalties]
    actions = [(one.id, one.state) for one in result.actions]
    return limits, cards, actions, result.light.colour, result.light.peak


def test_audit__how_much_later_would_have_been_worse() -> None:
    result = example("QY-WEEKEND", LATER)
    (margin,) = nodes(explain_result(result, audit=True), "margin")
    assert margin.text.zh == (
        "第2号事件“反馈办理结果”再晚30分钟1秒（2024年3月12日14:00:01），"
        "就算超期，有“超出四十六小时”的处理"
    )
    assert not nodes(explain_result(result), "margin"), "only an audit asks for it"


def test_short__the_worst_first() -> None:
    explanation = explain_result(example("QY-HOURS-LATE", LATER))
    lines = render_explanation(explanation, "zh", "short").splitlines()
    items = [line for line in lines if line.startswith("- ")]
    assert items[0].startswith("- 红牌“超出七十小时”（乙局）")
    assert items[1].startswith("- 咨询类办理期限（乙局）")
    assert not any("黄牌“超出四十六小时”" in one for one in items), "absorbed"


def test_json__of_an_audit_has_the_options() -> None:
    explanation = explain_result(example("ZB-RED", LATER), audit=True)
    data = explanation_to_dict(explanation, "en")
    readings = next(one for one in data["sections"] if one["what"] == "readings")
    options = {c["what"] for one in readings["children"] for c in one["children"]}
    assert {"option", "not_offered", "ground"} <= options


def test_command__audit(capsys: pytest.CaptureFixture[str]) -> None:
    histories = str(ROOT / "examples" / "qingyuan.jsonl")
    usual = ["--profile", "qingyuan", "--as-of", LATER, "--id", "QY-HOURS-LATE"]
    only = ["--only", "handle.yellow:乙局:1", "--form", "audit"]
    assert main(["explain", histories, *usual, *only]) == 0
    text = "".join(capsys.readouterr().out.split())
    assert "另选add：两张都算。改选它，黄牌“超出四十六小时”（乙局）变为生效" in text
