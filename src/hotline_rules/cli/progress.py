"""How far a long run has come, on standard error and only to a terminal."""

from __future__ import annotations

import sys
import time

_EVERY = 0.5  # seconds between two lines
_PATIENCE = 2.0  # seconds before the first


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
