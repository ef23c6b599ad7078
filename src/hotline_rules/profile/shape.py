"""Check the shape of a profile: keys, kinds of values, words.

The schema does the checking on plain data; here each of its findings is brought back
to its place in the text and put into words. Values that reading already reported as
broken are passed over: one cause, one report.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import ValidationError

from hotline_rules.diagnostics import (
    Diagnostic,
    Text,
    codes,
    diagnostic,
    sort_diagnostics,
    suggest,
)
from hotline_rules.profile.idle import check_idle
from hotline_rules.profile.misplaced import belongs_in, report_misplaced
from hotline_rules.profile.node import Node, Plain
from hotline_rules.profile.schema import REGISTER, ProfileModel
from hotline_rules.profile.schema_rules import Effects
from hotline_rules.profile.schema_types import (
    Leaf,
    Model,
    flow,
)
from hotline_rules.profile.shape_messages import (
    bad_form,
    bad_key,
    missing_value,
    not_a_mapping,
    not_a_register,
    short,
    start,
    unknown_word,
    wrong_kind,
)

Loc = tuple[str | int, ...]
_FIRST = ("title", "cite")
_EFFECTS = set(Effects.model_fields)


def check_shape(root: Node, *, mends_keys: bool = False) -> list[Diagnostic]:
    """Report every key and value of a profile that has not the form of the language.

    What a well-formed text means (names, amounts, points, conditions) is the
    compiler's business.

    Args:
        root: the tree of a profile.
        mends_keys: give misspelt keys their right names in the tree, where it is plain
            which key is meant, so that the compiler does not report what follows from
            the misspelling.

    Returns:
        the faults in order of place.

    Diagnostics:
        NOT_A_MAPPING, UNKNOWN_KEY, MISSING_KEY, MISSING_VALUE, WRONG_KIND, WRONG_UNIT,
        UNKNOWN_WORD, BAD_FORM, IDLE_KEY.
    """
    if not isinstance(root.value, dict):
        return [] if root.broken else [not_a_mapping(root)]
    found = [missing_value(node) for node in _empty(root)]
    check = _Check(root)
    found += check.run(ProfileModel.model_validate)
    if mends_keys:
        check.mend()
    if not any(d.code == codes.UNKNOWN_KEY.slug for d in found) or mends_keys:
        known = {d.span for d in found}
        found += [
            d
            for d, node in check_idle(root)
            if node.span not in known and node.place not in known
        ]
    return sort_diagnostics(found)


def check_register(root: Node) -> list[Diagnostic]:
    """Report every key and value of a clause register that has not its form.

    Returns:
        the faults in order of place.

    Diagnostics:
        NOT_A_MAPPING, UNKNOWN_KEY, MISSING_KEY, MISSING_VALUE, WRONG_KIND, BAD_FORM.
    """
    return check_against(root, REGISTER.validate_python, not_a_register)


def check_against(
    root: Node,
    validate: Callable[..., object],
    not_a_mapping: Callable[[Node], Diagnostic],
) -> list[Diagnostic]:
    """Report every key and value of a file that a schema does not allow.

    Args:
        root: the tree of the file.
        validate: of a schema made of `schema_types`: plain data and a `context`.
        not_a_mapping: the report of a file whose outermost value is no block of keys.

    Returns:
        the faults in order of place.

    Diagnostics:
        NOT_A_MAPPING, UNKNOWN_KEY, MISSING_KEY, MISSING_VALUE, WRONG_KIND, WRONG_UNIT,
        UNKNOWN_WORD, BAD_FORM.
    """
    if not isinstance(root.value, dict):
        return [] if root.broken else [not_a_mapping(root)]
    found = [missing_value(node) for node in _empty(root)]
    return sort_diagnostics(found + _Check(root).run(validate))


def _empty(node: Node) -> Iterator[Node]:
    """Yield the values that are not there."""
    if node.value is None and not node.broken:
        yield node
    for child in node.children():
        yield from _empty(child)


class _Check:
    """One profile held against the schema."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.plain: Plain = root.plain()
        self.models: dict[int, type[Model]] = {}
        self.misspelt: list[tuple[Node, str, str]] = []
        self.strays: dict[Loc, tuple[Node, str]] = {}

    def mend(self) -> None:
        """Rename the misspelt keys in the tree; the order of keys stays."""
        for parent, key, meant in self.misspelt:
            if isinstance(parent.value, dict) and meant not in parent.value:
                parent.value = {
                    meant if name == key else name: child
                    for name, child in parent.value.items()
                }

    def run(self, validate: Callable[..., object]) -> list[Diagnostic]:
        try:
            validate(self.plain, context=self.models)
        except ValidationError as error:
            errors = error.errors(include_url=False, include_input=False)
        else:
            return []
        found = [self._translate(e["type"], e["loc"], e.get("ctx", {})) for e in errors]
        strays = (report_misplaced(*stray) for stray in self.strays.values())
        return [*strays, *(d for d in found if d is not None)]

    def _translate(self, kind: str, loc: Loc, ctx: dict[str, Any]) -> Diagnostic | None:
        node, rest = self._walk(loc)
        entry = self.root.at(node.path[:2])
        if entry is not None and (section := belongs_in(entry)):
            self.strays[entry.path] = entry, section
            return None
        if kind == "missing":
            return self._missing_key(node, str(loc[-1]))
        if kind == "extra_forbidden":
            return self._unknown_key(node)
        if node.broken or node.value is None:
            return None
        if rest[-1:] == ("[key]",):
            return bad_key(node, ctx["leaf"]) if "leaf" in ctx else None
        leaf = ctx.get("leaf")
        example = self._example(node)
        if kind == "leaf_word" and isinstance(leaf, Leaf):
            return unknown_word(node, leaf)
        if kind == "leaf_form" and isinstance(leaf, Leaf):
            return bad_form(node, leaf, example)
        if kind == "leaf_blank":
            return missing_value(node)
        return wrong_kind(node, leaf, kind, example, self._about(node))

    def _walk(self, loc: Loc) -> tuple[Node, Loc]:
        """Follow a location to its node; what cannot be followed are union tags."""
        node, rest = self.root, list[str | int]()
        for step in loc:
            child = node.child(step)
            if child is None:
                rest.append(step)
            else:
                node, rest = child, []
        return node, tuple(rest)

    def _parent(self, node: Node) -> Node:
        return self.root.at(node.path[:-1]) or self.root

    def _model(self, node: Node) -> type[Model] | None:
        """Return the model a block was held against."""
        data: Any = self.plain
        for step in node.path:
            data = data[step]
        return self.models.get(id(data))

    def _example(self, node: Node) -> str | None:
        """Return how the entry could be written, if the schema has a short example."""
        model = self._model(self._parent(node)) if node.path else None
        if model is None:
            return None
        return _example(model, str(node.path[-1]))

    def _about(self, node: Node) -> Text | None:
        """Return what the key of an entry says."""
        model = self._model(self._parent(node)) if node.path else None
        return _description(model, str(node.path[-1])) if node.path else None

    def _missing_key(self, node: Node, key: str) -> Diagnostic | None:
        model = self._model(node)
        if node.broken or self._misspelt(node, key, model):
            return None
        what = _description(model, key)
        example = _example(model, key) if model else None
        owner = node.path[-1] if node.path else None
        at = node.key_span or start(node.span)
        here_zh, here_en = "这一项", "this item"
        if owner is None:
            here_zh, here_en = "文件最外层", "this file"
        elif isinstance(owner, str):
            here_zh, here_en = f"`{owner}` ", f"`{owner}`"
        shown = example or f"{key}: …"
        return diagnostic(
            codes.MISSING_KEY,
            at,
            Text(f"{here_zh}缺少 `{key}`", f"{here_en} has no `{key}`"),
            why=what
            and Text(f"`{key}` 必填：{what.zh}", f"`{key}` is required: {what.en}"),
            fix=Text(f"补上，例如 `{shown}`", f"add it, for example `{shown}`"),
        )

    def _misspelt(self, node: Node, key: str, model: type[Model] | None) -> bool:
        """Say whether a key beside it is a misspelling of a missing one."""
        known = _keys(model)
        given = node.value if isinstance(node.value, dict) else {}
        return any(k not in known and suggest(k, known) == key for k in given)

    def _unknown_key(self, node: Node) -> Diagnostic | None:
        parent = self._parent(node)
        if parent.broken:
            return None
        key = str(node.path[-1])
        model = self._model(parent)
        known = _keys(model)
        near = suggest(key, known)
        if near:
            self.misspelt.append((parent, key, near))
        if near:
            fix = Text(f"是不是 `{near}`？", f"did you mean `{near}`?")
        else:
            fix = Text("删掉它，或移到该写的地方", "delete it or move it to its place")
        return diagnostic(
            codes.UNKNOWN_KEY,
            node.place,
            Text(f"不认识的键 `{short(key)}`", f"unknown key `{short(key)}`"),
            why=_allowed(known, near),
            fix=fix,
        )


