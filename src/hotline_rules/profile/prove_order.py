"""Proofs that the marks of a limit come in order, whatever the instant it starts at.

Where constants of one unit settle it, `check_marks` has. Here is what is left: marks
told in different units, or counted in different ways, whose order depends on the day.
A mark that is out of order whenever it starts is an error; one that is so only for some
starts is a warning, and a start is shown.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import product
from typing import Literal, NamedTuple

from hotline_rules.clock import Amount
from hotline_rules.diagnostics import Code, Label, Text, codes
from hotline_rules.profile.courses import (
    Course,
    Way,
    case_demands,
    constants,
    is_counted,
    is_told_by_end,
    limit_is_counted,
    ways,
)
from hotline_rules.profile.node import Node
from hotline_rules.profile.proof import Proof
from hotline_rules.profile.spans_of_time import (
    belongs_before,
    called,
    offset_of,
    title_of,
)
from hotline_rules.profile.starts import Seen, Starts
from hotline_rules.profile.witness import Named, witness_text
from hotline_rules.profile.world_text import world_text
from hotline_rules.profile.worlds import Demand, World
from hotline_rules.rulebook import (
    Anchor,
    Constant,
    LimitValue,
    Mark,
    MarkPoint,
    Point,
    Shifted,
    Within,
)

FREE: tuple[Literal["instant", "date"], ...] = ("instant", "date")
DUE = Text("期限截止", "the end of the limit")
_ORDER = Text(
    "把几个时点写成同一种单位，或者改数字，让它们在每个日子都不颠倒",
    "write the points in one unit, or change the numbers, so that they keep their "
    "order on every day",
)
_SHORTER = Text(
    "把往回数的时间改短，或者核对期限的数字",
    "count back less, or check the number of the limit",
)


class _Point(NamedTuple):
    """One way in which a mark of a limit comes out."""

    mark: Mark
    way: Way[MarkPoint]
    counting: str | None

    @property
    def points(self) -> Iterator[MarkPoint]:
        return constants(self.way.value)


class _Setting(NamedTuple):
    """A limit, or what a change makes of one, with one way in which its end comes out.

    Attributes:
        owner, case: of the marks.
        end: told by the start; or every instant, or date, where that is told by a fact.
        prefer: days to take a witness from.
    """

    owner: str
    case: str
    counting: str
    end: Way[LimitValue] | Literal["instant", "date"]
    demands: tuple[Demand, ...]
    prefer: tuple[int, int]

    @property
    def length(self) -> Amount | None:
        """The plain amount that the limit is, if it is one."""
        value = None if isinstance(self.end, str) else self.end.value
        if isinstance(value, Constant) and isinstance(value.value, Within):
            amount = value.value.amount
            return amount if isinstance(amount, Amount) else None
        return None


def prove_order(proof: Proof) -> None:
    """Report marks in an impossible order for some start.

    Diagnostics:
        MARKS_OUT_OF_ORDER, MARK_BEFORE_START, MARKS_MAY_CROSS, MARK_MAY_BE_EARLY,
        MARK_ACROSS_DUE.
    """
    told: set[tuple[str, ...]] = set()
    for setting, points in (*_of_limits(proof), *_of_changes(proof)):
        whose = (setting.owner, setting.case)
        for first, second in _pairs(setting, points):
            both = (*whose, "order", first.mark.id, second.mark.id)
            if both not in told and _order(setting, first, second, proof):
                told.add(both)
        for point in () if isinstance(setting.end, str) else points:
            for check in (_start, _due):
                key = (*whose, check.__name__, point.mark.id)
                if key not in told and check(setting, point, proof):
                    told.add(key)


Settled = tuple[_Setting, list[_Point]]


def _of_limits(proof: Proof) -> Iterator[Settled]:
    """Yield every way the end of a limit comes out, with the marks it tells."""
    for owned in proof.limits:
        rule, case, limit = owned
        counting = limit.counting
        if not limit.marks or counting is None or counting not in proof.clocks:
            continue
        origin = rule.trigger[0].event if rule.trigger else ""
        demands = case_demands(rule, case, origin)
        points = list(_points(limit.marks, counting, origin, is_counted, proof))
        prefer = proof.in_force(rule)
        setting = partial(_Setting, rule.id, case.name, counting)
        is_free = False
        for end in ways(limit.within, origin):
            if limit_is_counted(end):
                yield setting(end, (*demands, *end.demands), prefer), points
            else:
                is_free = True
        if is_free:
            points = list(_points(limit.marks, counting, origin, is_told_by_end, proof))
            for sort in FREE:
                yield setting(sort, demands, prefer), points


def _of_changes(proof: Proof) -> Iterator[Settled]:
    """Yield the marks that a change sets; its end may be any instant or date."""
    rules = {owned.rule.id: owned for owned in proof.limits}
    for change in proof.compiled.changes:
        owned = rules.get(change.targets[0])
        counting = change.counting or (owned.limit.counting if owned else None)
        if not change.marks or owned is None or counting not in proof.clocks:
            continue
        assert counting is not None
        points = list(_points(change.marks, counting, "", is_told_by_end, proof))
        for sort in FREE:
            prefer = proof.in_force(owned.rule)
            demands = (Demand(change.condition),)
            yield _Setting(change.id, "", counting, sort, demands, prefer), points


def _points(
    marks: Iterable[Mark],
    counting: str,
    origin: str,
    is_told: Callable[[Point], bool],
    proof: Proof,
) -> Iterator[_Point]:
    for mark in marks:
        own = mark.counting or counting
        for way in ways(mark.at, origin):
            told = all(is_told(point.point) for point in constants(way.value))
            if told and own in proof.clocks:
                yield _Point(mark, way, own)


def _pairs(setting: _Setting, points: list[_Point]) -> Iterator[tuple[_Point, _Point]]:
    """Yield yellow and red marks of one sort whose order constants do not settle."""
    for first, second in product(points, points):
        ordered = belongs_before(first.mark, second.mark)
        if ordered and not _is_settled(setting.length, first, second):
            yield first, second


def _is_settled(length: Amount | None, first: _Point, second: _Point) -> bool:
    """Say whether plain numbers of one unit tell the order."""
    if first.counting != second.counting:
        return False
    offsets = [
        (offset_of(one, length), offset_of(other, length))
        for one, other in product(first.points, second.points)
    ]
    return all(one and other and one.comparable(other) for one, other in offsets)


def _world(setting: _Setting, proof: Proof, *points: _Point) -> World | None:
    """Return facts of a ticket for which the end and the marks come out this way."""
    marks = (
        demand
        for point in points
        for demand in (Demand(point.mark.condition), *point.way.demands)
    )
    return proof.world(*setting.demands, *marks)


def _search(
    setting: _Setting,
    proof: Proof,
    points: tuple[_Point, ...],
    is_bad: Callable[[Seen], bool],
) -> tuple[Seen | None, Seen | None]:
    try:
        course = Course(setting.counting, setting.end, proof.clocks, proof.binder)
        for point in points:
            course.add_mark(point.way, point.counting)
        starts = Starts([course], proof.zone, setting.prefer)
        return starts.search(is_bad)
    except ValueError:
        return None, None  # a setting is missing, which is reported


# --- yellow before red ---------------------------------------------------------------


def _order(setting: _Setting, first: _Point, second: _Point, proof: Proof) -> bool:
    world = _world(setting, proof, first, second)
    if world is None:
        return False

    def is_bad(seen: Seen) -> bool:
        yellow, red = seen.marks[0]
        return yellow >= red

    bad, good = _search(setting, proof, (first, second), is_bad)
    if bad is None:
        return False
    yellow, red = bad.marks[0]
    one, other = first.mark.id, second.mark.id
    sooner, later = called(first.mark), called(second.mark).rstrip()
    named: list[Named] = [
        (Text(title_of(first.mark), f"the yellow mark `{one}`"), yellow),
        (Text(title_of(second.mark), f"the red mark `{other}`"), red),
        (DUE, bad.instances[0].end),
    ]
    if good is None:
        code = codes.MARKS_OUT_OF_ORDER
        headline = Text(
            f"{sooner}总是不早于{later}",
            f"the yellow mark `{one}` is never before the red one `{other}`",
        )
    else:
        code = codes.MARKS_MAY_CROSS
        headline = Text(
            f"{sooner}有时不早于{later}",
            f"the yellow mark `{one}` is sometimes not before the red one `{other}`",
        )
    node, label = _mark_node(setting, first, proof), _mark_node(setting, second, proof)
    related = (Label(label.span, Text("红的在这里", "the red mark")),) if label else ()
    _report(setting, proof, code, headline, node, bad, named, world, related)
    return True


def _shifted(point: _Point, anchor: Literal["start", "due"]) -> list[Shifted]:
    """The parts of a mark that are counted from an end of its limit."""
    shifted = [p.point for p in point.points if isinstance(p.point, Shifted)]
    return [one for one in shifted if one.base == Anchor(anchor)]


def _other_clock(setting: _Setting, point: _Point, parts: list[Shifted]) -> bool:
    """Whether any part is counted otherwise than its limit; else order cannot turn."""
    length = setting.length
    return any(
        length is None
        or type(one.amount) is not type(length)
        or point.counting != setting.counting
        for one in parts
    )


# --- not before the start ------------------------------------------------------------


def _start(setting: _Setting, point: _Point, proof: Proof) -> bool:
    """Report a mark that is counted back from the end to before the start."""
    backward = [p for p in _shifted(point, "due") if p.direction == "before"]
    if not _other_clock(setting, point, backward):
        return False
    world = _world(setting, proof, point)
    if world is None:
        return False
    bad, good = _search(
        setting, proof, (point,), lambda seen: seen.marks[0][0] < seen.start
    )
    if bad is None:
        return False
    name = point.mark.id
    named: list[Named] = [
        (Text(title_of(point.mark), f"the mark `{name}`"), bad.marks[0][0]),
        (DUE, bad.instances[0].end),
    ]
    if good is None:
        code = codes.MARK_BEFORE_START
        headline = Text(
            f"{called(point.mark)}总是早于期限的起点",
            f"the mark `{name}` always lies before the start of its limit",
        )
    else:
        code = codes.MARK_MAY_BE_EARLY
        headline = Text(
            f"{called(point.mark)}有时早于期限的起点",
            f"the mark `{name}` sometimes lies before the start of its limit",
        )
    node = _mark_node(setting, point, proof)
    _report(setting, proof, code, headline, node, bad, named, world, (), fix=_SHORTER)
    return True


# --- on one side of the end ----------------------------------------------------------


def _due(setting: _Setting, point: _Point, proof: Proof) -> bool:
    """Report a mark counted from the start that falls now before, now after the end."""
    if not _other_clock(setting, point, _shifted(point, "start")):
        return False
    world = _world(setting, proof, point)
    if world is None:
        return False

    def is_late(seen: Seen) -> bool:
        return seen.marks[0][0] >= int(seen.instances[0].end.first_late)

    late, early = _search(setting, proof, (point,), is_late)
    if late is None or early is None:
        return False
    name = point.mark.id
    mark = Text(title_of(point.mark), f"the mark `{name}`")
    before = witness_text(
        proof.zone,
        proof.clocks[setting.counting].calendar,
        early.start,
        [(mark, early.marks[0][0]), (DUE, early.instances[0].end)],
    )
    named: list[Named] = [(mark, late.marks[0][0]), (DUE, late.instances[0].end)]
    node = _mark_node(setting, point, proof)
    headline = Text(
        f"{called(point.mark)}有时在期限之前，有时在期限之后",
        f"the mark `{name}` falls sometimes before, sometimes after the end",
    )
    _report(
        setting, proof, codes.MARK_ACROSS_DUE, headline, node, late, named, world, (),
        also=before,
    )  # fmt: skip
    return True


# --- reports -------------------------------------------------------------------------


def _mark_node(setting: _Setting, point: _Point, proof: Proof) -> Node | None:
    key = ("mark", setting.owner, setting.case, point.mark.id)
    node = proof.ctx.places.get(key)
    return None if node is None else node.child("at") or node


def _report(
    setting: _Setting,
    proof: Proof,
    code: Code,
    headline: Text,
    node: Node | None,
    seen: Seen,
    named: list[Named],
    world: World,
    related: tuple[Label, ...],
    also: Text | None = None,
    fix: Text = _ORDER,
) -> None:
    calendar = proof.clocks[setting.counting].calendar
    free = isinstance(setting.end, str)
    if free:
        named = [(name, at) for name, at in named if name != DUE]
    facts = world_text(world, proof.ctx.names)
    why = witness_text(proof.zone, calendar, seen.start, named, facts, ends=free)
    if also is not None:
        why = Text(f"{why.zh}。又{also.zh.removeprefix('例')}", f"{why.en}; {also.en}")
    within = proof.ctx.places.get(("within", setting.owner, setting.case))
    if within is not None:
        related = (*related, Label(within.span, Text("期限在这里", "the limit")))
    if node is not None:
        proof.ctx.report(
            code,
            node,
            headline,
            why=why,
            fix=fix,
            related=related,
        )
