"""The columns of an export: which of them a city's story can fill, and with what.

A wide export has a row for each ticket. The n-th event of a kind has its columns there;
what an event always says in the same words has none, since the mapping says it. A long
export has a row for each event, and a column for whatever any of them says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotline_rules.generating.habits import Habits

Scalar = str | int | bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key it holds, its heading, and the words written for its values.

    Attributes:
        key: of the payload or the attributes.
        heading: of the column; columns of one heading are one column.
        words: value to text; empty when values are written as they are.
    """

    key: str
    heading: str
    words: Mapping[Scalar, str]

    def text(self, value: Any) -> str:
        """Write a value as a cell."""
        return self.words.get(value, str(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """The columns of the n-th event of one kind.

    Attributes:
        type: of the event.
        n: which of that kind, in order of time, from 1.
        at: heading of its instant.
        columns: of its payload.
        constants: payload that is the same in every such event.
    """

    type: str
    n: int
    at: str
    columns: tuple[Column, ...]
    constants: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """All columns of one form of export.

    Attributes:
        zone: of its times.
        own_words: names of events and payload that only this city has.
        id: heading of the ids.
        fillers: headings that nobody needs, with what stands below them.
        attributes: columns of the facts fixed at the start.
        happenings: of a wide form, in the order of a ticket; of a long form the first
            of each kind, with every key as a column.
        headings: all of them, in their order.
    """

    zone: str
    own_words: tuple[str, ...]
    id: str
    fillers: Mapping[str, str]
    attributes: tuple[Column, ...]
    happenings: tuple[Happening, ...]
    headings: tuple[str, ...]


class Words:
    """The headings and words of exports; whatever has none keeps its own name."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data

    def column(self, key: str, heading: str, values: Sequence[Scalar]) -> Column:
        """Make a column, with words for those values that have some."""
        known = self.data["values"].get(key, {})
        words: dict[Scalar, str] = {}
        for value in values:
            if isinstance(value, bool):
                words[value] = self.data["yes" if value else "no"]
            elif value in known:
                words[value] = known[value]
        return Column(key, heading, words)

    def event_heading(self, type_: str, key: str, n: int) -> str:
        """Name the column of the n-th event's key in a wide export."""
        again = self.data["again"][n - 1]
        heading = self.data["events"].get(type_, {}).get(key)
        return f"{again}{heading or f'{type_}.{key}'}"

    def key_heading(self, key: str) -> str:
        """Name the column of a key in a long export."""
        heading: str = self.data["keys"].get(key, key)
        return heading

    def title(self, type_: str) -> str:
        """Name a kind of event in a long export."""
        title: str = self.data["events"].get(type_, {}).get("title", type_)
        return title


def wide_form(habits: Habits, words: Words) -> Form:
    """Answer the columns of an export with a row for each ticket."""
    told = _Told(habits)
    happenings = tuple(
        _happening(type_, n, told.payload[type_], words) for type_, n in told.happenings
    )
    attributes = _attributes(habits, words)
    headings = dict.fromkeys([words.data["id"], *(c.heading for c in attributes)])
    headings |= dict.fromkeys(words.data["fillers"])
    for each in happenings:
        headings |= dict.fromkeys([each.at, *(c.heading for c in each.columns)])
    return Form(
        zone=habits.data["zone"],
        own_words=tuple(habits.data.get("own_words", ())),
        id=words.data["id"],
        fillers=words.data["fillers"],
        attributes=attributes,
        happenings=happenings,
        headings=tuple(headings),
    )


def long_form(habits: Habits, words: Words) -> Form:
    """Answer the columns of an export with a row for each event."""
    told = _Told(habits)
    columns = {
        key: words.column(key, words.key_heading(key), values)
        for key, values in said_by_key(habits).items()
    }
    happenings = tuple(
        Happening(
            type=type_,
            n=1,
            at=words.data["at"],
            columns=tuple(columns[key] for key in payload),
            constants={},
        )
        for type_, payload in told.payload.items()
    )
    attributes = _attributes(habits, words)
    own = [words.data[key] for key in ("operation", "at", "recorded_at")]
    headings = [words.data["id"], *(c.heading for c in attributes), *own]
    headings += [c.heading for c in columns.values()]
    return Form(
        zone=habits.data["zone"],
        own_words=tuple(habits.data.get("own_words", ())),
        id=words.data["id"],
        fillers={},
        attributes=attributes,
        happenings=happenings,
        headings=tuple(dict.fromkeys(headings)),
    )


def said_by_key(habits: Habits) -> dict[str, tuple[Scalar, ...]]:
    """The keys that events of a city's story have, with what is written for each.

    Keys that hold lists are left out; values that are drawn (units, times) are not
    among those written.
    """
    keys: dict[str, dict[Scalar, None]] = {}
    for payload in _Told(habits).payload.values():
        for key, said in payload.items():
            keys.setdefault(key, {}).update(dict.fromkeys(said.values))
    return {key: tuple(values) for key, values in keys.items()}


def facts_by_key(habits: Habits) -> dict[str, tuple[Scalar, ...]]:
    """The attributes of a city's tickets, with the values written for each."""
    return {
        key: tuple(_possible(value)) for key, value in habits.data["attributes"].items()
    }


def _happening(
    type_: str, n: int, payload: Mapping[str, _Said], words: Words
) -> Happening:
    constants = {k: said.values[0] for k, said in payload.items() if said.constant}
    columns = [
        words.column(key, words.event_heading(type_, key, n), said.values)
        for key, said in payload.items()
        if key not in constants
    ]
    return Happening(
        type=type_,
        n=n,
        at=words.event_heading(type_, "at", n),
        columns=tuple(columns),
        constants=constants,
    )


def _attributes(habits: Habits, words: Words) -> tuple[Column, ...]:
    return tuple(
        words.column(key, words.data["attributes"].get(key, key), values)
        for key, values in facts_by_key(habits).items()
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What events of a kind can say under a key.

    Attributes:
        values: those that are written in the habits; drawn ones are not among them.
        constant: every such event says the first of them.
    """

    values: tuple[Scalar, ...]
    constant: bool


class _Told:
    """What a story can tell: its events in their order, and what they can say.

    Attributes:
        happenings: kind of event and which of its kind, in the order of the story.
        payload: kind of event to its keys; lists are left out, no cell holds them.
    """

    def __init__(self, habits: Habits) -> None:
        self._scenes = habits.data["scenes"]
        self._attributes = habits.data["attributes"]
        self._shares = habits.shares
        self.happenings: dict[tuple[str, int], None] = {}
        self._saying: dict[str, list[Mapping[str, Any]]] = {}
        self._walk(habits.data["story"], {})
        self.payload = {
            type_: {
                key: found
                for key in dict.fromkeys(key for said in saying for key in said)
                if (found := self._said([said.get(key) for said in saying])) is not None
            }
            for type_, saying in self._saying.items()
        }

    def _walk(self, steps: list[Any], seen: dict[str, int]) -> dict[str, int]:
        for step in steps:
            if "event" in step:
                type_ = step["event"]
                seen = seen | {type_: seen.get(type_, 0) + 1}
                self.happenings[type_, seen[type_]] = None
                self._saying.setdefault(type_, []).append(step.get("with", {}))
            elif "scene" in step:
                seen = self._walk(self._scenes[step["scene"]], seen)
            elif "hand_over" not in step:
                share = self._shares.get(step.get("chance"))
                then = self._walk(step.get("then", []) if share != 0 else [], seen)
                rest = step.get("otherwise", []) if share != 1 else []
                other = self._walk(rest, seen)
                seen = {k: max(then.get(k, 0), other.get(k, 0)) for k in then | other}
        return seen

    def _said(self, told: list[Any]) -> _Said | None:
        """Answer what is said by all events of a kind; `None` when one says a list."""
        facts = self._attributes
        told = [
            facts[v["attribute"]] if isinstance(v, dict) and "attribute" in v else v
            for v in told
        ]
        values = [value for each in told for value in _possible(each)]
        if any(isinstance(value, list) for value in values):
            return None
        found = tuple(dict.fromkeys(values))
        constant = len(found) == 1 and all(_is_plain(each) for each in told)
        return _Said(found, constant)


def _is_plain(value: Any) -> bool:
    return isinstance(value, Scalar)


def _possible(value: Any) -> list[Any]:
    """Answer the values that are written out, of numbers that are drawn the bounds.

    `None`, nothing said, is not one.
    """
    match value:
        case {"one_of": options}:
            return list(options)
        case {"from": int(least), "to": int(most)}:
            return [least, most]
        case {"chance": _} | {"if": _}:
            return [*_possible(value.get("then")), *_possible(value.get("otherwise"))]
        case dict() | None:
            return []
        case _:
            return [value]
