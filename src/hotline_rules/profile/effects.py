"""What follows at once: status, light, penalty, rung, flags; and what marks bring."""

from typing import get_args

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.cites import require_cite
from hotline_rules.profile.conditions import compile_condition, compile_patterns
from hotline_rules.profile.context import Context, Scope, place_of
from hotline_rules.profile.facts import find_fact
from hotline_rules.profile.folding import (
    compile_constant,
    compile_name,
    report_unknown_reading,
)
from hotline_rules.profile.limits import compile_mark_point, compile_number
from hotline_rules.profile.names import text_of
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.rulebook import (
    Always,
    Colour,
    Condition,
    Effects,
    FlagRule,
    Key,
    LightEffect,
    Mark,
    Patterns,
    PenaltyEffect,
    RungEffect,
    StatusEffect,
)

Body = dict[str, Node]
COLOURS: tuple[Colour, ...] = get_args(Colour)
KEYS = ("unit", "ticket", "event", "act")


def compile_effects(
    body: Body, scope: Scope, ctx: Context, *, one_per: tuple[Key, ...] = ()
) -> Effects | None:
    """Compile the effects among the keys of a rule, case or mark.

    Args:
        body: the keys.
        scope: what their facts can look at.
        ctx: the compilation.
        one_per: what a penalty is imposed once per; empty in a mark.

    Returns:
        the effects (perhaps none), or None when one is faulty.
    """
    until: Patterns | None = ()
    if "until" in body:
        until = compile_patterns(body["until"], scope, ctx)
    status = _status(body, until or (), scope, ctx)
    light = _light(body, until or (), scope, ctx)
    rung = _rung(body, until or (), scope, ctx)
    penalty = _penalty(body, one_per, scope, ctx)
    asked = (("status", status), ("light", light), ("rung", rung))
    if until is None or any(key in body and value is None for key, value in asked):
        return None
    if penalty is _FAULTY:
        return None
    assert not isinstance(penalty, str)
    return Effects(status=status, light=light, penalty=penalty, rung=rung)


_FAULTY = "faulty"


def _status(
    body: Body, until: Patterns, scope: Scope, ctx: Context
) -> StatusEffect | None:
    node = body.get("status")
    if node is None:
        return None

    status = compile_name(node, "status", ctx.names.statuses, scope, ctx)
    if "until" not in body:
        ctx.report(
            codes.MISSING_KEY,
            node.place,
            Text("状态没有说持续到什么时候", "it is not said when the status ends"),
            why=Text(
                "状态有开始就要说明何时结束，程序不替人猜",
                "a status that begins must say when it ends; nothing is guessed",
            ),
            fix=Text(
                "补上 `until:` 和结束的事件；不结束的写 `until: never`",
                "add `until:` with an event, or `until: never`",
            ),
        )
        return None
    if status is None:
        return None
    kind = _kind(body.get("kind"), status, scope, ctx)
    return StatusEffect(status, kind, until)


def _kind(node: Node | None, status: str, scope: Scope, ctx: Context) -> str | None:
    if node is None:
        return None
    kinds = ctx.names.status_kinds.get(status, ())

    def read(leaf: Node) -> str | None:
        kind = word_of(leaf)
        if kind in kinds:
            return kind
        what = Text(f"状态 `{status}` 的种类", f"kind of status `{status}`")
        ctx.report_fault(unknown(codes.WRONG_VALUE, what, kind, kinds), leaf)
        return None

    return compile_constant(node, read, scope, ctx)


def _light(
    body: Body, until: Patterns, scope: Scope, ctx: Context
) -> LightEffect | None:
    node = body.get("light")
    if node is None:
        return None

    def read(leaf: Node) -> Colour | None:
        for colour in COLOURS:
            if leaf.value == colour:
                return colour
        what = Text("灯色", "light")
        fault = unknown(codes.WRONG_VALUE, what, word_of(leaf), COLOURS)
        ctx.report_fault(fault, leaf)
        return None

    colour: Colour | None = compile_constant(node, read, scope, ctx)
    return None if colour is None else LightEffect(colour, until)


def _rung(body: Body, until: Patterns, scope: Scope, ctx: Context) -> RungEffect | None:
    node = body.get("rung")
    if node is None:
        return None

    def read(leaf: Node) -> tuple[str, str] | None:
        return _step(leaf, ctx)

    found = compile_constant(node, read, scope, ctx)
    return None if found is None else RungEffect(*found, until)


def _step(node: Node, ctx: Context) -> tuple[str, str] | None:
    ladder, dot, step = word_of(node).partition(".")
    if ladder not in ctx.names.ladders:
        what = Text("阶梯", "ladder")
        fault = unknown(codes.UNKNOWN_LADDER, what, ladder, ctx.names.ladders)
        ctx.report_fault(fault, node)
        return None
    ctx.use("ladder", ladder)
    steps = ctx.names.steps_of(ladder)
    if dot and step in steps:
        return ladder, step
    what = Text(f"阶梯 `{ladder}` 的级", f"step of ladder `{ladder}`")
    ctx.report_fault(unknown(codes.UNKNOWN_STEP, what, step, steps), node)
    return None


