"""One kind of case that a measure counts: limits, penalties, statuses, events."""

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.conditions import compile_condition, compile_patterns
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.folding import compile_constant
from hotline_rules.profile.names import LIMIT_STATES
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.rulebook import (
    ALWAYS,
    AllOf,
    Always,
    AnyOf,
    AtTheAct,
    Condition,
    Count,
    Counted,
    Happened,
    Latest,
    MonthsInARow,
    Not,
    Patterns,
    Test,
)
from hotline_rules.rulebook.measures import Absorbed, CaseSort, Only

SORTS: tuple[CaseSort, ...] = ("limit", "penalty", "status", "event")
PENALTY_STATES = ("effective", "provisional", "absorbed", "voided")
ONLY: dict[str, Only] = {"every": "every", "first": "first", "last": "last"}
# Which keys serve which sort of case.
_SERVES: dict[str, tuple[CaseSort, ...]] = {
    "state": ("limit", "penalty"),
    "reason": ("limit",),
    "who": ("limit",),
    "without": ("limit",),
    "only": ("event",),
    "absorbed": ("penalty",),
}


def compile_counted(node: Node, ctx: Context) -> Counted | None:
    """Compile one kind of case; None when it is faulty (and reported).

    Diagnostics:
        MISSING_KEY, KEYS_CLASH, IDLE_KEY, UNKNOWN_RULE, UNKNOWN_PENALTY,
        UNKNOWN_STATUS, UNKNOWN_ROLE, WRONG_VALUE, NOT_A_CONSTANT, and those of
        patterns and conditions.
    """
    sort = _sort_of(node, ctx)
    if sort is None or not _keys_serve(node, sort, ctx):
        return None
    before = len(ctx.found)
    absorbed, published = _absorbed(node.child("absorbed"), ctx)
    found = Counted(
        sort=sort,
        names=() if sort == "event" else _names(node, sort, ctx),
        states=_states(node, sort, ctx),
        reasons=_words(node.child("reason")),
        roles=_roles(node.child("who"), ctx),
        without=_without(node.child("without"), ctx),
        patterns=_events(node, ctx) if sort == "event" else (),
        only=_only(node.child("only"), ctx),
        condition=_condition(node.child("if"), ctx),
        absorbed=absorbed,
        published=published,
    )
    return None if len(ctx.found) > before else found


def _sort_of(node: Node, ctx: Context) -> CaseSort | None:
    given = [sort for sort in SORTS if node.child(sort) is not None]
    if len(given) == 1:
        return given[0]
    ctx.report(
        codes.KEYS_CLASH if given else codes.MISSING_KEY,
        node,
        Text(
            "一项里只能数一种东西" if given else "没有写数什么",
            "one item counts one thing" if given else "it is not said what to count",
        ),
        why=Text(
            f"要写 {'、'.join(SORTS)} 中的一个；几项分成几行，会相加",
            f"it has one of {', '.join(SORTS)}; several items are added",
        ),
    )
    return None


def _keys_serve(node: Node, sort: CaseSort, ctx: Context) -> bool:
    good = True
    for key, sorts in _SERVES.items():
        child = node.child(key)
        if child is None or sort in sorts:
            continue
        good = False
        ctx.report(
            codes.IDLE_KEY,
            child.place,
            Text(f"`{key}` 对 `{sort}` 不起作用", f"`{key}` does nothing to a {sort}"),
            why=Text(f"它只用于 {'、'.join(sorts)}", f"it serves {', '.join(sorts)}"),
            fix=Text(f"删掉 `{key}`", f"drop `{key}`"),
        )
    return good


def _listed(node: Node | None) -> list[Node]:
    if node is None:
        return []
    return node.children() if isinstance(node.value, list) else [node]


def _words(node: Node | None) -> tuple[str, ...]:
    return tuple(word_of(child) for child in _listed(node))


# --- names ---------------------------------------------------------------------------


def _names(node: Node, sort: CaseSort, ctx: Context) -> tuple[str, ...]:
    found: list[str] = []
    for child in _listed(node.child(sort)):
        name = word_of(child)
        match sort:
            case "limit":
                found += _rules(name, child, ctx)
            case "penalty":
                what = Text("处罚", "penalty")
                if name not in ctx.names.penalties:
                    fault = unknown(
                        codes.UNKNOWN_PENALTY, what, name, ctx.names.penalties
                    )
                    ctx.report_fault(fault, child)
                found.append(name)
            case _:
                found.append(_status(child, ctx))
    return tuple(dict.fromkeys(found))


def _status(node: Node, ctx: Context) -> str:
    name = word_of(node)
    if name not in ctx.names.statuses:
        what = Text("状态", "status")
        fault = unknown(codes.UNKNOWN_STATUS, what, name, ctx.names.statuses)
        ctx.report_fault(fault, node)
    ctx.use("status", name)
    return name


def _without(node: Node | None, ctx: Context) -> tuple[str, ...]:
    def read(leaf: Node) -> tuple[str, ...]:
        if leaf.value == "none":
            return ()
        return tuple(_status(child, ctx) for child in _listed(leaf))

    return () if node is None else compile_constant(node, read, Scope(), ctx) or ()


def _rules(name: str, node: Node, ctx: Context) -> tuple[str, ...]:
    if name == "any":
        return ()
    rule = ctx.names.find_rule(name)
    if rule is None:
        what = Text("规则", "rule")
        fault = unknown(codes.UNKNOWN_RULE, what, name, ctx.names.rule_names())
        ctx.report_fault(fault, node)
        return ()
    entry, rules = rule
    if entry.mode is None:
        ctx.report(
            codes.WRONG_VALUE,
            node,
            Text(f"`{name}` 没有期限可数", f"`{name}` has no limit to count"),
            why=Text(
                "`limit` 数的是写了 must 或 may 的规则",
                "`limit` counts rules with `must` or `may`",
            ),
            fix=Text(
                "数它产生的处罚、状态，或者数触发它的事件",
                "count its penalty or status, or the event that triggers it",
            ),
        )
    return rules


