"""Why a change brought nothing: nobody asked, no right to, no effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.penalties import name_of
from hotline_rules.explain.conditions import patterns_text
from hotline_rules.explain.model import Reason
from hotline_rules.explain.wording import NOTHING, say
from hotline_rules.rulebook import Pauses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.explain.context import Context
    from hotline_rules.rulebook import Change


def change_reason(ctx: Context, name: str) -> Reason | None:
    """What came of a change: an extension, a continuation, a pause."""
    change = next((one for one in ctx.plan.rulebook.changes if one.id == name), None)
    if change is None:
        return None
    moves = [
        (inst, move)
        for inst in ctx.run.instances
        for move in inst.moves
        if move.change == name
    ]
    granted = any(move.outcome == "granted" for _, move in moves)
    told = [
        Reason(
            what=move.outcome,
            text=say(
                "{0}：{1}，{2}",
                "{0}: {1}, {2}",
                name_of(inst.rule.id, inst.unit, inst.n),
                ctx.named_event(move.asked if move.decided is None else move.decided),
                _OUTCOMES.get(move.outcome, NOTHING),
            ),
        )
        for inst, move in moves
    ]
    told += _waiting(ctx, name)
    if not told:
        patterns = change.asked_by or change.granted_by
        if isinstance(change.effect, Pauses):
            patterns = change.effect.starts
        asked = patterns_text(patterns, ctx.in_full)
        text = say("从未发生{0}", "{0} never happened", asked)
        text = _out_of_force(ctx, change) or _without_effect(ctx, change) or text
        told = [Reason(what="never", text=text)]
    title = ctx.names.rule(name)
    head = say("“{0}”没有批准", "“{0}” was not granted", title)
    if granted:
        head = say("“{0}”已经批准", "“{0}” was granted", title)
    return Reason(
        what="fired" if granted else "unfired",
        id=name,
        text=head,
        cites=ctx.names.cites(change.cites),
        children=(*ctx.law(change.cites), *told, *ctx.reading_codes(change.readings)),
    )


_OUTCOMES = {
    "granted": Text("准许", "granted"),
    "refused": Text("没有批准", "refused"),
    "without_effect": Text("没有产生效果", "without effect"),
}


def _waiting(ctx: Context, name: str) -> list[Reason]:
    """Applications that nobody has decided yet."""
    return [
        Reason(
            what="pending",
            text=say(
                "{0}已提出，尚未决定",
                "{0}: undecided",
                ctx.named_event(one.asked.evidence[-1] if one.asked.evidence else None),
            ),
        )
        for inst in ctx.run.instances
        for one in inst.applications
        if one.change.change.id == name
    ]


def _without_effect(ctx: Context, change: Change) -> Text | None:
    """An event that asked for it or decided it, and could act on nothing."""
    events = {*_begun_by(ctx, change), *(one.event for one in change.granted_by)}
    for code, number, detail in ctx.run.anomalies:
        if code != "change-without-effect" or number is None:
            continue
        if detail == change.id or ctx.history.events[number].type in events:
            return say(
                "{0}，这时没有可以适用的在办时限或者申请",
                "{0}, when there was no running limit or application to act on",
                ctx.named_event(number),
            )
    return None


def _out_of_force(ctx: Context, change: Change) -> Text | None:
    """An event that would have begun it, on a day its document did not apply."""
    document = ctx.plan.rulebook.documents[change.document]
    begins = set(_begun_by(ctx, change))
    for code, number, detail in ctx.run.anomalies:
        if code not in _NOT_IN_FORCE or detail != document.id or number is None:
            continue
        if ctx.history.events[number].type in begins:
            return say(
                "{0}，但所依据的《{1}》那时不在施行",
                "{0}, but “{1}” which it rests on was not in force",
                ctx.named_event(number),
                document.title,
            )
    return None


_NOT_IN_FORCE = ("not-yet-in-force", "document-expired")


def _begun_by(ctx: Context, change: Change) -> Iterator[str]:
    """Types of recorded events that begin a change; of a power, what uses it."""
    starts = change.effect.starts if isinstance(change.effect, Pauses) else ()
    asked = (*change.asked_by, *change.asked_late_by, *starts)
    for pattern in asked or change.granted_by:
        yield pattern.event
        plan = ctx.plan.rules.get(pattern.event.rpartition(".")[0])
        for case in () if plan is None else plan.rule.cases:
            if case.limit is not None:
                yield from (act.event for act in case.limit.act)
