"""A mapping as the reader of rows wants it: sources, events, operations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

from hotline_rules.adapters.mapping.shapes import BLANK, NAMED, SET_ASIDE
from hotline_rules.profile.node import word_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hotline_rules.profile.node import Node

OWN_KEYS = ("type", "at", "recorded_at", "when", "without_time")
Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from.

    Attributes:
        node: as it was written.
        columns: the headings, with their places; empty for a constant.
        constant: the value that is the same in every row, `None` for columns.
        join: what stands between the texts of several columns.
        table: text of a cell to value, `None` without one.
        table_at: where a further entry of the table belongs.
        otherwise: for texts that the table lacks, a word of `shapes` or a value.
        split: what separates several values of one cell.
        empty: further texts that mean blank.
        times: forms of its times, `None` for those of the mapping.
    """

    node: Node
    columns: tuple[Node, ...]
    constant: Value = None
    join: str = " "
    table: Mapping[str, Value] | None = None
    table_at: Node | None = None
    otherwise: Value = SET_ASIDE
    split: str | None = None
    empty: frozenset[str] = frozenset()
    times: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What a column must say: one of some texts, anything, or nothing."""

    column: Node
    wanted: frozenset[str]
    filled: bool
    blank: bool


@dataclass(frozen=True, slots=True)
class EventPlan:
    """An event that a row may hold."""

    node: Node
    type: str
    at: Source | None = None
    recorded_at: Source | None = None
    when: tuple[Condition, ...] = ()
    tells_without_time: bool = True
    payload: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OperationsPlan:
    """The column of a log that says what happened.

    Attributes:
        values: text of the cell to what it is; `None` for no event.
        values_at: where a further operation belongs.
        others: a word of `shapes`.
    """

    column: Node
    values: Mapping[str, EventPlan | None]
    values_at: Node
    others: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """The present name of a unit; `since` is a date as ISO text, empty for always."""

    name: str
    since: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole mapping. `operations` and `at` are there for a row per event only."""

    rows: str
    subject: str
    zone: str
    id: Source
    times: tuple[str, ...]
    date_only: Mapping[str | None, str]
    empty: frozenset[str]
    units: Mapping[str, Renaming]
    headings: Mapping[str, tuple[str, ...]]
    may_be_missing: frozenset[str]
    ignored: tuple[str, ...]
    repeated: Literal["first", "last"]
    attributes: Mapping[str, Source]
    events: tuple[EventPlan, ...]
    operations: OperationsPlan | None
    at: Source | None
    recorded_at: Source | None
    payload: Mapping[str, Source]

    def sources(self) -> Iterator[Source]:
        """Yield every source, in the order of a row."""
        yield self.id
        yield from self.attributes.values()
        yield from filter(None, (self.at, self.recorded_at))
        yield from self.payload.values()
        for event in self.all_events():
            yield from filter(None, (event.at, event.recorded_at))
            yield from event.payload.values()

    def all_events(self) -> Iterator[EventPlan]:
        """Yield every event that a row may hold, operations of a log included."""
        yield from self.events
        if self.operations is not None:
            yield from filter(None, self.operations.values.values())

    def columns(self) -> Iterator[Node]:
        """Yield every heading that is used, with its place, repeats included."""
        for source in self.sources():
            yield from source.columns
        if self.operations is not None:
            yield self.operations.column
        for event in self.all_events():
            yield from (condition.column for condition in event.when)


def plan_of(root: Node) -> Plan:
    """Return the plan of a mapping whose shape and names are in order."""
    rows = _text(root, "rows")
    tables = root.child("tables")
    operations = root.child("type")
    at, recorded_at = root.child("at"), root.child("recorded_at")
    return Plan(
        rows=rows,
        subject=_text(root, "subject") or "ticket",
        zone=_text(root, "zone"),
        id=source_of(_child(root, "id"), tables),
        times=tuple(map(word_of, _items(root, "times"))) or ("year_first",),
        date_only=_date_only(root.child("date_only")),
        empty=frozenset(_words(_items(root, "empty"))),
        units=_units(root.child("units")),
        headings={
            key: tuple(map(word_of, node.children()))
            for key, node in _entries(root, "headings")
        },
        may_be_missing=frozenset(map(word_of, _items(root, "may_be_missing"))),
        ignored=tuple(map(word_of, _items(root, "ignore"))),
        repeated="last" if _text(root, "repeated") == "last" else "first",
        attributes=_sources(root.child("attributes"), tables),
        events=tuple(event_of(node, tables) for node in _items(root, "events")),
        operations=None if operations is None else _operations(operations, tables),
        at=None if at is None else source_of(at, tables),
        recorded_at=None if recorded_at is None else source_of(recorded_at, tables),
        payload=_sources(root.child("payload"), tables),
    )


