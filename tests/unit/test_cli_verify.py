"""A run of made-up exports is borne out; whatever is changed afterwards is named."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hotline_rules import load_profile
from hotline_rules.adapters.privacy import Pseudonyms
from hotline_rules.audit.replay import replay
from hotline_rules.cli import main
from hotline_rules.cli.audit_reports import REPORTS
from tests.support.audits import Heard, audit, request, wide_export


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run of forty tickets, and its export."""
    folder = tmp_path_factory.mktemp("verify")
    export, mapping = wide_export("qingyuan", 40, folder)
    audit(request(load_profile("qingyuan"), [export], mapping), folder / "run")
    return folder / "run", export


@pytest.fixture
def run(made: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """A copy to be spoilt."""
    folder, export = made
    shutil.copytree(folder, tmp_path / "run")
    return tmp_path / "run", Path(shutil.copy(export, tmp_path))


def verify(
    capsys: pytest.CaptureFixture[str], folder: Path, *more: object
) -> tuple[int, list[dict[str, Any]]]:
    """The exit status and the lines."""
    words = ["verify", str(folder), "--format", "jsonl", "--lang", "en"]
    status = main([*words, *map(str, more)])
    return status, [json.loads(one) for one in capsys.readouterr().out.splitlines()]


def rewrite(folder: Path, table: str, column: str, change: Any) -> None:
    """Change a column of a table and make the manifest fit it, as a forger would."""
    path = folder / "tables" / f"{table}.parquet"
    read = pq.read_table(path)
    at = read.schema.get_field_index(column)
    values = change(read.column(column).to_pylist())
    field = read.schema.field(column)
    pq.write_table(read.set_column(at, field, pa.array(values, field.type)), path)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for one in manifest["outputs"]:
        if one["file"] == f"tables/{table}.parquet":
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            one["digest"] = f"sha256:{digest}"
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_verify__bears_out_a_true_run(
    made: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, export = made
    status, lines = verify(capsys, folder, "--inputs", export)
    assert (status, len(lines)) == (0, 1)
    assert lines[0]["doubts"] == 0
    assert lines[0]["tickets"] > 5
    assert lines[0]["whole"]
    outcomes = {one["outcome"] for one in lines[0]["answers"]}
    assert outcomes == {"borne_out"}


def test_verify__tells_people_in_chinese(
    made: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, export = made
    mapping = export.with_suffix(".yaml")
    given = ["--inputs", str(export), str(mapping)]
    assert main(["verify", str(folder), *given]) == 1
    told = capsys.readouterr().out
    assert "审核时没有用过这个文件" in told
    assert "时限：有据" in told


def test_verify__takes_of_a_folder_what_is_called_like_the_inputs(
    made: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, export = made  # the mapping lies beside the export
    status, lines = verify(capsys, folder, "--inputs", export.parent)
    assert (status, len(lines)) == (0, 1)


def test_verify__names_a_changed_byte(
    run: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, export = run
    copy = folder / "rules" / "registers" / "qy2015.yaml"
    copy.write_bytes(copy.read_bytes() + b"#")
    status, lines = verify(capsys, folder, "--inputs", export)
    assert status == 1
    found = [(one["code"], one["name"]) for one in lines[:-1]]
    assert found == [("file-changed", "rules/registers/qy2015.yaml")]


def test_verify__names_a_changed_input_and_a_missing_one(
    run: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, export = run
    export.write_bytes(export.read_bytes() + b"\n")
    assert verify(capsys, folder, "--inputs", export)[1][0]["code"] == "file-changed"
    status, lines = verify(capsys, folder)
    assert (status, lines[0]["code"]) == (1, "input-missing")


def test_verify__says_that_the_tickets_were_not_looked_at(
    run: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, export = run
    export.write_bytes(export.read_bytes() + b"\n")
    status, lines = verify(capsys, folder, "--inputs", export)
    assert (status, lines[-1]["whole"], lines[-1]["tickets"]) == (1, False, 0)
    assert main(["verify", str(folder), "--inputs", str(export)]) == 1
    told = capsys.readouterr().out
    assert "件工单，一件也没有看" in told
    assert "工单 0 件" not in told


def test_verify__an_input_that_cannot_be_read_is_all_that_is_told(
    run: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, export = run
    status, lines = verify(
        capsys, folder, "--inputs", export.parent / "x" / export.name
    )
    assert status == 1
    assert [one["code"] for one in lines[:-1]] == ["file-missing"]


def test_verify__a_key_that_cannot_be_read_is_told(
    made: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, export = made
    names = Pseudonyms(b"0123456789abcdef")
    mapping = export.with_suffix(".yaml")
    asked = request(load_profile("qingyuan"), [export], mapping, pseudonyms=names)
    audit(asked, tmp_path / "run")
    nowhere = str(tmp_path / "key")
    words = ["verify", str(tmp_path / "run"), "--inputs", str(export)]
    assert main([*words, "--pseudonymise", nowhere]) == 1
    assert nowhere in capsys.readouterr().err


def test_verify__names_a_card_that_was_moved(
    run: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, export = run
    rewrite(folder, "penalties", "kind", lambda kinds: ["red_card"] * len(kinds))
    status, lines = verify(capsys, folder, "--inputs", export)
    doubt = lines[0]
    assert status == 1
    assert (doubt["about"], doubt["field"], doubt["says"]) == (
        "penalties",
        "kind",
        "red_card",
    )
    assert "yellow" in doubt["name"]
    assert doubt["place"].endswith(tuple(f":{row}" for row in range(2, 42)))


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run with its reports, and its export."""
    folder = tmp_path_factory.mktemp("reported")
    export, mapping = wide_export("qingyuan", 40, folder)
    asked = request(load_profile("qingyuan"), [export], mapping)
    replay(asked, folder / "run", watcher=Heard(), reports=REPORTS)
    return folder / "run", export


def seal(folder: Path, name: str) -> None:
    """Make the manifest fit a report that was changed, as a forger would."""
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for one in manifest["outputs"]:
        if one["file"] == name:
            one["digest"] = f"sha256:{digest}"
    path.write_text(json.dumps(manifest), encoding="utf-8")


def forge_page(folder: Path, pattern: str, number: str) -> None:
    """Write another number into the page where the pattern has its group."""
    path = folder / "report.html"
    text = path.read_text(encoding="utf-8")
    found = re.search(pattern, text)
    assert found
    forged = text[: found.start(1)] + number + text[found.end(1) :]
    path.write_text(forged, encoding="utf-8")
    seal(folder, "report.html")


def forge_workbook(folder: Path, sheet: int, cell: str, number: str) -> None:
    """Write another number into a cell of the workbook."""
    path, part = folder / "report.xlsx", f"xl/worksheets/sheet{sheet}.xml"
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    pattern = rf'(<c r="{cell}"[^>]*><v>)[^<]*'.encode()
    parts[part], times = re.subn(pattern, rf"\g<1>{number}".encode(), parts[part])
    assert times == 1
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data)
    seal(folder, "report.xlsx")


def test_verify__bears_out_the_figures_of_true_reports(
    reported: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, export = reported
    status, lines = verify(capsys, folder, "--inputs", export)
    assert (status, len(lines)) == (0, 1)


def test_verify__names_figures_of_reports_that_the_tables_do_not_give(
    reported: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    shutil.copytree(reported[0], folder)
    forge_page(folder, r'<tfoot>.*?<td class="number">(\d+)', "999")
    forge_page(folder, r'data-filter="unit".*?<td class="number">(\d+)', "888")
    forge_workbook(folder, 2, "C2", "777")  # the first figure of the totals
    forge_workbook(folder, 5, "C3", "666")  # of the second unit and month
    status, lines = verify(capsys, folder, "--inputs", reported[1])
    assert status == 1
    said = {one["says"]: one for one in lines[:-1]}
    assert set(said) == {"999", "888", "777", "666"}
    assert {one["code"] for one in said.values()} == {"figure-otherwise"}
    assert said["777"]["name"] == "report.xlsx 汇总 派发工单"
    assert said["777"]["gives"] == "the tables give 16"
    assert said["666"]["name"].startswith("report.xlsx 单位月度 单位")
    assert said["999"]["name"] == "report.html 按月份 合计 派发工单"
    assert said["888"]["name"].startswith("report.html ")


def test_verify__names_a_workbook_that_cannot_be_read(
    reported: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    shutil.copytree(reported[0], folder)
    (folder / "report.xlsx").write_bytes(b"no workbook")
    seal(folder, "report.xlsx")
    _, lines = verify(capsys, folder, "--inputs", reported[1])
    assert [one["name"] for one in lines[:-1]] == ["report.xlsx"]


def test_verify__names_an_event_that_the_inputs_have_otherwise(
    run: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, export = run
    rewrite(folder, "events", "unit", lambda units: ["别的局", *units[1:]])
    _, lines = verify(capsys, folder, "--inputs", export)
    assert (lines[0]["code"], lines[0]["name"]) == ("event-otherwise", "0.unit")


def test_verify__names_a_ticket_that_was_left_out(
    run: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, export = run
    path = folder / "tables" / "tickets.parquet"
    pq.write_table(pq.read_table(path).slice(1), path)
    rewrite(folder, "tickets", "id", lambda ids: ids)
    _, lines = verify(capsys, folder, "--inputs", export)
    codes = [one["code"] for one in lines[:-1]]
    assert codes[0] == "ticket-missing"
    assert "count-otherwise" in codes


def test_verify__of_a_folder_that_is_no_run_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(tmp_path)]) == 1
    assert "manifest.json" in capsys.readouterr().err
