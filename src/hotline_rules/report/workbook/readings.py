"""What other readings of disputed clauses would change: how much, then each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.explain.words import STATES, STATES_OF_PENALTIES
from hotline_rules.report.reading import (
    in_period,
    local_month,
    records,
    stretches,
)
from hotline_rules.report.weights import instant_given
from hotline_rules.report.workbook import origin
from hotline_rules.report.workbook.sheet import Column, Listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotline_rules.report.weights import Weights
    from hotline_rules.report.workbook.source import Source

_WHAT = {"card": Text("牌或处理", "penalty"), "late": Text("超期", "late limit")}
_OUTCOMES = {
    "falls": Text("不再成立", "falls"),
    "new": Text("新出现", "is new"),
    "moves": Text("改了时刻", "moves"),
}
_COLUMNS = ("reading", "option", "outcome", "what", "id", "kind", "unit", "at")
_CODE = Column(Text("读法", "reading"), 12)
_QUESTION = Column(Text("有争议的是什么", "question"), 44, "long")
_IN_USE = Column(Text("现在取", "in use"), 28, "long")
_INSTEAD = Column(Text("改取", "instead"), 28, "long")
_PRINTED = 11


def weighed(source: Source, weights: Weights) -> Listing:
    """How much hangs on each option that was tried."""
    numbers = (
        (Text("牌：不再成立", "penalties that fall"), "card", "falls"),
        (Text("牌：新出现", "penalties that are new"), "card", "new"),
        (Text("牌：改了时刻", "penalties that move"), "card", "moves"),
        (Text("超期：不再成立", "late limits that fall"), "late", "falls"),
        (Text("超期：新出现", "late limits that are new"), "late", "new"),
        (Text("超期：改了时刻", "late limits that move"), "late", "moves"),
    )
    return Listing(
        Text("换读法", "other readings"),
        Text(
            "有争议的条款换一种读法，各有多少牌和超期会不同；每次只换一条，别的不动。",
            "How many penalties and late limits each other reading would change, one "
            "reading at a time.",
        ),
        (
            _CODE,
            _QUESTION,
            _IN_USE,
            _INSTEAD,
            *(Column(title, 12, "number") for title, _, _ in numbers),
        ),
        (
            (
                *_told(source, one.reading, one.option),
                *(getattr(one, outcome)[what] for _, what, outcome in numbers),
            )
            for one in weights.tried
        ),
    )


def changed(source: Source) -> Listing:
    """Each card and late limit that another reading would change."""
    return Listing(
        Text("换读法明细", "changed by readings"),
        Text(
            "换一种读法就会不同的每张牌、每项超期；没有列出的，试过的读法都一样。",
            "Each penalty and late limit that another reading would change; what is "
            "not here stands under all that were tried.",
        ),
        (
            origin.TICKET,
            origin.UNIT,
            Column(Text("哪一类", "what"), 10),
            Column(Text("种类或状态", "kind or state"), 12, "long"),
            Column(Text("自何时起或期满", "since, or due"), 21, "instant"),
            _CODE,
            _IN_USE,
            _INSTEAD,
            Column(Text("换了以后", "then it"), 11),
            Column(Text("换了以后的时刻", "from then"), 21, "instant"),
            Column(Text("换了以后的状态", "state then"), 12),
            # From here on for the screen only.
            _QUESTION,
            Column(Text("结果编号", "id"), 36, "long"),
            *origin.COLUMNS,
        ),
        _changed(source),
        _PRINTED,
    )


def _changed(source: Source) -> Iterator[tuple[Any, ...]]:
    columns = ("ticket", *_COLUMNS, "other_at", "other_state")
    wanted = {"tickets": origin.TICKETS, "readings": columns}
    for tables in stretches(source.run, wanted):
        found = tables["readings"]
        months = local_month(instant_given(found), source.terms.zone)
        found = found.filter(in_period(months, source.period))
        tickets = origin.tickets_of(tables["tickets"], found)
        for one in records(found):
            yield _row(source, one, tickets[one["ticket"]])


def _row(
    source: Source, one: Mapping[str, Any], ticket: Mapping[str, Any]
) -> tuple[Any, ...]:
    says = source.says
    is_card = one["what"] == "card"
    states = STATES_OF_PENALTIES if is_card else STATES
    kind = says.penalty(one["kind"]) if is_card else says(STATES[one["kind"]])
    other = one["other_state"]
    code, question, in_use, instead = _told(source, one["reading"], one["option"])
    return (
        ticket["id"],
        one["unit"],
        says(_WHAT[one["what"]]),
        kind,
        one["at"],
        code,
        in_use,
        instead,
        says(_OUTCOMES[one["outcome"]]),
        one["other_at"],
        None if other is None else says(states[other]),
        question,
        one["id"],
        *origin.origin(ticket),
    )


def _told(source: Source, code: str, option: str) -> tuple[str, ...]:
    """A reading: its code, the question, what is in use, what was tried."""
    reading = source.terms.names.readings[code]
    means = dict(reading.options)
    return code, reading.about, means[reading.chosen], means[option]
