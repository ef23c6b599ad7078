"""What the checker says of one answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_rules.diagnostics import Text


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that the evidence does not bear out.

    Attributes:
        code: a slug, stable for ever (docs/verify.md).
        field: of the answer.
        says: what the report says, as it writes it.
        gives: what the evidence gives, or why it gives nothing.
    """

    code: str
    field: str
    says: str
    gives: Text


class NotCheckableError(Exception):
    """The evidence does not suffice to work something out.

    Attributes:
        code: a slug of docs/verify.md.
        why: the reason.
    """

    def __init__(self, code: str, why: Text) -> None:
        super().__init__(code)
        self.code = code
        self.why = why


@dataclass(slots=True)
class Verdict:
    """What became of one answer.

    Attributes:
        table: of docs/results.md: ``deadlines``, ``penalties`` …
        id: of the answer; of a status its name, unit and instant.
        rule: that it rests on.
        doubts: what the evidence contradicts.
        untold: what could not be worked out from the evidence.
    """

    table: str
    id: str
    rule: str
    doubts: list[Doubt] = field(default_factory=list)
    untold: list[NotCheckableError] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        """``borne_out``, ``doubt``, or ``open`` if something could not be told."""
        if self.doubts:
            return "doubt"
        return "open" if self.untold else "borne_out"

    def doubt(self, code: str, field: str, says: object, gives: Text) -> None:
        """Note something that the evidence contradicts."""
        self.doubts.append(Doubt(code, field, str(says), gives))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a run that its files and inputs do not bear out.

    Attributes:
        code: a slug, stable for ever (docs/verify.md).
        about: ``file``, ``input``, ``rules``, ``balance``, ``table``, ``ticket``,
            ``event``, ``report``, or the table of an answer.
        name: of the file, the table, the event or the answer.
        says: what the report says.
        gives: what was found.
        field: of the answer.
        ticket: number, ``None`` where it is about none.
        id: of the history.
        place: where it stands in the inputs, ``file[sheet]:row``.
    """

    code: str
    about: str
    name: str
    says: str
    gives: Text
    field: str | None = None
    ticket: int | None = None
    id: str | None = None
    place: str | None = None
