"""Plain scalars of YAML 1.2: what an unquoted text stands for.

Numbers of doubtful meaning are refused rather than guessed: `010` is ten to one reader
and eight to another. Dates are the one addition to the core scalars.
"""

import re
from datetime import date
from decimal import Decimal

from hotline_rules.diagnostics import Diagnostic, Span, Text, codes, diagnostic
from hotline_rules.profile.node import Scalar

_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,9}", re.ASCII)
_ODD = re.compile(
    r"[-+]?([0-9]+|[0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?"
    r"|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
    re.ASCII,
)
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII)
_FIRST = frozenset("0123456789+-.~ntfNTF")


def read_scalar(text: str, span: Span) -> tuple[Scalar, Diagnostic | None]:
    """Return what an unquoted text stands for, and the fault if it is doubtful.

    Diagnostics:
        ODD_NUMBER, BAD_DATE.
    """
    if text in _WORDS:
        return _WORDS[text], None
    if text[0] not in _FIRST:
        return text, None
    if _INTEGER.fullmatch(text):
        return int(text), None
    if _DECIMAL.fullmatch(text):
        return Decimal(text), None
    if _ODD.fullmatch(text):
        return text, _odd_number(text, span)
    if match := _DATE.fullmatch(text):
        return _date(match, span)
    return text, None


def _odd_number(text: str, span: Span) -> Diagnostic:
    shown = text if len(text) <= 30 else text[:30] + "…"
    return diagnostic(
        codes.ODD_NUMBER,
        span,
        Text(
            f"数字 `{shown}` 的写法有歧义", f"the number `{shown}` has a doubtful form"
        ),
        why=Text(
            "数字只写普通的整数或小数，如 5、0.5；前面带 0、十六进制、科学计数法等写法"
            "在不同软件里会读成不同的数",
            "numbers are plain integers or decimals such as 5 or 0.5; leading zeros, "
            "hexadecimal and exponents are read differently by different programs",
        ),
        fix=Text(
            f'如果是编号或电话，加半角引号："{shown}"；如果是数字，改成普通写法',
            f'quote it if it is a code: "{shown}"; write a plain number otherwise',
        ),
    )


def _date(match: re.Match[str], span: Span) -> tuple[Scalar, Diagnostic | None]:
    year, month, day = (int(part) for part in match.groups())
    try:
        found = date(year, month, day)
    except ValueError:
        return match.group(), _bad_date(match.group(), None, span)
    if match.group() != found.isoformat():
        return match.group(), _bad_date(match.group(), found, span)
    return found, None


def _bad_date(text: str, meant: date | None, span: Span) -> Diagnostic:
    if meant is None:
        fix = Text("改成实际存在的日期", "write a date that exists")
    else:
        fix = Text(f"写成 {meant}", f"write {meant}")
    return diagnostic(
        codes.BAD_DATE,
        span,
        Text(f"日期 `{text}` 写法不对", f"`{text}` is not a date"),
        why=Text(
            "日期写成四位年-两位月-两位日，如 2021-02-04，并且日历上要有这一天",
            "a date is written YYYY-MM-DD, such as 2021-02-04, and must exist",
        ),
        fix=fix,
    )
