"""Every entry that changed: which way it goes, and a ticket that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hotline_rules.impact.amounts import decided_direction
from hotline_rules.impact.rules import entry_changes
from hotline_rules.impact.witness import show, witnesses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hotline_rules.impact.differences import Difference
    from hotline_rules.impact.direction import Direction
    from hotline_rules.impact.rules import EntryChange
    from hotline_rules.impact.witness import Shown
    from hotline_rules.profile import Profile
    from hotline_rules.rulebook import Change, Rule, Rulebook
    from hotline_rules.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class EntryImpact:
    """What one changed entry does.

    Attributes:
        change: what it says otherwise.
        decided: the direction for all tickets, where the texts alone tell it;
            ``same``: their outcomes do not change.
        shown: what the golden cases show of it.
    """

    change: EntryChange
    decided: Direction | Literal["same"] | None
    shown: Shown


def impacts(
    old: Profile, new: Profile, scenarios: Iterable[Scenario]
) -> tuple[EntryImpact, ...]:
    """What every changed entry does.

    Args:
        old: before the change.
        new: after it.
        scenarios: golden cases to look for witnesses in; judged by both.

    Returns:
        the entries in the order of the new profile's rendering.
    """
    changes = entry_changes(old, new)
    if not changes:
        return ()
    found = witnesses(old, new, scenarios)
    alone = len(changes) == 1
    return tuple(
        EntryImpact(
            change,
            _decided(change, old.rulebook, new.rulebook),
            show(found, _any if alone else _about(change, old.rulebook, new.rulebook)),
        )
        for change in changes
    )


def _decided(
    change: EntryChange, old: Rulebook, new: Rulebook
) -> Direction | Literal["same"] | None:
    if change.sort not in {"rule", "change"}:
        return None
    return decided_direction(_compiled(change, old), _compiled(change, new))


def _compiled(change: EntryChange, book: Rulebook) -> list[Rule | Change]:
    entries: tuple[Rule | Change, ...] = (
        book.rules if change.sort == "rule" else book.changes
    )
    return [one for one in entries if one.id == change.id]


def _about(
    change: EntryChange, old: Rulebook, new: Rulebook
) -> Callable[[Difference], bool]:
    """Whether a difference comes from an entry, as far as a record tells.

    Of an entry that any rule may rest on (a document, a word, a calendar) no record
    tells; it has witnesses only where nothing else was changed.
    """
    match change.sort:
        case "rule":
            rules = {change.id}
        case "change":
            targets = (*_targets(change, old), *_targets(change, new))
            rules = {change.id, *targets}
        case "counting":
            rules = {*_counted(change, old), *_counted(change, new)}
        case "reading":
            return lambda one: any(
                change.id in (record or {}).get("readings", ())
                for record in (one.before, one.after)
            )
        case "ladder":
            return lambda one: (
                change.id
                in {(record or {}).get("ladder") for record in (one.before, one.after)}
            )
        case _:
            return _none
    clauses = {
        clause
        for one in change.parts
        for told in (one.before, one.after)
        for clause in (told.cites if told is not None else ())
    }
    return lambda one: _rests_on(one, rules, clauses)


def _none(one: Difference) -> bool:  # noqa: ARG001 -- one signature for all
    return False


def _any(one: Difference) -> bool:  # noqa: ARG001 -- one signature for all
    return True


def _rests_on(one: Difference, rules: set[str], clauses: set[str]) -> bool:
    """Whether a record comes from one of some rules; a light, from their clauses."""
    for record in (one.before, one.after):
        if record is None:
            continue
        if one.section == "light" and clauses & set(record["cites"]):
            return True
        named = {record.get("rule"), *record.get("rules", ())}
        if any(
            name == rule or str(name).startswith(f"{rule}.")
            for name in named
            for rule in rules
        ):
            return True
    return False


def _targets(change: EntryChange, book: Rulebook) -> tuple[str, ...]:
    return tuple(
        target for one in book.changes if one.id == change.id for target in one.targets
    )


def _counted(change: EntryChange, book: Rulebook) -> set[str]:
    """Rules whose limits are counted by a counting."""
    return {
        rule.id
        for rule in book.rules
        for case in rule.cases
        if case.limit is not None and case.limit.counting == change.id
    }
