"""`hotline-rules import`: exports of ticket systems in, histories out."""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_rules.cli.arguments import add_language_option, check_output
from hotline_rules.cli.complaints import report_faulty
from hotline_rules.cli.exits import (
    DONE,
    PROFILE_INVALID,
    UNFINISHED,
    StopRun,
    UsageError,
)
from hotline_rules.cli.exports import (
    add_mapping_option,
    add_opening_options,
    add_privacy_options,
    chosen_opening,
    open_mapping,
    open_pseudonyms,
)
from hotline_rules.cli.import_told import (
    Watch,
    tell,
    tell_balance,
    tell_findings,
    tell_mendable,
)
from hotline_rules.cli.streams import opened_output, speaks_unicode
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from hotline_rules.adapters.mapping import Mapping
    from hotline_rules.adapters.model import Sheet
    from hotline_rules.adapters.privacy import Pseudonyms
    from hotline_rules.adapters.store import Store

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

_EPILOG = """\
示例 / examples:
  hotline-rules import 三月.csv --guess > 对照表.yaml
  hotline-rules import 三月.csv 四月.xlsx --mapping 对照表.yaml -o 历史.jsonl
"""

_BEGUN_ANEW = Text(
    "上次没做完的导入用的文件、对照表或选项不同，这次从头做",
    "an unfinished import had other files, another mapping or options: begun anew",
)

_WITH_A_FILE = Text(
    "腾出空间再运行；加上 -o 文件，中断后还能接着做",
    "make room and run again; with -o FILE an interrupted import goes on",
)


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    import argparse

    parser = commands.add_parser(
        "import",
        help=line,
        description="把工单系统导出的表（CSV、Excel 等）变成历史，一件工单一行 JSON。"
        "一行不丢：用不上的行放到一边，写明位置和原因；中断后再运行会接着做。"
        " / Exports of ticket systems to histories, a line of JSON each. No row is"
        " lost: what cannot be used is set aside with its place and the reason.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILES", help="导出的文件 / exported files"
    )
    _add_reading(parser)
    _add_writing(parser)
    add_language_option(parser)
    parser.set_defaults(run=run)


def _add_reading(parser: argparse.ArgumentParser) -> None:
    add_mapping_option(parser)
    parser.add_argument(
        "--profile",
        metavar="ID|FILE",
        help="规则：认得本市自己加的词 / knows the words that a city adds",
    )
    parser.add_argument(
        "--guess",
        action="store_true",
        help="不导入，照列名拟一份对照表 / propose a mapping instead",
    )
    add_opening_options(parser)


def _add_writing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="历史写到哪里 / where to write"
    )
    parser.add_argument(
        "--set-aside",
        metavar="FILE",
        help="放到一边的行写到哪里（CSV） / rows that could not be used",
    )
    parser.add_argument(
        "--findings", metavar="FILE", help="数据问题写到哪里（CSV） / odd data"
    )
    add_privacy_options(parser)
    parser.add_argument(
        "--keep", metavar="FILE", help="留下中间文件 / keep the store in a file"
    )


def run(options: argparse.Namespace) -> int:
    """Take the files, write the histories, tell the balance."""
    from hotline_rules.adapters.database import BegunOtherwise, NoRoom, StoreError

    _check(options)
    if options.guess:
        return _guess(options)
    mapping = _mapping(options)
    try:
        pseudonyms = open_pseudonyms(options.pseudonymise)
        with _place(options) as path:
            try:
                return _import(options, path, mapping, pseudonyms)
            except BegunOtherwise:
                if options.keep is not None:
                    raise
                # Left over from a command that was not quite this one.
                tell(_BEGUN_ANEW, options.lang, "note")
                path.unlink()
                return _import(options, path, mapping, pseudonyms)
    except StoreError as error:
        tell(error.message, options.lang, "error")
        lost = isinstance(error, NoRoom) and not (options.keep or options.output)
        tell(_WITH_A_FILE if lost else error.fix, options.lang, "fix")
        return UNFINISHED


def _import(
    options: argparse.Namespace,
    path: Path,
    mapping: Mapping | None,
    pseudonyms: Pseudonyms | None,
) -> int:
    from hotline_rules.adapters.store import Store

    watch = Watch(options.lang)
    opening = chosen_opening(options)
    with Store(path, pseudonyms) as store:
        try:
            store.take(
                options.files,
                mapping,
                opening=opening,
                with_text=options.with_text,
                watcher=watch,
            )
        finally:
            watch.clear()
        return _hand_out(store, options, watch)


def _hand_out(store: Store, options: argparse.Namespace, watch: Watch) -> int:
    balance = store.balance()
    if not balance.holds:
        tell_balance(balance, options.lang)
        return UNFINISHED
    written = _write_histories(store, options, watch)
    _write_leftovers(store, options)
    watch.clear()
    tell_balance(balance, options.lang)
    tell_mendable(store.mendable(), options.lang)
    tell_findings(store.finding_counts(), options.lang, options.findings)
    if written != balance.histories:
        tell(
            Text(
                f"应写出 {balance.histories} 条历史，只写出 {written} 条",
                f"{written} histories were written instead of {balance.histories}",
            ),
            options.lang,
            "error",
        )
        return UNFINISHED
    return DONE if balance.complete else UNFINISHED


