"""`hotline-rules generate`: made-up tickets and exports, for tests and practice."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING

from hotline_rules.cli.arguments import add_language_option, check_output
from hotline_rules.cli.exits import DONE, UNFINISHED, UsageError
from hotline_rules.cli.extras import needs_extra
from hotline_rules.cli.progress import Progress
from hotline_rules.cli.streams import opened_output, write_output
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TextIO

    from hotline_rules.generating import Blemish, Export, Habits

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

_TICKETS_AT_ONCE = 5_000
_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "generate",
        help=line,
        description="编造工单：全是虚构，单位只有编号；种子相同，写出的字节就相同。"
        "可以写成历史（jsonl）或事件表（parquet），也可以写成一行一件工单（csv）"
        "或者一行一个环节（csv-long）的导出表，连同看懂它的对照表。"
        " / Made-up tickets, the same bytes for the same seed: as histories, or as the"
        " exports that systems write, with the mapping that fits.",
        epilog="示例 / example:\n"
        "  hotline-rules generate zibo --count 300 --from 2021-03-01 --days 31 \\\n"
        "      --format csv --encoding gb18030 -o 三月.csv --mapping-out 对照表.yaml",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "city", metavar="CITY", help="自带的编号，或习惯文件 .json / bundled id or file"
    )
    parser.add_argument(
        "--count", type=_count, default=1000, metavar="N", help="多少件 / how many"
    )
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="种子 / the seed (1)"
    )
    parser.add_argument(
        "--from",
        dest="first_day",
        metavar="DATE",
        help="最早哪天受理，如 2021-03-01 / first day of intake",
    )
    parser.add_argument(
        "--days", type=_count, metavar="N", help="在多少天里受理 / days of intake"
    )
    parser.add_argument(
        "--share",
        dest="shares",
        action="append",
        default=[],
        type=_share,
        metavar="NAME=P",
        help="改一个比例，如 returned=0.2，可写多次 / change a share",
    )
    parser.add_argument(
        "--list-shares",
        action="store_true",
        help="列出各个比例 / list the shares and their values",
    )
    parser.add_argument(
        "--format",
        choices=("jsonl", "parquet", "csv", "csv-long"),
        default="jsonl",
        help="历史、事件表（给 batch）、一行一件工单、一行一个环节"
        " / histories, events for batch, wide, long",
    )
    parser.add_argument(
        "--encoding",
        choices=_ENCODINGS,
        default="utf-8",
        help="文件的编码 / encoding of the file",
    )
    parser.add_argument(
        "--mapping-out",
        metavar="FILE",
        help="把看懂导出表的对照表写到这里 / write the mapping of the export here",
    )
    parser.add_argument(
        "--dirt",
        type=float,
        default=0.0,
        metavar="P",
        help="弄脏多少行，如 0.02：日期混写、编号缺失、重复等 / share of dirty rows",
    )
    parser.add_argument(
        "--dirt-kind",
        dest="kinds",
        action="append",
        metavar="KIND",
        help="只用这几种，可写多次；写错时列出全部 / only these kinds",
    )
    parser.add_argument(
        "--dirt-list",
        metavar="FILE",
        help="哪一行弄脏了什么，写到这里 / write here which row got what",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="写到这个文件 / write here"
    )
    add_language_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the tickets.

    Returns:
        0; 1 when the habits of the city cannot be used.

    Raises:
        UsageError: options that do not go together, or a folder that is not there.
    """
    from hotline_rules.generating import HabitsError, load_habits

    _check(options)
    shares = {name: share for given in options.shares for name, share in given.items()}
    try:
        habits = load_habits(options.city, shares)
        habits = habits.within(options.first_day, options.days)
    except HabitsError as error:
        for fault in error.faults:
            sys.stderr.write(f"{error.name}: {fault.in_(options.lang)}\n")
        return UNFINISHED
    if options.list_shares:
        for name, share in habits.shares.items():
            sys.stdout.write(f"{name}={share:g}\n")
        return DONE
    histories = habits.histories(options.count, options.seed)
    # What is bad on purpose among the bytes is carried by lone surrogates.
    opened = opened_output(
        options.output, encoding=options.encoding, errors="surrogateescape", newline=""
    )
    with opened as file:
        if options.format == "parquet":
            _write_events(file, histories, habits, options.lang)
        elif options.format == "jsonl":
            _write_lines(file, histories)
        else:
            _write_rows(file, histories, _export(habits, options), options)
    return DONE


