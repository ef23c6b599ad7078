"""Readings of disputed clauses: options, the choice, and another asked for."""

from collections.abc import Mapping
from typing import Literal

from hotline_rules.diagnostics import Text, codes
from hotline_rules.profile.cites import compile_cite
from hotline_rules.profile.context import Context
from hotline_rules.profile.names import text_of
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.unknown_names import did_you_mean, unknown
from hotline_rules.rulebook import Reading


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
        UNKNOWN_OPTION, UNKNOWN_READING, READING_FIXED.
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
    default = options[0] if options else ""
    choice = default
    if chosen is not None and word_of(chosen) in options:
        choice = word_of(chosen)
    elif chosen is not None and options:
        what = Text(f"读法 `{code}` 的选项", f"option of reading `{code}`")
        fault = unknown(codes.UNKNOWN_OPTION, what, word_of(chosen), options)
        ctx.report_fault(fault, chosen)
    wanted = asked.get(code, choice)
    if wanted == choice:
        return choice
    if wanted not in options:
        _report_option_asked(code, wanted, node, ctx)
    elif _is_fixed(node):
        _report_fixed(code, wanted, node, ctx)
    else:
        return wanted
    return choice


def _is_fixed(node: Node) -> bool:
    fixed = node.child("fixed")
    return fixed is not None and fixed.value is True


def _report_option_asked(code: str, wanted: str, node: Node, ctx: Context) -> None:
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


def _report_fixed(code: str, wanted: str, node: Node, ctx: Context) -> None:
    ctx.report(
        codes.READING_FIXED,
        node.place,
        Text(
            f"读法 `{code}` 不可切换，不能要求 `{wanted}`",
            f"the reading `{code}` cannot be switched to `{wanted}`",
        ),
        why=Text(
            "它标明 fixed: true，只作说明，没有规则随它而变",
            "it says `fixed: true`: it explains, and no rule depends on it",
        ),
        fix=Text(f"不要指定 `{code}`", f"do not ask for `{code}`"),
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
        about=text_of(node, "about") or "",
        options=tuple(
            (option, (text_of(options, option) or "") if options else "")
            for option in ctx.options[code]
        ),
        chosen=ctx.chosen[code],
        basis=basis,
        ground=text_of(node, "ground") or "",
        cites=compile_cite(node.child("cite"), ctx),
        fixed=_is_fixed(node),
    )
