"""How far a long run has come, on standard error and only to a terminal."""

from __future__ import annotations

import sys
import time
from collections import deque
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline_rules.diagnostics.model import Language

_EVERY = 0.5  # seconds between two lines
_PATIENCE = 2.0  # seconds before the first
_WINDOW = 30.0  # seconds that the pace is taken from
_ENOUGH = 2.0  # seconds before anything is said of the rest


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
        self._marks: deque[tuple[float, int, float | None]] = deque()

    def show(self, doing: Text, count: int, share: float | None) -> None:
        """Say it, if it is time to and somebody looks.

        Args:
            doing: what is being done.
            count: how many are done.
            share: of the work that is done, 0 to 1; `None` when nobody knows.
        """
        now = self._clock()
        self._note(now, count, share)
        if not self._looked_at or now < self._next:
            return
        self._next = now + _EVERY
        self._shown = True
        told = f"{doing.in_(self._lang)} {count:,}"
        if share is not None:
            told += f"  {share:.0%}"
        sys.stderr.write(f"\r\x1b[K{told}{self._pace()} …")
        sys.stderr.flush()

    def _note(self, now: float, count: int, share: float | None) -> None:
        """Keep what was done in the last seconds, and one mark from before them."""
        marks = self._marks
        marks.append((now, count, share))
        while len(marks) > 2 and now - marks[1][0] >= _WINDOW:
            marks.popleft()

    def _pace(self) -> str:
        """How many in a second of late, and what that makes of the rest."""
        (began, before, share_before), (now, count, share) = (
            self._marks[0],
            self._marks[-1],
        )
        seconds, told = now - began, Text("", "")
        if seconds < _ENOUGH:
            return ""
        if count > before:
            rate = (count - before) / seconds
            told = Text(f"，每秒 {rate:,.0f}", f", {rate:,.0f} a second")
        if share is None or share_before is None or share <= share_before:
            return told.in_(self._lang)
        minutes = round(seconds / (share - share_before) * (1 - share) / 60)
        left = (
            Text(f"，大约还要 {minutes} 分钟", f", about {minutes} min left")
            if minutes
            else Text("，还要不到 1 分钟", ", less than a minute left")
        )
        return told.in_(self._lang) + left.in_(self._lang)

    def begin(self) -> None:
        """Begin with another kind of work: what was seen of the pace is forgotten."""
        self._marks.clear()

    def clear(self) -> None:
        """Wipe the line, before anything else is written to standard error."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            self._shown = False
