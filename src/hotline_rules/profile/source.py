"""Bytes of a YAML file to a tree of values with their places.

The parser's events carry the places, and the tree is built from them directly. Nothing
is expanded: an alias is refused where it stands, so no file can grow while it is read.
Every fault is a diagnostic; no bytes make this room raise.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from hotline_rules.diagnostics import (
    Diagnostic,
    Span,
    Text,
    codes,
    diagnostic,
    sort_diagnostics,
)
from hotline_rules.profile import refusals
from hotline_rules.profile.decoding import decode
from hotline_rules.profile.node import Node, Path, Plain, Scalar, kind_of
from hotline_rules.profile.parsing import (
    ALIAS,
    DOCUMENT_END,
    DOCUMENT_START,
    MAPPING_END,
    MAPPING_START,
    SCALAR,
    SEQUENCE_END,
    STREAM_END,
    STREAM_START,
    SyntaxFault,
    events_of,
    kind_of_event,
)
from hotline_rules.profile.punctuation import check_punctuation
from hotline_rules.profile.scalars import read_scalar
from hotline_rules.profile.syntax import describe_syntax_error, describe_unreadable
from hotline_rules.profile.syntax_lines import next_content

__all__ = ["Node", "Path", "Plain", "Scalar", "kind_of", "read_yaml"]

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
REPORTED = 200  # faults of one kind that are told one by one


def read_yaml(
    name: str, data: bytes
) -> tuple[Node | None, list[Diagnostic], list[str]]:
    """Read one YAML file into a tree of values with their places.

    Scalars follow the core of YAML 1.2, with unquoted dates as dates and decimals as
    `Decimal`; `yes`, `on` and `17:30` are text. The keys of a mapping are text; an
    unquoted number or `true` as a key is the text as written.

    Args:
        name: what the file is called in reports.
        data: its bytes, of any content.

    Returns:
        the root (None when the YAML cannot be read at all), all faults of reading in
        order of place, and the lines of the file (at least one).

    Diagnostics:
        all codes of the group "reading a file".
    """
    if len(data) > MAX_BYTES:
        return None, [refusals.too_big(name, len(data), MAX_BYTES)], [""]
    lines, found = decode(name, data)
    marks = check_punctuation(name, lines)
    hidden = [d for d in found if d.code == codes.CONTROL_CHARACTER.slug]
    builder = _Builder(name, lines, [*marks, *hidden])
    root = builder.build()
    if root is not None:
        marks = [d for d in marks if _stands(d, builder.touched)]
    found += marks + builder.found
    if builder.syntax and not _is_known(builder.syntax, marks, lines):
        found.append(builder.syntax)
    found = _told(sort_diagnostics(found))
    if builder.syntax:
        found.append(_checks_wait(name))
    return root, found, lines


def _told(found: list[Diagnostic]) -> list[Diagnostic]:
    """Keep the first faults of each kind; the last one kept tells how many more."""
    numbers = Counter(d.code for d in found)
    if max(numbers.values(), default=0) <= REPORTED:
        return found
    seen: Counter[str] = Counter()
    kept = []
    for d in found:
        seen[d.code] += 1
        if seen[d.code] == REPORTED and (more := numbers[d.code] - REPORTED):
            zh = f"{d.headline.zh}；后面还有 {more} 处同样的问题"
            d = replace(d, headline=Text(zh, f"{d.headline.en}; {more} more follow"))
        if seen[d.code] <= REPORTED:
            kept.append(d)
    return kept


def _by_line(marks: list[Diagnostic]) -> dict[int, list[Span]]:
    lines: dict[int, list[Span]] = {}
    for mark in marks:
        if mark.span and mark.code != codes.TAB_INDENTATION.slug:
            lines.setdefault(mark.span.line, []).append(mark.span)
    return lines


def _stands(mark: Diagnostic, touched: set[Span]) -> bool:
    """In valid YAML a mark of punctuation must stand in a plain scalar."""
    return mark.code == codes.TAB_INDENTATION.slug or mark.span in touched


def _is_known(error: Diagnostic, marks: list[Diagnostic], lines: list[str]) -> bool:
    """Say whether the parser stumbled over a line with a mark already reported.

    A wrong colon makes the rest of its line a text, and the parser stumbles over the
    next line.
    """
    rows = {m.span.line for m in marks if m.span}
    for mark in marks:
        if mark.span and mark.code in _SWALLOWING:
            following = next_content(lines, mark.span.line - 1)
            rows |= set() if following is None else {following + 1}
    return error.span is not None and error.span.line in rows


_SWALLOWING = {codes.FULLWIDTH_MARK.slug, codes.COLON_SPACE.slug}


def _checks_wait(name: str) -> Diagnostic:
    return diagnostic(
        codes.CHECKS_WAIT,
        None,
        Text(
            f"`{name}` 还读不通，先不检查内容",
            f"`{name}` cannot be read yet, so its meaning is not checked",
        ),
        why=Text(
            "YAML 不通时，后面每个键的归属都说不准",
            "while the YAML is broken nobody can tell which key belongs where",
        ),
        fix=Text("改好上面的问题后再检查一次", "mend the faults above and check again"),
    )


class _GiveUp(Exception):  # noqa: N818 - not an error to anybody outside this module
    """The rest of the file is not read; the reason is already reported."""


@dataclass(slots=True)
class _Builder:
    """Builds the tree of one file from the parser's events."""

    name: str
    lines: list[str]
    wrong: list[Diagnostic]  # marks reported by the look at the lines
    marks: dict[int, list[Span]] = field(init=False)
    found: list[Diagnostic] = field(default_factory=list)
    syntax: Diagnostic | None = None
    touched: set[Span] = field(default_factory=set)
    events: Iterator[Any] = field(default_factory=lambda: iter(()))

    def __post_init__(self) -> None:
        self.marks = _by_line(self.wrong)

    def build(self) -> Node | None:
        self.events = events_of("\n".join(self.lines), MAX_DEPTH)
        try:
            return self._stream()
        except _GiveUp:
            return None
        except SyntaxFault as fault:
            self.syntax = describe_syntax_error(
                fault.error, self.name, self.lines, self.wrong
            )
        except Exception:  # noqa: BLE001 - whatever ruamel stumbles over is a fault of the text
            self.syntax = describe_unreadable(self.name, self.lines)
        return None

    def _stream(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self.events:
            kind = kind_of_event(event)
            if kind in {STREAM_START, DOCUMENT_END}:
                continue
            if kind == STREAM_END:
                break
            if kind == DOCUMENT_START:
                documents += 1
                if documents > 1:
                    self.found.append(refusals.several_documents(self._span(event)))
                    break
                self._directives(event)
            else:
                root = self._node(event, (), None)
        if root is None or root.value is None:
            if not self.found:
                self.found.append(refusals.empty_file(self.name))
            return None
        return root

    def _directives(self, event: Any) -> None:
        if event.version is None and not event.tags:
            return
        row = next((i for i, x in enumerate(self.lines) if x.startswith("%")), 0)
        span = Span(self.name, row + 1, 1, row + 1, len(self.lines[row]) + 1)
        self.found.append(refusals.directive(span))

    def _node(self, event: Any, path: Path, key_span: Span | None) -> Node:
        kind = kind_of_event(event)
        if kind == ALIAS:
            return self._alias(event, path, key_span)
        broken = self._properties(event)
        if kind == SCALAR:
            node = self._scalar(event, path, key_span)
        elif len(path) >= MAX_DEPTH:
            self.found.append(refusals.nested_too_deep(self._span(event), MAX_DEPTH))
            raise _GiveUp
        elif kind == MAPPING_START:
            node = self._mapping(event, path, key_span)
        else:
            node = self._sequence(event, path, key_span)
        node.broken |= broken
        return node

    def _alias(self, event: Any, path: Path, key_span: Span | None) -> Node:
        span = self._span(event)
        self.found.append(refusals.alias(span, str(event.anchor)))
        return Node(span, key_span, path, None, broken=True)

    def _properties(self, event: Any) -> bool:
        """Report the anchor and the tag in front of a value; a tag breaks the value."""
        if event.anchor:
            self.found.append(refusals.anchor(self._word(event), str(event.anchor)))
        if event.tag is None or event.tag == "":
            return False
        self.found.append(refusals.tag(self._word(event)))
        return True

    def _scalar(self, event: Any, path: Path, key_span: Span | None) -> Node:
        if event.style:
            return Node(self._span(event), key_span, path, event.value, quoted=True)
        if event.value == "" and key_span:
            # The parser places nothing at the next thing it sees; we put it behind
            # the key.
            line, column = key_span.end_line, key_span.end_column + 1
            column = min(column, len(self.lines[line - 1]) + 1)
            span = Span(self.name, line, column, line, column)
        else:
            span = self._span(event)
        value, fault = read_scalar(event.value, span)
        touched = self._touch(span)
        if fault and not touched:
            self.found.append(fault)
        return Node(span, key_span, path, value, broken=touched or fault is not None)

    def _touch(self, span: Span) -> bool:
        """Note the wrong marks inside a plain scalar; say whether there are any."""
        if not self.marks:
            return False
        hits = [
            mark
            for line in range(span.line, span.end_line + 1)
            for mark in self.marks.get(line, ())
            if (span.line, span.column) <= (mark.line, mark.end_column - 1)
            and (mark.end_line, mark.column) < (span.end_line, span.end_column)
        ]
        self.touched.update(hits)
        return bool(hits)

    def _sequence(self, event: Any, path: Path, key_span: Span | None) -> Node:
        start, items = self._span(event), list[Node]()
        for child in self.events:
            if kind_of_event(child) == SEQUENCE_END:
                break
            items.append(self._node(child, (*path, len(items)), None))
        last = items[-1].span if items else start
        span = self._whole(event, start, last, child)
        return Node(span, key_span, path, list(items))

    def _mapping(self, event: Any, path: Path, key_span: Span | None) -> Node:
        start, last = self._span(event), self._span(event)
        values: dict[str, Node] = {}
        broken = False
        for child in self.events:
            if kind_of_event(child) == MAPPING_END:
                break
            key = self._node(child, (*path, "?"), None)
            text = self._key(child, key)
            value = self._node(next(self.events), (*path, text or "?"), key.span)
            last = value.span
            if text is None:
                broken = True
            elif text in values:
                first = values[text].place
                self.found.append(refusals.duplicate_key(key.span, text, first))
            else:
                values[text] = value
        span = self._whole(event, start, last, child)
        return Node(span, key_span, path, values, broken=broken)

    def _key(self, event: Any, key: Node) -> str | None:
        """Return a key as text, or None when it cannot be one (and is reported)."""
        if key.broken and not isinstance(key.value, list | dict):
            return None
        if kind_of_event(event) != SCALAR or key.value is None:
            self.found.append(refusals.key_not_text(key.span, key.kind()))
            return None
        if event.value == "<<" and not key.quoted:
            self.found.append(refusals.merge_key(key.span))
            return None
        if isinstance(key.value, bool):
            return str(key.value).lower()
        return str(key.value)

    # --- places ---

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        return self._between(start.line, start.column, end.line, end.column)

    def _between(self, row: int, column: int, end_row: int, end_column: int) -> Span:
        """Make a span of zero-based places, without line ends behind it."""
        lines = self.lines
        if row >= len(lines):
            row, column = len(lines) - 1, len(lines[-1])
        if end_row >= len(lines):
            end_row, end_column = len(lines) - 1, len(lines[-1])
        while end_row > row and not lines[end_row][:end_column].strip(" \t"):
            end_row -= 1
            end_column = len(lines[end_row])
        return Span(self.name, row + 1, column + 1, end_row + 1, end_column + 1)

    def _whole(self, event: Any, start: Span, last: Span, end: Any) -> Span:
        """A collection ends at its bracket, or with its last value."""
        if event.flow_style:
            stop = self._span(end)
            return Span(
                self.name, start.line, start.column, stop.end_line, stop.end_column
            )
        line, column = max((start.line, start.column), (last.end_line, last.end_column))
        return Span(self.name, start.line, start.column, line, column)

    def _word(self, event: Any) -> Span:
        """The anchor or tag at the beginning of a value."""
        row, column = event.start_mark.line, event.start_mark.column
        line = self.lines[row] if row < len(self.lines) else ""
        end = column
        while end < len(line) and not line[end].isspace():
            end += 1
        return self._between(row, column, row, end)
