"""Parts of a run: whole, or noticed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from hotline_rules.audit.balance import Tally
from hotline_rules.audit.columns import batch_of, schema_of
from hotline_rules.audit.parts import (
    DamagedPartError,
    folder_of,
    open_part,
    remove_part,
    sweep,
    write_part,
)

if TYPE_CHECKING:
    from pathlib import Path

RUN = "sha256:asked"
TALLY = Tally(judged=2, aside=1, rows_judged=5, rows_aside=1)
LIGHTS = [(1, "yellow", 1_600_000_000, None), (2, "red", 1_600_000_001, 1_600_000_002)]


def write(parts: Path, number: int = 1, colour: str = "yellow") -> None:
    rows = [(LIGHTS[0][0], colour, *LIGHTS[0][2:]), LIGHTS[1]]
    batches = {
        table: batch_of(table, made, schema_of(table, "Asia/Shanghai"))
        for table, made in (("tickets", []), ("lights", rows))
    }
    write_part(parts, number, RUN, batches, asdict(TALLY), {"page.html": b"a piece"})


def test_part__what_was_written_is_read(tmp_path: Path) -> None:
    write(tmp_path)
    part = open_part(tmp_path, 1, RUN)
    assert part is not None
    assert part.tally == asdict(TALLY)
    assert part.batch("tickets") is None
    batch = part.batch("lights")
    assert batch is not None
    found = batch.to_pylist()
    assert [(row["ticket"], row["colour"]) for row in found] == [
        (1, "yellow"),
        (2, "red"),
    ]
    assert (part.piece("page.html"), part.piece("book.xlsx")) == (b"a piece", None)
    assert found[0]["since"].timestamp() == 1_600_000_000
    assert found[0]["until"] is None
    assert str(found[0]["since"]) == "2020-09-13 20:26:40+08:00"


def test_part__none_where_none_was_made(tmp_path: Path) -> None:
    assert open_part(tmp_path, 1, RUN) is None


def test_part__the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        write(tmp_path / folder)
    one, other = (
        {path.name: path.read_bytes() for path in folder_of(tmp_path / x, 1).iterdir()}
        for x in ("one", "other")
    )
    assert one == other


def test_part__one_that_is_there_is_left(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, colour="red")
    part = open_part(tmp_path, 1, RUN)
    assert part is not None
    batch = part.batch("lights")
    assert batch is not None
    assert batch["colour"].to_pylist() == ["yellow", "red"]


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("place", [0, 100, -1])
def test_part__a_flipped_bit_in_its_rows_is_noticed(tmp_path: Path, place: int) -> None:
    write(tmp_path)
    flip(folder_of(tmp_path, 1) / "lights.arrow", place)
    part = open_part(tmp_path, 1, RUN)
    assert part is not None
    with pytest.raises(DamagedPartError, match="lights"):
        part.check()
    with pytest.raises(DamagedPartError, match="lights"):
        part.batch("lights")


def test_part__every_flipped_bit_of_what_it_says_is_noticed(tmp_path: Path) -> None:
    write(tmp_path)
    about = folder_of(tmp_path, 1) / "part.json"
    whole = about.read_bytes()
    for place in range(len(whole) - 1):  # the last byte is the end of the last line
        flip(about, place)
        if not whole[place : place + 1].isspace():  # a blank between words says nothing
            with pytest.raises(DamagedPartError):
                open_part(tmp_path, 1, RUN)
        about.write_bytes(whole)


@pytest.mark.parametrize("name", ["lights.arrow", "page.html.piece", "part.json"])
def test_part__a_cut_or_missing_file_is_noticed(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    path = folder_of(tmp_path, 1) / name

    def look() -> None:
        part = open_part(tmp_path, 1, RUN)
        assert part is not None
        part.check()

    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(DamagedPartError):
        look()
    path.unlink()
    with pytest.raises(DamagedPartError):
        look()


def test_part__of_another_question_is_damaged(tmp_path: Path) -> None:
    write(tmp_path)
    with pytest.raises(DamagedPartError):
        open_part(tmp_path, 1, "sha256:other")


def test_part__taken_away_and_made_again(tmp_path: Path) -> None:
    write(tmp_path)
    remove_part(tmp_path, 1)
    assert list(tmp_path.iterdir()) == []
    write(tmp_path, colour="red")
    assert open_part(tmp_path, 1, RUN) is not None


def test_sweep__takes_what_was_being_made_and_nothing_else(tmp_path: Path) -> None:
    sweep(tmp_path / "nowhere")
    write(tmp_path)
    (tmp_path / "000002.4711.tmp").mkdir()
    (tmp_path / "000002.4711.tmp" / "lights.arrow").write_bytes(b"half")
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["000001"]


def test_tally__adds_up() -> None:
    assert TALLY + Tally(judged=1, after=4) == Tally(
        judged=3, after=4, aside=1, rows_judged=5, rows_aside=1
    )
