"""One fact against one test: `is`, `present`, `at_least`, `before` and the others."""

from datetime import date
from decimal import Decimal

from hotline_rules.diagnostics import Text, codes
from hotline_rules.explain.words import VALUES
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.facts import FoundFact, find_fact
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.texts import FACT_SCOPES, day_number, parse_time
from hotline_rules.profile.unknown_names import did_you_mean, unknown
from hotline_rules.profile.vocabulary import ValueType
from hotline_rules.rulebook import (
    AllOf,
    AnyOf,
    Condition,
    DayValue,
    Fact,
    Operator,
    Test,
    TimeOfDay,
)
from hotline_rules.rulebook.conditions import Scalar

WORDS: tuple[Operator, ...] = ("present", "absent", "unknown")
NUMERIC: tuple[Operator, ...] = ("at_least", "at_most", "more_than", "less_than")
OPERATORS: tuple[Operator, ...] = (
    *NUMERIC,
    "before",
    "after",
    "on",
    "contains",
    "empty",
    "in_bottom",
    "same_month_as",
    "same_year_as",
)
_TIMED = {"instant", "date", "time", "month", "any"}


def compile_test(
    found: FoundFact, node: Node, scope: Scope, ctx: Context
) -> Condition | None:
    """Compile the test of a fact; None when it is faulty (and reported)."""
    fact, type_ = found
    value = node.value
    if isinstance(value, dict):
        return _operators(found, value, node, scope, ctx)
    if isinstance(value, list):
        return _one_of(found, value, node, scope, ctx)
    if isinstance(value, str) and value in WORDS and value not in type_.one_of:
        return _word(found, value, node, ctx)
    operand = compile_operand(type_, node, scope, ctx)
    return None if operand is None else Test(fact, "is", operand)


def _word(found: FoundFact, word: str, node: Node, ctx: Context) -> Condition | None:
    fact = found[0]
    if word == "unknown" and fact.scope != "finding":
        ctx.report(
            codes.WRONG_TEST,
            node,
            Text(
                f"`unknown` 只能用于认定，不能用于 `{fact}`",
                f"`unknown` is a test of findings, not of `{fact}`",
            ),
            fix=Text(
                "要问有没有写，用 `absent`", "write `absent` to ask for its absence"
            ),
        )
        return None
    return Test(fact, word, operand=True)  # type: ignore[arg-type]


def _one_of(
    found: FoundFact, items: list[Node], node: Node, scope: Scope, ctx: Context
) -> Condition | None:
    fact, type_ = found
    parts: list[Condition] = []
    operands: list[Scalar | Fact] = []
    good = True
    for item in items:
        if isinstance(item.value, str) and item.value in WORDS:
            part = _word(found, item.value, item, ctx)
            good = good and part is not None
            if part is not None:
                parts.append(part)
            continue
        operand = compile_operand(type_, item, scope, ctx)
        good = good and operand is not None
        if operand is not None:
            operands.append(operand)
    if not items:
        ctx.report(
            codes.WRONG_TEST,
            node,
            Text("列表是空的，永远不成立", "an empty list never holds"),
            fix=Text("写上可以取的值", "list the values it may have"),
        )
        return None
    if operands:
        parts.insert(0, Test(fact, "in", tuple(operands)))
    if not good:
        return None
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def compile_operand(
    type_: ValueType, node: Node, scope: Scope, ctx: Context
) -> Scalar | Fact | None:
    """Compile what a fact of that type is compared with."""
    value = node.value
    if isinstance(value, str) and _is_fact(value):
        other = find_fact(value, scope, ctx)
        if isinstance(other, Fault):
            ctx.report_fault(other, node)
            return None
        return other[0]
    match value:
        case bool():
            return value if _fits(type_.yes_or_no, type_, node, ctx) else None
        case int() | Decimal():
            return value if _fits(type_.kind == "number", type_, node, ctx) else None
        case date():
            fits = type_.kind in {"date", "instant"}
            return (
                DayValue(day_number(value)) if _fits(fits, type_, node, ctx) else None
            )
        case str():
            return _text_operand(type_, value, node, ctx)
        case _:
            _report_wrong_kind(type_, node, ctx)
            return None


