"""Keys that would have no effect where they stand, because what they serve is missing.

A key without effect misleads its reader: `points: 2` beside no penalty looks like a
deduction. The cases of a rule stand in place of its own keys, so a key may serve what
another block of the same entry says.
"""

from collections.abc import Iterator, Mapping

from hotline_rules.diagnostics import Diagnostic, Text, codes, diagnostic
from hotline_rules.profile.node import Node

_Needs = Mapping[str, tuple[str, ...]]

_LIMIT = ("must", "may")
_EFFECTS: _Needs = {
    "points": ("penalty",),
    "act": ("penalty",),
    "voided_by": ("penalty",),
    "kind": ("status",),
    "until": ("status", "light", "rung"),
}
_RULE: _Needs = {
    **_EFFECTS,
    "who": _LIMIT,
    "do": _LIMIT,
    "notice": _LIMIT,
    "within": _LIMIT,
    "target": _LIMIT,
    "bounds": _LIMIT,
    "counted": _LIMIT,
    "again": _LIMIT,
    "ends_on": _LIMIT,
    "forwarding": _LIMIT,
    "marks": _LIMIT,
    "one_per": (*_LIMIT, "penalty"),
    "if_facts_change": ("cases",),
    "hit": ("cases",),
}
_CHANGE: _Needs = {
    "asked_late_by": ("asked_by",),
    "refused_by": ("asked_by",),
    "while_pending": ("asked_by",),
    "not_after": ("moves_to",),
    "beyond": ("not_after",),
    "marks": ("moves_to", "starts_from"),
    "counted": ("moves_to", "starts_from", "pauses_from"),
    "pauses_until": ("pauses_from",),
    "at_most": ("pauses_from",),
}


def check_idle(root: Node) -> Iterator[tuple[Diagnostic, Node]]:
    """Yield the keys of rules, changes and marks that have no effect. IDLE_KEY.

    Yields:
        the fault and the value of the key.
    """
    rules = root.child("rules")
    for entry in rules.children() if rules else ():
        if entry.child("changes"):
            yield from _check([entry], _CHANGE)
        else:
            cases = entry.child("cases")
            blocks = [
                block
                for block in (cases.children() if cases else ())
                if isinstance(block.value, dict)
            ]
            yield from _check([entry, *blocks], _RULE)
        for mark in _marks(entry):
            yield from _check([mark], _EFFECTS)


def _marks(node: Node) -> Iterator[Node]:
    marks = node.child("marks")
    yield from marks.children() if marks else ()
    cases = node.child("cases")
    for block in cases.children() if cases else ():
        yield from _marks(block)


def _check(blocks: list[Node], needs: _Needs) -> Iterator[tuple[Diagnostic, Node]]:
    """Check the blocks of one entry, which complete each other."""
    if any(block.broken for block in blocks):
        return
    present = {
        key for block in blocks if isinstance(block.value, dict) for key in block.value
    }
    for block in blocks:
        for key, served in needs.items():
            child = block.child(key)
            if child is not None and not present.intersection(served):
                yield _idle(child, key, served), child


def _idle(node: Node, key: str, served: tuple[str, ...]) -> Diagnostic:
    zh, en = "、".join(served), ", ".join(served)
    return diagnostic(
        codes.IDLE_KEY,
        node.place,
        Text(f"`{key}` 在这里不起作用", f"`{key}` has no effect here"),
        why=Text(
            f"它只和 {zh} 一起用，这一条里没有写",
            f"it goes with {en}, which this entry does not have",
        ),
        fix=Text(f"补上 {zh}，或删掉 `{key}`", f"add {en}, or drop `{key}`"),
    )
