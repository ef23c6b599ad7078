"""A history that cannot be judged at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hotline_rules.diagnostics import Diagnostic


class HistoryError(ValueError):
    """A history could not be read; `diagnostics` holds every fault found, in order."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Keep the diagnostics; the text of the exception is their headlines."""
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)  # what it is made anew from when unpickled

    def __str__(self) -> str:
        """Return the headlines, in Chinese."""
        return "; ".join(d.headline.zh for d in self.diagnostics)
