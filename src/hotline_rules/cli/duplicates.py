"""Ids that come twice in a batch: reported at its end, an error of no ticket.

TRAP: a set of a million ids would take more memory than all the rest together, so
only a 64-bit digest of each is kept, eight bytes a history.
"""

from __future__ import annotations

from array import array


class SeenIds:
    """Remembers where ids stood, and names those that stood in two places."""

    def __init__(self) -> None:
        self._digests = array("q")

    def add(self, history_id: str) -> None:
        """Remember the next history of the batch."""
        self._digests.append(hash(history_id))

    def repeated(self) -> list[tuple[int, int]]:
        """Answer pairs of positions, from 1, whose ids are the same.

        The first of a pair is where the id stood first. Ordered by the second.
        """
        digests = self._digests
        twice = set()
        # A sixteenth at a time, so that sorting needs a sixteenth of the memory.
        for part in range(16):
            last = None
            for digest in sorted(d for d in digests if d & 15 == part):
                if digest == last:
                    twice.add(digest)
                last = digest
        first: dict[int, int] = {}
        pairs = []
        for position, digest in enumerate(digests, start=1):
            if digest in twice and first.setdefault(digest, position) != position:
                pairs.append((first[digest], position))
        return pairs
