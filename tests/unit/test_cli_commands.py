"""The list of the commands against their modules, and what a command imports."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

import pytest

import hotline_rules.cli
from hotline_rules.cli import main
from hotline_rules.cli.commands import COMMANDS, add_commands, module_of

ROOM = Path(hotline_rules.cli.__file__).parent


def parsers_for(*words: str) -> dict[str, argparse.ArgumentParser]:
    made = argparse.ArgumentParser().add_subparsers(dest="command")
    add_commands(made, words)
    return dict(made.choices)


@pytest.mark.parametrize("command", COMMANDS)
def test_command__is_made_by_its_module_and_stands_in_its_place(command: str) -> None:
    parsers = parsers_for(command)
    assert list(parsers) == list(COMMANDS)  # one of another name would be one more
    bare = parsers_for()[command]
    assert len(parsers[command]._actions) > len(bare._actions) == 1


def test_commands__are_all_the_modules_that_add_one() -> None:
    adding = {
        f"hotline_rules.cli.{path.stem}"
        for path in ROOM.glob("*.py")
        if re.search(r"^def add_parser\(", path.read_text("utf-8"), re.MULTILINE)
    }
    assert adding == {module_of(command) for command in COMMANDS}


@pytest.mark.parametrize("words", [("--help",), ("--help", "check"), ("-h", "none")])
def test_help__lists_every_command_with_its_line(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    out = capsys.readouterr().out
    listed = re.findall(r"^    ([a-z]+)\s+(\S.*\n(?: {8,}\S.*\n)*)", out, re.MULTILINE)
    told = {name: re.sub(r"\s", "", line) for name, line in listed}
    assert ended.value.code == 0
    assert list(told) == list(COMMANDS)
    assert told == {name: re.sub(r"\s", "", line) for name, line in COMMANDS.items()}


def test_unknown_command__is_told_which_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["chekc", "zibo"])
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert "invalid choice: 'chekc'" in said
    assert [name for name in COMMANDS if f"'{name}'" in said] == list(COMMANDS)


def test_option_before_the_command__is_refused_and_the_command_still_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["--bogus", "check", "zibo"])
    assert capsys.readouterr().err.endswith("unrecognized arguments: --bogus\n")


def imported_by(*arguments: str) -> set[str]:
    code = (
        "import sys; from hotline_rules.cli import main\n"
        f"try: status = main({list(arguments)!r})\n"
        "except SystemExit as ended: status = ended.code\n"
        "print(*sys.modules, file=sys.stderr)\n"
        "sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return set(done.stderr.decode().split())


def test_help__imports_no_command_and_nothing_heavy() -> None:
    modules = imported_by("--help")
    assert not modules & {module_of(command) for command in COMMANDS}
    rooms = {m.split(".")[1] for m in modules if m.startswith("hotline_rules.")}
    assert rooms == {"cli", "diagnostics"}
    assert not modules & {"pydantic", "ruamel", "jinja2", "pyarrow"}


def test_check__imports_no_other_command_and_no_room_it_does_not_need() -> None:
    modules = imported_by("check", "zibo", "--format", "json")
    commands = {module_of(command) for command in COMMANDS}
    assert modules & commands == {module_of("check")}
    rooms = {m.split(".")[1] for m in modules if m.startswith("hotline_rules.")}
    assert not rooms & {"drafting", "impact", "audit", "adapters", "frames", "report"}
    assert not modules & {"jinja2", "pyarrow", "polars"}


def test_processes_that_judge__need_neither_profiles_nor_exports() -> None:
    code = "import hotline_rules.batch.run, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    modules = set(done.stdout.decode().split())
    rooms = {m.split(".")[1] for m in modules if m.startswith("hotline_rules.")}
    assert not rooms & {"cli", "profile", "assess", "report", "impact", "drafting"}
    assert not modules & {"pydantic", "yaml", "ruamel", "jinja2", "polars", "duckdb"}
    assert "hotline_rules.adapters.mapping" not in modules
