"""What a page shows: commands, and what they write with some lines left out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

_NUMBER = re.compile(r"(?<=yaml:)\d+:?|^ +\d+(?= \|)|(?<=第 )\d+(?= 行)")


def steps(block: str) -> list[tuple[str, list[str]]]:
    """Commands, each with the lines that it is said to write."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def same_lines(shown: list[str]) -> list[str]:
    """The lines with their numbers taken out: profiles grow, the pages stay."""
    return [_NUMBER.sub("N", line) for line in shown]


def run(command: str, folder: Path) -> list[str]:
    """Run a command of a page in a folder; answer the lines that it writes."""
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join([scripts, os.environ.get("PATH", "")])
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return same_lines((done.stdout + done.stderr).splitlines())


def assert_like(written: list[str], expected: list[str], command: str) -> None:
    """Assert that a text is as expected; `…` alone stands for any lines.

    Args:
        written: what there is, as `same_lines` answers it.
        expected: what is shown.
        command: what wrote it, for the message.
    """
    parts: list[list[str]] = [[]]
    for line in same_lines(expected):
        if line == "…":
            parts.append([])
        else:
            parts[-1].append(line)
    at = 0
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if number == 0:
            places = [0]
        elif last:
            places = [len(written) - len(part)]
        else:
            places = list(range(at, len(written)))
        fits = [i for i in places if written[i : i + len(part)] == part]
        assert fits, "\n".join([command, "does not show", *part, "but", *written])
        at = fits[0] + len(part)
    if len(parts) == 1:
        assert at == len(written), "\n".join([command, "also shows", *written[at:]])
