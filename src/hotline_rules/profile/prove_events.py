"""Proofs that whatever a profile waits for can happen.

Recorded events can always be recorded. The engine's own come from rules, changes,
statuses, cards and ladders: a limit without time never passes, a change that nothing
refuses is never refused, a status that no rule enters never begins. What a reading can
switch on counts as there.
"""

from collections.abc import Iterable, Iterator

from hotline_rules.diagnostics import Text, codes
from hotline_rules.evaluate.walk import (
    all_effects,
    case_conditions,
    change_conditions,
    facts_in,
    looked_back,
)
from hotline_rules.profile.names import (
    CARD_EVENTS,
    CHANGE_EVENTS,
    DUTY_EVENTS,
    LIMIT_EVENTS,
    POWER_EVENTS,
    STATUS_EVENTS,
    EntryName,
)
from hotline_rules.profile.node import Node
from hotline_rules.profile.proof import Proof, texts_under
from hotline_rules.profile.spans_of_time import leaves
from hotline_rules.rulebook import (
    Case,
    Change,
    Condition,
    Effects,
    EndsWith,
    Limit,
    Missing,
    MovesTo,
    NoTime,
    Pattern,
    Patterns,
    Pauses,
    Rule,
    StartsFrom,
)

BY_TIME = frozenset({"passed", "lapsed", "expires", "met_late", "used_late"})


def prove_events(proof: Proof) -> None:
    """Warn of events and statuses that are waited for in vain. NEVER_HAPPENS."""
    if proof.ctx.incomplete:
        return  # what was left out for a fault may be what makes them
    made = _Made(proof)
    told: set[tuple[str, str]] = set()
    for owner, name in _awaited(proof):
        if "." not in name or name.startswith(("clock.", "finding.")):
            continue
        if name not in made.events and (owner, name) not in told:
            told.add((owner, name))
            _report(owner, name, proof)
    for owner, status in _statuses_asked(proof):
        name = f"status.{status}"
        if status not in made.statuses and (owner, name) not in told:
            told.add((owner, name))
            _report(owner, name, proof)


# --- what is made --------------------------------------------------------------------


class _Made:
    """The engine's events that can come about, and the statuses entered."""

    def __init__(self, proof: Proof) -> None:
        self.events: set[str] = set()
        self.statuses: set[str] = set()
        for rule in proof.compiled.rules:
            for case in rule.cases:
                if case.limit is not None:
                    self._add(rule.id, _of_limit(case.limit))
                for effects in all_effects(case):
                    self._add_effects(effects)
        for change in proof.compiled.changes:
            self.events |= set(_of_change(change))
            for mark in change.marks or ():
                self._add_effects(mark.effects)
        if proof.compiled.ladders:
            self.events.add("card.absorbed")
        for entry in proof.ctx.names.entries.values():
            if proof.depends_on_reading(entry.node):
                self._add_anything(entry, proof)

    def _add(self, owner: str, lasts: Iterable[str]) -> None:
        self.events |= {f"{owner}.{last}" for last in lasts}

    def _add_effects(self, effects: Effects) -> None:
        self.events |= set(_of_effects(effects))
        if effects.status is not None:
            self.statuses.add(effects.status.status)

    def _add_anything(self, entry: EntryName, proof: Proof) -> None:
        """Add whatever an entry that depends on a reading may make."""
        for id_ in entry.rules or (entry.id,):
            self._add(id_, (*LIMIT_EVENTS, *DUTY_EVENTS, *POWER_EVENTS, *CHANGE_EVENTS))
        for status in texts_under(entry.node, "status"):
            self.statuses.add(status)
            self._add(status, STATUS_EVENTS)
        if any(texts_under(entry.node, "penalty")):
            self.events |= set(CARD_EVENTS)
        for target in proof.ctx.names.rule_names() if entry.is_change else ():
            self._add(target, ("moved", "ended"))


def _of_limit(limit: Limit) -> Iterator[str]:
    times = list(leaves(limit.within))
    timeless = not isinstance(limit.within, Missing) and all(
        isinstance(time, NoTime) for time in times
    )
    timeless = timeless and bool(times)
    lasts = DUTY_EVENTS if limit.mode == "must" else POWER_EVENTS
    for last in (*LIMIT_EVENTS, *lasts):
        if last == "moved" or (timeless and last in BY_TIME):
            continue
        if last == "ended" and not limit.ends_on and limit.again != "replaces":
            continue
        yield last
    yield from (mark.id for mark in limit.marks)


def _of_effects(effects: Effects) -> Iterator[str]:
    status, penalty = effects.status, effects.penalty
    if status is not None:
        yield f"{status.status}.begins"
        if status.until:
            yield f"{status.status}.ends"
    if penalty is not None and penalty.kind.endswith("_card"):
        yield "card.issued"
        if penalty.voided_by:
            yield "card.voided"


