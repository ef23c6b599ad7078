"""The words every profile may use without declaring them.

Events with their payload, attributes with what their absence means, roles, findings,
statuses, penalties, actions, notices, rungs and flags, each with its Chinese title.
The names are those of the vocabulary, which is binding; nothing here decides anything.
"""

from dataclasses import dataclass

from hotline_rules.profile.event_table import EVENTS, UNIT_KEYS
from hotline_rules.profile.word_table import (
    ACTIONS,
    ATTRIBUTES,
    FINDINGS,
    FLAGS,
    ITEM_FACTS,
    NOTICES,
    PENALTIES,
    ROLES,
    ROLES_OF_UNIT,
    RUNGS,
    STATUSES,
    UNIT_FACTS,
)
from hotline_rules.rulebook import (
    AttributeWord,
    EventWord,
    Pattern,
    RoleWord,
    StatusWord,
    Test,
)
from hotline_rules.rulebook.conditions import AnyOf, Fact


@dataclass(frozen=True, slots=True)
class ValueType:
    """What a fact may hold.

    Attributes:
        kind: ``flag``, ``yes_no``, ``text``, ``number``, ``date`` (also an instant),
            ``instant``, ``unit``, ``month``, ``list``, ``time``, ``weekday``.
        one_of: the only values allowed; empty when any will do.
    """

    kind: str = "text"
    one_of: tuple[str, ...] = ()

    @property
    def yes_or_no(self) -> bool:
        """Whether the fact is true or false."""
        return self.kind in {"flag", "yes_no"}


def parse_type(text: str) -> ValueType:
    """Return the type that a word or a list ``a|b|c`` stands for."""
    if "|" in text:
        return ValueType("text", tuple(filter(None, text.split("|"))))
    return ValueType(text)


def _event(line: tuple[str, str, str]) -> EventWord:
    name, title, payload = line
    keys = _keys(payload)
    if "unit" not in dict(keys):
        keys = (*keys, ("unit", "unit"))
    return EventWord(
        id=name, title=title, payload=keys, unit_key=UNIT_KEYS.get(name, "unit")
    )


def _keys(payload: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (key, type_ or "text")
        for key, _, type_ in (item.partition(":") for item in payload.split())
    )


BUILT_IN_EVENTS: tuple[EventWord, ...] = tuple(_event(line) for line in EVENTS)

# Events that are a unit's by nature: a look-back must say whose it means.
EVENTS_OF_UNITS = frozenset(
    name
    for name, _, payload in EVENTS
    if UNIT_KEYS.get(name, "unit") in dict(_keys(payload))
)

BUILT_IN_ATTRIBUTES: tuple[AttributeWord, ...] = tuple(
    AttributeWord(
        id=name,
        title=title,
        type="text" if "|" in type_ else type_,
        one_of=tuple(type_.split("|")) if "|" in type_ else (),
        set_by=set_by,
    )
    for name, title, type_, _, set_by in ATTRIBUTES
)

# What histories of units and of knowledge-base items say about themselves.
SUBJECT_ATTRIBUTES: tuple[AttributeWord, ...] = tuple(
    AttributeWord(id=name, title=name, type=type_)
    for name, type_ in {**UNIT_FACTS, **ITEM_FACTS}.items()
)

ABSENT_MEANS: dict[str, bool | str | int] = {
    **{name: absent for name, _, _, absent, _ in ATTRIBUTES if absent is not None},
    **{name: False for name, _, type_, _, _ in ATTRIBUTES if type_ == "flag"},
}

BUILT_IN_ROLES: tuple[RoleWord, ...] = tuple(
    RoleWord(id=name, titles=((None, None, title),), of_unit=name in ROLES_OF_UNIT)
    for name, title in ROLES.items()
)

BUILT_IN_STATUSES: tuple[StatusWord, ...] = tuple(
    StatusWord(id=name, title=title, of=of) for name, (title, of) in STATUSES.items()
)

STATUS_KINDS: dict[str, tuple[str, ...]] = {
    "difficult": ("no_taker", "high_frequency", "historical_systemic"),
    "linkage": ("repeated", "cross", "multi_channel", "legacy", "other"),
}

UNIT_FACT_TYPES = {name: parse_type(type_) for name, type_ in UNIT_FACTS.items()}
ITEM_FACT_TYPES = {name: parse_type(type_) for name, type_ in ITEM_FACTS.items()}

FINDING_TITLES = FINDINGS
PENALTY_TITLES = PENALTIES
ACTION_TITLES = ACTIONS
NOTICE_TITLES = NOTICES
RUNG_TITLES = RUNGS
FLAG_TITLES = FLAGS

# A unit holds the ticket from a dispatch to it (not as a mere helper) until its return
# is granted; events that name no unit concern the holder.
HOLDER_GAINED = (
    Pattern(
        "dispatched",
        AnyOf(
            (
                Test(Fact("here", "role"), "in", ("lead", "accept_first")),
                Test(Fact("here", "role"), "absent", operand=True),
            )
        ),
    ),
)
HOLDER_LOST = (
    Pattern("return_decided", Test(Fact("here", "decision"), "is", "approved")),
)
# What units and months are made of: a ticket comes to a unit in whatever role, a ticket
# is closed, a ranking or a month is made public.
DISPATCHES = (Pattern("dispatched"),)
CLOSINGS = (Pattern("closed"),)
RANKINGS = (Pattern("ranking_published"),)
BULLETINS = (Pattern("bulletin_published"),)
