"""`hotline-rules assess`: tables, lines, sheets and bulletins from files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from hotline_rules.cli import main
from hotline_rules.diagnostics.render import display_width

ROOT = Path(__file__).resolve().parents[2]
ZIBO = ["--profile", "zibo", "--as-of", "2021-04-02T09:00:00+08:00"]
QINGYUAN = ["--profile", "qingyuan", "--as-of", "2024-04-10T09:00:00+08:00"]


def ticket(id_: str, unit: str, *events: tuple[str, str], **facts: str) -> str:
    listed = [
        {"type": type_, "at": f"{at}+08:00", "unit": unit} for at, type_ in events
    ]
    return json.dumps({"id": id_, "attributes": facts, "events": listed})


SENT = ("2021-03-01T10:00:00", "dispatched")
IN_TIME = ("2021-03-05T10:00:00", "result_submitted")
TICKETS = [
    ticket("Z-1", "张店区", SENT, IN_TIME),
    ticket("Z-2", "张店区", SENT),
    ticket("Z-3", "临淄区", SENT, IN_TIME),
]
CARD = ticket("Q-1", "甲局", ("2024-03-22T10:00:00", "dispatched"), kind="request")


class Ran:
    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def runner(lines: list[str], *arguments: str) -> Ran:
        file = tmp_path / "histories.jsonl"
        file.write_text("\n".join(lines), "utf-8")
        try:
            status = main(["assess", str(file), *arguments])
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        return Ran(status, *capsys.readouterr())

    return runner


def test_table__is_aligned_and_in_chinese(run: Any) -> None:
    ran = run(TICKETS, *ZIBO, "--month", "2021-03")
    month, head, *rows = ran.out.splitlines()
    assert (ran.status, month) == (0, "2021-03")
    assert head.split()[:4] == ["单位", "收到", "到期", "按时"]
    assert "按时办结率" in head
    assert {display_width(row) for row in rows} == {display_width(head)}
    at = head.split().index("按时办结率")
    rates = {row.split()[0]: row.split()[at] for row in rows}
    assert rates == {**dict.fromkeys(rates, "—"), "临淄区": "100.00", "张店区": "50.00"}


def test_table__several_months_open_ones_and_english(run: Any) -> None:
    late = ticket("Z-4", "张店区", ("2021-03-26T10:00:00", "dispatched"))
    ran = run([*TICKETS, late], *ZIBO, "--lang", "en")
    assert ran.out.splitlines()[0] == "2021-03"
    assert "\n\n2021-04 (not over)\n" in ran.out
    assert "on_time_rate" in ran.out


def test_table__of_nothing(run: Any) -> None:
    ran = run([], *ZIBO)
    assert ran.out == "没有可以汇总的。\n"
    assert ran.status == 0


def test_table__says_what_is_undetermined_and_in_no_month(run: Any) -> None:
    unknown = ticket("Q-2", "乙局", ("2024-03-22T10:00:00", "dispatched"))
    reading = ["--reading", "P06=closing"]
    ran = run([CARD, unknown], *QINGYUAN, *reading)
    assert "未定（缺少的事实或数值，件数）：kind 1\n" in ran.out
    assert "还算不到哪个月：红牌 1、承办单位红黄牌情况通报 1\n" in ran.out
    ran = run([CARD, unknown], *QINGYUAN, *reading, "--lang", "en")
    assert "undetermined (what is not known, histories): kind 1\n" in ran.out
    assert "in no month yet: red_cards 1, card_bulletin 1\n" in ran.out


def test_table__names_what_is_missing_and_who_names_no_unit(run: Any) -> None:
    points = ticket(
        "S-1",
        "县水利局",
        ("2021-12-01T09:00:00", "dispatched"),
        ("2021-12-06T09:00:00", "reminder_sent"),
        ("2021-12-07T08:00:00", "ticket_list_compiled"),
        kind="request",
    ).replace('"type": "reminder_sent"', '"type": "reminder_sent", "kind": "unsigned"')
    nobody = json.dumps(
        {
            "id": "S-2",
            "events": [
                {
                    "type": "callback_done",
                    "at": "2021-12-03T10:00:00+08:00",
                    "contacted": True,
                }
            ],
        }
    )
    shicheng = ["--profile", "shicheng", "--as-of", "2022-01-06T09:00:00+08:00"]
    ran = run([points, nobody], *shicheng)
    assert "\n缺：assessment_full、points_unsigned\n" in ran.out
    assert "\n（未写明单位）" in ran.out
    english = run([points, nobody], *shicheng, "--lang", "en").out
    assert "\nn/a: assessment_full, points_unsigned\n" in english
    sheet = run([points], *shicheng, "--format", "csv").out
    assert sheet.splitlines()[1].endswith(",assessment_full points_unsigned")


def test_jsonl__a_row_a_line_and_the_notes_last(run: Any) -> None:
    ran = run(TICKETS, *ZIBO, "--format", "jsonl", "--cases")
    *rows, notes = ran.lines
    assert {row["month"] for row in rows} == {"2021-03"}
    of = {row["unit"]: row["figures"] for row in rows}
    rate = of["张店区"]["on_time_rate"]
    assert rate["value"] == "50.00"
    assert rate["cases"] == {"of": ["Z-1"], "over": ["Z-1", "Z-2"]}
    assert notes["line"] == "notes"
    assert notes["histories"] == {"ticket": 3}
    plain = run(TICKETS, *ZIBO, "--format", "jsonl").lines
    assert all("cases" not in row["figures"]["received"] for row in plain[:-1])


def test_jsonl__the_order_of_tickets_does_not_matter(run: Any) -> None:
    there = run(TICKETS, *ZIBO, "--format", "jsonl").out
    back = run(TICKETS[::-1], *ZIBO, "--format", "jsonl").out
    assert there == back


def test_csv__for_spreadsheets(run: Any, tmp_path: Path) -> None:
    ran = run(TICKETS, *ZIBO, "--format", "csv")
    head, *rows = csv.reader(io.StringIO(ran.out))
    assert head[:3] == ["月份", "单位", "收到"]
    [first] = [row for row in rows if row[1] == "临淄区"]
    assert first[:3] == ["2021-03", "临淄区", "1"]
    assert first[head.index("服务过程满意率")] == ""
    assert head[-1] == "缺少"
    file = tmp_path / "out.csv"
    run(TICKETS, *ZIBO, "--format", "csv", "--lang", "en", "--output", str(file))
    assert file.read_bytes().startswith(b"\xef\xbb\xbfmonth,unit,received,")


def test_csv__a_name_is_never_a_formula_and_numbers_stay_numbers(run: Any) -> None:
    odd = ["=1+1", "+86", "-1", "@a", "＝A1", "'甲局", '=HYPERLINK("a,b")', "甲-=乙"]  # noqa: RUF001
    tickets = [ticket(f"Z-{n}", unit, SENT) for n, unit in enumerate(odd)]
    sheet = run(tickets, *ZIBO, "--format", "csv").out
    _, *rows = csv.reader(io.StringIO(sheet))
    cells = {row[1] for row in rows}
    assert {f"'{unit}" for unit in odd[:-1]} | {odd[-1]} <= cells
    assert not any(cell.startswith("'") for row in rows for cell in row[2:])
    lines = run(tickets, *ZIBO, "--format", "jsonl").lines[:-1]
    assert {cell.removeprefix("'") for cell in cells} == {row["unit"] for row in lines}


def test_table__a_name_that_would_break_the_line(run: Any) -> None:
    ran = run([ticket("Z-1", "甲\n乙\x1b局", SENT)], *ZIBO)
    assert "甲?乙?局" in ran.out


def test_repeated__is_counted_once_and_said(run: Any) -> None:
    ran = run([*TICKETS, *TICKETS], *ZIBO, "--format", "jsonl")
    once = run(TICKETS, *ZIBO, "--format", "jsonl").out
    assert ran.out == once.replace('"repeated":0', '"repeated":3')
    assert ran.status == 0
    said = ran.err.splitlines()
    assert "histories.jsonl:4:1: 警告[history-repeated]: 历史 `Z-1` 在前面" in said[0]
    assert len([line for line in said if "改法" in line]) == 1
    assert said[-1] == "重复的历史 3 条，内容相同，都只计一次"


def test_repeated__very_many_are_only_numbered(run: Any) -> None:
    many = [ticket(f"Z-{number}", "张店区", SENT) for number in range(25)]
    ran = run([*many, *many], *ZIBO, "--lang", "en")
    assert ran.err.count("history-repeated") == 20
    assert ran.err.endswith("25 histories came twice and were counted once\n")


def test_contradiction__there_is_no_table(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    other = ticket("Z-1", "张店区", SENT)
    ran = run([*TICKETS, other], *ZIBO, "--format", "csv", "--output", str(file))
    assert (ran.status, ran.out, file.exists()) == (1, "", False)
    assert ":4:1: 错误[history-differs]: 历史 `Z-1` 在前面出现过，内容不同" in ran.err
    assert "改法：只留正确的一条" in ran.err
    assert ran.err.endswith("没有出表：1 条历史和前面同一编号的内容不同\n")
    assert "no table: 1 histories" in run([*TICKETS, other], *ZIBO, "--lang", "en").err


def test_bulletin__of_the_month(run: Any, tmp_path: Path) -> None:
    ran = run([CARD], *QINGYUAN, "--bulletin", "--month", "2024-04")
    assert ran.out.splitlines()[:2] == [
        "承办单位红黄牌情况通报（2024年4月）",
        "市政务服务数据管理局",
    ]
    assert "一、甲局（红牌1）" in ran.out
    assert "Q-1　红牌“超出六个工作日”（甲局）：自2024年4月2日00:00起" in ran.out
    file = tmp_path / "通报.txt"
    run([CARD], *QINGYUAN, "--bulletin", "--month", "2024-04", "--output", str(file))
    assert file.read_text("utf-8") == ran.out


def test_bulletin__of_every_month_there_is(run: Any) -> None:
    ran = run([CARD], *QINGYUAN, "--bulletin", "--from", "2024-03", "--to", "2024-04")
    assert "（2024年3月）" in ran.out
    assert "\n\n承办单位红黄牌情况通报（2024年4月）\n" in ran.out
    assert run([CARD], *QINGYUAN, "--bulletin").out == ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--month", "2021-3"], "2021-3: 月份写成 2021-03"),
        (["--month", "9999-12"], "9999-12: 月份写成 2021-03"),
        (["--bulletin", "--format", "csv"], "--bulletin 是文字"),
        (["--output", "nowhere/a.csv"], "--output nowhere/a.csv: 没有这个文件夹"),
        (["--output", "."], "--output .: 没有这个文件夹，或不是文件"),
        (["--from", "2021-03"], "--from 和 --to 要成对"),
        (["--from", "2021-04", "--to", "2021-03"], "先后不能颠倒"),
        (["--month", "2021-03", "--to", "2021-04"], "--month 不和 --from、--to 一起用"),
        (["--bulletin"], "--bulletin: zibo 的 measures 里没有 list"),
    ],
)
def test_usage__what_makes_no_sense(run: Any, arguments: list[str], said: str) -> None:
    ran = run(TICKETS, *ZIBO, *arguments)
    assert ran.status == 2
    assert said in ran.err


def test_output__never_over_the_input(run: Any, tmp_path: Path) -> None:
    ran = run(TICKETS, *ZIBO, "--output", str(tmp_path / "histories.jsonl"))
    assert ran.status == 2
    assert "会覆盖输入文件" in ran.err


def test_input__that_cannot_be_read_is_status_1_and_the_rest_is_counted(
    run: Any,
) -> None:
    ran = run([*TICKETS, "{"], *ZIBO, "--format", "jsonl")
    assert ran.status == 1
    assert ran.lines[-1]["histories"] == {"ticket": 3}
