"""`hotline-rules import`: exports to histories, with the balance and what is left."""

from __future__ import annotations

import csv
import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from hotline_rules.cli import main
from hotline_rules.cli.progress import Meter
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from pathlib import Path

MAPPING = """\
format: 1
rows: ticket
zone: Asia/Shanghai
id: 工单编号
attributes:
  kind: {column: 类型, values: {求助: request, 咨询: consultation}}
events:
  - {type: ticket_created, at: 受理时间, caller_ref: 来电人编号}
  - {type: dispatched, at: 派单时间, unit: 承办单位, role: {is: lead}}
  - {type: result_submitted, at: 办结时间, unit: 承办单位}
ignore: [来电人, 诉求]
"""
HEADINGS = "工单编号,类型,受理时间,来电人编号,派单时间,承办单位,办结时间,来电人,诉求"
ONE = "ZB-1,求助,2021-03-01 09:00:00,C7,2021-03-01 10:00:00,甲局,,张三,=1+1"
TWO = "ZB-2,咨询,2021-03-02 09:00:00,C8,2021-03-02 10:00:00,乙局,,李四,路灯不亮"
ODD = "=ZB3,求助,哪天,C9,2021-03-02 10:00:00,乙局,,王五,停水"
OTHER = ONE.replace("甲局", "丙局")


