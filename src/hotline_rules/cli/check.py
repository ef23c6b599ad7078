"""`hotline-rules check`: what is wrong with a profile, all of it at once."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from hotline_rules import __version__
from hotline_rules.cli.arguments import add_language_option
from hotline_rules.cli.exits import DONE, PROFILE_INVALID, UsageError
from hotline_rules.cli.pages import page_of
from hotline_rules.diagnostics import (
    Severity,
    Text,
    diagnostic_to_dict,
    render_line,
    render_report,
    sort_diagnostics,
    suggest,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping, Sequence

    from hotline_rules.diagnostics import Diagnostic
    from hotline_rules.diagnostics.model import Language

    Lines = Mapping[str, Sequence[str]]
    Checked = tuple[Sequence[Diagnostic], Lines, bool]  # valid or not
    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "check",
        help=line,
        description="检查规则文件，一次列出全部问题：位置、原因、改法。"
        " / Check profiles: every fault with its place, reason and remedy.",
    )
    parser.add_argument(
        "profiles", nargs="*", metavar="PROFILE", help="编号或 YAML 文件 / id or file"
    )
    parser.add_argument(
        "--explain",
        metavar="CODE",
        help="说明一种问题：意思、例子、改法，如 wrong-unit / explain a kind of fault",
    )
    parser.add_argument(
        "--format",
        choices=("text", "line", "json", "sarif"),
        default="text",
        help="text 带原文和改法；line 一个问题一行；json、sarif 给程序"
        " / frames, one line each, or for programs",
    )
    add_language_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check every profile and report each, or explain a kind of fault."""
    if options.explain is not None:
        return _explain(options.explain, options.lang)
    if not options.profiles:
        raise UsageError("PROFILE 或 --explain / a PROFILE, or --explain")
    checked = {name: _check(name) for name in options.profiles}
    if options.format == "sarif":
        _write_sarif(list(checked.values()), options.lang)
    else:
        for name, (diagnostics, lines, is_valid) in checked.items():
            clean = is_valid and not diagnostics
            shown = _shown(diagnostics, lines, options)
            label = f"{name}: " if clean and options.format == "text" else ""
            sys.stdout.write("".join(f"{label}{part}\n" for part in shown))
        if options.format == "text":
            _point_to_pages(checked.values(), options.lang)
    valid = all(is_valid for _, _, is_valid in checked.values())
    return DONE if valid else PROFILE_INVALID


def _explain(slug: str, lang: Language) -> int:
    from hotline_rules.diagnostics.codes import all_codes

    slugs = [code.slug for code in all_codes()]
    page = page_of(slug, lang) if slug in slugs else None
    if page is None:
        near = suggest(slug, slugs)
        hint = f"，是不是 {near}？ / did you mean {near}?" if near else ""
        raise UsageError(f"--explain {slug}: 没有这个代码 / no such code{hint}")
    sys.stdout.write(page)
    return DONE


def _point_to_pages(checked: Iterable[Checked], lang: Language) -> None:
    """Say how to learn more about the worst that was found, the first of its kind."""
    found = sort_diagnostics(fault for faults, _, _ in checked for fault in faults)
    if found:
        worst = min(found, key=lambda fault: list(Severity).index(fault.severity))
        said = Text("意思、例子、改法", "More, with an example").in_(lang)
        colon = "：" if lang == "zh" else ": "
        command = f"hotline-rules check --explain {worst.code}"
        sys.stdout.write(f"{said}{colon}{command}\n")


def _shown(
    diagnostics: Sequence[Diagnostic], lines: Lines, options: argparse.Namespace
) -> list[str]:
    """Return what is written of one profile, a text for each line of output."""
    match options.format:
        case "json":
            return [
                json.dumps(diagnostic_to_dict(fault, options.lang), ensure_ascii=True)
                for fault in diagnostics
            ]
        case "line":
            found = sort_diagnostics(diagnostics)
            return [render_line(fault, options.lang) for fault in found]
        case _:
            return [render_report(diagnostics, lines, options.lang)]


def _write_sarif(checked: Sequence[Checked], lang: Language) -> None:
    from hotline_rules.diagnostics.sarif import sarif

    found = [fault for diagnostics, _, _ in checked for fault in diagnostics]
    pages = {fault.code: page_of(fault.code, lang) for fault in found}
    log = sarif(
        found,
        {file: text for _, lines, _ in checked for file, text in lines.items()},
        lang,
        version=__version__,
        pages={slug: page for slug, page in pages.items() if page is not None},
    )
    sys.stdout.write(json.dumps(log, ensure_ascii=True, indent=2) + "\n")


def _check(name: str) -> Checked:
    from hotline_rules.profile import check_profile

    profile, found, lines = check_profile(name, proofs=True)
    return found, lines, profile is not None
