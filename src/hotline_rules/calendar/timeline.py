"""Open time as a line: segments of instants, with the seconds that lie before each.

One form serves working days around the clock and office hours of any shape, so that
adding counted time is two bisections whatever the shifts and seasons are.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate

from hotline_rules.calendar.days import BeyondCalendarError


class Timeline:
    """Segments `[start, end)` of open time, in order, apart from each other.

    Never changed after it is made. `used` maps an instant to the open seconds before
    it; `faces` maps back. A number of open seconds that ends a segment
    has two faces: the end of that segment and the start of the next.
    """

    __slots__ = ("_ends", "_starts", "_through")

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

    def used(self, instant: int) -> int:
        """Return the open seconds before an instant."""
        i = bisect_right(self._starts, instant) - 1
        if i < 0:
            return 0
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

        The same as `faces(used(instant) + seconds)`, with one look-up where the point
        lies in the segment of the instant.

        Args:
            seconds: above zero, or below it to go back.
        """
        starts, ends, through = self._starts, self._ends, self._through
        faces, last = self.faces, len(ends) - 1

        def move(instant: int) -> tuple[int, int]:
            i = bisect_right(starts, instant) - 1
            if not 0 <= i < last:
                return faces(self.used(instant) + seconds)
            end = ends[i]
            if instant >= end:
                used = through[i] + seconds
            else:
                at = instant + seconds
                if starts[i] < at < end:
                    return at, at
                used = through[i] - end + at
            # Most points lie in the next segment: one comparison saves a bisection.
            i += 1
            if not through[i - 1] < used < through[i]:
                return faces(used)
            at = ends[i] - (through[i] - used)
            return at, at

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
