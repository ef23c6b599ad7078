"""Bytes to text: the encoding and the characters no rule file may hold.

Every fault found here leaves one character in its place, so that lines and columns
stay those of the file and the later checks can go on.
"""

import re

from hotline_rules.diagnostics import Diagnostic, Span, Text, codes, diagnostic

STAND_IN = "\ufffd"

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064"
    "\ufeff\ufffe\uffff]"
)
_BAD_BYTES = re.compile("[\udc80-\udcff]+")
_BREAK = re.compile("\r\n|\r|\n")
_UTF8_BOM = b"\xef\xbb\xbf"
_SAVE_AS_UTF8 = Text(
    "用编辑器重新存为 UTF-8：记事本选“另存为”，编码选 UTF-8；WPS 或 Word 选“纯文本”"
    "再选 UTF-8；VS Code 点右下角的编码，选“通过编码保存”",
    "save the file again as UTF-8: in Notepad choose Save As and the encoding UTF-8; "
    "in VS Code click the encoding at the bottom right and choose Save with Encoding",
)


def decode(name: str, data: bytes) -> tuple[list[str], list[Diagnostic]]:
    """Turn the bytes of a file into its lines.

    A file in another encoding is an error, but is read all the same where the
    encoding can be told, so that one run shows the other faults too.

    Returns:
        the lines without their ends (at least one), every character that may not
        stand in a rule file replaced by a stand-in, and the faults.

    Diagnostics:
        NOT_UTF8, BOM, CONTROL_CHARACTER.
    """
    text, found = _text(name, data)
    lines = _BREAK.split(text)
    for number, line in enumerate(lines, 1):
        if line.isascii() and line.isprintable():
            continue
        found += _bad_bytes(name, number, line)
        found += _invisible(name, number, line)
        lines[number - 1] = _INVISIBLE.sub(STAND_IN, _BAD_BYTES.sub(_stand_ins, line))
    return lines, found


def _text(name: str, data: bytes) -> tuple[str, list[Diagnostic]]:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = data.decode("utf-16", "replace")
        return _without_surrogates(text), [_other_encoding(name, text, "UTF-16")]
    found: list[Diagnostic] = []
    if data.startswith(_UTF8_BOM):
        data = data[len(_UTF8_BOM) :]
        found.append(_bom(Span(name, 1, 1, 1, 1)))
    try:
        return data.decode("utf-8"), found
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "surrogateescape")
    # A file in GB18030 read as UTF-8 is almost nothing but bad bytes; a UTF-8 file
    # with some damage is mostly good.
    bad = sum(len(run) for run in _BAD_BYTES.findall(text))
    good = sum(char > "\x7f" for char in text) - bad
    if bad > good:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            return text, found
        text = _without_surrogates(text)
        found.append(_other_encoding(name, text, "GB18030"))
    return text, found


def _stand_ins(match: re.Match[str]) -> str:
    return STAND_IN * len(match.group())


def _without_surrogates(text: str) -> str:
    return re.sub("[\ud800-\udfff]", STAND_IN, text)


def _other_encoding(name: str, text: str, encoding: str) -> Diagnostic:
    lines = _BREAK.split(text)
    first = next((i for i, line in enumerate(lines) if not line.isascii()), 0)
    column = next((i for i, char in enumerate(lines[first]) if char > "\x7f"), 0)
    end = min(column + 1, len(lines[first]))
    return diagnostic(
        codes.NOT_UTF8,
        Span(name, first + 1, column + 1, first + 1, end + 1),
        Text(
            f"文件的编码是 {encoding}，应当是 UTF-8",
            f"the file is saved as {encoding}, not as UTF-8",
        ),
        why=Text(
            "规则文件一律用 UTF-8，换一台电脑打开才不会变成乱码；"
            "第一个中文等字符在这里",
            "rule files are always UTF-8, so that they read the same on every machine; "
            "the first character beyond ASCII stands here",
        ),
        fix=_SAVE_AS_UTF8,
    )


def _bom(span: Span) -> Diagnostic:
    return diagnostic(
        codes.BOM,
        span,
        Text("这里有一个看不见的 BOM 标记", "an invisible byte order mark stands here"),
        why=Text(
            "BOM 会粘在后面的键名上，让键名认不出来",
            "it sticks to the key after it, which then is not recognised",
        ),
        fix=Text(
            "存为不带 BOM 的 UTF-8（记事本里选“UTF-8”，不选“带有 BOM 的 UTF-8”）",
            "save as UTF-8 without BOM",
        ),
    )


def _bad_bytes(name: str, number: int, line: str) -> list[Diagnostic]:
    found = []
    for match in _BAD_BYTES.finditer(line):
        shown = " ".join(f"{ord(char) - 0xDC00:02X}" for char in match.group()[:8])
        found.append(
            diagnostic(
                codes.NOT_UTF8,
                Span(name, number, match.start() + 1, number, match.end() + 1),
                Text(
                    f"字节 {shown} 不是 UTF-8 文字",
                    f"the bytes {shown} are not UTF-8 text",
                ),
                why=Text(
                    "文件的这一处已损坏，或是从别的编码粘贴来的",
                    "the file is damaged here, or was put together from two encodings",
                ),
                fix=Text(
                    "重新输入这一处的文字，再存为 UTF-8",
                    "type the text anew and save as UTF-8",
                ),
            )
        )
    return found


def _invisible(name: str, number: int, line: str) -> list[Diagnostic]:
    found = []
    for match in _INVISIBLE.finditer(line):
        span = Span(name, number, match.start() + 1, number, match.end() + 1)
        if match.group() == "\ufeff":
            found.append(_bom(span))
        else:
            found.append(_control(span, ord(match.group())))
    return found


def _control(span: Span, point: int) -> Diagnostic:
    return diagnostic(
        codes.CONTROL_CHARACTER,
        span,
        Text(
            f"这里有看不见的控制字符 U+{point:04X}",
            f"the invisible character U+{point:04X} stands here",
        ),
        why=Text(
            "它在屏幕上看不出来，却会让键名或取值对不上",
            "nobody sees it, yet it makes a key or a value differ from what it shows",
        ),
        fix=Text(
            "删掉它；如果到处都是，这个文件可能不是文本文件",
            "delete it; if it is everywhere, this may not be a text file",
        ),
    )
