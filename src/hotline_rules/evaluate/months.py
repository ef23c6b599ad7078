"""Months: which one an event is about, runs of them, and reports put right.

Months are numbered, ``year * 12 + month - 1``, so that December and January adjoin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.instants import month_text
from hotline_rules.evaluate.lookback import in_order, occurrences
from hotline_rules.evaluate.operators import NUMBER_TESTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotline_rules.evaluate.facts import Binder
    from hotline_rules.evaluate.lookback import BindPatterns
    from hotline_rules.evaluate.state import Check, Occurrence, PatternCheck
    from hotline_rules.rulebook import EventWord, MonthsInARow

_DISTINGUISHING = ("text", "unit")


def month_of(occ: Occurrence, binder: Binder) -> int | None:
    """The month that an event is about: the one it names, else that of its instant.

    Returns:
        its number; ``None`` when the month it names cannot be read.
    """
    value = occ.payload.get(binder.month_keys.get(occ.type, "month"))
    if value is not None and not isinstance(value, str):
        return None
    text = month_text(occ.at if value is None else value, binder.zone)
    return None if text is None else int(text[:4]) * 12 + int(text[5:]) - 1


def other_month(one: Occurrence, other: Occurrence, binder: Binder) -> bool:
    """Whether two events name months, and not the same one."""
    keys = binder.month_keys
    left = one.payload.get(keys.get(one.type, "month"))
    right = other.payload.get(keys.get(other.type, "month"))
    return left is not None and right is not None and left != right


# Runs ------------------------------------------------------------------------------


def bind_run(
    condition: MonthsInARow, binder: Binder, bind_patterns: BindPatterns
) -> Check:
    """Closure of ``months_in_a_row``; unknown when the month cannot be read."""
    run_of_months = bind_months(condition, binder, bind_patterns)
    tests = tuple((NUMBER_TESTS[name], number) for name, number in condition.tests)
    every = condition.every

    def check(run: Any, occ: Any, here: Any, limit: Any) -> bool | None:
        found = run_of_months(run, occ, limit)
        if found is None:
            return None
        number = found[0]
        if every is not None and (number == 0 or number % every):
            return False
        return all(test(number, operand) for test, operand in tests)

    return check


def bind_months(
    condition: MonthsInARow, binder: Binder, bind_patterns: BindPatterns
) -> Callable[[Any, Any, Any], tuple[int, list[Occurrence]] | None]:
    """The length of a run of months, and the events that make it up.

    The closure goes back from the month of the trigger. A month counts once, however
    many events it has; one with an event of ``skipping`` is passed over.
    """
    of = bind_patterns(condition.of, binder)
    skipping = bind_patterns(condition.skipping, binder)

    def run_of_months(
        run: Any, occ: Any, limit: Any
    ) -> tuple[int, list[Occurrence]] | None:
        month = month_of(occ, binder)
        if month is None:
            return None
        counted = _by_month(run, occ, limit, of, binder)
        skipped = _by_month(run, occ, limit, skipping, binder)
        number, used = 0, []
        while month in counted or month in skipped:
            number += month not in skipped
            used += skipped.get(month) or counted[month]
            month -= 1
        return number, used

    return run_of_months


def _by_month(
    run: Any,
    occ: Any,
    limit: Any,
    patterns: Sequence[PatternCheck],
    binder: Binder,
) -> dict[int | None, list[Occurrence]]:
    months: dict[int | None, list[Occurrence]] = {}
    for past in in_order(occurrences(run, occ, limit, patterns)):
        months.setdefault(month_of(past, binder), []).append(past)
    return months


# Reports put right --------------------------------------------------------------------


def report_keys(word: EventWord) -> tuple[str, ...]:
    """The keys that make a report on a month the same report; none for other events.

    The month comes first; the others are words: a ranking of another group is another
    report, one with other numbers or flags is the same put right.
    """
    month = word.month_key
    if month is None:
        return ()
    others = (
        key
        for key, type_ in word.payload
        if key != word.unit_key and (type_ in _DISTINGUISHING or "|" in type_)
    )
    return (month, *others)


def put_right(run: Any, occ: Occurrence, keys: tuple[str, ...]) -> None:
    """Let a report on a month take the place of an earlier one on the same.

    Whoever looks back from then on sees only the later.
    """
    said = [occ.payload.get(key) for key in keys]
    if not isinstance(said[0], str):
        return
    words = (one if isinstance(one, str) else None for one in said)
    report = (occ.type, occ.unit, *words)
    earlier = run.reports.get(report)
    if earlier is not None:
        run.replaced[earlier] = occ.seq
    run.reports[report] = occ.seq
