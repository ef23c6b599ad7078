"""Rows by what a mapping can say of them: joined, split, renamed, logged, whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_rules.adapters.mapping import check_mapping, records
from hotline_rules.adapters.model import (
    Finding,
    Piece,
    Place,
    Record,
    Row,
    SetAside,
    Sheet,
    Spoiled,
)
from hotline_rules.adapters.reasons import REASONS
from hotline_rules.history import parse_history

if TYPE_CHECKING:
    from hotline_rules.adapters.mapping import RowReader
    from hotline_rules.adapters.model import Cell

TEN = "2021-03-01T10:00:00+08:00"
HEAD = "format: 1\nrows: ticket\nzone: Asia/Shanghai\nid: 编号\n"
AT = "2021-03-01 10:00"


def reader(text: str, *headings: str) -> RowReader:
    mapping, found, _ = check_mapping(text.encode())
    assert mapping is not None, found
    return mapping.reader(Sheet("f.csv", None, headings, 1, lambda: iter(())))


def read(text: str, **cells: Cell) -> Piece | SetAside:
    return reader(text, *cells)(Row(Place("f.csv", None, 2), tuple(cells.values())))


def events(text: str, **cells: Cell) -> list[dict[str, Any]]:
    found = read(HEAD + text, 编号="7", **cells)
    assert isinstance(found, Piece), found
    return [dict(event) for event in found.events]


def code(text: str, **cells: Cell) -> str:
    found = read(HEAD + text, 编号="7", **cells)
    assert isinstance(found, SetAside), found
    assert found.code in REASONS
    return found.code


# --- several columns, several values --------------------------------------------------


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("2021-03-01", "10:00"),
        (date(2021, 3, 1), time(10)),
        ("2021年3月1日", "10时0分"),
    ],
    ids=repr,
)
def test_day_and_time_of_two_columns__are_one_instant(day: Cell, clock: Cell) -> None:
    text = "events: [{type: closed, at: {columns: [日, 时]}}]"
    assert events(text, 日=day, 时=clock) == [{"type": "closed", "at": TEN}]
    assert code(text, 日=day, 时=None) == "no-time-of-day"
    assert code(text, 日=None, 时=clock) == "unreadable-time"


def test_unit_of_two_columns__leaves_out_what_is_blank() -> None:
    text = "events: [{type: closed, at: 时, unit: {columns: [区, 局], join: '·'}}]"
    assert events(text, 时=AT, 区="甲区", 局="乙局")[0]["unit"] == "甲区·乙局"
    assert events(text, 时=AT, 区="甲区", 局=None)[0]["unit"] == "甲区"
    assert "unit" not in events(text, 时=AT, 区=None, 局=None)[0]


def test_several_units_of_a_cell__are_an_event_each() -> None:
    text = "events: [{type: dispatched, at: 时, unit: {column: 协办, split: '、'}}]"
    found = events(text, 时=AT, 协办="甲局、 乙局 、")
    assert [one["unit"] for one in found] == ["甲局", "乙局"]
    assert [one.get("unit") for one in events(text, 时=AT, 协办=None)] == [None]


def test_list__is_what_its_mark_separates() -> None:
    text = (
        "events: [{type: coordination_held, at: 时,"
        " participants: {column: 参加, split: ','}}]"
    )
    assert events(text, 时=AT, 参加="甲, 乙")[0]["participants"] == ["甲", "乙"]


@pytest.mark.parametrize(("cell", "there"), [("不归我管", True), (None, False)])
def test_free_text__is_only_there_or_not(cell: Cell, there: bool) -> None:
    text = (
        "events: [{type: return_requested, at: 时, reason: {column: 由, filled: 有}}]"
    )
    assert (events(text, 时=AT, 由=cell)[0].get("reason") == "有") is there


# --- kinds of values ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value"),
    [("5", 5), ("5.5", 5.5), (5.0, 5), ("\uff15", 5), (7, 7)],
    ids=repr,
)
def test_number__is_read_from_text_and_cells(cell: Cell, value: float) -> None:
    text = "events: [{type: extension_requested, at: 时, days: 天}]"
    found = events(text, 时=AT, 天=cell)[0]["days"]
    assert found == value
    assert type(found) is type(value)


def test_number_in_words__is_refused() -> None:
    text = "events: [{type: extension_requested, at: 时, days: 天}]"
    assert code(text, 时=AT, 天="五天") == "not-a-number"


def test_date_of_a_payload__stays_a_date_and_a_time_an_instant() -> None:
    text = "events: [{type: extension_requested, at: 时, promised_due: 至}]"
    assert events(text, 时=AT, 至="2021/3/8")[0]["promised_due"] == "2021-03-08"
    assert events(text, 时=AT, 至=AT)[0]["promised_due"] == TEN
    assert code(text, 时=AT, 至="下周") == "unreadable-time"


def test_month__is_read_from_a_month_or_a_day() -> None:
    text = "events: [{type: bulletin_published, at: 时, month: 月}]"
    assert events(text, 时=AT, 月="2021-03")[0]["month"] == "2021-03"
    assert events(text, 时=AT, 月="2021年3月1日")[0]["month"] == "2021-03"


def test_word_of_a_closed_list__needs_no_table_and_another_is_not_guessed() -> None:
    text = "events: [{type: dispatched, at: 时, role: 角色}]"
    assert events(text, 时=AT, 角色="lead")[0]["role"] == "lead"
    assert code(text, 时=AT, 角色="主办") == "value-not-in-table"


def test_named_table__serves_several_columns() -> None:
    text = (
        "tables: {满意: {好: true, 差: false}}\n"
        "events:\n  - type: callback_done\n    at: 时\n"
        "    result_ok: {column: 一, values: 满意}\n"
        "    process_ok: {column: 二, values: 满意}"
    )
    found = events(text, 时=AT, 一="好", 二="差")[0]
    assert (found["result_ok"], found["process_ok"]) == (True, False)


def test_cell_that_is_spoiled__matters_only_where_it_is_needed() -> None:
    text = "events: [{type: closed, at: 时}]"
    spoiled = Spoiled("#REF!", "excel-error")
    assert code(text, 时=spoiled) == "excel-error"
    assert len(events(text, 时=AT, 别的=spoiled)) == 1


@pytest.mark.parametrize("mark", ["-", "无", 0, 0.0, "1900-01-00"], ids=repr)
def test_marks_for_blank__are_those_that_are_declared(mark: Cell) -> None:
    text = "events: [{type: closed, at: {column: 时, empty: ['1900-01-00']}}]"
    assert code(text, 时=mark) if mark != "1900-01-00" else True
    declared = "empty: ['-', 无, 0]\n" + text
    assert events(declared, 时=mark) == []


def test_event__may_have_an_id_of_its_own() -> None:
    text = "events: [{type: closed, at: 时, id: 环节}]"
    assert events(text, 时=AT, 环节=12.0)[0]["id"] == "12"
    assert events(text, 时=AT, 环节=None) == [{"type": "closed", "at": TEN}]


def test_value_that_is_not_mapped__is_told_with_the_place_of_its_table() -> None:
    text = (
        "tables: {满意: {好: true}}\nevents:\n"
        "  - {type: closed, at: 时}\n"
        "  - {type: callback_done, at: 时, result_ok: {column: 一, values: 满意}}\n"
        "  - {type: callback_done, at: 时, undone: {column: 二, values: {好: true}}}\n"
    )
    found = read(HEAD + text, 编号="7", 时=AT, 一="差", 二=None)
    assert isinstance(found, SetAside)
    assert "第 5 行的值表里加上它" in found.reason.zh
    found = read(HEAD + text, 编号="7", 时=AT, 一=None, 二="差")
    assert isinstance(found, SetAside)
    assert "第 9 行的值表里加上它" in found.reason.zh


# --- units that were renamed ----------------------------------------------------------


def test_renamed_unit__has_its_present_name_from_its_day_on() -> None:
    text = (
        "units: {旧局: 新局, 老委: {is: 新委, from: 2021-03-02}}\n"
        "events:\n"
        "  - {type: dispatched, at: 派, unit: 单位}\n"
        "  - {type: signed_for, at: 签, unit: 单位}"
    )
    at, later = "2021-03-01 23:59", "2021-03-02 00:00"
    found = events(text, 派=at, 签=later, 单位=" 旧局 ")
    assert [one["unit"] for one in found] == ["新局", "新局"]
    found = events(text, 派=at, 签=later, 单位="老委")
    assert [one["unit"] for one in found] == ["老委", "新委"]


def test_spaces_inside_a_unit__do_not_make_another_unit() -> None:
    text = "events: [{type: closed, at: 时, unit: 单位}]"
    assert events(text, 时=AT, 单位="甲　 局")[0]["unit"] == "甲 局"


def test_row_set_aside__names_its_ticket_where_the_id_can_be_read() -> None:
    text = "events: [{type: closed, at: 时}]"
    one = read(HEAD + text, 编号="7", 时="待定")
    assert isinstance(one, SetAside)
    assert (one.code, one.ticket) == ("unreadable-time", "7")
    one = read(HEAD + text, 编号=None, 时=AT)
    assert isinstance(one, SetAside)
    assert (one.code, one.ticket) == ("no-id", None)


# --- conditions -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "cell", "made"),
    [
        ("是", "是", True),
        ("是", "否", False),
        ("[是, 已]", "已", True),
        ("filled", "随便", True),
        ("filled", None, False),
        ("blank", None, True),
        ("blank", "有", False),
        ("true", True, True),
        ("1", 1.0, True),
    ],
    ids=repr,
)
def test_condition__is_what_a_column_says(wanted: str, cell: Cell, made: bool) -> None:
    text = f"events: [{{type: closed, at: 时, when: {{说: {wanted}}}}}]"
    assert bool(events(text, 时=AT, 说=cell)) is made


# --- logs -----------------------------------------------------------------------------

LOG = """format: 1
rows: event
zone: Asia/Shanghai
id: case:concept:name
at: time:timestamp
recorded_at: 录入
type:
  column: concept:name
  values:
    派单: {type: dispatched, unit: 接收, role: {is: lead}}
    签收: signed_for
    同意延期: {type: extension_decided, decision: {is: approved}}
    打印: ignore
