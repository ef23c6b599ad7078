"""The evaluation on a Spark of this machine: row by row what one process gives."""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hotline_rules import load_profile
from hotline_rules.cli import main
from hotline_rules.frames import ColumnJudge, FrameError, evaluate_frame
from hotline_rules.generating import load_habits
from tests.support.clusters import (
    comparable,
    local_session,
    needs_spark,
    python_without_packages,
)
from tests.support.frames import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyspark.sql import SparkSession

pytestmark = needs_spark

TICKETS = 150
AS_OF = {
    "qingyuan": "2023-01-01T00:00:00+08:00",
    "shicheng": "2023-01-01T00:00:00+08:00",
    "yulin": "2023-08-01T00:00:00+08:00",
    "zibo": "2022-01-01T00:00:00+08:00",
}


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    session = local_session(tmp_path_factory.mktemp("spark"))
    yield session
    session.stop()


def events_of(city: str, count: int = TICKETS) -> pa.Table:
    """Events in their order, `line` telling it; some of one second, some refused."""
    histories = list(load_habits(city, {}).histories(count, 11))
    for history in histories[::7]:
        for event in history["events"][1:4]:
            event["at"] = history["events"][0]["at"]
    events = table_of(histories)
    ats = events["at"].to_pylist()
    ats[17] = None
    ids = events["id"].to_pylist()
    ids[40], ids[41] = None, f"  {ids[41]}\u3000"
    events = events.set_column(
        events.schema.get_field_index("at"), "at", pa.array(ats, events["at"].type)
    )
    events = events.set_column(events.schema.get_field_index("id"), "id", pa.array(ids))
    return events.append_column("line", pa.array(range(len(ids))))


def saved(events: pa.Table, folder: Path, seed: int = 5) -> str:
    """The rows in any order, in several files."""
    rows = list(range(events.num_rows))
    random.Random(seed).shuffle(rows)
    for number in range(3):
        part = events.take(pa.array(rows[number::3], pa.int64()))
        pq.write_table(part, folder / f"{number}.parquet")
    return str(folder)


def on_spark(spark: SparkSession, folder: str, city: str, **how: Any) -> Any:
    from hotline_rules.spark import evaluate_table, flat_tables

    events = spark.read.parquet(folder)
    judged = evaluate_table(
        spark, events, load_profile(city), AS_OF[city], order=["line"], **how
    ).persist()
    tables = {name: one.toArrow() for name, one in flat_tables(judged).items()}
    judged.unpersist()
    return comparable(tables, load_profile(city))


def in_one_process(events: pa.Table, city: str, **how: Any) -> Any:
    profile = load_profile(city)
    tables = ColumnJudge(profile, as_of=AS_OF[city], **how).judge(
        events.drop_columns(["line"])
    )
    return comparable(tables, profile)


@pytest.mark.parametrize("city", list(AS_OF))
def test_spark__gives_what_one_process_gives(
    city: str, spark: SparkSession, tmp_path: Path
) -> None:
    events = events_of(city)
    found = on_spark(spark, saved(events, tmp_path), city, partitions=3)
    wanted = in_one_process(events, city)
    assert found.keys() == wanted.keys()
    for name, table in wanted.items():
        assert found[name].to_pylist() == table.to_pylist(), name
    (balance,) = wanted["balance"].to_pylist()
    assert balance["rows"] == events.num_rows
    assert balance["rows_refused"] > 1
    assert wanted["deadlines"].num_rows > TICKETS / 5


def test_spark__what_was_known_and_what_is_in_order(
    spark: SparkSession, tmp_path: Path
) -> None:
    events = events_of("zibo")
    how = {"known_at": "2021-06-01T00:00:00+08:00", "only_out_of_order": True}
    found = on_spark(spark, saved(events, tmp_path), "zibo", **how)
    wanted = in_one_process(events, "zibo", **how)
    assert found == wanted
    (balance,) = found["balance"].to_pylist()
    assert balance["left_out"] > 0
    assert balance["judged"] > 0


def test_spark__without_an_order_the_spread_decides_nothing(
    spark: SparkSession, tmp_path: Path
) -> None:
    from hotline_rules.spark import evaluate_table, flat_tables

    events = events_of("yulin").drop_columns(["line"])
    answers = []
    for seed, partitions in ((1, 2), (2, 7)):
        (tmp_path / str(seed)).mkdir()
        folder = saved(events, tmp_path / str(seed), seed)
        judged = evaluate_table(
            spark,
            spark.read.parquet(folder),
            load_profile("yulin"),
            AS_OF["yulin"],
            partitions=partitions,
        )
        tables = flat_tables(judged)
        wanted = {name: tables[name].toArrow() for name in ("deadlines", "actions")}
        answers.append(
            {name: sorted(map(str, one.to_pylist())) for name, one in wanted.items()}
        )
    assert answers[0] == answers[1]