class Desk:
    """A folder with exports, and the command run in it."""

    def __init__(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.folder = folder
        self.capsys = capsys
        self.out = self.err = ""
        monkeypatch.chdir(folder)
        (folder / "map.yaml").write_text(MAPPING, "utf-8")

    def export(self, name: str, *rows: str, encoding: str = "utf-8") -> None:
        text = "\n".join([HEADINGS, *rows]) + "\n"
        (self.folder / name).write_text(text, encoding)

    def run(self, *arguments: str, mapping: bool = True) -> int:
        given = ["import", *arguments, *(["--mapping", "map.yaml"] if mapping else [])]
        try:
            status = main(given)
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        self.out, self.err = self.capsys.readouterr()
        return status

    def lines(self, name: str) -> list[dict[str, Any]]:
        text = (self.folder / name).read_text("utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def sheet(self, name: str) -> list[dict[str, str]]:
        text = (self.folder / name).read_text("utf-8-sig")
        return list(csv.DictReader(text.splitlines()))

    def names(self) -> set[str]:
        return {path.name for path in self.folder.iterdir()} - {"map.yaml"}


@pytest.fixture
def desk(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Desk:
    return Desk(tmp_path, monkeypatch, capsys)


def test_an_export__becomes_histories_that_can_be_judged(desk: Desk) -> None:
    desk.export("三月.csv", ONE, TWO, encoding="gb18030")
    assert desk.run("三月.csv", "-o", "历史.jsonl") == 0
    one, two = desk.lines("历史.jsonl")
    assert one["id"] == "ZB-1"
    assert one["attributes"] == {"kind": "request"}
    assert [event["type"] for event in one["events"]] == [
        "ticket_created",
        "dispatched",
    ]
    assert two["events"][1]["at"] == "2021-03-02T10:00:00+08:00"
    assert "共读入 2 行 = 用上 2 行（合成 2 条历史）+ 放到一边 0 行" in desk.err
    as_of = "2021-03-17T09:00:00+08:00"
    given = ["历史.jsonl", "--profile", "zibo", "--as-of", as_of]
    assert main(["evaluate", *given]) == 0
    results = desk.capsys.readouterr().out.splitlines()
    assert [json.loads(line)["id"] for line in results] == ["ZB-1", "ZB-2"]


def test_what_the_mapping_does_not_name__is_nowhere(desk: Desk) -> None:
    desk.export("a.csv", ONE, TWO, ODD, ONE)
    files = ["--set-aside", "s.csv", "--findings", "f.csv", "--keep", "k.db"]
    assert desk.run("a.csv", "-o", "h.jsonl", *files) == 1
    for name in ("h.jsonl", "s.csv", "f.csv", "k.db"):
        written = (desk.folder / name).read_bytes()
        for said in ("张三", "李四", "王五", "路灯不亮", "停水", "1+1"):
            assert said.encode() not in written, (name, said)


def test_rows_that_cannot_be_used__are_in_a_sheet_with_place_and_reason(
    desk: Desk,
) -> None:
    desk.export("a.csv", ONE, ODD)
    assert desk.run("a.csv", "-o", "h.jsonl") == 1
    assert "放到一边 1 行" in desk.err
    (row,) = desk.sheet("h.set-aside.csv")
    assert (row["序号"], row["文件"], row["行"]) == ("1", "a.csv", "3")
    assert row["代码"] == "unreadable-time"
    assert "工单编号==ZB3" in row["内容"]
    assert "哪天" in row["原因"]


def test_a_row_that_contradicts__is_shown_in_words_of_people(desk: Desk) -> None:
    desk.export("a.csv", ONE, OTHER)
    assert desk.run("a.csv", "-o", "h.jsonl") == 1
    (row,) = desk.sheet("h.set-aside.csv")
    assert row["内容"].startswith("编号=ZB-1; 工单类别=求决; ")
    assert "“派发”的单位=丙局; “派发”的身份=主办" in row["内容"]


def test_cells__never_begin_a_formula(desk: Desk) -> None:
    desk.export("=a.csv", ONE, OTHER)
    given = ["-o", "h.jsonl", "--findings", "f.csv", "--lang", "en"]
    assert desk.run("=a.csv", *given) == 1
    (row,) = desk.sheet("h.set-aside.csv")
    assert row["file"] == "'=a.csv"
    assert row["code"] == "contradicting-row"
    assert "'=a.csv" in [row["file"] for row in desk.sheet("f.csv")]


def test_rows_that_repeat__are_no_loss(desk: Desk) -> None:
    desk.export("a.csv", ONE, ONE)
    assert desk.run("a.csv", "-o", "h.jsonl") == 0
    assert "　1 行：与另一行重复" in desk.err
    assert len(desk.lines("h.jsonl")) == 1


def test_repeated_last__is_for_the_mapping_to_say(desk: Desk) -> None:
    desk.export("a.csv", ONE, OTHER)
    (desk.folder / "map.yaml").write_text(MAPPING + "repeated: last\n", "utf-8")
    desk.run("a.csv", "-o", "h.jsonl")
    assert desk.lines("h.jsonl")[0]["events"][1]["unit"] == "丙局"


def test_what_the_mapping_lacks__is_told_with_the_rows_it_keeps_out(desk: Desk) -> None:
    other = TWO.replace("咨询", "表扬")
    late = TWO.replace("2021-03-02 10:00:00", "2021-03-02")
    rows = [row.replace("ZB-2", f"ZB-{n}") for n, row in enumerate([other] * 3, 10)]
    rows += [late, late.replace("ZB-2", "ZB-3").replace("03-02", "03-03"), ONE]
    desk.export("a.csv", *rows)
    assert desk.run("a.csv", "-o", "h.jsonl") == 1
    told = desk.err.partition("补上再导入一次：\n")[2].splitlines()
    assert told[0] == (
        "　3 行：“类型”的 `表扬` 没有对照；在对照表第 6 行的值表里加上它"
    )
    assert told[1].startswith("　2 行：“派单时间”里有的只有日期")
    assert "date_only 里写 dispatched: " in told[1]


def test_units_that_the_mapping_knows_as_renamed__are_no_finding(desk: Desk) -> None:
    old, new = "市环境保护局", "市生态环境局"
    rows = [
        TWO.replace("ZB-2", f"ZB-{number}")
        .replace("2021-03", f"2021-{month}")
        .replace("乙局", unit)
        for unit, months in ((old, ("01", "03", "05")), (new, ("06", "08", "09")))
        for number, month in enumerate(months, 10 if unit == old else 20)
    ]
    desk.export("a.csv", *rows)
    desk.run("a.csv", "-o", "h.jsonl", "--findings", "f.csv")
    assert "maybe-renamed" in [row["代码"] for row in desk.sheet("f.csv")]
    more = f"units: {{{old}: {{is: {new}, from: 2021-06-01}}}}\n"
    (desk.folder / "map.yaml").write_text(MAPPING + more, "utf-8")
    assert desk.run("a.csv", "-o", "h.jsonl", "--findings", "f.csv") == 0
    assert "maybe-renamed" not in [row["代码"] for row in desk.sheet("f.csv")]


def test_findings__are_told_by_kind_and_unit(desk: Desk) -> None:
    desk.export("a.csv", ONE, OTHER, TWO.replace("ZB-2", "zb-1"))
    desk.run("a.csv", "-o", "h.jsonl", "--findings", "f.csv")
    table = [line.split() for line in desk.err.splitlines()]
    assert ["同一工单的两行矛盾", "丙局", "1"] in table
    (found,) = [
        row for row in desk.sheet("f.csv") if row["代码"] == "contradicting-rows"
    ]
    assert (found["工单"], found["单位"], found["行"]) == ("ZB-1", "丙局", "3")
    assert "similar-ids" in {row["代码"] for row in desk.sheet("f.csv")}


def test_without_output__histories_go_to_standard_output(desk: Desk) -> None:
    desk.export("a.csv", ONE, ODD)
    assert desk.run("a.csv") == 1
    assert json.loads(desk.out)["id"] == "ZB-1"
    assert desk.names() == {"a.csv"}


def test_only_the_outputs_are_left(desk: Desk) -> None:
    desk.export("a.csv", ONE)
    desk.run("a.csv", "-o", "h.jsonl")
    assert desk.names() == {"a.csv", "h.jsonl", "h.set-aside.csv"}
    desk.run("a.csv", "-o", "h.jsonl", "--keep", "k.db")
    assert "k.db" in desk.names()


def test_files_that_cannot_be_read__are_told_and_the_rest_is_taken(
    desk: Desk,
) -> None:
    desk.export("a.csv", ONE)
    (desk.folder / "b.csv").write_text("甲,乙\n1,2\n", "utf-8")
    assert desk.run("none.csv", "b.csv", "a.csv", "-o", "h.jsonl") == 1
    assert "file-not-found" in desk.err
    assert "unknown-column" in desk.err
    assert "… 还有" in desk.err
    assert "b.csv：没有读完" in desk.err
    assert len(desk.lines("h.jsonl")) == 1


def test_a_table_without_a_mapping__is_asked_for_one(desk: Desk) -> None:
    desk.export("a.csv", ONE)
    assert desk.run("a.csv", mapping=False) == 1
    assert "mapping-missing" in desk.err
    assert "import --guess a.csv" in desk.err


def test_a_mapping_with_faults__is_shown_with_its_lines(desk: Desk) -> None:
    desk.export("a.csv", ONE)
    (desk.folder / "map.yaml").write_text("format: 1\nrow: ticket\n", "utf-8")
    assert desk.run("a.csv", "-o", "h.jsonl") == 3
    assert "map.yaml:2:1: 错误[unknown-key]" in desk.err
    assert desk.names() == {"a.csv"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "a.csv"], "--output a.csv: 会覆盖输入文件"),
        (["-o", "map.yaml"], "--output map.yaml: 会覆盖输入文件"),
        (["--set-aside", "a.csv"], "--set-aside a.csv: 会覆盖输入文件"),
        (["--findings", "./a.csv"], "--findings ./a.csv: 会覆盖输入文件"),
        (["--keep", "a.csv"], "--keep a.csv: 会覆盖输入文件"),
        (["-o", "x/y.jsonl"], "没有这个文件夹"),
        (["-o", "h", "--findings", "h"], "两样东西写进同一个文件"),
        (["--heading-row", "0"], "从 1 数起"),
        (["--zone", "Mars"], "没有这个时区"),
    ],
)
def test_arguments_that_make_no_sense__are_refused(
    desk: Desk, arguments: list[str], said: str
) -> None:
    desk.export("a.csv", ONE)
    before = (desk.folder / "a.csv").read_bytes()
    assert desk.run("a.csv", *arguments) == 2
    assert said in desk.err
    assert (desk.folder / "a.csv").read_bytes() == before


