"""JSON, Parquet, process-mining logs, web tables and archives as rows."""

from __future__ import annotations

import gzip
import json
import zipfile
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import r4pm.df as r4pm

from hotline_rules.adapters.files import UnreadableFile, open_sheets
from tests.support.opened import Opened, Read, refusal

if TYPE_CHECKING:
    from pathlib import Path

    from hotline_rules.adapters.model import Finding

HISTORY = {"id": "GD-1", "events": [{"type": "dispatched"}]}
CSV = "编号,派单时间,单位\nGD-1,2021-03-01 10:00,张店区\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export"


def dumped(*values: Any) -> str:
    return "\n".join(json.dumps(v, ensure_ascii=False) for v in values)


# --- JSON ----------------------------------------------------------------------------


def test_json_lines__of_histories_are_records(file: Path) -> None:
    read = Read(file, dumped(HISTORY, "", {"id": "GD-2"}, [1]) + '\n\n{"id": "GD-')
    assert read.headings == ()
    assert read.records == {1: HISTORY, 3: {"id": "GD-2"}}
    assert read.aside == {2: "json-broken", 4: "json-broken", 6: "json-broken"}


def test_json_lines__of_flat_objects_are_rows(file: Path) -> None:
    read = Read(
        file, dumped({"编号": "1", "项": [1, "二"]}, {"单位": "甲", "编号": ""})
    )
    assert read.headings == ("编号", "项", "单位")
    assert read.rows == {1: ("1", '[1, "二"]', None), 2: (None, None, "甲")}


def test_json_lines__damaged_bytes_cost_one_line(file: Path) -> None:
    lines = dumped(HISTORY, HISTORY).encode() + b'\n{"id": "\xff"}\n{"id": "\0"}'
    assert Read(file, lines).aside == {3: "bad-bytes", 4: "nul-byte"}


@pytest.mark.parametrize("codec", ["utf-8-sig", "gb18030", "utf-16"])
def test_json__in_other_encodings(file: Path, codec: str) -> None:
    text = dumped({**HISTORY, "unit": "张店区"})
    assert Read(file, text.encode(codec)).records[1]["unit"] == "张店区"


def test_json_lines__with_a_damaged_first_line_are_read(file: Path) -> None:
    read = Read(file, '{"id": "GD-0", "ev\n' + dumped(HISTORY, HISTORY))
    assert (list(read.records), read.aside) == ([2, 3], {1: "json-broken"})


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("whole", [[HISTORY, 5], {"data": [HISTORY, 5], "total": 1}])
def test_json__one_document_holds_a_list(
    file: Path, whole: Any, indent: int | None
) -> None:
    read = Read(file, json.dumps(whole, indent=indent))
    assert (read.records, read.aside) == ({1: HISTORY}, {2: "json-broken"})


def test_json__one_document_is_one_history(file: Path) -> None:
    assert Read(file, json.dumps(HISTORY, indent=2)).records == {1: HISTORY}


def test_json__one_document_may_be_one_long_line(file: Path) -> None:
    assert len(Read(file, json.dumps([HISTORY] * 40_000)).records) == 40_000


def test_json__without_objects_or_cut_off_is_refused(file: Path) -> None:
    assert "no JSON object" in refusal(file, "[1, 2]")
    assert "not whole" in refusal(file, json.dumps([HISTORY], indent=2)[:-9])
    assert "not whole" in refusal(file, "[" * 100_000)


# --- Parquet -------------------------------------------------------------------------


def test_parquet__rows_of_several_batches(file: Path) -> None:
    at = datetime(2021, 3, 1, 10, tzinfo=UTC)
    columns = {"编号": [str(n) for n in range(5000)], "时间": [at] * 5000}
    pq.write_table(pa.table(columns | {"次": [None] * 5000, "空": [""] * 5000}), file)
    (table,) = Opened(file).sheets.values()
    assert table.headings == ("编号", "时间", "次", "空")
    assert table.rows[5000] == ("4999", at, None, None)
    assert len(table.rows) == 5000


def test_parquet__with_events_holds_histories(file: Path) -> None:
    pq.write_table(pa.Table.from_pylist([HISTORY]), file)
    (table,) = Opened(file).sheets.values()
    assert table.records == {1: HISTORY}


