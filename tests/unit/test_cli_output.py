"""`--output`: never over what is read, never into no folder, never half."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from hotline_rules.cli import main
from hotline_rules.cli.streams import opened_output

LADDER = Path(__file__).parents[1] / "abilities" / "18_ladder" / "profile.yaml"
AT = ["--as-of", "2021-03-17T09:00:00+08:00"]
JUDGING = ["evaluate", "replay", "assess"]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    for file in (LADDER, LADDER.with_name("clauses.yaml")):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path / LADDER.name


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    file = tmp_path / "tickets.jsonl"
    file.write_text('{"id": "A-1", "attributes": {}, "events": []}\n', "utf-8")
    return file


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("command", JUDGING)
def test_judging__spares_the_tickets_and_the_rules(
    command: str, rules: Path, tickets: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (tickets, rules):
        before = file.read_bytes()
        given = [command, str(tickets), "--profile", str(rules), *AT]
        assert "会覆盖输入文件" in refused([*given, "--output", str(file)], capsys)
        assert file.read_bytes() == before


def test_diff__spares_both_sides_and_the_tickets(
    rules: Path, tickets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.yaml"
    old.write_bytes(rules.read_bytes())
    given = ["diff", str(old), str(rules), "--on", str(tickets), *AT]
    for file in (old, rules, tickets):
        before = file.read_bytes()
        assert "会覆盖输入文件" in refused([*given, "--output", str(file)], capsys)
        assert file.read_bytes() == before


def test_render__spares_the_rules(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = rules.read_bytes()
    assert "会覆盖输入文件" in refused(["render", str(rules), "-o", str(rules)], capsys)
    assert rules.read_bytes() == before


def test_propose__says_first_that_there_is_no_such_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "nowhere" / "a.yaml")
    told = refused(["scenarios", "propose", "zibo", "-o", file], capsys)
    assert "没有这个文件夹" in told


# --- whole or not at all --------------------------------------------------------------


def test_an_output_that_breaks_off__leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    file.write_text("old", "utf-8")

    def break_off() -> None:
        with opened_output(str(file)) as stream:
            stream.write("half")
            stream.flush()
            assert file.read_text("utf-8") == "old"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert file.read_text("utf-8") == "old"
    with opened_output(str(file)) as stream:
        stream.write("new")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [
        ("results.jsonl", "new")
    ]


def test_an_output_that_is_a_link__is_written_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    with opened_output(str(tmp_path / "link")) as stream:
        stream.write("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text() == "new"


def test_an_output_that_is_a_pipe__stays_one(tmp_path: Path) -> None:
    pipe, found = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: found.append(pipe.read_text()))
    reader.start()
    with opened_output(str(pipe)) as stream:
        stream.write("through")
    reader.join()
    assert found == ["through"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_output_that_cannot_be_made__is_told_in_the_language(
    tickets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    (tmp_path / "out.jsonl.writing").mkdir()
    out = str(tmp_path / "out.jsonl")
    given = [str(tickets), "--profile", str(LADDER), *AT, "--output", out]
    assert main(["evaluate", *given, "--lang", lang]) == 1
    told = {"zh": f"错误：写不了 {out}：", "en": f"error: cannot write {out}: "}
    assert told[lang] in capsys.readouterr().err
