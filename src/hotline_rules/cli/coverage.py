"""`hotline-rules coverage`: what every clause of the documents became."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_rules.cli.arguments import add_language_option
from hotline_rules.cli.exits import DONE, PROFILE_INVALID, UNFINISHED, UsageError
from hotline_rules.cli.progress import Progress
from hotline_rules.diagnostics import reason_of, render_report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from hotline_rules.coverage import ClauseCover, Coverage
    from hotline_rules.coverage.text import Sources
    from hotline_rules.profile import Profile
    from hotline_rules.scenarios import Outcome

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

_ALL = "all"


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "coverage",
        help=line,
        description="逐条说明：文件的每一句由哪条规则承担、有哪些案例，或者为什么不能算。"
        "有缺口、有案例不成立时退出码为 1；只看一条、一个文件的，只看它有没有缺口。"
        " / What every clause became: what carries it and which golden cases test it,"
        " or why it yields nothing. Status 1 when something is lacking; with --clause"
        " or --document, when one of the clauses shown is.",
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
        help="案例所在的文件夹；不写时，用规则文件旁边的 cases/<编号>，没有就用自带的"
        " / where the cases lie",
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
        0; 1 when a clause that was asked for is not accounted for, a golden case does
        not hold (unless only some clauses were asked for), or the cases or a text
        cannot be read; 3 when a profile is invalid.

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
            if coverage is None:
                continue
        except (ProfileError, ScenarioError) as error:
            report = render_report(error.diagnostics, error.lines, options.lang)
            sys.stderr.write(report + "\n")
            invalid = isinstance(error, ProfileError)
            status = max(status, PROFILE_INVALID if invalid else UNFINISHED)
            continue
        shown += 1
        covers = _chosen(coverage, options)
        sources, complete = _sources(coverage, covers, options)
        _write(coverage, covers, sources, options)
        if not (complete and _is_sound(coverage, covers)):
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
    if options.documents is not None and not any(Path(options.documents).glob("*.txt")):
        message = f"--documents {options.documents}: 里面没有 .txt 文件 / holds no .txt"
        raise UsageError(message)
    return names


def _coverage(name: str, options: argparse.Namespace) -> Coverage | None:
    """Judge the golden cases of a profile and survey its clauses.

    Returns:
        `None` when it has nothing of what was asked for.
    """
    from hotline_rules.coverage import survey
    from hotline_rules.profile import list_profiles
    from hotline_rules.scenarios import Variants, cases_beside, load_scenarios

    variants = Variants.of(name)
    profile = variants.profile()
    if not _has_any(profile, options):
        return None
    folder = None if options.cases is None else Path(options.cases)
    if folder is None and name not in list_profiles():
        folder = cases_beside(Path(name), profile.id)
    zone = profile.rulebook.zone
    scenarios = load_scenarios(profile.id, zone=zone, folder=folder, of=profile)
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


def _has_any(profile: Profile, options: argparse.Namespace) -> bool:
    """Say whether the clause or the document asked for is one of the profile's."""
    book = profile.rulebook
    if options.clause is not None:
        return any(clause.id == options.clause for clause in book.clauses)
    if options.document is not None:
        return any(document.id == options.document for document in book.documents)
    return True


def _chosen(
    coverage: Coverage, options: argparse.Namespace
) -> Sequence[ClauseCover] | None:
    """Return the clauses asked for; None when the whole is."""
    if options.clause is not None:
        return [c for c in coverage.clauses if c.clause.id == options.clause]
    if options.document is not None:
        ids = [document.id for document in coverage.documents]
        return coverage.of(ids.index(options.document))
    return None


def _is_sound(coverage: Coverage, covers: Sequence[ClauseCover] | None) -> bool:
    if covers is None:
        return coverage.is_green
    return all(cover.gap is None for cover in covers)


def _write(
    coverage: Coverage,
    covers: Sequence[ClauseCover] | None,
    sources: Sources,
    options: argparse.Namespace,
) -> None:
    from hotline_rules.coverage import data, markdown, text

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


def _sources(
    coverage: Coverage,
    covers: Sequence[ClauseCover] | None,
    options: argparse.Namespace,
) -> tuple[dict[str, list[str]], bool]:
    """Read the texts of the documents that are to be shown, as far as they are there.

    Returns:
        the lines by document, and whether every text was there; of one that was not,
        standard error has been told.
    """
    found: dict[str, list[str]] = {}
    if options.documents is None:
        return found, True
    shown = coverage.clauses if covers is None else covers
    numbers = {cover.clause.document for cover in shown}
    complete = True
    for number, document in enumerate(coverage.documents):
        if number not in numbers:
            continue
        path = Path(options.documents) / f"{document.id}.txt"
        try:
            found[document.id] = path.read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            complete = False
            sys.stderr.write(f"{coverage.profile}: {_unread(path, error)}\n")
    return found, complete


def _unread(path: Path, error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{path}: 不是 UTF-8 编码，先转换 / is not UTF-8"
    if isinstance(error, FileNotFoundError):
        return f"{path}: 没有这个文件，条文不列出 / no such file, no text is shown"
    why = reason_of(error)
    return f"{path}: 读不了，{why.zh} / cannot be read: {why.en}"