payload: {unit: 单位, days: 天数}
"""


def logged(what: Cell, log: str = LOG, **cells: Cell) -> Piece | SetAside:
    headings: dict[str, Cell] = {
        "case:concept:name": "7",
        "time:timestamp": datetime(2021, 3, 1, 2, tzinfo=UTC),
        "录入": None,
        "concept:name": what,
        "接收": "乙局",
        "单位": "甲局",
        "天数": None,
    }
    headings.update(cells)
    return read(log, **headings)


def test_row_of_a_log__is_the_event_of_its_operation() -> None:
    found = logged("派单", 录入=AT)
    assert isinstance(found, Piece)
    assert [dict(event) for event in found.events] == [
        {
            "type": "dispatched",
            "at": "2021-03-01T02:00:00+00:00",
            "recorded_at": TEN,
            "unit": "乙局",
            "role": "lead",
        }
    ]


def test_what_a_log_carries__goes_to_events_that_know_it() -> None:
    found = logged("同意延期", 天数="5")
    assert isinstance(found, Piece)
    assert set(found.events[0]) == {"type", "at", "unit", "decision"}


@pytest.mark.parametrize(
    ("what", "cells", "code"),
    [
        ("打印", {}, "operation-not-used"),
        ("流转", {}, "value-not-in-table"),
        (None, {}, "no-operation"),
        ("签收", {"time:timestamp": None}, "no-event-time"),
        ("签收", {"case:concept:name": None}, "no-id"),
    ],
)
def test_row_of_a_log__that_cannot_be_used(
    what: Cell, cells: dict[str, Cell], code: str
) -> None:
    found = logged(what, LOG, **cells)
    assert isinstance(found, SetAside)
    assert found.code == code


@pytest.mark.parametrize(
    ("others", "result"), [("keep", "流转"), ("ignore", "operation-not-used")]
)
def test_other_operations__are_what_the_mapping_says(others: str, result: str) -> None:
    text = LOG.replace("ignore\n", f"ignore\n  others: {others}\n")
    for _ in range(2):  # the second time it is remembered
        found = logged("流转", text)
        got = found.code if isinstance(found, SetAside) else found.events[0]["type"]
        assert got == result


# --- whole histories ------------------------------------------------------------------


def record(**history: Any) -> Record:
    return Record(Place("h.jsonl", None, 1), {"id": "7", "events": []} | history)


def test_whole_history__is_a_piece_as_it_stands() -> None:
    event = {"type": "closed", "at": TEN, "unit": "甲"}
    found = records()(record(attributes={"kind": "request"}, events=[event]))
    assert isinstance(found, Piece)
    assert found.attributes == {"kind": "request"}
    assert found.events == (event,)
    assert found.findings == ()


def test_whole_history__of_naive_times_needs_the_zone() -> None:
    event = {"type": "closed", "at": AT, "recorded_at": "2021-03-01T12:00:00"}
    refused = records()(record(events=[event]))
    assert isinstance(refused, SetAside)
    assert refused.code == "not-a-history"
    assert "时区" in refused.reason.zh
    found = records("Asia/Shanghai")(record(events=[event]))
    assert isinstance(found, Piece)
    assert found.events[0] == {
        "type": "closed",
        "at": TEN,
        "recorded_at": "2021-03-01T12:00:00+08:00",
    }


def test_key_that_no_history_has__is_a_finding() -> None:
    found = records()(record(note="x"))
    assert isinstance(found, Piece)
    assert [one.code for one in found.findings] == ["unknown-key"]


@pytest.mark.parametrize(
    "history", [{"id": ""}, {"events": "x"}, {"subject": "person"}, {"events": [1]}]
)
def test_what_is_no_history__is_set_aside_with_its_text(
    history: dict[str, Any],
) -> None:
    found = records("Asia/Shanghai")(record(**history))
    assert isinstance(found, SetAside)
    assert found.code == "not-a-history"
    assert found.text.startswith("{")


# --- laws -----------------------------------------------------------------------------

WHOLE = (
    HEAD
    + """times: [year_first, compact, excel, month_first, epoch_seconds]
