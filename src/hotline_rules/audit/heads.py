"""The row of the table of tickets: where one comes from, and how it came out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hotline_rules.frames.heads import attribute_of, course_of, standing_of

if TYPE_CHECKING:
    from hotline_rules.evaluate import Result
    from hotline_rules.explain.wording import Times


class Seen(NamedTuple):
    """What the import knows of a ticket.

    Attributes:
        number: of the ticket.
        place: file, sheet and row where it was first seen.
        used: how many rows it was made of.
        found: how many findings about it the import has.
    """

    number: int
    place: tuple[str | None, str | None, int | None]
    used: int
    found: int = 0


def head_of(seen: Seen, one: Result, times: Times) -> tuple[Any, ...]:
    """The row of the table of tickets.

    Args:
        seen: where it comes from.
        one: the result.
        times: of the zone of the profile.
    """
    light, standing, course = one.light, standing_of(one), course_of(one, times.day)
    return (
        seen.number,
        one.id,
        one.subject,
        *seen.place,
        seen.used,
        course.unit,
        course.month,
        attribute_of(one, "kind"),
        attribute_of(one, "level"),
        attribute_of(one, "urgency"),
        course.created,
        course.dispatched,
        course.closed,
        light.colour,
        light.since,
        light.peak,
        " ".join(light.cites),
        standing.word,
        standing.cards,
        standing.late,
        standing.open,
        standing.missing,
        len(one.anomalies) + seen.found,
    )