def _states(node: Node, sort: CaseSort, ctx: Context) -> tuple[str, ...]:
    given = node.child("state")
    if given is None:
        return ("effective",) if sort == "penalty" else ()
    options = PENALTY_STATES if sort == "penalty" else LIMIT_STATES
    for child in _listed(given):
        if word_of(child) not in options:
            what = Text("状态", "state")
            fault = unknown(codes.WRONG_VALUE, what, word_of(child), options)
            ctx.report_fault(fault, child)
    return _words(given)


def _roles(node: Node | None, ctx: Context) -> tuple[str, ...]:
    for child in _listed(node):
        if word_of(child) not in ctx.names.roles:
            what = Text("角色", "role")
            fault = unknown(codes.UNKNOWN_ROLE, what, word_of(child), ctx.names.roles)
            ctx.report_fault(fault, child)
        ctx.use("role", word_of(child))
    return _words(node)


def _only(node: Node | None, ctx: Context) -> Only:
    def read(leaf: Node) -> Only | None:
        if word_of(leaf) in ONLY:
            return ONLY[word_of(leaf)]
        what = Text("`only` 的写法", "word for `only`")
        ctx.report_fault(unknown(codes.WRONG_VALUE, what, word_of(leaf), ONLY), leaf)
        return None

    if node is None:
        return "every"
    found: Only | None = compile_constant(node, read, Scope(), ctx)
    return "every" if found is None else found


# --- absorbed penalties --------------------------------------------------------------


def _absorbed(node: Node | None, ctx: Context) -> tuple[Absorbed, Patterns]:
    """What becomes of absorbed penalties, and the event that publishes a month."""

    def read(leaf: Node) -> tuple[Absorbed, Patterns] | None:
        if leaf.value == "left_out":
            return "left_out", ()
        if leaf.value == "counted":
            return "counted", ()
        event = leaf.child("left_out_until")
        published = None if event is None else _recorded(event, Scope(), ctx)
        if event is None:
            options = ("left_out", "counted", "left_out_until")
            what = Text("`absorbed` 的写法", "word for `absorbed`")
            fault = unknown(codes.WRONG_VALUE, what, word_of(leaf), options)
            ctx.report_fault(fault, leaf)
        if published is None:
            return None
        if _names_a_month(published, event or leaf, ctx):
            return "left_out_until_published", published
        return None

    found = None if node is None else compile_constant(node, read, Scope(), ctx)
    return found or ("left_out", ())


def _names_a_month(published: Patterns, node: Node, ctx: Context) -> bool:
    for pattern in published:
        if ctx.names.events[pattern.event].month_key is None:
            ctx.report(
                codes.WRONG_VALUE,
                node,
                Text(
                    f"`{pattern.event}` 没有写明月份，看不出通报的是哪个月",
                    f"`{pattern.event}` names no month",
                ),
                fix=Text(
                    "写 bulletin_published 之类带月份的事件",
                    "write an event that names the month, such as bulletin_published",
                ),
            )
            return False
    return True


# --- events and conditions -----------------------------------------------------------


def _events(node: Node, ctx: Context) -> Patterns:
    given = node.child("event")
    assert given is not None
    return _recorded(given, Scope(), ctx) or ()


def _recorded(node: Node, scope: Scope, ctx: Context) -> Patterns | None:
    """Compile a pattern that may pick recorded events only."""
    patterns = compile_patterns(node, scope, ctx)
    for pattern in patterns or ():
        if pattern.event not in ctx.names.events:
            ctx.report(
                codes.WRONG_VALUE,
                node,
                Text(
                    f"`{pattern.event}` 不是记录下来的事件",
                    f"`{pattern.event}` is not a recorded event",
                ),
                why=Text(
                    "规则自己产生的事件不在历史里，考核数不到",
                    "what rules make is not in the history",
                ),
                fix=Text(
                    "用 limit、penalty 或 status 来数",
                    "count it by `limit`, `penalty` or `status`",
                ),
            )
            return None
        _refuse_look_back(pattern.where, node, ctx)
    return patterns


def _condition(node: Node | None, ctx: Context) -> Condition:
    if node is None:
        return ALWAYS
    found = compile_condition(node, Scope(), ctx)
    if found is None:
        return ALWAYS
    _refuse_look_back(found, node, ctx)
    return found


def _refuse_look_back(condition: Condition, node: Node, ctx: Context) -> None:
    if _looks_back(condition):
        ctx.report(
            codes.FACT_OUT_OF_PLACE,
            node,
            Text(
                "考核里不能用 happened、count、latest 等回看",
                "a measure cannot look back by `happened`, `count` or `latest`",
            ),
            why=Text(
                "数的时候历史已经判完，只看事件本身和工单、单位的事实",
                "it counts what was judged already, by the event and the facts",
            ),
            fix=Text(
                "在 rules 里写成一种状态，再数这种状态",
                "make it a status in `rules`, and count the status",
            ),
        )


def _looks_back(condition: Condition) -> bool:
    match condition:
        case Happened() | Count() | Latest() | MonthsInARow() | AtTheAct():
            return True
        case AllOf() | AnyOf():
            return any(_looks_back(part) for part in condition.parts)
        case Not():
            return _looks_back(condition.part)
        case Always() | Test():
            return False
