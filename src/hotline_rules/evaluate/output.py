"""The result as JSON-ready data, in the shape of docs/results.md."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hotline_rules.calendar import date_of_day, day_text
from hotline_rules.evaluate.course import mark_of, steps_of, trigger_of, verdict_of
from hotline_rules.evaluate.days import days_of, days_of_mark, point_of
from hotline_rules.evaluate.words import missing_message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hotline_rules.calendar import Zone
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.evaluate.plan import Plan
    from hotline_rules.evaluate.records import (
        Action,
        Basis,
        Because,
        Deadline,
        Light,
        Missing,
        Penalty,
        Rung,
        Status,
    )
    from hotline_rules.evaluate.result import Result

ENGINE_VERSION = "0.1.0"
_DAY = 86_400


def result_to_dict(result: Result, lang: Language = "zh") -> dict[str, Any]:
    """Write a result in the shape of docs/results.md."""
    return Writer(result.plan, lang).result(result)


def iso(instant: int | None, zone: Zone) -> str | None:
    """An instant with the zone's offset, ``2021-03-01T10:00:00+08:00``."""
    if instant is None:
        return None
    offset = zone.offset_at(instant)
    day, clock = _day_and_clock(instant + offset)
    return f"{day}T{clock}{_offset_text(offset)}"


def due_text(instant: int, zone: Zone, *, inclusive: bool) -> str:
    """An end for people: ``2021-03-08 24:00``, with seconds only where there are."""
    local = zone.local(instant)
    if not inclusive and local % _DAY == 0:
        return f"{day_text(local // _DAY - 1)} 24:00"
    day, clock = _day_and_clock(local)
    return f"{day} {clock.removesuffix(':00') if local % 60 == 0 else clock}"


def _day_and_clock(local: int) -> tuple[str, str]:
    """The day and the time of day of a local second."""
    day, second = divmod(local, _DAY)
    minutes, seconds = divmod(second, 60)
    return day_text(day), f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


