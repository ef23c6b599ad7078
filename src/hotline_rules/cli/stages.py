"""How far a long run has come, stage by stage, with the time that is left.

Only to a terminal. The time left is what the rate of the last seconds makes of what is
still to do in the stage at hand; other stages are not guessed at.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from typing import TYPE_CHECKING

from hotline_rules.cli.complaints import report_faulty

if TYPE_CHECKING:
    from hotline_rules.diagnostics import FaultyFileError, Text
    from hotline_rules.diagnostics.model import Language

_EVERY = 0.5  # seconds between two lines
_WINDOW = 20.0  # seconds that the rate is taken from
_ENOUGH = 2.0  # seconds before a rate is told


class Rate:
    """How much is done in a second, over the last seconds."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def note(self, now: float, done: int) -> None:
        """Take how much was done by now, in seconds of any clock."""
        self._marks.append((now, done))
        while len(self._marks) > 2 and now - self._marks[0][0] > _WINDOW:
            self._marks.popleft()

    @property
    def per_second(self) -> float | None:
        """The rate; ``None`` while there is too little to tell it by."""
        if len(self._marks) < 2:
            return None
        (begun, before), (now, done) = self._marks[0], self._marks[-1]
        if now - begun < _ENOUGH or done <= before:
            return None
        return (done - before) / (now - begun)


class Stages:
    """Tells how a run goes on; silent when nobody looks, but for messages."""

    def __init__(self, lang: Language) -> None:
        self._lang: Language = lang
        self._looked_at = sys.stderr.isatty()
        self._shown = False
        self._next = 0.0
        self._title = self._unit = ""
        self._total = 0
        self._rate = Rate()

    def stage(self, title: Text, total: int, unit: Text) -> None:
        """Begin a stage."""
        self._title, self._unit = title.in_(self._lang), unit.in_(self._lang)
        self._total, self._rate, self._next = total, Rate(), 0.0
        self.step(0)

    def step(self, done: int) -> None:
        """Tell how much of the stage is done."""
        if not self._looked_at:
            return
        now = time.monotonic()
        self._rate.note(now, done)
        if now >= self._next:
            self._next = now + _EVERY
            self._shown = True
            sys.stderr.write(f"\r\x1b[K{self._line(done)}")
            sys.stderr.flush()

    def say(self, message: Text) -> None:
        """Show a message."""
        self.clear()
        sys.stderr.write(message.in_(self._lang) + "\n")

    def report(self, error: FaultyFileError) -> None:
        """Show what is wrong with an input."""
        self.clear()
        report_faulty(error, self._lang)

    def clear(self) -> None:
        """Wipe the line, before anything else is written to standard error."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            self._shown = False

    def _line(self, done: int) -> str:
        of = f"/{self._total:,}" if self._total else ""
        parts = [f"{self._title} {done:,}{of} {self._unit}"]
        rate, zh = self._rate.per_second, self._lang == "zh"
        if rate is not None:
            parts.append(f"每秒 {rate:,.0f} {self._unit}" if zh else f"{rate:,.0f}/s")
            if self._total:
                left = duration((self._total - done) / rate, self._lang)
                parts.append(f"这一步还要约{left}" if zh else f"{left} left")
        return "，".join(parts) if zh else ", ".join(parts)


def duration(seconds: float, lang: Language) -> str:
    """A time to wait, as people say it.

    Example:
        >>> duration(95, "zh"), duration(42, "en")
        ('2分钟', '42 s')
    """
    if seconds < 90:
        return f"{seconds:.0f}秒" if lang == "zh" else f"{seconds:.0f} s"
    if seconds < 90 * 60:
        minutes = f"{seconds / 60:.0f}"
        return f"{minutes}分钟" if lang == "zh" else f"{minutes} min"
    hours = f"{seconds / 3_600:.1f}"
    return f"{hours}小时" if lang == "zh" else f"{hours} h"
