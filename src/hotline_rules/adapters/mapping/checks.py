"""What a mapping means: names that exist, values that fit, keys that go together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.mapping import forms
from hotline_rules.adapters.mapping.plan import OWN_KEYS, folded
from hotline_rules.adapters.mapping.shapes import (
    IGNORE,
    KEEP,
    LEAVE_OUT,
    SET_ASIDE,
    UNCONFIRMED,
)
from hotline_rules.diagnostics import Code, Diagnostic, Text, codes, diagnostic
from hotline_rules.profile.check_zone import unknown_zone
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.unknown_names import did_you_mean, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hotline_rules.adapters.mapping.names import Names
    from hotline_rules.profile.vocabulary import ValueType

WIDE = ("events",)
LONG = ("type", "at", "recorded_at", "payload")
_SOURCE_KEYS = ("column", "columns", "is")
_WAYS = (SET_ASIDE, LEAVE_OUT, KEEP)
_KINDS = {
    "flag": Text("true 或 false", "true or false"),
    "yes_no": Text("true 或 false", "true or false"),
    "number": Text("数字", "a number"),
}


def check_meaning(root: Node, names: Names) -> list[Diagnostic]:
    """Report what a mapping of the right shape does not make sense of.

    Args:
        root: the tree of the mapping.
        names: the words it may use.

    Diagnostics:
        UNCONFIRMED, UNKNOWN_ZONE, UNKNOWN_EVENT, UNKNOWN_PAYLOAD, UNKNOWN_FACT,
        UNKNOWN_VALUE, WRONG_VALUE, MISSING_KEY, KEYS_CLASH, NAME_CLASH.
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
    key = f"`{node.path[-1]}`" if node.path else ""
    return diagnostic(
        codes.UNCONFIRMED,
        node.span,
        Text(f"{key} 还没有定下来", f"{key} is left open"),
        why=Text(
            "程序看不出应当是什么，没有替人猜",
            "the program cannot tell what it should be, and does not guess",
        ),
        fix=Text(
            f"把“{UNCONFIRMED}”改成应有的值；用不到就删掉这一行",
            "write the value, or delete the line if there is none",
        ),
    )


