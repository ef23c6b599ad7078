"""An audit, as it is asked for."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from hotline_rules.adapters.sources import Opening
from hotline_rules.audit.question import describe_inputs, describe_rules
from hotline_rules.calendar import Zone
from hotline_rules.evaluate.output import iso

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hotline_rules.audit.merging import Format
    from hotline_rules.audit.period import Period
    from hotline_rules.audit.readings import Trial
    from hotline_rules.calendar import WorkingCalendar
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.profile import Profile

TICKETS_A_PART = 2_000


@dataclass(frozen=True, slots=True)
class Near:
    """How close to its end a duty is met for the reports to list it as a near miss.

    Attributes:
        days: of long limits by days: so many last days, at least 1.
        percent: of all others: that part of their time, 1 to 100.
    """

    days: int = 1
    percent: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An audit, as it is asked for.

    Attributes:
        files: the exports, in their order.
        profile: loaded, with the readings to use.
        profile_name: as it was given: a bundled id or a path.
        as_of, known_at: UTC epoch seconds.
        period: the months that the reports show; ``None``: all.
        mapping: what the columns of the exports mean; ``None`` for histories.
        mapping_file: where it was read from.
        opening: how to open the exports, where they do not say it themselves.
        outside_validity: ``profile`` or ``apply``.
        pseudonyms: of the store; ``None`` to keep ids.
        lang: of sentences, messages and reports.
        with_text: keep free text.
        formats: of the tables.
        a_part: how many tickets make a part.
        tried: other readings, each with the profile under it; empty: none is tried.
        refused: other readings that the profile cannot have beside those in use.
        near: what the reports list as a near miss.
        command: as it was typed, without what does not change the answer.
    """

    files: tuple[Path, ...]
    profile: Profile
    profile_name: str
    as_of: int
    known_at: int | None = None
    period: Period | None = None
    mapping: Any = None
    mapping_file: Path | None = None
    opening: Opening = field(default_factory=Opening)
    outside_validity: str = "profile"
    pseudonyms: Any = None
    lang: Language = "zh"
    with_text: bool = False
    formats: tuple[Format, ...] = ("parquet",)
    a_part: int = TICKETS_A_PART
    tried: tuple[tuple[Trial, Profile], ...] = ()
    refused: tuple[Trial, ...] = ()
    near: Near = field(default_factory=Near)
    command: tuple[str, ...] = ()


def describe(
    request: Request, calendar: WorkingCalendar, reports: Sequence[str]
) -> dict[str, Any]:
    """Everything that decides what a run comes to, as plain data.

    There is neither a clock nor a host nor a user in it: the same question gives the
    same bytes. Files go by their name without folders, and by their digest.

    Args:
        request: what is asked.
        calendar: that of the profile, as announced by ``known_at``.
        reports: names of the files for people.

    Raises:
        AuditError: an input cannot be read.
    """
    zone = Zone.load(request.profile.rulebook.zone)
    return {
        **describe_rules(request.profile, request.profile_name, calendar),
        "mapping": _mapping(request),
        "inputs": describe_inputs(request.files),
        "options": {
            "period": None if request.period is None else str(request.period),
            "as_of": iso(request.as_of, zone),
            "known_at": iso(request.known_at, zone),
            **asdict(request.opening),
            "outside_validity": request.outside_validity,
            "pseudonymised": (
                None if request.pseudonyms is None else request.pseudonyms.fingerprint
            ),
            "with_text": request.with_text,
            "lang": request.lang,
            "formats": list(request.formats),
            "reports": list(reports),
            "near": asdict(request.near),
            "tickets_a_part": request.a_part,
        },
        "tried": [str(trial) for trial, _ in request.tried],
        "refused": [str(trial) for trial in request.refused],
        "command": list(request.command),
    }


def _mapping(request: Request) -> dict[str, str] | None:
    if request.mapping is None or request.mapping_file is None:
        return None
    return {"file": request.mapping_file.name, "digest": request.mapping.digest}
