"""The vocabulary of blame: where a fault stands, what it is, and how it is shown.

A mistake of a person is a `Diagnostic` in a list; an exception only carries the whole
list where there is nothing else to return. This room knows neither YAML nor rules nor
time, only places and sentences in two languages.
"""

from hotline_rules.diagnostics.error import FaultyFileError, ToldError
from hotline_rules.diagnostics.model import (
    Code,
    Diagnostic,
    Label,
    Severity,
    Span,
    Text,
    diagnostic,
    has_errors,
)
from hotline_rules.diagnostics.render import (
    diagnostic_to_dict,
    render_frame,
    render_line,
    render_report,
    sort_diagnostics,
    summary,
)
from hotline_rules.diagnostics.suggestion import suggest
from hotline_rules.diagnostics.system import reason_of

__all__ = [
    "Code",
    "Diagnostic",
    "FaultyFileError",
    "Label",
    "Severity",
    "Span",
    "Text",
    "ToldError",
    "diagnostic",
    "diagnostic_to_dict",
    "has_errors",
    "reason_of",
    "render_frame",
    "render_line",
    "render_report",
    "sort_diagnostics",
    "suggest",
    "summary",
]
