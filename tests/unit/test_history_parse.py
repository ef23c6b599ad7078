"""Mappings and lines to histories: what is kept, what is refused, all at once."""

from __future__ import annotations

import copy
import json
from types import MappingProxyType
from typing import Any

import pytest

from hotline_rules.calendar import Zone
from hotline_rules.history import HistoryError, parse_history, parse_history_line

AT = "2021-03-01T12:00:00+08:00"


def history(*events: object, **keys: object) -> dict[str, Any]:
    return {"id": "T1", "events": list(events), **keys}


def event(type_: str = "dispatched", at: str = AT, **payload: object) -> dict[str, Any]:
    return {"type": type_, "at": at, **payload}


def faults(data: object, **options: Any) -> list[tuple[str, str]]:
    with pytest.raises(HistoryError) as refused:
        parse_history(data, **options)  # type: ignore[arg-type]
    return [(d.code, d.headline.zh) for d in refused.value.diagnostics]


def test_parse_history__keeps_what_the_contract_names() -> None:
    read = parse_history(
        history(
            event(unit="甲区", role="lead", id="e1"),
            event("closed", recorded_at="2021-03-02T12:00:00+08:00"),
            subject="unit",
            attributes={"kind": "request"},
        )
    )
    assert (read.id, read.subject) == ("T1", "unit")
    assert read.attributes == {"kind": "request"}
    first, second = read.events
    assert (first.type, first.id, first.number) == ("dispatched", "e1", 0)
    assert first.payload == {"unit": "甲区", "role": "lead"}
    assert first.recorded_at == first.at
    assert second.recorded_at == second.at + 86_400
    assert second.id is None
    assert read.anomalies == ()


def test_parse_history__a_ticket_is_meant_when_no_subject_is_named() -> None:
    assert parse_history(history()).subject == "ticket"
    assert parse_history(history(subject=None, attributes=None)).subject == "ticket"


def test_parse_history__numbers_by_time_then_by_the_order_of_the_file() -> None:
    read = parse_history(
        history(
            event("b", "2021-03-02T00:00:00+08:00"),
            event("a", "2021-03-01T23:59:59+08:00"),
            event("c", "2021-03-02T00:00:00+08:00"),
        )
    )
    assert [e.type for e in read.events] == ["a", "b", "c"]
    assert [e.number for e in read.events] == [0, 1, 2]
    assert list(read.source_order) == [1, 0, 2]
    assert [read.position(e) for e in read.events] == [1, 0, 2]


def test_parse_history__names_are_brought_to_one_form() -> None:
    read = parse_history(
        history(
            event(" dispatched ", unit=" Cafe\u0301 ", handlers=[" 甲 ", 3], id=" e "),
            id=" T1\u3000",
            attributes={"locality": " 城东 "},
        )
    )
    assert read.id == "T1"
    assert read.attributes == {"locality": "城东"}
    (only,) = read.events
    assert (only.type, only.id) == ("dispatched", "e")
    assert only.payload == {"unit": "Caf\u00e9", "handlers": ["甲", 3]}


def test_parse_history__full_width_letters_stay_what_they_are() -> None:
    """Only NFC and trimming: NFKC would make two names one."""
    (only,) = parse_history(history(event(unit="Ａ局"))).events
    assert only.payload["unit"] == "Ａ局"


def test_parse_history__null_and_blank_are_absent() -> None:
    read = parse_history(
        history(
            event(unit=None, reason="  ", basis="", id=None, recorded_at=None, n=0),
            attributes={"level": None, "kind": "", "secret": False},
        )
    )
    assert read.events[0].payload == {"n": 0}
    assert read.attributes == {"secret": False}


def test_parse_history__leaves_its_input_alone() -> None:
    data = history(event(unit=" 甲 ", handlers=[" 乙 "]), attributes={"kind": " x "})
    before = copy.deepcopy(data)
    parse_history(data)
    assert data == before


