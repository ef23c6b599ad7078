"""The tables that come out: their columns, in their order, and their units.

Names and meanings are those of docs/results.md and of the tables of an audit. The key
of all is `id`, the ticket's own; `record` is the id of the record within it. A column
is of one of these kinds:

- `text`; `texts`, a list of them
- `number`, a whole number; `numbers`, a list of them
- `flag`, true or false
- `instant`, whole seconds with the zone of the profile

Everything but what every record has may be null.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["text", "texts", "number", "numbers", "flag", "instant"]
Column = tuple[str, Kind]

_GROUND: tuple[Column, ...] = (
    ("flags", "texts"),
    ("readings", "texts"),
    ("cites", "texts"),
    ("events", "numbers"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    # A row for each ticket that was judged and is not left out. `rows`: of the events
    # given; `events`: how many of them had happened and were known. The rest as in the
    # tickets of an audit.
    "tickets": (
        ("id", "text"),
        ("subject", "text"),
        ("rows", "number"),
        ("events", "number"),
        ("unit", "text"),
        ("month", "text"),
        ("kind", "text"),
        ("level", "text"),
        ("urgency", "text"),
        ("created_at", "instant"),
        ("dispatched_at", "instant"),
        ("closed_at", "instant"),
        ("light", "text"),
        ("light_since", "instant"),
        ("light_peak", "text"),
        ("light_cites", "texts"),
        ("standing", "text"),
        ("cards", "number"),
        ("late", "number"),
        ("open", "number"),
        ("missing", "number"),
        ("anomalies", "number"),
    ),
    "deadlines": (
        ("id", "text"),
        ("record", "text"),
        ("rule", "text"),
        ("title", "text"),
        ("kind", "text"),
        ("role", "text"),
        ("unit", "text"),
        ("started_at", "instant"),
        ("due_at", "instant"),
        ("inclusive", "flag"),
        ("state", "text"),
        ("ended_at", "instant"),
        ("end_reason", "text"),
        ("original_due_at", "instant"),
        ("soft_due_at", "instant"),
        ("remaining_seconds", "number"),
        ("certainty", "text"),
        *_GROUND,
    ),
    # Each stretch of one colour; `until` is null while it lasts.
    "lights": (
        ("id", "text"),
        ("colour", "text"),
        ("since", "instant"),
        ("until", "instant"),
    ),
    # `limit` is the record of the deadline whose mark brought it.
    "penalties": (
        ("id", "text"),
        ("record", "text"),
        ("kind", "text"),
        ("title", "text"),
        ("unit", "text"),
        ("at", "instant"),
        ("state", "text"),
        ("points", "text"),
        ("rule", "text"),
        ("limit", "text"),
        ("concurrent", "texts"),
        *_GROUND,
    ),
    "actions": (
        ("id", "text"),
        ("record", "text"),
        ("action", "text"),
        ("role", "text"),
        ("unit", "text"),
        ("since", "instant"),
        ("due_at", "instant"),
        ("inclusive", "flag"),
        ("state", "text"),
        ("done_at", "instant"),
        ("soft_due_at", "instant"),
        ("notice", "text"),
        ("rule", "text"),
        *_GROUND,
    ),
    "statuses": (
        ("id", "text"),
        ("status", "text"),
        ("kind", "text"),
        ("unit", "text"),
        ("since", "instant"),
        ("until", "instant"),
        ("rule", "text"),
        *_GROUND,
    ),
    "rungs": (
        ("id", "text"),
        ("ladder", "text"),
        ("rung", "text"),
        ("unit", "text"),
        ("since", "instant"),
        ("until", "instant"),
        ("rule", "text"),
        *_GROUND,
    ),
    # `sort` is fact, parameter or conflict; `name` what is not known.
    "missing": (
        ("id", "text"),
        ("sort", "text"),
        ("name", "text"),
        ("rules", "texts"),
        ("cites", "texts"),
        ("message", "text"),
    ),
    "anomalies": (
        ("id", "text"),
        ("code", "text"),
        ("event", "number"),
        ("message", "text"),
    ),
    # A row for each row of the events that was not judged, and why. `row` is its place
    # from 0; `column` the one at fault, null where the row itself is sound and another
    # row of its ticket is not.
    "refused": (
        ("row", "number"),
        ("id", "text"),
        ("code", "text"),
        ("column", "text"),
        ("message", "text"),
    ),
    # One row for each batch. `rows` = `rows_used` + `rows_refused`, and `tickets` =
    # `judged` + `left_out` + `refused`; `left_out`: judged, and in order.
    "balance": (
        ("rows", "number"),
        ("rows_used", "number"),
        ("rows_refused", "number"),
        ("tickets", "number"),
        ("judged", "number"),
        ("left_out", "number"),
        ("refused", "number"),
    ),
}
