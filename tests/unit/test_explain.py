"""Explanations: complete, resolvable, true to the engine, and as they were read."""

import json
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline_rules import Result, evaluate, load_profile
from hotline_rules.cli.main import main
from hotline_rules.clock import CalendarDays, Elapsed, Months, WorkingDays, WorkingTime
from hotline_rules.clock.amount import size
from hotline_rules.diagnostics import Text
from hotline_rules.diagnostics.render import display_width
from hotline_rules.explain import (
    Explanation,
    Reason,
    explain_result,
    explanation_to_dict,
    render_explanation,
)
from hotline_rules.explain.context import Context
from hotline_rules.explain.deadlines import limit_amount, limit_value, own_trace
from hotline_rules.explain.names import Names
from hotline_rules.explain.points import limit_text, mark_text, point_text
from hotline_rules.explain.wording import (
    amount_text,
    date_text,
    days_text,
    hours_text,
    span_text,
)
from hotline_rules.explain.wrap import wrap
from hotline_rules.rulebook import (
    Anchor,
    DayOfMonth,
    EndOfDay,
    Fact,
    FactAmount,
    FactPoint,
    FirstWorkingDayAfter,
    FixedDay,
    LimitDue,
    MarkPoint,
    NoTime,
    Shifted,
    Until,
    Within,
)
from tests.oracle.engine_side import load_text
from tests.oracle.minis import Mini, Pause, to_yaml
from tests.oracle.points import Amount, Counting
from tests.strategies import contract_history, iso, mini_histories, minis
from tests.support.cases import Case, read_cases, variants_of
from tests.support.explained import (
    FOLDER,
    LOOKS,
    example,
    happened,
    profile_of,
    text_of,
)

ROOT = Path(__file__).resolve().parents[2]
CASES = tuple(read_cases(ROOT / "profiles" / "cases"))


def judged(case: Case) -> Result:
    """The result of the last look of a case, which has the most to tell."""
    profile = variants_of(case.profile).profile(case.readings, case.outside_validity)
    look = case.looks[-1]
    return evaluate(profile, case.history, as_of=look.at, known_at=look.known_at)


def walk(reasons: tuple[Reason, ...]) -> Iterator[Reason]:
    for reason in reasons:
        yield reason
        yield from walk(reason.children)


def section(explanation: Explanation, what: str) -> tuple[Reason, ...]:
    for one in explanation.sections:
        if one.what == what:
            return one.children
    return ()


def nodes(explanation: Explanation, what: str) -> list[Reason]:
    return [one for one in walk(explanation.sections) if one.what == what]


def in_all_forms(explanation: Explanation) -> None:
    for lang in ("zh", "en"):
        for form in ("full", "short"):
            text = render_explanation(explanation, lang, form)
            assert text.endswith("\n")
            assert "None" not in text
            assert "{" not in text
        json.dumps(explanation_to_dict(explanation, lang))


def everything_is_explained(result: Result, explanation: Explanation) -> None:
    for name in ("deadlines", "penalties", "actions"):
        told = [one.id for one in section(explanation, name)]
        assert told == [one.id for one in getattr(result, name)]
    for name in ("statuses", "rungs", "missing", "anomalies"):
        assert len(section(explanation, name)) == len(getattr(result, name))
    assert len(section(explanation, "history")) == len(result.history.events)
    told_at = [m.at for one in nodes(explanation, "next") for m in one.moments]
    expected = [] if result.next_change_at is None else [result.next_change_at]
    assert told_at == expected
    for one in section(explanation, "next"):
        assert bool(one.moments) == bool(one.children), "what changes is told"


def clauses_resolve(result: Result, explanation: Explanation) -> None:
    known = {clause.id for clause in result.plan.rulebook.clauses}
    for reason in walk(explanation.sections):
        assert reason.text.zh
        assert reason.text.en
        for cite in reason.cites:
            assert cite.clause in known
            assert cite.document
            assert cite.article
    for name in ("deadlines", "penalties", "actions", "statuses", "rungs"):
        records = getattr(result, name)
        for record, reason in zip(records, section(explanation, name), strict=True):
            assert {cite.clause for cite in reason.cites} == set(record.cites)


