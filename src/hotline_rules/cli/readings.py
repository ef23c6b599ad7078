"""`hotline-rules readings`: the disputed clauses of a profile and how it reads them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from hotline_rules.cli.arguments import add_language_option
from hotline_rules.cli.exits import DONE
from hotline_rules.cli.session import open_profile

if TYPE_CHECKING:
    import argparse

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "readings",
        help=line,
        description="列出有争议的条款：问题、各种读法、现用哪一种、依据和理由，"
        "以及不能选的读法和原因。"
        " / Every disputed clause: the question, its options, the one in use, the"
        " ground, and what is not offered and why.",
    )
    parser.add_argument(
        "profile", metavar="PROFILE", help="编号或 YAML 文件 / id or file"
    )
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text"
    )
    add_language_option(parser)
    parser.set_defaults(run=run, readings=[], outside_validity=None)


def run(options: argparse.Namespace) -> int:
    """Print the readings of a profile.

    Raises:
        StopRun: when the profile has errors, which have been written.
    """
    from hotline_rules.coverage import readings

    profile = open_profile(options)
    if options.format == "json":
        data = readings.readings_to_dict(profile)
        sys.stdout.write(json.dumps(data, ensure_ascii=True) + "\n")
        return DONE
    pages = {"text": readings.readings_text, "markdown": readings.readings_page}
    for line in pages[options.format](profile, options.lang):
        sys.stdout.write(f"{line}\n")
    return DONE
