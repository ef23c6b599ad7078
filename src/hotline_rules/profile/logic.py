"""Joining conditions: what is constant is settled when the profile is loaded."""

from hotline_rules.rulebook import AllOf, Always, AnyOf, Condition, Not


def join(
    kind: type[AllOf] | type[AnyOf], parts: list[Condition | None]
) -> Condition | None:
    """Join parts and settle what is constant; None when a part is faulty."""
    neutral = kind is AllOf
    kept: list[Condition] = []
    for part in parts:
        if part is None:
            return None
        if isinstance(part, Always) and part.value is neutral:
            continue
        kept.append(part)
    if any(isinstance(part, Always) and part.value is not None for part in kept):
        return Always(not neutral)
    if not kept:
        return Always(neutral)
    return kept[0] if len(kept) == 1 else kind(tuple(kept))


def negate(part: Condition) -> Condition:
    """Return the contrary of a condition; unknown stays unknown."""
    if isinstance(part, Always):
        return Always(None if part.value is None else not part.value)
    return part.part if isinstance(part, Not) else Not(part)
