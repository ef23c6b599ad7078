"""How the end of a limit came about, step by step, for others to count again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.penalties import name_of
from hotline_rules.evaluate.spelling import UNITS, amount_text, value_text
from hotline_rules.evaluate.state import Stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from hotline_rules.clock import Amount
    from hotline_rules.evaluate.plan import BoundLimit
    from hotline_rules.evaluate.records import Basis, Deadline
    from hotline_rules.evaluate.state import Occurrence

    Iso: TypeAlias = Callable[[int | None], str | None]


def trigger_of(occ: Occurrence) -> dict[str, Any]:
    """What set a record going: an event's number, or the engine's word for it."""
    if occ.number is not None:
        return {"trigger": occ.number}
    if occ.limit is None:
        return {"trigger": occ.type}
    limit = occ.limit
    return {
        "trigger": occ.type,
        "of": name_of(limit.rule.id, limit.unit, limit.n),
    }


def steps_of(deadline: Deadline, iso: Iso) -> list[dict[str, Any]]:
    """The steps by which an end came about, in order.

    A step says what the profile told (``point``, ``counting``); what brought it about,
    unless it is the opening; and, where that is not the record's, ``from``, ``at``.
    """
    inst = deadline.instance
    last = Stage(
        inst.by,
        inst.body,
        inst.chosen,
        inst.start,
        inst.base_end,
        inst.pauses,
        inst.pause_cap,
    )
    stages = (*inst.stages, last)
    written: list[dict[str, Any]] = []
    for number, stage in enumerate(stages):
        step = _step(stage, stages[number - 1] if number else None, iso)
        if stage.start != inst.start:
            step["from"] = iso(stage.start)
        spans = list(stage.pauses)
        open_since = inst.paused_at if stage is last else None
        if spans or open_since is not None:
            limit = stage.body.limit
            assert limit is not None
            step["pauses"] = _pauses(limit, stage.pause_cap, spans, open_since, iso)
        if (stage is not last or "pauses" in step) and stage.end is not None:
            step["at"] = iso(stage.end.at)
            step["inclusive"] = stage.end.inclusive
        written.append(step)
    return written


def _step(stage: Stage, before: Stage | None, iso: Iso) -> dict[str, Any]:
    limit, by = stage.body.limit, stage.by
    assert limit is not None
    point = value_text(stage.chosen or limit.limit.within)
    step = {"point": point, "counting": limit.limit.counting}
    if limit.limit.target is not None:
        step["target"] = value_text(limit.limit.target)
    if by is None:
        return step
    said: dict[str, Any] = {"how": by.how, "at_event": by.decided, "since": iso(by.at)}
    if by.change:
        said["change"], said["asked"] = by.change, by.asked
    if by.how == "moved":
        step["counting"] = by.counting
    if by.cut is not None:
        said["cut"] = value_text(by.cut)
    if by.how == "follow" and before is not None:
        old = before.body.limit
        assert old is not None
        said["old"] = value_text(by.old or old.limit.within)
        said["old_counting"] = old.limit.counting
    return {**said, **step}


def _pauses(
    limit: BoundLimit,
    cap: Amount | None,
    spans: list[tuple[int, int]],
    open_since: int | None,
    iso: Iso,
) -> dict[str, Any]:
    """The stretches in which the clock stood still, and in what they are counted."""
    times: list[list[str | None]] = [[iso(a), iso(b)] for a, b in spans]
    if open_since is not None:
        times.append([iso(open_since), None])
    return {
        "in": None if limit.kind is None else UNITS[limit.kind],
        "counting": limit.limit.counting,
        "at_most": None if cap is None else amount_text(cap),
        "spans": times,
    }


def mark_of(basis: Basis, iso: Iso) -> dict[str, Any]:
    """What the point of a mark was counted with: pauses, bounds after other facts."""
    reached = basis.reached
    found: dict[str, Any] = {}
    if reached.bounds is not None:
        floor, old = reached.bounds
        found["bounds"] = [iso(floor), iso(old)]
    if reached.pauses:
        spans = list(reached.pauses)
        found["pauses"] = _pauses(reached.limit, reached.pause_cap, spans, None, iso)
    return found


def verdict_of(deadline: Deadline, iso: Iso) -> dict[str, Any]:
    """The end by which a limit was judged to be met, if it has another one now."""
    inst = deadline.instance
    by = inst.met_by
    if by is None or by == inst.end:
        return {}
    return {"judged_by": iso(by.at), "judged_inclusive": by.inclusive}