def test_pseudonyms__are_the_same_in_every_run_with_one_key(desk: Desk) -> None:
    desk.export("a.csv", ONE, ODD)
    (desk.folder / "key").write_text("a key that nobody can guess\n")
    for name in ("1", "2"):
        given = ["--pseudonymise", "key", "-o", f"{name}.jsonl"]
        assert desk.run("a.csv", *given) == 1
        (one,) = desk.lines(f"{name}.jsonl")
        assert one["id"].startswith("p")
        assert one["events"][0]["caller_ref"] != "C7"
        assert desk.sheet(f"{name}.set-aside.csv")[0]["内容"] == ""
    assert desk.lines("1.jsonl") == desk.lines("2.jsonl")
    (desk.folder / "key").write_text("another one, just as long\n")
    desk.run("a.csv", "--pseudonymise", "key", "-o", "3.jsonl", "--with-text")
    assert desk.lines("3.jsonl") != desk.lines("1.jsonl")
    assert "=ZB3" in desk.sheet("3.set-aside.csv")[0]["内容"]


def test_pseudonyms__an_id_that_cannot_be_used_is_not_quoted(desk: Desk) -> None:
    desk.export("a.csv", ONE.replace("ZB-1", "2.02103E+17"))
    (desk.folder / "key").write_text("a key that nobody can guess\n")
    desk.run("a.csv", "--pseudonymise", "key", "-o", "h.jsonl", "--findings", "f.csv")
    assert desk.sheet("h.set-aside.csv")[0]["代码"] == "number-rounded"
    for name in ("h.set-aside.csv", "f.csv"):
        assert "2.02103" not in (desk.folder / name).read_text("utf-8")
    assert "2.02103" not in desk.err


