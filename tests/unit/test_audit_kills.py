"""The real command killed at any moment and gone on with: nothing lost or doubled."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from hotline_rules.audit.run import RunDirectory
from tests.support.audits import contents, wide_export

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX"),
]

MANY, FEW = 6_000, 1_000
_MAIN = """
import sys
from hotline_rules.cli import main
if __name__ == "__main__":
    sys.exit(main())
"""


def _home(folder: Path, count: int) -> Path:
    wide_export("qingyuan", count, folder)
    (folder / "hr.py").write_text(_MAIN, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _home(tmp_path_factory.mktemp("few"), FEW)


def command(run: Path, *more: str) -> list[str]:
    return [
        *(sys.executable, "hr.py", "audit", "qingyuan.csv"),
        *("--mapping", "qingyuan.yaml", "--profile", "qingyuan", "--no-report"),
        *("--as-of", "2025-07-01T00:00:00+08:00", "--tickets-a-part", "100"),
        *("--format", "csv", "-o", str(run), *more),
    ]


def finish(
    home: Path, run: Path, *more: str, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(run, *more),
        cwd=home,
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=before,
    )


def whole_run(home: Path) -> Path:
    done = finish(home, home / "undisturbed", "--jobs", "1")
    assert (done.returncode, done.stderr) == (0, "")
    return home / "undisturbed"


@pytest.fixture(scope="module")
def undisturbed(home: Path) -> Path:
    return whole_run(home)


def kill_after(home: Path, run: Path, seconds: float, how: signal.Signals) -> int:
    """Begin the command, end it after a while, answer its exit status."""
    with subprocess.Popen(
        command(run, "--jobs", "2"),
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        begun = time.monotonic()
        while process.poll() is None and time.monotonic() - begun < seconds:
            time.sleep(0.01)
        if process.poll() is None:
            process.send_signal(how)
        return process.wait()


def test_kill__at_random_moments_the_result_is_the_same(tmp_path: Path) -> None:
    home = _home(tmp_path, MANY)
    begun = time.monotonic()
    undisturbed = whole_run(home)
    long = time.monotonic() - begun
    chance, run = random.Random(20210301), home / "killed"
    moments = [chance.uniform(0.05, 0.7) * long for _ in range(8)]
    ends = [kill_after(home, run, moment, signal.SIGKILL) for moment in moments]
    assert ends.count(-signal.SIGKILL) >= 3
    done = finish(home, run, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert contents(run) == contents(undisturbed)
    assert f"{MANY:,} 条历史" in done.stdout


def test_kill__of_a_worker_stops_the_run_cleanly(home: Path, undisturbed: Path) -> None:
    run = home / "orphaned"
    with subprocess.Popen(
        command(run, "--jobs", "2"),
        cwd=home,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        encoding="utf-8",
    ) as process:
        worker = _worker_of(process.pid)
        os.kill(worker, signal.SIGKILL)
        _, said = process.communicate()
    assert process.returncode == 1
    assert "工作进程意外终止（-9）" in said
    assert finish(home, run).returncode == 0
    assert contents(run) == contents(undisturbed)


def _worker_of(parent: int) -> int:
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


def _hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_interrupt__stops_with_a_word_and_goes_on(
    home: Path, undisturbed: Path
) -> None:
    run = home / "interrupted"
    with subprocess.Popen(
        command(run, "--jobs", "2"),
        cwd=home,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        _worker_of(process.pid)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
        _, said = process.communicate()
    assert process.returncode == 130
    assert said == "已停下；做好的都留着，用同一条命令接着做\n"
    assert finish(home, run).returncode == 0
    assert contents(run) == contents(undisturbed)


def test_full_disk__stops_cleanly_and_goes_on(home: Path, undisturbed: Path) -> None:
    run, most = home / "full", 200_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = finish(home, run, "--jobs", "2", before=limit)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.count("错误：") == 1
    assert not RunDirectory(run).finished
    assert finish(home, run).returncode == 0
    assert contents(run) == contents(undisturbed)


def test_two_at_once__the_second_is_kept_out(home: Path, undisturbed: Path) -> None:
    run = home / "twice"
    with subprocess.Popen(
        command(run, "--jobs", "2"), cwd=home, stdout=subprocess.DEVNULL
    ) as process:
        _worker_of(process.pid)
        second = finish(home, run)
        assert (second.returncode, process.wait()) == (1, 0)
    assert "另有一次运行正在进行" in second.stderr
    assert contents(run) == contents(undisturbed)