def marks_are_recomputed(explanation: Explanation) -> None:
    """Each card and light is derived anew, but where a change of kind is between."""
    if not nodes(explanation, "reclassified"):
        for mark in nodes(explanation, "mark"):
            assert "起到达" not in mark.text.zh, mark.text.zh


def days_add_up(result: Result) -> None:
    """The days shown for a limit add up to its amount."""
    ctx = Context(result)
    for one in ctx.state.deadlines:
        inst, trace = one.instance, own_trace(ctx, one.instance)
        amount = limit_amount(limit_value(ctx, inst), inst)
        if trace is None or amount is None or isinstance(amount, Months):
            continue
        total = trace.days[-1].total if trace.days else 0  # stopped at its start
        if inst.paused_at is not None:
            assert total <= size(amount)
        else:
            assert total == size(amount), one.id


# Whole explanations -------------------------------------------------------------------


@pytest.mark.parametrize("name", LOOKS)
def test_examples__as_they_were_read(name: str) -> None:
    expected = (FOLDER / f"{name}.txt").read_text("utf-8")
    assert text_of(name) == expected


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=str)
def test_cases__everything_is_explained(case: Case) -> None:
    result = judged(case)
    before = result.to_dict()
    explanation = explain_result(result)
    everything_is_explained(result, explanation)
    clauses_resolve(result, explanation)
    marks_are_recomputed(explanation)
    days_add_up(result)
    in_all_forms(explanation)
    assert result.to_dict() == before, "explaining leaves a result as it was"


@settings(max_examples=60)
@given(minis(), st.data())
def test_any_result__explains(mini: Mini, data: st.DataObject) -> None:
    urgency, events, as_of = data.draw(mini_histories(mini))
    history = contract_history(events, {"kind": "request", "urgency": urgency})
    result = evaluate(load_text(to_yaml(mini)), history, as_of=iso(as_of))
    explanation = explain_result(result)
    everything_is_explained(result, explanation)
    clauses_resolve(result, explanation)
    days_add_up(result)
    in_all_forms(explanation)


def test_a_limit_stopped_at_its_own_start__shows_no_days() -> None:
    mini = Mini(Amount(2, "working days"), Counting(), pause=Pause())
    start = datetime.fromisoformat("2015-09-02T00:00:00")
    events = [
        {"type": kind, "at": start, "unit": "甲"} for kind in ("dispatched", "paused")
    ]
    history = contract_history(events, {"kind": "request", "urgency": "normal"})
    result = evaluate(
        load_text(to_yaml(mini)), history, as_of=iso(start + timedelta(days=2))
    )
    explanation = explain_result(result)
    everything_is_explained(result, explanation)
    days_add_up(result)
    in_all_forms(explanation)
    assert not nodes(explanation, "days")


def test_explanations__are_equal_for_equal_results_and_frozen() -> None:
    first = explain_result(example("ZB-RED", LOOKS["ZB-EXTENDED"]))
    again = explain_result(example("ZB-RED", LOOKS["ZB-EXTENDED"]))
    assert first == again
    with pytest.raises(FrozenInstanceError):
        first.id = "other"  # type: ignore[misc]


def test_explaining__works_after_the_run_of_the_result_was_used_up() -> None:
    result = example("ZB-RED", "2021-03-09T08:00:00+08:00")
    fresh = explain_result(result)
    assert result.next_change_at is not None
    assert explain_result(result) == fresh


def test_a_history_without_events__explains() -> None:
    profile = load_profile("zibo")
    history = {"id": "E", "attributes": {}, "events": []}
    explanation = explain_result(
        evaluate(profile, history, as_of="2021-03-09T08:00:00+08:00")
    )
    in_all_forms(explanation)
    assert "没有时限、处理和应办事项" in render_explanation(explanation)


