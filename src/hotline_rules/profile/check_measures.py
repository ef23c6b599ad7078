"""Checks of measures: what they are made of, circles, rates above a hundred."""

from collections.abc import Iterator, Mapping

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.compiled import Compiled
from hotline_rules.profile.context import Context
from hotline_rules.profile.measures import measure_ids
from hotline_rules.profile.node import Node
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.rulebook import (
    ALWAYS,
    Counted,
    CountOf,
    Listing,
    Measure,
    Points,
    PublishedRank,
    Rank,
    Rate,
    Score,
    Sum,
)

# Where a measure names others: (path of the keys, ids).
_PLACES: tuple[tuple[str, ...], ...] = (
    ("score", "from"),
    ("sum",),
    ("minus",),
    ("rank", "by"),
)


def check_measures(compiled: Compiled, ctx: Context) -> None:
    """Check what measures refer to and what rates count.

    Diagnostics:
        UNKNOWN_MEASURE, MEASURE_NO_NUMBER, CYCLE, RATE_ABOVE_WHOLE.
    """
    measures = {one.id: one for one in compiled.measures}
    section = compiled.root.child("measures")
    nodes = section.value if section is not None else None
    own: Mapping[str, Node] = nodes if isinstance(nodes, dict) else {}
    good = True
    for node in own.values():
        for id_, place in _named(node):
            good = _check_reference(id_, place, measures, own, ctx) and good
    for id_, measure in measures.items():
        if id_ not in own:
            continue
        node = own[id_]
        if good and id_ in _reached(id_, measures):
            _report_circle(id_, node, ctx)
        if isinstance(measure.form, Rate):
            _check_whole(id_, node, measure.form, ctx)


def _named(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the measures that a measure names, with the place of each."""
    for path in _PLACES:
        place = node.at(path)
        if place is not None:
            yield from measure_ids(place)


def _check_reference(
    id_: str,
    place: Node,
    measures: Mapping[str, Measure],
    own: Mapping[str, Node],
    ctx: Context,
) -> bool:
    found = measures.get(id_)
    if found is None:
        if id_ not in own:  # one that is there but faulty was reported already
            what = Text("考核项", "measure")
            ctx.report_fault(unknown(codes.UNKNOWN_MEASURE, what, id_, measures), place)
        return False
    if not isinstance(found.form, Rank | Listing | PublishedRank):
        return True
    ctx.report(
        codes.MEASURE_NO_NUMBER,
        place,
        Text(f"`{id_}` 不是可以计算的数", f"`{id_}` is no number to compute with"),
        why=Text(
            "排名和逐件列出的通报不能再相加、打分或排序",
            "a rank or a list cannot be added, scored or ranked",
        ),
        fix=Text("改用它依据的那一项", "name the measure that it goes by"),
    )
    return False


def references(measure: Measure) -> tuple[str, ...]:
    """Return the measures that a measure is computed from."""
    match measure.form:
        case Score(source=source):
            return (source,)
        case Sum(parts=parts, minus=minus):
            return (*parts, *minus)
        case Rank(by=by):
            return by
        case CountOf() | Rate() | Points() | Listing() | PublishedRank():
            return ()


def _reached(start: str, measures: Mapping[str, Measure]) -> set[str]:
    found: set[str] = set()
    waiting = list(references(measures[start]))
    while waiting:
        id_ = waiting.pop()
        if id_ not in found and id_ in measures:
            found.add(id_)
            waiting += references(measures[id_])
    return found


def _report_circle(id_: str, node: Node, ctx: Context) -> None:
    ctx.report(
        codes.CYCLE,
        node.place,
        Text(f"`{id_}` 用到了它自己", f"`{id_}` is computed from itself"),
        why=Text(
            "算它先要算出它自己，永远算不出来",
            "to compute it one would have to know it already",
        ),
        fix=Text("去掉其中一处引用", "drop one of the references"),
    )


def _check_whole(id_: str, node: Node, rate: Rate, ctx: Context) -> None:
    """Warn when a rate counts what it is not divided by."""
    listed = node.at(("rate", "of"))
    for counted, place in zip(
        rate.of, [] if listed is None else listed.children(), strict=True
    ):
        if any(_within(counted, whole) for whole in rate.over):
            continue
        ctx.report(
            codes.RATE_ABOVE_WHOLE,
            place,
            Text(
                f"比率 `{id_}` 的分子里有分母没有的",
                f"the rate `{id_}` counts what it is not divided by",
            ),
            why=Text(
                "这样算出来可能超过百分之百",
                "it may come out above a hundred in a hundred",
            ),
            fix=Text("分母里也写上这一项", "name it under `over` too"),
        )


def _within(part: Counted, whole: Counted) -> bool:
    """Say whether everything that a part counts is surely counted by the whole.

    CHOICE: what the tests on an event say is not looked at, only which event it is:
    `result_ok: true` is within `result_ok: [true, false]` and cannot well be shown.
    """
    if part.sort != whole.sort or part.only != whole.only:
        return False
    if whole.condition not in (ALWAYS, part.condition):
        return False
    if part.sort == "event":
        events = {pattern.event for pattern in whole.patterns}
        return all(pattern.event in events for pattern in part.patterns)
    if not set(whole.without) <= set(part.without):
        return False
    pairs = (
        (part.names, whole.names),
        (part.states, whole.states),
        (part.reasons, whole.reasons),
        (part.roles, whole.roles),
    )
    return all(not of or (given and set(given) <= set(of)) for given, of in pairs)
