"""A golden case: a history, the readings it is judged by, and what is seen when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Literal

from hotline_rules.diagnostics import Span

OutsideValidity = Literal["profile", "apply"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One moment at which a scenario looks at its history.

    Attributes:
        at: the moment of judgement, ISO text with an offset, included.
        known_at: the moment of knowledge, or None for all that is recorded.
        expect: what is to be seen, by section of the result, as written.
        place: of its moment in the file.
        lines: of the file, from 1, by section and name as a `Difference` names them.
    """

    at: str
    known_at: str | None
    expect: Mapping[str, Any]
    place: Span
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, where: str) -> int:
        """Return the line in which something expected is written."""
        while where and where not in self.lines:
            where = where.rpartition("." if "." in where else " ")[0]
        return self.lines.get(where, self.place.line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A history and what must come of it.

    Attributes:
        file: name of the file it stands in.
        place: of its name in that file.
        profile: id of the profile that judges, as the file says.
        readings: options to judge by instead of the profile's own, by code.
        clauses: clauses it is a witness for although no result cites them.
        zone: IANA name of the zone of its local times.
        history: as in docs/histories.md.
        others: further histories, for the table by unit and month of them all.
        confirmed: False for a proposal that nobody has gone over yet; it is judged,
            and witnesses nothing.
    """

    file: str
    place: Span
    name: str
    story: str
    profile: str
    readings: Mapping[str, str] = field(default_factory=dict)
    outside_validity: OutsideValidity = "profile"
    clauses: tuple[str, ...] = ()
    zone: str
    history: Mapping[str, Any]
    others: tuple[Mapping[str, Any], ...] = ()
    confirmed: bool = True
    looks: tuple[Look, ...]

    def __str__(self) -> str:
        """Name the scenario for the report of a run."""
        return f"{self.profile}/{PurePosixPath(self.file).stem}/{self.name}"
