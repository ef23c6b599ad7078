"""Constants inside compiled limits and marks, for the checks that compare them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from hotline_rules.clock import (
    Amount,
    CalendarDays,
    Elapsed,
    Months,
    WorkingDays,
    WorkingTime,
)
from hotline_rules.clock.amount import size
from hotline_rules.rulebook import (
    Anchor,
    Constant,
    Extreme,
    FactAmount,
    Limit,
    Mark,
    MarkPoint,
    Missing,
    Shifted,
    Table,
    Value,
    Within,
)

T = TypeVar("T")

AMOUNT_OF_UNIT: dict[str, type[Amount]] = {
    "minutes": Elapsed,
    "hours": Elapsed,
    "working hours": WorkingTime,
    "working days": WorkingDays,
    "calendar days": CalendarDays,
    "months": Months,
}


def leaves(value: "Value[T] | None") -> Iterator[T]:
    """Yield every plain value that a choice can give."""
    match value:
        case Constant():
            yield value.value
        case Table():
            for row in value.rows:
                yield from leaves(row.value)
        case Extreme():
            for part in value.parts:
                yield from leaves(part)
        case Missing() | None:
            return


def has_gap(value: "Value[T] | None") -> bool:
    """Say whether a choice can give a number that the source leaves open."""
    match value:
        case Missing():
            return True
        case Table():
            return any(has_gap(row.value) for row in value.rows)
        case Extreme():
            return any(map(has_gap, value.parts))
        case _:
            return False


def kind_of_amount(amount: Amount | FactAmount) -> type[Amount]:
    """Return the class of an amount, also of one whose number is a fact."""
    if isinstance(amount, FactAmount):
        return AMOUNT_OF_UNIT[amount.unit]
    return type(amount)


def fixed_lengths(limit: Limit) -> list[Amount]:
    """Return the lengths a limit can have that are plain numbers."""
    return [
        leaf.amount
        for leaf in leaves(limit.within)
        if isinstance(leaf, Within) and not isinstance(leaf.amount, FactAmount)
    ]


@dataclass(frozen=True, slots=True)
class Offset:
    """Where a mark lies, seen from the end of its limit.

    Attributes:
        kind: class of amount; offsets of two kinds cannot be compared.
        amount: signed size in the unit of that class.
        past: whether the mark is the first instant beyond the point.
    """

    kind: type[Amount]
    amount: int
    past: bool

    def is_before(self, other: "Offset") -> bool:
        """Say whether this mark is surely reached before the other."""
        return (self.amount, self.past) < (other.amount, other.past)

    def comparable(self, other: "Offset") -> bool:
        """Say whether the order of the two can be told."""
        same = self.kind is other.kind
        return same or self.amount == 0 or other.amount == 0


def offset_of(point: MarkPoint, length: Amount | None) -> Offset | None:
    """Return the offset of a mark from the end; None when it cannot be told."""
    base = point.point
    if base == Anchor("due"):
        return Offset(type(length) if length else WorkingDays, 0, point.past)
    if not isinstance(base, Shifted) or isinstance(base.amount, FactAmount):
        return None
    sign = 1 if base.direction == "after" else -1
    kind, moved = type(base.amount), sign * size(base.amount)
    if base.base == Anchor("due"):
        return Offset(kind, moved, point.past)
    if base.base == Anchor("start") and length is not None and type(length) is kind:
        return Offset(kind, moved - size(length), point.past)
    return None


def called(mark: Mark) -> str:
    """Return the title of a mark in Chinese, with the name to find it by."""
    if mark.title == mark.id:
        return f"节点 `{mark.id}` "
    return f"{title_of(mark)}（`{mark.id}`）"


def title_of(mark: Mark) -> str:
    """Return the title of a mark in Chinese; one without stands for itself."""
    return f"节点 `{mark.id}`" if mark.title == mark.id else f"“{mark.title}”"


def belongs_before(first: Mark, second: Mark) -> bool:
    """Say whether one is a yellow and the other a red of the same sort.

    Lights are compared with lights and cards with cards; a mark may bring both.
    """
    yellow, red = _colours(first), _colours(second)
    return any((sort, "red") in red for sort, colour in yellow if colour == "yellow")


def _colours(mark: Mark) -> set[tuple[str, str]]:
    found = set()
    light, penalty = mark.effects.light, mark.effects.penalty
    if light is not None:
        found.add(("light", str(light.colour)))
    if penalty is not None:
        found.add(("card", penalty.kind.removesuffix("_card")))
    return found