def _of_change(change: Change) -> Iterator[str]:
    if change.asked_by:
        yield f"{change.id}.asked"
    if change.asked_late_by:
        yield f"{change.id}.asked_late"
    if change.refused_by:
        yield f"{change.id}.refused"
    yield f"{change.id}.granted"
    for target in change.targets:
        match change.effect:
            case EndsWith():
                yield f"{target}.ended"
            case MovesTo() | StartsFrom() | Pauses():
                yield f"{target}.moved"
        yield from (f"{target}.{mark.id}" for mark in change.marks or ())


# --- what is waited for --------------------------------------------------------------


def _awaited(proof: Proof) -> Iterator[tuple[str, str]]:
    """Yield the owner and the name of every event that something waits for."""
    for rule in proof.compiled.rules:
        for pattern in (*rule.trigger, *_of_rule(rule)):
            yield rule.id, pattern.event
    for change in proof.compiled.changes:
        for pattern in _waited_by(change):
            yield change.id, pattern.event


def _of_rule(rule: Rule) -> Iterator[Pattern]:
    if rule.becomes_true is not None:
        yield from _looked(rule.becomes_true)
    for pattern in rule.trigger:
        yield from _looked(pattern.where)
    for case in rule.cases:
        yield from _of_case(case)


def _of_case(case: Case) -> Iterator[Pattern]:
    for condition in case_conditions(case):
        yield from _looked(condition)
    limit = case.limit
    if limit is not None:
        yield from limit.act
        for _, patterns in limit.ends_on:
            yield from patterns
        for mark in limit.marks:
            yield from mark.on
    for effects in all_effects(case):
        yield from _of_outcome(effects)


def _of_outcome(effects: Effects) -> Iterator[Pattern]:
    for lasting in (effects.status, effects.light, effects.rung):
        if lasting is not None:
            yield from lasting.until
    if effects.penalty is not None:
        yield from effects.penalty.act
        yield from effects.penalty.voided_by


def _waited_by(change: Change) -> Iterator[Pattern]:
    groups: list[Patterns] = [
        change.asked_by,
        change.asked_late_by,
        change.granted_by,
        change.refused_by,
    ]
    if isinstance(change.effect, Pauses):
        groups += [change.effect.starts, change.effect.stops]
    for patterns in groups:
        yield from patterns
    for condition in change_conditions(change):
        yield from _looked(condition)
    for mark in change.marks or ():
        yield from mark.on
        yield from _of_outcome(mark.effects)


def _looked(condition: Condition) -> Iterator[Pattern]:
    for patterns in looked_back(condition):
        yield from patterns


def _statuses_asked(proof: Proof) -> Iterator[tuple[str, str]]:
    """Yield the owner of every condition on a status, and the status."""
    for rule in proof.compiled.rules:
        conditions = [c for case in rule.cases for c in case_conditions(case)]
        if rule.becomes_true is not None:
            conditions.append(rule.becomes_true)
        for condition in conditions:
            for fact in facts_in(condition):
                if fact.scope == "status":
                    yield rule.id, fact.name
    for change in proof.compiled.changes:
        for condition in change_conditions(change):
            for fact in facts_in(condition):
                if fact.scope == "status":
                    yield change.id, fact.name


# --- reports -------------------------------------------------------------------------


def _report(owner: str, name: str, proof: Proof) -> None:
    entry = proof.entry_of(owner)
    if entry is None:
        return
    found = next(_naming(entry, name), None)
    at = found if found is not None else entry
    what = name.removeprefix("status.")
    if name.startswith("status."):
        headline = Text(
            f"没有规则会进入状态 `{what}`", f"no rule enters the status `{what}`"
        )
        why = Text(
            "这里要看这个状态，而它永远不成立",
            "what is asked for here can never be so",
        )
    else:
        headline = Text(f"`{name}` 永远不会发生", f"`{name}` never happens")
        why = Text(
            "这里等它发生，而按现在的写法，没有规则会产生它",
            "it is waited for here, and as the profile stands nothing brings it about",
        )
    proof.ctx.report(
        codes.NEVER_HAPPENS,
        at.span if at is found else at.place,
        headline,
        why=why,
        fix=Text(
            "核对名字；或者补上产生它的规则；不再需要的，删掉这一处",
            "check the name, add what brings it about, or drop this",
        ),
    )


def _naming(node: Node, name: str) -> Iterator[Node]:
    """Yield where a name is written, as a text or as a key."""
    if node.value == name:
        yield node
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            if key == name:
                yield Node(child.place, None, child.path, key)
            yield from _naming(child, name)
    else:
        for child in node.children():
            yield from _naming(child, name)
