"""A second look at the lines around a syntax error, for what its writer did.

The YAML parser says where it could not go on; what to mend is often further up: a quote
left open, a line moved to the right, a block moved to the left.
"""

import re
from dataclasses import dataclass

from hotline_rules.diagnostics import Label, Span, Text

_DEPTH = Text(
    "缩进表示从属：缩进深的行属于上面缩进浅的那一行",
    "indentation says what belongs to what: a deeper line belongs to the one above",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the lines show: where it stands, what to say of it."""

    span: Span
    headline: Text
    fix: Text
    why: Text | None = None
    related: tuple[Label, ...] = ()


def look_again(
    problem: str, row: int, column: int, name: str, lines: list[str]
) -> Finding | None:
    """Return what the lines show of an error, or None when they show nothing more.

    Args:
        problem: what the parser says.
        row: of the place where it stopped, from 0.
        column: of that place, from 0.
        name: the file.
        lines: its lines.
    """
    if row >= len(lines):
        return None
    if "mapping values are not allowed" in problem:
        return _stuck_dash(row, name, lines) or _moved_right(row, column, name, lines)
    if "expected <block end>" not in problem:
        return None
    if "'}'" in problem or "']'" in problem:
        return _extra_bracket(row, column, name, lines)
    if "<block mapping start>" in problem:
        return _moved_left(row, name, lines)
    if "<scalar>" in problem or "','" in problem:
        return _around_quote(row, column, name, lines)
    return None


def next_content(lines: list[str], row: int) -> int | None:
    """Return the next row that holds more than blanks and comments."""
    rows = range(row + 1, len(lines))
    return next((r for r in rows if _is_content(lines[r])), None)


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _content_before(lines: list[str], row: int) -> int | None:
    rows = range(row - 1, -1, -1)
    return next((r for r in rows if _is_content(lines[r])), None)


def _text_of(name: str, lines: list[str], row: int) -> Span:
    """Return the span of the key of a line, or of its text."""
    text = lines[row].strip()
    end = text.find(":") if ":" in text else len(text)
    start = _indent(lines[row])
    return Span(name, row + 1, start + 1, row + 1, start + 1 + max(end, 1))


def _stuck_dash(row: int, name: str, lines: list[str]) -> Finding | None:
    """A dash without a blank on the line above, which makes text of both lines."""
    above = _content_before(lines, row)
    if above is None or not re.match(r"\s*-[^\s\d-]", lines[above]):
        return None
    start = _indent(lines[above])
    return Finding(
        Span(name, above + 1, start + 1, above + 1, start + 2),
        Text("减号后面缺一个空格", "a blank is missing behind the dash"),
        Text("写成 `- `，再接这一项", "write `- `, then the item"),
        Text(
            "列表的每一项以减号加空格开头，不然会当成文字，和下一行连成一段",
            "an item begins with a dash and a blank; else it is text, and the next "
            "line goes on with it",
        ),
    )


def _moved_right(row: int, column: int, name: str, lines: list[str]) -> Finding | None:
    """A key indented deeper than the one above, which has its value already."""
    above = _content_before(lines, row)
    if above is None or ": " in lines[row][:column]:
        return None
    if _indent(lines[row]) <= _indent(lines[above]) or ": " not in lines[above]:
        return None
    return Finding(
        _text_of(name, lines, row),
        Text(
            "这一行比上一行缩进深，上一行却已经写了值",
            "indented deeper than the line above, which has its value already",
        ),
        Text(
            "同一层的键左边对齐；错的若是上一行的缩进，就改上一行",
            "align the keys of one level, or move the line above if that is wrong",
        ),
        _DEPTH,
        (Label(_text_of(name, lines, above), Text("上一行", "the line above")),),
    )


def _moved_left(row: int, name: str, lines: list[str]) -> Finding | None:
    """A line deeper than its neighbours, or below a line that was moved to the left."""
    rows = range(row - 1, -1, -1)
    shallow = next(
        (
            r
            for r in rows
            if _is_content(lines[r]) and _indent(lines[r]) < _indent(lines[row])
        ),
        None,
    )
    if shallow is None:
        return None
    here = Text("它上面缩进更浅的一行是这里", "the line above it that is less deep")
    return Finding(
        _text_of(name, lines, row),
        Text(
            "这一行的缩进与前面对不上", "the indentation does not fit the lines above"
        ),
        Text(
            "同一层的键左边对齐，下一层多缩进两个空格；两行里哪一行错了就改哪一行",
            "align the keys of one level and indent the next by two spaces; mend "
            "whichever of the two lines is wrong",
        ),
        _DEPTH,
        (Label(_text_of(name, lines, shallow), here),),
    )


def _extra_bracket(row: int, column: int, name: str, lines: list[str]) -> Finding:
    bracket = lines[row][column : column + 1] or "}"
    return Finding(
        Span(name, row + 1, column + 1, row + 1, column + 2),
        Text(f"多出一个 `{bracket}`", f"a `{bracket}` too many"),
        Text(
            "删掉它，或在前面补上与它配对的左括号",
            "delete it, or add the bracket it closes",
        ),
    )


def _around_quote(row: int, column: int, name: str, lines: list[str]) -> Finding | None:
    """Text behind a closing quote: of this line, or one left open further up."""
    before = lines[row][:column].rstrip()
    quote = before[-1:]
    if quote not in {'"', "'"}:
        return None
    if before.count(quote) % 2 == 0:
        return Finding(
            Span(name, row + 1, column + 1, row + 1, len(lines[row]) + 1),
            Text("引号后面多出了文字", "text behind the closing quote"),
            Text(
                "引号要括住整个值；文字里要用引号，就写中文引号“”",
                "quote the whole value; inside it use the other kind of quote",
            ),
        )
    rows = (r for r in range(row - 1, -1, -1) if lines[r].count(quote) % 2)
    opened = next(rows, None)
    if opened is None:
        return None
    start = lines[opened].rfind(quote)
    closed = Span(name, row + 1, len(before), row + 1, len(before) + 1)
    return Finding(
        Span(name, opened + 1, start + 1, opened + 1, len(lines[opened]) + 1),
        Text("引号没有闭合", "the quote is never closed"),
        Text("在这段文字末尾补上同样的引号", "close it with the same quote"),
        related=(
            Label(closed, Text("一直读到这个引号才算结束", "read up to this quote")),
        ),
    )
