"""What in a profile carries a clause: every entry that cites it, by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from hotline_rules.profile.amounts import Fault
from hotline_rules.profile.names import text_of
from hotline_rules.profile.node import Node
from hotline_rules.profile.texts import parse_cite

CarrierKind = Literal[
    "document",
    "word",
    "calendar",
    "counting",
    "reading",
    "value",
    "rule",
    "case",
    "mark",
    "change",
    "row",
    "ladder",
    "measure",
]

_SECTIONS: dict[str, CarrierKind] = {
    "documents": "document",
    "words": "word",
    "calendars": "calendar",
    "counting": "counting",
    "readings": "reading",
    "values": "value",
    "rules": "rule",
    "ladders": "ladder",
    "measures": "measure",
}
_INNER: dict[str, CarrierKind] = {"cases": "case", "marks": "mark", "rows": "row"}


@dataclass(frozen=True, slots=True)
class Carrier:
    """An entry of a profile, and the clauses it cites.

    Attributes:
        name: path of the entry without the words that only hold it together:
            ``handle.red`` for the mark `red` of the rule `handle`.
        title: what the entry is called in Chinese; its name when it says nothing.
        file, line: where it stands, the line from 1.
        decides: false for a reading without a choice, which only explains.
    """

    kind: CarrierKind
    name: str
    title: str
    clauses: tuple[str, ...]
    file: str
    line: int
    decides: bool = True


def find_carriers(root: Node) -> Iterator[Carrier]:
    """Yield every entry of a profile that has a cite, in the order of the file.

    All branches of a choice count, whichever reading is in use.
    """
    for section, kind in _SECTIONS.items():
        node = root.child(section)
        parts = [] if node is None else [node]
        if node is not None and kind == "word":
            parts = node.children()
        for part in parts:
            yield from _below(part, kind, ())


def _below(node: Node, kind: CarrierKind, names: tuple[str, ...]) -> Iterator[Carrier]:
    if kind == "rule" and len(names) == 1 and node.child("changes") is not None:
        kind = "change"
    cite = node.child("cite")
    if cite is not None and names:
        yield from _carrier(node, cite, kind, names)
    if isinstance(node.value, list):
        for number, child in enumerate(node.value, start=1):
            yield from _below(child, kind, (*names, str(number)))
        return
    if not isinstance(node.value, dict):
        return
    for key, child in node.value.items():
        inner = _INNER.get(key, kind) if names else kind
        said = () if names and key in _INNER else (key,)
        yield from _below(child, inner, (*names, *said))


def _carrier(
    node: Node, cite: Node, kind: CarrierKind, names: tuple[str, ...]
) -> Iterator[Carrier]:
    if not isinstance(cite.value, str):
        return
    found = parse_cite(cite.value)
    if isinstance(found, Fault):
        return
    options = node.child("options") if kind == "reading" else None
    yield Carrier(
        kind=kind,
        name=".".join(names),
        title=text_of(node, "title") or text_of(node, "about") or ".".join(names),
        clauses=tuple(id_ for id_, _ in found.ids),
        file=node.place.file,
        line=node.place.line,
        decides=options is None or len(options.children()) > 1,
    )
