"""`--output`: no command writes over what it reads, or into a folder that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline_rules.cli import main

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
