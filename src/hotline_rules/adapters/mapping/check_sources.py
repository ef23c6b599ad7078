"""Where the values of a mapping come from, and whether those written out fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.mapping import forms
from hotline_rules.adapters.mapping.shapes import (
    KEEP,
    LEAVE_OUT,
    SET_ASIDE,
    UNCONFIRMED,
)
from hotline_rules.diagnostics import Code, Diagnostic, Text, codes, diagnostic
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.unknown_names import did_you_mean, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hotline_rules.profile.vocabulary import ValueType

_SOURCE_KEYS = ("column", "columns", "is")
_WAYS = (SET_ASIDE, LEAVE_OUT, KEEP)
_AS_IT_IS = Text(
    "编号和时间照表里的原文读，不用值表", "ids and times are read as they stand"
)
_WITHOUT_TABLE = Text(
    "没有值表的文字照原文取，没有“其余”",
    "a text without a table is taken as it stands; there is nothing else",
)
_ONE_COLUMN = Text("只有几列合成时才用得上", "it goes with `columns`")
_KINDS = {
    "flag": Text("true 或 false", "true or false"),
    "yes_no": Text("true 或 false", "true or false"),
    "number": Text("数字", "a number"),
}
OWN = Text(
    "名称要么是词汇表里的，要么是本市规则加的；本市规则加的，先写进 words",
    "names are those of the glossary; list those of the city's profile under `words`",
)


class SourceCheck:
    """The sources of one mapping, and what is wrong with them.

    Attributes:
        root: of the mapping.
        found: the faults so far.
    """

    def __init__(self, root: Node) -> None:
        self.root = root
        self.found: list[Diagnostic] = []

    def column(self, node: Node | None) -> None:
        """Check where an id or an instant comes from: a cell that is taken as it is."""
        if node is None or not isinstance(node.value, dict):
            return
        if node.child("is") is None:
            self._where(node)
        else:
            self.missing(node, "column", "column: 派单时间")
        for key in ("values", "otherwise", "filled", "split"):
            if (idle := node.child(key)) is not None:
                self._idle(idle, _AS_IT_IS)
        self.forms(node.child("times"))

    def source(self, node: Node | None, type_: ValueType | None = None) -> None:
        """Check where a value comes from, and the values that are written out."""
        if node is None:
            return
        if not isinstance(node.value, dict):
            if not isinstance(node.value, str):
                self._fits(node, type_)
            return
        self._where(node)
        self.forms(node.child("times"))
        self._written_out(node, type_)
        otherwise = node.child("otherwise")
        if otherwise is None:
            return
        closed = type_ is not None and (type_.one_of or type_.yes_or_no)
        listed = node.child("values") or node.child("filled")
        if type_ is not None and not closed and listed is None:
            self._idle(otherwise, _WITHOUT_TABLE)
        elif closed and otherwise.value == KEEP:
            assert type_ is not None
            self._wrong_value(otherwise, type_.one_of or ("true", "false"))

    def _where(self, node: Node) -> None:
        """See that a block says one thing about where its value comes from."""
        given = [key for key in _SOURCE_KEYS if node.child(key) is not None]
        if not given:
            self.missing(node, "column", "column: 诉求类型")
        elif len(given) > 1:
            self._only_one(node, given)
        join = node.child("join")
        if join is not None and given and "columns" not in given:
            self._idle(join, _ONE_COLUMN)

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

    def _idle(self, node: Node, why: Text) -> None:
        key = f"`{node.path[-1]}`"
        self.note(
            codes.IDLE_KEY,
            node,
            Text(f"{key} 在这里不起作用", f"{key} has no effect here"),
            why=why,
            fix=Text(f"删掉 {key}", f"drop {key}"),
            place=True,
        )

    def _table(self, node: Node | None) -> list[Node]:
        """Return the values of a table, also of one that is only named."""
        if node is None:
            return []
        if isinstance(node.value, dict):
            return node.children()
        tables = self.root.child("tables")
        table = None if tables is None else tables.child(word_of(node))
        if table is None:
            names = [] if tables is None else [key for key, _ in entries(tables)]
            self.unknown(
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
            self.note(
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
        self.note(
            fault.code,
            node,
            fault.headline,
            why=Text(f"可以写：{listed[0]}", f"it can be: {listed[1]}"),
            fix=did_you_mean(word_of(node), words)
            or Text("从上面的词里选一个", "choose one of these"),
        )

    def forms(self, node: Node | None) -> None:
        """See that no two forms of times read one text differently. KEYS_CLASH."""
        if node is None:
            return
        given = [word_of(child) for child in node.children()]
        for one, other in forms.CLASHING:
            if one in given and other in given:
                self.note(
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

    def missing(self, node: Node, key: str, example: str) -> None:
        """Report a key that an entry must have. MISSING_KEY."""
        self.note(
            codes.MISSING_KEY,
            node,
            Text(f"这里缺少 `{key}`", f"`{key}` is missing here"),
            fix=Text(f"补上，例如 `{example}`", f"add it, for example `{example}`"),
            place=True,
        )

    def _only_one(self, node: Node, keys: Sequence[str]) -> None:
        self.note(
            codes.KEYS_CLASH,
            node,
            Text(f"{'、'.join(keys)} 只能写一个", f"{', '.join(keys)}: only one"),
            fix=Text("留下一个", "keep one of them"),
            place=True,
        )

    def unknown(
        self,
        code: Code,
        what: Text,
        node: Node,
        word: str,
        options: Iterable[str] | Mapping[str, str],
    ) -> None:
        """Report a name that is not there; one left open is reported elsewhere."""
        if word == UNCONFIRMED:
            return
        fault = unknown(code, what, word, options)
        why = fault.why if code is codes.UNKNOWN_VALUE else OWN
        span = node.span if node.value == word else node.place
        self.found.append(
            diagnostic(code, span, fault.headline, why=why, fix=fault.fix)
        )

    def note(
        self,
        code: Code,
        node: Node,
        headline: Text,
        *,
        place: bool = False,
        **parts: Any,
    ) -> None:
        """Report a fault at the value of a node, or at its key with `place`."""
        span = node.place if place else node.span
        self.found.append(diagnostic(code, span, headline, **parts))


def _is_of(value: object, type_: ValueType) -> bool:
    if type_.yes_or_no:
        return isinstance(value, bool)
    return not isinstance(value, bool | str)


def entries(node: Node | None) -> Iterable[tuple[str, Node]]:
    """Return the entries of a block, none where there is no block."""
    return node.value.items() if node and isinstance(node.value, dict) else ()
