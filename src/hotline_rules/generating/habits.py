"""How the tickets of a city behave: what a habits file says, ready to be drawn from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Any

from hotline_rules.diagnostics import Text, suggest
from hotline_rules.generating.reading import HabitsError, Reader
from hotline_rules.generating.ticket import DAY, HOUR, Office, Ticket, day_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_KEYS = (
    "about",
    "zone",
    "offset",
    "own_words",
    "office",
    "calls",
    "around_the_clock_if",
    "units",
    "shares",
    "attributes",
    "scenes",
    "story",
    "prefix",
    "first_day",
    "days",
)
_NEEDED = tuple(
    key for key in _KEYS if key not in {"about", "around_the_clock_if", "own_words"}
)
# What a city's file says of these is added to what is common; the rest it replaces.
_MERGED = ("shares", "scenes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How tickets of one city behave.

    Attributes:
        name: of the city; part of the seed.
        prefix: of the ids.
        first_day, days: tickets come in on one of so many days from this one on,
            counted from 1 January 1970.
        calls: first and last hour of most calls, in seconds of the day, last excluded.
        shares: every chance by its name.
        attributes: name to what draws it, in this order.
        story: does one ticket after its start.
        data: what was read, the common part and the city's together.
    """

    name: str
    prefix: str
    first_day: int
    days: int
    calls: tuple[int, int]
    shares: Mapping[str, float]
    attributes: Mapping[str, Callable[[Ticket], Any]]
    story: Callable[[Ticket], None]
    some_unit: Callable[[Callable[[], float]], int]
    data: Mapping[str, Any]

    def within(self, first_day: str | None, days: int | None) -> Habits:
        """Answer the same habits for tickets that come in on other days.

        Args:
            first_day: as 2021-03-01; the own one if ``None``.
            days: how many from then on; as many as ever if ``None``.

        Raises:
            HabitsError: the text is no date.
        """
        try:
            first = self.first_day if first_day is None else day_number(first_day)
        except ValueError:
            said = Text(f"{first_day} 不是日期", f"{first_day} is not a date")
            raise HabitsError(self.name, [said]) from None
        return replace(self, first_day=first, days=days or self.days)

    def histories(self, count: int, seed: int) -> Iterator[dict[str, Any]]:
        """Yield histories as docs/histories.md describes them.

        Args:
            count: how many.
            seed: the same seed gives the same histories, byte for byte; the first of
                many are those of few.
        """
        source = Random()
        for number in range(count):
            # Each ticket has a seed of its own, so that it does not depend on others.
            source.seed(f"{self.name}-{seed}-{number}")
            yield self._history(number, source.random)

    def _history(self, number: int, random: Callable[[], float]) -> dict[str, Any]:
        day = self.first_day + int(random() * self.days)
        night = random() < self.shares.get("calls_at_night", 0.0)
        opens, closes = (0, DAY) if night else self.calls
        ticket = Ticket(
            number=number,
            at=day * DAY + opens + int(random() * (closes - opens)),
            holder=self.some_unit(random),
            random=random,
            attributes={},
            events=[],
        )
        for name, drawn in self.attributes.items():
            value = drawn(ticket)
            if value is not None:
                ticket.attributes[name] = value
        self.story(ticket)
        return {
            "id": f"{self.prefix}-{number:08}",
            "subject": "ticket",
            "attributes": ticket.attributes,
            "events": ticket.events,
        }


def read_habits(
    name: str,
    own: Mapping[str, Any],
    common: Mapping[str, Any],
    shares: Mapping[str, float] | None = None,
) -> Habits:
    """Check the data of a city's habits and make them ready.

    Args:
        name: of the city, for messages and seeds.
        own: what the city's file says.
        common: what all cities have in common; the city's word counts before it.
        shares: chances that replace those of the file, by name.

    Raises:
        HabitsError: something is wrong; all faults are told.
    """
    data = dict(common) | dict(own)
    faults: list[Text] = []
    for key in _MERGED:
        data[key] = {**common.get(key, {}), **own.get(key, {})}
    faults += _top_faults(data)
    faults += _share_faults(data["shares"], shares or {})
    if faults:
        raise HabitsError(name, faults)
    data["shares"] = {**data["shares"], **(shares or {})}
    reader = _reader(data)
    attributes = {
        key: reader.value(value, f"attributes.{key}")
        for key, value in data["attributes"].items()
    }
    story = reader.steps(data["story"], "story")
    if reader.faults:
        raise HabitsError(name, list(dict.fromkeys(reader.faults)))
    return Habits(
        name=name,
        prefix=data["prefix"],
        first_day=day_number(data["first_day"]),
        days=data["days"],
        calls=(_second(data["calls"]["from"]), _second(data["calls"]["to"])),
        shares=data["shares"],
        attributes=attributes,
        story=story,
        some_unit=reader.some_unit,
        data=data,
    )


