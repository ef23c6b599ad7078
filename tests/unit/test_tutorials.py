"""The Chinese tutorials, followed to the letter in an empty folder.

A page is carried out from top to bottom: commands are run and must write what is shown
(`…` alone stands for any lines), lines with a minus give way to those with a plus,
files are written, and copied where the text says so.
"""

from __future__ import annotations

import io
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from hotline_rules.cli import main
from tests.support.shown import assert_like, same_lines, steps

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "zh"
STEP = re.compile(
    r"^```(?P<kind>console|diff|yaml)\n(?P<block>.*?)^```$"
    r"|把 `(?P<source>[^`]+)` 复制一份，取名 `(?P<target>[^`]+)`",
    re.DOTALL | re.MULTILINE,
)


class Terminal(io.StringIO):
    """A person at a terminal, whose answers are seen on it."""

    def isatty(self) -> bool:
        return True

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        line = super().readline(size)
        sys.stdout.write(line)
        return line


class Reader(NamedTuple):
    """Somebody who does what a page says, in one folder."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def follow(self, page: str) -> int:
        """Carry out a page; answer how many commands it shows."""
        commands = 0
        for step in STEP.finditer((PAGES / page).read_text("utf-8")):
            match step["kind"]:
                case "console":
                    for command, expected in steps(step["block"]):
                        self.run(command, expected)
                        commands += 1
                case "diff":
                    self.change(step["block"])
                case "yaml":
                    self.write(step["block"])
                case _:
                    shutil.copy(
                        self.folder / step["source"], self.folder / step["target"]
                    )
        return commands

    def run(self, command: str, expected: list[str]) -> None:
        """Run a command; lines that begin with `>` are what the person types."""
        typed = [line[1:].strip() for line in expected if line.startswith(">")]
        self.monkeypatch.setattr(sys, "stdin", Terminal("\n".join([*typed, ""])))
        program, *arguments = shlex.split(command)
        assert program == "hotline-rules"
        main(arguments)
        captured = self.capsys.readouterr()
        written = [line.rstrip() for line in (captured.out + captured.err).splitlines()]
        shown = [line.rstrip() for line in expected]
        assert_like(same_lines(written), shown, command)

    def change(self, block: str) -> None:
        """Change a file as a block says; the lines it starts from stand there once."""
        name, *lines = block.splitlines()
        old = [line[1:] for line in lines if not line.startswith("+")]
        new = [line[1:] for line in lines if not line.startswith("-")]
        text = (self.folder / name).read_text("utf-8")
        before = "\n".join(["", *old, ""])
        assert text.count(before) == 1, f"{name} does not hold once:\n{before}"
        (self.folder / name).write_text(
            text.replace(before, "\n".join(["", *new, ""])), "utf-8"
        )

    def write(self, block: str) -> None:
        """Write a file, which its first line names."""
        first, _, _ = block.partition("\n")
        path = self.folder / first.removeprefix("# 文件 ")
        assert not path.exists()
        path.write_text(block, "utf-8")


@pytest.fixture
def reader(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Reader:
    monkeypatch.chdir(tmp_path)
    return Reader(tmp_path, capsys, monkeypatch)


@pytest.mark.slow
def test_a_new_city__as_the_page_says(reader: Reader) -> None:
    assert reader.follow("新建城市规则.md") >= 10


@pytest.mark.slow
def test_a_rule_is_changed__as_the_page_says(reader: Reader) -> None:
    shutil.copytree(ROOT / "examples", reader.folder / "examples")
    assert reader.follow("改一条规则.md") >= 5


@pytest.mark.parametrize("page", ["新建城市规则.md", "改一条规则.md"])
def test_links__lead_somewhere(page: str) -> None:
    text = (PAGES / page).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (PAGES / target).exists(), target
