"""A rulebook with one entry taken out, and the golden cases that notice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate import evaluate
from hotline_rules.rulebook import (
    Always,
    Case,
    CountOf,
    Effects,
    Mark,
    Row,
    Rule,
    Rulebook,
)
from hotline_rules.rulebook.parts import found_in
from hotline_rules.scenarios import Scenario, Variants, judge
from hotline_rules.scenarios.tree import rebuilt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from hotline_rules.profile import Profile

NEVER = Always(value=False)
LIGHT, TABLE = "a light", "a table"  # what a result or an expectation may have
EFFECTS = ("status", "light", "penalty", "rung")
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is taken out of a rulebook.

    Attributes:
        name: for people: what it is and where.
        key: identifies it in the rulebook under any reading.
        bears_on: what a result without it may lack: outcomes of rules, kinds of
            penalty, rungs, a light, a table.
        cites: its clauses, so that the cases about them are tried first.
    """

    name: str
    key: Key
    bears_on: frozenset[str]
    cites: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name


def entries(book: Rulebook) -> list[Entry]:
    """Return every entry of a rulebook that can be taken out, each once."""
    found = [*_rules(book), *_changes(book), *_rows(book), *_ladders(book)]
    found += _measures(book)
    return list({entry.key: entry for entry in found}.values())


def _rules(book: Rulebook) -> Iterator[Entry]:
    for rule in book.rules:
        lit = any(effects.light for effects in found_in(rule, Effects))
        only = frozenset({rule.id, LIGHT} if lit else {rule.id})
        cites = frozenset(cite for case in rule.cases for cite in case.cites)
        yield Entry(f"rule {rule.id}", ("rule", rule.id), only, cites)
        for case in rule.cases:
            if len(rule.cases) > 1:
                name = f"case {rule.id}.{case.name}"
                key = ("case", rule.id, case.name)
                yield Entry(name, key, only, frozenset(case.cites))
            marks = case.limit.marks if case.limit else ()
            several = case.limit is not None or _several(case.effects)
            yield from _effects(case, only, rule.id, several=several)
            yield from _marks(marks, rule.id, only)


def _marks(marks: Iterable[Mark], owner: str, rules: frozenset[str]) -> Iterator[Entry]:
    for mark in marks:
        name = f"{owner}.{mark.id}"
        cites = frozenset(mark.cites)
        yield Entry(f"mark {name}", ("mark", mark.place), rules, cites)
        yield from _effects(mark, rules, name, several=_several(mark.effects))


def _several(effects: Effects) -> bool:
    return sum(getattr(effects, kind) is not None for kind in EFFECTS) > 1


def _effects(
    owner: Case | Mark, rules: frozenset[str], name: str, *, several: bool
) -> Iterator[Entry]:
    """Yield each effect of an entry that has something else beside it."""
    for kind in EFFECTS:
        if several and getattr(owner.effects, kind) is not None:
            key = ("effect", kind, owner.place)
            yield Entry(f"{kind} of {name}", key, rules, frozenset(owner.cites))


def _changes(book: Rulebook) -> Iterator[Entry]:
    for change in book.changes:
        cites = frozenset(change.cites)
        targets = frozenset(change.targets)
        yield Entry(f"change {change.id}", ("change", change.id), targets, cites)
        yield from _marks(change.marks or (), change.id, targets)


def _rows(book: Rulebook) -> Iterator[Entry]:
    parts: list[tuple[str, frozenset[str], Any]] = [
        *((rule.id, frozenset({rule.id}), rule) for rule in book.rules),
        *((one.id, frozenset(one.targets), one) for one in book.changes),
    ]
    for id_, rules, part in parts:
        for row in found_in(part, Row):
            if row.cites or row.when != Always():
                at = f"{row.place.file.rpartition('/')[2]}:{row.place.line}"
                name = f"row of {id_} ({at})"
                yield Entry(name, ("row", row.place), rules, frozenset(row.cites))


def _ladders(book: Rulebook) -> Iterator[Entry]:
    for ladder in book.ladders:
        cites = frozenset(ladder.cites)
        names = frozenset({*ladder.steps, *(f"{ladder.id}.{s}" for s in ladder.steps)})
        yield Entry(f"ladder {ladder.id}", ("ladder", ladder.id), names, cites)
        for step in ladder.steps if len(ladder.steps) > 1 else ():
            name = f"step {ladder.id}.{step}"
            step_names = frozenset({step, f"{ladder.id}.{step}"})
            yield Entry(name, ("step", ladder.id, step), step_names, cites)


def _measures(book: Rulebook) -> Iterator[Entry]:
    for measure in book.measures:
        if not measure.cites:
            continue  # one that every profile has
        key = ("measure", measure.id)
        name = f"measure {measure.id}"
        yield Entry(name, key, frozenset({TABLE}), frozenset(measure.cites))


