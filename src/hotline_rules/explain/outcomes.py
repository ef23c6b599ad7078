"""Why each penalty, status, rung and light is there, and what undid it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.penalties import name_of
from hotline_rules.evaluate.state import PenaltyState
from hotline_rules.explain.context import NOTE, Context, Words
from hotline_rules.explain.deadlines import because_text
from hotline_rules.explain.marks import mark_reasons, mark_title
from hotline_rules.explain.model import Reason
from hotline_rules.explain.nearness import nearness
from hotline_rules.explain.review import review_reasons
from hotline_rules.explain.wording import join, same, say
from hotline_rules.explain.words import STATES_OF_PENALTIES

if TYPE_CHECKING:
    from hotline_rules.evaluate import Penalty, Rung, Status
    from hotline_rules.evaluate.state import Instance, Interval
    from hotline_rules.rulebook import Ladder

_ABSORBED = Text("吸收", "absorbed")
_VOIDED = Text("作废", "voided")
_PENDING = Text("暂定", "pending")
_POINTS = Text("分值", "points")
_LEFT = Text("终止", "ended")
_LIMIT = Text("时限", "limit")


# Penalties -------------------------------------------------------------------------


def penalty_reasons(ctx: Context) -> tuple[Reason, ...]:
    """A reason for every penalty of the result, in its order."""
    return tuple(
        _penalty(ctx, one, ctx.penalties[one.id]) for one in ctx.state.penalties
    )


def penalty_name(ctx: Words, one: PenaltyState) -> Text:
    """A penalty, whose it is, and by which rule or mark."""
    kind = ctx.names.penalty(one.kind)
    title = ctx.names.rule(one.rule)
    if one.instance is not None:
        title = mark_title(ctx, one.instance, one.rule, one.at)
    if one.unit is None:
        return say("{0}“{1}”", "{0} “{1}”", kind, title)
    return say("{0}“{1}”（{2}）", "{0} “{1}” for {2}", kind, title, one.unit)


def _penalty(ctx: Context, one: Penalty, state: PenaltyState) -> Reason:
    verdict = STATES_OF_PENALTIES.get(one.state, same(one.state))
    text = say(
        "{0}：自{1}起，{2}",
        "{0}: from {1}, {2}",
        penalty_name(ctx, state),
        ctx.times.at(one.at),
        verdict,
    )
    children = (
        *ctx.law(one.cites),
        *ctx.record_id(one.id),
        *ctx.evidence(one.because),
        *_ground(ctx, state),
        *_points(one),
        *_absorbed(ctx, state),
        *_voided(ctx, state),
        *_pending(ctx, one, state),
        *_beside(one),
        *review_reasons(
            ctx, one.flags, one.rule, trigger=state.trigger, inst=state.instance
        ),
        *ctx.flags(one.flags, leave_out=("absorbed", "provisional", "review")),
        *ctx.then("penalties", one.id),
        *nearness(ctx, one.id, _this(ctx, one), worse=ctx.audit),
        *ctx.reading_codes(set(one.readings) - _told(state.instance)),
    )
    return Reason(
        what="penalty",
        id=one.id,
        text=text,
        moments=(ctx.times.moment("at", one.at),),
        cites=ctx.names.cites(one.cites),
        children=children,
        minor=one.state in ("absorbed", "voided"),
        weight=_weight(one),
    )


def _this(ctx: Context, one: Penalty) -> Text:
    """``这张红牌``, ``这项扣分``."""
    kind = ctx.names.penalty(one.kind)
    if one.kind.endswith("_card"):
        return say("这张{0}", "{0}", kind)
    return say("这项{0}", "{0}", kind)


def _weight(one: Penalty) -> int:
    """The worst first: what is in effect, red before yellow before the rest."""
    if one.state != "effective":
        return 50 if one.state == "provisional" else 15
    return {"red_card": 90, "yellow_card": 88}.get(one.kind, 86)


def _ground(ctx: Context, state: PenaltyState) -> tuple[Reason, ...]:
    """The arithmetic of a mark, or what set a rule going."""
    if state.instance is None:
        return (*because_text(ctx, state.trigger), *ctx.facts(state.facts))
    return _by_mark(ctx, state.instance, state.rule, state.at)


def _by_mark(ctx: Context, inst: Instance, name: str, at: int) -> tuple[Reason, ...]:
    """Which limit it is a mark of, and the arithmetic of the mark."""
    limit = same(name_of(inst.rule.id, inst.unit, inst.n))
    return (
        Reason(what="limit", label=_LIMIT, text=limit),
        *mark_reasons(ctx, inst, name, at),
    )


def _told(inst: Instance | None) -> set[str]:
    """The readings that the limit itself already names."""
    return set() if inst is None else set(inst.readings)


def _points(one: Penalty) -> tuple[Reason, ...]:
    if one.kind != "points" or one.points is None:
        return ()
    text = say("{0}分", "{0} points", one.points)
    return (Reason(what="points", label=_POINTS, text=text),)


def _absorbed(ctx: Context, state: PenaltyState) -> tuple[Reason, ...]:
    found = []
    for place in sorted(state.absorbed_by, key=lambda place: place[0]):
        ladder = _ladder(ctx, place)
        rests = ctx.reading_codes(ladder.readings)
        found.append(
            Reason(
                what="absorbed",
                label=_ABSORBED,
                text=absorbed_sentence(ctx, state, place),
                cites=ctx.names.cites(ladder.cites),
                refs=tuple(ref for one in rests for ref in one.refs),
            )
        )
    return tuple(found)


def _ladder(ctx: Words, place: tuple[str, object]) -> Ladder:
    return next(x for x in ctx.plan.rulebook.ladders if x.id == place[0])


def absorbed_sentence(
    ctx: Words, state: PenaltyState, place: tuple[str, object]
) -> Text:
    """By which heavier penalty, and on which ladder."""
    members = ctx.run.ladder_members.get(place, [])
    own = max((rank for rank, one in members if one is state), default=0)
    winners = [
        one
        for rank, one in members
        if isinstance(one, PenaltyState) and rank > own and one.state == "effective"
    ]
    by = join((penalty_name(ctx, one) for one in winners), "、", " and ")
    return say(
        "被{0}吸收（{1}）",
        "by {0} ({1})",
        by if by.zh else Text("更重的一项", "a heavier one"),
        ctx.names.ladder(place[0]),
    )


def _voided(ctx: Context, state: PenaltyState) -> tuple[Reason, ...]:
    if state.state != "voided":
        return ()
    return (Reason(what="voided", label=_VOIDED, text=voided_sentence(ctx, state)),)


def voided_sentence(ctx: Words, state: PenaltyState) -> Text:
    """What undid a penalty."""
    number = state.evidence[-1] if state.evidence else None
    event = ctx.event(number)
    by = ctx.named_event(number)
    if event is not None:
        by = say("{0}，{1}", "{0}, {1}", ctx.times.at(event.at), by)
    grants = [
        move
        for move in (() if state.instance is None else state.instance.moves)
        if move.outcome == "granted" and move.decided == number
    ]
    text = say("因{0}", "by {0}", by)
    if grants:
        change = ctx.names.rule(grants[-1].change)
        text = say("{0}，“{1}”获准，追溯作废", "{0}: “{1}” was granted", text, change)
    return text


def _pending(ctx: Context, one: Penalty, state: PenaltyState) -> tuple[Reason, ...]:
    if state.application is not None and state.state == "provisional":
        asked = state.application.asked.evidence
        text = say(
            "“{0}”尚未决定（{1}）；获准则作废，不准则自上述时刻起生效",
            "“{0}” is undecided ({1}); void if granted, effective as of then if not",
            ctx.names.rule(state.application.change.change.id),
            ctx.named_event(asked[-1] if asked else None),
        )
    elif "provisional" in one.flags:
        text = Text(
            "所数的日子里有放假安排尚未公布的",
            "the days off of some of the days are not announced yet",
        )
    else:
        return ()
    return (Reason(what="pending", label=_PENDING, text=text),)


def _beside(one: Penalty) -> tuple[Reason, ...]:
    if not one.concurrent:
        return ()
    listed = join((same(id_) for id_ in one.concurrent), "、", ", ")
    text = say("并存而不另算：{0}", "counted together with it: {0}", listed)
    return (Reason(what="concurrent", label=NOTE, text=text),)


# Statuses and rungs ----------------------------------------------------------------


def status_reasons(ctx: Context) -> tuple[Reason, ...]:
    """A reason for every status of the result, in its order."""
    return tuple(
        _interval(
            ctx,
            "status",
            f"{one.status}:{one.unit or ''}:{one.since}",
            ctx.names.status(one.status, one.kind),
            one,
            _of(ctx, one.status, "", one),
        )
        for one in ctx.state.statuses
    )


def rung_reasons(ctx: Context) -> tuple[Reason, ...]:
    """A reason for every rung of the result, in its order."""
    return tuple(
        _interval(
            ctx,
            "rung",
            f"{one.ladder}:{one.rung}:{one.since}",
            say(
                "{0}·{1}",
                "{0}: {1}",
                ctx.names.ladder(one.ladder),
                ctx.names.titled(one.rung),
            ),
            one,
            _of(ctx, one.ladder, one.rung, one),
        )
        for one in ctx.state.rungs
    )


def _of(ctx: Context, name: str, step: str, one: Any) -> Interval | None:
    """The record of the run behind a status or rung."""
    for interval in ctx.run.intervals:
        if (
            interval.name == name
            and interval.step == step
            and (interval.unit, interval.since) == (one.unit, one.since)
            and interval.rule == one.rule
        ):
            return interval
    return None


def _interval(
    ctx: Context,
    what: str,
    id_: str,
    name: Text,
    one: Status | Rung,
    interval: Interval | None,
) -> Reason:
    since = ctx.times.at(one.since)
    if one.unit is not None:
        name = say("{0}（{1}）", "{0} ({1})", name, one.unit)
    moments = [ctx.times.moment("since", one.since)]
    if one.until is None:
        text = say("{0}：自{1}起至今", "{0}: since {1}", name, since)
    else:
        until = ctx.times.at(one.until, since=one.since)
        moments.append(ctx.times.moment("until", one.until))
        text = say("{0}：自{1}起，到{2}止", "{0}: from {1} to {2}", name, since, until)
    why: tuple[Reason, ...] = ()
    review: tuple[Reason, ...] = ()
    readings = set(one.readings)
    if interval is not None:
        inst, trigger = interval.trigger.limit, interval.trigger
        of = inst if trigger.type == one.rule else None
        review = review_reasons(ctx, one.flags, one.rule, trigger=trigger, inst=of)
        if inst is not None and trigger.type == one.rule:
            why = _by_mark(ctx, inst, one.rule, one.since)
            readings -= _told(inst)
        else:
            why = (*because_text(ctx, trigger), *ctx.facts(one.because.facts))
    children = (
        *ctx.law(one.cites),
        *ctx.evidence(one.because),
        *why,
        *_left(ctx, one),
        *review,
        *ctx.flags(one.flags),
        *ctx.then("intervals", id_),
        *ctx.reading_codes(readings),
    )
    return Reason(
        what=what,
        id=id_,
        text=text,
        moments=tuple(moments),
        cites=ctx.names.cites(one.cites),
        children=children,
        minor=one.until is not None,
        weight=35 if one.until is None else 5,
    )


def _left(ctx: Context, one: Status | Rung) -> tuple[Reason, ...]:
    """The event that ended it, when it is one that was recorded."""
    if one.until is None or not one.because.events:
        return ()
    number = one.because.events[-1]
    event = ctx.event(number)
    if event is None or event.at != one.until:
        return ()
    text = say("因{0}", "by {0}", ctx.named_event(number))
    return (Reason(what="ended", label=_LEFT, text=text),)
