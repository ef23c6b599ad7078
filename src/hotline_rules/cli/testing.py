"""`hotline-rules test`: the scenarios of a profile, and what none of them touches."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_rules.cli.arguments import add_language_option
from hotline_rules.cli.complaints import report_faulty
from hotline_rules.cli.exits import DONE, PROFILE_INVALID, UNFINISHED, UsageError
from hotline_rules.cli.progress import Progress
from hotline_rules.diagnostics import Text, reason_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.scenarios import Bench, Scenario, Trial

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

_ALL = "all"
_FEW = 10  # entries of a kind that are named
_FAIL_ON = ("untouched", "one-sided", "unconfirmed")


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "test",
        help=line,
        description="逐个核对案例：哪些不成立、为什么；还有哪些规则没有案例碰到，"
        "哪些界限只看了一边。有案例不成立时退出码为 1。"
        " / Try the scenarios of a profile: which do not hold and why; what none of"
        " them touches; which borders they see from one side only.",
    )
    parser.add_argument(
        "profiles",
        nargs="+",
        metavar="PROFILE",
        help="编号或 YAML 文件，all 是自带的全部 / ids, files, or all",
    )
    add_cases_option(parser)
    parser.add_argument(
        "--only",
        metavar="NAME",
        help="只核对名字里有这几个字的案例 / only the cases whose name holds this",
    )
    parser.add_argument(
        "--fail-on",
        action="append",
        choices=_FAIL_ON,
        default=[],
        help="有没碰到的、只看一边的、没有经人核对的，也算没有通过"
        " / status 1 also when there are such",
    )
    parser.add_argument(
        "--full",
        action="store_true",
        help="没有碰到的全部列出 / name everything untouched",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    add_language_option(parser)
    parser.set_defaults(run=run)


def add_cases_option(parser: argparse.ArgumentParser) -> None:
    """Add where the scenarios lie."""
    parser.add_argument(
        "--cases",
        metavar="FOLDER|FILE",
        help="案例所在的文件夹或者文件；不写时，用规则文件旁边的 cases/<编号>，"
        "没有就用自带的 / where the cases lie",
    )


def run(options: argparse.Namespace) -> int:
    """Try the scenarios of every profile.

    Returns:
        0; 1 when a scenario does not hold, cannot be read, or `--fail-on` found
        something; 3 when a profile is invalid.

    Raises:
        UsageError: the arguments make no sense together, or name nothing.
    """
    from hotline_rules.profile import ProfileError
    from hotline_rules.scenarios import Bench, ScenarioError

    status = DONE
    names = _profiles(options)
    for number, name in enumerate(names):
        try:
            bench = Bench.of(name)
            trial = _trial(bench, chosen_scenarios(name, bench, options), options)
        except (ProfileError, ScenarioError) as error:
            report_faulty(error, options.lang)
            invalid = isinstance(error, ProfileError)
            status = max(status, PROFILE_INVALID if invalid else UNFINISHED)
            continue
        if options.format == "text" and number:
            sys.stdout.write("\n")
        _write(trial, bench, options)
        if trial.failures or _fails_on(trial, options.fail_on):
            status = max(status, UNFINISHED)
    return status


def _profiles(options: argparse.Namespace) -> Sequence[str]:
    from hotline_rules.profile import list_profiles

    names: Sequence[str] = options.profiles
    if names == [_ALL]:
        names = list_profiles()
    if options.cases is not None and len(names) != 1:
        raise UsageError("--cases: 只能配一个规则文件 / with one profile only")
    return names


def chosen_scenarios(
    name: str, bench: Bench, options: argparse.Namespace
) -> list[Scenario]:
    """Read the scenarios of a profile: those named, those beside it, or bundled ones.

    Raises:
        ScenarioError: when a file has an error.
        UsageError: `--cases` names nothing, or there is no scenario.
    """
    from hotline_rules.profile import list_profiles
    from hotline_rules.scenarios import cases_beside, load_scenarios

    profile = bench.profile
    folder = None if options.cases is None else Path(options.cases)
    if folder is not None and not folder.exists():
        raise UsageError(f"--cases {folder}: 没有这个文件夹或者文件 / does not exist")
    if folder is None and name not in list_profiles():
        folder = cases_beside(Path(name), profile.id)
    try:
        zone = profile.rulebook.zone
        found = load_scenarios(profile.id, zone=zone, folder=folder, of=profile)
    except OSError as error:
        why = reason_of(error)
        raise UsageError(f"--cases {folder}: {why.zh} / {why.en}") from None
    if not found:
        where = folder or f"cases/{profile.id}"
        raise UsageError(f"{name}: {where} 里没有案例 / there is no case in {where}")
    return found


def _trial(
    bench: Bench, scenarios: list[Scenario], options: argparse.Namespace
) -> Trial:
    if options.only is not None:
        scenarios = [one for one in scenarios if options.only in one.name]
        if not scenarios:
            raise UsageError(f"--only {options.only}: 没有这样的案例 / no such case")
    progress = Progress()
    trial = bench.trial(scenarios, progress.step)
    progress.clear()
    return trial


def _fails_on(trial: Trial, wanted: Sequence[str]) -> bool:
    found = {
        "untouched": trial.untouched,
        "one-sided": trial.one_sided,
        "unconfirmed": trial.proposals,
    }
    return any(found[one] for one in wanted)


def _write(trial: Trial, bench: Bench, options: argparse.Namespace) -> None:
    from hotline_rules.scenarios import report

    if options.format == "json":
        found = report.trial_to_dict(trial, bench, options.lang)
        sys.stdout.write(json.dumps(found, ensure_ascii=True) + "\n")
        return
    sys.stdout.write("\n".join([*_lines(trial, bench, options), ""]))


def _lines(trial: Trial, bench: Bench, options: argparse.Namespace) -> Iterator[str]:
    """Yield the report; what is lacking only where all scenarios were tried."""
    from hotline_rules.scenarios import report

    lang: Language = options.lang
    yield report.summary(trial, lang)
    wrong = [one for one in trial.proposals if not one.holds]
    for title, outcomes in (
        (Text("不成立的案例：", "cases that do not hold:"), trial.failures),
        (Text("不成立的提议：", "proposals that do not hold:"), wrong),
    ):
        if outcomes:
            yield from ("", title.in_(lang))
            yield from report.failures(outcomes, bench, lang)
    if options.only is None and len(trial.proposals) < len(trial.outcomes):
        yield ""
        most = None if options.full else _FEW
        yield from report.untouched(trial.untouched, lang, most)
        yield from report.borders(trial.borders, lang)
