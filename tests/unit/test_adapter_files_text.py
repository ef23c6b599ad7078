"""Text files as rows: encodings, separators, damage; nothing swallowed or lost."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_rules.adapters.files import UnreadableFile, open_sheets
from hotline_rules.adapters.model import Spoiled
from tests.support.opened import Read, refusal

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "编号,派单时间,单位\n"
FIRST = "GD-1,2021-03-01 10:00,张店区\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export.csv"


# --- encodings -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("gb18030", "GB18030"),
        ("utf-16", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_encoding__is_recognised_and_told(file: Path, codec: str, said: str) -> None:
    read = Read(file, (HEAD + FIRST).encode(codec))
    assert read.headings == ("编号", "派单时间", "单位")
    assert read.rows == {2: ("GD-1", "2021-03-01 10:00", "张店区")}
    assert f"is {said} (" in read.found["encoding"].en


def test_encoding__is_judged_by_all_of_the_file(file: Path) -> None:
    late = "GD-1,2021-03-01 10:00,a\n" * 60_000 + "GD-2,,张店区\n"
    read = Read(file, ("no,at,unit\n" + late).encode("gb18030"))
    assert read.rows[60_002] == ("GD-2", None, "张店区")


def test_encoding__one_damaged_line_does_not_make_another_encoding(file: Path) -> None:
    damaged = b"GD-2,\xd5\xc5\xb5\xea,x\n"
    read = Read(file, (HEAD + FIRST).encode() + damaged + b"GD-3,,\n")
    assert read.aside == {3: "bad-bytes"}
    assert list(read.rows) == [2, 4]
    assert "1 lines are damaged" in read.found["encoding"].en
    assert read.texts == ["GD-2,\\xd5ŵ\\xea,x"]


def test_encoding__one_damaged_line_of_gb18030(file: Path) -> None:
    read = Read(file, (HEAD + FIRST).encode("gb18030") + b"GD-2,\xff\xff,x\n")
    assert read.aside == {3: "bad-bytes"}
    assert read.headings[0] == "编号"


@pytest.mark.parametrize("damage", ["\0,\0,\0\n" * 3, "\0" * 400 + "\n", "\0\n" * 9])
@pytest.mark.parametrize("head", [HEAD, "no,at,by\n", "no,at,who\n"])
def test_encoding__nul_bytes_do_not_make_utf_16(
    file: Path, head: str, damage: str
) -> None:
    read = Read(file, head + FIRST + damage + FIRST)
    assert "is UTF-8" in read.found["encoding"].en
    assert set(read.aside.values()) == {"nul-byte"}
    assert len(read.rows) == 2


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("head", [HEAD, "no,at,by\n", "no,at,who\n"])
def test_encoding__utf_16_without_a_mark(file: Path, codec: str, head: str) -> None:
    read = Read(file, (head + FIRST).encode(codec))
    assert read.rows[2] == ("GD-1", "2021-03-01 10:00", "张店区")


def test_encoding__as_told_nothing_is_judged(file: Path) -> None:
    gb18030 = (HEAD + FIRST).encode("gb18030")
    assert "--encoding says" in Read(file, gb18030, encoding="gbk").found["encoding"].en
    assert "leave out --encoding" in refusal(file, gb18030, encoding="utf-8")


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be", "utf-16-le"])
def test_encoding__told_as_utf_16_with_a_mark_or_without(
    file: Path, codec: str
) -> None:
    read = Read(file, (HEAD + FIRST).encode(codec), encoding="utf-16")
    assert read.headings == ("编号", "派单时间", "单位")


@pytest.mark.parametrize("name", ["gb-18030x", "base64", "rot13", "idna", "undefined"])
def test_encoding__unknown_is_refused(file: Path, name: str) -> None:
    assert f"no encoding is called `{name}`" in refusal(file, HEAD, encoding=name)


def test_kind__is_told_by_the_content_and_not_by_the_name(tmp_path: Path) -> None:
    assert Read(tmp_path / "export.xls", HEAD + FIRST).rows.keys() == {2}


# --- separators, line ends ------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_separator__is_the_one_that_cuts_evenly(file: Path, mark: str) -> None:
    lines = [["编号", "内容", "单位"], ["GD-1", "路灯，坏了", "城管局"]]
    assert Read(file, "\n".join(map(mark.join, lines))).rows[2] == tuple(lines[1])


def test_separator__said_in_the_first_line(file: Path) -> None:
    read = Read(file, "sep=;\na,b;c\n1;2\n")
    assert (read.headings, read.headings_row) == (("a,b", "c"), 2)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends__of_every_system(file: Path, end: str) -> None:
    assert Read(file, end.join(["a,b", "x,y", "", "z,"])).rows == {
        2: ("x", "y"),
        4: ("z", None),
    }


# --- quotes --------------------------------------------------------------------------


def test_quotes__keep_separators_and_line_breaks(file: Path) -> None:
    read = Read(file, 'no,what\n1,"a,\n\n""b"""\n2,c\n')
    assert read.rows == {2: ("1", 'a,\n\n"b"'), 5: ("2", "c")}


