"""Points in the profile's own words, reached by walking."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import TYPE_CHECKING, Any

from hotline_rules.checker.model import NotCheckableError
from hotline_rules.checker.walk import DAY, Point, Walker, merged, months_on
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_AMOUNT = re.compile(
    r"(\S+) (minutes?|hours?|working minutes?|working hours?|working days?"
    r"|calendar days?|months?)",
    re.ASCII,
)
_SHIFT = re.compile(r"(.+?) (before|after) (.+)", re.ASCII)
_DAY_OF_MONTH = re.compile(r"day ([0-9]+) of the month", re.ASCII)
_FACT = re.compile(r"[a-z_]+(\.\w+)+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_FIRST_DAY = "first working day after "
_SECONDS = {
    "minute": (60, False),
    "hour": (3_600, False),
    "working minute": (60, True),
    "working hour": (3_600, True),
}
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Bases:
    """What points are counted from.

    Attributes:
        start: of the limit.
        due, first: its end, and the first it had; ``None`` if not known here.
        facts: the values that the input has for a fact.
        limits: the ends that the result has for a rule.
    """

    start: int
    due: Point | None
    first: Point | None
    facts: Callable[[str], Sequence[Any]]
    limits: Callable[[str], Sequence[Point]]


def late_from(point: Point) -> int:
    """The first instant that is late."""
    return point[0] + point[1]


def reach(text: Any, walker: Walker, bases: Bases) -> list[Point]:
    """The points that a text may mean; several where the input has several values.

    Raises:
        NotCheckableError: the text names what the evidence does not have.
    """
    if isinstance(text, dict):
        return _extremes(text, walker, bases)
    if not isinstance(text, str):
        why = Text("证据没有写明这个时点是怎样定的", "the evidence does not say how")
        raise NotCheckableError("point-not-told", why)
    return list(_reach(text.strip(), walker, bases))


def _extremes(parts: dict[str, Any], walker: Walker, bases: Bases) -> list[Point]:
    """The earliest or the latest of several, for each way to mean them."""
    ((which, texts),) = parts.items()
    pick = min if which == "earliest" else max
    meant = [reach(text, walker, bases) for text in texts]
    found = [pick(points, key=late_from) for points in product(*meant)]
    return list(dict.fromkeys(found))


def _reach(text: str, walker: Walker, bases: Bases) -> Iterator[Point]:
    anchor = _anchor(text, bases)
    if anchor is not None:
        yield anchor
    elif text == "end of the day":
        yield walker.end_of_day(bases.start)
    elif match := _DAY_OF_MONTH.fullmatch(text):
        yield walker.day_of_month(bases.start, int(match[1]))
    elif text.removeprefix("end of the ").startswith(_FIRST_DAY):
        for base in _reach(text.partition(" after ")[2], walker, bases):
            yield walker.first_working_day(base)[text.startswith("end")]
    elif match := _SHIFT.fullmatch(text):
        yield from _shifted(match, walker, bases)
    elif _DATE.fullmatch(text):
        yield walker.end_of_date(date.fromisoformat(text))
    elif _FACT.fullmatch(text):
        yield from _named(text, walker, bases)
    else:
        why = Text(f"读不懂时点“{text}”", f"`{text}` is not a point")
        raise NotCheckableError("point-not-told", why)


def _anchor(text: str, bases: Bases) -> Point | None:
    if text == "start":
        return bases.start, True, bases.start
    if text not in ("due", "first_due"):
        return None
    found = bases.due if text == "due" else bases.first
    if found is None:
        why = Text("证据没有写明原来的期限", "the evidence lacks the end before")
        raise NotCheckableError("end-not-told", why)
    return found


def _named(text: str, walker: Walker, bases: Bases) -> Iterator[Point]:
    """The end of another limit, or the date or instant that a fact gives."""
    head, _, last = text.rpartition(".")
    others = bases.limits(head) if last == "due" else []
    if others:
        yield from others
        return
    values = list(bases.facts(text))
    found = False
    for value in values:
        point = end_of_value(value, walker)
        if point is not None:
            found = True
            yield point
    if not found:
        why = Text(
            f"依据的事件里没有可用的 {text}", f"no event of the evidence has {text}"
        )
        raise NotCheckableError("fact-not-in-input", why)


def end_of_value(value: Any, walker: Walker) -> Point | None:
    """The end that a date, or an instant, stands for."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return walker.end_at(value)
    if not isinstance(value, str):
        return None
    try:
        if _DATE.fullmatch(value):
            return walker.end_of_date(date.fromisoformat(value))
        return walker.end_at(instant_of(value))
    except ValueError:
        return None


