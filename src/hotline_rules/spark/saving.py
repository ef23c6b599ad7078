"""What was judged, saved as tables: each once, whatever happened to executors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.frames.judge import Balance
from hotline_rules.spark.flat import flat_tables
from hotline_rules.spark.nesting import BALANCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyspark.sql import DataFrame


def save(judged: DataFrame, folder: str, about: Mapping[str, str | None]) -> Balance:
    """Judge, and write Parquet: `judged`, and below `tables` each table by its name.

    The tickets are judged once, for `judged`; the tables are read from it. What counts
    is read from what was written, never from counters of the tasks: a task that is
    done twice counts twice, and writes once.

    Args:
        judged: from `evaluate_table`.
        folder: where Spark can write; it must hold no results yet.
        about: what the judgement rests on, for the one row of the table `run`.

    Returns:
        the balance of the whole.

    Raises:
        AnalysisException: there are results in the folder already.
    """
    from pyspark.sql import functions as f

    spark, nested = judged.sparkSession, f"{folder}/judged"
    judged.write.parquet(nested)
    tables = flat_tables(spark.read.schema(judged.schema).parquet(nested))
    facts = [f.lit(value).cast("string").alias(name) for name, value in about.items()]
    tables["run"] = spark.range(1).select(*facts)
    for name, table in tables.items():
        table.write.parquet(f"{folder}/tables/{name}")
    counts = spark.read.parquet(f"{folder}/tables/{BALANCE}").collect()
    return Balance(**counts[0].asDict())
