"""Ids that come twice in a batch: reported, an error of no ticket.

TRAP: a set of a million ids would take more memory than all the rest together, so
only a 64-bit digest of each is kept, eight bytes a history.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text, codes, diagnostic
from hotline_rules.history.faults import span_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hotline_rules.assess import Added
    from hotline_rules.diagnostics import Diagnostic
    from hotline_rules.diagnostics.model import Language

_MOST = 20  # so many are reported one by one


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


class Repeats:
    """Reports the histories that an assessment did not count, as they come."""

    def __init__(self, report: Callable[[Sequence[Diagnostic]], None]) -> None:
        """Begin with none.

        Args:
            report: takes what is to be said; many are only said as a number.
        """
        self._report = report
        self._numbers: Counter[Added] = Counter()

    def note(self, added: Added, history_id: str, where: str) -> None:
        """Report a history that was not counted.

        Args:
            added: what became of it.
            history_id: its id.
            where: its place, `file:line`.
        """
        if added == "counted":
            return
        self._numbers[added] += 1
        if self._numbers[added] <= _MOST:
            told = _repeated if added == "repeated" else _differs
            self._report([told(history_id, where)])

    def close(self, lang: Language) -> bool:
        """Say how many there were, and whether there can be a table."""
        zh = lang == "zh"
        repeated, differ = self._numbers["repeated"], self._numbers["differs"]
        if repeated:
            sys.stderr.write(
                f"重复的历史 {repeated} 条，内容相同，都只计一次\n"
                if zh
                else f"{repeated} histories came twice and were counted once\n"
            )
        if differ:
            sys.stderr.write(
                f"没有出表：{differ} 条历史和前面同一编号的内容不同\n"
                if zh
                else f"no table: {differ} histories differ from one of the same id\n"
            )
        return not differ


def _repeated(history_id: str, where: str) -> Diagnostic:
    return diagnostic(
        codes.HISTORY_REPEATED,
        span_of(where),
        Text(
            f"历史 `{history_id}` 在前面出现过，内容相同，只计一次",
            f"history `{history_id}` came before and says the same: it counts once",
        ),
        fix=Text("核对是不是导出了两遍", "see whether it was exported twice"),
    )


def _differs(history_id: str, where: str) -> Diagnostic:
    return diagnostic(
        codes.HISTORY_DIFFERS,
        span_of(where),
        Text(
            f"历史 `{history_id}` 在前面出现过，内容不同",
            f"history `{history_id}` came before and says something else",
        ),
        why=Text(
            "都计就多计一件，都不计就少计一件，只计其中一条又没有依据，所以不出表",
            "to count both, none or any one of them would all be wrong, so there is"
            " no table",
        ),
        fix=Text(
            "只留正确的一条，一般是最后导出的；一件分成几段的，合成一条",
            "keep the right one, mostly the newest export; join what is in parts",
        ),
    )
