"""Why each action is required, of whom, by when, and whether it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.explain.deadlines import because_text
from hotline_rules.explain.model import Reason
from hotline_rules.explain.review import review_reasons
from hotline_rules.explain.wording import NOTHING, join, say
from hotline_rules.explain.words import END_REASONS, STATES_OF_ACTIONS

if TYPE_CHECKING:
    from hotline_rules.evaluate import Action
    from hotline_rules.evaluate.state import Instance
    from hotline_rules.explain.context import Context

_BY = Text("期限", "by")
_NOTICE = Text("文书", "notice")
_DONE = frozenset({"done", "lapsed"})
_WEIGHTS = {"overdue": 70, "done_late": 40, "open": 25}


def action_reasons(ctx: Context) -> tuple[Reason, ...]:
    """A reason for every action of the result, in its order."""
    limits = {one.id for one in ctx.state.deadlines}
    return tuple(
        _action(ctx, one, ctx.instances.get(one.id), has_limit=one.id in limits)
        for one in ctx.state.actions
    )


def action_text(ctx: Context, one: Action) -> Text:
    """Who has to do what."""
    who = ctx.names.bearer(one.role, one.unit, ctx.times.day(one.since))
    return say("{0}{1}", "{0}: {1}", who, _what(ctx, one))


def _what(ctx: Context, one: Action) -> Text:
    return say("“{0}”", "{0}", ctx.names.titled(one.action))


def _action(
    ctx: Context, one: Action, inst: Instance | None, *, has_limit: bool
) -> Reason:
    moments = [ctx.times.moment("since", one.since)]
    for name in ("due_at", "done_at"):
        at = getattr(one, name)
        if at is not None:
            moments.append(ctx.times.moment(name, at))
    text = say("{0}：{1}", "{0}: {1}", action_text(ctx, one), _state(ctx, one, inst))
    why: tuple[Reason, ...] = ()
    if inst is not None and not has_limit:
        why = (*because_text(ctx, inst.trigger), *ctx.facts(one.because.facts))
    children = (
        *ctx.law(one.cites),
        *ctx.record_id(one.id),
        *(() if has_limit else ctx.evidence(one.because)),
        *why,
        *_due(ctx, one, has_limit=has_limit),
        *_notice(ctx, one),
        *(() if has_limit else _review(ctx, one, inst)),
        *(() if has_limit else ctx.then("actions", one.id)),
        *ctx.flags(one.flags),
        *(() if has_limit else ctx.reading_codes(one.readings)),
    )
    return Reason(
        what="action",
        id=one.id,
        text=text,
        moments=tuple(moments),
        cites=ctx.names.cites(one.cites),
        children=children,
        minor=one.state in _DONE,
        weight=_WEIGHTS.get(one.state, 5),
    )


def _state(ctx: Context, one: Action, inst: Instance | None) -> Text:
    state = STATES_OF_ACTIONS.get(one.state, NOTHING)
    since = say("自{0}起", "since {0}", ctx.times.at(one.since))
    if one.done_at is not None:
        done = ctx.times.at(one.done_at)
        return say("{0}，{1}", "{0} {1}", state, done)
    if one.state == "overdue" and one.due_at is not None:
        due = ctx.times.end(one.due_at, inclusive=one.inclusive)
        return say("{0}，应在{1}前办", "{0}, was to be done by {1}", state, due)
    if one.state == "lapsed":
        reason = "" if inst is None else inst.end_reason or ""
        why = END_REASONS.get(reason) or ctx.names.titled(reason)
        return say("{0}，{1}", "{0}, {1}", state, why) if reason else state
    return say("{0}，{1}", "{0}, {1}", state, since)


def _due(ctx: Context, one: Action, *, has_limit: bool) -> tuple[Reason, ...]:
    if has_limit:
        text = say("见时限 {0}", "see the limit {0}", one.id)
    elif one.due_at is None:
        text = _no_time(ctx, one)
    else:
        text = ctx.times.end(one.due_at, inclusive=one.inclusive)
    return (Reason(what="due", label=_BY, text=text),)


def _no_time(ctx: Context, one: Action) -> Text:
    if one.soft_due_at is None:
        return Text("文件没有写明时间", "the document gives no time")
    at = ctx.times.end(one.soft_due_at, inclusive=False)
    return say(
        "文件没有写明期限，以{0}前后为目标", "no limit; the aim is about {0}", at
    )


def _review(ctx: Context, one: Action, inst: Instance | None) -> tuple[Reason, ...]:
    trigger = None if inst is None else inst.trigger
    return review_reasons(ctx, one.flags, one.rule, trigger=trigger, inst=inst)


def _notice(ctx: Context, one: Action) -> tuple[Reason, ...]:
    if one.notice is None:
        return ()
    text = join((ctx.names.titled(one.notice),))
    return (Reason(what="notice", label=_NOTICE, text=text),)
