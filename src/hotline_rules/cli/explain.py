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
    merged_readings,
)
from hotline_rules.cli.exits import UNFINISHED
from hotline_rules.cli.session import begin
from hotline_rules.cli.streams import speaks_unicode
from hotline_rules.diagnostics import Text

if TYPE_CHECKING:
    import argparse

    from hotline_rules.diagnostics.model import Language
    from hotline_rules.evaluate import Result
    from hotline_rules.explain import Explanation, Judge
    from hotline_rules.history import History
    from hotline_rules.scenarios import Variants

    _Parsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: _Parsers, line: str) -> None:
    """Add the subcommand, with its line in the list of all."""
    parser = commands.add_parser(
        "explain",
        help=line,
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
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument(
        "--only",
        metavar="OUTPUT",
        help="只说明这一项，写它的编号，如 handle:甲局:1；灯写 light"
        " / only this output, by its id; `light` for the light",
    )
    asked.add_argument(
        "--why-not",
        metavar="RULE",
        help="为什么这条规则、类别或标记没有触发，如 supervise、handle.red"
        " / why this rule, case or mark did not fire",
    )
    parser.add_argument(
        "--form",
        choices=("full", "short", "audit"),
        default="full",
        help="full 全部理由（默认）；short 每项一句，最重的在前；"
        "audit 供复核：逐日、证据、版本、换一种读法会怎样"
        " / everything; a sentence for each thing, the worst first; for an audit:"
        " every day, evidence, versions, what other readings would give",
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

    variants = _variants(options)
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
            judge = None
            if variants is not None:
                judge = _judge(variants, options, history, session.known_at, as_of)
            written = _write(result, options, judge, again=found > 0) and written
            found += 1
    status = session.finish()
    if not written:
        return UNFINISHED
    if found:
        return status
    if options.id is not None:
        sys.stderr.write(f"没有 id 为 {options.id} 的历史 / no history has this id\n")
    return UNFINISHED


def _variants(options: argparse.Namespace) -> Variants | None:
    """The profile under other readings, for an audit."""
    from hotline_rules.profile import ProfileError
    from hotline_rules.scenarios import Variants

    if options.form != "audit" or options.why_not is not None:
        return None
    try:
        return Variants.of(options.profile)
    except ProfileError:
        return None  # told when the profile itself is loaded


def _judge(
    variants: Variants,
    options: argparse.Namespace,
    history: History,
    known_at: int | None,
    as_of: int,
) -> Judge:
    """Judges a history by another option of a reading."""
    from hotline_rules.evaluate import evaluate
    from hotline_rules.profile import ProfileError

    given = merged_readings(options.readings)

    def judge(code: str, option: str) -> Result | None:
        try:
            profile = variants.profile(
                {**given, code: option}, options.outside_validity
            )
        except ProfileError:
            return None
        return evaluate(profile, history, as_of=as_of, known_at=known_at)

    return judge


def _write(
    result: Result, options: argparse.Namespace, judge: Judge | None, *, again: bool
) -> bool:
    """Write one explanation; of several texts, a blank line stands between.

    Returns:
        whether there was such an output.
    """
    from hotline_rules.explain import explanation_to_dict, render_explanation

    explanation = _explained(result, options, judge)
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


def _explained(
    result: Result, options: argparse.Namespace, judge: Judge | None
) -> Explanation | None:
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
        audit = options.form == "audit"
        explanation = explain_result(result, audit=audit, judge=judge)
        if options.only is None:
            return explanation
        return explanation_of(explanation, options.only)
    except UnknownOutputError as fault:
        zh = f"{result.id} 的结果里没有编号为“{fault.id}”的一项"
        said = Text(zh, f"{result.id} has no output {fault.id}")
        _complain(said, fault.near, options.lang)
    except UnknownRuleError as fault:
        zh = f"规则文件里没有叫“{fault.name}”的规则、类别或者标记"
        said = Text(zh, f"no rule, case or mark is named {fault.name}")
        _complain(said, fault.near, options.lang)
    return None


def _complain(said: Text, near: tuple[str, ...], lang: Language) -> None:
    """Say that there is no such thing, and which was probably meant."""
    if near:
        said = Text(
            f"{said.zh}；相近的有：{'、'.join(near)}",
            f"{said.en}; near: {', '.join(near)}",
        )
    sys.stderr.write(said.in_(lang) + "\n")
