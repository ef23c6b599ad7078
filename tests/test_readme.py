"""What the READMEs show runs, and shows what they say."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from hotline_rules.cli import main
from tests.support.shown import assert_like, run, steps

ROOT = Path(__file__).resolve().parents[1]
READMES = ["README.md", "README.zh-CN.md"]


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a language, in order."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for folder in ("examples", "profiles"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="the blocks are written for a POSIX shell")
@pytest.mark.parametrize("name", READMES)
def test_readme__commands_show_what_it_says(name: str, checkout: Path) -> None:
    shown = blocks(name, "console")
    assert len(shown) >= 4
    for block in shown:
        for command, expected in steps(block):
            assert_like(run(command, checkout), expected, command)


@pytest.mark.parametrize("name", READMES)
def test_readme__python_prints_what_it_says(name: str) -> None:
    (code,) = blocks(name, "python")
    said = [line[2:] for line in code.splitlines() if line.startswith("# ")]
    out = StringIO()
    with redirect_stdout(out):
        exec(compile(code, name, "exec"), {})
    assert out.getvalue().splitlines() == said


def test_batch_page__python_runs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (code,) = blocks("docs/batch.md", "python")
    monkeypatch.chdir(tmp_path)
    words = ("--count", "50", "--from", "2021-03-01", "--days", "31")
    told = ("--format", "parquet", "-o", "events.parquet")
    assert main(["generate", "zibo", *words, *told]) == 0
    exec(compile(code, "docs/batch.md", "exec"), {"__name__": "__main__"})
    rows, tickets, deadlines = capsys.readouterr().out.splitlines()
    assert rows.endswith("+ 0 refused")
    assert tickets.startswith("50 tickets = 50 in the tables")
    assert re.fullmatch(r"[1-9]\d* deadlines", deadlines)


@pytest.mark.parametrize(
    "name",
    [
        *READMES,
        "CONTRIBUTING.md",
        "examples/README.md",
        "examples/README.zh-CN.md",
        "examples/audit/README.md",
        "examples/audit/README.zh-CN.md",
    ],
)
def test_readme__links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_readmes__show_the_same_commands() -> None:
    for language in ("console", "python", "sh", "bat", "json"):
        english, chinese = (
            [
                [line for line in block.splitlines() if line.startswith(("$ ", "make"))]
                for block in blocks(name, language)
            ]
            for name in READMES
        )
        assert [len(block) for block in english] == [len(block) for block in chinese]


def test_dependencies__each_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    named = project["project"]["dependencies"]
    for extra in project["project"]["optional-dependencies"].values():
        named = named + extra
    for requirement in named:
        name = re.split(r"[>=;\[ ]", requirement)[0].removeprefix("types-")
        if name == project["project"]["name"]:
            continue  # one extra takes in another
        assert re.search(rf"\b{re.escape(name)}\b", page), name
