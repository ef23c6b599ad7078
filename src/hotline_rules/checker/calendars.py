"""Which days are worked, read from the calendar files by the checker itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DAY = timedelta(days=1)
NATIONAL = "national"
_WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_EVERY_DAY = "every day"


@dataclass(frozen=True, slots=True)
class Notice:
    """Days off and make-up days, by one notice; ``year``: the one that it settles."""

    id: str
    issued: date
    year: int | None
    off: Mapping[date, str]
    work: frozenset[date]
    cancels: frozenset[date]


@dataclass(frozen=True, slots=True)
class Layer:
    """Who speaks of the days: the nation, a region, or a profile of its own."""

    kind: str
    notices: tuple[Notice, ...]
    rests: frozenset[int] = frozenset()
    festivals: Mapping[date, str] = field(default_factory=dict)

    def known(self, on: date | None) -> list[Notice]:
        """The notices that were out on a day, in order of issue."""
        out = [one for one in self.notices if on is None or one.issued <= on]
        return sorted(out, key=lambda one: (one.issued, one.id))


class Days:
    """The working days of a calendar as it was known on a day.

    Attributes:
        announced: first and last year whose days off were announced, without a gap.
    """

    def __init__(self, layers: tuple[Layer, ...], known_on: date | None) -> None:
        self._rests = layers[0].rests if layers else frozenset()
        self._said: dict[date, str | None] = {}
        self.announced = _announced(layers, known_on)
        for layer in layers:
            self._said |= {
                day: name
                for day, name in layer.festivals.items()
                if not self._is_announced(day)
            }
            for notice in layer.known(known_on):
                for day in notice.cancels:
                    self._said.pop(day, None)
                self._said |= notice.off
                self._said |= dict.fromkeys(notice.work)

    def _is_announced(self, day: date) -> bool:
        return self.announced is None or (
            self.announced[0] <= day.year <= self.announced[1]
        )

    def works(self, day: date) -> bool:
        """Whether a day is a working day."""
        if day in self._said:
            return self._said[day] is None
        return day.weekday() not in self._rests

    def holiday(self, day: date) -> str | None:
        """The holiday for which a notice gives the day off."""
        return self._said.get(day)


def _announced(
    layers: tuple[Layer, ...], known_on: date | None
) -> tuple[int, int] | None:
    """The last run of years of which a notice is known."""
    if not any(layer.kind == NATIONAL for layer in layers):
        return None
    speakers = [layer for layer in layers if layer.kind != "regional"]
    years = {one.year for layer in speakers for one in layer.known(known_on)} - {None}
    known = sorted(year for year in years if year is not None)
    if not known:
        return (0, 0)
    first = last = known[-1]
    while first - 1 in years:
        first -= 1
    return first, last


# The files -----------------------------------------------------------------------


def read_yaml(data: bytes) -> Any:
    """Read plain YAML 1.2."""
    return YAML(typ="safe", pure=True).load(data.decode("utf-8"))


def read_calendars(files: Iterable[tuple[str, bytes]]) -> dict[str, tuple[Layer, ...]]:
    """Read calendar files: for each id its layers, lowest first.

    Args:
        files: names, for nothing but messages, and bytes.
    """
    festivals: dict[date, str] = {}
    calendars: dict[str, Any] = {}
    for _, data in files:
        written = read_yaml(data)
        if "calendar" in written:
            calendars[str(written["calendar"])] = written
        elif "days" in written:
            festivals = dict(_festivals(written["days"]))
    found: dict[str, tuple[Layer, ...]] = {_EVERY_DAY: (Layer("every", ()),)}
    for id_ in calendars:
        found[id_] = tuple(_layers(id_, calendars, festivals))
    return found


def _layers(
    id_: str, files: Mapping[str, Any], festivals: Mapping[date, str]
) -> Iterator[Layer]:
    written = files[id_]
    if "parent" in written:
        yield from _layers(str(written["parent"]), files, festivals)
    rests = frozenset(_WEEKDAYS.index(word) for word in written.get("rest_days", ()))
    wanted = written.get("unannounced_years") == "statutory"
    yield Layer(
        str(written["kind"]),
        tuple(_notice(id_, one) for one in written["notices"]),
        rests,
        festivals if wanted else {},
    )


def _notice(id_: str, written: Mapping[str, Any]) -> Notice:
    yearly = "year" in written
    year = int(written["year"] if yearly else written["changes"])
    issued = written["issued"]
    if not isinstance(issued, date):
        issued = written["no_later_than"]
    return Notice(
        id=f"{id_}-{year if yearly else issued}",
        issued=issued,
        year=year if yearly else None,
        off={
            day: name
            for name, days in (written.get("off") or {}).items()
            for day in _days(days, year)
        },
        work=frozenset(_days(written.get("work") or [], year)),
        cancels=frozenset(_days(written.get("cancels") or [], year)),
    )


def _festivals(years: Mapping[Any, str]) -> Iterator[tuple[date, str]]:
    for year, line in years.items():
        for part in str(line).split(", "):
            name, _, days = part.partition(" ")
            for day in _days(days, int(year)):
                yield day, name


def _days(written: Any, year: int) -> Iterator[date]:
    """The days of ``10-01``, ``2018-12-29 to 2019-01-03``, a date, or a list."""
    for part in written if isinstance(written, list) else [written]:
        first, _, last = str(part).partition(" to ")
        day, until = _day(first, year), _day(last or first, year)
        while day <= until:
            yield day
            day += DAY


def _day(text: str, year: int) -> date:
    text = text.strip()
    return date.fromisoformat(text if len(text) > len("10-01") else f"{year}-{text}")


def own_layer(id_: str, extra: Any) -> Layer:
    """The days that a profile adds to a calendar."""
    notices = []
    for entry in extra or []:
        rest = entry.get("is") == "rest_day"
        issued = entry["issued"]
        name = str(entry.get("title") or entry.get("notice") or "")
        for day in _days(entry["day"], 0):
            notices.append(
                Notice(
                    id=f"{id_}-{day}-{issued}",
                    issued=issued,
                    year=entry.get("settles"),
                    off={day: name} if rest else {},
                    work=frozenset() if rest else frozenset({day}),
                    cancels=frozenset(),
                )
            )
    return Layer("overlay", tuple(notices))
