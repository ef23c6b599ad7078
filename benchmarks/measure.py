"""Alternating rounds and medians: on a noisy machine only ratios of one run hold.

Each round times every candidate once over the same inputs, in an order that is reversed
every other round. Reported are the median time per call and the median of the ratios of
the rounds, so that a slow second of the machine hits all candidates alike.
"""

from __future__ import annotations

import gc
import statistics
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.story import Scale


@dataclass(frozen=True)
class Timing:
    """Seconds per call, and how many times as long as the first candidate."""

    name: str
    seconds: float
    ratio: float


def compare(
    candidates: Mapping[str, tuple[Callable[[], object], int]], scale: Scale
) -> list[Timing]:
    """Time candidates against the first one.

    Args:
        candidates: name to (one pass over all inputs, number of calls in the pass).
        scale: how many rounds, and how long.
    """
    repeats = {name: _repeats(run, scale) for name, (run, _) in candidates.items()}
    per_call: dict[str, list[float]] = {name: [] for name in candidates}
    for number in range(scale.rounds):
        names = list(candidates)
        for name in names if number % 2 == 0 else reversed(names):
            run, calls = candidates[name]
            per_call[name].append(_time(run, repeats[name]) / calls)
    first = per_call[next(iter(candidates))]
    return [
        Timing(
            name,
            statistics.median(times),
            statistics.median(a / b for a, b in zip(times, first, strict=True)),
        )
        for name, times in per_call.items()
    ]


def check(results: Mapping[str, Sequence[object]]) -> None:
    """Refuse to time candidates that do not agree with the first one.

    Raises:
        SystemExit: naming the first difference.
    """
    first, *others = results
    for name in others:
        for number, (a, b) in enumerate(
            zip(results[first], results[name], strict=True)
        ):
            if a != b:
                raise SystemExit(f"{name} differs at input {number}: {a} / {b}")


def _repeats(run: Callable[[], object], scale: Scale) -> int:
    run()  # warm
    once = _time(run, 1)
    return max(1, round(scale.round_seconds / max(once, 1e-7)))


def _time(run: Callable[[], object], repeats: int) -> float:
    gc.collect()
    started = perf_counter()
    for _ in range(repeats):
        run()
    return (perf_counter() - started) / repeats
