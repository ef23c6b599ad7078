"""Conditions and patterns: mappings of facts to tests, and events picked by them.

The two need each other (a pattern carries a condition, a condition looks back through
patterns), so they share this module.
"""

from dataclasses import dataclass

from hotline_rules.diagnostics import Label, Text, codes, suggest
from hotline_rules.profile.context import Context, Scope, did_you_mean, unknown
from hotline_rules.profile.facts import find_fact
from hotline_rules.profile.folding import fold, is_folded, report_unknown_reading
from hotline_rules.profile.names import CARD_EVENTS, CLOCK_EVENTS, STATUS_EVENTS
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.operators import NUMERIC, compile_operand, compile_test
from hotline_rules.profile.texts import Fault, parse_amount
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
    Not,
    Pattern,
    Patterns,
    Test,
)
from hotline_rules.rulebook.conditions import Operator

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
            return _join(AllOf, parts)
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
        fix=Text(
            "写成 {ticket.level: city} 的样子", "write it like {ticket.level: city}"
        ),
    )


def _all_entries(
    items: dict[str, Node], scope: Scope, ctx: Context
) -> Condition | None:
    return _join(AllOf, [_entry(key, node, scope, ctx) for key, node in items.items()])


def _join(
    kind: type[AllOf] | type[AnyOf], parts: list[Condition | None]
) -> Condition | None:
    """Join parts and settle what is constant; None when a part is faulty."""
    neutral = kind is AllOf
    kept: list[Condition] = []
    for part in parts:
        if part is None:
            return None
        if isinstance(part, Always) and part.value is neutral:
            continue
        kept.append(part)
    if any(isinstance(part, Always) and part.value is not None for part in kept):
        return Always(not neutral)
    if not kept:
        return Always(neutral)
    return kept[0] if len(kept) == 1 else kind(tuple(kept))


def negate(part: Condition) -> Condition:
    """Return the contrary of a condition; unknown stays unknown."""
    if isinstance(part, Always):
        return Always(None if part.value is None else not part.value)
    return part.part if isinstance(part, Not) else Not(part)


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
    return _join(AllOf if key == "all" else AnyOf, parts)


def _fact(key: str, node: Node, scope: Scope, ctx: Context) -> Condition | None:
    first, _, rest = key.partition(".")
    if first == "reading" and rest:
        return _reading(rest, node, ctx)
    if first == "condition" and rest:
        return _named_condition(rest, node, scope, ctx)
    in_look_back = scope.looks_back and scope.here is not None
    if in_look_back and key == "unit" and node.value in ("same", "any"):
        return Always()  # said for the pattern, not a test
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
    return _join(AnyOf, parts)


def _guess_connective(key: str) -> bool:
    return suggest(key, (*CONNECTIVES, *LOOK_BACKS)) is not None


def _reading(code: str, node: Node, ctx: Context) -> Condition | None:
    options = ctx.options.get(code)
    if options is None:
        report_unknown_reading(Node(node.place, None, node.path, code), code, ctx)
        return None
    ctx.use_reading(code)
    wanted = node.value if isinstance(node.value, list) else [node]
    good = True
    hit = False
    for option in wanted:
        # An option such as "24:00" or `true` is text in the list of options.
        text = word_of(option)
        if text not in options:
            what = Text(f"读法 `{code}` 的选项", f"option of reading `{code}`")
            ctx.report_fault(unknown(codes.UNKNOWN_OPTION, what, text, options), option)
            good = False
        hit = hit or text == ctx.chosen.get(code)
    return Always(hit) if good else None


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
    if not _has_keys(node, "count", ("of",), _COUNT_KEYS, ctx):
        return None
    of = _look_back(node, "of", scope, ctx)
    since = _look_back(node, "since", scope, ctx, unit_needed=False)
    not_followed_by = _look_back(node, "not_followed_by", scope, ctx, unit_needed=False)
    tests = _numeric_tests(node, scope, ctx)
    distinct = node.child("distinct")
    in_last = node.child("in_last")
    amount = None if in_last is None else _amount(in_last, ctx)
    good = of is not None and tests is not None
    for name, value in (("since", since), ("not_followed_by", not_followed_by)):
        good = good and (value is not None or node.child(name) is None)
    if not good or of is None or tests is None or (in_last and amount is None):
        return None
    return Count(
        of=of,
        tests=tests,
        distinct=None if distinct is None else _distinct(distinct, of, ctx),
        since=since,
        in_last=amount,
        not_followed_by=not_followed_by,
    )