def source_of(node: Node, tables: Node | None) -> Source:
    """Return a source: a heading, a constant, or a block that says which."""
    if not isinstance(node.value, dict):
        if isinstance(node.value, str):
            return Source(node, (node,))
        return Source(node, (), constant=_scalar(node))
    constant = node.child("is")
    table, table_at = _table(node.child("values"), tables)
    filled, otherwise = node.child("filled"), node.child("otherwise")
    if filled is not None:
        table, otherwise = {}, filled
    times = node.child("times")
    return Source(
        node,
        columns=tuple(
            [one for one in [node.child("column")] if one] or _items(node, "columns")
        ),
        constant=None if constant is None else _scalar(constant),
        join=_text(node, "join") or " ",
        table=table,
        table_at=table_at,
        otherwise=SET_ASIDE if otherwise is None else _scalar(otherwise),
        split=_text(node, "split") or None,
        empty=frozenset(_words(_items(node, "empty"))),
        times=None if times is None else tuple(map(word_of, times.children())),
    )


def event_of(node: Node, tables: Node | None) -> EventPlan:
    """Return an event; a plain word is one without anything but its type."""
    if not isinstance(node.value, dict):
        return EventPlan(node, word_of(node))
    at, recorded_at = node.child("at"), node.child("recorded_at")
    without = node.child("without_time")
    return EventPlan(
        node,
        type=_text(node, "type"),
        at=None if at is None else source_of(at, tables),
        recorded_at=None if recorded_at is None else source_of(recorded_at, tables),
        when=tuple(_conditions(node.child("when"))),
        tells_without_time=without is None or without.value != "ignore",
        payload={
            key: source_of(child, tables)
            for key, child in node.value.items()
            if key not in OWN_KEYS
        },
    )


def folded(text: str) -> str:
    """Return a text as it is looked up: composed, trimmed."""
    return normalize("NFC", text).strip()


def word_of_scalar(value: object) -> str:
    """Return a plain value as the text that a cell would hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return folded(str(value))


# --- parts ----------------------------------------------------------------------------


def _operations(node: Node, tables: Node | None) -> OperationsPlan:
    values = _child(node, "values")
    others = node.child("others")
    return OperationsPlan(
        column=_child(node, "column"),
        values={
            folded(key): None if child.value == "ignore" else event_of(child, tables)
            for key, child in _entries(node, "values")
        },
        values_at=values,
        others=SET_ASIDE if others is None else word_of(others),
    )


def _conditions(node: Node | None) -> Iterator[Condition]:
    """Yield the conditions; the node of a column is that of its key."""
    if node is None or not isinstance(node.value, dict):
        return
    for key, child in node.value.items():
        listed = child.children() if isinstance(child.value, list) else [child]
        words = _words(listed)
        column = type(child)(child.place, None, child.path, key)
        yield Condition(
            column,
            frozenset(words) - {NAMED, BLANK},
            filled=NAMED in words,
            blank=BLANK in words,
        )


def _table(
    node: Node | None, tables: Node | None
) -> tuple[Mapping[str, Value] | None, Node | None]:
    if node is not None and isinstance(node.value, str):
        node = None if tables is None else tables.child(node.value)
    if node is None or not isinstance(node.value, dict):
        return None, None
    table = {folded(key): _scalar(child) for key, child in node.value.items()}
    return table, node


def _date_only(node: Node | None) -> Mapping[str | None, str]:
    """Return event to word; the word for all stands under `None`."""
    if node is None:
        return {}
    if isinstance(node.value, dict):
        return {key: word_of(child) for key, child in node.value.items()}
    return {None: word_of(node)}


def _units(node: Node | None) -> dict[str, Renaming]:
    found = {}
    if node is not None and isinstance(node.value, dict):
        for old, new in node.value.items():
            since = new.child("from")
            found[folded(old)] = Renaming(
                _text(new, "is") if isinstance(new.value, dict) else word_of(new),
                "" if since is None else word_of(since),
            )
    return found


def _scalar(node: Node) -> Value:
    """Return a value as a history holds it, which knows no decimals and no dates."""
    value = node.value
    assert not isinstance(value, list | dict)
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def _sources(node: Node | None, tables: Node | None) -> dict[str, Source]:
    if node is None or not isinstance(node.value, dict):
        return {}
    return {key: source_of(child, tables) for key, child in node.value.items()}


def _entries(root: Node, key: str) -> Iterable[tuple[str, Node]]:
    node = root.child(key)
    return node.value.items() if node and isinstance(node.value, dict) else ()


def _items(root: Node, key: str) -> list[Node]:
    node = root.child(key)
    return [] if node is None else node.children()


def _words(nodes: Iterable[Node]) -> set[str]:
    return {word_of_scalar(node.value) for node in nodes}


def _text(node: Node, key: str) -> str:
    child = node.child(key)
    return "" if child is None else word_of(child)


def _child(node: Node, key: str) -> Node:
    child = node.child(key)
    assert child is not None  # the shape was checked
    return child
