"""Whole frames of pandas, Polars and Arrow: the same results, of the same kind."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from hotline_rules.frames import ColumnJudge, FrameError, evaluate_frame
from hotline_rules.frames import whole as whole_module
from hotline_rules.frames.kinds import arrow_of
from hotline_rules.frames.tables import TABLES
from hotline_rules.generating import generate_histories
from tests.support.cities import ROOT, variants_of
from tests.support.frames import JUDGED, plain, rows_of, table_of

AS_OF = "2022-06-01T00:00:00+08:00"
START = 1_614_564_000  # 1 March 2021, 10:00 in China


def zibo() -> Any:
    return variants_of("zibo").profile()


@cache
def histories() -> tuple[dict[str, Any], ...]:
    return tuple(generate_histories("zibo", 40, seed=3))


@cache
def wanted() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = rows_of(zibo(), histories(), as_of=AS_OF)
    return found


def rows(frames: Any, table: str) -> list[dict[str, Any]]:
    frame = getattr(frames, table)
    if isinstance(frame, pd.DataFrame):
        frame = pa.Table.from_pandas(frame, preserve_index=False)
    elif isinstance(frame, pl.DataFrame):
        frame = frame.to_arrow()
    frame = pa.table(
        [
            column.cast(pa.timestamp("s", "Asia/Shanghai"))
            if pa.types.is_timestamp(column.type)
            else column
            for column in frame.columns
        ],
        names=frame.schema.names,
    )
    return plain({table: frame})[table]


def same_rows(frames: Any) -> None:
    for table in JUDGED:
        assert rows(frames, table) == wanted()[table], table
    assert frames.balance.rows == frames.balance.rows_used
    assert frames.balance.judged == len(histories())


def as_pandas(table: pa.Table) -> pd.DataFrame:
    return table.to_pandas()


def as_polars(table: pa.Table) -> pl.DataFrame:
    found = pl.from_arrow(table)
    assert isinstance(found, pl.DataFrame)
    return found


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda table: table, pa.Table),
        (lambda table: table.combine_chunks().to_batches()[0], pa.Table),
        (as_pandas, pd.DataFrame),
        (as_polars, pl.DataFrame),
    ],
    ids=["table", "batch", "pandas", "polars"],
)
def test_each_kind_of_frame_gives_frames_of_its_kind(make: Any, kind: type) -> None:
    frames = evaluate_frame(zibo(), make(table_of(histories())), AS_OF)
    for table in TABLES:
        if table != "balance":
            assert isinstance(getattr(frames, table), kind)
    same_rows(frames)


def test_rows_in_any_order_are_grouped_by_their_tickets() -> None:
    table = as_polars(table_of(histories()))
    mixed = table.with_row_index("place").sort(pl.col("place") % 7, maintain_order=True)
    frames = evaluate_frame(zibo(), mixed.drop("place"), AS_OF)
    for name in JUDGED:
        key = lambda row: str(row["id"])  # noqa: E731
        found = sorted(rows(frames, name), key=key)
        assert found == sorted(wanted()[name], key=key), name


@pytest.mark.parametrize("ids", [["B", "A", "B"], ["A", "B", "A", None]])
def test_one_ticket_apart_is_put_together_before_the_frame_is_cut(
    ids: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_module, "_A_BATCH", 1)
    size = len(ids)
    table = pa.table({"id": ids, "at": [START] * size, "type": ["dispatched"] * size})
    frames = evaluate_frame(zibo(), table, AS_OF)
    told = {one["id"]: one["rows"] for one in rows(frames, "tickets")}
    assert told == {ids[0]: 2, ids[1]: 1}
    assert frames.balance.tickets == 2


def test_words_may_be_categories() -> None:
    table = as_polars(table_of(histories()))
    words = [pl.col(x).cast(pl.Categorical) for x in ("id", "type", "unit", "decision")]
    same_rows(evaluate_frame(zibo(), table.with_columns(words), AS_OF))
    frame = as_pandas(table_of(histories()))
    frame = frame.astype({"type": "category", "unit": "category"})
    same_rows(evaluate_frame(zibo(), frame, AS_OF))


def test_long_frames_are_judged_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_module, "_A_BATCH", 25)
    same_rows(evaluate_frame(zibo(), table_of(histories()), AS_OF))


def test_refused_rows_have_their_places_in_the_frame_given() -> None:
    frame = pd.DataFrame(
        {
            "id": ["A", "B", None, "A"],
            "at": [1_614_564_000, 1_614_564_000, 1_614_564_000, None],
            "type": ["dispatched"] * 4,
        }
    )
    frames = evaluate_frame(zibo(), frame, AS_OF)
    found = frames.refused
    assert sorted(found["row"]) == [0, 2, 3]
    assert dict(zip(found["row"], found["column"].fillna("-"), strict=True)) == {
        0: "-",
        2: "id",
        3: "at",
    }
    assert list(frames.tickets["id"]) == ["B"]
    assert frames.balance.rows_refused == 3


def test_whole_numbers_with_gaps_stay_whole_in_pandas() -> None:
    frame = pd.DataFrame(
        {
            "id": ["A", "A"],
            "at": pd.to_datetime(["2021-03-01 10:00", "2021-03-02 10:00"]).tz_localize(
                "Asia/Shanghai"
            ),
            "type": ["dispatched", "dispatched"],
            "n": [3, None],
            "share": [0.5, None],
        }
    )
    frames = evaluate_frame(zibo(), frame, AS_OF)
    table, _ = arrow_of(frame)
    assert (table["n"].type, table["share"].type) == (pa.int64(), pa.float64())
    assert str(frames.anomalies["event"].dtype) == "Int64"
    assert str(frames.deadlines["due_at"].dtype) == "datetime64[s, Asia/Shanghai]"


def test_attributes_that_no_event_has_are_counted() -> None:
    table = table_of(histories())
    ids = ["ZB-00000001 ", "nobody", None]
    kinds = pa.table({"id": ids, "level": ["city"] * 3})
    frames = evaluate_frame(zibo(), table, AS_OF, attributes=kinds)
    assert frames.unused_attributes == 2
    numbers = pa.table({"id": [1, 2], "level": ["city"] * 2})
    with pytest.raises(FrameError, match="列“id”应当是文字"):
        evaluate_frame(zibo(), table, AS_OF, attributes=numbers)


def test_only_what_is_not_in_order() -> None:
    frames = evaluate_frame(
        zibo(), table_of(histories()), AS_OF, only_out_of_order=True
    )
    left = [x for x in wanted()["tickets"] if x["standing"] != "in_order"]
    assert 0 < len(left) < len(histories())
    assert rows(frames, "tickets") == left
    ids = {one["id"] for one in left}
    assert rows(frames, "deadlines") == [
        one for one in wanted()["deadlines"] if one["id"] in ids
    ]
    assert frames.balance.left_out == len(histories()) - len(left)


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (pl.LazyFrame({"id": ["A"]}), "LazyFrame 先 collect"),
        ([{"id": "A"}], "pandas、Polars 或 Arrow"),
        (pd.DataFrame({"id": ["A"], "at": [1], "type": ["x"], "n": [object()]}), "“n”"),
        (pd.DataFrame([["A", "B"]], columns=["id", "id"]), "有两列都叫“id”"),
        (pd.DataFrame({"at": [1], "type": ["x"]}), "缺少列“id”"),
        (
            pd.DataFrame({"id": ["A"], "at": [pd.Timestamp(2021, 3, 1)], "type": "x"}),
            "列“at”的时间没有时区",
        ),
        (
            pd.DataFrame(
                {
                    "id": ["A"] * 3,
                    "at": pd.Series(
                        [pd.Timestamp(START, unit="s", tz="UTC"), pd.NaT]
                        + [pd.Timestamp(2021, 3, 1)],
                        dtype=object,
                    ),
                    "type": ["x"] * 3,
                }
            ),
            "列“at”的时间没有时区",
        ),
        (pd.DataFrame({"id": [7], "at": [START], "type": ["x"]}), "列“id”应当是文字"),
    ],
    ids=["lazy", "list", "mixed", "twice", "without", "naive", "half-naive", "number"],
)
def test_what_is_no_frame_of_events_is_told(frame: Any, words: str) -> None:
    with pytest.raises(FrameError, match=words):
        evaluate_frame(zibo(), frame, AS_OF)


def test_no_library_is_imported_before_it_is_asked_for() -> None:
    code = (
        "import sys, hotline_rules, hotline_rules.frames, hotline_rules.frames.heads\n"
        "found = {'pyarrow', 'pandas', 'polars', 'numpy'} & set(sys.modules)\n"
        "assert not found, found\n"
        "import hotline_rules.frames.whole\n"
        "found = {'pandas', 'polars'} & set(sys.modules)\n"
        "assert not found, found\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("page", ["frames.md", "zh/列式评定.md"])
def test_the_example_of_the_page_runs(
    page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = (ROOT / "docs" / page).read_text(encoding="utf-8").split("```python\n")[1]
    exec(code.split("```")[0], {})
    assert "met_late" in capsys.readouterr().out


def test_the_page_names_every_column_of_every_table() -> None:
    page = (ROOT / "docs" / "frames.md").read_text(encoding="utf-8")
    told = {
        cells[1].strip(" `"): re.findall("`([a-z_]+)`", cells[3])
        for cells in (line.split("|") for line in page.splitlines())
        if len(cells) == 5 and cells[1].strip(" `") in TABLES
    }
    wanted = {
        table: [name for name, _ in columns]
        for table, columns in TABLES.items()
        if table != "balance"
    }
    assert told == wanted


def test_profile_by_its_name__is_told_how_to_load_it() -> None:
    frame = pd.DataFrame({"id": ["A"], "at": [START], "type": ["dispatched"]})
    with pytest.raises(TypeError, match=r"evaluate_frame\(load_profile\('zibo'\), …"):
        evaluate_frame("zibo", frame, AS_OF)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"ColumnJudge\(load_profile\('zibo'\), …"):
        ColumnJudge("zibo", as_of=AS_OF)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not DataFrame"):
        evaluate_frame(frame, zibo(), AS_OF)


def test_judge__takes_tables_of_arrow_and_says_so() -> None:
    judge = ColumnJudge(zibo(), as_of=AS_OF)
    frame = pd.DataFrame({"id": ["A"], "at": [START], "type": ["dispatched"]})
    table = pa.Table.from_pandas(frame)
    for given in ((frame,), (pl.from_pandas(frame),), (table, frame)):
        with pytest.raises(FrameError, match="DataFrame") as caught:
            judge.judge(*given)
        assert "evaluate_frame" in caught.value.fix.zh
    assert judge.judge(table)["tickets"].num_rows == 1
    assert judge.balance.rows == 1
