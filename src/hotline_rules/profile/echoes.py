"""One cause, one report: faults that only follow from other faults are left out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hotline_rules.diagnostics import (
    Diagnostic,
    Label,
    Severity,
    Span,
    Text,
    codes,
    sort_diagnostics,
)
from hotline_rules.profile.node import Node

_ALSO = 6  # so many other places of one wrong name are shown


def one_report_each(faults: Sequence[Diagnostic], root: Node) -> list[Diagnostic]:
    """Leave out what follows from other faults of meaning, join what is the same.

    A rule that is gone is missed wherever it is named: that is one fault with many
    places. An empty value is reported as such, not for what it cannot be read as. A
    step of a ladder that nothing reaches any more is no fault beside the misspelt
    reference to it. While something is wrong, nobody knows what is unused.

    Args:
        faults: what the compiler found, in any order.
        root: the profile's tree.
    """
    empty = set(_empty(root))
    wrong = {d.code for d in faults if d.severity is Severity.ERROR}
    ladders = root.child("ladders")
    rungs = [
        d
        for d in faults
        if d.code in _RUNGS and not (ladders and _within(d.span, ladders.span))
    ]
    kept = [
        d
        for d in faults
        if d.span not in empty
        and not (wrong and d.code in _UNUSED)
        and not (rungs and d.code == codes.UNKNOWN_STEP.slug and d not in rungs)
    ]
    return list(_joined(kept))


_RUNGS = {codes.UNKNOWN_STEP.slug, codes.UNKNOWN_LADDER.slug}
_UNUSED = {
    codes.SETTING_UNUSED.slug,
    codes.UNCITED_CLAUSE.slug,
    codes.UNUSED_NAME.slug,
    codes.UNUSED_READING.slug,
}
_NAMES = {
    codes.UNKNOWN_CALENDAR.slug,
    codes.UNKNOWN_CLAUSE.slug,
    codes.UNKNOWN_CONDITION.slug,
    codes.UNKNOWN_COUNTING.slug,
    codes.UNKNOWN_EVENT.slug,
    codes.UNKNOWN_READING.slug,
    codes.UNKNOWN_ROLE.slug,
    codes.UNKNOWN_RULE.slug,
    codes.UNKNOWN_STATUS.slug,
    codes.UNKNOWN_VALUE.slug,
}


def _empty(node: Node) -> Iterator[Span]:
    """Yield the places of values that are not there."""
    if node.value is None and not node.broken and node.path:
        yield node.span
    for child in node.children():
        yield from _empty(child)


def _within(span: Span | None, whole: Span) -> bool:
    return (
        span is not None
        and span.file == whole.file
        and whole.line <= span.line <= whole.end_line
    )


def _joined(faults: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Join the faults that say the same of one name into the first of them."""
    groups: dict[tuple[str, str], list[Diagnostic]] = {}
    for d in faults:
        if d.code in _NAMES:
            groups.setdefault((d.code, d.headline.zh), []).append(d)
    for d in faults:
        group = groups.get((d.code, d.headline.zh), [d])
        if group[0] is d:
            yield _with_others(d, sort_diagnostics(group[1:]))


def _with_others(first: Diagnostic, others: Sequence[Diagnostic]) -> Diagnostic:
    if not others:
        return first
    here = Text("这里也用到", "used here too")
    more = len(others) - _ALSO
    labels = [Label(d.span, here) for d in others[:_ALSO] if d.span]
    if more > 0 and labels:
        last = Text(f"这里也用到；另外还有 {more} 处", f"here too, and {more} more")
        labels[-1] = Label(labels[-1].span, last)
    return replace(first, related=(*first.related, *labels))
