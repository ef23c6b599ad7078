"""Why not: the fact that is named is the one that decides."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hotline_rules import Result, evaluate
from hotline_rules.cli.main import main
from hotline_rules.explain import (
    Reason,
    UnknownRuleError,
    explain_result,
    explain_why_not,
    render_explanation,
)
from hotline_rules.explain.asking import Need
from hotline_rules.explain.called import Called
from hotline_rules.explain.trials import Trial, Trials
from hotline_rules.history import Event, History
from hotline_rules.rulebook import Fact, Test
from tests.support.cases import Case, read_cases, variants_of
from tests.support.explained import LOOKS, example, happened, profile_of

ROOT = Path(__file__).resolve().parents[2]
CASES = tuple(read_cases(ROOT / "profiles" / "cases"))
SUMMER = "2021-06-01T00:00:00+08:00"


def judged(case: Case) -> Result:
    profile = variants_of(case.profile).profile(case.readings, case.outside_validity)
    look = case.looks[-1]
    return evaluate(profile, case.history, as_of=look.at, known_at=look.known_at)


def trials(result: Result) -> tuple[Trial, ...]:
    return Trials(result, Called(result.plan.rulebook)).found


def why(result: Result, name: str) -> Reason:
    """The only reason that is given."""
    (section, *_) = explain_why_not(result, name).sections
    (reason,) = section.children
    return reason


def told(result: Result, name: str) -> str:
    text = render_explanation(explain_why_not(result, name), "zh", "short")
    return "".join(text.partition("\n- ")[2].split())


# What is named decides --------------------------------------------------------------


def with_fact(history: History, need: Need, trial: Trial) -> History | None:
    """The history with the one fact that is named made as it is asked for."""
    test = need.condition
    if (
        not isinstance(test, Test)
        or not need.wanted
        or test.operator not in ("is", "in")
    ):
        return None
    value: Any = test.operand[0] if isinstance(test.operand, tuple) else test.operand
    if isinstance(value, Fact) or not isinstance(value, str | bool):
        return None
    if test.fact.name == "tie":
        return None  # whether a rank is among the last leans on it: two facts at once
    if test.fact.scope == "ticket":
        attributes = {**history.attributes, test.fact.name: value}
        return replace(history, attributes=attributes)
    if test.fact.scope not in ("here", "event") or not trial.events:
        return None
    number = trial.events[-1]
    changed: list[Event] = list(history.events)
    payload = {**changed[number].payload, test.fact.name: value}
    changed[number] = replace(changed[number], payload=payload)
    return replace(history, events=tuple(changed))


def flips(result: Result) -> tuple[int, int]:
    """How many single facts could be turned, and how many of those fired the rule."""
    turned = fired = 0
    for trial in trials(result):
        if trial.cause not in ("unfit", "condition") or trial.need is None:
            continue
        if len(trial.need.smallest) != 1:
            continue
        other = with_fact(result.history, trial.need.smallest[0], trial)
        if other is None:
            continue
        profile = PROFILES[id(result)]
        again = trials(evaluate(profile, other, as_of=result.as_of))
        turned += 1
        # A condition that rules wait for may have held at another instant.
        whenever = trial.trigger.endswith(".when")
        same = [
            one
            for one in again
            if one.rule == trial.rule and (whenever or one.at == trial.at)
        ]
        lacking = {"unfit", "condition"}
        if trial.cause == "unfit":  # what fits may still have a condition of its own
            lacking.remove("condition")
        later = [one for one in same if one.cause not in lacking]
        fired += bool(later)
    return turned, fired


PROFILES: dict[int, Any] = {}


@pytest.mark.parametrize(
    ("step", "at_least"), [(60, 30), pytest.param(7, 300, marks=pytest.mark.slow)]
)
def test_why_not__the_fact_named_fires_the_rule_when_made_true(
    step: int, at_least: int
) -> None:
    turned = 0
    for case in CASES[::step]:
        result = judged(case)
        if case.looks[-1].known_at is not None:
            continue
        PROFILES[id(result)] = variants_of(case.profile).profile(
            case.readings, case.outside_validity
        )
        asked, fired = flips(result)
        assert asked == fired, str(case)
        turned += asked
    assert turned > at_least


@pytest.mark.parametrize("case", CASES[::5], ids=str)
def test_trials__agree_with_what_the_engine_did(case: Case) -> None:
    """The look before a rule opens changes nothing, and foretells what comes."""
    result = judged(case)
    before = result.to_dict()
    asked = Trials(result, Called(result.plan.rulebook))
    fired = {(one.rule, one.at) for one in asked.found if one.cause == "fired"}
    idle = {one.rule for one in asked.found} - {rule for rule, _ in fired}
    for inst in asked.run.instances:
        assert inst.rule.id in {rule for rule, _ in fired}, inst.rule.id
    brought = {one.rule for one in result.deadlines}
    brought |= {one.rule for one in result.actions}
    assert not brought & idle
    assert [one.id for one in asked.run.penalties] == [
        one.id for one in result.judged.penalties
    ]
    assert result.to_dict() == before


# Rules ------------------------------------------------------------------------------


def test_never__the_event_did_not_come() -> None:
    reason = why(example("ZB-ON-TIME", SUMMER), "supervise.overdue")
    assert reason.what == "unfired"
    assert reason.id == "supervise.overdue"
    (child,) = [one for one in reason.children if one.what == "never"]
    assert child.text.zh == "从未发生“办理期限”期满未完成"


def test_condition__the_false_fact_and_what_it_is() -> None:
    reason = why(example("ZB-ON-TIME", SUMMER), "transfer_at_once")
    (child,) = [one for one in reason.children if one.what == "condition"]
    assert child.text.zh == (
        "2021年3月1日09:10，受理登记（第0号事件）：要求紧急程度为“紧急”，实际为“一般”"
    )
    assert child.text.en == (
        "1 Mar 2021 09:10, ticket created (event 0): "
        "it asks that urgency is “emergency”; it is normal"
    )


def test_condition__what_a_ticket_says_is_answered_in_the_same_words() -> None:
    text = told(example("ZB-ON-TIME", SUMMER), "not_accepted.petition")
    assert "要求工单记明“信访办理中”，实际没有记明" in text


def test_condition__the_contrary_that_would_have_to_hold() -> None:
    text = told(example("ZB-RECLASSED", SUMMER), "transfer_at_once")
    assert "要求此前没有派发，已经发生过（第1号事件）" in text


def test_condition__the_missing_fact() -> None:
    result = evaluate(
        profile_of("qingyuan"),
        {
            "id": "T",
            "attributes": {},
            "events": [happened("dispatched", "2024-03-08T16:00", role="lead")],
        },
        as_of="2024-03-09T00:00:00+08:00",
    )
    reason = why(result, "handle")
    (child,) = [one for one in reason.children if one.what == "unknown_case"]
    assert child.text.zh.endswith("不知道“工单类别”，定不了适用哪一类")
    assert "不知道“工单类别”" in told(result, "handle.consultation")


def test_case__another_one_applies() -> None:
    text = told(example("ZB-ON-TIME", SUMMER), "handle.emergency")
    assert "按“紧急程度”适用的是“一般”这一类" in text


def test_fired__what_came_of_it() -> None:
    reason = why(example("ZB-ON-TIME", SUMMER), "handle")
    assert reason.what == "fired"
    outputs = [one.refs for one in reason.children if one.what == "output"]
    assert ("handle:甲区:1",) in outputs


def test_reading__switches_a_rule_off() -> None:
    reason = why(example("ZB-ON-TIME", SUMMER), "urge_daily")
    (child,) = [one for one in reason.children if one.what == "off"]
    assert child.text.zh == (
        "按现在所取的读法，这条规则不适用（L07“催办单发几次”取“每次红灯发一次”）"
    )


def test_subject__a_rule_about_units_is_not_about_tickets() -> None:
    text = told(example("ZB-ON-TIME", SUMMER), "talk")
    assert text.endswith("没有触发：这条规则管的是单位的经过，不是工单的")


def test_document__was_not_in_force_or_is_replaced() -> None:
    early = happened("dispatched", "2020-03-02T10:00", role="lead")
    history = {"id": "T", "attributes": {"kind": "request"}, "events": [early]}
    result = evaluate(profile_of("zibo"), history, as_of=SUMMER)
    assert (
        "2020年3月2日《淄博12345政务服务便民热线运行管理办法（试行）》尚未施行"
        in told(result, "handle")
    )


def test_change__was_never_asked_for_or_was_granted() -> None:
    assert "从未发生“申请延期的时限”内提出" in told(
        example("ZB-ON-TIME", SUMMER), "extension"
    )
    assert why(example("ZB-EXTENDED", SUMMER), "extension").what == "fired"
    assert "没有批准" in told(example("ZB-REFUSED", SUMMER), "extension")
    waiting = example("ZB-EXTENDED", LOOKS["ZB-EXTENDED"])
    assert "已提出，尚未决定" in told(waiting, "extension")


def test_change__was_decided_although_nobody_had_asked() -> None:
    events = [
        happened("dispatched", "2021-03-01T10:00", role="lead"),
        happened("extension_decided", "2021-03-03T10:00", decision="approved"),
    ]
    history = {"id": "T", "attributes": {"kind": "request"}, "events": events}
    text = told(evaluate(profile_of("zibo"), history, as_of=SUMMER), "extension")
    assert "第1号事件“延期审批”" in text
    assert text.endswith("这时没有可以适用的在办时限或者申请")


def test_entry__every_case_of_it_is_told() -> None:
    explanation = explain_why_not(example("ZB-ON-TIME", SUMMER), "supervise")
    ids = [one.id or "" for one in explanation.sections[0].children]
    assert len(ids) > 5
    assert all(id_.startswith("supervise.") for id_ in ids)


# Marks ------------------------------------------------------------------------------


def test_mark__met_before_it() -> None:
    text = told(example("ZB-ON-TIME", SUMMER), "handle.red")
    assert text == (
        "handle:甲区:1的“红灯”没有到："
        "要到2021年3月10日（周三）00:00才到，2021年3月8日16:30已经完成"
    )


def test_mark__lies_ahead_or_was_reached() -> None:
    early = example("ZB-RED", "2021-03-09T00:00:00+08:00")
    assert told(early, "handle.red").endswith(
        "还没有到：2021年3月17日（周三）00:00才到"
    )
    late = why(example("ZB-RED", SUMMER), "handle.red")
    assert late.what == "fired"
    assert late.text.zh.endswith("已经到了：2021年3月17日（周三）00:00起")


def test_mark__whose_limit_never_began() -> None:
    history = {"id": "T", "attributes": {}, "events": []}
    result = evaluate(profile_of("zibo"), history, as_of=SUMMER)
    reason = why(result, "handle.red")
    assert "它所属的时限没有开始" in reason.text.zh
    assert "从未发生派发" in reason.children[0].children[-2].text.zh


def test_mark__whose_condition_the_profile_rules_out() -> None:
    (case,) = [one for one in CASES if "T08 第几个工作日，咨询类" in str(one)]
    text = told(judged(case), "handle.no_card")
    assert text.endswith("但是条件不成立：按现在的规则文件不成立")


def test_mark__its_limit_was_ended() -> None:
    text = told(example("ZB-LATE-RETURN", SUMMER), "handle.red")
    assert "时限已经终止" in text


# Names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("handel", "handle"),
        ("supervise.overdew", "supervise.overdue"),
        ("延期", "extension"),
        ("handle.purple", "handle"),
        ("紧急件", "transfer_at_once"),
    ],
)
def test_unknown_rule__names_those_that_are_near(asked: str, near: str) -> None:
    with pytest.raises(UnknownRuleError) as fault:
        explain_why_not(example("ZB-ON-TIME", SUMMER), asked)
    assert near in fault.value.near


def test_command__why_not(capsys: pytest.CaptureFixture[str]) -> None:
    histories = str(ROOT / "examples" / "zibo.jsonl")
    usual = ["--profile", "zibo", "--as-of", SUMMER, "--id", "ZB-ON-TIME"]
    assert main(["explain", histories, *usual, "--why-not", "handle.red"]) == 0
    assert "已经完成" in capsys.readouterr().out
    assert main(["explain", histories, *usual, "--why-not", "handel"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    told = "规则文件里没有叫“handel”的规则、类别或者标记；相近的有：handle\n"
    assert captured.err == told


def test_command__one_question_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    histories = str(ROOT / "examples" / "zibo.jsonl")
    both = ["--only", "light", "--why-not", "handle.red"]
    with pytest.raises(SystemExit) as stop:
        main(["explain", histories, "--profile", "zibo", "--as-of", SUMMER, *both])
    assert stop.value.code == 2
    assert "--only" in capsys.readouterr().err


# The whole ticket -------------------------------------------------------------------


def test_whole__lists_what_was_judged_and_did_not_fire() -> None:
    explanation = explain_result(example("ZB-ON-TIME", SUMMER))
    (section,) = [one for one in explanation.sections if one.what == "unfired"]
    ids = [one.id for one in section.children]
    assert "transfer_at_once" in ids, "its event came, its condition did not hold"
    assert "handle.red" in ids, "its limit opened, and was met before"
    assert "supervise.neglect" not in ids, "its event never came"
    assert "handle" not in ids
    assert all(one.minor for one in section.children), "not in the short form"
