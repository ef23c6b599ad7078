"""What the system says of a file, in the language of the sentence that it stands in."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

import hotline_rules
from hotline_rules.cli import main
from hotline_rules.diagnostics import Text, reason_of

PACKAGE = Path(hotline_rules.__file__).parent


@pytest.mark.parametrize(
    ("number", "zh"),
    [
        (errno.ENOSPC, "磁盘空间不够"),
        (errno.EISDIR, "这是文件夹，不是文件"),
        (errno.EROFS, "这个磁盘只能读，不能写"),
    ],
)
def test_reason__is_in_the_language_asked_for(number: int, zh: str) -> None:
    said = os.strerror(number)
    assert reason_of(OSError(number, said, "a.csv")) == Text(zh, said)


def test_reason__of_a_library_is_in_its_own_words_and_one_line() -> None:
    told = OSError("no magic bytes\nat 0x12")
    assert reason_of(told) == Text("no magic bytes", "no magic bytes")
    assert reason_of(OSError()) == Text("OSError", "OSError")
    unknown = OSError(9_999, "flux inverted")
    assert reason_of(unknown) == Text("flux inverted", "flux inverted")


def test_a_folder_in_place_of_a_file__is_told_in_chinese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--profile", "zibo", "--as-of", "2021-06-01T00:00:00+08:00")
    assert main(["evaluate", str(tmp_path), *words]) == 1
    err = capsys.readouterr().err
    assert f"读不了 `{tmp_path}`：这是文件夹，不是文件" in err
    assert main(["evaluate", str(tmp_path), *words, "--lang", "en"]) == 1
    assert f"cannot read `{tmp_path}`: Is a directory" in capsys.readouterr().err


def test_nothing_shows_the_words_of_the_system_but_by_the_table() -> None:
    told = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "strerror" in path.read_text(encoding="utf-8")
    ]
    assert told == [str(Path("diagnostics/system.py"))]
