"""What is raised: files with their faults, and work that cannot go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.diagnostics.render import render_report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hotline_rules.diagnostics.model import Diagnostic, Language, Text


class FaultyFileError(Exception):
    """Files with errors.

    Attributes:
        diagnostics: all faults, warnings and notes included, in order of place.
        lines: the lines of every file that was read, by name.
    """

    def __init__(
        self, diagnostics: Sequence[Diagnostic], lines: Mapping[str, Sequence[str]]
    ) -> None:
        """Keep every fault and the text to show it in."""
        super().__init__(diagnostics, lines)
        self.diagnostics = tuple(diagnostics)
        self.lines = lines

    def __str__(self) -> str:
        """Return the report in Chinese, every fault with its line and a count."""
        return self.render()

    def render(self, lang: Language = "zh") -> str:
        """Return the report in a language."""
        return render_report(self.diagnostics, self.lines, lang)


class ToldError(Exception):
    """Work that cannot go on, told to people: what is wrong and what to do.

    Attributes:
        message: what is wrong.
        fix: what to do.
    """

    def __init__(self, message: Text, fix: Text) -> None:
        super().__init__(message, fix)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message.zh}。{self.fix.zh} / {self.message.en}. {self.fix.en}"
