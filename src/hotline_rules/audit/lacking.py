"""What the rules ask for and no column of the exports gives.

No row can show it: where an export has no column of signatures, nobody ever signed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.rulebook.conditions import Fact, Pattern
from hotline_rules.rulebook.parts import found_in

if TYPE_CHECKING:
    from hotline_rules.adapters.mapping import Mapping
    from hotline_rules.rulebook import AttributeWord, Rulebook


def lacking(rulebook: Rulebook, mapping: Mapping) -> dict[str, list[str]]:
    """Compare what the rules about tickets ask for with what a mapping gives.

    Args:
        rulebook: that judges.
        mapping: of the exports.

    Returns:
        `events`: types that a rule or a change looks at and no column tells.
        `attributes`: facts of tickets that one asks for and neither a column nor an
        event tells. Both in the order of the rulebook.
    """
    rules = tuple(rule for rule in rulebook.rules if "ticket" in rule.about)
    asked = (rules, rulebook.changes)
    events = {one.event for one in found_in(asked, Pattern)} - mapping.given.keys()
    facts = {one.name for one in found_in(asked, Fact) if one.scope == "ticket"}
    return {
        "events": [word.id for word in rulebook.events if word.id in events],
        "attributes": [
            word.id
            for word in rulebook.attributes
            if word.id in facts and not _told(word, mapping)
        ],
    }


def _told(word: AttributeWord, mapping: Mapping) -> bool:
    """Whether a column tells a fact, by itself or with an event or another fact."""
    names = {word.id, *(other for other, _, _ in word.told_by)}
    if names & mapping.given_attributes:
        return True
    return any(key in mapping.given.get(event, ()) for event, key in word.set_by)
