"""From the data of a habits file to what is done: values and steps, checked.

Values and steps become closures over a `Ticket`; everything wrong is noted with its
path, and one run tells all of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import day_text
from hotline_rules.diagnostics import Text, suggest
from hotline_rules.generating.ticket import (
    DAY,
    HOUR,
    MINUTE,
    Office,
    Ticket,
    instant_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

Value = "Callable[[Ticket], Any]"

_WAIT = re.compile(r"(\d{1,4})([smhd])")
_UNITS = {"s": 1, "m": MINUTE, "h": HOUR, "d": DAY}
_EVENT_KEYS = ("event", "after", "stretch", "any_hour", "with")
_FORK_KEYS = ("then", "otherwise")
_NEVER_MORE = 40  # scenes within scenes: more than this is a circle


class HabitsError(Exception):
    """A file of habits that cannot be used.

    Attributes:
        faults: all of them, each with the path to its place.
    """

    def __init__(self, name: str, faults: Sequence[Text]) -> None:
        super().__init__(name, faults)
        self.name = name
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "\n".join(
            f"{self.name}: {fault.zh} / {fault.en}" for fault in self.faults
        )


@dataclass(slots=True, kw_only=True)
class Reader:
    """Reads values and steps of one file.

    Attributes:
        shares: chances by name, from 0 to 1.
        scenes: steps by name.
        unit_name, unit_count, unit_skew: how units are called, how many there are, and
            how unevenly tickets fall on them (1 is evenly).
        office: when people act.
        offset: the offset from UTC that instants are written with.
        round_the_clock: attributes of tickets that are worked on at any hour.
        faults: what was wrong, filled while reading.
    """

    shares: Mapping[str, float]
    scenes: Mapping[str, Any]
    unit_name: str
    unit_count: int
    unit_skew: float
    office: Office
    offset: str
    round_the_clock: Mapping[str, Any]
    faults: list[Text] = field(default_factory=list)

    def fault(self, path: str, zh: str, en: str) -> None:
        """Note what is wrong at a path such as `story[2].after`."""
        self.faults.append(Text(f"{path}：{zh}", f"{path}: {en}"))

    # --- values ---

    def value(self, data: Any, path: str) -> Callable[[Ticket], Any]:
        """Read a value: a constant, a list, or one of the words of `_value_of`."""
        if isinstance(data, list):
            parts = [self.value(x, f"{path}[{n}]") for n, x in enumerate(data)]
            return lambda ticket: [part(ticket) for part in parts]
        if not isinstance(data, dict):
            return lambda _: data
        if "chance" in data or "if" in data:
            return self._fork_value(data, path)
        return self._value_of(data, path)

    def _value_of(self, data: dict[str, Any], path: str) -> Callable[[Ticket], Any]:
        match data:
            case {"one_of": [_, *_] as options, **rest} if not rest:
                return lambda t: options[int(t.random() * len(options))]
            case {"from": int(least), "to": int(most), **rest} if not rest:
                return lambda t: t.drawn(least, most)
            case {"days_later": [int(least), int(most)], **rest} if not rest:
                return lambda t: day_text(t.at // DAY + t.drawn(least, most))
            case {"attribute": str(name), **rest} if not rest:
                return lambda t: t.attributes.get(name)
            case {"numbered": str(text), **rest} if not rest:
                return lambda t: f"{text}{t.number:08}"
            case {"unit": "holder", **rest} if not rest:
                return lambda t: self.unit_text(t.holder)
            case {"unit": "another", **rest} if not rest:
                return lambda t: self.unit_text(self.another(t))
            case _:
                words = "one_of, from + to, days_later, attribute, numbered, unit"
                self.fault(
                    path, f"看不懂的取值，能写的有：{words}", f"not a value: {words}"
                )
                return lambda _: None

    def _fork_value(self, data: dict[str, Any], path: str) -> Callable[[Ticket], Any]:
        goes = self._goes(data, path, _FORK_KEYS)
        then = self.value(data.get("then"), f"{path}.then")
        otherwise = self.value(data.get("otherwise"), f"{path}.otherwise")
        return lambda t: then(t) if goes(t) else otherwise(t)

    def _goes(
        self, data: dict[str, Any], path: str, others: Collection[str]
    ) -> Callable[[Ticket], bool]:
        if "chance" in data:
            self.keys(data, path, ("chance", *others))
            chance = self.chance(data["chance"], f"{path}.chance")
            return lambda t: t.random() < chance
        self.keys(data, path, ("if", *others))
        wanted = data["if"]
        if not isinstance(wanted, dict):
            self.fault(f"{path}.if", "写成属性和值", "write attributes and values")
            return lambda _: False
        return lambda t: t.fits(wanted)

    def chance(self, name: Any, path: str) -> float:
        """Answer the share that a chance names."""
        if isinstance(name, str) and name in self.shares:
            return self.shares[name]
        near = suggest(str(name), tuple(self.shares))
        hint_zh = f"，是不是 {near}" if near else ""
        hint_en = f"; did you mean {near}?" if near else ""
        self.fault(
            path,
            f"shares 里没有 {name}{hint_zh}",
            f"no share is called {name}{hint_en}",
        )
        return 0.0

    # --- steps ---

    def steps(self, data: Any, path: str, depth: int = 0) -> Callable[[Ticket], None]:
        """Read a list of steps into one that does them in turn."""
        if not isinstance(data, list):
            self.fault(path, "要写成步骤的列表", "must be a list of steps")
            return lambda _: None
        parts = [self._step(x, f"{path}[{n}]", depth) for n, x in enumerate(data)]
        if len(parts) == 1:
            return parts[0]

        def done(ticket: Ticket) -> None:
            for part in parts:
                part(ticket)

        return done

    def _step(self, data: Any, path: str, depth: int) -> Callable[[Ticket], None]:
        match data:
            case {"event": str(type_)}:
                return self._event(type_, data, path)
            case {"chance": _} | {"if": _}:
                return self._fork(data, path, depth)
            case {"scene": str(name), **rest} if not rest:
                return self._scene(name, path, depth)
            case {"hand_over": "another", **rest} if not rest:
                return self._hand_over
            case _:
                self.fault(
                    path,
                    "看不懂的步骤，能写的有 event、chance、if、scene、hand_over",
                    "not a step: event, chance, if, scene or hand_over",
                )
                return lambda _: None

    def _scene(self, name: str, path: str, depth: int) -> Callable[[Ticket], None]:
        if name not in self.scenes:
            self.fault(path, f"没有叫 {name} 的场景", f"there is no scene {name}")
            return lambda _: None
        if depth > _NEVER_MORE:
            self.fault(path, f"场景 {name} 绕成了圈", f"scene {name} runs in a circle")
            return lambda _: None
        return self.steps(self.scenes[name], f"scenes.{name}", depth + 1)

    def _fork(
        self, data: dict[str, Any], path: str, depth: int
    ) -> Callable[[Ticket], None]:
        goes = self._goes(data, path, _FORK_KEYS)
        then = self.steps(data.get("then", []), f"{path}.then", depth)
        otherwise = self.steps(data.get("otherwise", []), f"{path}.otherwise", depth)

        def forked(ticket: Ticket) -> None:
            (then if goes(ticket) else otherwise)(ticket)

        return forked

    def _hand_over(self, ticket: Ticket) -> None:
        ticket.holder = self.another(ticket)

    def _event(
        self, type_: str, data: dict[str, Any], path: str
    ) -> Callable[[Ticket], None]:
        self.keys(data, path, _EVENT_KEYS)
        payload = {
            key: self.value(value, f"{path}.with.{key}")
            for key, value in data.get("with", {}).items()
        }
        wait = self._wait(data.get("after", ["0s", "0s"]), f"{path}.after")
        stretched = self._stretch(data.get("stretch"), f"{path}.stretch")
        any_hour = bool(data.get("any_hour"))
        late = self.shares.get("recorded_late", 0.0)

        def happened(ticket: Ticket) -> None:
            least, most = wait(ticket)
            ticket.at += ticket.drawn(least, most * stretched(ticket))
            if not any_hour and not self._never_rests(ticket):
                ticket.at = self.office.moved(ticket.at, ticket.random)
            event = {"type": type_, "at": instant_text(ticket.at, self.offset)}
            for key, drawn in payload.items():
                value = drawn(ticket)
                if value is not None:
                    event[key] = value
            if ticket.random() < late:  # the system learned of it a little later
                known = ticket.at + ticket.drawn(5, 15 * MINUTE)
                event["recorded_at"] = instant_text(known, self.offset)
            ticket.events.append(event)

        return happened

    def _never_rests(self, ticket: Ticket) -> bool:
        return bool(self.round_the_clock) and ticket.fits(self.round_the_clock)

    def _wait(self, data: Any, path: str) -> Callable[[Ticket], tuple[int, int]]:
        if isinstance(data, dict):
            goes = self._goes(data, path, _FORK_KEYS)
            then = self._wait(data.get("then"), f"{path}.then")
            otherwise = self._wait(data.get("otherwise"), f"{path}.otherwise")
            return lambda t: then(t) if goes(t) else otherwise(t)
        parts = data if isinstance(data, list) and len(data) == 2 else ["", ""]
        found = [_WAIT.fullmatch(str(part)) for part in parts]
        seconds = [int(m[1]) * _UNITS[m[2]] for m in found if m]
        if len(seconds) != 2 or seconds[0] > seconds[1]:
            self.fault(
                path,
                '写成 ["5m", "2h"] 这样，先短后长',
                'write ["5m", "2h"], the less first',
            )
            return lambda _: (0, 0)
        least, most = seconds
        return lambda _: (least, most)

    def _stretch(self, data: Any, path: str) -> Callable[[Ticket], int]:
        if data is None:
            return lambda _: 1
        match data:
            case {"chance": name, "times": int(times), **rest} if (
                not rest and times > 0
            ):
                chance = self.chance(name, f"{path}.chance")
                return lambda t: times if t.random() < chance else 1
            case _:
                self.fault(path, "写成 chance 和 times", "write chance and times")
                return lambda _: 1

    # --- units ---

    def some_unit(self, random: Callable[[], float]) -> int:
        """Draw the number of a unit, from 1; low numbers come more often."""
        return 1 + int(self.unit_count * random() ** self.unit_skew)

    def another(self, ticket: Ticket) -> int:
        """Draw a unit that does not hold the ticket."""
        found = self.some_unit(ticket.random)
        return found if found != ticket.holder else found % self.unit_count + 1

    def unit_text(self, number: int) -> str:
        """Name a unit by its number."""
        return f"{self.unit_name}{number:02}"

    def keys(self, data: Mapping[str, Any], path: str, known: Collection[str]) -> None:
        """Note every key that is not known here."""
        for key in data:
            if key not in known:
                near = suggest(key, tuple(known))
                hint_zh = f"，是不是 {near}" if near else ""
                hint_en = f"; did you mean {near}?" if near else ""
                self.fault(
                    path, f"没有 {key} 这个键{hint_zh}", f"no key {key}{hint_en}"
                )