def test_spark__no_events_no_tickets(spark: SparkSession, tmp_path: Path) -> None:
    events = events_of("zibo", 10).slice(0, 0)
    found = on_spark(spark, saved(events, tmp_path), "zibo")
    assert found["balance"].to_pylist() == [
        dict.fromkeys(found["balance"].column_names, 0)
    ]
    assert found["deadlines"].num_rows == 0


def test_spark__leaves_the_path_of_the_driver_alone(spark: SparkSession) -> None:
    from hotline_rules.spark import evaluate_table

    before = list(sys.path)
    events = spark.sql("SELECT 'a' id, 'closed' type, 0L at")
    for _ in range(2):  # the second time the zip is there already
        evaluate_table(spark, events, load_profile("shicheng"), 0)
    assert sys.path == before


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT 'a' id, 'closed' type, timestamp_ntz'2021-03-01' at", "have no zone"),
        ("SELECT 'a' id, 'closed' type", "no column `at`"),
        ("SELECT 1 id, 'closed' type, 0L at", "column `id` has to be text"),
    ],
)
def test_spark__columns_that_cannot_be_read_are_refused_at_once(
    sql: str, said: str, spark: SparkSession
) -> None:
    from hotline_rules.spark import evaluate_table

    with pytest.raises(FrameError) as raised:
        evaluate_table(spark, spark.sql(sql), load_profile("zibo"), AS_OF["zibo"])
    assert said in raised.value.message.en


def test_spark__a_python_that_does_not_fit_is_named(
    spark: SparkSession, tmp_path: Path
) -> None:
    from hotline_rules.spark import ClusterError, evaluate_table

    events = spark.sql("SELECT 'a' id, 'closed' type, 0L at")
    bare = python_without_packages(tmp_path / "bare")
    context = spark.sparkContext
    usual = context.pythonExec
    try:
        for python, said in (
            (bare, "has no pyarrow"),
            ("no-such-python", "no program"),
        ):
            with pytest.raises(ClusterError) as raised:
                evaluate_table(spark, events, load_profile("zibo"), 0, python=python)
            assert said in raised.value.message.en
    finally:
        context.pythonExec = usual


# --- the command ----------------------------------------------------------------------


def run(*arguments: object) -> int:
    return main(["spark", *map(str, arguments), "--profile", "zibo", "--lang", "en"])


def test_command__keeps_the_order_of_the_files(
    spark: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = events_of("zibo").drop_columns(["line"])
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    saved(events, folder)
    asked = [folder, "--as-of", AS_OF["zibo"], "-o", out, "--partitions", 2]
    assert run(*asked) == 1  # since rows were refused; the rest is there
    said = capsys.readouterr().out
    assert f"{events.num_rows:,} rows read: " in said
    whole = pa.concat_tables(
        pq.read_table(folder / f"{number}.parquet") for number in range(3)
    )
    wanted = evaluate_frame(load_profile("zibo"), whole, AS_OF["zibo"], lang="en")
    tables = {one.name: pq.read_table(one) for one in (out / "tables").iterdir()}
    (about,) = tables.pop("run").to_pylist()
    assert about["digest"] == load_profile("zibo").digest
    assert about["as_of"] == AS_OF["zibo"]
    found = comparable(tables, load_profile("zibo"))
    for name in ("tickets", "deadlines", "penalties", "actions", "anomalies"):
        assert found[name].to_pylist() == comparable_one(name, wanted), name
    places = {tuple(one["place"]) for one in found["refused"].to_pylist()}
    assert len(places) == found["refused"].num_rows
    assert {file.rpartition("/")[2] for file, _ in places} <= {
        one.name for one in folder.iterdir()
    }
    assert run(*asked) == 1
    assert "PATH_ALREADY_EXISTS" in capsys.readouterr().err


def comparable_one(name: str, frames: Any) -> list[dict[str, Any]]:
    """A table of `evaluate_frame`, ordered as `comparable` does."""
    rows = getattr(frames, name).to_pylist()
    return sorted(rows, key=lambda row: row["id"] or "")


def test_command__says_what_is_not_there(
    spark: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved(events_of("zibo", 5), tmp_path)
    asked = ["--as-of", AS_OF["zibo"], "-o", tmp_path / "out"]
    assert run(tmp_path / "nothing", *asked) == 1
    assert "PATH_NOT_FOUND" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        run(tmp_path, *asked, "--order", "nothing")
    assert "no such column" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        run(tmp_path, *asked, "--partitions", "0")
    with pytest.raises(SystemExit):
        run(tmp_path, *asked, "--conf", "spark.ui.enabled")
