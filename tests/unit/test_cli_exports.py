"""Exports in other encodings, and exports with nothing in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hotline_rules.cli import main

if TYPE_CHECKING:
    from pathlib import Path

ARGUMENTS = ["--profile", "zibo", "--as-of", "2021-03-17T09:00:00+08:00"]
LINE = '{"id": "甲", "events": []}\n'


@pytest.mark.parametrize(
    ("data", "looks", "remedy"),
    [
        (LINE.encode("gb18030"), "GB18030（GBK）", "iconv -f GB18030"),
        (LINE.encode("utf-16"), "UTF-16", "iconv -f UTF-16"),
        (b'{"id": "\xff\xff", "events": []}\n', "也不是 GB18030", "重新导出"),
    ],
)
def test_export__in_another_encoding_gets_a_remedy_that_works(
    data: bytes,
    looks: str,
    remedy: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(data)
    assert main(["evaluate", str(path), *ARGUMENTS]) == 1
    said = capsys.readouterr().err
    assert looks in said
    assert remedy in said
    assert (f"{path} >" in said) is remedy.startswith("iconv")


@pytest.mark.parametrize("data", ["", "\n\n", "[]"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_export__with_nothing_in_it_is_said(
    data: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(data, encoding="utf-8")
    assert main(["evaluate", str(path), *ARGUMENTS, "--lang", lang]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert ("没有任何历史" if lang == "zh" else "no history") in shown.err