# What is in them ----------------------------------------------------------------------


def test_days__every_day_of_a_limit_is_told_and_adds_up() -> None:
    result = example("ZB-FESTIVAL", LOOKS["ZB-FESTIVAL"])
    handle = next(
        one
        for one in section(explain_result(result), "deadlines")
        if one.id == "handle:乙局:1"
    )
    rows = next(one for one in handle.children if one.what == "days").children
    assert [row.cells[0].zh for row in rows] == [
        "2月8日（周一）",
        "2月9日至10日",
        "2月11日至17日",
        "2月18日至19日",
        "2月20日（周六）",
    ]
    assert "春节放假，国办发明电〔2020〕27号" in rows[2].text.zh
    assert "调休上班" in rows[4].text.zh
    assert "累计5个工作日" in rows[4].text.zh


def test_notices__with_number_and_day_of_issue() -> None:
    explanation = explain_result(example("ZB-FESTIVAL", LOOKS["ZB-FESTIVAL"]))
    (notice,) = section(explanation, "notices")
    assert notice.id == "CN-2021"
    assert "2020年11月25日发布" in notice.text.zh


def test_cards__the_arithmetic_gives_the_instant_of_the_card() -> None:
    result = example("QY-HOURS-LATE", LOOKS["QY-HOURS-LATE"])
    cards = section(explain_result(result), "penalties")
    marks = [child for card in cards for child in card.children if child.what == "mark"]
    assert "2024年3月12日（周二）14:00（含）" in marks[0].text.zh
    assert "起算后70小时止于2024年3月13日（周三）14:00（含）" in marks[1].text.zh
    assert "3月13日14:00:01起为超出" in marks[1].text.zh
    assert marks[1].children[-1].text.zh.endswith("累计70小时")
    assert "被红牌“超出七十小时”（乙局）吸收" in render_explanation(
        explain_result(result)
    )


def test_extension__who_asked_who_decided_and_what_moved() -> None:
    result = example("ZB-EXTENDED", "2021-03-16T09:00:00+08:00")
    (change,) = nodes(explain_result(result), "change")
    assert change.text.zh == (
        "延期：2021年3月8日23:00，第2号事件“申请延期”（理由：需部门会商，天数：5）；"
        "2021年3月10日11:00，第3号事件“延期审批”，准许，"
        "期限由2021年3月8日24:00移到3月15日24:00（期满后5个工作日）"
    )
    assert change.children[-1].text.zh.endswith("累计5个工作日")


def ticket(profile: str, as_of: str, *events: dict[str, Any], **kind: str) -> str:
    """The explanation in Chinese of a ticket made for a test."""
    history = {"id": "T", "attributes": kind, "events": list(events)}
    return render_explanation(
        explain_result(evaluate(profile_of(profile), history, as_of=as_of))
    )


def test_extension__a_wish_beyond_the_cap_is_told_with_the_cap() -> None:
    text = ticket(
        "zibo",
        "2021-03-09T18:00:00+08:00",
        happened("dispatched", "2021-03-01T10:00", role="lead"),
        happened("extension_requested", "2021-03-08T17:00", ground="x", days=20),
        happened("extension_decided", "2021-03-09T17:00", decision="approved"),
        kind="request",
    )
    told = "".join(text.split())
    assert "期限由2021年3月8日24:00移到3月15日24:00；" in told
    assert (
        "所请为期满后20个工作日，即4月6日24:00，"
        "超过上限（期满后5个工作日），按上限计算" in told
    )


