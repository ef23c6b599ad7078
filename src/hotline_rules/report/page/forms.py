"""How the rows of each table travel: what is told once, and what stays by row.

The values of many columns come in few combinations (a rule has one title, one set of
clauses, a handful of states). A combination is a shape: told once for a part, in words
for people, and named by its number in each row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline_rules.report.page.telling import Telling

Shape = tuple[Any, ...]
HERE = "\x01"  # in a word for a bearer: where the name of the unit goes


@dataclass(frozen=True, slots=True)
class Form:
    """The columns of one table.

    Attributes:
        shape: columns that are told together.
        fields: names of what is told of a shape, in the order of `tell`.
        tell: what the page shows of a shape.
        instants: columns of instants.
        words: columns of texts that come back, such as units.
        numbers: columns of numbers.
        id: whether rows have an id that begins with rule and unit.
        reasoned: whether rows have a sentence (`reason`).
        evident: whether rows have evidence (`because`).
    """

    shape: tuple[str, ...]
    fields: tuple[str, ...]
    tell: Callable[[Telling, Shape], list[Any]]
    instants: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    id: bool = False
    reasoned: bool = False
    evident: bool = False

    def columns(self) -> list[list[str]]:
        """Names and kinds of the columns of a row, in the order of `parts`."""
        named = [[name, "instant"] for name in self.instants]
        named += [[name, "word"] for name in self.words]
        named += [[name, "number"] for name in self.numbers]
        if self.id:
            named.append(["id", "id"])
        if self.reasoned:
            named.append(["reason", "sentence"])
        if self.evident:
            named += [["events", "word"], ["facts", "word"]]
            named += [["days", "days"], ["course", "course"]]
        return named


def _ticket(say: Telling, shape: Shape) -> list[Any]:
    subject, file, sheet, level, urgency, light, peak, cites = shape
    return [
        subject,
        file or "",
        sheet or "",
        say.value(level),
        say.value(urgency),
        say.colour(light),
        say.colour(peak),
        split(cites),
    ]


def _event(say: Telling, shape: Shape) -> list[Any]:
    type_, payload = shape
    return [type_, say.event(type_), say.payload(type_, payload)]


def _deadline(say: Telling, shape: Shape) -> list[Any]:
    rule, title, kind, role, inclusive, state, ended, certainty, *rest = shape
    flags, readings, cites = rest
    return [
        rule,
        title,
        kind,
        *who(say, role),
        bool(inclusive),
        state,
        say.state(kind, state),
        say.end_reason(ended),
        certainty == "provisional",
        say.flags(flags),
        split(readings),
        split(cites),
    ]


def _light(_: Telling, shape: Shape) -> list[Any]:
    return list(shape)


def _penalty(say: Telling, shape: Shape) -> list[Any]:
    kind, state, points, rule, flags, concurrent, readings, cites = shape
    return [
        rule,
        say.rule(rule),
        kind,
        say.penalty(kind),
        state,
        say.state("penalty", state),
        points or "",
        say.flags(flags),
        split(concurrent),
        split(readings),
        split(cites),
    ]


def _action(say: Telling, shape: Shape) -> list[Any]:
    action, notice, role, inclusive, state, rule, flags, readings, cites = shape
    return [
        rule,
        say.titled(action),
        say.titled(notice),
        *who(say, role),
        bool(inclusive),
        state,
        say.state("action", state),
        say.flags(flags),
        split(readings),
        split(cites),
    ]


def _status(say: Telling, shape: Shape) -> list[Any]:
    status, kind, rule, flags, readings, cites = shape
    told = [rule, say.status(status, kind), say.flags(flags)]
    return [*told, split(readings), split(cites)]


def _rung(say: Telling, shape: Shape) -> list[Any]:
    ladder, rung, rule, flags, readings, cites = shape
    told = [rule, say.ladder(ladder), say.titled(rung), say.flags(flags)]
    return [*told, split(readings), split(cites)]


def _missing(say: Telling, shape: Shape) -> list[Any]:
    message, rules, cites = shape
    told = dict.fromkeys(say.rule(rule) for rule in split(rules))
    return [message, list(told), split(cites)]


def _finding(_: Telling, shape: Shape) -> list[Any]:
    code, message, file, sheet = shape
    return [code, message, file or "", sheet or ""]


def _trial(say: Telling, shape: Shape) -> list[Any]:
    reading, option, outcome, what, kind, other = shape
    is_card = what == "card"
    return [
        reading,
        say.option(reading, option),
        outcome,
        what,
        say.penalty(kind) if is_card else "",
        say.state("penalty" if is_card else "duty", other) if other else "",
    ]


def who(say: Telling, role: str) -> list[str]:
    """A bearer without a unit, and with one in the place of `HERE`."""
    return [say.bearer(role, None), say.bearer(role, HERE)]


def split(text: str | None) -> list[str]:
    """A list that a table keeps as one text."""
    return text.split() if text else []


_BASIS = ("flags", "readings", "cites")

FORMS: dict[str, Form] = {
    "tickets": Form(
        shape=(
            *("subject", "file", "sheet", "level", "urgency", "light", "light_peak"),
            "light_cites",
        ),
        fields=(
            *("subject", "file", "sheet", "level", "urgency", "light", "peak"),
            "lightCites",
        ),
        tell=_ticket,
        instants=("created_at", "dispatched_at", "closed_at", "light_since"),
        numbers=("row", "rows"),
    ),
    "events": Form(
        shape=("type", "payload"),
        fields=("type", "title", "payload"),
        tell=_event,
        instants=("at", "recorded_at"),
        words=("unit",),
        numbers=("number",),
    ),
    "deadlines": Form(
        shape=(
            *("rule", "title", "kind", "role", "inclusive", "state", "end_reason"),
            *("certainty", *_BASIS),
        ),
        fields=(
            *("rule", "title", "kind", "who", "whose", "inclusive", "state", "stands"),
            *("endReason", "provisional", *_BASIS),
        ),
        tell=_deadline,
        instants=(
            *("started_at", "due_at", "ended_at", "original_due_at", "soft_due_at"),
        ),
        words=("unit",),
        numbers=("remaining_seconds",),
        id=True,
        reasoned=True,
        evident=True,
    ),
    "lights": Form(
        shape=("colour",), fields=("colour",), tell=_light, instants=("since", "until")
    ),
    "penalties": Form(
        shape=("kind", "state", "points", "rule", "flags", "concurrent", *_BASIS[1:]),
        fields=(
            *("rule", "title", "kind", "name", "state", "stands", "points"),
            *("flags", "concurrent", *_BASIS[1:]),
        ),
        tell=_penalty,
        instants=("at",),
        words=("unit", "limit"),
        id=True,
        reasoned=True,
        evident=True,
    ),
    "actions": Form(
        shape=("action", "notice", "role", "inclusive", "state", "rule", *_BASIS),
        fields=(
            *("rule", "title", "notice", "who", "whose", "inclusive", "state"),
            *("stands", *_BASIS),
        ),
        tell=_action,
        instants=("since", "due_at", "soft_due_at", "done_at"),
        words=("unit",),
        id=True,
        evident=True,
    ),
    "statuses": Form(
        shape=("status", "kind", "rule", *_BASIS),
        fields=("rule", "title", *_BASIS),
        tell=_status,
        instants=("since", "until"),
        words=("unit",),
        evident=True,
    ),
    "rungs": Form(
        shape=("ladder", "rung", "rule", *_BASIS),
        fields=("rule", "ladder", "title", *_BASIS),
        tell=_rung,
        instants=("since", "until"),
        words=("unit",),
        evident=True,
    ),
    "missing": Form(
        shape=("message", "rules", "cites"),
        fields=("message", "rules", "cites"),
        tell=_missing,
    ),
    "findings": Form(
        shape=("code", "message", "file", "sheet"),
        fields=("code", "message", "file", "sheet"),
        tell=_finding,
        words=("unit",),
        numbers=("row", "event"),
    ),
    "readings": Form(
        shape=("reading", "option", "outcome", "what", "kind", "other_state"),
        fields=("reading", "option", "outcome", "what", "name", "otherwise"),
        tell=_trial,
        instants=("at", "other_at"),
        words=("id", "unit"),
    ),
}
