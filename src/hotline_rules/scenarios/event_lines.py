"""What is wrong with a line of a history: the first word that does not fit."""

import re
from collections.abc import Mapping

from hotline_rules.diagnostics import Diagnostic, Span, Text, codes, diagnostic, suggest
from hotline_rules.profile.node import Node
from hotline_rules.profile.unknown_names import did_you_mean

_FORM = Text(
    "写法：日期 时刻 事件 单位: {其他事项}",
    "the form is: date time event unit: {payload}",
)
_EXAMPLE = "2021-03-01 10:00 dispatched 张店区: {role: lead}"
_GENERAL = Text(f"例如 `{_EXAMPLE}`", f"for example `{_EXAMPLE}`")
_DAY = Text("写成四位年-两位月-两位日，如 `2021-03-01`", "write it like `2021-03-01`")
_TIME = Text(
    "日期后面空一格写时刻，用半角冒号，如 `10:00`", "write a time like `10:00` there"
)
_UNIT = Text(
    "单位和半角冒号之间不空，冒号后面空一格，如 `张店区: {role: lead}`",
    "write the unit, a colon and a blank, as in `张店区: {role: lead}`",
)
_SHAPES = (
    (r"\d{4}-\d{2}-\d{2}", Text("日期", "date"), _DAY),
    (r"\d{1,2}:\d{2}(:\d{2})?", Text("时刻", "time"), _TIME),
    (r"[a-z_]+", Text("事件", "event"), _GENERAL),
    (r"[^\s:{}]+", Text("单位", "unit"), _UNIT),
)


def line_fault(node: Node, events: Mapping[str, str]) -> Diagnostic:
    """Return the report of a line that is not an event.

    Args:
        node: the item of the history.
        events: the titles of the events that the profile knows, by their ids.

    Diagnostics:
        BAD_FORM.
    """
    line = line_of(node)
    found = None if line is None else _first_wrong(line)
    if line is None or found is None:
        headline = Text("这一行不是一件事的写法", "this line is not an event")
        return diagnostic(codes.BAD_FORM, node.span, headline, why=_FORM, fix=_GENERAL)
    number, word = found
    _, what, fix = _SHAPES[number]
    if what.en == "event":
        fix = did_you_mean(word, events) or fix
    return diagnostic(
        codes.BAD_FORM,
        _span_of(node, line, word),
        Text(f"`{word}` 不是{what.zh}的写法", f"`{word}` is no {what.en}"),
        why=_FORM,
        fix=fix,
    )


def misspelt_event(node: Node, type_: str, events: Mapping[str, str]) -> (
    Diagnostic | None
):  # fmt: skip
    """Return the report of an event that is nearly, but not quite, a known one.

    An event that is not like any other is left to the engine, which keeps and notes it.

    Diagnostics:
        UNKNOWN_EVENT.
    """
    near = None if type_ in events else suggest(type_, [*events])
    line = line_of(node)
    if near is None or line is None:
        return None
    return diagnostic(
        codes.UNKNOWN_EVENT,
        _span_of(node, line, type_),
        Text(f"没有事件 `{type_}`", f"unknown event `{type_}`"),
        fix=Text(f"是不是 `{near}`？", f"did you mean `{near}`?"),
    )


def line_of(node: Node) -> str | None:
    """Return the text of an item: alone, or with a payload behind its colon."""
    line = node.value
    if isinstance(line, dict) and len(line) == 1:
        (line,) = line
    return line if isinstance(line, str) else None


def _first_wrong(line: str) -> tuple[int, str] | None:
    for number, (word, (shape, _, _)) in enumerate(
        zip(line.split(), _SHAPES, strict=False)
    ):
        if not re.fullmatch(shape, word):
            return number, word
    return None


def _span_of(node: Node, line: str, word: str) -> Span:
    """Return the span of a word of a line; of the line where it is in quotes."""
    whole = node.span
    if isinstance(node.value, dict):
        whole = node.value[line].key_span or whole
    if whole.end_column - whole.column != len(line) or whole.line != whole.end_line:
        return whole
    start = whole.column + line.index(word)
    return Span(whole.file, whole.line, start, whole.line, start + len(word))
