"""Proposed mappings: complete, loading only once confirmed, leaking nobody's data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest

from hotline_rules.adapters.mapping import check_mapping, guess_mapping
from hotline_rules.adapters.mapping.guessing.matching import (
    as_read,
    happened,
    ordinal_of,
    time_of,
)
from hotline_rules.adapters.model import Piece, Place, Row, Sheet
from hotline_rules.generating import list_habits, load_habits, open_export

if TYPE_CHECKING:
    from hotline_rules.adapters.mapping import Guess, Mapping
    from hotline_rules.adapters.model import Cell

HEADINGS = (
    "工单编号", "诉求类型", "来电人", "联系电话", "诉求内容", "派单时间", "承办单位",
    "协办单位", "退单时间", "退单原因", "办结时间", "办理时限", "奇怪的列",
)  # fmt: skip
ROW: tuple[Cell, ...] = (
    "0012", "咨询", "某甲", "13800000000", "路灯不亮", "2021-03-01 10:00:00", "甲局",
    "乙局、丙局", "-", None, "2021/3/8 16:30", "2021-03-09", "13900000000",
)  # fmt: skip


def sheet(
    headings: tuple[str, ...], *rows: tuple[Cell, ...], file: str = "f.csv"
) -> Sheet:
    made = [Row(Place(file, None, n), cells) for n, cells in enumerate(rows, 2)]
    return Sheet(file, None, headings, 1, lambda: iter(made))


def guess(*rows: tuple[Cell, ...], headings: tuple[str, ...] = HEADINGS) -> Guess:
    return guess_mapping([sheet(headings, *rows)])


def confirmed(text: str) -> Mapping:
    """Do as a person would: decide what is open, then delete the questions."""
    text = re.sub(r"(?m)^confirm:\n(?:  - .*\n)+", "", text)
    head, mark, rest = text.partition("\nformat: 1\n")
    section = ""
    lines = []
    for line in rest.splitlines():
        section = line if line[:1].isalpha() else section
        word = "ignore" if section.startswith("type") else "leave_out"
        word = "start_of_day" if section.startswith("date_only") else word
        lines.append(line.replace(": 待确认", f": {word}"))
    text = head + mark + "\n".join(lines)
    mapping, found, _ = check_mapping(text.encode())
    assert mapping is not None, found
    return mapping


def test_guess__does_not_load_and_tells_each_doubt_with_its_line() -> None:
    found = guess(ROW, (*ROW[:1], "信访", *ROW[2:]))
    mapping, faults, lines = check_mapping(found.text.encode())
    assert mapping is None
    assert {d.code for d in faults} == {"unconfirmed"}
    assert len(faults) == len(found.questions) + 1
    places = [d.span for d in faults if d.span]
    assert "待确认" in {span.text(lines["mapping.yaml"]) for span in places}
    assert [span.line for span in places] == sorted(span.line for span in places)


def test_guess__once_confirmed_reads_the_rows_it_was_made_of() -> None:
    found = guess(ROW)
    made = confirmed(found.text).reader(sheet(HEADINGS))(Row(Place("f", None, 2), ROW))
    assert isinstance(made, Piece), made
    assert made.id == "0012"
    assert made.attributes == {"kind": "consultation"}
    told = [(e["type"], e.get("unit"), e.get("role")) for e in made.events]
    assert told == [
        ("dispatched", "甲局", "lead"),
        ("dispatched", "乙局", "co"),
        ("dispatched", "丙局", "co"),
        ("result_submitted", "甲局", None),
    ]


def test_guess__shows_nothing_of_people_and_reads_no_such_column() -> None:
    found = guess(ROW)
    for private in ("某甲", "13800000000", "13900000000", "路灯"):
        assert private not in found.text
        assert all(private not in one for one in found.samples.values())
    ignored = found.text.partition("ignore:")[2]
    for heading in ("来电人", "联系电话", "诉求内容", "办理时限", "奇怪的列"):
        assert f"- {heading}\n" in ignored


def test_number_of_a_person__is_not_shown_under_a_harmless_heading() -> None:
    row = (*ROW[:6], "13800000000", *ROW[7:])
    assert "13800000000" not in guess(row).text


def test_free_text__is_read_as_there_or_not_there_only() -> None:
    text = guess((*ROW[:8], "2021-03-02 09:00", "不归我管", *ROW[10:])).text
    assert "reason: {column: 退单原因, filled: 有}" in text
    assert "不归我管" not in text


@pytest.mark.parametrize(
    ("cell", "times"),
    [
        ("2021-03-01 10:00", "times: [year_first]"),
        ("20210301100000", "times: [compact]"),
        (44256.5, "times: [excel]"),
        ("3/13/2021 10:00", "times: [month_first]"),
        ("13/3/2021 10:00", "times: [day_first]"),
        ("3/1/2021 10:00", "times: [待确认]"),
    ],
)
def test_forms_of_times__are_those_that_occur(cell: Cell, times: str) -> None:
    text = guess(
        ("7", "咨询", cell), headings=("工单编号", "诉求类型", "派单时间")
    ).text
    assert f"\n{times}" in text


def test_dates_alone__are_asked_about() -> None:
    headings = ("工单编号", "派单时间")
    text = guess(("7", "2021-03-01"), headings=headings).text
    assert "  dispatched: 待确认  # 样例：2021-03-01" in text


def test_sheets_with_other_headings__are_taken_together() -> None:
    first = sheet(("工单编号", "派单时间"), ("7", "2021-03-01 10:00"))
    second = sheet(
        ("工单编号", "派单时间", "签收时间"), ("8", None, "2021-03-01 10:00")
    )
    found = guess_mapping([first, second])
    assert "may_be_missing: [签收时间]" in found.text
    (asked,) = [one.zh for one in found.questions if "may_be_missing" in one.zh]
    assert "“签收时间”列" in asked
    assert asked in found.text


def test_ids__are_shown_without_their_digits() -> None:
    text = guess(
        ("ZB-0712", "2021-03-01 10:00"), headings=("工单编号", "派单时间")
    ).text
    assert "id: 工单编号  # 样例：ZB-####（数字写成 #）" in text
    assert "0712" not in text


def test_what_is_left_open_in_a_list__is_told_by_the_name_of_the_list() -> None:
    text = guess(("7", "3/1/2021 10:00"), headings=("工单编号", "派单时间")).text
    _, found, _ = check_mapping(text.encode())
    assert "`times` 还没有定下来" in [one.headline.zh for one in found]


def test_nothing_to_guess_from__is_said() -> None:
    found = guess_mapping([sheet(())])
    assert found.text == ""
    assert "列名" in found.questions[0].zh


def test_unknown_id__is_asked_about_with_what_looks_like_one() -> None:
    text = guess(
        ("X1", "2021-03-01 10:00"), ("X2", None), headings=("代码", "派单时间")
    ).text
    assert "id: 待确认  # 像编号的列：代码" in text


def test_units_of_dispatches__are_found_beside_their_times() -> None:
    headings = (
        "工单编号",
        "首次派单时间",
        "首次派单单位",
        "二次派单时间",
        "二次派单单位",
    )
    row: tuple[Cell, ...] = ("7", "2021-03-01 10:00", "甲", "2021-03-02 10:00", "乙")
    table = sheet(headings, row)
    read = confirmed(guess_mapping([table]).text).reader(table)
    made = read(Row(Place("f", None, 2), row))
    assert isinstance(made, Piece)
    assert [event["unit"] for event in made.events] == ["甲", "乙"]


def test_several_columns_of_units__are_asked_about() -> None:
    headings = ("受理工单编号", "派单时间", "承办单位", "主办单位")
    found = guess(("7", "2021-03-01 10:00", "甲", "乙"), headings=headings)
    asked = [question.zh for question in found.questions]
    assert "“受理工单编号”就是工单编号" in asked
    assert "承办单位取“承办单位”（像的有：承办单位、主办单位）" in asked


def test_column_of_many_texts__is_no_table_of_values() -> None:
    rows = [(str(n), f"类{n}", "2021-03-01 10:00") for n in range(30)]
    found = guess(*rows, headings=("工单编号", "诉求类型", "派单时间"))
    assert "待确认: 待确认" in found.text
    assert any("只有几种写法" in question.zh for question in found.questions)


def test_midnights__are_asked_about() -> None:
    headings = ("工单编号", "派单时间")
    found = guess(("7", "2021-03-01 00:00:00"), headings=headings)
    assert any("全是 0 点" in question.zh for question in found.questions)


def test_who_could_not_be_reached__is_not_taken_for_dissatisfied() -> None:
    found = guess(
        ("1", "2021-03-01 10:00:00", "2021-03-02 10:00:00", "未接通", "未接通"),
        ("2", "2021-03-01 10:00:00", "2021-03-02 10:00:00", "不满意", "接通"),
        headings=("工单编号", "派单时间", "回访时间", "回访结果", "是否接通"),
    )
    result, _, contacted = found.text.partition("contacted:")
    assert "未接通: 待确认" in result
    assert "不满意: false" in result
    assert "未接通: false" in contacted


def test_a_decision_without_its_time__is_asked_about() -> None:
    headings = ("工单编号", "派单时间", "申请延期时间", "延期审批结果")
    row = ("1", "2021-03-01 10:00:00", "2021-03-02 10:00:00", "同意")
    found = guess(row, headings=headings)
    (said,) = [one.zh for one in found.questions if "延期审批结果" in one.zh]
    assert "没有认出“延期审批”的时间是哪一列" in said
    assert "extension_decided" in said
    timed = guess((*row, "2021-03-03 10:00:00"), headings=(*headings, "延期审批时间"))
    assert not [one for one in timed.questions if "没有用上" in one.zh]


def test_table_without_events__is_said() -> None:
    found = guess(("7", "甲"), headings=("工单编号", "承办单位"))
    assert "events: 待确认" in found.text
    assert check_mapping(found.text.encode())[0] is None


def test_role_in_a_log__is_that_of_the_column_where_there_is_one() -> None:
    headings = ("工单编号", "操作", "操作时间", "接收单位", "办理角色")
    rows: list[tuple[Cell, ...]] = [
        ("1", "派单", "2021-03-01 10:00:00", "甲局", "主办"),
        ("1", "派单", "2021-03-01 10:01:00", "乙局", "协办"),
    ]
    text = guess(*rows, headings=headings).text
    mapping = confirmed(text)
    made = sheet(headings, *rows)
    read = mapping.reader(made)
    pieces = [read(row) for row in made.rows() if isinstance(row, Row)]
    roles = [one.events[0]["role"] for one in pieces if isinstance(one, Piece)]
    assert roles == ["lead", "co"]
    without = guess(*(row[:4] for row in rows), headings=headings[:4]).text
    assert "role: {is: lead}" in without


def test_channel_of_a_log__is_that_of_the_intake_and_differs_from_no_other_row() -> (
    None
):
    headings = ("工单编号", "操作", "操作时间", "渠道", "来源渠道")
    rows: list[tuple[Cell, ...]] = [
        ("1", "受理", "2021-03-01 10:00:00", "电话", "市民"),
        ("1", "反馈", "2021-03-02 10:00:00", "系统", "市民"),
    ]

    def read(*places: int) -> list[tuple[object, object]]:
        some = tuple(headings[at] for at in places)
        made = sheet(some, *(tuple(row[at] for at in places) for row in rows))
        reader = confirmed(guess_mapping([made]).text).reader(made)
        pieces = [reader(row) for row in made.rows() if isinstance(row, Row)]
        return [
            (one.attributes.get("channel"), one.events[0].get("channel"))
            for one in pieces
            if isinstance(one, Piece)
        ]

    assert read(0, 1, 2, 3) == [(None, "电话"), (None, None)]
    asked = guess(*(row[:4] for row in rows), headings=headings[:4]).questions
    assert any("只取受理那一行的" in one.zh for one in asked)
    assert read(0, 1, 2, 3, 4) == [("市民", "电话"), ("市民", None)]
    # What says that it is the ticket's own is the ticket's.
    assert read(0, 1, 2, 4) == [("市民", None), ("市民", None)]
    rows[0] = ("1", "派单", *rows[0][2:])
    assert read(0, 1, 2, 3) == [("电话", None), ("系统", None)]


def test_actor_of_a_log__is_the_unit_of_what_units_do_and_of_nothing_else() -> None:
    headings = ("工单编号", "操作", "操作时间", "操作单位", "接收单位")
    at = "2021-03-01 10:00"
    table = sheet(
        headings,
        ("7", "派单", at, "中心", "甲局"),
        ("7", "签收", at, "甲局", None),
        ("7", "同意延期", at, "中心", None),
        ("7", "办结", at, "中心", None),
        ("7", "打印", at, "中心", None),
    )
    read = confirmed(guess_mapping([table]).text).reader(table)
    made = [read(row) for row in table.rows() if isinstance(row, Row)]
    told = [event for one in made if isinstance(one, Piece) for event in one.events]
    assert [(one["type"], one.get("unit")) for one in told] == [
        ("dispatched", "甲局"),
        ("signed_for", "甲局"),
        ("extension_decided", None),
        ("closed", None),
    ]
    assert told[2]["decision"] == "approved"


@pytest.mark.parametrize(
    ("heading", "event"),
    [
        ("派单时间", "dispatched"),
        ("第二次派单时间", "dispatched"),
        ("首次转办日期", "dispatched"),
        ("单位签收时间（北京时间）", "signed_for"),
        ("退单审核时间", "return_decided"),
        ("退单时间", "return_requested"),
        ("申请延期时间", "extension_requested"),
        ("延期审批时间", "extension_decided"),
        ("反馈时间", "result_submitted"),
        ("回访时间", "callback_done"),
        ("归档时间", "archived"),
        ("要求反馈时间", None),
        ("办结时限", None),
        ("承办单位", None),
        ("天气", None),
    ],
)
def test_heading__is_the_time_of_an_event(heading: str, event: str | None) -> None:
    found = time_of(heading, is_times=False)
    assert (found and found.meaning) == event


def test_ordinals__are_told_apart_and_the_first_needs_none() -> None:
    assert ordinal_of("第二次派单时间") == ("二次", "派单时间")
    assert ordinal_of("首次派单时间") == ("", "派单时间")
    assert as_read("派单 时间(点)") == "派单时间"
    assert happened("打印") is None


@pytest.mark.parametrize("form", ["wide", "long"])
@pytest.mark.parametrize("city", list_habits())
def test_guess_of_an_export__reads_every_row(
    city: str, form: Literal["wide", "long"]
) -> None:
    habits = load_habits(city)
    export = open_export(habits, form)
    cells = [
        tuple(row.get(heading) or None for heading in export.form.headings)
        for history in habits.histories(60, 1)
        for row in export.rows(history)
    ]
    table = sheet(export.form.headings, *cells)
    read = confirmed(guess_mapping([table]).text).reader(table)
    found = [read(row) for row in table.rows() if isinstance(row, Row)]
    aside = {one.code for one in found if not isinstance(one, Piece)}
    assert aside <= {"operation-not-used"}
    told = {e["type"] for one in found if isinstance(one, Piece) for e in one.events}
    assert {"dispatched", "result_submitted", "signed_for"} <= told
