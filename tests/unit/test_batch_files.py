"""Files as people and programs write them: other separators, types, twice, empty."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hotline_rules.audit.errors import AuditError
from tests.support.audits import Heard
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
    from collections.abc import Mapping
    from pathlib import Path

    from hotline_rules.batch.run import Outcome
    from hotline_rules.profile import Profile

COUNT = 9


@pytest.fixture(scope="module")
def profile() -> Profile:
    return variants_of("qingyuan").profile()


def wanted(profile: Profile) -> Any:
    return rows_of(profile, histories_of("qingyuan", COUNT), as_of=AS_OF)


def assert_all_judged(outcome: Outcome, profile: Profile) -> None:
    assert outcome.account.complete
    assert judged_rows(outcome)["deadlines"] == wanted(profile)["deadlines"]


# --- separators ----------------------------------------------------------------------


def separated(path: Path, separator: str, into: Path, encoding: str = "utf-8") -> Path:
    """Write a CSV again with something else between its cells."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    with into.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(lines)
    return into


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_separators__are_those_of_the_headings(
    separator: str, encoding: str, profile: Profile, tmp_path: Path
) -> None:
    told = write_csv(tmp_path / "comma.csv", csv_rows(COUNT))
    path = separated(told, separator, tmp_path / "other.csv", encoding)
    asked = request(profile, path, encoding=encoding)
    assert_all_judged(batch(asked, tmp_path / "run"), profile)


def test_separators__damaged_rows_are_told_as_with_commas(
    profile: Profile, tmp_path: Path
) -> None:
    written = csv_rows(COUNT)
    told = write_csv(tmp_path / "comma.csv", written)
    path = separated(told, ";", tmp_path / "other.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].rpartition(";")[0]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = rows(batch(request(profile, path), tmp_path / "run"), "refused")
    (short,) = [row for row in found if row["code"] == "number-of-cells"]
    assert (short["row"], short["id"]) == (4, written[2]["id"])


def test_separators__that_nobody_knows_are_told_with_those_that_are(
    profile: Profile, tmp_path: Path
) -> None:
    path = tmp_path / "events.csv"
    path.write_text("id|at|type\nA|1|x\n", encoding="utf-8")
    with pytest.raises(AuditError) as caught:
        batch(request(profile, path), tmp_path / "run")
    assert caught.value.message.zh == "events.csv：事件表缺少列“id”"
    assert caught.value.fix.zh.startswith("整行成了一列：")


def test_open_quote__is_found_between_semicolons(
    profile: Profile, tmp_path: Path
) -> None:
    told = write_csv(tmp_path / "comma.csv", csv_rows(COUNT))
    path = separated(told, ";", tmp_path / "other.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace(";", ';"', 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(AuditError, match="双引号没有配对，看来在第 4 行"):
        batch(request(profile, path), tmp_path / "run")


# --- cells of any length -------------------------------------------------------------


def write_long_cell(path: Path, end: str) -> None:
    """Write rows of which one has a cell of more than is parsed at once."""
    some = csv_rows(3)
    write_csv(path, [{**row, "note": None} for row in some])
    lines = path.read_bytes().decode().split("\r\n")
    lines[3] += '"' + "字\r\n" * 1_200_000 + end
    path.write_text("\r\n".join(lines), encoding="utf-8", newline="")


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("", "里有一个双引号没有配对，看来在第 4 行"),
        ('"', "第 4 行有一格太长，读不了"),
    ],
)
def test_a_quote_before_megabytes__is_told_by_its_row(
    end: str, said: str, profile: Profile, tmp_path: Path
) -> None:
    path = tmp_path / "events.csv"
    write_long_cell(path, end)
    assert path.stat().st_size > 2 << 21
    with pytest.raises(AuditError, match=said) as caught:
        batch(request(profile, path), tmp_path / "run")
    assert "双引号" in caught.value.fix.zh