def _is_fact(text: str) -> bool:
    first, dot, _ = text.partition(".")
    return bool(dot) and first in FACT_SCOPES


def _text_operand(
    type_: ValueType, text: str, node: Node, ctx: Context
) -> Scalar | None:
    if type_.kind == "time":
        seconds = parse_time(text)
        if isinstance(seconds, Fault):
            ctx.report_fault(seconds, node)
            return None
        return TimeOfDay(seconds)
    if type_.one_of:
        if text in type_.one_of:
            return text
        _report_wrong_value(type_, text, node, ctx)
        return None
    fits = type_.kind in {"text", "unit", "month", "list", "any", "weekday"}
    return text if _fits(fits, type_, node, ctx) else None


def _report_wrong_value(type_: ValueType, text: str, node: Node, ctx: Context) -> None:
    titles = {word: VALUES[word].zh for word in type_.one_of if word in VALUES}
    options = "、".join(
        f"`{option}`（{titles[option]}）" if option in titles else f"`{option}`"
        for option in type_.one_of
    )
    options_en = ", ".join(f"`{option}`" for option in type_.one_of)
    ctx.report(
        codes.WRONG_VALUE,
        node,
        Text(
            f"`{text}` 不是这里可取的值", f"`{text}` is not one of the values allowed"
        ),
        why=Text(f"可取的值：{options}", f"the values are {options_en}"),
        fix=did_you_mean(text, {one: titles.get(one) for one in type_.one_of}),
    )


_KINDS = {
    "flag": Text("true 或 false", "true or false"),
    "yes_no": Text("true 或 false", "true or false"),
    "number": Text("数字", "a number"),
    "date": Text("日期，如 2021-02-04", "a date such as 2021-02-04"),
    "instant": Text("日期，如 2021-02-04", "a date such as 2021-02-04"),
    "time": Text('加引号的时刻，如 "12:00"', 'a quoted time such as "12:00"'),
}


def _fits(fits: bool, type_: ValueType, node: Node, ctx: Context) -> bool:  # noqa: FBT001 - reads as the claim it is
    if fits or type_.kind == "any":
        return True
    _report_wrong_kind(type_, node, ctx)
    return False


def _report_wrong_kind(type_: ValueType, node: Node, ctx: Context) -> None:
    expected = _KINDS.get(type_.kind, Text("文字", "text"))
    shown = node.kind()
    ctx.report(
        codes.WRONG_VALUE,
        node,
        Text(
            f"这个事实的值应当是{expected.zh}，写的是{shown.zh}",
            f"this fact holds {expected.en}, not {shown.en}",
        ),
        fix=Text(f"写{expected.zh}", f"write {expected.en}"),
    )


# --- tests written as keys -----------------------------------------------------------


def _operators(
    found: FoundFact, items: dict[str, Node], node: Node, scope: Scope, ctx: Context
) -> Condition | None:
    parts = [_operator(found, name, item, scope, ctx) for name, item in items.items()]
    good = [part for part in parts if part is not None]
    if not parts or len(good) < len(parts):
        if not parts:
            _report_no_test(node, ctx)
        return None
    return good[0] if len(good) == 1 else AllOf(tuple(good))


def _report_no_test(node: Node, ctx: Context) -> None:
    ctx.report(
        codes.UNKNOWN_TEST,
        node,
        Text("这里没有写比较方式", "no test is written here"),
        fix=Text("写一个值，或 `present`、`at_least` 等", "write a value or a test"),
    )