def test_quotes__never_closed_cost_one_line(file: Path) -> None:
    rows = "".join(f"{n},b\n" for n in range(3, 5000))
    read = Read(file, f'no,what\n1,x\n2,"broken\n{rows}')
    assert read.aside == {3: "bad-quotes"}
    assert len(read.rows) == 4998


def test_quotes__two_lines_with_one_each_do_not_pair(file: Path) -> None:
    read = Read(file, 'no,what\n1,"x\n2,y\n3,"z\n4,w\n')
    assert read.aside == {2: "bad-quotes", 4: "bad-quotes"}
    assert list(read.rows) == [3, 5]


def test_quotes__inside_a_plain_cell_are_text(file: Path) -> None:
    assert Read(file, 'no,what\n1,3.5" pipe\n').rows == {2: ("1", '3.5" pipe')}


def test_quotes__a_guarded_number_is_the_number(file: Path) -> None:
    read = Read(file, 'no,what\n="0012",x\n"=""370301202103010001""",y\n')
    assert read.rows == {2: ("0012", "x"), 3: ("370301202103010001", "y")}


# --- damage --------------------------------------------------------------------------


def test_damage__each_line_by_itself(file: Path) -> None:
    read = Read(file, HEAD + "GD-1,x\nGD-2,a,b,c\nGD-3,\0,b\nGD-4,a,b,\n,,\nGD-5,a")
    assert read.aside == {
        2: "too-few-cells",
        3: "too-many-cells",
        4: "nul-byte",
        7: "cut-off",
    }
    assert read.rows == {5: ("GD-4", "a", "b")}


def test_damage__cut_within_quotes_or_within_a_character(file: Path) -> None:
    assert Read(file, HEAD + FIRST + 'GD-2,"2021').aside == {3: "cut-off"}
    cut = (HEAD + FIRST + "GD-2,,张店区").encode()[:-1]
    assert Read(file, cut).aside == {3: "bad-bytes"}


def test_damage__a_last_line_without_its_end_is_told(file: Path) -> None:
    assert "last-line-open" in Read(file, (HEAD + FIRST)[:-1]).found
    assert "last-line-open" not in Read(file, HEAD + FIRST).found
    assert "last-line-open" not in Read(file, HEAD + "GD-1,2021").found  # is cut off


def test_joined__files_leave_their_headings_among_the_rows(file: Path) -> None:
    again = "\ufeff" + HEAD.replace("单位", " 单位 ")
    read = Read(file, HEAD + FIRST + again + FIRST + "编号,派单时间,甲\n")
    assert read.aside == {3: "headings-again"}
    assert list(read.rows) == [2, 4, 5]


def test_damage__a_line_without_an_end_is_no_row(file: Path) -> None:
    read = Read(file, b"no,what\n1,x\n" + b"y" * 5_000_000 + b"\n2,z\n")
    assert read.aside == {3: "line-too-long"}
    assert list(read.rows) == [2, 4]
    assert len(read.texts[0]) < 1000


def test_damage__a_number_in_powers_of_ten_is_spoiled(file: Path) -> None:
    read = Read(file, "no,what\n3.70301E+17,x\n")
    assert read.rows[2][0] == Spoiled("3.70301E+17", "number-rounded")


