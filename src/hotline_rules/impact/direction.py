"""Stricter or laxer, for those whom the rules bind: one difference, or many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hotline_rules.impact.differences import Difference

Direction = Literal["stricter", "laxer", "mixed"]

_COLOURS = ("none", "yellow", "red")


def direction_of(differences: Iterable[Difference]) -> Direction | None:
    """Which way a ticket's outcome moves.

    Stricter is: a duty more, or due earlier; a power less, or lapsing earlier; a card
    or a deduction more; a worse light; an action more. What is neither (another status,
    another rung, a fact that is missing now) has no direction.

    Returns:
        ``mixed`` when some of it is stricter and some laxer; ``None`` when none of it
        has a direction.
    """
    return merged(_direction(one) for one in differences)


def merged(directions: Iterable[Direction | None]) -> Direction | None:
    """The direction of several together; what has none does not count."""
    found = {one for one in directions if one is not None}
    if not found:
        return None
    return found.pop() if len(found) == 1 else "mixed"


def _direction(one: Difference) -> Direction | None:
    before, after = one.before, one.after
    match one.section:
        case "deadlines":
            return _of_limit(before, after)
        case "penalties":
            return _more(_counts(after) - _counts(before))
        case "light":
            return _more(_heat(after) - _heat(before))
        case "actions":
            return _more((after is not None) - (before is not None))
        case _:
            return None


def _of_limit(before: Any, after: Any) -> Direction | None:
    if before is None or after is None:
        gained = (after is not None) - (before is not None)
        return _more(gained if (after or before)["kind"] == "duty" else -gained)
    old, new = before["due_at"], after["due_at"]
    if old is None or new is None or old == new:
        return None
    return _more(1 if new < old else -1)


def _counts(penalty: Any) -> int:
    return int(penalty is not None and penalty["state"] == "effective")


def _heat(light: Any) -> int:
    """How bad a light is: what it shows, then the worst it ever was."""
    return 3 * _COLOURS.index(light["colour"]) + _COLOURS.index(light["peak"])


def _more(amount: int) -> Direction | None:
    if not amount:
        return None
    return "stricter" if amount > 0 else "laxer"
