"""Proofs that every rule, case, mark and row can come to its turn for some ticket.

A condition that contradicts itself or the event it is about never holds; a row or case
behind others that take every ticket before it is never reached. Conditions that the
readings in use switch off are left alone: they wait for another reading.
"""

from hotline_rules.diagnostics import Code, Label, Span, Text, codes
from hotline_rules.profile.courses import case_demands
from hotline_rules.profile.node import Node
from hotline_rules.profile.proof import Proof
from hotline_rules.profile.worlds import Atom, Demand
from hotline_rules.rulebook import (
    AllOf,
    AnyOf,
    Case,
    Fact,
    Pattern,
    Rule,
    Table,
)
from hotline_rules.rulebook.parts import found_in

_NEVER = Text(
    "几个条件互相矛盾，没有哪个工单能同时满足",
    "its conditions contradict each other; no ticket can meet them all",
)
_MEND = Text(
    "核对条件；要“或者”的，写成 `any:` 下面的几项",
    "check the conditions; alternatives go below `any:`",
)


def prove_rules(proof: Proof) -> None:
    """Warn of what can never come to its turn. NEVER_HOLDS, ROW_SHADOWED."""
    dead: set[str] = set()
    for rule in proof.compiled.rules:
        for case in rule.cases:
            if not _can_hold(rule, case, proof):
                dead.add(rule.id)
                _report(codes.NEVER_HOLDS, _case_span(rule, case, proof), proof)
                continue
            _prove_marks(rule, case, proof)
    _prove_groups(dead, proof)
    seen: set[object] = set()
    for part in (proof.compiled.rules, proof.compiled.changes):
        for table in found_in(part, Table):
            places = tuple(row.place for row in table.rows)
            if places not in seen:  # a named value is compiled wherever it is used
                seen.add(places)
                _prove_table(table, proof)


def _can_hold(rule: Rule, case: Case, proof: Proof) -> bool:
    if proof.depends_on_reading(*_conditions(rule, case, proof)):
        return True
    if not rule.trigger:
        return proof.world(*case_demands(rule, case, "")) is not None
    return any(
        proof.world(
            Demand(pattern.where, wanted=True, origin=pattern.event),
            *case_demands(rule, case, pattern.event),
            given=_of_type(pattern),
        )
        is not None
        for pattern in rule.trigger
    )


def _conditions(rule: Rule, case: Case, proof: Proof) -> list[Node | None]:
    """Return where it is written when a case applies."""
    entry = proof.entry_of(rule.id)
    own = proof.ctx.places.get(("case", rule.id, case.name))
    keys = ("from", "when", "if")
    return [node.child(key) for node in (entry, own) if node for key in keys]


def _of_type(pattern: Pattern) -> dict[Atom, str]:
    return {Atom(pattern.event, Fact("event", "type")): pattern.event}


def _case_span(rule: Rule, case: Case, proof: Proof) -> Span:
    """Return the condition of a case, its own or that of its entry."""
    own = proof.ctx.places.get(("case", rule.id, case.name))
    for node in (own, proof.entry_of(rule.id)):
        written = node.child("if") if node is not None else None
        if written is not None:
            return written.span
    return proof.span_at(case.place if case.name else rule.place)


def _prove_marks(rule: Rule, case: Case, proof: Proof) -> None:
    # The payload that a mark looks at is that of whichever event began the limit.
    origins = [pattern.event for pattern in rule.trigger] or [""]
    for mark in case.limit.marks if case.limit else ():
        node = proof.ctx.places.get(("mark", rule.id, case.name, mark.id))
        if node is None or proof.depends_on_reading(node):
            continue
        demands = (Demand(mark.condition, wanted=True, origin=one) for one in origins)
        if all(proof.world(demand) is None for demand in demands):
            _report(codes.NEVER_HOLDS, node.child("if") or node, proof)


# --- cases behind others -------------------------------------------------------------


def _prove_groups(dead: set[str], proof: Proof) -> None:
    """Warn of cases of `hit: first` that earlier ones leave nothing to."""
    groups: dict[str, list[Rule]] = {}
    for rule in proof.compiled.rules:
        if rule.group is not None and rule.hit == "first":
            groups.setdefault(rule.group, []).append(rule)
    for rules in groups.values():
        rules.sort(key=lambda rule: rule.place.line)
        for number, rule in enumerate(rules):
            written = (
                node
                for one in rules[: number + 1]
                for node in _conditions(one, one.cases[0], proof)
            )
            if rule.id in dead or proof.depends_on_reading(*written):
                continue
            if not _is_reached(rule, rules[:number], proof):
                here = Text("先成立的", "it holds before")
                labels = tuple(
                    Label(proof.span_at(one.place), here) for one in rules[:number]
                )
                _shadowed(proof.span_at(rule.place), labels, proof)


def _is_reached(rule: Rule, before: list[Rule], proof: Proof) -> bool:
    case = rule.cases[0]
    for pattern in rule.trigger:
        origin = pattern.event
        taken = []
        for other in before:
            wheres = tuple(p.where for p in other.trigger if p.event == origin)
            if wheres:
                whole = AllOf((AnyOf(wheres), other.cases[0].condition))
                taken.append(Demand(whole, wanted=False, origin=origin))
        own = Demand(pattern.where, wanted=True, origin=origin)
        found = proof.world(
            own, *case_demands(rule, case, origin), *taken, given=_of_type(pattern)
        )
        if found is not None:
            return True
    return not rule.trigger


# --- rows ----------------------------------------------------------------------------


def _prove_table(table: Table[object], proof: Proof) -> None:
    rows = table.rows
    for number, row in enumerate(rows):
        node = proof.node_at(row.place)
        if node is None or proof.depends_on_reading(node.child("if") or node):
            continue
        if proof.world(Demand(row.when)) is None:
            _report(codes.NEVER_HOLDS, proof.span_at(row.place), proof)
            continue
        before = rows[:number]
        if table.hit != "first" or not before or _switched(table, number, proof):
            continue
        taken = [Demand(other.when, wanted=False) for other in before]
        if proof.world(Demand(row.when), *taken) is None:
            here = Text("先成立的", "it holds before")
            labels = tuple(Label(proof.span_at(one.place), here) for one in before)
            _shadowed(proof.span_at(row.place), labels, proof)


def _switched(table: Table[object], number: int, proof: Proof) -> bool:
    """Say whether a reading decides if a row, or one before it, holds."""
    nodes = (proof.node_at(row.place) for row in table.rows[: number + 1])
    return any(
        node is not None and proof.depends_on_reading(node.child("if") or node)
        for node in nodes
    )


# --- reports -------------------------------------------------------------------------


def _report(code: Code, at: Node | Span, proof: Proof) -> None:
    proof.ctx.report(
        code,
        at,
        Text("这里的条件永远不成立", "the condition here can never hold"),
        why=_NEVER,
        fix=_MEND,
    )


def _shadowed(at: Span, labels: tuple[Label, ...], proof: Proof) -> None:
    proof.ctx.report(
        codes.ROW_SHADOWED,
        at,
        Text("永远轮不到这一行", "this one is never reached"),
        why=Text(
            "从上到下取第一个成立的（`hit: first`）；凡是合乎它的工单，都先合乎上面的",
            "the first that holds is taken; whatever fits this one fits one before it",
        ),
        fix=Text(
            "把条件更窄的移到上面，或者删掉这一行",
            "move the narrower one up, or drop this one",
        ),
        related=labels,
    )