def test_pauses__the_days_and_what_is_left_add_up() -> None:
    waiting = load_profile(ROOT / "tests" / "realdata" / "incidents.yaml")
    events = [
        {"type": "dispatched", "at": "2013-03-01T09:00:00+01:00", "unit": "A"},
        {"type": "paused", "at": "2013-03-05T03:00:00+01:00", "unit": "A"},
        {"type": "resumed", "at": "2013-03-11T03:00:00+01:00", "unit": "A"},
        {"type": "paused", "at": "2013-03-12T03:00:00+01:00", "unit": "A"},
    ]
    events[0]["role"] = "lead"
    history = {"id": "P", "attributes": {}, "events": events}
    paused = evaluate(waiting, history, as_of="2013-03-13T00:00:00+01:00")
    text = render_explanation(explain_result(paused))
    assert "2013年3月12日03:00起停表，停表时还剩34小时" in text
    assert "计3小时，累计66小时" in text
    assert "停表，不计" in text
    assert "2013年3月5日03:00起，到3月11日03:00恢复（第1、2号事件）" in text
    before = evaluate(waiting, history, as_of="2013-03-11T17:00:00+01:00")
    text = render_explanation(explain_result(before))
    assert "计13小时，累计100小时" in text


def test_calendar__days_not_announced_yet_are_marked() -> None:
    text = ticket(
        "qingyuan",
        "2027-01-09T00:00:00+08:00",
        happened("dispatched", "2026-12-31T16:00", role="lead"),
        kind="consultation",
    )
    assert "元旦（法定，放假安排未公布）" in text
    assert "备注  暂定：所数的日子里有放假安排尚未公布的" in text
    assert "暂定  所数的日子里有放假安排尚未公布的" in text


def test_missing__the_fact_and_the_rules_that_need_it() -> None:
    text = ticket(
        "qingyuan",
        "2024-03-09T00:00:00+08:00",
        happened("dispatched", "2024-03-08T16:00", role="lead"),
        happened("never_heard_of", "2024-03-08T17:00"),
    )
    assert "经过里没有“工单类别”这一事实，有关规则无法判断" in text
    assert "未定  咨询类办理期限、求决类办理期限" in text
    assert "事件类型“never_heard_of”不在词汇表中" in text


def test_next__what_changes_if_nothing_happens() -> None:
    result = example("ZB-RED", "2021-03-16T09:00:00+08:00")
    explanation = explain_result(result)
    told = {one.text.zh for one in nodes(explanation, "will")}
    assert told == {"增加待办：12345热线平台（甲区）“催办”", "黄灯变为红灯"}


def test_readings__question_choice_basis_and_ground_once() -> None:
    explanation = explain_result(example("QY-HOURS-LATE", LOOKS["QY-HOURS-LATE"]))
    codes = [one.id or "" for one in section(explanation, "readings")]
    assert codes == sorted(set(codes))
    assert {"T01", "T07", "P01"} <= set(codes)
    pause = section(explanation, "readings")[codes.index("T01")]
    assert "停表，非工作日一概不计（推定）" in pause.text.zh
    assert [child.what for child in pause.children] == ["ground", "articles"]


def test_json__has_clauses_with_document_and_article() -> None:
    data = explanation_to_dict(explain_result(example("ZB-RED", LOOKS["ZB-EXTENDED"])))
    limits = next(one for one in data["sections"] if one["what"] == "deadlines")
    handle = next(one for one in limits["children"] if one["id"].startswith("handle"))
    assert handle["cites"][0] == {
        "clause": "ZB-11-3-a",
        "document": "淄博12345政务服务便民热线运行管理办法（试行）",
        "number": None,
        "article": "第十一条（三）",
        "gist": handle["cites"][0]["gist"],
    }
    assert handle["at"]["started_at"] == "2021-03-08T10:00:00+08:00"


# Points of the profile language ------------------------------------------------------

DUE, START = Anchor("due"), Anchor("start")
DAYS = Fact("asked", "days")
ONE_DAY = WorkingDays(2)


