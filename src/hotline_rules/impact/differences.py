"""What comes out otherwise: two results of one history, record by record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from hotline_rules.evaluate.output import Writer
from hotline_rules.evaluate.replay import LISTS, records_by_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hotline_rules.evaluate import Result

Section = Literal[
    "deadlines", "light", "penalties", "actions", "statuses", "rungs", "missing"
]
_Record = dict[str, Any]

# What a record is called and what it rests on; another name or another cite for the
# same outcome is a change of the text, not of what happens to the ticket.
_GROUNDS = frozenset(
    {"id", "rule", "rules", "title", "cites", "readings", "because", "message"}
)
# Said already by another key.
_ECHOES = frozenset({"due_text"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One record that is there on one side only, or that says something else.

    Attributes:
        section: the list of the result it stands in; ``light`` for the light.
        key: what finds it in both results: its id, else what it is and since when.
        unit: the unit it is about; ``None``: of the ticket as a whole.
        before, after: the record by each profile, as in docs/results.md without its
            evidence; ``None`` where there is none.
        fields: the keys that differ, in their order; empty for a record of one side.
    """

    section: Section
    key: str
    unit: str | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    fields: tuple[str, ...] = ()


def compare(old: Result, new: Result) -> tuple[Difference, ...]:
    """What two results of one history, judged at one instant, do not share.

    A record that only goes by another id (its rule was renamed), has another title or
    rests on other clauses is no difference.

    Args:
        old: by the profile before the change.
        new: by the changed profile.

    Returns:
        the differences, what weighs most first: penalties, the light, duties, actions,
        statuses, rungs, what is missing, powers; by key within each.
    """
    if old.state == new.state:
        return ()
    before, after = (Writer(one.plan, "zh", bare=True).lists(one) for one in (old, new))
    found: list[Difference] = []
    for section in LISTS:
        pairs = (
            records_by_key(before[section], section),
            records_by_key(after[section], section),
        )
        found += _list(cast("Section", section), *pairs)
    fields = _fields(before["light"], after["light"])
    if fields:
        unit = _shown_for(new) or _shown_for(old) or _only_unit(found)
        lights = before["light"], after["light"]
        found.append(Difference("light", "light", unit, *lights, fields))
    return tuple(sorted(found, key=_weight))


def _weight(one: Difference) -> int:
    record = one.after if one.after is not None else one.before
    if one.section == "deadlines" and record is not None and record["kind"] == "power":
        return len(_WEIGHTIEST_FIRST)
    return _WEIGHTIEST_FIRST.index(one.section)


_WEIGHTIEST_FIRST: tuple[Section, ...] = (
    "penalties",
    "light",
    "deadlines",
    "actions",
    "statuses",
    "rungs",
    "missing",
)


def _list(
    section: Section, before: dict[str, _Record], after: dict[str, _Record]
) -> Iterator[Difference]:
    _drop_renamed(before, after)
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        fields = _fields(old, new)
        if old is None or new is None or fields:
            unit = _unit(new if new is not None else old)
            yield Difference(section, key, unit, old, new, fields)


def _drop_renamed(before: dict[str, _Record], after: dict[str, _Record]) -> None:
    """Take out of both sides what is the same under another id."""
    gone = {key: _outcome(before[key]) for key in before.keys() - after.keys()}
    for key in sorted(after.keys() - before.keys()):
        outcome = _outcome(after[key])
        twin = next((one for one in sorted(gone) if gone[one] == outcome), None)
        if twin is not None:
            del gone[twin], before[twin], after[key]


def _outcome(record: _Record) -> _Record:
    return {key: value for key, value in record.items() if key not in _GROUNDS}


def _fields(old: _Record | None, new: _Record | None) -> tuple[str, ...]:
    if old is None or new is None:
        return ()
    return tuple(
        key
        for key in dict.fromkeys((*old, *new))
        if key not in _GROUNDS and key not in _ECHOES and old.get(key) != new.get(key)
    )


def _unit(record: Mapping[str, Any] | None) -> str | None:
    """The unit of a record: its own, or that of who bears or does it."""
    if record is None:
        return None
    who = record.get("bearer") or record.get("actor") or record
    return cast("str | None", who.get("unit"))


def _shown_for(result: Result) -> str | None:
    """The unit whose limit shows the light."""
    shown_by = result.light.shown_by
    return next((one.unit for one in result.deadlines if one.id == shown_by), None)


def _only_unit(found: list[Difference]) -> str | None:
    """The unit that everything else is about, if it is one."""
    units = {one.unit for one in found}
    return units.pop() if len(units) == 1 else None
