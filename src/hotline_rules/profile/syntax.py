"""What ruamel.yaml says about a text it cannot parse, in words for its writer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hotline_rules.diagnostics import Diagnostic, Label, Span, Text, codes, diagnostic
from hotline_rules.profile.syntax_lines import look_again


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of syntax error: what to look for, where it stands, what to say."""

    problem: str
    headline: Text
    fix: Text
    at_context: bool = False  # the place to mend is where the piece began


_KINDS = (
    _Kind(
        r"character '\t'",
        Text("这里有制表符（Tab），YAML 读不通", "a tab that YAML cannot read"),
        Text("把制表符换成空格", "replace the tab by spaces"),
    ),
    _Kind(
        "mapping values are not allowed",
        Text("这里不能再出现“: ”", "a second `: ` cannot stand here"),
        Text(
            "一行只写一个键；值里有“: ”就给整个值加半角引号；"
            "也可能是上一行的键后面缺冒号，或缩进与上一行不一致",
            "write one key a line; quote a value that holds `: `; or mend the line "
            "above, whose key lacks its colon or whose indentation differs",
        ),
    ),
    _Kind(
        "could not find expected ':'",
        Text(
            "这里应当是“键: 值”，却没有半角冒号",
            "a key is expected here, but no plain colon follows it",
        ),
        Text(
            "补上“: ”；如果是上一行文字的续行，让它比上一行的键多缩进一些",
            "add `: `; indent the line further if it continues the text above",
        ),
        at_context=True,
    ),
    _Kind(
        "expected <block end>",
        Text(
            "这一行的缩进与前面对不上", "the indentation does not fit the lines above"
        ),
        Text(
            "同一层的键左边对齐，下一层多缩进两个空格；列表项都以“- ”开头",
            "align the keys of one level, indent the next by two spaces, and begin "
            "every item of a list with `- `",
        ),
    ),
    _Kind(
        "invalid intendation or unclosed",
        Text(
            "缩进不对，或者括号没有配对",
            "wrong indentation, or a bracket that is not closed",
        ),
        Text("补上右括号，或改正缩进", "close the bracket or mend the indentation"),
        at_context=True,
    ),
    _Kind(
        "expected ',' or '}'",
        Text("花括号里缺逗号或右花括号", "a comma or a closing brace is missing here"),
        Text(
            "项与项之间写半角逗号“, ”，末尾写“}”；文字里有逗号、括号就加半角引号",
            "put `, ` between the entries and `}` at the end; quote a text that holds "
            "commas or brackets",
        ),
    ),
    _Kind(
        "expected ',' or ']'",
        Text(
            "方括号里缺逗号或右方括号", "a comma or a closing bracket is missing here"
        ),
        Text(
            "项与项之间写半角逗号“, ”，末尾写“]”；文字里有逗号、括号就加半角引号",
            "put `, ` between the items and `]` at the end; quote a text that holds "
            "commas or brackets",
        ),
    ),
    _Kind(
        "found unexpected end of stream",
        Text("引号没有闭合", "the quote is never closed"),
        Text("在这段文字末尾补上同样的引号", "close it with the same quote"),
        at_context=True,
    ),
    _Kind(
        "found unexpected document separator",
        Text("引号没有闭合，就遇到了“---”", "the quote is not closed before a `---`"),
        Text("在这段文字末尾补上同样的引号", "close it with the same quote"),
        at_context=True,
    ),
    _Kind(
        "cannot start any token",
        Text("值不能用这个符号开头", "a value cannot begin with this character"),
        Text("给整个值加半角引号", "quote the whole value"),
    ),
    _Kind(
        "found unknown escape character",
        Text(
            "双引号里的反斜杠后面不能是这个字",
            "a backslash in double quotes cannot be followed by this",
        ),
        Text(
            "改用单引号，或把反斜杠写成两个",
            "use single quotes, or double the backslash",
        ),
    ),
    _Kind(
        "sequence entries are not allowed",
        Text("这里不能写列表项", "an item of a list cannot stand here"),
        Text("另起一行，缩进后再写“- ”", "begin a new line, indent it and write `- `"),
    ),
    _Kind(
        "mapping keys are not allowed",
        Text("这里不能写“? ”开头的键", "a key with `? ` cannot stand here"),
        Text("写成“键: 值”", "write `key: value`"),
    ),
    _Kind(
        "found unexpected ':'",
        Text("这里的冒号读不通", "this colon cannot be read"),
        Text(
            "冒号后面加空格，或给整个值加半角引号",
            "add a space after it, or quote the value",
        ),
    ),
    _Kind(
        "expected the node content",
        Text("这里缺一个值", "a value is missing here"),
        Text("补上值，或删掉多余的符号", "add the value or delete the extra mark"),
    ),
    _Kind(
        "chomping or indentation",
        Text("“|”“>”后面不能再跟文字", "nothing can follow `|` or `>` on its line"),
        Text(
            "文字另起一行并缩进；如果“|”“>”是文字，加半角引号",
            "begin the text on the next line, indented; quote the value if it is text",
        ),
    ),
    _Kind(
        "expected a comment or a line break",
        Text("这个符号后面不能再跟文字", "nothing can follow this mark on its line"),
        Text(
            "“|”“>”的文字另起一行并缩进；如果符号是文字，给整个值加半角引号",
            "begin the text of `|` or `>` on the next line, indented; quote the value "
            "if the mark is text",
        ),
    ),
    _Kind(
        "more indented follow up line",
        Text(
            "文字块里后面的行缩进更深", "a later line of the block is indented deeper"
        ),
        Text(
            "让文字块的第一行缩进最深或一致", "indent the first line of the block alike"
        ),
    ),
)
_OTHER = _Kind(
    "",
    Text("这里不合 YAML 的写法", "this is not valid YAML"),
    Text(
        "对照前后几行检查引号、括号、冒号和缩进",
        "check quotes, brackets, colons and indentation around this place",
    ),
)


