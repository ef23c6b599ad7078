"""The readings behind a result: question, choice, and what else was possible."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hotline_rules.diagnostics import Text
from hotline_rules.explain.ahead import Later, told_differences
from hotline_rules.explain.model import Reason
from hotline_rules.explain.wording import join, same, say
from hotline_rules.explain.words import BASES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hotline_rules.evaluate import Result
    from hotline_rules.explain.context import Context
    from hotline_rules.rulebook import Reading

# code of a reading, option -> the same history judged by it; None where that fails
Judge = Callable[[str, str], "Result | None"]

_GROUND = Text("理由", "ground")
_OTHER = Text("另选", "other")
_CLOSED = Text("不可", "not open")
_NO_DIFFERENCE = Text("结果不变", "nothing changes")


def reading_reasons(ctx: Context, judge: Judge | None = None) -> tuple[Reason, ...]:
    """Every reading that the rest of the explanation has named.

    Args:
        ctx: of the explanation; its readings are those used so far.
        judge: in an audit, judges by another option, so that it can be told whether
            the choice mattered.
    """
    return tuple(_reading(ctx, code, judge) for code in sorted(ctx.readings))


def _reading(ctx: Context, code: str, judge: Judge | None) -> Reason:
    """The question, the option chosen, on what basis and ground."""
    one = ctx.names.readings[code]
    option = dict(one.options).get(one.chosen, one.chosen)
    basis = BASES.get(one.basis, same(one.basis))
    text = say(
        "{0} {1}：{2}（{3}）",
        "{0} {1}: {2} [{4}] ({3})",
        code,
        one.about,
        option,
        basis,
        one.chosen,
    )
    children = [
        Reason(what="ground", label=_GROUND, text=same(one.ground)),
        *ctx.articles(one.cites),
        *(_options(ctx, one, judge) if ctx.audit else ()),
    ]
    return Reason(
        what="reading",
        id=code,
        text=text,
        cites=ctx.names.cites(one.cites),
        children=tuple(child for child in children if child.text.zh),
        minor=True,
    )


def _options(ctx: Context, one: Reading, judge: Judge | None) -> Iterator[Reason]:
    """The options that were not chosen, and what they would have changed."""
    for option, means in one.options:
        if option == one.chosen:
            continue
        text = say("{0}：{1}", "{0}: {1}", option, means)
        other = None if judge is None else judge(one.code, option)
        if other is not None:
            lines = told_differences(ctx, Later.of(other))
            effect = join(lines, "；", "; ") if lines else _NO_DIFFERENCE
            text = say("{0}。改选它，{1}", "{0}. With it, {1}", text, effect)
        yield Reason(what="option", label=_OTHER, text=text)
    for closed in one.not_offered:
        text = say(
            "{0}：{1}（{2}）", "{0}: {1} ({2})", closed.option, closed.means, closed.why
        )
        yield Reason(what="not_offered", label=_CLOSED, text=text)