def without(book: Rulebook, entry: Entry) -> Rulebook:
    """Return the rulebook as if the entry were not in the profile."""
    sort, *key = entry.key
    if sort in ("rule", "case"):
        name = key[1] if sort == "case" else None
        rules = [_dead(r, name) if r.id == key[0] else r for r in book.rules]
        return replace(book, rules=tuple(rules))
    if sort == "change":
        kept = [change for change in book.changes if change.id != key[0]]
        return replace(book, changes=tuple(kept))
    if sort in ("ladder", "step"):
        return _without_steps(book, *map(str, key))
    if sort == "measure":
        nothing = CountOf(of=())
        measures = (
            replace(one, form=nothing) if one.id == key[0] else one
            for one in book.measures
        )
        return replace(book, measures=tuple(measures))
    if sort == "effect":
        kind, place = key
        return _rewritten(book, lambda part: _unaffected(part, str(kind), place))
    return _rewritten(
        book,
        lambda part: (
            None if isinstance(part, Mark | Row) and part.place == key[0] else part
        ),
    )


def _without_steps(book: Rulebook, id_: str, step: str | None = None) -> Rulebook:
    """Return the rulebook without a ladder, or one step of it, and its rungs."""
    ladders = []
    for ladder in book.ladders:
        if ladder.id != id_:
            ladders.append(ladder)
        elif step is not None:
            steps = tuple(name for name in ladder.steps if name != step)
            ladders.append(replace(ladder, steps=steps))

    def lowered(part: Any) -> Any:
        rung = part.rung if isinstance(part, Effects) else None
        if rung is None or rung.ladder != id_ or step not in (None, rung.step):
            return part
        return replace(part, rung=None)

    return replace(_rewritten(book, lowered), ladders=tuple(ladders))


def _dead(rule: Rule, name: object) -> Rule:
    """Return a rule of which one case, or every case, never holds."""
    cases = (
        replace(case, condition=NEVER) if name in (None, case.name) else case
        for case in rule.cases
    )
    return replace(rule, cases=tuple(cases))


def _unaffected(part: Any, kind: str, place: object) -> Any:
    if isinstance(part, Case | Mark) and part.place == place:
        return replace(part, effects=replace(part.effects, **{kind: None}))
    return part


def _rewritten(book: Rulebook, change: Callable[[Any], Any]) -> Rulebook:
    return replace(
        book,
        rules=tuple(rebuilt(rule, change) for rule in book.rules),
        changes=tuple(rebuilt(one, change) for one in book.changes),
    )


class Bench:
    """The golden cases of one profile, and what each of them is about."""

    def __init__(self, variants: Variants, scenarios: Sequence[Scenario]) -> None:
        self.variants = variants
        self.scenarios = scenarios
        self.about = {str(s): self._about(s) for s in scenarios}

    def _about(self, scenario: Scenario) -> set[str]:
        """Return what is to be seen in the results of a case."""
        profile = self._profile(scenario)
        found: set[str] = set()
        for look in scenario.looks:
            result = evaluate(
                profile, scenario.history, as_of=look.at, known_at=look.known_at
            ).to_dict()
            for section in ("deadlines", "actions", "penalties", "statuses", "rungs"):
                for item in result[section]:
                    found |= {item["rule"], *item["cites"]}
            found |= {penalty["kind"] for penalty in result["penalties"]}
            found |= {rule for gap in result["missing"] for rule in gap["rules"]}
            found |= {f"{one['ladder']}.{one['rung']}" for one in result["rungs"]}
            found.update(result["light"]["cites"])
            found |= {LIGHT} if result["light"]["peak"] != "none" else set()
            found |= {TABLE} if "table" in look.expect else set()
        return found

    def _profile(self, scenario: Scenario) -> Profile:
        return self.variants.profile(scenario.readings, scenario.outside_validity)

    def noticed_by(self, entry: Entry) -> Scenario | None:
        """Return a case that no longer holds without the entry, or None.

        A case in whose results nothing of what it bears on is to be seen cannot notice,
        and is not tried.
        """
        made: dict[int, Profile | None] = {}
        tried = [
            scenario
            for scenario in self.scenarios
            if entry.bears_on & self.about[str(scenario)]
        ]
        for scenario in sorted(tried, key=lambda s: self._distance(s, entry)):
            profile = self._profile(scenario)
            if id(profile) not in made:
                made[id(profile)] = _profile_without(profile, entry)
            changed = made[id(profile)]
            if changed is not None and not judge(scenario, changed).holds:
                return scenario
        return None

    def _distance(self, scenario: Scenario, entry: Entry) -> tuple[int, int]:
        shared = len(entry.cites & self.about[str(scenario)])
        return -shared, len(scenario.readings)


def _profile_without(profile: Profile, entry: Entry) -> Profile | None:
    """Return the profile without the entry, or None when it has none such."""
    old, new = profile.rulebook, without(profile.rulebook, entry)
    parts = ("rules", "changes", "ladders", "measures")
    if all(
        len(getattr(old, part)) == len(getattr(new, part))
        and all(
            a is b for a, b in zip(getattr(old, part), getattr(new, part), strict=True)
        )
        for part in parts
    ):
        return None
    return replace(profile, rulebook=new)
