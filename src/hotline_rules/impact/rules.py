"""What a change of the rules says otherwise, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hotline_rules.regulation import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.profile import Profile
    from hotline_rules.regulation import Statement


@dataclass(frozen=True, slots=True)
class Reworded:
    """One sentence of the rules that is new, gone, or says something else.

    Attributes:
        before, after: the sentence in each profile; ``None`` where there is none.
    """

    before: Statement | None
    after: Statement | None


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry of the profile with all that it says otherwise.

    Attributes:
        sort: of the entry, the first part of its sentences' keys: ``rule``,
            ``change``, ``counting``, ``reading`` …; ``switch``: it says the same under
            the readings in use, and something else under others.
        id: of the entry; that of the new profile where it was renamed.
        title: its first sentence, in the new profile where it still stands there; of
            a switch the first that differs.
        kind: ``renamed`` says the same under another id.
        parts: the sentences that differ, in the order of the profile; of an entry of
            one side all of them.
        cites: the clauses that the whole entry rests on now, else rested on.
    """

    sort: str
    id: str
    title: str
    kind: Literal["added", "removed", "changed", "renamed"]
    parts: tuple[Reworded, ...]
    cites: tuple[str, ...]


_Entry = tuple[str, str]
_Told = dict[_Entry, dict[tuple[str, ...], "Statement"]]


def entry_changes(old: Profile, new: Profile) -> tuple[EntryChange, ...]:
    """Every entry that does not say the same in both profiles.

    Only what is said counts: comments, layout and the order of keys are no change.

    Args:
        old: before the change.
        new: after it.

    Returns:
        the entries in the order of the new profile's rendering, those that are gone
        behind the one they used to follow.
    """
    before, after = _told(old), _told(new)
    renamed = _renamed(before, after)
    differing = [
        entry
        for entry in _in_order(list(before), list(after))
        if entry not in renamed.values() and _says_otherwise(entry, before, after)
    ]
    # What a switch would give under other readings is an echo of what was changed.
    said = {id_ for sort, id_ in differing if sort != "switch"}
    return tuple(
        _change(entry, before, after, renamed)
        for entry in differing
        if entry[0] != "switch" or entry[1] not in said
    )


def _told(profile: Profile) -> _Told:
    told: _Told = {}
    for one in statements(profile):
        told.setdefault(_entry_of(one), {})[one.key] = one
    return told


def _entry_of(one: Statement) -> _Entry:
    """The entry a sentence belongs to; of a switch, that with the id it switches."""
    if one.key[0] != "switch":
        return one.entry
    return ("switch", one.key[3] if one.key[1] == "words" else one.key[2])


def _says_otherwise(entry: _Entry, before: _Told, after: _Told) -> bool:
    old, new = before.get(entry), after.get(entry)
    return old is None or new is None or _content(old) != _content(new)


def _content(entry: dict[tuple[str, ...], Statement]) -> dict[tuple[str, ...], object]:
    """What an entry says, whatever its id is."""
    return {key[2:]: one.said for key, one in entry.items()}


def _renamed(before: _Told, after: _Told) -> dict[_Entry, _Entry]:
    """New entries by which an old one that is gone says the same, with that one."""
    gone = [entry for entry in before if entry not in after]
    found: dict[_Entry, _Entry] = {}
    for entry in after:
        if entry in before:
            continue
        content = _content(after[entry])
        for one in gone:
            if one[0] == entry[0] and _content(before[one]) == content:
                found[entry] = one
                gone.remove(one)
                break
    return found


def _in_order(before: list[_Entry], after: list[_Entry]) -> Iterator[_Entry]:
    """The new entries, each followed by the gone ones that used to follow it."""
    kept = set(after)
    followers: dict[_Entry | None, list[_Entry]] = {}
    last: _Entry | None = None
    for entry in before:
        if entry in kept:
            last = entry
        else:
            followers.setdefault(last, []).append(entry)
    yield from followers.get(None, ())
    for entry in after:
        yield entry
        yield from followers.get(entry, ())


def _change(
    entry: _Entry, before: _Told, after: _Told, renamed: dict[_Entry, _Entry]
) -> EntryChange:
    old, new = before.get(entry, {}), after.get(entry, {})
    told = tuple((new or old).values())
    cites = tuple(dict.fromkeys(clause for one in told for clause in one.cites))
    if entry in renamed:
        return EntryChange(*entry, told[0].zh, "renamed", (), cites)
    kind: Literal["added", "removed", "changed"] = (
        "changed" if old and new else "added" if new else "removed"
    )
    parts = tuple(_parts(old, new))
    first = parts[0].after or parts[0].before if entry[0] == "switch" else told[0]
    assert first is not None  # one side has it
    return EntryChange(*entry, first.zh, kind, parts, cites)


def _parts(
    old: dict[tuple[str, ...], Statement], new: dict[tuple[str, ...], Statement]
) -> Iterator[Reworded]:
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        if before is None or after is None or before.said != after.said:
            yield Reworded(before, after)
