"""Line by line: tabs that indent and full-width marks where YAML needs plain ones.

This is no YAML reader: it only follows quotes, brackets and blocks of text closely
enough to tell a mark of structure from a mark inside a sentence. Chinese sentences may
hold any mark; `办理，答复` as a value is left alone, `{a: 1，b: 2}` is not.
"""

# ruff: noqa: RUF001 - the full-width marks are what this module looks for

import re
from dataclasses import dataclass, field

from hotline_rules.diagnostics import Diagnostic, Span, Text, codes, diagnostic

_CLOSERS = {"}": "{", "]": "[", "｝": "{", "］": "["}
_OPENERS = {"{": "{", "[": "[", "｛": "{", "［": "["}
_HALF = {
    "，": ",",
    "：": ":",
    "｛": "{",
    "｝": "}",
    "［": "[",
    "］": "]",
    "＃": "#",
} | {
    "、": ",",
    "；": ",",
}
_QUOTE_PAIRS = {"“": "”", "”": "”", "‘": "’", "’": "’", "＂": "＂", "＇": "＇"}
_WIDE_SPACE = "\u3000\u00a0"
_DASHES = "－—–−"

_INDENT = re.compile(f"[ \t{_WIDE_SPACE}]*")
_LIST_DASHES = re.compile(r"(?:-(?:[ \t]+|$))+")
_WIDE_DASH = re.compile(f"[{_DASHES}](?=[ {_WIDE_SPACE}]*\\S)")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*", re.ASCII)
_KEY_AHEAD = re.compile(r"[\s\u3000]*(?:[A-Za-z_][\w.\-]*|\"[^\"]*\")\s*[:：]")
_CHINESE_KEY = re.compile(r"\w{1,20}")
_BLOCK_TEXT = re.compile(r"[|>][+-]?[0-9]?[+-]?[ \t]*(?:#.*)?$")
_PROPERTIES = re.compile(r"(?:[&!]\S*[ \t]+)+")
_BLOCK_COLON = re.compile(r"：|:(?=[ \t\u3000\u00a0]|$)|[ \t]#|:")
_FLOW_STOP = re.compile(r"[,{}\[\]，、；｛｝［］：:#\"']")


def check_punctuation(name: str, lines: list[str]) -> list[Diagnostic]:
    """Report indentation by tabs and full-width marks in structural places.

    Returns:
        the faults by place. In a file that is valid YAML a mark that turns out to
        stand inside a quoted text is to be dropped by the caller.

    Diagnostics:
        TAB_INDENTATION, FULLWIDTH_MARK, COLON_SPACE.
    """
    scanner = _Scanner(name)
    for number, line in enumerate(lines, 1):
        scanner.read(number, line)
    return scanner.found


