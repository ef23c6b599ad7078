"""`hotline-rules replay`: every change of a result over time, a line for each."""

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
from hotline_rules.cli.session import begin
from hotline_rules.cli.streams import opened_output, speaks_unicode

if TYPE_CHECKING:
    import argparse

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "replay",
        help=line,
        description="从第一个事件到 --as-of，列出结果的每一处变化。"
        " / List every change of the result up to an instant.",
    )
    add_input_options(parser)
    add_profile_options(parser)
    add_instant_options(parser)
    parser.add_argument("--output", metavar="FILE", help="写入文件 / write to a file")
    add_language_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the changes of every history."""
    from hotline_rules.evaluate.replay import replay

    session = begin(options)
    until = chosen_instant(options, session.reader.zone)
    check_output(options.output, [*options.histories, options.profile])
    with session.judging(), opened_output(options.output) as stream:
        encode = json.JSONEncoder(
            ensure_ascii=not speaks_unicode(stream), separators=(",", ":")
        ).encode
        for history in session.histories(options.histories):
            changes = replay(
                session.profile, history, until=until, known_at=session.known_at
            )
            for change in changes:
                stream.write(encode(change) + "\n")
    return session.finish()
