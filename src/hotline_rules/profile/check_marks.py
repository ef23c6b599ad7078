"""Checks of limits and marks against each other, as far as constants can tell."""

from collections.abc import Iterator
from itertools import product

from hotline_rules.clock import Amount
from hotline_rules.clock.amount import size
from hotline_rules.diagnostics import Label, Text, codes
from hotline_rules.profile.compiled import Compiled
from hotline_rules.profile.context import Context
from hotline_rules.profile.names import text_of
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.spans_of_time import (
    Offset,
    belongs_before,
    called,
    fixed_lengths,
    leaves,
    offset_of,
)
from hotline_rules.rulebook import (
    Always,
    Anchor,
    Case,
    Limit,
    Mark,
    MarkPoint,
    Rule,
    Shifted,
)


def _limits(compiled: Compiled) -> Iterator[tuple[Rule, Case, Limit]]:
    for rule in compiled.rules:
        for case in rule.cases:
            if case.limit is not None:
                yield rule, case, case.limit


def _points(mark: Mark) -> Iterator[MarkPoint]:
    return leaves(mark.at)


def _mark_node(owner: str, case: str, mark: Mark, ctx: Context) -> Node | None:
    """Return where the point of a mark is written."""
    node = ctx.places.get(("mark", owner, case, mark.id))
    return None if node is None else node.child("at") or node


# --- before the start ----------------------------------------------------------------


def check_marks_before_start(compiled: Compiled, ctx: Context) -> None:
    """Refuse a mark that would lie before the start. MARK_BEFORE_START."""
    for rule, case, limit in _limits(compiled):
        lengths = fixed_lengths(limit)
        for mark in limit.marks:
            node = _mark_node(rule.id, case.name, mark, ctx)
            for point in _points(mark):
                short = _too_short(point, lengths)
                if node is not None and short is not None:
                    _report_before_start(mark, node, rule, case, ctx)
                    break


def _too_short(point: MarkPoint, lengths: list[Amount]) -> Amount | bool | None:
    """Return the limit that the point leaves at its far end, if there is one."""
    at = point.point
    if not isinstance(at, Shifted) or at.direction != "before":
        return None
    if at.base == Anchor("start"):
        return True
    if at.base != Anchor("due"):
        return None
    for length in lengths:
        if type(length) is type(at.amount) and size(at.amount) > size(length):
            return length
    return None


def _report_before_start(
    mark: Mark, node: Node, rule: Rule, case: Case, ctx: Context
) -> None:
    within = ctx.places.get(("within", rule.id, case.name))
    ctx.report(
        codes.MARK_BEFORE_START,
        node,
        Text(
            f"{called(mark)}早于期限的起点",
            f"the mark `{mark.id}` lies before the start of its limit",
        ),
        why=Text(
            "期限一开始，这个节点就已经过了：往回数的时间比期限还长，或者数到了起点之前",
            "it is past when the limit starts: what is counted back is longer than the "
            "limit, or is counted back from the start",
        ),
        fix=Text(
            "把往回数的时间改短，或核对期限的数字",
            "make it shorter, or check the limit",
        ),
        related=(Label(within.span, Text("期限在这里", "the limit")),)
        if within
        else (),
    )


# --- yellow before red ---------------------------------------------------------------


def check_marks_in_order(compiled: Compiled, ctx: Context) -> None:
    """Refuse a yellow that does not come before its red. MARKS_OUT_OF_ORDER."""
    for rule, case, limit in _limits(compiled):
        lengths: list[Amount | None] = [*fixed_lengths(limit)] or [None]
        _check_order(rule.id, case.name, limit.marks, lengths, ctx)
    for change in compiled.changes:
        _check_order(change.id, "", change.marks or (), [None], ctx)


def _check_order(
    owner: str,
    case: str,
    marks: tuple[Mark, ...],
    lengths: list[Amount | None],
    ctx: Context,
) -> None:
    # A mark that a reading switches off never fires, wherever it lies.
    marks = tuple(mark for mark in marks if mark.condition != Always(value=False))
    for first, second in product(marks, marks):
        if not belongs_before(first, second):
            continue
        if not _disordered(first, second, lengths):
            continue
        node = _mark_node(owner, case, first, ctx)
        other = _mark_node(owner, case, second, ctx)
        if node is not None and other is not None:
            _report_order(first, second, node, other, ctx)


def _disordered(yellow: Mark, red: Mark, lengths: list[Amount | None]) -> bool:
    return any(
        first.comparable(second) and not first.is_before(second)
        for length in lengths
        for first in _offsets(yellow, length)
        for second in _offsets(red, length)
    )


def _offsets(mark: Mark, length: Amount | None) -> Iterator[Offset]:
    for point in _points(mark):
        offset = offset_of(point, length)
        if offset is not None:
            yield offset


def _report_order(
    yellow: Mark, red: Mark, node: Node, other: Node, ctx: Context
) -> None:
    early = {d.span for d in ctx.found if d.code == codes.MARK_BEFORE_START.slug}
    if {node.span, other.span} & early:
        return  # one of them is misplaced; where it belongs, nobody knows yet
    ctx.report(
        codes.MARKS_OUT_OF_ORDER,
        node,
        Text(
            f"{called(yellow)}不早于{called(red)}".rstrip(),
            f"the yellow mark `{yellow.id}` is not before the red one `{red.id}`",
        ),
        why=Text("应当先黄后红，否则黄的永远不会单独出现", "yellow comes before red"),
        fix=Text("核对两个时点", "check both points"),
        related=(Label(other.span, Text("红的在这里", "the red mark")),),
    )


# --- assumed numbers -----------------------------------------------------------------


def check_assumed_penalties(compiled: Compiled, ctx: Context) -> None:
    """Refuse a penalty that rests on an assumed number (T20). ASSUMED_PENALTY."""
    assumed = {
        name
        for name, node in ctx.names.values.items()
        if text_of(node, "basis") == "assumed"
    }
    for entry in ctx.names.entries.values():
        if not assumed or not _has_key(entry.node, "penalty"):
            continue
        for node in _texts(entry.node):
            if isinstance(node.value, str) and node.value[6:] in assumed:
                _report_assumed(node, ctx)


def _has_key(node: Node, key: str) -> bool:
    if isinstance(node.value, dict) and key in node.value:
        return True
    return any(_has_key(child, key) for child in node.children())


def _texts(node: Node) -> Iterator[Node]:
    if isinstance(node.value, str) and node.value.startswith("value."):
        yield node
    for child in node.children():
        yield from _texts(child)


def _report_assumed(node: Node, ctx: Context) -> None:
    definition = ctx.names.values[word_of(node)[6:]]
    ctx.report(
        codes.ASSUMED_PENALTY,
        node,
        Text(
            f"处罚依靠推定的数字 `{node.value}`",
            f"a penalty rests on the assumed number `{node.value}`",
        ),
        why=Text(
            "原文没有给出这个数字；没有依据的数字可以提醒，不能处罚",
            "the source does not give the number: it may remind, but not punish",
        ),
        fix=Text(
            "去掉处罚，或者写明数字的出处并改成 basis: cited",
            "drop the penalty, or cite the source of the number",
        ),
        related=(Label(definition.place, Text("数字在这里", "the number")),),
    )
