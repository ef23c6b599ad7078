"""Entries that alter a running limit: extension, return, pause, earlier start."""

from dataclasses import replace
from typing import Literal

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.cites import require_cite
from hotline_rules.profile.conditions import (
    compile_condition,
    compile_patterns,
)
from hotline_rules.profile.context import Context, Scope, place_of
from hotline_rules.profile.effects import (
    Body,
    compile_counted,
    compile_marks,
    compile_rests_on,
)
from hotline_rules.profile.events import payload_of
from hotline_rules.profile.folding import compile_constant
from hotline_rules.profile.limits import compile_amount, compile_point
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.profile.vocabulary import ValueType
from hotline_rules.rulebook import (
    Always,
    Change,
    Condition,
    EndsWith,
    MovesTo,
    Patterns,
    Pauses,
    StartsFrom,
)

EFFECTS = ("moves_to", "ends", "pauses_from", "starts_from")
PENDING = ("counts", "stops", "counts_provisionally")
BEYOND = ("cut", "cut_unless_exceptional", "refuse")
Effect = MovesTo | EndsWith | Pauses | StartsFrom


def compile_change(name: str, node: Node, ctx: Context) -> Change | None:
    """Compile an entry with ``changes``."""
    if not isinstance(node.value, dict):
        return None
    body: Body = node.value
    with ctx.collect_readings() as readings:
        cites = require_cite(
            body.get("cite"), node, Text(f"变更 `{name}` ", f"the change `{name}`"), ctx
        )
        document = _document(cites, ctx)
        scope = Scope(trigger=ctx.names.any_payload, document=document)
        targets = _targets(body["changes"], ctx)
        asked_by = _patterns(body, "asked_by", scope, ctx)
        late = _patterns(body, "asked_late_by", scope, ctx)
        granted_by, asking = _granted_by(body, node, scope, ctx)
        refused_by = _patterns(body, "refused_by", scope, ctx)
        scope = replace(
            scope,
            trigger=_payload((asked_by or granted_by) or (), ctx),
            # Of an application that could not be read, nothing is known to be absent.
            asked=ctx.names.any_payload
            if asked_by is None
            else _payload((asked_by + (late or ())) or granted_by or (), ctx),
            granted=ctx.names.any_payload
            if granted_by is None
            else _payload(granted_by or asked_by or (), ctx),
        )
        condition: Condition | None = Always()
        if "if" in body:
            condition = compile_condition(body["if"], scope, ctx)
        pending = _pending(body, node, asking, scope, ctx)
        effect = _effect(body, node, scope, ctx)
        times = _times(body.get("times"), scope, ctx)
        marks = compile_marks(body.get("marks"), (name, ""), scope, ctx)
        counting = None
        if "counted" in body:
            counting = compile_counted(body["counted"], scope, ctx)
        compile_rests_on(body.get("rests_on"), ctx)
    for key in ("moves_to", "counted", "not_after"):
        if key in body:
            ctx.places[key, name, ""] = body[key]
    parts = (targets, asked_by, late, granted_by, refused_by, condition, pending)
    if any(part is None for part in (*parts, effect, marks)) or times is False:
        return None
    if document is None or ("counted" in body and counting is None):
        return None
    ctx.places["rule", name] = node
    title = body.get("title")
    return Change(
        id=name,
        title=word_of(title) if title is not None else name,
        cites=cites,
        readings=tuple(readings),
        condition=condition or Always(),
        targets=targets or (),
        asked_by=asked_by or (),
        asked_late_by=late or (),
        granted_by=granted_by or (),
        refused_by=refused_by or (),
        asking_suffices=asking,
        while_pending=pending or "counts",
        effect=effect,  # type: ignore[arg-type]
        times=times if times is not True else None,
        marks=marks if "marks" in body else None,
        counting=counting,
        document=ctx.documents.index(document),
        law_at="procedure",
        place=place_of(node),
    )


def _document(cites: tuple[str, ...], ctx: Context) -> str | None:
    for cite in cites:
        if cite in ctx.clauses:
            return ctx.documents[ctx.clauses[cite].document]
    return ctx.documents[0] if ctx.documents else None


def _payload(patterns: Patterns, ctx: Context) -> dict[str, ValueType]:
    merged: dict[str, ValueType] = {}
    for pattern in patterns:
        for key, type_ in payload_of(pattern.event, ctx).items():
            known = merged.setdefault(key, type_)
            if known != type_:
                merged[key] = ValueType("any")
    return merged or ctx.names.any_payload


def _targets(node: Node, ctx: Context) -> tuple[str, ...] | None:
    """Return the rules whose limits are altered."""
    listed = list(node.children()) if isinstance(node.value, list) else [node]
    targets: list[str] = []
    good = bool(listed)
    for child in listed:
        name = word_of(child)
        found = ctx.names.find_rule(name)
        if found is None or found[0].mode is None:
            limits = [entry.id for entry in ctx.names.entries.values() if entry.mode]
            what = Text("规则", "rule")
            if found is not None:
                what = Text("带期限的规则", "rule with a limit")
            ctx.report_fault(unknown(codes.UNKNOWN_RULE, what, name, limits), child)
            good = False
        else:
            targets += found[1]
    return tuple(targets) if good else None


def _patterns(body: Body, key: str, scope: Scope, ctx: Context) -> Patterns | None:
    return compile_patterns(body[key], scope, ctx) if key in body else ()


