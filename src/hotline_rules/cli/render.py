"""`hotline-rules render`: a profile as a document to read, to print and to sign."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING

from hotline_rules import __version__
from hotline_rules.cli.arguments import (
    add_language_option,
    add_reading_option,
    check_output,
)
from hotline_rules.cli.exits import DONE
from hotline_rules.cli.session import open_profile
from hotline_rules.cli.streams import write_output

if TYPE_CHECKING:
    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "render",
        help=line,
        description="把一套规则写成可以阅读、打印、签批的中文文件：按条文顺序，一条一句，"
        "附时间线、判定表、阶梯和有争议条款的读法。"
        " / The whole profile as a Chinese document: one sentence beside each article,"
        " with time lines, tables, ladders and readings.",
    )
    parser.add_argument(
        "profile", metavar="PROFILE", help="编号或 YAML 文件 / id or file"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="写到文件（不写则输出到屏幕） / write to a file",
    )
    parser.add_argument(
        "--format",
        choices=("md", "html"),
        help="格式；不写时看文件名，.html 为网页，其余为 Markdown / else by the name",
    )
    parser.add_argument(
        "--date",
        type=_date,
        metavar="YYYY-MM-DD",
        help="印在上面的日期（不写就不印） / the date on it; none if left out",
    )
    add_reading_option(parser)
    add_language_option(parser)
    parser.set_defaults(run=run, outside_validity=None)


def run(options: argparse.Namespace) -> int:
    """Write the document.

    Raises:
        StopRun: when the profile has errors, which have been written.
        UsageError: when the file cannot be written, or is the profile itself.
    """
    from hotline_rules.calendar import day_of_date
    from hotline_rules.regulation.html import to_html
    from hotline_rules.regulation.markdown import to_markdown
    from hotline_rules.regulation.printed import printed

    check_output(options.output, [options.profile])
    profile = open_profile(options)
    day = None if options.date is None else day_of_date(options.date)
    page = printed(profile, day=day, version=__version__)
    text = to_html(page) if _format(options) == "html" else to_markdown(page)
    write_output(options.output, text)
    return DONE


def _format(options: argparse.Namespace) -> str:
    if options.format is not None:
        return str(options.format)
    name = str(options.output or "").lower()
    return "html" if name.endswith((".html", ".htm")) else "md"


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text}: 写成 2021-03-09 / write it like 2021-03-09"
        raise argparse.ArgumentTypeError(message) from None
