"""The real commands killed at any moment and gone on with: nothing lost or doubled."""

from __future__ import annotations

import os
import random
import resource
import signal
import time
from typing import TYPE_CHECKING

import pytest

from hotline_rules.audit.run import RunDirectory
from tests.support.audits import contents, wide_export
from tests.support.batches import write_events
from tests.support.killed import Job, held

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX"),
]

AS_OF = ("--as-of", "2025-07-01T00:00:00+08:00", "--tickets-a-part", "100")


def audit_job(home: Path, count: int) -> Job:
    wide_export("qingyuan", count, home)
    words = (
        *("audit", "qingyuan.csv", "--mapping", "qingyuan.yaml", "--no-report"),
        *("--profile", "qingyuan", "--format", "csv", *AS_OF),
    )
    return Job(home, words, count, f"{count:,} 条历史")


def batch_job(home: Path, count: int) -> Job:
    write_events(home / "events.parquet", "qingyuan", count)
    words = ("batch", "events.parquet", "--profile", "qingyuan", "--format", "csv")
    return Job(home, (*words, *AS_OF), count, f"{count:,} 件工单")


MAKERS = {"audit": (audit_job, 6_000, 1_000), "batch": (batch_job, 8_000, 2_000)}


@pytest.fixture(scope="module", params=MAKERS)
def job(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Job:
    make, _, few = MAKERS[request.param]
    return make(tmp_path_factory.mktemp("few"), few)


@pytest.fixture(scope="module")
def undisturbed(job: Job) -> Path:
    return job.whole_run()


@pytest.mark.parametrize("name", MAKERS)
def test_kill__at_random_moments_the_result_is_the_same(
    name: str, tmp_path: Path
) -> None:
    make, many, _ = MAKERS[name]
    job = make(tmp_path, many)
    begun = time.monotonic()
    undisturbed = job.whole_run()
    long = time.monotonic() - begun
    chance, run = random.Random(20210301), tmp_path / "killed"
    moments = [chance.uniform(0.05, 0.7) * long for _ in range(8)]
    ends = [job.kill_after(run, moment) for moment in moments]
    assert ends.count(-signal.SIGKILL) >= 3
    done = job.finish(run, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert contents(run) == contents(undisturbed)
    assert job.counted in done.stdout


def test_kill__of_a_worker_stops_the_run_cleanly(job: Job, undisturbed: Path) -> None:
    run = job.home / "orphaned"
    with job.begun(run) as process:
        with held(process) as worker:
            os.kill(worker, signal.SIGKILL)
        _, said = process.communicate()
    assert process.returncode == 1
    assert "工作进程意外终止（-9）" in said
    assert job.finish(run).returncode == 0
    assert contents(run) == contents(undisturbed)


def test_interrupt__stops_with_a_word_and_goes_on(job: Job, undisturbed: Path) -> None:
    run = job.home / "interrupted"
    with job.begun(run) as process:
        with held(process):
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
        _, said = process.communicate()
    assert process.returncode == 130
    assert said == "已停下；做好的都留着，用同一条命令接着做\n"
    assert job.finish(run).returncode == 0
    assert contents(run) == contents(undisturbed)


def test_full_disk__stops_cleanly_and_goes_on(job: Job, undisturbed: Path) -> None:
    run, most = job.home / "full", 200_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = job.finish(run, "--jobs", "2", before=limit)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.count("错误：") == 1
    assert not RunDirectory(run).finished
    assert job.finish(run).returncode == 0
    assert contents(run) == contents(undisturbed)


def test_two_at_once__the_second_is_kept_out(job: Job, undisturbed: Path) -> None:
    run = job.home / "twice"
    with job.begun(run) as process:
        with held(process):
            second = job.finish(run)
        process.communicate()
        assert (second.returncode, process.returncode) == (1, 0)
    assert "另有一次运行正在进行" in second.stderr
    assert contents(run) == contents(undisturbed)
