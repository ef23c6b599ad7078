"""Entries of ``rules`` to rules: trigger, cases, limit, effects."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.cases import (
    Variant,
    block_of,
    check_facts_change,
    compile_hit,
    lift_common,
    refuse_own_trigger,
    report_no_consequence,
)
from hotline_rules.profile.choices import compile_branch_tests, key_node
from hotline_rules.profile.cites import require_cite
from hotline_rules.profile.conditions import (
    compile_condition,
    compile_patterns,
)
from hotline_rules.profile.context import Context, Scope, place_of
from hotline_rules.profile.duties import compile_duty, compile_instances
from hotline_rules.profile.effects import (
    Body,
    compile_effects,
    compile_flags,
    compile_rests_on,
)
from hotline_rules.profile.events import payload_of
from hotline_rules.profile.facts import find_fact
from hotline_rules.profile.folding import fold, is_folded
from hotline_rules.profile.names import TRIGGER_TYPES
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.seasons import compile_season
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.profile.vocabulary import ValueType
from hotline_rules.rulebook import (
    Always,
    Case,
    Condition,
    Constant,
    Effects,
    Fact,
    Limit,
    NoTime,
    Patterns,
    Rule,
    Season,
)
from hotline_rules.rulebook.rules import LawAt

About = Literal["ticket", "unit", "knowledge_item"]


def compile_rule(name: str, node: Node, ctx: Context) -> list[Rule]:
    """Compile an entry to its rules: one, or one per case that is its own rule."""
    if not isinstance(node.value, dict):
        return []
    body = {key: child for key, child in node.value.items() if key != "cases"}
    cases = node.value.get("cases")
    if cases is None or not isinstance(cases.value, dict):
        rule = _rule(Variant(name, node, body), None, ctx)
        return [] if rule is None else [rule]
    before = len(ctx.found)
    rules = _with_cases(name, node, body, cases, ctx)
    ctx.found[before:] = lift_common(name, node, cases, ctx.found[before:])
    return rules


def _with_cases(
    name: str, node: Node, body: Body, cases: Node, ctx: Context
) -> list[Rule]:
    """Compile an entry whose cases vary it."""
    assert isinstance(cases.value, dict)
    if "by" not in cases.value:
        return _own_rules(name, node, body, cases, ctx)
    if cases.value["by"].value == "document":
        return _by_document(name, body, cases.value, ctx)
    if is_folded(cases):
        return _by_reading(name, node, body, cases, ctx)
    rule = _rule(Variant(name, node, body), cases.value, ctx)
    return [] if rule is None else [rule]


def _own_rules(
    name: str, node: Node, body: Body, cases: Node, ctx: Context
) -> list[Rule]:
    """Make each case a rule of its own; they share a group."""
    hit = compile_hit(name, node, cases, ctx)
    rules = []
    for case, block in block_of(cases).items():
        merged = body | block_of(block)
        if "if" in body and "if" in block_of(block):
            merged["if"] = Node(
                block.span, None, block.path, [body["if"], block_of(block)["if"]]
            )
        rule = _rule(Variant(f"{name}.{case}", block, merged), None, ctx)
        if rule is not None:
            rules.append(replace(rule, group=name, hit=hit))
    return rules


def _by_document(
    name: str, body: Body, cases: Mapping[str, Node], ctx: Context
) -> list[Rule]:
    rules = []
    for document, block in cases.items():
        if document == "by":
            continue
        if document not in ctx.names.documents:
            what = Text("文件", "document")
            fault = unknown(codes.UNKNOWN_DOCUMENT, what, document, ctx.names.documents)
            ctx.report_fault(fault, block.place)
            continue
        merged = body | block_of(block)
        variant = Variant(f"{name}.{document}", block, merged, document)
        rule = _rule(variant, None, ctx)
        if rule is not None:
            rules.append(replace(rule, group=name))
    return rules


def _by_reading(
    name: str, node: Node, body: Body, cases: Node, ctx: Context
) -> list[Rule]:
    compiled: dict[int, Rule | None] = {}

    def compile_branch(branch: Node) -> bool:
        merged = body | block_of(branch)
        compiled[id(branch)] = _rule(Variant(name, node, merged), None, ctx)
        return compiled[id(branch)] is not None

    with ctx.collect_readings() as readings:
        chosen = fold(cases, Scope(), ctx, compile_branch)
    rule = None if chosen is None else compiled[id(chosen)]
    if rule is None:
        return []
    found = tuple(readings)
    cases_ = tuple(
        replace(case, readings=tuple(dict.fromkeys((*case.readings, *found))))
        for case in rule.cases
    )
    return [replace(rule, cases=cases_)]


# --- one rule ------------------------------------------------------------------------


def _rule(
    variant: Variant, cases: Mapping[str, Node] | None, ctx: Context
) -> Rule | None:
    """Compile one rule, with cases by a fact or without."""
    body, node = variant.body, variant.node
    about = _about(body, ctx)
    document = variant.document or _document(body, cases, ctx)
    subject = "ticket" if "ticket" in about else about[0]
    scope = Scope(about=subject, has_unit="when" not in body, document=document)
    trigger, becomes_true = _trigger(variant, scope, ctx)
    scope = _with_trigger(scope, trigger, ctx)
    season: Season | Literal[False] | None = None
    if "in_force" in body:
        season = compile_season(body["in_force"], ctx) or False
    by: Fact | None = None
    if cases is None:
        compiled = [_case(variant, "", None, scope, ctx)]
    else:
        found_by, compiled = _cases_by_fact(variant, cases, scope, ctx)
        by = found_by
        if by is None:
            return None
    good = [case for case in compiled if case is not None]
    if trigger is None or season is False or len(good) < len(compiled) or not good:
        return None
    if document is None or (becomes_true is None and "when" in body):
        return None
    ctx.places["rule", variant.id] = node
    return Rule(
        id=variant.id,
        about=about,
        trigger=trigger,
        becomes_true=becomes_true,
        by=by,
        cases=tuple(good),
        document=ctx.documents.index(document),
        law_at=_law_at(good),
        season=season,
        place=place_of(node),
    )


def _about(body: Body, ctx: Context) -> tuple[About, ...]:
    node = body.get("about")
    if node is None:
        return ("ticket",)
    listed = node.children() if isinstance(node.value, list) else [node]
    found = [_subject(child, ctx) for child in listed]
    return tuple(dict.fromkeys(one for one in found if one is not None)) or ("ticket",)


def _subject(node: Node, ctx: Context) -> About | None:
    options: tuple[About, ...] = ("ticket", "unit", "knowledge_item")
    for option in options:
        if node.value == option:
            return option
    fault = unknown(codes.WRONG_VALUE, Text("对象", "subject"), word_of(node), options)
    ctx.report_fault(fault, node)
    return None


def _document(body: Body, cases: Mapping[str, Node] | None, ctx: Context) -> str | None:
    """Return the document of the first clause cited, of the entry or of a case."""
    cites = [body["cite"]] if "cite" in body else []
    for block in (cases or {}).values():
        cite = block.child("cite")
        cites += [cite] if cite is not None else []
    for cite in cites:
        first = word_of(cite).split(" ", 1)[0]
        if first in ctx.clauses:
            return ctx.documents[ctx.clauses[first].document]
    # Without a usable cite (reported there) the rest is checked all the same.
    return ctx.documents[0] if ctx.documents else None


def _trigger(
    variant: Variant, scope: Scope, ctx: Context
) -> tuple[Patterns | None, Condition | None]:
    """Compile ``from`` or ``when``; the first is None when faulty."""
    start, when = variant.body.get("from"), variant.body.get("when")
    if (start is None) == (when is None):
        ctx.report(
            codes.MISSING_KEY if start is None else codes.KEYS_CLASH,
            variant.node.place,
            Text(
                f"规则 `{variant.id}` 要写 `from`（事件）或 `when`（条件）中的一个",
                f"the rule `{variant.id}` takes one of `from` and `when`",
            ),
            why=Text(
                "没有触发的事件或条件，规则永远不会起作用；两个都写，就不知道听谁的",
                "without a trigger a rule never acts; with two nobody knows which",
            ),
            fix=Text(
                "由事件触发写 `from: dispatched`，由条件成立触发写 `when: {…}`",
                "write `from:` with an event, or `when:` with a condition",
            ),
        )
        return None, None
    if when is not None:
        return (), compile_condition(when, scope, ctx)
    assert start is not None
    early = replace(scope, trigger=ctx.names.any_payload)
    return compile_patterns(start, early, ctx), None


def _with_trigger(scope: Scope, trigger: Patterns | None, ctx: Context) -> Scope:
    """Give the scope the payload of the trigger; any payload if it is not known."""
    if trigger == ():
        return scope
    payload: dict[str, ValueType] = {}
    for pattern in trigger or ():
        for key, type_ in payload_of(pattern.event, ctx).items():
            known = payload.setdefault(key, type_)
            if known != type_:
                payload[key] = ValueType(
                    known.kind if known.kind == type_.kind else "any"
                )
    events = tuple(dict.fromkeys(pattern.event for pattern in trigger or ()))
    payload["type"] = ValueType("text", events) if trigger else TRIGGER_TYPES["type"]
    return replace(scope, trigger=payload if trigger else ctx.names.any_payload)


def _law_at(cases: Sequence[Case]) -> LawAt:
    """Say which instant decides for a rule: by the gravest of its cases."""
    if any(_is_penal(case) or _has_to_be_done(case, dated=True) for case in cases):
        return "duties"
    if any(_has_to_be_done(case, dated=False) for case in cases):
        return "actions"
    return "procedure"


def _is_penal(case: Case) -> bool:
    marks = case.limit.marks if case.limit else ()
    return case.effects.penalty is not None or any(
        mark.effects.penalty is not None for mark in marks
    )


def _has_to_be_done(case: Case, *, dated: bool) -> bool:
    limit = case.limit
    if limit is None or limit.mode != "must":
        return False
    within = limit.within
    return dated != (isinstance(within, Constant) and within.value == NoTime())


# --- cases ---------------------------------------------------------------------------


def _cases_by_fact(
    variant: Variant, cases: Mapping[str, Node], scope: Scope, ctx: Context
) -> tuple[Fact | None, list[Case | None]]:
    by = cases["by"]
    tests = compile_branch_tests(cases, scope, ctx)
    found = find_fact(word_of(by), scope, ctx)
    type_ = ValueType() if isinstance(found, Fault) else found[1]
    compiled = []
    for name, block in cases.items():
        if name == "by":
            continue
        refuse_own_trigger(name, block, ctx)
        merged = variant.body | block_of(block)
        part = Variant(variant.id, block, merged)
        values = None
        if name != "otherwise":
            values = (key_node(block, name, type_).value,)
        compiled.append(_case(part, name, values, scope, ctx))  # type: ignore[arg-type]
    if tests is None or isinstance(found, Fault):
        return None, compiled
    check_facts_change(variant, by, found[0], cases, ctx)
    return found[0], compiled


def _case(
    variant: Variant,
    name: str,
    values: tuple[str | bool | int, ...] | None,
    scope: Scope,
    ctx: Context,
) -> Case | None:
    """Compile the body of a rule or of one of its cases by a fact."""
    body, node = variant.body, variant.node
    with ctx.collect_readings() as readings:
        cites = require_cite(
            body.get("cite"),
            node,
            Text(f"规则 `{variant.id}` ", f"the rule `{variant.id}`"),
            ctx,
        )
        condition: Condition | None = Always()
        if "if" in body:
            condition = compile_condition(body["if"], scope, ctx)
        limit: Limit | None = None
        has_limit = "must" in body or "may" in body
        place = (variant.id, name)
        if has_limit:
            limit = compile_duty(body, node, place, scope, ctx)
        instances = compile_instances(body, node, scope, ctx)
        effects = _effects(body, instances, scope, ctx)
        flags = compile_flags(body.get("flags"), scope, ctx)
        compile_rests_on(body.get("rests_on"), ctx)
    if not has_limit and effects == Effects():
        report_no_consequence(variant, ctx)
        return None
    if condition is None or effects is None or flags is None or instances is None:
        return None
    if has_limit and limit is None:
        return None
    ctx.places["case", *place] = node
    return Case(
        name=name,
        values=values,
        title=_title(body) or variant.id,
        cites=cites,
        readings=tuple(readings),
        condition=condition,
        limit=limit,
        effects=effects,
        flags=flags,
        place=place_of(node),
    )


def _effects(
    body: Body, instances: object, scope: Scope, ctx: Context
) -> Effects | None:
    one_per = instances if isinstance(instances, tuple) else ()
    return compile_effects(body, scope, ctx, one_per=one_per)


def _title(body: Body) -> str | None:
    node = body.get("title")
    return node.value if node is not None and isinstance(node.value, str) else None
