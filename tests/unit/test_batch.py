"""Files in, tables out: the same as `evaluate`, and nothing lost."""

from __future__ import annotations

import json
from multiprocessing import active_children
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hotline_rules.audit.errors import AuditError
from hotline_rules.batch.cells import Cells
from hotline_rules.batch.csv_tables import CsvTables
from hotline_rules.batch.inputs import files_of
from hotline_rules.batch.reading import Share
from hotline_rules.batch.run import judge_files
from hotline_rules.cli import main
from hotline_rules.history.instants import parse_instant
from tests.support.audits import Heard, contents
from tests.support.batches import (
    AS_OF,
    batch,
    csv_rows,
    events_of,
    histories_of,
    judged_rows,
    request,
    rows,
    write_csv,
    write_events,
)
from tests.support.cities import variants_of
from tests.support.frames import rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from hotline_rules.profile import Profile

CITIES = ("qingyuan", "shicheng", "yulin", "zibo")
FORMS = ("parquet", "csv", "jsonl", "jsonl.gz")
COUNT = 40


@pytest.fixture(scope="module")
def profile() -> Profile:
    return variants_of("qingyuan").profile()


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("form", FORMS)
def test_tables_are_those_of_evaluate(city: str, form: str, tmp_path: Path) -> None:
    profile = variants_of(city).profile()
    path = write_events(tmp_path / f"events.{form}", city, COUNT)
    outcome = batch(request(profile, path), tmp_path / "run")
    wanted = rows_of(profile, histories_of(city, COUNT), as_of=AS_OF)
    found = judged_rows(outcome)
    for table, records in wanted.items():
        assert found[table] == records, table
    balance = outcome.account.balance
    assert (balance.tickets, balance.judged, balance.refused) == (COUNT, COUNT, 0)
    assert outcome.account.complete
    assert outcome.run.manifest["balance"]["holds"]


def test_only_out_of_order__the_others_are_counted(
    profile: Profile, tmp_path: Path
) -> None:
    path = write_events(tmp_path / "events.parquet", "qingyuan", COUNT)
    whole = rows(batch(request(profile, path), tmp_path / "all"), "tickets")
    asked = request(profile, path, only_out_of_order=True)
    outcome = batch(asked, tmp_path / "some")
    wanted = [row for row in whole if row["standing"] != "in_order"]
    assert rows(outcome, "tickets") == wanted
    balance = outcome.account.balance
    assert balance.left_out == COUNT - len(wanted) > 0
    assert balance.judged == len(wanted)


def test_several_files__a_ticket_may_go_on_in_the_next(
    profile: Profile, tmp_path: Path
) -> None:
    histories = histories_of("qingyuan", COUNT)
    table = pa.Table.from_batches([events_of("qingyuan", histories)])
    folder = tmp_path / "events"
    folder.mkdir()
    middle = table.num_rows // 2 + 1
    assert table["id"][middle - 1] == table["id"][middle]
    pq.write_table(table.slice(0, middle), folder / "part-0.parquet")
    # A column that holds nothing there is of no type, or missing.
    rest = table.slice(middle).drop_columns(["event_id", "n"])
    pq.write_table(rest, folder / "part-1.parquet")
    (folder / "_SUCCESS.parquet").write_bytes(b"")
    files = files_of([folder])
    assert [path.name for path in files] == ["part-0.parquet", "part-1.parquet"]
    outcome = batch(request(profile, *files), tmp_path / "run")
    wanted = rows_of(profile, histories, as_of=AS_OF)
    found = judged_rows(outcome)
    assert found["deadlines"] == wanted["deadlines"]
    assert outcome.account.balance.tickets == COUNT


class Processes(Heard):
    """Counts the processes that are there whenever something is done."""

    most = 0

    def step(self, done: int, share: float | None = None) -> None:
        self.most = max(self.most, len(active_children()))


@pytest.mark.parametrize(("a_part", "processes"), [(COUNT, 0), (COUNT - 1, 2)])
def test_jobs__are_begun_only_for_several_parts(
    profile: Profile, tmp_path: Path, a_part: int, processes: int
) -> None:
    path = write_events(tmp_path / "events.parquet", "qingyuan", COUNT)
    heard = Processes()
    asked = request(profile, path, a_part=a_part)
    outcome = judge_files(asked, tmp_path / "run", watcher=heard, jobs=2)
    assert outcome.account.balance.judged == COUNT
    assert heard.most == processes


# --- nothing is lost of what is dirty ------------------------------------------------