@pytest.mark.parametrize(
    ("point", "zh", "en"),
    [
        (DUE, "期满", "the end"),
        (Anchor("first_due"), "原期限期满", "the first end"),
        (LimitDue("transfer"), "“转办期限”期满", "the end of “transfer (转办期限)”"),
        (FactPoint(Fact("event", "promised_due")), "承诺时间", "promised due"),
        (FactPoint(Fact("ticket", "provincial_due")), "上级指定期限", "provincial due"),
        (FixedDay(18_687), "2021年3月1日", "1 Mar 2021"),
        (
            Shifted(ONE_DAY, "before", DUE),
            "期满前1个工作日",
            "1 working day before the end",
        ),
        (
            Shifted(ONE_DAY, "after", START),
            "起算后1个工作日",
            "1 working day after the start",
        ),
        (
            Shifted(FactAmount(DAYS, "working days"), "after", DUE),
            "期满后（申请中的天数）个工作日",
            "[days of the application] working days after the end",
        ),
        (
            FirstWorkingDayAfter(DUE, "opening"),
            "期满之后第一个工作日开始",
            "the opening of the first working day after the end",
        ),
        (
            FirstWorkingDayAfter(DUE, "end"),
            "期满之后第一个工作日终了",
            "the end of the first working day after the end",
        ),
        (EndOfDay(), "起算当天24:00", "24:00 of the day of the start"),
        (DayOfMonth(5), "当月5日24:00", "24:00 of day 5 of the month"),
        (None, "", ""),
    ],
)
def test_points(point: Any, zh: str, en: str) -> None:
    assert point_text(point, Names(profile_of("zibo").rulebook)) == Text(zh, en)


@pytest.mark.parametrize(
    ("mark", "zh"),
    [
        (MarkPoint(DUE, past=True), "期限"),
        (MarkPoint(Anchor("first_due"), past=True), "原期限"),
        (MarkPoint(Shifted(ONE_DAY, "after", DUE), past=True), "期满后1个工作日"),
    ],
)
def test_marks(mark: MarkPoint, zh: str) -> None:
    assert mark_text(mark, Names(profile_of("zibo").rulebook)).zh == zh


@pytest.mark.parametrize(
    ("limit", "zh"),
    [
        (Within(Months(3)), "3个月"),
        (Within(FactAmount(DAYS, "months")), "（申请中的天数）个月"),
        (Until(DUE), "到期满为止"),
        (NoTime(), "没有写明时间"),
        (None, ""),
    ],
)
def test_limits(limit: Any, zh: str) -> None:
    assert limit_text(limit, Names(profile_of("zibo").rulebook)).zh == zh


@pytest.mark.parametrize(
    ("name", "value", "zh"),
    [
        ("urgency", "emergency", "紧急程度：紧急"),
        ("finding.unclear_reply", None, "认定“答复不清”：不知"),
        ("status.closed", True, "状态“已办结”：是"),
        ("limit.transfer", "running", "“转办期限”的状态：进行中"),
        ("rung.supervision", None, "“督办”所在阶段：不知"),
        ("granted.decision", "approved", "决定中的决定：同意"),
        ("event.type", "dispatched", "事件：派发"),
        ("event.participants", ["甲", "乙"], "参加单位：甲、乙"),
    ],
)
def test_facts(name: str, value: object, zh: str) -> None:
    names = Names(profile_of("zibo").rulebook)
    assert f"{names.fact(name).zh}：{names.value(value).zh}" == zh


def test_names__what_a_profile_does_not_know_stands_for_itself() -> None:
    names = Names(profile_of("zibo").rulebook)
    assert names.cite("XX-1").article == "XX-1"
    assert names.rule("nobody") == Text("nobody", "nobody")
    assert names.role("nobody", 0) == Text("nobody", "nobody")
    assert names.titled("a_b") == Text("a_b", "a b")


