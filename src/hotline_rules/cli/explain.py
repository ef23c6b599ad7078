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
    from hotline_rules.explain import Explanation

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
        "--only",
        metavar="OUTPUT",
        help="只说明这一项，写它的编号，如 handle:甲局:1；灯写 light"
        " / only this output, by its id; `light` for the light",
    )
    parser.add_argument(
        "--why-not",
        metavar="RULE",
        help="为什么这条规则、类别或标记没有触发，如 supervise、handle.red"
        " / why this rule, case or mark did not fire",
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
    found, written = 0, True
    with session.judging():
        for history in session.histories(options.histories):
            if options.id not in {None, history.id}:
                continue
            result = evaluate(
                session.profile, history, as_of=as_of, known_at=session.known_at
            )
            written = _write(result, options, again=found > 0) and written
            found += 1
    status = session.finish()
    if not written:
        return UNFINISHED
    if found:
        return status
    sys.stderr.write(f"没有 id 为 {options.id} 的历史 / no history has this id\n")
    return UNFINISHED


def _write(result: Result, options: argparse.Namespace, *, again: bool) -> bool:
    """Write one explanation; of several texts, a blank line stands between.

    Returns:
        whether there was such an output.
    """
    from hotline_rules.explain import explanation_to_dict, render_explanation

    explanation = _explained(result, options)
    if explanation is None:
        return False
    if options.format == "json":
        ascii_only = not speaks_unicode(sys.stdout)
        data = explanation_to_dict(explanation, options.lang)
        sys.stdout.write(json.dumps(data, ensure_ascii=ascii_only) + "\n")
        return True
    text = render_explanation(explanation, options.lang, options.form)
    sys.stdout.write(("\n" if again else "") + text)
    return True


def _explained(result: Result, options: argparse.Namespace) -> Explanation | None:
    """The explanation asked for; ``None`` after saying that there is no such thing."""
    from hotline_rules.explain import (
        UnknownOutputError,
        UnknownRuleError,
        explain_result,
        explain_why_not,
        explanation_of,
    )

    try:
        if options.why_not is not None:
            return explain_why_not(result, options.why_not)
        explanation = explain_result(result)
        if options.only is None:
            return explanation
        return explanation_of(explanation, options.only)
    except UnknownOutputError as fault:
        zh = f"{result.id} 的结果里没有编号为 {fault.id} 的一项"
        _complain(zh, f"{result.id} has no output {fault.id}", fault.near)
    except UnknownRuleError as fault:
        zh = f"规则文件里没有叫 {fault.name} 的规则、类别或者标记"
        _complain(zh, f"no rule, case or mark is named {fault.name}", fault.near)
    return None


def _complain(zh: str, en: str, near: tuple[str, ...]) -> None:
    """Say that there is no such thing, and which was probably meant."""
    if near:
        zh = f"{zh}；相近的有：{'、'.join(near)}"
        en = f"{en}; near: {', '.join(near)}"
    sys.stderr.write(f"{zh} / {en}\n")
