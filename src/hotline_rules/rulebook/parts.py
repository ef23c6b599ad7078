"""A rulebook as a tree of plain data: a walk over its parts."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from hotline_rules.rulebook.values import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")


def found_in(part: Any, kind: type[T]) -> Iterator[T]:
    """Yield every part of a kind, in the order of the fields, the outer one first.

    Args:
        part: a part of a rulebook, or a tuple of them; what is neither holds nothing.
        kind: a class of parts, such as ``Mark`` or ``Table``.
    """
    if isinstance(part, kind):
        yield part
    if isinstance(part, tuple):
        for item in part:
            yield from found_in(item, kind)
    elif is_dataclass(part) and not isinstance(part, (Place, type)):
        for one in fields(part):
            yield from found_in(getattr(part, one.name), kind)