def test_roles__have_the_title_of_the_day() -> None:
    names = Names(profile_of("qingyuan").rulebook)
    before, after = 18_000, 18_200  # April and November 2019
    assert names.role("discipline_commission", before).zh == "市监察局"
    assert names.role("discipline_commission", after).zh == "市纪委监委"
    assert names.bearer("unit", "甲局", after).zh == "甲局"
    assert names.bearer("deputy_leader", "甲局", after).zh == "甲局分管负责人"
    assert names.bearer("platform", "甲局", after).zh == "12345热线平台（甲局）"


# Words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (0, "0秒", "0 seconds"),
        (1, "1秒", "1 second"),
        (60, "1分钟", "1 minute"),
        (90_000, "1天1小时", "1 day 1 hour"),
        (2 * 86_400 + 61, "2天1分钟1秒", "2 days 1 minute 1 second"),
    ],
)
def test_spans(seconds: int, zh: str, en: str) -> None:
    assert span_text(seconds) == Text(zh, en)


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (Elapsed(46 * 3_600), "46小时", "46 hours"),
        (Elapsed(5_400), "1小时30分钟", "1 hour 30 minutes"),
        (WorkingTime(4 * 3_600), "办公时间4小时", "4 hours of office time"),
        (WorkingDays(2), "1个工作日", "1 working day"),
        (WorkingDays(5), "2.5个工作日", "2.5 working days"),
        (CalendarDays(7), "7个自然日", "7 calendar days"),
        (Months(1), "1个月", "1 month"),
    ],
)
def test_amounts(amount: Any, zh: str, en: str) -> None:
    assert amount_text(amount) == Text(zh, en)


def test_hours__are_not_turned_into_days() -> None:
    assert hours_text(48 * 3_600) == Text("48小时", "48 hours")
    assert hours_text(30) == Text("30秒", "30 seconds")


def test_dates__leave_out_a_year_that_was_named() -> None:
    day = 18_687  # 2021-03-01
    assert date_text(day).zh == "2021年3月1日"
    assert date_text(day + 1, since=day).zh == "3月2日"
    assert date_text(day + 365, since=day).en == "1 Mar 2022"
    assert days_text(day, day).zh == "3月1日（周一）"
    assert days_text(day, day + 40).zh == "3月1日至4月10日"
    assert days_text(day, day + 2).en == "1–3 Mar"


# Lines --------------------------------------------------------------------------------


@given(st.text(alphabet="中文字，。（）“”ab 12:3-年月日周", max_size=120))
def test_wrap__keeps_every_sign_and_the_width(text: str) -> None:
    lines = wrap(text, 20, first="- ", rest="  ")
    together = "".join(line[2:] for line in lines)
    assert together.replace(" ", "") == text.replace(" ", "")
    for line in lines[1:]:
        assert not line[2:].startswith(("，", "。", "）"))


def test_wrap__aligns_by_columns_of_the_screen() -> None:
    lines = wrap("一二三四五六七八九十", 12, first="12", rest="  ")
    assert lines == ["12一二三四五", "  六七八九十"]
    assert {display_width(line) for line in lines} == {12}


def test_tables__columns_stand_under_each_other() -> None:
    text = render_explanation(explain_result(example("ZB-RED", LOOKS["ZB-EXTENDED"])))
    rows = [
        line for line in text.splitlines() if line.startswith("  ") and "2021年" in line
    ]
    columns = {display_width(line[: line.index("2021年")]) for line in rows[:3]}
    assert len(columns) == 1


# The command line --------------------------------------------------------------------


def test_command__json_is_a_line_for_each(capsys: pytest.CaptureFixture[str]) -> None:
    histories = str(ROOT / "examples" / "zibo.jsonl")
    instant = LOOKS["ZB-EXTENDED"]
    options = ["--profile", "zibo", "--as-of", instant, "--format", "json"]
    assert main(["explain", histories, *options]) == 0
    lines = capsys.readouterr().out.splitlines()
    found = {data["id"]: data for data in map(json.loads, lines)}
    assert "ZB-RED" in found
    expected = explanation_to_dict(explain_result(example("ZB-RED", instant)))
    assert found["ZB-RED"] == expected