def test_lines_that_cannot_be_read__are_named_the_others_come_out(
    profile: Profile, tmp_path: Path
) -> None:
    lines = [json.dumps(x, ensure_ascii=False) for x in histories_of("qingyuan", 9)]
    naive = lines[3].replace("+08:00", "", 1)
    told = [lines[0], "", "{", lines[1], naive, lines[2]]
    path = tmp_path / "histories.jsonl"
    path.write_bytes("\n".join(told).encode() + b"\n\xff\xfe\n" + lines[5].encode())
    outcome = batch(request(profile, path, a_part=2), tmp_path / "run")
    found = [(row["file"], row["row"], row["code"]) for row in rows(outcome, "refused")]
    assert found == [
        ("histories.jsonl", 3, "bad-json"),
        ("histories.jsonl", 5, "naive-instant"),
        ("histories.jsonl", 7, "unreadable-history"),
    ]
    assert [row["id"] for row in rows(outcome, "tickets")] == [
        json.loads(lines[at])["id"] for at in (0, 1, 2, 5)
    ]
    balance = outcome.account.balance
    assert (balance.rows, balance.rows_used, balance.rows_refused) == (7, 4, 3)
    assert not outcome.account.complete
    assert outcome.run.manifest["refused"] == {
        "bad-json": 1,
        "naive-instant": 1,
        "unreadable-history": 1,
    }


def test_rows_that_cannot_be_read__their_tickets_are_named_the_others_come_out(
    profile: Profile, tmp_path: Path
) -> None:
    written = csv_rows(6)
    ids = list(dict.fromkeys(row["id"] for row in written))
    of = {id_: [n for n, x in enumerate(written) if x["id"] == id_] for id_ in ids}
    written[of[ids[1]][2]]["at"] = "2024-02-30T00:00:00+08:00"
    written[of[ids[3]][0]]["id"] = None
    path = write_csv(tmp_path / "events.csv", written)
    lines = path.read_bytes().decode().split("\r\n")
    short = 1 + of[ids[4]][1]  # the heading is the first line
    lines[short] = lines[short].rpartition(",")[0]
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    outcome = batch(request(profile, path, a_part=2), tmp_path / "run")
    found = {row["row"]: row for row in rows(outcome, "refused")}
    bad_time, no_id = 2 + of[ids[1]][2], 2 + of[ids[3]][0]
    assert found[bad_time]["column"] == "at"
    assert found[no_id]["id"] is None
    assert found[short + 1]["code"] == "number-of-cells"
    alone = {2 + n for id_ in (ids[1], ids[4]) for n in of[id_]} | {no_id}
    assert set(found) == alone
    others = [row for n, row in found.items() if n not in (bad_time, no_id, short + 1)]
    assert {row["code"] for row in others} == {"refused-with-its-ticket"}
    assert {row["message"] for row in others if row["id"] == ids[1]} == {
        f"同一工单的第 {bad_time} 行不能用，整件工单不判断"
    }
    assert [row["id"] for row in rows(outcome, "tickets")] == [
        id_ for id_ in ids if id_ not in (ids[1], ids[4])
    ]
    balance = outcome.account.balance
    assert (balance.rows, balance.rows_refused) == (len(written), len(alone))
    assert (balance.tickets, balance.judged, balance.refused) == (6, 4, 2)


def test_cells__are_what_the_vocabulary_says(profile: Profile, tmp_path: Path) -> None:
    # `result` is yes or no in one event and a word in another.
    keys = ("type", "replied_caller", "result", "n", "payload")
    told = [
        ("result_submitted", True, True, None, None),
        ("result_submitted", "yes", "x", None, '{"mode":"phone"}'),
        ("rectification_assessed", None, "late", 2, None),
        ("redo_ordered", None, None, "two", "{"),
    ]
    at = "2024-03-01T09:00:00+08:00"
    written = [
        {"id": "A", "at": at} | dict(zip(keys, row, strict=True)) for row in told
    ]
    path = write_csv(tmp_path / "events.csv", written)
    tables = CsvTables([path], "utf-8", Share([path]))
    table = pa.Table.from_batches(tables.batches())
    typed, faults = Cells(profile.rulebook).typed(table)
    assert not faults
    assert typed["at"].cast(pa.timestamp("s", "UTC")).cast(pa.int64()).to_pylist() == [
        parse_instant(at)
    ] * len(told)
    assert typed["replied_caller"].to_pylist() == [True, None, None, None]
    assert typed["result"].to_pylist() == [None, None, "late", None]
    assert typed["n"].to_pylist() == [None, None, 2, None]
    assert typed["payload"].to_pylist() == [
        '{"result":true}',
        '{"mode":"phone","replied_caller":"yes","result":"x"}',
        None,
        "{",  # the row is refused for that, and stays as it is
    ]