def test_parse_history__the_unknown_is_kept_and_reported() -> None:
    read = parse_history(
        history(
            event("b", "2021-03-02T00:00:00+08:00", more={"a": 1}),
            event("never_heard_of", odd=1.5),
            source="export",
            attributes={"extra": {"x": 1}},
        )
    )
    assert [(a.code, a.event) for a in read.anomalies] == [
        ("unknown-key", None),
        ("nested-value", None),
        ("nested-value", 1),
    ]
    assert "`source`" in read.anomalies[0].text.zh
    assert "`more`" in read.anomalies[2].text.en
    assert read.events[0].type == "never_heard_of"
    assert read.events[1].payload == {"more": {"a": 1}}


def test_parse_history__naive_times_need_a_zone() -> None:
    data = history(event(at="2021-03-01T12:00:00"))
    assert faults(data)[0][0] == "naive-instant"
    read = parse_history(data, zone=Zone.load("Asia/Shanghai"))
    assert read.events[0].at == parse_history(history(event())).events[0].at


def test_parse_history__all_faults_come_at_once_and_say_where() -> None:
    found = faults(
        {
            "id": 7,
            "subject": "person",
            "attributes": [],
            "events": [
                {"at": "2021-03-01"},
                3,
                {"type": " ", "at": AT, "recorded_at": "soon", "id": 4},
                {"type": "x"},
                {"type": 5, "at": None},
                {"type": "x", "at": "2021-03-01T12:00:00"},
                {"type": "x", "at": "2112-03-01T12:00:00+08:00"},
            ],
        }
    )
    assert [code for code, _ in found] == [
        "history-kind",
        "unknown-subject",
        "history-kind",
        "history-missing",
        "bad-instant",
        "history-kind",
        "history-kind",
        "bad-instant",
        "history-kind",
        "history-missing",
        "history-kind",
        "bad-instant",
        "naive-instant",
        "instant-out-of-range",
    ]
    said = [headline for _, headline in found]
    assert said[0] == "历史的 id 应当是文字，且不能是空白，现在是 `7`"
    assert said[3] == "缺少第1个事件的 type"
    assert said[4] == '第1个事件的 at 的值 `"2021-03-01"` 只有日期，没有几点几分'
    assert said[5] == "第2个事件应当是一个对象 {…}，现在是 `3`"
    assert "第6个事件的 at" in said[12]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ([], "history-kind"),
        ("x", "history-kind"),
        (None, "history-kind"),
        ({}, "history-missing"),
        ({"id": "a"}, "history-missing"),
        ({"id": "a", "events": {}}, "history-kind"),
        ({"id": "a", "events": "abc"}, "history-kind"),
        ({"id": "", "events": []}, "history-kind"),
        ({"events": []}, "history-missing"),
        ({"id": "a", "events": [[["type", "x"], ["at", AT]]]}, "history-kind"),
        ({"id": "a", "events": [], "subject": ["ticket"]}, "unknown-subject"),
        ({"id": "a", "events": [], "attributes": ["kind"]}, "history-kind"),
        ({"id": "a", "events": [{"type": " ", "at": AT}]}, "history-kind"),
    ],
)
def test_parse_history__what_cannot_be_judged_is_refused(
    data: object, code: str
) -> None:
    assert code in [found for found, _ in faults(data)]


def test_parse_history__a_long_value_is_shown_short() -> None:
    (_, said), *_ = faults({"id": "a", "events": "长" * 10_000})
    assert len(said) < 100


def test_parse_history__a_value_json_cannot_show_is_named_by_its_type() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    ((_, said),) = faults({"id": deep, "events": []})
    assert "`list`" in said
    while deep:  # taken apart by hand: freeing it all at once is deep as well
        deep = deep[0]  # type: ignore[assignment]


def test_parse_history__the_error_holds_place_reason_and_remedy() -> None:
    with pytest.raises(HistoryError) as refused:
        parse_history(history(event(at="2021-03-01T12:00")), where="a.jsonl:12")
    (fault,) = refused.value.diagnostics
    assert fault.span is not None
    assert (fault.span.file, fault.span.line) == ("a.jsonl", 12)
    assert fault.fix is not None
    assert "+08:00" in fault.fix.zh
    assert "没有写时区" in str(refused.value)


def test_parse_history__a_place_without_a_line_is_its_first() -> None:
    with pytest.raises(HistoryError) as refused:
        parse_history({}, where="一份文件")
    span = refused.value.diagnostics[0].span
    assert span is not None
    assert (span.file, span.line) == ("一份文件", 1)


