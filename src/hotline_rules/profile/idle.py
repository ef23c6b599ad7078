"""Keys that would have no effect where they stand, because what they serve is missing.

A key without effect misleads its reader: `points: 2` beside no penalty looks like a
deduction. The cases of a rule stand in place of its own keys, so a key may serve what
another block of the same entry says.
"""

from collections.abc import Iterator, Mapping

from hotline_rules.diagnostics import Diagnostic, Label, Text, codes, diagnostic
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
        idle: dict[tuple[str, ...], list[str]] = {}
        for key, served in needs.items():
            if block.child(key) is not None and not present.intersection(served):
                idle.setdefault(served, []).append(key)
        for served, keys in idle.items():
            yield _idle(block, keys, served)


def _idle(
    block: Node, keys: list[str], served: tuple[str, ...]
) -> tuple[Diagnostic, Node]:
    """Report the keys of a block that lack the same other key, all at once."""
    zh, en = "、".join(served), ", ".join(served)
    nodes = sorted(
        (n for k in keys if (n := block.child(k)) is not None), key=lambda n: n.place
    )
    shown = "、".join(f"`{node.path[-1]}`" for node in nodes)
    shown_en = ", ".join(f"`{node.path[-1]}`" for node in nodes)
    here = Text("这个也是", "this one too")
    fault = diagnostic(
        codes.IDLE_KEY,
        nodes[0].place,
        Text(
            f"{shown} 在这里不起作用",
            f"{shown_en} {'has' if len(nodes) == 1 else 'have'} no effect here",
        ),
        why=Text(
            f"它只和 {zh} 一起用，这一条里没有写",
            f"it goes with {en}, which this entry does not have",
        ),
        fix=Text(f"补上 {zh}，或删掉 {shown}", f"add {en}, or drop {shown_en}"),
        related=tuple(Label(node.place, here) for node in nodes[1:]),
    )
    return fault, nodes[0]
