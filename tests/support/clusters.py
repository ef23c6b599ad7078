"""Sessions of a Spark on this machine, and what comes out of one, to compare."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from hotline_rules.frames import schemas
from hotline_rules.frames.refusals import WITH_ITS_TICKET

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyspark.sql import SparkSession

    from hotline_rules import Profile

needs_spark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="no pyspark here"),
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java here"),
    # It warns of every pandas that is newer than itself; nothing of ours goes there.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support"),
]
QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.session.timeZone": "America/New_York",  # on which nothing may depend
    "spark.sql.shuffle.partitions": "2",
}


def local_session(scratch: Path) -> SparkSession:
    """Two cores of this machine."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]")
    settings = {**QUIET, "spark.local.dir": str(scratch)}
    for key, value in settings.items():
        builder = builder.config(key, value)
    session: SparkSession = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def comparable(tables: Mapping[str, Any], profile: Profile) -> dict[str, pa.Table]:
    """Tables of one kind and order: by ticket, and within one as they stand."""
    found = {}
    for name, schema in schemas(profile.rulebook.zone).items():
        rows = pa.table(tables[name])
        if name == "refused":  # rows are told by the place, as texts
            rows = _with_place(rows)
        else:
            rows = rows.select(schema.names).cast(schema)
        places = range(rows.num_rows)
        if "id" in rows.column_names:
            ids = rows.column("id").to_pylist()
            places = sorted(places, key=lambda row: (ids[row] or "", row))  # type: ignore[assignment]
        found[name] = rows.take(pa.array(places, pa.int64())).combine_chunks()
    return found


def _with_place(rows: pa.Table) -> pa.Table:
    """Refused rows with their place, and without messages that name another row."""
    names = [name for name in rows.column_names if name not in ("row", "place")]
    place = rows.column("place") if "place" in rows.column_names else None
    if place is None:
        texts = [[str(row)] for row in rows.column("row").to_pylist()]
        place = pa.array(texts, pa.list_(pa.string()))
    codes = rows.column("code").to_pylist()
    said = zip(codes, rows.column("message").to_pylist(), strict=True)
    messages = [None if code == WITH_ITS_TICKET else text for code, text in said]
    rows = rows.select([name for name in names if name != "message"])
    rows = rows.append_column("place", place)
    return rows.append_column("message", pa.array(messages, pa.string()))


def python_without_packages(folder: Path) -> str:
    """A Python of this version that has nothing but itself."""
    import venv

    venv.create(folder, with_pip=False, symlinks=True)
    return str(folder / "bin" / f"python{sys.version_info.major}")
