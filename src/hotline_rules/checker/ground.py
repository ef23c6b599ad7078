"""What answers rest on beside their history: the profile's own text, read plainly.

The file of the profile is read as YAML, not compiled: its calendars and ways of
counting under the readings in use, which clauses there are, which entry says what.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hotline_rules.checker.calendars import (
    Days,
    Layer,
    own_layer,
    read_calendars,
    read_yaml,
)
from hotline_rules.checker.entries import Entries, words_in
from hotline_rules.checker.model import NotCheckableError
from hotline_rules.checker.walk import Shifts, Walker, Way, World
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

_SETTINGS = (
    "first_day",
    "receipt",
    "last_day_ends",
    "at_the_limit",
    "rest_days_after",
    "end_on_rest_day",
    "rest_days_in_hours",
    "hours_counted",
)


class GroundError(ValueError):
    """A profile or a calendar that cannot be read; the text says which and why."""


@dataclass
class Ground:
    """The profile and the calendars, and the ways of counting made of them.

    Attributes:
        profile: the file as plain YAML.
        calendars: published ones, by id.
        readings: options in use, by code; ``own_readings`` as the profile has them.
        clauses: ids of the registers; ``None`` if a register was not at hand.
    """

    profile: Mapping[str, Any]
    calendars: Mapping[str, tuple[Layer, ...]]
    readings: Mapping[str, str]
    own_readings: Mapping[str, str]
    clauses: frozenset[str] | None
    _walkers: dict[tuple[str | None, date | None], Walker] = field(
        default_factory=dict, repr=False
    )

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone of the profile."""
        return ZoneInfo(str(self.profile["zone"]))

    @cached_property
    def entries(self) -> Entries:
        """The rules of the profile by their ids."""
        return Entries(self.profile)

    def known_on(self, known_at: int | None) -> date | None:
        """The local day of an instant of knowledge."""
        if known_at is None:
            return None
        return datetime.fromtimestamp(known_at, UTC).astimezone(self.zone).date()

    def chosen(self, written: Any) -> Any:
        """What the readings in use leave of ``reading.X`` and ``{by: reading.X}``."""
        while True:
            if isinstance(written, str) and written.startswith("reading."):
                return self.readings.get(written.removeprefix("reading."))
            if not isinstance(written, dict):
                return written
            code = str(written.get("by", "")).removeprefix("reading.")
            written = written.get(self.readings.get(code))

    def stands(self, condition: Any) -> bool | None:
        """Whether a condition holds by readings alone; ``None``: it asks for more."""
        if condition is None:
            return True
        if not isinstance(condition, dict):
            return None
        answers = []
        for key, wanted in condition.items():
            if not str(key).startswith("reading."):
                return None
            used = self.readings.get(str(key).removeprefix("reading."))
            options = wanted if isinstance(wanted, list) else [wanted]
            answers.append(used in [str(one) for one in options])
        return all(answers)

    @cached_property
    def lights_of_rules(self) -> bool:
        """Whether an entry may let a light come on that goes by no limit."""
        return any(
            all(self.stands(one.get("if")) is not False for one in path)
            for path in self.entries.lit()
        )

    @cached_property
    def has_lights(self) -> bool:
        """Whether any entry may let a light come on."""
        return self.lights_of_rules or any(
            self.can_light(rule) for rule in self.entries.ids()
        )

    def can_light(self, rule: str) -> bool:
        """Whether a mark of a rule lets a light come on under these readings."""
        return any(
            self.chosen(mark["light"]) != "none" for mark in self.light_marks(rule)
        )

    def light_marks(self, rule: str) -> Iterator[Mapping[str, Any]]:
        """The marks of a rule that change its light under the readings in use."""
        for mark in self.entries.light_marks(rule):
            if self.stands(mark.get("if")) is not False:
                yield mark

    def numbers(self, rule: str) -> frozenset[Decimal] | None:
        """The points that an entry gives; ``None`` where they hang on more."""
        values, found = self.profile.get("values") or {}, set()
        for word in self.entries.says(rule, "points"):
            inner = [word]
            if word.startswith("value."):
                inner = list(words_in(values.get(word.removeprefix("value."))))
            for one in inner:
                try:
                    found.add(Decimal(one))
                except InvalidOperation:
                    if one is word:
                        return None
        return frozenset(found)

    def point(self, written: Any) -> str | None:
        """A point of time as the readings in use leave it; ``None`` if they do not."""
        values = self.profile.get("values") or {}
        found = self.chosen(written)
        while isinstance(found, str) and found.startswith("value."):
            found = values.get(found.removeprefix("value."))
            found = self.chosen(found.get("is") if isinstance(found, dict) else found)
        return found if isinstance(found, str) else None

    def walker(self, counting: str | None, known_on: date | None) -> Walker:
        """Who counts by one way.

        Raises:
            NotCheckableError: the profile has no such way.
        """
        key = (counting, known_on)
        if key not in self._walkers:
            self._walkers[key] = self._walker(counting, known_on)
        return self._walkers[key]

    def _walker(self, counting: str | None, known_on: date | None) -> Walker:
        ways = self.profile.get("counting") or {}
        if counting is None:  # counts nothing by itself; any calendar does
            counting = next(iter(ways), None)
        written = {} if counting is None else ways.get(counting)
        if written is None:
            why = Text(f"规则里没有 {counting} 这种数法", f"no counting `{counting}`")
            raise NotCheckableError("no-such-counting", why)
        words = {name: self.chosen(written.get(name)) for name in _SETTINGS}
        split = self.chosen(written.get("halves_split_at"))
        way = Way(
            **{name: word for name, word in words.items() if name not in _DEFAULTED},
            receipt=words["receipt"] or "any_time",
            hours_counted=words["hours_counted"] or "around_the_clock",
            halves_split_at=None if split is None else _seconds(str(split)),
        )
        return Walker(self._world(self.chosen(written.get("calendar")), known_on), way)

    def _world(self, calendar: str | None, known_on: date | None) -> World:
        own = self.profile.get("calendars") or {}
        if calendar is None:
            calendar = next(iter(own), None)
        if not own or calendar is None:
            return World(self.zone, _every_day)
        written = own[calendar]
        below = self.calendars.get(str(written["days"]))
        if below is None:
            why = Text(
                f"没有 {written['days']} 这个日历的数据",
                f"there is no data of the calendar `{written['days']}`",
            )
            raise NotCheckableError("no-calendar-data", why)
        layers = (*below, own_layer(calendar, written.get("extra")))
        days = Days(layers, known_on)
        shifts = _shifts(written["open"]) if "open" in written else None
        starts = _seconds(str(written.get("day_starts", "00:00")))
        return World(self.zone, days.works, shifts, starts)