def test_parquet__cut_off_is_refused(file: Path) -> None:
    pq.write_table(pa.table({"编号": ["1"]}), file)
    assert "cut off or damaged" in refusal(file, file.read_bytes()[:-20])


# --- logs ----------------------------------------------------------------------------

_EVENT = '<event><string key="concept:name" value="{}"/><date key="time:timestamp" '
EVENT = _EVENT + 'value="{}"/></event>'
ZONED = "2021-03-01T10:00:00.500+08:00"
AT = datetime(2021, 3, 1, 2, tzinfo=UTC)


def xes(*events: str) -> str:
    trace = '<trace><string key="concept:name" value="GD-1"/>'
    return f'<?xml version="1.0"?>\n<log>{trace}{"".join(events)}</trace></log>'


def test_xes__a_row_for_each_event(file: Path) -> None:
    read = Read(file, xes(EVENT.format("派单", ZONED), EVENT.format("办结", ZONED)))
    assert read.headings == ("case:concept:name", "concept:name", "time:timestamp")
    assert read.rows == {1: ("GD-1", "派单", AT), 2: ("GD-1", "办结", AT)}
    assert "times-with-offset" in read.found


def test_xes__a_time_without_offset_stays_without_one(file: Path) -> None:
    read = Read(file, xes(EVENT.format("派单", "2021-03-01T10:00:00")))
    assert read.rows[1][2] == datetime.fromisoformat("2021-03-01T10:00:00")
    assert "times-with-offset" not in read.found


def test_xes__some_times_with_offset_are_refused(file: Path) -> None:
    epoch = EVENT.format("默认", "1970-01-01T00:00:00.000+00:00")
    naive = EVENT.format("派单", "2021-03-01T10:00:00")
    assert Read(file, xes(epoch, naive)).rows.keys() == {1, 2}
    mixed = xes(naive, EVENT.format("办结", ZONED))
    assert "1 times carry an offset and 1 do not" in refusal(file, mixed)


def test_xes__what_is_lost_is_set_aside(file: Path) -> None:
    event = EVENT.format("派单", ZONED)
    stray = xes(event).replace("<trace>", f"{event}<trace>")
    assert Read(file, stray).aside == {2: "event-unread"}
    cut = xes(event, event).removesuffix("</event></trace></log>")
    assert "cut-off" in Read(file, cut).aside.values()


OCEL: dict[str, Any] = {
    "objectTypes": [
        {"name": "工单", "attributes": [{"name": "类别", "type": "string"}]},
        {"name": "单位", "attributes": []},
    ],
    "eventTypes": [
        {"name": "派单", "attributes": [{"name": "角色", "type": "string"}]}
    ],
    "objects": [
        {
            "id": "GD-1",
            "type": "工单",
            "attributes": [
                {"name": "类别", "time": "1970-01-01T00:00:00Z", "value": "求助"}
            ],
        },
        {"id": "张店区", "type": "单位"},
    ],
    "events": [
        {
            "id": "e1",
            "type": "派单",
            "time": ZONED,
            "attributes": [{"name": "角色", "value": "主办"}],
            "relationships": [
                {"objectId": "GD-1", "qualifier": "工单"},
                {"objectId": "张店区", "qualifier": "承办"},
            ],
        },
        {"id": "e2", "type": "派单", "time": ZONED},
    ],
}


@pytest.mark.parametrize("form", ["json", "xml", "sqlite"])
def test_ocel__a_sheet_for_each_type_of_object(file: Path, form: str) -> None:
    log = file.with_name("log.json")
    log.write_text(json.dumps(OCEL, ensure_ascii=False), "utf-8")
    if form != "json":
        tables = r4pm.import_ocel_json(str(log))
        log = log.with_suffix(f".{form}")
        r4pm.export_ocel(tables, str(log))
    file.write_bytes(log.read_bytes())
    read = Opened(file)
    assert set(read.sheets) == {"工单", "单位", None}
    tickets = read.sheets["工单"]
    assert dict(zip(tickets.headings, tickets.rows[1], strict=True)) == {
        "ocel:oid": "GD-1",
        "ocel:eid": "e1",
        "ocel:activity": "派单",
        "ocel:timestamp": AT,
        "ocel:qualifier": "工单",
        "角色": "主办",
        "object:类别": "求助",
    }
    assert read.sheets["单位"].rows[1][0] == "张店区"
    assert list(read.sheets[None].aside.values()) == ["event-without-object"]
    assert "times-with-offset" in read.found


