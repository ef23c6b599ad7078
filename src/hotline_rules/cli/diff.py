"""`hotline-rules diff`: what a change of the rules changes, and for whom."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_rules.cli.arguments import (
    add_instant_options,
    add_language_option,
    check_output,
    chosen_instant,
)
from hotline_rules.cli.complaints import report_faulty
from hotline_rules.cli.diff_page import PAGES
from hotline_rules.cli.exits import (
    DONE,
    PROFILE_INVALID,
    UNFINISHED,
    StopRun,
    UsageError,
)
from hotline_rules.cli.session import begin, open_profile
from hotline_rules.cli.streams import opened_output

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from hotline_rules.cli.diff_page import Page
    from hotline_rules.cli.session import Session
    from hotline_rules.impact import EntryImpact
    from hotline_rules.profile import Profile
    from hotline_rules.scenarios import Scenario

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "diff",
        help=line,
        description="比较两份规则：逐条说明改了什么；给出 --on 时，再说明哪些办过的工单"
        "时限、灯、牌、应办事项会不一样，按单位计数并逐件列出。注释和排版不算改动。"
        " / Compare two profiles rule by rule, and what becomes of past tickets.",
    )
    parser.add_argument(
        "old", metavar="OLD", help="原来的规则：编号或文件 / the rules as they were"
    )
    parser.add_argument(
        "new", metavar="NEW", help="改过的规则：编号或文件 / the changed rules"
    )
    parser.add_argument(
        "--on",
        dest="histories",
        nargs="+",
        default=[],
        metavar="HISTORIES",
        help="办过的工单 .jsonl 或 .json，和 --as-of 一起用 / past tickets",
    )
    parser.add_argument(
        "--zone",
        metavar="ZONE",
        help="没写时区的时间属于哪个时区，如 Asia/Shanghai / zone of naive times",
    )
    add_instant_options(parser, required=False)
    parser.add_argument(
        "--format",
        choices=("text", "jsonl"),
        default="text",
        help="文字（默认），或一行一个 JSON / words, or lines of JSON",
    )
    parser.add_argument("--output", metavar="FILE", help="写入文件 / write to a file")
    add_language_option(parser)
    parser.set_defaults(run=run, readings=[], outside_validity=None)


def run(options: argparse.Namespace) -> int:
    """Compare the rules, then the outcomes of the tickets given.

    Raises:
        StopRun: when a profile has errors, which have been written.
        UsageError: when tickets come without an instant, or the other way round.
    """
    _check_pairing(options)
    check_output(options.output, [*options.histories, options.old, options.new])
    old, new = _both(options)
    with opened_output(options.output) as stream:
        page = PAGES[options.format](stream, old, new, options.lang)
        page.entries(_entries(old, new, options))
        if not options.histories:
            return DONE
        session = begin(options, new)
        as_of = chosen_instant(options, session.reader.zone)
        _write_tickets(page, session, old, options.histories, as_of)
    return session.finish()


def _entries(
    old: Profile, new: Profile, options: argparse.Namespace
) -> Sequence[EntryImpact]:
    """Compare the rules; witnesses come from the golden cases of either profile.

    Raises:
        StopRun: when a file of cases has errors, which have been written.
    """
    from hotline_rules.impact import impacts
    from hotline_rules.scenarios import ScenarioError

    try:
        scenarios = {
            str(one): one
            for name, profile in ((options.old, old), (options.new, new))
            for one in _cases(name, profile)
        }
    except ScenarioError as error:
        report_faulty(error, options.lang)
        raise StopRun(UNFINISHED) from None
    return impacts(old, new, scenarios.values())


def _cases(name: str, profile: Profile) -> list[Scenario]:
    """The golden cases beside a profile, else the bundled ones of its city."""
    from hotline_rules.profile import list_profiles
    from hotline_rules.scenarios import cases_beside, load_scenarios

    folder = None
    if name not in list_profiles():
        folder = cases_beside(Path(name), profile.id)
    return load_scenarios(profile.id, zone=profile.rulebook.zone, folder=folder)


def _write_tickets(
    page: Page, session: Session, old: Profile, names: list[str], as_of: int
) -> None:
    """Judge every ticket by both profiles; write those that come out otherwise."""
    from hotline_rules.evaluate import evaluate
    from hotline_rules.impact import Tally, compare

    tally = Tally()
    with session.judging():
        for history in session.histories(names):
            before, after = (
                evaluate(profile, history, as_of=as_of, known_at=session.known_at)
                for profile in (old, session.profile)
            )
            found = compare(before, after)
            tally.add(found)
            if found:
                page.ticket(history.id, found)
    page.tally(tally, as_of)


def _check_pairing(options: argparse.Namespace) -> None:
    timed = options.now or options.as_of is not None
    if bool(options.histories) != timed:
        message = "--on 和 --as-of 要一起用 / --on goes with --as-of"
        raise UsageError(message)


def _both(options: argparse.Namespace) -> tuple[Profile, Profile]:
    """Load both profiles; where one has errors, look at the other all the same.

    Raises:
        StopRun: when either has errors, which have been written.
    """
    found = []
    for name in (options.old, options.new):
        options.profile = name
        try:
            found.append(open_profile(options))
        except StopRun:
            sys.stderr.write(
                f"规则 {name} 有错，不能比较\n"
                if options.lang == "zh"
                else f"the profile {name} has errors and cannot be compared\n"
            )
    if len(found) < 2:
        raise StopRun(PROFILE_INVALID)
    return found[0], found[1]
