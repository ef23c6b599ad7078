"""`hotline-rules new`: rules of a city that has none yet, or a copy to change."""

from __future__ import annotations

import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_rules.cli.arguments import add_language_option
from hotline_rules.cli.exits import DONE, PROFILE_INVALID, UNFINISHED, UsageError
from hotline_rules.cli.schema import FOLDER, first_line, write_schemas
from hotline_rules.diagnostics import Severity, Text, reason_of, render_report
from hotline_rules.drafting.questions import QUESTIONS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    from hotline_rules.diagnostics.model import Diagnostic, Language
    from hotline_rules.drafting.draft import Draft, Mistake
    from hotline_rules.profile import Profile

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

_TEXTS = {
    "id": Text("编号，也是文件名，如 moushi", "id, also the name of the files"),
    "title": Text("文件的名称", "title of the document"),
    "number": Text("文号", "its number"),
    "issuer": Text("印发机关", "who issued it"),
    "issued": Text("印发日期，如 2024-03-01", "day of issue"),
    "in_force": Text(
        "施行日期，前面可以写条文，如 第十二条 2024-03-15", "first day in force"
    ),
    "until": Text("有效的最后一天，没有就不写", "last day in force"),
    "calendar": Text("工作日历：CN、CN-GX", "working calendar"),
    "open": Text("上班时间，如 08:30-12:00,14:00-17:30", "office hours"),
}
_CASES = "cases/{0}/01-最初的案例.yaml"


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "new",
        help=line,
        description="新建一个城市的规则：规则文件、条款登记表、最初的案例、编辑器提示。"
        "在终端里没有给齐的会逐项询问；没有给出的数字写成 missing，不猜。"
        "--from zibo 是把自带的抄一份来改。"
        " / Write the rules of a new city: profile, register, first cases, schemas.",
    )
    parser.add_argument(
        "name", nargs="?", metavar="NAME", help="城市名称，如 某市 / name of the city"
    )
    parser.add_argument(
        "--from",
        dest="source",
        metavar="ID",
        help="抄一份自带的（如 zibo）来改，不另问 / copy bundled rules instead",
    )
    for name, text in _TEXTS.items():
        parser.add_argument(
            _option(name), metavar="TEXT", help=f"{text.zh} / {text.en}"
        )
    parser.add_argument(
        "--folder",
        default=".",
        metavar="FOLDER",
        help="写到哪个文件夹（默认当前） / where to write",
    )
    limits = parser.add_argument_group(
        "期限 / limits",
        "先写条文再写时间，如 --handle '第八条 5 working days'，条文可以不写；"
        "还没有查到的不写；本市没有这一项的写 none"
        " / article and amount; leave out what is not known; `none`: no such rule",
    )
    for question in QUESTIONS:
        limits.add_argument(
            _option(question.name),
            metavar="LIMIT",
            help=f"{question.text.zh}，如 {question.like} / {question.text.en}",
        )
    add_language_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the files, check them, and say what to do next.

    Raises:
        UsageError: something is lacking or wrong, or would be written over.
    """
    return _copy(options) if options.source else _draft(options)


# --- a copy --------------------------------------------------------------------------


def _copy(options: argparse.Namespace) -> int:
    from hotline_rules.drafting.copies import copy_of
    from hotline_rules.profile import ProfileError

    alone = ["name", *_TEXTS, *(question.name for question in QUESTIONS)]
    if too_many := [_option(one) for one in alone if getattr(options, one) is not None]:
        raise UsageError(f"--from: 不和 {'、'.join(too_many)} 一起用 / not with these")
    try:
        files = copy_of(options.source)
    except ProfileError as error:
        sys.stderr.write(render_report(error.diagnostics, {}, options.lang) + "\n")
        return PROFILE_INVALID
    folder = Path(options.folder)
    profile = folder / f"{options.source}.yaml"
    _write(folder, files)
    _say_written(folder, _shown(files), options.lang)
    _say_next(profile, f"diff {options.source} {profile}", options.lang)
    return DONE


def _shown(files: Iterable[str]) -> list[str]:
    """Name a folder with many files once."""
    cases = [name for name in files if name.startswith("cases/")]
    folder = {name.rpartition("/")[0] + "/" for name in cases}
    return [name for name in files if name not in cases] + sorted(folder)


# --- a new city ----------------------------------------------------------------------


def _draft(options: argparse.Namespace) -> int:
    from hotline_rules.drafting.first_cases import first_cases
    from hotline_rules.drafting.page import draft_files

    draft = _asked(options)
    if draft is None:
        said = Text("没有回答完，什么也没有写", "not finished: nothing was written")
        sys.stderr.write(f"\n{said.in_(options.lang)}\n")
        return UNFINISHED
    folder, cases = Path(options.folder), _CASES.format(draft.id)
    editor = {kind: first_line(kind) for kind in ("profile", "register", "cases")}
    texts = draft_files(draft, editor)
    files = {name: text.encode() for name, text in texts.items()}
    _refuse_to_overwrite(folder, [*files, cases])
    path = folder / f"{draft.id}.yaml"
    profile, odd = _tried(path.name, files)
    if profile is not None:
        files[cases] = first_cases(profile, draft, editor["cases"]).encode()
    _write(folder, files)
    if odd:
        _say_what_is_odd(path, options.lang)
    _say_written(folder, files, options.lang)
    if profile is None:
        return PROFILE_INVALID
    _say_open(draft, options.lang)
    _say_next(path, f"coverage {path}", options.lang)
    return DONE


def _asked(options: argparse.Namespace) -> Draft | None:
    """Make the draft of the options, and on a terminal of answers.

    Raises:
        UsageError: something is wrong, or lacking where nobody can be asked.
    """
    from hotline_rules.drafting.draft import DraftError, make_draft

    given = {name: getattr(options, name) for name in ("name", *_TEXTS)}
    answers = {
        question.name: answer
        for question in QUESTIONS
        if (answer := getattr(options, question.name)) is not None
    }
    if sys.stdin.isatty():
        from hotline_rules.cli.new_questions import ask

        try:
            ask(given, answers, options.lang)
        except EOFError:
            return None
    try:
        return make_draft(given, answers)
    except DraftError as error:
        raise UsageError(_told(error.mistakes, options.lang)) from None


def _tried(name: str, files: Mapping[str, bytes]) -> tuple[Profile | None, bool]:
    """Check the files before any is written; answer whether something is odd, too."""
    with tempfile.TemporaryDirectory(prefix="hotline-rules-") as scratch:
        folder = Path(scratch)
        _put(folder, files)
        profile, found, _ = _check(folder / name)
    return profile, bool(found)


def _say_what_is_odd(path: Path, lang: Language) -> None:
    """Write what is wrong with the rules as they lie there."""
    _, found, lines = _check(path)
    said = Text(
        "规则已经写好，但给出的数字放在一起有矛盾，先照下面的改：",
        "the rules were written, but the numbers do not go together:",
    )
    report = render_report(found, lines, lang)
    sys.stderr.write(f"{said.in_(lang)}\n\n{report}\n\n")


def _check(path: Path) -> tuple[Profile | None, list[Diagnostic], dict[str, list[str]]]:
    from hotline_rules.profile import check_profile

    profile, found, lines = check_profile(path, proofs=True)
    return profile, [one for one in found if one.severity is not Severity.NOTE], lines


# --- writing -------------------------------------------------------------------------


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files that are not there yet, and the schemas beside them; or none.

    Raises:
        UsageError: one is there, or cannot be written.
    """
    _refuse_to_overwrite(folder, files)
    try:
        _put(folder, files)
        write_schemas(folder)
    except OSError as error:
        for name in files:
            with suppress(OSError):
                (folder / name).unlink()
        why = reason_of(error)
        message = f"写不进去，{why.zh} / cannot be written: {why.en}"
        raise UsageError(f"--folder {folder}: {message}") from None


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _refuse_to_overwrite(folder: Path, names: Iterable[str]) -> None:
    there = [str(folder / name) for name in names if (folder / name).exists()]
    if there:
        raise UsageError(
            f"{'、'.join(there)} 已经有了，不覆盖，什么也没有写；"
            "换一个编号或者文件夹 / already there: nothing was written"
        )


