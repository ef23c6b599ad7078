"""The entries of a profile that scenarios can touch, and a rulebook that names them.

What decided a result cites its clauses in it. So a rulebook whose entries also cite
themselves tells which of them decided, down to the row of a table, and the engine has
nothing to keep for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from hotline_rules.evaluate.titles import rule_titles
from hotline_rules.rulebook import (
    Always,
    Change,
    Condition,
    Mark,
    Missing,
    Pattern,
    Place,
    Row,
    StatusEffect,
    Table,
)
from hotline_rules.rulebook.parts import found_in
from hotline_rules.scenarios.compare import MARKER
from hotline_rules.scenarios.tree import rebuilt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.profile import Profile
    from hotline_rules.rulebook import Case, Rule, Rulebook

Kind = Literal["rule", "case", "mark", "change", "row", "status", "step", "option"]
_WHOLE = (Pattern, *get_args(Condition))  # they hold no entry


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a profile that a scenario can touch.

    Attributes:
        kind: what it is.
        key: identifies it under any reading.
        name: its handle (`handle.yellow`, `T07=strict`).
        title: in Chinese, as the profile says; of a row, the line it is written in.
        place: where the profile writes it; None for what has no place of its own.
    """

    kind: Kind
    key: str
    name: str
    title: str
    place: Place | None


def entries_of(profile: Profile) -> list[Entry]:
    """Return every entry of a profile as it stands, each once, in order of kind.

    A rule with several cases is an entry, and so is each of its cases.
    """
    book = profile.rulebook
    found = [
        *_rules(book.rules),
        *_marks(book),
        *_changes(book.changes),
        *_rows(profile),
        *_named(profile),
    ]
    return list({entry.key: entry for entry in found}.values())


def case_key(rule: Rule, case: Case) -> str:
    """Return the key of a case of a rule; the only case is the rule itself."""
    only = len(rule.cases) == 1
    return f"rule:{rule.id}" if only else f"case:{rule.id}:{case.name}"


def change_key(change: str) -> str:
    """Return the key of a change."""
    return f"change:{change}"


def place_key(kind: Kind, place: Place) -> str:
    """Return the key of what is known by its place."""
    return f"{kind}:{place.line}:{place.column}"


def status_key(status: str) -> str:
    """Return the key of a status."""
    return f"status:{status}"


def step_key(ladder: str, step: str) -> str:
    """Return the key of a step of a ladder."""
    return f"step:{ladder}.{step}"


def option_key(code: str, option: str) -> str:
    """Return the key of an option of a reading."""
    return f"option:{code}={option}"


def _rules(rules: Iterable[Rule]) -> Iterator[Entry]:
    for rule in rules:
        titles = [case.title for case in rule.cases]
        yield Entry("rule", f"rule:{rule.id}", rule.id, titles[0], rule.place)
        if len(rule.cases) > 1:
            for case in rule.cases:
                name = f"{rule.id}.{case.name}"
                key = case_key(rule, case)
                yield Entry("case", key, name, case.title, case.place)


def _marks(book: Rulebook) -> Iterator[Entry]:
    owners: list[tuple[str, Any]] = [(rule.id, rule.cases) for rule in book.rules]
    owners += [(change.id, change.marks) for change in book.changes]
    for owner, parts in owners:
        for mark in found_in(parts, Mark):
            key = place_key("mark", mark.place)
            yield Entry("mark", key, f"{owner}.{mark.id}", mark.title, mark.place)


def _changes(changes: Iterable[Change]) -> Iterator[Entry]:
    for one in changes:
        yield Entry("change", change_key(one.id), one.id, one.title, one.place)


def _rows(profile: Profile) -> Iterator[Entry]:
    owners: list[tuple[str, Any]] = [(one.id, one) for one in profile.rulebook.rules]
    owners += [(one.id, one) for one in profile.rulebook.changes]
    for owner, part in owners:
        for table in found_in(part, Table):
            for row in table.rows:
                if len(table.rows) > 1 or row.when != Always():  # else it is no choice
                    line = _line(profile, row.place)
                    key = place_key("row", row.place)
                    yield Entry("row", key, owner, line, row.place)


def _line(profile: Profile, place: Place) -> str:
    lines = profile.lines.get(place.file, ())
    return lines[place.line - 1].strip() if 0 < place.line <= len(lines) else ""


def _named(profile: Profile) -> Iterator[Entry]:
    """Yield what has a name and no place of its own: statuses, steps, options."""
    book = profile.rulebook
    titles = {**dict(rule_titles(book)), **dict(book.titles)}
    places = {
        (one.kind, one.name): Place(one.file, one.line, 1) for one in profile.carriers
    }
    used = {effect.status for effect in found_in(book.rules, StatusEffect)}
    for status in book.statuses:
        if status.id in used:
            yield Entry("status", status_key(status.id), status.id, status.title, None)
    for ladder in book.ladders:
        place = places.get(("ladder", ladder.id))
        for step in ladder.steps:
            title = f"{ladder.title}：{titles.get(step, step)}"
            key, name = step_key(ladder.id, step), f"{ladder.id}.{step}"
            yield Entry("step", key, name, title, place)
    for reading in book.readings:
        if len(reading.options) == 1:  # nothing to choose
            continue
        place = places.get(("reading", reading.code))
        for option, means in reading.options:
            name, title = f"{reading.code}={option}", f"{reading.about}：{means}"
            yield Entry("option", option_key(reading.code, option), name, title, place)


# --- a rulebook that names its entries -----------------------------------------------


def marked(profile: Profile) -> Profile:
    """Return a profile whose entries cite themselves beside their clauses.

    It judges as before; only its results have more to cite. See `markers`.
    """
    book = profile.rulebook
    rules = []
    for rule in book.rules:
        cases = tuple(
            _citing(_citing(case, f"rule:{rule.id}"), case_key(rule, case))
            for case in rule.cases
        )
        rules.append(rebuilt(replace(rule, cases=cases), _self_citing, _WHOLE))
    changes = tuple(rebuilt(change, _self_citing, _WHOLE) for change in book.changes)
    return replace(profile, rulebook=replace(book, rules=tuple(rules), changes=changes))


def markers(cites: Iterable[str]) -> Iterator[str]:
    """Yield the keys of the entries among what a result of a marked profile cites."""
    for cite in cites:
        if cite.startswith(MARKER):
            yield cite.removeprefix(MARKER)


def clauses_only(cites: Iterable[str]) -> frozenset[str]:
    """Return the clauses among what a result of a marked profile cites."""
    return frozenset(cite for cite in cites if not cite.startswith(MARKER))


def _self_citing(part: Any) -> Any:
    if isinstance(part, Mark):
        return _citing(part, place_key("mark", part.place))
    if isinstance(part, Row):
        key = place_key("row", part.place)
        if isinstance(part.value, Missing):  # then that is what is cited
            part = replace(part, value=_citing(part.value, key))
        return _citing(part, key)
    if isinstance(part, Change):
        return _citing(part, change_key(part.id))
    return part


def _citing(part: Case | Mark | Row[Any] | Change | Missing, key: str) -> Any:
    return replace(part, cites=(*part.cites, MARKER + key))
