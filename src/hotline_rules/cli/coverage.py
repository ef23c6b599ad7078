"""`hotline-rules coverage`: what every clause of the documents became."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_rules.cli.arguments import UsageError, add_language_option
from hotline_rules.cli.exits import DONE, PROFILE_INVALID, UNFINISHED
from hotline_rules.cli.progress import Progress
from hotline_rules.diagnostics import render_report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from hotline_rules.coverage import ClauseCover, Coverage
    from hotline_rules.scenarios import Outcome

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

_ALL = "all"


def add_parser(commands: _Parsers) -> None:
    """Add the subcommand."""
    parser = commands.add_parser(
        "coverage",
        help="每一条款落在哪里 / clauses against rules and golden cases",
        description="逐条说明：文件的每一句由哪条规则承担、有哪些案例，或者为什么不能算。"
        "有缺口、有案例不成立时退出码为 1。"
        " / What every clause became: what carries it and which golden cases test it,"
        " or why it yields nothing. Status 1 when something is lacking.",
    )
    parser.add_argument(
        "profiles",
        nargs="*",
        default=[_ALL],
        metavar="PROFILE",
        help="编号或 YAML 文件，all（默认）是自带的全部 / ids, files, or all",
    )
    parser.add_argument(
        "--cases",
        metavar="FOLDER",
        help="案例所在的文件夹，用于自己的规则文件 / golden cases of your own profile",
    )
    parser.add_argument(
        "--document", metavar="ID", help="逐条列出这个文件 / every clause of a document"
    )
    parser.add_argument("--clause", metavar="ID", help="只看这一条 / one clause only")
    parser.add_argument(
        "--documents",
        metavar="FOLDER",
        help="文件正文（<编号>.txt）所在的文件夹，一并列出条文 / the documents' texts",
    )
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text"
    )
    add_language_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Report on every profile.

    Returns:
        0; 1 when a clause is not accounted for, a golden case does not hold or the
        cases cannot be read; 3 when a profile is invalid.

    Raises:
        UsageError: the arguments make no sense together, or name nothing.
    """
    from hotline_rules.profile import ProfileError
    from hotline_rules.scenarios import ScenarioError

    status = DONE
    shown = 0
    for name in _profiles(options):
        try:
            coverage = _coverage(name, options)
        except (ProfileError, ScenarioError) as error:
            report = render_report(error.diagnostics, error.lines, options.lang)
            sys.stderr.write(report + "\n")
            invalid = isinstance(error, ProfileError)
            status = max(status, PROFILE_INVALID if invalid else UNFINISHED)
            continue
        covers = _chosen(coverage, options)
        if covers is not None and not covers:
            continue
        shown += 1
        _write(coverage, covers, options)
        if not coverage.is_green:
            status = max(status, UNFINISHED)
    if not shown and status == DONE:
        wanted = options.clause or options.document
        raise UsageError(f"{wanted}: 没有这个编号 / no clause or document of that id")
    return status


def _profiles(options: argparse.Namespace) -> Sequence[str]:
    from hotline_rules.profile import list_profiles

    if options.profiles != [_ALL]:
        names: Sequence[str] = options.profiles
    else:
        names = list_profiles()
    if options.clause is not None and options.document is not None:
        raise UsageError("--clause 不和 --document 一起用 / --clause or --document")
    if options.cases is not None:
        if len(names) != 1:
            raise UsageError("--cases: 只能配一个规则文件 / with one profile only")
        if not Path(options.cases).is_dir():
            raise UsageError(
                f"--cases {options.cases}: 没有这个文件夹 / no such folder"
            )
    return names


def _coverage(name: str, options: argparse.Namespace) -> Coverage:
    """Judge the golden cases of a profile and survey its clauses."""
    from hotline_rules.coverage import survey
    from hotline_rules.scenarios import Variants, load_scenarios

    variants = Variants.of(name)
    profile = variants.profile()
    folder = None if options.cases is None else Path(options.cases)
    zone = profile.rulebook.zone
    scenarios = load_scenarios(profile.id, zone=zone, folder=folder)
    if folder is not None and not scenarios:
        raise UsageError(f"--cases {folder}: 里面没有案例 / holds no golden case")
    progress = Progress()

    def outcomes() -> Iterator[Outcome]:
        for scenario in scenarios:
            yield variants.judge(scenario)
            progress.step()

    coverage = survey(profile, outcomes())
    progress.clear()
    return coverage


def _chosen(
    coverage: Coverage, options: argparse.Namespace
) -> Sequence[ClauseCover] | None:
    """Return the clauses asked for; None when the whole is."""
    if options.clause is not None:
        return [c for c in coverage.clauses if c.clause.id == options.clause]
    if options.document is not None:
        ids = [document.id for document in coverage.documents]
        wanted = options.document
        return coverage.of(ids.index(wanted)) if wanted in ids else ()
    return None


def _write(
    coverage: Coverage,
    covers: Sequence[ClauseCover] | None,
    options: argparse.Namespace,
) -> None:
    from hotline_rules.coverage import data, markdown, text

    sources = _sources(coverage, options.documents)
    lang = options.lang
    if options.format == "json":
        found = data.coverage_to_dict(coverage, lang, covers=covers, sources=sources)
        sys.stdout.write(json.dumps(found, ensure_ascii=True) + "\n")
        return
    lines: list[str] = []
    if options.format == "markdown":
        lines += markdown.page(coverage, lang, covers=covers, sources=sources)
    else:
        if covers is not None or sources:
            lines += text.details(
                coverage,
                coverage.clauses if covers is None else covers,
                lang,
                sources=sources,
                all_witnesses=options.clause is not None,
            )
        if covers is None:
            lines += [""] * bool(lines) + [*text.summary(coverage, lang)]
    sys.stdout.write("\n".join([*lines, ""]))


def _sources(coverage: Coverage, folder: str | None) -> dict[str, list[str]]:
    """Read the documents' texts that are in a folder.

    Raises:
        UsageError: when it has none of them, or one cannot be read.
    """
    if folder is None:
        return {}
    found = {}
    for document in coverage.documents:
        path = Path(folder) / f"{document.id}.txt"
        if path.is_file():
            found[document.id] = _lines(path)
    if not found:
        wanted = "、".join(f"{document.id}.txt" for document in coverage.documents)
        raise UsageError(f"--documents {folder}: 里面没有 {wanted} / has none of them")
    return found


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        message = f"--documents {path}: 不是 UTF-8 编码，先转换 / is not UTF-8"
    except OSError as error:
        message = f"--documents {path}: 读不了 / cannot be read: {error.strerror}"
    raise UsageError(message)