def test_encoding__of_a_csv_is_said_or_its_rows_are_named(
    profile: Profile, tmp_path: Path
) -> None:
    written = csv_rows(4)
    path = write_csv(tmp_path / "events.csv", written, "gb18030")
    right = batch(request(profile, path, encoding="gb18030"), tmp_path / "right")
    wanted = rows_of(profile, histories_of("qingyuan", 4), as_of=AS_OF)
    assert judged_rows(right)["deadlines"] == wanted["deadlines"]
    wrong = batch(request(profile, path), tmp_path / "wrong")
    balance = wrong.account.balance
    assert (balance.judged, balance.rows_refused) == (0, len(written))
    assert "bad-bytes" in wrong.run.manifest["refused"]


# --- rows that lie apart -------------------------------------------------------------


def apart(tmp_path: Path) -> Path:
    """Events of which the last row of the first ticket comes last."""
    table = pa.Table.from_batches(
        [events_of("qingyuan", histories_of("qingyuan", COUNT))]
    )
    end = table["id"].to_pylist().count(table["id"][0].as_py()) - 1
    moved = pa.concat_tables(
        [table.slice(0, end), table.slice(end + 1), table.slice(end, 1)]
    )
    path = tmp_path / "apart.parquet"
    pq.write_table(moved, path)
    return path


@pytest.mark.parametrize("a_part", [7, 1_000])  # in two parts, and within one
def test_apart__is_refused_with_both_rows(
    profile: Profile, tmp_path: Path, a_part: int
) -> None:
    path = apart(tmp_path)
    with pytest.raises(AuditError) as caught:
        batch(request(profile, path, a_part=a_part), tmp_path / "run")
    said = caught.value.message.zh
    first = pq.read_table(path)["id"][0].as_py()
    rows_in = pq.ParquetFile(path).metadata.num_rows
    assert f"工单 {first} 的行没有排在一起" in said
    assert f"apart.parquet 第 {rows_in} 行又是它" in said
    assert "--sort" in caught.value.fix.zh
    assert not (tmp_path / "run" / "tables").exists()
    assert batch(request(profile, path, sort=True), tmp_path / "run").account.holds


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_sort__puts_the_rows_together(
    profile: Profile, tmp_path: Path, form: str
) -> None:
    path = apart(tmp_path)
    if form == "csv":
        path = write_csv(tmp_path / "apart.csv", pq.read_table(path).to_pylist())
    heard = Heard()
    outcome = batch(request(profile, path, sort=True), tmp_path / "run", heard)
    wanted = rows_of(profile, histories_of("qingyuan", COUNT), as_of=AS_OF)
    assert judged_rows(outcome)["penalties"] == wanted["penalties"]
    assert judged_rows(outcome)["deadlines"] == wanted["deadlines"]
    assert ("sorting", wanted["tickets"][0]["rows"]) not in heard.steps
    assert not (tmp_path / "run" / "sorted").exists()


def test_repeated_histories__are_judged_and_told(
    profile: Profile, tmp_path: Path
) -> None:
    path = write_events(tmp_path / "histories.jsonl", "qingyuan", 5)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[1]]))
    heard = Heard()
    outcome = batch(request(profile, path, a_part=2), tmp_path / "run", heard)
    assert outcome.account.balance.judged == 6
    assert outcome.run.manifest["repeated_ids"] == 1
    assert heard.said == [
        "警告[duplicate-id]: histories.jsonl 第 6 行的编号 QY-00000001"
        " 和 histories.jsonl 第 2 行相同，两条都判断了"
    ]


# --- files that cannot be judged at all ----------------------------------------------


def refused(profile: Profile, path: Path) -> str:
    with pytest.raises(AuditError) as caught:
        batch(request(profile, path), path.parent / "run")
    return caught.value.message.zh


def test_columns__are_looked_at_before_the_work(
    profile: Profile, tmp_path: Path
) -> None:
    path = tmp_path / "events.parquet"
    table = pa.Table.from_batches([events_of("qingyuan", histories_of("qingyuan", 2))])
    naive = table.set_column(2, "at", table["at"].cast(pa.timestamp("s")))
    pq.write_table(naive, path)
    assert refused(profile, path) == (
        "events.parquet：列“at”的时间没有时区，不知道是哪里的时间"
    )
    pq.write_table(table.drop_columns(["type"]), path)
    assert refused(profile, path).startswith("events.parquet：事件表缺少列“type”")
    assert not (tmp_path / "run" / "parts").exists()


