"""Open time as a line: segments of instants, with the seconds that lie before each.

One form serves working days around the clock and office hours of any shape. The segment
of an instant is found by a table of equal stretches of time and a step or two from
there, a third of the cost of a bisection; that of a number of open seconds by
bisection, where it is not the next one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import Any

from hotline_rules.calendar.days import BeyondCalendarError

_STRETCH = 16  # bits: 65,536 seconds, so that a working day or its break fills one
_NEVER = 1 << 62
_WALK = 16  # segments of middle length


class Timeline:
    """Segments `[start, end)` of open time, in order, apart from each other.

    Never changed after it is made. `used` maps an instant to the open seconds before
    it; `faces` maps back. A number of open seconds that ends a segment
    has two faces: the end of that segment and the start of the next.
    """

    __slots__ = ("_begin", "_ends", "_first", "_near", "_over", "_starts", "_through")

    def __init__(self, segments: Iterable[tuple[int, int]]) -> None:
        """Keep the segments; those that touch become one."""
        starts: list[int] = []
        ends: list[int] = []
        for start, end in segments:
            if ends and start == ends[-1]:
                ends[-1] = end
            else:
                starts.append(start)
                ends.append(end)
        lengths = [end - start for start, end in zip(starts, ends, strict=True)]
        self._starts = starts
        self._ends = ends
        self._through = list(accumulate(lengths))
        # Without any open time every instant lies before its beginning.
        self._begin = starts[0] if starts else _NEVER
        self._over = starts[-1] if starts else _NEVER
        self._first = self._begin >> _STRETCH
        self._near = self._stretches()

    def _stretches(self) -> list[int]:
        """Return for each stretch the segment that its first instant lies in or after.

        Of the first stretch, which begins before the first segment, it is that one.
        """
        starts, near = self._starts, []
        i, last = 0, len(starts) - 1
        for stretch in range(
            self._first, (starts[-1] >> _STRETCH) + 1 if starts else 0
        ):
            while i < last and starts[i + 1] <= stretch << _STRETCH:
                i += 1
            near.append(i)
        return near

    def used(self, instant: int) -> int:
        """Return the open seconds before an instant."""
        starts = self._starts
        if self._begin <= instant < self._over:
            i = self._near[(instant >> _STRETCH) - self._first]
            while starts[i + 1] <= instant:
                i += 1
        elif instant < self._begin:
            return 0
        else:
            i = len(starts) - 1
        end = self._ends[i]
        if instant >= end:
            return self._through[i]
        return self._through[i] - (end - instant)

    def faces(self, used: int) -> tuple[int, int]:
        """Return the closing and the opening instant of a number of open seconds.

        Raises:
            BeyondCalendarError: no instant in the range has that many before it.
        """
        i = bisect_left(self._through, used)
        last = len(self._ends) - 1
        if used <= 0 or i > last or (i == last and used == self._through[i]):
            raise BeyondCalendarError(f"no instant after {used} seconds of open time")
        end, through = self._ends[i], self._through[i]
        if used == through:
            return end, self._starts[i + 1]
        at = end - (through - used)
        return at, at

    def mover(self, seconds: int) -> Callable[[int], tuple[int, int]]:
        """Return the function from an instant to the faces so much open time on.

        The same as `faces(used(instant) + seconds)`, with few look-ups where the point
        lies near.

        Args:
            seconds: above zero, or below it to go back.
        """
        return self._move(seconds, self.faces, bare=False)

    def closer(self, seconds: int) -> Callable[[int], int]:
        """Return the function from an instant to the closing face so much on.

        The same as `mover(seconds)(instant)[0]`, without the pair.
        """
        return self._move(seconds, lambda used: self.faces(used)[0], bare=True)

    def _move(
        self, seconds: int, far: Callable[[int], Any], *, bare: bool
    ) -> Callable[[int], Any]:
        """Return both of them; `far` answers for what is not near."""
        starts, ends, through = self._starts, self._ends, self._through
        near, first, begin, over = self._near, self._first, self._begin, self._over
        # A few segments on are sooner walked than found by bisection.
        reach = -_NEVER
        if through and 0 < seconds * len(through) < _WALK * through[-1]:
            reach = through[-1]

        def move(instant: int) -> Any:
            if not begin <= instant < over:
                return far(self.used(instant) + seconds)
            i = near[(instant >> _STRETCH) - first]
            while starts[i + 1] <= instant:
                i += 1
            end = ends[i]
            if instant >= end:
                used = through[i] + seconds
            else:
                at = instant + seconds
                if starts[i] < at < end:
                    return at if bare else (at, at)
                used = through[i] - end + at
            if used >= reach:
                return far(used)
            while through[i] < used:
                i += 1
            end = ends[i]
            at = end - through[i] + used
            if bare:
                return at
            return (at, at) if at < end else (end, starts[i + 1])

        return move

    def opening_from(self, instant: int) -> int:
        """Return the instant itself if it is open, else the next opening.

        Raises:
            BeyondCalendarError: nothing opens any more.
        """
        i = bisect_right(self._ends, instant)
        if i == len(self._ends):
            raise BeyondCalendarError(f"nothing opens after {instant}")
        return max(self._starts[i], instant)
