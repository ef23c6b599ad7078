"""A table of events in Spark to a table with a row for each ticket."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.evaluate.engine import engine_build, instant_of
from hotline_rules.frames import ColumnJudge
from hotline_rules.frames.errors import wrong_type
from hotline_rules.frames.instants import is_text
from hotline_rules.spark.executing import Judging, Orders
from hotline_rules.spark.keys import KEY, key_of
from hotline_rules.spark.nesting import ddl_of, nested_schema
from hotline_rules.spark.packing import name_of, packed
from hotline_rules.spark.workers import check_workers, context_of, set_python

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pyspark import SparkContext
    from pyspark.sql import DataFrame, SparkSession

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.evaluate.engine import HasRulebook

_NEEDED = ("id", "at", "type")
_TEXTS = ("id", "type", "event_id", "subject")
_FIRST = ("at", "recorded_at", "type")
_PARTITIONS_A_CORE = 4


def evaluate_table(
    spark: SparkSession,
    events: DataFrame,
    profile: HasRulebook,
    as_of: datetime | str | int,
    *,
    known_at: datetime | str | int | None = None,
    only_out_of_order: bool = False,
    order: Sequence[str] = (),
    partitions: int | None = None,
    python: str | None = None,
    lang: Language = "zh",
) -> DataFrame:
    """Judge a table of events as `frames.evaluate_frame` would.

    The rows of a ticket may lie anywhere; Spark brings them together. Nothing is
    judged before the answer is saved, counted or shown; but the executors are asked
    at once whether they can.

    Args:
        spark: an ordinary session, not one of Spark Connect.
        events: a row for each event, with the columns of docs/frames.md.
        profile: from `load_profile`.
        as_of: the moment of judgement, included; an aware `datetime`, ISO text with an
            offset, or UTC epoch seconds.
        known_at: the moment of knowledge, included.
        only_out_of_order: leave out the tickets that are in order; they are counted.
        order: columns that say which of two events of one second came first, such as
            the number of a line; they are no payload. Without them it goes by
            `recorded_at`, then `type`, then the other columns, so that the answer
            never depends on how Spark spread the rows.
        partitions: into how many parts the tickets are spread; four for each core that
            the session has when this is called.
        python: the executors' Python as they see it, such as `env/bin/python`; else
            that of the session.
        lang: of messages.

    Returns:
        a row for each ticket: its `id`, the record `ticket`, and for each table of
        results a list of records. Besides, rows without `id`, which hold what was
        `refused` and the `balance`. `flat_tables` takes it apart.

    Raises:
        FrameError: a column is missing, or of a type that nothing can be read from.
        ClusterError: the executors cannot do the work.
        ValueError: an instant is naive or not an instant, or an `order` is no column.
    """
    context = context_of(spark)
    # A compiled engine fits one machine, and its records do not fit the sources.
    archive = packed(profile, with_core=engine_build() == "pure")
    orders = Orders(
        archive=name_of(archive),
        columns=(KEY, *events.columns),
        order=tuple(order),
        as_of=instant_of(as_of, "as_of"),
        known_at=None if known_at is None else instant_of(known_at, "known_at"),
        only_out_of_order=only_out_of_order,
        lang=lang,
    )
    _check(events, orders, profile)
    set_python(context, python)
    _send(context, archive, orders.archive)
    check_workers(context, profile.rulebook.zone)
    count = partitions or _PARTITIONS_A_CORE * context.defaultParallelism
    rows = _together(events, order, count)
    return rows.mapInArrow(Judging(orders), ddl_of(nested_schema()))


def _check(events: DataFrame, orders: Orders, profile: HasRulebook) -> None:
    """Refuse here, in a sentence, what every executor would refuse in its log."""
    from pyspark import __version__
    from pyspark.sql.pandas.types import to_arrow_schema

    for name in orders.order:
        if name not in events.columns:
            raise ValueError(f"`order` names {name!r}, which is no column")
        if name in _NEEDED:
            raise ValueError(f"`order` names {name!r}, which every event needs itself")
    # Before 4.0 it takes no zone, and says UTC.
    zone = {} if __version__ < "4" else {"timezone": "UTC"}
    schema = to_arrow_schema(events.schema, **zone)
    for name in _TEXTS:
        if name in schema.names and not is_text(schema.field(name).type):
            raise wrong_type(name, schema.field(name).type, Text("文字", "text"))
    empty = schema.empty_table()
    judge = ColumnJudge(profile, as_of=orders.as_of, known_at=orders.known_at)
    judge.judge(empty.drop_columns(list(orders.order)))


def _send(context: SparkContext, archive: bytes, name: str) -> None:
    """Give the zip to every executor, those to come included; once for each zip."""
    from pyspark import SparkFiles

    if Path(SparkFiles.get(name)).exists():
        return
    # TRAP: executors that join later fetch it from here, so it stays until the end.
    folder = Path(tempfile.mkdtemp(prefix="hotline_rules-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / name).write_bytes(archive)
    context.addPyFile(str(folder / name))
    # TRAP: Spark puts it on the path of the driver, too. There it would hide the whole
    # package from processes that the driver starts, since they inherit the path.
    sys.path.remove(SparkFiles.get(name))


def _together(events: DataFrame, order: Sequence[str], count: int) -> DataFrame:
    """Bring the rows of each ticket together, in an order that is always the same.

    TRAP: a count has to be said. Without it Spark looks at the bytes, of which a ticket
    has few, and puts hundreds of thousands into one part that one core works on.
    """
    numbered = {name: f"c{place}" for place, name in enumerate(events.columns)}
    kinds = dict(events.dtypes)
    rest = [name for name in numbered if _can_be_ordered(kinds[name])]
    first = dict.fromkeys([*order, *(n for n in _FIRST if n in kinds), *rest])
    # TRAP: `ticket.kind` is a column here, and a field of a record to Spark.
    rows = events.toDF(*numbered.values())
    rows = rows.select(key_of(rows[numbered["id"]]).alias(KEY), *rows.columns)
    keys = [KEY, *(numbered[name] for name in first)]
    return rows.repartition(count, KEY).sortWithinPartitions(*keys)


def _can_be_ordered(kind: str) -> bool:
    return not any(word in kind for word in ("map<", "variant"))
