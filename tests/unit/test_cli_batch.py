"""The command `batch`, run in this process, and with processes of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from hotline_rules.audit.run import RunDirectory
from hotline_rules.cli import main
from tests.support.audits import contents
from tests.support.batches import AS_OF, csv_rows, write_csv, write_events
from tests.support.killed import Job

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 30


def batch(events: Path, run: Path, *more: str) -> int:
    words = ("batch", str(events), "-o", str(run), "--profile", "qingyuan")
    return main([*words, "--as-of", AS_OF, "--jobs", "1", *more])


def test_batch__prints_the_balance_and_where_the_results_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = write_events(tmp_path / "events.parquet", "qingyuan", COUNT)
    count, run = pq.ParquetFile(events).metadata.num_rows, tmp_path / "run"
    assert batch(events, run, "--only-out-of-order", "--format", "csv") == 0
    out, err = capsys.readouterr()
    assert err == ""
    manifest = RunDirectory(run).manifest
    left_out = manifest["balance"]["left_out"]
    assert out.splitlines() == [
        f"共读入 {count} 行 = 用上 {count} 行 + 不能用的 0 行",
        f"{COUNT} 件工单 = 列出结果的 {COUNT - left_out} 件"
        f" + 判断后一切正常、没有列出的 {left_out} 件 + 不能判断的 0 件",
        "结果在：",
        f"  {run / 'tables'}",
        f"  {run / 'manifest.json'}",
    ]
    assert " ".join(manifest["command"]) == (
        f"hotline-rules batch events.parquet --profile qingyuan --as-of {AS_OF} "
        "--tickets-a-part 5000 --lang zh --format parquet,csv --only-out-of-order"
    )
    assert {x.suffix for x in (run / "tables").iterdir()} == {".parquet", ".csv"}


def test_batch__rows_that_cannot_be_used_are_told_and_the_status_is_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = csv_rows(3)
    rows[0]["type"] = None
    events = write_csv(tmp_path / "events.csv", rows)
    assert batch(events, tmp_path / "run", "--lang", "en") == 1
    out, err = capsys.readouterr()
    assert "3 tickets = 2 in the tables + 1 that could not be judged" in out
    assert f"{tmp_path / 'run' / 'tables' / 'refused.parquet'}" in out
    assert err == ""
    refused = pq.read_table(tmp_path / "run" / "tables" / "refused.parquet")
    assert refused["row"].to_pylist()[0] == 2
    assert refused["message"].to_pylist()[0] == "`type` is null or blank"


def test_batch__what_cannot_be_done_is_told_with_the_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batch(tmp_path / "none.parquet", tmp_path / "run") == 1
    assert "没有" in capsys.readouterr().err
    assert not (tmp_path / "run" / "run.json").exists()
    events = write_events(tmp_path / "events.parquet", "qingyuan", 2)
    with pytest.raises(SystemExit) as caught:
        batch(events, tmp_path / "run", "--as-of", "2024-07-01")
    assert caught.value.code == 2


def test_generate__writes_what_batch_reads(tmp_path: Path) -> None:
    for form in ("parquet", "jsonl"):
        words = ("generate", "zibo", "--count", "9", "--format", form)
        path = tmp_path / f"events.{form}"
        assert main([*words, "-o", str(path)]) == 0
        run = ("batch", str(path), "--profile", "zibo", "--as-of", AS_OF)
        assert main([*run, "--jobs", "1", "-o", str(tmp_path / form)]) == 0
    one, other = (
        pq.read_table(tmp_path / form / "tables" / "deadlines.parquet")
        for form in ("parquet", "jsonl")
    )
    assert one.num_rows > 9
    assert one.equals(other)
    with pytest.raises(SystemExit) as caught:
        main(["generate", "zibo", "--format", "parquet"])
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "events.csv"), "要以 .parquet 结尾"),
        (("-o", "events"), "要以 .parquet 结尾"),
        (("-o", "e.parquet", "--encoding", "gb18030"), "没有编码可选"),
    ],
)
def test_generate__parquet_is_refused_what_it_has_no_use_for(
    words: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as caught:
        main(["generate", "zibo", "--count", "1", "--format", "parquet", *words])
    assert caught.value.code == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    good = ("--format", "parquet", "--encoding", "utf-8", "-o", "EVENTS.PQ")
    assert main(["generate", "zibo", "--count", "1", *good]) == 0


@pytest.mark.slow
@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_jobs__the_bytes_are_the_same_with_any_number(
    tmp_path: Path, form: str
) -> None:
    write_events(tmp_path / f"events.{form}", "zibo", 60)
    words = ("batch", f"events.{form}", "--profile", "zibo", "--as-of", AS_OF)
    job = Job(tmp_path, (*words, "--tickets-a-part", "7"), 60, "60 件工单")
    for jobs in ("1", "2"):
        done = job.finish(tmp_path / jobs, "--jobs", jobs)
        assert (done.returncode, done.stderr) == (0, "")
        assert job.counted in done.stdout
    assert contents(tmp_path / "1") == contents(tmp_path / "2")
    manifest = json.loads((tmp_path / "1" / "manifest.json").read_bytes())
    assert manifest["balance"]["judged"] == 60
