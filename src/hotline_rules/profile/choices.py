"""Choices: one value, a value by reading or fact, a table, the earliest of several.

A choice by a reading folds away here; the branches not chosen are compiled all the
same, so that their faults show before somebody switches the reading.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeVar

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.cites import compile_cite
from hotline_rules.profile.conditions import compile_condition
from hotline_rules.profile.context import Context, Scope, place_of
from hotline_rules.profile.facts import find_fact
from hotline_rules.profile.folding import fold, fold_word, reading_of
from hotline_rules.profile.names import text_of
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.operators import compile_operand
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.profile.vocabulary import ValueType
from hotline_rules.profile.world_text import world_text
from hotline_rules.profile.worlds import (
    Demand,
    UndecidedError,
    find_world,
    type_in,
)
from hotline_rules.rulebook import (
    Always,
    AnyOf,
    Condition,
    Constant,
    Extreme,
    Fact,
    Missing,
    Not,
    Row,
    Table,
    Test,
    Value,
)

T = TypeVar("T")
Reader = Callable[[Node], T | None]


def compile_value(
    node: Node, read: Reader[T], scope: Scope, ctx: Context
) -> Value[T] | None:
    """Compile a value that may be a choice.

    Args:
        node: the value as written.
        read: compiles one plain value, or reports and returns None.
        scope: which facts the rows can look at.
        ctx: the compilation.

    Returns:
        the value with the readings and clauses it came through, or None when
        something was wrong (and reported).
    """
    with ctx.collect_readings() as readings:
        value = _value(node, read, scope, ctx)
    return None if value is None else _with_readings(value, tuple(readings), ctx)


def _value(node: Node, read: Reader[T], scope: Scope, ctx: Context) -> Value[T] | None:
    items = node.value
    if isinstance(items, dict):
        if "by" in items:
            return _by(node, items, read, scope, ctx)
        if "rows" in items:
            return _table(node, items, read, scope, ctx)
        for which in ("earliest", "latest"):
            if which in items:
                return _extreme(which, items[which], read, scope, ctx)
    if isinstance(items, str):
        if items.startswith("value."):
            return _named(node, items[6:], read, scope, ctx)
        if items.startswith("reading."):
            word = fold_word(node, ctx, lambda option: read(option) is not None)
            return None if word is None else _constant(word, read)
    return _constant(node, read)


def _constant(node: Node, read: Reader[T]) -> Value[T] | None:
    value = read(node)
    return None if value is None else Constant(value)


def _with_readings(
    value: Value[T], readings: tuple[str, ...], ctx: Context
) -> Value[T]:
    """Write the readings of a folded choice down where the result will find them."""
    if not readings:
        return value
    match value:
        case Constant():
            return Constant(value.value, _joined(value.readings, readings))
        case Table():
            return Table(
                value.hit,
                tuple(
                    replace(row, readings=_joined(row.readings, readings))
                    for row in value.rows
                ),
            )
        case Extreme():
            parts = tuple(_with_readings(part, readings, ctx) for part in value.parts)
            return Extreme(value.which, parts)
        case Missing():
            for code in readings:
                ctx.use_reading(code)
            return value


def _joined(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


# --- by a fact, a reading, the document ----------------------------------------------


def _by(
    node: Node, items: dict[str, Node], read: Reader[T], scope: Scope, ctx: Context
) -> Value[T] | None:
    if reading_of(node) is not None or items["by"].value == "document":
        compiled: dict[int, Value[T] | None] = {}

        def compile_branch(branch: Node) -> bool:
            with ctx.collect_readings() as inner:
                value = _value(branch, read, scope, ctx)
            if value is not None:
                value = _with_readings(value, tuple(inner), ctx)
            compiled[id(branch)] = value
            return value is not None

        chosen = fold(node, scope, ctx, compile_branch)
        return None if chosen is None else compiled[id(chosen)]
    return _by_fact(items, read, scope, ctx)


def _by_fact(
    items: dict[str, Node], read: Reader[T], scope: Scope, ctx: Context
) -> Value[T] | None:
    tests = compile_branch_tests(items, scope, ctx)
    rows: list[Row[T]] = []
    good = tests is not None
    for name, child in items.items():
        if name in {"by", "cite"}:
            continue
        with ctx.collect_readings() as inner:
            value = _value(child, read, scope, ctx)
        if value is None or tests is None:
            good = False
            continue
        rows.append(Row(tests[name], value, (), tuple(inner), place_of(child)))
    rows.sort(key=lambda row: isinstance(row.when, Always))
    return Table("first", tuple(rows)) if good else None


def compile_branch_tests(
    items: Mapping[str, Node], scope: Scope, ctx: Context
) -> dict[str, Condition] | None:
    """Compile the rows of a choice by a fact to one condition each.

    ``otherwise`` is the condition that always holds: the rows before it stop at an
    unknown fact, so it never catches the unknown.
    """
    by = items["by"]
    if not isinstance(by.value, str):
        ctx.report(
            codes.WRONG_KIND,
            by,
            Text("`by` 后面应当是一个事实名", "`by` names one fact"),
            fix=Text("例如 `by: ticket.urgency`", "such as `by: ticket.urgency`"),
        )
        return None
    found = find_fact(by.value, scope, ctx)
    if isinstance(found, Fault):
        ctx.report_fault(found, by)
        return None
    fact, type_ = found
    tests: dict[str, Condition] = {}
    good = True
    for name, child in items.items():
        if name in {"by", "cite"}:
            continue
        if name == "otherwise":
            tests[name] = Always()
            continue
        operand = compile_operand(type_, key_node(child, name, type_), scope, ctx)
        good = good and operand is not None
        if operand is not None:
            tests[name] = Test(fact, "is", operand)
    if good:  # a value that is none may be meant to fill the gap
        _report_gap(by, items, type_.one_of, ctx)
    return tests if good else None


def key_node(node: Node, key: str, type_: ValueType) -> Node:
    """Return a key as a value of its own: as the type of its fact has it."""
    value: str | bool | int = key
    if type_.yes_or_no and key in {"true", "false"}:
        value = key == "true"
    elif type_.kind == "number" and key.isascii() and key.isdigit():
        value = int(key)
    return Node(node.place, None, node.path, value)


def _report_gap(
    by: Node, items: Mapping[str, Node], options: tuple[str, ...], ctx: Context
) -> None:
    missing = [option for option in options if option not in items]
    if not missing or "otherwise" in items:
        return
    shown = "、".join(f"`{option}`" for option in missing)
    shown_en = ", ".join(f"`{option}`" for option in missing)
    ctx.report(
        codes.ROWS_GAP,
        by,
        Text(
            f"`{word_of(by)}` 为 {shown} 时没有对应的行",
            f"there is no row for `{word_of(by)}` being {shown_en}",
        ),
        why=Text(
            "落在空白里的工单得不到结果，会列为缺少数值",
            "a ticket in the gap gets nothing and is reported as missing",
        ),
        fix=Text("补上这些行，或写 `otherwise`", "add the rows, or `otherwise`"),
    )


# --- tables --------------------------------------------------------------------------


def _table(
    node: Node, items: dict[str, Node], read: Reader[T], scope: Scope, ctx: Context
) -> Value[T] | None:
    hit_node = items.get("hit")
    hit: Literal["first", "unique"] = "first"
    if hit_node is None or hit_node.value not in ("first", "unique"):
        ctx.report(
            codes.MISSING_KEY,
            hit_node or node.place,
            Text(
                "表没有说明 `hit: first` 还是 `hit: unique`",
                "the table does not say `hit: first` or `hit: unique`",
            ),
            why=Text(
                "first：从上到下取第一行成立的；unique：同时成立的行结果必须相同",
                "first: the first row that holds; unique: rows that hold must agree",
            ),
            fix=Text("多数的表写 `hit: first`", "most tables say `hit: first`"),
        )
    elif hit_node.value == "unique":
        hit = "unique"
    rows = [_row(row, read, scope, ctx) for row in items["rows"].children()]
    good = [row for row in rows if row is not None]
    if len(good) < len(rows) or not rows:
        return None
    _report_open_end(items["rows"], good, scope, ctx)
    if hit == "unique":
        good = _otherwise_spelled_out(good)
    return Table(hit, tuple(good))


def _report_open_end(
    node: Node, rows: Sequence[Row[T]], scope: Scope, ctx: Context
) -> None:
    """Warn of a table whose rows may all fail, with the facts of such a ticket.

    Diagnostics:
        ROWS_GAP.
    """
    types = type_in(ctx.names)

    def type_of(origin: str, fact: Fact) -> ValueType | None:
        known = (scope.trigger or {}).get(fact.name) if fact.scope == "event" else None
        return known or types(origin, fact)

    demands = [Demand(row.when, wanted=False) for row in rows]
    try:
        world = find_world(demands, type_of, known=True)
    except UndecidedError:
        world = {}
    if world is None:
        return
    facts = world_text(world, ctx.names)
    zh = "各行都不成立的工单得不到结果，会列为缺少数值"
    en = "a ticket that no row fits gets nothing and is reported as missing"
    if facts.zh:
        zh, en = f"{zh}；例如{facts.zh}的工单", f"{en}; for example with {facts.en}"
    ctx.report(
        codes.ROWS_GAP,
        node.place,
        Text("表里没有 `otherwise` 一行", "the table has no row `otherwise`"),
        why=Text(zh, en),
        fix=Text(
            "在最后加一行 `- {otherwise: …}`", "add `- {otherwise: …}` as the last row"
        ),
    )


def _row(node: Node, read: Reader[T], scope: Scope, ctx: Context) -> Row[T] | None:
    with ctx.collect_readings() as readings:
        otherwise = node.child("otherwise")
        when: Condition | None = Always()
        if otherwise is None and (condition := node.child("if")) is not None:
            when = compile_condition(condition, scope, ctx)
        given = otherwise if otherwise is not None else node.child("is")
        if given is None:
            ctx.report(
                codes.MISSING_KEY,
                node,
                Text("这一行没有写结果 `is`", "this row has no result (`is`)"),
                why=Text(
                    "每一行是“如果 if，那么 is”", "a row is: `if` this, it `is` that"
                ),
                fix=Text("补上 `is: 结果`", "add `is:` with the result"),
            )
            return None
        value = _value(given, read, scope, ctx)
        cites = compile_cite(node.child("cite"), ctx)
    if value is None or when is None:
        return None
    return Row(when, value, cites, tuple(readings), place_of(node))


def _otherwise_spelled_out(rows: list[Row[T]]) -> list[Row[T]]:
    """Say what ``otherwise`` means where all rows are looked at: none of the others."""
    others = tuple(row.when for row in rows if row.when != Always())
    if not others:
        return rows
    return [
        replace(row, when=Not(AnyOf(others))) if row.when == Always() else row
        for row in rows
    ]


def _extreme(
    which: Literal["earliest", "latest"],
    node: Node,
    read: Reader[T],
    scope: Scope,
    ctx: Context,
) -> Value[T] | None:
    parts = [_value(child, read, scope, ctx) for child in node.children()]
    good = tuple(part for part in parts if part is not None)
    return Extreme(which, good) if good and len(good) == len(parts) else None


# --- named values --------------------------------------------------------------------


def _named(
    node: Node, name: str, read: Reader[T], scope: Scope, ctx: Context
) -> Value[T] | None:
    definition = ctx.names.values.get(name)
    if definition is None:
        what = Text("取值", "value")
        fault = unknown(codes.UNKNOWN_VALUE, what, name, ctx.names.values)
        ctx.report_fault(fault, node)
        return None
    ctx.use("value", name)
    with ctx.expanding("value", name) as first_time:
        if not first_time:
            _report_circle(node, name, ctx)
            return None
        return _definition(name, definition, read, scope, ctx)


def _definition(
    name: str, definition: Node, read: Reader[T], scope: Scope, ctx: Context
) -> Value[T] | None:
    given = definition.child("is")
    cites = compile_cite(definition.child("cite"), ctx)
    if given is not None and given.value == "missing":
        title = text_of(definition, "title") or name
        return Missing(name, title, text_of(definition, "where") or "", cites)
    value = _value(given or _choice_of(definition), read, scope, ctx)
    if value is None or not cites:
        return value
    return _with_cites(value, cites, definition)


def _choice_of(definition: Node) -> Node:
    """Return a definition without what it says of itself: the choice that is left."""
    items = definition.value
    if not isinstance(items, dict):
        return definition
    own = ("title", "cite", "basis", "where")
    left = {key: child for key, child in items.items() if key not in own}
    return replace(definition, value=left)


def _with_cites(value: Value[T], cites: tuple[str, ...], definition: Node) -> Value[T]:
    """Let rows that cite nothing themselves cite what the named value cites."""
    if isinstance(value, Table):
        rows = (replace(row, cites=row.cites or cites) for row in value.rows)
        return Table(value.hit, tuple(rows))
    return Table("first", (Row(Always(), value, cites, (), place_of(definition)),))


def _report_circle(node: Node, name: str, ctx: Context) -> None:
    ctx.report(
        codes.CYCLE,
        node,
        Text(f"`{name}` 用到了它自己", f"`{name}` is defined by itself"),
    )
