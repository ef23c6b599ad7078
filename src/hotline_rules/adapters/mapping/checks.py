"""What a mapping means: names that exist, values that fit, keys that go together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.mapping.check_sources import OWN, SourceCheck, entries
from hotline_rules.adapters.mapping.plan import OWN_KEYS, folded
from hotline_rules.adapters.mapping.shapes import (
    IGNORE,
    UNCONFIRMED,
)
from hotline_rules.diagnostics import Diagnostic, Text, codes, diagnostic
from hotline_rules.profile.check_zone import unknown_zone
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.unknown_names import unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.adapters.mapping.names import Names

WIDE = ("events",)
LONG = ("type", "at", "recorded_at", "payload")


def check_meaning(root: Node, names: Names) -> list[Diagnostic]:
    """Report what a mapping of the right shape does not make sense of.

    Args:
        root: the tree of the mapping.
        names: the words it may use.

    Diagnostics:
        UNCONFIRMED, UNKNOWN_ZONE, UNKNOWN_EVENT, UNKNOWN_PAYLOAD, UNKNOWN_FACT,
        UNKNOWN_VALUE, WRONG_VALUE, MISSING_KEY, KEYS_CLASH, IDLE_KEY, NAME_CLASH.
    """
    check = _Check(root, names)
    check.whole()
    check.attributes()
    check.events()
    return check.found


def unconfirmed(root: Node) -> list[Diagnostic]:
    """Report what a person must confirm first: questions, and values left open.

    Diagnostics:
        UNCONFIRMED.
    """
    confirm = root.child("confirm")
    asked = [] if confirm is None else confirm.children()
    found = [
        diagnostic(
            codes.UNCONFIRMED,
            node.span,
            Text(f"待确认：{word_of(node)}", f"to be confirmed: {word_of(node)}"),
            why=Text(
                "这是程序猜的，猜错了会算错；要由看得懂这张表的人定",
                "the program guessed this; somebody who knows the table must decide",
            ),
            fix=Text(
                "核对下面对应的行，不对就改；然后删掉这一行",
                "see whether the entry below is right, then delete this line",
            ),
        )
        for node in asked
    ]
    return found + [_left_open(node) for node in _open(root)]


def _open(node: Node) -> Iterator[Node]:
    if node.value == UNCONFIRMED:
        yield node
    for child in node.children():
        yield from _open(child)


def _left_open(node: Node) -> Diagnostic:
    names = [str(one) for one in node.path if not isinstance(one, int)]
    key = names[-1] if names else ""
    return diagnostic(
        codes.UNCONFIRMED,
        node.span,
        Text(f"`{key}` 还没有定下来", f"`{key}` is left open"),
        why=Text(
            "程序看不出应当是什么，没有替人猜",
            "the program cannot tell what it should be, and does not guess",
        ),
        fix=Text(
            f"把“{UNCONFIRMED}”改成应有的值；用不到就删掉这一行",
            "write the value, or delete the line if there is none",
        ),
    )


class _Check(SourceCheck):
    """One mapping and what is wrong with it."""

    def __init__(self, root: Node, names: Names) -> None:
        super().__init__(root)
        self.names = names
        self._long = word_of(root.child("rows") or root) == "event"

    # --- the file ---------------------------------------------------------------------

    def whole(self) -> None:
        self._zone()
        self._keys_of_rows()
        self.forms(self.root.child("times"))
        self._units()
        self._ignored()
        self.column(self.root.child("id"))
        date_only = self.root.child("date_only")
        if date_only is not None and isinstance(date_only.value, dict):
            for event, node in date_only.value.items():
                self._event_name(event, node.place)

    def _zone(self) -> None:
        node = self.root.child("zone")
        if node is not None and (fault := unknown_zone(word_of(node))):
            self.note(fault.code, node, fault.headline, why=fault.why, fix=fault.fix)

    def _keys_of_rows(self) -> None:
        """See that the keys are those of a row for a ticket, or for an event."""
        needed = ("type", "at") if self._long else WIDE
        alien = WIDE if self._long else LONG
        rows = "event" if self._long else "ticket"
        for key in needed:
            if self.root.child(key) is None:
                self.note(
                    codes.MISSING_KEY,
                    self.root.child("rows") or self.root,
                    Text(f"缺少 `{key}`", f"there is no `{key}`"),
                    why=Text(
                        f"rows 是 {rows} 的对照表要写 {'、'.join(needed)}",
                        f"a mapping with `rows: {rows}` has {', '.join(needed)}",
                    ),
                    fix=Text(f"补上 `{key}`", f"add `{key}`"),
                    place=True,
                )
        for key in alien:
            node = self.root.child(key)
            if node is not None:
                other = "ticket" if self._long else "event"
                self.note(
                    codes.KEYS_CLASH,
                    node,
                    Text(
                        f"rows 是 {rows} 时没有 `{key}`",
                        f"`{key}` does not go with `rows: {rows}`",
                    ),
                    fix=Text(
                        f"一行是什么写错了就改成 `rows: {other}`，否则删掉这一段",
                        f"write `rows: {other}` if that is meant, or delete it",
                    ),
                    place=True,
                )

    def _units(self) -> None:
        """See that a present name is not itself an old one."""
        units = self.root.child("units")
        if units is None or not isinstance(units.value, dict):
            return
        old = {folded(name) for name in units.value}
        for name, node in units.value.items():
            new = node.child("is") or node
            if word_of(new) in old:
                self.note(
                    codes.NAME_CLASH,
                    new,
                    Text(
                        f"`{word_of(new)}` 自己也是旧名",
                        f"`{word_of(new)}` is an old name itself",
                    ),
                    why=Text(
                        "改名只改一次，不接着往下找", "names are replaced once only"
                    ),
                    fix=Text(
                        f"给 `{name}` 写最后的名称", f"write the last name of `{name}`"
                    ),
                )

    def _ignored(self) -> None:
        """See that no column is both used and ignored."""
        ignored = self.root.child("ignore")
        used = set(_columns(self.root))
        for node in [] if ignored is None else ignored.children():
            if word_of(node) in used:
                self.note(
                    codes.KEYS_CLASH,
                    node,
                    Text(
                        f"“{word_of(node)}”写了不用，又用了",
                        f"`{word_of(node)}` is ignored and used",
                    ),
                    fix=Text("从 ignore 里删掉它", "take it out of `ignore`"),
                )

    # --- entries ----------------------------------------------------------------------

    def attributes(self) -> None:
        """Check the facts fixed at the start."""
        attributes = self.root.child("attributes")
        for key, node in entries(attributes):
            if key not in self.names.attributes and key not in self.names.own:
                self.unknown(
                    codes.UNKNOWN_FACT,
                    Text("事实", "attribute"),
                    node,
                    key,
                    self.names.attribute_titles,
                )
            self.source(node, self.names.attribute(key))

    def events(self) -> None:
        """Check the events, or the operations of a log."""
        events = self.root.child("events")
        for node in [] if events is None else events.children():
            if node.child("at") is None and isinstance(node.value, dict):
                self.missing(node, "at", "at: 派单时间")
            self._event(node)
        operations = self.root.child("type")
        values = None if operations is None else operations.child("values")
        for _, node in entries(values):
            if node.value != IGNORE:
                self._event(node)
        for key in ("at", "recorded_at"):
            self.column(self.root.child(key))
        for key, node in entries(self.root.child("payload")):
            known = {k for keys in self.names.keys.values() for k in keys}
            if key not in known | self.names.own | {"id"}:
                self._unknown_payload(node, key, known)
            self.source(node)

    def _event(self, node: Node) -> None:
        """Check one event: its name, what it carries, and where that comes from."""
        if not isinstance(node.value, dict):
            self._event_name(word_of(node), node.span)
            return
        type_ = node.child("type")
        if type_ is None:
            return
        event = word_of(type_)
        self._event_name(event, type_.span)
        known = self.names.payload(event)
        for key, child in node.value.items():
            if key in ("at", "recorded_at"):
                self.column(child)
            elif key not in OWN_KEYS:
                if known is not None and key not in known:
                    self._unknown_payload(child, key, known)
                self.source(child, self.names.kind(event, key))

    def _event_name(self, event: str, span: Any) -> None:
        if event in self.names.titles or event in self.names.own:
            return
        fault = unknown(
            codes.UNKNOWN_EVENT, Text("事件", "event"), event, self.names.titles
        )
        self.found.append(
            diagnostic(fault.code, span, fault.headline, why=OWN, fix=fault.fix)
        )

    def _unknown_payload(self, node: Node, key: str, known: Iterable[str]) -> None:
        self.unknown(
            codes.UNKNOWN_PAYLOAD,
            Text("记录项", "payload key"),
            node,
            key,
            sorted({*known, *OWN_KEYS}),
        )


def _columns(root: Node) -> Iterator[str]:
    """Yield the texts that stand where a heading is expected."""
    for key in ("id", "at", "recorded_at"):
        yield from _of_source(root.child(key))
    for section in ("attributes", "payload"):
        for _, node in entries(root.child(section)):
            yield from _of_source(node)
    operations = root.child("type")
    listed = root.child("events")
    events = [] if listed is None else list(listed.children())
    if operations is not None:
        yield from _of_source(operations)
        events += [child for _, child in entries(operations.child("values"))]
    for event in events:
        for key, node in entries(event):
            if key == "when":
                yield from (column for column, _ in entries(node))
            elif key not in ("type", "without_time"):
                yield from _of_source(node)


def _of_source(node: Node | None) -> Iterator[str]:
    if node is None:
        return
    if isinstance(node.value, str):
        yield node.value
    for key in ("column", "columns"):
        child = node.child(key)
        if child is not None:
            parts = child.children() or [child]
            yield from (word_of(part) for part in parts)
