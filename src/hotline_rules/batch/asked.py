"""What is asked of a batch, written down before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hotline_rules.audit.question import describe_inputs, describe_rules
from hotline_rules.calendar import Zone
from hotline_rules.evaluate.output import iso

if TYPE_CHECKING:
    from pathlib import Path

    from hotline_rules.audit.merging import Format
    from hotline_rules.calendar import WorkingCalendar
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.profile import Profile


TICKETS_A_PART = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A batch, as it is asked for.

    Attributes:
        files: events or histories, in their order.
        profile: loaded, with the readings to use.
        profile_name: as it was given: a bundled id or a path.
        as_of, known_at: UTC epoch seconds.
        only_out_of_order: leave out the tickets that are in order.
        sort: put the rows of each ticket together first.
        encoding: of CSV files.
        outside_validity: ``profile`` or ``apply``.
        lang: of messages.
        formats: of the tables.
        a_part: how many tickets a part has at most.
        command: as it was typed, without what does not change the answer.
    """

    files: tuple[Path, ...]
    profile: Profile
    profile_name: str
    as_of: int
    known_at: int | None = None
    only_out_of_order: bool = False
    sort: bool = False
    encoding: str = "utf-8"
    outside_validity: str = "profile"
    lang: Language = "zh"
    formats: tuple[Format, ...] = ("parquet",)
    a_part: int = TICKETS_A_PART
    command: tuple[str, ...] = ()


def describe(request: Request, calendar: WorkingCalendar) -> dict[str, Any]:
    """Everything that decides what a batch comes to, as plain data.

    There is neither a clock nor a host nor a user in it: the same question gives the
    same bytes.

    Raises:
        AuditError: an input cannot be read.
    """
    zone = Zone.load(request.profile.rulebook.zone)
    return {
        **describe_rules(request.profile, request.profile_name, calendar),
        "inputs": describe_inputs(request.files),
        "options": {
            "as_of": iso(request.as_of, zone),
            "known_at": iso(request.known_at, zone),
            "only_out_of_order": request.only_out_of_order,
            "sort": request.sort,
            "encoding": request.encoding,
            "outside_validity": request.outside_validity,
            "lang": request.lang,
            "formats": list(request.formats),
            "tickets_a_part": request.a_part,
        },
        "command": list(request.command),
    }
