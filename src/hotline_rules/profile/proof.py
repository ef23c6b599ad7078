"""What the proofs share: the clocks of a profile, its limits, and where they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from hotline_rules.calendar import CalendarData, Zone, build_calendar
from hotline_rules.clock import Clock
from hotline_rules.diagnostics import Label, Span, Text
from hotline_rules.evaluate.facts import Binder
from hotline_rules.evaluate.logic import bind_patterns
from hotline_rules.profile.compiled import Compiled
from hotline_rules.profile.context import Context
from hotline_rules.profile.names import text_of
from hotline_rules.profile.node import Node
from hotline_rules.profile.starts import in_force
from hotline_rules.profile.worlds import (
    Demand,
    UndecidedError,
    World,
    find_world,
    type_in,
)
from hotline_rules.rulebook import Case, Limit, Place, Rule


class Owned(NamedTuple):
    """A limit, its rule, and the case of the rule that gives it."""

    rule: Rule
    case: Case
    limit: Limit

    @property
    def name(self) -> str:
        """What to call it: the rule, and the case where there are several."""
        return f"{self.rule.id}.{self.case.name}" if self.case.name else self.rule.id


@dataclass(frozen=True, slots=True)
class Proof:
    """A compiled profile with its clocks.

    Attributes:
        clocks: by counting; a counting that lacks what it needs has none.
        binder: what the functions of the engine need to know.
        nodes: what stands where, by file, line and column.
        switched: names (`condition.x`, `value.x`, moments) that depend on a reading.
    """

    compiled: Compiled
    ctx: Context
    zone: Zone
    clocks: Mapping[str, Clock]
    binder: Binder
    nodes: Mapping[tuple[str, int, int], Node]
    switched: frozenset[str]

    @property
    def limits(self) -> Iterator[Owned]:
        """Yield every limit with its owner."""
        for rule in self.compiled.rules:
            for case in rule.cases:
                if case.limit is not None:
                    yield Owned(rule, case, case.limit)

    def world(self, *demands: Demand, given: World | None = None) -> World | None:
        """Return facts for which all demands are met; None if there are none.

        Where the search is given up the facts are empty: perhaps there are some.
        """
        try:
            return find_world(demands, type_in(self.ctx.names), given)
        except UndecidedError:
            return {}

    def span_of(self, key: str, owned: Owned) -> Node | None:
        """Return where a part of a limit is written."""
        return self.ctx.places.get((key, owned.rule.id, owned.case.name))

    def row(self, place: Place | None, text: Text) -> tuple[Label, ...]:
        """Return a label for the row that a value came from, if it came from one."""
        if place is None:
            return ()
        return (Label(self.span_at(place), text),)

    def node_at(self, place: Place) -> Node | None:
        """Return what stands at a place of the profile."""
        return self.nodes.get((place.file, place.line, place.column))

    def span_at(self, place: Place) -> Span:
        """Return what to underline at a place."""
        node = self.node_at(place)
        if node is not None:
            return node.place
        return Span(place.file, place.line, place.column, place.line, place.column)

    def entry_of(self, rule: str) -> Node | None:
        """Return the entry that a rule or change is made from."""
        found = self.ctx.names.find_rule(rule)
        return found[0].node if found else None

    def depends_on_reading(self, *nodes: Node | None) -> bool:
        """Say whether a reading can change what stands in any of some nodes."""
        return any(
            word.startswith("reading.") or word in self.switched
            for node in nodes
            if node is not None
            for word in words_in(node)
        )

    def in_force(self, rule: Rule) -> tuple[int, int]:
        """Return the days on which the document of a rule is in force."""
        if rule.document >= len(self.compiled.documents):
            return in_force(None, None)  # a faulty document was left out
        document = self.compiled.documents[rule.document]
        return in_force(document.first_day, document.end_day)


def prepare(
    compiled: Compiled, calendars: tuple[CalendarData, ...], ctx: Context
) -> Proof | None:
    """Bind what was compiled to its calendars; None when there is no such zone."""
    try:
        zone = Zone.load(text_of(compiled.root, "zone") or "Asia/Shanghai")
    except ValueError:
        return None  # reported by the check of the zone
    built = {data.id: build_calendar(data, zone) for data in calendars}
    clocks = {}
    for counting in compiled.countings:
        calendar = built.get(counting.calendar)
        try:
            if calendar is not None:
                clocks[counting.id] = Clock(calendar, counting.settings)
        except ValueError:
            continue  # reported by the check of office hours
    return Proof(
        compiled=compiled,
        ctx=ctx,
        zone=zone,
        clocks=clocks,
        binder=Binder(zone, bind_patterns, {}),
        nodes=_nodes(compiled.root),
        switched=_switched(ctx),
    )


def texts_under(node: Node, key: str) -> Iterator[str]:
    """Yield every text below a key, wherever it stands in a part of a profile."""
    found = node.child(key) if isinstance(node.value, dict) else None
    if found is not None:
        yield from texts_in(found)
    for child in node.children():
        yield from texts_under(child, key)


def texts_in(node: Node) -> Iterator[str]:
    """Yield every text of a part of a profile, keys left out."""
    if isinstance(node.value, str):
        yield node.value
    for child in node.children():
        yield from texts_in(child)


def words_in(node: Node) -> Iterator[str]:
    """Yield every key and every text of a part of a profile."""
    if isinstance(node.value, dict):
        yield from node.value
    elif isinstance(node.value, str):
        yield node.value
    for child in node.children():
        yield from words_in(child)


def _nodes(root: Node) -> dict[tuple[str, int, int], Node]:
    """Return the nodes by where they stand, the outer before the inner."""
    found: dict[tuple[str, int, int], Node] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        span = node.place
        found.setdefault((span.file, span.line, span.column), node)
        waiting += node.children()
    return found


def _switched(ctx: Context) -> frozenset[str]:
    """Return the names whose meaning a reading can change, by other names too."""
    names = ctx.names
    named = {f"condition.{name}": node for name, node in names.conditions.items()}
    named |= {f"value.{name}": node for name, node in names.values.items()}
    named |= names.moments
    words = {name: set(words_in(node)) for name, node in named.items()}
    found = {
        name
        for name, inside in words.items()
        if any(word.startswith("reading.") for word in inside)
    }
    while more := {n for n, inside in words.items() if inside & found} - found:
        found |= more
    return frozenset(found)
