"""Names of a profile's things, and what the profile itself has a name for."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.explain.names import Names
from hotline_rules.explain.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline_rules.rulebook import Condition, Fact, Pattern, Rulebook

# Where a sentence goes on with “为”.
_KEYS_OF_CHANGE = {
    "from": Text("原类别", "former kind"),
    "to": Text("改后类别", "new kind"),
}

# Beside the payload of an event.
_WHOSE = {
    "ticket": Text("工单的{0}", "{0} of the ticket"),
    "unit": Text("单位的{0}", "{0} of the unit"),
}
# What an event of any type has; these titles say by themselves whose they are.
_OF_TRIGGERS = ("type", "at", "weekday", "day", "time")


class Called(Names):
    """Names for sentences about rules; conditions and events go by their names too.

    Args:
        rulebook: whose profile names things.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__(rulebook)
        self._event = ""
        self._by_name = True

    def inside(self, event: str) -> Called:
        """The same names where bare keys are those of an event's payload."""
        names = copy(self)
        names._event = event
        return names

    def without_definitions(self) -> Called:
        """The same names, but what the profile has a name for is told in full."""
        names = copy(self)
        names._by_name = False
        return names

    def key(self, key: str, event: str = "") -> Text:
        """A payload key, of the event at hand where there is one."""
        event = event or self._event
        if event == "reclassified" and key in _KEYS_OF_CHANGE:
            return _KEYS_OF_CHANGE[key]
        return super().key(key, event)

    def fact(self, name: str) -> Text:
        """A fact by its dotted name; a bare key of the event at hand by its own."""
        scope, _, key = name.rpartition(".")
        if scope == "here":
            return self.key(key)
        told = super().fact(name)
        if scope == "event" and key not in _OF_TRIGGERS:
            return say("该事件的{0}", "{0} of the event", told)
        if self._event and scope in _WHOSE:
            whose = _WHOSE[scope]
            return say(whose.zh, whose.en, told)
        return told

    def bare_fact(self, fact: Fact) -> Text:
        """A fact without the record that holds it: what a finding or a flag says."""
        if fact.scope == "finding":
            return self.titled(fact.name)
        if fact.scope == "status":
            return self.status(fact.name)
        if fact.scope in ("here", "event"):
            return self.key(fact.name)
        return super().fact(str(fact))

    def event(self, type_: str) -> Text:
        """A type of event: recorded, or one that the engine makes."""
        limit = self._limit_of_mark(type_)
        return self.happening(type_, limit)

    def _limit_of_mark(self, type_: str) -> str | None:
        head = type_.rpartition(".")[0]
        return self.rule(head).zh if head else None

    def condition(self, condition: Condition) -> Text | None:
        """The name of a condition; ``None`` when the profile has none for it."""
        for one in self.rulebook.conditions if self._by_name else ():
            if one.condition == condition:
                return _titled(one.title, one.id)
        return None

    def moment(self, patterns: Sequence[Pattern]) -> tuple[Text | None, int]:
        """The name of as many of the first events as one has; and how many."""
        found: tuple[Text | None, int] = (None, 0)
        asked = [(one.event, one.where) for one in patterns]
        for moment in self.rulebook.moments if self._by_name else ():
            held = [(one.event, one.where) for one in moment.patterns]
            if len(held) > found[1] and asked[: len(held)] == held:
                found = (_titled(moment.title, moment.id), len(held))
        return found


def _titled(title: str, id_: str) -> Text:
    return say("{0}", "{1} ({0})", title, id_.replace("_", " "))
