"""A history for an entry that no scenario has ever opened, made from its conditions.

What is read off the conditions is a guess (the first way of each alternative, nothing
for what cannot be read off); whether the limit opens by it, the engine says.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from hotline_rules.rulebook import (
    AllOf,
    AnyOf,
    Case,
    Change,
    Count,
    Happened,
    Limit,
    Mark,
    Not,
    Pattern,
    Row,
    Rule,
    Test,
)
from hotline_rules.rulebook.parts import found_in
from hotline_rules.scenarios.entries import case_key, change_key, place_key
from hotline_rules.scenarios.seeds import Draft
from hotline_rules.scenarios.times import moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.profile import Profile
    from hotline_rules.rulebook import Condition, Rulebook

_UNIT = "某单位"
_DEEPEST = 4  # limits that open one another
_LATER = timedelta(days=14)  # a date that an event carries
_EXAMPLES: dict[str, Any] = {"flag": True, "number": 1, "integer": 1}


@dataclass(slots=True)
class Needs:
    """What has to be so for something to come about."""

    attributes: dict[str, Any] = field(default_factory=dict)
    payload: dict[str, Any] = field(default_factory=dict)
    before: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def inventions(profile: Profile, key: str) -> Iterator[Draft]:
    """Yield histories that may have the edge of an entry; the likeliest first.

    Args:
        profile: with the readings that are to judge.
        key: of the entry.
    """
    book = profile.rulebook
    for rule in book.rules:
        for case in rule.cases:
            for extra in _ways(rule, case, key):
                for events, attributes in _openings(book, rule, case, extra, 0):
                    yield _draft(profile, rule, events, attributes)
    for change in book.changes:
        if change_key(change.id) == key or _has_mark(change, key):
            yield from _changed(profile, change)


def _ways(rule: Rule, case: Case, key: str) -> Iterator[Condition | None]:
    """Yield what else must hold for the entry, if it lies in this case."""
    if case.limit is None:
        return
    if key in (case_key(rule, case), f"rule:{rule.id}") or _has_mark(case.limit, key):
        yield None
        yield from (row.when for row in found_in(case.limit.within, Row))
    for row in found_in(case.limit.within, Row):
        if place_key("row", row.place) == key:
            yield row.when


def _has_mark(part: Limit | Change, key: str) -> bool:
    return any(place_key("mark", one.place) == key for one in found_in(part, Mark))


Opening = tuple[list[tuple[str, dict[str, Any]]], dict[str, Any]]


def _openings(
    book: Rulebook, rule: Rule, case: Case, extra: Condition | None, depth: int
) -> Iterator[Opening]:
    """Yield events, in order, and attributes by which a case of a rule may open."""
    for pattern in rule.trigger:
        needs = Needs()
        _read(case.condition, needs)
        if rule.by is not None and case.values:
            _put(rule.by.scope, rule.by.name, case.values[0], needs)
        if extra is not None:
            _read(extra, needs)
        for events, attributes in _occurrences(book, pattern, needs, depth):
            yield [*needs.before, *events], {**attributes, **needs.attributes}


def _occurrences(
    book: Rulebook, pattern: Pattern, needs: Needs, depth: int
) -> Iterator[Opening]:
    """Yield how an event that fits a pattern comes about: recorded, or of a limit."""
    if any(word.id == pattern.event for word in book.events):
        here = Needs()
        _read(pattern.where, here)
        payload = _filled(book, pattern.event, {**here.payload, **needs.payload})
        yield [*here.before, (pattern.event, payload)], here.attributes
        return
    if depth > _DEEPEST:
        return
    owner, _, word = pattern.event.rpartition(".")
    for rule in book.rules:
        if rule.id == owner:
            for case in rule.cases:
                for events, attributes in _openings(book, rule, case, None, depth + 1):
                    yield [*events, *_acts(book, case, word)], attributes


def _acts(book: Rulebook, case: Case, word: str) -> list[tuple[str, dict[str, Any]]]:
    """Return what must be done for a limit to be met; time does the rest."""
    if word not in ("met", "used", "over") or case.limit is None:
        return []
    acts = case.limit.act if case.limit.all_of else case.limit.act[:1]
    found = []
    for pattern in acts:
        needs = Needs()
        _read(pattern.where, needs)
        found.append((pattern.event, _filled(book, pattern.event, needs.payload)))
    return found


def _changed(profile: Profile, change: Change) -> Iterator[Draft]:
    """Yield histories in which a change is asked for, and granted."""
    book = profile.rulebook
    steps: list[tuple[str, dict[str, Any]]] = []
    for patterns in (change.asked_by, change.granted_by):
        for pattern in patterns[:1]:
            needs = Needs()
            _read(pattern.where, needs)
            for row in list(found_in(change.effect, Row))[:1]:
                _read(row.when, needs)
            asked = [event for event, _ in _occurrences(book, pattern, needs, 0)]
            steps += asked[0][-1:] if asked else []
    for target in change.targets:
        for rule in book.rules:
            for case in rule.cases if rule.id == target else ():
                needs = Needs()
                _read(change.condition, needs)
                for events, attributes in _openings(book, rule, case, None, 0):
                    wanted = {**attributes, **needs.attributes}
                    yield _draft(profile, rule, [*events, *steps], wanted)


# --- reading conditions off ----------------------------------------------------------


def _read(condition: Condition, needs: Needs) -> None:
    """Note what would make a condition true, as far as it can be read off."""
    match condition:
        case Test():
            _test(condition, needs)
        case AllOf():
            for part in condition.parts:
                _read(part, needs)
        case AnyOf():
            _read(condition.parts[0], needs)
        case Happened() | Count():
            patterns = getattr(condition, "patterns", None) or condition.of  # type: ignore[union-attr]
            inner = Needs()
            _read(patterns[0].where, inner)
            needs.before.append((patterns[0].event, inner.payload))
        case Not(part=Test(operator="present") as test):
            _test(replace(test, operator="absent"), needs)
        case _:
            return


def _test(test: Test, needs: Needs) -> None:
    value = test.operand
    if test.operator in ("in", "contains") and isinstance(value, tuple):
        value = value[0]
    if test.operator in ("is", "in", "at_least", "at_most"):
        if not hasattr(value, "scope"):
            _put(test.fact.scope, test.fact.name, value, needs)
    elif test.operator == "present":
        _put(test.fact.scope, test.fact.name, ..., needs)


def _put(scope: str, name: str, value: Any, needs: Needs) -> None:
    if scope in ("here", "event", "asked", "granted"):
        needs.payload.setdefault(name, value)
    elif scope == "finding":
        needs.before.append(("finding_made", {"code": name, "result": value}))
    elif scope in ("ticket", "unit", "item"):
        needs.attributes.setdefault(name, value)


def _filled(book: Rulebook, event: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Return a payload with a value of its type for whatever must only be there."""
    word = next((one for one in book.events if one.id == event), None)
    types = dict(word.payload) if word is not None else {}
    filled = {} if "unit" not in types else {"unit": _UNIT}
    for key, value in payload.items():
        if key in ("type", "at", "weekday", "day", "month", "time"):
            continue
        filled[key] = types.get(key, "text") if value is ... else value
        if value is ...:
            filled[key] = _EXAMPLES.get(types.get(key, ""), ...)
    return filled


def _draft(
    profile: Profile,
    rule: Rule,
    events: list[tuple[str, dict[str, Any]]],
    attributes: dict[str, Any],
) -> Draft:
    """Put events an hour apart on the first Monday morning after the document began."""
    zone = profile.rulebook.zone
    first = profile.rulebook.documents[rule.document].first_day or 0
    day = datetime(1970, 1, 1) + timedelta(days=max(first, 16_000) + 7)  # noqa: DTZ001
    day += timedelta(days=-day.weekday() % 7)
    start = moment(f"{day:%Y-%m-%d} 09:00", zone)
    due = (day + _LATER).date().isoformat()
    written = []
    for number, (type_, payload) in enumerate(events):
        at = start + timedelta(hours=number)
        known = {k: due if v is ... else v for k, v in payload.items()}
        written.append({"type": type_, "at": at.isoformat(), **known})
    known = {k: due if v is ... else v for k, v in attributes.items()}
    subject = rule.about[0]
    if subject == "unit":
        known.setdefault("name", _UNIT)
    probe = int(start.timestamp()) + len(events) * 3600
    return Draft(subject=subject, attributes=known, events=tuple(written), probe=probe)
