"""The workbook, read back by another library than the one that wrote it."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from hotline_rules import load_profile
from hotline_rules.audit.tables import TABLES
from hotline_rules.generating import generate_histories
from hotline_rules.report import figures
from hotline_rules.report.workbook import write_workbook
from tests.support.pages import run_of
from tests.support.runs import HandRun, at

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline_rules.profile import Profile

Book = Any
ROOT = Path(__file__).resolve().parents[2]
SHEETS = [
    *("说明", "汇总", "各月合计", "单位合计", "单位月度", "牌", "超期", "压线"),
    *("未定", "数据问题", "问题清单", "未用的行"),
]
MANIFEST = {
    "package": "0.1.0",
    "calendar": {"id": "CN", "digest": "sha256:c", "known_until": "2026-12-31"},
    "mapping": {"file": "对照表.yaml", "digest": "sha256:m"},
    "inputs": [{"file": "三月.csv", "digest": "sha256:i"}],
    "options": {
        "period": None,
        "as_of": "2021-03-31T23:59:59+08:00",
        "known_at": None,
        "pseudonymised": None,
        "with_text": False,
    },
    "command": ["hotline-rules", "audit", "三月.csv"],
    "balance": {
        "histories": 1_230,
        "unread": [],
        "reasons": {},
        "of_nobody": 2,
        "files": [{"file": "三月.csv", "read": 1_234, "used": 1_230, "set_aside": 4}],
        "judged": {"histories": 1_229, "rows": 1_229},
        "after": {"histories": 1, "rows": 1},
        "not_judged": {"histories": 0, "rows": 0},
    },
    "counts": {"tickets": 1_229, "set_aside": 4},
}
DAYS = {
    "in": "working days",
    "amount": "5 working days",
    "counted": [f"2021-03-{day:02}" for day in (2, 3, 4, 5, 8)],
    "skipped": [
        ["2021-03-01", "start", "工作日"],
        ["2021-03-06", "rest", "周末"],
        ["2021-03-07", "rest", "周末"],
    ],
}


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load_profile("qingyuan")


def ticket(number: int, **more: Any) -> dict[str, Any]:
    row = {"ticket": number, "id": f"T-{number}", "file": "三月.csv", "row": number + 1}
    row |= {"unit": "甲局", "month": "2021-03", "missing": 0, "standing": "in_order"}
    return row | more


def limit(number: int, state: str = "met_late", **more: Any) -> dict[str, Any]:
    row = {"ticket": number, "id": "handle:甲局:1", "rule": "handle", "kind": "duty"}
    row |= {"title": "求决类办理期限", "role": "unit", "unit": "甲局", "state": state}
    row |= {"started_at": at("2021-03-01 10:00"), "due_at": at("2021-03-09 00:00")}
    row |= {"inclusive": False, "ended_at": at("2021-03-10 02:00"), "cites": CITES}
    row |= {"flags": "", "readings": "T04 T05", "because": json.dumps({"days": DAYS})}
    return row | more


def card(number: int, **more: Any) -> dict[str, Any]:
    row = {"ticket": number, "id": "handle.yellow:甲局:1", "kind": "yellow_card"}
    row |= {"unit": "甲局", "at": at("2021-03-09 00:00"), "state": "effective"}
    row |= {
        "title": "超出规定期限",
        "rule": "handle.yellow",
        "limit": "handle:甲局:1",
        "cites": CITES,
    }
    row |= {"flags": "review", "readings": "T14", "reason": "超出五个工作日"}
    because = {
        "limit_due_at": "2021-03-09T00:00:00+08:00",
        "limit_inclusive": False,
        "point": "past due",
        "days": DAYS,
    }
    return row | {"because": json.dumps(because)} | more


CITES = "QY2015-4-2-c"
HOW = "早晚多少（尺度见“说明”）"


@pytest.fixture
def made(tmp_path: Path, profile: Profile) -> Callable[..., Book]:
    def make(options: dict[str, Any] | None = None, /, **rows: Any) -> Book:
        how = {key: rows.pop(key) for key in ("lang", "most_rows") if key in rows}
        told: dict[str, Any] = {"tried": [], "lacking": {}}
        manifest = MANIFEST | {name: rows.pop(name, told[name]) for name in told}
        manifest |= {"options": MANIFEST["options"] | (options or {})}  # type: ignore[operator]
        path = tmp_path / "report.xlsx"
        write_workbook(HandRun(manifest, rows), path, profile=profile, **how)
        return openpyxl.load_workbook(path)

    return make


def shown(text: str) -> datetime:
    """A date as a spreadsheet has it, without a zone."""
    return datetime.fromisoformat(text)


def rows_of(book: Book, name: str) -> list[dict[str, Any]]:
    heads, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_every_card_says_what_it_rests_on(made: Callable[..., Book]) -> None:
    book = made(tickets=[ticket(1)], deadlines=[limit(1)], penalties=[card(1)])
    (row,) = rows_of(book, "牌")
    assert row == {
        "工单编号": "T-1",
        "单位": "甲局",
        "牌或处理": "黄牌",
        "状态": "生效",
        "自何时起": shown("2021-03-09 00:00"),
        "事由": "超出规定期限",
        "依据": "清府办〔2015〕10号第四条（二）",
        "条文大意": "求决超出五个工作日，黄牌",
        "计入天数": 5,
        "逐日": "计入：3月2日至5日、3月8日（周一）；"
        "不计：3月1日（周一）起算当天、3月6日至7日周末",
        "理由": "超出五个工作日",
        "所依时限": "求决类办理期限",
        "起算": shown("2021-03-01 10:00"),
        "期满": shown("2021-03-08 23:59:59"),
        "实际完成": shown("2021-03-10 02:00"),
        "迟了多久": "1天2小时",
        "算到哪一刻": "过了期限",
        "分值": None,
        "备注": "须由人复核",
        "读法": "T14",
        "结果编号": "handle.yellow:甲局:1",
        "来源文件": "三月.csv",
        "工作表": None,
        "行": 2,
    }


def test_dates_are_dates_and_shown_as_people_write_them(
    made: Callable[..., Book],
) -> None:
    seconds = card(1, at=at("2021-03-12 14:00:01"))
    sheet = made(tickets=[ticket(1)], deadlines=[limit(1)], penalties=[seconds])["牌"]
    heads = [cell.value for cell in sheet[1]]
    formats = {
        head: sheet.cell(2, place).number_format for place, head in enumerate(heads, 1)
    }
    assert formats["自何时起"] == 'yyyy"年"m"月"d"日" hh:mm:ss'
    assert formats["起算"] == 'yyyy"年"m"月"d"日" hh:mm'
    assert formats["期满"] == 'yyyy"年"m"月"d"日" "24:00"'
    assert formats["计入天数"] == "#,##0"


def test_an_end_that_is_no_midnight_is_shown_as_it_is(
    made: Callable[..., Book],
) -> None:
    hours = limit(1, due_at=at("2021-03-12 14:00"), inclusive=True)
    included = limit(2, due_at=at("2021-03-12 00:00"), inclusive=True)
    book = made(tickets=[ticket(1), ticket(2)], deadlines=[hours, included])
    ends = [row["期满"] for row in rows_of(book, "超期")]
    assert ends == [shown("2021-03-12 14:00"), shown("2021-03-12 00:00")]


def test_a_card_shows_the_end_that_its_limit_had_then(
    made: Callable[..., Book],
) -> None:
    moved = limit(1, "met", due_at=at("2021-03-20 00:00"), inclusive=True)
    book = made(tickets=[ticket(1)], deadlines=[moved], penalties=[card(1)])
    (row,) = rows_of(book, "牌")
    assert row["期满"] == shown("2021-03-08 23:59:59")
    assert row["迟了多久"] is None


def test_what_is_late_is_listed_with_how_late(made: Callable[..., Book]) -> None:
    book = made(
        tickets=[ticket(1), ticket(2), ticket(3)],
        deadlines=[
            limit(1, reason="一句理由", original_due_at=at("2021-03-05 00:00")),
            limit(2, "overdue", ended_at=None),
            limit(2, "met", ended_at=at("2021-03-02 09:00")),
            limit(3, "met_late", kind="power"),
            limit(3, "overdue", role="platform", ended_at=None),
        ],
    )
    first, second, third = rows_of(book, "超期")
    assert (first["状态"], first["迟了多久"]) == ("超期完成", "1天2小时")
    assert (first["折合小时"], first["期限"]) == (26, "5个工作日")
    assert first["改动前的期满"] == shown("2021-03-04 23:59:59")
    assert (first["理由"], first["来源文件"]) == ("一句理由", "三月.csv")
    assert (second["状态"], second["实际完成"]) == ("超期未完成", None)
    assert second["迟了多久"] == "22天23小时59分钟59秒"
    assert (third["工单编号"], third["单位"]) == ("T-3", "12345热线平台")


def test_near_misses_tell_on_which_side(made: Callable[..., Book]) -> None:
    book = made(
        tickets=[ticket(1)],
        deadlines=[
            limit(1, "met", ended_at=at("2021-03-08 22:30")),
            limit(1, "met_late", ended_at=at("2021-03-09 01:00")),
            limit(1, "met_late", ended_at=at("2021-03-10 01:00")),
        ],
    )
    early, late = rows_of(book, "压线")
    assert (early[HOW], early["折合小时"]) == ("早1小时30分钟", 1.5)
    assert (late[HOW], late["折合小时"]) == ("迟1小时", -1)


def test_what_is_missing_names_the_rules_left_open(made: Callable[..., Book]) -> None:
    gap = {"sort": "fact", "name": "kind", "rules": "handle", "cites": CITES}
    book = made(
        tickets=[ticket(1), ticket(2, month="2021-02")],
        missing=[
            {"ticket": 1, **gap, "message": "缺少事实“工单类别”"},
            {"ticket": 2, **gap},
        ],
    )
    one, other = rows_of(book, "未定")
    assert (one["缺的是"], one["名称"]) == ("经过里没有的事实", "工单类别")
    assert one["因此判断不了的规则"] == "咨询类办理期限、求决类办理期限"
    assert (one["说明"], one["行"]) == ("缺少事实“工单类别”", 2)
    assert other["工单编号"] == "T-2"


def test_findings_are_counted_by_kind_and_unit_then_listed(
    made: Callable[..., Book],
) -> None:
    def finding(code: str, unit: str | None) -> dict[str, Any]:
        row = {"id": "T-1", "code": code, "unit": unit, "file": "三月.csv", "row": 2}
        return row | {"event": 3, "message": f"{code}，某处"}

    found = [finding("repeated-event", "乙局"), finding("unknown-event", "甲局")]
    book = made(findings=[*found, finding("repeated-event", None), found[0]])
    assert [tuple(row.values()) for row in rows_of(book, "数据问题")] == [
        ("repeated-event", "同一个事件写了两次", "乙局", 2, "repeated-event，某处"),
        (
            *("repeated-event", "同一个事件写了两次", "（未写明单位）", 1),
            "repeated-event，某处",
        ),
        ("unknown-event", "不认识的事件", "甲局", 1, "unknown-event，某处"),
    ]
    listed = rows_of(book, "问题清单")
    assert [row["单位"] for row in listed] == ["乙局", "甲局", None, "乙局"]
    assert (listed[0]["事件号"], listed[0]["行"]) == (3, 2)


@pytest.mark.parametrize("with_text", [False, True])
def test_the_text_of_a_row_is_shown_only_where_asked_for(
    made: Callable[..., Book], with_text: bool
) -> None:
    row = {"file": "三月.csv", "sheet": "一", "row": 9, "code": "cut-off"}
    row |= {"reason": "文件断在这里", "text": "张某，电话"}
    book = made({"with_text": with_text}, set_aside=[row])
    (found,) = rows_of(book, "未用的行")
    assert (found["行"], found["说明"]) == (9, "文件断在这里")
    assert found.get("原文") == ("张某，电话" if with_text else None)


SLY = [
    '=HYPERLINK("http://example.org","x")',
    *("+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "http://example.org", "mailto:a@b.c"),
    *("001234", "110101199003078515", "1e5", "TRUE", "_x0041_", "#REF!"),
    *("<r><t>x</t></r>", "a\x00b", "\u202e局甲", "{=1}", "internal:牌!A1"),
]


def test_no_text_becomes_a_formula_a_link_or_a_number(
    made: Callable[..., Book], tmp_path: Path
) -> None:
    tickets = [ticket(n, id=text, unit=text) for n, text in enumerate(SLY, 1)]
    cards = [card(n, unit=text, reason=text) for n, text in enumerate(SLY, 1)]
    found = [{"id": text, "unit": text, "code": "x", "message": text} for text in SLY]
    book = made(tickets=tickets, penalties=cards, findings=found)
    cells = [row[0] for row in book["牌"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert (
        [cell.value for cell in cells]
        == [
            *SLY[:4],
            *("␉=1", "␍=1"),
            *SLY[6:12],
            "_x005F_x0041_",  # as the file has it, so that programs show `_x0041_`
            SLY[13],
            *("<r><t>x</t></r> ", "a␀b", "�局甲"),
            *SLY[17:],
        ]
    )
    with zipfile.ZipFile(tmp_path / "report.xlsx") as file:
        sheets = [n for n in file.namelist() if n.startswith("xl/worksheets/")]
        for name in sheets:
            assert not re.search(rb"<f[ >]|<hyperlink", file.read(name)), name


def test_a_list_too_long_for_a_sheet_goes_on_in_the_next(
    made: Callable[..., Book],
) -> None:
    numbers = range(1, 8)
    book = made(
        tickets=[ticket(n) for n in numbers],
        penalties=[card(n) for n in numbers],
        most_rows=4,
    )
    parts = [name for name in book.sheetnames if name.startswith("牌")]
    assert parts == ["牌", "牌（2）", "牌（3）"]
    found = [[row["工单编号"] for row in rows_of(book, name)] for name in parts]
    assert found == [["T-1", "T-2", "T-3"], ["T-4", "T-5", "T-6"], ["T-7"]]
    assert book.sheetnames.index("超期") > book.sheetnames.index("牌（3）")
    assert book["牌（3）"].auto_filter.ref == "A1:X2"
    assert "（7行）" in told(book, "牌")


def test_a_list_that_just_fits_has_one_sheet(made: Callable[..., Book]) -> None:
    book = made(
        tickets=[ticket(n) for n in (1, 2, 3)],
        penalties=[card(n) for n in (1, 2, 3)],
        most_rows=4,
    )
    assert "牌（2）" not in book.sheetnames


def told(book: Book, about: str) -> str:
    """What the first sheet says about something."""
    found = dict(book["说明"].iter_rows(max_col=2, values_only=True))
    return str(found[about])


def test_the_first_sheet_tells_what_was_judged_by_what(
    made: Callable[..., Book], profile: Profile
) -> None:
    book = made({"period": "2021-01..2021-03"}, tickets=[ticket(1)])
    assert book.sheetnames == SHEETS
    assert told(book, "期间") == "2021年1月至2021年3月"
    assert told(book, "判断时刻").startswith("2021年3月31日（周三）23:59:59")
    assert told(book, "摘要") == profile.digest
    column = [text for _, text in book["说明"].iter_rows(max_col=2, values_only=True)]
    assert told(book, "列名对照表") == "对照表.yaml；摘要 sha256:m"
    assert "已判断 1,229 条" in told(book, "数目平衡")
    assert any(str(text).startswith("共读入 1,234 行 =") for text in column)
    assert told(book, "T04").endswith("（有依据）")
    assert told(book, "当时的命令") == "hotline-rules audit 三月.csv"


def test_what_the_mapping_does_not_tell_is_listed_by_its_titles(
    made: Callable[..., Book],
) -> None:
    lacking = {"events": ["signed_for", "archived"], "attributes": ["kind"]}
    book = made(lacking=lacking, tickets=[ticket(1)])
    assert "没有的事有2种：签收、归档。" in told(book, "表里没有的事")
    assert "事实有1项：工单类别。" in told(book, "表里没有的事实")
    without = made(tickets=[ticket(1)])
    abouts = [
        about for about, _ in without["说明"].iter_rows(max_col=2, values_only=True)
    ]
    assert not [about for about in abouts if about and about.startswith("表里没有")]


def test_a_reading_chosen_otherwise_is_marked(tmp_path: Path) -> None:
    other = load_profile("qingyuan", readings={"T04": "counted"})
    path = tmp_path / "other.xlsx"
    write_workbook(HandRun(MANIFEST), path, profile=other)
    assert "这次改选" in told(openpyxl.load_workbook(path), "T04")


def test_totals_stand_beside_what_they_mean(made: Callable[..., Book]) -> None:
    book = made(
        tickets=[ticket(1), ticket(2, standing="late", month="2021-02")],
        deadlines=[limit(1), limit(2, "met", due_at=at("2021-02-09 00:00"))],
        penalties=[card(1), card(2, state="voided")],
    )
    rows = list(book["汇总"].iter_rows(max_col=3, values_only=True))
    totals = {title: number for title, _, number in rows[:20] if title}
    assert (totals["到期时限"], totals["按时率"], totals["黄牌（已作废）"]) == (
        2,
        0.5,
        1,
    )
    assert all(meaning.endswith("。") for _, meaning, number in rows if number == 0)
    assert ("超期完成", "至少有一项办理义务是超期以后完成的。", 1) in rows
    assert len(book["汇总"]._charts) == 2
    months = {row["月份"]: row["按时完成"] for row in rows_of(book, "各月合计")}
    assert months == {"2021年2月": 1, "2021年3月": 0}
    units = [
        (row["单位"], row["月份"], row["超期完成"]) for row in rows_of(book, "单位月度")
    ]
    assert units == [("甲局", "2021年2月", 0), ("甲局", "2021年3月", 1)]


def test_units_with_the_most_late_limits_come_first(made: Callable[..., Book]) -> None:
    late = [limit(1, unit=unit) for unit in ("乙局", "甲局", "乙局", "丙局")]
    met = limit(1, "met", unit="甲局", ended_at=at("2021-03-08 09:00"))
    book = made(tickets=[ticket(1, unit="丁局")], deadlines=[*late, met])
    rows = rows_of(book, "单位合计")
    assert [row["单位"] for row in rows] == ["乙局", "丙局", "甲局", "丁局"]
    assert [row["按时率"] for row in rows] == [0, 0, 0.5, None]


def test_only_the_period_is_listed(made: Callable[..., Book]) -> None:
    april: dict[str, Any] = {
        "due_at": at("2021-04-02 00:00"),
        "ended_at": at("2021-04-02 09:00"),
    }
    book = made(
        {"period": "2021-04"},
        tickets=[ticket(1), ticket(2, month="2021-04")],
        deadlines=[limit(1), limit(2, **april)],
        penalties=[card(1), card(2, at=at("2021-04-01 00:00"))],
        missing=[
            {"ticket": n, "sort": "fact", "name": "kind", "rules": "", "cites": ""}
            for n in (1, 2)
        ],
    )
    for name in ("牌", "超期", "压线", "未定"):
        assert [row["工单编号"] for row in rows_of(book, name)] == ["T-2"], name


def changed(outcome: str, what: str, **more: Any) -> dict[str, Any]:
    row = {"ticket": 1, "reading": "T04", "option": "counted", "unit": "甲局"}
    row |= {"outcome": outcome, "what": what, "other_at": None, "other_state": None}
    card_ = {"id": "handle.yellow:甲局:1", "kind": "yellow_card"}
    late = {"id": "handle:甲局:1", "kind": "met_late"}
    return row | (card_ if what == "card" else late) | more


NEXT = {"reading": "T04", "option": "next_working_day"}
MARCH = {"period": "2021-03"}


def tried_rows() -> dict[str, Any]:
    """A card that moves or falls, and a limit of the last of March that is late."""
    march, april = at("2021-03-09 00:00"), at("2021-04-01 00:00")
    before = {"at": march, "other_at": at("2021-03-08 00:00")}
    return {
        "tickets": [ticket(1), ticket(2)],
        "deadlines": [limit(1, due_at=april), limit(2, "met", id="handle:乙局:1")],
        "penalties": [card(1)],
        "readings": [
            changed("moves", "card", **before, other_state="effective"),
            changed("falls", "late", at=april, other_state="met"),
            changed("falls", "card", at=march, **NEXT),
            changed("falls", "card", at=march, other_state="absorbed", reading="T05")
            | {"option": "same_time"},
            changed("moves", "late", at=april, other_at=at("2021-04-02 00:00"), **NEXT),
            changed("new", "card", at=march, other_at=march, other_state="effective")
            | {"ticket": 2, "id": "handle.yellow:乙局:1", "unit": "=乙局"},
            changed("new", "card", at=march, other_at=march, other_state="effective")
            | {"ticket": 2, "id": "late_closing.red:乙局:1", "kind": "red_card"},
            changed("new", "late", at=at("2021-04-03 00:00"), other_state="overdue")
            | {"ticket": 2},
        ],
        "tried": ["T04=counted", "T04=next_working_day", "T05=same_time"],
    }


def test_what_hangs_on_readings_is_listed_thing_by_thing(
    made: Callable[..., Book],
) -> None:
    book = made(MARCH, **tried_rows())
    names = (
        *("工单编号", "单位", "牌或超期", "事由或时限", "牌自何时起", "时限期满"),
        *("换读法以后", "取决于", "改选哪一种，成为什么", "结果编号"),
    )
    first, end = shown("2021-03-09 00:00"), shown("2021-03-31 23:59:59")
    asked = "T04（派发当天算不算一天）"
    next_day = "T04改选“休息日派发的算下一个工作日派发，那天也不算”："
    yellow = ("黄牌", "超出规定期限", first, None)
    limit_ = ("T-1", "甲局", "超期完成", "求决类办理期限", None, end)
    id_ = "handle.yellow:甲局:1"
    assert [tuple(row[x] for x in names) for row in rows_of(book, "取决于读法")] == [
        (*limit_, "不再超期", asked, "T04改选“算第一天”：按时完成", "handle:甲局:1"),
        (
            *("T-1", "甲局", *yellow, "不成立", f"{asked}；T05（最后一天到几点为止）"),
            f"{next_day}没有这一项；T05改选“到与派发时相同的钟点”：被吸收",
            id_,
        ),
        (
            *("T-1", "甲局", *yellow, "改时刻", asked),
            *("T04改选“算第一天”：改在2021年3月8日00:00", id_),
        ),
        (
            *(*limit_, "改了期满", asked),
            *(f"{next_day}期满改为2021年4月1日24:00", "handle:甲局:1"),
        ),
        (
            *("T-2", "=乙局", "黄牌", "求决类办理期限", first, None),
            *("新增", asked, "T04改选“算第一天”：生效", "handle.yellow:乙局:1"),
        ),
        (
            *("T-2", "甲局", "红牌", "办结时过了红牌的时刻", first, None),
            *("新增", asked, "T04改选“算第一天”：生效", "late_closing.red:乙局:1"),
        ),
    ]
    sheet = book["取决于读法"]
    assert sheet.cell(2, 6).number_format == 'yyyy"年"m"月"d"日" "24:00"'
    assert sheet.cell(6, 2).data_type == "s"
    (row,) = rows_of(book, "牌")
    assert row["取决于读法"] == f"{asked}；T05（最后一天到几点为止）"


def test_every_option_tried_is_told_with_what_it_changes(
    made: Callable[..., Book],
) -> None:
    rows = tried_rows() | {"tried": ["T07=reached_counts", *tried_rows()["tried"]]}
    sheet = made(MARCH, **rows)["读法"]
    said = list(sheet.iter_rows(max_row=3, values_only=True))
    heads, *options = sheet.iter_rows(min_row=5, values_only=True)
    assert [row[0] for row in said] == [
        "逐一试了4种现在没有采用的选法，每次只改一处读法。",
        "生效的牌和处理共1项：不论怎样读都成立的0项，取决于一处读法的0项，"
        "取决于几处读法的1项。",
        "超期的时限共1项：不论怎样读都成立的0项，取决于一处读法的1项，"
        "取决于几处读法的0项。",
    ]
    assert sheet.auto_filter.ref == "A5:N9"
    assert sheet.freeze_panes == "B6"
    told = [dict(zip(heads, row, strict=True)) for row in options]
    assert [tuple(row[one] for one in heads[6:12]) for row in told] == [
        (0, 2, 1, 1, 0, 0),
        (1, 0, 0, 0, 0, 1),
        (1, 0, 0, 0, 0, 0),
        (0, 0, 0, 0, 0, 0),
    ]
    assert [row["有无影响"] for row in told] == ["有", "有", "有", "没有"]
    assert told[0] | {"条文": None} == told[0] | {
        "读法": "T04",
        "问题": "派发当天算不算一天",
        "现在用的": "不算，次日起数",
        "有无依据": "有依据",
        "改选": "算第一天",
        "条文": None,
        "命令里的写法": "T04=counted",
    }
    assert told[0]["条文"].startswith("清府办〔2015〕10号第四条（二）")


def test_sentences_stand_over_the_first_sheet_only(made: Callable[..., Book]) -> None:
    book = made(MARCH, **tried_rows(), most_rows=6)
    assert [book["读法"].cell(5, 1).value, book["读法（2）"].cell(1, 1).value] == [
        "读法",
        "读法",
    ]
    assert book["读法（2）"].cell(3, 5).value == "到与派发时相同的钟点"


def test_without_other_readings_nothing_is_said_of_them(
    made: Callable[..., Book],
) -> None:
    book = made(**tried_rows() | {"tried": []})
    assert book.sheetnames == SHEETS
    assert "取决于读法" not in rows_of(book, "牌")[0]


def test_lists_of_a_real_run_are_as_long_as_its_figures_say(
    profile: Profile, tmp_path: Path
) -> None:
    histories = generate_histories("qingyuan", count=250, seed=5)
    as_of, period = "2024-06-30T23:59:59+08:00", "2022-01..2023-06"
    run = run_of(tmp_path, "qingyuan", histories, as_of, period)
    path = tmp_path / "report.xlsx"
    write_workbook(run, path, profile=profile)
    book = openpyxl.load_workbook(path)
    totals: Counter[str] = Counter()
    for row in rows_of(book, "单位月度"):
        totals.update({head: n for head, n in row.items() if isinstance(n, int)})
    cards = Counter(
        row["牌或处理"] + ("" if row["状态"] == "生效" else f"（{row['状态']}）")
        for row in rows_of(book, "牌")
    )
    assert {"红牌", "黄牌", "黄牌（被吸收）"} <= set(cards)
    assert {kind: totals[kind] for kind in cards} == cards
    late = Counter(row["状态"] for row in rows_of(book, "超期"))
    assert late == {
        state: totals[state] for state in ("超期完成", "超期未完成") if totals[state]
    }
    assert len(rows_of(book, "压线")) == totals["压线"] > 0
    months = {row["月份"] for row in rows_of(book, "各月合计")}
    assert months == {f"2022年{n}月" for n in range(1, 13)} | {
        f"2023年{n}月" for n in range(1, 7)
    }
    sheet = book["汇总"].iter_rows(min_row=2, max_col=3, values_only=True)
    for title, _, number in sheet:
        if title is None:
            break
        assert title == "按时率" or totals[title] == number, title


def test_lists_are_set_up_for_screen_and_print(made: Callable[..., Book]) -> None:
    book = made(tickets=[ticket(1)], deadlines=[limit(1)], penalties=[card(1)])
    for name in SHEETS[2:]:
        sheet = book[name]
        assert sheet.freeze_panes == "B2", name
        assert sheet.auto_filter.ref.startswith("A1:"), name
        assert sheet.print_title_rows == "$1:$1", name
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert "&P" in sheet.oddFooter.center.text
    cards = book["牌"]
    assert cards.print_area == "'牌'!$A$1:$K$2"
    assert cards["K2"].alignment.wrap_text
    assert cards.column_dimensions["K"].width > 30


def test_states_are_words_with_a_colour_beside_them(made: Callable[..., Book]) -> None:
    book = made(
        tickets=[ticket(1)],
        penalties=[card(1, kind="red_card"), card(1, state="absorbed")],
    )
    red, yellow = (book["牌"].cell(row, 3) for row in (2, 3))
    assert (red.value, yellow.value) == ("红牌", "黄牌")
    assert red.fill.fgColor.rgb != yellow.fill.fgColor.rgb
    assert book["牌"]["D3"].value == "被吸收"
    assert book["牌"]["D3"].font.italic


def test_a_row_is_as_high_as_its_longest_text(made: Callable[..., Book]) -> None:
    book = made(
        tickets=[ticket(1)],
        penalties=[card(1, reason="短", because="{}"), card(1, reason="长" * 200)],
    )
    heights = book["牌"].row_dimensions
    assert heights[3].height > 2 * heights[2].height


def test_the_same_run_gives_the_same_bytes(
    made: Callable[..., Book], tmp_path: Path
) -> None:
    rows = {"tickets": [ticket(1)], "penalties": [card(1)]}
    path = tmp_path / "report.xlsx"
    book = made(**rows)
    first = path.read_bytes()
    made(**rows)
    assert path.read_bytes() == first
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy


def test_what_cannot_be_written_is_told_as_the_system_says_it(
    profile: Profile, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        write_workbook(HandRun(MANIFEST), tmp_path / "no" / "x.xlsx", profile=profile)


def test_nothing_is_written_of_a_run_that_breaks_off(
    profile: Profile, tmp_path: Path
) -> None:
    class Broken(HandRun):
        def tables(self, name: str, columns: Any = None) -> Any:
            if name == "findings":
                raise OSError("the table is damaged")
            return super().tables(name, columns)

    with pytest.raises(OSError, match="damaged"):
        write_workbook(Broken(MANIFEST), tmp_path / "x.xlsx", profile=profile)
    assert not [*tmp_path.iterdir()]


def test_an_empty_run_says_that_there_is_nothing(made: Callable[..., Book]) -> None:
    book = made()
    for name in SHEETS[2:]:
        assert book[name]["A2"].value == "（没有）", name


def test_in_english(made: Callable[..., Book]) -> None:
    book = made(
        tickets=[ticket(1)],
        deadlines=[limit(1)],
        penalties=[card(1), card(1)],
        lang="en",
        most_rows=2,
    )
    assert book.sheetnames[5:7] == ["cards", "cards (2)"]
    (row,) = rows_of(book, "cards")
    assert (row["penalty"], row["state"]) == ("yellow card", "effective")
    assert row["what it says"] == "Request over five working days: yellow card"
    assert row["how late"] == "1 day 2 hours"
    assert row["day by day"] == (
        "counted: 2–5 Mar, Mon 8 Mar; not counted: Mon 1 Mar day of the start, "
        "6–7 Mar 周末"
    )


def test_the_page_about_it_defines_every_figure_and_names_every_sheet() -> None:
    page = (ROOT / "docs" / "zh" / "审核工作簿.md").read_text("utf-8")
    for figure in (*figures.FIXED, *figures.STANDINGS):
        assert f"| {figure.title.zh} | {figure.meaning.zh} |" in page, figure.id
    for name in SHEETS:
        assert f"\n| {name} |" in page, name


def test_the_tables_by_hand_are_those_of_a_run() -> None:
    kinds = {name: dict(columns) for name, columns in TABLES.items()}
    for name, row in (("tickets", ticket(1)), ("deadlines", limit(1))):
        assert set(row) <= set(kinds[name])
    assert set(card(1)) <= set(kinds["penalties"])


@pytest.mark.slow
def test_libreoffice_opens_it_and_shows_the_same(
    made: Callable[..., Book], tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (libreoffice-calc-nogui)")
    numbers = range(1, len(SLY) + 1)
    made(
        tickets=[ticket(n, id=SLY[n - 1]) for n in numbers],
        deadlines=[limit(n) for n in numbers],
        penalties=[card(n) for n in numbers],
    )
    sheet = SHEETS.index("牌") + 1
    # Separators, text as it is shown, UTF-8, from the first line on, of that sheet.
    how = f"44,34,76,1,,0,false,false,true,false,false,{sheet}"
    form = f"csv:Text - txt - csv (StarCalc):{how}"
    subprocess.run(
        [
            *(office, "--headless", f"-env:UserInstallation=file://{tmp_path}/office"),
            *("--convert-to", form, "--outdir", str(tmp_path)),
            str(tmp_path / "report.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    (written,) = tmp_path.glob("*.csv")
    with written.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    ids = [row["工单编号"].replace("_x005F", "") for row in rows_of(book, "牌")]
    assert [row["工单编号"] for row in rows] == ids
    assert {row["期满"] for row in rows} == {"2021年3月8日 24:00"}
    assert {row["自何时起"] for row in rows} == {"2021年3月9日 00:00"}
