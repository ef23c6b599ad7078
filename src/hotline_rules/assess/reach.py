"""Which entries of a profile decide whether a list has a case.

An entry left undetermined matters to a bulletin when it gives, or may set off, what
the bulletin lists. Seen too widely rather than too narrowly: what a condition reads and
what a pattern waits for is followed whether or not it could turn the scale.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING

from hotline_rules.rulebook import (
    Change,
    Fact,
    Limit,
    LimitDue,
    Pattern,
    PenaltyEffect,
    Place,
    Rule,
    RungEffect,
    StatusEffect,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hotline_rules.rulebook import Counted, Rulebook

_CARD = "card"  # `card.issued` and its like come of whatever gives a penalty
_ANY = ""


def entry_of(name: str) -> str:
    """The entry that a rule, a case of it or a mark of it belongs to.

    Example:
        >>> entry_of("handle.red"), entry_of("handle")
        ('handle', 'handle')
    """
    return name.partition(".")[0]


def entries_behind(rulebook: Rulebook, listed: Iterable[Counted]) -> frozenset[str]:
    """The entries that give what is listed, and those that these hang on."""
    parts = [_Part.of(one) for one in rulebook.rules]
    parts += [_Part.of(one) for one in rulebook.changes]
    wanted: set[tuple[str, str]] = set()
    for one in listed:
        names = set(one.names)
        for ladder in rulebook.ladders:  # a step may be absorbed by any other
            if names.intersection(ladder.steps):
                names.update(ladder.steps)
        wanted.update((one.sort, name) for name in names or {_ANY})
        wanted.update(("status", name) for name in one.without)
    found = {part.entry for part in parts if part.gives & wanted}
    grown = True
    while grown:
        needs = {name for part in parts if part.entry in found for name in part.needs}
        more = {
            part.entry
            for part in parts
            if needs & part.makes or found & part.alters or part.entry in needs
        }
        grown = not more <= found
        found |= more
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Part:
    """A rule or a change.

    Attributes:
        gives: what a list may take up: sort of case and name.
        makes: names by which others may wait for it.
        needs: names of what it waits for or reads.
        alters: entries whose limits it changes.
    """

    entry: str
    gives: frozenset[tuple[str, str]]
    makes: frozenset[str]
    needs: frozenset[str]
    alters: frozenset[str] = frozenset()

    @classmethod
    def of(cls, one: Rule | Change) -> _Part:
        entry = entry_of(one.id)
        gives, makes, needs = set[tuple[str, str]](), {entry}, set[str]()
        for part in _walked(one):
            match part:
                case Limit():
                    gives |= {("limit", one.id), ("limit", _ANY)}
                case StatusEffect(status=status):
                    gives |= {("status", status), ("status", _ANY)}
                    makes.add(status)
                case PenaltyEffect(kind=kind):
                    gives |= {("penalty", kind), ("penalty", _ANY)}
                    makes.add(_CARD)
                case RungEffect(ladder=ladder):
                    makes.add(ladder)
                case Pattern(event=event) if "." in event:
                    needs.add(entry_of(event))
                case Fact(scope="status" | "limit" | "rung", name=name):
                    needs.add(entry_of(name))
                case LimitDue(rule=rule):
                    needs.add(entry_of(rule))
                case _:
                    pass
        targets = one.targets if isinstance(one, Change) else ()
        return cls(
            entry,
            frozenset(gives),
            frozenset(makes),
            frozenset(needs),
            frozenset(map(entry_of, targets)),
        )


def _walked(part: object) -> Iterator[object]:
    """Yield every part of a rule, itself included."""
    if isinstance(part, tuple):
        for item in part:
            yield from _walked(item)
    elif is_dataclass(part) and not isinstance(part, Place):
        yield part
        for one in fields(part):
            yield from _walked(getattr(part, one.name))
