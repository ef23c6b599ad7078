"""Definitions that nothing uses are compiled too, so that their faults show."""

from hotline_rules.profile.cites import compile_cite
from hotline_rules.profile.conditions import compile_condition, compile_patterns
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.node import Node


def check_definitions(root: Node, ctx: Context) -> None:
    """Compile named conditions, moments and cites that no rule came through.

    A fault inside a definition in use was reported where it is used; a named value
    shows what it is only by its use, so of an unused one only the cite is checked.
    """
    anywhere = Scope(
        trigger=ctx.names.any_payload,
        asked=ctx.names.any_payload,
        granted=ctx.names.any_payload,
        has_unit=False,
    )
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
