"""`hotline-rules evaluate`: histories in, a result a line or a table out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from hotline_rules.cli.arguments import (
    add_input_options,
    add_instant_options,
    add_language_option,
    add_profile_options,
    check_output,
    chosen_instant,
)
from hotline_rules.cli.exits import BREACH, DONE, UNDETERMINED
from hotline_rules.cli.session import begin
from hotline_rules.cli.streams import opened_output, speaks_unicode
from hotline_rules.cli.table import Table

if TYPE_CHECKING:
    import argparse
    from typing import Any, TextIO

    from hotline_rules.cli.session import Session

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]

_LATE = {"overdue", "met_late"}


class Writer(Protocol):
    """Takes results one by one."""

    def write(self, result: dict[str, Any]) -> None:
        """Take one result."""

    def finish(self) -> None:
        """Write what comes after the last one."""


class JsonLines:
    """A result a line; escaped where the stream cannot show every character."""

    def __init__(self, stream: TextIO) -> None:
        self._write = stream.write
        self._encode = json.JSONEncoder(
            ensure_ascii=not speaks_unicode(stream), separators=(",", ":")
        ).encode

    def write(self, result: dict[str, Any]) -> None:
        """Write one result."""
        self._write(self._encode(result) + "\n")

    def finish(self) -> None:
        """Write nothing more: a line stands for itself."""


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "evaluate",
        help=line,
        description="逐条判断历史，给出时限、亮灯、牌、动作和理由。"
        " / Judge each history as of an instant.",
    )
    add_input_options(parser)
    add_profile_options(parser)
    add_instant_options(parser)
    parser.add_argument(
        "--format",
        choices=("jsonl", "table"),
        default="jsonl",
        help="每条一行 JSON（默认）或表格 / a JSON line each, or a table",
    )
    parser.add_argument(
        "--fail-on",
        action="append",
        default=[],
        choices=("breach", "undetermined"),
        help="有超期退出码 4，有未定 5 / exit 4 on a breach, 5 on the unknown",
    )
    parser.add_argument("--output", metavar="FILE", help="写入文件 / write to a file")
    add_language_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Judge every history and write the results."""
    from hotline_rules.evaluate import evaluate

    session = begin(options)
    as_of = chosen_instant(options, session.reader.zone)
    check_output(options.output, [*options.histories, options.profile])
    found = _Found()
    with session.judging(), opened_output(options.output) as stream:
        writer = _writer(options, session, stream)
        for history in session.histories(options.histories):
            result = evaluate(
                session.profile, history, as_of=as_of, known_at=session.known_at
            )
            data = result.to_dict(options.lang)
            found.look_at(data)
            writer.write(data)
        writer.finish()
    return session.finish() or found.status(options.fail_on)


class _Found:
    """Whether any result so far holds a breach, or something undetermined."""

    def __init__(self) -> None:
        self.breach = False
        self.undetermined = False

    def look_at(self, result: dict[str, Any]) -> None:
        """Take one result into account."""
        self.undetermined = self.undetermined or bool(result["missing"])
        self.breach = (
            self.breach
            or any(
                d["kind"] == "duty" and d["state"] in _LATE for d in result["deadlines"]
            )
            or any(p["state"] == "effective" for p in result["penalties"])
        )

    def status(self, fail_on: list[str]) -> int:
        """Answer the exit status that was asked for."""
        if self.breach and "breach" in fail_on:
            return BREACH
        if self.undetermined and "undetermined" in fail_on:
            return UNDETERMINED
        return DONE


def _writer(options: argparse.Namespace, session: Session, stream: TextIO) -> Writer:
    if options.format == "table":
        return Table(stream, session.profile.rulebook, session.lang)
    return JsonLines(stream)