@dataclass(slots=True)
class _Scanner:
    """Where in the text we are: in a block of text, in quotes, in brackets."""

    name: str
    found: list[Diagnostic] = field(default_factory=list)
    number: int = 0
    line: str = ""
    block: int | None = None  # indentation a block of text must exceed
    quote: str = ""  # the quote a text over several lines waits for
    brackets: list[str] = field(default_factory=list)
    at_key: bool = True  # in brackets: the entry has had no colon yet
    begin: int = 0  # in brackets: where the present entry or value begins
    inner: int = 0  # in brackets: full-width ones opened inside the present text
    owner: int | None = None  # indentation of the key whose plain text may go on

    def read(self, number: int, line: str) -> None:
        """Look at the next line."""
        self.number, self.line = number, line
        start = self._indentation()
        if start is None:
            return
        if self.quote:
            start = self._skip_quoted(start, self.quote)
            if self.quote:
                return
            if not self.brackets:
                return  # CHOICE: whatever follows a quoted text of several lines
        if self.brackets:
            self._flow(start)
        else:
            self._block_line(start)

    def _indentation(self) -> int | None:
        """Return where the content starts, or None if the line has none to look at."""
        match = _INDENT.match(self.line)
        blanks = match.group() if match else ""
        if len(blanks) == len(self.line):
            return None
        if self.block is not None:
            if len(blanks) > self.block:
                return None
            self.block = None
        if self.quote or self.line[len(blanks)] == "#":
            return len(blanks) if self.quote else None
        for run in re.finditer(f"\t+|[{_WIDE_SPACE}]+", blanks):
            self._report_blank(run.start(), run.end())
        return len(blanks)

    # --- lines outside brackets ---

    def _block_line(self, start: int) -> None:
        if self.line.startswith(("---", "...", "%")):
            self.owner = None
            return
        if self.owner is not None and start > self.owner:
            if not (word := _WORD.match(self.line, start)):
                return
            if self.line[word.end() : word.end() + 1] != "：":
                return
        self.owner = None
        start = self._list_dashes(start)
        if start >= len(self.line):
            return
        if self.line[start] == "＃":
            self._report_mark(start, start + 1)
            return
        value = self._key(start)
        self._value(start if value is None else value, start)

    def _list_dashes(self, start: int) -> int:
        """Skip the dashes of list items; report full-width ones."""
        while start < len(self.line):
            if match := _LIST_DASHES.match(self.line, start):
                start = match.end()
            elif match := _WIDE_DASH.match(self.line, start):
                self._report_dash(start)
                start = match.end()
                while start < len(self.line) and self.line[start] in " " + _WIDE_SPACE:
                    start += 1
            else:
                break
        return start

    def _key(self, start: int) -> int | None:
        """Return where the value behind a key starts, None where there is no key."""
        line = self.line
        if line[start] in "\"'":
            after = self._skip_quoted(start + 1, line[start])
            if self.quote or not line.startswith(":", after):
                return None
            return self._after_colon(after)
        if line[start] in "{[｛［|>":
            return None
        for match in _BLOCK_COLON.finditer(line, start):
            key, colon = line[start : match.start()].rstrip(), match.start()
            if match.group() == "：":
                if self._is_wide_colon(key, match.end()):
                    self._report_mark(colon, colon + 1)
                    return self._after_colon(colon)
            elif match.group()[-1] == "#":
                return None
            elif match.end() == len(line) or line[match.end()] in " \t" + _WIDE_SPACE:
                return self._after_colon(colon)
            elif _WORD.fullmatch(key) and not line.startswith("//", match.end()):
                self._report_colon(start, match.end())
                return match.end()
        return None

    def _is_wide_colon(self, key: str, end: int) -> bool:
        """Tell a colon of structure from one in a sentence."""
        if _WORD.fullmatch(key):
            return True
        rest = self.line[end : end + 1]
        follows = not rest or rest in " \t\"'{[｛［" + _WIDE_SPACE
        return follows and _CHINESE_KEY.fullmatch(key) is not None

    def _after_colon(self, colon: int) -> int:
        end = colon + 1
        while end < len(self.line) and self.line[end] in " \t" + _WIDE_SPACE:
            end += 1
        blanks = self.line[colon + 1 : end]
        if blanks[:1] in set(_WIDE_SPACE) and self.line[colon] == ":":
            self._report_blank(colon + 1, end)
        return end

    def _value(self, start: int, owner: int) -> None:
        """Look at the value at the end of a line outside brackets."""
        if match := _PROPERTIES.match(self.line, start):
            start = match.end()
        rest = self.line[start:]
        if not rest or rest[0] == "#":
            return
        if _BLOCK_TEXT.match(rest):
            self.block = owner
        elif rest[0] in "\"'":
            self._skip_quoted(start + 1, rest[0])
        elif rest[0] in _OPENERS:
            self._flow(start)
        else:
            self._wrapped(start, len(self.line))
            self.owner = owner

    # --- inside brackets, over several lines ---

    def _flow(self, at: int) -> None:
        """Follow brackets to the end of the line or of the outermost pair."""
        line = self.line
        self.begin, self.inner = at, 0
        while at < len(line):
            if line[at] in "\"'" and self._is_fresh(at):
                at = self.begin = self._skip_quoted(at + 1, line[at])
                if self.quote:
                    return
            elif line[at] == "#" and (at == 0 or line[at - 1] in " \t"):
                break
            else:
                self._flow_mark(at)
                if not self.brackets:
                    return
                match = _FLOW_STOP.search(line, at + 1)
                at = match.start() if match else len(line)
        self._wrapped(self.begin, at)

    def _is_fresh(self, at: int) -> bool:
        """Say whether an entry or value has not begun before this place."""
        return not self.line[self.begin : at].strip()

    def _flow_mark(self, at: int) -> None:
        """Take one mark inside brackets, or the beginning of them."""
        char = self.line[at]
        if char in "{[" or (char in "｛［" and self._is_fresh(at)):
            self._open(at)
        elif char in "｛［":
            self.inner += 1
        elif char in "｝］" and self.inner:
            self.inner -= 1
        elif char in _CLOSERS:
            self._close(at)
        elif (
            char == ","
            or (char == "，" and self._is_wide_comma(at))
            or (char in "、；" and self._is_other_comma(at))
        ):
            self._wrapped(self.begin, at)
            if char != ",":
                self._report_mark(at, at + 1)
            self.at_key, self.begin, self.inner = True, at + 1, 0
        elif char in ":：" and self.at_key:
            self._flow_colon(at)

    def _open(self, at: int) -> None:
        if self.line[at] not in "{[":
            self._report_mark(at, at + 1)
        self.brackets.append(_OPENERS[self.line[at]])
        self.at_key, self.begin = True, at + 1

    def _close(self, at: int) -> None:
        self._wrapped(self.begin, at)
        if self.line[at] not in "}]":
            self._report_mark(at, at + 1)
        self.brackets.pop()
        self.at_key, self.begin = False, at + 1

    def _is_wide_comma(self, at: int) -> bool:
        """Tell a comma between entries from one inside a sentence."""
        if self.brackets[-1] == "[" or self.at_key or self._is_fresh(at):
            return True
        return _KEY_AHEAD.match(self.line, at + 1) is not None

    def _is_other_comma(self, at: int) -> bool:
        """Tell `[T20、C10]` and `{a: 1；b: 2}` from a sentence."""
        if self.brackets[-1] == "[":
            item = self.line[self.begin : at].strip()
            return _WORD.fullmatch(item) is not None
        return not self.at_key and _KEY_AHEAD.match(self.line, at + 1) is not None

    def _flow_colon(self, at: int) -> None:
        """Look at a colon in an entry in brackets; what follows it is the value."""
        key = self.line[self.begin : at].strip()
        after = self.line[at + 1 : at + 2]
        if self.line[at] == "：":
            if self.brackets[-1] != "{" or not key:
                return
            self._report_mark(at, at + 1)
        elif after in set(_WIDE_SPACE):
            self._after_colon(at)
        elif after and after not in " \t,{}[]" and key:
            if not _WORD.fullmatch(key) or self.brackets[-1] != "{" or after in "/:":
                return
            self._report_colon(at - len(key), at + 1)
        self.at_key, self.begin = False, at + 1

    # --- helpers ---

    def _skip_quoted(self, at: int, quote: str) -> int:
        """Return the place behind the closing quote, or remember that it is open."""
        line = self.line
        while at < len(line):
            if quote == '"' and line[at] == "\\":
                at += 2
            elif line[at] == quote:
                if quote == "'" and line.startswith("''", at):
                    at += 2
                    continue
                self.quote = ""
                return at + 1
            else:
                at += 1
        self.quote = quote
        return len(line)

    def _wrapped(self, begin: int, end: int) -> None:
        """Report a text that stands in Chinese quotation marks as a whole."""
        text = self.line[begin:end].split(" #", 1)[0]
        inside = text.strip()
        closer = _QUOTE_PAIRS.get(inside[:1])
        if closer is None or len(inside) < 2 or inside[-1] != closer:
            return
        if any(mark in _QUOTE_PAIRS for mark in inside[1:-1]):
            return
        start = begin + text.index(inside)
        self._report_quotes(start, start + len(inside))

    def _span(self, start: int, end: int) -> Span:
        return Span(self.name, self.number, start + 1, self.number, end + 1)

    def _report_blank(self, start: int, end: int) -> None:
        if self.line[start] == "\t":
            self.found.append(_tab(self._span(start, end)))
        else:
            self.found.append(_wide(self._span(start, end), "全角空格", " "))

    def _report_mark(self, start: int, end: int) -> None:
        mark = self.line[start:end]
        half = _HALF[mark] + (" " if mark in "：，、；" else "")
        self.found.append(_wide(self._span(start, end), f"全角符号 `{mark}`", half))

    def _report_dash(self, start: int) -> None:
        mark = self.line[start]
        span = self._span(start, start + 1)
        self.found.append(_wide(span, f"列表前的横线 `{mark}`", "- "))

    def _report_quotes(self, start: int, end: int) -> None:
        self.found.append(
            _quotes(self._span(start, end), self.line[start + 1 : end - 1])
        )

    def _report_colon(self, start: int, end: int) -> None:
        self.found.append(_colon(self._span(start, end), self.line[start:end]))


