"""The audit of the examples: its page is followed to the letter."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hotline_rules.cli import main
from tests.support.shown import assert_like, run, steps

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/audit"
EXPORT = "三月工单.csv"


def shown(page: str) -> list[tuple[str, list[str]]]:
    """The commands of a page, with what they are said to write."""
    text = (EXAMPLE / page).read_text(encoding="utf-8")
    fenced = re.findall(
        r"^( *)```console\n(.*?)^\1```$", text, re.DOTALL | re.MULTILINE
    )
    blocks = [re.sub(rf"^{indent}", "", body, flags=re.M) for indent, body in fenced]
    return [step for block in blocks for step in steps(block)]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the blocks are written for a POSIX shell")
def test_page__commands_show_what_it_says(tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "audit")
    for command, expected in shown("README.zh-CN.md"):
        assert_like(run(command, folder), expected, command)
    assert (folder / "三月审核/report.xlsx").stat().st_size > 10_000
    assert (folder / "三月审核/report.html").stat().st_size > 10_000


def test_pages__show_the_same_commands() -> None:
    chinese, english = shown("README.zh-CN.md"), shown("README.md")
    assert [step[0] for step in english] == [step[0] for step in chinese]


def test_export__is_what_the_page_says_made_it(tmp_path: Path) -> None:
    text = (EXAMPLE / "README.zh-CN.md").read_text(encoding="utf-8")
    [made] = re.findall(r"^```sh\nhotline-rules (.*?)^```$", text, re.DOTALL | re.M)
    arguments = shlex.split(made.replace("\\\n", " "))
    arguments[arguments.index("-o") + 1] = str(tmp_path / EXPORT)
    assert main(arguments) == 0
    assert (tmp_path / EXPORT).read_bytes() == (EXAMPLE / EXPORT).read_bytes()


def test_mapping__is_the_guess_with_the_changes_of_the_page() -> None:
    """A person must still be able to get from the one to the other."""
    done = subprocess.run(
        [sys.executable, "-m", "hotline_rules", "import", EXPORT, "--guess"],
        cwd=EXAMPLE,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    guess = [line.partition("#")[0].rstrip() for line in done.stdout.splitlines()]
    mapping = (EXAMPLE / "对照表.yaml").read_text(encoding="utf-8")
    ours = [line.partition("#")[0].rstrip() for line in mapping.splitlines()]
    gone = [line.strip() for line in guess if line and line not in ours]
    new = [line.strip() for line in ours if line and line not in guess]
    assert [line for line in gone if not line.startswith(("confirm:", "- "))] == [
        "ticket_created: 待确认",
        "classified: 待确认",
        "详见附件: 待确认",
    ]
    assert new == ["ticket_created: start_of_day", "classified: start_of_day"]
    for heading in ("二次联系群众时间", "二次回访时间"):
        at = ours.index(f"    at: {heading}")
        assert guess[guess.index(f"    at: {heading}") + 1].endswith("二次承办单位")
        assert ours[at + 1] == "    unit: 二次办结单位"
