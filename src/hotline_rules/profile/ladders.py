"""Ladders: ordered steps and what happens when several meet on the same thing."""

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.cites import compile_cite
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.facts import find_fact
from hotline_rules.profile.folding import compile_constant
from hotline_rules.profile.names import text_of
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.rulebook import Ladder

LOWER = ("absorbed", "listed", "kept")
SAME = ("limit", "act", "ticket", "unit")


def compile_ladders(ctx: Context) -> tuple[Ladder, ...]:
    """Compile the section ``ladders``; what is faulty is reported and left out."""
    found = [_ladder(id_, node, ctx) for id_, node in ctx.names.ladders.items()]
    return tuple(ladder for ladder in found if ladder is not None)


def _ladder(id_: str, node: Node, ctx: Context) -> Ladder | None:
    with ctx.collect_readings() as readings:
        cites = compile_cite(node.child("cite"), ctx)
        steps = _steps(id_, node, ctx)
        same = _same(node.child("same"), ctx)
        lower = _lower(node.child("lower"), ctx)
    if steps is None or same is None or lower is None:
        return None
    return Ladder(
        id=id_,
        title=text_of(node, "title") or id_,
        steps=steps,
        same=same,
        lower=lower,  # type: ignore[arg-type]
        cites=cites,
        readings=tuple(readings),
    )


def _steps(id_: str, node: Node, ctx: Context) -> tuple[str, ...] | None:
    """Return the steps weakest first; each is a penalty, rule, case or rung."""
    given = node.child("weakest_first")
    strongest = node.child("strongest_first")
    listed = list((given or strongest or node).children())
    if (given is None) == (strongest is None):
        ctx.report(
            codes.MISSING_KEY if given is None else codes.KEYS_CLASH,
            node.place,
            Text(
                f"阶梯 `{id_}` 要写 weakest_first 或 strongest_first 中的一个",
                f"the ladder `{id_}` takes one of weakest_first and strongest_first",
            ),
        )
        return None
    steps = [word_of(step) for step in listed]
    rungs = _rungs_of(id_, ctx)
    good = True
    for step, name in zip(listed, steps, strict=True):
        if name in ctx.names.penalties or name in rungs or ctx.names.find_rule(name):
            continue
        rule, _, mark = name.rpartition(".")
        found = ctx.names.find_rule(rule)
        if found is not None and mark in found[0].marks:
            continue
        options = ctx.names.penalties | dict.fromkeys(
            [*sorted(rungs), *ctx.names.rule_names()], ""
        )
        what = Text("处罚、规则或级", "penalty, rule or rung")
        ctx.report_fault(unknown(codes.UNKNOWN_STEP, what, name, options), step)
        good = False
    if not good:
        return None
    return tuple(steps if given is not None else reversed(steps))


def _rungs_of(ladder: str, ctx: Context) -> set[str]:
    """Return the steps that some rule or mark reaches as a rung of this ladder."""
    found: set[str] = set()
    for entry in ctx.names.entries.values():
        _collect_rungs(entry.node, ladder, found)
    return found


def _collect_rungs(node: Node, ladder: str, found: set[str]) -> None:
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            if key == "rung":
                _collect_texts(child, ladder, found)
            else:
                _collect_rungs(child, ladder, found)
    elif isinstance(node.value, list):
        for child in node.value:
            _collect_rungs(child, ladder, found)


def _collect_texts(node: Node, ladder: str, found: set[str]) -> None:
    if isinstance(node.value, str):
        first, dot, step = node.value.partition(".")
        if dot and first == ladder:
            found.add(step)
    for child in node.children():
        _collect_texts(child, ladder, found)


def _same(node: Node | None, ctx: Context) -> tuple[str, ...] | None:
    if node is None:
        return None
    listed = list(node.children()) if isinstance(node.value, list) else [node]
    scope = Scope(trigger=ctx.names.any_payload)
    names = []
    for child in listed:
        name = word_of(child)
        if name not in SAME:
            found = find_fact(name, scope, ctx)
            if isinstance(found, Fault):
                if "." not in name:
                    what = Text("相同的对象", "thing to be the same")
                    found = unknown(codes.WRONG_VALUE, what, name, SAME)
                ctx.report_fault(found, child)
                return None
        names.append(name)
    return tuple(names)


def _lower(node: Node | None, ctx: Context) -> str | None:
    if node is None:
        return None

    def read(leaf: Node) -> str | None:
        word = word_of(leaf)
        if word in LOWER:
            return word
        what = Text("`lower` 的写法", "word for `lower`")
        ctx.report_fault(unknown(codes.WRONG_VALUE, what, word, LOWER), leaf)
        return None

    return compile_constant(node, read, Scope(), ctx)
