"""Choices that are settled when the profile is loaded: by reading, by document."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from hotline_rules.diagnostics import Label, Text, codes
from hotline_rules.profile.context import Context, Scope
from hotline_rules.profile.node import Node, word_of
from hotline_rules.profile.unknown_names import unknown
from hotline_rules.rulebook import Always

T = TypeVar("T")


def reading_of(node: Node) -> str | None:
    """Return the code of ``{by: reading.T16, …}``, or None for anything else."""
    by = node.child("by") if isinstance(node.value, dict) else None
    if by is not None and isinstance(by.value, str) and by.value.startswith("reading."):
        return by.value[8:]
    return None


def is_folded(node: Node) -> bool:
    """Say whether the node is a choice that is settled at load time."""
    by = node.child("by") if isinstance(node.value, dict) else None
    return reading_of(node) is not None or (by is not None and by.value == "document")


def fold(
    node: Node, scope: Scope, ctx: Context, compile_branch: Callable[[Node], bool]
) -> Node | None:
    """Return the branch in force of a choice by reading or document.

    Every branch is compiled; the readings used by those not chosen are forgotten.

    Args:
        node: a choice for which `is_folded` holds.
        scope: gives the document of the entry.
        ctx: the compilation.
        compile_branch: compiles a branch; False when it has a fault.
    """
    items = node.value
    assert isinstance(items, dict)
    branches = {name: child for name, child in items.items() if name != "by"}
    code = reading_of(node)
    if code is not None:
        chosen = _chosen_option(node, code, branches, ctx)
    else:
        chosen = _document_branch(node, branches, scope, ctx)
    good = True
    for name, branch in branches.items():
        if name != chosen:
            with ctx.collect_readings():
                good = compile_branch(branch) and good
    if chosen is None:
        return None
    good = compile_branch(branches[chosen]) and good
    return branches[chosen] if good else None


def _chosen_option(
    node: Node, code: str, branches: Mapping[str, Node], ctx: Context
) -> str | None:
    by = node.child("by")
    assert by is not None
    options = ctx.options.get(code)
    if options is None:
        report_unknown_reading(by, code, ctx)
        return None
    ctx.use_reading(code)
    missing = [option for option in options if option not in branches]
    extra = [name for name in branches if name not in options]
    if extra:
        _report_extra(code, extra, missing, branches, ctx)
    elif missing:
        _report_missing(by, code, missing, ctx)
    chosen = ctx.chosen.get(code)
    return chosen if chosen in branches and not missing else None


def _report_missing(by: Node, code: str, missing: list[str], ctx: Context) -> None:
    shown, shown_en = _listed(missing)
    ctx.report(
        codes.OPTION_MISSING,
        by,
        Text(
            f"按读法 `{code}` 选择，缺少选项 {shown}",
            f"the choice by reading `{code}` lacks {shown_en}",
        ),
        why=Text(
            "每个选项都要有一行，换一种读法时才知道怎么办",
            "every option needs a row, so that the reading can be switched",
        ),
        fix=Text("补上这些选项", "add the rows"),
    )


def _report_extra(
    code: str,
    extra: list[str],
    missing: list[str],
    branches: Mapping[str, Node],
    ctx: Context,
) -> None:
    """Report rows for options that are none, with the options left without a row."""
    shown, shown_en = _listed(extra)
    options, options_en = _listed(ctx.options[code])
    here = Text("这个也不是", "nor is this")
    if not missing:
        fix = Text("删掉多出的行", "drop the row")
    elif len(extra) == len(missing) == 1:
        fix = Text(f"是不是 `{missing[0]}`？", f"did you mean `{missing[0]}`?")
    else:
        lacking, lacking_en = _listed(missing)
        fix = Text(
            f"改成还缺的 {lacking}，或核对 `by` 是不是写错了读法",
            f"write {lacking_en}, or check the reading after `by`",
        )
    ctx.report(
        codes.OPTION_EXTRA,
        branches[extra[0]].place,
        Text(
            f"读法 `{code}` 没有选项 {shown}",
            f"the reading `{code}` has no option {shown_en}",
        ),
        why=Text(
            f"它的选项是 {options}，每个都要有一行，也只有这些",
            f"its options are {options_en}; each has a row, and nothing else",
        ),
        fix=fix,
        related=tuple(Label(branches[name].place, here) for name in extra[1:]),
    )


def _listed(names: Iterable[str]) -> tuple[str, str]:
    shown = [f"`{name}`" for name in names]
    return "、".join(shown), ", ".join(shown)


def _document_branch(
    node: Node, branches: Mapping[str, Node], scope: Scope, ctx: Context
) -> str | None:
    good = True
    for name, branch in branches.items():
        if name not in ctx.names.documents and name != "otherwise":
            fault = unknown(
                codes.UNKNOWN_DOCUMENT, Text("文件", "document"), name,
                ctx.names.documents,
            )  # fmt: skip
            ctx.report_fault(fault, branch.place)
            good = False
    if not good:
        return None
    if scope.document in branches:
        return scope.document
    if "otherwise" in branches:
        return "otherwise"
    ctx.report(
        codes.OPTION_MISSING,
        node.child("by") or node,
        Text(
            f"按文件选择，缺少 `{scope.document}` 一行",
            f"the choice by document has no row for `{scope.document}`",
        ),
        fix=Text("补上这一行或 `otherwise`", "add the row, or `otherwise`"),
    )
    return None


def fold_word(
    node: Node, ctx: Context, compile_option: Callable[[Node], bool]
) -> Node | None:
    """Return the option in force of a value ``reading.T04`` as a value of its own.

    Every option must be a legal word at this place.
    """
    assert isinstance(node.value, str)
    code = node.value[8:]
    options = ctx.options.get(code)
    if options is None:
        report_unknown_reading(node, code, ctx)
        return None
    ctx.use_reading(code)
    good = True
    for option in options:
        if option != ctx.chosen.get(code):
            with ctx.collect_readings():
                good = compile_option(replace(node, value=option)) and good
    return replace(node, value=ctx.chosen[code]) if good else None


def report_unknown_reading(node: Node, code: str, ctx: Context) -> None:
    """Report a reading that the profile does not list."""
    what = Text("读法", "reading")
    fault = unknown(codes.UNKNOWN_READING, what, code, ctx.options)
    ctx.report_fault(fault, node)


def compile_constant(
    node: Node, read: Callable[[Node], T | None], scope: Scope, ctx: Context
) -> T | None:
    """Compile a value that only a reading or the document may choose."""
    if isinstance(node.value, dict) and "by" in node.value:
        return _constant_choice(node, read, scope, ctx)
    if isinstance(node.value, str) and node.value.startswith("reading."):
        word = fold_word(node, ctx, lambda option: read(option) is not None)
        return None if word is None else read(word)
    return read(node)


def _constant_choice(
    node: Node, read: Callable[[Node], T | None], scope: Scope, ctx: Context
) -> T | None:
    if not is_folded(node):
        by = node.child("by")
        ctx.report(
            codes.NOT_A_CONSTANT,
            by or node,
            Text(
                "这里只能按读法（reading.）或文件（document）选择",
                "only a reading or the document may choose here",
            ),
            why=Text(
                "这一项在载入规则时就要定下来，不能随工单而变",
                "this is settled when the profile is loaded and cannot vary by ticket",
            ),
        )
        return None
    compiled: dict[int, T | None] = {}

    def compile_branch(branch: Node) -> bool:
        value = compile_constant(branch, read, scope, ctx)
        compiled[id(branch)] = value
        return value is not None

    chosen = fold(node, scope, ctx, compile_branch)
    return None if chosen is None else compiled[id(chosen)]


NAMED = {
    "calendar": (codes.UNKNOWN_CALENDAR, Text("日历", "calendar")),
    "counting": (codes.UNKNOWN_COUNTING, Text("计时方式", "counting")),
    "status": (codes.UNKNOWN_STATUS, Text("状态", "status")),
}


def compile_name(
    node: Node, kind: str, known: Mapping[str, object], scope: Scope, ctx: Context
) -> str | None:
    """Compile the name of something declared, which a reading may choose.

    Args:
        node: the name as written.
        kind: one of `NAMED`.
        known: what is declared, by name.
        scope: which facts may choose.
        ctx: the compilation.
    """

    def read(leaf: Node) -> str | None:
        name = word_of(leaf)
        if name in known:
            ctx.use(kind, name)
            return name
        code, what = NAMED[kind]
        ctx.report_fault(unknown(code, what, name, known), leaf)
        return None

    return compile_constant(node, read, scope, ctx)


def compile_reading_test(code: str, node: Node, ctx: Context) -> Always | None:
    """Settle a condition on a reading: its option, or a list of options."""
    options = ctx.options.get(code)
    if options is None:
        report_unknown_reading(Node(node.place, None, node.path, code), code, ctx)
        return None
    ctx.use_reading(code)
    wanted = node.value if isinstance(node.value, list) else [node]
    good = True
    hit = False
    for option in wanted:
        # An option such as "24:00" or `true` is text in the list of options.
        text = word_of(option)
        if text not in options:
            what = Text(f"读法 `{code}` 的选项", f"option of reading `{code}`")
            ctx.report_fault(unknown(codes.UNKNOWN_OPTION, what, text, options), option)
            good = False
        hit = hit or text == ctx.chosen.get(code)
    return Always(hit) if good else None
