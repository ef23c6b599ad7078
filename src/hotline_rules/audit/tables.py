"""The tables of a run: their columns, in their order.

Every table is ordered by `ticket`, then as in docs/results.md. Instants are UTC epoch
seconds here and timestamps with the profile's zone in the files. Lists (`flags`,
`cites`, `readings`) are texts with a space between; `because` and `payload` are JSON.
What the options of the readings are stands once in the manifest.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["int", "text", "flag", "instant"]
Column = tuple[str, Kind]

TABLES: dict[str, tuple[Column, ...]] = {
    # One row for each history judged. `ticket` is its number from 1 in the order of
    # first appearance; `row` is the place it was first seen at, `rows` how many rows it
    # was made of; `unit` the last lead unit; `month` that of the first dispatch, else
    # of the first event, as 2021-03. `standing` is the worst of: `late_open` (a duty is
    # late and owed), `late` (a duty was met late), `carded` (an effective penalty),
    # `undetermined` (something is missing), `open` (a duty is running), `in_order`.
    "tickets": (
        ("ticket", "int"),
        ("id", "text"),
        ("subject", "text"),
        ("file", "text"),
        ("sheet", "text"),
        ("row", "int"),
        ("rows", "int"),
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
        ("light_cites", "text"),
        ("standing", "text"),
        ("cards", "int"),
        ("late", "int"),
        ("open", "int"),
        ("missing", "int"),
        ("anomalies", "int"),  # its rows of `findings`, of import and engine
    ),
    "events": (
        ("ticket", "int"),
        ("number", "int"),
        ("type", "text"),
        ("at", "instant"),
        ("recorded_at", "instant"),
        ("unit", "text"),
        ("payload", "text"),
    ),
    "deadlines": (
        ("ticket", "int"),
        ("id", "text"),
        ("rule", "text"),
        ("title", "text"),
        ("kind", "text"),
        ("role", "text"),
        ("unit", "text"),
        ("started_at", "instant"),
        ("due_at", "instant"),
        ("inclusive", "flag"),
        ("due_text", "text"),
        ("state", "text"),
        ("ended_at", "instant"),
        ("end_reason", "text"),
        ("original_due_at", "instant"),
        ("soft_due_at", "instant"),
        ("remaining_seconds", "int"),
        ("certainty", "text"),
        ("flags", "text"),
        ("readings", "text"),
        ("cites", "text"),
        ("reason", "text"),
        ("because", "text"),
    ),
    # Each stretch of one colour: from `since` until `until`, which is empty while it
    # lasts. Stretches without light are left out.
    "lights": (
        ("ticket", "int"),
        ("colour", "text"),
        ("since", "instant"),
        ("until", "instant"),
    ),
    "penalties": (
        ("ticket", "int"),
        ("id", "text"),
        ("kind", "text"),
        ("title", "text"),
        ("unit", "text"),
        ("at", "instant"),
        ("state", "text"),
        ("points", "text"),
        ("rule", "text"),
        ("limit", "text"),
        ("flags", "text"),
        ("concurrent", "text"),
        ("readings", "text"),
        ("cites", "text"),
        ("reason", "text"),
        ("because", "text"),
    ),
    "actions": (
        ("ticket", "int"),
        ("id", "text"),
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
        ("flags", "text"),
        ("readings", "text"),
        ("cites", "text"),
        ("because", "text"),
    ),
    "statuses": (
        ("ticket", "int"),
        ("status", "text"),
        ("kind", "text"),
        ("unit", "text"),
        ("since", "instant"),
        ("until", "instant"),
        ("rule", "text"),
        ("flags", "text"),
        ("readings", "text"),
        ("cites", "text"),
        ("because", "text"),
    ),
    "rungs": (
        ("ticket", "int"),
        ("ladder", "text"),
        ("rung", "text"),
        ("unit", "text"),
        ("since", "instant"),
        ("until", "instant"),
        ("rule", "text"),
        ("flags", "text"),
        ("readings", "text"),
        ("cites", "text"),
        ("because", "text"),
    ),
    # `sort` is fact, parameter or conflict; `name` what is not known.
    "missing": (
        ("ticket", "int"),
        ("sort", "text"),
        ("name", "text"),
        ("rules", "text"),
        ("cites", "text"),
        ("message", "text"),
    ),
    # Only where other readings were tried: what an option that is not in use does to a
    # card in effect (`what` is card) or to a duty that is late (late). `outcome` is
    # falls, new or moves; `id`, `kind` (of a duty: its state), `unit` and `at` (of a
    # duty: when it was due) are as judged, for `new` by the other reading; `other_at`
    # and `other_state` by the other reading. What has no row stands under all tried.
    "readings": (
        ("ticket", "int"),
        ("reading", "text"),
        ("option", "text"),
        ("outcome", "text"),
        ("what", "text"),
        ("id", "text"),
        ("kind", "text"),
        ("unit", "text"),
        ("at", "instant"),
        ("other_at", "instant"),
        ("other_state", "text"),
    ),
    # About the data: of the import and of the engine, in one list. `ticket` and `id`
    # are empty where a row could not be told to belong to any history.
    "findings": (
        ("ticket", "int"),
        ("id", "text"),
        ("code", "text"),
        ("unit", "text"),
        ("file", "text"),
        ("sheet", "text"),
        ("row", "int"),
        ("event", "int"),
        ("message", "text"),
    ),
    "set_aside": (
        ("file", "text"),
        ("sheet", "text"),
        ("row", "int"),
        ("code", "text"),
        ("reason", "text"),
        ("text", "text"),
    ),
}
