"""The end of a limit: where it closes, whether that instant is in, where time opens."""

from typing import NamedTuple


class End(NamedTuple):
    """A point in counted time, with both its faces.

    At a gap of rest days one point in counted time is two instants: "1 working day
    before Monday 24:00" is Friday 24:00 and Monday 00:00 (docs/time.md). A last
    permitted instant and what follows when time has run out take the closing face; what
    begins because little time is left takes the opening face. Elsewhere both are one.

    Attributes:
        at: closing face: the last permitted instant if `inclusive`, else the first late
            one.
        inclusive: hour limits include their instant, day limits end before it.
        opening: opening face of the same point.
    """

    at: int
    inclusive: bool
    opening: int

    @property
    def first_late(self) -> int:
        """The first late instant; time has a grain of one second."""
        return self.at + 1 if self.inclusive else self.at

    @property
    def last_instant(self) -> int:
        """The last permitted instant."""
        return self.at if self.inclusive else self.at - 1