date_only: {closed: start_of_day}
empty: ["-"]
units: {旧: 新}
attributes:
  kind: {column: 甲, values: {咨询: consultation}, otherwise: leave_out}
  secret: 乙
events:
  - {type: dispatched, at: 丙, unit: 丁, role: {column: 甲, values: {咨询: lead}}}
  - {type: closed, at: 丙, when: {乙: filled}, lawful: 乙}
  - {type: dispatched, at: {columns: [丙, 丁]}, unit: {column: 丁, split: "、"}}
  - {type: extension_requested, at: 戊, days: 丁, promised_due: 丙}
  - {type: bulletin_published, at: 戊, month: 丙}
"""
)
CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(["咨询", "是", "否", AT, "2021-03-01", "5", "甲、乙", "-", "旧"]),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.just(Spoiled("#REF!", "excel-error")),
)
READ_WHOLE = reader(WHOLE, "编号", "甲", "乙", "丙", "丁", "戊")
READ_LOG = reader(
    LOG,
    "case:concept:name",
    "time:timestamp",
    "录入",
    "concept:name",
    "接收",
    "单位",
    "天数",
)


@given(st.lists(CELLS, max_size=8), st.sampled_from([READ_WHOLE, READ_LOG]))
def test_any_row__is_a_history_that_can_be_read_or_is_set_aside(
    cells: list[Cell], read: RowReader
) -> None:
    place = Place("f.csv", None, 9)
    found = read(Row(place, tuple(cells)))
    assert found.place == place
    if isinstance(found, SetAside):
        assert found.code in REASONS
        assert found.reason.zh
        assert found.reason.en
        return
    assert all(one.code in REASONS for one in found.findings)
    history = {"id": found.id, "events": found.events, "attributes": found.attributes}
    assert len(parse_history(history).events) == len(found.events)


def test_row__leaves_nothing_behind_for_the_next() -> None:
    text = HEAD + "events: [{type: closed, at: 时, unit: 单位}]"
    found: list[Finding] = []
    read = reader(text, "编号", "时", "单位")
    rows: list[tuple[Cell, ...]] = [
        ("7", "2021－03－01 10:00", Spoiled("?", "excel-error")),
        ("8", AT, "甲"),
    ]
    for cells in rows:
        one = read(Row(Place("f", None, 2), cells))
        found += one.findings if isinstance(one, Piece) else ()
    assert found == []
