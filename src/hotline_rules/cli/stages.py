"""What a run of several stages says to people while it goes on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from hotline_rules.cli.import_told import Watch
from hotline_rules.cli.progress import Meter
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from hotline_rules.diagnostics import FaultyFileError
    from hotline_rules.diagnostics.model import Language


class Stages:
    """Tells how a run goes on; silent when nobody looks, but for messages."""

    def __init__(self, lang: Language) -> None:
        self._lang: Language = lang
        self._meter = Meter(lang)
        self._title = Text("", "")
        self._total = 0

    def stage(self, title: Text, total: int, unit: Text) -> None:
        """Begin a stage."""
        of = f"（共 {total:,} {unit.zh}）" if total else f"（{unit.zh}）"
        english = f" ({total:,} {unit.en})" if total else f" ({unit.en})"
        self._title = Text(title.zh + of, title.en + english)
        self._total = total
        self._meter.begin()
        self.step(0)

    def step(self, done: int, share: float | None = None) -> None:
        """Tell how much of the stage is done."""
        known = done / self._total if self._total else share
        self._meter.show(self._title, done, known)

    def say(self, message: Text) -> None:
        """Show a message."""
        self.clear()
        sys.stderr.write(message.in_(self._lang) + "\n")

    def report(self, error: FaultyFileError) -> None:
        """Show what is wrong with an input."""
        self.clear()
        Watch(self._lang).report(error)

    def clear(self) -> None:
        """Wipe the line, before anything else is written to standard error."""
        self._meter.clear()
