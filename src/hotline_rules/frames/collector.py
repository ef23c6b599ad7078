"""The collector of cyclic garbage, out of the way while a batch is judged."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the collector from starting by itself; afterwards it is as it was before.

    A batch holds hundreds of thousands of objects, and every pass of the collector
    walks through all of them to find the few cycles that results are. They are
    collected once at the end, which takes a fifth of the time; a long batch may call
    `collect_young` meanwhile.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        collect_young()


def collect_young() -> None:
    """Collect what was made since the last time; older things are not looked at."""
    gc.collect(0)
