"""Conditions and patterns: mappings of facts to tests, and events picked by them.

The two need each other (a pattern carries a condition, a condition looks back through
patterns), so they share this module.
"""

from hotline_rules.diagnostics import Text, codes, suggest
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.events import (
    Named,
    compile_same_unit,
    find_event,
    of_any_unit,
    payload_of,
    refuse_whose,
    says_whose,
)
from hotline_rules.profile.facts import find_fact
from hotline_rules.profile.folding import compile_reading_test, fold, is_folded
from hotline_rules.profile.logic import join, negate
from hotline_rules.profile.lookback_keys import (
    distinct_key,
    has_keys,
    numeric_tests,
    plain_amount,
    whole_step,
)
from hotline_rules.profile.node import Node
from hotline_rules.profile.operators import NUMERIC, compile_test
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.profile.vocabulary import ValueType
from hotline_rules.rulebook import (
    AllOf,
    Always,
    AnyOf,
    AtTheAct,
    Condition,
    Count,
    Fact,
    Happened,
    Latest,
    MonthsInARow,
    Pattern,
    Patterns,
)

LOOK_BACKS = ("happened", "count", "latest", "months_in_a_row", "at_the_act")
CONNECTIVES = ("all", "any", "not")


# --- conditions ----------------------------------------------------------------------


def compile_condition(node: Node, scope: Scope, ctx: Context) -> Condition | None:
    """Compile a condition; None when something in it is faulty (and reported)."""
    match node.value:
        case "always":
            return Always()
        case bool():
            return Always(node.value)
        case dict() if is_folded(node):
            return _folded_condition(node, scope, ctx)
        case dict():
            return _all_entries(node.value, scope, ctx)
        case list():
            parts = [compile_condition(child, scope, ctx) for child in node.value]
            return join(AllOf, parts)
        case _:
            _report_no_condition(node, ctx)
            return None


def _folded_condition(node: Node, scope: Scope, ctx: Context) -> Condition | None:
    compiled: dict[int, Condition | None] = {}

    def compile_branch(branch: Node) -> bool:
        compiled[id(branch)] = compile_condition(branch, scope, ctx)
        return compiled[id(branch)] is not None

    chosen = fold(node, scope, ctx, compile_branch)
    return None if chosen is None else compiled[id(chosen)]


def _report_no_condition(node: Node, ctx: Context) -> None:
    shown = node.kind()
    ctx.report(
        codes.WRONG_KIND,
        node,
        Text(
            f"条件应当是“事实: 值”，写的是{shown.zh}",
            f"a condition is facts with tests, not {shown.en}",
        ),
        why=Text(
            "条件要能拿记录里的事实去核对，不能只写一句话",
            "a condition is held against the facts of the record",
        ),
        fix=Text(
            "写成 {ticket.level: city} 的样子", "write it like {ticket.level: city}"
        ),
    )


def _all_entries(
    items: dict[str, Node], scope: Scope, ctx: Context
) -> Condition | None:
    return join(AllOf, [_entry(key, node, scope, ctx) for key, node in items.items()])


def _entry(key: str, node: Node, scope: Scope, ctx: Context) -> Condition | None:
    match key:
        case "all" | "any":
            return _connective(key, node, scope, ctx)
        case "not":
            part = compile_condition(node, scope, ctx)
            return None if part is None else negate(part)
        case "happened":
            patterns = compile_patterns(node, scope.looking_back(), ctx)
            return None if patterns is None else Happened(patterns)
        case "count":
            return _count(node, scope, ctx)
        case "latest":
            return _latest(node, scope, ctx)
        case "months_in_a_row":
            return _run_of_months(node, scope, ctx)
        case "at_the_act":
            part = compile_condition(node, scope, ctx)
            return None if part is None else AtTheAct(part)
        case _:
            return _fact(key, node, scope, ctx)


def _connective(key: str, node: Node, scope: Scope, ctx: Context) -> Condition | None:
    if not isinstance(node.value, list):
        ctx.report(
            codes.WRONG_KIND,
            node,
            Text(
                f"`{key}` 后面应当是条件的列表", f"`{key}` takes a list of conditions"
            ),
            fix=Text(
                "每个条件前加 `- `，或写在方括号里", "write `- ` before each condition"
            ),
        )
        return None
    parts = [compile_condition(child, scope, ctx) for child in node.value]
    return join(AllOf if key == "all" else AnyOf, parts)


