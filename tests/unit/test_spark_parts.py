"""What travels to executors and what runs there, without a Spark."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import zipfile
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_rules import load_profile
from hotline_rules.frames import ColumnJudge
from hotline_rules.generating import load_habits
from hotline_rules.spark.errors import ClusterError
from hotline_rules.spark.executing import whole_keys
from hotline_rules.spark.keys import KEY, told_apart
from hotline_rules.spark.nesting import ddl_of, nested, nested_schema, plain_schemas
from hotline_rules.spark.packing import ROOMS, name_of, packed, unpacked
from hotline_rules.spark.probing import Found, Probe, engine_here
from hotline_rules.spark.workers import look_at
from tests.support.clusters import comparable
from tests.support.frames import table_of

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = "2021-07-01T00:00:00+08:00"


# --- cutting --------------------------------------------------------------------------


@given(
    st.lists(st.integers(1, 5), max_size=8),
    st.lists(st.integers(1, 7), min_size=1, max_size=30),
    st.integers(0, 3),
)
def test_cutting__keeps_all_rows_and_never_parts_a_key(
    sizes: list[int], cuts: list[int], without: int
) -> None:
    keys: list[str | None] = [None] * without
    keys += [str(n) for n, size in enumerate(sizes) for _ in range(size)]
    rows = pa.record_batch({KEY: pa.array(keys, pa.string()), "n": range(len(keys))})
    batches: list[pa.RecordBatch] = []
    start = 0
    while start < len(keys):
        size = cuts[len(batches) % len(cuts)]
        batches += [rows.slice(start, size), rows.slice(start, 0)]
        start += size
    tables = list(whole_keys(batches))
    assert [n for one in tables for n in one["n"].to_pylist()] == list(range(len(keys)))
    seen = [key for one in tables for key in set(one[KEY].to_pylist()) - {None}]
    assert len(seen) == len(set(seen))
    assert len(tables) <= len(batches)


def test_cutting__rows_without_key_wait_for_nothing() -> None:
    batch = pa.record_batch({KEY: pa.array([None, None], pa.string())})
    taken = []

    def batches() -> object:
        for number in range(3):
            taken.append(number)
            yield batch

    next(iter(whole_keys(batches())))  # type: ignore[arg-type]
    assert taken == [0]


def test_keys__rows_of_equal_ids_come_together() -> None:
    e_acute, joined = "e\u0301-1", "\u00e9-1"
    ids = ["甲1", e_acute, "甲1 ", joined, None, "\u3000甲1"]
    rows = pa.table({KEY: ["1"] * 6, "id": ids, "n": range(6)})
    assert told_apart(rows).to_pydict() == {
        "id": ["甲1", "甲1 ", "\u3000甲1", e_acute, joined, None],
        "n": [0, 2, 5, 1, 3, 4],
    }


# --- a row for each ticket ------------------------------------------------------------


def taken_apart(rows: pa.RecordBatch) -> dict[str, pa.Table]:
    """What `flat_tables` does, by another hand."""
    tables: dict[str, list[dict[str, object]]] = {name: [] for name in plain_schemas()}
    for row in rows.to_pylist():
        for name in tables:
            if name == "tickets":
                tables[name] += [row["ticket"]] if row["id"] is not None else []
            elif name == "balance":
                tables[name] += [row["balance"]] if row["balance"] else []
            else:
                tables[name] += [{"id": row["id"], **one} for one in row[name]]
    return {
        name: pa.Table.from_pylist(tables[name], schema=schema)
        for name, schema in plain_schemas().items()
    }


def test_nesting__loses_nothing() -> None:
    profile = load_profile("qingyuan")
    events = table_of(load_habits("qingyuan", {}).histories(60, 3))
    unit = events.schema.get_field_index("at")
    ats = events["at"].to_pylist()
    ats[5] = None  # whose whole ticket is refused
    events = events.set_column(
        unit, "at", pa.array(ats, events.schema.field("at").type)
    )
    tables = ColumnJudge(profile, as_of="2025-01-01T00:00:00+08:00").judge(events)
    assert min(tables[x].num_rows for x in ("penalties", "actions", "refused")) > 1
    place = pa.table({"row": range(events.num_rows)})
    rows = nested(tables, place, nested_schema())
    assert rows.num_rows == tables["tickets"].num_rows + 1
    apart = comparable(taken_apart(rows), profile)
    assert apart == comparable(tables, profile)


def test_nesting__a_row_refused_with_its_ticket_says_why() -> None:
    events = table_of(load_habits("zibo", {}).histories(1, 3)).slice(0, 2)
    ats = pa.array([None, events["at"][1].as_py()], events["at"].type)
    events = events.set_column(events.schema.get_field_index("at"), "at", ats)
    tables = ColumnJudge(load_profile("zibo"), as_of=AS_OF, lang="en").judge(events)
    place = pa.table({"file": ["a", "b"], "row": [8, 9]})
    (row,) = nested(tables, place, nested_schema(), "en").to_pylist()
    assert [(one["place"], one["message"]) for one in row["refused"]] == [
        (["a", "8"], "`at` is null or blank"),
        (
            ["b", "9"],
            "another row of its ticket cannot be used (`at` is null or blank), so the "
            "ticket is not judged",
        ),
    ]


def test_nesting__without_tickets_there_is_the_balance() -> None:
    profile = load_profile("zibo")
    events = pa.table({"id": [None], "at": pa.array([0]), "type": ["closed"]})
    events = events.set_column(0, "id", pa.array([None], pa.string()))
    tables = ColumnJudge(profile, as_of=AS_OF).judge(events)
    (row,) = nested(tables, pa.table({"n": [7]}), nested_schema()).to_pylist()
    assert (row["id"], row["ticket"], row["deadlines"]) == (None, None, [])
    assert [one["place"] for one in row["refused"]] == [["7"]]
    assert (row["balance"]["rows"], row["balance"]["rows_refused"]) == (1, 1)


def test_ddl__names_every_column() -> None:
    text = ddl_of(nested_schema())
    assert text.startswith("`id` STRING, `ticket` STRUCT<`id`: STRING, `subject`: STRI")
    assert "`balance` STRUCT<`rows`: BIGINT" in text
    assert "`since`: TIMESTAMP_LTZ" in text


# --- the zip --------------------------------------------------------------------------


def test_packed__equal_rules_give_equal_bytes_and_others_another_name() -> None:
    zibo = load_profile("zibo")
    assert packed(zibo) == packed(zibo)
    names = {name_of(packed(load_profile(x))) for x in ("zibo", "yulin")}
    assert len(names) == 2


_ALONE = """
import sys
sys.path[:0] = [sys.argv[1], sys.argv[2]]
import json
from pathlib import Path
import pyarrow as pa
from hotline_rules.frames import ColumnJudge
from hotline_rules.spark.executing import Judging
from hotline_rules.spark.packing import unpacked
rules = unpacked(Path(sys.argv[1]))
judge = ColumnJudge(rules, as_of=sys.argv[3])
tables = judge.judge(pa.ipc.open_file(sys.argv[4]).read_all())
print(json.dumps({
    "digest": rules.digest,
    "deadlines": tables["deadlines"].column("record").to_pylist(),
    "modules": sorted({x.partition(".")[0] for x in sys.modules}),
    "home": sys.modules["hotline_rules"].__file__,
}))
"""


def test_packed__judges_where_there_is_python_and_pyarrow_only(tmp_path: Path) -> None:
    profile = load_profile("zibo")
    events = table_of(load_habits("zibo", {}).histories(5, 1))
    archive, file = tmp_path / "core.zip", tmp_path / "events.arrow"
    archive.write_bytes(packed(profile))
    with pa.ipc.new_file(file, events.schema) as writer:
        writer.write_table(events)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _ALONE]
        + [str(archive), sysconfig.get_path("purelib"), AS_OF, str(file)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["home"].startswith(str(archive))
    assert said["digest"] == profile.digest
    here = ColumnJudge(profile, as_of=AS_OF).judge(events)
    assert said["deadlines"] == here["deadlines"].column("record").to_pylist()
    wanted = {
        "pydantic",
        "pydantic_core",
        "yaml",
        "ruamel",
        "jinja2",
        "pyspark",
        "polars",
    }
    assert wanted.isdisjoint(said["modules"])


def test_packed__has_the_rooms_that_judge_or_the_rules_alone(tmp_path: Path) -> None:
    file = tmp_path / "core.zip"
    for with_core in (True, False):
        file.write_bytes(packed(load_profile("yulin"), with_core=with_core))
        assert unpacked(file).id == "yulin"
        names = zipfile.ZipFile(file).namelist()
        rooms = {name.split("/")[1] for name in names if name.count("/") > 1}
        assert rooms == (set(ROOMS) if with_core else set())


# --- what executors have --------------------------------------------------------------

FIT = Found("node1", "3.11.7", "26.0.1", zone_known=True, engine=engine_here())


def test_probe__says_what_is_here() -> None:
    found = Probe("Asia/Shanghai")(None)
    assert found._replace(host="node1", python="3.11.7") == FIT._replace(
        pyarrow=pa.__version__
    )
    assert not Probe("Asia/Atlantis")(None).zone_known


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (FIT._replace(pyarrow=None), "no pyarrow"),
        (FIT._replace(pyarrow="9.0.0"), "pyarrow 9.0.0 is older than 20"),
        (FIT._replace(zone_known=False), "knows no zone Asia/Shanghai"),
        (FIT._replace(engine="0.0.1 compiled"), "has hotline_rules 0.0.1 compiled"),
    ],
)
def test_executors__that_cannot_do_the_work_are_named(found: Found, said: str) -> None:
    with pytest.raises(ClusterError, match="node1") as raised:
        look_at([FIT, found], "Asia/Shanghai")
    assert said in raised.value.message.en


def test_executors__that_fit_are_taken() -> None:
    look_at([FIT, FIT], "Asia/Shanghai")
