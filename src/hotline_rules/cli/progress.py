"""How far a long run has come, on standard error and only to a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline_rules.diagnostics.model import Language

_EVERY = 0.5  # seconds between two lines
_PATIENCE = 2.0  # seconds before the first
_LEAST_SHARE = 0.02  # of the work, before anything is said of the rest


class Progress:
    """Counts histories and now and then says how many; silent when nobody looks."""

    def __init__(self) -> None:
        self.count = 0
        self._shown = False
        self._looked_at = sys.stderr.isatty()
        self._next = time.monotonic() + _PATIENCE

    def step(self) -> None:
        """Count one more."""
        self.count += 1
        if self._looked_at and self.count % 256 == 0 and time.monotonic() > self._next:
            self._next = time.monotonic() + _EVERY
            self._shown = True
            sys.stderr.write(f"\r{self.count:,} …")
            sys.stderr.flush()

    def clear(self) -> None:
        """Wipe the line, before anything else is written to standard error."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            self._shown = False


class Meter:
    """Says how far a run has come and, where it can be told, how long it will take.

    Args:
        lang: of what is said.
        clock: seconds that only grow.
    """

    def __init__(
        self, lang: Language, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._lang = lang
        self._clock = clock
        self._shown = False
        self._looked_at = sys.stderr.isatty()
        self._next = clock() + _PATIENCE
        self._began: tuple[float, float] | None = None

    def show(self, doing: Text, count: int, share: float | None) -> None:
        """Say it, if it is time to and somebody looks.

        Args:
            doing: what is being done.
            count: how many are done.
            share: of the work that is done, 0 to 1; `None` when nobody knows.
        """
        now = self._clock()
        if share is not None and self._began is None:
            self._began = (now, share)  # a run that goes on does not begin with 0
        if not self._looked_at or now < self._next:
            return
        self._next = now + _EVERY
        self._shown = True
        told = f"{doing.in_(self._lang)} {count:,}"
        if share is not None:
            told += f"  {share:.0%}" + self._left(now, share)
        sys.stderr.write(f"\r\x1b[K{told} …")
        sys.stderr.flush()

    def _left(self, now: float, share: float) -> str:
        began, before = self._began or (now, share)
        if share - before < _LEAST_SHARE:
            return ""
        seconds = (now - began) / (share - before) * (1 - share)
        minutes = round(seconds / 60)
        said = (
            Text(f"，大约还要 {minutes} 分钟", f", about {minutes} min left")
            if minutes
            else Text("，还要不到 1 分钟", ", less than a minute left")
        )
        return said.in_(self._lang)

    def begin(self) -> None:
        """Begin with another kind of work: what was seen of the pace is forgotten."""
        self._began = None

    def clear(self) -> None:
        """Wipe the line, before anything else is written to standard error."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            self._shown = False
