"""Spans of days: when a document or rule is in force, and seasons of every year."""

from datetime import date

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.context import Context
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.texts import day_number, parse_every_year
from hotline_rules.rulebook import Season


def compile_days(node: Node, ctx: Context) -> tuple[int | None, int | None] | None:
    """Read ``{from, until}``: first day and the day after the last; open is None."""
    first = _edge(node.child("from"), ctx)
    last = _edge(node.child("until"), ctx)
    if first is False or last is False:
        return None
    if first is not None and last is not None and last < first:
        until = node.child("until")
        ctx.report(
            codes.BAD_DATE,
            until or node,
            Text("最后一天早于第一天", "the last day is before the first"),
            why=Text("这样一天也不在有效期内", "no day lies between them"),
            fix=Text("核对两个日期", "check both dates"),
        )
        return None
    return first, None if last is None else last + 1


def _edge(node: Node | None, ctx: Context) -> int | bool | None:
    """Return a day number, None for open, False for a fault."""
    if node is None or node.value == "open" or node.value is None:
        return None
    if isinstance(node.value, date):
        return day_number(node.value)
    shown = word_of(node)
    ctx.report(
        codes.BAD_DATE,
        node,
        Text(f"`{shown}` 不是日期", f"`{shown}` is not a date"),
        fix=Text("写成 2021-02-04，或 open", "write it like 2021-02-04, or `open`"),
    )
    return False


def compile_season(node: Node, ctx: Context) -> Season | None:
    """Read ``in_force`` of a rule: days, or a season of every year."""
    yearly = node.child("every_year")
    if yearly is not None:
        found = parse_every_year(word_of(yearly))
        if isinstance(found, Fault):
            ctx.report_fault(found, yearly)
            return None
        return Season(*found, every_year=True)
    days = compile_days(node, ctx)
    return None if days is None else Season(*days)
