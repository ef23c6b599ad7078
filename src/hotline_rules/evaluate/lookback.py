"""Looking back over what has happened: happened, count, latest.

The run keeps, per type that some look-back asks for, the list of its occurrences.
An occurrence counts only up to ``run.horizon`` where one is set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.operators import OPERATORS

if TYPE_CHECKING:
    from hotline_rules.evaluate.facts import Binder
    from hotline_rules.evaluate.state import Check, Occurrence, PatternCheck
    from hotline_rules.rulebook import Count, Patterns

BindPatterns = Callable[["Patterns", "Binder"], "tuple[PatternCheck, ...]"]


def occurrences(
    run: Any, occ: Any, limit: Any, patterns: Sequence[PatternCheck]
) -> Iterator[Occurrence]:
    """The occurrences that fit, in no particular order across patterns."""
    horizon, replaced = run.horizon, run.replaced
    for event, where, same_unit in patterns:
        for past in run.log.get(event, ()):
            if horizon is not None and past.seq > horizon:
                break
            if past.seq in replaced and _is_replaced(replaced[past.seq], horizon):
                continue
            if same_unit and past.unit != occ.unit:
                continue
            if where is None or where(run, occ, past, limit):
                yield past


def _is_replaced(by: int, horizon: int | None) -> bool:
    """Whether a report had been put right by then."""
    return horizon is None or by <= horizon


def bind_happened(patterns: tuple[PatternCheck, ...]) -> Check:
    """Closure of ``happened``; never unknown."""
    events = tuple({event for event, _, _ in patterns})

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        log = run.log
        for event in events:
            if event in log:
                break
        else:
            return False
        return any(True for _ in occurrences(run, occ, limit, patterns))

    return check


def bind_latest(patterns: tuple[PatternCheck, ...], satisfies: Check | None) -> Check:
    """Closure of ``latest``; unknown when there never was one."""

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        newest = None
        for past in occurrences(run, occ, limit, patterns):
            if newest is None or past.seq > newest.seq:
                newest = past
        if newest is None:
            return None
        return True if satisfies is None else satisfies(run, occ, newest, limit)

    return check


def bind_count(
    count: Count,
    binder: Binder,
    bind_patterns: BindPatterns,
) -> Check:
    """Closure of ``count``; never unknown."""
    counted = bind_counted(count, binder, bind_patterns)
    tests = tuple((OPERATORS[name], number) for name, number in count.tests)
    distinct = count.distinct
    zone = binder.zone

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        found = counted(run, occ, limit)
        if distinct is None:
            number = len(found)
        else:
            values = {_key(past, distinct) for past in found}
            number = len(values - {None})
        return all(test(number, operand, zone, run) for test, operand in tests)

    return check


def bind_counted(
    count: Count, binder: Binder, bind_patterns: BindPatterns
) -> Callable[[Any, Any, Any], list[Occurrence]]:
    """The occurrences that a ``count`` counts, in order of time."""
    patterns = bind_patterns(count.of, binder)
    since = None if count.since is None else bind_patterns(count.since, binder)
    cancels = (
        None
        if count.not_followed_by is None
        else bind_patterns(count.not_followed_by, binder)
    )
    window = count.in_last

    def counted(run: Any, occ: Any, limit: Any) -> list[Occurrence]:
        found = sorted(
            occurrences(run, occ, limit, patterns), key=lambda past: past.seq
        )
        if since is not None:
            starts = [past.seq for past in occurrences(run, occ, limit, since)]
            if not starts:
                return []
            # CHOICE: the newest event of ``since`` itself counts when it is also
            # one of those counted at that instant: "since" includes its event.
            newest = max(starts)
            found = [past for past in found if past.seq >= newest]
        if window is not None:
            earliest = run.plan.back_from(occ.at, window)
            found = [past for past in found if past.at >= earliest]
        if cancels is not None:
            stops = [*occurrences(run, occ, limit, cancels)]
            found = [p for p in found if not _followed(p, found, stops)]
        return found

    return counted


def _followed(
    past: Occurrence, counted: Sequence[Occurrence], stops: Sequence[Occurrence]
) -> bool:
    """Whether one of ``stops`` comes before the unit's next counted event."""
    following = [p.seq for p in counted if p.seq > past.seq and p.unit == past.unit]
    end = min(following, default=None)
    return any(
        stop.seq > past.seq
        and (end is None or stop.seq < end)
        and (stop.unit is None or stop.unit == past.unit)
        for stop in stops
    )


def _key(past: Occurrence, key: str) -> object:
    value = past.unit if key == "unit" else past.payload.get(key)
    return tuple(value) if isinstance(value, list) else value
