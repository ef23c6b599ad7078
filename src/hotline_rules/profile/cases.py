"""Cases of an entry: the variants they make, and what they must say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from hotline_rules.diagnostics import Diagnostic, Text, codes
from hotline_rules.profile.context import Context
from hotline_rules.profile.effects import Body
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.rulebook import Fact

Hit = Literal["all", "first", "unique"]


@dataclass(frozen=True, slots=True)
class Variant:
    """A rule to be made from an entry.

    Attributes:
        id: of the rule.
        node: the entry, or the case block it is made from.
        body: the keys of the entry with those of the case over them.
        document: chosen by ``by: document``; None for that of the first cite.
    """

    id: str
    node: Node
    body: Body
    document: str | None = None


def block_of(node: Node) -> Body:
    """Return the keys of a case."""
    return node.value if isinstance(node.value, dict) else {}


def compile_hit(name: str, node: Node, cases: Node, ctx: Context) -> Hit:
    """Return what happens when several cases hold."""
    given = node.child("hit")
    options: tuple[Hit, ...] = ("all", "first", "unique")
    if given is not None:
        for option in options:
            if given.value == option:
                return option
        what = Text("取法", "hit policy")
        fault = unknown(codes.WRONG_VALUE, what, word_of(given), options)
        ctx.report_fault(fault, given)
        return "all"
    blocks = [block_of(block) for block in block_of(cases).values()]
    shared = [block for block in blocks if "from" not in block and "when" not in block]
    if len(shared) > 1:
        ctx.report(
            codes.MISSING_KEY,
            cases.place,
            Text(
                f"`{name}` 的几种情形由同一事件触发，没有说明同时成立时怎么办",
                f"cases of `{name}` share a trigger; it is not said what happens when "
                "several hold",
            ),
            fix=Text(
                "补上 `hit: all`（都算）、`first`（取第一种）或 `unique`（只能有一种）",
                "add `hit: all`, `first` or `unique`",
            ),
        )
    return "all"


def refuse_own_trigger(name: str, block: Node, ctx: Context) -> None:
    """Refuse a trigger in a case by a fact: such cases are one rule. KEYS_CLASH."""
    for key in ("from", "when", "about", "in_force"):
        child = block.child(key)
        if child is not None:
            ctx.report(
                codes.KEYS_CLASH,
                child.place,
                Text(
                    f"按事实分的情形 `{name}` 不能有自己的 `{key}`",
                    f"the case `{name}` by a fact cannot have its own `{key}`",
                ),
                why=Text(
                    "按一个事实分的情形是同一条规则，触发只写一次",
                    "cases by a fact are one rule with one trigger",
                ),
                fix=Text(
                    f"把 `{key}` 移到规则上，或去掉 `by` 让情形各自成为规则",
                    f"move `{key}` to the rule, or drop `by`",
                ),
            )


def check_facts_change(
    variant: Variant, by: Node, fact: Fact, cases: Mapping[str, Node], ctx: Context
) -> None:
    """Ask for ``if_facts_change`` where an event can change the fact meanwhile."""
    if fact.scope != "ticket" or fact.name not in ctx.names.attributes:
        return
    if not ctx.names.attributes[fact.name][0].set_by:
        return
    bodies = [variant.body, *(block_of(block) for block in cases.values())]
    with_limit = [body for body in bodies if "must" in body or "may" in body]
    if not with_limit or any("if_facts_change" in body for body in bodies):
        return
    ctx.report(
        codes.FACTS_CHANGE_UNSAID,
        by,
        Text(
            f"`{word_of(by)}` 会被事件改变，没有说明改变时期限怎么办",
            f"events can change `{word_of(by)}`; it is not said what then happens",
        ),
        why=Text(
            "期限进行中工单可能改变类别：keep 不变，follow 按新类别重算，"
            "restart 重新起算",
            "the ticket may be reclassified while the limit runs: keep, follow or "
            "restart",
        ),
        fix=Text(
            "补上 `if_facts_change: keep`（或 follow、restart，或一个读法）",
            "add `if_facts_change: keep`, `follow` or `restart`",
        ),
    )


def report_no_consequence(variant: Variant, ctx: Context) -> None:
    """Report a rule from which nothing follows. MISSING_KEY."""
    ctx.report(
        codes.MISSING_KEY,
        variant.node.place,
        Text(
            f"规则 `{variant.id}` 没有任何后果",
            f"nothing follows from the rule `{variant.id}`",
        ),
        why=Text(
            "后果至少要有一个：must、may、status、light、penalty、rung",
            "a rule has one of must, may, status, light, penalty, rung",
        ),
        fix=Text("写上后果，或删掉这条规则", "say what follows, or drop the rule"),
    )


def lift_common(
    name: str, node: Node, cases: Node, found: list[Diagnostic]
) -> list[Diagnostic]:
    """Report once, at the entry, what every one of its cases lacks.

    A key missing in the entry is missing in each of its cases; that is one cause.

    Args:
        name: of the entry.
        node: the entry.
        cases: its cases.
        found: the faults of compiling them all.
    """
    blocks = {key: block for key, block in block_of(cases).items() if key != "by"}
    places = {block.place for block in blocks.values()}
    if len(places) < 2:
        return found
    groups: dict[tuple[str, Text | None], list[Diagnostic]] = {}
    for fault in found:
        if fault.span in places:
            groups.setdefault((fault.code, fault.fix), []).append(fault)
    kept = list(found)
    for group in groups.values():
        if {fault.span for fault in group} == places:
            kept = [fault for fault in kept if fault not in group]
            kept.append(_lifted(group[0], name, node, list(blocks)))
    return kept


def _lifted(fault: Diagnostic, name: str, node: Node, cases: list[str]) -> Diagnostic:
    zh, en = fault.headline.zh, fault.headline.en
    for case in cases:
        zh = zh.replace(f"`{name}.{case}`", f"`{name}`")
        en = en.replace(f"`{name}.{case}`", f"`{name}`")
    return replace(fault, span=node.place, headline=Text(zh, en))
