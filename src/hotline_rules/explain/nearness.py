"""The nearest miss in words: how little would have made a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.explain.misses import LATE_STATES, NearestMiss, Turn
from hotline_rules.explain.model import Reason
from hotline_rules.explain.nearest import nearest_miss
from hotline_rules.explain.wording import join, say, span_text
from hotline_rules.explain.words import COLOURS

if TYPE_CHECKING:
    from hotline_rules.explain.context import Context

_IF = Text("如果", "if")
_LIGHTS = ("none", "yellow", "red")
_NO_DIFFERENCE = Text(
    "只提前这一件事，改变不了这个结果",
    "to have it earlier would alone have made no difference",
)
_NONE_ALONE = Text(
    "单单去掉其中哪一件事，都改变不了这个结果",
    "none of its events left out alone would have made a difference",
)


def nearness(
    ctx: Context, output: str, sort: str | Text, *, worse: bool = False
) -> tuple[Reason, ...]:
    """What would have made an output better; on request also what would be worse.

    Args:
        ctx: of the explanation.
        output: id of a limit or a penalty, or ``light``.
        sort: ``duty``, ``power``, ``light``, or the name of the penalty.
        worse: also by how much more delay it would have become worse.

    Returns:
        nothing where there is nothing to better.
    """
    found = nearest_miss(ctx.result, output)
    told = []
    if found.better is not None:
        text = _better(ctx, found.better, sort)
        told.append(_reason(ctx, "nearest", text, found.better))
    elif found.why == "no_difference":
        none = _NO_DIFFERENCE if found.limit is not None else _NONE_ALONE
        told.append(Reason(what="nearest", label=_IF, text=none))
    if worse and found.worse is not None:
        text = _worse(ctx, found, found.worse, sort)
        told.append(_reason(ctx, "margin", text, found.worse))
    return tuple(told)


def _reason(ctx: Context, what: str, text: Text, turn: Turn) -> Reason:
    moments = () if turn.at is None else (ctx.times.moment("at", turn.at),)
    return Reason(what=what, label=_IF, text=text, moments=moments)


def _better(ctx: Context, turn: Turn, sort: str | Text) -> Text:
    then = _bettered(turn, sort)
    if turn.at is None:
        event = ctx.named_event(turn.event)
        return say("没有{0}，{1}", "without {0}: {1}", event, then)
    last, late = _until(ctx, turn.at)
    if turn.event is None:
        what = ctx.names.event_type(turn.type)
        return say("{0}有“{1}”，{2}", "“{1}” {0}: {2}", last, what, then)
    earlier = span_text(turn.seconds - late) if turn.seconds > late else span_text(1)
    event = ctx.named_event(turn.event)
    if late and turn.seconds > late:
        earlier = say("{0}以上", "more than {0}", earlier)
    return say(
        "{0}提前{1}（{2}），{3}",
        "{0} had been {1} earlier ({2}): {3}",
        event,
        earlier,
        last,
        then,
    )


def _until(ctx: Context, at: int) -> tuple[Text, int]:
    """Up to an instant, included; the second before midnight is before 24:00."""
    if ctx.times.is_midnight(at + 1):
        end = ctx.times.end(at + 1, inclusive=False)
        return say("在{0}以前", "before {0}", end), 1
    return say("不迟于{0}", "by {0}", ctx.times.at(at)), 0


def _bettered(turn: Turn, sort: str | Text) -> Text:
    match sort:
        case "duty":
            return Text("就不算超期", "not late")
        case "power":
            return Text("就不算逾期", "not too late")
        case "light":
            light = COLOURS[_LIGHTS[turn.outcome.light]]
            if not turn.outcome.light:
                return Text("就不会亮灯", "no light")
            return say("最重只到{0}", "at worst a {0}", light)
        case _:
            text = say("就没有{0}", "no {0}", sort)
            if turn.outcome.state not in LATE_STATES:
                return text
            return say("{0}（仍算超期）", "{0}, though still late", text)


def _worse(ctx: Context, found: NearestMiss, turn: Turn, sort: str | Text) -> Text:
    assert turn.at is not None  # INVARIANT: of a delay
    return say(
        "{0}再晚{1}（{2}），{3}",
        "{0} had been {1} later ({2}): {3}",
        ctx.named_event(turn.event),
        span_text(turn.seconds),
        ctx.times.at(turn.at),
        _worsened(ctx, found, turn, sort),
    )


def _worsened(ctx: Context, found: NearestMiss, turn: Turn, sort: str | Text) -> Text:
    """What would come in addition: late, penalties, else the marks reached."""
    now, then = found.outcome, turn.outcome
    told = []
    if then.state in LATE_STATES and now.state not in LATE_STATES:
        late = (
            Text("就算逾期", "too late")
            if sort == "power"
            else Text("就算超期", "late")
        )
        told.append(late)
    for rule in sorted(set(then.penalties) - set(now.penalties)):
        name = ctx.names.rule(rule)
        told.append(say("有“{0}”的处理", "with the penalty “{0}”", name))
    if then.light > now.light:
        colour = COLOURS[_LIGHTS[then.light]]
        told.append(say("亮{0}", "with a {0}", colour))
    if not told and found.limit is not None:
        rule = found.limit.partition(":")[0]
        for mark in sorted(set(then.marks) - set(now.marks)):
            name = ctx.names.rule(f"{rule}.{mark}")
            told.append(say("到了“{0}”", "“{0}” reached", name))
    return join(told, "，", ", ")
