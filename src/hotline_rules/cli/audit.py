"""`hotline-rules audit`: exports in, tables, reports and a balance out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from hotline_rules.cli.arguments import (
    add_language_option,
    add_profile_options,
    instant_argument,
    merged_readings,
)
from hotline_rules.cli.exits import DONE, INTERRUPTED, UNFINISHED, UsageError
from hotline_rules.cli.exports import (
    add_mapping_option,
    add_opening_options,
    add_privacy_options,
    chosen_opening,
    open_mapping,
    open_pseudonyms,
)
from hotline_rules.cli.extras import needs_extra
from hotline_rules.cli.import_told import tell
from hotline_rules.cli.runs import (
    add_run_options,
    file_names,
    positive,
    stopped,
)
from hotline_rules.cli.session import open_profile
from hotline_rules.cli.stages import Stages

if TYPE_CHECKING:
    from hotline_rules.audit.asked import Near, Request
    from hotline_rules.audit.merging import Format
    from hotline_rules.audit.period import Period
    from hotline_rules.audit.readings import Trial
    from hotline_rules.calendar import Zone
    from hotline_rules.diagnostics.model import Language
    from hotline_rules.profile import Profile

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

_EXAMPLE = """\
示例 / example:
  hotline-rules audit 三月.csv --profile zibo --mapping 对照表.yaml \\
      --period 2021-03 -o 三月审核
