"""Diagnostics as frames, as single lines and as plain data."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from hotline_rules.diagnostics.model import (
    Diagnostic,
    Label,
    Language,
    Severity,
    Span,
    Text,
)

WINDOW = 100  # screen columns of a source line that a frame shows at most
TAB = "    "

_SEVERITY = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.NOTE: Text("提示", "note"),
}
_COUNTED = {
    Severity.ERROR: Text("个错误", "error"),
    Severity.WARNING: Text("个警告", "warning"),
    Severity.NOTE: Text("条提示", "note"),
}
_WHY = Text("原因：", "why: ")
_FIX = Text("改法：", "fix: ")
_LAW = Text("依据：", "law: ")


def render_line(d: Diagnostic, lang: Language = "zh") -> str:
    """Return the diagnostic as one line: place, severity, code, headline."""
    place = _place(d.span)
    severity = _SEVERITY[d.severity].in_(lang)
    return f"{place}{severity}[{d.code}]: {visible(d.headline.in_(lang))}"


def render_frame(
    d: Diagnostic, lines: Mapping[str, Sequence[str]], lang: Language = "zh"
) -> str:
    """Return the diagnostic with the source underlined, the reason and the remedy.

    Chinese characters take two columns of a screen, so the underline is padded by
    display width. The result has no final newline.

    Args:
        d: the fault.
        lines: the lines of each file by its name; a file that is not there is
            named but not shown.
        lang: the language of the sentences.
    """
    shown = [render_line(d, lang)]
    spans = [s for s in (d.span, *(label.span for label in d.related)) if s]
    margin = max((len(str(s.line)) for s in spans), default=1) + 3
    if d.span:
        shown += _source(d.span, lines, margin, "^", "")
    for label in d.related:
        shown += _related(label, d.span, lines, margin, lang)
    for name, text in ((_WHY, d.why), (_FIX, d.fix)):
        if text:
            shown.append(f"   {name.in_(lang)}{visible(text.in_(lang))}")
    if d.law:
        shown.append(f"   {_LAW.in_(lang)}{visible(d.law)}")
    return "\n".join(shown)


def render_report(
    diagnostics: Iterable[Diagnostic],
    lines: Mapping[str, Sequence[str]],
    lang: Language = "zh",
) -> str:
    """Return all frames in order of place, separated by blank lines, and a count."""
    found = sort_diagnostics(diagnostics)
    frames = [render_frame(d, lines, lang) for d in found]
    return "\n\n".join([*frames, summary(found, lang)])


def summary(diagnostics: Iterable[Diagnostic], lang: Language = "zh") -> str:
    """Return a count by severity, for example `2 个错误，1 个警告`."""
    found = list(diagnostics)
    parts = []
    for severity, name in _COUNTED.items():
        number = sum(d.severity is severity for d in found)
        if number:
            plural = "s" if lang == "en" and number > 1 else ""
            parts.append(f"{number} {name.in_(lang)}{plural}")
    if not parts:
        return Text("没有发现问题", "no problems found").in_(lang)
    return ("，" if lang == "zh" else ", ").join(parts)


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics by file, place and code; those without a place last.

    Faults of one kind at one place keep their order.
    """
    return sorted(diagnostics, key=_order)


def diagnostic_to_dict(d: Diagnostic, lang: Language = "zh") -> dict[str, object]:
    """Return the diagnostic as plain data for JSON; absent parts are null."""
    return {
        "code": d.code,
        "severity": str(d.severity),
        **_span_to_dict(d.span),
        "message": d.headline.in_(lang),
        "why": d.why.in_(lang) if d.why else None,
        "fix": d.fix.in_(lang) if d.fix else None,
        "law": d.law,
        "related": [
            {**_span_to_dict(label.span), "message": label.text.in_(lang)}
            for label in d.related
        ],
    }


def display_width(text: str) -> int:
    """Return how many columns of a screen the text takes.

    CHOICE: characters of ambiguous width (such as Chinese quotation marks) count as
    one column, as most terminals that speak UTF-8 draw them.
    """
    return sum(map(_width, text))


def _width(char: str) -> int:
    if char < "\u0300":
        return 1
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _order(d: Diagnostic) -> tuple[bool, Span | tuple[()], str]:
    return d.span is None, d.span or (), d.code


def _span_to_dict(span: Span | None) -> dict[str, object]:
    if span is None:
        names = ("file", "line", "column", "end_line", "end_column")
        return dict.fromkeys(names)
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _place(span: Span | None) -> str:
    return f"{span.file}:{span.line}:{span.column}: " if span else ""


def _related(
    label: Label,
    main: Span | None,
    lines: Mapping[str, Sequence[str]],
    margin: int,
    lang: Language,
) -> list[str]:
    """Show a second place; its file is named when it is another one."""
    text = visible(label.text.in_(lang))
    shown = _source(label.span, lines, margin, "-", text)
    if not shown:
        return [f"   {_place(label.span)}{text}"]
    if main is None or main.file != label.span.file:
        shown.insert(0, f"{' ' * (margin - 2)}--> {_place(label.span)[:-2]}")
    return shown


def _source(
    span: Span,
    lines: Mapping[str, Sequence[str]],
    margin: int,
    mark: str,
    note: str,
) -> list[str]:
    """Return the line of a span and the marks beneath, or nothing if it is unknown."""
    known = lines.get(span.file, ())
    if not 1 <= span.line <= len(known):
        return []
    line = known[span.line - 1]
    start = min(span.column - 1, len(line))
    if span.end_line == span.line:
        stop = min(max(span.end_column - 1, start), len(line))
    else:
        stop = len(line.rstrip())
    before, marked, after = line[:start], line[start:stop], line[stop:]
    before, marked, after = _window(visible(before), visible(marked), visible(after))
    marks = mark * max(1, display_width(marked))
    under = f"{' ' * margin} | {' ' * display_width(before)}{marks}"
    source = f"{span.line:>{margin}} | {before}{marked}{after}"
    return [source.rstrip(), f"{under} {note}".rstrip()]


def _window(before: str, marked: str, after: str) -> tuple[str, str, str]:
    """Cut a long line down to what stands around the marked text."""
    if display_width(before + marked + after) <= WINDOW:
        return before, marked, after
    if display_width(marked) > WINDOW // 2:
        marked = _head(marked, WINDOW // 2) + "…"
    room = WINDOW - display_width(marked)
    if display_width(before) > room // 2:
        before = "…" + _head(before[::-1], room // 2)[::-1]
    if display_width(after) > room - display_width(before):
        after = _head(after, max(0, room - display_width(before))) + "…"
    return before, marked, after


def _head(text: str, columns: int) -> str:
    used = 0
    for i, char in enumerate(text):
        used += _width(char)
        if used > columns:
            return text[:i]
    return text


def visible(text: str) -> str:
    """Show a tab as blanks and other control characters as a question mark."""
    text = text.replace("\t", TAB)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\u3000" else "?" for c in text)
