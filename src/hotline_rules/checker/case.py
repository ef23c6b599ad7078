"""One history and one result, side by side, as the checker looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hotline_rules.checker.points import instant_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from hotline_rules.checker.ground import Ground
    from hotline_rules.checker.walk import Walker


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the history; instants are UTC epoch seconds."""

    type: str
    at: int
    recorded_at: int
    unit: str | None
    payload: Mapping[str, Any]


_OWN = frozenset({"type", "at", "recorded_at", "id"})


class Case:
    """A history, cut as the result was, and the result.

    Attributes:
        events: numbered as evidence names them.
    """

    def __init__(
        self, history: Mapping[str, Any], result: Mapping[str, Any], ground: Ground
    ) -> None:
        self.ground = ground
        self.history = history
        self.result = result
        self.as_of = when(result["as_of"])
        self.known_at = when_or_none(result.get("known_at"))
        self.known_on: date | None = ground.known_on(self.known_at)
        self.events = list(self._cut())
        self.attributes: Mapping[str, Any] = history.get("attributes") or {}

    def _cut(self) -> Iterator[Event]:
        """The events that had happened, and were known, in order of time."""
        read = [self._event(one) for one in self.history.get("events") or ()]
        for event in sorted(read, key=lambda one: one.at):
            known = self.known_at is None or event.recorded_at <= self.known_at
            if event.at <= self.as_of and known:
                yield event

    def _event(self, written: Mapping[str, Any]) -> Event:
        at = self.instant(written["at"])
        recorded = written.get("recorded_at")
        unit = written.get("unit")
        return Event(
            str(written["type"]),
            at,
            at if recorded is None else self.instant(recorded),
            unit if isinstance(unit, str) else None,
            {key: value for key, value in written.items() if key not in _OWN},
        )

    def instant(self, written: object) -> int:
        """An instant of the history; without an offset it is of the profile's zone."""
        return when(written, self.ground)

    @cached_property
    def deadlines(self) -> dict[str, Mapping[str, Any]]:
        """The deadlines by their ids."""
        return {one["id"]: one for one in self.result["deadlines"]}

    @cached_property
    def limits(self) -> list[Mapping[str, Any]]:
        """Everything owed or permitted, with a date or without."""
        undated = [
            one for one in self.result["actions"] if one["id"] not in self.deadlines
        ]
        return [*self.result["deadlines"], *undated]

    def has_limit(self, id_: object) -> bool:
        """Whether a duty of that id is listed, with a date or without."""
        return any(one["id"] == id_ for one in self.result["actions"])

    def walker(self, counting: str | None) -> Walker:
        """Who counts by a way of the profile, as the calendar was known."""
        return self.ground.walker(counting, self.known_on)

    def evidence(self, answer: Mapping[str, Any]) -> list[Event]:
        """The events that an answer names and the history has."""
        numbers = answer["because"].get("events") or ()
        return [self.events[one] for one in numbers if self.has(one)]

    def has(self, number: object) -> bool:
        """Whether there is an event of that number."""
        return isinstance(number, int) and 0 <= number < len(self.events)

    def times(self, answer: Mapping[str, Any]) -> set[int]:
        """The instants of the events that an answer names."""
        return {event.at for event in self.evidence(answer)}

    @cached_property
    def _told(self) -> list[tuple[Mapping[str, Any], set[int]]]:
        names = ("deadlines", "penalties", "actions", "statuses", "rungs")
        return [
            (one, set(_instants(one))) for name in names for one in self.result[name]
        ]

    def instants(self, answer: Mapping[str, Any]) -> set[int]:
        """Every instant that the other answers of the result tell of."""
        found: set[int] = set()
        for one, instants in self._told:
            if one is not answer:
                found |= instants
        return found

    @cached_property
    def ends_elsewhere(self) -> set[int]:
        """The instants at which limits ran out or were over: what others end with."""
        found: set[int] = set()
        for one in self.result["deadlines"]:
            if one["due_at"] is not None:
                found.add(when(one["due_at"]) + bool(one["inclusive"]))
        return found | {when(one["at"]) for one in self.result["penalties"]}


def _instants(answer: Mapping[str, Any]) -> Iterator[int]:
    for key in ("started_at", "ended_at", "at", "since", "until", "done_at"):
        if answer.get(key) is not None:
            yield when(answer[key])
    due = answer.get("due_at")
    if due is not None:
        yield when(due) + bool(answer.get("inclusive"))


def when(written: object, ground: Ground | None = None) -> int:
    """Epoch seconds of an instant as number or text.

    Raises:
        ValueError: it is neither.
    """
    if isinstance(written, int) and not isinstance(written, bool):
        return written
    if isinstance(written, datetime):
        return int(written.timestamp() // 1)
    text = str(written).strip()
    if text[17:19] == "60":  # a leap second is the second before it
        text = f"{text[:17]}59{text[19:]}"
    try:
        return instant_of(text)
    except ValueError:
        if ground is None:
            raise
        midnight = "T24:00" in text or " 24:00" in text
        return instant_of_local(text, ground, midnight=midnight)


def instant_of_local(text: str, ground: Ground, *, midnight: bool) -> int:
    """Epoch seconds of a time on the wall of the profile's zone."""
    plain = text.replace("T24:00", "T00:00", 1).replace(" 24:00", " 00:00", 1)
    naive = datetime.fromisoformat(plain) + timedelta(days=midnight)
    return int(naive.replace(tzinfo=ground.zone).timestamp() // 1)


def when_or_none(written: object) -> int | None:
    """The same, of an instant that may be absent."""
    return None if written is None else when(written)


def facts_of(case: Case, answer: Mapping[str, Any], step: Mapping[str, Any]) -> _Facts:
    """What the input says of a fact, for one step of an answer."""
    return _Facts(case, answer, step)


class _Facts:
    """The values that the input has for a fact, the likeliest first."""

    def __init__(
        self, case: Case, answer: Mapping[str, Any], step: Mapping[str, Any]
    ) -> None:
        self.case = case
        self.answer = answer
        self.step = step

    def __call__(self, fact: str) -> Sequence[Any]:
        scope, _, key = fact.rpartition(".")
        if scope in ("asked", "granted"):
            number = self.step.get("asked" if scope == "asked" else "at_event")
            return list(self._of_event(number, key))
        if scope == "event":
            return self._of_events(key, self.case.evidence(self.answer))
        told = [
            one["value"]
            for one in self.answer["because"].get("facts") or ()
            if one["fact"] == fact and one.get("value") is not None
        ]
        own = [self.case.attributes[key]] if key in self.case.attributes else []
        return [*told, *own, *self._of_events(key, self.case.events)]

    def _of_event(self, number: object, key: str) -> Iterator[Any]:
        if not self.case.has(number):
            return
        assert isinstance(number, int)
        event = self.case.events[number]
        if key == "at":
            yield event.at
        elif key in event.payload:
            yield event.payload[key]

    def _of_events(self, key: str, events: Sequence[Event]) -> list[Any]:
        if key == "at":
            return [event.at for event in events]
        return [event.payload[key] for event in events if key in event.payload]