class _Check:
    """One mapping and what is wrong with it."""

    def __init__(self, root: Node, names: Names) -> None:
        self.root = root
        self.names = names
        self.found: list[Diagnostic] = []
        self._long = word_of(root.child("rows") or root) == "event"

    # --- the file ---------------------------------------------------------------------

    def whole(self) -> None:
        self._zone()
        self._keys_of_rows()
        self._forms(self.root.child("times"))
        self._units()
        self._ignored()
        self._source(self.root.child("id"))
        date_only = self.root.child("date_only")
        if date_only is not None and isinstance(date_only.value, dict):
            for event, node in date_only.value.items():
                self._event_name(event, node.place)

    def _zone(self) -> None:
        node = self.root.child("zone")
        if node is not None and (fault := unknown_zone(word_of(node))):
            self._note(fault.code, node, fault.headline, why=fault.why, fix=fault.fix)

    def _keys_of_rows(self) -> None:
        """See that the keys are those of a row for a ticket, or for an event."""
        needed = ("type", "at") if self._long else WIDE
        alien = WIDE if self._long else LONG
        rows = "event" if self._long else "ticket"
        for key in needed:
            if self.root.child(key) is None:
                self._note(
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
                self._note(
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

    def _forms(self, node: Node | None) -> None:
        if node is None:
            return
        given = [word_of(child) for child in node.children()]
        for one, other in forms.CLASHING:
            if one in given and other in given:
                self._note(
                    codes.KEYS_CLASH,
                    node,
                    Text(
                        f"{one} 和 {other} 不能同时允许",
                        f"{one} and {other} exclude each other",
                    ),
                    why=Text(
                        "同一个写法两种都读得通，结果不同",
                        "the same text would be two different times",
                    ),
                    fix=Text("留下这张表用的那一种", "keep the one the file uses"),
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
                self._note(
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
                self._note(
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
        for key, node in _entries(attributes):
            if key not in self.names.attributes and key not in self.names.own:
                self._unknown(
                    codes.UNKNOWN_FACT,
                    Text("事实", "attribute"),
                    node,
                    key,
                    self.names.attribute_titles,
                )
            self._source(node, self.names.attribute(key))

    def events(self) -> None:
        """Check the events, or the operations of a log."""
        events = self.root.child("events")
        for node in [] if events is None else events.children():
            if node.child("at") is None and isinstance(node.value, dict):
                self._missing(node, "at", "at: 派单时间")
            self._event(node)
        operations = self.root.child("type")
        values = None if operations is None else operations.child("values")
        for _, node in _entries(values):
            if node.value != IGNORE:
                self._event(node)
        for key in ("at", "recorded_at"):
            self._source(self.root.child(key))
        for key, node in _entries(self.root.child("payload")):
            known = {k for keys in self.names.keys.values() for k in keys}
            if key not in known | self.names.own:
                self._unknown_payload(node, key, known)
            self._source(node)

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
                self._source(child)
            elif key not in OWN_KEYS:
                if known is not None and key not in known:
                    self._unknown_payload(child, key, known)
                self._source(child, self.names.kind(event, key))

    def _event_name(self, event: str, span: Any) -> None:
        if event in self.names.titles or event in self.names.own:
            return
        fault = unknown(
            codes.UNKNOWN_EVENT, Text("事件", "event"), event, self.names.titles
        )
        self.found.append(
            diagnostic(fault.code, span, fault.headline, why=_OWN, fix=fault.fix)
        )

    def _unknown_payload(self, node: Node, key: str, known: Iterable[str]) -> None:
        self._unknown(
            codes.UNKNOWN_PAYLOAD,
            Text("记录项", "payload key"),
            node,
            key,
            sorted({*known, *OWN_KEYS}),
        )

    # --- a source ---------------------------------------------------------------------

    def _source(self, node: Node | None, type_: ValueType | None = None) -> None:
        """Check where a value comes from, and the values that are written out."""
        if node is None:
            return
        if not isinstance(node.value, dict):
            if not isinstance(node.value, str):
                self._fits(node, type_)
            return
        given = [key for key in _SOURCE_KEYS if node.child(key) is not None]
        if not given:
            self._missing(node, "column", "column: 诉求类型")
        elif len(given) > 1:
            self._note(
                codes.KEYS_CLASH,
                node,
                Text(f"{'、'.join(given)} 只能写一个", f"{', '.join(given)}: only one"),
                fix=Text("留下一个", "keep one of them"),
                place=True,
            )
        self._forms(node.child("times"))
        self._written_out(node, type_)

    def _written_out(self, node: Node, type_: ValueType | None) -> None:
        """Check the values that stand in the mapping itself."""
        filled, otherwise = node.child("filled"), node.child("otherwise")
        values = node.child("values")
        for other in (values, otherwise) if filled is not None else ():
            if other is not None:
                self._only_one(other, ("filled", str(other.path[-1])))
        for one in (node.child("is"), filled):
            if one is not None:
                self._fits(one, type_)
        for child in self._table(values):
            if child.value != LEAVE_OUT:
                self._fits(child, type_)
        if otherwise is not None and otherwise.value not in _WAYS:
            self._fits(otherwise, type_)

    def _table(self, node: Node | None) -> list[Node]:
        """Return the values of a table, also of one that is only named."""
        if node is None:
            return []
        if isinstance(node.value, dict):
            return node.children()
        tables = self.root.child("tables")
        table = None if tables is None else tables.child(word_of(node))
        if table is None:
            names = [] if tables is None else [key for key, _ in _entries(tables)]
            self._unknown(
                codes.UNKNOWN_VALUE, Text("值表", "table"), node, word_of(node), names
            )
            return []
        return table.children()

    def _fits(self, node: Node, type_: ValueType | None) -> None:
        """See that a value written in the mapping is one that its key can have."""
        if type_ is None or node.value == UNCONFIRMED or node.broken:
            return
        if type_.one_of:
            if node.value not in type_.one_of:
                self._wrong_value(node, type_.one_of)
        elif type_.kind in _KINDS and not _is_of(node.value, type_):
            wanted = _KINDS[type_.kind]
            self._note(
                codes.WRONG_VALUE,
                node,
                Text(
                    f"这里的值应当是 {wanted.zh}，不是 `{word_of(node)}`",
                    f"the value should be {wanted.en}, not `{word_of(node)}`",
                ),
                fix=Text(f"改成 {wanted.zh}", f"write {wanted.en}"),
            )

    def _wrong_value(self, node: Node, words: Iterable[str]) -> None:
        fault = unknown(codes.WRONG_VALUE, Text("值", "value"), word_of(node), words)
        listed = "、".join(words), ", ".join(words)
        self._note(
            fault.code,
            node,
            fault.headline,
            why=Text(f"可以写：{listed[0]}", f"it can be: {listed[1]}"),
            fix=did_you_mean(word_of(node), words)
            or Text("从上面的词里选一个", "choose one of these"),
        )

    # --- reports ----------------------------------------------------------------------

    def _missing(self, node: Node, key: str, example: str) -> None:
        self._note(
            codes.MISSING_KEY,
            node,
            Text(f"这里缺少 `{key}`", f"`{key}` is missing here"),
            fix=Text(f"补上，例如 `{example}`", f"add it, for example `{example}`"),
            place=True,
        )

    def _only_one(self, node: Node, keys: Sequence[str]) -> None:
        self._note(
            codes.KEYS_CLASH,
            node,
            Text(f"{'、'.join(keys)} 只能写一个", f"{', '.join(keys)}: only one"),
            fix=Text("留下一个", "keep one of them"),
            place=True,
        )

    def _unknown(
        self,
        code: Code,
        what: Text,
        node: Node,
        word: str,
        options: Iterable[str] | Mapping[str, str],
    ) -> None:
        if word == UNCONFIRMED:
            return
        fault = unknown(code, what, word, options)
        why = fault.why if code is codes.UNKNOWN_VALUE else _OWN
        span = node.span if node.value == word else node.place
        self.found.append(
            diagnostic(code, span, fault.headline, why=why, fix=fault.fix)
        )

    def _note(
        self,
        code: Code,
        node: Node,
        headline: Text,
        *,
        place: bool = False,
        **parts: Any,
    ) -> None:
        span = node.place if place else node.span
        self.found.append(diagnostic(code, span, headline, **parts))


_OWN = Text(
    "名称要么是词汇表里的，要么是本市规则加的；本市规则加的，先写进 words",
    "names are those of the glossary; list those of the city's profile under `words`",
)


def _is_of(value: object, type_: ValueType) -> bool:
    if type_.yes_or_no:
        return isinstance(value, bool)
    return not isinstance(value, bool | str)


def _entries(node: Node | None) -> Iterable[tuple[str, Node]]:
    return node.value.items() if node and isinstance(node.value, dict) else ()


def _columns(root: Node) -> Iterator[str]:
    """Yield the texts that stand where a heading is expected."""
    for key in ("id", "at", "recorded_at"):
        yield from _of_source(root.child(key))
    for section in ("attributes", "payload"):
        for _, node in _entries(root.child(section)):
            yield from _of_source(node)
    operations = root.child("type")
    listed = root.child("events")
    events = [] if listed is None else list(listed.children())
    if operations is not None:
        yield from _of_source(operations)
        events += [child for _, child in _entries(operations.child("values"))]
    for event in events:
        for key, node in _entries(event):
            if key == "when":
                yield from (column for column, _ in _entries(node))
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
