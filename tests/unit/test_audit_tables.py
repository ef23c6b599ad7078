"""Tables written for people and programs: Parquet, CSV, JSON Lines."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from hotline_rules.audit.columns import batch_of, schema_of
from hotline_rules.audit.errors import AuditError
from hotline_rules.audit.merging import FORMATS, merge_table

if TYPE_CHECKING:
    from pathlib import Path

ZONE = "Asia/Shanghai"
NOON = 1_614_571_200  # 2021-03-01 12:00 in that zone


def aside(*texts: str) -> list[tuple[Any, ...]]:
    return [("一月.csv", None, i, "bad-bytes", "坏了", x) for i, x in enumerate(texts)]


def merge(folder: Path, table: str, *batches: list[tuple[Any, ...]]) -> int:
    schema = schema_of(table, ZONE)
    made = (batch_of(table, rows, schema) for rows in batches)
    return merge_table(folder, table, schema, made, FORMATS)


def test_merge__all_formats_say_the_same_in_order(tmp_path: Path) -> None:
    first, second = (1, "yellow", NOON, None), (2, "red", NOON, NOON + 1)
    assert merge(tmp_path, "lights", [first], [], [second]) == 2
    found = pq.read_table(tmp_path / "lights.parquet").to_pylist()
    assert [str(row["since"]) for row in found] == ["2021-03-01 12:00:00+08:00"] * 2
    assert (tmp_path / "lights.csv").read_bytes() == (
        b"\xef\xbb\xbfticket,colour,since,until\r\n"
        b"1,yellow,2021-03-01 12:00:00,\r\n"
        b"2,red,2021-03-01 12:00:00,2021-03-01 12:00:01\r\n"
    )
    lines = (tmp_path / "lights.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {
            "ticket": 1,
            "colour": "yellow",
            "since": "2021-03-01T12:00:00+08:00",
            "until": None,
        },
        {
            "ticket": 2,
            "colour": "red",
            "since": "2021-03-01T12:00:00+08:00",
            "until": "2021-03-01T12:00:01+08:00",
        },
    ]
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r="])
def test_merge__a_text_of_a_csv_is_no_formula(tmp_path: Path, sign: str) -> None:
    evil = f"{sign}HYPERLINK(1)"
    merge(tmp_path, "set_aside", aside(evil, "plain", "a=b"))
    with (tmp_path / "set_aside.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    assert texts == [f"'{evil}", "plain", "a=b"]
    found = pq.read_table(tmp_path / "set_aside.parquet")["text"].to_pylist()
    assert found[0] == evil


def test_merge__text_of_any_kind_comes_back(tmp_path: Path) -> None:
    texts = ['say "no"', "two\nlines", "一，二；“三”", "𠮷", "", "a,b"]
    merge(tmp_path, "set_aside", aside(*texts))
    with (tmp_path / "set_aside.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["text"] for row in csv.DictReader(file)] == texts
    lines = (tmp_path / "set_aside.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == texts


def test_merge__a_failure_leaves_no_table(tmp_path: Path) -> None:
    schema = schema_of("lights", ZONE)

    def breaking() -> Any:
        yield batch_of("lights", [(1, "yellow", NOON, None)], schema)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        merge_table(tmp_path, "lights", schema, breaking(), FORMATS)
    assert {path.suffix for path in tmp_path.iterdir()} == {".tmp"}


def test_merge__a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match=r"lights\.parquet"):
        merge(tmp_path / "nowhere", "lights", [])


def test_merge__many_rows_make_several_groups(tmp_path: Path) -> None:
    batch = [(1, "red", NOON, None)] * 10_000
    merge(tmp_path, "lights", batch, batch, batch)
    found = pq.ParquetFile(tmp_path / "lights.parquet").metadata
    assert (found.num_rows, found.num_row_groups) == (30_000, 2)
