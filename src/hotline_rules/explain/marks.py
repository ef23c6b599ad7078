"""When a mark of a limit was reached: the arithmetic behind lights and cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import BeyondCalendarError
from hotline_rules.clock import CalendarDays, Elapsed, End, Months
from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.points import PointBinder
from hotline_rules.explain.changes import after_trace
from hotline_rules.explain.days import trace_or_none
from hotline_rules.explain.model import Reason
from hotline_rules.explain.names import plain
from hotline_rules.explain.points import chosen, mark_text
from hotline_rules.explain.wording import say
from hotline_rules.rulebook import Anchor, Constant, FactAmount, MarkPoint, Shifted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.clock import Clock, Trace
    from hotline_rules.evaluate.plan import BoundMark
    from hotline_rules.evaluate.state import Instance
    from hotline_rules.explain.context import Context, Words

_ARITHMETIC = Text("算法", "how")


@dataclass(frozen=True, slots=True)
class Reached:
    """A mark, the point it stands for, and the end of the limit at that time."""

    bound: BoundMark
    mark: MarkPoint
    point: End
    due: End | None
    clock: Clock


def reached_mark(ctx: Words, inst: Instance, name: str, at: int) -> Reached | None:
    """The mark of that name that gives just that instant; ``None`` if none does.

    The end of a limit may have moved since; every end it had is tried.
    """
    for bound in ctx.marks_named(name, inst):
        mark = chosen(bound.mark.at, ctx.plan.binder, ctx.run, inst.trigger, inst)
        if not isinstance(mark, MarkPoint):
            continue
        for due in ends_of(inst, at):
            for clock in _clocks(ctx, inst, bound):
                point = _point(ctx, inst, mark, due, clock, at)
                if point is None:
                    continue
                reached = point.first_late if mark.past else point.opening
                if reached == at:
                    return Reached(bound, mark, point, due, clock)
    return None


def mark_reasons(
    ctx: Context, inst: Instance, name: str, at: int
) -> tuple[Reason, ...]:
    """The arithmetic of a mark reached at an instant, with its days."""
    found = reached_mark(ctx, inst, name, at)
    text = mark_sentence(ctx, inst, name, at, found)
    if found is None:
        return (Reason(what="mark", label=_ARITHMETIC, text=text),)
    from_start = getattr(found.mark.point, "base", None) == Anchor("start")
    rows = ctx.days(_trace(inst, found), from_start=from_start)
    return (Reason(what="mark", label=_ARITHMETIC, text=text, children=rows),)


def mark_sentence(
    ctx: Words, inst: Instance, name: str, at: int, found: Reached | None
) -> Text:
    """The arithmetic of a mark reached at an instant, in a sentence.

    Args:
        ctx: words for the history.
        inst: the limit.
        name: of the mark.
        at: the instant.
        found: what ``reached_mark`` says of the three.
    """
    if found is None:
        return _by_event(ctx, inst, name, at) or _recounted(ctx, inst, name, at)
    words = mark_text(found.mark, ctx.names)
    if not found.mark.past:
        since = ctx.times.at(at, named=True)
        return say("{0}，即自{1}起", "{0}, that is from {1} on", words, since)
    end = ctx.times.end_of(found.point, named=True)
    if found.point.inclusive:
        return say(
            "{0}止于{1}（含），此后即{2}起为超出",
            "{0} runs to {1} (that instant included); past it from {2} on",
            words,
            end,
            ctx.times.at(at, since=found.point.at),
        )
    return say(
        "{0}止于{1}，即{2}起为超出",
        "{0} runs to {1}; past it from {2} on",
        words,
        end,
        ctx.times.at(at, since=found.point.last_instant),
    )


def _by_event(ctx: Words, inst: Instance, name: str, at: int) -> Text | None:
    """A mark that an event brings while the duty is unmet; ``None`` for one of time."""
    types = [
        pattern.event
        for bound in ctx.marks_named(name, inst)
        for pattern in bound.mark.on
    ]
    for event in ctx.history.events:
        if event.at == at and event.type in types:
            return say(
                "{0}，这时还没有做到",
                "{0}, and it was still not done",
                ctx.named_event(event.number),
            )
    return None


def _recounted(ctx: Words, inst: Instance, name: str, at: int) -> Text:
    """A mark of a limit whose kind was changed: neither start alone gives it."""
    reached = say("自{0}起到达", "reached at {0}", ctx.times.at(at, named=True))
    changes = [m for m in inst.moves if m.outcome == "reclassified" and m.at <= at]
    limit, marks = inst.body.limit, ctx.marks_named(name, inst)
    amount = None if limit is None else limit.amount
    if limit is None or amount is None or not changes or marks[0].at is None:
        return reached
    points = []
    for start in (inst.start, changes[-1].at):
        end = limit.clock.adder(amount)(start)
        found = ctx.asked_point(marks[0].at, inst.trigger, inst, start=start, end=end)
        if not isinstance(found, int):
            return reached
        points.append(ctx.times.at(found))
    return say(
        "改变类别后，从原起点计为{0}，从改变时计为{1}；"
        "后者与原类别的同一点取早，再与前者取晚，{2}",
        "by the new kind {0} from the old start and {1} from the change; the earlier "
        "of the latter and the same point of the old kind, or the former if later: {2}",
        *points,
        reached,
    )


def mark_title(ctx: Words, inst: Instance, name: str, at: int) -> Text:
    """The title of the mark reached then; marks of one name may differ."""
    found = reached_mark(ctx, inst, name, at)
    if found is None:
        return ctx.names.rule(name)
    title = found.bound.mark.title
    return Text(title, f"{plain(name)} ({title})")


def ends_of(inst: Instance, at: int) -> Iterator[End | None]:
    """The ends that the limit may have had at an instant, the likeliest first."""
    tried: list[End | None] = []
    befores = [move.before for move in inst.moves if move.at >= at]
    for end in (*befores[:1], _paused_end(inst, at), inst.end, *_all_ends(inst)):
        if end not in tried:
            tried.append(end)
            yield end


def _all_ends(inst: Instance) -> Iterator[End | None]:
    yield inst.first_end
    for move in inst.moves:
        yield move.before
        yield move.after
    yield inst.base_end


def _paused_end(inst: Instance, at: int) -> End | None:
    """The end with the pauses that were over by then."""
    limit, base = inst.body.limit, inst.base_end
    over = [pause for pause in inst.pauses if pause[1] <= at]
    if limit is None or base is None or len(over) == len(inst.pauses):
        return inst.end
    kind = CalendarDays if limit.kind is Months else limit.kind or Elapsed
    return limit.clock.paused(base, kind, over, inst.pause_cap)


def _clocks(ctx: Words, inst: Instance, bound: BoundMark) -> Iterator[Clock]:
    tried: list[Clock] = []
    named = bound.mark.counting
    limit = inst.body.limit
    found = [] if named is None else [ctx.plan.clocks[named]]
    found += [] if limit is None else [limit.clock]
    found += [one.clock for one in ctx.plan.changes if one.clock is not None]
    for clock in found:
        if clock not in tried:
            tried.append(clock)
            yield clock


def _point(
    ctx: Words,
    inst: Instance,
    mark: MarkPoint,
    due: End | None,
    clock: Clock,
    at: int,
) -> End | None:
    pauses = tuple(pause for pause in inst.pauses if pause[1] <= at)
    try:
        reader = PointBinder(clock, ctx.plan.binder).point(Constant(mark.point))
        found = ctx.asked_point(reader, inst.trigger, inst, end=due, pauses=pauses)
    except (ValueError, BeyondCalendarError):
        return None
    return found if isinstance(found, End) else None


def _trace(inst: Instance, found: Reached) -> Trace | None:
    """The days of a mark that lies an amount from the start or from the end."""
    point: Any = found.mark.point
    if not isinstance(point, Shifted) or isinstance(point.amount, FactAmount):
        return None
    kind = type(point.amount)
    if point.base == Anchor("start") and point.direction == "after":
        return trace_or_none(
            found.clock,
            inst.start,
            found.point,
            point.amount,
            inst.pauses,
            inst.pause_cap,
        )
    if not isinstance(point.base, Anchor) or found.due is None:
        return None
    base = found.due
    if point.base.name == "first_due":
        base = inst.first_end or base
    if point.direction == "after":
        return after_trace(found.clock, base, found.point, kind, point.amount)
    return after_trace(found.clock, found.point, base, kind, point.amount)
