"""The check that nothing sets itself off at the same instant.

An edge runs from every kind of event to the kinds that a rule, change, status or mark
makes of it at once. An edge through time (a limit, a mark at a point) is none: the
instant moves on by a second at least. Without a cycle every recorded event causes
finitely many others.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hotline_rules.diagnostics import Label, Text, codes
from hotline_rules.profile.compiled import Compiled, span_at
from hotline_rules.profile.context import Context
from hotline_rules.profile.node import Node
from hotline_rules.rulebook import (
    AllOf,
    AnyOf,
    AtTheAct,
    Change,
    Condition,
    Count,
    Effects,
    EndsWith,
    Fact,
    Happened,
    Latest,
    Limit,
    MonthsInARow,
    MovesTo,
    Not,
    Patterns,
    Pauses,
    Place,
    Rule,
    StartsFrom,
    Test,
)

FINDING = "finding_made"


@dataclass(frozen=True, slots=True)
class _Edge:
    """One kind of event makes another, by an entry of the profile."""

    source: str
    target: str
    owner: str
    place: Place


def check_cycles(compiled: Compiled, ctx: Context) -> None:
    """Refuse rules that set each other off at the same instant. CYCLE."""
    edges: dict[str, list[_Edge]] = {}
    for edge in _edges(compiled):
        edges.setdefault(edge.source, []).append(edge)
    reported: set[frozenset[str]] = set()
    for start in sorted(edges):
        cycle = _cycle_from(start, edges)
        owners = frozenset(edge.owner for edge in cycle)
        if cycle and owners not in reported:
            reported.add(owners)
            _report(cycle, compiled.root, ctx)


def _cycle_from(start: str, edges: dict[str, list[_Edge]]) -> list[_Edge]:
    """Return the shortest way from an event kind back to itself, or nothing."""
    ways: dict[str, list[_Edge]] = {start: []}
    queue = [start]
    for at in queue:
        for edge in edges.get(at, ()):
            if edge.target == start:
                return [*ways[at], edge]
            if edge.target not in ways:
                ways[edge.target] = [*ways[at], edge]
                queue.append(edge.target)
    return []


def _report(cycle: list[_Edge], root: Node, ctx: Context) -> None:
    names = [edge.source for edge in cycle]
    shown = " → ".join((*names, names[0]))
    first = cycle[0]
    labels = tuple(
        Label(
            span_at(root, edge.place),
            Text(f"{edge.source} → {edge.target}", f"{edge.source} → {edge.target}"),
        )
        for edge in cycle[1:]
    )
    ctx.report(
        codes.CYCLE,
        span_at(root, first.place),
        Text(f"规则在同一时刻互相触发：{shown}", f"rules set each other off: {shown}"),
        why=Text(
            "同一时刻里一圈又一圈，永远没有结果",
            "at one and the same instant this would never end",
        ),
        fix=Text(
            "去掉其中一环，或让其中一环等待一个时点或人的行为",
            "break the circle, or let one of them wait for time or for a person",
        ),
        related=labels,
    )


# --- edges ---------------------------------------------------------------------------


def _edges(compiled: Compiled) -> Iterator[_Edge]:
    for rule in compiled.rules:
        for source, target in _of_rule(rule):
            yield _Edge(source, target, rule.id, rule.place)
    for change in compiled.changes:
        for source, target in _of_change(change):
            yield _Edge(source, target, change.id, change.place)
    if compiled.ladders and compiled.rules:
        place = compiled.rules[0].place
        for ladder in compiled.ladders:
            yield _Edge("card.issued", "card.absorbed", ladder.id, place)


Pair = tuple[str, str]


def _of_rule(rule: Rule) -> Iterator[Pair]:
    triggers = [pattern.event for pattern in rule.trigger]
    if rule.becomes_true is not None:
        triggers += _read(rule.becomes_true)
    for case in rule.cases:
        for event in triggers:
            yield from ((event, target) for target in _of_effects(case.effects))
        yield from _endings(case.effects)
        if case.limit is not None:
            yield from _of_limit(rule.id, case.limit, triggers)


def _of_limit(name: str, limit: Limit, triggers: list[str]) -> Iterator[Pair]:
    acts = {pattern.event for pattern in limit.act}
    for event in triggers:
        yield event, f"{name}.opened"
        if limit.again == "replaces":
            yield event, f"{name}.ended"
    verdicts = ("met", "met_late", "over")
    if limit.mode == "may":
        verdicts = ("used", "used_late", "used_without_right")
    for act in acts:
        yield from ((act, f"{name}.{verdict}") for verdict in verdicts)
    for _, patterns in limit.ends_on:
        for event in _names(patterns):
            yield event, f"{name}.ended"
            yield event, f"{name}.over"
    for mark in limit.marks:
        for event in _names(mark.on):
            yield event, f"{name}.{mark.id}"
        for target in _of_effects(mark.effects):
            yield f"{name}.{mark.id}", target
        yield from _endings(mark.effects)


def _of_effects(effects: Effects) -> Iterator[str]:
    """Yield the kinds of events that effects make at once."""
    if effects.status is not None:
        yield f"{effects.status.status}.begins"
    if effects.penalty is not None and effects.penalty.kind.endswith("_card"):
        yield "card.issued"


def _endings(effects: Effects) -> Iterator[Pair]:
    if effects.status is not None:
        for event in _names(effects.status.until):
            yield event, f"{effects.status.status}.ends"
    if effects.penalty is not None:
        for event in _names(effects.penalty.voided_by):
            yield event, "card.voided"


def _of_change(change: Change) -> Iterator[Pair]:
    asked = _names(change.asked_by)
    for event in asked:
        yield event, f"{change.id}.asked"
        if change.asking_suffices:
            yield event, f"{change.id}.granted"
    for event in _names(change.asked_late_by):
        yield event, f"{change.id}.asked_late"
    for event in _names(change.refused_by):
        yield event, f"{change.id}.refused"
    for event in _names(change.granted_by):
        yield event, f"{change.id}.granted"
    for target in change.targets:
        yield from _on_target(change, target)


def _on_target(change: Change, target: str) -> Iterator[Pair]:
    granted = f"{change.id}.granted"
    match change.effect:
        case EndsWith():
            yield granted, f"{target}.ended"
            yield granted, f"{target}.over"
        case MovesTo() | StartsFrom():
            yield granted, f"{target}.moved"
        case Pauses(starts, stops, _):
            for event in _names(starts + stops):
                yield event, f"{target}.moved"


def _names(patterns: Patterns) -> list[str]:
    return [pattern.event for pattern in patterns]


def _read(condition: Condition) -> list[str]:
    """Return the kinds of events that can make a condition true."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return [event for part in parts for event in _read(part)]
        case Not(part) | AtTheAct(part):
            return _read(part)
        case Happened(patterns):
            return _names(patterns)
        case Count() | MonthsInARow():
            return _names(condition.of)
        case Latest(of, _):
            return _names(of)
        case Test(fact, _, _):
            return _changes_of(fact)
        case _:
            return []


def _changes_of(fact: Fact) -> list[str]:
    match fact.scope:
        case "status":
            return [f"{fact.name}.begins", f"{fact.name}.ends"]
        case "limit":
            lasts = ("opened", "moved", "ended", "met", "met_late", "used", "used_late")
            return [f"{fact.name}.{last}" for last in lasts]
        case "finding":
            return [FINDING]
        case _:
            return []
