"""Faults of the input on standard error: located, and each remedy said once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import render_line, render_report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotline_rules.diagnostics import Diagnostic, FaultyFileError
    from hotline_rules.diagnostics.model import Language

_WHY = {"zh": "原因：", "en": "why: "}
_FIX = {"zh": "改法：", "en": "fix: "}


class Complaints:
    """Writes faults one a line; `before` is called first (to wipe a progress line)."""

    def __init__(self, lang: Language, before: Callable[[], None]) -> None:
        self._lang = lang
        self._before = before
        self._explained: set[tuple[str, str]] = set()

    def report(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Write the faults of one input; how to mend each kind only the first time."""
        self._before()
        for fault in diagnostics:
            sys.stderr.write(render_line(fault, self._lang) + "\n")
            for said, word in ((fault.why, _WHY), (fault.fix, _FIX)):
                text = said.in_(self._lang) if said else ""
                if text and (fault.code, text) not in self._explained:
                    self._explained.add((fault.code, text))
                    sys.stderr.write(f"   {word[self._lang]}{text}\n")


def report_faulty(error: FaultyFileError, lang: Language) -> None:
    """Write every fault of a file as a frame, with the count at the end."""
    sys.stderr.write(render_report(error.diagnostics, error.lines, lang) + "\n")