def _reader(data: Mapping[str, Any]) -> Reader:
    units = data["units"]
    return Reader(
        shares=data["shares"],
        scenes=data["scenes"],
        unit_name=units["name"],
        unit_count=units["count"],
        unit_skew=units["skew"],
        office=Office(
            opens=_second(data["office"]["opens"]),
            closes=_second(data["office"]["closes"]),
            after_hours=data["shares"].get("after_hours", 0.0),
        ),
        offset=data["offset"],
        round_the_clock=data.get("around_the_clock_if", {}),
    )


def _second(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * HOUR + int(minutes) * 60


def _top_faults(data: Mapping[str, Any]) -> list[Text]:
    faults = []
    for key in data:
        if key not in _KEYS:
            near = suggest(key, _KEYS)
            zh, en = (
                (f"，是不是 {near}", f"; did you mean {near}?") if near else ("", "")
            )
            faults.append(Text(f"没有 {key} 这个键{zh}", f"no key {key}{en}"))
    for key in _NEEDED:
        if key not in data:
            faults.append(Text(f"缺少 {key}", f"{key} is missing"))
    if not faults:
        faults += _value_faults(data)
    return faults


def _value_faults(data: Mapping[str, Any]) -> list[Text]:
    """Check the values outside the story, of which each is of one known form."""
    faults = []
    for path, (fits, zh, en) in _FORMS.items():
        block, _, key = path.partition(".")
        value = data[block]
        if key:
            value = value.get(key) if isinstance(value, dict) else None
        if not fits(value):
            faults.append(Text(f"{path}：{zh}", f"{path}: {en}"))
    return faults


def _is_clock(value: Any) -> bool:
    return isinstance(value, str) and _CLOCK.fullmatch(value) is not None


def _is_day(value: Any) -> bool:
    try:
        day_number(value)
    except (TypeError, ValueError):
        return False
    return True


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_ratio(value: Any) -> bool:
    return isinstance(value, (int, float)) and value > 0


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


_Form = tuple["Callable[[Any], bool]", str, str]
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_A_CLOCK: _Form = (_is_clock, "写成 08:30 这样", "write 08:30")
_A_COUNT: _Form = (_is_count, "要写大于 0 的整数", "must be a whole number above 0")
_A_TEXT: _Form = (_is_text, "要写文字", "must be text")
_FORMS: dict[str, _Form] = {
    "office.opens": _A_CLOCK,
    "office.closes": _A_CLOCK,
    "calls.from": _A_CLOCK,
    "calls.to": _A_CLOCK,
    "units.name": _A_TEXT,
    "units.count": _A_COUNT,
    "units.skew": (_is_ratio, "要写大于 0 的数", "must be a number above 0"),
    "prefix": _A_TEXT,
    "zone": _A_TEXT,
    "offset": _A_TEXT,
    "first_day": (
        _is_day,
        "不是日期，写成 2021-03-01 这样",
        "not a date as 2021-03-01",
    ),
    "days": _A_COUNT,
}


def _share_faults(known: Mapping[str, Any], given: Mapping[str, float]) -> list[Text]:
    faults = []
    for name in given:
        if name not in known:
            listed = ", ".join(sorted(known))
            faults.append(
                Text(
                    f"没有叫 {name} 的比例，有的是：{listed}",
                    f"no share is called {name}; there are: {listed}",
                )
            )
    for name, share in {**known, **given}.items():
        if isinstance(share, bool) or not isinstance(share, (int, float)):
            faults.append(Text(f"比例 {name} 不是数", f"share {name} is no number"))
        elif not 0 <= share <= 1:
            faults.append(
                Text(
                    f"比例 {name} 是 {share}，应当在 0 和 1 之间",
                    f"share {name} is {share}, not within 0 and 1",
                )
            )
    return faults