def describe_syntax_error(
    error: Any, name: str, lines: list[str], marks: Sequence[Diagnostic] = ()
) -> Diagnostic:
    """Turn the first error of the YAML parser into a diagnostic.

    Args:
        error: what ruamel.yaml raised.
        name: the file.
        lines: its lines.
        marks: wrong marks already reported; one further up may be the real cause.

    Diagnostics:
        YAML_SYNTAX.
    """
    problem = str(error.problem or error.context or "")
    kind = next((k for k in _KINDS if k.problem in problem), _OTHER)
    if "<stream end>" in problem:
        kind = _never_closed(kind)
    mark, other = error.problem_mark, error.context_mark
    shown = mark and look_again(problem, mark.line, mark.column, name, lines)
    if shown:
        return diagnostic(
            codes.YAML_SYNTAX,
            shown.span,
            shown.headline,
            why=shown.why or _why(problem, shown.span, marks),
            fix=shown.fix,
            related=shown.related,
        )
    if other and (kind.at_context or not mark):
        mark, other = other, mark
    span = _word_at(mark, name, lines)
    related: tuple[Label, ...] = ()
    if other and mark and other.line != mark.line and not kind.at_context:
        began = Text("它所在的这一段从这里开始", "what it belongs to begins here")
        related = (Label(_word_at(other, name, lines), began),)
    return diagnostic(
        codes.YAML_SYNTAX,
        span,
        kind.headline,
        why=_why(problem, span, marks),
        fix=kind.fix,
        related=related,
    )


def _why(problem: str, span: Span, marks: Sequence[Diagnostic]) -> Text:
    lines = [m.span.line for m in marks if m.span and m.span.line < span.line]
    if not lines:
        return Text("程序读到这里读不下去", f"the YAML parser says: {problem}")
    return Text(
        f"程序读到这里读不下去；可能是第 {lines[-1]} 行的问题引起的，先改那一行",
        f"the YAML parser says: {problem}; the fault in line {lines[-1]} may be the "
        "cause, mend that first",
    )


def describe_unreadable(name: str, lines: list[str]) -> Diagnostic:
    """Report a text on which the YAML parser itself stumbled, without a place."""
    return diagnostic(
        codes.YAML_SYNTAX,
        Span(name, 1, 1, 1, 1 + len(lines[0])),
        _OTHER.headline,
        why=Text(
            "程序读不下去，也找不出是哪一处", "the YAML parser did not tell the place"
        ),
        fix=_OTHER.fix,
    )


def _never_closed(kind: _Kind) -> _Kind:
    headline = Text("这个括号没有闭合", "this bracket is never closed")
    return _Kind(kind.problem, headline, kind.fix, at_context=True)


def _word_at(mark: Any, name: str, lines: list[str]) -> Span:
    """Return the span of the word at a mark, inside the file."""
    if mark is None:
        return Span(name, 1, 1, 1, 1)
    row = min(mark.line, len(lines) - 1)
    line = lines[row]
    start = min(mark.column, len(line)) if row == mark.line else len(line)
    end = start
    while end < len(line) and not line[end].isspace() and end - start < 40:
        end += 1
    return Span(name, row + 1, start + 1, row + 1, end + 1)
