"""Events in columns to results in columns, the same as `evaluate` gives one by one.

Nothing here makes a dictionary or a text for a row: columns become lists once, the
engine folds each ticket, and its records become columns again. What goes in and what
comes out is told in docs/frames.md. The room needs pyarrow (the extra `frames`); its
names are imported when asked for, so that what knows no Arrow can be used without.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hotline_rules.frames.errors import FrameError
    from hotline_rules.frames.judge import ColumnJudge
    from hotline_rules.frames.schema import schemas
    from hotline_rules.frames.whole import Frames, evaluate_frame

__all__ = ["ColumnJudge", "FrameError", "Frames", "evaluate_frame", "schemas"]

_HOMES = {
    "ColumnJudge": "judge",
    "FrameError": "errors",
    "Frames": "whole",
    "evaluate_frame": "whole",
    "schemas": "schema",
}


def __getattr__(name: str) -> object:
    """Import a public name from its module when it is first asked for (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