_DEFAULTED = ("receipt", "hours_counted")


def read_ground(
    profile: Path,
    calendars: Iterable[tuple[str, bytes]],
    readings: Mapping[str, str] | None = None,
) -> Ground:
    """Read the files that answers are checked against.

    Args:
        profile: the file of the rules, as the run kept it.
        calendars: names and bytes of the calendar files.
        readings: options in use; what is not named is as the profile has it.

    Raises:
        GroundError: a file cannot be read.
    """
    try:
        written = read_yaml(profile.read_bytes())
        known = read_calendars(calendars)
        section = written.get("readings") or {}
        own = {code: str(one["chosen"]) for code, one in section.items()}
        clauses = _clauses(written, profile.parent)
    except Exception as error:
        raise GroundError(f"{profile}: {error}") from error
    return Ground(written, known, {**own, **(readings or {})}, own, clauses)


def _clauses(written: Mapping[str, Any], folder: Path) -> frozenset[str] | None:
    found: set[str] = set()
    for document in (written.get("documents") or {}).values():
        if "clauses" not in document:
            continue
        path = folder / str(document["clauses"])
        if not path.is_file():
            return None
        found |= set(read_yaml(path.read_bytes()))
    return frozenset(found)


# Office hours -----------------------------------------------------------------------


def _shifts(written: Any) -> Callable[[date], Shifts]:
    """The office hours of a day: those of the entry that covers it."""
    entries = [
        (_edge(one.get("from")), _edge(one.get("until")), _hours(one["hours"]))
        for one in written
    ]

    def shifts(day: date) -> Shifts:
        for first, last, hours in entries:
            if _covers(first, last, day):
                return hours
        return ()

    return shifts


Edge = date | tuple[int, int] | None


def _edge(written: Any) -> Edge:
    if written is None or written == "open":
        return None
    if isinstance(written, date):
        return written
    month, day = str(written).split("-")
    return int(month), int(day)


def _covers(first: Edge, last: Edge, day: date) -> bool:
    if isinstance(first, tuple) and isinstance(last, tuple):
        today = (day.month, day.day)
        if first <= last:
            return first <= today <= last
        return today >= first or today <= last
    since = first if isinstance(first, date) else date.min
    until = last if isinstance(last, date) else date.max
    return since <= day <= until


def _hours(written: Any) -> Shifts:
    found = []
    for part in written if isinstance(written, list) else [written]:
        opens, _, closes = str(part).partition("-")
        found.append((_seconds(opens), _seconds(closes)))
    return tuple(found)


def _seconds(time: str) -> int:
    hours, _, minutes = time.strip().partition(":")
    return int(hours) * 3_600 + int(minutes) * 60


def _every_day(_day: date) -> bool:
    return True