def test_damage__empty_files_and_headings_alone(file: Path) -> None:
    assert "is empty" in refusal(file, "")
    assert "is empty" in refusal(file, "\n \r\n")
    assert "no-rows" in Read(file, HEAD).found
    assert "no-rows" not in Read(file, HEAD + FIRST).found


def test_refused__what_the_system_does_not_hand_out(tmp_path: Path) -> None:
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    for path, said in [
        (tmp_path / "none.csv", "there is no file"),
        (tmp_path, "a folder"),
        (loop, "the system says"),
    ]:
        with pytest.raises(UnreadableFile) as caught:
            open_sheets(path, findings=lambda _: None)
        assert said in caught.value.render("en")


def test_refused__a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "it is a pipe" in refusal(tmp_path / "pipe")


def test_end__as_dos_programs_write_it_is_no_row(file: Path) -> None:
    assert Read(file, HEAD + FIRST + "\x1a").aside == {}


# --- headings ------------------------------------------------------------------------


def test_headings__below_a_title_are_found(file: Path) -> None:
    text = "某市工单明细,,\n,,\n编号,派单时间,单位\nGD-1,2021-03-01,张店区\n"
    read = Read(file, text)
    assert (read.headings_row, list(read.rows)) == (3, [4])
    said = read.found["rows-above-headings"]
    assert "row 3" in said.en
    assert "某市工单明细" not in said.zh + said.en  # it may name who made the list


@pytest.mark.parametrize(
    "two",
    [
        "编号,派单,,办结,\n,时间,单位,时间,结果",
        ",派单,,办结,\n编号,时间,单位,时间,结果",
    ],
)
def test_headings__in_two_rows_are_joined(file: Path, two: str) -> None:
    read = Read(file, f"{two}\nGD-1,2021-03-01,甲,2021-03-02,已办\n")
    assert read.headings == ("编号", "派单时间", "派单单位", "办结时间", "办结结果")
    assert (read.headings_row, "headings-joined" in read.found) == (2, True)


def test_headings__repeated_or_blank_get_a_name(file: Path) -> None:
    read = Read(file, "编号,,单位,单位,单位(2),,\nGD-1,2021-03-01,甲,乙,丙,,\n")
    assert read.headings == ("编号", "B列", "单位", "单位(3)", "单位(2)")
    assert {"repeated-heading", "blank-heading"} <= set(read.found)
    assert read.rows == {2: ("GD-1", "2021-03-01", "甲", "乙", "丙")}


def test_headings__none_is_an_error_that_names_the_remedy(file: Path) -> None:
    said = refusal(file, FIRST * 3)
    assert "--heading-row" in said
    assert "2021-03-01 10:00" in said


def test_headings__as_told(file: Path) -> None:
    read = Read(file, "编号,单位\n2021,2022\nGD-1,甲\n", heading_row=2)
    assert (read.headings, list(read.rows)) == (("2021", "2022"), [3])
    assert "row 9 is empty" in refusal(file, HEAD + FIRST, heading_row=9)


# --- the law -------------------------------------------------------------------------

_BYTES = st.binary(max_size=200) | st.lists(
    st.sampled_from(
        [b"a", b"1", b",", b'"', b"\n", b"\r\n", b"\t", b"\0", b"\xff", "张".encode()]
    ),
    max_size=60,
).map(b"".join)


@given(body=_BYTES)
def test_any_bytes__are_rows_or_set_aside_or_an_unreadable_file(
    body: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(body)
    with suppress(UnreadableFile):
        for sheet in open_sheets(path, findings=lambda _: None):
            list(sheet.rows())


@given(
    lines=st.lists(
        st.lists(st.sampled_from(["x", "y", '"', '""', "\0", "张"]), max_size=5)
    )
)
def test_any_text__every_line_is_accounted_for(
    lines: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "text.csv"
    body = [",".join(cells) for cells in lines]
    read = Read(path, "\n".join([*["no,what,who"] * 3, *body, ""]), heading_row=3)
    held = {n for n, text in enumerate(body, start=4) if set(text) & set("xy\0张")}
    texts = {n: "".join(map(str, cells)) for n, cells in read.rows.items()}
    texts |= dict(zip(read.aside, read.texts, strict=True))
    spans = {
        n + more for n, text in texts.items() for more in range(text.count("\n") + 1)
    }
    assert held <= spans
