"""Mappings: what they read, what they set aside, what they say about themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hotline_rules.adapters.files import open_sheets
from hotline_rules.adapters.mapping import (
    MappingError,
    check_mapping,
    load_mapping,
)
from hotline_rules.adapters.model import Finding, Piece, Place, Row, SetAside, Sheet
from hotline_rules.adapters.reasons import REASONS
from hotline_rules.history import parse_history

if TYPE_CHECKING:
    from hotline_rules.adapters.mapping import RowReader
    from hotline_rules.adapters.model import Cell

EXAMPLES = Path(__file__).parents[2] / "examples" / "exports"
WIDE = """
format: 1
rows: ticket
zone: Asia/Shanghai
id: 编号
attributes:
  kind: {column: 类型, values: {咨询: consultation, 求助: request}}
events:
  - {type: dispatched, at: 派单, unit: 单位, role: {is: lead}}
  - {type: return_requested, at: 退单, when: {是否退单: 是}, unit: 单位}
  - {type: result_submitted, at: 反馈, unit: 单位, replied_caller: 已答复}
"""
HEADINGS = (
    "编号",
    "类型",
    "派单",
    "单位",
    "退单",
    "是否退单",
    "反馈",
    "已答复",
    "电话",
)


def read(text: str, headings: tuple[str, ...]) -> RowReader:
    mapping, found, _ = check_mapping(text.encode())
    assert mapping is not None, found
    return mapping.reader(Sheet("f.csv", None, headings, 1, lambda: iter(())))


def wide(*cells: Cell, text: str = WIDE) -> Piece | SetAside:
    return read(text, HEADINGS)(Row(Place("f.csv", None, 2), cells))


def piece(*cells: Cell, text: str = WIDE) -> Piece:
    found = wide(*cells, text=text)
    assert isinstance(found, Piece), found
    return found


def aside(*cells: Cell, text: str = WIDE) -> SetAside:
    found = wide(*cells, text=text)
    assert isinstance(found, SetAside), found
    assert found.code in REASONS
    return found


@pytest.mark.parametrize(("name", "aside"), [("wide", []), ("long", ["打印"])])
def test_examples__are_read_whole(name: str, aside: list[str]) -> None:
    mapping = load_mapping(EXAMPLES / f"{name}.mapping.yaml")
    found: list[Piece | SetAside] = []
    for sheet in open_sheets(EXAMPLES / f"{name}.csv", findings=lambda _: None):
        read = mapping.reader(sheet)
        found += [read(row) for row in sheet.rows() if isinstance(row, Row)]
    assert len(found) == {"wide": 4, "long": 9}[name]
    unused = [one for one in found if isinstance(one, SetAside)]
    assert [one.code for one in unused] == ["operation-not-used" for _ in aside]
    for one in found:
        if isinstance(one, Piece):
            assert parse_history({"id": one.id, "events": one.events}).events


def test_row_of_a_ticket__is_its_facts_and_the_events_whose_time_is_filled() -> None:
    found = piece("007", "咨询", "2021-03-01 10:00:00", " 甲局 ", None, None, None)
    assert found.id == "007"
    assert found.attributes == {"kind": "consultation"}
    assert found.events == (
        {
            "type": "dispatched",
            "at": "2021-03-01T10:00:00+08:00",
            "unit": "甲局",
            "role": "lead",
        },
    )
    assert found.findings == ()


def test_value_that_no_table_has__sets_the_row_aside_and_names_the_key() -> None:
    found = aside("7", "投诉")
    assert found.code == "value-not-in-table"
    assert "第 7 行的值表里加上它" in found.reason.zh
    assert "`投诉`" in found.reason.zh


@pytest.mark.parametrize(
    ("otherwise", "kind"),
    [("request", "request"), ("leave_out", None), ("consultation", "consultation")],
)
def test_otherwise__is_what_the_mapping_says(otherwise: str, kind: str | None) -> None:
    text = WIDE.replace("request}}", f"request}}, otherwise: {otherwise}}}")
    assert piece("7", "投诉", text=text).attributes.get("kind") == kind


def test_row_set_aside__shows_the_columns_that_are_used_and_no_other() -> None:
    found = aside("7", "投诉", None, None, None, None, None, None, "13900000000")
    assert found.text == "编号=7; 类型=投诉"


@pytest.mark.parametrize(("said", "made"), [("是", 2), ("否", 1), (None, 1)])
def test_condition__decides_whether_an_event_happened(
    said: str | None, made: int
) -> None:
    at = "2021-03-01 10:00"
    assert len(piece("7", None, at, "甲", at, said).events) == made


def test_event_that_is_said_but_has_no_time__is_a_finding() -> None:
    found = piece("7", None, None, "甲", None, "是")
    assert [f.code for f in found.findings] == ["event-without-time"]
    assert found.findings[0].ticket == "7"
    quiet = WIDE.replace("when: {", "without_time: ignore, when: {")
    assert piece("7", None, None, "甲", None, "是", text=quiet).findings == ()


@pytest.mark.parametrize(
    ("cell", "value"), [("是", True), ("否", False), (True, True), (None, None)]
)
def test_flag_without_a_table__is_yes_or_no(cell: Cell, value: bool | None) -> None:
    at = "2021-03-01 10:00"
    found = piece("7", None, None, "甲", None, None, at, cell)
    assert found.events[0].get("replied_caller") is value


def test_flag_in_other_words__is_not_guessed() -> None:
    found = aside("7", None, None, "甲", None, None, "2021-03-01 10:00", "已办")
    assert found.code == "value-not-in-table"


# --- ids ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "id_"),
    [
        ("0012", "0012"),
        (12, "12"),
        (12.0, "12"),
        (202103010000001, "202103010000001"),
        (999999999999999.0, "999999999999999"),
        ("123456789012345678", "123456789012345678"),
    ],
)
def test_id__is_text(cell: Cell, id_: str) -> None:
    found = piece(cell)
    assert found.id == id_
    assert found.findings == ()


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (None, "no-id"),
        ("  ", "no-id"),
        ("1.23457E+17", "number-rounded"),
        (1.2345678901234568e17, "number-rounded"),
        (1e15, "number-rounded"),
        (12.5, "unusable-id"),
        (True, "unusable-id"),
    ],
)
def test_id__that_is_lost_sets_the_row_aside(cell: Cell, code: str) -> None:
    assert aside(cell).code == code


# --- headings -------------------------------------------------------------------------


def test_heading_that_is_not_there__is_told_with_the_one_that_was_meant() -> None:
    with pytest.raises(MappingError) as raised:
        read(
            WIDE,
            ("编号", "类型", "派单时刻", "单位", "退单", "是否退单", "反馈", "已答复"),
        )
    (found,) = raised.value.diagnostics
    assert found.code == "unknown-column"
    assert found.span is not None
    assert found.span.line == 9
    assert found.fix is not None
    assert "`派单时刻`" in found.fix.zh


def test_heading__is_found_in_other_widths_and_under_other_names() -> None:
    text = WIDE + "headings: {单位: [承办单位]}\nmay_be_missing: [反馈, 已答复]\n"
    headings = ("编 号", "类型", "派单", "承办单位", "退单", "是否退单")
    found = read(text, headings)(
        Row(Place("f", None, 2), ("7", None, "2021-03-01 10:00", "甲", None, None))
    )
    assert isinstance(found, Piece)
    assert found.events[0]["unit"] == "甲"


def test_columns_that_are_not_read__are_told_once() -> None:
    mapping, _, _ = check_mapping((WIDE + "ignore: [电话]\n").encode())
    assert mapping is not None
    told: list[Finding] = []
    headings = (*HEADINGS, "坐席")
    mapping.reader(Sheet("f.csv", "一月", headings, 1, lambda: iter(())), told.append)
    (found,) = told
    assert found.code == "columns-not-read"
    assert found.message.zh.startswith("f.csv[一月]：有 2 列没有读入")
    assert found.message.zh.endswith("没有提到的：坐席")
    mapping.reader(
        Sheet("f.csv", None, HEADINGS[:-1], 1, lambda: iter(())), told.append
    )
    assert len(told) == 1
