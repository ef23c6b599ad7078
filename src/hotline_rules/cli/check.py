"""`hotline-rules check`: what is wrong with a profile, all of it at once."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from hotline_rules.cli.arguments import add_language_option
from hotline_rules.cli.exits import DONE, PROFILE_INVALID
from hotline_rules.diagnostics import diagnostic_to_dict, render_report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from hotline_rules.diagnostics import Diagnostic

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: _Parsers) -> None:
    """Add the subcommand."""
    parser = commands.add_parser(
        "check",
        help="检查规则文件 / check profiles",
        description="检查规则文件，一次列出全部问题：位置、原因、改法。"
        " / Check profiles: every fault with its place, reason and remedy.",
    )
    parser.add_argument(
        "profiles", nargs="+", metavar="PROFILE", help="编号或 YAML 文件 / id or file"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="给人看或给程序看 / for people or for programs",
    )
    add_language_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check every profile and report each."""
    status = DONE
    for name in options.profiles:
        diagnostics, lines, is_valid = _check(name)
        if not is_valid:
            status = PROFILE_INVALID
        if options.format == "json":
            for fault in diagnostics:
                data = diagnostic_to_dict(fault, options.lang)
                sys.stdout.write(json.dumps(data, ensure_ascii=True) + "\n")
        else:
            report = render_report(diagnostics, lines, options.lang)
            clean = is_valid and not diagnostics
            sys.stdout.write(f"{name}: {report}\n" if clean else f"{report}\n")
    return status


def _check(
    name: str,
) -> tuple[Sequence[Diagnostic], Mapping[str, Sequence[str]], bool]:
    from hotline_rules.profile import check_profile

    profile, found, lines = check_profile(name, proofs=True)
    return found, lines, profile is not None