def _has_keys(
    node: Node,
    what: str,
    needed: tuple[str, ...],
    allowed: tuple[str, ...],
    ctx: Context,
) -> bool:
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
                fix=did_you_mean(key, allowed),
            )
    for key in needed:
        if key not in items:
            ctx.report(
                codes.MISSING_KEY,
                node.place,
                Text(f"`{what}` 缺少 `{key}`", f"`{what}` lacks `{key}`"),
                fix=Text(f"补上 `{key}`", f"add `{key}`"),
            )
            return False
    return good


def _numeric_tests(
    node: Node, scope: Scope, ctx: Context
) -> tuple[tuple[Operator, int], ...] | None:
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
        Text("`count` 没有说次数要多少", "`count` does not say how many"),
        fix=Text("补上 `at_least: 2` 之类", "add `at_least: 2` or the like"),
    )
    return None


def _distinct(node: Node, of: Patterns, ctx: Context) -> str:
    name = word_of(node)
    payload = {
        key for pattern in of for key in ctx.names.payloads.get(pattern.event, {})
    }
    if payload and name not in payload:
        what = Text("事件项", "payload key")
        ctx.report_fault(unknown(codes.UNKNOWN_PAYLOAD, what, name, payload), node)
    return name


def _amount(node: Node, ctx: Context):  # type: ignore[no-untyped-def]
    amount = parse_amount(word_of(node))
    if isinstance(amount, Fault):
        ctx.report_fault(amount, node)
        return None
    return amount


def _latest(node: Node, scope: Scope, ctx: Context) -> Condition | None:
    if not _has_keys(node, "latest", ("of", "is"), ("of", "is"), ctx):
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
    if not _has_keys(node, "months_in_a_row", ("of",), _RUN_KEYS, ctx):
        return None
    of = _look_back(node, "of", scope, ctx)
    skipping = _look_back(node, "skipping", scope, ctx, unit_needed=False)
    if of is None or (skipping is None and node.child("skipping")):
        return None
    ctx.report(
        codes.NOT_EVALUATED,
        node.place,
        Text(
            "连续月数只检查、暂不计算", "runs of months are checked, not evaluated yet"
        ),
        why=Text(
            "这个条件的结果目前一律算作未知，靠它的后果不会发生",
            "the condition counts as unknown, so nothing follows from it",
        ),
    )
    return Always(None)


# --- patterns ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Named:
    """What the name of an event stands for."""

    event: str
    where: Condition
    payload: dict[str, ValueType]
    of_unit: bool


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
    named = find_events(name, node, scope, ctx)
    if named is None:
        return None
    patterns: list[Pattern] = []
    for found in named:
        where: Condition | None = Always()
        if tests is not None and tests.value is not None:
            where = compile_condition(tests, scope.inside(found.payload), ctx)
        if where is None:
            return None
        joined = _join(AllOf, [found.where, where])
        assert joined is not None
        same = _same_unit(found, name, node, tests, scope, ctx, unit_needed)
        if same is None:
            return None
        patterns.append(Pattern(found.event, joined, same))
    return tuple(patterns)


def _same_unit(
    found: _Named,
    name: str,
    node: Node,
    tests: Node | None,
    scope: Scope,
    ctx: Context,
    unit_needed: bool,  # noqa: FBT001 - passed through
) -> bool | None:
    """Return whether only events of the unit in question are meant."""
    if not scope.looks_back:
        return False
    said = tests.child("unit") if tests is not None else None
    if said is not None:
        return said.value == "same"
    in_question = scope.has_unit and scope.about == "ticket"
    if unit_needed and found.of_unit and in_question:
        ctx.report(
            codes.UNIT_UNSAID,
            node.place if tests is not None else node,
            Text(
                f"回看 `{name}` 时没有说明是哪个单位的",
                f"looking back at `{name}`, it is not said whose",
            ),
            why=Text(
                "这种事件带有单位：只算本单位的写 same，所有单位的都算写 any",
                "the event carries a unit: `same` is the unit in question, `any` all",
            ),
            fix=Text(
                f"写成 {{{name}: {{unit: same}}}} 或 {{unit: any}}",
                f"write {{{name}: {{unit: same}}}} or {{unit: any}}",
            ),
        )
        return None
    return False


