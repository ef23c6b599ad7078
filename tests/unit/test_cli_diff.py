"""`hotline-rules diff`: two profiles, and past tickets judged by both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from hotline_rules.cli import main

ROOT = Path(__file__).resolve().parents[2]
ZIBO = ROOT / "profiles/zibo.yaml"
TICKETS = str(ROOT / "examples/zibo.jsonl")
ON = ["--on", TICKETS, "--as-of", "2021-03-17T09:00:00+08:00"]


class Ran(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture
def diff(capsys: pytest.CaptureFixture[str]) -> Any:
    def runner(*arguments: str) -> Ran:
        try:
            status = main(["diff", *arguments])
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        return Ran(status, *capsys.readouterr())

    return runner


@pytest.fixture
def shorter(tmp_path: Path) -> str:
    """Zibo with three working days in place of five."""
    file = tmp_path / "zibo-3.yaml"
    text = ZIBO.read_text("utf-8").replace("5 working days", "3 working days")
    file.write_text(text, "utf-8")
    return str(file)


def test_tickets_are_told_one_by_one_then_counted_by_unit(
    diff: Any, shorter: str
) -> None:
    ran = diff("zibo", shorter, *ON)
    assert ran.status == 0
    assert (
        "ZB-ON-TIME\n"
        "  灯（甲区）：最重由“黄灯”改为“红灯”\n"
        "  时限“办理期限”（甲区）：到期由“2021-03-08 24:00”改为“2021-03-04 24:00”；"
        "状态由“按时完成”改为“超期完成”\n"
    ) in ran.out
    assert "截至 2021-03-17 09:00：13 件工单里 12 件的结果不一样。\n" in ran.out
    assert "  甲区：6 件，时限 6，" in ran.out


def test_rules_are_told_with_both_texts_and_a_case(diff: Any, tmp_path: Path) -> None:
    file = tmp_path / "zibo-3.yaml"
    text = ZIBO.read_text("utf-8").replace(
        "{otherwise: 5 working days}", "{otherwise: 3 working days}"
    )
    file.write_text(text, "utf-8")
    ran = diff("zibo", str(file))
    assert ran.status == 0
    assert ran.out.startswith("规则改动 1 项。\n\n1. 办理期限（第十一条（三）")
    assert "   原：“办理期限”的时限：其他情形的，在五个工作日内。\n" in ran.out
    assert "   现：“办理期限”的时限：其他情形的，在三个工作日内。\n" in ran.out
    assert "   比原来严：对所有工单都如此。\n   例如案例“" in ran.out
    [line] = diff("zibo", str(file), "--format", "jsonl").out.splitlines()
    entry = json.loads(line)
    assert (entry["id"], entry["direction"], entry["decided"]) == (
        "handle",
        "stricter",
        True,
    )
    assert entry["witness"]["history"]["events"]


def test_cases_beside_a_profile_with_a_fault_end_the_run(
    diff: Any, shorter: str
) -> None:
    beside = Path(shorter).parent / "cases" / "zibo"
    beside.mkdir(parents=True)
    (beside / "01.yaml").write_text("profile: zibo\ncases: 3\n", "utf-8")
    ran = diff("zibo", shorter)
    assert ran.status == 1
    assert "01.yaml" in ran.err


def test_comments_and_layout_are_no_change(diff: Any, tmp_path: Path) -> None:
    file = tmp_path / "zibo.yaml"
    text = "# 只加一行注释\n" + ZIBO.read_text("utf-8").replace("\n\n", "\n\n\n")
    file.write_text(text, "utf-8")
    ran = diff("zibo", str(file), *ON)
    assert ran.status == 0
    assert ran.out.startswith("规则没有改动。\n")
    assert "13 件工单里 0 件的结果不一样" in ran.out


def test_lines_of_json_say_the_same(diff: Any, shorter: str) -> None:
    ran = diff("zibo", shorter, *ON, "--format", "jsonl")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    tickets = [one for one in lines if one["what"] == "ticket"]
    tally = lines[-1]
    assert len(tickets) == tally["changed"]["tickets"] == 12
    assert tally["looked_at"] == 13
    first = tickets[0]["differences"][1]
    assert (first["list"], first["fields"]) == ("deadlines", ["due_at", "state"])
    assert first["from"]["due_at"] == "2021-03-09T00:00:00+08:00"
    assert first["to"]["due_at"] == "2021-03-05T00:00:00+08:00"


def test_it_says_which_of_the_two_is_invalid(diff: Any, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: 1\ncity: trial\n", "utf-8")
    ran = diff("zibo", str(broken))
    assert ran.status == 3
    assert f"规则 {broken} 有错，不能比较" in ran.err
    assert "规则 zibo 有错" not in ran.err
    both = diff(str(broken), str(tmp_path / "none.yaml"))
    assert both.status == 3
    assert both.err.count("不能比较") == 2


@pytest.mark.parametrize("arguments", [ON[:2], ON[2:]])
def test_tickets_and_the_instant_go_together(diff: Any, arguments: list[str]) -> None:
    ran = diff("zibo", "zibo", *arguments)
    assert ran.status == 2
    assert "--on 和 --as-of 要一起用" in ran.err


def test_a_line_that_cannot_be_read_is_reported_and_the_rest_compared(
    diff: Any, shorter: str, tmp_path: Path
) -> None:
    file = tmp_path / "dirty.jsonl"
    file.write_text("{]\n" + Path(TICKETS).read_text("utf-8"), "utf-8")
    ran = diff("zibo", shorter, "--on", str(file), *ON[2:])
    assert ran.status == 1
    assert "13 件工单里 12 件" in ran.out
    assert "dirty.jsonl:1" in ran.err
