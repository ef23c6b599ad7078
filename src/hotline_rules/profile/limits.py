"""Limits, points, marks and roles in one place of the profile, with their names."""

from datetime import date
from decimal import Decimal

from hotline_rules.clock import Amount
from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.amounts import Fault, parse_amount
from hotline_rules.profile.choices import compile_value
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.facts import find_fact
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.texts import day_number, parse_limit, parse_mark, parse_point
from hotline_rules.profile.unknown_names import did_you_mean, unknown
from hotline_rules.rulebook import (
    Fact,
    FactAmount,
    FixedDay,
    LimitValue,
    MarkPoint,
    NoTime,
    Point,
    Value,
    Who,
)


class _Names:
    """Looks up the names inside the texts of one place."""

    def __init__(self, scope: Scope, ctx: Context) -> None:
        self._scope = scope
        self._ctx = ctx

    def fact(self, name: str) -> Fact | Fault:
        """Return the fact of a dotted name."""
        found = find_fact(name, self._scope, self._ctx)
        return found if isinstance(found, Fault) else found[0]

    def limit(self, name: str) -> str | Fault:
        """Return the rule whose end is meant."""
        found = self._ctx.names.find_rule(name)
        if found is None:
            what = Text("规则", "rule")
            options = self._ctx.names.rule_names()
            return unknown(codes.UNKNOWN_RULE, what, name, options)
        entry, rules = found
        if entry.mode is None:
            return Fault(
                codes.UNKNOWN_RULE,
                Text(f"规则 `{name}` 没有期限", f"the rule `{name}` has no limit"),
                Text("只有 must 或 may 才有期限", "only `must` and `may` have one"),
            )
        if len(rules) == 1:
            return rules[0]
        return Fault(
            codes.UNKNOWN_RULE,
            Text(
                f"`{name}` 有几种情形，没有说是哪一种",
                f"`{name}` has several cases; say which",
            ),
            fix=did_you_mean("", [f"{rule}.due" for rule in rules]),
        )


def compile_limit(node: Node, scope: Scope, ctx: Context) -> Value[LimitValue] | None:
    """Compile a limit that may be a choice; a value that is missing stays so."""

    def read(leaf: Node) -> LimitValue | None:
        if _is_day(leaf.value):
            _report_bare_date(leaf, ctx)
            return None
        limit = parse_limit(_text(leaf), _Names(scope, ctx))
        if isinstance(limit, Fault):
            ctx.report_fault(limit, leaf)
            return None
        return limit

    return compile_value(node, read, scope, ctx)


def compile_point(node: Node, scope: Scope, ctx: Context) -> Value[Point] | None:
    """Compile a point that may be a choice."""

    def read(leaf: Node) -> Point | None:
        if _is_day(leaf.value):
            return FixedDay(day_number(leaf.value))  # type: ignore[arg-type]
        point = parse_point(_text(leaf), _Names(scope, ctx))
        if isinstance(point, Fault):
            ctx.report_fault(point, leaf)
            return None
        return point

    return compile_value(node, read, scope, ctx)


def compile_mark_point(
    node: Node, scope: Scope, ctx: Context
) -> Value[MarkPoint] | None:
    """Compile the point of a mark, which may be a choice."""

    def read(leaf: Node) -> MarkPoint | None:
        if _is_day(leaf.value):
            return MarkPoint(FixedDay(day_number(leaf.value)), past=False)  # type: ignore[arg-type]
        mark = parse_mark(_text(leaf), _Names(scope, ctx))
        if isinstance(mark, Fault):
            ctx.report_fault(mark, leaf)
            return None
        return mark

    return compile_value(node, read, scope, ctx)


def compile_amount(node: Node, ctx: Context) -> Amount | None:
    """Compile an amount that is a plain number with its unit."""
    amount = parse_amount(_text(node))
    if isinstance(amount, Fault):
        ctx.report_fault(amount, node)
        return None
    return None if isinstance(amount, FactAmount) else amount


def compile_number(node: Node, scope: Scope, ctx: Context) -> Value[Decimal] | None:
    """Compile a number of points that may be a choice or missing."""

    def read(leaf: Node) -> Decimal | None:
        if isinstance(leaf.value, int | Decimal) and not isinstance(leaf.value, bool):
            return Decimal(leaf.value)
        shown = leaf.kind()
        ctx.report(
            codes.WRONG_KIND,
            leaf,
            Text(
                f"这里应当是数字，写的是{shown.zh}",
                f"a number is expected, not {shown.en}",
            ),
            why=Text("它要拿去计算", "it is computed with"),
            fix=Text(
                "写数字，或引用 values 里的 `value.…`", "write a number or `value.…`"
            ),
        )
        return None

    return compile_value(node, read, scope, ctx)


def compile_who(node: Node, scope: Scope, ctx: Context) -> Value[Who] | None:
    """Compile who owes or may do something; ``{role, unit}`` names the unit."""
    items = node.value
    if isinstance(items, dict) and "role" in items:
        role = _role(items["role"], ctx)
        unit = items.get("unit")
        name = word_of(unit) if unit is not None else None
        if role is None:
            return None
        return compile_value(node, lambda _: Who(role, name), scope, ctx)

    def read(leaf: Node) -> Who | None:
        role = _role(leaf, ctx)
        return None if role is None else Who(role)

    return compile_value(node, read, scope, ctx)


def _role(node: Node, ctx: Context) -> str | None:
    role = _text(node)
    if role in ctx.names.roles:
        ctx.use("role", role)
        return role
    what = Text("角色", "role")
    ctx.report_fault(unknown(codes.UNKNOWN_ROLE, what, role, ctx.names.roles), node)
    return None


def no_time(value: Value[LimitValue]) -> bool:
    """Say whether a limit is just ``none``."""
    return getattr(value, "value", None) == NoTime()


def _text(node: Node) -> str:
    return word_of(node)


def _is_day(value: object) -> bool:
    return isinstance(value, date)


def _report_bare_date(node: Node, ctx: Context) -> None:
    ctx.report(
        codes.BAD_POINT,
        node,
        Text(
            f"`{node.value}` 是时点，不是期限",
            f"`{node.value}` is a point, not a limit",
        ),
        fix=Text(f"写成 `until {node.value}`", f"write `until {node.value}`"),
    )