被中断的审核，用同一条命令接着做 / the same command goes on with a run broken off
"""
_WHOLE = 100  # percent


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "audit",
        help=line,
        description="读入导出表，逐件判断，写出结果表、报告和核对数目；"
        "可以随时中断，用同一条命令接着做。 / Judge exports ticket by ticket; write "
        "tables, reports and a balance. Safe to break off and go on with.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILES",
        help="导出表或历史文件 / exports, or files of histories",
    )
    add_profile_options(parser, tries_readings=True)
    add_mapping_option(parser)
    _add_times(parser)
    add_opening_options(parser.add_argument_group("怎样读文件 / reading the files"))
    _add_results(parser)
    add_language_option(parser)
    parser.set_defaults(run=run)


def _add_times(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("时间 / times")
    group.add_argument(
        "--period",
        metavar="P",
        help="报告哪些月份：2021、2021-03 或 2021-01..2021-06；"
        "判断到最后一天的24:00 / months to report; judged as of 24:00 of their end",
    )
    group.add_argument(
        "--as-of", metavar="T", help="判断到另一刻 / judge as of another instant"
    )
    group.add_argument(
        "--known-at",
        metavar="T",
        help="只用这一刻已登记的事件、已公布的日历 / only what was recorded by then",
    )


def _add_results(parser: argparse.ArgumentParser) -> None:
    group = add_run_options(parser, 2_000)
    group.add_argument(
        "--no-report",
        action="store_true",
        help="不写 Excel 和网页报告 / neither workbook nor page",
    )
    add_privacy_options(group)
    _add_margin(group)


def _add_margin(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--near-days",
        type=positive,
        metavar="N",
        help="压线：以日计的长时限，最后几天以内算（不写是1天） / near misses of long"
        " limits: met within so many last days",
    )
    group.add_argument(
        "--near-percent",
        type=_percent,
        metavar="N",
        help="压线：其他时限，剩下不到全长的百分之几算（不写是10） / of all others:"
        " met with no more than that part left",
    )


def _percent(text: str) -> int:
    number = positive(text)
    if number > _WHOLE:
        message = f"{text!r}: 要在1到100之间 / between 1 and 100"
        raise argparse.ArgumentTypeError(message)
    return number


def run(options: argparse.Namespace) -> int:
    """Judge the exports, write everything, print the balance."""
    with needs_extra("audit", options.lang):
        from hotline_rules.adapters.database import StoreError
        from hotline_rules.audit.crew import processors
        from hotline_rules.audit.errors import AuditError
        from hotline_rules.audit.replay import replay
        from hotline_rules.cli.audit_reports import REPORTS
        from hotline_rules.cli.audit_words import closing_lines
    lang = cast("Language", options.lang)
    folder, stages = Path(options.output), Stages(lang)
    try:
        request = _request(options)
        outcome = replay(
            request,
            folder,
            watcher=stages,
            jobs=options.jobs or processors(),
            reports=() if options.no_report else REPORTS,
        )
    except (AuditError, StoreError) as error:
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
    for line in closing_lines(outcome, request.profile.rulebook, folder, lang):
        sys.stdout.write(line + "\n")
    return DONE if outcome.account.complete else UNFINISHED


def _request(options: argparse.Namespace) -> Request:
    from hotline_rules.audit.asked import Request

    codes = _take_trials(options)
    profile = open_profile(options)
    tried, refused = _tried(options, profile, codes)
    zone = _zone(profile)
    period, as_of = _times(options, zone)
    known_at = options.known_at
    return Request(
        files=tuple(map(Path, options.files)),
        profile=profile,
        profile_name=options.profile,
        as_of=as_of,
        known_at=None
        if known_at is None
        else instant_argument("--known-at", known_at, zone),
        period=period,
        mapping=open_mapping(options.mapping, profile, options.lang),
        mapping_file=None if options.mapping is None else Path(options.mapping),
        opening=chosen_opening(options),
        outside_validity=options.outside_validity or "profile",
        pseudonyms=open_pseudonyms(options.pseudonymise),
        lang=cast("Language", options.lang),
        with_text=options.with_text,
        formats=cast("tuple[Format, ...]", options.format),
        a_part=options.tickets_a_part,
        tried=tried,
        refused=refused,
        near=_near(options),
        command=_command(options, codes),
    )


def _take_trials(options: argparse.Namespace) -> list[str]:
    """The codes of readings to try; the options to use are left in their place."""
    given = options.readings
    options.readings = [one for one in given if isinstance(one, dict)]
    return [code for one in given if isinstance(one, list) for code in one]


def _tried(
    options: argparse.Namespace, profile: Profile, codes: list[str]
) -> tuple[tuple[tuple[Trial, Profile], ...], tuple[Trial, ...]]:
    """The profile under every reading that is to be tried."""
    if not codes:
        return (), ()
    from hotline_rules.audit.readings import compile_trials, trials
    from hotline_rules.scenarios import Variants

    try:
        asked = trials(profile.rulebook, None if "all" in codes else codes)
    except KeyError as error:
        message = (
            f"--readings {error.args[0]}: 规则里没有这条读法，"
            f"用 hotline-rules readings {options.profile} 看有哪些"
            " / the profile has no such reading"
        )
        raise UsageError(message) from None
    return compile_trials(
        Variants.of(options.profile),
        merged_readings(options.readings),
        options.outside_validity or "profile",
        asked,
    )


def _near(options: argparse.Namespace) -> Near:
    from hotline_rules.audit.asked import Near

    usual = Near()
    return Near(options.near_days or usual.days, options.near_percent or usual.percent)


def _zone(profile: Profile) -> Zone:
    from hotline_rules.calendar import Zone

    return Zone.load(profile.rulebook.zone)


def _times(options: argparse.Namespace, zone: Zone) -> tuple[Period | None, int]:
    """The period, and the instant of judgement: its end, unless one is given."""
    from hotline_rules.audit.period import Period

    period = None
    if options.period is not None:
        try:
            period = Period.read(options.period)
        except ValueError:
            message = (
                f"--period {options.period}: 写成 2021、2021-03 或 2021-01..2021-06"
                " / write it like these"
            )
            raise UsageError(message) from None
    if options.as_of is not None:
        return period, instant_argument("--as-of", options.as_of, zone)
    if period is None:
        raise UsageError(
            "要给 --period，或者 --as-of（本程序不看时钟） / give --period or --as-of"
        )
    # The first instant after it: a limit that ends at 24:00 of its last day is late
    # then, and no month's audit would show it if each stopped a second before.
    return period, period.bounds(zone)[1]


def _command(options: argparse.Namespace, codes: list[str]) -> tuple[str, ...]:
    """The command, without folders of this machine and what changes no answer."""
    from hotline_rules.adapters.gather import storable

    words = ["hotline-rules", "audit", *file_names(options.files)]
    words += ["--profile", Path(options.profile).name]
    for readings in options.readings:
        words += [x for c, o in readings.items() for x in ("--reading", f"{c}={o}")]
    words += ["--readings", ",".join(codes)] if codes else []
    for name in ("mapping", "pseudonymise"):
        value = getattr(options, name)
        words += [] if value is None else [f"--{name}", Path(value).name]
    for name in _PLAIN:
        value = getattr(options, name.replace("-", "_"))
        words += [] if value is None else [f"--{name}", str(value)]
    words += ["--format", ",".join(options.format)]
    words += [f"--{x}" for x in _SWITCHES if getattr(options, x.replace("-", "_"))]
    return tuple(map(storable, words))


_PLAIN = (
    *("period", "as-of", "known-at", "outside-validity", "encoding", "sheet"),
    *("heading-row", "zone", "near-days", "near-percent", "tickets-a-part", "lang"),
)
_SWITCHES = ("no-report", "with-text")
