"""`hotline-rules assess`: many histories in, a table by unit and month out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hotline_rules.cli.arguments import (
    add_input_options,
    add_instant_options,
    add_language_option,
    add_profile_options,
    check_output,
    chosen_instant,
)
from hotline_rules.cli.assess_sheet import write_sheet
from hotline_rules.cli.assess_table import write_table
from hotline_rules.cli.duplicates import Repeats
from hotline_rules.cli.exits import UNFINISHED, UsageError
from hotline_rules.cli.session import begin
from hotline_rules.cli.streams import opened_output, speaks_unicode

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import TextIO

    from hotline_rules.assess import Assessment, AssessmentTable
    from hotline_rules.cli.session import Session

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

_BOM = "\ufeff"


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "assess",
        help=line,
        description="把许多工单的结果按单位、按月汇总：件数、比率、得分、牌、扣分、名次；"
        "也写红黄牌通报。同一文件里可以有单位的历史（subject: unit）。"
        " / Sum up the results of many histories by unit and month.",
    )
    add_input_options(parser)
    add_profile_options(parser)
    add_instant_options(parser)
    _add_months(parser)
    parser.add_argument(
        "--format",
        choices=("table", "jsonl", "csv"),
        default="table",
        help="表格（默认）、每个单位每月一行 JSON，或 CSV / table, JSON lines or CSV",
    )
    parser.add_argument(
        "--cases",
        action="store_true",
        help="JSON 里列出每个数背后的工单 / name the histories behind each number",
    )
    parser.add_argument(
        "--bulletin",
        action="store_true",
        help="不出表，写通报：规则里逐件列出的考核项 / write the bulletins instead",
    )
    parser.add_argument("--output", metavar="FILE", help="写入文件 / write to a file")
    add_language_option(parser)
    parser.set_defaults(run=run)


def _add_months(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--month",
        metavar="MONTH",
        help="只看哪个月，如 2021-03 / only this month",
    )
    parser.add_argument(
        "--from", dest="first", metavar="MONTH", help="从哪个月起 / from this month"
    )
    parser.add_argument(
        "--to", dest="last", metavar="MONTH", help="到哪个月止（含） / to this month"
    )


def run(options: argparse.Namespace) -> int:
    """Judge every history, count the results, write the table or the bulletins."""
    from hotline_rules.assess import Assessment
    from hotline_rules.evaluate import evaluate

    months = _months(options)
    session = begin(options, names_repeats=False)
    as_of = chosen_instant(options, session.reader.zone)
    check_output(options.output, [*options.histories, options.profile])
    _check_lists(options, session)
    found = Assessment(
        session.profile, keeps_cases=options.cases, keeps_entries=options.bulletin
    )
    repeats = Repeats(session.reader.report)
    with session.judging():
        for history in session.histories(options.histories):
            result = evaluate(
                session.profile, history, as_of=as_of, known_at=session.known_at
            )
            repeats.note(found.add(result), history.id, session.where)
    status = session.finish()
    if not repeats.close(session.lang):
        return UNFINISHED
    with opened_output(options.output) as stream:
        if options.format == "csv" and options.output not in (None, "-"):
            # A spreadsheet takes a CSV file for one in its own encoding without it.
            stream.write(_BOM)
        _write(found, options, session, months, stream)
    return status


def _write(
    found: Assessment,
    options: argparse.Namespace,
    session: Session,
    months: Sequence[str] | None,
    stream: TextIO,
) -> None:
    table = found.table(months)
    if options.bulletin:
        _write_bulletins(table, session, months, stream)
    elif options.format == "jsonl":
        _write_lines(table, session, stream)
    elif options.format == "csv":
        write_sheet(table, stream, session.lang)
    else:
        write_table(table, stream, session.lang)


def _months(options: argparse.Namespace) -> tuple[str, ...] | None:
    """Answer the months asked for; `None` when none were."""
    from hotline_rules.assess.months import is_month, months_between

    for option in ("month", "first", "last"):
        given = getattr(options, option)
        if given is not None and not is_month(given):
            message = f"{given}: 月份写成 2021-03 / write a month like 2021-03"
            raise UsageError(message)
    if options.month is not None:
        if options.first is not None or options.last is not None:
            message = "--month 不和 --from、--to 一起用 / --month excludes --from, --to"
            raise UsageError(message)
        return (options.month,)
    if options.first is None and options.last is None:
        return None
    if options.first is None or options.last is None or options.last < options.first:
        message = "--from 和 --to 要成对，先后不能颠倒 / --from and --to are a pair"
        raise UsageError(message)
    return months_between(options.first, options.last)


def _check_lists(options: argparse.Namespace, session: Session) -> None:
    if options.bulletin and options.format != "table":
        message = (
            "--bulletin 是文字，不和 --format 一起用 / --bulletin excludes --format"
        )
        raise UsageError(message)
    if options.bulletin and not _lists(session):
        message = (
            f"--bulletin: {session.profile.id} 的 measures 里没有 list"
            " / its measures hold no list"
        )
        raise UsageError(message)


def _lists(session: Session) -> list[str]:
    from hotline_rules.rulebook import Listing

    return [
        one.id
        for one in session.profile.rulebook.measures
        if isinstance(one.form, Listing)
    ]


def _write_bulletins(
    table: AssessmentTable,
    session: Session,
    months: Sequence[str] | None,
    stream: TextIO,
) -> None:
    from hotline_rules.assess import render_bulletin

    shown = months or tuple(dict.fromkeys(row.month for row in table.rows))
    texts = [
        render_bulletin(table, session.profile.rulebook, id_, month, session.lang)
        for month in shown
        for id_ in _lists(session)
    ]
    stream.write("\n".join(texts))


def _write_lines(table: AssessmentTable, session: Session, stream: TextIO) -> None:
    from hotline_rules.assess import notes_to_dict, row_to_dict

    encode = json.JSONEncoder(
        ensure_ascii=not speaks_unicode(stream), separators=(",", ":")
    ).encode
    rulebook = session.profile.rulebook
    for row in table.rows:
        data = row_to_dict(table, row, rulebook, session.lang)
        stream.write(encode(data) + "\n")
    stream.write(encode(notes_to_dict(table, rulebook)) + "\n")
