"""What stands in the tables as identifiers and JSON, said for people."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import day_of_date
from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.engine import plan_for
from hotline_rules.explain.called import Called
from hotline_rules.explain.wording import NOTHING, Times, join, same, say
from hotline_rules.explain.words import (
    COLOURS,
    END_REASONS,
    FLAGS,
    STATES,
    STATES_OF_ACTIONS,
    STATES_OF_PENALTIES,
    STATES_OF_POWERS,
)
from hotline_rules.report.page.words import HOW
from hotline_rules.report.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.rulebook import Rulebook

_STATES = {
    "duty": STATES,
    "power": STATES_OF_POWERS,
    "action": STATES_OF_ACTIONS,
    "penalty": STATES_OF_PENALTIES,
}
# As `json.dumps` writes it. INVARIANT: inside a JSON text a quote has a backslash
# before it, so that the keys between the parts are found nowhere else.
_BECAUSE = re.compile(
    r'\{"events": ?\[([\d, ]*)\], ?"facts": ?(\[.*?\]), ?"days": ?(null|\{[^{}]*\})'
    r"(?:, ?(.*))?\}"
)

# A fact that the tables name without its value, since that is free text.
_LEFT_OUT = Text("有（原文从略）", "given (text left out)")

_MOST = 8192  # courses that are kept

Because = tuple[str, str, str, str]
"""Numbers of events with a space between; facts, days and the rest as JSON."""


class Telling:
    """Words of one profile in one language.

    Args:
        rulebook: of the run.
        lang: of the words; titles that a profile gives stay in its own language.
        known_at: the instant of knowledge of the run, which decides its calendar.
    """

    def __init__(
        self, rulebook: Rulebook, lang: Language, known_at: int | None = None
    ) -> None:
        self.rulebook = rulebook
        self.lang = lang
        self.known_at = known_at
        self.names = Called(rulebook).without_definitions()
        self._told: dict[tuple[str, ...], str] = {}

    @cached_property
    def course(self) -> Course:
        """Tells how limits came about."""
        return Course(self)

    @cached_property
    def plan(self) -> Any:
        """Binds the rules to the calendar as announced by then."""
        return plan_for(self.rulebook, "ticket", self.known_at)

    def say(self, text: Text) -> str:
        """One of two sentences."""
        return text.in_(self.lang)

    def local(self, at: int) -> int:
        """Seconds of the wall clock, as if they were UTC."""
        return int(self.plan.zone.local(at))

    def locals(self, instants: Sequence[int | None]) -> list[int | None]:
        """The same of a column, quickly."""
        zone = self.plan.zone
        steady = min((one for one in instants if one is not None), default=0)
        if steady < zone.steady_from:
            return [None if one is None else zone.local(one) for one in instants]
        offset = zone.offset
        return [None if one is None else one + offset for one in instants]

    def _once(self, key: tuple[str, ...], tell: Callable[[], Text]) -> str:
        told = self._told.get(key)
        if told is None:
            told = self._told[key] = self.say(tell())
        return told

    # Words --------------------------------------------------------------------------

    def state(self, of: str, state: str) -> str:
        """The state of a duty, a power, an action or a penalty."""
        known = _STATES[of].get(state)
        return state if known is None else self.say(known)

    def end_reason(self, reason: str | None) -> str:
        """Why a limit ended without blame."""
        if not reason:
            return ""
        known = END_REASONS.get(reason)
        return self.say(self.names.titled(reason) if known is None else known)

    def flags(self, flags: str | None) -> str:
        """What the flags of a record mean."""
        told = [FLAGS.get(one) or self.names.titled(one) for one in _words(flags)]
        return self.say(join(told, "；", "; "))

    def titled(self, name: str | None) -> str:
        """The title of an action, a notice, a finding or a rung."""
        return "" if not name else self.say(self.names.titled(name))

    def option(self, reading: str, option: str) -> str:
        """What an option of a reading means."""
        known = self.names.readings.get(reading)
        return option if known is None else dict(known.options).get(option, option)

    def rule(self, rule: str | None) -> str:
        """The title of a rule."""
        return "" if not rule else self.say(self.names.rule(rule))

    def penalty(self, kind: str | None) -> str:
        """The name of a kind of penalty."""
        return "" if not kind else self.say(self.names.penalty(kind))

    def status(self, status: str, kind: str | None) -> str:
        """The title of a status."""
        return self.say(self.names.status(status, kind))

    def ladder(self, ladder: str) -> str:
        """The title of a ladder."""
        return self.say(self.names.ladder(ladder))

    def event(self, type_: str) -> str:
        """The title of a recorded event."""
        return self._once(("event", type_), lambda: self.names.event_type(type_))

    def value(self, value: Any) -> str:
        """A value of a fact or an attribute."""
        return "" if value is None else self.say(self.names.value(value))

    def colour(self, colour: str | None) -> str:
        """A light."""
        known = COLOURS.get(colour or "none")
        return str(colour) if known is None else self.say(known)

    def bearer(self, role: str, unit: str | None) -> str:
        """Who, where it is not simply the unit."""
        if role == "unit" and unit:
            return unit
        key = ("bearer", role, unit or "")
        return self._once(key, lambda: self.names.bearer(role, unit, 0))

    # JSON ---------------------------------------------------------------------------

    def payload(self, type_: str, payload: str | None) -> str:
        """What an event carries besides its unit."""
        if not payload or payload == "{}":
            return ""
        return self._once(
            ("payload", type_, payload), lambda: self._payload(type_, payload)
        )

    def _payload(self, type_: str, payload: str) -> Text:
        pairs = json.loads(payload).items()
        names = self.names
        return _pairs(
            (names.key(key, type_), names.value(value)) for key, value in pairs
        )

    def facts(self, facts: str) -> str:
        """The facts of a ``because``, given as JSON."""
        if facts == "[]":
            return ""
        return self._once(("facts", facts), lambda: self._facts(facts))

    def _facts(self, facts: str) -> Text:
        names = self.names
        return _pairs(
            (
                names.fact(one["fact"]),
                names.value(one["value"]) if "value" in one else _LEFT_OUT,
            )
            for one in json.loads(facts)
        )


def _pairs(pairs: Iterable[tuple[Text, Text]]) -> Text:
    return join((say("{0}：{1}", "{0} = {1}", *pair) for pair in pairs), "；", "; ")


class Course:
    """How a limit came about, from the evidence, in sentences.

    Args:
        telling: words of the profile.
    """

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._terms = Terms(telling.rulebook)
        self._times = Times(self._terms.zone)
        self._told: dict[str, list[Any]] = {}

    def told(self, rest: str) -> list[Any]:
        """What the keys after ``days`` say, given as JSON.

        Returns:
            the number of the event that set it going, or else words for what did; a
            sentence for each step; the stretches in which the clock stood still, in
            local seconds, an open one without end.
        """
        known = self._told.get(rest)
        if known is None:
            if len(self._told) >= _MOST:
                self._told.clear()
            known = self._told[rest] = self._tell(rest)
        return known

    def _tell(self, rest: str) -> list[Any]:
        data = json.loads(rest)
        steps = data.get("steps") or []
        spans = [
            [self._local(first), self._local(end)]
            for step in steps
            for first, end in (step.get("pauses") or {}).get("spans") or ()
        ]
        lines = [line for step in steps for line in self._lines(step)]
        return [self._trigger(data), lines, spans]

    def _trigger(self, data: Mapping[str, Any]) -> int | str:
        trigger = data.get("trigger")
        if trigger is None or isinstance(trigger, int):
            return "" if trigger is None else trigger
        names, of = self._telling.names, str(data.get("of") or "")
        limit = names.rule(of.partition(":")[0]).zh if of else None
        return self._telling.say(names.happening(str(trigger), limit))

    def _lines(self, step: Mapping[str, Any]) -> Iterator[str]:
        """What a step says, the end that it led to, and the pauses in it."""
        how = step.get("how")
        told = self._point(step.get("point"))
        if how is not None:
            told = self._changed(step, str(how), told)
        told = join((told, self._end(step)), "，", ", ")
        if told.zh:
            yield self._telling.say(told)
        for first, until in (step.get("pauses") or {}).get("spans") or ():
            yield self._telling.say(self._pause(first, until))

    def _end(self, step: Mapping[str, Any]) -> Text:
        """The end before the next step; nothing where it is that of the record."""
        at = step.get("at")
        if at is None:
            return NOTHING
        end = self._times.end(_seconds(at), inclusive=bool(step.get("inclusive")))
        return say("期满为{0}", "which ends {0}", end)

    def _changed(self, step: Mapping[str, Any], how: str, point: Text) -> Text:
        """A later step: what brought it about, and what it says."""
        names = self._telling.names
        change = step.get("change")
        title = names.rule(change) if change else HOW.get(how, same(how))
        events = (step.get("asked"), step.get("at_event"))
        numbers = dict.fromkeys(str(one) for one in events if one is not None)
        cut = self._point(step.get("cut"))
        parts = (
            _numbered(list(numbers)),
            point,
            say("以{0}为限", "not after {0}", cut) if cut.zh else NOTHING,
        )
        told = join(parts, "；", "; ")
        return say("{0}：{1}", "{0}: {1}", title, told) if told.zh else title

    def _point(self, point: Any) -> Text:
        """A point in words; nothing where the evidence has only our own."""
        if not isinstance(point, str):
            return NOTHING
        told = self._terms.point(point)
        return NOTHING if told.zh == point else told

    def _pause(self, first: str, end: str | None) -> Text:
        times = self._times
        begin = times.at(_seconds(first))
        if end is None:
            return say("停表：{0}起", "paused since {0}", begin)
        return say("停表：{0}至{1}", "paused {0} – {1}", begin, times.at(_seconds(end)))

    def _local(self, iso: str | None) -> int | None:
        return None if iso is None else self._telling.local(_seconds(iso))


def _numbered(numbers: list[str]) -> Text:
    """Events by their numbers."""
    if not numbers:
        return NOTHING
    listed = join(map(same, numbers), "、", ", ")
    plural = "s" if len(numbers) > 1 else ""
    return say("第{0}号事件", f"event{plural} {{0}}", listed)


def _seconds(iso: str) -> int:
    return int(datetime.fromisoformat(iso).timestamp())


def parts_of(because: str | None) -> Because:
    """A ``because`` as its parts; of the common form without reading the JSON."""
    if not because:
        return "", "[]", "null", "{}"
    found = _BECAUSE.fullmatch(because)
    if found is not None:
        events, facts, days, rest = found.groups()
        numbers = events.replace(",", " ") if "," in events else events
        return numbers, facts, days, f"{{{rest or ''}}}"
    data = json.loads(because)
    return (
        " ".join(map(str, data.get("events") or ())),
        json.dumps(data.get("facts") or [], ensure_ascii=False),
        json.dumps(data.get("days"), ensure_ascii=False),
        json.dumps(data, ensure_ascii=False),
    )


@lru_cache(maxsize=8192)  # tickets of one month, whatever part they are in, share days
def day_runs(days: str) -> list[Any] | None:
    """The days of a ``because``, given as JSON, folded by runs.

    Returns:
        in which unit, the amount, the calendar, and for each run its first
        local day, its length, its part (``counted``, ``start``, ``rest`` …) and name.
    """
    data = json.loads(days)
    if data is None:
        return None
    listed = [(one, "counted", "") for one in data.get("counted") or ()]
    listed += [tuple(one) for one in data.get("skipped") or ()]
    runs: list[list[Any]] = []
    for iso, part, name in sorted(listed):
        day = day_of_iso(iso)
        if runs and runs[-1][2:] == [part, name] and sum(runs[-1][:2]) == day:
            runs[-1][1] += 1
        else:
            runs.append([day, 1, part, name])
    return [data.get("in"), data.get("amount"), data.get("calendar"), runs]


def day_of_iso(text: str) -> int:
    """The local day of an ISO date."""
    return day_of_date(date.fromisoformat(text))


def _words(text: str | None) -> list[str]:
    return text.split() if text else []
