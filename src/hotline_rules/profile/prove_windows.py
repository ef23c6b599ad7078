"""Proofs that no window stays open after the limit it serves has run out.

A window (`may`) serves the limit on whose opening it opens, and the limits that a
change asked for by using it alters, if both begin with the same event. Where it serves
several, it may be as long as the longest that runs for the same ticket. Every row of
both is looked at with every other that one and the same ticket can meet.
"""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from hotline_rules.clock import Amount
from hotline_rules.clock.amount import size
from hotline_rules.diagnostics import Label, Text, codes
from hotline_rules.profile.courses import (
    Course,
    Way,
    case_demands,
    limit_is_counted,
    ways,
)
from hotline_rules.profile.proof import Owned, Proof
from hotline_rules.profile.starts import Seen, Starts
from hotline_rules.profile.witness import Named, witness_text
from hotline_rules.profile.world_text import world_text
from hotline_rules.profile.worlds import Demand, World, without
from hotline_rules.rulebook import (
    Constant,
    LimitDue,
    LimitValue,
    Pattern,
    Point,
    Shifted,
    Until,
    Within,
)


class _Side(NamedTuple):
    """A limit as one event opens it, with one way in which its end comes out."""

    owned: Owned
    way: Way[LimitValue]
    demands: tuple[Demand, ...]


def prove_windows(proof: Proof) -> None:
    """Warn of windows that can outlast what they serve. WINDOW_TOO_LONG."""
    for window in proof.limits:
        if window.limit.mode != "may" or window.limit.counting not in proof.clocks:
            continue
        told: set[str] = set()
        for pattern in window.rule.trigger:
            served = list(_served(window, pattern, proof))
            own = _sides(window, pattern)
            for one, duty in product(own, served):
                if duty.owned.name in told:
                    continue
                others = [s for s in served if s.owned.rule.id != duty.owned.rule.id]
                if _check(one, duty, others, proof):
                    told.add(duty.owned.name)


# --- who serves whom -----------------------------------------------------------------


def _served(window: Owned, pattern: Pattern, proof: Proof) -> Iterator[_Side]:
    """Yield the limits that a window serves when it is opened by an event."""
    altered = _altered(window, proof)
    for owned in proof.limits:
        counting = owned.limit.counting
        if owned.limit.mode != "must" or counting not in proof.clocks:
            continue
        if pattern.event == f"{owned.rule.id}.opened":
            for first in owned.rule.trigger:
                yield from _counted_sides(owned, first)
        elif owned.rule.id in altered:
            for first in owned.rule.trigger:
                if first.event == pattern.event:
                    yield from _counted_sides(owned, first)


def _altered(window: Owned, proof: Proof) -> set[str]:
    """Return the rules whose limits change when a window is used."""
    used = f"{window.rule.id}.used"
    return {
        target
        for change in proof.compiled.changes
        if any(p.event == used for p in (*change.asked_by, *change.granted_by))
        for target in change.targets
    }


def _counted_sides(owned: Owned, pattern: Pattern) -> Iterator[_Side]:
    return (side for side in _sides(owned, pattern) if limit_is_counted(side.way))


def _sides(owned: Owned, pattern: Pattern) -> list[_Side]:
    origin = pattern.event
    demands = (
        Demand(pattern.where, wanted=True, origin=origin),
        *case_demands(owned.rule, owned.case, origin),
    )
    return [
        _Side(owned, way, (*demands, *way.demands))
        for way in ways(owned.limit.within, origin)
    ]


# --- the proof -----------------------------------------------------------------------


def _check(window: _Side, duty: _Side, others: list[_Side], proof: Proof) -> bool:
    """Report a window that outlasts a duty, and all else it serves; say whether."""
    parent = duty.owned.rule.id
    if not limit_is_counted(window.way, parent) or _is_settled(window, duty):
        return False
    demands = (*window.demands, *duty.demands)
    world = proof.world(*demands)
    if world is None:
        return False
    for side in (window, duty):  # how the event came about is of no interest
        start = side.demands[0]
        world = without(world, start.condition, start.origin)
    beside = [o for o in others if proof.world(*demands, *o.demands) is not None]

    def is_bad(seen: Seen) -> bool:
        opened, owed, *rest = (int(inst.end.first_late) for inst in seen.instances)
        return opened > owed and all(other <= owed for other in rest)

    prefer = proof.in_force(window.owned.rule)
    try:
        courses = [_course(side, proof) for side in (duty, *beside)]
        own = _course(window, proof, courses[0])
        bad, _ = Starts([own, *courses], proof.zone, prefer).search(is_bad)
    except ValueError:
        return False  # a setting is missing, which is reported
    if bad is None:
        return False
    _report(window, duty, bad, world, proof)
    return True


def _course(side: _Side, proof: Proof, parent: Course | None = None) -> Course:
    """Bind a limit; ValueError when its counting lacks a setting."""
    owned = side.owned
    return Course(
        owned.limit.counting or "",
        side.way,
        proof.clocks,
        proof.binder,
        rule=owned.rule.id,
        parent=parent,
    )


def _is_settled(window: _Side, duty: _Side) -> bool:
    """Say whether plain numbers of one unit tell that the window is no longer."""
    value = window.way.value
    until = value.value if isinstance(value, Constant) else None
    if isinstance(until, Until) and _is_no_later(until.point, duty.owned.rule.id):
        return True
    if window.owned.limit.counting != duty.owned.limit.counting:
        return False
    one, other = _amount(window), _amount(duty)
    if one is None or other is None:
        return False
    return type(one) is type(other) and size(one) <= size(other)


def _is_no_later(point: Point, parent: str) -> bool:
    """Say whether a point is the end of the parent, or counted back from it."""
    while isinstance(point, Shifted) and point.direction == "before":
        point = point.base
    return point == LimitDue(parent)


def _amount(side: _Side) -> Amount | None:
    value = side.way.value
    if isinstance(value, Constant) and isinstance(value.value, Within):
        amount = value.value.amount
        return amount if isinstance(amount, Amount) else None
    return None


def _report(window: _Side, duty: _Side, bad: Seen, world: World, proof: Proof) -> None:
    node = proof.span_of("within", window.owned)
    if node is None:
        return
    name, served = window.owned.name, duty.owned.name
    title, other = window.owned.case.title, duty.owned.case.title
    open_end, owed_end = (inst.end for inst in bad.instances[:2])
    named: list[Named] = [
        (Text(f"{other}截止", f"the end of `{served}`"), owed_end),
        (Text(f"{title}截止", f"the end of `{name}`"), open_end),
    ]
    calendar = proof.clocks[window.owned.limit.counting or ""].calendar
    facts = world_text(world, proof.ctx.names)
    why = witness_text(proof.zone, calendar, bad.start, named, facts)
    within = proof.span_of("within", duty.owned)
    here = Text("它所服务的期限", "the limit it serves")
    row = Text("这个窗口", "the window")
    related = proof.row(duty.way.place, here)
    if within is not None and not related:
        related = (Label(within.span, here),)
    proof.ctx.report(
        codes.WINDOW_TOO_LONG,
        node,
        Text(
            f"“{other}”（`{served}`）到期以后，“{title}”（`{name}`）还没有到期",
            f"the window `{name}` is still open when the limit `{served}` has run out",
        ),
        why=why,
        fix=Text(
            "把这个时限改短，最晚与它所服务的期限同时到期；如果条文确实这样写，核对期限的数字",
            "let the window end with the limit it serves at the latest; if the text "
            "says otherwise, check the number of the limit",
        ),
        related=(*proof.row(window.way.place, row), *related),
    )
