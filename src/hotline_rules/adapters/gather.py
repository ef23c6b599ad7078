"""The rows of one history put together: attributes, events, what does not agree."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hotline_rules.adapters.model import Place

    Attributes = Mapping[str, Any]
    Events = Sequence[Mapping[str, Any]]

_encode = json.JSONEncoder(separators=(",", ":")).encode
decode = json.JSONDecoder().decode


def encode(said: object) -> str:
    """Answer JSON in ASCII; half characters, which no file can hold, written out."""
    text = _encode(said)
    return _encode(_storable(said)) if "\\ud" in text else text


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): _storable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(one) for one in value]
    return value


def storable(text: str) -> str:
    """Write out half characters, which no file can hold."""
    return text.encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class Gathered:
    """A history put together from its rows.

    Attributes:
        number: from 1, in the order in which the ids appeared first.
        place: of the first row it was made of.
        rows: how many rows it was made of.
        id: as it was kept, pseudonymised or not.
        history: as docs/histories.md describes it.
    """

    number: int
    place: Place
    rows: int
    id: str
    history: dict[str, Any]


def join(
    history_id: str, subject: str, rows: Iterable[tuple[Attributes, Events]]
) -> dict[str, Any]:
    """Put the rows of one history together, in their order.

    An attribute is taken from the first row that has it, null not counted; events are
    put one after the other, so that those of one second keep the order of the rows.
    """
    attributes: dict[str, Any] = {}
    events: list[Mapping[str, Any]] = []
    for said, happened in rows:
        for key, value in said.items():
            if attributes.get(key) is None:
                attributes[key] = value
        events += happened
    return {
        "id": history_id,
        "subject": subject,
        "attributes": attributes,
        "events": events,
    }


def flat(attributes: Attributes, events: Events) -> dict[str, Any]:
    """Answer all that a whole row says, by names that can be told to a person.

    Returns:
        values by ``urgency``, ``dispatched.at``, ``dispatched#2.at``; null left out.
    """
    said = {key: value for key, value in attributes.items() if value is not None}
    seen: Counter[str] = Counter()
    for event in events:
        kind = str(event.get("type"))
        seen[kind] += 1
        name = kind if seen[kind] == 1 else f"{kind}#{seen[kind]}"
        for key, value in event.items():
            if value is not None and key != "type":
                said[f"{name}.{key}"] = value
    return said


def differing(first: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[str, ...]:
    """Answer the names under which two rows say different things, sorted."""
    return tuple(
        sorted(
            key
            for key in first.keys() | second.keys()
            if first.get(key) != second.get(key)
        )
    )


def contains(more: Mapping[str, Any], less: Mapping[str, Any]) -> bool:
    """Say whether one row says all that another says."""
    return all(key in more and more[key] == value for key, value in less.items())


def leading_unit(events: Events) -> str | None:
    """Answer the unit a row is listed under: of the last dispatch, else the last."""
    named = [
        (event.get("type") == "dispatched", number, event["unit"])
        for number, event in enumerate(events)
        if isinstance(event.get("unit"), str)
    ]
    return max(named)[2] if named else None


def tidied(name: str) -> str:
    """Bring a name to the form in which names are compared: Unicode NFC, trimmed.

    Half a character (a lone surrogate), which no file can hold, is written out.
    """
    return normalize("NFC", storable(name)).strip()


def folded(name: str) -> str:
    """Answer what is left of a name without what slips in unseen.

    Width of characters, case, blanks, and leading zeros of a number, which a
    spreadsheet drops: two names that agree here are probably one.

    Example:
        >>> folded(" ZB- 001 "), folded("zb-001"), folded("00042")
        ('zb-001', 'zb-001', '42')
    """
    plain = "".join(normalize("NFKC", name).casefold().split())
    return plain.lstrip("0") or plain if plain.isdecimal() else plain


def by_ticket(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    """Group rows, sorted by their first value, that agree in it."""
    group: list[Sequence[Any]] = []
    for row in rows:
        if group and group[0][0] != row[0]:
            yield group
            group = []
        group.append(row)
    if group:
        yield group