def _penalty(
    body: Body, one_per: tuple[Key, ...], scope: Scope, ctx: Context
) -> PenaltyEffect | str | None:
    node = body.get("penalty")
    if node is None:
        return None

    def read(leaf: Node) -> str | None:
        kind = word_of(leaf)
        if kind == "none" or kind in ctx.names.penalties:
            return kind
        what = Text("处罚", "penalty")
        fault = unknown(codes.UNKNOWN_PENALTY, what, kind, ctx.names.penalties)
        ctx.report_fault(fault, leaf)
        return None

    kind = compile_constant(node, read, scope, ctx)
    points = act = voided_by = None
    good = kind is not None
    if "points" in body:
        points = compile_number(body["points"], scope, ctx)
        good = good and points is not None
    if "act" in body:
        act = compile_patterns(body["act"], scope, ctx)
        good = good and act is not None
    if "voided_by" in body:
        voided_by = compile_patterns(body["voided_by"], scope, ctx)
        good = good and voided_by is not None
    if not good or kind is None:
        return _FAULTY
    if kind == "none":
        return None
    return PenaltyEffect(kind, points, act or (), one_per, voided_by or ())


def compile_flags(
    node: Node | None, scope: Scope, ctx: Context
) -> tuple[FlagRule, ...] | None:
    """Compile ``flags``: each flag with the condition under which it is set."""
    if node is None:
        return ()
    rules = []
    good = True
    for flag, child in node.value.items() if isinstance(node.value, dict) else ():
        if flag not in ctx.names.flags:
            what = Text("标记", "flag")
            fault = unknown(codes.UNKNOWN_FLAG, what, flag, ctx.names.flags)
            ctx.report_fault(fault, child.place)
            good = False
        when = compile_condition(child, scope, ctx)
        good = good and when is not None
        if when is not None:
            rules.append(FlagRule(flag, when))
    return tuple(rules) if good else None


def compile_keys(node: Node, scope: Scope, ctx: Context) -> tuple[Key, ...] | None:
    """Compile ``one_per``: a word or a list of facts; a reading may choose."""
    return compile_constant(node, lambda leaf: _keys(leaf, scope, ctx), scope, ctx)


def _keys(node: Node, scope: Scope, ctx: Context) -> tuple[Key, ...] | None:
    items = node.value if isinstance(node.value, list) else [node]
    keys = [_key(item, scope, ctx) for item in items]
    good = tuple(key for key in keys if key is not None)
    return good if len(good) == len(keys) else None


def _key(node: Node, scope: Scope, ctx: Context) -> "Key | None":
    name = word_of(node)
    for word in KEYS:
        if name == word:
            return word  # type: ignore[return-value]
    if "." not in name:
        what = Text("计数单位", "kind of instance")
        ctx.report_fault(unknown(codes.WRONG_VALUE, what, name, KEYS), node)
        return None
    found = find_fact(name, scope, ctx)
    if isinstance(found, Fault):
        ctx.report_fault(found, node)
        return None
    return found[0]


def compile_rests_on(node: Node | None, ctx: Context) -> None:
    """Note the readings of ``rests_on`` as used here."""
    for child in node.children() if node is not None else ():
        code = word_of(child)
        if code in ctx.options:
            ctx.use_reading(code, switches=False)
        else:
            report_unknown_reading(child, code, ctx)


# --- marks ---------------------------------------------------------------------------


def compile_marks(
    node: Node | None, owner: tuple[str, str], scope: Scope, ctx: Context
) -> tuple[Mark, ...] | None:
    """Compile the marks of a limit or of a change.

    Args:
        node: the mapping of marks, or None.
        owner: rule or change and case, under which their places are remembered.
        scope: what their facts can look at.
        ctx: the compilation.
    """
    if node is None:
        return ()
    items = node.value if isinstance(node.value, dict) else {}
    marks = []
    for name, child in items.items():
        ctx.places["mark", *owner, name] = child
        marks.append(_mark(name, child, scope, ctx))
    good = tuple(mark for mark in marks if mark is not None)
    return good if len(good) == len(marks) else None


def _mark(name: str, node: Node, scope: Scope, ctx: Context) -> Mark | None:
    if not isinstance(node.value, dict):
        return None
    body = node.value
    with ctx.collect_readings() as readings:
        cites = require_cite(
            body.get("cite"), node, Text(f"节点 `{name}` ", f"the mark `{name}`"), ctx
        )
        at = body.get("at")
        on = body.get("on")
        point = None if at is None else compile_mark_point(at, scope, ctx)
        patterns = None if on is None else compile_patterns(on, scope, ctx)
        condition: Condition | None = Always()
        if "if" in body:
            condition = compile_condition(body["if"], scope, ctx)
        effects = compile_effects(body, scope, ctx)
        flags = compile_flags(body.get("flags"), scope, ctx)
        compile_rests_on(body.get("rests_on"), ctx)
    if (at is None) == (on is None):
        ctx.report(
            codes.MISSING_KEY if at is None else codes.KEYS_CLASH,
            node.place,
            Text(
                f"节点 `{name}` 要写 `at`（时点）或 `on`（事件）中的一个",
                f"the mark `{name}` takes one of `at` and `on`",
            ),
            why=Text(
                "节点要么到一个时点就来，要么随一个事件来",
                "a mark comes at a point of time or with an event",
            ),
            fix=Text(
                "如 `at: past due`，或 `on: ticket_list_compiled`",
                "for example `at: past due`",
            ),
        )
        return None
    if (point is None and patterns is None) or effects is None:
        return None
    if condition is None or flags is None:
        return None
    counted = body.get("counted")
    return Mark(
        id=name,
        title=text_of(node, "title") or name,
        cites=cites,
        readings=tuple(readings),
        at=point,
        on=patterns or (),
        condition=condition,
        effects=effects,
        flags=flags,
        counting=None if counted is None else compile_counted(counted, scope, ctx),
        place=place_of(node),
    )


def compile_counted(node: Node, scope: Scope, ctx: Context) -> str | None:
    """Compile the name of a counting, which a reading may choose."""
    return compile_name(node, "counting", ctx.names.countings, scope, ctx)
