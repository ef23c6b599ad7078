"""The same evaluation as a job of an existing Spark: a table of events in, tables out.

`evaluate_table` sends the core and the compiled rules to the executors as one zip, puts
the events of each ticket together and hands them to `frames.ColumnJudge` there. What
runs on executors (`executing`, `nesting`, `probing`) needs Python and pyarrow, nothing
else; the rest needs pyspark (the extra `spark`), which it imports when it is called.
How a cluster is set up is told in docs/cluster.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_rules.spark.errors import ClusterError
    from hotline_rules.spark.evaluating import evaluate_table
    from hotline_rules.spark.flat import flat_tables

__all__ = ["ClusterError", "evaluate_table", "flat_tables"]

_HOMES = {
    "ClusterError": "errors",
    "evaluate_table": "evaluating",
    "flat_tables": "flat",
}


def __getattr__(name: str) -> object:
    """Import a public name from its module when it is first asked for (PEP 562).

    TRAP: an executor imports this room too, and a probe of what it lacks must not fail
    on what it lacks.
    """
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
