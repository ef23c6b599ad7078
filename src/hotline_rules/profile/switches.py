"""What in a profile depends on a reading: also what is not in use under its choice."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from hotline_rules.profile.names import text_of
from hotline_rules.profile.node import Node

_PREFIX = "reading."
# Keys whose entries have keys of their own; what depends is told at those.
_HOLDERS = {"cases", "marks", "rows"}


@dataclass(frozen=True, slots=True)
class Switch:
    """One key of an entry that readings decide, with all that it could be.

    Attributes:
        path: from the section to the key: `("rules", "handle", "again")`.
        title: of the entry, or of the case or mark in it; its id when it has none.
        readings: codes that it mentions, in the order of the file.
        text: all of it as plain data; the same for any layout and order of keys.
        line: where it stands, from 1.
    """

    path: tuple[str, ...]
    title: str
    readings: tuple[str, ...]
    text: str
    line: int


def find_switches(root: Node) -> Iterator[Switch]:
    """Yield everything in the entries of a profile that mentions a reading."""
    sections = root.value if isinstance(root.value, dict) else {}
    for section, node in sections.items():
        if section == "words":
            for kind, words in _items(node):
                for id_, word in _items(words):
                    yield from _switches(word, (section, kind, id_), id_)
        elif section != "readings":
            for id_, entry in _items(node):
                yield from _switches(entry, (section, id_), id_)


def _switches(node: Node, path: tuple[str, ...], title: str) -> Iterator[Switch]:
    title = text_of(node, "title") or title
    for key, child in _items(node):
        if key in _HOLDERS and isinstance(child.value, dict):
            for name, inner in _items(child):
                yield from _switches(inner, (*path, key, name), title)
            continue
        codes = tuple(dict.fromkeys(_mentioned(child)))
        if key.startswith(_PREFIX):
            codes = (key.removeprefix(_PREFIX), *codes)
        if codes:
            line = child.place.line
            yield Switch((*path, key), title, codes, _plain(child), line)


def _items(node: Node) -> list[tuple[str, Node]]:
    return list(node.value.items()) if isinstance(node.value, dict) else []


def _mentioned(node: Node) -> Iterator[str]:
    if isinstance(node.value, str) and node.value.startswith(_PREFIX):
        yield node.value.removeprefix(_PREFIX)
    for key, child in _items(node):
        if key.startswith(_PREFIX):
            yield key.removeprefix(_PREFIX)
        yield from _mentioned(child)
    if isinstance(node.value, list):
        for child in node.value:
            yield from _mentioned(child)


def _plain(node: Node) -> str:
    return json.dumps(node.plain(), ensure_ascii=False, sort_keys=True, default=str)
