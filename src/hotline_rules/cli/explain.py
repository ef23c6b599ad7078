"""`hotline-rules explain`: why, for one history, in words."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from hotline_rules.cli.arguments import (
    add_input_options,
    add_instant_options,
    add_language_option,
    add_profile_options,
    chosen_instant,
)
from hotline_rules.cli.exits import UNFINISHED
from hotline_rules.cli.session import begin
from hotline_rules.cli.streams import speaks_unicode

if TYPE_CHECKING:
    import argparse

    from hotline_rules.evaluate import Result

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: _Parsers) -> None:
    """Add the subcommand."""
    parser = commands.add_parser(
        "explain",
        help="说明理由 / explain one history",
        description="说明一条历史的每个结果：条文、算法、数了哪些日子。"
        " / Explain the results of one history: article, arithmetic, days counted.",
    )
    add_input_options(parser)
    add_profile_options(parser)
    add_instant_options(parser)
    parser.add_argument(
        "--id",
        metavar="ID",
        help="哪一条历史；只有一条时可不写 / which history, when there are several",
    )
    parser.add_argument(
        "--form",
        choices=("full", "short"),
        default="full",
        help="全部理由，或每项一行 / everything, or a line for each thing",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="文字（默认），或每条一行 JSON / words, or a line of JSON for each",
    )
    add_language_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Explain the history asked for."""
    from hotline_rules.evaluate import evaluate

    session = begin(options)
    as_of = chosen_instant(options, session.reader.zone)
    found = 0
    with session.judging():
        for history in session.histories(options.histories):
            if options.id not in {None, history.id}:
                continue
            result = evaluate(
                session.profile, history, as_of=as_of, known_at=session.known_at
            )
            _write(result, options, again=found > 0)
            found += 1
    status = session.finish()
    if found:
        return status
    sys.stderr.write(f"没有 id 为 {options.id} 的历史 / no history has this id\n")
    return UNFINISHED


def _write(result: Result, options: argparse.Namespace, *, again: bool) -> None:
    """Write one explanation; of several texts, a blank line stands between."""
    from hotline_rules.explain import (
        explain_result,
        explanation_to_dict,
        render_explanation,
    )

    explanation = explain_result(result)
    if options.format == "json":
        ascii_only = not speaks_unicode(sys.stdout)
        data = explanation_to_dict(explanation, options.lang)
        sys.stdout.write(json.dumps(data, ensure_ascii=ascii_only) + "\n")
        return
    text = render_explanation(explanation, options.lang, options.form)
    sys.stdout.write(("\n" if again else "") + text)
