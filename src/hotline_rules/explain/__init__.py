"""Explanations: a result as a tree of reasons, and the tree in words.

Everything an auditor needs to recompute a result by hand: the clauses, the events, the
days, the readings. Nothing is decided here; the engine is asked again where it has to
say how it came to something. Standard library only; no file, clock or locale.
"""

from hotline_rules.explain.build import (
    explain_result,
    explain_why_not,
    explanation_to_dict,
)
from hotline_rules.explain.misses import NearestMiss, Outcome, Turn
from hotline_rules.explain.model import Cite, Explanation, Moment, Reason
from hotline_rules.explain.nearest import nearest_miss
from hotline_rules.explain.readings import Judge
from hotline_rules.explain.render import render_explanation
from hotline_rules.explain.selection import UnknownOutputError, explanation_of
from hotline_rules.explain.unfired import UnknownRuleError

__all__ = [
    "Cite",
    "Explanation",
    "Judge",
    "Moment",
    "NearestMiss",
    "Outcome",
    "Reason",
    "Turn",
    "UnknownOutputError",
    "UnknownRuleError",
    "explain_result",
    "explain_why_not",
    "explanation_of",
    "explanation_to_dict",
    "nearest_miss",
    "render_explanation",
]