def test_a_quote_among_the_headings__is_told(profile: Profile, tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text('id,at,"type\n' + "A,1,x\n" * 40_000, encoding="utf-8")
    with pytest.raises(AuditError, match="双引号没有配对，看来在第 1 行"):
        batch(request(profile, path), tmp_path / "run")


# --- the same file, and none ---------------------------------------------------------


def test_given_again__a_file_is_judged_once_and_told(
    profile: Profile, tmp_path: Path
) -> None:
    path = write_events(tmp_path / "events.parquet", "qingyuan", COUNT)
    link = tmp_path / "link.parquet"
    link.symlink_to(path)
    round_about = tmp_path / "sub" / ".." / "events.parquet"
    (tmp_path / "sub").mkdir()
    heard = Heard()
    asked = request(profile, path, path, link, round_about)
    outcome = batch(asked, tmp_path / "run", heard)
    assert heard.said == [
        "提示：events.parquet 给了不止一次，只判断一次",
        "提示：link.parquet 和 events.parquet 是同一个文件，只判断一次",
        "提示：events.parquet 给了不止一次，只判断一次",
    ]
    assert_all_judged(outcome, profile)
    manifest = outcome.run.manifest
    assert [one["file"] for one in manifest["inputs"]] == ["events.parquet"]
    assert manifest["given_again"] == [
        "events.parquet",
        "link.parquet",
        "events.parquet",
    ]


def write_nothing(tmp_path: Path, form: str) -> Path:
    path = tmp_path / f"nothing.{form}"
    if form == "parquet":
        schema = events_of("qingyuan", histories_of("qingyuan", 1)).schema
        pq.write_table(schema.empty_table(), path)
    elif form == "csv":
        path.write_text("id,at,type\r\n\r\n", encoding="utf-8", newline="")
    else:
        path.write_bytes(b"\n  \n")
    return path


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_nothing__is_told_and_done(form: str, profile: Profile, tmp_path: Path) -> None:
    heard = Heard()
    path = write_nothing(tmp_path, form)
    outcome = batch(request(profile, path), tmp_path / "run", heard)
    assert heard.said == [
        f"警告[nothing-to-judge]: {path.name} 里一行数据也没有，没有什么可以判断"
    ]
    assert outcome.run.manifest["empty_inputs"] == [path.name]
    assert (outcome.account.read, outcome.account.complete) == (0, True)
    assert rows(outcome, "tickets") == []


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_nothing__in_one_of_the_files(
    form: str, profile: Profile, tmp_path: Path
) -> None:
    heard = Heard()
    files = (
        write_nothing(tmp_path, form),
        write_events(tmp_path / f"some.{form}", "qingyuan", COUNT),
    )
    outcome = batch(request(profile, *files), tmp_path / "run", heard)
    assert_all_judged(outcome, profile)
    assert outcome.run.manifest["empty_inputs"] == [f"nothing.{form}"]
    assert len(heard.said) == 1


def test_nothing__of_many_files_some_are_named(
    profile: Profile, tmp_path: Path
) -> None:
    heard = Heard()
    for number in range(7):
        (tmp_path / f"{number}.jsonl").write_bytes(b"")
    batch(request(profile, *sorted(tmp_path.glob("*.jsonl"))), tmp_path / "run", heard)
    (said,) = heard.said
    assert "4.jsonl 等 7 个文件" in said
    assert "5.jsonl" not in said


# --- Parquet of several programs -----------------------------------------------------


def two_files(tmp_path: Path, other: Mapping[str, pa.DataType]) -> tuple[Path, Path]:
    """Write events in two files, some columns of the second in other types."""
    table = pa.Table.from_batches(
        [events_of("qingyuan", histories_of("qingyuan", COUNT))]
    )
    middle = table.num_rows // 2
    rest = table.slice(middle)
    for name, type_ in other.items():
        column = rest[name].combine_chunks()
        made = (
            column.dictionary_encode().cast(type_)
            if pa.types.is_dictionary(type_)
            else column.cast(type_)
        )
        rest = rest.set_column(rest.schema.get_field_index(name), name, made)
    paths = tmp_path / "1.parquet", tmp_path / "2.parquet"
    pq.write_table(table.slice(0, middle), paths[0])
    pq.write_table(rest, paths[1])
    return paths


DICTIONARY = pa.dictionary(pa.int32(), pa.string())


@pytest.mark.parametrize(
    "other",
    [
        {"at": pa.timestamp("us", "UTC"), "recorded_at": pa.timestamp("ns", "UTC")},
        {"at": pa.timestamp("ms", "America/New_York")},
        {"id": DICTIONARY, "unit": DICTIONARY, "ticket.kind": DICTIONARY},
        {"id": pa.large_string(), "unit": pa.large_string()},
        {"n": pa.int8()},
        {"n": pa.uint32()},
    ],
    ids=lambda other: "-".join(f"{name}:{type_}" for name, type_ in other.items()),
)
def test_types__that_mean_the_same_go_together(
    other: dict[str, pa.DataType], profile: Profile, tmp_path: Path
) -> None:
    paths = two_files(tmp_path, other)
    assert_all_judged(batch(request(profile, *paths), tmp_path / "run"), profile)
    turned = batch(request(profile, *paths[::-1], sort=True), tmp_path / "turned")
    found = judged_rows(turned)["deadlines"]
    assert sorted(map(json.dumps, found)) == sorted(
        map(json.dumps, wanted(profile)["deadlines"])
    )


def test_types__nanoseconds_are_cut_off(profile: Profile, tmp_path: Path) -> None:
    paths = two_files(tmp_path, {"at": pa.timestamp("ns", "UTC")})
    table = pq.read_table(paths[1])
    odd = pa.array(
        [x + 999 for x in table["at"].cast(pa.int64()).to_pylist()], pa.int64()
    ).cast(table.schema.field("at").type)
    pq.write_table(table.set_column(2, "at", odd), paths[1])
    assert_all_judged(batch(request(profile, *paths), tmp_path / "run"), profile)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (pa.int64(), pa.string()),
        (DICTIONARY, pa.int64()),
        (pa.timestamp("ms", "UTC"), pa.string()),
        (pa.bool_(), pa.int64()),
    ],
)
def test_types__that_mean_something_else_are_refused_with_files_and_column(
    one: pa.DataType, other: pa.DataType, profile: Profile, tmp_path: Path
) -> None:
    path = write_events(tmp_path / "events.parquet", "qingyuan", 1)
    table = pq.read_table(path)
    files = []
    for number, type_ in enumerate((pa.null(), one, other)):
        files.append(tmp_path / f"{number}.parquet")
        made = table.append_column("x", pa.nulls(table.num_rows, type_))
        pq.write_table(made, files[-1])
    with pytest.raises(AuditError) as caught:
        batch(request(profile, *files), tmp_path / "run")
    assert caught.value.message.zh == (
        f"列“x”在 1.parquet 里是 {one} 类型，在 2.parquet 里是 {other} 类型，"
        "不能放在一起"
    )
    said = re.escape(f"column `x` is {one} in 1.parquet and {other} in 2.parquet")
    assert re.match(said, caught.value.message.en)
    assert not (tmp_path / "run" / "run.json").exists()