def _allowed(known: list[str], near: str | None) -> Text:
    """Say which keys are allowed; a few of many where it is plain which is meant."""
    if near is None or len(known) <= 15:
        return Text(
            f"这里可以写：{'、'.join(known)}", f"known here are: {', '.join(known)}"
        )
    few = known[:4] if near in known[:4] else [*known[:4], near]
    return Text(
        f"键名要一字不差，这里可以写 {'、'.join(few)} 等 {len(known)} 个键",
        f"a key is written exactly; {', '.join(few)} and others are known here, "
        f"{len(known)} in all",
    )


def _keys(model: type[Model] | None) -> list[str]:
    """Return the keys of a model as they are written."""
    if model is None:
        return []
    keys = [field.alias or name for name, field in model.model_fields.items()]
    if not set(keys) >= _EFFECTS:
        return keys
    # As in the tables of the language: title and cite first, effects last.
    first = [key for key in _FIRST if key in keys]
    last = [key for key in keys if key in _EFFECTS]
    return [*first, *(k for k in keys if k not in {*first, *last}), *last]


def _description(model: type[Model] | None, key: str) -> Text | None:
    for name, field in model.model_fields.items() if model else ():
        if (field.alias or name) == key and field.description:
            extra = field.json_schema_extra
            english = extra.get("x-description-en") if isinstance(extra, dict) else None
            return Text(field.description, str(english or field.description))
    return None


def _example(model: type[Model], key: str) -> str | None:
    for name, field in model.model_fields.items():
        if (field.alias or name) == key and field.examples:
            example = field.examples[0]
            if isinstance(example, bool):
                return f"{key}: {str(example).lower()}"
            if isinstance(example, str) and re.fullmatch("[0-9]{2}:[0-9]{2}", example):
                return f'{key}: "{example}"'
            if isinstance(example, str | int):
                return f"{key}: {example}"
            if example:
                return f"{key}: {flow(example)}"
    return None
