"""Checks of names: taken twice, never used, readings and clauses without effect."""

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.compiled import Compiled
from hotline_rules.profile.context import Context
from hotline_rules.profile.names import (
    CHANGE_EVENTS,
    DUTY_EVENTS,
    LIMIT_EVENTS,
    POWER_EVENTS,
    RESERVED,
    STATUS_EVENTS,
)
from hotline_rules.profile.node import Node
from hotline_rules.profile.vocabulary import BUILT_IN_EVENTS

ENGINE_LAST_PARTS = frozenset(
    (*LIMIT_EVENTS, *DUTY_EVENTS, *POWER_EVENTS, *CHANGE_EVENTS, *STATUS_EVENTS)
)


def check_names_taken(compiled: Compiled, ctx: Context) -> None:
    """Refuse names that mean something else already. NAME_CLASH."""
    for name, entry in ctx.names.entries.items():
        if name in RESERVED:
            _report_taken(name, entry.node, ctx)
        for mark in entry.marks:
            node = entry.node.at(("marks", mark))
            if mark in ENGINE_LAST_PARTS and node is not None:
                _report_taken(mark, node, ctx)
    built_in = {word.id for word in BUILT_IN_EVENTS}
    for name, node in ctx.names.moments.items():
        if name in built_in:
            _report_taken(name, node, ctx)


def _report_taken(name: str, node: Node, ctx: Context) -> None:
    ctx.report(
        codes.NAME_CLASH,
        node.place,
        Text(f"名字 `{name}` 已有别的含义", f"the name `{name}` is taken"),
        why=Text(
            "这个词在规则语言里有固定的意思，用作名字会读不出指的是哪一个",
            "the word has a meaning of its own in the language",
        ),
        fix=Text("换一个名字", "choose another name"),
    )


def check_clauses_cited(compiled: Compiled, ctx: Context) -> None:
    """Warn of clauses that nothing cites and no `no_rule` excuses. UNCITED_CLAUSE."""
    if ctx.incomplete:
        return
    for id_, clause in ctx.clauses.items():
        node = ctx.places["clause", id_]
        if id_ in ctx.cited or clause.no_rule or clause.computable == "none":
            continue
        ctx.report(
            codes.UNCITED_CLAUSE,
            node.place,
            Text(
                f"条款 `{id_}`（{clause.article}）没有规则引用",
                f"nothing cites the clause `{id_}` ({clause.article})",
            ),
            why=Text(
                "每一句都应当有规则，或者写明为什么没有，才分得清是没有规定还是遗漏",
                "a clause has a rule or says why not, so that silence is not neglect",
            ),
            fix=Text(
                "在规则里引用它，或在登记表里加 `no_rule: 原因`",
                "cite it, or add `no_rule:` with the reason",
            ),
        )


def check_readings_used(compiled: Compiled, ctx: Context) -> None:
    """Warn of readings that switch nothing though they could. UNUSED_READING."""
    if ctx.incomplete:
        return
    for reading in compiled.readings:
        if len(reading.options) < 2 or ("reading", reading.code) in ctx.used:
            continue
        ctx.report(
            codes.UNUSED_READING,
            ctx.names.readings[reading.code].place,
            Text(
                f"读法 `{reading.code}` 不起作用",
                f"the reading `{reading.code}` switches nothing",
            ),
            why=Text(
                "没有规则、取值或计时方式随它而变，换一个选项结果也一样",
                "no rule, value or counting depends on it",
            ),
            fix=Text(
                "在规则里用上它；不能选的读法移到 `not_offered`",
                "use it in a rule, or move what cannot be chosen to `not_offered`",
            ),
        )


def check_words_used(compiled: Compiled, ctx: Context) -> None:
    """Warn of what is defined and never used. UNUSED_NAME."""
    if ctx.incomplete:
        return
    names = ctx.names
    tables: tuple[tuple[str, dict[str, Node]], ...] = (
        ("value", names.values),
        ("condition", names.conditions),
        ("counting", names.countings),
        ("calendar", names.calendars),
        ("event", names.moments),
        ("attribute", _declared(compiled.root, "attributes")),
        ("finding", _declared(compiled.root, "findings")),
        ("status", _declared(compiled.root, "statuses")),
        ("word", _declared(compiled.root, "actions")),
    )
    for kind, table in tables:
        for name, node in table.items():
            if (kind, name) not in ctx.used:
                ctx.report(
                    codes.UNUSED_NAME,
                    node.place,
                    Text(
                        f"`{name}` 定义了没有用", f"`{name}` is defined and never used"
                    ),
                    fix=Text(
                        "用上它，或者删掉；也可能是用的地方写错了名字",
                        "use it or drop it; perhaps its name is misspelt elsewhere",
                    ),
                )


def _declared(root: Node, section: str) -> dict[str, Node]:
    node = root.at(("words", section))
    return node.value if node is not None and isinstance(node.value, dict) else {}
