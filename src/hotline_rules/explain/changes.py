"""What was asked and decided about a limit, what moved it, and when it stood still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.clock import Months, WorkingDays
from hotline_rules.clock.amount import size
from hotline_rules.diagnostics import Text
from hotline_rules.explain.days import trace_or_none
from hotline_rules.explain.model import Reason
from hotline_rules.explain.points import chosen, point_text
from hotline_rules.explain.wording import NOTHING, join, say
from hotline_rules.rulebook import (
    Anchor,
    EndsWith,
    MovesTo,
    Pauses,
    Shifted,
    StartsFrom,
)

if TYPE_CHECKING:
    from hotline_rules.clock import Amount, End, Trace
    from hotline_rules.evaluate.plan import BoundChange
    from hotline_rules.evaluate.state import Instance, Move
    from hotline_rules.explain.context import Context

_CHANGE = Text("变更", "change")
_PAUSE = Text("停表", "pause")


def move_reasons(ctx: Context, inst: Instance) -> tuple[Reason, ...]:
    """What came of every application and change of facts, in order."""
    return tuple(
        _move(ctx, inst, move) for move in inst.moves if not _is_pause(ctx, move)
    )


def _is_pause(ctx: Context, move: Move) -> bool:
    """Whether it stopped the clock; then it is told as a pause."""
    bound = change_of(ctx, move.change)
    return bound is not None and isinstance(bound.change.effect, Pauses)


def change_of(ctx: Context, change_id: str) -> BoundChange | None:
    """The bound change of that id."""
    for bound in ctx.plan.changes:
        if bound.change.id == change_id:
            return bound
    return None


def _move(ctx: Context, inst: Instance, move: Move) -> Reason:
    bound = change_of(ctx, move.change)
    if bound is None:
        return _reclassified(ctx, inst, move)
    told = [_asked(ctx, move), _outcome(ctx, inst, move, bound)]
    title = ctx.names.rule(move.change)
    text = say("{0}：{1}", "{0}: {1}", title, join(told, "；", "; "))
    children = ctx.days(_extension_trace(ctx, inst, move, bound), from_start=False)
    return Reason(
        what="change",
        label=_CHANGE,
        text=text,
        cites=ctx.names.cites(bound.change.cites),
        children=children,
    )


def _asked(ctx: Context, move: Move) -> Text:
    event = ctx.event(move.asked)
    if event is None:
        return NOTHING
    when = ctx.times.at(event.at)
    said = ctx.names.payload(event)
    text = say("{0}，{1}", "{0}, {1}", when, ctx.named_event(move.asked))
    return say("{0}（{1}）", "{0} ({1})", text, said) if said.zh else text


def _outcome(ctx: Context, inst: Instance, move: Move, bound: BoundChange) -> Text:
    by = NOTHING
    if move.decided is not None and move.decided != move.asked:
        event = ctx.named_event(move.decided)
        by = say("{0}，{1}", "{0}, {1}", ctx.times.at(move.at), event)
    if move.outcome == "refused":
        return join(
            (by, Text("没有批准，期限不变", "refused; the end stays")), "，", ", "
        )
    if move.outcome == "without_effect":
        return join((by, Text("没有产生效果", "without effect")), "，", ", ")
    granted = Text("准许", "granted")
    return join((by, granted, _effect(ctx, inst, move, bound)), "，", ", ")


def _effect(ctx: Context, inst: Instance, move: Move, bound: BoundChange) -> Text:
    effect = bound.change.effect
    if isinstance(effect, EndsWith):
        return Text("期限了结", "the limit ends")
    before, after = move.before, move.after
    if before is None or after is None:
        return NOTHING
    if before == after:
        if isinstance(effect, MovesTo | StartsFrom):
            return Text("不晚于原期限，期限不变", "not later than before; it stays")
        return NOTHING
    where = _point_of(ctx, inst, move, effect)
    moved = say(
        "期限由{0}移到{1}",
        "the end moves from {0} to {1}",
        ctx.times.end_of(before),
        ctx.times.end_of(after, since=before.at),
    )
    if move.wish is None or move.wish.first_late <= after.first_late:
        return say("{0}（{1}）", "{0} ({1})", moved, where) if where.zh else moved
    caps = _caps(ctx, inst, effect)
    return say(
        "{0}；所请为{1}，即{2}，超过上限{3}，按上限计算",
        "{0}; what was asked for, {1}, that is {2}, lies beyond the cap{3}, which "
        "applies",
        moved,
        where,
        ctx.times.end_of(move.wish, since=before.at),
        say("（{0}）", " ({0})", caps) if caps.zh else NOTHING,
    )


def _caps(ctx: Context, inst: Instance, effect: Any) -> Text:
    """The caps of a move, in words."""
    found = (
        chosen(one, ctx.plan.binder, ctx.run, inst.trigger, inst)
        for one in getattr(effect, "not_after", ())
    )
    return join((point_text(one, ctx.names) for one in found), "、", ", ")


def _point(ctx: Context, inst: Instance, move: Move, effect: Any) -> Any:
    """The point of the row that the application fits."""
    asked, granted = ctx.event(move.asked), ctx.event(move.decided)
    run = ctx.run
    kept = run.asked, run.granted
    run.asked = None if asked is None else run.occurrence(asked)
    run.granted = None if granted is None else run.occurrence(granted)
    try:
        return chosen(effect.point, ctx.plan.binder, run, inst.trigger, inst)
    finally:
        run.asked, run.granted = kept


def _point_of(ctx: Context, inst: Instance, move: Move, effect: Any) -> Text:
    if not isinstance(effect, MovesTo | StartsFrom):
        return NOTHING
    asked, granted = ctx.event(move.asked), ctx.event(move.decided)

    def given(fact: Any) -> object:
        event = {"asked": asked, "granted": granted}.get(fact.scope)
        return None if event is None else event.payload.get(fact.name)

    return point_text(_point(ctx, inst, move, effect), ctx.names, given)


def _extension_trace(
    ctx: Context, inst: Instance, move: Move, bound: BoundChange
) -> Trace | None:
    """The days added, where they are an amount after the old end."""
    limit, effect = inst.body.limit, bound.change.effect
    before, after = move.before, move.after
    if limit is None or before is None or after is None or before == after:
        return None
    if not isinstance(effect, MovesTo):
        return None
    point = _point(ctx, inst, move, effect)
    if not isinstance(point, Shifted) or point.base != Anchor("due"):
        return None
    return after_trace(bound.clock or limit.clock, before, after, WorkingDays)


def after_trace(
    clock: Any,
    before: End,
    after: End,
    kind: type[Amount],
    amount: Amount | None = None,
) -> Trace | None:
    """The days from one end to a later one; only if they add up to the amount."""
    if kind is Months or after.last_instant <= before.last_instant:
        return None
    trace = trace_or_none(clock, before.last_instant, after, amount or kind)
    if trace is None or not trace.days:
        return None
    if amount is not None and trace.days[-1].total != size(amount):
        return None
    return trace


def _reclassified(ctx: Context, inst: Instance, move: Move) -> Reason:
    event = ctx.event(move.decided)
    by = NOTHING
    if event is not None:
        by = join((ctx.times.at(event.at), ctx.named_event(move.decided)), "，", ", ")
        said = ctx.names.payload(event)
        if said.zh:
            by = say("{0}（{1}）", "{0} ({1})", by, said)
    effect = Text("期限不变", "the end stays")
    rows: tuple[Reason, ...] = ()
    if move.before is not None and move.after is not None and move.before != move.after:
        effect = say(
            "期限由{0}变为{1}",
            "the end goes from {0} to {1}",
            ctx.times.end_of(move.before),
            ctx.times.end_of(move.after, since=move.before.at),
        )
        how, rows = _recounted(ctx, inst, move, move.before, move.after)
        effect = join((effect, how), "；", "; ")
    text = join((by, effect), "：", ": ")
    return Reason(what="reclassified", label=_CHANGE, text=text, children=rows)


def _recounted(
    ctx: Context, inst: Instance, move: Move, before: End, after: End
) -> tuple[Text, tuple[Reason, ...]]:
    """How the new end comes from the old start, the change and the old end."""
    limit = inst.body.limit
    amount = None if limit is None else limit.amount
    if limit is None or amount is None or inst.pauses:
        return NOTHING, ()
    from_start, from_change = map(limit.clock.adder(amount), (inst.start, move.at))
    if inst.start == move.at:
        how = Text("从改变时重新起算", "counted anew from the change")
    else:
        times = ctx.times
        how = say(
            "按新类别，从原起点计止于{0}，从改变时计止于{1}；后者与原期限取早，再与前者取晚",
            "by the new kind it would end {0} from the old start and {1} from the "
            "change; the earlier of the latter and the old end, or the former if later",
            times.end_of(from_start, since=before.at),
            times.end_of(from_change, since=before.at),
        )
    for start, end in ((inst.start, from_start), (move.at, from_change)):
        if end == after:
            trace = trace_or_none(limit.clock, start, end, amount)
            return how, ctx.days(trace)
    return how, ()


def pause_reasons(ctx: Context, inst: Instance) -> tuple[Reason, ...]:
    """When the clock stood still, and until when."""
    found = []
    for start, until in inst.pauses:
        text = say(
            "{0}起，到{1}恢复",
            "from {0} until {1}",
            ctx.times.at(start),
            ctx.times.at(until, since=start),
        )
        found.append(_pause(ctx, inst, text, start, until))
    if inst.paused_at is not None:
        text = say(
            "{0}起，尚未恢复", "from {0}, still so", ctx.times.at(inst.paused_at)
        )
        found.append(_pause(ctx, inst, text, inst.paused_at, None))
    return tuple(found)


def _pause(
    ctx: Context, inst: Instance, text: Text, start: int, until: int | None
) -> Reason:
    numbers = [
        number
        for number in inst.evidence
        if (event := ctx.event(number)) is not None and event.at in (start, until)
    ]
    behind = ctx.numbers(numbers)
    if behind.zh:
        text = say("{0}（{1}）", "{0} ({1})", text, behind)
    titles = [move.change for move in inst.moves if move.at == start]
    if titles:
        text = say("{0}：{1}", "{0}: {1}", ctx.names.rule(titles[-1]), text)
    return Reason(what="pause", label=_PAUSE, text=text)