def _fact(key: str, node: Node, scope: Scope, ctx: Context) -> Condition | None:
    first, _, rest = key.partition(".")
    if first == "reading" and rest:
        return compile_reading_test(rest, node, ctx)
    if first == "condition" and rest:
        return _named_condition(rest, node, scope, ctx)
    if key == "unit" and says_whose(node, scope):
        return Always()  # said for the pattern, not a test
    if key == "unit" and refuse_whose(node, scope, ctx):
        return None
    found = find_fact(key, scope, ctx)
    if isinstance(found, Fault):
        if found.code is codes.BARE_FACT and _guess_connective(key):
            found = unknown(
                codes.UNKNOWN_FACT,
                Text("事实或条件", "fact or condition"),
                key,
                (*CONNECTIVES, *LOOK_BACKS),
            )
        ctx.report_fault(found, node.place)
        return None
    fact, type_ = found
    if fact.scope != "limit":
        return compile_test(found, node, scope, ctx)
    rules = ctx.names.find_rule(fact.name)
    assert rules is not None
    parts = [
        compile_test((Fact("limit", rule), type_), node, scope, ctx)
        for rule in rules[1] or (fact.name,)
    ]
    return join(AnyOf, parts)


def _guess_connective(key: str) -> bool:
    return suggest(key, (*CONNECTIVES, *LOOK_BACKS)) is not None


def _named_condition(
    name: str, node: Node, scope: Scope, ctx: Context
) -> Condition | None:
    definition = ctx.names.conditions.get(name)
    if definition is None:
        what = Text("条件", "condition")
        fault = unknown(codes.UNKNOWN_CONDITION, what, name, ctx.names.conditions)
        ctx.report_fault(fault, node.place)
        return None
    ctx.use("condition", name)
    body = definition.child("is")
    if body is None or not isinstance(node.value, bool):
        ctx.report(
            codes.WRONG_TEST,
            node,
            Text(
                f"条件 `{name}` 只有成立与否",
                f"the condition `{name}` is true or false",
            ),
            fix=Text("写 `true` 或 `false`", "write `true` or `false`"),
        )
        return None
    with ctx.expanding("condition", name) as first_time:
        if not first_time:
            _report_circle(node, name, ctx)
            return None
        part = compile_condition(body, scope, ctx)
    if part is None or node.value is True:
        return part
    return negate(part)


def _report_circle(node: Node, name: str, ctx: Context) -> None:
    ctx.report(
        codes.CYCLE,
        node.place,
        Text(f"`{name}` 用到了它自己", f"`{name}` is defined by itself"),
        fix=Text("换成不含它自己的写法", "define it without itself"),
    )


# --- looking back --------------------------------------------------------------------

_COUNT_KEYS = ("of", *NUMERIC, "distinct", "since", "in_last", "not_followed_by")


def _count(node: Node, scope: Scope, ctx: Context) -> Condition | None:
    if not has_keys(node, "count", ("of",), _COUNT_KEYS, ctx):
        return None
    of = _look_back(node, "of", scope, ctx)
    since = _look_back(node, "since", scope, ctx, unit_needed=False)
    not_followed_by = _look_back(node, "not_followed_by", scope, ctx, unit_needed=False)
    tests = numeric_tests(node, scope, ctx)
    distinct = node.child("distinct")
    in_last = node.child("in_last")
    amount = None if in_last is None else plain_amount(in_last, ctx)
    good = of is not None and tests is not None
    for name, value in (("since", since), ("not_followed_by", not_followed_by)):
        good = good and (value is not None or node.child(name) is None)
    if not good or of is None or tests is None or (in_last and amount is None):
        return None
    return Count(
        of=of,
        tests=tests,
        distinct=None if distinct is None else distinct_key(distinct, of, ctx),
        since=since,
        in_last=amount,
        not_followed_by=not_followed_by,
    )


def _latest(node: Node, scope: Scope, ctx: Context) -> Condition | None:
    if not has_keys(node, "latest", ("of", "is"), ("of", "is"), ctx):
        return None
    of = _look_back(node, "of", scope, ctx)
    test = node.child("is")
    assert test is not None
    payload = _joined_payload(of, ctx) if of else ctx.names.any_payload
    satisfies = compile_condition(test, scope.inside(payload), ctx)
    return None if of is None or satisfies is None else Latest(of, satisfies)


def _look_back(
    node: Node, key: str, scope: Scope, ctx: Context, *, unit_needed: bool = True
) -> Patterns | None:
    child = node.child(key)
    if child is None:
        return None
    return compile_patterns(child, scope.looking_back(), ctx, unit_needed=unit_needed)


_RUN_KEYS = ("of", "skipping", *NUMERIC, "every")


def _run_of_months(node: Node, scope: Scope, ctx: Context) -> Condition | None:
    if not has_keys(node, "months_in_a_row", ("of",), _RUN_KEYS, ctx):
        return None
    of = _look_back(node, "of", scope, ctx)
    skipping = _look_back(node, "skipping", scope, ctx, unit_needed=False)
    every = node.child("every")
    step = None if every is None else whole_step(every, ctx)
    asked = any(node.child(name) is not None for name in NUMERIC)
    tests = numeric_tests(node, scope, ctx) if asked or every is None else ()
    good = skipping is not None or node.child("skipping") is None
    if of is None or tests is None or not good or (every is not None and step is None):
        return None
    return MonthsInARow(of=of, tests=tests, every=step, skipping=skipping or ())


