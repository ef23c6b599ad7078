"""The words a mapping may use: events, what they carry, attributes, and their kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.profile.vocabulary import (
    BUILT_IN_ATTRIBUTES,
    BUILT_IN_EVENTS,
    SUBJECT_ATTRIBUTES,
    ValueType,
    parse_type,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hotline_rules.profile import Profile

_ANYTHING = ValueType("text")


@dataclass(frozen=True, slots=True)
class Names:
    """What is known of names.

    Attributes:
        titles: event to its Chinese title.
        keys: event to the kinds of what it may carry.
        attributes: attribute to its kind.
        attribute_titles: attribute to its Chinese title.
        own: further names that the mapping declares; they fit anywhere.
    """

    titles: Mapping[str, str]
    keys: Mapping[str, Mapping[str, ValueType]]
    attributes: Mapping[str, ValueType]
    attribute_titles: Mapping[str, str]
    own: frozenset[str]

    def payload(self, event: str) -> frozenset[str] | None:
        """Return the keys an event may carry, `None` for one that is not known.

        Its own id is among them: findings refer to an act by it.
        """
        keys = self.keys.get(event)
        return None if keys is None else frozenset(keys) | self.own | {"id"}

    def kind(self, event: str, key: str) -> ValueType:
        """Return the kind of what an event says under a key; text where unknown."""
        if key == "unit":
            return ValueType("unit")
        return self.keys.get(event, {}).get(key, _ANYTHING)

    def attribute(self, key: str) -> ValueType:
        """Return the kind of an attribute; text where unknown."""
        return self.attributes.get(key, _ANYTHING)


def names_of(profile: Profile | None, own: Iterable[str], subject: str) -> Names:
    """Return the names of a profile, or of the vocabulary without one.

    Args:
        profile: the rules that are to judge, when they are known already.
        own: names that the mapping declares.
        subject: what the histories are about; units and items have facts of their own.
    """
    events = BUILT_IN_EVENTS if profile is None else profile.rulebook.events
    facts = BUILT_IN_ATTRIBUTES if profile is None else profile.rulebook.attributes
    if subject != "ticket":
        facts = (*facts, *SUBJECT_ATTRIBUTES)
    return Names(
        titles={word.id: word.title for word in events},
        keys={
            word.id: {key: parse_type(type_) for key, type_ in word.payload}
            for word in events
        },
        attributes={word.id: ValueType(word.type, word.one_of) for word in facts},
        attribute_titles={word.id: word.title for word in facts},
        own=frozenset(own),
    )
