"""Why each limit ends when it does, and how it was met."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hotline_rules.clock import Elapsed, End, WorkingTime
from hotline_rules.diagnostics import Text
from hotline_rules.explain.changes import move_reasons, pause_reasons
from hotline_rules.explain.context import BECAUSE, NOTE, Context, Words
from hotline_rules.explain.days import trace_or_none
from hotline_rules.explain.margins import late_text, left_text, margin_text
from hotline_rules.explain.model import Reason
from hotline_rules.explain.names import plain
from hotline_rules.explain.nearness import nearness
from hotline_rules.explain.points import chosen, counting_of, limit_text
from hotline_rules.explain.review import review_reasons
from hotline_rules.explain.wording import (
    NOTHING,
    hours_text,
    join,
    say,
    span_text,
)
from hotline_rules.explain.words import END_REASONS, STATES, STATES_OF_POWERS
from hotline_rules.rulebook import FactAmount, Within

if TYPE_CHECKING:
    from hotline_rules.clock import Amount, Trace
    from hotline_rules.evaluate import Deadline
    from hotline_rules.evaluate.state import Instance

_START = Text("起算", "start")
_AMOUNT = Text("期限", "length")
_DAYS = Text("逐日", "days")
_END = Text("期满", "end")
_TARGET = Text("目标", "target")
_OUTCOME = Text("结果", "outcome")
_MINOR = frozenset({"ended", "lapsed"})
# Beside each other in the short form: the worst card weighs 90, a finished limit 10.
_WEIGHTS = {"overdue": 80, "met_late": 60, "paused": 30, "running": 30}


def deadline_reasons(ctx: Context) -> tuple[Reason, ...]:
    """A reason for every limit of the result, in its order."""
    return tuple(_deadline(ctx, one) for one in ctx.state.deadlines)


def _deadline(ctx: Context, one: Deadline) -> Reason:
    inst = one.instance
    moments = [ctx.times.moment("started_at", one.started_at)]
    for name in ("due_at", "ended_at"):
        at = getattr(one, name)
        if at is not None:
            moments.append(ctx.times.moment(name, at))
    children = (
        *ctx.law(one.cites),
        *ctx.record_id(one.id),
        *ctx.evidence(one.because),
        *_start(ctx, one),
        *ctx.facts(one.because.facts),
        *_amount(ctx, inst),
        *_days(ctx, inst),
        *move_reasons(ctx, inst),
        *pause_reasons(ctx, inst),
        *_end(ctx, one),
        *_target(ctx, one),
        *_outcome(ctx, one),
        *_notes(ctx, one),
        *ctx.then("deadlines", one.id),
        *_nearness(ctx, one),
        *ctx.reading_codes(one.readings),
    )
    return Reason(
        what="deadline",
        id=one.id,
        text=headline(ctx, one),
        moments=tuple(moments),
        cites=ctx.names.cites(one.cites),
        children=children,
        minor=one.kind == "power" and one.state in _MINOR,
        weight=_WEIGHTS.get(one.state, 10) if one.kind == "duty" else 5,
    )


def headline(ctx: Context, one: Deadline) -> Text:
    """Who had to do what by when, and how it stands: one sentence."""
    who = ctx.names.bearer(one.role, one.unit, ctx.times.day(one.started_at))
    title = Text(one.title, f"{plain(one.rule)} ({one.title})")
    return say("{0}（{1}）：{2}", "{0}, {1}: {2}", title, who, verdict(ctx, one))


def verdict(words: Words, one: Deadline) -> Text:
    """By when it had to be done, and how it stands."""
    return _duty(words, one) if one.kind == "duty" else _power(words, one)


def due_text(ctx: Words, end: End) -> Text:
    """``2024年3月12日14:00前（含）``: until when, and whether that instant is in."""
    return _due_text(ctx.times.end_of(end), inclusive=end.inclusive)


@lru_cache(maxsize=4096)
def _due_text(end: Text, *, inclusive: bool) -> Text:
    if inclusive:
        return say("{0}前（含）", "by {0} (that instant included)", end)
    return say("{0}前", "by {0}", end)


@lru_cache(maxsize=4096)
def _until(zh: str, en: str, due: Text) -> Text:
    """What has to be done or may be used by then."""
    return say(zh, en, due)


def _duty(ctx: Words, one: Deadline) -> Text:
    inst = one.instance
    if one.state == "paused":
        return _paused(ctx, one)
    end = inst.end
    assert end is not None  # INVARIANT: deadlines have an end
    must = _until("应于{0}完成", "to be done {0}", due_text(ctx, end))
    match one.state:
        case "met" | "met_late" if inst.met_at is not None:
            done = ctx.times.at(inst.met_at, since=end.at)
            return say(
                "{0}，实际{1}完成，{2}",
                "{0}; done {1}, {2}",
                must,
                done,
                margin_text(inst, end, inst.met_at),
            )
        case "overdue":
            late = late_text(inst, end, ctx.as_of)
            return say("{0}，至今未完成，{1}", "{0}; still not done, {1}", must, late)
        case "running":
            left = left_text(inst, end, ctx.as_of)
            return say("{0}，{1}", "{0}; {1}", must, left)
        case _:
            return say("{0}；{1}", "{0}; {1}", must, _ended(ctx, one))


def _power(ctx: Words, one: Deadline) -> Text:
    inst, end = one.instance, one.instance.end
    assert end is not None  # INVARIANT: deadlines have an end
    if one.state == "paused":
        return _paused(ctx, one)
    may = _until("可在{0}提出", "may be used {0}", due_text(ctx, end))
    match one.state:
        case "met" | "met_late" if inst.met_at is not None:
            used = ctx.times.at(inst.met_at, since=end.at)
            margin = margin_text(inst, end, inst.met_at)
            return say("{0}，实际{1}提出，{2}", "{0}; used {1}, {2}", may, used, margin)
        case "lapsed":
            return say("{0}，期满没有提出", "{0}; it lapsed unused", may)
        case "running":
            return say("{0}，{1}", "{0}; {1}", may, left_text(inst, end, ctx.as_of))
        case _:
            return say("{0}；{1}", "{0}; {1}", may, _ended(ctx, one))


def _paused(ctx: Words, one: Deadline) -> Text:
    since = one.instance.paused_at
    limit, seconds = one.instance.body.limit, one.remaining_seconds or 0
    in_hours = limit is not None and limit.kind in (Elapsed, WorkingTime)
    left = hours_text(seconds) if in_hours else span_text(seconds)
    if since is None:
        return STATES["paused"]
    at = ctx.times.at(since)
    return say("{0}起停表，停表时还剩{1}", "paused since {0} with {1} left", at, left)


def _ended(ctx: Words, one: Deadline) -> Text:
    reason = one.end_reason or ""
    why = END_REASONS.get(reason) or ctx.names.titled(reason)
    if one.ended_at is None:
        return say("因{0}而终止", "ended because {0}", why)
    at = ctx.times.at(one.ended_at, since=one.started_at)
    return say("{0}因{1}而终止", "ended {0} because {1}", at, why)


def _nearness(ctx: Context, one: Deadline) -> tuple[Reason, ...]:
    """How near it was; not using a power is no fault, so that only an audit tells."""
    if one.state == "lapsed" and not ctx.audit:
        return ()
    return nearness(ctx, one.id, one.kind, worse=ctx.audit)


# The arithmetic --------------------------------------------------------------------


def _start(ctx: Context, one: Deadline) -> tuple[Reason, ...]:
    inst = one.instance
    what = ctx.names.occasion(inst.trigger)
    number = inst.trigger.number
    behind = (
        say("第{0}号事件", "event {0}", number)
        if number is not None
        else ctx.numbers(inst.trigger.evidence)
    )
    if inst.trigger.at == one.started_at:
        at = ctx.times.at(one.started_at, named=True)
        text = say("{0}，{1}", "{0}, {1}", at, what)
    else:
        at = ctx.times.at(inst.trigger.at, named=True)
        start = ctx.times.at(one.started_at, named=True)
        text = say(
            "{0}，{1}；改从{2}起算",
            "{0}, {1}; counted from {2} instead",
            at,
            what,
            start,
        )
    if behind.zh:
        text = say("{0}（{1}）", "{0} ({1})", text, behind)
    return (Reason(what="start", label=_START, text=text),)


def limit_value(ctx: Context, inst: Instance) -> Any:
    """The amount or point that the limit came to; ``None`` if that is not one."""
    limit = inst.body.limit
    if limit is None:
        return None
    binder, trigger = ctx.plan.binder, inst.trigger
    return chosen(limit.limit.within, binder, ctx.run, trigger, inst)


def limit_amount(value: Any, inst: Instance) -> Amount | None:
    """The constant amount of a limit."""
    if isinstance(value, Within) and not isinstance(value.amount, FactAmount):
        return value.amount
    limit = inst.body.limit
    return None if limit is None or value is not None else limit.amount


def _amount(ctx: Context, inst: Instance) -> tuple[Reason, ...]:
    limit = inst.body.limit
    value = limit_value(ctx, inst)
    text = limit_text(value, ctx.names)
    if limit is None or not text.zh:
        return ()
    amount = limit_amount(value, inst)
    if amount is not None:
        how = counting_of(limit.clock.settings, amount)
        text = join((text, how), "；", "; ")
    return (Reason(what="amount", label=_AMOUNT, text=text),)


def first_end(inst: Instance) -> End | None:
    """The end before any change that moved it."""
    for move in inst.moves:
        if move.before != move.after and move.before is not None:
            return move.before
    return inst.end


def own_trace(ctx: Context, inst: Instance) -> Trace | None:
    """The days from the start to the end before any move, pauses included.

    While the clock stands still, up to the day on which it was stopped. ``None`` when
    the end was not simply counted from the start.
    """
    limit, end = inst.body.limit, first_end(inst)
    amount = limit_amount(limit_value(ctx, inst), inst)
    if limit is None or end is None or amount is None:
        return None
    if inst.paused_at is not None and end == inst.end:
        stopped = End(inst.paused_at, inclusive=False, opening=inst.paused_at)
        return trace_or_none(
            limit.clock, inst.start, stopped, amount, inst.pauses, inst.pause_cap
        )
    if inst.pauses and end == inst.end:
        return trace_or_none(
            limit.clock, inst.start, end, amount, inst.pauses, inst.pause_cap
        )
    if limit.clock.adder(amount)(inst.start) != end:
        return None
    return trace_or_none(limit.clock, inst.start, end, amount)


def _days(ctx: Context, inst: Instance) -> tuple[Reason, ...]:
    rows = ctx.days(own_trace(ctx, inst))
    if not rows:
        return ()
    text = join((row.text for row in rows), "；", "; ")
    return (Reason(what="days", label=_DAYS, text=text, children=rows),)


def _end(ctx: Context, one: Deadline) -> tuple[Reason, ...]:
    end = one.instance.end
    if end is None or one.state == "paused":
        return ()
    text = ctx.times.end_of(end, named=True)
    if end.inclusive:
        text = say(
            "{0}（含），这一刻仍不算超期",
            "{0}; that very instant is still in time",
            text,
        )
    else:
        late = ctx.times.at(end.first_late, since=end.last_instant)
        word = "超期" if one.kind == "duty" else "逾期"
        text = say("{0}；{1}起即为{2}", "{0}; late from {1} on", text, late, word)
    return (Reason(what="end", label=_END, text=text),)


def _target(ctx: Context, one: Deadline) -> tuple[Reason, ...]:
    if one.soft_due_at is None:
        return ()
    limit = one.instance.body.limit
    value = None
    if limit is not None and limit.limit.target is not None:
        trigger = one.instance.trigger
        value = chosen(
            limit.limit.target, ctx.plan.binder, ctx.run, trigger, one.instance
        )
    words = limit_text(value, ctx.names)
    at = ctx.times.end(one.soft_due_at, inclusive=False)
    text = join((words, say("到{0}", "until {0}", at)), "，", ", ")
    return (Reason(what="target", label=_TARGET, text=text),)


def _outcome(ctx: Context, one: Deadline) -> tuple[Reason, ...]:
    states = STATES if one.kind == "duty" else STATES_OF_POWERS
    inst = one.instance
    state = states.get(one.state, NOTHING)
    at = inst.met_at if inst.verdict is not None else one.ended_at
    numbers = [
        number
        for number in one.because.events
        if (event := ctx.event(number)) is not None and event.at == at
    ]
    by = ctx.named_event(numbers[-1]) if at is not None and numbers else NOTHING
    return (Reason(what="state", label=_OUTCOME, text=join((state, by), "，", ", ")),)


def _notes(ctx: Context, one: Deadline) -> tuple[Reason, ...]:
    notes = []
    inst = one.instance
    for application in inst.applications:
        change = ctx.names.rule(application.change.change.id)
        asked = application.asked.evidence
        event = ctx.named_event(asked[-1] if asked else None)
        text = say(
            "“{0}”已提出，尚未决定", "“{0}” was asked for and is undecided", change
        )
        if event.zh:
            text = say("{0}（{1}）", "{0} ({1})", text, event)
        notes.append(Reason(what="pending", label=NOTE, text=text))
    if "provisional" in one.flags:
        pending = inst.application
        if pending is not None:
            change = ctx.names.rule(pending.change.change.id)
            text = say(
                "暂定：“{0}”一经批准即作废",
                "provisional: falls if “{0}” is granted",
                change,
            )
        else:
            text = Text(
                "暂定：所数的日子里有放假安排尚未公布的",
                "provisional: the days off of some of the days are not announced yet",
            )
        notes.append(Reason(what="certainty", label=NOTE, text=text))
    why = review_reasons(ctx, one.flags, one.rule, trigger=inst.trigger, inst=inst)
    return (*notes, *why, *ctx.flags(one.flags, leave_out=("provisional", "review")))


def _card(ctx: Words, occ: Any) -> Text:
    """Which card an event is about: its colour, what brought it, its id."""
    colour = ctx.names.penalty(f"{occ.payload.get('colour')}_card")
    rule = ctx.names.rule(str(occ.payload.get("rule")))
    return say("{0}“{1}”，{2}", "{0} “{1}”, {2}", colour, rule, occ.payload.get("card"))


def because_text(ctx: Context, occ: Any) -> tuple[Reason, ...]:
    """What set something going, as a reason of its own."""
    text = because_sentence(ctx, occ)
    return (Reason(what="because", label=BECAUSE, text=text),)


def because_sentence(ctx: Words, occ: Any) -> Text:
    """What set something going, with the recorded events behind it."""
    what = ctx.names.occasion(occ)
    if occ.type.startswith("card."):
        what = say("{0}：{1}", "{0}: {1}", what, _card(ctx, occ))
    behind = ctx.numbers(occ.evidence if occ.number is None else (occ.number,))
    at = ctx.times.at(occ.at)
    text = say("{0}，{1}", "{0}, {1}", at, what)
    if behind.zh:
        text = say("{0}（{1}）", "{0} ({1})", text, behind)
    return text
