"""Diagnostics as SARIF 2.1.0, the form that code hosts and review tools read.

Columns of SARIF count UTF-16 code units: a character beyond the basic plane, such as
an emoji, counts two.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from urllib.parse import quote

from hotline_rules.diagnostics.codes import all_codes
from hotline_rules.diagnostics.model import Code, Diagnostic, Language, Span, Text
from hotline_rules.diagnostics.render import sort_diagnostics

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)
_PARTS = (("why", Text("原因：", "why: ")), ("fix", Text("改法：", "fix: ")))
_LAW = Text("依据：", "law: ")

Lines = Mapping[str, Sequence[str]]


def sarif(
    diagnostics: Iterable[Diagnostic],
    lines: Lines,
    lang: Language = "zh",
    *,
    version: str,
    pages: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """Return a SARIF log of one run, as plain data for JSON.

    Args:
        diagnostics: the faults of all files.
        lines: the lines of each file by its name, for the columns; in a file that is
            not there characters are taken as code units.
        lang: the language of the sentences.
        version: of the package.
        pages: help of a code in Markdown, by slug; its title where there is none.

    Returns:
        the log; results by file, place and code; rules by slug, only those found.
    """
    found = sort_diagnostics(diagnostics)
    slugs = sorted({fault.code for fault in found})
    rules = [
        _rule(code, pages or {}, lang) for code in all_codes() if code.slug in slugs
    ]
    index = {str(rule["id"]): number for number, rule in enumerate(rules)}
    driver = {"name": "hotline-rules", "version": version, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "language": "zh-CN" if lang == "zh" else "en",
        "columnKind": "utf16CodeUnits",
        "results": [_result(fault, index, lines, lang) for fault in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: Code, pages: Mapping[str, str], lang: Language) -> dict[str, object]:
    title = code.title.in_(lang)
    page = pages.get(code.slug)
    shown = {"text": page or title} | ({"markdown": page} if page else {})
    return {
        "id": code.slug,
        "shortDescription": {"text": title},
        "help": shown,
        "defaultConfiguration": {"level": str(code.severity)},
    }


def _result(
    fault: Diagnostic, index: Mapping[str, int], lines: Lines, lang: Language
) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": fault.code,
        "ruleIndex": index[fault.code],
        "level": str(fault.severity),
        "message": {"text": _message(fault, lang)},
    }
    if fault.span is not None:
        result["locations"] = [_location(fault.span, lines)]
    if fault.related:
        result["relatedLocations"] = [
            {
                "id": number,
                **_location(label.span, lines),
                "message": {"text": label.text.in_(lang)},
            }
            for number, label in enumerate(fault.related, 1)
        ]
    return result


def _message(fault: Diagnostic, lang: Language) -> str:
    """Return headline, reason, remedy and law as one text."""
    said = [fault.headline.in_(lang)]
    for name, label in _PARTS:
        text: Text | None = getattr(fault, name)
        if text:
            said.append(label.in_(lang) + text.in_(lang))
    if fault.law:
        said.append(_LAW.in_(lang) + fault.law)
    return "\n".join(said)


def _location(span: Span, lines: Lines) -> dict[str, object]:
    known = lines.get(span.file, ())
    region = {
        "startLine": span.line,
        "startColumn": _units(known, span.line, span.column),
        "endLine": span.end_line,
        "endColumn": _units(known, span.end_line, span.end_column),
    }
    place = {"artifactLocation": {"uri": _uri(span.file)}, "region": region}
    return {"physicalLocation": place}


def _units(lines: Sequence[str], line: int, column: int) -> int:
    """Return a column counted in UTF-16 code units, from 1."""
    text = lines[line - 1] if 1 <= line <= len(lines) else ""
    return column + sum(char > "\uffff" for char in text[: column - 1])


def _uri(file: str) -> str:
    """Return a path as an address: relative as it stands, absolute with its scheme."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
