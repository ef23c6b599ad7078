"""Commands run as processes of their own, to be broken off and gone on with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_MAIN = """
import sys
from hotline_rules.cli import main
if __name__ == "__main__":
    sys.exit(main())
"""


@dataclass(frozen=True)
class Job:
    """A command over some tickets that writes into a folder.

    Attributes:
        home: where its files are.
        words: what it is called with, but for the folder and the processes.
        tickets: how many there are.
        counted: how it says that they were all judged.
    """

    home: Path
    words: tuple[str, ...]
    tickets: int
    counted: str

    def __post_init__(self) -> None:
        (self.home / "hr.py").write_text(_MAIN, encoding="utf-8")

    def _command(self, run: Path, more: tuple[str, ...]) -> list[str]:
        return [sys.executable, "hr.py", *self.words, "-o", str(run), *more]

    def finish(
        self, run: Path, *more: str, before: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run it to its end."""
        return subprocess.run(
            self._command(run, more),
            cwd=self.home,
            capture_output=True,
            encoding="utf-8",
            check=False,
            preexec_fn=before,
        )

    def whole_run(self) -> Path:
        """A run that nothing disturbed."""
        done = self.finish(self.home / "undisturbed", "--jobs", "1")
        assert (done.returncode, done.stderr) == (0, "")
        return self.home / "undisturbed"

    @contextmanager
    def begun(self, run: Path) -> Iterator[subprocess.Popen[str]]:
        """Begin it with two processes, in a session of its own."""
        with subprocess.Popen(
            self._command(run, ("--jobs", "2")),
            cwd=self.home,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,
        ) as process:
            yield process

    def kill_after(self, run: Path, seconds: float) -> int:
        """Begin it, kill it after a while, answer its exit status."""
        with self.begun(run) as process:
            begun = time.monotonic()
            while process.poll() is None and time.monotonic() - begun < seconds:
                time.sleep(0.01)
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            return process.wait()


def worker_of(parent: int) -> int:
    """A process that judges for another; waited for."""
    for _ in range(3_000):
        found = subprocess.run(
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(parent)],
            capture_output=True,
            encoding="utf-8",
            check=False,
        ).stdout
        workers = [line for line in found.splitlines() if "spawn_main" in line]
        if workers:
            return int(workers[-1].split()[0])
        time.sleep(0.02)
    raise AssertionError("no worker was begun")


@contextmanager
def held(process: subprocess.Popen[str]) -> Iterator[int]:
    """Stop a process once it has begun a worker, and let it go on afterwards.

    Answers the worker. On a fast machine the process might else be done before anything
    can happen to it.
    """
    worker = worker_of(process.pid)
    os.kill(process.pid, signal.SIGSTOP)
    try:
        yield worker
    finally:
        os.kill(process.pid, signal.SIGCONT)