def _operator(
    found: FoundFact, name: str, node: Node, scope: Scope, ctx: Context
) -> Condition | None:
    fact, type_ = found
    if name == "kind" and fact.scope == "status":
        return _of_kind(fact, node, ctx)
    if name not in OPERATORS:
        ctx.report(
            codes.UNKNOWN_TEST,
            node.place,
            Text(f"没有比较方式 `{name}`", f"unknown test `{name}`"),
            why=Text(
                "比较方式有：" + "、".join(OPERATORS),
                "tests are " + ", ".join(OPERATORS),
            ),
            fix=did_you_mean(name, OPERATORS),
        )
        return None
    operand = _operand_of(name, type_, node, scope, ctx)
    return None if operand is None else Test(fact, name, operand)


def _of_kind(fact: Fact, node: Node, ctx: Context) -> Condition | None:
    """`status.linkage: {kind: [repeated, cross]}`."""
    known = ctx.names.status_kinds.get(fact.name, ())
    items = node.children() if isinstance(node.value, list) and node.value else [node]
    good = True
    for item in items:
        if word_of(item) not in known:
            good = False
            what = Text(f"状态 `{fact.name}` 的种类", f"kind of status `{fact.name}`")
            fault = unknown(codes.WRONG_VALUE, what, word_of(item), known)
            ctx.report_fault(fault, item)
    return Test(fact, "kind", tuple(map(word_of, items))) if good else None


def _operand_of(
    name: str, type_: ValueType, node: Node, scope: Scope, ctx: Context
) -> Scalar | Fact | None:
    if name in NUMERIC or name == "in_bottom":
        return _number(name, type_, node, scope, ctx)
    if name in {"before", "after"}:
        return _moment(name, type_, node, scope, ctx)
    if name in {"same_month_as", "same_year_as"}:
        return _moment(name, type_, node, scope, ctx)
    if name == "on":
        return _kind_of_day(node, scope, ctx)
    if name == "empty":
        return compile_operand(ValueType("yes_no"), node, scope, ctx)
    return compile_operand(ValueType("any"), node, scope, ctx)


def _kind_of_day(node: Node, scope: Scope, ctx: Context) -> Scalar | Fact | None:
    if not ctx.names.calendars:
        ctx.report(
            codes.UNKNOWN_CALENDAR,
            node.place,
            Text(
                "档案没有日历，说不出哪天休息",
                "without a calendar no day is known to be a rest day",
            ),
            fix=Text(
                "补上 `calendars: {working: {title: 工作日, days: CN}}`",
                "add `calendars: {working: {title: …, days: CN}}`",
            ),
        )
        return None
    for name in ctx.names.calendars:  # the one that countings use most, or any
        ctx.use("calendar", name)
    days = ValueType("text", ("rest_day", "working_day"))
    return compile_operand(days, node, scope, ctx)


def _number(
    name: str, type_: ValueType, node: Node, scope: Scope, ctx: Context
) -> Scalar | Fact | None:
    if type_.kind not in {"number", "any"}:
        _report_unfit(name, type_, Text("数字", "numbers"), node, ctx)
        return None
    return compile_operand(ValueType("number"), node, scope, ctx)


def _moment(
    name: str, type_: ValueType, node: Node, scope: Scope, ctx: Context
) -> Scalar | Fact | None:
    if type_.kind not in _TIMED:
        _report_unfit(name, type_, Text("日期和时刻", "dates and times"), node, ctx)
        return None
    return compile_operand(type_, node, scope, ctx)


def _report_unfit(
    name: str, type_: ValueType, needs: Text, node: Node, ctx: Context
) -> None:
    holds = _KINDS.get(type_.kind, Text("文字", "text"))
    ctx.report(
        codes.WRONG_TEST,
        node.place,
        Text(f"`{name}` 不能用在这个事实上", f"`{name}` does not fit this fact"),
        why=Text(
            f"`{name}` 比较{needs.zh}，这个事实是{holds.zh}",
            f"`{name}` compares {needs.en}; this fact holds {holds.en}",
        ),
    )
