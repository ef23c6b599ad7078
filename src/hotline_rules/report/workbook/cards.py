"""Every card and every other penalty: by what, counted how, since when."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.explain.words import STATES_OF_PENALTIES
from hotline_rules.report.reading import (
    in_period,
    local_month,
    of_tickets,
    records,
    stretches,
)
from hotline_rules.report.workbook import origin
from hotline_rules.report.workbook.limits import late_by, seconds_late
from hotline_rules.report.workbook.sheet import TINTS_OF_CARDS, Column, Listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotline_rules.report.workbook.source import Source

_STATES = {
    text: "faint"
    for state, words in STATES_OF_PENALTIES.items()
    for text in (words.zh, words.en)
    if state != "effective"
}
_COLUMNS = (
    origin.TICKET,
    origin.UNIT,
    Column(Text("牌或处理", "penalty"), 10, "long", tints=TINTS_OF_CARDS),
    Column(Text("状态", "state"), 9, tints=_STATES),
    Column(Text("自何时起", "since"), 21, "instant"),
    Column(Text("事由", "rule"), 16, "long"),
    Column(Text("依据", "source"), 20, "long"),
    Column(Text("条文大意", "what it says"), 26, "long"),
    Column(Text("计入天数", "days counted"), 6, "number"),
    Column(Text("逐日", "day by day"), 28, "long"),
    Column(Text("理由", "reason"), 40, "long"),
    # From here on for the screen only.
    Column(Text("所依时限", "limit"), 18, "long"),
    Column(Text("起算", "started"), 21, "instant"),
    Column(Text("期满", "due"), 21, "end"),
    Column(Text("实际完成", "done"), 21, "instant"),
    Column(Text("迟了多久", "how late"), 18, "long"),
    Column(Text("算到哪一刻", "point"), 22, "long"),
    Column(Text("分值", "points"), 7),
    Column(Text("备注", "remarks"), 40, "long"),
    Column(Text("读法", "readings"), 40, "long"),
    Column(Text("结果编号", "id"), 36, "long"),
)
_HANGS_ON = Column(Text("取决于读法", "hangs on readings"), 40, "long")
_PRINTED = 11
_PENALTIES = (
    *(
        "ticket",
        "id",
        "kind",
        "unit",
        "at",
        "state",
        "points",
        "rule",
        "title",
        "limit",
    ),
    *("flags", "readings", "cites", "reason", "because"),
)
_LIMITS = (
    *("ticket", "id", "title", "rule", "kind", "started_at", "due_at", "inclusive"),
    *("state", "ended_at"),
)


def cards(source: Source) -> Listing:
    """The list of the cards of the period, in order of ticket."""
    return Listing(
        Text("牌", "cards"),
        Text(
            "这段时间里的每一张牌和其他处理，被吸收、暂定和作废的也列出；"
            "一行说清一张牌：谁、何时、依据哪一条、日子怎样数、为什么。",
            "Every card and other penalty of the period, absorbed, provisional and "
            "void ones included: whose, when, by which article, counted how, and why.",
        ),
        (*_COLUMNS, *((_HANGS_ON,) if source.weights else ()), *origin.COLUMNS),
        _rows(source),
        _PRINTED,
    )


def _rows(source: Source) -> Iterator[tuple[Any, ...]]:
    wanted = {
        "tickets": origin.TICKETS,
        "penalties": _PENALTIES,
        "deadlines": _LIMITS,
    }
    for tables in stretches(source.run, wanted):
        found = tables["penalties"]
        months = local_month(found["at"], source.terms.zone)
        found = found.filter(in_period(months, source.period))
        if not found.num_rows:
            continue
        tickets = origin.tickets_of(tables["tickets"], found)
        limits = {
            (one["ticket"], one["id"]): one
            for one in records(of_tickets(tables["deadlines"], found["ticket"]))
        }
        for card in records(found):
            limit = limits.get((card["ticket"], card["limit"]), {})
            yield _row(source, card, limit, tickets[card["ticket"]])


def _row(
    source: Source,
    card: Mapping[str, Any],
    limit: Mapping[str, Any],
    ticket: Mapping[str, Any],
) -> tuple[Any, ...]:
    says = source.says
    because = json.loads(card["because"] or "{}")
    days = because.get("days")
    return (
        ticket["id"],
        card["unit"],
        says.penalty(card["kind"]),
        says(STATES_OF_PENALTIES[card["state"]]),
        card["at"],
        source.title_of(card),
        says.articles(card["cites"]),
        says.gists(card["cites"]),
        says.counted_days(days),
        says.days(days),
        card["reason"],
        source.title_of(limit),
        limit.get("started_at"),
        source.end_of(because, limit),
        limit.get("ended_at"),
        late_by(source, seconds_late(source, limit)),
        says.point(because.get("point")),
        card["points"],
        says.flags(card["flags"]),
        card["readings"],
        card["id"],
        *_hangs_on(source, card),
        *origin.origin(ticket),
    )


def _hangs_on(source: Source, card: Mapping[str, Any]) -> Iterator[str | None]:
    """The readings that take the card away; nothing where none was tried."""
    if source.weights:
        codes = source.weights.hanging.get((card["ticket"], "card", card["id"]), ())
        yield source.says.questions(" ".join(codes))
