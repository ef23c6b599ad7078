"""Numbers of measures: settled when the profile is loaded, or missing in the source."""

from decimal import Decimal

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.limits import compile_number
from hotline_rules.profile.node import Node, word_of
from hotline_rules.rulebook import Always, Constant, Missing, Table, Value

_MOST_PLACES = 9

Number = Decimal | Missing


def compile_places(node: Node, ctx: Context) -> int | None:
    """Compile ``round``: decimal places, None when it is not said."""
    given = node.child("round")
    if given is None:
        return None
    number = _plain_number(given, ctx)
    if number is None:
        return None
    if number != int(number) or not 0 <= number <= _MOST_PLACES:
        ctx.report(
            codes.WRONG_VALUE,
            given,
            Text(
                f"小数位数不能是 {word_of(given)}",
                f"there cannot be {word_of(given)} decimal places",
            ),
            why=Text(
                f"写 0 到 {_MOST_PLACES} 的整数", f"a whole number, 0 to {_MOST_PLACES}"
            ),
        )
        return None
    return int(number)


def compile_bound(node: Node, key: str, ctx: Context) -> Decimal | None:
    """Compile ``at_least`` or ``at_most``, None when it is not said."""
    given = node.child(key)
    return None if given is None else _plain_number(given, ctx)


def _plain_number(node: Node, ctx: Context) -> Decimal | None:
    number = compile_measure_number(node, ctx)
    if isinstance(number, Missing):
        ctx.report(
            codes.NOT_A_CONSTANT,
            node,
            Text("这里要有一个确定的数", "a number must stand here"),
            why=Text(
                f"`{number.parameter}` 原文没有给出",
                f"`{number.parameter}` is missing in the source",
            ),
            fix=Text(
                "原文没有的就不写这一项", "leave out what the source does not say"
            ),
        )
        return None
    return number


def compile_measure_number(node: Node, ctx: Context) -> Number | None:
    """Compile a number that a reading may choose and the source may lack."""
    value = compile_number(node, Scope(), ctx)
    return None if value is None else _settled(value, node, ctx)


def _settled(value: Value[Decimal], node: Node, ctx: Context) -> Number | None:
    match value:
        case Constant():
            return value.value
        case Missing():
            return value
        case Table() if len(value.rows) == 1 and value.rows[0].when == Always():
            return _settled(value.rows[0].value, node, ctx)
    ctx.report(
        codes.NOT_A_CONSTANT,
        node,
        Text(
            "考核的数不能随工单而变",
            "a number of a measure cannot vary from ticket to ticket",
        ),
        why=Text(
            "一个月一个单位只算一次，没有哪一件工单可看",
            "it is used once for a unit and month; there is no ticket to look at",
        ),
        fix=Text("写数字，或按读法选择", "write a number, or let a reading choose"),
    )
    return None
