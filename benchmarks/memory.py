"""The memory of a command and all processes that it starts, looked at as it runs."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROC = Path("/proc")
_EVERY = 0.25  # seconds; looking costs a few milliseconds


@dataclass(frozen=True)
class Ran:
    """A command that has run.

    Attributes:
        seconds: on the wall.
        cpu_seconds: of the command and its children that it waited for.
        peak_mb: the most that all processes had at once, shared pages counted once.
        largest_mb: the most that any one of them ever had.
    """

    seconds: float
    cpu_seconds: float
    peak_mb: float
    largest_mb: float


def run_watched(command: Sequence[str], folder: Path) -> Ran:
    """Run a command to its end.

    Raises:
        SystemExit: it failed; what it said is told.
    """
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = largest = 0.0
    started = perf_counter()
    with (
        (folder / "said.txt").open("w+", encoding="utf-8") as said,
        subprocess.Popen(command, cwd=folder, stdout=said, stderr=said) as process,
    ):
        while process.poll() is None:
            seen = [_memory(one) for one in _family(process.pid)]
            peak = max(peak, sum(shared for shared, _ in seen))
            largest = max([largest, *(most for _, most in seen)])
            sleep(_EVERY)
        seconds = perf_counter() - started
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)}: {said.read()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Ran(seconds, cpu, peak, largest)


def _family(first: int) -> list[int]:
    """Answer a process and all below it."""
    found, waiting = [], [first]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for task in _PROC.glob(f"{pid}/task/*/children"):
            waiting += [int(one) for one in _text(task).split()]
    return found


def _memory(pid: int) -> tuple[float, float]:
    """Answer the memory of a process now, and the most it ever had, in MB."""
    pss = _size(_text(_PROC / str(pid) / "smaps_rollup"), "Pss:")
    return pss, _size(_text(_PROC / str(pid) / "status"), "VmHWM:")


def _size(text: str, name: str) -> float:
    found = [line.split()[1] for line in text.splitlines() if line.startswith(name)]
    return int(found[0]) / 1024 if found else 0.0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""  # the process has ended meanwhile
