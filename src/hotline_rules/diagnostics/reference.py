"""The list of all codes for the documentation."""

from hotline_rules.diagnostics.codes import all_codes
from hotline_rules.diagnostics.model import Language, Text

_SEVERITY = {"error": "错误", "warning": "警告", "note": "提示"}
_PAGES = {"zh": "../diagnostics", "en": "diagnostics"}
_HEAD = Text("| 代码 | 级别 | 意思 |", "| code | severity | meaning |")


def code_list(lang: Language) -> str:
    """Return a table in Markdown with a line and its page for every code, by slug."""
    lines = [_HEAD.in_(lang), "| --- | --- | --- |"]
    for code in all_codes():
        severity = str(code.severity)
        shown = _SEVERITY[severity] if lang == "zh" else severity
        page = f"{_PAGES[lang]}/{code.slug}.md"
        lines.append(f"| [`{code.slug}`]({page}) | {shown} | {code.title.in_(lang)} |")
    return "\n".join(lines)
