"""Workbooks as rows: kinds of cells, damage, and what people do to tables."""

from __future__ import annotations

import struct
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from hotline_rules.adapters.model import Spoiled
from tests.support.opened import Opened, Table, refusal

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

EXPORTS = Path(__file__).parent / "exports"
HEAD = ["编号", "派单时间", "单位"]
MORNING = datetime.fromisoformat("2021-03-01T10:00:00")
FIRST = ["GD-1", MORNING, "张店区"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export.xlsx"


def write(path: Path, *rows: list[Any]) -> tuple[openpyxl.Workbook, Worksheet]:
    """Write a workbook of one sheet; return both for changes to be saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "工单"
    for row in rows:
        sheet.append(row)
    book.save(path)
    return book, sheet


def opened(path: Path, *rows: list[Any]) -> Table:
    write(path, *rows)
    return Opened(path).sheets["工单"]


# --- cells ---------------------------------------------------------------------------


def test_cells__keep_their_kinds(file: Path) -> None:
    day, hour = date.fromisoformat("2021-03-01"), time.fromisoformat("09:30")
    table = opened(file, HEAD, FIRST, [12, day, hour], [0.5, timedelta(hours=24), True])
    assert table.rows == {
        2: ("GD-1", MORNING, "张店区"),
        3: (12, day, hour),
        4: (0.5, "24:00:00", True),
    }
    assert type(table.rows[3][0]) is int


def test_cells__a_number_that_may_be_rounded_is_spoiled(file: Path) -> None:
    table = opened(file, HEAD, [10**15 - 1, None, "x"], [10**15, None, "x"])
    assert table.rows[2][0] == 10**15 - 1
    assert table.rows[3][0] == Spoiled("1000000000000000", "number-rounded")


def test_cells__errors_and_formulas_without_a_value_are_spoiled(file: Path) -> None:
    write(file, HEAD, ["GD-1", "=NOW()", "x"], ["GD-2", "#N/A", '=A2&"x"'])
    read = Opened(file)
    assert read.sheets["工单"].rows == {
        2: ("GD-1", Spoiled("=NOW()", "formula-not-computed"), "x"),
        3: (
            "GD-2",
            Spoiled("#N/A", "excel-error"),
            Spoiled('=A2&"x"', "formula-not-computed"),
        ),
    }
    assert "2 cells are formulas (B2、C3)" in read.found["formulas"].en


def test_cells__a_computed_formula_is_its_value(file: Path) -> None:
    write(file, HEAD, ["GD-1", "=NOW()", "x"])
    text = unpacked(file)["xl/worksheets/sheet1.xml"]
    repack(file, {"xl/worksheets/sheet1.xml": text.replace(b"<v />", b"<v>7</v>")})
    assert Opened(file).sheets["工单"].rows == {2: ("GD-1", 7, "x")}


def test_rows__have_the_numbers_of_the_worksheet(file: Path) -> None:
    book, sheet = write(file)
    for column, (heading, cell) in enumerate(zip(HEAD, FIRST, strict=True), start=3):
        sheet.cell(4, column, heading)
        sheet.cell(7, column, cell)
    sheet["D9"] = "=1/0"
    sheet["D4"] = None
    book.save(file)
    table = Opened(file).sheets["工单"]
    assert (table.headings_row, table.headings) == (4, ("编号", "D列", "单位"))
    assert table.rows == {
        7: tuple(FIRST),
        9: (None, Spoiled("=1/0", "formula-not-computed"), None),
    }


def test_rows__of_formulas_alone_are_not_lost(file: Path) -> None:
    book, sheet = write(file)
    for column, heading in enumerate(HEAD, start=2):
        sheet.cell(1, column, heading)
    sheet["A2"], sheet["E3"] = "=1", "=2"
    book.save(file)
    odd = Spoiled("=1", "formula-not-computed")
    read = Opened(file).sheets["工单"]
    assert read.headings == ("A列", *HEAD)
    assert read.rows == {2: (odd, None, None, None)}
    assert "E3" in Opened(file).found["cells-beyond-headings"].en


def test_rows__that_are_the_headings_again_are_none(file: Path) -> None:
    write(file, HEAD, FIRST, HEAD, FIRST)
    table = Opened(file).sheets["工单"]
    assert (list(table.rows), table.aside) == ([2, 4], {3: "headings-again"})


def test_rows__content_beyond_the_headings_is_told(file: Path) -> None:
    write(file, HEAD, [*FIRST, None, "批注"], [None, None, None, "x"], FIRST)
    read = Opened(file)
    assert list(read.sheets["工单"].rows) == [2, 4]
    assert "E2, in 2 rows" in read.found["cells-beyond-headings"].en


def test_rows__take_what_a_cell_merged_downwards_holds(file: Path) -> None:
    book, sheet = write(file, HEAD, FIRST, [None, MORNING, "甲"], ["GD-2", None, "乙"])
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A4:B4")
    book.save(file)
    read = Opened(file)
    assert [cells[:2] for cells in read.sheets["工单"].rows.values()] == [
        ("GD-1", MORNING),
        ("GD-1", MORNING),
        ("GD-2", None),
    ]
    assert "2 cells among the data" in read.found["merged-cells"].en


def test_headings__merged_in_two_rows_are_joined(file: Path) -> None:
    book, sheet = write(
        file,
        ["某市工单", None, None, None],
        ["编号", "派单", None, "办结"],
        [None, "时间", "单位", "时间"],
        ["GD-1", MORNING, "甲", MORNING],
    )
    for merged in ("A1:D1", "A2:A3", "B2:C2"):
        sheet.merge_cells(merged)
    book.save(file)
    read = Opened(file)
    assert read.sheets["工单"].headings == ("编号", "派单时间", "派单单位", "办结时间")
    assert {"headings-joined", "rows-above-headings"} <= set(read.found)
    assert "merged-cells" not in read.found


# --- sheets --------------------------------------------------------------------------


def test_sheets__each_has_its_own_headings(file: Path) -> None:
    book, _ = write(file, HEAD, FIRST)
    other = book.create_sheet("四月")
    other.append(["编号", "办结时间"])
    other.append(["GD-2", MORNING])
    book.create_sheet("空")
    book.save(file)
    read = Opened(file)
    assert {name: t.headings for name, t in read.sheets.items()} == {
        "工单": tuple(HEAD),
        "四月": ("编号", "办结时间"),
    }
    assert Opened(file, sheet="四月").sheets.keys() == {"四月"}
    assert "there are these: 工单, 四月, 空" in refusal(file, sheet="五月")


def test_sheets__hidden_ones_only_when_asked_for(file: Path) -> None:
    book, _ = write(file, HEAD, FIRST)
    other = book.create_sheet("旧")
    other.append(HEAD)
    other.append(FIRST)
    other.sheet_state = "hidden"
    book.save(file)
    read = Opened(file)
    assert list(read.sheets) == ["工单"]
    (hidden,) = [f for f in read.findings if f.code == "hidden-sheet"]
    assert hidden.place is not None
    assert hidden.place.sheet == "旧"
    assert "it has 2 rows" in hidden.message.en
    assert Opened(file, sheet="旧").sheets["旧"].rows == {2: tuple(FIRST)}


def test_sheets__without_headings_are_set_aside_row_by_row(file: Path) -> None:
    book, _ = write(file, HEAD, FIRST)
    more = book.create_sheet("续表")
    more.append(FIRST)
    more.append([])
    more.append(["GD-2", MORNING])
    book.save(file)
    read = Opened(file)
    assert read.sheets["工单"].rows.keys() == {2}
    assert read.sheets["续表"].aside == dict.fromkeys([1, 3], "sheet-without-headings")
    assert read.sheets["续表"].texts[1] == "GD-2 2021-03-01 10:00:00"


def test_sheets__of_headings_alone_are_left_out_beside_others(file: Path) -> None:
    book, _ = write(file, HEAD)
    assert list(Opened(file).sheets) == ["工单"]
    assert "no-rows" in Opened(file).found
    other = book.create_sheet("四月")
    other.append(HEAD)
    other.append(FIRST)
    book.save(file)
    read = Opened(file)
    assert list(read.sheets) == ["四月"]
    assert "no-rows" in read.found


def test_sheets__none_with_headings_is_an_error(file: Path) -> None:
    write(file, ["GD-0", MORNING, 7], FIRST)
    assert "--heading-row" in refusal(file)
    assert Opened(file, heading_row=1).sheets["工单"].rows == {2: tuple(FIRST)}
    write(file)
    assert "no worksheet" in refusal(file)


# --- other makes, damage -------------------------------------------------------------


def test_xls__is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    path.write_bytes((EXPORTS / "old.xls").read_bytes())
    sheets = Opened(path).sheets
    assert sheets["三月"].headings == ("编号", "派单时间", "单位", "次数")
    assert sheets["三月"].rows[2] == ("GD-1", MORNING, "张店区", 2)
    assert isinstance(sheets["三月"].rows[3][0], Spoiled)
    assert sheets["四月"].rows == {2: ("GD-2", date.fromisoformat("2021-04-01"))}


def test_damage__a_locked_workbook_says_how_to_unlock_it() -> None:
    assert "protected by a password" in refusal(EXPORTS / "locked.xlsx")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("name", ["old.xls", "export.xlsx"])
def test_damage__a_workbook_cut_off_is_refused(
    file: Path, name: str, share: float
) -> None:
    write(file, HEAD, *[FIRST] * 50)
    data = (EXPORTS / name if name == "old.xls" else file).read_bytes()
    said = refusal(file, data[: int(len(data) * share)])
    assert "cut off or damaged" in said


def test_damage__a_stray_cell_far_away_is_refused_before_it_is_read(file: Path) -> None:
    book, sheet = write(file, HEAD, FIRST)
    sheet["XFD1048576"] = "x"
    book.save(file)
    assert "reaches as far as XFD1048576" in refusal(file)


def unpacked(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repack(path: Path, changed: dict[str, bytes]) -> None:
    parts = unpacked(path) | changed
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_bomb__is_refused_by_what_its_directory_says(file: Path) -> None:
    write(file, HEAD, FIRST)
    repack(file, {"xl/sharedStrings.xml": bytes(70 << 20)})
    assert "like a zip bomb" in refusal(file)


def test_bomb__is_refused_when_its_directory_lies(file: Path) -> None:
    write(file, HEAD, FIRST)
    size = 70 << 20
    repack(file, {"xl/sharedStrings.xml": bytes(size)})
    lying = file.read_bytes().replace(struct.pack("<L", size), struct.pack("<L", 1000))
    assert "like a zip bomb" in refusal(file, lying)


def test_left_over__of_an_open_workbook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "~$export.xlsx"
    assert "leaves beside an open file" in refusal(path, b"x")