def instant_of(text: str) -> int:
    """Epoch seconds of ISO text with an offset; 24:00 is the next day's start.

    Raises:
        ValueError: it is no such text.
    """
    moment = datetime.fromisoformat(text.replace("T24:00", "T00:00", 1))
    if moment.tzinfo is None:
        raise ValueError(f"no offset: {text}")
    return int(moment.timestamp() // 1) + (86_400 if "T24:00" in text else 0)


# Amounts --------------------------------------------------------------------------


def _shifted(match: re.Match[str], walker: Walker, bases: Bases) -> Iterator[Point]:
    amount, direction, base = match.groups()
    amounts = list(amounts_of(amount, walker, bases))
    if direction == "after" and base == "start":
        for number, unit in amounts:
            yield from_start(walker, bases.start, number, unit)
        return
    for point in _reach(base, walker, bases):
        for number, unit in amounts:
            yield shift(
                walker, point, number if direction == "after" else -number, unit
            )


def amounts_of(
    text: str, walker: Walker, bases: Bases
) -> Iterator[tuple[Decimal, str]]:
    """The number and the unit of an amount; the number may come from a fact."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        why = Text(f"读不懂数量“{text}”", f"`{text}` is not an amount")
        raise NotCheckableError("point-not-told", why)
    unit = match[2].removesuffix("s")
    found = False
    written = bases.facts(match[1]) if _FACT.fullmatch(match[1]) else [match[1]]
    for value in written:
        number = _number(value, unit, walker)
        if number is not None:
            found = True
            yield number, unit
    if not found:
        why = Text(
            f"依据的事件里没有可用的 {match[1]}",
            f"no event of the evidence has a usable {match[1]}",
        )
        raise NotCheckableError("fact-not-in-input", why)


def _number(value: Any, unit: str, walker: Walker) -> Decimal | None:
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    if not number.is_finite() or number <= 0:
        return None
    halves = unit == "working day" and walker.way.halves_split_at is not None
    if unit not in _SECONDS and number % (_HALF if halves else 1):
        return None
    return number


def from_start(walker: Walker, start: int, number: Decimal, unit: str) -> Point:
    """So much from a start."""
    if unit in _SECONDS:
        seconds, office = _SECONDS[unit]
        received = walker.received(start)
        return walker.hours(received, int(number * seconds), office=office)
    if unit == "working day":
        if number % 1:
            return walker.halves(start, int(number * 2))
        return walker.working_days(start, int(number))
    if unit == "calendar day":
        return walker.calendar_days(start, int(number))
    return walker.months(start, int(number))


def shift(walker: Walker, point: Point, number: Decimal, unit: str) -> Point:
    """So much after a point, or before it if the number is negative."""
    if unit in _SECONDS:
        seconds, office = _SECONDS[unit]
        at, inclusive, _ = point
        return walker.hours(
            at, int(number * seconds), inclusive=inclusive, office=office
        )
    back, count = number < 0, abs(number)
    if unit == "working day":
        if count % 1:
            if back:
                why = Text("往前数的半天没有走查", "halves counted back are not walked")
                raise NotCheckableError("halves-back", why)
            return walker.halves_after(point, int(count * 2))
        step = walker.working_days_before if back else walker.working_days_after
        return step(point, int(count))
    if unit == "calendar day":
        step = walker.calendar_days_before if back else walker.calendar_days_after
        return step(point, int(count))
    step = walker.months_before if back else walker.months_after
    return step(point, int(count))


# Pauses -----------------------------------------------------------------------------


def paused(
    walker: Walker,
    end: Point,
    unit: str | None,
    spans: Sequence[tuple[int, int]],
    at_most: str | None,
) -> Point:
    """An end moved by the stretches in which the clock stood still.

    Args:
        walker: of the limit.
        end: without the pauses.
        unit: in which they are counted; hours where the limit has none.
        spans: the stretches, the end of each not included.
        at_most: what all of them together may add.
    """
    unit = "calendar day" if unit == "months" else (unit or "hours").removesuffix("s")
    total, moved = 0, end
    for start, until in capped(walker, merged(spans), at_most):
        if start >= late_from(moved):
            break
        total += _between(walker, start, until, unit)
        moved = _after(walker, end, total, unit) if total else end
    return moved


def _after(walker: Walker, end: Point, total: int, unit: str) -> Point:
    if unit in _SECONDS:
        at, inclusive, _ = end
        office = unit.startswith("working")
        return walker.hours(at, total, inclusive=inclusive, office=office)
    if unit == "working day" and walker.way.halves_split_at is not None and total % 2:
        return walker.halves_after(end, total)
    if unit == "working day" and walker.way.halves_split_at is not None:
        return walker.working_days_after(end, total // 2)
    return shift(walker, end, Decimal(total), unit)


def _between(walker: Walker, start: int, until: int, unit: str) -> int:
    if unit in _SECONDS:
        office = unit.startswith("working")
        if not office and walker.way.rest_days_in_hours is None and not walker.office:
            return max(until - start, 0)
        return walker.open_seconds(start, until, office=office)
    if unit == "working day" and walker.way.halves_split_at is not None:
        return walker.halves_between(start, until)
    if unit == "working day":
        return walker.working_days_between(start, until)
    return walker.calendar_days_between(start, until)


def capped(
    walker: Walker, spans: Sequence[tuple[int, int]], at_most: str | None
) -> Iterator[tuple[int, int]]:
    """The stretches in order, the last cut where the cap is used up."""
    if at_most is None or not spans:
        yield from spans
        return
    match = _AMOUNT.fullmatch(at_most)
    assert match is not None
    number, unit = Decimal(match[1]), match[2].removesuffix("s")
    if unit == "month":
        day = walker.world.day(spans[0][0])
        left, unit = (months_on(day, int(number)) - day).days, "calendar day"
    elif unit in _SECONDS:
        left = int(number * _SECONDS[unit][0])
    else:
        halves = unit == "working day" and walker.way.halves_split_at is not None
        left = int(number * 2) if halves else int(number)
    for start, until in spans:
        used = _between(walker, start, until, unit)
        if used > left:
            yield start, _reaching(walker, start, left, unit)
            return
        yield start, until
        left -= used


def _reaching(walker: Walker, start: int, amount: int, unit: str) -> int:
    """The first instant at which so much lies between it and a start."""
    world = walker.world
    if not amount:
        return start
    if unit in _SECONDS:
        if _between(walker, start, start + amount, unit) == amount:
            return start + amount
        at, _, _ = walker.hours(start, amount, office=unit.startswith("working"))
        return at
    if unit == "working day" and walker.way.halves_split_at is not None:
        why = Text("以半天封顶的停表没有走查", "a cap in half days is not walked")
        raise NotCheckableError("cap-in-halves", why)
    day = world.day(start)
    while amount:
        day += DAY
        amount -= 1 if unit == "calendar day" else world.works(day)
    return world.begin(day)