def _tab(span: Span) -> Diagnostic:
    return diagnostic(
        codes.TAB_INDENTATION,
        span,
        Text("用制表符（Tab）缩进", "indented with a tab"),
        why=Text(
            "YAML 只认空格缩进；制表符在不同编辑器里宽度不同",
            "YAML indents with spaces only; a tab is of another width in every editor",
        ),
        fix=Text(
            "删掉制表符，用空格对齐（每层两个）；编辑器里可设“Tab 键输入空格”",
            "delete the tab and align with spaces, two a level",
        ),
    )


def _wide(span: Span, zh: str, half: str) -> Diagnostic:
    shown = "空格" if half == " " else f" `{half}`"
    named = "space" if half == " " else f"`{half}`"
    mark = zh.split("`")[1] if "`" in zh else "\u3000"
    name = f"`{mark}`" if "`" in zh else "a full-width space"
    return diagnostic(
        codes.FULLWIDTH_MARK,
        span,
        Text(f"{zh}用在了结构位置", f"{name} stands where a plain mark belongs"),
        why=Text(
            "分隔键和值、列表项、括号的符号必须是半角，全角符号会被当成普通文字",
            "the marks between keys, values and items are plain ones; a full-width "
            "mark is read as part of the text",
        ),
        fix=Text(
            f"改成半角的{shown}"
            + ("；如果它本来就是文字，给整段文字加半角引号" if half != " " else ""),
            f"write {named}"
            + ("; if it belongs to the text, quote the text" if half != " " else ""),
        ),
    )


def _quotes(span: Span, inside: str) -> Diagnostic:
    return diagnostic(
        codes.FULLWIDTH_MARK,
        span,
        Text("整个值用了中文引号", "the whole value stands in Chinese quotation marks"),
        why=Text(
            "YAML 只认半角引号；中文引号会成为文字的一部分",
            "YAML knows plain quotes only; Chinese ones become part of the text",
        ),
        fix=Text(f'写成 "{inside}"', f'write "{inside}"'),
    )


def _colon(span: Span, text: str) -> Diagnostic:
    return diagnostic(
        codes.COLON_SPACE,
        span,
        Text(f"`{text}` 的冒号后面缺一个空格", f"no space after the colon of `{text}`"),
        why=Text(
            "键和值之间要写冒号加空格，不然整段会被当成一个词",
            "a key is followed by a colon and a space; without it all is one word",
        ),
        fix=Text(f"写成 `{text} `，再接值", f"write `{text} ` and then the value"),
    )
