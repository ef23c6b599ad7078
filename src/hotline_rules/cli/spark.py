"""`hotline-rules spark`: a table of events judged on a cluster, Parquet in and out."""

from __future__ import annotations

import argparse
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from hotline_rules import __version__
from hotline_rules.cli.arguments import (
    add_instant_options,
    add_language_option,
    add_profile_options,
    chosen_instant,
    instant_argument,
)
from hotline_rules.cli.exits import DONE, UNFINISHED, UsageError
from hotline_rules.cli.extras import needs_extra
from hotline_rules.cli.import_told import tell
from hotline_rules.cli.session import open_profile
from hotline_rules.diagnostics import Text, ToldError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, SparkSession

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.frames.judge import Balance
    from hotline_rules.profile import Profile

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

_FILE, _ROW = "(file)", "(row)"  # of a row, beside the columns of the events
_EXAMPLE = """\
示例 / example:
  hotline-rules spark hdfs:///events --profile zibo \\
      --as-of 2021-04-01T00:00:00+08:00 -o hdfs:///judged --master yarn
"""


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "spark",
        help=line,
        description="读入一行一个事件的 Parquet 表，在集群上逐件判断，写出结果表，"
        "核对数目。 / Parquet in, a row for each event; tables of results out.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "events",
        nargs="+",
        metavar="EVENTS",
        help="Parquet 文件或文件夹，集群看得到的地址 / as Spark sees them",
    )
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FOLDER",
        help="结果写到这里，要用新的 / a new folder for the results",
    )
    add_profile_options(parser)
    add_instant_options(parser)
    parser.add_argument(
        "--only-out-of-order",
        action="store_true",
        help="只写不正常的工单，其余只计数 / leave out tickets that are in order",
    )
    parser.add_argument(
        "--order",
        action="append",
        default=[],
        metavar="COLUMN",
        help="同一秒的事件按这一列排先后，可写多次；不写就照文件里的先后"
        " / which of two events of one second came first; as in the files without",
    )
    _add_cluster(parser.add_argument_group("集群 / the cluster"))
    add_language_option(parser)
    parser.set_defaults(run=run)


def _add_cluster(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--master", metavar="URL", help="如 yarn、local[2]；用 spark-submit 时不写"
    )
    group.add_argument(
        "--conf",
        action="append",
        default=[],
        type=_setting,
        metavar="KEY=VALUE",
        help="Spark 的一项设置，可写多次 / a setting of Spark",
    )
    group.add_argument(
        "--python",
        metavar="PATH",
        help="执行节点的 Python，照它们看到的路径 / Python of the executors",
    )
    group.add_argument(
        "--partitions",
        type=int,
        metavar="N",
        help="分成多少份；不写就是核数的四倍 / how many parts; four for each core",
    )


def run(options: argparse.Namespace) -> int:
    """Judge the events on the cluster, write the tables, print the balance."""
    lang = cast("Language", options.lang)
    as_of = chosen_instant(options, None)
    known_at = None
    if options.known_at is not None:
        known_at = instant_argument("--known-at", options.known_at, None)
    if options.partitions is not None and options.partitions < 1:
        raise UsageError("--partitions: 至少是 1 / at least 1")
    with needs_extra("spark", lang):
        from pyspark.errors import AnalysisException

        from hotline_rules.spark import evaluate_table
        from hotline_rules.spark.saving import save
    profile = open_profile(options)
    try:
        with _session(options) as spark:
            events, order = _events(spark, options)
            judged = evaluate_table(
                spark,
                events,
                profile,
                as_of,
                known_at=known_at,
                only_out_of_order=options.only_out_of_order,
                order=order,
                partitions=options.partitions,
                python=options.python,
                lang=lang,
            )
            about = _about(profile, as_of, known_at, options)
            balance = save(judged, options.output, about)
            read = events.count()
    except ToldError as error:
        tell(error.message, lang, "error")
        tell(error.fix, lang, "fix")
        return UNFINISHED
    except AnalysisException as error:
        said = str(error).splitlines()[0]
        tell(Text(f"Spark：{said}", f"Spark: {said}"), lang, "error")
        return UNFINISHED
    return _close(balance, read, options)


def _setting(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (equals and key.strip()):
        message = f"{text}: 写成 KEY=VALUE / write KEY=VALUE"
        raise argparse.ArgumentTypeError(message)
    return key.strip(), value.strip()


@contextmanager
def _session(options: argparse.Namespace) -> Iterator[SparkSession]:
    """The session that is there, or a new one, which ends with the work."""
    from pyspark.sql import SparkSession

    before = SparkSession.getActiveSession()
    builder = SparkSession.builder.appName("hotline-rules")
    if options.master is not None:
        builder = builder.master(options.master)
    for key, value in options.conf:
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    try:
        yield session
    finally:
        if before is None:
            session.stop()


def _events(
    spark: SparkSession, options: argparse.Namespace
) -> tuple[DataFrame, list[str]]:
    """The events, and the columns that say their order."""
    from pyspark.sql import functions as f

    events = spark.read.parquet(*options.events)
    if options.order:
        missing = [name for name in options.order if name not in events.columns]
        if missing:
            raise UsageError(f"--order {missing[0]}: 没有这一列 / no such column")
        return events, options.order
    file = f.col("_metadata.file_path").alias(_FILE)
    row = f.col("_metadata.row_index").alias(_ROW)
    return events.select("*", file, row), [_FILE, _ROW]


def _about(
    profile: Profile, as_of: int, known_at: int | None, options: argparse.Namespace
) -> dict[str, str | None]:
    """What the judgement rests on: enough to do it again."""
    from hotline_rules.calendar import Zone
    from hotline_rules.evaluate.output import iso

    zone = Zone.load(profile.rulebook.zone)
    return {
        "engine": __version__,
        "profile": profile.id,
        "digest": profile.digest,
        "readings": " ".join(f"{x.code}={x.chosen}" for x in profile.rulebook.readings),
        "as_of": iso(as_of, zone),
        "known_at": iso(known_at, zone),
        "only_out_of_order": "true" if options.only_out_of_order else "false",
    }


def _close(balance: Balance, read: int, options: argparse.Namespace) -> int:
    """Print what became of the rows; answer whether all of them were judged."""
    lang = cast("Language", options.lang)
    said = Text(
        f"读入 {read:,} 行：用上 {balance.rows_used:,} 行，"
        f"放到一边 {balance.rows_refused:,} 行\n"
        f"工单 {balance.tickets:,} 件：写出 {balance.judged:,} 件，"
        f"正常而未写的 {balance.left_out:,} 件，没能判断的 {balance.refused:,} 件\n"
        f"结果在：{options.output}/tables",
        f"{read:,} rows read: {balance.rows_used:,} used, "
        f"{balance.rows_refused:,} set aside\n"
        f"{balance.tickets:,} tickets: {balance.judged:,} written, "
        f"{balance.left_out:,} in order and left out, {balance.refused:,} not judged\n"
        f"the results are in {options.output}/tables",
    )
    sys.stdout.write(said.in_(lang) + "\n")
    if balance.rows != read:
        fault = Text(
            f"数目对不上：读入 {read:,} 行，结果里有 {balance.rows:,} 行",
            f"the numbers do not balance: {read:,} rows read, {balance.rows:,} found",
        )
        tell(fault, lang, "error")
        return UNFINISHED
    return UNFINISHED if balance.rows_refused else DONE
