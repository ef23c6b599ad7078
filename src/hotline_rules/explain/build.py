"""From a result to its explanation: every record, in sections."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.words import missing_message
from hotline_rules.explain.actions import action_reasons
from hotline_rules.explain.ahead import next_reasons
from hotline_rules.explain.context import BECAUSE, Context
from hotline_rules.explain.deadlines import deadline_reasons
from hotline_rules.explain.lights import light_reasons
from hotline_rules.explain.model import Explanation, Reason
from hotline_rules.explain.names import notice_name
from hotline_rules.explain.outcomes import (
    penalty_reasons,
    rung_reasons,
    status_reasons,
)
from hotline_rules.explain.readings import Judge, reading_reasons
from hotline_rules.explain.unfired import unfired_reasons, why_not
from hotline_rules.explain.wording import NOTHING, date_text, join, same, say
from hotline_rules.explain.words import (
    STATES,
    STATES_OF_ACTIONS,
    STATES_OF_PENALTIES,
    SUBJECTS,
)

if TYPE_CHECKING:
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.evaluate import Missing, Result
    from hotline_rules.history import Event

_TITLES = {
    "history": Text("经过", "What happened"),
    "deadlines": Text("时限", "Limits"),
    "light": Text("灯", "Light"),
    "penalties": Text("牌和其他处理", "Cards and other penalties"),
    "actions": Text("应办事项", "What has to be done"),
    "statuses": Text("状态", "Statuses"),
    "rungs": Text("所在阶段", "Rungs"),
    "unfired": Text("没有触发的规则", "What did not fire"),
    "missing": Text("缺少的", "What is missing"),
    "anomalies": Text("经过中的异常", "Oddities of the history"),
    "next": Text("往后", "What comes next"),
    "readings": Text("有争议的条款取哪种读法", "Readings of disputed clauses"),
    "notices": Text("数日子所依据的放假通知", "Notices behind the days"),
}
_WHETHER = Text("触发没有，为什么", "Whether it fired, and why")
_UNDETERMINED = Text("未定", "open")


def explain_result(
    result: Result, *, audit: bool = False, judge: Judge | None = None
) -> Explanation:
    """Explain everything that a result says.

    The history is folded once more, so that the result itself stays as it is.

    Args:
        result: of ``evaluate``.
        audit: also what only an auditor asks for; see docs/explanations.md.
        judge: with ``audit``, judges the same history by another option of a reading
            (code, option), so that it can be told whether the choice mattered.

    Returns:
        a tree of reasons in Chinese and English at once; equal for equal results.
    """
    ctx = Context(result, audit=audit)
    sections = {
        "history": _events(ctx),
        "deadlines": deadline_reasons(ctx),
        "light": light_reasons(ctx),
        "penalties": penalty_reasons(ctx),
        "actions": action_reasons(ctx),
        "statuses": status_reasons(ctx),
        "rungs": rung_reasons(ctx),
        "missing": tuple(_missing(ctx, one) for one in ctx.state.missing),
        "anomalies": _anomalies(ctx),
        "next": next_reasons(ctx),
        "unfired": unfired_reasons(ctx),
    }
    return _explanation(ctx, _head(ctx), sections, judge)


def explain_why_not(result: Result, name: str) -> Explanation:
    """Explain why a rule, one of its cases or marks brought nothing.

    Every time that it was judged is told, with the fact that was false or missing
    then; or that its event never came, that the limit was met before the mark, that
    its document was not in force, or that a reading switches it off. What did fire is
    said to have fired.

    Args:
        result: of ``evaluate``; left as it is.
        name: a rule (``handle``), an entry whose cases are rules (``supervise``), a
            case (``handle.consultation``) or a mark (``handle.red``).

    Returns:
        an explanation whose one section ``unfired`` holds a reason for each rule.

    Raises:
        UnknownRuleError: the profile has nothing of that name about the subject.
    """
    ctx = Context(result)
    found = _explanation(ctx, _head(ctx)[:2], {"unfired": why_not(ctx, name)})
    first, *others = found.sections
    asked = replace(first, text=_WHETHER)
    return replace(found, sections=(asked, *others))


def _explanation(
    ctx: Context,
    head: tuple[Reason, ...],
    sections: dict[str, tuple[Reason, ...]],
    judge: Judge | None = None,
) -> Explanation:
    """Put the sections together; what they have used is known only now."""
    sections["readings"] = reading_reasons(ctx, judge)
    sections["notices"] = _notices(ctx)
    result, known = ctx.result, ctx.result.known_at
    return Explanation(
        id=result.id,
        subject=result.subject,
        profile=result.identity[0],
        title=ctx.plan.rulebook.title,
        as_of=ctx.times.moment("as_of", result.as_of),
        known_at=None if known is None else ctx.times.moment("known_at", known),
        head=head,
        sections=tuple(
            Reason(what=name, text=_TITLES[name], children=children)
            for name, children in sections.items()
            if children
        ),
    )


def explanation_to_dict(
    explanation: Explanation, lang: Language = "zh"
) -> dict[str, Any]:
    """Return an explanation as JSON-ready data in one language."""
    known = explanation.known_at
    return {
        "id": explanation.id,
        "subject": explanation.subject,
        "profile": {"id": explanation.profile, "title": explanation.title},
        "as_of": explanation.as_of.iso,
        "known_at": None if known is None else known.iso,
        "summary": [one.text.in_(lang) for one in explanation.head],
        "sections": [_node(one, lang) for one in explanation.sections],
    }


def _node(reason: Reason, lang: Language) -> dict[str, Any]:
    node: dict[str, Any] = {"what": reason.what}
    if reason.id is not None:
        node["id"] = reason.id
    if reason.label is not None:
        node["label"] = reason.label.in_(lang)
    node["text"] = reason.text.in_(lang)
    if reason.moments:
        node["at"] = {moment.name: moment.iso for moment in reason.moments}
    if reason.cites:
        node["cites"] = [
            {
                "clause": cite.clause,
                "document": cite.document,
                "number": cite.number or None,
                "article": cite.article,
                "gist": cite.gist,
            }
            for cite in reason.cites
        ]
    if reason.refs:
        node["refs"] = list(reason.refs)
    if reason.children:
        node["children"] = [_node(one, lang) for one in reason.children]
    return node


# The head --------------------------------------------------------------------------


def _head(ctx: Context) -> tuple[Reason, ...]:
    """What is explained, by which rules, as of when, and the outcome in numbers."""
    result = ctx.result
    subject = SUBJECTS.get(result.subject, same(result.subject))
    facts = ctx.history.attributes.items()
    told = join(
        (
            say("{0}：{1}", "{0} = {1}", ctx.names.fact(key), ctx.names.value(value))
            for key, value in facts
        ),
        "；",
        "; ",
    )
    head = say("{0} {1}", "{0} {1}", subject, result.id)
    if told.zh:
        head = say("{0}（{1}）", "{0} ({1})", head, told)
    at = ctx.times.at(result.as_of, named=True)
    when = say("判断到{0}", "as of {0}", at)
    if result.known_at is not None:
        known = ctx.times.at(result.known_at, named=True)
        when = say(
            "{0}，只用{1}以前登记的事件和公布的日历",
            "{0}, with what was recorded and announced by {1}",
            when,
            known,
        )
    rules = say(
        "依据《{0}》规则（{1}），{2}",
        "by the rules “{0}” ({1}), {2}",
        ctx.plan.rulebook.title,
        result.identity[0],
        when,
    )
    return (
        Reason(what="subject", text=head),
        Reason(what="rules", text=rules),
        Reason(what="summary", text=_summary(ctx)),
        *(_versions(ctx) if ctx.audit else ()),
    )


def _versions(ctx: Context) -> tuple[Reason, ...]:
    """What has to be the same for the result to be the same, byte for byte."""
    data = ctx.result.to_dict()
    calendar = data["calendar"]
    text = say(
        "引擎{0}版；规则文件{1}，摘要{2}；日历{3}，摘要{4}，放假安排公布到{5}",
        "engine {0}; profile {1}, {2}; calendar {3}, {4}, announced up to {5}",
        data["engine"],
        data["profile"]["id"],
        data["profile"]["digest"],
        calendar["id"],
        calendar["digest"],
        calendar["known_until"],
    )
    return (Reason(what="versions", text=text),)


def _summary(ctx: Context) -> Text:
    duties = Counter(one.state for one in ctx.state.deadlines if one.kind == "duty")
    parts = [
        _numbered(STATES, duties, Text("时限", "limits")),
        _penalties(ctx),
        _numbered(
            STATES_OF_ACTIONS,
            Counter(one.state for one in ctx.state.actions),
            Text("应办事项", "actions"),
        ),
    ]
    text = join(parts, "；", "; ")
    if not text.zh:
        return Text("没有时限、处理和应办事项", "no limit, penalty or action")
    return text


def _penalties(ctx: Context) -> Text:
    """``处理：红牌1，黄牌1（被吸收）``: those in effect without a word about it."""
    found = Counter((one.kind, one.state) for one in ctx.state.penalties)
    told = []
    for (kind, state), number in sorted(
        found.items(), key=lambda item: (item[0][1] != "effective", item[0])
    ):
        text = say("{0}{1}", "{1} {0}", ctx.names.penalty(kind), number)
        if state != "effective":
            word = STATES_OF_PENALTIES.get(state, same(state))
            text = say("{0}（{1}）", "{0} ({1})", text, word)
        told.append(text)
    title = Text("处理", "penalties")
    return say("{0}：{1}", "{0}: {1}", title, join(told)) if told else NOTHING


def _numbered(words: dict[str, Text], found: Counter[str], title: Text) -> Text:
    """``时限：按时完成2，超期完成1``, in the order of the words."""
    told = join(
        say("{0}{1}", "{1} {0}", words[key], found[key]) for key in words if found[key]
    )
    return say("{0}：{1}", "{0}: {1}", title, told) if told.zh else NOTHING


# Sections --------------------------------------------------------------------------


def _events(ctx: Context) -> tuple[Reason, ...]:
    return tuple(_event(ctx, event) for event in ctx.history.events)


def _event(ctx: Context, event: Event) -> Reason:
    unit = event.payload.get("to_unit") or event.payload.get("unit")
    told = ctx.names.payload(event)
    at = ctx.times.at(event.at, named=True)
    if event.recorded_at != event.at:
        recorded = ctx.times.at(event.recorded_at, since=event.at)
        told = join((told, say("{0}登记", "recorded {0}", recorded)), "，", ", ")
    cells = (
        same(str(event.number)),
        at,
        ctx.names.event_type(event.type),
        same("" if unit is None else str(unit)),
        told,
    )
    return Reason(
        what="event",
        id=str(event.number),
        text=join(cells[1:], "，", ", "),
        cells=cells,
        moments=(ctx.times.moment("at", event.at),),
        minor=True,
    )


def _missing(ctx: Context, one: Missing) -> Reason:
    rules = join((ctx.names.rule(rule) for rule in one.rules), "、", ", ")
    children = (
        *ctx.law(one.cites),
        *((Reason(what="rules", label=_UNDETERMINED, text=rules),) if rules.zh else ()),
    )
    sorts = {
        "fact": say(
            "经过里没有“{0}”这一事实，有关规则无法判断",
            "the history does not tell “{0}”; the rules that need it stay open",
            ctx.names.fact(one.name),
        ),
        "parameter": say(
            "文件没有给出“{0}”，不代填数字，有关规则无法判断",
            "the document gives no “{0}”; no number is made up, the rules stay open",
            ctx.names.titled(one.name),
        ),
    }
    return Reason(
        what="missing",
        id=f"{one.sort}:{one.name}",
        text=sorts.get(one.sort) or missing_message(one, ctx.plan.titles),
        cites=ctx.names.cites(one.cites),
        children=children,
    )


def _anomalies(ctx: Context) -> tuple[Reason, ...]:
    found = []
    for number, one in enumerate(ctx.result.anomalies):
        children: tuple[Reason, ...] = ()
        event = ctx.event(one.event)
        if event is not None:
            at = ctx.times.at(event.at)
            told = say("{0}，{1}", "{0}, {1}", at, ctx.named_event(one.event))
            children = (Reason(what="event", label=BECAUSE, text=told),)
        found.append(
            Reason(
                what=one.code,
                id=f"anomaly:{number}",
                text=one.text,
                children=children,
                minor=True,
            )
        )
    return tuple(found)


def _notices(ctx: Context) -> tuple[Reason, ...]:
    found = []
    for notice_id in ctx.notices:
        notice = ctx.names.notice(notice_id)
        if notice is None:
            continue
        name = notice_name(notice)
        if notice.issued is not None:
            issued = say("{0}发布", "issued {0}", date_text(notice.issued))
        else:
            last = date_text(notice.latest_issued)
            issued = say("不晚于{0}发布", "issued by {0}", last)
        title = notice.title if notice.number else NOTHING
        found.append(
            Reason(
                what="notice",
                id=notice_id,
                text=join((name, title, issued), "，", ", "),
                minor=True,
            )
        )
    return tuple(found)
