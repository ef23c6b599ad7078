"""The table with a row for each ticket, taken apart into the tables of `frames`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_rules.spark.nesting import BALANCE, REFUSED, TICKETS, plain_schemas

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def flat_tables(judged: DataFrame) -> dict[str, DataFrame]:
    """Take apart what `evaluate_table` gives.

    Save it first and read it back, or persist it: Spark would judge anew for each
    table that is asked for.

    Args:
        judged: from `evaluate_table`, or read back from where it was saved.

    Returns:
        the tables of docs/frames.md by name, with the same columns; instants have
        microseconds and are shown in the zone of the session. Rows are in no order.
        `balance` has one row for the whole, zeros for an empty table of events.
    """
    from pyspark.sql import functions as f

    tables = {}
    for name, schema in plain_schemas().items():
        if name == TICKETS:
            tables[name] = judged.where("id IS NOT NULL").select("ticket.*")
        elif name == REFUSED:
            tables[name] = judged.select(f.inline(name))
        elif name == BALANCE:
            counts = judged.where("balance IS NOT NULL").select("balance.*")
            sums = [f.coalesce(f.sum(one), f.lit(0)).alias(one) for one in schema.names]
            tables[name] = counts.agg(*sums)
        else:
            tables[name] = judged.select("id", f.inline(name))
    return tables