def test_ocel__cut_off_is_refused(file: Path) -> None:
    assert "cut off or damaged" in refusal(file, json.dumps(OCEL)[:-30])


# --- web tables ----------------------------------------------------------------------

PAGE = """<html><head><meta charset="gb2312"><style>td {color: red}</style></head>
<table border=1><tr><td colspan=3>某市工单</td></tr>
<tr><th>编号<th>派单时间<th>单位</tr>
<tr><td>GD-1</td><td>2021-03-01&nbsp;10:00</td><td rowspan=2>张店<b>区</b></td></tr>
<tr><td>GD-2</td><td></td></tr><tr><td>GD-3</td></tr>
<tr><td>GD-4<td>a<td>b<td>c</table></html>"""


def test_html__under_the_name_of_a_workbook_is_read(tmp_path: Path) -> None:
    read = Read(tmp_path / "export.xls", PAGE.encode("gb18030"))
    assert read.headings == ("编号", "派单时间", "单位")
    assert read.rows == {
        3: ("GD-1", "2021-03-01 10:00", "张店区"),
        4: ("GD-2", None, "张店区"),
    }
    assert read.aside == {5: "too-few-cells", 6: "too-many-cells"}
    assert {"html-table", "encoding", "rows-above-headings"} <= set(read.found)


def test_html__bytes_that_are_no_text_cost_one_row(file: Path) -> None:
    row = "<tr><td>GD-9<td>{}<td>x</tr></table>"
    data = PAGE.replace("</table>", row).encode("gb18030").replace(b"{}", b"\xff\xff")
    assert Read(file, data).aside[7] == "bad-bytes"


def test_html__without_a_table_is_refused(file: Path) -> None:
    assert "no headings" in refusal(file, "<html><body>请登录</body></html>")


# --- archives, foreign kinds ----------------------------------------------------------


def test_gzip__is_read_as_what_it_holds(file: Path) -> None:
    draw = Random(5)
    lines = [f"GD-{draw.random()},,张店区\n" for _ in range(20_000)]
    packed = gzip.compress((CSV + "".join(lines)).encode("gb18030"))
    assert len(Read(file, packed).rows) == 20_001
    cut = Read(file, packed[:-5000])
    assert "cut-off" in cut.aside.values()
    assert 10_000 < len(cut.rows) < 20_001
    assert "archive within an archive" in refusal(file, gzip.compress(packed))


def test_zip__each_file_is_read_and_named(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("三月/export.csv", CSV)
        archive.writestr("broken.csv", "1,2\n3,4\n")
        archive.writestr("四月.jsonl", json.dumps(HISTORY))
        archive.writestr("__MACOSX/export.csv", "x")
    found: list[Finding] = []
    sheets = open_sheets(file, findings=found.append)
    rows = [len(list(next(sheets).rows())) for _ in range(2)]
    assert rows == [1, 1]
    with pytest.raises(UnreadableFile, match=r"broken.csv` 里找不到列名"):
        next(sheets)
    places = [f.place.file for f in found if f.place and f.code == "encoding"]
    assert places[0].endswith("export/三月/export.csv")


def test_zip__of_nothing_readable_is_refused(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("inner.pdf", "%PDF-1.7")
    assert "it is a PDF" in refusal(file)
    assert "cut off or damaged" in refusal(file, file.read_bytes()[:60])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n", "it is a PDF"),
        (b"MIME-Version: 1.0\n", "web archive"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (bytes(range(1, 32)) * 20, "neither text nor a table"),
        (b'<?xml version="1.0"?><Workbook/>', "it is XML"),
    ],
)
def test_foreign__kinds_say_what_they_are(file: Path, data: bytes, said: str) -> None:
    assert said in refusal(file, data)