@cache
def _offset_text(offset: int) -> str:
    """An offset from UTC in seconds, as ISO 8601 writes it: ``+08:00``."""
    sign, size = "-" if offset < 0 else "+", abs(offset)
    hours, minutes = divmod(size // 60, 60)
    seconds = f":{size % 60:02}" if size % 60 else ""
    return f"{sign}{hours:02}:{minutes:02}{seconds}"


class Writer:
    """Writes the records of results; without their evidence when ``bare``."""

    def __init__(self, plan: Plan, lang: Language, *, bare: bool = False) -> None:
        self.plan = plan
        self.lang = lang
        self.bare = bare
        self.zone = plan.zone
        self.readings = plan.readings

    def result(self, result: Result) -> dict[str, Any]:
        """The whole result."""
        calendar = self.plan.calendar
        profile, digest = result.identity
        known = calendar.known_until
        return {
            "id": result.id,
            "subject": result.subject,
            "as_of": self.iso(result.as_of),
            "known_at": self.iso(result.known_at),
            "engine": ENGINE_VERSION,
            "profile": {"id": profile, "digest": digest},
            "calendar": {
                "id": calendar.id,
                "digest": calendar.digest,
                "known_until": None if known is None else _date(known),
            },
            **self.lists(result),
            "anomalies": [
                {
                    "code": one.code,
                    "event": one.event,
                    "message": one.text.in_(self.lang),
                }
                for one in result.anomalies
            ],
            "next_change_at": self.iso(result.next_change_at),
        }

    def lists(self, result: Result) -> dict[str, Any]:
        """What the profile says of the history: its records, list by list."""
        because = {"events": _shown_by(result), "facts": [], "days": None}
        return {
            "deadlines": [self.deadline(one) for one in result.deadlines],
            "light": self.light(result.light) | {"because": because},
            "penalties": [self.penalty(one) for one in result.penalties],
            "actions": [self.action(one) for one in result.actions],
            "statuses": [self.status(one) for one in result.statuses],
            "rungs": [self.rung(one) for one in result.rungs],
            "missing": [self.missing(one) for one in result.missing],
        }

    def iso(self, instant: int | None) -> str | None:
        """An instant in the profile's zone."""
        return iso(instant, self.zone)

    def light(self, one: Light) -> dict[str, Any]:
        """The light, without its evidence."""
        return {
            "colour": one.colour,
            "since": self.iso(one.since),
            "peak": one.peak,
            "cites": list(one.cites),
        }

    def chosen(self, codes: Iterable[str]) -> dict[str, str]:
        """Readings by their code, with the option in use."""
        return {code: self.readings[code] for code in sorted(set(codes))}

    def because(
        self, because: Because, days: Callable[[], Any] | None = None
    ) -> dict[str, Any]:
        """The evidence; its days are asked for only where they are written."""
        if self.bare:
            return {}
        return {
            "events": list(because.events),
            "facts": [{"fact": name, "value": _plain(v)} for name, v in because.facts],
            "days": None if days is None else days(),
            **trigger_of(because.trigger),
            **({} if because.pending is None else {"pending": because.pending}),
        }

    def bearer(self, role: str, unit: str | None) -> dict[str, Any]:
        """Who: a role, and the unit it is for."""
        return {"role": role, "unit": unit}

    def deadline(self, one: Deadline) -> dict[str, Any]:
        """One limit."""
        due = one.due_at
        return {
            "id": one.id,
            "rule": one.rule,
            "title": one.title,
            "kind": one.kind,
            "bearer": self.bearer(one.role, one.unit),
            "started_at": self.iso(one.started_at),
            "due_at": self.iso(due),
            "inclusive": one.inclusive,
            "due_text": (
                None
                if due is None
                else due_text(due, self.zone, inclusive=one.inclusive)
            ),
            "state": one.state,
            "ended_at": self.iso(one.ended_at),
            "end_reason": one.end_reason,
            "original_due_at": self.iso(one.original_due_at),
            "soft_due_at": self.iso(one.soft_due_at),
            "remaining_seconds": one.remaining_seconds,
            "certainty": one.certainty,
            "flags": list(one.flags),
            "readings": self.chosen(one.readings),
            "cites": list(one.cites),
            "because": self.why_deadline(one),
        }

    def why_deadline(self, one: Deadline) -> dict[str, Any]:
        """The evidence of a limit."""
        return self.because(one.because, lambda: days_of(one)) | self.steps(one)

    def steps(self, one: Deadline) -> dict[str, Any]:
        """How the end of a limit came about."""
        if self.bare:
            return {}
        return {"steps": steps_of(one, self.iso), **verdict_of(one, self.iso)}

    def penalty(self, one: Penalty) -> dict[str, Any]:
        """One penalty."""
        return {
            "id": one.id,
            "kind": one.kind,
            "unit": one.unit,
            "at": self.iso(one.at),
            "state": one.state,
            "points": one.points,
            "rule": one.rule,
            "flags": list(one.flags),
            "concurrent": list(one.concurrent),
            "readings": self.chosen(one.readings),
            "cites": list(one.cites),
            "because": self.why_penalty(one),
        }

    def why_penalty(self, one: Penalty) -> dict[str, Any]:
        """The evidence of a penalty."""
        return self.because(one.because) | self.basis(one.basis)

    def basis(self, one: Basis | None) -> dict[str, Any]:
        """The limit and the point of it that brought a penalty."""
        if one is None or self.bare:
            return {}
        due = one.due
        return {
            "limit": one.limit,
            "limit_due_at": None if due is None else self.iso(due.at),
            "limit_inclusive": None if due is None else due.inclusive,
            "point": point_of(one),
            "days": days_of_mark(one),
            **mark_of(one, self.iso),
        }

    def action(self, one: Action) -> dict[str, Any]:
        """One required action."""
        written = {
            "id": one.id,
            "action": one.action,
            "actor": self.bearer(one.role, one.unit),
            "since": self.iso(one.since),
            "due_at": self.iso(one.due_at),
            "inclusive": one.inclusive,
            "state": one.state,
            "done_at": self.iso(one.done_at),
            "rule": one.rule,
            "flags": list(one.flags),
            "readings": self.chosen(one.readings),
            "cites": list(one.cites),
            "because": self.because(one.because),
        }
        if one.soft_due_at is not None:
            written["soft_due_at"] = self.iso(one.soft_due_at)
        if one.notice is not None:
            written["notice"] = one.notice
        return written

    def status(self, one: Status) -> dict[str, Any]:
        """One status."""
        return {
            "status": one.status,
            "kind": one.kind,
            "unit": one.unit,
            "since": self.iso(one.since),
            "until": self.iso(one.until),
            "rule": one.rule,
            "flags": list(one.flags),
            "readings": self.chosen(one.readings),
            "cites": list(one.cites),
            "because": self.because(one.because),
        }

    def rung(self, one: Rung) -> dict[str, Any]:
        """One rung of a ladder."""
        return {
            "ladder": one.ladder,
            "rung": one.rung,
            "unit": one.unit,
            "since": self.iso(one.since),
            "until": self.iso(one.until),
            "rule": one.rule,
            "flags": list(one.flags),
            "readings": self.chosen(one.readings),
            "cites": list(one.cites),
            "because": self.because(one.because),
        }

    def missing(self, one: Missing) -> dict[str, Any]:
        """One thing that is not known."""
        return {
            one.sort: one.name,
            "rules": list(one.rules),
            "cites": list(one.cites),
            "message": missing_message(one, self.plan.titles).in_(self.lang),
        }


def _shown_by(result: Result) -> list[int]:
    """The events behind the limit that shows the light."""
    for one in result.deadlines:
        if one.id == result.light.shown_by:
            return sorted(one.because.events)
    return []


def _date(day: int) -> str:
    return date_of_day(day).isoformat()


def _plain(value: Any) -> Any:
    """A value that JSON can hold."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    seconds = getattr(value, "seconds", None)
    if isinstance(seconds, int):
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)