def test_columns__of_two_files_have_to_go_together(
    profile: Profile, tmp_path: Path
) -> None:
    table = pa.Table.from_batches([events_of("qingyuan", histories_of("qingyuan", 2))])
    for name, values in (("1", pa.nulls), ("2", lambda n: pa.array([0.5] * n))):
        made = table.append_column("share", values(table.num_rows))
        pq.write_table(made, tmp_path / f"{name}.parquet")
    words = table.append_column("share", pa.array(["a"] * table.num_rows))
    pq.write_table(words, tmp_path / "3.parquet")
    said = r"^列“share”在 2\.parquet 里是 double 类型，在 3\.parquet 里是 string 类型"
    with pytest.raises(AuditError, match=said):
        batch(request(profile, *sorted(tmp_path.glob("*.parquet"))), tmp_path / "run")


def test_files__that_are_not_what_they_are_called(
    profile: Profile, tmp_path: Path
) -> None:
    path = tmp_path / "events.parquet"
    path.write_bytes(b"no parquet")
    assert refused(profile, path).startswith(f"读不了 {path}：")
    (tmp_path / "events.csv").write_bytes(b"")
    assert refused(profile, tmp_path / "events.csv").endswith("是空的")
    (tmp_path / "cut.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00")
    assert refused(profile, tmp_path / "cut.jsonl.gz").startswith("读不了")
    assert "看不出" in refused(profile, tmp_path / "events.txt")


@pytest.mark.parametrize("column", ["id", "unit"])
def test_a_quote_that_is_never_closed__swallows_no_rows(
    column: str, profile: Profile, tmp_path: Path
) -> None:
    written = csv_rows(3)
    path = write_csv(tmp_path / "events.csv", written)
    lines = path.read_bytes().decode().split("\r\n")
    cells = lines[4].split(",")
    at = lines[0].split(",").index(column)
    cells[at] = '"' + cells[at]
    lines[4] = ",".join(cells)
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")
    assert refused(profile, path) == (
        f"{path} 里有一个双引号没有配对，看来在第 5 行，它后面的行被当成了一格"
    )


def test_a_quote_within_a_cell__means_itself(profile: Profile, tmp_path: Path) -> None:
    written = csv_rows(2)
    path = write_csv(tmp_path / "events.csv", written)
    text = path.read_bytes().decode().replace(written[0]["id"], 'A"1')
    path.write_text(text, encoding="utf-8", newline="")
    account = batch(request(profile, path), tmp_path / "run").account
    assert account.complete
    assert account.read == len(written)


def test_encodings__of_csv_files(profile: Profile, tmp_path: Path) -> None:
    written = csv_rows(2)
    path = write_csv(tmp_path / "events.csv", written)
    text = path.read_bytes().decode()
    path.write_text(text, encoding="utf-8-sig", newline="")
    for number, name in enumerate(("utf8", "utf-8", "UTF-8-SIG")):
        asked = request(profile, path, encoding=name)
        account = batch(asked, tmp_path / str(number)).account
        assert account.read == len(written)
        assert account.complete
    with pytest.raises(AuditError, match="没有“utf-80”这种编码"):
        batch(request(profile, path, encoding="utf-80"), tmp_path / "run")


def test_results_within_the_input__are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_csv(tmp_path / "events.csv", csv_rows(1))
    words = ["batch", str(tmp_path), "--profile", "qingyuan", "--jobs", "1"]
    words += ["--as-of", "2025-01-01T00:00:00+08:00", "-o", str(tmp_path / "run")]
    assert main(words) == 1
    assert "在数据文件夹" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


# --- gone on with --------------------------------------------------------------------


def test_again__the_same_bytes_whatever_was_there(
    profile: Profile, tmp_path: Path
) -> None:
    path = write_events(tmp_path / "events.parquet", "qingyuan", COUNT)
    asked = request(profile, path, formats=("parquet", "csv", "jsonl"))
    whole = batch(asked, tmp_path / "whole")
    heard = Heard()
    assert batch(asked, tmp_path / "whole", heard).account == whole.account
    assert heard.said == ["这里早已做完，结果没有变"]
    (tmp_path / "whole" / "tables" / "tickets.csv").write_bytes(b"")
    batch(asked, tmp_path / "whole")
    batch(asked, tmp_path / "other")
    assert contents(tmp_path / "whole") == contents(tmp_path / "other")
