"""The nearest known word to a misspelt one; silent rather than silly."""

import unicodedata
from collections.abc import Iterable
from itertools import takewhile


def suggest(word: str, options: Iterable[str]) -> str | None:
    """Return the option the writer probably meant, or None.

    An option is near when at most two slips (a letter added, lost, replaced, or two
    neighbours swapped) separate it from the word, or a third of the word's letters if
    that is more; short words allow fewer. Capitals, full-width letters and `-` for
    `_` are forgiven. Among equally near options the one that begins more alike wins,
    then the first.
    """
    wanted = _fold(word)
    limit = max(min(2, len(wanted) // 2), len(wanted) // 3)
    best: str | None = None
    best_rank = (limit + 1, 0)
    for option in options:
        folded = _fold(option)
        if abs(len(folded) - len(wanted)) > limit:
            continue
        rank = _slips(wanted, folded), -_alike(wanted, folded)
        if rank[0] <= limit and rank < best_rank:
            best, best_rank = option, rank
    return best


def _fold(word: str) -> str:
    return unicodedata.normalize("NFKC", word[:80]).strip().casefold().replace("-", "_")


def _alike(left: str, right: str) -> int:
    """Count the letters both words begin with."""
    pairs = zip(left, right, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _slips(left: str, right: str) -> int:
    """Count the slips between two words (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        above, row_before = row, before
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if row_before and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, row_before[j - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]
