"""The values a fault is made of: place, severity, code and sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Language = Literal["zh", "en"]


class Severity(StrEnum):
    """How bad a fault is; nothing else exists beside the three.

    An error leaves no rulebook; a warning leaves one that is probably not what was
    meant; a note only tells something worth knowing.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages, Chinese for people here, English beside it."""

    zh: str
    en: str

    def in_(self, lang: Language) -> str:
        """Return the sentence in one language."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text file.

    Lines and columns count from 1 and columns count characters, not bytes and not
    screen columns; the end column is excluded. A span of no width marks a place
    between two characters. Spans sort by file, then by place.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def text(self, lines: Sequence[str]) -> str:
        """Return the characters the span covers, lines joined by a newline.

        Args:
            lines: the lines of the span's file, without their line ends.
        """
        if self.line == self.end_line:
            return lines[self.line - 1][self.column - 1 : self.end_column - 1]
        first = lines[self.line - 1][self.column - 1 :]
        last = lines[self.end_line - 1][: self.end_column - 1]
        return "\n".join([first, *lines[self.line : self.end_line - 1], last])


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that a fault involves, with what stands there."""

    span: Span
    text: Text


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of fault: a slug that stays for ever, its severity and its title."""

    slug: str
    severity: Severity
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One fault, told in five parts: what, where, why, how to mend it, by what law.

    `span` is None when the fault has no place in a file (an unknown profile id);
    `why`, `fix` and `law` are None when there is nothing useful to say.
    """

    code: str
    severity: Severity
    span: Span | None
    headline: Text
    why: Text | None = None
    fix: Text | None = None
    law: str | None = None
    related: tuple[Label, ...] = ()


def diagnostic(
    code: Code,
    span: Span | None,
    headline: Text,
    *,
    why: Text | None = None,
    fix: Text | None = None,
    law: str | None = None,
    related: tuple[Label, ...] = (),
) -> Diagnostic:
    """Make the diagnostic of a declared code.

    Args:
        code: one of the constants of `hotline_rules.diagnostics.codes`.
        span: the text to underline, or None.
        headline: what is wrong, one line without a final stop, the person's own
            words in backticks.
        why: what is expected at this place.
        fix: what to write instead, as a request.
        law: the article behind the expectation, as people write it.
        related: further places, each with a label.
    """
    return Diagnostic(
        code=code.slug,
        severity=code.severity,
        span=span,
        headline=headline,
        why=why,
        fix=fix,
        law=law,
        related=related,
    )


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Say whether one of the diagnostics is an error."""
    return any(d.severity is Severity.ERROR for d in diagnostics)
