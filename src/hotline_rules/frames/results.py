"""Results to the tables: which columns repeat together, and where they come from."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from hotline_rules.evaluate.words import missing_message
from hotline_rules.frames.gather import Gathered
from hotline_rules.frames.heads import attribute_of, course_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pyarrow as pa

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.evaluate import Result
    from hotline_rules.evaluate.plan import Plan
    from hotline_rules.evaluate.records import Missing, Penalty
    from hotline_rules.frames.heads import Standing
    from hotline_rules.history import Anomaly

_GROUND = ("flags", "readings", "cites")
_WHOSE = ("record", "unit")
# TRAP: a record holds on to the whole of its ticket's judgement, so few are kept at
# a time; but not one, where most of the time would go into starting and ending.
_AT_A_TIME = 32

_whose = attrgetter("id", "unit")
_events = attrgetter("because.events")


def _fields(*names: str) -> tuple[tuple[str, ...], Callable[[Any], Any]]:
    """Columns that are fields of the records, by their names."""
    return names, attrgetter(*names)


class Results:
    """The results of a batch on their way into tables.

    Args:
        schemas: of the tables.
        plan: by which things are called; any one of the profile will do.
        lang: of messages.
    """

    def __init__(
        self, schemas: Mapping[str, pa.Schema], plan: Plan, lang: Language
    ) -> None:
        self._titles = plan.titles
        self._day_of = plan.zone.day_of
        self._lang: Language = lang
        self._tickets = Gathered(
            schemas["tickets"],
            [(_HEAD, itemgetter(0)), (("unit", "month"), itemgetter(1))],
            (_COUNTS, itemgetter(slice(2, None))),
        )
        self._deadlines = Gathered(
            schemas["deadlines"],
            [
                _fields(
                    *("rule", "title", "kind", "role", "inclusive", "state"),
                    *("end_reason", "certainty", *_GROUND),
                ),
                (_WHOSE, _whose),
            ],
            _fields(
                *("started_at", "due_at", "ended_at", "original_due_at"),
                *("soft_due_at", "remaining_seconds"),
            ),
            _events,
        )
        self._actions = Gathered(
            schemas["actions"],
            [
                _fields(
                    *("action", "role", "inclusive", "state", "notice", "rule"),
                    *_GROUND,
                ),
                (_WHOSE, _whose),
            ],
            _fields("since", "due_at", "done_at", "soft_due_at"),
            _events,
        )
        self._penalties = Gathered(
            schemas["penalties"],
            [
                _fields("kind", "state", "points", "rule", "concurrent", *_GROUND),
                (("record", "unit", "title", "limit"), self._about_penalty),
            ],
            (("at",), lambda one: (one.at,)),
            _events,
        )
        self._statuses = Gathered(
            schemas["statuses"],
            [_fields("status", "kind", "unit", "rule", *_GROUND)],
            _fields("since", "until"),
            _events,
        )
        self._rungs = Gathered(
            schemas["rungs"],
            [_fields("ladder", "rung", "unit", "rule", *_GROUND)],
            _fields("since", "until"),
            _events,
        )
        self._lights = Gathered(
            schemas["lights"],
            [(("colour",), itemgetter(slice(1)))],
            (("since", "until"), itemgetter(slice(1, None))),
        )
        self._missing = Gathered(
            schemas["missing"],
            [(("sort", "name", "rules", "cites", "message"), self._about_missing)],
        )
        self._anomalies = Gathered(
            schemas["anomalies"],
            [(("code", "message"), self._about_anomaly)],
            (("event",), lambda one: (one.event,)),
        )
        self._added = 0
        self._tables = {
            "tickets": self._tickets,
            "deadlines": self._deadlines,
            "lights": self._lights,
            "penalties": self._penalties,
            "actions": self._actions,
            "statuses": self._statuses,
            "rungs": self._rungs,
            "missing": self._missing,
            "anomalies": self._anomalies,
        }

    def add(
        self,
        number: int,
        one: Result,
        standing: Standing,
        rows: int,
        anomalies: Sequence[Anomaly],
    ) -> None:
        """Add a result.

        Args:
            number: of the ticket in the batch.
            one: the result.
            standing: how it came out.
            rows: how many events were given.
            anomalies: of it.
        """
        state = one.state
        if state.deadlines:
            self._deadlines.add(state.deadlines, number)
        if state.actions:
            self._actions.add(state.actions, number)
        if state.penalties:
            self._penalties.add(state.penalties, number)
        if state.statuses:
            self._statuses.add(state.statuses, number)
        if state.rungs:
            self._rungs.add(state.rungs, number)
        if state.missing:
            self._missing.add(state.missing, number)
        if anomalies:
            self._anomalies.add(anomalies, number)
        if one.judged.shown:
            self._lights.add(one.stretches_of_light, number)
        head = self._head(one, standing, rows, len(anomalies))
        self._tickets.add((head,), number)
        self._let_go()

    def _let_go(self) -> None:
        """Take the records of some tickets apart."""
        self._added += 1
        if self._added % _AT_A_TIME == 0:
            for gathered in self._tables.values():
                gathered.take()

    def batches(self, ids: pa.Array) -> dict[str, pa.RecordBatch]:
        """The tables, those without rows included.

        Args:
            ids: of the tickets, by their number.
        """
        return {name: gathered.batch(ids) for name, gathered in self._tables.items()}

    def _head(
        self, one: Result, standing: Standing, rows: int, anomalies: int
    ) -> tuple[Any, ...]:
        light, course = one.light, course_of(one, self._day_of)
        return (
            (
                one.subject,
                attribute_of(one, "kind"),
                attribute_of(one, "level"),
                attribute_of(one, "urgency"),
                light.colour,
                light.peak,
                light.cites,
                standing.word,
            ),
            (course.unit, course.month),
            rows,
            len(one.history.events),
            course.created,
            course.dispatched,
            course.closed,
            light.since,
            standing.cards,
            standing.late,
            standing.open,
            standing.missing,
            anomalies,
        )

    def _about_penalty(self, one: Penalty) -> tuple[str | None, ...]:
        # Marks of one name may have titles of their own, by case.
        basis = one.basis
        if basis is None:
            return one.id, one.unit, self._titles.rule(one.rule), None
        return one.id, one.unit, basis.reached.mark.mark.title, basis.limit

    def _about_missing(self, one: Missing) -> tuple[Any, ...]:
        message = missing_message(one, self._titles).in_(self._lang)
        return one.sort, one.name, one.rules, one.cites, message

    def _about_anomaly(self, one: Anomaly) -> tuple[str, str]:
        return one.code, one.text.in_(self._lang)


_HEAD = (
    *("subject", "kind", "level", "urgency", "light", "light_peak", "light_cites"),
    "standing",
)
_COUNTS = (
    *("rows", "events", "created_at", "dispatched_at", "closed_at", "light_since"),
    *("cards", "late", "open", "missing", "anomalies"),
)
