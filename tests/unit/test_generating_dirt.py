"""Dirt in exports: every kind occurs, is listed, and leaves the other rows alone."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules.cli import main
from hotline_rules.generating import KINDS, Dirt, load_habits, open_export

if TYPE_CHECKING:
    from pathlib import Path

WIDE = open_export(load_habits("zibo"), "wide")
HEADINGS = WIDE.form.headings
WIDE_DIGITS = "".join(
    c if c == " " else chr(ord(c) + 0xFEE0) for c in "2021-02-08 09:05:07"
)


def spoiled(kind: str, count: int = 40) -> list[tuple[list[str], Any]]:
    dirt = Dirt(WIDE.form, 1.0, 1, [kind])
    return [
        line
        for history in load_habits("zibo").histories(count, 1)
        for row in WIDE.rows(history)
        for line in dirt.lines(row)
    ]


def clean(count: int = 40) -> list[list[str]]:
    histories = load_habits("zibo").histories(count, 1)
    rows = [WIDE.rows(history)[0] for history in histories]
    return [[row.get(heading, "") for heading in HEADINGS] for row in rows]


@pytest.mark.parametrize("kind", KINDS)
def test_kind__is_put_in_and_listed(kind: str) -> None:
    lines = spoiled(kind)
    listed = [(row, b) for row, (_, b) in enumerate(lines, start=2) if b is not None]
    assert listed
    for row, blemish in listed:
        assert (blemish.kind, blemish.row) == (kind, row)
        cells = lines[row - 2][0]
        if blemish.column is not None:
            assert cells[HEADINGS.index(blemish.column)] == blemish.becomes
            assert blemish.becomes != blemish.was


@pytest.mark.parametrize("share", [0.0, 0.1])
def test_share__is_that_of_the_dirty_rows(share: float) -> None:
    dirt = Dirt(WIDE.form, share, 1, ["slashes"])
    lines = [
        line
        for history in load_habits("zibo").histories(500, 1)
        for line in dirt.lines(WIDE.rows(history)[0])
    ]
    dirty = [blemish for _, blemish in lines if blemish is not None]
    assert 0.6 * share <= len(dirty) / 500 <= 1.4 * share
    same = [cells for cells, blemish in lines if blemish is None]
    before = [c for c, (_, b) in zip(clean(500), lines, strict=True) if b is None]
    assert same == before


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("slashes", "2021/2/8 9:05:07"),
        ("chinese-date", "2021年2月8日 9时5分7秒"),
        ("compact-date", "20210208090507"),
        ("serial-date", "44235.37855324"),
        ("date-only", "2021-02-08"),
        ("midnight", "2021-02-08 24:00"),
        ("full-width", WIDE_DIGITS),
        ("no-such-day", "2021-02-30 09:05:07"),
        ("year-before", "2020-01-04 09:05:07"),
    ],
)
def test_times__are_written_in_this_way(kind: str, cell: str) -> None:
    dirt = Dirt(WIDE.form, 1.0, 1, [kind])
    row = {"工单编号": "X", "派单时间": "2021-02-08 09:05:07"}
    [(cells, _)] = dirt.lines(row)
    assert cells[HEADINGS.index("派单时间")] == cell


def test_rows__repeated_contradicted_and_cut() -> None:
    first, second = (cells for cells, _ in spoiled("repeated", 1))
    assert first == second
    first, second = (cells for cells, _ in spoiled("contradiction", 1))
    assert first[0] == second[0]
    assert first != second
    [(cells, _)] = spoiled("too-few-cells", 1)
    assert cells == clean(1)[0][: len(HEADINGS) // 2]
    [(cells, _)] = spoiled("too-many-cells", 1)
    assert cells[:-1] == clean(1)[0]


@pytest.mark.parametrize("form", ["csv", "csv-long"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_command__writes_every_kind(tmp_path: Path, form: str, encoding: str) -> None:
    def written(name: str) -> tuple[bytes, list[dict[str, Any]]]:
        out, listed = tmp_path / f"{name}.csv", tmp_path / f"{name}.jsonl"
        arguments = ["generate", "zibo", "--count", "100", "--format", form]
        arguments += ["--encoding", encoding, "--dirt", "0.9"]
        arguments += ["-o", str(out), "--dirt-list", str(listed)]
        assert main(arguments) == 0
        lines = listed.read_text(encoding="utf-8").splitlines()
        return out.read_bytes(), [json.loads(line) for line in lines]

    data, blemishes = written("first")
    assert written("second") == (data, blemishes)
    assert {b["kind"] for b in blemishes} == set(KINDS)
    rows = list(csv.reader(data.decode(encoding, "surrogateescape").splitlines()))
    for blemish in blemishes:
        cells = rows[blemish["row"] - 1]
        if blemish["column"] is not None:
            found = cells[rows[0].index(blemish["column"])]
            assert found == blemish["becomes"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--dirt", "2", "--format", "csv"],
        ["--dirt", "0.1"],
        ["--dirt", "0.1", "--format", "csv", "--dirt-kind", "mud"],
    ],
)
def test_command__refuses_dirt_it_does_not_know(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["generate", "zibo", *arguments])
    assert caught.value.code == 2
