"""What was lacking, in words: of a rule that did not fire, of a mark not reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.tables import NEVER
from hotline_rules.explain.names import plain
from hotline_rules.explain.wording import NOTHING, date_text, join, same, say

if TYPE_CHECKING:
    from hotline_rules.evaluate.plan import RulePlan
    from hotline_rules.explain.context import Context
    from hotline_rules.explain.trials import Trial
    from hotline_rules.explain.unreached import MarkTrial


def is_off(plan: RulePlan, case: str | None) -> bool:
    """Whether the readings in use switch a rule or a case off."""
    cases = [one for one in plan.rule.cases if case in (None, one.name)]
    if cases and all(one.condition == NEVER for one in cases):
        return True
    trigger = plan.rule.trigger
    return bool(trigger) and all(pattern.where == NEVER for pattern in trigger)


def off_text(ctx: Context, plan: RulePlan, case: str | None) -> Text:
    """The readings that it rests on, as they are chosen."""
    codes = {
        code
        for one in plan.rule.cases
        if case in (None, one.name)
        for code in one.readings
        if code in ctx.names.readings
    }
    told = []
    for code in sorted(codes):
        reading = ctx.names.readings[code]
        if len(reading.options) > 1:
            option = dict(reading.options).get(reading.chosen, reading.chosen)
            told.append(
                say(
                    "{0}“{1}”取“{2}”",
                    "{0}: {3}",
                    code,
                    reading.about,
                    option,
                    reading.chosen,
                )
            )
    return say(
        "按现在所取的读法，这条规则不适用（{0}）",
        "the readings in use switch it off ({0})",
        join(told, "；", "; "),
    )


def trial_text(ctx: Context, trial: Trial, case: str | None = None) -> Text:
    """Why a rule did not fire one time, with the event it was judged on."""
    return say("{0}：{1}", "{0}: {1}", when_text(ctx, trial), _cause(ctx, trial, case))


def _cause(ctx: Context, trial: Trial, case: str | None) -> Text:
    plan = ctx.plan.rules[trial.rule]
    by = ctx.names.fact(plan.by_name) if plan.by_name else NOTHING
    if case is not None and trial.case and trial.case != case:
        chosen = ctx.names.value(trial.case)
        if trial.case == "otherwise":
            chosen = Text("其他", "any other")
        return say(
            "按“{0}”适用的是“{1}”这一类",
            "by {0} another case applies: {1}",
            by,
            chosen,
        )
    match trial.cause:
        case "unfit" | "condition":
            return NOTHING if trial.need is None else trial.need.text
        case "unknown_case":
            return say("不知道“{0}”，定不了适用哪一类", "{0} is not known", by)
        case "no_case":
            value = ctx.names.value(trial.other)
            return say(
                "“{0}”为“{1}”，没有为它规定", "nothing is said for {0} = {1}", by, value
            )
        case "outranked":
            other = ctx.names.rule(trial.other)
            return say(
                "同一条里先适用了“{0}”",
                "“{0}” of the same entry applies before it",
                other,
            )
        case "already":
            return Text(
                "同样的一项已经在了，不重复", "what it would bring is there already"
            )
        case "undetermined":
            return Text(
                "缺少算出结果所需的事实或者数字，见“缺少的”一栏",
                "a fact or number that it needs is missing; see what is missing",
            )
        case _:
            return _law(ctx, trial, plan)


def _law(ctx: Context, trial: Trial, plan: RulePlan) -> Text:
    """The document was not in force, or not the one that governs."""
    book = ctx.plan.rulebook
    title = book.documents[plan.document].title
    day = date_text(ctx.times.day(trial.at if trial.law_at is None else trial.law_at))
    match trial.cause:
        case "not_yet_in_force":
            return say(
                "{1}《{0}》尚未施行", "“{0}” was not yet in force on {1}", title, day
            )
        case "no_longer_in_force":
            return say(
                "{1}《{0}》已经失效", "“{0}” was out of force on {1}", title, day
            )
        case "replaced":
            others = join(
                same(f"《{one.title}》")
                for one in book.documents
                if plan.document in one.replaces
            )
            return say("{0}这件事由{1}规定", "on {0} {1} governs it", day, others)
        case _:
            return say(
                "{0}不在这条规则适用的日子里",
                "{0} is not one of the days of the rule",
                day,
            )


def mark_text_of(ctx: Context, one: MarkTrial) -> Text:
    """How a mark of one limit stands."""
    title = Text(one.title, f"{plain(one.mark)} ({one.title})")
    head = say("{0}的“{1}”", "“{1}” of {0}", one.limit, title)
    return say("{0}{1}", "{0} {1}", head, _stands(ctx, one))


def _stands(ctx: Context, one: MarkTrial) -> Text:
    at = NOTHING if one.at is None else ctx.times.at(one.at, named=True)
    since = NOTHING if one.since is None else ctx.times.at(one.since)
    match one.cause:
        case "reached":
            return say("已经到了：{0}起", "was reached: from {0}", at)
        case "met_before":
            if one.at is None:
                return say("没有到：{0}已经完成", "was not reached: met {0}", since)
            return say(
                "没有到：要到{0}才到，{1}已经完成",
                "was not reached: it lies at {0}, and it was met {1}",
                at,
                since,
            )
        case "ended_before":
            return say("没有到：{0}时限已经终止", "was not reached: ended {0}", since)
        case "paused":
            return say("没有到：{0}起停表", "was not reached: paused since {0}", since)
        case "ahead":
            return say("还没有到：{0}才到", "lies ahead: at {0}", at)
        case "no_event":
            events = join(
                (ctx.names.event_type(name) for name in one.events), "、", ", "
            )
            return say("没有到：没有发生“{0}”", "was not reached: no “{0}”", events)
        case "condition":
            need = NOTHING if one.need is None else one.need.text
            return say(
                "到了（{0}），但是条件不成立：{1}",
                "was reached at {0}, but its condition did not hold: {1}",
                at,
                need,
            )
        case "undetermined":
            return Text(
                "算不出：缺少所需的事实或者数字",
                "cannot be told: a fact or number is missing",
            )
        case _:
            return Text(
                "没有了：期限改过以后不再适用", "is gone since the end was moved"
            )


def when_text(ctx: Context, trial: Trial) -> Text:
    """When, on which event, of which unit."""
    if trial.trigger.endswith(".when") and not trial.events:
        return say("到{0}", "as of {0}", ctx.times.at(trial.at))
    what = ctx.names.happening(trial.trigger)
    text = say("{0}，{1}", "{0}, {1}", ctx.times.at(trial.at), what)
    behind = ctx.numbers(trial.events)
    if behind.zh:
        text = say("{0}（{1}）", "{0} ({1})", text, behind)
    return text