def test_parse_history_line__reads_a_line_with_a_byte_order_mark() -> None:
    assert parse_history_line("\ufeff" + json.dumps(history()) + "\r\n").id == "T1"


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ('{"id": "a", 5}', 13, "键要写在双引号里"),
        ('  {"id": "a" "x"}', 14, "缺少逗号"),
        ('{"id": "a', 8, "引号没有结束"),
        ("", 1, "应当有一个值"),
        ("{} {}", 4, "多余"),
        ('{"id": NaN}', 1, "`NaN`"),
        ('{"id": -Infinity}', 1, "`-Infinity`"),
        ("[" * 100_000, 1, "嵌套太深"),
        ('{"id": ' + "9" * 5000 + "}", 1, "数字太长"),
        ('{"id": "\\q"}', 9, "nvalid \\escape"),
    ],
)
def test_parse_history_line__says_where_the_json_ends_to_make_sense(
    text: str, column: int, said: str
) -> None:
    with pytest.raises(HistoryError) as refused:
        parse_history_line(text, "a.jsonl:3")
    (fault,) = refused.value.diagnostics
    assert fault.code == "bad-json"
    assert fault.span is not None
    assert (fault.span.file, fault.span.line) == ("a.jsonl", 3)
    assert fault.span.column == column
    assert said in fault.headline.zh


def test_parse_history_line__a_comma_too_many_is_named() -> None:
    """The words for it differ between versions of Python; ours say what to look at."""
    with pytest.raises(HistoryError) as refused:
        parse_history_line('{"id": "a",}')
    headline = refused.value.diagnostics[0].headline.zh
    assert "键要写在双引号里" in headline or "逗号" in headline


def test_parse_history_line__a_text_of_several_lines_counts_them() -> None:
    with pytest.raises(HistoryError) as refused:
        parse_history_line('{"id":\n "a"\n 5}', "a.json:1")
    span = refused.value.diagnostics[0].span
    assert span is not None
    assert (span.line, span.column) == (3, 2)


def test_parse_history_line__ten_megabytes_and_ten_thousand_events() -> None:
    start = 1_600_000_000
    many = history(
        *(
            event("noted", f"20{20 + i // 3000:02}-03-01T12:{i % 60:02}:00+08:00")
            for i in range(10_000)
        ),
        event("noted", content="长" * 3_500_000),
    )
    line = json.dumps(many, ensure_ascii=False)
    assert len(line.encode()) > 10_000_000
    read = parse_history_line(line)
    assert len(read.events) == 10_001
    assert read.events[0].at < read.events[-1].at
    assert start < read.events[-1].at


def test_parse_history__a_fault_that_no_check_names_is_not_swallowed() -> None:
    class Odd(dict[str, object]):
        asked = False

        def get(self, key: str, default: object = None) -> object:
            if not self.asked:
                self.asked = True
                raise KeyError(key)
            return default

    with pytest.raises(KeyError):
        parse_history(Odd(id="a", events=[]))


def test_parse_history__any_mapping_will_do() -> None:
    frozen = MappingProxyType({"type": "noted", "at": AT})
    read = parse_history(
        MappingProxyType(
            {"id": "T", "events": (frozen,), "attributes": MappingProxyType({"a": 1})}
        )
    )
    assert read.attributes == {"a": 1}
    assert read.events[0].type == "noted"


EVENT = '{"type": "closed", "at": "2021-03-01T10:00:00+08:00"}'
TWICE = '{"kind": "request", "kind": "x"}'


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        ('{"id": "a", "events": [' + EVENT + "]}", []),
        ('{"id": "a", "id": "b", "events": []}', ["id"]),
        ('{"id": "a", "attributes": ' + TWICE + ', "events": []}', ["kind"]),
        ('{"id" : "a", "events" : []}', []),
        ('{"id": "a \\": b", "events": []}', []),
        ('{"id": "a", "attributes": {"x": {"y": 1}}, "events": []}', []),
        ('{"id": "a", "attributes": null, "events": []}', []),
    ],
)
def test_line__a_key_written_twice_is_reported(line: str, keys: list[str]) -> None:
    history = parse_history_line(line)
    found = [one.text.en for one in history.anomalies if one.code == "repeated-key"]
    assert [text.split("`")[1] for text in found] == keys
