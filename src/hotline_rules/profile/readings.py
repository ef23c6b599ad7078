"""Readings of disputed clauses: options, the choice, and another asked for."""

from collections.abc import Mapping
from typing import Literal

from hotline_rules.diagnostics import Span, Text, codes
from hotline_rules.profile.cites import compile_cite
from hotline_rules.profile.context import Context
from hotline_rules.profile.names import sentence_of, text_of
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.unknown_names import did_you_mean, unknown
from hotline_rules.rulebook import NotOffered, Reading


def options_of(node: Node) -> tuple[str, ...]:
    """Return the options of a reading in the order of the file, default first."""
    options = node.child("options")
    if options is None:
        return ()
    if isinstance(options.value, dict):
        return tuple(options.value)
    return tuple(word_of(option) for option in options.children())


def choose_readings(
    asked: Mapping[str, str], root: Node, ctx: Context
) -> dict[str, str]:
    """Return the option in force of every reading.

    Diagnostics:
        UNKNOWN_OPTION, UNKNOWN_READING, OPTION_NOT_OFFERED, NAME_CLASH.
    """
    for code in asked:
        if code not in ctx.options:
            what = Text("读法", "reading")
            fault = unknown(codes.UNKNOWN_READING, what, code, ctx.options)
            ctx.report_fault(fault, _section(root).place)
    return {code: _choice(code, asked, ctx) for code in ctx.options}


def _section(root: Node) -> Node:
    return root.child("readings") or root


def _choice(code: str, asked: Mapping[str, str], ctx: Context) -> str:
    node = ctx.names.readings[code]
    options = ctx.options[code]
    chosen = node.child("chosen")
    choice = options[0] if options else ""
    _check_offered_once(code, node, ctx)
    if chosen is not None and word_of(chosen) in options:
        choice = word_of(chosen)
    elif chosen is not None and options:
        _report_option(code, word_of(chosen), chosen, ctx)
    wanted = asked.get(code, choice)
    if wanted == choice or wanted in options:
        return wanted
    _report_option_asked(code, wanted, node, ctx)
    return choice


def _check_offered_once(code: str, node: Node, ctx: Context) -> None:
    """Refuse an option that is both offered and not."""
    for option, entry in _not_offered(node).items():
        if option in ctx.options[code]:
            ctx.report(
                codes.NAME_CLASH,
                entry.place,
                Text(
                    f"读法 `{code}` 的 `{option}` 既在 options 里，又在 not_offered 里",
                    f"`{option}` of reading `{code}` is both offered and not",
                ),
                fix=Text("留下一处", "keep one of the two"),
            )


def _not_offered(node: Node) -> Mapping[str, Node]:
    listed = node.child("not_offered")
    return listed.value if listed and isinstance(listed.value, dict) else {}


def _report_option(code: str, word: str, at: Node, ctx: Context) -> None:
    """Report a choice that is no option, or one that is not offered."""
    refused = _not_offered(ctx.names.readings[code]).get(word)
    if refused is not None:
        _report_not_offered(code, word, refused, at, ctx)
        return
    what = Text(f"读法 `{code}` 的选项", f"option of reading `{code}`")
    ctx.report_fault(unknown(codes.UNKNOWN_OPTION, what, word, ctx.options[code]), at)


def _report_option_asked(code: str, wanted: str, node: Node, ctx: Context) -> None:
    refused = _not_offered(node).get(wanted)
    if refused is not None:
        _report_not_offered(code, wanted, refused, refused.place, ctx)
        return
    options = ctx.options[code]
    shown = "、".join(f"`{option}`" for option in options)
    shown_en = ", ".join(f"`{option}`" for option in options)
    ctx.report(
        codes.UNKNOWN_OPTION,
        node.place,
        Text(
            f"要求的读法 `{code}={wanted}` 没有这个选项",
            f"the reading asked for, `{code}={wanted}`, is no option",
        ),
        why=Text(f"选项有 {shown}", f"the options are {shown_en}"),
        fix=did_you_mean(wanted, options),
    )


def _report_not_offered(
    code: str, option: str, entry: Node, at: Node | Span, ctx: Context
) -> None:
    reason = sentence_of(entry, "why")
    shown = "、".join(f"`{option}`" for option in ctx.options[code])
    shown_en = ", ".join(f"`{option}`" for option in ctx.options[code])
    ctx.report(
        codes.OPTION_NOT_OFFERED,
        at,
        Text(
            f"读法 `{code}` 不能选 `{option}`",
            f"the reading `{code}` does not offer `{option}`",
        ),
        why=Text(reason, f"the profile says why: {reason}") if reason else None,
        fix=Text(f"可以选 {shown}", f"what can be chosen: {shown_en}"),
    )


def compile_readings(ctx: Context) -> tuple[Reading, ...]:
    """Compile the section ``readings`` to what results list."""
    return tuple(_reading(code, node, ctx) for code, node in ctx.names.readings.items())


def _reading(code: str, node: Node, ctx: Context) -> Reading:
    options = node.child("options")
    basis: Literal["cited", "assumed"] = (
        "assumed" if text_of(node, "basis") == "assumed" else "cited"
    )
    return Reading(
        code=code,
        slug=text_of(node, "slug") or code,
        about=sentence_of(node, "about"),
        options=tuple(
            (option, sentence_of(options, option)) for option in ctx.options[code]
        ),
        chosen=ctx.chosen[code],
        basis=basis,
        ground=sentence_of(node, "ground"),
        cites=compile_cite(node.child("cite"), ctx),
        not_offered=tuple(
            NotOffered(option, sentence_of(entry, "means"), sentence_of(entry, "why"))
            for option, entry in _not_offered(node).items()
        ),
    )