def _check(options: argparse.Namespace) -> None:
    from hotline_rules.generating import KINDS

    check_output(options.output, [options.city])
    check_output(options.mapping_out, [options.city])
    check_output(options.dirt_list, [options.city])
    tables_only = (options.mapping_out, options.kinds, options.dirt_list)
    if options.format == "parquet" and options.output in (None, "-"):
        raise UsageError("--format parquet: 要用 -o 写到文件 / needs a file, -o")
    if options.format == "parquet":
        _check_parquet(options)
    if options.format in ("jsonl", "parquet") and (any(tables_only) or options.dirt):
        raise UsageError(
            "--mapping-out, --dirt: 只能用于 csv 和 csv-long / go with csv, csv-long"
        )
    if not 0 <= options.dirt <= 1:
        raise UsageError(f"--dirt {options.dirt:g}: 应当在 0 和 1 之间 / not in 0..1")
    unknown = [kind for kind in options.kinds or () if kind not in KINDS]
    if unknown:
        listed = ", ".join(KINDS)
        raise UsageError(
            f"--dirt-kind {unknown[0]}: 没有这一种 / no such kind: {listed}"
        )
    if options.output in (None, "-") and options.encoding != "utf-8":
        raise UsageError(
            f"--encoding {options.encoding}: 要用 -o 写到文件 / needs a file, -o"
        )


def _check_parquet(options: argparse.Namespace) -> None:
    """Refuse what a Parquet file has no use for, and a name that says otherwise."""
    if options.encoding != "utf-8":
        raise UsageError(
            f"--encoding {options.encoding}: Parquet 文件没有编码可选，不要写这一项"
            " / a Parquet file has no encoding, leave it out"
        )
    if not options.output.lower().endswith((".parquet", ".pq")):
        raise UsageError(
            f"-o {options.output}: --format parquet 的文件名要以 .parquet 结尾，"
            "不然 batch 认不出来 / the name has to end in .parquet for batch to read it"
        )


def _export(habits: Habits, options: argparse.Namespace) -> Export:
    from hotline_rules.generating import open_export

    export = open_export(habits, "long" if options.format == "csv-long" else "wide")
    if options.mapping_out is not None:
        write_output(options.mapping_out, export.mapping(dirty=options.dirt > 0))
    return export


def _write_lines(file: TextIO, histories: Iterable[dict[str, Any]]) -> None:
    for history in _counted(histories):
        file.write(json.dumps(history, ensure_ascii=False) + "\n")


def _write_events(
    file: TextIO, histories: Iterable[dict[str, Any]], habits: Habits, lang: str
) -> None:
    """Write the long table of events, some thousand tickets at a time."""
    from hotline_rules.generating import facts_by_key, said_by_key

    with needs_extra("frames", lang):
        import pyarrow.parquet as pq

        from hotline_rules.batch.events import EventTable
    table = EventTable(said_by_key(habits), facts_by_key(habits), habits.data["zone"])
    counted = _counted(histories)
    with pq.ParquetWriter(file.buffer, table.schema, compression="zstd") as writer:
        while some := list(islice(counted, _TICKETS_AT_ONCE)):
            writer.write_batch(table.batch(some))


def _write_rows(
    file: TextIO,
    histories: Iterable[dict[str, Any]],
    export: Export,
    options: argparse.Namespace,
) -> None:
    from hotline_rules.generating import KINDS, Dirt

    dirt = Dirt(export.form, options.dirt, options.seed, options.kinds or KINDS)
    rows = csv.writer(file)
    rows.writerow(export.form.headings)
    with _listed(options.dirt_list) as note:
        for history in _counted(histories):
            for row in export.rows(history):
                for cells, blemish in dirt.lines(row):
                    rows.writerow(cells)
                    if blemish is not None:
                        note(blemish)


@contextmanager
def _listed(name: str | None) -> Iterator[Callable[[Blemish], object]]:
    """Open the list of what was spoiled; without a name nothing is noted."""
    if name is None:
        yield lambda _: None
        return
    with opened_output(name) as file:

        def note(blemish: Blemish) -> None:
            file.write(json.dumps(asdict(blemish), ensure_ascii=False) + "\n")

        yield note


def _counted(histories: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    progress = Progress()
    for history in histories:
        progress.step()
        yield history
    progress.clear()


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        said = Text("至少是 1", "at least 1")
        raise argparse.ArgumentTypeError(f"{text}: {said.zh} / {said.en}")
    return number


def _share(text: str) -> dict[str, float]:
    name, equals, share = text.partition("=")
    try:
        found = float(share)
    except ValueError:
        equals = ""
        found = 0.0
    if not (equals and name.strip()):
        message = f"{text}: 写成 returned=0.2 / write returned=0.2"
        raise argparse.ArgumentTypeError(message)
    return {name.strip(): found}