def test_a_key_that_is_too_short__is_refused_before_anything(desk: Desk) -> None:
    desk.export("a.csv", ONE)
    (desk.folder / "key").write_text("1234\n")
    assert desk.run("a.csv", "--pseudonymise", "key", "-o", "h.jsonl") == 1
    assert "太短" in desk.err
    assert desk.names() == {"a.csv", "key"}


def interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Ctrl-C come when everything has been read."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hotline_rules.adapters.settle.Settling.run", interrupted)


def test_interrupted__the_same_command_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.export("a.csv", ONE, TWO)
    with monkeypatch.context() as patched:
        interrupt(patched)
        assert desk.run("a.csv", "-o", "h.jsonl") == 130
    assert "再运行同一条命令，会接着做" in desk.err
    assert desk.names() == {"a.csv", "h.jsonl.importing"}
    assert desk.run("a.csv", "-o", "h.jsonl") == 0
    assert [one["id"] for one in desk.lines("h.jsonl")] == ["ZB-1", "ZB-2"]
    assert "h.jsonl.importing" not in desk.names()


def test_interrupted__another_command_begins_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.export("a.csv", ONE, TWO)
    desk.export("b.csv", TWO)
    with monkeypatch.context() as patched:
        interrupt(patched)
        desk.run("a.csv", "-o", "h.jsonl")
        desk.run("a.csv", "--keep", "k.db")
    assert desk.run("b.csv", "-o", "h.jsonl") == 0
    assert "这次从头做" in desk.err
    assert [one["id"] for one in desk.lines("h.jsonl")] == ["ZB-2"]
    assert desk.run("b.csv", "--keep", "k.db") == 1  # asked to be kept: not thrown away
    assert "里已有另一次导入" in desk.err


def test_a_balance_that_does_not_hold__fails_with_the_numbers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "hotline_rules.adapters.intake._TAKE_SET_ASIDE",
        "DELETE FROM set_aside WHERE ? + ? + ? + ? + ? + ? + ? < 0",
    )
    desk.export("a.csv", ONE, ODD)
    assert desk.run("a.csv", "-o", "h.jsonl") == 1
    assert "共读入 2 行 = 用上 1 行（合成 1 条历史）+ 放到一边 0 行" in desk.err
    assert "数目对不上" in desk.err
    assert "h.jsonl" not in desk.names()


def test_an_output_that_cannot_be_written__is_told_and_nothing_half_is_left(
    desk: Desk,
) -> None:
    desk.export("a.csv", ONE)
    (desk.folder / "h.jsonl.writing").mkdir()
    assert desk.run("a.csv", "-o", "h.jsonl") == 1
    assert "写不了 h.jsonl" in desk.err
    assert "h.jsonl" not in desk.names()


