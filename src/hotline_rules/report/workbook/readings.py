"""What the readings that were tried would change: by option, and thing by thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.titles import rule_titles
from hotline_rules.explain.wording import Times, join, say
from hotline_rules.explain.words import STATES, STATES_OF_PENALTIES
from hotline_rules.report.reading import of_tickets, records, stretches
from hotline_rules.report.trials import meaning, sums, tried
from hotline_rules.report.weights import READINGS
from hotline_rules.report.workbook import origin
from hotline_rules.report.workbook.sheet import TINTS_OF_CARDS, Column, Listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotline_rules.report.trials import Tried
    from hotline_rules.report.weights import Weights
    from hotline_rules.report.workbook.source import Source
    from hotline_rules.rulebook import Rulebook

Row = dict[str, Any]

_DECIDES = Text("有", "yes")
_IDLE = Text("没有", "no")
_TINTS = {_IDLE.zh: "faint", _IDLE.en: "faint"}
_ORDER = ("falls", "moves", "new")
_OUTCOMES = {
    ("falls", "card"): Text("不成立", "falls"),
    ("moves", "card"): Text("改时刻", "moves"),
    ("new", "card"): Text("新增", "new"),
    ("falls", "late"): Text("不再超期", "no longer late"),
    ("moves", "late"): Text("改了期满", "other end"),
    ("new", "late"): Text("新增超期", "newly late"),
}
_GONE = Text("没有这一项", "there is none")
_TABLE = (*READINGS, "kind", "unit", "other_at", "other_state")
_NAMED = ("ticket", "id", "rule", "title")


def options(source: Source, weights: Weights) -> Listing:
    """A row for each option that was tried, those that change nothing at the end."""
    found = sorted(tried(weights, source.terms.names), key=_is_idle)
    return Listing(
        Text("读法", "readings"),
        Text(
            "试过的每一种选法：现在用的是哪一种，改选以后牌和超期的时限少几项、多几项、"
            "几项改了时刻；没有影响的列在后面。",
            "Each option tried: which one is in use, and how many penalties and late "
            "limits would fall, be new or move; at the end those that change nothing.",
        ),
        (
            Column(Text("读法", "reading"), 13),
            Column(Text("问题", "question"), 28, "long"),
            Column(Text("现在用的", "in use"), 28, "long"),
            Column(Text("有无依据", "basis"), 9, "long"),
            Column(Text("改选", "option tried"), 28, "long"),
            Column(Text("有无影响", "changes"), 7, "long", _TINTS),
            Column(Text("牌不成立", "penalties that fall"), 8, "number"),
            Column(Text("牌新增", "new penalties"), 8, "number"),
            Column(Text("牌改时刻", "penalties that move"), 8, "number"),
            Column(Text("不再超期", "no longer late"), 8, "number"),
            Column(Text("新增超期", "newly late"), 8, "number"),
            Column(Text("超期的改了期满", "late, other end"), 9, "number"),
            Column(Text("条文", "source"), 26, "long"),
            # From here on for the screen only.
            Column(Text("命令里的写法", "for --reading"), 28, "long"),
        ),
        (_option(source, one) for one in found),
        printed=13,
        above=tuple(sums(weights, source.terms.names)),
    )


def _is_idle(one: Tried) -> bool:
    return not one.weight.decides


def _option(source: Source, one: Tried) -> tuple[Any, ...]:
    says, weight = source.says, one.weight
    return (
        weight.reading,
        one.about,
        one.used,
        says(one.basis),
        one.means,
        says(_DECIDES if weight.decides else _IDLE),
        *(
            counted[what]
            for what in ("card", "late")
            for counted in (weight.falls, weight.new, weight.moves)
        ),
        says.articles(" ".join(one.cites)),
        f"{weight.reading}={weight.option}",
    )


def hanging(source: Source, weights: Weights) -> Listing:
    """What some option takes away, moves or brings, in order of ticket."""
    return Listing(
        Text("取决于读法", "hanging on readings"),
        Text(
            "一行是一张牌（或一项处理）、一项超期的时限：换一种读法就不成立的，"
            "仍成立而改了时刻的，换一种读法才有的；各写明改选哪一种、成为什么。",
            "A row for each penalty or late limit that another reading takes away, "
            "moves or brings: by which option, and what becomes of it.",
        ),
        (
            origin.TICKET,
            origin.UNIT,
            Column(Text("牌或超期", "what"), 11, "long", TINTS_OF_CARDS),
            Column(Text("事由或时限", "rule or limit"), 20, "long"),
            Column(Text("牌自何时起", "penalty since"), 21, "instant"),
            Column(Text("时限期满", "limit due"), 21, "end"),
            Column(Text("换读法以后", "otherwise"), 9, "long"),
            Column(Text("取决于", "hangs on"), 34, "long"),
            Column(Text("改选哪一种，成为什么", "by which option"), 60, "long"),
            # From here on for the screen only.
            Column(Text("结果编号", "id"), 36, "long"),
            *origin.COLUMNS,
        ),
        _rows(source, weights),
        printed=9,
    )


def _rows(source: Source, weights: Weights) -> Iterator[tuple[Any, ...]]:
    wanted = {
        "tickets": origin.TICKETS,
        "penalties": _NAMED,
        "deadlines": (*_NAMED, "role", "unit", "inclusive"),
        "readings": _TABLE,
    }
    zone, sure = source.terms.zone, _sure(source.profile.rulebook)
    for tables in stretches(source.run, wanted):
        told = tables["readings"]
        if not told.num_rows:
            continue
        tickets = origin.tickets_of(tables["tickets"], told)
        known = {
            (what, one["ticket"], one["id"]): one
            for what, name in (("card", "penalties"), ("late", "deadlines"))
            for one in records(of_tickets(tables[name], told["ticket"]))
        }
        for changes in _together(weights.listed(told, source.period, zone)):
            what, ticket, id_ = (changes[0][name] for name in ("what", "ticket", "id"))
            record = known.get((what, ticket, id_)) or {}
            limit = known.get(("late", ticket, _limit_of(id_))) or {}
            rule = id_.partition(":")[0]
            title = source.title_of(record) or (
                source.says.rule(rule) if rule in sure else source.title_of(limit)
            )
            yield _row(source, changes, record, title, tickets[ticket])


def _limit_of(id_: str) -> str:
    """The limit of a card by a mark: ``handle:X:1`` of ``handle.red:X:1``."""
    rule, _, rest = id_.partition(":")
    return f"{rule.partition('.')[0]}:{rest}"


def _sure(rulebook: Rulebook) -> frozenset[str]:
    """Rules and marks that bear one title, whatever the case."""
    titles: dict[str, set[str]] = {}
    for id_, title in rule_titles(rulebook):
        titles.setdefault(id_, set()).add(title)
    return frozenset(id_ for id_, found in titles.items() if len(found) == 1)


def _together(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """What several options do to one thing, a ticket after the other.

    Of a ticket what falls comes first, then what moves, then what is new.
    """
    ticket: int | None = None
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        if row["ticket"] != ticket:
            yield from _in_order(found)
            ticket, found = row["ticket"], {}
        key = (row["outcome"], row["what"], row["id"], row["at"])
        found.setdefault(key, []).append(row)
    yield from _in_order(found)


def _in_order(found: Mapping[tuple[Any, ...], list[Row]]) -> Iterator[list[Row]]:
    for outcome in _ORDER:
        yield from (rows for key, rows in found.items() if key[0] == outcome)


def _row(
    source: Source,
    changes: list[Row],
    record: Mapping[str, Any],
    title: str | None,
    ticket: Row,
) -> tuple[Any, ...]:
    says, first = source.says, changes[0]
    is_card = first["what"] == "card"
    due = (first["at"], bool(record.get("inclusive")))
    readings = dict.fromkeys(one["reading"] for one in changes)
    return (
        ticket["id"],
        source.terms.bearer(record.get("role"), first["unit"]) or first["unit"],
        says.penalty(first["kind"]) if is_card else says(STATES[first["kind"]]),
        title,
        first["at"] if is_card else None,
        None if is_card else due,
        says(_OUTCOMES[first["outcome"], first["what"]]),
        says.questions(" ".join(readings)),
        says(join(_told(source, changes, record), "；", "; ")),
        first["id"],
        *origin.origin(ticket),
    )


def _told(
    source: Source, changes: list[Row], record: Mapping[str, Any]
) -> Iterator[Text]:
    """Options of one reading that come to the same, and what they come to."""
    found: dict[tuple[str, Text], list[Text]] = {}
    for one in changes:
        means = meaning(one["reading"], one["option"], source.terms.names)
        key = one["reading"], _becomes(source, one, record)
        found.setdefault(key, []).append(say("“{0}”", "“{0}”", means))
    for (reading, becomes), meant in found.items():
        options_ = join(meant, "、", ", ")
        yield say("{0}改选{1}：{2}", "{0} as {1}: {2}", reading, options_, becomes)


def _becomes(source: Source, change: Row, record: Mapping[str, Any]) -> Text:
    """What a thing is under the other reading."""
    is_card, at = change["what"] == "card", change["other_at"]
    if change["outcome"] == "moves" and at is not None:
        times = Times(source.terms.zone)
        if is_card:
            return say("改在{0}", "since {0}", times.at(at))
        end = times.end(at, inclusive=bool(record.get("inclusive")))
        return say("期满改为{0}", "due {0}", end)
    state = change["other_state"]
    if state is None:
        return _GONE
    return (STATES_OF_PENALTIES if is_card else STATES)[state]
