"""What was compiled of a profile, faults left out: what the checks look at."""

from collections.abc import Iterator
from dataclasses import dataclass

from hotline_rules.diagnostics import Span
from hotline_rules.profile.node import Node
from hotline_rules.rulebook import (
    Change,
    Counting,
    Document,
    Ladder,
    Measure,
    Place,
    Reading,
    Rule,
)


def span_at(root: Node, place: Place) -> Span:
    """Return what stands at a place of the profile, to underline it."""
    for node in _walk(root):
        span = node.place
        if (span.file, span.line, span.column) == (
            place.file,
            place.line,
            place.column,
        ):
            return span
    return Span(place.file, place.line, place.column, place.line, place.column)


def _walk(node: Node) -> Iterator[Node]:
    for child in node.children():
        yield child
        yield from _walk(child)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """The parts of a rulebook that could be compiled."""

    root: Node
    documents: tuple[Document, ...]
    readings: tuple[Reading, ...]
    countings: tuple[Counting, ...]
    rules: tuple[Rule, ...]
    changes: tuple[Change, ...]
    ladders: tuple[Ladder, ...]
    measures: tuple[Measure, ...]