def test_a_disk_that_fills_while_writing__leaves_the_store_and_nothing_half(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    desk.export("a.csv", ONE)
    with monkeypatch.context() as patched:
        patched.setattr("hotline_rules.adapters.store.join", full)
        assert desk.run("a.csv", "-o", "h.jsonl") == 1
    assert "磁盘空间不够" in desk.err
    assert desk.names() == {"a.csv", "h.jsonl.importing"}
    assert desk.run("a.csv", "-o", "h.jsonl") == 0
    assert len(desk.lines("h.jsonl")) == 1


# --- a mapping proposed ---------------------------------------------------------------


def test_guess__proposes_a_mapping_that_waits_to_be_confirmed(desk: Desk) -> None:
    desk.export("a.csv", ONE, TWO)
    assert desk.run("a.csv", "--guess", mapping=False) == 0
    assert "id: 工单编号" in desk.out
    assert "请确认：" in desk.err
    assert desk.names() == {"a.csv"}
    (desk.folder / "map.yaml").write_text(desk.out, "utf-8")
    assert desk.run("a.csv", "-o", "h.jsonl") == 3
    assert "错误[unconfirmed]" in desk.err


def test_guess__of_a_file_that_is_not_there_says_so_and_nothing_else(
    desk: Desk,
) -> None:
    assert desk.run("none.csv", "--guess", mapping=False) == 1
    assert "file-not-found" in desk.err
    assert "没有找到列名" not in desk.err


def test_guess__of_nothing_is_an_error(desk: Desk) -> None:
    (desk.folder / "h.jsonl").write_text('{"id": "1", "events": []}\n', "utf-8")
    assert desk.run("h.jsonl", "none.csv", "--guess", mapping=False) == 1
    assert "file-not-found" in desk.err
    assert "错误：没有找到列名" in desk.err
    assert desk.out == ""


# --- files of other kinds -------------------------------------------------------------


def test_an_archive__rows_stand_in_its_members(desk: Desk) -> None:
    desk.export("a.csv", ONE, ODD)
    with zipfile.ZipFile(desk.folder / "all.zip", "w") as archive:
        archive.write("a.csv")
    assert desk.run("all.zip", "-o", "h.jsonl", "--findings", "f.csv") == 1
    (row,) = desk.sheet("h.set-aside.csv")
    assert row["文件"] != "all.zip"
    assert row["文件"] in {found["文件"] for found in desk.sheet("f.csv")}
    assert "all.zip：" not in desk.err


def test_histories__need_no_mapping_but_a_zone_for_naive_times(desk: Desk) -> None:
    event = {"type": "dispatched", "at": "2021-03-01T10:00:00", "unit": "甲局"}
    line = json.dumps({"id": "1", "events": [event]})
    (desk.folder / "old.jsonl").write_text(line + "\n", "utf-8")
    assert desk.run("old.jsonl", "-o", "h.jsonl", mapping=False) == 1
    assert desk.sheet("h.set-aside.csv")[0]["代码"] == "not-a-history"
    given = ["-o", "h.jsonl", "--zone", "Asia/Shanghai"]
    assert desk.run("old.jsonl", *given, mapping=False) == 0
    assert desk.lines("h.jsonl")[0]["events"][0]["at"].endswith("+08:00")


# --- how far it has come --------------------------------------------------------------


class Clock:
    """Seconds as they are told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *shares: tuple[float, float | None],
) -> str:
    """Return the last line shown after these instants with these shares."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    clock = Clock()
    meter = Meter("zh", clock)
    for clock.now, share in shares:
        meter.show(Text("已读", "read"), 1234, share)
    return capsys.readouterr().err.split("\x1b[K")[-1]


def test_a_long_import__tells_how_far_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.export("a.csv", *(ONE.replace("ZB-1", f"ZB-{n}") for n in range(2048)))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("hotline_rules.cli.progress._PATIENCE", 0.0)
    monkeypatch.setattr("hotline_rules.cli.progress._EVERY", 0.0)
    assert desk.run("a.csv", "-o", "h.jsonl") == 0
    assert "已读 1,024  100%" in desk.err  # a small file is read at once
    assert "已写出历史 1,024  50%" in desk.err


def test_time_left__by_the_pace_since_this_run_began(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = told(monkeypatch, capsys, (0.0, 0.5), (60.0, 0.6))
    assert shown == "已读 1,234  60%，大约还要 4 分钟 …"
    shown = told(monkeypatch, capsys, (0.0, 0.0), (60.0, 0.95))
    assert shown == "已读 1,234  95%，还要不到 1 分钟 …"


def test_time_left__is_not_told_where_nobody_knows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(monkeypatch, capsys, (0.0, None), (9.0, None)) == "已读 1,234 …"
    assert told(monkeypatch, capsys, (1.5, 0.1), (2.5, 0.2)) == "已读 1,234  20% …"


def test_time_left__goes_by_the_pace_of_late(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    quick = [(float(second), second / 100) for second in range(11)]
    slow = [(10.0 + 10 * step, 0.1 + step / 1000) for step in range(1, 7)]
    shown = told(monkeypatch, capsys, *quick, *slow)
    assert shown == "已读 1,234  11%，大约还要 149 分钟 …"


def test_pace__is_what_was_done_in_a_second(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    clock = Clock()
    meter = Meter("zh", clock)
    for clock.now, count in ((0.0, 1000), (3.0, 4000), (6.0, 13_000)):
        meter.show(Text("已读", "read"), count, None)
    assert capsys.readouterr().err.endswith("已读 13,000，每秒 2,000 …")
    meter.begin()
    clock.now = 7.0
    meter.show(Text("已写", "written"), 0, 0.0)
    assert capsys.readouterr().err.endswith("已写 0  0% …")
