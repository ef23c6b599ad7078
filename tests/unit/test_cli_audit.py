"""The command `audit`, run in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotline_rules.audit.run import RunDirectory
from hotline_rules.cli import main
from hotline_rules.cli.exits import StopRun
from hotline_rules.cli.extras import needs_extra
from hotline_rules.report.nearness import Margin
from tests.support.audits import wide_export

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 30


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    wide_export("qingyuan", COUNT, folder)
    return folder


def audit(home: Path, run: Path, *more: str) -> int:
    return main(
        [
            *("audit", str(home / "qingyuan.csv"), "-o", str(run), "--jobs", "1"),
            *("--profile", "qingyuan", "--mapping", str(home / "qingyuan.yaml")),
            *("--no-report", *more),
        ]
    )


def test_audit__prints_the_balance_and_where_the_results_are(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    assert audit(home, run, "--period", "2021") == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0].startswith(f"共读入 {COUNT} 行 = 用上 {COUNT} 行")
    assert lines[1].startswith(f"{COUNT} 条历史 = 已判断")
    assert any(line.startswith("2021-01..2021-12：派发工单 ") for line in lines)
    assert f"  {run / 'manifest.json'}  清单：用了什么，得出什么" in lines
    assert err == ""
    options = RunDirectory(run).manifest["options"]
    assert options["as_of"] == "2022-01-01T00:00:00+08:00"


def test_audit__what_the_mapping_does_not_tell_is_counted(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    as_of = ("--as-of", "2021-07-01T00:00:00+08:00")
    assert audit(home, tmp_path / "run", *as_of) == 0
    lacking = RunDirectory(tmp_path / "run").manifest["lacking"]
    events, facts = len(lacking["events"]), len(lacking["attributes"])
    assert f"事 {events} 种，工单的事实 {facts} 项" in capsys.readouterr().out
    assert "leader_instruction" in lacking["events"]
    assert "dispatched" not in lacking["events"]
    assert "litigation" in lacking["attributes"]
    assert "kind" not in lacking["attributes"]


def test_audit__in_english(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    as_of = ("--as-of", "2021-07-01T00:00:00+08:00")
    assert audit(home, tmp_path / "run", "--lang", "en", *as_of) == 0
    out = capsys.readouterr().out
    assert f"{COUNT} rows read = {COUNT} used" in out
    assert "all months: tickets dispatched" in out
    penalties = RunDirectory(tmp_path / "run").tables("deadlines", ["reason"])
    reasons = [text for batch in penalties for text in batch["reason"].to_pylist()]
    assert any(text.startswith("to be done by ") for text in reasons)


def test_audit__the_command_is_kept_without_folders(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ("--reading", "T04=counted", "--format", "jsonl,csv", "--with-text")
    assert audit(home, tmp_path / "run", "--period", "2021-03", *more) == 0
    command = " ".join(RunDirectory(tmp_path / "run").manifest["command"])
    assert command == (
        "hotline-rules audit qingyuan.csv --profile qingyuan --reading T04=counted "
        "--mapping qingyuan.yaml --period 2021-03 --tickets-a-part 2000 --lang zh "
        "--format parquet,csv,jsonl --no-report --with-text"
    )
    tables = {path.suffix for path in (tmp_path / "run" / "tables").iterdir()}
    assert tables == {".parquet", ".csv", ".jsonl"}


def test_audit__what_is_near_is_an_option_and_in_the_manifest(
    home: Path, tmp_path: Path
) -> None:
    near = ("--near-days", "2", "--near-percent", "5")
    assert audit(home, tmp_path / "run", "--period", "2021", *near) == 0
    manifest = RunDirectory(tmp_path / "run").manifest
    assert manifest["options"]["near"] == {"days": 2, "percent": 5}
    assert "--near-days 2 --near-percent 5" in " ".join(manifest["command"])
    assert audit(home, tmp_path / "run", "--period", "2021") == 1  # another question
    told = Margin.of(RunDirectory(tmp_path / "run")).told()
    assert "最后2天以内" in told.zh
    assert "百分之5" in told.zh


def test_audit__a_row_set_aside_is_status_1(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = tmp_path / "qingyuan.csv"
    lines = (home / "qingyuan.csv").read_text(encoding="utf-8-sig").splitlines()
    export.write_text("\n".join([*lines, lines[1].replace("QY", "QX", 1)[:30]]))
    (tmp_path / "qingyuan.yaml").write_bytes((home / "qingyuan.yaml").read_bytes())
    assert audit(tmp_path, tmp_path / "run", "--period", "2021") == 1
    assert f"读入 {COUNT + 1} 行 = 用上 {COUNT} 行" in capsys.readouterr().out
    assert RunDirectory(tmp_path / "run").count("set_aside") == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "要给 --period，或者 --as-of"),
        (("--period", "2021-3"), "--period 2021-3"),
        (("--as-of", "2021-03-01T10:00:00+08:00", "--known-at", "soon"), "--known-at"),
        (("--period", "2021", "--format", "xls"), "parquet, csv, jsonl"),
        (("--period", "2021", "--tickets-a-part", "0"), "大于零"),
        (("--period", "2021", "--readings", "T99"), "T99"),
        (("--period", "2021", "--near-percent", "101"), "1到100之间"),
    ],
)
def test_audit__wrong_use_is_told(
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    more: tuple[str, ...],
    said: str,
) -> None:
    with pytest.raises(SystemExit) as caught:
        audit(home, tmp_path / "run", *more)
    assert caught.value.code == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_audit__another_question_in_the_folder_is_status_1(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit(home, tmp_path / "run", "--period", "2021-03") == 0
    assert audit(home, tmp_path / "run", "--period", "2021-04") == 1
    err = capsys.readouterr().err
    assert "错误：" in err
    assert '期间 options.period: "2021-03" → "2021-04"' in err
    assert "；判断时刻 options.as_of: " in err


def test_extra__one_that_is_missing_is_named_with_the_remedy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(StopRun) as caught, needs_extra("audit", "zh"):
        raise ModuleNotFoundError("no", name="pyarrow.parquet")
    assert caught.value.status == 1
    assert 'pip install "hotline-rules[audit]"' in capsys.readouterr().err
    with pytest.raises(ModuleNotFoundError), needs_extra("audit", "zh"):
        raise ModuleNotFoundError("no", name="hotline_rules.nothing")
