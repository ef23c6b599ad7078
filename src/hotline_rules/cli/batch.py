"""`hotline-rules batch`: a year of tickets to tables of results, on all cores."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from hotline_rules.cli.arguments import (
    add_language_option,
    add_profile_options,
    instant_argument,
)
from hotline_rules.cli.exits import DONE, INTERRUPTED, UNFINISHED
from hotline_rules.cli.extras import needs_extra
from hotline_rules.cli.import_told import tell
from hotline_rules.cli.runs import add_run_options, file_names, stopped
from hotline_rules.cli.session import open_profile
from hotline_rules.cli.stages import Stages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.audit.merging import Format
    from hotline_rules.batch.asked import Request
    from hotline_rules.batch.run import Outcome
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.profile import Profile

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

_EXAMPLE = """\
示例 / examples:
  hotline-rules batch 事件.parquet --profile zibo --as-of 2022-01-01T00:00:00+08:00 \\
      -o 全年结果
  hotline-rules batch 历史.jsonl.gz --profile qingyuan --only-out-of-order \\
      --as-of 2024-01-01T00:00:00+08:00 --jobs 8 -o 不正常的
  hotline-rules batch 2021/ 2022/ --profile zibo --sort --format csv \\
      --as-of 2023-01-01T00:00:00+08:00 -o 两年结果

每件工单的行要排在一起；没有排好的，加 --sort / rows of a ticket lie together, or --sort
被中断的，用同一条命令接着做 / the same command goes on with a run broken off
"""


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "batch",
        help=line,
        description="读入事件表（Parquet、CSV）或历史（JSON Lines），用所有的核判断，"
        "写出结果表；内存不随件数增长，可以随时中断，用同一条命令接着做。"
        " / Judge events in Parquet or CSV, or histories in JSON Lines, on all cores "
        "and in flat memory; write tables. Safe to break off and go on with.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "files",
        nargs="+",
        metavar="EVENTS",
        help="事件表 .parquet、.csv，或历史 .jsonl，或它们的文件夹"
        " / events or histories, or folders of them",
    )
    add_profile_options(parser)
    parser.add_argument(
        "--as-of", required=True, metavar="T", help="判断到哪一刻 / the instant"
    )
    parser.add_argument(
        "--known-at",
        metavar="T",
        help="只用这一刻已登记的事件、已公布的日历 / only what was recorded by then",
    )
    parser.add_argument(
        "--sort",
        action="store_true",
        help="先按工单排序，在磁盘上排 / sort by ticket first, on the disk",
    )
    parser.add_argument(
        "--encoding",
        choices=("utf-8", "gb18030"),
        default="utf-8",
        help="CSV 的编码 / encoding of CSV files",
    )
    parser.add_argument(
        "--only-out-of-order",
        action="store_true",
        help="一切正常的工单不列出，只计数 / leave out tickets that are in order",
    )
    add_run_options(parser, 5_000)
    add_language_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Judge the files, write the tables, print the balance."""
    lang = cast("Language", options.lang)
    with needs_extra("batch", lang):
        import pyarrow as pa

        from hotline_rules.audit.crew import processors
        from hotline_rules.batch.run import judge_files
        from hotline_rules.diagnostics import ToldError
    pa.set_cpu_count(1)  # what is not judged by the workers is little
    folder, stages = Path(options.output), Stages(lang)
    try:
        request = _request(options, open_profile(options))
        outcome = judge_files(
            request, folder, watcher=stages, jobs=options.jobs or processors()
        )
    except ToldError as error:
        stages.clear()
        tell(error.message, lang, "error")
        if error.fix.zh:
            tell(error.fix, lang, "fix")
        return UNFINISHED
    except KeyboardInterrupt:
        stages.clear()
        sys.stderr.write(stopped(lang))
        return INTERRUPTED
    stages.clear()
    for line in _closing_lines(outcome, folder, lang):
        sys.stdout.write(line + "\n")
    return DONE if outcome.account.complete else UNFINISHED


def _request(options: argparse.Namespace, profile: Profile) -> Request:
    from hotline_rules.batch.asked import Request
    from hotline_rules.batch.inputs import files_of, refuse_within
    from hotline_rules.calendar import Zone

    zone = Zone.load(profile.rulebook.zone)
    known_at, given = options.known_at, [Path(name) for name in options.files]
    refuse_within(given, Path(options.output))
    return Request(
        files=tuple(files_of(given)),
        profile=profile,
        profile_name=options.profile,
        as_of=instant_argument("--as-of", options.as_of, zone),
        known_at=None
        if known_at is None
        else instant_argument("--known-at", known_at, zone),
        only_out_of_order=options.only_out_of_order,
        sort=options.sort,
        encoding=options.encoding,
        outside_validity=options.outside_validity or "profile",
        lang=cast("Language", options.lang),
        formats=cast("tuple[Format, ...]", options.format),
        a_part=options.tickets_a_part,
        command=_command(options),
    )


def _command(options: argparse.Namespace) -> tuple[str, ...]:
    """The command, without folders of this machine and what changes no answer."""
    words = ["hotline-rules", "batch", *file_names(options.files)]
    words += ["--profile", Path(options.profile).name]
    for readings in options.readings:
        words += [x for c, o in readings.items() for x in ("--reading", f"{c}={o}")]
    for name in ("as-of", "known-at", "outside-validity", "tickets-a-part", "lang"):
        value = getattr(options, name.replace("-", "_"))
        words += [] if value is None else [f"--{name}", str(value)]
    words += ["--encoding", options.encoding] if options.encoding != "utf-8" else []
    words += ["--format", ",".join(options.format)]
    for name in ("sort", "only-out-of-order"):
        words += [f"--{name}"] if getattr(options, name.replace("-", "_")) else []
    return tuple(words)


def _closing_lines(outcome: Outcome, folder: Path, lang: Language) -> Iterator[str]:
    for sentence in outcome.account.sentences():
        yield sentence.in_(lang)
    zh = lang == "zh"
    codes = outcome.run.manifest["refused"]
    if codes:
        told = ("、" if zh else ", ").join(f"{x} {n:,}" for x, n in codes.items())
        yield f"不能用的行：{told}" if zh else f"refused rows: {told}"
        yield f"  {folder / 'tables' / 'refused.parquet'}"
    yield "结果在：" if zh else "the results are in:"
    yield f"  {folder / 'tables'}"
    yield f"  {folder / 'manifest.json'}"
