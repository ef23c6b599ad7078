"""The time line of a limit: its start, its marks, its end, in the order they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.explain.points import limit_text
from hotline_rules.explain.words import COLOURS
from hotline_rules.regulation.effects import constant
from hotline_rules.regulation.layout import Stop
from hotline_rules.regulation.values import formal
from hotline_rules.rulebook import (
    Always,
    Anchor,
    Extreme,
    MarkPoint,
    Missing,
    NoTime,
    Shifted,
    Table,
    Until,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.regulation.tell import Teller
    from hotline_rules.rulebook import Limit, Mark, Rulebook

_BEFORE, _DUE, _AFTER, _UNKNOWN = 1, 2, 4, 5


def time_lines(
    book: Rulebook, teller: Teller
) -> Iterator[tuple[tuple[str, ...], tuple[Stop, ...]]]:
    """The time line of every limit with a time, by the key of its statements."""
    for rule in book.rules:
        for case in rule.cases:
            limit = case.limit
            if limit is None or isinstance(constant(limit.within), NoTime):
                continue
            start = teller.events(rule.trigger) or "条件成立"
            yield ("rule", rule.id, case.name), _stops(limit, start, teller)


def _stops(limit: Limit, start: str, teller: Teller) -> tuple[Stop, ...]:
    begin = Stop("起算", _short(start), "start")
    due = Stop("期满", _due(limit.within, teller), "due")
    placed = [(0, 0, begin), (_DUE, 0, due)]
    for number, mark in enumerate(limit.marks, 1):
        if mark.at is not None:
            placed.append((_rank(mark), number, _stop(mark, teller)))
    placed.sort(key=lambda one: one[:2])
    return tuple(stop for _, _, stop in placed)


def _short(text: str, most: int = 18) -> str:
    return text if len(text) <= most else "发生所列情形"


def _due(value: Any, teller: Teller) -> str:
    """The end in words; of a table its last row, where that is for all others."""
    match constant(value):
        case Within() as within:
            return formal(limit_text(within, teller.names).zh)
        case Until(point):
            return teller.point(point)
        case NoTime():
            return "条文未规定时限"
        case _:
            pass
    match value:
        case Missing():
            return "条文未规定"
        case Extreme():
            return "最早的一项" if value.which == "earliest" else "最晚的一项"
        case Table(rows=(*_, last)) if isinstance(last.when, Always):
            other = "" if len(value.rows) == 1 else "，另见下表"
            return f"{_due(last.value, teller)}{other}"
        case _:
            return "见下表"


def _rank(mark: Mark) -> int:
    """Where a mark stands: before the end, at it, after it."""
    point = constant(mark.at)
    if not isinstance(point, MarkPoint):
        return _UNKNOWN
    match point.point:
        case Anchor(name="start"):
            return 0
        case Anchor():
            return _DUE + 1
        case Shifted(direction="before"):
            return _BEFORE
        case Shifted(base=Anchor(name="start")):
            return _BEFORE
        case Shifted():
            return _AFTER
        case _:
            return _UNKNOWN


def _stop(mark: Mark, teller: Teller) -> Stop:
    point = constant(mark.at)
    light = mark.effects.light
    look = "point" if light is None or light.colour == "none" else light.colour
    label = mark.title if mark.title != mark.id else ""
    shown = "" if light is None else COLOURS[light.colour].zh
    if shown not in label or not label:
        label = "：".join(filter(None, (label, shown))) or "其他时点"
    if not isinstance(point, MarkPoint):
        return Stop(label, "见下表", look)
    at = teller.point(point.point)
    return Stop(label, f"超过{at}" if point.past else at, look)