# --- words ---------------------------------------------------------------------------


def _told(mistakes: Iterable[Mistake], lang: Language) -> str:
    return "\n".join(told(one, lang) for one in mistakes)


def told(mistake: Mistake, lang: Language) -> str:
    """Return a mistake in words: what, why, and what to write instead."""
    colon = "：" if lang == "zh" else ": "
    shown = f" {mistake.given}" if mistake.given else ""
    lines = [f"{_option(mistake.about)}{shown}{colon}{mistake.headline.in_(lang)}"]
    said = {Text("原因", "why"): mistake.why, Text("改法", "fix"): mistake.fix}
    lines += [
        f"  {title.in_(lang)}{colon}{text.in_(lang)}"
        for title, text in said.items()
        if text is not None
    ]
    return "\n".join(lines)


def _option(name: str) -> str:
    return "NAME" if name == "name" else "--" + name.replace("_", "-")


def _say_written(folder: Path, names: Iterable[str], lang: Language) -> None:
    said = Text("写好了：", "written:")
    lines = [
        said.in_(lang),
        *(f"  {folder / name}{'/' * name.endswith('/')}" for name in names),
    ]
    what = Text("（编辑器提示用）", " (for editors)")
    lines.append(f"  {folder / FOLDER}/{what.in_(lang)}")
    sys.stdout.write("\n".join(lines) + "\n")


def _say_open(draft: Draft, lang: Language) -> None:
    """Say which numbers and articles nobody gave."""
    limits = [(one.title.in_(lang), draft.limits[one.name]) for one in QUESTIONS]
    numbers = [name for name, limit in limits if limit.on and not limit.text]
    articles = [name for name, limit in limits if limit.on and not limit.article]
    colon, comma = ("：", "、") if lang == "zh" else (": ", ", ")
    for names, said in (
        (numbers, Text("还缺数字的（missing）", "numbers still missing")),
        (articles, Text("还没有写条文的（待填）", "articles to fill in (待填)")),
    ):
        if names:
            sys.stdout.write(f"{said.in_(lang)}{colon}{comma.join(names)}\n")


def _say_next(profile: Path, third: str, lang: Language) -> None:
    said = Text("接着：", "next:")
    commands = (f"check {profile}", f"test {profile}", third)
    lines = [said.in_(lang), *(f"  hotline-rules {one}" for one in commands)]
    sys.stdout.write("\n".join(lines) + "\n")
