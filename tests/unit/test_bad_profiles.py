"""What a profile may look like when it is wrong, by `check`: each has its place.

What is fine (Windows line ends, an emoji in a text) is accepted; nothing that stands in
a profile is ever run or fetched.
"""

# ruff: noqa: E501 - a slip a line

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from hotline_rules.cli import main

EXAMPLE = Path(__file__).parents[2] / "docs" / "diagnostics" / "example"
TEXT = (EXAMPLE / "example.yaml").read_text("utf-8")
_URGE = "    do: urge\n"
_HIDDEN = TEXT.replace("title: 催办\n", "title: 催\u200b办\n")

# What a file may be like: its bytes; code and text at the place told, None where it is
# accepted.
FORMS: dict[str, tuple[bytes, tuple[str, str] | None]] = {
    "as it should be": (TEXT.encode(), None),
    "Windows line ends": (TEXT.replace("\n", "\r\n").encode(), None),
    "line ends of old Macs": (TEXT.replace("\n", "\r").encode(), None),
    "no last line end": (TEXT.rstrip("\n").encode(), None),
    "an emoji in a text": (TEXT.replace("催办\n", "催办😀\n").encode(), None),
    "shell in a text": (TEXT.replace("催办\n", "$(touch x) ${HOME}\n").encode(), None),
    "a byte order mark": (b"\xef\xbb\xbf" + TEXT.encode(), ("bom", "format")),
    "GB18030": (TEXT.encode("gb18030"), ("not-utf8", "某市")),
    "UTF-16": (TEXT.encode("utf-16"), ("not-utf8", "某市")),
    "5 MB": (TEXT.encode() + b"#" * 5_000_000, ("file-too-big", "format")),
    "a hidden character": (_HIDDEN.encode(), ("control-character", "\u200b")),
    **{
        name: (TEXT.replace(_URGE, new).encode(), (code, place))
        for name, new, code, place in (
            ("a tab", "\tdo: urge\n", "tab-indentation", "\tdo"),
            ("a full-width colon", "    do：urge\n", "fullwidth-mark", "：urge"),
            ("one blank too many", "     do: urge\n", "yaml-syntax", "do: urge"),
            ("one blank too few", "   do: urge\n", "yaml-syntax", "do: urge"),
            ("an emoji as a word", "    do: 😀\n", "unknown-action", "😀"),
            ("an emoji in a key", "    do😀: urge\n", "unknown-key", "do😀"),
            ("a tag that runs", "    do: !!python/object/apply:os.system [ls]\n", "tag", "!!python"),
            ("a tag that reads", "    do: !include /etc/passwd\n", "tag", "!include"),
            ("a reference", "    do: {$ref: 'https://example.org/x'}\n", "wrong-kind", "{$ref"),
            ("an alias", "    do: *urge\n", "alias", "*urge"),
        )
    },
    **{
        name: (
            TEXT.replace("registers/example.yaml", path).encode(),
            ("file-not-found", path),
        )
        for name, path in (
            ("a register on the web", "https://example.org/r.yaml"),
            ("a register outside", "../registers/example.yaml"),
            ("a register of the system", "/etc/passwd"),
        )
    },
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example's register, where nothing may be run or fetched."""
    shutil.copytree(EXAMPLE / "registers", tmp_path / "registers")
    monkeypatch.chdir(tmp_path)

    def refuse(*what: object) -> None:
        raise AssertionError(f"a profile must not bring about {what}")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.setattr(os, "system", refuse)
    return tmp_path


@pytest.mark.parametrize(("data", "fault"), FORMS.values(), ids=FORMS)
def test_check__tells_the_place_or_accepts(
    data: bytes,
    fault: tuple[str, str] | None,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "city.yaml").write_bytes(data)
    status = main(["check", "city.yaml", "--format", "json"])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = [one for one in found if one["severity"] != "note"]
    if fault is None:
        assert (status, found) == (0, [])
        return
    code, place = fault
    assert status == 3
    assert [one["code"] for one in found] == [code]
    (one,) = found
    shown = _decoded(data).splitlines()[one["line"] - 1]
    assert shown[one["column"] - 1 :].startswith(place)
    assert one["fix"]


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("no test here has broken bytes")


# Twenty slips of meaning; the text that is underlined stands in «» here.
SLIPS = """
cite: «A-90» 第一条, from: closed, who: platform, must: archived, do: archive, within: none
cite: A-1 «第二条», from: closed, who: platform, must: archived, do: archive, within: none
cite: «第一条», from: closed, who: platform, must: archived, do: archive, within: none
cite: A-1 第一条, from: «closd», who: platform, must: archived, do: archive, within: none
cite: A-1 第一条, from: closed, who: «platfrom», must: archived, do: archive, within: none
cite: A-1 第一条, from: closed, who: platform, must: «archivd», do: archive, within: none
cite: A-1 第一条, from: closed, who: platform, must: archived, do: «archvie», within: none
cite: A-1 第一条, from: closed, who: platform, must: archived, within: «5 days», counted: days, one_per: ticket
cite: A-1 第一条, from: closed, who: platform, must: archived, within: «0 working days», counted: days, one_per: ticket
cite: A-1 第一条, from: closed, who: platform, must: archived, within: 5 working days, counted: «dys», one_per: ticket
cite: A-1 第一条, from: closed, who: platform, must: archived, within: «value.sing_limit», counted: office_hours, one_per: ticket
cite: A-1 第一条, from: closed, if: {«ticket.levl»: city}, who: platform, must: archived, do: archive, within: none
cite: A-1 第一条, from: closed, if: {«level»: city}, who: platform, must: archived, do: archive, within: none
cite: A-1 第一条, from: closed, if: {ticket.level: «town»}, who: platform, must: archived, do: archive, within: none
cite: A-1 第一条, from: closed, if: {«reading.T09»: new}, who: platform, must: archived, do: archive, within: none
cite: A-1 第一条, from: closed, if: {happened: «dispatched»}, who: platform, must: archived, do: archive, within: none
cite: A-1 第一条, from: closed, penalty: «blue_card», one_per: event
cite: A-1 第一条, from: closed, status: «dificult», until: never
cite: A-1 第一条, from: closed, status: difficult, until: never, rung: «hepl.coordination»
cite: A-1 第一条, from: closed, status: difficult, until: never, flags: {«reviw»: always}
"""


def _otherwise(slip: str) -> str:
    """Return the same slip with another wrong word: one word is reported once."""
    before, _, rest = slip.partition("«")
    word, _, after = rest.partition("»")
    others = {
        "第二条": "第三条",
        "5 days": "6 days",
        "0 working days": "-1 working days",
        "level": "kind",
        "第一条": "第一条",
        "dispatched": "dispatched",
    }
    return f"{before}«{others.get(word, word + '9')}»{after}"


def test_check__shows_forty_faults_of_meaning_in_order(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = [line for line in SLIPS.splitlines() if line]
    slips = first + [_otherwise(line) for line in first]
    rules = "".join(
        f"  r{number}: {{title: 第{number}条, {slip}}}\n"
        for number, slip in enumerate(slips)
    )
    before, after = TEXT.split("\nladders:\n")
    text = f"{before}\n{rules}\nladders:\n{after}"
    clean = text.replace("«", "").replace("»", "")
    (folder / "city.yaml").write_text(clean, "utf-8")
    assert main(["check", "city.yaml", "--format", "json"]) == 3
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = [one for one in found if one["severity"] == "error"]
    wanted = []
    for number, line in enumerate(text.splitlines(), 1):
        if "«" in line:
            start, end = line.index("«"), line.index("»")
            wanted.append((number, start + 1, end))
    assert len(wanted) == 40
    told = [(one["line"], one["column"], one["end_column"]) for one in found]
    assert told == wanted
    assert main(["check", "city.yaml"]) == 3
    assert "40 个错误\n" in capsys.readouterr().out
