"""`hotline-rules scenarios propose`: the cases that are lacking at ends and marks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_rules.cli.arguments import add_language_option, check_output
from hotline_rules.cli.complaints import report_faulty
from hotline_rules.cli.exits import DONE, PROFILE_INVALID, UNFINISHED, UsageError
from hotline_rules.cli.progress import Progress
from hotline_rules.cli.streams import opened_output
from hotline_rules.cli.testing import add_cases_option, chosen_scenarios
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    import argparse

    from hotline_rules.scenarios.propose import Proposals

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    family = commands.add_parser("scenarios", help=line)
    actions = family.add_subparsers(dest="action", metavar="ACTION", required=True)
    parser = actions.add_parser(
        "propose",
        help="提议界限上缺少的案例 / cases at ends and marks",
        description="期限的终点和标志，没有两边都看到的、没有跨过节日的、没有从休息日起算的，"
        "按规则和日历提议案例，写成 YAML，供人核对。"
        " / Propose cases in YAML, for a person to confirm, where an end or a mark is"
        " not seen from both sides, over a festival, or from a rest day.",
    )
    parser.add_argument(
        "profile", metavar="PROFILE", help="编号或 YAML 文件 / id or file"
    )
    add_cases_option(parser)
    parser.add_argument(
        "--rule",
        metavar="NAME",
        help="只提议这一条的，如 handle、handle.yellow / for this entry only",
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help="两边都已经看到的也提议 / also where nothing is lacking",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="写到这个文件（不覆盖已有的） / write here",
    )
    add_language_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the proposals for a profile.

    Returns:
        0; 1 when the cases that there are cannot be read; 3 when the profile is
        invalid.

    Raises:
        UsageError: the arguments name nothing, the file is there already, or its
            folder is not.
    """
    from hotline_rules.profile import ProfileError
    from hotline_rules.scenarios import Bench, ScenarioError
    from hotline_rules.scenarios.propose import propose

    if options.output is not None and Path(options.output).exists():
        raise UsageError(
            f"-o {options.output}: 已经有这个文件，换个名字 / exists already"
        )
    check_output(options.output, [])
    try:
        bench = Bench.of(options.profile)
        scenarios = chosen_scenarios(options.profile, bench, options)
    except ProfileError as error:
        report_faulty(error, options.lang)
        return PROFILE_INVALID
    except ScenarioError as error:
        report_faulty(error, options.lang)
        return UNFINISHED
    progress = Progress()
    trial = bench.trial(scenarios, progress.step)
    progress.clear()
    names = {one.entry.name for one in trial.borders}
    rule = options.rule
    if rule is not None and not any(f"{n}.".startswith(f"{rule}.") for n in names):
        raise UsageError(
            f"--rule {rule}: 没有这样的期限或者标志 / no such limit or mark"
        )
    found = propose(trial, bench, rule=rule, everything=options.all)
    with opened_output(options.output) as file:
        file.write(found.text())
    _report(found, options)
    return DONE


def _report(found: Proposals, options: argparse.Namespace) -> None:
    """Say on standard error how many there are and what could not be reached."""
    from hotline_rules.scenarios.propose import told

    said = Text(
        f"提议了 {len(found.cases)} 个案例，请逐个核对",
        f"{len(found.cases)} cases proposed, each to be confirmed by a person",
    )
    sys.stderr.write(said.in_(options.lang) + "\n")
    if found.unreached:
        zh = f"{len(found.unreached)} 处没有能提议出案例："
        en = f"no case could be proposed in {len(found.unreached)} places:"
        sys.stderr.write(Text(zh, en).in_(options.lang) + "\n")
    for one in found.unreached:
        sys.stderr.write(f"  {told(one).in_(options.lang)}\n")
