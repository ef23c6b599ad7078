"""Every name of one profile: built in, declared, or made by the engine.

Built once from the tree before anything is compiled, so that nothing depends on the
order of entries. A name that cannot be told (a fault of shape) is simply not there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hotline_rules.profile.event_table import ENGINE_KEYS, TRIGGER_FACTS
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.vocabulary import (
    ABSENT_MEANS,
    ACTION_TITLES,
    BUILT_IN_ATTRIBUTES,
    BUILT_IN_EVENTS,
    BUILT_IN_ROLES,
    BUILT_IN_STATUSES,
    EVENTS_OF_UNITS,
    FINDING_TITLES,
    FLAG_TITLES,
    NOTICE_TITLES,
    PENALTY_TITLES,
    STATUS_KINDS,
    UNIT_FACT_TYPES,
    ValueType,
    parse_type,
)
from hotline_rules.rulebook import AttributeWord, EventWord, RoleWord, StatusWord

DUTY_EVENTS = ("met", "met_late", "passed")
POWER_EVENTS = ("used", "used_late", "used_without_right", "lapsed")
LIMIT_EVENTS = ("opened", "moved", "ended", "over", "expires")
CHANGE_EVENTS = ("asked", "asked_late", "granted", "refused")
STATUS_EVENTS = ("begins", "ends")
CARD_EVENTS = ("card.issued", "card.voided", "card.absorbed")
CLOCK_EVENTS = (
    "clock.day_starts",
    "clock.month_starts",
    "clock.year_starts",
    "clock.history_starts",
)
LIMIT_STATES = ("running", "paused", "met", "met_late", "overdue", "ended", "lapsed")
RESERVED = frozenset(
    {"ticket", "unit", "item", "event", "asked", "granted", "this", "finding"}
    | {"status", "limit", "rung", "reading", "condition", "value", "card", "clock"}
    | {"document", "due", "start", "first_due", "none", "never", "asking"}
)


@dataclass(slots=True)
class EntryName:
    """What can be told of an entry of ``rules`` from its keys alone.

    Attributes:
        rules: ids of the rules it makes; several when its cases are rules of
            their own; empty for a change.
        marks: names of its marks, those that changes bring included.
        mode: ``must``, ``may`` or None.
    """

    id: str
    node: Node
    rules: tuple[str, ...]
    is_change: bool
    mode: str | None
    marks: dict[str, Node] = field(default_factory=dict)

    @property
    def engine_events(self) -> Iterator[str]:
        """Yield the last parts of the event names it makes."""
        if self.is_change:
            yield from CHANGE_EVENTS
        if self.mode:
            yield from LIMIT_EVENTS
            yield from DUTY_EVENTS if self.mode == "must" else POWER_EVENTS
            yield from self.marks


@dataclass(slots=True)
class Names:
    """The tables of names of one profile."""

    events: dict[str, EventWord]
    payloads: dict[str, dict[str, ValueType]]
    moments: dict[str, Node]
    events_of_units: frozenset[str]
    attributes: dict[str, tuple[AttributeWord, ValueType]]
    absent_means: dict[str, bool | str | int]
    unit_facts: dict[str, ValueType]
    statuses: dict[str, StatusWord]
    status_kinds: dict[str, tuple[str, ...]]
    roles: dict[str, RoleWord]
    findings: dict[str, str]
    actions: dict[str, str]
    notices: dict[str, str]
    penalties: dict[str, str]
    flags: dict[str, str]
    units: dict[str, Node]
    conditions: dict[str, Node]
    values: dict[str, Node]
    readings: dict[str, Node]
    countings: dict[str, Node]
    calendars: dict[str, Node]
    documents: dict[str, Node]
    ladders: dict[str, Node]
    entries: dict[str, EntryName]
    declared: frozenset[tuple[str, str]] = frozenset()
    any_payload: dict[str, ValueType] = field(default_factory=dict)

    def steps_of(self, ladder: str) -> tuple[str, ...]:
        """Return the steps of a ladder as written."""
        node = self.ladders.get(ladder)
        for key in ("weakest_first", "strongest_first"):
            steps = node.child(key) if node else None
            if steps is not None:
                return tuple(word_of(step) for step in steps.children())
        return ()

    def find_rule(self, name: str) -> tuple[EntryName, tuple[str, ...]] | None:
        """Return the entry and rule ids of ``handle`` or ``supervise.overdue``."""
        entry = self.entries.get(name)
        if entry:
            return entry, entry.rules
        entry = self.entries.get(name.partition(".")[0])
        if entry and name in entry.rules:
            return entry, (name,)
        return None

    def rule_names(self) -> list[str]:
        """Return all names a rule can be called by, for suggestions."""
        names = list(self.entries)
        for entry in self.entries.values():
            names += [rule for rule in entry.rules if rule != entry.id]
        return names

    def event_names(self) -> list[str]:
        """Return all names of events, for suggestions."""
        names = [*self.events, *self.moments, *CARD_EVENTS, *CLOCK_EVENTS]
        for entry in self.entries.values():
            for name in {entry.id, *entry.rules}:
                names += [f"{name}.{last}" for last in entry.engine_events]
        for status in self.statuses:
            names += [f"{status}.{last}" for last in STATUS_EVENTS]
        return names + [f"finding.{code}" for code in self.findings]


def collect_names(root: Node) -> Names:
    """Collect the names of a profile from its tree."""
    words = _section(root, "words")
    events, moments = _events(words.get("events"))
    attributes, absent = _attributes(words.get("attributes"))
    names = Names(
        events=events,
        payloads={
            name: {key: parse_type(type_) for key, type_ in word.payload}
            for name, word in events.items()
        },
        moments=moments,
        events_of_units=EVENTS_OF_UNITS | _events_of_units(words.get("events")),
        attributes=attributes,
        absent_means=absent,
        unit_facts=_unit_facts(words.get("units")),
        statuses={word.id: word for word in BUILT_IN_STATUSES},
        status_kinds=dict(STATUS_KINDS),
        roles={word.id: word for word in BUILT_IN_ROLES},
        findings=FINDING_TITLES | _titles(words.get("findings")),
        actions=ACTION_TITLES | _titles(words.get("actions")),
        notices=NOTICE_TITLES | _titles(words.get("notices")),
        penalties=PENALTY_TITLES | _titles(words.get("penalties")),
        flags=dict(FLAG_TITLES),
        units=_items(words.get("units")),
        conditions=_items(words.get("conditions")),
        values=_section(root, "values"),
        readings=_section(root, "readings"),
        countings=_section(root, "counting"),
        calendars=_section(root, "calendars"),
        documents=_section(root, "documents"),
        ladders=_section(root, "ladders"),
        entries={},
    )
    names.declared = frozenset(
        ("attribute", name) for name in _items(words.get("attributes"))
    )
    _add_statuses(names, words.get("statuses"))
    _add_roles(names, words.get("roles"))
    names.entries = _entries(_section(root, "rules"))
    names.any_payload = _any_payload(names.payloads.values())
    return names


def _section(root: Node, key: str) -> dict[str, Node]:
    return _items(root.child(key))


def _items(node: Node | None) -> dict[str, Node]:
    return node.value if node is not None and isinstance(node.value, dict) else {}


def text_of(node: Node | None, key: str) -> str | None:
    """Return the text under a key, or None when there is no text."""
    child = node.child(key) if node is not None else None
    return child.value if child is not None and isinstance(child.value, str) else None


_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\ufe30-\uff60]"
_FOLDED = re.compile(rf"(?<={_WIDE}) (?={_WIDE})")


def sentence_of(node: Node | None, key: str) -> str:
    """Return the text under a key, empty when there is none.

    YAML joins folded lines by a blank, which Chinese does not write.
    """
    return _FOLDED.sub("", text_of(node, key) or "")


def _titles(node: Node | None) -> dict[str, str]:
    found = {}
    for name, child in _items(node).items():
        title = child.value if isinstance(child.value, str) else text_of(child, "title")
        found[name] = title or name
    return found


def _events(node: Node | None) -> tuple[dict[str, EventWord], dict[str, Node]]:
    events = {word.id: word for word in BUILT_IN_EVENTS}
    moments = {}
    for name, child in _items(node).items():
        if child.child("is") is not None:
            moments[name] = child
            continue
        payload = tuple(
            (key, _payload_type(kind))
            for key, kind in _items(child.child("payload")).items()
        )
        known = events.get(name)
        if known is None and "unit" not in dict(payload):
            payload = (*payload, ("unit", "unit"))
        events[name] = EventWord(
            id=name,
            title=text_of(child, "title") or (known.title if known else name),
            payload=(known.payload if known else ()) + payload,
            unit_key=text_of(child, "whose") or (known.unit_key if known else "unit"),
            key_titles=tuple(
                (key, title)
                for key, kind in _items(child.child("payload")).items()
                if (title := text_of(kind, "title")) is not None
            ),
        )
    return events, moments


def _events_of_units(node: Node | None) -> set[str]:
    return {
        name
        for name, child in _items(node).items()
        if (text_of(child, "whose") or "unit") in _items(child.child("payload"))
    }


def _payload_type(node: Node) -> str:
    """Return a payload type as the vocabulary writes it."""
    options = node if isinstance(node.value, list) else node.child("one_of")
    if options is not None:
        return "|".join(word_of(option) for option in options.children()) + "|"
    if isinstance(node.value, str):
        return node.value
    return text_of(node, "type") or "text"


def _attributes(
    node: Node | None,
) -> tuple[dict[str, tuple[AttributeWord, ValueType]], dict[str, bool | str | int]]:
    found = {
        word.id: (word, ValueType(word.type, word.one_of))
        for word in BUILT_IN_ATTRIBUTES
    }
    absent: dict[str, bool | str | int] = dict(ABSENT_MEANS)
    for name, child in _items(node).items():
        word = _attribute(name, child)
        found[name] = word, ValueType(word.type, word.one_of)
        meaning = child.child("absent_means")
        if meaning is not None and isinstance(meaning.value, bool | str | int):
            absent[name] = meaning.value
        elif word.type == "flag":
            absent[name] = False
        else:
            absent.pop(name, None)
    return found, absent


def _attribute(name: str, node: Node) -> AttributeWord:
    one_of = node.child("one_of")
    return AttributeWord(
        id=name,
        title=text_of(node, "title") or name,
        type=text_of(node, "type") or "text",
        one_of=tuple(word_of(option) for option in one_of.children())
        if one_of is not None
        else (),
        set_by=tuple(
            (event, word_of(key)) for event, key in _items(node.child("set_by")).items()
        ),
        told_by=tuple(
            (other, value, told.value)
            for other, table in _items(node.child("told_by")).items()
            for value, told in _items(table).items()
            if isinstance(told.value, bool | str | int)
        ),
    )


def _unit_facts(node: Node | None) -> dict[str, ValueType]:
    facts = dict(UNIT_FACT_TYPES)
    for unit in _items(node).values():
        for key, value in _items(unit).items():
            if key not in facts:
                flag = isinstance(value.value, bool)
                facts[key] = ValueType("yes_no" if flag else "text")
    return facts


def _add_statuses(names: Names, node: Node | None) -> None:
    for name, child in _items(node).items():
        of = text_of(child, "of")
        title = child.value if isinstance(child.value, str) else text_of(child, "title")
        names.statuses[name] = StatusWord(
            id=name, title=title or name, of="unit" if of == "unit" else "ticket"
        )
        kinds = child.child("kinds")
        if kinds is not None:
            listed = kinds.value if isinstance(kinds.value, dict) else None
            names.status_kinds[name] = tuple(
                listed or (word_of(kind) for kind in kinds.children())
            )


def _add_roles(names: Names, node: Node | None) -> None:
    for name, child in _items(node).items():
        of_unit = child.child("of_unit")
        names.roles[name] = RoleWord(
            id=name,
            titles=((None, None, _titles(node)[name]),),
            of_unit=of_unit is not None and of_unit.value is True,
        )


def _entries(rules: Mapping[str, Node]) -> dict[str, EntryName]:
    entries = {name: _entry(name, node) for name, node in rules.items()}
    for entry in entries.values():
        for target in _targets(entry.node):
            found = entries.get(target.partition(".")[0])
            if found and found is not entry:
                for mark, node in _items(entry.node.child("marks")).items():
                    found.marks.setdefault(mark, node)
    return entries


def _targets(node: Node) -> list[str]:
    changes = node.child("changes")
    if changes is None:
        return []
    listed = list(changes.children()) if isinstance(changes.value, list) else [changes]
    return [child.value for child in listed if isinstance(child.value, str)]


def _entry(name: str, node: Node) -> EntryName:
    cases = _items(node.child("cases"))
    is_change = node.child("changes") is not None
    blocks = {key: block for key, block in cases.items() if key != "by"}
    own_rules = bool(blocks) and ("by" not in cases or _by(cases) == "document")
    bodies = [node, *blocks.values()]
    mode = next(
        (mode for mode in ("must", "may") for body in bodies if body.child(mode)), None
    )
    entry = EntryName(
        id=name,
        node=node,
        rules=()
        if is_change
        else tuple(f"{name}.{case}" for case in blocks)
        if own_rules
        else (name,),
        is_change=is_change,
        mode=mode,
    )
    for body in bodies:
        entry.marks.update(_items(body.child("marks")))
    return entry


def _by(cases: Mapping[str, Node]) -> object:
    return cases["by"].value


def _any_payload(payloads: Iterable[Mapping[str, ValueType]]) -> dict[str, ValueType]:
    """Return what an event made by the engine may carry from its cause."""
    merged: dict[str, ValueType] = {
        key: parse_type(type_) for key, type_ in ENGINE_KEYS.items()
    }
    for payload in payloads:
        for key, type_ in payload.items():
            known = merged.setdefault(key, type_)
            if known != type_:
                kind = known.kind if known.kind == type_.kind else "any"
                merged[key] = ValueType(kind)
    return merged


TRIGGER_TYPES = {name: parse_type(type_) for name, type_ in TRIGGER_FACTS.items()}
