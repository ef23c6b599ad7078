"""What is odd about the data of a run, and what of it was not used, by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hotline_rules.audit.reasons import title_of
from hotline_rules.report.reading import batches

if TYPE_CHECKING:
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.report.reading import Run


@dataclass(frozen=True, slots=True)
class Oddity:
    """A kind of finding, or of reason for which rows were set aside.

    Attributes:
        kind: its title.
        number: how often.
        example: one of them, in words.
    """

    kind: str
    number: int
    example: str


def findings(run: Run, lang: Language) -> tuple[Oddity, ...]:
    """The findings of a run, the most frequent kind first."""
    return _counted(run, "findings", "message", lang)


def set_aside(run: Run, lang: Language) -> tuple[Oddity, ...]:
    """The rows set aside, the most frequent reason first."""
    return _counted(run, "set_aside", "reason", lang)


def _counted(run: Run, table: str, says: str, lang: Language) -> tuple[Oddity, ...]:
    numbers: Counter[str] = Counter()
    example: dict[str, str] = {}
    for piece in batches(run, table, ("code", says)):
        codes = piece["code"].to_pylist()
        numbers.update(codes)
        if not example.keys() >= numbers.keys():
            for code, message in zip(codes, piece[says].to_pylist(), strict=True):
                example.setdefault(code, message)
    listed = sorted(numbers.items(), key=lambda one: (-one[1], one[0]))
    return tuple(
        Oddity(title_of(code).in_(lang), number, example[code])
        for code, number in listed
    )
