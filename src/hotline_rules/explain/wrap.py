"""Lines for a terminal: width in columns, broken where Chinese and English allow."""

from __future__ import annotations

import unicodedata

from hotline_rules.diagnostics.render import display_width

# No line begins with these, and none ends with those.
_NOT_FIRST = frozenset("，。；：、！？）》”’」』】\u3015·%,.;:!?)]}…")
_NOT_LAST = frozenset("（《“‘「『【\u3014([{")
_UNITS = frozenset("年月日号天个小分秒第")  # a number stays with its unit


def wrap(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Break a text into lines of at most so many columns.

    Args:
        text: without line breaks.
        width: columns of a line, its indent included.
        first: what stands in front of the first line.
        rest: what stands in front of the others.

    Returns:
        the lines; a piece that cannot be broken may be longer.
    """
    lines, line, used = [], first, display_width(first)
    blank = True  # nothing of the text is on the line yet
    for piece in _pieces(text):
        columns = display_width(piece.rstrip(" "))
        if not blank and used + columns > width:
            lines.append(line.rstrip())
            line, used, blank = rest, display_width(rest), True
            piece = piece.lstrip(" ")
        line += piece
        used += display_width(piece)
        blank = blank and not piece.strip()
    return [*lines, line.rstrip()]


def pad(text: str, width: int) -> str:
    """A text filled up with blanks to a number of columns."""
    return text + " " * max(0, width - display_width(text))


def _pieces(text: str) -> list[str]:
    """The text in pieces between which a line may be broken."""
    pieces: list[str] = []
    for char in text:
        if pieces and not _may_break(pieces[-1][-1], char):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _may_break(before: str, after: str) -> bool:
    if after in _NOT_FIRST or before in _NOT_LAST or after == " ":
        return False
    if before == "周" or (before.isdigit() and after in _UNITS):
        return False
    if (before in _UNITS or before == "）") and after.isdigit():
        return False
    return before == " " or _is_wide(before) or _is_wide(after)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
