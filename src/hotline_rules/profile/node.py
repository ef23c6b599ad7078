"""The tree of a rule file: values that remember where they stand."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from hotline_rules.diagnostics import Span, Text

Scalar: TypeAlias = str | int | Decimal | bool | date | None
Path: TypeAlias = tuple[str | int, ...]
Plain: TypeAlias = "Scalar | list[Plain] | dict[str, Plain]"


@dataclass(slots=True)
class Node:
    """One value of a rule file.

    `span` covers the value, for a block of keys from its first key to its last value.
    `key_span` covers the key in front of it; it is None in a list and at the root.
    `path` leads here from the root. `quoted` tells a quoted text from a plain one.
    `broken` says that a fault of this very value was already reported while reading:
    the value stands in for something else, and a check that stumbles over it keeps
    quiet. In a mapping `broken` concerns its keys, not its values.
    """

    span: Span
    key_span: Span | None
    path: Path
    value: "Scalar | list[Node] | dict[str, Node]"
    quoted: bool = False
    broken: bool = False

    @property
    def place(self) -> Span:
        """What a report about the whole entry underlines: its key, if it has one."""
        return self.key_span or self.span

    def at(self, path: Path) -> "Node | None":
        """Return the node a relative path leads to, or None."""
        node: Node | None = self
        for step in path:
            if node is None:
                return None
            node = node.child(step)
        return node

    def child(self, step: str | int) -> "Node | None":
        """Return the value under a key or at an index, or None."""
        if isinstance(self.value, dict):
            return self.value.get(str(step))
        if isinstance(self.value, list) and isinstance(step, int):
            return self.value[step] if 0 <= step < len(self.value) else None
        return None

    def children(self) -> "list[Node]":
        """Return the values of a mapping or list in the order of the file."""
        if isinstance(self.value, dict):
            return list(self.value.values())
        return self.value if isinstance(self.value, list) else []

    def plain(self) -> Plain:
        """Return the value as plain data without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def kind(self) -> Text:
        """Name the kind of the value, for messages."""
        return kind_of(self.value)


def kind_of(value: object) -> Text:
    """Name the kind of a plain value or of a node's value."""
    match value:
        case None:
            return Text("空值", "nothing")
        case bool():
            return Text("真假值", "true or false")
        case int() | Decimal():
            return Text("数字", "a number")
        case date():
            return Text("日期", "a date")
        case dict():
            return Text("一组“键: 值”", "a block of keys")
        case list():
            return Text("列表", "a list")
        case _:
            return Text("文字", "text")


def word_of(node: Node) -> str:
    """Return a value as one word; what is no scalar is named, never spelled out."""
    match node.value:
        case bool():
            return "true" if node.value else "false"
        case None | list() | dict():
            return node.kind().zh
        case _:
            return str(node.value)
