"""Declared words to the compiled form: titles, dated roles, units."""

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.cites import compile_cite
from hotline_rules.profile.context import Context
from hotline_rules.profile.names import Names, text_of
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.seasons import compile_days
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.profile.vocabulary import RUNG_TITLES
from hotline_rules.rulebook import RoleWord


def compile_roles(root: Node, ctx: Context) -> tuple[RoleWord, ...]:
    """Return all roles; the titles a profile gives may change with the day."""
    declared = root.at(("words", "roles"))
    roles = dict(ctx.names.roles)
    items = declared.value if declared is not None else None
    for name, node in items.items() if isinstance(items, dict) else ():
        titles = _titles(node, ctx)
        if titles:
            roles[name] = RoleWord(
                id=name, titles=titles, of_unit=ctx.names.roles[name].of_unit
            )
    return tuple(roles.values())


def _titles(node: Node, ctx: Context) -> tuple[tuple[int | None, int | None, str], ...]:
    listed = node.child("titles") or node.child("title") or node
    if not isinstance(listed.value, list):
        title = listed.value if isinstance(listed.value, str) else None
        return ((None, None, title),) if title else ()
    found = []
    for part in listed.value:
        days = compile_days(part, ctx)
        title = text_of(part, "title")
        if days is not None and title:
            found.append((*days, title))
    return tuple(found)


def compile_titles(names: Names) -> tuple[tuple[str, str], ...]:
    """Return the Chinese titles of actions, notices, penalties, findings and rungs.

    Where one name stands for two things, the outcome goes before the finding.
    """
    titles = names.findings | RUNG_TITLES | names.notices | names.actions
    titles = titles | names.penalties | names.flags
    return tuple(titles.items())


Facts = tuple[tuple[str, str | bool | int], ...]


def compile_units(names: Names) -> tuple[tuple[str, Facts], ...]:
    """Return the facts of the units that the profile lists."""
    return tuple((name, _facts(node)) for name, node in names.units.items())


def _facts(node: Node) -> Facts:
    items = node.value if isinstance(node.value, dict) else {}
    return tuple(
        (key, child.value)
        for key, child in items.items()
        if isinstance(child.value, str | bool | int)
    )


def check_words(root: Node, ctx: Context) -> None:
    """Check what declared words refer to: events that set attributes, cites."""
    attributes = root.at(("words", "attributes"))
    for node in attributes.children() if attributes is not None else ():
        compile_cite(node.child("cite"), ctx)
        set_by = node.child("set_by")
        items = set_by.value if set_by is not None else None
        for event, key in items.items() if isinstance(items, dict) else ():
            _check_set_by(event, key, ctx)
        told_by = node.child("told_by")
        items = told_by.value if told_by is not None else None
        for other, table in items.items() if isinstance(items, dict) else ():
            _check_told_by(node, other, table, ctx)


def _check_set_by(event: str, key: Node, ctx: Context) -> None:
    payload = ctx.names.payloads.get(event)
    if payload is None:
        what = Text("事件", "event")
        fault = unknown(codes.UNKNOWN_EVENT, what, event, ctx.names.events)
        ctx.report_fault(fault, key.place)
    elif word_of(key) not in payload:
        what = Text(f"事件 `{event}` 的项", f"payload key of `{event}`")
        fault = unknown(codes.UNKNOWN_PAYLOAD, what, word_of(key), payload)
        ctx.report_fault(fault, key)
    else:
        ctx.use("event", event)


def _check_told_by(node: Node, other: str, table: Node, ctx: Context) -> None:
    """Check that what tells of an attribute is known, stays, and tells legal values."""
    known = ctx.names.attributes.get(other)
    if known is None:
        what = Text("工单属性", "attribute")
        fault = unknown(codes.UNKNOWN_FACT, what, other, ctx.names.attributes)
        ctx.report_fault(fault, table.place)
        return
    if known[0].set_by:
        ctx.report(
            codes.WRONG_VALUE,
            table.place,
            Text(
                f"`{other}` 会随事件改变，不能用来推出别的属性",
                f"`{other}` can be changed by events and cannot tell of another",
            ),
            why=Text(
                "推出的值在受理时定下来，以后改变它要有自己的事件",
                "what is told is settled at the start; later changes need an event",
            ),
        )
    one_of = node.child("one_of")
    allowed = [word_of(o) for o in one_of.children()] if one_of is not None else []
    for told in table.children():
        if allowed and word_of(told) not in allowed:
            what = Text("可取的值", "value")
            fault = unknown(codes.WRONG_VALUE, what, word_of(told), allowed)
            ctx.report_fault(fault, told)