def _granted_by(
    body: Body, node: Node, scope: Scope, ctx: Context
) -> tuple[Patterns | None, bool]:
    """Compile what grants; the second part says that asking suffices."""
    given = body.get("granted_by")
    if given is None:
        if "pauses_from" in body:
            return (), False
        ctx.report(
            codes.MISSING_KEY,
            node.place,
            Text(
                "没有写 `granted_by`：什么使变更生效",
                "`granted_by` is missing: what brings the change about",
            ),
            fix=Text(
                "写批准的事件；申请即生效写 `granted_by: asking`",
                "write the event that grants, or `granted_by: asking`",
            ),
        )
        return None, False

    def read(leaf: Node) -> tuple[Patterns, bool] | None:
        if leaf.value == "asking":
            return (), True
        patterns = compile_patterns(leaf, scope, ctx)
        return None if patterns is None else (patterns, False)

    found = compile_constant(given, read, scope, ctx)
    return (None, False) if found is None else found


Pending = Literal["counts", "stops", "counts_provisionally"]


def _pending(
    body: Body,
    node: Node,
    asking: bool,  # noqa: FBT001 - passed through
    scope: Scope,
    ctx: Context,
) -> Pending | None:
    given = body.get("while_pending")
    if given is None:
        if "asked_by" not in body or asking:
            return "counts"
        ctx.report(
            codes.MISSING_KEY,
            node.place,
            Text(
                "没有写 `while_pending`：等待决定期间期限怎么算",
                "`while_pending` is missing: what the clock does while a decision is "
                "awaited",
            ),
            fix=Text(
                "counts 照常计时；stops 停止计时；counts_provisionally 照常计时、"
                "批准后追溯",
                "write counts, stops or counts_provisionally",
            ),
        )
        return None
    return _one_of(given, "while_pending", PENDING, scope, ctx)  # type: ignore[return-value]


def _one_of(
    node: Node, key: str, options: tuple[str, ...], scope: Scope, ctx: Context
) -> str | None:
    def read(leaf: Node) -> str | None:
        word = word_of(leaf)
        if word in options:
            return word
        what = Text(f"`{key}` 的写法", f"word for `{key}`")
        ctx.report_fault(unknown(codes.WRONG_VALUE, what, word, options), leaf)
        return None

    return compile_constant(node, read, scope, ctx)


def _effect(body: Body, node: Node, scope: Scope, ctx: Context) -> Effect | None:
    given = [key for key in EFFECTS if key in body]
    if len(given) != 1:
        ctx.report(
            codes.KEYS_CLASH if given else codes.MISSING_KEY,
            node.place,
            Text(
                "变更要写 moves_to、ends、pauses_from、starts_from 中的一个",
                "a change takes one of moves_to, ends, pauses_from, starts_from",
            ),
            why=Text(
                "moves_to 改到另一时点，ends 结束期限，pauses_from 暂停，"
                "starts_from 换起点",
                "another end, no limit any more, a pause, or another start",
            ),
        )
        return None
    match given[0]:
        case "moves_to":
            return _moves_to(body, scope, ctx)
        case "ends":
            return EndsWith(str(body["ends"].value))
        case "starts_from":
            point = compile_point(body["starts_from"], scope, ctx)
            return None if point is None else StartsFrom(point)
        case _:
            return _pauses(body, scope, ctx)


def _moves_to(body: Body, scope: Scope, ctx: Context) -> MovesTo | None:
    point = compile_point(body["moves_to"], scope, ctx)
    caps = body.get("not_after")
    points = []
    if caps is not None:
        listed = caps.children() if isinstance(caps.value, list) else [caps]
        points = [compile_point(child, scope, ctx) for child in listed]
    beyond: str | None = "cut"
    if "beyond" in body:
        beyond = _one_of(body["beyond"], "beyond", BEYOND, scope, ctx)
    elif caps is not None:
        beyond = None
        ctx.report(
            codes.MISSING_KEY,
            caps.place,
            Text(
                "有上限 `not_after`，没有写 `beyond`：超出时怎么办",
                "`not_after` without `beyond`: what happens to a longer wish",
            ),
            fix=Text(
                "cut 截到上限；cut_unless_exceptional 特批除外；refuse 不准",
                "write cut, cut_unless_exceptional or refuse",
            ),
        )
    good = tuple(cap for cap in points if cap is not None)
    if point is None or len(good) < len(points) or beyond is None:
        return None
    return MovesTo(point, good, beyond)  # type: ignore[arg-type]


def _pauses(body: Body, scope: Scope, ctx: Context) -> Pauses | None:
    starts = compile_patterns(body["pauses_from"], scope, ctx)
    if "pauses_until" not in body:
        ctx.report(
            codes.MISSING_KEY,
            body["pauses_from"].place,
            Text("暂停没有写到什么时候为止", "the pause has no `pauses_until`"),
            fix=Text("补上 `pauses_until: resumed`", "add `pauses_until: resumed`"),
        )
        return None
    stops = compile_patterns(body["pauses_until"], scope, ctx)
    at_most = None
    if "at_most" in body:
        at_most = compile_amount(body["at_most"], ctx)
        if at_most is None:
            return None
    return None if starts is None or stops is None else Pauses(starts, stops, at_most)


def _times(node: Node | None, scope: Scope, ctx: Context) -> int | bool | None:
    """Return how many grants; None without limit, False when faulty."""
    if node is None:
        return None

    def read(leaf: Node) -> int | bool | None:
        if leaf.value == "no_limit":
            return True
        if isinstance(leaf.value, int) and leaf.value > 0:
            return leaf.value
        ctx.report(
            codes.WRONG_VALUE,
            leaf,
            Text("次数应当是正整数或 no_limit", "a whole number or `no_limit`"),
        )
        return None

    found = compile_constant(node, read, scope, ctx)
    if found is None:
        return False
    return None if found is True else found
