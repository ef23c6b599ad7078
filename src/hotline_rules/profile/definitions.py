"""Named conditions and moments by themselves: for their faults, and for their names.

Definitions that nothing uses are compiled too, so that their faults show.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from hotline_rules.profile.cites import compile_cite
from hotline_rules.profile.conditions import compile_condition, compile_patterns
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.names import text_of
from hotline_rules.profile.node import Node
from hotline_rules.rulebook import Always, Moment, NamedCondition


def check_definitions(root: Node, ctx: Context) -> None:
    """Compile named conditions, moments and cites that no rule came through.

    A fault inside a definition in use was reported where it is used; a named value
    shows what it is only by its use, so of an unused one only the cite is checked.
    """
    anywhere = _anywhere(ctx)
    for name, node in ctx.names.conditions.items():
        body = node.child("is")
        if body is not None and ("condition", name) not in ctx.used:
            compile_condition(body, anywhere, ctx)
    for name, node in ctx.names.moments.items():
        body = node.child("is")
        if body is not None and ("event", name) not in ctx.used:
            compile_patterns(body, anywhere, ctx)
    values = root.child("values")
    for node in values.children() if values is not None else ():
        compile_cite(node.child("cite"), ctx)


def compile_named_conditions(ctx: Context) -> tuple[NamedCondition, ...]:
    """Compile what the profile calls by a name, for readers to find it by.

    One that means something only where it is used, or nothing, is left out.
    """
    found = []
    with _quietly(ctx):
        for id_, node in ctx.names.conditions.items():
            body = node.child("is")
            means = (
                None
                if body is None
                else compile_condition(body, _anywhere(ctx, has_unit=True), ctx)
            )
            if means is not None and not isinstance(means, Always):
                title = text_of(node, "title") or id_
                cites = compile_cite(node.child("cite"), ctx)
                found.append(
                    NamedCondition(id=id_, title=title, condition=means, cites=cites)
                )
    return tuple(found)


def compile_moments(ctx: Context) -> tuple[Moment, ...]:
    """The same for events; those that cannot happen are left out of each."""
    found = []
    with _quietly(ctx):
        for id_, node in ctx.names.moments.items():
            body = node.child("is")
            means = (
                None
                if body is None
                else compile_patterns(body, Scope(trigger=ctx.names.any_payload), ctx)
            )
            kept = tuple(one for one in means or () if one.where != Always(value=False))
            if kept:
                title = text_of(node, "title") or id_
                cites = compile_cite(node.child("cite"), ctx)
                found.append(Moment(id=id_, title=title, patterns=kept, cites=cites))
    return tuple(found)


@contextmanager
def _quietly(ctx: Context) -> Iterator[None]:
    """Compile once more what was reported where it is used."""
    found, used = list(ctx.found), set(ctx.used)
    with ctx.collect_readings():
        yield
    ctx.found[:] = found
    ctx.used.clear()
    ctx.used.update(used)


def _anywhere(ctx: Context, *, has_unit: bool = False) -> Scope:
    """Every record may be there."""
    return Scope(
        trigger=ctx.names.any_payload,
        asked=ctx.names.any_payload,
        granted=ctx.names.any_payload,
        has_unit=has_unit,
    )