def _write_histories(store: Store, options: argparse.Namespace, watch: Watch) -> int:
    """Write a line for each history; answer how many."""
    written, count = 0, store.count
    with opened_output(options.output) as stream:
        encode = json.JSONEncoder(
            ensure_ascii=not speaks_unicode(stream), separators=(",", ":")
        ).encode
        for one in store.histories(1, count + 1):
            stream.write(encode(one.history) + "\n")
            written += 1
            watch.wrote(written, count)
    return written


def _write_leftovers(store: Store, options: argparse.Namespace) -> None:
    from hotline_rules.adapters.leftovers import write_findings, write_set_aside

    name = _set_aside_file(options)
    if name is not None:
        with opened_output(name) as stream:
            write_set_aside(store.set_aside(), stream, options.lang)
    if options.findings is not None:
        with opened_output(options.findings) as stream:
            write_findings(store.findings(), stream, options.lang)


def _set_aside_file(options: argparse.Namespace) -> str | None:
    """Answer where rows set aside go: beside the histories, if nothing is said."""
    if options.set_aside is not None or options.output in (None, "-"):
        return None if options.set_aside is None else str(options.set_aside)
    output = Path(options.output)
    return str(output.with_name(f"{output.stem}.set-aside.csv"))


# --- before ---------------------------------------------------------------------------


def _check(options: argparse.Namespace) -> None:
    """Refuse to write over what is read, or two things into one file.

    Raises:
        UsageError: when it would.
    """
    read = [
        *options.files,
        *(one for one in (options.mapping, options.pseudonymise) if one),
    ]
    chosen_opening(options)  # for its checks
    named = {
        "--output": options.output,
        "--set-aside": _set_aside_file(options),
        "--findings": options.findings,
        "--keep": options.keep,
    }
    seen: set[Path] = set()
    for option, name in named.items():
        check_output(name, read, option)
        if name in (None, "-"):
            continue
        path = Path(name).resolve()
        if path in seen:
            message = f"{option} {name}: 两样东西写进同一个文件 / two into one file"
            raise UsageError(message)
        seen.add(path)


def _mapping(options: argparse.Namespace) -> Mapping | None:
    """Load the mapping, with the rules whose words it may use.

    Raises:
        StopRun: one of them has errors, which have been written.
    """
    from hotline_rules.profile import ProfileError, load_profile

    try:
        profile = None if options.profile is None else load_profile(options.profile)
    except ProfileError as error:
        report_faulty(error, options.lang)
        raise StopRun(PROFILE_INVALID) from None
    return open_mapping(options.mapping, profile, options.lang)


def _guess(options: argparse.Namespace) -> int:
    """Propose a mapping from the headings of all files, with what to confirm."""
    from hotline_rules.adapters.mapping import guess_mapping

    found = _Sheets(options)
    guess = guess_mapping(found.sheets())
    for question in guess.questions if found.opened else ():
        tell(question, options.lang, "ask" if guess.text else "error")
    if not guess.text:
        return UNFINISHED
    with opened_output(options.output) as stream:
        stream.write(guess.text)
    return UNFINISHED if found.unread else DONE


class _Sheets:
    """The sheets of all files; those that cannot be read are told.

    Attributes:
        unread, opened: whether there was such a file, and one that could be read.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self.unread = self.opened = False

    def sheets(self) -> Iterator[Sheet]:
        """Yield them in the order of the files."""
        from hotline_rules.adapters.files import UnreadableFile, open_sheets

        options = self._options
        for name in options.files:
            try:
                yield from open_sheets(
                    Path(name),
                    encoding=options.encoding,
                    sheet=options.sheet,
                    heading_row=options.heading_row,
                    findings=lambda _: None,
                )
                self.opened = True
            except UnreadableFile as error:
                self.unread = True
                report_faulty(error, options.lang)


@contextmanager
def _place(options: argparse.Namespace) -> Iterator[Path]:
    """Hand out the file of the store; it stays only when the run does not end.

    CHOICE: beside the output, where there is room for it, and under a name that the
    same command finds again: so every import goes on after it was killed.
    """
    if options.keep is not None:
        yield Path(options.keep)
    elif options.output in (None, "-"):
        with tempfile.TemporaryDirectory(prefix="hotline-rules-") as folder:
            yield Path(folder) / "store"
    else:
        path = Path(f"{options.output}.importing")
        try:
            yield path
        except KeyboardInterrupt:
            tell(
                Text(
                    f"已读入的留在 {path}；再运行同一条命令，会接着做",
                    f"what was read is kept in {path}: the same command goes on",
                ),
                options.lang,
                "note",
            )
            raise
        path.unlink(missing_ok=True)
