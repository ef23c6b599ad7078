"""Looking back over what has happened: happened, count, latest.

The run keeps, per type that some look-back asks for, the list of its occurrences.
An occurrence counts only up to ``run.horizon`` where one is set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.operators import NUMBER_TESTS
from hotline_rules.evaluate.tally import Tally, can_be_kept, value_of

if TYPE_CHECKING:
    from hotline_rules.evaluate.facts import Binder
    from hotline_rules.evaluate.state import Check, Occurrence, PatternCheck
    from hotline_rules.rulebook import Count, Patterns

_NEVER = 1 << 62
_MANY = 64  # of events from which on a count is kept
_seq = attrgetter("seq")

BindPatterns = Callable[["Patterns", "Binder"], "tuple[PatternCheck, ...]"]


def occurrences(
    run: Any,
    occ: Any,
    limit: Any,
    patterns: Sequence[PatternCheck],
    since: int = 0,
) -> Iterator[Occurrence]:
    """The occurrences that fit, the newest of each pattern first.

    Args:
        run: the run, which keeps its log in order.
        occ: the trigger.
        limit: the limit in question.
        patterns: what is looked for.
        since: the first ``seq`` looked at; what came before is not walked over.
    """
    horizon, replaced = run.horizon, run.replaced
    for event, where, same_unit in patterns:
        for past in reversed(run.log.get(event, ())):
            seq = past.seq
            if seq < since:
                break
            if horizon is not None and seq > horizon:
                continue
            if seq in replaced and _is_replaced(replaced[seq], horizon):
                continue
            if same_unit and past.unit != occ.unit:
                continue
            if where is None or where(run, occ, past, limit):
                yield past


def in_order(found: Iterable[Occurrence]) -> list[Occurrence]:
    """The same occurrences in the order in which they happened."""
    return sorted(found, key=_seq)


def newest(
    run: Any, occ: Any, limit: Any, patterns: Sequence[PatternCheck]
) -> Occurrence | None:
    """The newest occurrence that fits any of the patterns."""
    found, since = None, 0
    for pattern in patterns:
        for past in occurrences(run, occ, limit, (pattern,), since):
            found, since = past, past.seq
            break
    return found


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
        last = newest(run, occ, limit, patterns)
        if last is None:
            return None
        return True if satisfies is None else satisfies(run, occ, last, limit)

    return check


def bind_count(
    count: Count,
    binder: Binder,
    bind_patterns: BindPatterns,
) -> Check:
    """Closure of ``count``; never unknown."""
    back = _bind_back(count, binder, bind_patterns)
    keep = _bind_tally(count, binder, bind_patterns)
    tests = tuple((NUMBER_TESTS[name], number) for name, number in count.tests)
    least = max((n for name, n in count.tests if name == "at_least"), default=0)
    # With nothing but lower bounds, what would be counted beyond them changes nothing.
    enough = least if all(name == "at_least" for name, _ in count.tests) else _NEVER
    events = tuple({pattern.event for pattern in count.of})
    distinct = count.distinct

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        log = run.log
        all_told = sum([len(log.get(event, ())) for event in events])
        if all_told < least:  # no need to look which of them fit
            return False
        if all_told > _MANY and (tally := keep(run)) is not None:
            number = tally.number(run, occ)
            return all(test(number, operand) for test, operand in tests)
        number, values = 0, set()
        for past in back(run, occ, limit):
            if distinct is None:
                number += 1
            elif (value := value_of(past, distinct)) is not None:
                values.add(value)
                number = len(values)
            if number >= enough:
                return True
        return all(test(number, operand) for test, operand in tests)

    return check


def bind_counted(
    count: Count, binder: Binder, bind_patterns: BindPatterns
) -> Callable[[Any, Any, Any], list[Occurrence]]:
    """The occurrences that a ``count`` counts, in order of time."""
    back = _bind_back(count, binder, bind_patterns)
    keep = _bind_tally(count, binder, bind_patterns)
    events = tuple({pattern.event for pattern in count.of})

    def found(run: Any, occ: Any, limit: Any) -> list[Occurrence]:
        many = sum([len(run.log.get(event, ())) for event in events]) > _MANY
        tally = keep(run) if many else None
        if tally is not None:
            return tally.counted(run, occ)
        return in_order(back(run, occ, limit))

    return found


def _bind_tally(
    count: Count, binder: Binder, bind_patterns: BindPatterns
) -> Callable[[Any], Tally | None]:
    """The count as a run keeps it; ``None`` where it cannot be kept, or not now."""
    can_be, distinct = can_be_kept(count), count.distinct
    of = bind_patterns(count.of, binder)
    cancels = bind_patterns(count.not_followed_by or (), binder)

    def keep(run: Any) -> Tally | None:
        if not can_be or run.horizon is not None or run.replaced:
            return None
        tally: Tally | None = run.tallies.get(keep)
        if tally is None:
            tally = run.tallies[keep] = Tally(of, cancels, distinct)
        return tally

    return keep


def _bind_back(
    count: Count, binder: Binder, bind_patterns: BindPatterns
) -> Callable[[Any, Any, Any], Iterable[Occurrence]]:
    """The occurrences that a ``count`` counts, the newest first, as they are asked for.

    Walking back means that nobody pays for what lies before the answer: a ticket of
    ten thousand events asks as often as any other.
    """
    patterns = bind_patterns(count.of, binder)
    since = None if count.since is None else bind_patterns(count.since, binder)
    cancels = (
        None
        if count.not_followed_by is None
        else bind_patterns(count.not_followed_by, binder)
    )
    window = count.in_last

    def back(run: Any, occ: Any, limit: Any) -> Iterable[Occurrence]:
        first = 0
        if since is not None:
            start = newest(run, occ, limit, since)
            if start is None:
                return ()
            # CHOICE: the newest event of ``since`` itself counts when it is also
            # one of those counted at that instant: "since" includes its event.
            first = start.seq
        found = _newest_first(run, occ, limit, patterns, first)
        if window is not None:
            earliest = run.plan.back_from(occ.at, window)
            found = takewhile(lambda past: past.at >= earliest, found)
        if cancels is not None:
            stops = _newest_first(run, occ, limit, cancels, first)
            found = _not_followed(found, stops)
        return found

    return back


def _newest_first(
    run: Any, occ: Any, limit: Any, patterns: Sequence[PatternCheck], since: int
) -> Iterator[Occurrence]:
    """The occurrences that fit any of the patterns, the newest first."""
    found = occurrences(run, occ, limit, patterns, since)
    return found if len(patterns) == 1 else reversed(in_order(found))


def _not_followed(
    counted: Iterator[Occurrence], stops: Iterator[Occurrence]
) -> Iterator[Occurrence]:
    """Those of ``counted`` without a stop before the next one of the same unit.

    Both come, and it goes, from the newest back. A stop that names no unit is about
    every unit.
    """
    next_counted: dict[str | None, int] = {}
    next_stop: dict[str | None, int] = {}
    stop = next(stops, None)
    for past in counted:
        while stop is not None and stop.seq > past.seq:
            next_stop[stop.unit] = stop.seq
            stop = next(stops, None)
        end = next_counted.get(past.unit, _NEVER)
        if min(next_stop.get(past.unit, end), next_stop.get(None, end)) >= end:
            yield past
        next_counted[past.unit] = past.seq
