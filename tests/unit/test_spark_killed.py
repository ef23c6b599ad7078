"""An executor killed in the middle: the tables are whole, and nothing counts twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from hotline_rules import load_profile
from hotline_rules.frames import ColumnJudge
from hotline_rules.generating import load_habits
from tests.support.clusters import QUIET, comparable, needs_spark
from tests.support.frames import table_of

if TYPE_CHECKING:
    import pyarrow as pa

pytestmark = [
    *needs_spark,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks into /proc"),
]

TICKETS, PARTS = 600, 16
AS_OF = "2023-01-01T00:00:00+08:00"
_EXECUTOR = b"CoarseGrainedExecutorBackend"


def spark_home(folder: Path) -> Path:
    """The installed Spark, but for the folder that a cluster on one machine fills."""
    import pyspark

    folder.mkdir()
    for entry in Path(pyspark.__path__[0]).iterdir():
        (folder / entry.name).symlink_to(entry)
    return folder


def command(events: Path, out: Path, *more: str) -> list[str]:
    settings = [f"--conf={key}={value}" for key, value in QUIET.items()]
    return [
        *(sys.executable, "-W", "ignore", "-m", "hotline_rules", "spark", str(events)),
        *("--profile", "qingyuan", "--as-of", AS_OF, "-o", str(out)),
        *("--master", "local-cluster[2,1,1024]", "--partitions", str(PARTS)),
        *(*settings, "--lang", "en", *more),
    ]


def parent_of(process: int) -> int:
    status = Path(f"/proc/{process}/stat").read_text("utf-8", errors="replace")
    return int(status.rpartition(")")[2].split()[1])


def executors_of(ancestor: int) -> list[int]:
    """The executors among the processes that a process has started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            if _EXECUTOR not in (folder / "cmdline").read_bytes():
                continue
            above = int(folder.name)
            while above > 1:
                above = parent_of(above)
                if above == ancestor:
                    found.append(int(folder.name))
                    break
    return sorted(found)


def finished_parts(out: Path) -> int:
    return len(list(out.glob("judged/_temporary/0/task_*")))


def tables_in(out: Path) -> dict[str, pa.Table]:
    names = [one.name for one in (out / "tables").iterdir()]
    return {name: pq.read_table(out / "tables" / name) for name in names}


def test_killed_executor__the_result_is_whole(tmp_path: Path) -> None:
    events = table_of(load_habits("qingyuan", {}).histories(TICKETS, 4))
    file, out = tmp_path / "events.parquet", tmp_path / "out"
    pq.write_table(events, file)
    killed = 0
    environment = os.environ | {
        "SPARK_HOME": str(spark_home(tmp_path / "home")),
        "SPARK_LOCAL_DIRS": str(tmp_path / "scratch"),
    }
    log = tmp_path / "log"
    with (
        log.open("wb") as told,
        subprocess.Popen(
            command(file, out), env=environment, stdout=told, stderr=told
        ) as process,
    ):
        while process.poll() is None and not killed:
            time.sleep(0.02)
            if 3 <= finished_parts(out) <= PARTS - 3:
                killed, *others = executors_of(process.pid)
                assert others
                os.kill(killed, signal.SIGKILL)
                assert finished_parts(out) < PARTS
        process.wait()
    said = log.read_text("utf-8", errors="replace")
    assert killed, said
    assert process.returncode == 0, said
    assert "Lost executor" in said
    profile = load_profile("qingyuan")
    judge = ColumnJudge(profile, as_of=AS_OF, lang="en")
    wanted = comparable(judge.judge(events), profile)
    found = comparable(tables_in(out), profile)
    assert found == wanted
    (balance,) = found["balance"].to_pylist()
    assert (balance["rows"], balance["judged"]) == (events.num_rows, TICKETS)
