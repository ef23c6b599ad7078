"""Ladders: which of several penalties or rungs on the same thing absorbs which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate import outcomes, penalties
from hotline_rules.evaluate.state import Interval, PenaltyState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline_rules.evaluate.plan import BoundLadder
    from hotline_rules.evaluate.run import Run
    from hotline_rules.evaluate.state import Instance, Occurrence

Member = PenaltyState | Interval


def join(
    run: Run,
    member: Member,
    ladders: Sequence[tuple[BoundLadder, int]],
    occ: Occurrence,
    instance: Instance | None,
    act_seq: int | None,
) -> None:
    """Put a penalty or rung on its ladders and settle them."""
    for bound, rank in ladders:
        key = _key(run, bound, occ, instance, act_seq)
        if key is None:
            continue
        place = (bound.ladder.id, key)
        run.ladder_members.setdefault(place, []).append((rank, member))
        _settle(run, bound, place)


def settle_all(run: Run, member: PenaltyState) -> None:
    """Settle anew every ladder on which a penalty stands."""
    bounds: dict[str, BoundLadder] = {one.ladder.id: one for one, _ in member.ladders}
    for place, members in run.ladder_members.items():
        if any(one is member for _, one in members):
            _settle(run, bounds[place[0]], place)


def _key(
    run: Run,
    bound: BoundLadder,
    occ: Occurrence,
    instance: Instance | None,
    act_seq: int | None,
) -> object:
    """What the steps of a ladder share; ``None`` when this member has no such thing."""
    parts: list[object] = []
    for same in bound.same:
        if same == "limit":
            if instance is None:
                return None
            # CHOICE: one limit between two moves; cards already earned before a late
            # extension stay beside those of the new end (T14).
            parts.append((id(instance), instance.period))
        elif same == "act":
            if act_seq is None:
                return None
            parts.append(act_seq)
        elif same == "unit":
            parts.append(occ.unit)
        elif same == "ticket":
            parts.append("ticket")
        else:
            parts.append(same(run, occ, occ, instance))
    return tuple(parts)


def _settle(run: Run, bound: BoundLadder, place: tuple[str, object]) -> None:
    lower = bound.ladder.lower
    if lower == "kept":
        return
    members = run.ladder_members[place]
    standing = [pair for pair in members if _stands(pair[1])]
    top = max((rank for rank, _ in standing), default=-1)
    winners = [one for rank, one in standing if rank == top]
    for rank, one in standing:
        if rank < top:
            _absorb(run, one, place, winners, listed=lower == "listed")
        elif place in one.absorbed_by:
            _strike_out(one, members)
            _revive(run, one, place)


def _stands(member: Member) -> bool:
    """Provisional and void members take no part."""
    if isinstance(member, PenaltyState):
        return member.state in ("effective", "absorbed")
    return member.application is None


def _absorb(
    run: Run,
    member: Member,
    place: tuple[str, object],
    winners: Sequence[Member],
    *,
    listed: bool,
) -> None:
    first = not member.absorbed_by
    member.absorbed_by.add(place)
    member.flags.add("absorbed")
    if listed:
        member.flags.add("concurrent")
        _list_beside(member, winners)
    if isinstance(member, PenaltyState) and first:
        member.state = "absorbed"
        penalties.emit_card(run, member, "card.absorbed")


def _list_beside(member: Member, winners: Sequence[Member]) -> None:
    """Name an absorbed penalty in those that absorb it."""
    if not isinstance(member, PenaltyState):
        return
    for winner in winners:
        if isinstance(winner, PenaltyState) and member.id not in winner.concurrent:
            winner.concurrent.append(member.id)


def _strike_out(member: Member, members: Sequence[tuple[int, Member]]) -> None:
    """Nobody names a penalty that stands by itself again."""
    name = member.id if isinstance(member, PenaltyState) else ""
    for other in [one for _, one in members if isinstance(one, PenaltyState)]:
        other.concurrent = [one for one in other.concurrent if one != name]


def _revive(run: Run, member: Member, place: tuple[str, object]) -> None:
    member.absorbed_by.discard(place)
    if member.absorbed_by:
        return
    member.flags.discard("absorbed")
    member.flags.discard("concurrent")
    if isinstance(member, PenaltyState):
        member.state = "effective"
        penalties.emit_card(run, member, "card.issued")


def leave_lower_rungs(run: Run, reached: Interval, occ: Any) -> None:
    """A rung is left when a higher one of its ladder is reached for the same unit."""
    ladders = run.plan.rulebook.ladders
    steps = next(one.steps for one in ladders if one.id == reached.name)
    height = steps.index(reached.step)
    for one in tuple(run.standing):
        if (
            one is not reached
            and one.step
            and one.name == reached.name
            and one.unit == reached.unit
            and steps.index(one.step) < height
        ):
            outcomes.end_interval(run, one, occ)
