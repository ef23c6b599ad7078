"""The closed set of tests that a condition may put to a known value.

Each takes the value, the operand, the zone and the run, and answers true, false,
or ``None`` when the value is not of a kind that the test can be put to.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.instants import as_instant, month_text
from hotline_rules.rulebook import DayValue, TimeOfDay

if TYPE_CHECKING:
    from hotline_rules.calendar import Zone

Decide = Callable[[Any, Any, "Zone", Any], "bool | None"]


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, float | str):
        try:
            return Decimal(str(value))
        except InvalidOperation:
            return None
    return None


def _numeric(decide: Callable[[Decimal, Decimal], bool]) -> Decide:
    def check(value: Any, operand: Any, zone: Zone, run: Any) -> bool | None:
        left, right = _number(value), _number(operand)
        return None if left is None or right is None else decide(left, right)

    return check


def _is(value: Any, operand: Any, zone: Zone, run: Any) -> bool | None:
    if isinstance(value, bool) is not isinstance(operand, bool):
        # TRAP: in Python True == 1, but a flag is not a number.
        return False
    if isinstance(operand, DayValue):
        instant = as_instant(value, zone)
        return None if instant is None else zone.day_of(instant) == operand.day
    return bool(value == operand)


def _in(value: Any, operand: Any, zone: Zone, run: Any) -> bool | None:
    options = operand if isinstance(operand, tuple | list) else (operand,)
    return any(_is(value, option, zone, run) for option in options)


def _order(value: Any, operand: Any, zone: Zone) -> tuple[int, int] | None:
    """Both sides as numbers on one scale: seconds of the day, or instants."""
    if isinstance(operand, TimeOfDay):
        if isinstance(value, TimeOfDay):
            return value.seconds, operand.seconds
        instant = as_instant(value, zone)
        if instant is None:
            return None
        return instant - zone.start_of(zone.day_of(instant)), operand.seconds
    right = as_instant(operand, zone)
    left = as_instant(value, zone)
    return None if left is None or right is None else (left, right)


def _before(value: Any, operand: Any, zone: Zone, run: Any) -> bool | None:
    pair = _order(value, operand, zone)
    return None if pair is None else pair[0] < pair[1]


def _after(value: Any, operand: Any, zone: Zone, run: Any) -> bool | None:
    pair = _order(value, operand, zone)
    return None if pair is None else pair[0] > pair[1]


def _on(value: Any, operand: Any, zone: Zone, run: Any) -> bool | None:
    instant = as_instant(value, zone)
    if instant is None:
        return None
    working = run.plan.calendar.is_working(zone.day_of(instant))
    return bool(working) is (operand == "working_day")


def _contains(value: Any, operand: Any, zone: Zone, run: Any) -> bool | None:
    return operand in value if isinstance(value, list | tuple) else None


def _empty(value: Any, operand: Any, zone: Zone, run: Any) -> bool | None:
    return not value if isinstance(value, list | tuple | str) else None


def _same_month(value: Any, operand: Any, zone: Zone, run: Any) -> bool | None:
    left, right = month_text(value, zone), month_text(operand, zone)
    return None if left is None or right is None else left == right


def _same_year(value: Any, operand: Any, zone: Zone, run: Any) -> bool | None:
    left, right = month_text(value, zone), month_text(operand, zone)
    return None if left is None or right is None else left[:4] == right[:4]


# Put to two numbers as they are; what is counted needs no more.
NUMBER_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "more_than": operator.gt,
    "less_than": operator.lt,
}
OPERATORS: Mapping[str, Decide] = {
    "is": _is,
    "in": _in,
    "present": _is,  # handled before a value is asked for
    "absent": _is,
    "unknown": _is,
    **{name: _numeric(decide) for name, decide in NUMBER_TESTS.items()},
    "before": _before,
    "after": _after,
    "on": _on,
    "contains": _contains,
    "empty": _empty,
    "in_bottom": _is,  # handled with the whole event
    "same_month_as": _same_month,
    "same_year_as": _same_year,
    "kind": _is,  # handled with the statuses
}
