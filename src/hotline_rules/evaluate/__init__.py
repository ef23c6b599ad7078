"""The engine: a rulebook, a history and an instant to a result with reasons.

A pure fold over events and timers in order of time. It reads no clock, file,
environment or locale, and knows no city: everything it decides by stands in the
rulebook.
"""

from hotline_rules.evaluate.engine import engine_build, evaluate
from hotline_rules.evaluate.records import (
    Action,
    Because,
    Deadline,
    Light,
    Missing,
    Penalty,
    Rung,
    Status,
)
from hotline_rules.evaluate.replay import replay
from hotline_rules.evaluate.result import Result

__all__ = [
    "Action",
    "Because",
    "Deadline",
    "Light",
    "Missing",
    "Penalty",
    "Result",
    "Rung",
    "Status",
    "engine_build",
    "evaluate",
    "replay",
]
