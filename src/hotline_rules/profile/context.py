"""What one run of the compiler knows and finds.

The context carries the names of the profile, the readings in force, and collects the
faults and which names and readings were used. It lives for one compilation only.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from hotline_rules.diagnostics import (
    Code,
    Diagnostic,
    Label,
    Span,
    Text,
    codes,
    diagnostic,
)
from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.names import Names
from hotline_rules.profile.node import Node
from hotline_rules.profile.vocabulary import ValueType
from hotline_rules.rulebook import Clause, Place


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records the facts at a place can look into.

    Attributes:
        here: payload of the event a pattern looks at; None outside patterns.
        trigger: payload of the trigger; None for a rule without one.
        asked, granted: payload of application and decision; None outside changes.
        has_unit: whether there is a unit in question.
        looks_back: inside ``happened``, ``count``, ``latest``.
        closes: inside what meets or ends a limit (``must``, ``may``, ``ends_on``).
        about: subject of the histories.
        document: id of the document of the entry, for ``by: document``.
    """

    here: Mapping[str, ValueType] | None = None
    trigger: Mapping[str, ValueType] | None = None
    asked: Mapping[str, ValueType] | None = None
    granted: Mapping[str, ValueType] | None = None
    has_unit: bool = True
    looks_back: bool = False
    closes: bool = False
    about: str = "ticket"
    document: str | None = None

    def inside(self, payload: Mapping[str, ValueType]) -> "Scope":
        """Return the scope inside a pattern on an event with that payload."""
        return replace(self, here=payload)

    def looking_back(self) -> "Scope":
        """Return the scope of the patterns of a look-back."""
        return replace(self, looks_back=True, here=None)


@dataclass(slots=True)
class Context:
    """The state of one compilation."""

    names: Names
    chosen: dict[str, str]
    options: dict[str, tuple[str, ...]]
    clauses: dict[str, Clause] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    found: list[Diagnostic] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)
    cited: set[str] = field(default_factory=set)
    open_names: list[tuple[str, str]] = field(default_factory=list)
    places: dict[tuple[str, ...], Node] = field(default_factory=dict)
    registers_complete: bool = True
    incomplete: bool = False  # an entry was left out because of a fault
    _collectors: list[dict[str, None]] = field(default_factory=list)

    def report(
        self,
        code: Code,
        at: Node | Span,
        headline: Text,
        *,
        why: Text | None = None,
        fix: Text | None = None,
        law: str | None = None,
        related: tuple[Label, ...] = (),
    ) -> None:
        """Add a fault, unless this very value was reported while reading."""
        if isinstance(at, Node):
            if at.broken:
                return
            at = at.span
        self.found.append(
            diagnostic(code, at, headline, why=why, fix=fix, law=law, related=related)
        )

    def report_fault(self, fault: Fault, at: Node | Span) -> None:
        """Add a fault found in a text."""
        self.report(fault.code, at, fault.headline, why=fault.why, fix=fault.fix)

    def use(self, kind: str, name: str) -> None:
        """Remember that something declared is used."""
        self.used.add((kind, name))

    def use_reading(self, code: str, *, switches: bool = True) -> None:
        """Remember that the value being compiled came through a reading."""
        if switches:
            self.use("reading", code)
        if self._collectors:
            self._collectors[-1][code] = None

    @contextmanager
    def collect_readings(self) -> Iterator[dict[str, None]]:
        """Collect the readings used inside, in the order of use."""
        collector: dict[str, None] = {}
        self._collectors.append(collector)
        try:
            yield collector
        finally:
            self._collectors.pop()

    @contextmanager
    def expanding(self, kind: str, name: str) -> Iterator[bool]:
        """Guard the expansion of a name against its own definition.

        Yields:
            False when the name is being expanded already.
        """
        key = (kind, name)
        if key in self.open_names:
            yield False
            return
        self.open_names.append(key)
        try:
            yield True
        finally:
            self.open_names.pop()


def place_of(node: Node) -> Place:
    """Return where a node stands, for people."""
    span = node.place
    return Place(span.file, span.line, span.column)


def part_of(node: Node, start: int, length: int) -> Span:
    """Return the span of a part of a text, or of the whole when it cannot be told."""
    span = node.span
    if not isinstance(node.value, str) or span.line != span.end_line:
        return span
    column = span.column + start + (1 if node.quoted else 0)
    if span.end_column - span.column != len(node.value) + (2 if node.quoted else 0):
        return span
    return Span(span.file, span.line, column, span.line, column + length)


def text_value(ctx: Context, node: Node, code: Code = codes.WRONG_KIND) -> str | None:
    """Return the text of a node, or report that it is none."""
    if isinstance(node.value, str):
        return node.value
    kind = node.kind()
    ctx.report(
        code,
        node,
        Text(f"这里应当是文字，写的是{kind.zh}", f"text is expected, not {kind.en}"),
    )
    return None
