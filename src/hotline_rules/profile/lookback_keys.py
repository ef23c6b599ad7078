"""The keys of look-backs that hold neither patterns nor conditions."""

from hotline_rules.clock import Amount, WorkingTime
from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.amounts import Fault, parse_amount
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.operators import NUMERIC, compile_operand
from hotline_rules.profile.unknown_names import did_you_mean, unknown
from hotline_rules.profile.vocabulary import ValueType
from hotline_rules.rulebook import FactAmount, Patterns
from hotline_rules.rulebook.conditions import Operator


def has_keys(
    node: Node,
    what: str,
    needed: tuple[str, ...],
    allowed: tuple[str, ...],
    ctx: Context,
) -> bool:
    """Report keys that are unknown or lacking; say whether all is well."""
    items = node.value
    if not isinstance(items, dict):
        shown = "、".join(allowed)
        ctx.report(
            codes.WRONG_KIND,
            node,
            Text(
                f"`{what}` 后面应当写 {shown}", f"`{what}` takes {', '.join(allowed)}"
            ),
        )
        return False
    good = True
    for key, child in items.items():
        if key not in allowed:
            good = False
            ctx.report(
                codes.UNKNOWN_KEY,
                child.place,
                Text(f"`{what}` 里没有 `{key}`", f"`{what}` has no key `{key}`"),
                why=Text(
                    f"这里可以写：{'、'.join(allowed)}",
                    f"known here are: {', '.join(allowed)}",
                ),
                fix=did_you_mean(key, allowed)
                or Text("从上面选一个", "choose one of these"),
            )
    for key in needed:
        if key not in items:
            ctx.report(
                codes.MISSING_KEY,
                node.place,
                Text(f"`{what}` 缺少 `{key}`", f"`{what}` lacks `{key}`"),
                why=Text("没有它就看不出要求什么", "it says what is asked for"),
                fix=Text(f"补上 `{key}`", f"add `{key}`"),
            )
            return False
    return good


def numeric_tests(
    node: Node, scope: Scope, ctx: Context
) -> tuple[tuple[Operator, int], ...] | None:
    """Compile what a count is compared with."""
    tests: list[tuple[Operator, int]] = []
    for name in NUMERIC:
        child = node.child(name)
        if child is None:
            continue
        operand = compile_operand(ValueType("number"), child, scope, ctx)
        if not isinstance(operand, int):
            if operand is not None:
                ctx.report(
                    codes.WRONG_VALUE,
                    child,
                    Text("次数应当是整数", "a count is compared with a whole number"),
                )
            return None
        tests.append((name, operand))
    if tests:
        return tuple(tests)
    ctx.report(
        codes.MISSING_KEY,
        node.place,
        Text("没有说次数要多少", "it does not say how many"),
        fix=Text("补上 `at_least: 2` 之类", "add `at_least: 2` or the like"),
    )
    return None


def whole_step(node: Node, ctx: Context) -> int | None:
    """Return the number of `every: 3`, one or more."""
    value = node.value
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    ctx.report(
        codes.WRONG_VALUE,
        node,
        Text("`every` 应当是一以上的整数", "`every` takes a whole number from one up"),
        fix=Text("写 `every: 3` 之类", "write `every: 3` or the like"),
    )
    return None


def distinct_key(node: Node, of: Patterns, ctx: Context) -> str:
    """Return the payload key whose different values are counted."""
    name = word_of(node)
    payload = {
        key for pattern in of for key in ctx.names.payloads.get(pattern.event, {})
    }
    if payload and name not in payload:
        what = Text("事件项", "payload key")
        ctx.report_fault(unknown(codes.UNKNOWN_PAYLOAD, what, name, payload), node)
    return name


def plain_amount(node: Node, ctx: Context) -> Amount | None:
    """Return an amount that is a plain number with its unit, of days or elapsed.

    Nothing is counted by a look-back's own clock, so there are no office hours in it.
    """
    amount = parse_amount(word_of(node))
    if isinstance(amount, Fault):
        ctx.report_fault(amount, node)
        return None
    if not isinstance(amount, FactAmount | WorkingTime):
        return amount
    ctx.report(
        codes.WRONG_VALUE,
        node,
        Text(
            "`in_last` 要写固定的天数或连续的小时数",
            "`in_last` takes days or elapsed hours, as a number",
        ),
        why=Text(
            "往回看不按哪一种计时，没有上班时间可算，也不取记录里的数",
            "looking back goes by no way of counting and has no office hours",
        ),
        fix=Text(
            "写 `8 hours`、`3 working days` 之类", "write `8 hours`, `3 working days`"
        ),
    )
    return None