def _joined_payload(patterns: Patterns, ctx: Context) -> dict[str, ValueType]:
    payload: dict[str, ValueType] = {}
    for pattern in patterns:
        payload.update(payload_of(pattern.event, ctx))
    return payload


def payload_of(event: str, ctx: Context) -> dict[str, ValueType]:
    """Return the payload keys that an event can carry."""
    return ctx.names.payloads.get(event, ctx.names.any_payload)


def find_events(
    name: str, node: Node, scope: Scope, ctx: Context
) -> list[_Named] | None:
    """Return what an event name stands for: recorded, a moment, or engine-made."""
    names = ctx.names
    if name in names.events:
        ctx.use("event", name)
        payload = names.payloads[name]
        return [_Named(name, Always(), payload, name in names.events_of_units)]
    if name in names.moments:
        return _moment(name, node, scope, ctx)
    if name in CARD_EVENTS:
        return [_Named(name, Always(), names.any_payload, of_unit=True)]
    if name in CLOCK_EVENTS:
        return [_Named(name, Always(), names.any_payload, of_unit=False)]
    first, dot, last = name.rpartition(".")
    if dot and first == "finding":
        return _finding(last, node, ctx)
    if dot:
        return _engine_event(name, first, last, node, ctx)
    _report_unknown_event(name, node, ctx)
    return None


def _report_unknown_event(name: str, node: Node, ctx: Context) -> None:
    why = Text(
        "事件要么是词汇表里的，要么在 words.events 里声明，要么由规则产生（名字带点）",
        "events are those of the vocabulary, those declared under words.events, and "
        "those that rules make (with a dot)",
    )
    at = node.place if isinstance(node.value, dict) or node.value != name else node
    ctx.report(
        codes.UNKNOWN_EVENT,
        at,
        Text(f"没有事件 `{name}`", f"unknown event `{name}`"),
        why=why,
        fix=did_you_mean(name, ctx.names.event_names()),
    )


def _moment(name: str, node: Node, scope: Scope, ctx: Context) -> list[_Named] | None:
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
        found.append(_Named(pattern.event, pattern.where, payload, of_unit))
    return found


def _finding(code: str, node: Node, ctx: Context) -> list[_Named] | None:
    if code not in ctx.names.findings:
        what = Text("认定", "finding")
        fault = unknown(codes.UNKNOWN_FINDING, what, code, ctx.names.findings)
        ctx.report_fault(fault, node.place if node.value != f"finding.{code}" else node)
        return None
    ctx.use("finding", code)
    where = AllOf(
        (
            Test(Fact("here", "code"), "is", code),
            Test(Fact("here", "result"), "is", operand=True),
        )
    )
    payload = ctx.names.payloads["finding_made"]
    return [_Named("finding_made", where, payload, of_unit=True)]


def _engine_event(
    name: str, first: str, last: str, node: Node, ctx: Context
) -> list[_Named] | None:
    names = ctx.names
    status = names.statuses.get(first)
    if status is not None and last in STATUS_EVENTS:
        ctx.use("status", first)
        of_unit = status.of == "unit"
        return [_Named(name, Always(), names.any_payload, of_unit)]
    rule = names.find_rule(first)
    if rule is None:
        _report_unknown_event(name, node, ctx)
        return None
    entry, rules = rule
    if last not in entry.engine_events:
        _report_no_such_engine_event(name, last, node, ctx, list(entry.engine_events))
        return None
    ctx.use("mark", f"{entry.id}.{last}")
    return [
        _Named(f"{rule_id}.{last}", Always(), names.any_payload, of_unit=True)
        for rule_id in rules or (entry.id,)
    ]


def _report_no_such_engine_event(
    name: str, last: str, node: Node, ctx: Context, options: list[str]
) -> None:
    first = name.rpartition(".")[0]
    entry = ctx.names.entries.get(first.partition(".")[0])
    at = node.place if node.value != name else node
    label = (Label(entry.node.place, Text("这条规则", "this entry")),) if entry else ()
    ctx.report(
        codes.UNKNOWN_EVENT,
        at,
        Text(f"`{first}` 没有事件 `{last}`", f"`{first}` makes no event `{last}`"),
        why=Text(
            f"它产生的事件有：{'、'.join(options) or '无'}",
            f"it makes {', '.join(options) or 'none'}",
        ),
        fix=did_you_mean(last, options) if len(options) > 8 or options else None,
        related=label,
    )