# --- patterns ------------------------------------------------------------------------


def compile_patterns(
    node: Node, scope: Scope, ctx: Context, *, unit_needed: bool = True
) -> Patterns | None:
    """Compile a pattern or a list of them; None when one is faulty (and reported).

    ``never`` and ``none`` give no pattern at all.
    """
    match node.value:
        case "never" | "none":
            return ()
        case str():
            return _event(node, node.value, None, scope, ctx, unit_needed)
        case dict() if is_folded(node):
            return _folded_patterns(node, scope, ctx, unit_needed)
        case dict():
            return _event_with_tests(node, node.value, scope, ctx, unit_needed)
        case list():
            parts = [
                compile_patterns(child, scope, ctx, unit_needed=unit_needed)
                for child in node.value
            ]
            good = [part for part in parts if part is not None]
            if len(good) < len(parts):
                return None
            return tuple(pattern for part in good for pattern in part)
        case _:
            shown = node.kind()
            ctx.report(
                codes.WRONG_KIND,
                node,
                Text(
                    f"这里应当写事件，写的是{shown.zh}",
                    f"an event is expected, not {shown.en}",
                ),
            )
            return None


def _folded_patterns(
    node: Node,
    scope: Scope,
    ctx: Context,
    unit_needed: bool,  # noqa: FBT001
) -> Patterns | None:
    compiled: dict[int, Patterns | None] = {}

    def compile_branch(branch: Node) -> bool:
        compiled[id(branch)] = compile_patterns(
            branch, scope, ctx, unit_needed=unit_needed
        )
        return compiled[id(branch)] is not None

    chosen = fold(node, scope, ctx, compile_branch)
    return None if chosen is None else compiled[id(chosen)]


def _event_with_tests(
    node: Node,
    items: dict[str, Node],
    scope: Scope,
    ctx: Context,
    unit_needed: bool,  # noqa: FBT001 - passed through
) -> Patterns | None:
    if len(items) == 1:
        [(name, tests)] = items.items()
        return _event(tests, name, tests, scope, ctx, unit_needed)
    names = "、".join(f"`{name}`" for name in items)
    ctx.report(
        codes.WRONG_KIND,
        node,
        Text(
            f"一个花括号里只能写一种事件，写了 {names}",
            f"one event stands in a mapping, here are {len(items)}",
        ),
        fix=Text(
            "任一种都算，就写成列表 [a, b]；对同一事件的要求，写在事件名下面",
            "write a list for any of several; tests of one event go below its name",
        ),
    )
    return None


def _event(
    node: Node,
    name: str,
    tests: Node | None,
    scope: Scope,
    ctx: Context,
    unit_needed: bool,  # noqa: FBT001 - passed through
) -> Patterns | None:
    named = (
        _moment(name, node, scope, ctx)
        if name in ctx.names.moments
        else find_event(name, node, ctx)
    )
    if named is None:
        return None
    patterns: list[Pattern] = []
    for found in named:
        where: Condition | None = Always()
        if tests is not None and tests.value is not None:
            where = compile_condition(tests, scope.inside(found.payload), ctx)
        if where is None:
            return None
        joined = join(AllOf, [found.where, where])
        assert joined is not None
        same = compile_same_unit(found, name, node, tests, scope, ctx, unit_needed)
        if same is None:
            return None
        any_unit = of_any_unit(tests, scope)
        patterns.append(Pattern(found.event, joined, same, any_unit))
    return tuple(patterns)


def _joined_payload(patterns: Patterns, ctx: Context) -> dict[str, ValueType]:
    payload: dict[str, ValueType] = {}
    for pattern in patterns:
        payload.update(payload_of(pattern.event, ctx))
    return payload


def _moment(name: str, node: Node, scope: Scope, ctx: Context) -> list[Named] | None:
    definition = ctx.names.moments[name]
    ctx.use("event", name)
    with ctx.expanding("moment", name) as first_time:
        if not first_time:
            _report_circle(node, name, ctx)
            return None
        body = definition.child("is")
        assert body is not None
        outside = Scope(trigger=scope.trigger, about=scope.about)
        patterns = compile_patterns(body, outside, ctx)
    if patterns is None:
        return None
    found = []
    for pattern in patterns:
        payload = payload_of(pattern.event, ctx)
        recorded = pattern.event in ctx.names.events
        of_unit = not recorded or pattern.event in ctx.names.events_of_units
        found.append(Named(pattern.event, pattern.where, payload, of_unit))
    return found
