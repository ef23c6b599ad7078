"""Why the light is what it is: every light that a limit or a rule has shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.plan import COLOURS, RANKS
from hotline_rules.explain.marks import ends_of, mark_reasons
from hotline_rules.explain.model import Moment, Reason
from hotline_rules.explain.nearness import nearness
from hotline_rules.explain.own_next import LIGHT
from hotline_rules.explain.wording import NOTHING, say
from hotline_rules.explain.words import COLOURS as COLOUR_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.evaluate.plan import BoundMark
    from hotline_rules.evaluate.state import Instance
    from hotline_rules.explain.context import Context


def light_reasons(ctx: Context) -> tuple[Reason, ...]:
    """The light now, what shows it, and what lit a light before."""
    light = ctx.state.light
    shown, then = tuple(_lit(ctx)), ctx.then(*LIGHT)
    if light.since is None and not shown and not then:
        return ()
    text = say("现在{0}", "now {0}", COLOUR_WORDS[light.colour])
    moments: tuple[Moment, ...] = ()
    if light.since is not None:
        moments = (ctx.times.moment("since", light.since),)
        since = ctx.times.at(light.since)
        text = say("{0}，自{1}起", "{0}, since {1}", text, since)
    if light.peak != light.colour:
        worst = COLOUR_WORDS[light.peak]
        text = say("{0}；最重曾到{1}", "{0}; at worst it was a {1}", text, worst)
    return (
        Reason(
            what="light",
            id="light",
            text=text,
            moments=moments,
            cites=ctx.names.cites(light.cites),
            weight=10 + 25 * RANKS[light.colour] + 10 * RANKS[light.peak],
            children=(
                *shown,
                *then,
                *nearness(ctx, "light", "light", worse=ctx.audit),
            ),
        ),
    )


def _lit(ctx: Context) -> Iterator[Reason]:
    """Every light that a limit or a rule has shown, by instant."""
    found: list[tuple[int, Reason]] = []
    for inst in ctx.run.instances:
        for bound in _lights(inst):
            at = _when_lit(ctx, inst, bound)
            if at is None:
                continue
            found.append((at, _shown(ctx, inst, bound, at)))
    for source in ctx.run.light_sources:
        colour = COLOUR_WORDS[COLOURS[source.colour]]
        text = say("{0}：{1}", "{0}: {1}", colour, ctx.names.rule(source.key))
        cites = ctx.names.cites(source.cites)
        children = ctx.law(source.cites)
        reason = Reason(what="lit", text=text, cites=cites, children=children)
        found.append((ctx.state.light.since or 0, reason))
    found.sort(key=lambda pair: pair[0])
    yield from (reason for _, reason in found)


def _lights(inst: Instance) -> Iterator[BoundMark]:
    limit = inst.body.limit
    for bound in dict.fromkeys((*inst.marks, *(limit.marks if limit else ()))):
        if isinstance(bound.effects.light, int) and bound.effects.light:
            yield bound


def _when_lit(ctx: Context, inst: Instance, bound: BoundMark) -> int | None:
    """When a mark lit its light, by the end that the limit had at that time."""
    if bound.at is None:
        return None
    stopped = inst.met_at if inst.verdict is not None else inst.ended_at
    until = ctx.as_of if stopped is None else min(stopped - 1, ctx.as_of)
    for end in ends_of(inst, inst.start):
        at = ctx.asked_point(bound.at, inst.trigger, inst, end=end)
        if not isinstance(at, int) or at > until:
            continue
        moved = [m.at for m in inst.moves if m.outcome == "granted" and m.before == end]
        if not moved or at < moved[0]:
            return max(at, inst.trigger.at)
    return None


def _shown(ctx: Context, inst: Instance, bound: BoundMark, at: int) -> Reason:
    assert isinstance(bound.effects.light, int)  # INVARIANT: see _lights
    colour = COLOUR_WORDS[COLOURS[bound.effects.light]]
    now = inst.light == bound.effects.light and RANKS[ctx.state.light.colour] > 0
    who = inst.unit
    title = inst.body.case.title
    text = say(
        "{0}：自{1}起，由“{2}”{3}{4}",
        "{0}: from {1}, by “{2}”{3}{4}",
        colour,
        ctx.times.at(at),
        Text(title, f"{inst.rule.id} ({title})"),
        NOTHING if who is None else Text(f"（{who}）", f" for {who}"),
        NOTHING if now else Text("，其后熄灭或加重", ", since gone out or outshone"),
    )
    children = (
        *ctx.law(bound.mark.cites),
        *mark_reasons(ctx, inst, bound.name, at),
        *ctx.reading_codes(bound.mark.readings),
    )
    return Reason(
        what="lit",
        text=text,
        moments=(ctx.times.moment("at", at),),
        cites=ctx.names.cites(bound.mark.cites),
        children=children,
        minor=True,
    )
