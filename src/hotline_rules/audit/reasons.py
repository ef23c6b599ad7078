"""Why a history could not be judged: codes of this room, beside those of the import."""

from __future__ import annotations

from hotline_rules.adapters import leftovers
from hotline_rules.diagnostics import Text

UNREADABLE, ENGINE_ERROR = "unreadable-history", "engine-error"

_REASONS = {
    UNREADABLE: Text("合起来不成一条历史", "rows that make no history together"),
    ENGINE_ERROR: Text("判断时程序出错", "the engine failed on it"),
}


def title_of(code: str) -> Text:
    """What a code means; one of the engine's anomalies stands for itself."""
    return _REASONS.get(code) or leftovers.title_of(code)
