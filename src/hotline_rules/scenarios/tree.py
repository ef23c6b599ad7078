"""Copies of a rulebook with parts changed."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from hotline_rules.rulebook import Place

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_GONE: Any = object()


def rebuilt(
    part: Any, change: Callable[[Any], Any], whole: tuple[type, ...] = ()
) -> Any:
    """Return a tree with its parts changed; what became None leaves its tuple.

    What did not change is the same object as before.

    Args:
        part: a part of a rulebook, or a tuple of them.
        change: is given every part, the outer one first.
        whole: kinds of parts that are left as they are.
    """
    if isinstance(part, tuple):
        items = [rebuilt(item, change, whole) for item in part]
        kept = [new for new, old in zip(items, part, strict=True) if new is not _GONE]
        same = len(kept) == len(part) and all(
            a is b for a, b in zip(kept, part, strict=True)
        )
        return part if same else tuple(kept)
    if not is_dataclass(part) or isinstance(part, (Place, type, *whole)):
        return part
    changed = change(part)
    if changed is None:
        return _GONE
    new = {}
    for one in fields(changed):
        old = getattr(changed, one.name)
        value = rebuilt(old, change, whole)
        if value is not old:
            new[one.name] = value
    return replace(changed, **new) if new else changed
